//! The title and finding of an edition alone, for pages that list it.

use ecow::{EcoString, eco_format};

use super::collect::Collected;
use super::{Binder, Resources, corrections, date_text};
use crate::base::diagnostic::Problems;
use crate::base::reads;
use crate::plan::Edition;
use crate::tree::{CorrectionNote, DateText, Drawing, Inlines, plain_text};

/// The title and finding of an edition, for pages that list it.
#[derive(Debug, Clone, Default)]
pub struct Headline {
    /// The number of the edition in the plan.
    pub index: usize,
    /// The title.
    pub title: Inlines,
    /// The title as plain text.
    pub title_text: EcoString,
    /// The finding.
    pub finding: Inlines,
    /// The day of publication.
    pub date: DateText,
    /// The day of the last change, if there was one.
    pub updated: Option<DateText>,
    /// What was changed after it came out, the latest first.
    pub corrections: Vec<CorrectionNote>,
    /// The drawing of a report's data, and the line under it.
    pub drawing: Option<Box<(Drawing, Inlines)>>,
}

/// The titles and findings of all editions of a plan, in its order; who reads one is noted to.
#[derive(Debug)]
pub struct Headlines(Vec<Headline>);

impl Headlines {
    /// Keeps them.
    pub(crate) fn new(headlines: Vec<Headline>) -> Self {
        Self(headlines)
    }

    /// Returns those of an edition, by its number in the plan.
    pub fn of(&self, edition: usize) -> &Headline {
        reads::note_named(reads::Kind::Title, &eco_format!("{edition}"));
        &self.0[edition]
    }
}

/// Binds the title and the finding of an edition alone.
pub fn headline(edition: &Edition<'_>, resources: Resources<'_>) -> Headline {
    // Mistakes in them are reported when the whole edition is bound.
    let mut problems = Problems::default();
    let collected = Collected::of_headline(edition, resources, &mut problems);
    let mut binder = Binder::new(edition, resources, collected, &mut problems);
    let manuscript = edition.manuscript;
    let (title, finding) = edition.headline();
    let title = binder.inlines(title);
    let cover = binder.cover();
    Headline {
        index: edition.index,
        drawing: cover.and_then(|cover| Some(Box::new((binder.drawings.pop()?, cover.caption)))),
        title_text: plain_text(&title),
        title,
        finding: binder.inlines(finding),
        date: date_text(manuscript.date, edition.site.language),
        updated: manuscript.updated.map(|day| date_text(day, edition.site.language)),
        corrections: corrections::notes(edition, resources.words, &[]),
    }
}
