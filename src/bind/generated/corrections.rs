//! What was changed in texts after they came out.

use std::cmp::Reverse;

use ecow::eco_format;

use super::blocks::list;
use super::{Fields, GeneratedPage, SiteBinder};
use crate::bind::Headline;
use crate::language::Word;
use crate::plan::{Edition, Plan, Site, routes};
use crate::tree::{CorrectionNote, Inline, Inlines};

/// What was changed in a text.
#[derive(Debug, Clone, Copy)]
pub struct CorrectionOf<'a> {
    /// The text.
    pub text: &'a Headline,
    /// What kind of change it was, its day, and what was changed.
    pub note: &'a CorrectionNote,
}

/// Whether an edition is of the text itself, and not of one entity.
fn is_text(edition: &Edition<'_>) -> bool {
    !edition.subject.is_entity()
}

/// Whether a text of a site was changed after it came out.
pub(crate) fn has_corrections(plan: &Plan<'_>, site: Site<'_>) -> bool {
    let mut editions = plan.of_site(site);
    editions.any(|edition| is_text(edition) && edition.corrections().next().is_some())
}

impl<'a> SiteBinder<'a> {
    /// Returns what was changed in the texts of the site, the latest first.
    pub(super) fn changes(&self) -> Vec<CorrectionOf<'a>> {
        let mut changes = Vec::new();
        for edition in self.plan.of_site(self.site).filter(|edition| is_text(edition)) {
            let text = self.headline(edition);
            // A headline has what was changed in the text itself, and nothing of its chapters.
            changes.extend(text.corrections.iter().map(|note| CorrectionOf { text, note }));
        }
        changes.sort_by_key(|change| Reverse(change.note.date.iso.clone()));
        changes
    }

    /// Returns a line for each change, with a link to its text.
    pub(super) fn change_lines(&self, changes: &[CorrectionOf<'_>]) -> Vec<Inlines> {
        let line = |change: &CorrectionOf<'_>| {
            let text = Inline::text(eco_format!(" – {}", change.note.line()));
            vec![self.link(change.text), text]
        };
        changes.iter().map(line).collect()
    }

    /// Binds the page of corrections; none if there are none.
    pub(super) fn corrections(&self) -> Option<GeneratedPage<'a>> {
        if !has_corrections(self.plan, self.site) {
            return None;
        }
        let changes = self.changes();
        let document = self.document(
            self.word(Word::Corrections),
            &self.word(Word::CorrectionsIntroduction),
            vec![list(self.change_lines(&changes))],
        );
        let page = GeneratedPage::new(routes::CORRECTIONS, document, Fields::Corrections(changes));
        let sites = self.own_sites(|site| has_corrections(self.plan, site));
        Some(GeneratedPage { sites, ..page })
    }
}
