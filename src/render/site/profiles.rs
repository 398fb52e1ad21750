//! The way between the profiles of a text.

use super::SitePages;
use super::frame::Frame;
use crate::plan::Edition;
use crate::render::context::ProfileNeighbours;

impl<'a> SitePages<'a> {
    /// Returns the way from a profile to the list of all, and to those beside it.
    pub(super) fn profiles(
        &self,
        edition: &Edition<'a>,
        frame: &Frame<'_, '_>,
    ) -> Option<ProfileNeighbours<'a>> {
        let plan = &self.library.session.plan;
        let all = plan.index_of(edition)?;
        // Profiles follow their list in the plan.
        let beside = |index: usize| {
            let found = plan.editions.get(index)?;
            let is_profile = found.subject.is_entity()
                && found.site.index == edition.site.index
                && std::ptr::eq(found.manuscript, edition.manuscript);
            is_profile.then(|| self.page_link(found, frame))
        };
        Some(ProfileNeighbours {
            all: self.page_link(all, frame),
            previous: edition.index.checked_sub(1).and_then(beside),
            next: beside(edition.index + 1),
        })
    }
}
