//! Joining the shards of a run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::record::{Name, Output, RUNS, Record};
use super::{Exchange, NotMade, Shard, load, pack, run};
use crate::base::diagnostic::Problems;
use crate::engine::commit::CommitError;
use crate::engine::earlier::{self, ReleaseArchive};
use crate::engine::load::{Failure, refused};
use crate::engine::proof::Secrets;
use crate::engine::run::{BuildOptions, Built, MadeElsewhere, Run, finish, make};
use crate::engine::session::Presentations;
use crate::engine::store::Store as Results;
use crate::engine::{Build, Editions, Preparations};
use crate::render::site::Summary;
use crate::tools::publish::{ObjectStorage, PublishError};

/// How many missing shards are named.
const NAMED: usize = 20;

/// How many shards a run has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// As many as this.
    Given(usize),
    /// As many as the records in the store say.
    Recorded,
}

/// Joins the shards of the publication that `options` name, makes what needs all editions, and commits.
///
/// # Errors
/// Refuses a run of which shards are missing, are of other files or of another program, or were changed in the
/// store; returns the mistakes that only all editions show. The output folder is then as it was.
pub fn join(
    options: &BuildOptions,
    count: Count,
    exchange: Exchange<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Built, NotMade> {
    let (publication, shelves, mut problems) = load(options).map_err(NotMade::Build)?;
    let run = run(options, &shelves).map_err(NotMade::Build)?;
    let mut records = records(exchange, &run, count)?;
    for kept in records.iter_mut().flat_map(|record| std::mem::take(&mut record.warnings)) {
        kept.report(&mut problems);
    }
    let secrets = Secrets::new(&publication, options.drafts);
    // The editions were made elsewhere.
    let unused = Results::unused();
    let archive = ReleaseArchive::read(&options.root, &publication.files);
    let earlier = earlier::load(archive, &publication, options.time, &mut problems);
    let mut outputs = Vec::new();
    for (number, shelf) in shelves.iter().enumerate() {
        let parts = records.iter_mut().filter_map(|record| record.outputs.get_mut(number));
        let parts: Vec<_> = parts.map(std::mem::take).collect();
        let joined = Joined::new(parts, exchange.store);
        let prepared = (Presentations::default(), Preparations::default());
        let own = Run::of(options, &secrets, &unused, &prepared);
        let own = Run { earlier: &earlier, progress, ..own };
        let made = make(own, shelf, Some(&joined), &mut problems);
        if let Some(error) = joined.refusal() {
            return Err(error.into());
        }
        match made {
            Ok(output) => outputs.push(output),
            Err(error) => {
                return Err(NotMade::Build(Failure::of(error, publication.files)));
            }
        }
    }
    let outputs: Option<Vec<_>> = outputs.into_iter().collect();
    let Some(outputs) = outputs.filter(|_| !problems.has_errors()) else {
        return Err(NotMade::Build(refused(problems, publication.files)));
    };
    drop(shelves);
    finish(outputs, problems.into_sorted(), publication.files).map_err(NotMade::Build)
}

/// Returns the records of all shards of a run, in order.
fn records(exchange: Exchange<'_>, run: &str, count: Count) -> Result<Vec<Record>, PublishError> {
    let Exchange { store, program } = exchange;
    let names: Vec<_> = store.list(RUNS)?.iter().filter_map(|key| Name::parse(key)).collect();
    let ours = names.iter().filter(|name| name.run == run && name.program == program.hash);
    let found: BTreeSet<_> = ours.map(|name| name.shard).collect();
    let counts: BTreeSet<_> = found.iter().map(|shard| shard.count).collect();
    let count = match (count, counts.len()) {
        (Count::Given(count), _) => count,
        (Count::Recorded, 1) => counts.first().copied().unwrap_or_default(),
        (Count::Recorded, 0) => return Err(nothing(store, &names, run)?),
        (Count::Recorded, _) => return Err(mixed_counts(&counts)),
    };
    let missing: Vec<_> = (1..=count)
        .map(|number| Shard { number, count })
        .filter(|shard| !found.contains(shard))
        .collect();
    if !missing.is_empty() {
        return Err(refusal(exchange, &names, run, &missing)?);
    }
    let name = |number| Name::new(run, Shard { number, count }, program);
    let record = |number| {
        let record = Record::read(store, &name(number))?;
        record.ok_or_else(|| PublishError::new(format!("shard {number}/{count} is missing")))
    };
    (1..=count).map(record).collect()
}

fn nothing(store: &ObjectStorage, names: &[Name], run: &str) -> Result<PublishError, PublishError> {
    if let Some(name) = names.iter().find(|name| name.run == run) {
        return of_another_program(store, name);
    }
    let error = PublishError::new("the store has no shards of this publication as it is here");
    Ok(error.with_hint(match names.len() {
        0 => "run `quipu build --shard I/N` with the same `--store` first".to_owned(),
        count => format!(
            "it has {count} made from other files or options: join with the same files and options"
        ),
    }))
}

fn mixed_counts(counts: &BTreeSet<usize>) -> PublishError {
    let counts: Vec<_> = counts.iter().map(ToString::to_string).collect();
    let message = format!("the store has runs with {} shards", counts.join(" and "));
    PublishError::new(message).with_hint("state how many there are: `quipu join --shards N`")
}

/// Says why shards are missing: they were not made, or by another program, or from other files.
fn refusal(
    exchange: Exchange<'_>,
    names: &[Name],
    run: &str,
    missing: &[Shard],
) -> Result<PublishError, PublishError> {
    let Exchange { store, program } = exchange;
    let of_shard = |shard: &Shard| {
        let shard = *shard;
        names.iter().filter(move |name| name.shard == shard)
    };
    let other_program = missing.iter().flat_map(of_shard);
    let mut other_program =
        other_program.filter(|name| name.run == run && name.program != program.hash);
    if let Some(name) = other_program.next() {
        return of_another_program(store, name);
    }
    let listed: Vec<_> = missing.iter().take(NAMED).map(ToString::to_string).collect();
    let more = missing.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let (word, verb) = if missing.len() == 1 { ("shard", "is") } else { ("shards", "are") };
    let error = PublishError::new(format!("{word} {}{more} {verb} missing", listed.join(", ")));
    let is_foreign = missing.iter().any(|shard| of_shard(shard).next().is_some());
    Ok(error.with_hint(if is_foreign {
        "the store has it from other files or options: run its task again with the same ones"
    } else {
        "run its task again: `quipu build --shard I/N` with the same `--store`"
    }))
}

fn of_another_program(store: &ObjectStorage, name: &Name) -> Result<PublishError, PublishError> {
    let version = Record::read(store, name)?.map(|record| record.version).unwrap_or_default();
    let message = format!(
        "shard {} was made by another program: {version}, whose bytes have the hash {}",
        name.shard, name.program
    );
    Ok(PublishError::new(message)
        .with_hint("run all tasks and the join with the same program file"))
}

/// The editions of one output, as other machines made them.
struct Joined<'a> {
    store: &'a ObjectStorage,
    /// What is known of each edition, in the order of the plan.
    summaries: Vec<Summary>,
    parts: Vec<Output>,
    refusal: Mutex<Option<PublishError>>,
}

impl<'a> Joined<'a> {
    fn new(mut parts: Vec<Output>, store: &'a ObjectStorage) -> Self {
        let known = parts.iter_mut().flat_map(|part| std::mem::take(&mut part.summaries));
        let known: BTreeMap<_, _> = known.collect();
        let refusal = Mutex::default();
        Self { store, summaries: known.into_values().collect(), parts, refusal }
    }

    fn refuse(&self, error: PublishError) {
        *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    fn refusal(self) -> Option<PublishError> {
        self.refusal.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MadeElsewhere for Joined<'_> {
    fn editions(&self) -> Editions<'_> {
        Editions::Elsewhere(&self.summaries)
    }

    // If the store did not have them all, [`join`] says why.
    fn put(&self, build: &Build<'_>, problems: &mut Problems) -> Result<bool, CommitError> {
        if self.summaries.len() != build.session.plan.editions.len() {
            self.refuse(PublishError::new("the shards do not have all editions"));
            return Ok(false);
        }
        let packs: Vec<_> = self.parts.iter().flat_map(|part| &part.packs).collect();
        for (number, packed) in packs.iter().enumerate() {
            (build.progress)(number, packs.len());
            let bytes = match pack::fetch(self.store, packed) {
                Ok(bytes) => bytes,
                Err(error) => {
                    self.refuse(error);
                    return Ok(false);
                }
            };
            for (path, file) in &packed.files {
                let held = bytes.get(file.start..file.start + file.length).unwrap_or_default();
                build.put_made((path, file.manuscript), held, problems)?;
            }
        }
        Ok(true)
    }
}
