//! PDFs, the format that is set: all that a build knows of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ecow::EcoString;
use typst::comemo;

use super::limits::too_long_summary;
use crate::base::diagnostic::{Diagnostic, Problems};
use crate::base::files::Files;
use crate::engine::prepared::PdfParts;
use crate::engine::store::Store;
use crate::engine::{Build, Pdfs};
use crate::plan::{Edition, Format};
use crate::publication::audience::EditionFormat;
use crate::render::format::{
    Content, EditionSource, File, OfferedFile, Render, Rendering, SUMMARY,
};
use crate::render::pdf::{Context, Fonts, Pdf, PdfRenderer, PdfSettings};
use crate::render::summary::{self, SummaryPicture};

/// How many clearings of Typst's memory outlives what was not used again. It is cleared after as many documents as
/// are set at a time: templates are used by each, and of old documents nothing serves a new one. Ages count for
/// the whole process, so one place clears; the other threads go on setting meanwhile.
const REMEMBERED: usize = 1;

/// Sets PDFs, and their summaries.
pub(in crate::engine) struct PdfFormat<'b> {
    /// For each audience; none if a template has a name that Typst cannot use, which was reported.
    renderers: Vec<Arc<PdfParts>>,
    files: &'b Files,
    store: &'b Store,
    /// Whether a hash of all that each is made of stands in its place.
    is_described: bool,
    /// How many were set.
    set: AtomicUsize,
}

/// Returns where the PDF of an edition is; none if it has none of its own. What stands in for a translation is
/// the original, and so is its PDF.
pub(in crate::engine) fn address(edition: &Edition<'_>) -> Option<EcoString> {
    let has_one = edition.form().is_dated() && edition.is_had_as(EditionFormat::Pdf);
    (has_one && !edition.is_fallback()).then(|| edition.file(".pdf"))
}

impl<'b> PdfFormat<'b> {
    /// Prepares the templates and fonts of all audiences.
    pub(in crate::engine) fn new(build: &Build<'b>, problems: &mut Problems) -> Self {
        let mut fonts = Fonts::default();
        let is_described = build.pdfs == Pdfs::Described;
        let renderers = build.audiences().map(|site| {
            let presentation = build.session.presentation(site);
            let (projection, theme) = (site.projection, &presentation.theme);
            // Where nothing is set, no fonts are read.
            if is_described {
                let renderer = PdfRenderer::new(theme, projection, Arc::default(), None);
                return Arc::new(PdfParts { renderer, missing: Vec::new() });
            }
            let parts = build.preparations.of(presentation).pdfs(|| {
                let fonts = fonts.of(projection);
                let missing = fonts.missing_families(theme, &projection.files);
                let renderer = PdfRenderer::new(theme, projection, fonts, Some(build.store));
                PdfParts { renderer, missing }
            });
            problems.extend(parts.missing.clone());
            parts
        });
        let renderers = renderers.collect();
        let (files, store) = (build.files, build.store);
        Self { renderers, files, store, is_described, set: AtomicUsize::new(0) }
    }

    fn renderer(&self, edition: &Edition<'_>) -> Option<&PdfRenderer> {
        self.renderers.get(edition.site.shelved)?.renderer.as_ref()
    }

    /// Sets a document of `content`, or takes it from the store.
    fn set(
        &self,
        source: &EditionSource<'_>,
        content: &Content,
        settings: &PdfSettings<'_>,
    ) -> Result<Pdf, Vec<Diagnostic>> {
        let EditionSource { edition, document, .. } = source;
        let Some(renderer) = self.renderer(edition) else { return Err(Vec::new()) };
        let chapters = edition.chapters.iter().map(|chapter| chapter.file);
        let manuscripts: Vec<_> = [edition.manuscript.file].into_iter().chain(chapters).collect();
        let audience = &edition.site.audience.id;
        let context = Context { files: self.files, manuscripts: &manuscripts, audience };
        let pdf = self.store.pdf(renderer.job(document, content, settings, context));
        let set = self.set.fetch_add(1, Ordering::Relaxed) + 1;
        if set.is_multiple_of(rayon::current_num_threads()) {
            comemo::evict(REMEMBERED);
        }
        pdf
    }

    /// Sets the summary of a document: on as many pages as it may have, without its figure if that does not
    /// fit.
    fn summary(&self, source: &EditionSource<'_>, settings: &PdfSettings<'_>) -> Rendering {
        let &EditionSource { pages, edition, document, .. } = source;
        let most = summary::most_pages(document.form);
        let (Some(most), Some(renderer)) = (most, self.renderer(edition)) else {
            return Rendering::default();
        };
        let settings = PdfSettings { form: "summary", ..settings.clone() };
        for picture in [SummaryPicture::First, SummaryPicture::None] {
            let short = summary::of(document, &edition.address, picture);
            let content = renderer.content(&short, pages.plain_words(), edition);
            let source = EditionSource { document: &short, ..*source };
            let pdf = match self.set(&source, &content, &settings) {
                Ok(pdf) => pdf,
                Err(found) => return Rendering::refused(found),
            };
            if pdf.pages > most && picture == SummaryPicture::First {
                continue;
            }
            let too_long = (pdf.pages > most).then(|| too_long_summary(edition, (pdf.pages, most)));
            let mut rendering = Rendering::refused(too_long);
            rendering.files.push(file(SUMMARY, edition.file("-summary.pdf"), pdf));
            return rendering;
        }
        Rendering::default()
    }
}

impl Format for PdfFormat<'_> {
    fn key(&self) -> &'static str {
        "pdf"
    }

    fn address(&self, edition: &Edition<'_>) -> Option<EcoString> {
        address(edition)
    }
}

impl Render for PdfFormat<'_> {
    fn content(&self, source: &EditionSource<'_>) -> Option<Content> {
        let &EditionSource { pages, edition, document, .. } = source;
        // A title that cannot be read was reported, and leaves a document that cannot be set.
        let renderer = self.renderer(edition).filter(|_| !document.title.is_empty())?;
        Some(renderer.content(document, pages.plain_words(), edition))
    }

    fn render(&self, source: &EditionSource<'_>) -> Rendering {
        let &EditionSource { pages, edition, document, .. } = source;
        let (Some(address), Some(content)) = (address(edition), source.content) else {
            return Rendering::default();
        };
        let texts = pages.pdf_texts(edition, document);
        let settings = texts.settings();
        if self.is_described {
            let settings = serde_json::to_string(&settings).unwrap_or_default();
            let bytes = format!("{}{settings}", content.hash.to_hex()).into_bytes();
            let mut file = file(self.key(), address, Pdf { bytes, pages: 1, text: String::new() });
            file.text = None;
            // Pages say how large it is, which its description does not know.
            if let Some(download) = &mut file.download {
                download.bytes = 1;
            }
            return Rendering { files: vec![file], ..Rendering::default() };
        }
        let pdf = match self.set(source, content, &settings) {
            Ok(pdf) => pdf,
            Err(diagnostics) => return Rendering::refused(diagnostics),
        };
        let wants_summary = source.sharers.iter().any(|sharer| sharer.site.audience.summaries);
        let mut rendering =
            if wants_summary { self.summary(source, &settings) } else { Rendering::default() };
        rendering.files.insert(0, file(self.key(), address, pdf));
        rendering
    }
}

/// Returns a PDF as a file that pages offer.
fn file(format: &str, address: EcoString, pdf: Pdf) -> File {
    let download = OfferedFile {
        format: format.into(),
        address: address.clone(),
        media_type: "application/pdf".into(),
        pages: Some(pdf.pages),
        bytes: pdf.bytes.len(),
    };
    // The bytes are compressed.
    let text = Some(pdf.text);
    File { path: address.into(), bytes: pdf.bytes, text, listing: None, download: Some(download) }
}
