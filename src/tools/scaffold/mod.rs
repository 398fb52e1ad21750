//! Scaffolding: files that the program creates for a person to complete.
//!
//! ```text
//! init  ──> publication/, a small publication that builds as it is
//! new   ──> starters/, one file with the names and languages of the publication
//! eject ──> the text of a template, where its override belongs
//! ```
//!
//! Nothing here replaces a file that exists, and all that is made passes a check.

mod describe;
mod eject;
mod name;
mod starter;
mod tokens;
mod translated;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

pub use eject::{Ejection, eject, lookup};
pub use name::{Kind, Name};
pub use starter::{StarterOrder, listing, make};

use crate::base::diagnostic::{Diagnostic, Problems};
use crate::base::files;
use crate::base::files::{Bytes, Files};
use crate::engine::commit::{self, CommitError};
use crate::theme::Collection;
use crate::{publication, theme};

/// The files of an example, by their paths below its root.
type Example = &'static [(&'static str, &'static [u8])];

const EMPTY: Example = include!(concat!(env!("OUT_DIR"), "/empty.rs"));
const PUBLICATION: Example = include!(concat!(env!("OUT_DIR"), "/publication.rs"));
const RELEASE: Example = include!(concat!(env!("OUT_DIR"), "/release.rs"));
const FACT_SHEETS: Example = include!(concat!(env!("OUT_DIR"), "/fact-sheets.rs"));

/// What a publication can begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Settings and one text.
    Empty,
    /// A report of two chapters in two languages, for two audiences.
    PolicyReport,
    /// The figures of a quarter, with a chart and a table.
    StatisticalRelease,
    /// A sheet for each of four islands, from one dataset.
    CountryFactSheets,
}

impl Start {
    fn files(self) -> Example {
        match self {
            Self::Empty => EMPTY,
            Self::PolicyReport => PUBLICATION,
            Self::StatisticalRelease => RELEASE,
            Self::CountryFactSheets => FACT_SHEETS,
        }
    }
}

/// Why nothing was made.
#[derive(Debug)]
pub enum Refusal {
    /// What was asked for cannot be made.
    Misuse {
        /// What is wrong, in one clause.
        message: String,
        /// What to do.
        hint: String,
    },
    /// The publication has mistakes that stand in the way, in these texts.
    Mistakes(Vec<Diagnostic>, Files),
    /// The system refused.
    Io(PathBuf, io::Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Misuse { message, .. } => formatter.write_str(message),
            Self::Mistakes(mistakes, _) => write!(formatter, "{} problems", mistakes.len()),
            Self::Io(path, error) => {
                write!(formatter, "failed to use `{}` ({error})", path.display())
            }
        }
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// Returns what is refused since it cannot be meant, with what to do.
    pub(crate) fn misuse(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Misuse { message: message.into(), hint: hint.into() }
    }
}

impl From<CommitError> for Refusal {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Refused(diagnostic) => Self::Mistakes(vec![diagnostic], Files::default()),
            CommitError::Io { path, error } if error.kind() == io::ErrorKind::AlreadyExists => {
                let message = format!("`{}` already exists", path.display());
                Self::misuse(message, "edit it, or move it away first")
            }
            CommitError::Io { path, error } => Self::Io(path, error),
        }
    }
}

/// Makes a first publication in `folder`, and returns how many files it has.
///
/// # Errors
/// Refuses a folder that holds anything but a Git repository without files.
pub fn init(folder: &Path, start: Start) -> Result<usize, Refusal> {
    refuse_within(folder)?;
    let entry = files::first_entry(folder).map_err(|error| Refusal::Io(folder.into(), error))?;
    if let Some(entry) = entry {
        let message = format!("`{}` is not empty: it contains `{entry}`", folder.display());
        let hint = "name a folder that does not exist yet, such as `quipu init water`";
        return Err(Refusal::misuse(message, hint));
    }
    let files = start.files();
    let bytes = files.iter().map(|&(path, bytes)| (path.to_owned(), Bytes::Embedded(bytes)));
    commit::add(folder, &bytes.collect::<Vec<_>>())?;
    Ok(files.len())
}

/// Refuses a folder whose files another publication would read as its own.
///
/// # Errors
/// Names that publication.
pub(crate) fn refuse_within(folder: &Path) -> Result<(), Refusal> {
    let Some(root) = files::publication_around(folder) else { return Ok(()) };
    let message = format!("`{}` lies in the publication `{}`", folder.display(), root.display());
    Err(Refusal::misuse(message, "name a folder outside of it, such as one beside it"))
}

/// Reads the publication in `root` as far as it can be read, with the files of the program.
///
/// # Errors
/// Reports a folder without a usable `quipu.yaml`; other mistakes are left for a check to find.
fn read(root: &Path) -> Result<Collection, Refusal> {
    let mut reading = files::read(root).map_err(|error| Refusal::Io(root.into(), error))?;
    let texts = reading.texts.below("").map(|(_, file)| file.path.to_string());
    let own = texts.chain(reading.assets.keys().cloned()).collect();
    theme::add_embedded(&mut reading);
    let mut problems = Problems::default();
    match publication::load(reading, &mut problems) {
        Ok(publication) => Ok(Collection { publication, own }),
        Err(unloadable) => Err(Refusal::Mistakes(problems.into_sorted(), unloadable.files)),
    }
}
