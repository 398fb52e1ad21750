//! What rendering gives: files, and what pages of other texts need to know of a text.

use ecow::EcoString;
use serde::{Deserialize, Serialize};

use crate::base::span::Span;
use crate::render::format::OfferedFile;
use crate::render::search as index;
use crate::render::sitemap::Listing;
use crate::tree::{Document, Facts};

/// What is known of an edition once it is bound, for the pages that list it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Summary {
    /// How many words it has.
    pub words: usize,
    /// How many numbers it binds.
    pub numbers: usize,
    /// How many numbered figures and tables it has.
    pub figures: usize,
    /// How many entries of registers it speaks of.
    pub entries: usize,
    /// Its files that pages offer, in the order in which they are offered.
    pub downloads: Vec<OfferedFile>,
    /// What other pages tell of it.
    pub facts: Facts,
    /// Its figures and tables, for the search.
    pub titles: Vec<(EcoString, EcoString, EcoString)>,
    /// How sitemaps list its page; none if they do not.
    pub listing: Option<Listing>,
    /// The picture for those who share its page: its path below the root.
    pub card: Option<EcoString>,
    /// Whether its conditions hold, by their places.
    pub conditions: Vec<(Span, bool)>,
    /// Where its text has the first link to a page or file of the output; none if it has none.
    pub site_link: Option<Span>,
}

impl Summary {
    /// Gathers what is known of a document.
    pub fn new(document: &Document, downloads: Vec<OfferedFile>) -> Self {
        Self {
            words: document.words,
            numbers: document.ledger.len(),
            figures: document.figures,
            entries: 0,
            downloads,
            facts: Facts::of(document),
            titles: index::figures(document),
            listing: None,
            card: None,
            site_link: document.site_link,
            conditions: document.conditions.iter().map(|(place, holds)| (*place, *holds)).collect(),
        }
    }

    /// Returns the file to print, which has pages that can be counted and cited.
    pub fn print(&self) -> Option<&OfferedFile> {
        self.downloads.iter().find(|download| download.pages.is_some())
    }
}

/// A finished page or file.
#[derive(Debug, Clone)]
pub struct SiteFile {
    /// Its path below the output folder.
    pub path: String,
    /// Its text.
    pub text: String,
    /// How sitemaps list it; none if they do not.
    pub listing: Option<Listing>,
}

impl SiteFile {
    /// Creates a file that no sitemap lists.
    pub(in crate::render) fn file(path: String, text: String) -> Self {
        Self { path, text, listing: None }
    }
}
