//! The books for e-readers and the Word documents, of what a site knows.

use super::SitePages;
use crate::base::files::Bytes;
use crate::plan::Edition;
use crate::publication::identifier::Scheme;
use crate::render::epub::{self, Epub, Source};
use crate::render::office::ArchiveError;
use crate::render::painter::Painter;
use crate::render::word;
use crate::tree::Document;

/// The style sheet of books, in the theme.
const STYLE: &str = "styles/epub.css";

impl SitePages<'_> {
    /// Makes the book of a report.
    ///
    /// # Errors
    /// Returns the reason for which a part cannot be packed.
    pub fn epub(&self, edition: &Edition<'_>, document: &Document) -> Result<Epub, ArchiveError> {
        let projection = self.site.projection;
        let style = self.theme.text(STYLE, &projection.files);
        let style = style.map(|file| projection.files.get(file).text.to_string());
        let manuscript = edition.manuscript;
        let isbn =
            manuscript.isbn.as_ref().map(|isbn| Scheme::Isbn.address(&isbn.replace("-", "")));
        let doi = manuscript.doi.as_ref().map(|doi| Scheme::Doi.address(doi));
        let picture = |path: &str| {
            let path = format!("content/{path}");
            let asset =
                projection.assets.get(&path).map(|bytes| self.library.printed.printed(bytes));
            let drawing = || {
                let file = projection.files.find(&path)?;
                Some(Bytes::from(projection.files.get(file).text.as_bytes().to_vec()))
            };
            asset.or_else(drawing)
        };
        epub::render(Source {
            document,
            settings: &self.pdf_texts(edition, document).settings(),
            words: self.words,
            theme: self.theme,
            style: style.as_deref().unwrap_or_default(),
            identifier: &isbn.or(doi).unwrap_or_default(),
            picture: &picture,
        })
    }

    /// Makes the Word document of an edition, for readers: it has no record of what was written where, so it holds
    /// nothing but what they read.
    ///
    /// # Errors
    /// Returns the reason for which it cannot be packed, or a reference file cannot be read.
    pub fn word_document(
        &self,
        edition: &Edition<'_>,
        document: &Document,
    ) -> Result<word::Written, word::WriteError> {
        let projection = self.site.projection;
        word::write(word::Source {
            document,
            manuscripts: &[],
            audience: &self.site.audience.id,
            site: &self.prefix,
            publication: projection,
            files: None,
            theme: self.theme,
            language: edition.language,
            words: self.words,
            printed: self.library.printed,
            painter: self.painter.get_or_init(|| Painter::new(projection)),
            paper: edition.paper(),
            mark: &self.mark(edition),
            review: None,
        })
    }
}
