//! Formats: what a document becomes. Each is a value that names itself, knows which editions have it, and makes
//! their files.
//!
//! ```text
//! plan ──> artefacts: edition × format ──bind──> Document ──RENDER::FORMAT──> files ──> commit
//! ```
//!
//! PDFs are set in `engine::editions::pdf`, since they come from the store where they can.

use ecow::{EcoString, eco_format};
use serde::{Deserialize, Serialize};
use typst::foundations::Bytes;

use super::figure_data;
use super::ledger;
use super::site::{Rendered, Share, SiteFile, SitePages, Summary};
use super::sitemap::Listing;
use super::word;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Span;
use crate::plan::{Edition, Format, routes};
use crate::publication::audience::EditionFormat;
use crate::tree::{Document, Form};

/// What an edition is rendered from.
#[derive(Debug, Clone, Copy)]
pub struct EditionSource<'s> {
    /// The pages around it.
    pub pages: &'s SitePages<'s>,
    /// The edition.
    pub edition: &'s Edition<'s>,
    /// What it says.
    pub document: &'s Document,
    /// What is known of it and of the files that were made before.
    pub summary: &'s Summary,
    /// What its page shares with those that read alike.
    pub share: Share<'s>,
    /// What its file is made of, if editions share it.
    pub content: Option<&'s Content>,
    /// The editions that share the file, this one among them.
    pub sharers: &'s [&'s Edition<'s>],
}

/// What a file is made of, as its format reads it, but for the lines that name the edition.
#[derive(Debug)]
pub struct Content {
    /// The document as JSON.
    pub document: Bytes,
    /// The drawings as SVG in the colours of print, as JSON.
    pub drawings: Bytes,
    /// The interface words as JSON.
    pub words: Bytes,
    /// The files that go along with it, as JSON.
    pub attachments: Bytes,
    /// Of all this, and of what the format makes it with.
    pub hash: blake3::Hash,
}

/// A finished file.
#[derive(Debug)]
pub struct File {
    /// Its path below the root.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What it says, where its bytes do not show that.
    pub text: Option<String>,
    /// How sitemaps list it; none if they do not.
    pub listing: Option<Listing>,
    /// How pages offer it; none if they do not.
    pub download: Option<OfferedFile>,
}

impl From<SiteFile> for File {
    fn from(SiteFile { path, text, listing }: SiteFile) -> Self {
        Self { path, bytes: text.into_bytes(), text: None, listing, download: None }
    }
}

/// A finished file that pages offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedFile {
    /// The key of its format.
    pub format: EcoString,
    /// Where it is below the root: next to the page of this edition, or of one with the same content.
    pub address: EcoString,
    /// The media type, such as `application/pdf`.
    pub media_type: EcoString,
    /// How many pages it has; none if it has no pages.
    pub pages: Option<usize>,
    /// How many bytes it has.
    pub bytes: usize,
}

/// The key of summaries of PDFs, which only some audiences are offered.
pub const SUMMARY: &str = "summary";

/// What comes of rendering.
#[derive(Debug, Default)]
pub struct Rendering {
    /// The files.
    pub files: Vec<File>,
    /// What is wrong. Files that are there may still be written.
    pub problems: Problems,
    /// What editions that read alike may take from it.
    pub kept: Option<Rendered>,
}

impl Rendering {
    /// Returns a rendering of nothing but problems.
    pub fn refused(diagnostics: impl IntoIterator<Item = Diagnostic>) -> Self {
        let mut rendering = Self::default();
        rendering.problems.extend(diagnostics);
        rendering
    }

    /// Returns a rendering of some outputs, or of what is wrong with them.
    pub fn of(outputs: Result<impl IntoIterator<Item = SiteFile>, Diagnostic>) -> Self {
        match outputs {
            Ok(outputs) => outputs.into(),
            Err(refused) => Self::refused([refused]),
        }
    }

    /// Adds the files of another rendering, and what is wrong with them.
    pub fn add(&mut self, other: Self) {
        self.files.extend(other.files);
        self.problems.extend(other.problems);
    }
}

impl<I: IntoIterator<Item = SiteFile>> From<I> for Rendering {
    fn from(outputs: I) -> Self {
        Self { files: outputs.into_iter().map(File::from).collect(), ..Self::default() }
    }
}

/// A format that documents are rendered in.
pub trait Render: Format {
    /// Returns what the file of an edition is made of, where editions with the same content share one.
    fn content(&self, _source: &EditionSource<'_>) -> Option<Content> {
        None
    }

    /// Makes the files of an edition.
    fn render(&self, source: &EditionSource<'_>) -> Rendering;
}

/// The formats that every build makes of each edition, in their order.
pub const OWN: &[&dyn Render] = &[&Page, &Markdown, &References, &Numbers, &Figures];

/// The books for e-readers. A brief is read in one go, on its page.
#[derive(Debug)]
pub struct EpubFormat;

impl Format for EpubFormat {
    fn key(&self) -> &'static str {
        "epub"
    }

    fn address(&self, edition: &Edition<'_>) -> Option<EcoString> {
        let is_book = edition.form() == Form::Report && edition.is_had_as(EditionFormat::Epub);
        (is_book && !edition.is_fallback()).then(|| edition.file(".epub"))
    }
}

impl Render for EpubFormat {
    fn render(&self, source: &EditionSource<'_>) -> Rendering {
        let &EditionSource { pages, edition, document, .. } = source;
        let Some(address) = self.address(edition) else { return Rendering::default() };
        let book = match pages.epub(edition, document) {
            Ok(book) => book,
            Err(reason) => {
                let message = format!("the EPUB cannot be made ({reason})");
                let place = Span::start_of(edition.manuscript.file);
                return Rendering::refused([Diagnostic::error(
                    Code::UnexpectedFile,
                    place,
                    message,
                )]);
            }
        };
        let download = OfferedFile {
            format: self.key().into(),
            address: address.clone(),
            media_type: "application/epub+zip".into(),
            pages: None,
            bytes: book.bytes.len(),
        };
        let file = File {
            path: address.into(),
            bytes: book.bytes,
            text: Some(book.text),
            listing: None,
            download: Some(download),
        };
        Rendering { files: vec![file], ..Rendering::default() }
    }
}

/// The documents of Word, for those who work on with a text.
#[derive(Debug)]
pub struct WordFormat;

impl Format for WordFormat {
    fn key(&self) -> &'static str {
        "docx"
    }

    fn address(&self, edition: &Edition<'_>) -> Option<EcoString> {
        let has_one = edition.form().is_dated() && edition.is_had_as(EditionFormat::Docx);
        (has_one && !edition.is_fallback()).then(|| edition.file(".docx"))
    }
}

impl Render for WordFormat {
    fn render(&self, source: &EditionSource<'_>) -> Rendering {
        let &EditionSource { pages, edition, document, .. } = source;
        let Some(address) = self.address(edition) else { return Rendering::default() };
        let written = match pages.word_document(edition, document) {
            Ok(written) => written,
            Err(reason) => {
                let message = format!("no Word document can be made ({reason})");
                let place = Span::start_of(edition.manuscript.file);
                let refused =
                    Diagnostic::error(Code::UnexpectedFile, place, message).with_hint(word::HINT);
                return Rendering::refused([refused]);
            }
        };
        let download = OfferedFile {
            format: self.key().into(),
            address: address.clone(),
            media_type: word::MEDIA_TYPE.into(),
            pages: None,
            bytes: written.bytes.len(),
        };
        let file = File {
            path: address.into(),
            bytes: written.bytes,
            text: Some(written.text),
            listing: None,
            download: Some(download),
        };
        Rendering { files: vec![file], ..Rendering::default() }
    }
}

/// The pages, with those that lead to them from the addresses that they had.
#[derive(Debug)]
struct Page;

impl Format for Page {
    fn key(&self) -> &'static str {
        "html"
    }

    fn address(&self, edition: &Edition<'_>) -> Option<EcoString> {
        Some(eco_format!("{}{}", edition.address, routes::PAGE))
    }
}

impl Render for Page {
    fn render(&self, source: &EditionSource<'_>) -> Rendering {
        let &EditionSource { pages, edition, document, summary, share, .. } = source;
        let redirects = pages.redirects(edition);
        // The front page stands among lists of all other texts, so it is made with theirs.
        if edition.is_front() {
            return redirects.into();
        }
        match pages.document(edition, document, (summary, share)) {
            Ok((page, kept)) => {
                Rendering { kept, ..Rendering::from([vec![page], redirects].concat()) }
            }
            Err(diagnostic) => {
                let refused = Rendering::refused([diagnostic]);
                Rendering { problems: refused.problems, ..Rendering::from(redirects) }
            }
        }
    }
}

/// The texts as Markdown, for programs that read.
#[derive(Debug)]
struct Markdown;

impl Format for Markdown {
    fn key(&self) -> &'static str {
        "markdown"
    }

    fn address(&self, edition: &Edition<'_>) -> Option<EcoString> {
        Some(eco_format!("{}{}", edition.address, routes::MARKDOWN))
    }
}

impl Render for Markdown {
    fn render(&self, source: &EditionSource<'_>) -> Rendering {
        let &EditionSource { pages, edition, document, .. } = source;
        // The front page is made with the lists around its text.
        let own = (!edition.is_front()).then(|| pages.markdown(edition, document));
        own.into()
    }
}

/// The references to an edition, for programs that keep them, and what repositories ask for.
#[derive(Debug)]
struct References;

impl Format for References {
    fn key(&self) -> &'static str {
        "references"
    }

    fn address(&self, edition: &Edition<'_>) -> Option<EcoString> {
        edition.form().is_dated().then(|| edition.address.clone())
    }
}

impl Render for References {
    fn render(&self, source: &EditionSource<'_>) -> Rendering {
        let &EditionSource { pages, edition, document, summary, .. } = source;
        pages.edition_references(edition, document, summary).into()
    }
}

/// The numbers with their origin.
#[derive(Debug)]
struct Numbers;

impl Format for Numbers {
    fn key(&self) -> &'static str {
        "numbers"
    }

    fn address(&self, edition: &Edition<'_>) -> Option<EcoString> {
        Some(eco_format!("{}{}", edition.address, routes::NUMBERS))
    }
}

impl Render for Numbers {
    fn render(&self, source: &EditionSource<'_>) -> Rendering {
        let &EditionSource { pages, edition, document, .. } = source;
        let files = &edition.site.projection.files;
        let text = ledger::render(document, pages.location(edition), files);
        let path = self.address(edition).filter(|_| text.is_some());
        path.zip(text).map(|(path, text)| SiteFile::file(path.into(), text)).into()
    }
}

/// The data of figures, their drawings, and the pages on which they stand alone.
#[derive(Debug)]
struct Figures;

impl Format for Figures {
    fn key(&self) -> &'static str {
        "figures"
    }

    fn address(&self, edition: &Edition<'_>) -> Option<EcoString> {
        Some(eco_format!("{}{}", edition.address, routes::FIGURE_DATA))
    }
}

impl Render for Figures {
    fn render(&self, source: &EditionSource<'_>) -> Rendering {
        let &EditionSource { pages, edition, document, .. } = source;
        let data =
            figure_data::render(document, &pages.figure_style(document), pages.location(edition));
        let mut rendering = Rendering::from(data);
        rendering.add(Rendering::of(pages.figures(edition, document)));
        rendering
    }
}
