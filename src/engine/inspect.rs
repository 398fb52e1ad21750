//! Looking at all editions of a publication, for commands that render none.

use crate::base::diagnostic::Problems;
use crate::engine::session::{Purpose, Session};
use crate::plan;
use crate::projection::{self, Drafts, Selections, Shelf};
use crate::publication::Publication;
use crate::tree;

/// Projects a publication onto its audiences, and reports what is wrong with its lists.
pub(crate) fn projected(
    publication: &Publication,
    drafts: Drafts,
    problems: &mut Problems,
) -> Vec<Shelf> {
    projected_again(publication, drafts, &Selections::default(), problems)
}

/// Projects a publication as [`projected`] does, with what is kept of texts that are as they were.
pub(crate) fn projected_again(
    publication: &Publication,
    drafts: Drafts,
    selections: &Selections,
    problems: &mut Problems,
) -> Vec<Shelf> {
    let shelves = projection::project_again(publication, drafts, selections);
    problems.extend(plan::check(publication, drafts));
    if !problems.has_errors() {
        problems.extend(plan::check_content(publication, &shelves));
    }
    shelves
}

/// Opens sessions that look at all editions and render none.
pub(crate) fn inspect<'a>(shelves: &'a [Shelf], problems: &mut Problems) -> Vec<Session<'a>> {
    let sessions = shelves.iter().map(|shelf| Session::new(shelf, Purpose::Inspection, problems));
    sessions.collect::<Vec<_>>().into_iter().flatten().collect()
}

/// Binds the editions of all sessions.
pub(crate) fn documents<'s, 'a>(
    sessions: &'s [Session<'a>],
    problems: &mut Problems,
) -> Vec<(&'s plan::Edition<'a>, tree::Document)> {
    sessions.iter().flat_map(|session| session.documents(problems)).collect()
}
