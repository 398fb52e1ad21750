//! The command `quipu audit`, from the folder of a publication to what it found.

use std::path::Path;

use super::released;
use crate::base::files::Files;
use crate::engine::inspect::{documents, inspect, projected};
use crate::engine::load::{Failure, load_all, refused};
use crate::projection::Drafts;
use crate::tools::audit;

/// Looks for numbers that nobody can trace, sources that nothing cites and data that nothing uses.
///
/// # Errors
/// Returns the mistakes for which the publication cannot be built, or the first I/O error.
pub fn audit(root: &Path) -> Result<(audit::Audit, Files), Failure> {
    let (publication, mut problems) = load_all(root)?;
    let shelves = projected(&publication, Drafts::Shown, &mut problems);
    let sessions = inspect(&shelves, &mut problems);
    let mut audit = None;
    if let Some(session) = sessions.first() {
        audit::check_words(&publication, session, &mut problems);
        let editions = documents(&sessions, &mut problems);
        audit = Some(audit::audit(&publication, session, &editions));
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
pub fn released(root: &Path) -> Result<Vec<released::Disclosure>, Failure> {
    let (publication, mut problems) = load_all(root)?;
    let shelves = projected(&publication, Drafts::Shown, &mut problems);
    let sessions = inspect(&shelves, &mut problems);
    let editions = documents(&sessions, &mut problems);
    let found = released::released(&publication, &editions);
    drop(editions);
    drop(sessions);
    if problems.has_errors() { Err(refused(problems, publication.files)) } else { Ok(found) }
}
