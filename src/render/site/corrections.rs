//! What was changed in texts after they came out: a page of all, and a few on the front page.

use std::cmp::Reverse;

use ecow::eco_format;

use super::frame::Frame;
use super::{Library, Output, SitePages};
use crate::base::diagnostic::Diagnostic;
use crate::language::Word;
use crate::plan::{Edition, Site, routes};
use crate::render::context::{CorrectionItem, CorrectionsPage, PageKind};

/// Whether an edition is of the text itself, and not of one that has it as a chapter, or of one entity.
fn is_text(edition: &Edition<'_>) -> bool {
    !edition.subject.is_entity()
}

/// Whether a text of a site was changed after it came out.
pub(super) fn has_corrections(library: Library<'_>, site: Site<'_>) -> bool {
    let mut editions = library.session.plan.of_site(site);
    editions.any(|edition| is_text(edition) && edition.corrections().next().is_some())
}

impl<'a> SitePages<'a> {
    /// Returns what was changed in the texts of the site, the latest first.
    pub(super) fn correction_items(&self, frame: &Frame<'_, '_>) -> Vec<CorrectionItem<'a>> {
        let editions = self.library.session.plan.of_site(self.site);
        let mut items = Vec::new();
        for edition in editions.filter(|edition| is_text(edition)) {
            let name = (edition.manuscript.form, &edition.manuscript.id);
            let notes = self.headline(edition).corrections.iter();
            for note in notes.filter(|note| (note.text.0, &note.text.1) == name) {
                items.push(CorrectionItem { note, page: self.page_link(edition, frame) });
            }
        }
        items.sort_by_key(|item| Reverse(item.note.date.iso.clone()));
        items
    }

    /// Renders the page of corrections; none if there are none.
    pub(super) fn corrections(&self) -> Result<Option<Output>, Diagnostic> {
        if !has_corrections(self.library, self.site) {
            return Ok(None);
        }
        let address = eco_format!("{}{}", self.prefix, routes::CORRECTIONS);
        let path = |site: Site<'a>| (site, eco_format!("{}{}", site.prefix(), routes::CORRECTIONS));
        // Which other audiences have the page tells what they read.
        let sites = self.library.session.plan.sites.iter().copied();
        let own = sites.filter(|site| site.audience.id == self.site.audience.id);
        let variants = own.filter(|site| has_corrections(self.library, *site)).map(path);
        let mut frame = Frame::of_list(self, &address, variants);
        let title = self.words.get(Word::Corrections);
        frame.describe(self.trail([((&*title).into(), address.clone())]), Vec::new());
        let introduction = self.words.get(Word::CorrectionsIntroduction);
        let context = CorrectionsPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Corrections, &title, &introduction),
            corrections: self.correction_items(&frame),
        };
        self.output("corrections.html", &frame, &context).map(Some)
    }
}
