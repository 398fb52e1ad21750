//! Shared figures: a page for each, which other sites can embed, and what is shown under a
//! figure outside its document.

use crate::base::diagnostic::Diagnostic;
use crate::base::escape::escaped;
use crate::plan::Edition;
use crate::plan::routes;
use crate::render::context::{FigurePage, FigureView, PageKind};
use crate::render::figure_data::FigureStyle;
use crate::render::html::HtmlRenderer;
use crate::tree::{Document, Figure, Line, plain_text};

use super::frame::Frame;
use super::{SiteFile, SitePages, foreign};

/// The height of an embedded figure before its page says its own, in CSS pixels.
const HEIGHT: usize = 560;

impl<'a> SitePages<'a> {
    /// Returns what the figures of a document are drawn with where they stand alone.
    pub fn figure_style(&self, document: &Document) -> FigureStyle<'a> {
        FigureStyle::new(self.theme, self.words, document, self.site)
    }

    /// Renders the pages of the figures of a document that have an anchor and data.
    ///
    /// # Errors
    /// Reports what the template asks for and does not get.
    pub fn figures(
        &self,
        edition: &Edition<'a>,
        document: &Document,
    ) -> Result<Vec<SiteFile>, Diagnostic> {
        let figures = document.lines().into_iter().filter_map(|line| match line {
            Line::Figure(figure) if figure.has_page() => Some(figure),
            _ => None,
        });
        figures.map(|figure| self.figure(edition, document, figure)).collect()
    }

    fn figure(
        &self,
        edition: &Edition<'a>,
        document: &Document,
        figure: &Figure,
    ) -> Result<SiteFile, Diagnostic> {
        let file = figure.data.as_ref().map(|data| data.file.as_str()).unwrap_or_default();
        let path = format!("{}{file}.html", edition.address);
        let frame = Frame::of_edition(self, edition);
        let words = if edition.is_fallback() { self.original_words } else { self.words };
        let renderer = HtmlRenderer {
            roots: frame.roots(),
            words,
            parts: self.text_parts(words),
            document: Some(document),
            is_root_used: None,
        };
        let html = foreign::marked(renderer.figure_alone(figure), "div", edition);
        let title = format!("{}. {}", figure.label, plain_text(&figure.title));
        let base = self.library.base_url;
        let own = (!base.is_empty()).then(|| format!("{base}{path}"));
        let view = FigureView {
            html: html.into(),
            document_title: &document.title_text,
            url: format!("./#{}", figure.id),
            link: own.as_ref().map(|_| format!("{base}{}#{}", edition.address, figure.id)),
            embed: own.as_ref().map(|address| self.embed(address, &title)),
        };
        let mut page = frame.page(PageKind::Figure, &title, "");
        page.canonical = own.as_deref();
        // The other editions are those of the document, not of its figures.
        page.alternates.clear();
        page.editions.clear();
        let (site, words) = (&self.shared_site, &self.shared_words);
        let context = FigurePage { site, words, page, figure: view };
        let text = self.fill("figure.html", &path, &context)?;
        Ok(SiteFile::file(path, text))
    }

    fn embed(&self, address: &str, title: &str) -> String {
        let script =
            [self.library.base_url, self.parts.assets_folder(), routes::EMBED_SCRIPT].concat();
        format!(
            "<iframe src=\"{address}\" title=\"{}\" width=\"100%\" height=\"{HEIGHT}\" \
             loading=\"lazy\" style=\"border: 0\"></iframe>\n<script async src=\"{script}\"></script>",
            escaped(title)
        )
    }
}
