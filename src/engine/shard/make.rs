//! Making one shard.

use std::sync::Mutex;

use super::record::{Name, Output, Record};
use super::{Exchange, NotMade, Shard, deal, load, pack, run};
use crate::base::diagnostic::{Diagnostic, Problems, kept};
use crate::base::files::Files;
use crate::engine::load::{Failure, refused};
use crate::engine::proof::{Guard, Secrets};
use crate::engine::run::BuildOptions;
use crate::engine::session::{Purpose, Session};
use crate::engine::store::Store as KeptResults;
use crate::engine::{Batch, Build, Claims, Editions, Preparations, Sink};
use crate::projection::Shelf;
use crate::publication::Publication;
use crate::publication::settings;
use crate::tools::publish::{ObjectStorage, PublishError};

/// A finished shard.
#[derive(Debug)]
pub struct Done {
    /// How many editions it has.
    pub editions: usize,
    /// How many files.
    pub files: usize,
    /// Whether it was in the store already.
    pub was_there: bool,
    /// What someone should look at.
    pub warnings: Vec<Diagnostic>,
    /// The texts that the warnings point into.
    pub texts: Files,
}

/// Makes a shard of the publication that `options` name, and leaves it in the store. One that is there
/// already, from the same files, options and program, is not made again.
///
/// `progress` is told how many editions are finished, and how many there are.
///
/// # Errors
/// Returns the mistakes in the editions of the shard, or what the store refused. Nothing counts then.
pub fn make(
    options: &BuildOptions,
    shard: Shard,
    exchange: Exchange<'_>,
    progress: &dyn Fn(usize, usize),
) -> Result<Done, NotMade> {
    let Exchange { store, program } = exchange;
    let (publication, shelves, mut problems) = load(options).map_err(NotMade::Build)?;
    let name = Name::new(&run(options, &shelves).map_err(NotMade::Build)?, shard, program);
    if let Some(record) = Record::read(store, &name)? {
        return Ok(done(&record, true, (problems, publication)));
    }
    let results = KeptResults::of(&options.root, &options.results);
    let task = Task { kept: &results, options, publication: &publication, shard, store, progress };
    let made = task.outputs(&shelves, &mut problems);
    drop(shelves);
    let outputs = match made {
        Err(NotMade::Build(Failure::Io(path, error))) => {
            return Err(NotMade::Build(Failure::Io(path, error)));
        }
        Err(other) => return Err(other),
        Ok(_) if problems.has_errors() => {
            return Err(NotMade::Build(refused(problems, publication.files)));
        }
        Ok(outputs) => outputs,
    };
    let version = program.version.clone();
    let record = Record { version, outputs, warnings: kept(&problems) };
    let was_there = !record.send(store, &name)?;
    if was_there {
        let other = Record::read(store, &name)?;
        if other.is_some_and(|other| other.hashes() != record.hashes()) {
            return Err(differs(shard).into());
        }
    }
    Ok(done(&record, was_there, (problems, publication)))
}

fn done(
    record: &Record,
    was_there: bool,
    (problems, publication): (Problems, Publication),
) -> Done {
    Done {
        editions: record.outputs.iter().map(|output| output.summaries.len()).sum(),
        files: record.hashes().len(),
        was_there,
        warnings: problems.into_sorted(),
        texts: publication.files,
    }
}

fn differs(shard: Shard) -> PublishError {
    PublishError::new(format!("shard {shard} was made before, with a different result")).with_hint(
        "machines that give different results have different fonts or files: compare them",
    )
}

/// What one task makes.
struct Task<'a> {
    /// The results of earlier builds on this machine.
    kept: &'a KeptResults,
    options: &'a BuildOptions,
    publication: &'a Publication,
    shard: Shard,
    store: &'a ObjectStorage,
    progress: &'a dyn Fn(usize, usize),
}

impl Task<'_> {
    fn outputs(&self, shelves: &[Shelf], problems: &mut Problems) -> Result<Vec<Output>, NotMade> {
        let secrets = Secrets::new(self.publication, self.options.drafts);
        let outputs = shelves.iter().map(|shelf| self.output(shelf, &secrets, problems)).collect();
        self.kept.close(problems);
        outputs
    }

    fn output(
        &self,
        shelf: &Shelf,
        secrets: &Secrets<'_>,
        problems: &mut Problems,
    ) -> Result<Output, NotMade> {
        let Some(session) = Session::new(shelf, Purpose::Reading, problems) else {
            return Ok(Output::default());
        };
        let guard = Guard::new(secrets, &session.plan);
        let base_url = self.options.base_url.as_deref().map(settings::with_slash);
        let sink = Sink::Memory(Mutex::default());
        let build = Build {
            recording: None,
            session: &session,
            preparations: &Preparations::default(),
            files: &self.publication.files,
            base_url: base_url.as_deref().unwrap_or(&self.publication.settings.base_url),
            pdfs: self.options.pdfs,
            only: None,
            sink: &sink,
            store: self.kept,
            editions: Editions::Part,
            claims: Claims::default(),
            guard: &guard,
            release: None,
            releases: &[],
            progress: &|_, _| (),
            is_over: &|| false,
        };
        let batches = deal::batches(&session.plan, &self.publication.files, self.shard);
        let output = self.batches(&build, &batches, problems)?;
        guard.report(problems);
        Ok(output)
    }

    fn batches(
        &self,
        build: &Build<'_>,
        batches: &[Vec<usize>],
        problems: &mut Problems,
    ) -> Result<Output, NotMade> {
        let all = batches.iter().map(Vec::len).sum();
        let mut output = Output::default();
        let mut refusal = None;
        let mut take = |batch: Batch<'_>, problems: &Problems| {
            output.summaries.extend(batch.editions.iter().copied().zip(batch.summaries));
            (self.progress)(output.summaries.len(), all);
            // All mistakes are found; nothing else that is made is of use.
            if problems.has_errors() {
                return true;
            }
            match pack::send(self.store, batch.files) {
                Ok(packed) => output.packs.push(packed),
                Err(error) => refusal = Some(error),
            }
            refusal.is_none()
        };
        build
            .run_batches(batches, &mut take, problems)
            .map_err(|error| NotMade::Build(Failure::of(error, Files::default())))?;
        refusal.map_or(Ok(output), |error| Err(error.into()))
    }
}
