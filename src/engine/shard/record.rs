//! The record of a shard: what was made, by which program, from which files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Program, Shard};
use crate::base::diagnostic::Kept;
use crate::base::span::FileId;
use crate::render::site::Summary;
use crate::tools::publish::{ObjectStorage, PublishError};

/// What is known of a finished shard.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    /// The version of the program that made it, for readers.
    pub version: String,
    /// For each output, what was made.
    pub outputs: Vec<Output>,
    /// The warnings.
    pub warnings: Vec<Kept>,
}

/// A part of one output.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Output {
    /// What is known of its editions, by their numbers in the plan.
    pub summaries: Vec<(usize, Summary)>,
    /// The files.
    pub packs: Vec<Packed>,
}

/// A pack, and what it holds.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Packed {
    /// The hash of its bytes.
    pub pack: String,
    /// The files in it, by their paths.
    pub files: BTreeMap<String, File>,
}

/// A file in a pack.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct File {
    /// The hash of its bytes.
    pub hash: String,
    /// The text that it is made from.
    pub manuscript: FileId,
    /// Where it begins in the pack.
    pub start: usize,
    /// How many bytes it has.
    pub length: usize,
}

/// The name of a record: its run, its shard and the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The run.
    pub run: String,
    /// The shard.
    pub shard: Shard,
    /// The hash of the program.
    pub program: String,
}

/// The folder of all records.
pub(super) const RUNS: &str = "runs/";

impl Name {
    pub(super) fn new(run: &str, shard: Shard, program: &Program) -> Self {
        Self { run: run.to_owned(), shard, program: program.hash.clone() }
    }

    /// Returns the key of the record in a store.
    pub(super) fn key(&self) -> String {
        let Shard { number, count } = self.shard;
        format!("{RUNS}{}/{number}-of-{count}/{}.json", self.run, self.program)
    }

    /// Reads a key.
    pub(super) fn parse(key: &str) -> Option<Self> {
        let mut parts = key.strip_prefix(RUNS)?.strip_suffix(".json")?.split('/');
        let (run, shard, program) = (parts.next()?, parts.next()?, parts.next()?);
        let (number, count) = shard.split_once("-of-")?;
        let shard = Shard { number: number.parse().ok()?, count: count.parse().ok()? };
        Some(Self { run: run.to_owned(), shard, program: program.to_owned() })
    }
}

impl Record {
    /// Reads the record `name`; none if it does not exist.
    pub(super) fn read(store: &ObjectStorage, name: &Name) -> Result<Option<Self>, PublishError> {
        let Some(bytes) = store.read(&name.key())? else { return Ok(None) };
        serde_json::from_slice(&bytes).map(Some).map_err(|error| {
            let message = format!("the record of shard {} cannot be read ({error})", name.shard);
            PublishError::new(message).with_hint(format!(
                "delete `{}` from the store, and run its task again",
                name.key()
            ))
        })
    }

    /// Adds the record; returns whether it was new.
    pub(super) fn send(&self, store: &ObjectStorage, name: &Name) -> Result<bool, PublishError> {
        store.add(&name.key(), &serde_json::to_vec(self).unwrap_or_default())
    }

    /// Returns the hash of each file, by its output and path.
    pub(super) fn hashes(&self) -> BTreeMap<(usize, &str), &str> {
        let mut hashes = BTreeMap::new();
        for (number, output) in self.outputs.iter().enumerate() {
            for (path, file) in output.packs.iter().flat_map(|packed| &packed.files) {
                hashes.insert((number, path.as_str()), file.hash.as_str());
            }
        }
        hashes
    }
}
