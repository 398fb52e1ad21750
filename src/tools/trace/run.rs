//! The command `quipu trace`, from the folder of a publication to what it found.

use std::path::Path;

use crate::base::files::Files;
use crate::engine::inspect::{documents, inspect, projected};
use crate::engine::load::{Failure, load_all, refused};
use crate::projection::Drafts;
use crate::tools::trace;

/// Finds where cells are used, or what a printed number is based on.
///
/// # Errors
/// Returns a query that cannot be read, the mistakes for which the publication cannot be built,
/// or the first I/O error.
pub fn trace(root: &Path, query: &str) -> Result<(trace::Trace, Files), Failure> {
    let (mut publication, mut problems) = load_all(root)?;
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
