//! The accessibility statement: what readers can rely on, how it was checked, and whom to tell.

use ecow::eco_format;

use super::frame::Frame;
use super::{SiteFile, SitePages, Summary};
use crate::base::diagnostic::Diagnostic;
use crate::language::Word;
use crate::plan::{Edition, routes};
use crate::render::context::{AccessibilityPage, PageKind};

impl SitePages<'_> {
    /// Renders the accessibility statement; none if the authors wrote one.
    pub(super) fn accessibility(
        &self,
        summaries: &[Summary],
    ) -> Result<Option<SiteFile>, Diagnostic> {
        let plan = &self.library.session.plan;
        if plan.of_site(self.site).any(Edition::is_statement) {
            return Ok(None);
        }
        let address = eco_format!("{}{}", self.prefix, routes::ACCESSIBILITY);
        let mut frame = Frame::everywhere(self, &address, routes::ACCESSIBILITY);
        let title = self.words.get(Word::AccessibilityStatement);
        frame.describe(self.trail([((&*title).into(), address.clone())]), Vec::new());
        let made = plan.of_site(self.site).map(|edition| &summaries[edition.index]);
        let downloads: Vec<_> = made.flat_map(|summary| &summary.downloads).collect();
        let offers = |media_type| downloads.iter().any(|file| file.media_type == media_type);
        let finding = self.words.get(Word::AccessibilityFinding);
        let context = AccessibilityPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Accessibility, &title, &finding),
            has_pdfs: offers("application/pdf"),
            has_books: offers("application/epub+zip"),
            contact: self.site.projection.settings.contact.as_deref().unwrap_or_default(),
        };
        self.output("accessibility.html", &frame, &context).map(Some)
    }
}
