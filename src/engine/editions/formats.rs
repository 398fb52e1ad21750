//! The formats that a build makes of editions.

use super::pdf::{self, PdfFormat};
use crate::base::diagnostic::Problems;
use crate::engine::{Build, Pdfs};
use crate::plan::{Edition, Format};
use crate::render::format::{self, EpubFormat, Render, WordFormat};

/// The formats of a build.
pub(in crate::engine) struct Formats<'b> {
    /// The formats whose files editions share. They are made first, since pages offer them.
    pub(super) shared: Vec<Box<dyn Render + 'b>>,
    /// The formats whose files belong to one edition each, in the order in which they are made.
    pub(super) own: Vec<&'static dyn Render>,
    /// Whether Typst sets any, which works on the threads of the pool itself.
    pub(super) are_set: bool,
}

impl<'b> Formats<'b> {
    /// Prepares the formats that a build asks for: pages alone, or books as well.
    pub(in crate::engine) fn new(build: &Build<'b>, problems: &mut Problems) -> Self {
        let has_books = build.pdfs != Pdfs::Skipped;
        let pdf =
            has_books.then(|| Box::new(PdfFormat::new(build, problems)) as Box<dyn Render + 'b>);
        let books: [&'static dyn Render; 2] = [&EpubFormat, &WordFormat];
        let books = books.into_iter().filter(|_| has_books);
        Self {
            shared: pdf.into_iter().collect(),
            own: books.chain(format::OWN.iter().copied()).collect(),
            are_set: build.pdfs == Pdfs::Made,
        }
    }

    /// Returns those of which editions share files, as planning knows them.
    pub(super) fn shared(&self) -> Vec<&dyn Format> {
        self.shared.iter().map(|format| &**format as &dyn Format).collect()
    }
}

/// Whether an edition has a file that is set, which takes far longer than a page.
pub(in crate::engine) fn is_set(edition: &Edition<'_>) -> bool {
    pdf::address(edition).is_some()
}
