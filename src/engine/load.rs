//! Loading: the first stage with its theme, and why nothing came of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::base::diagnostic::{self, Diagnostic, Problems};
use crate::base::files::{self, Files, Reading};
use crate::engine::commit::CommitError;
use crate::publication::life::Time;
use crate::publication::manuscript::Drafts;
use crate::publication::{self, Memory, Publication};
use crate::theme;

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
    pub(crate) fn of(error: CommitError, files: Files) -> Self {
        match error {
            CommitError::Io { path, error } => Self::Io(path, error),
            CommitError::Refused(diagnostic) => Self::Refused(vec![diagnostic], files),
        }
    }
}

/// Loads all of the publication in `root`, what is not out yet too, with the problems found so far.
///
/// # Errors
/// Returns the mistakes of a publication of which nothing can be made, or the first I/O error.
pub fn load_all(root: &Path) -> Result<(Publication, Problems), Failure> {
    load_over(root, &BTreeMap::new())
}

/// Loads all of a publication of which some files are being edited: their texts are given by their paths.
pub(crate) fn load_over(
    root: &Path,
    open: &BTreeMap<String, String>,
) -> Result<(Publication, Problems), Failure> {
    load_reading(files::read_over(root, open))
}

/// Loads the publication in `root` as its readers have it at a moment.
///
/// # Errors
/// As [`load_all`].
pub(crate) fn load_at(root: &Path, at: Timestamp) -> Result<(Publication, Problems), Failure> {
    let reading = files::read_over(root, &BTreeMap::new());
    load_out(reading, &Memory::default(), Drafts::Hidden, Time { now: at, at })
}

/// Loads a publication whose files are read, as its readers have it at a time; what `memory` still has is not read
/// anew.
///
/// # Errors
/// As [`load_all`].
pub(crate) fn load_out(
    reading: Reading,
    memory: &Memory,
    drafts: Drafts,
    time: Time,
) -> Result<(Publication, Problems), Failure> {
    let at = Some(drafts.data_until(time.at));
    let (mut publication, problems) = load_with(Reading { at, ..reading }, memory)?;
    publication.settle(time);
    Ok((publication, problems))
}

/// Loads all of a publication whose files are read.
pub(crate) fn load_reading(reading: Reading) -> Result<(Publication, Problems), Failure> {
    load_with(reading, &Memory::default())
}

fn load_with(mut reading: Reading, memory: &Memory) -> Result<(Publication, Problems), Failure> {
    let mut problems = Problems::default();
    theme::add_embedded(&mut reading);
    match publication::load_again(reading, memory, &mut problems) {
        Ok(publication) => {
            theme::refuse_unused(&publication, &mut problems);
            Ok((publication, problems))
        }
        Err(unloadable) => Err(refused(problems, unloadable.files)),
    }
}

/// Refuses a publication, with what follows from other mistakes left out.
pub(crate) fn refused(problems: Problems, files: Files) -> Failure {
    Failure::Refused(diagnostic::sift(problems.into_sorted(), &files), files)
}
