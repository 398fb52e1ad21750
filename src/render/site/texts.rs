//! What the text of an edition says on its page, rendered. Editions that read alike share it: only the
//! frame around it is each one's own.

use std::cell::Cell;

use super::frame::Frame;
use super::{SitePages, drawing, foreign};
use crate::plan::{Edition, Site};
use crate::render::context::{CitationView, DrawingView, ExhibitList, Html, OutlineItem};
use crate::render::html::HtmlRenderer;
use crate::render::reference::CitableWork;
use crate::theme::Theme;
use crate::tree::Document;

/// The parts of a page that a document makes.
#[derive(Debug, Clone)]
pub(super) struct Texts {
    pub title: Html,
    pub finding: Html,
    pub drawing: Option<DrawingView>,
    pub key_messages: Vec<Html>,
    pub body: Html,
    pub outline: Vec<OutlineItem>,
    pub lists: Vec<ExhibitList>,
    pub bibliography: Html,
    pub about: Html,
    pub glossary: Html,
    pub annex: Html,
}

/// The parts of a page that its document makes, and what they depend on besides it.
#[derive(Debug, Clone)]
pub(super) struct SetTexts {
    pub(super) texts: Texts,
    /// The way to the root of the publication, if a link or picture goes there; another page may be
    /// farther from it.
    root: Option<String>,
}

/// What was rendered of an edition, for those that read alike.
#[derive(Debug)]
pub struct Rendered {
    document: Document,
    /// The layers of the theme, which decide words and drawings.
    layers: Option<Vec<String>>,
    set: SetTexts,
    /// The way to the root of the site.
    home: String,
    citation: Option<(CitableWork, CitationView)>,
}

/// Whether a page shares what it is made of with those that read alike.
#[derive(Debug, Clone, Copy)]
pub enum Share<'r> {
    /// With no other.
    Alone,
    /// It is the first of some: what is made from it is returned.
    Keep,
    /// This one was rendered before, and reads alike.
    With(&'r Rendered),
}

impl<'r> Share<'r> {
    pub(super) fn alike(self) -> Option<&'r Rendered> {
        match self {
            Self::Alone | Self::Keep => None,
            Self::With(rendered) => Some(rendered),
        }
    }
}

impl Rendered {
    /// Whether an edition that says `document` on a site is the same text.
    pub fn is_alike(&self, pages: &SitePages<'_>, document: &Document) -> bool {
        self.layers.is_some() && self.layers == pages.layers && self.document == *document
    }

    /// Returns the document that was rendered.
    pub fn document(&self) -> &Document {
        &self.document
    }

    fn texts(&self, frame: &Frame<'_, '_>) -> Option<&Texts> {
        let is_near = self.set.root.as_ref().is_none_or(|root| *root == frame.root);
        (is_near && self.home == frame.home).then_some(&self.set.texts)
    }

    /// Returns a reference that differs in its addresses alone.
    fn citation(&self, work: &CitableWork) -> Option<CitationView> {
        let (known, view) = self.citation.as_ref()?;
        let (from, to) = (&known.address, &work.address);
        let other = CitableWork { address: to.clone(), pdf: work.pdf.clone(), ..known.clone() };
        // Other addresses are printed as browsers show them, and linked as servers know them.
        let is_plain = |address: &str| {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b":/.-_".contains(&byte);
            address.bytes().all(is_plain)
        };
        let is_same = other == *work && is_plain(from) && is_plain(to);
        is_same.then(|| view.readdressed(from, to))
    }
}

/// The templates of parts of texts.
const PARTS: [&str; 6] = [
    "parts/callout.html",
    "parts/figure.html",
    "parts/key-figure.html",
    "parts/quote.html",
    "parts/record.html",
    "parts/sources-differ.html",
];

/// The folder of the templates of the publication's own blocks.
const BLOCKS: &str = "blocks/";

/// What a template of a part may ask that is not the same for all who read alike.
const OF_THE_PAGE: [&str; 6] = ["page", "site", "edition", "include", "extends", "import"];

/// Whether a template of a part may look at the page around it. A field of that name, such as `node.page`, belongs to the
/// part.
fn asks_for_the_page(template: &str) -> bool {
    // Code may have braces inside it: it ends with the last sign of its end before other code begins.
    let inside = |open: &'static str, close: &'static str| {
        let rests = template.split(open).skip(1);
        rests.filter_map(move |rest| Some(rest.rsplit_once(close)?.0))
    };
    let code = inside("{{", "}}").chain(inside("{%", "%}"));
    let mut names = code.flat_map(|code| {
        let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        code.split(move |c| !is_of_name(c)).filter_map(|name| name.split('.').next())
    });
    // A part that calls another as an element may get to the page through it.
    template.contains("{{ <") || names.any(|name| OF_THE_PAGE.contains(&name))
}

/// Returns the layers of the theme of a site that hold anything: each audience has a folder for its own,
/// and few put something there. None if a part of texts may look at the page around it.
pub(super) fn layers(site: Site<'_>, theme: &Theme) -> Option<Vec<String>> {
    let projection = site.projection;
    let asks = |layer: &String| {
        let is_part = |path: &str| {
            let name = path.strip_prefix(layer.as_str()).unwrap_or_default();
            PARTS.contains(&name) || name.starts_with(BLOCKS)
        };
        let parts = projection.files.below(layer).filter(|(_, file)| is_part(&file.path));
        parts.map(|(_, file)| &*file.text).any(asks_for_the_page)
    };
    if theme.layers.iter().any(asks) {
        return None;
    }
    let has_files = |layer: &&String| {
        projection.files.below(layer).next().is_some()
            || projection.assets.keys().any(|path| path.starts_with(layer.as_str()))
    };
    Some(theme.layers.iter().filter(has_files).cloned().collect())
}

impl<'a> SitePages<'a> {
    /// Returns the parts of a page that its document makes: those of an edition that reads alike, or else
    /// new ones. With new ones comes the way to the root of the publication, if they use it.
    pub(super) fn texts(
        &self,
        (edition, document): (&Edition<'a>, &Document),
        frame: &Frame<'_, 'a>,
        alike: Option<&Rendered>,
    ) -> SetTexts {
        if let Some(texts) = alike.and_then(|alike| alike.texts(frame)) {
            return SetTexts { texts: texts.clone(), root: None };
        }
        let is_root_used = Cell::new(false);
        let texts = self.new_texts((edition, document), frame, &is_root_used);
        SetTexts { texts, root: is_root_used.get().then(|| frame.root.clone()) }
    }

    fn new_texts(
        &self,
        (edition, document): (&Edition<'a>, &Document),
        frame: &Frame<'_, 'a>,
        is_root_used: &Cell<bool>,
    ) -> Texts {
        let words = if edition.is_fallback() { self.original_words } else { self.words };
        let roots = frame.roots();
        let renderer = HtmlRenderer {
            roots,
            words,
            parts: self.text_parts(words),
            document: Some(document),
            is_root_used: Some(is_root_used),
        };
        let block = |html: String| Html::from(foreign::marked(html, "div", edition));
        let line = |html: String| Html::from(foreign::marked(html, "span", edition));
        Texts {
            title: line(renderer.inlines(&document.title)),
            finding: line(renderer.inlines(&document.finding)),
            drawing: document.cover.as_ref().and_then(|cover| {
                Some(drawing(document.drawings.get(cover.drawing)?, &cover.caption, &renderer))
            }),
            key_messages: document
                .key_messages
                .iter()
                .map(|text| line(renderer.inlines(text)))
                .collect(),
            body: renderer.body(document).into(),
            outline: OutlineItem::tree(&document.outline, &renderer),
            lists: ExhibitList::of(document, &renderer, words),
            bibliography: block(renderer.bibliography(&document.bibliography)),
            about: block(renderer.about(&document.about)),
            glossary: block(renderer.glossary(&document.glossary)),
            annex: block(renderer.annex(document)),
        }
    }

    /// Returns how to cite an edition, as its page prints it.
    pub(super) fn citation_of(
        &self,
        work: &CitableWork,
        frame: &Frame<'_, '_>,
        alike: Option<&Rendered>,
    ) -> CitationView {
        let known = alike.and_then(|alike| alike.citation(work));
        known.unwrap_or_else(|| self.citation_view(work, frame))
    }

    /// Keeps what was rendered of an edition for those that read alike.
    pub(super) fn keep(
        &self,
        document: &Document,
        frame: &Frame<'_, '_>,
        set: SetTexts,
        citation: Option<(CitableWork, CitationView)>,
    ) -> Rendered {
        Rendered {
            document: document.clone(),
            layers: self.layers.clone(),
            set,
            home: frame.home.clone(),
            citation,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::asks_for_the_page;

    #[test]
    fn parts_of_the_built_in_theme_are_shared_by_those_who_read_alike() {
        let parts = [
            include_str!("../../../themes/default/parts/callout.html"),
            include_str!("../../../themes/default/parts/figure.html"),
            include_str!("../../../themes/default/parts/key-figure.html"),
            include_str!("../../../themes/default/parts/quote.html"),
            include_str!("../../../themes/default/parts/record.html"),
            include_str!("../../../themes/default/parts/sources-differ.html"),
        ];
        assert!(!parts.iter().any(|part| asks_for_the_page(part)));
    }

    #[test]
    fn what_a_part_asks_of_the_page() {
        #[track_caller]
        fn test(template: &str, expected: bool) {
            assert_eq!(asks_for_the_page(template), expected, "{template}");
        }

        test("<p class=\"page\">{{ node.page }} of the site</p>", false);
        test("{% if page.root %}x{% endif %}", true);
        test("{{ node.title ~ site.title }}", true);
        test("{% include \"parts/card.html\" %}", true);
        test("{{ edition.audience }}", true);
        test("{{ <card page={node} /> }}", true);
        test("{{ {\"a\": {\"b\": 1}, \"c\": page.title} }}", true);
        test("{% if node.title == \"}\" and page.root %}x{% endif %}", true);
    }
}
