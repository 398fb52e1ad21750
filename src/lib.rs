//! Quipu turns YAML data and Markdown briefs into a policy website and print-grade PDFs,
//! one edition for each audience and language, with every figure traceable to its cell and source.
//!
//! ```text
//! files ──load──> Publication ──project──> Projection ──plan──> [Edition] ──bind──> Document
//!                                                      ──render──> files ──commit──> public/
//! ```
//!
//! Each stage has a module that says what goes in, what comes out and what holds
//! then; `docs/architecture.md` walks through them. The library prints nothing and
//! reads no clock: what a build depends on stands in [`Options`].
//!
//! Start reading at [`build()`].

pub mod base;
pub mod bind;
pub mod chart;
pub mod data;
pub mod engine;
pub mod formula;
pub mod language;
pub mod markup;
pub mod plan;
pub mod projection;
pub mod publication;
pub mod render;
pub mod theme;
pub mod tools;
pub mod tree;

use crate::base::{diagnostic, files, span};
use crate::engine::commit;
use crate::publication::{life, settings};
use crate::tools::{audit, explain, publish, review, revision, trace, translation};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::civil::Date;

use crate::base::diagnostic::{Diagnostic, Problems};
use crate::base::files::{Bytes, Files, Reading};
pub use crate::data::vintage::Stale;
use crate::engine::commit::{Changes, CommitError, Stage};
use crate::engine::proof::{Guard, Secrets};
use crate::engine::session::{Purpose, Session};
use crate::engine::shard::Joined;
use crate::engine::{Build, Editions, Sink};
pub use crate::engine::{EditionFigures, Made, Pdfs};
pub use crate::projection::Drafts;
use crate::projection::Shelf;
use crate::publication::Publication;
use crate::tools::explain::{Explain, Explanation};

/// What a build depends on beside the files of the publication.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder that holds `quipu.yaml`.
    pub root: PathBuf,
    /// Whether files are written, and where.
    pub output: Output,
    /// The address of the site's root, in place of the publication's own.
    pub base_url: Option<String>,
    /// Whether drafts are built.
    pub drafts: Drafts,
    /// Whether PDFs are made.
    pub pdfs: Pdfs,
    /// Whether the build says what it changed.
    pub explain: Explain,
    /// The day that counts as today, in place of the newest day of the publication's texts.
    pub today: Option<Date>,
    /// What becomes of data that are past their review.
    pub stale: Stale,
    /// The time of the build, and the time that it is for.
    pub time: life::Time,
}

/// Where a build writes.
#[derive(Debug, Clone)]
pub enum Output {
    /// Into this folder, and for each restricted audience into one of its own: that which is named
    /// for it, or else one beside it.
    Folder(PathBuf, BTreeMap<String, PathBuf>),
    /// Nowhere: everything is made and checked.
    Nowhere,
    /// Into memory.
    Memory {
        /// The path of the one PDF that is made, if PDFs are.
        pdf: Option<String>,
    },
}

impl Output {
    /// Returns the folder of the open output, or of that of a restricted audience.
    fn folder(&self, restricted: Option<&str>) -> Option<PathBuf> {
        let Self::Folder(open, named) = self else { return None };
        let Some(audience) = restricted else { return Some(open.clone()) };
        let beside = || {
            let name = open.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            open.with_file_name(format!("{name}-{audience}"))
        };
        Some(named.get(audience).cloned().unwrap_or_else(beside))
    }
}

/// A finished build.
#[derive(Debug)]
pub struct Built {
    /// What was made.
    pub made: Made,
    /// What changed in the output folder.
    pub changes: Changes,
    /// What moved for readers, if that was asked for; none if no build was before this one.
    pub explanation: Option<Explanation>,
    /// The files that were made in memory, by their paths; those of a restricted audience below a folder
    /// with its name behind a tilde.
    pub files_in_memory: BTreeMap<String, Bytes>,
    /// What somebody should look at.
    pub warnings: Vec<Diagnostic>,
    /// The texts that the warnings point into.
    pub files: Files,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum Failure {
    /// The input has mistakes; all that were found, in file order, and the texts that they are in.
    Refused(Vec<Diagnostic>, Files),
    /// The system refused.
    Io(PathBuf, std::io::Error),
}

impl Failure {
    /// Returns why an output could not be written; `files` are the texts of the publication.
    fn of(error: CommitError, files: Files) -> Self {
        match error {
            CommitError::Io { path, error } => Self::Io(path, error),
            CommitError::Refused(diagnostic) => Self::Refused(vec![diagnostic], files),
        }
    }
}

/// Why a target does not show the release that was to go there.
#[derive(Debug)]
pub enum Unpublished {
    /// It could not be built, or has findings.
    Build(Failure),
    /// The target refused, or cannot be reached.
    Target(publish::PublishError),
}

/// What becomes of a release that was built for a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is compared with what is live.
    Compare,
    /// It is sent.
    Send,
}

/// Loads the publication in `root`, with the problems found so far.
///
/// # Errors
/// Returns the mistakes of a publication of which nothing can be made, or the first I/O error.
pub fn load(root: &Path) -> Result<(Publication, Problems), Failure> {
    load_over(root, &BTreeMap::new())
}

/// Loads a publication of which some files are being edited: their texts are given by their paths.
fn load_over(
    root: &Path,
    open: &BTreeMap<String, String>,
) -> Result<(Publication, Problems), Failure> {
    load_reading(files::read_over(root, open))
}

/// Loads a publication whose files are read.
fn load_reading(mut reading: Reading) -> Result<(Publication, Problems), Failure> {
    let mut problems = Problems::default();
    theme::add_embedded(&mut reading);
    match publication::load(reading, &mut problems) {
        Ok(publication) => {
            theme::refuse_strays(&publication, &mut problems);
            Ok((publication, problems))
        }
        Err(unloadable) => Err(refused(problems, unloadable.files)),
    }
}

/// Refuses a publication, with what follows from other mistakes left out.
fn refused(problems: Problems, files: Files) -> Failure {
    Failure::Refused(diagnostic::sift(problems.into_sorted(), &files), files)
}

/// Compares the translations of a publication with their originals.
///
/// # Errors
/// Returns the mistakes of a publication of which nothing can be made, or the first I/O error.
pub fn translations(root: &Path) -> Result<(Vec<Diagnostic>, Files), Failure> {
    let (publication, mut problems) = load(root)?;
    translation::check(&publication, &mut problems);
    Ok((problems.into_sorted(), publication.files))
}

/// Records that translations are up to date: those at `paths`, or all if there are none.
///
/// # Errors
/// Returns paths that are no translations, other mistakes, or the first I/O error.
pub fn accept_translations(root: &Path, paths: &[String]) -> Result<(), Failure> {
    let (publication, mut problems) = load(root)?;
    let record = translation::accept(&publication, paths, &mut problems);
    if problems.has_errors() {
        return Err(refused(problems, publication.files));
    }
    let path = root.join(translation::PATH);
    commit::replace(&path, record.as_bytes()).map_err(|error| Failure::Io(path, error))
}

/// Signs the text at `path`, as it is, in the name of `by`.
///
/// # Errors
/// Returns a path that is no text, the mistakes of a publication of which nothing can be made, or the
/// first I/O error.
pub fn approve(root: &Path, path: &str, by: &str) -> Result<life::Approval, Failure> {
    let (publication, mut problems) = load(root)?;
    let files = publication.files;
    let is_text = |work: &publication::Work| {
        work.manuscripts.values().any(|manuscript| *files.get(manuscript.file).path == *path)
    };
    let file = files.find(path).filter(|_| publication.works.values().any(is_text));
    let Some(file) = file else {
        let message = format!("there is no text `{path}`");
        let diagnostic = Diagnostic::error_at_path(diagnostic::Code::BadValue, path, message);
        let hint = "name it from the publication's folder: `content/briefs/losses.md`";
        return Err(Failure::Refused(vec![diagnostic.with_hint(hint)], files));
    };
    let place = span::Span::start_of(file);
    let approval = life::Approval {
        text: span::Spanned::new(path.into(), place),
        by: by.into(),
        hash: life::hash(&files.get(file).text),
    };
    let known = life::read_approvals(&files, &mut problems);
    let record = life::with_approval(&known, approval.clone());
    let path = root.join(life::APPROVALS);
    let written = commit::replace(&path, record.as_bytes());
    written.map(|()| approval).map_err(|error| Failure::Io(path, error))
}

/// Makes the files for translators, one for each language beside the first.
///
/// # Errors
/// Returns a language that the publication does not have, the mistakes of a publication of which
/// nothing can be made, or the first I/O error.
pub fn export_translations(
    root: &Path,
    language: Option<&str>,
    format: translation::Format,
) -> Result<Vec<(String, files::Bytes)>, Failure> {
    let (publication, mut problems) = load(root)?;
    let made = translation::export(&publication, language, format, &mut problems);
    if problems.has_errors() {
        return Err(refused(problems, publication.files));
    }
    Ok(made)
}

/// Takes back what translators made, as the new texts of files, by their paths.
///
/// # Errors
/// Returns files that are none of ours, the mistakes of a publication of which nothing can be made,
/// or the first I/O error.
pub fn import_translations(root: &Path, copies: &[review::Copy]) -> Result<Taken, Failure> {
    let (publication, mut problems) = load(root)?;
    let answers = translation::answers(copies, &mut problems);
    if problems.has_errors() {
        return Err(refused(problems, publication.files));
    }
    let written = translation::take(&publication, &answers, &mut problems);
    Ok(Taken { written, warnings: problems.into_sorted(), files: publication.files })
}

/// What translators sent back.
#[derive(Debug)]
pub struct Taken {
    /// The files that change, by their paths, with their new texts.
    pub written: std::collections::BTreeMap<String, String>,
    /// What could not be taken.
    pub warnings: Vec<Diagnostic>,
    /// The texts that the warnings point into.
    pub files: Files,
}

/// Looks for numbers that nobody can trace, sources that nothing cites and data that nothing uses.
///
/// # Errors
/// Returns the mistakes for which the publication cannot be built, or the first I/O error.
pub fn audit(root: &Path) -> Result<(audit::Audit, Files), Failure> {
    let (publication, mut problems) = load(root)?;
    let shelves = projected(&publication, Drafts::Shown, &mut problems);
    let sessions = inspect(&shelves, &mut problems);
    let mut audit = None;
    if let Some(session) = sessions.first() {
        audit::check_words(&publication, session, &mut problems);
        let editions = documents(&sessions, &mut problems);
        let documents: Vec<_> = editions.iter().map(|(_, document)| document).collect();
        audit = Some(audit::audit(&publication, session, &documents));
    }
    drop(sessions);
    match audit {
        Some(audit) if !problems.has_errors() => Ok((audit, publication.files)),
        _ => Err(refused(problems, publication.files)),
    }
}

/// Finds the numbers of closed datasets that editions print, drafts included.
///
/// # Errors
/// Returns the mistakes for which the publication cannot be built, or the first I/O error.
pub fn released(root: &Path) -> Result<Vec<audit::released::Release>, Failure> {
    let (publication, mut problems) = load(root)?;
    let shelves = projected(&publication, Drafts::Shown, &mut problems);
    let sessions = inspect(&shelves, &mut problems);
    let editions = documents(&sessions, &mut problems);
    let found = audit::released::released(&publication, &editions);
    drop(editions);
    drop(sessions);
    if problems.has_errors() { Err(refused(problems, publication.files)) } else { Ok(found) }
}

/// Projects a publication onto its audiences, and reports what is wrong with its lists.
fn projected(publication: &Publication, drafts: Drafts, problems: &mut Problems) -> Vec<Shelf> {
    let shelves = projection::project(publication, drafts);
    plan::check(publication, &shelves, drafts, problems);
    shelves
}

/// Opens sessions that look at all editions and render none.
fn inspect<'a>(shelves: &'a [Shelf], problems: &mut Problems) -> Vec<Session<'a>> {
    let sessions = shelves.iter().map(|shelf| Session::new(shelf, Purpose::Inspection, problems));
    sessions.collect::<Vec<_>>().into_iter().flatten().collect()
}

/// Binds the editions of all sessions.
fn documents<'s, 'a>(
    sessions: &'s [Session<'a>],
    problems: &mut Problems,
) -> Vec<(&'s plan::Edition<'a>, tree::Document)> {
    sessions.iter().flat_map(|session| session.documents(problems)).collect()
}

/// Finds where cells are used, or what a printed number rests on.
///
/// # Errors
/// Returns a query that cannot be read, the mistakes for which the publication cannot be built,
/// or the first I/O error.
pub fn trace(root: &Path, query: &str) -> Result<(trace::Trace, Files), Failure> {
    let (mut publication, mut problems) = load(root)?;
    let query = problems.keep(trace::query(query, &mut publication));
    let shelves = projected(&publication, Drafts::Shown, &mut problems);
    let sessions = inspect(&shelves, &mut problems);
    let editions = documents(&sessions, &mut problems);
    let found = query.map(|query| trace::trace(query, &publication, &editions));
    drop(editions);
    drop(sessions);
    match found {
        Some(trace) if !problems.has_errors() => Ok((trace, publication.files)),
        _ => Err(refused(problems, publication.files)),
    }
}

/// Compares a dataset with a newer version of its raw file, and what the publication makes of either.
/// `name` is that of the dataset, of its file or of its raw file.
///
/// # Errors
/// Returns a name that means no dataset with a raw file, the mistakes for which the publication cannot
/// be built as it is, or the first I/O error.
pub fn data_difference(
    root: &Path,
    name: &str,
    bytes: Vec<u8>,
) -> Result<(revision::Difference, Files), Failure> {
    let (before, mut problems) = load(root)?;
    let found = revision::find(name, &before).map(|dataset| {
        (dataset.id.clone(), revision::raw_file(dataset, &before).unwrap_or_default())
    });
    let (id, path) = match found {
        Ok(found) => found,
        Err(diagnostic) => {
            problems.push(diagnostic);
            return Err(refused(problems, before.files));
        }
    };
    let old_shelves = projected(&before, Drafts::Shown, &mut problems);
    let old_sessions = inspect(&old_shelves, &mut problems);
    let old = documents(&old_sessions, &mut problems);
    if problems.has_errors() {
        drop(old);
        drop(old_sessions);
        return Err(refused(problems, before.files));
    }
    let mut reading = files::read_over(root, &BTreeMap::new());
    reading.replace(&path, bytes);
    let (after, mut problems) = load_reading(reading)?;
    let shelves = projected(&after, Drafts::Shown, &mut problems);
    let sessions = inspect(&shelves, &mut problems);
    let new = documents(&sessions, &mut problems);
    let old: Vec<_> = old.iter().map(|(edition, document)| (*edition, document)).collect();
    let new: Vec<_> = new.iter().map(|(edition, document)| (*edition, document)).collect();
    let explanation = explain::between(&old, &new, &after.files);
    let broken = diagnostic::sift(problems.into_sorted(), &after.files);
    let newer = after.datasets.get(&id);
    let comparison = newer.map(|newer| revision::compare(&before.datasets[&id], newer));
    let difference = revision::Difference { id, comparison, explanation, broken };
    drop(new);
    drop(sessions);
    Ok((difference, after.files))
}

/// Builds a publication: loads it, plans its editions, binds and renders them, and commits the files.
///
/// `progress` is told how many pages and PDFs are finished, and how many there will be.
///
/// # Errors
/// Returns all mistakes of the input, or the first I/O error. The output folder
/// is then as it was.
pub fn build(
    options: &Options,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Built, Failure> {
    let (mut publication, mut problems) = load(&options.root)?;
    publication.settle(options.time);
    publication.check_vintage(options.today, options.stale, &mut problems);
    publication.check_future(options.today, options.time, &mut problems);
    let shelves = projected(&publication, options.drafts, &mut problems);
    let secrets = Secrets::new(&publication, options.drafts);
    let mut outputs = Vec::new();
    for shelf in &shelves {
        match make(options, (&secrets, shelf), &mut problems, (progress, None)) {
            Ok(output) => outputs.push(output),
            Err(error) => return Err(Failure::of(error, publication.files)),
        }
    }
    let outputs: Option<Vec<_>> = outputs.into_iter().collect();
    let Some(outputs) = outputs.filter(|_| !problems.has_errors()) else {
        return Err(refused(problems, publication.files));
    };
    drop(shelves);
    finish(outputs, problems.into_sorted(), publication.files)
}

/// What was made for one output, and not published yet.
struct Staged {
    made: Made,
    explanation: Option<Explanation>,
    stage: Option<Stage>,
    memory: BTreeMap<String, Bytes>,
}

/// Publishes all outputs: none of them has a mistake.
fn finish(outputs: Vec<Staged>, warnings: Vec<Diagnostic>, files: Files) -> Result<Built, Failure> {
    let mut built = Built {
        made: Made::default(),
        changes: Changes::default(),
        explanation: None,
        files_in_memory: BTreeMap::new(),
        warnings,
        files,
    };
    for Staged { made, explanation, stage, memory } in outputs {
        built.files_in_memory.extend(memory);
        built.made.add(made);
        built.explanation = built.explanation.or(explanation);
        let changes = match stage.map(Stage::publish).transpose() {
            Ok(changes) => changes.unwrap_or_default(),
            Err(error) => return Err(Failure::of(error, built.files)),
        };
        built.changes.add(changes);
    }
    Ok(built)
}

/// Builds a publication into the folder that `options` name, and sends it to
/// `target`, or says what sending it would change. The audit must pass.
///
/// # Errors
/// Returns the mistakes for which it cannot be published, or why the target refused.
pub fn publish(
    options: &Options,
    target: &publish::Target,
    way: Way,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<(publish::Outcome, Built), Unpublished> {
    let (audit, files) = audit(&options.root).map_err(Unpublished::Build)?;
    if !audit.passes() {
        return Err(Unpublished::Build(Failure::Refused(audit.diagnostics, files)));
    }
    let built = build(options, progress).map_err(Unpublished::Build)?;
    // Editions of restricted audiences have outputs of their own, which no target shows.
    let folder = options.output.folder(None).unwrap_or_default();
    let sent = publish::Release::read(&folder).and_then(|release| match way {
        Way::Compare => target.compare(&release),
        Way::Send => target.publish(&release),
    });
    sent.map(|outcome| (outcome, built)).map_err(Unpublished::Target)
}

/// Binds and renders the editions of one output; returns nothing if the input has mistakes.
///
/// `joined` are its editions, if other machines made them.
fn make(
    options: &Options,
    (secrets, shelf): (&Secrets<'_>, &Shelf),
    problems: &mut Problems,
    (progress, joined): (&(dyn Fn(usize, usize) + Sync), Option<&Joined<'_>>),
) -> Result<Option<Staged>, CommitError> {
    let publication = secrets.publication;
    let sink = match options.output.folder(shelf.restricted.as_deref()) {
        Some(folder) => Sink::Stage(Stage::open(&folder, &files::folders(&options.root))?),
        None if matches!(options.output, Output::Memory { .. }) => Sink::Memory(Mutex::default()),
        None => Sink::Nowhere,
    };
    let only_pdf = match &options.output {
        Output::Memory { pdf } => pdf.as_deref(),
        Output::Folder(..) | Output::Nowhere => None,
    };
    let Some(session) = Session::new(shelf, Purpose::Reading, problems) else { return Ok(None) };
    let guard = Guard::new(secrets, &session.plan);
    let base_url = options.base_url.as_deref().map(settings::with_slash);
    let build = Build {
        session: &session,
        files: &publication.files,
        base_url: base_url.as_deref().unwrap_or(&publication.settings.base_url),
        pdfs: options.pdfs,
        only_pdf,
        sink: &sink,
        editions: joined.map_or(Editions::Here, Joined::editions),
        claims: engine::Claims::default(),
        guard: &guard,
        progress,
    };
    if let Some(joined) = joined
        && !joined.put(&build, problems)?
    {
        return Ok(None);
    }
    let made = build.run(problems)?;
    guard.report(problems);
    if problems.has_errors() {
        return Ok(None);
    }
    let Sink::Stage(stage) = sink else {
        let folder = shelf.restricted.as_ref().map(|id| format!("~{id}/")).unwrap_or_default();
        let memory = sink.into_memory().into_iter();
        let memory = memory.map(|(path, bytes)| (format!("{folder}{path}"), bytes)).collect();
        return Ok(Some(Staged { made, explanation: None, stage: None, memory }));
    };
    let explanation = match options.explain {
        Explain::Asked => explain::explain(&stage, &session, &publication.files),
        Explain::Unasked => None,
    };
    Ok(Some(Staged { made, explanation, stage: Some(stage), memory: BTreeMap::new() }))
}
