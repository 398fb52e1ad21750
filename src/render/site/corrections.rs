//! What was changed in texts after they came out: a page of all, and a few on the front page.

use super::frame::Frame;
use super::generated::Filled;
use super::{SiteFile, SitePages};
use crate::base::diagnostic::Diagnostic;
use crate::bind::generated::CorrectionOf;
use crate::render::context::{CorrectionItem, CorrectionsPage, PageKind};

impl<'a> SitePages<'a> {
    /// Returns changes as pages list them.
    pub(super) fn correction_items(
        &self,
        changes: &[CorrectionOf<'a>],
        frame: &Frame<'_, '_>,
    ) -> Vec<CorrectionItem<'a>> {
        let item = |change: &CorrectionOf<'a>| CorrectionItem {
            note: change.note,
            page: self.text_link(change.text, frame),
        };
        changes.iter().map(item).collect()
    }

    /// Fills the page of corrections.
    pub(super) fn corrections_page(
        &self,
        changes: &[CorrectionOf<'a>],
        filled: Filled<'_, 'a>,
    ) -> Result<SiteFile, Diagnostic> {
        let context = CorrectionsPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: filled.page(PageKind::Corrections),
            corrections: self.correction_items(changes, filled.frame),
        };
        self.output("corrections.html", filled.frame, &context)
    }
}
