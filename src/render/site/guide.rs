//! What programs ask a site for: the texts as Markdown, a guide to them (`llms.txt`), and how the site
//! stands among the programs of a phone (the web manifest).

use std::fmt::Write as _;

use ecow::EcoString;
use serde_json::json;

use super::frame::Frame;
use super::{SiteFile, SitePages, Summary};
use crate::language::{Word, Words};
use crate::plan::Edition;
use crate::plan::catalogue;
use crate::plan::routes;
use crate::render::Roots;
use crate::render::markdown::{MarkdownRenderer, text};
use crate::render::raster::ICONS;
use crate::theme::{ICON, Medium};
use crate::tree::{Document, Form, plain_text};

impl<'a> SitePages<'a> {
    /// Renders an edition as Markdown.
    pub fn markdown(&self, edition: &Edition<'a>, document: &Document) -> SiteFile {
        let frame = Frame::of_edition(self, edition);
        let words = if edition.is_fallback() { self.original_words } else { self.words };
        self.markdown_with(document, &frame, (words, &self.cite_text(edition, document)))
    }

    /// Renders a page that no author wrote as Markdown.
    pub(super) fn markdown_of(&self, document: &Document, frame: &Frame<'_, '_>) -> SiteFile {
        self.markdown_with(document, frame, (self.words, ""))
    }

    fn markdown_with(
        &self,
        document: &Document,
        frame: &Frame<'_, '_>,
        (words, cite_as): (&Words, &str),
    ) -> SiteFile {
        let base = self.library.base_url;
        let (address, home) = (self.full(frame.address), self.full(&self.prefix));
        let full = Roots { publication: base, site: &home };
        let roots = if base.is_empty() { frame.roots() } else { full };
        let mark = frame.mark();
        let renderer = MarkdownRenderer { roots, address: &address, words, mark: &mark };
        let path = format!("{}{}", frame.address, routes::MARKDOWN);
        SiteFile::file(path, renderer.document(document, cite_as))
    }

    /// Renders the guide and the manifest.
    pub(super) fn guides(&self, summaries: &[Summary]) -> Vec<SiteFile> {
        vec![
            SiteFile::file(format!("{}{}", self.prefix, routes::GUIDE), self.guide(summaries)),
            SiteFile::file(format!("{}{}", self.prefix, routes::WEB_MANIFEST), self.manifest()),
        ]
    }

    fn guide(&self, summaries: &[Summary]) -> String {
        let mut guide = format!("# {}\n", text(&self.parts.title));
        if !self.parts.description.is_empty() {
            let _ = write!(guide, "\n> {}\n", text(&self.parts.description));
        }
        let sensitivity = self.site.sensitivity();
        if !sensitivity.is_empty() {
            let _ = write!(guide, "\n**{}**\n", text(&sensitivity));
        }
        let terms = [&self.parts.publisher, &self.parts.licence_name];
        let terms: Vec<_> =
            terms.into_iter().filter(|term| !term.is_empty()).map(EcoString::as_str).collect();
        if !terms.is_empty() {
            let _ = write!(guide, "\n{}\n", text(&terms.join(" · ")));
        }
        for (form, word) in [(Form::Report, Word::Reports), (Form::Brief, Word::Briefs)] {
            let editions = self.binder.listed(form);
            let lines = editions.iter().map(|edition| self.guide_line(edition, summaries));
            self.part(&mut guide, word, lines);
        }
        let registers = self.binder.listed(Form::Register);
        let registers = registers.iter().map(|edition| self.guide_line(edition, summaries));
        self.part(&mut guide, Word::Registers, registers);
        let datasets = catalogue::published(self.site).map(|dataset| {
            let title = dataset.title.text(&self.site.language.tag);
            let path = self.data_path(&routes::dataset(&dataset.id), &dataset.id, "csv");
            format!("- [{}]({})\n", text(&title), self.guided(&path))
        });
        self.part(&mut guide, Word::Data, datasets);
        guide
    }

    fn part(&self, guide: &mut String, head: Word<'_>, lines: impl Iterator<Item = String>) {
        let lines: String = lines.collect();
        if !lines.is_empty() {
            let _ = write!(guide, "\n## {}\n\n{lines}", self.words.get(head));
        }
    }

    fn guide_line(&self, edition: &Edition<'a>, summaries: &[Summary]) -> String {
        let headline = self.headline(edition);
        let page = self.guided(&format!("{}{}", edition.address, routes::MARKDOWN));
        let mut line = format!("- [{}]({page})", text(&headline.title_text));
        if !headline.finding.is_empty() {
            let _ = write!(line, ": {}", text(&plain_text(&headline.finding)));
        }
        if summaries[edition.index].numbers > 0 {
            let numbers = format!("{}{}", edition.address, routes::NUMBERS);
            let word = self.words.get(Word::DatasetNumbers);
            let _ = write!(line, " ([{word}]({}))", self.guided(&numbers));
        }
        line.push('\n');
        line
    }

    /// Returns an address as the guide gives it: in full, or from where it stands.
    fn guided(&self, path: &str) -> String {
        let base = self.library.base_url;
        if base.is_empty() {
            return format!("{}{path}", "../".repeat(self.prefix.matches('/').count()));
        }
        format!("{base}{path}")
    }

    fn manifest(&self) -> String {
        let root = "../".repeat(self.prefix.matches('/').count());
        let folder = format!("{root}{}", self.parts.assets);
        let pictures = ICONS.iter().map(|(name, width)| {
            json!({ "src": format!("{folder}{name}"), "sizes": format!("{width}x{width}"),
                "type": "image/png", "purpose": "any maskable" })
        });
        let drawing = json!({ "src": format!("{folder}{ICON}"), "sizes": "any",
            "type": "image/svg+xml" });
        let icons: Vec<_> = std::iter::once(drawing).chain(pictures).collect();
        let paper = self.theme.tokens.colour("paper", Medium::Light);
        let manifest = json!({
            "name": self.parts.title.as_str(),
            "description": self.parts.description.as_str(),
            "lang": self.site.language.tag.as_str(),
            "dir": self.site.language.direction,
            "start_url": "./",
            "scope": if root.is_empty() { "./" } else { root.as_str() },
            "display": "browser",
            "background_color": paper,
            "theme_color": paper,
            "icons": icons,
        });
        format!("{manifest:#}\n")
    }
}
