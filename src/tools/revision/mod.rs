//! New versions of raw files: whether a file is the one that was fetched, what a newer one changes.
//!
//! ```text
//! descriptor, raw file ──verify──> the bytes are those that were fetched
//! address ──fetch──> bytes ──compare──> rows, columns, cells ──> report
//!                          ──load, bind──> what reads differently (`explain`), what breaks
//! ```
//!
//! Start reading at [`verify`] and [`compare()`]. Only [`fetch()`] uses the network.

mod compare;
mod descriptor;
mod fetch;
mod report;
pub mod run;

use std::ops::Deref;
use std::path::Path;

use ecow::EcoString;
use sha2::{Digest, Sha256};

pub use compare::{DataComparison, Revision, compare};
pub use descriptor::renewed;
pub use fetch::fetch;
pub use report::{Difference, render};

use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::files;
use crate::base::reads::Noted;
use crate::data::Dataset;
use crate::data::origin::{ALGORITHM, Origin};
use crate::data::rows;
use crate::publication::Publication;

/// A dataset whose raw file was downloaded.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetched {
    /// The dataset.
    pub id: EcoString,
    /// The raw file, below the root.
    pub path: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// The result of checking a raw file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is what was fetched.
    Same,
    /// There is no hash of what was downloaded.
    Unsaid,
}

/// Returns the hash of a file, as descriptors write it.
pub fn hash(bytes: &[u8]) -> String {
    let digits = Sha256::digest(bytes);
    digits.iter().fold(ALGORITHM.to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

/// Returns the path of the raw file of a dataset, below the root; none if its rows stand in its own
/// file and it names no other.
pub fn raw_file(dataset: &Dataset, publication: &Publication) -> Option<String> {
    let own = dataset.origin.as_ref().and_then(|origin| origin.file.as_ref());
    let files = &publication.files;
    let name = own.map(|file| file.value.clone()).or_else(|| rows::file_of(files, dataset.file))?;
    let folder = files.get(dataset.file).path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some(format!("{folder}/{name}"))
}

/// Returns the datasets that say where their raw files were fetched, in the order of their names.
pub fn fetched(publication: &Publication) -> Vec<Fetched> {
    let of = |dataset: &Dataset| {
        let origin = dataset.origin.clone()?;
        Some(Fetched { id: dataset.id.clone(), path: raw_file(dataset, publication)?, origin })
    };
    publication.datasets.values().map(Noted::deref).filter_map(of).collect()
}

/// Finds a dataset by its name, or by the name of its file or of its raw file.
///
/// # Errors
/// Reports a name that means no dataset.
pub fn find<'p>(name: &str, publication: &'p Publication) -> Result<&'p Dataset, Diagnostic> {
    let answers = |dataset: &&Dataset| {
        let own = publication.files.get(dataset.file).path.to_string();
        let raw = raw_file(dataset, publication);
        dataset.id == name
            || [Some(own), raw]
                .into_iter()
                .flatten()
                .any(|path| path == name || ends_with(&path, name))
    };
    publication.datasets.values().map(Noted::deref).find(answers).ok_or_else(|| {
        let hint = did_you_mean(name, publication.datasets.keys().map(EcoString::as_str));
        let message = format!("no dataset is named `{name}`, and none takes its rows from it");
        Diagnostic::error_at_path(Code::UnknownDataset, name, message).with_hints([
            hint.unwrap_or_else(|| "name a dataset of `content/data/`, or its file".to_owned())
        ])
    })
}

fn ends_with(path: &str, name: &str) -> bool {
    path.strip_suffix(name).is_some_and(|folder| folder.ends_with('/'))
}

/// Checks that a raw file is the one that was downloaded.
///
/// # Errors
/// Reports a file that is not there, or that is another.
pub fn verify(fetched: &Fetched, root: &Path) -> Result<Verdict, Diagnostic> {
    let Fetched { id, path, origin } = fetched;
    let bytes = files::bytes(&root.join(path)).map_err(|error| {
        let message = format!("the raw file of `{id}` cannot be read: `{path}` ({error})");
        Diagnostic::error(Code::RawFile, origin.url.span, message)
            .with_hint(format!("fetch it: `quipu data update {id} --write`"))
    })?;
    let Some(said) = &origin.hash else { return Ok(Verdict::Unsaid) };
    let found = hash(&bytes);
    if said.value.eq_ignore_ascii_case(&found) {
        return Ok(Verdict::Same);
    }
    let message = format!("`{path}` is not the file that was fetched: its hash is `{found}`");
    Err(Diagnostic::error(Code::RawFile, said.span, message).with_hint(format!(
        "undo the edits, or compare it with what the server has now: `quipu data update {id}`"
    )))
}
