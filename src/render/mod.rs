//! Rendering: finished documents become pages and PDFs.

mod balance;
pub mod calendar;
pub mod card;
pub mod context;
pub mod epub;
pub mod feed;
pub mod fields;
pub mod figure_data;
mod filters;
pub mod format;
pub mod html;
mod layered;
pub mod ledger;
pub mod markdown;
pub mod office;
pub(crate) mod own_links;
pub mod painter;
pub mod pdf;
mod pdf_text;
pub mod raster;
pub mod reference;
pub mod search;
pub mod sheet;
pub mod site;
pub mod sitemap;
mod slips;
pub mod summary;
pub mod templates;
pub mod watch;
pub mod word;

use crate::language::Word;
use crate::tree::FigureForm;

/// The way from a page to the roots that its links and pictures stand below. A root ends with a slash, or
/// is empty at itself.
#[derive(Debug, Clone, Copy)]
pub struct Roots<'a> {
    /// The way to the root of the publication: `../../`.
    pub publication: &'a str,
    /// The way to the root of the page's own site. Pages that read alike have the same.
    pub site: &'a str,
}

/// Returns what the list of all figures or tables of a report is called.
pub(crate) fn list_word(form: FigureForm) -> Word<'static> {
    match form {
        FigureForm::Figure => Word::ListOfFigures,
        FigureForm::Table => Word::ListOfTables,
    }
}

/// The program and its version, for the metadata of pages and feeds.
const GENERATOR: &str = concat!("Quipu ", env!("CARGO_PKG_VERSION"));
