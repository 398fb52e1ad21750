//! The command `quipu data diff`, from the folder of a publication to what it found.

use std::collections::BTreeMap;
use std::path::Path;

use crate::base::diagnostic;
use crate::base::files::{self, Files};
use crate::engine::inspect::{documents, inspect, projected};
use crate::engine::load::{Failure, load_all, load_reading, refused};
use crate::projection::Drafts;
use crate::tools::{explain, revision};

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
    let (before, mut problems) = load_all(root)?;
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
