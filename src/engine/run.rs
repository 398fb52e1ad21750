//! A whole build: all stages in their order, for each output.

mod options;

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::base::diagnostic::{Diagnostic, Problems};
use crate::base::files::{self, Bytes, Files, Reading};
use crate::engine::commit::{BuildChanges, CommitError, StagedOutput};
use crate::engine::earlier::{self, Beside, Earlier, ReleaseArchive};
use crate::engine::inspect::projected;
use crate::engine::kept::{Looks, Recording, Remade};
use crate::engine::load::{Failure, refused};
use crate::engine::proof::{Guard, Secrets};
use crate::engine::session::{Presentations, Purpose, Session};
use crate::engine::store::{self, Store};
use crate::engine::{self, Build, Editions, Made, Pdfs, Preparations, Sink};
use crate::projection::Shelf;
use crate::publication::settings;
use crate::theme;
use crate::tools::explain::{self, Explain, Explanation};
pub use options::{BuildOptions, Output};

/// A finished build.
#[derive(Debug)]
pub struct Built {
    /// What was made.
    pub made: Made,
    /// What changed in the output folder.
    pub changes: BuildChanges,
    /// What moved for readers, if that was asked for; none if no build was before this one.
    pub explanation: Option<Explanation>,
    /// The files of texts that were made again, and what had changed of what they are made of.
    ///
    /// None if no texts of earlier builds were used.
    pub remade: Option<Vec<Remade>>,
    /// The files that were made in memory, by their paths; those of a restricted audience below a folder
    /// with its name behind a tilde.
    pub files_in_memory: BTreeMap<String, Bytes>,
    /// What someone should look at.
    pub warnings: Vec<Diagnostic>,
    /// The texts that the warnings point into.
    pub files: Files,
    /// Whether all that it depends on and all that it makes was as an earlier build left it, so that nothing
    /// was made.
    pub is_unchanged: bool,
}

impl Built {
    /// Returns what a build says when nothing has changed since that of the record.
    fn unchanged(record: store::BuildRecord, options: &BuildOptions, mut reading: Reading) -> Self {
        theme::add_embedded(&mut reading);
        Self {
            changes: BuildChanges { unchanged: record.files(), ..BuildChanges::default() },
            explanation: (options.explain == Explain::Asked).then(Explanation::default),
            remade: Some(Vec::new()),
            files_in_memory: BTreeMap::new(),
            made: serde_json::from_value(record.made.clone()).unwrap_or_default(),
            warnings: record.warnings(),
            files: reading.texts,
            is_unchanged: true,
        }
    }
}

/// Builds a publication: loads it, plans its editions, binds and renders them, and commits the files.
///
/// `progress` is told how many pages and PDFs are finished, and how many there will be.
///
/// # Errors
/// Returns all mistakes of the input, or the first I/O error. The output folder
/// is then as it was.
pub fn build(
    options: &BuildOptions,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Built, Failure> {
    let reading = files::read_over(&options.root, &BTreeMap::new());
    let store = Store::of(&options.root, &options.results);
    let request = options.request().and_then(|request| Some((request, store::hashes(&reading)?)));
    let archive = ReleaseArchive::read(&options.root, &reading.texts);
    let all_read = request.as_ref().map(|(_, read)| -> BTreeMap<_, _> {
        read.clone().into_iter().chain(archive.hashes()).collect()
    });
    let known = request.as_ref().zip(all_read.as_ref());
    let known = known.and_then(|((request, _), read)| store.unchanged(request, read));
    if let Some(record) = known {
        return Ok(Built::unchanged(record, options, reading));
    }
    let (publication, mut problems) = options.load_read(reading)?;
    options.check(&publication, &mut problems);
    let shelves = projected(&publication, options.drafts, &mut problems);
    let earlier = earlier::load(archive, &publication, options.time, &mut problems);
    let secrets = Secrets::new(&publication, options.drafts);
    let prepared = (Presentations::default(), Preparations::default());
    // Where no PDFs are made, a text is made faster than many files are read and written.
    let read = request.as_ref().map(|(_, read)| read).filter(|_| options.pdfs == Pdfs::Made);
    let run =
        Run { earlier: &earlier, read, progress, ..Run::of(options, &secrets, &store, &prepared) };
    let outputs = match make_all(run, &shelves, &mut problems) {
        Ok(Some(outputs)) => outputs,
        Ok(None) => return Err(refused(problems, publication.files)),
        Err(error) => return Err(Failure::of(error, publication.files)),
    };
    let restricted = shelves.iter().map(|shelf| shelf.restricted.as_deref());
    let folders = restricted.filter_map(|restricted| options.output.folder(restricted)).collect();
    drop(shelves);
    let moments = publication.moments();
    let built = finish(outputs, problems.into_sorted(), publication.files)?;
    if let Some(((request, _), read)) = request.zip(all_read) {
        let warnings = &built.warnings;
        let made = serde_json::to_value(&built.made).unwrap_or_default();
        store.record(&request, store::Finished { read, folders, moments, made, warnings });
    }
    Ok(built)
}

/// What was made for one output, and not published yet.
pub(crate) struct Staged {
    made: Made,
    explanation: Option<Explanation>,
    stage: Option<StagedOutput>,
    memory: BTreeMap<String, Bytes>,
    remade: Option<Vec<Remade>>,
}

/// Publishes all outputs: none of them has a mistake.
pub(crate) fn finish(
    outputs: Vec<Staged>,
    warnings: Vec<Diagnostic>,
    files: Files,
) -> Result<Built, Failure> {
    let mut built = Built {
        made: Made::default(),
        changes: BuildChanges::default(),
        explanation: None,
        remade: None,
        files_in_memory: BTreeMap::new(),
        warnings,
        files,
        is_unchanged: false,
    };
    for Staged { made, explanation, stage, memory, remade } in outputs {
        if let Some(remade) = remade {
            built.remade.get_or_insert_default().extend(remade);
        }
        built.files_in_memory.extend(memory);
        built.made.add(made);
        built.explanation = built.explanation.or(explanation);
        let changes = match stage.map(StagedOutput::publish).transpose() {
            Ok(changes) => changes.unwrap_or_default(),
            Err(error) => return Err(Failure::of(error, built.files)),
        };
        built.changes.add(changes);
    }
    Ok(built)
}

/// The editions of an output, made on other machines.
pub(crate) trait MadeElsewhere {
    /// Returns what is known of each.
    fn editions(&self) -> Editions<'_>;

    /// Puts all their files into the output; returns whether they could be had.
    ///
    /// # Errors
    /// Returns the first file that the system refused to write.
    fn put(&self, build: &Build<'_>, problems: &mut Problems) -> Result<bool, CommitError>;
}

/// What the outputs of a build have in common.
#[derive(Clone, Copy)]
pub(crate) struct Run<'r> {
    /// What the build depends on.
    pub(crate) options: &'r BuildOptions,
    /// What is in no edition.
    pub(crate) secrets: &'r Secrets<'r>,
    /// Where results are kept for later builds.
    pub(crate) store: &'r Store,
    /// The earlier releases that stay readable.
    pub(crate) earlier: &'r [Earlier],
    /// Told how many pages and PDFs are finished, and how many there will be.
    pub(crate) progress: &'r (dyn Fn(usize, usize) + Sync),
    /// How audiences' editions look, and what is prepared for that.
    pub(crate) prepared: &'r (Presentations, Preparations),
    /// Whom the outputs are for.
    pub(crate) purpose: Purpose,
    /// Whether the outputs are no longer needed.
    pub(crate) is_over: &'r (dyn Fn() -> bool + Sync),
    /// The hashes of the files of the publication, by their paths; none if texts are not kept for later builds.
    pub(crate) read: Option<&'r BTreeMap<String, String>>,
}

impl<'r> Run<'r> {
    /// Returns a build for readers that reports no progress.
    pub(crate) fn of(
        options: &'r BuildOptions,
        secrets: &'r Secrets<'r>,
        store: &'r Store,
        prepared: &'r (Presentations, Preparations),
    ) -> Self {
        let (progress, is_over, earlier) = (&|_, _| (), &|| false, &[]);
        let purpose = Purpose::Reading;
        Self { options, secrets, store, earlier, progress, prepared, purpose, is_over, read: None }
    }

    /// Returns the record of what is made of each text, if it is kept for later builds.
    fn recording(&self, shelf: &Shelf, guard: &Guard<'_>) -> Option<Recording<'r>> {
        let output = format!("{:?} {:?}", shelf.restricted, self.options.base_url);
        let read = self.read?;
        Some(Recording::new(read, Looks::of(self.store, &output, &guard.looked_for())))
    }
}

/// Returns the folder of the output of a shelf among files in memory, with a slash at its end; empty for the
/// open one.
pub(crate) fn folder_in_memory(shelf: &Shelf) -> String {
    shelf.restricted.as_ref().map(|id| format!("~{id}/")).unwrap_or_default()
}

/// Makes the outputs of all shelves, and closes the store; returns nothing if the input has mistakes.
///
/// # Errors
/// Returns the first file that the system refused to write, or that it was over.
pub(crate) fn make_all(
    run: Run<'_>,
    shelves: &[Shelf],
    problems: &mut Problems,
) -> Result<Option<Vec<Staged>>, CommitError> {
    let outputs: Vec<_> =
        shelves.iter().map(|shelf| make(run, shelf, None, problems)).collect::<Result<_, _>>()?;
    run.store.close(problems);
    let outputs: Option<Vec<_>> = outputs.into_iter().collect();
    Ok(outputs.filter(|_| !problems.has_errors()))
}

impl Staged {
    /// Returns what was made into memory, with its files below `folder`.
    fn in_memory(made: Made, sink: Sink, folder: &str) -> Self {
        let memory = sink.into_memory().into_iter();
        let memory = memory.map(|(path, bytes)| (format!("{folder}{path}"), bytes)).collect();
        Self { made, explanation: None, stage: None, memory, remade: None }
    }
}

/// Opens what the files of an output are put into.
fn sink(options: &BuildOptions, shelf: &Shelf) -> Result<Sink, CommitError> {
    Ok(match options.output.folder(shelf.restricted.as_deref()) {
        Some(folder) => Sink::Stage(StagedOutput::open(&folder, &files::folders(&options.root))?),
        None if options.output == Output::Memory => Sink::Memory(Mutex::default()),
        None => Sink::Nowhere,
    })
}

/// Binds and renders the editions of one output; returns nothing if the input has mistakes.
///
/// `joined` are its editions, if other machines made them.
pub(crate) fn make(
    run: Run<'_>,
    shelf: &Shelf,
    joined: Option<&dyn MadeElsewhere>,
    problems: &mut Problems,
) -> Result<Option<Staged>, CommitError> {
    let Run { options, secrets, store, progress, is_over, .. } = run;
    let publication = secrets.publication;
    let sink = sink(options, shelf)?;
    let Some(session) = Session::again(shelf, run.purpose, &run.prepared.0, problems) else {
        return Ok(None);
    };
    let guard = Guard::new(secrets, &session.plan);
    let base_url = options.base_url.as_deref().map(settings::with_slash);
    let recording = if joined.is_none() { run.recording(shelf, &guard) } else { None };
    let releases = earlier::entries(run.earlier, shelf.restricted.as_deref());
    let build = Build {
        session: &session,
        preparations: &run.prepared.1,
        files: &publication.files,
        base_url: base_url.as_deref().unwrap_or(&publication.settings.base_url),
        pdfs: options.pdfs,
        only: None,
        sink: &sink,
        store,
        recording: recording.as_ref(),
        editions: joined.map_or(Editions::Here, MadeElsewhere::editions),
        claims: engine::Claims::default(),
        guard: &guard,
        release: None,
        releases: &releases,
        progress,
        is_over,
    };
    if let Some(joined) = joined
        && !joined.put(&build, problems)?
    {
        return Ok(None);
    }
    let made = build.run(problems)?;
    let beside = Beside {
        restricted: shelf.restricted.as_deref(),
        base_url: build.base_url,
        claims: &build.claims,
        sink: &sink,
        pdfs: options.pdfs,
        secrets,
        store,
        presentations: &run.prepared.0,
        keeps_texts: recording.is_some(),
        is_over,
    };
    if !problems.has_errors() {
        earlier::make(run.earlier, &beside, problems)?;
    }
    guard.report(problems);
    if problems.has_errors() {
        return Ok(None);
    }
    let Sink::Stage(stage) = sink else {
        return Ok(Some(Staged::in_memory(made, sink, &folder_in_memory(shelf))));
    };
    let explanation = match options.explain {
        Explain::Asked => explain::explain(&stage, &session, &publication.files),
        Explain::Why | Explain::Unasked => None,
    };
    let remade = recording.map(|recording| recording.into_remade(store));
    Ok(Some(Staged { made, explanation, stage: Some(stage), memory: BTreeMap::new(), remade }))
}
