//! The record of the last build of an output: what it read, what it wrote, and what it said.
//!
//! If all of it still holds there is nothing to do, and the build says again what it said.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use blake3::Hash;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::Store;
use crate::base::diagnostic::{Diagnostic, Kept, Problems};
use crate::base::digest::{Digest, PROGRAM};
use crate::base::files::Reading;
use crate::engine::commit::MANIFEST;
use crate::publication::life::Time;
use crate::render::pdf::MachineFonts;

/// The kind of object.
const KIND: &str = "build";

/// A file as it was left: its length, and the seconds and nanoseconds of its date.
type Mark = (u64, u64, u32);

/// What a build of an output depended on and made.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BuildRecord {
    /// The hashes of the files that it read, by their paths.
    read: BTreeMap<String, String>,
    /// The fonts of the machine that served it.
    fonts: Option<MachineFonts>,
    /// The moments at which texts come out, and whether they were past: for the clock, and for the moment that
    /// was built for.
    moments: Vec<(String, bool, bool)>,
    /// The files of each folder that it wrote, by their paths.
    written: Vec<(PathBuf, BTreeMap<String, Mark>)>,
    /// What it made, in numbers.
    pub made: serde_json::Value,
    /// What somebody should look at.
    warnings: Vec<Kept>,
}

/// What a build is asked for, besides the files that it reads.
#[derive(Debug)]
pub(crate) struct BuildRequest {
    key: Hash,
    time: Time,
}

impl BuildRequest {
    /// Returns what is asked for at a time, in words that hold all options that the files depend on.
    pub(crate) fn new(asked: &str, time: Time) -> Self {
        let has_time = if time == Time::EPOCH { "timeless" } else { "" };
        Self { key: Digest::default().part(PROGRAM).part(asked).part(has_time).hash(), time }
    }
}

/// What a finished build tells its record.
#[derive(Debug)]
pub(crate) struct Finished<'a> {
    /// The hashes of the files that it read, by their paths.
    pub read: BTreeMap<String, String>,
    /// The folders that it wrote.
    pub folders: Vec<PathBuf>,
    /// The moments at which texts come out.
    pub moments: Vec<Timestamp>,
    /// What it made, in numbers.
    pub made: serde_json::Value,
    /// What somebody should look at.
    pub warnings: &'a [Diagnostic],
}

impl Store {
    /// Returns the record of the last build of the same request, if all that it read and wrote is as it was.
    pub(crate) fn unchanged(
        &self,
        request: &BuildRequest,
        read: &BTreeMap<String, String>,
    ) -> Option<BuildRecord> {
        let record = self.get(KIND, &request.key)?;
        let record: BuildRecord = serde_json::from_slice(&record).ok()?;
        let Time { now, at } = request.time;
        let is_as_it_was = |(moment, was_past, was_out): &(String, bool, bool)| {
            let moment = moment.parse::<Timestamp>();
            moment.is_ok_and(|moment| (moment <= now, moment <= at) == (*was_past, *was_out))
        };
        let is_there = |(folder, files): &(PathBuf, BTreeMap<String, Mark>)| {
            marks(folder).as_ref() == Some(files)
        };
        let holds = record.read == *read
            && record.moments.iter().all(is_as_it_was)
            && record.written.iter().all(is_there)
            && record.fonts.as_ref().is_none_or(MachineFonts::stand);
        holds.then_some(record)
    }

    /// Writes down a build that is finished.
    pub(crate) fn record(&self, request: &BuildRequest, finished: Finished<'_>) {
        let Time { now, at } = request.time;
        let Finished { read, folders, moments, made, warnings } = finished;
        let written = folders.into_iter().map(|folder| {
            let marks = marks(&folder)?;
            Some((folder, marks))
        });
        let Some(written) = written.collect::<Option<_>>() else { return };
        let record = BuildRecord {
            read,
            fonts: self.machine_fonts(),
            moments: moments
                .into_iter()
                .map(|moment| (moment.to_string(), moment <= now, moment <= at))
                .collect(),
            written,
            made,
            warnings: warnings.iter().map(Kept::of).collect(),
        };
        self.put(KIND, &request.key, &serde_json::to_vec(&record).unwrap_or_default());
    }
}

impl BuildRecord {
    /// Returns how many files there are.
    pub(crate) fn files(&self) -> usize {
        self.written.iter().map(|(_, files)| files.len()).sum()
    }

    /// Returns the warnings, as they were first reported.
    pub(crate) fn warnings(self) -> Vec<Diagnostic> {
        let mut problems = Problems::default();
        for kept in self.warnings {
            kept.report(&mut problems);
        }
        problems.into_sorted()
    }
}

/// Returns the files below a folder as they are; none if there is no such folder.
fn marks(folder: &Path) -> Option<BTreeMap<String, Mark>> {
    let mut marks = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.ok()?;
        if entry.file_type().is_dir() {
            continue;
        }
        let metadata = fs::symlink_metadata(entry.path()).ok()?;
        let date = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        // It is written anew by each build, and says what the others are.
        let is_manifest = entry.depth() == 1 && entry.file_name() == MANIFEST;
        let date = if is_manifest { Duration::ZERO } else { date };
        let below = entry.path().strip_prefix(folder).ok()?.to_string_lossy().into_owned();
        marks.insert(below, (metadata.len(), date.as_secs(), date.subsec_nanos()));
    }
    Some(marks)
}

/// Returns the hashes of the files that were read, by their paths; none if one could not be.
pub(crate) fn hashes(reading: &Reading) -> Option<BTreeMap<String, String>> {
    if reading.problems.iter().next().is_some() {
        return None;
    }
    Some(
        reading
            .hashes()
            .into_iter()
            .map(|(path, hash)| (path, hash.to_hex().to_string()))
            .collect(),
    )
}
