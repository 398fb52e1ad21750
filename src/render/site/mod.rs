//! The pages of a site: documents and lists, filled into templates.

mod accessibility;
mod books;
mod corrections;
mod data;
mod feeds;
mod figures;
mod foreign;
mod frame;
mod front;
mod generated;
mod guide;
mod links;
mod lists;
mod made;
mod metadata;
mod parts;
mod pdf_texts;
mod profiles;
mod redirects;
mod references;
mod registers;
mod related;
mod release;
mod search;
mod styles;
mod texts;
mod view;

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use ecow::{EcoString, eco_format};

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::files::Files;
use crate::base::reads;
use crate::base::span::{FileId, Span};
pub use crate::bind::generated::ReleaseEntry;
use crate::bind::generated::SiteBinder;
use crate::bind::{Headline, Headlines};
use crate::chart::svg_for_page;
use crate::engine::session::Session;
use crate::language::{COPY, Words};
use crate::plan::routes;
use crate::plan::{Edition, Site};
use crate::publication::picture::PrintPictures;
use crate::render::Roots;
use crate::render::context::{
    DocumentPage, DocumentView, DrawingView, EditionView, PageKind, Shared, SiteView, WordMap,
};
use crate::render::html::{HtmlRenderer, Parts};
use crate::render::ledger::Location;
use crate::render::own_links::{MetLinks, OwnLink};
use crate::render::painter::Painter;
use crate::render::reference::Styles;
use crate::render::templates::Templates;
use crate::theme::Theme;
use crate::tree::{self, Document, Form, Inline};
use frame::Frame;
pub(crate) use frame::mark;
pub use lists::OF_SITES;
pub use made::{SiteFile, Summary};
pub use parts::SiteParts;
use registers::{Mentions, find_mentions};
use related::Related;
pub use release::KeptRelease;
pub use texts::{Rendered, Share};
use view::BoundText;

/// How many words a reader reads in a minute.
const WORDS_PER_MINUTE: usize = 220;

/// What the pages of all sites read.
#[derive(Debug, Clone, Copy)]
pub struct Library<'a> {
    /// The editions, and how they look.
    pub session: &'a Session<'a>,
    /// The titles and findings of the editions of the plan, in its order.
    pub headlines: &'a Headlines,
    /// The styles of references to the publication itself.
    pub styles: &'a Styles,
    /// The pictures for those who share pages of sites: their paths below the root, by the numbers of the
    /// sites.
    pub site_cards: &'a [Option<EcoString>],
    /// Makes the pictures of books and Word documents.
    pub printed: &'a dyn PrintPictures,
    /// The address of the publication's root; empty if it has none.
    pub base_url: &'a str,
    /// The earlier release that is made again; none if it is what is published now.
    pub release: Option<&'a KeptRelease<'a>>,
    /// The earlier releases that stay readable, the oldest first.
    pub releases: &'a [ReleaseEntry],
}

/// Makes the pages of one site.
#[derive(Debug)]
pub struct SitePages<'a> {
    site: Site<'a>,
    library: Library<'a>,
    binder: SiteBinder<'a>,
    parts: &'a SiteParts,
    theme: &'a Theme,
    templates: &'a Templates,
    words: &'a Words,
    prefix: EcoString,
    /// The layers of the theme that hold anything; none if texts cannot be shared.
    layers: Option<Vec<String>>,
    mentions: Mentions<'a>,
    related: Related<'a>,
    /// The words of originals that stand in for translations.
    original_words: &'a Words,
    shared_site: Shared<SiteView<'a>>,
    shared_words: Shared<WordMap<'a>>,
    original_shared: Shared<WordMap<'a>>,
    /// Whether layers of the theme have templates of pages, which may leave out the text.
    has_own_pages: bool,
    /// Draws charts and pictures for Word, with the fonts of the publication.
    painter: OnceLock<Painter>,
    /// What templates of parts ask for and do not get.
    problems: Mutex<Vec<Diagnostic>>,
    /// The addresses that templates of the publication write.
    met_links: MetLinks,
}

impl<'a> SitePages<'a> {
    /// Prepares what all pages of a site share.
    ///
    /// # Errors
    /// Reports words that the markup needs and the theme lacks.
    pub fn new(
        site: Site<'a>,
        library: Library<'a>,
        parts: &'a SiteParts,
        templates: &'a Templates,
    ) -> Result<Self, Diagnostic> {
        let theme = &library.session.presentation(site).theme;
        let tag = &site.language.tag;
        let words_of = |tag: &EcoString| theme.words.get(tag).ok_or_else(|| no_words(tag));
        let words = words_of(tag)?;
        let original = &site.projection.settings.languages[0].tag;
        let original_words = words_of(original)?;
        let prefix = site.prefix();
        let shared_site = share(&parts.context(site, theme))?;
        let shared_words = share_words(&parts.words)?;
        let original_shared = share_words(&parts.original_words)?;
        let binder = library.session.site_binder(site, library.headlines);
        let binder = binder.ok_or_else(|| no_words(tag))?;
        Ok(Self {
            site,
            library,
            binder,
            parts,
            theme,
            templates,
            words,
            prefix,
            layers: texts::layers(site, theme),
            mentions: find_mentions(&library.session.plan, site),
            related: related::find(&library.session.plan, site),
            original_words,
            shared_site,
            shared_words,
            original_shared,
            has_own_pages: has_own_pages(theme, &site.projection.files),
            painter: OnceLock::new(),
            problems: Mutex::default(),
            met_links: MetLinks::default(),
        })
    }

    /// Returns the texts that are on the same as a brief, which depends on all of them.
    fn related_of(&self, edition: &Edition<'_>) -> Option<&Vec<&'a Edition<'a>>> {
        reads::note_named(reads::Kind::Related, &eco_format!("{}", edition.index));
        self.related.get(&edition.index)
    }

    /// Returns the texts that mention the entry that an edition is the page of.
    fn mentioned_in(&self, edition: &Edition<'_>) -> Option<&Vec<&'a Edition<'a>>> {
        reads::note_named(reads::Kind::Related, &eco_format!("{}", edition.index));
        let anchor = edition.manuscript.id.rsplit('/').next().unwrap_or_default();
        self.mentions.get(anchor).filter(|_| edition.manuscript.form == Form::Entry)
    }

    /// Returns the numbers of the editions that have to do with one: for a hash.
    pub(crate) fn found(&self, edition: &Edition<'_>) -> String {
        let found = [self.related_of(edition), self.mentioned_in(edition)].into_iter();
        let numbers = |texts: &Vec<&Edition<'_>>| texts.iter().map(|text| text.index).collect();
        let found: Vec<Option<Vec<usize>>> = found.map(|texts| texts.map(numbers)).collect();
        format!("{found:?}")
    }

    fn renderer<'r>(&'r self, roots: Roots<'r>) -> HtmlRenderer<'r> {
        let parts = self.text_parts(self.words);
        HtmlRenderer { roots, words: self.words, parts, document: None, is_root_used: None }
    }

    /// Returns the templates of parts for a text whose interface words are `words`.
    fn text_parts(&self, words: &Words) -> Parts<'_> {
        let is_original = std::ptr::eq(words, self.original_words);
        Parts {
            templates: self.templates,
            files: &self.site.projection.files,
            site: &self.shared_site,
            words: if is_original { &self.original_shared } else { &self.shared_words },
            edition: self.edition_view(),
            problems: &self.problems,
        }
    }

    fn edition_view(&self) -> EditionView<'a> {
        let Site { audience, language, .. } = self.site;
        EditionView { audience: &audience.id, language: &language.tag, format: "html" }
    }

    fn headline(&self, edition: &Edition<'_>) -> &'a Headline {
        self.library.headlines.of(edition.index)
    }

    /// Returns where an edition is, for files that say so.
    pub fn location(&self, edition: &'a Edition<'_>) -> Location<'a> {
        Location {
            base_url: self.library.base_url,
            address: &edition.address,
            audience: &edition.site.audience.id,
        }
    }

    /// Renders the page of a document.
    ///
    /// # Errors
    /// Reports what the template asks for and does not get.
    pub fn document(
        &self,
        edition: &Edition<'a>,
        document: &Document,
        (summary, share): (&Summary, Share<'_>),
    ) -> Result<(SiteFile, Option<Rendered>), Diagnostic> {
        let mut frame = Frame::of_edition(self, edition);
        frame.card.clone_from(&summary.card);
        let work = self.reference(edition, document, summary);
        let things =
            work.as_ref().map(|work| self.edition_things(edition, (document, work), summary));
        frame.describe(self.edition_trail(edition), things.unwrap_or_default());
        let alike = share.alike();
        let set = self.texts((edition, document), &frame, alike);
        let citation = work.as_ref().map(|work| self.citation_of(work, &frame, alike));
        let made = matches!(share, Share::Keep).then(|| {
            let citation = work.clone().zip(citation.clone());
            self.keep(document, &frame, set.clone(), citation)
        });
        let (kind, template) = page_of(document.form);
        let source = BoundText { edition, document, summary };
        let view = DocumentView { citation, ..self.view(source, &frame, set.texts) };
        let page = frame.page(kind, &document.title_text, &document.finding_text);
        let (site, words) = (&self.shared_site, &self.shared_words);
        let body = self.has_own_pages.then(|| view.body.clone());
        let page = DocumentPage { site, words, page, document: view };
        let output = self.output(template, &frame, &page)?;
        match body.filter(|body| !output.text.contains(body.as_str().trim())) {
            Some(_) => Err(self.without_text(template)),
            None => Ok((output, made)),
        }
    }

    /// Returns the diagnostic for a template that leaves out the text.
    fn without_text(&self, template: &str) -> Diagnostic {
        let files = &self.site.projection.files;
        let names = [template, "document.html", "base.html"].map(|name| format!("html/{name}"));
        let mut served = names.iter().filter_map(|name| self.theme.text(name, files));
        let is_own = |id: &FileId| !files.get(*id).path.starts_with("themes/default/");
        let message = "the page has no text: the template omits `document.body`";
        match served.find(is_own) {
            Some(id) => Diagnostic::error(Code::MissingText, Span::start_of(id), message),
            None => Diagnostic::error_at_path(Code::MissingText, names[0].as_str(), message),
        }
        .with_hint("print `{{ document.body }}`, in the block `text`")
    }

    fn output(
        &self,
        template: &str,
        frame: &Frame<'_, 'a>,
        context: &impl serde::Serialize,
    ) -> Result<SiteFile, Diagnostic> {
        let path = format!("{}{}", frame.address, routes::PAGE);
        let text = self.fill(template, &path, context)?;
        Ok(SiteFile { path, text, listing: frame.listing() })
    }

    /// Fills a template, unless one of a part in it was refused before.
    fn fill(
        &self,
        template: &str,
        path: &str,
        context: &impl serde::Serialize,
    ) -> Result<String, Diagnostic> {
        let files = &self.site.projection.files;
        let text = self.templates.render(template, (self.edition_view(), context), files)?;
        let root = lists::root_path(self.library.base_url);
        self.templates.note_links(&text, (path, &root), &self.met_links);
        // It stays: whichever page it belongs to, none that is filled from now on counts as whole.
        let refused = self.problems.lock().unwrap_or_else(PoisonError::into_inner).first().cloned();
        refused.map_or(Ok(text), Err)
    }

    /// Returns where the addresses lead that templates of the publication write, on the pages so far.
    pub(crate) fn own_links(&self) -> Vec<OwnLink> {
        self.met_links.all()
    }

    /// Returns how to cite an edition: authors, year, title, publisher, address.
    pub fn cite_text(&self, edition: &Edition<'_>, document: &Document) -> String {
        if !document.form.is_dated() {
            return String::new();
        }
        let language = self.site.language;
        let publication = &self.site.projection.settings;
        let authors = language.list(document.authors.iter().map(EcoString::as_str));
        let year = edition.manuscript.date.year().to_string();
        let title = language.quoted(&document.title_text);
        let series = publication.title.text(&language.tag);
        let publisher = publication.publisher.as_ref().map(|text| text.text(&language.tag));
        let base = self.library.base_url;
        let address =
            if base.is_empty() { String::new() } else { format!("{base}{}", edition.address) };
        let parts =
            [authors, year, title, series.into(), publisher.unwrap_or_default().into(), address];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}.", parts.join(". "))
    }
}

/// Renders the drawing of a report's data, in the layouts of which the style sheet shows one.
fn drawing(
    drawing: &tree::Drawing,
    caption: &[Inline],
    renderer: &HtmlRenderer<'_>,
) -> DrawingView {
    let svg = svg_for_page(&[&drawing.wide, &drawing.narrow], "q-drawing");
    DrawingView { svg: svg.into(), caption: renderer.inlines(caption).into() }
}

fn no_words(tag: &str) -> Diagnostic {
    let message = format!("the theme has no words for `{tag}`");
    Diagnostic::error_at_path(Code::MissingWord, format!("words/{tag}.ftl"), message)
        .with_hint(COPY)
}

fn has_own_pages(theme: &Theme, files: &Files) -> bool {
    let pages = theme.texts("html", files);
    pages.values().any(|(_, file)| !file.path.starts_with("themes/default/"))
}
fn share_words(words: &BTreeMap<String, String>) -> Result<Shared<WordMap<'_>>, Diagnostic> {
    share(&WordMap(words.iter().map(|(id, text)| (id.as_str(), text.clone())).collect()))
}
fn share<T: serde::Serialize>(part: &T) -> Result<Shared<T>, Diagnostic> {
    Shared::new(part)
        .map_err(|error| Diagnostic::error_at_path(Code::TemplateError, "html", error.to_string()))
}

/// Returns the kind of page that a form of document is, and its template.
fn page_of(form: Form) -> (PageKind, &'static str) {
    match form {
        Form::Report => (PageKind::Report, "report.html"),
        Form::Brief => (PageKind::Brief, "brief.html"),
        Form::Page => (PageKind::Page, "page.html"),
        Form::Register => (PageKind::Register, "register.html"),
        Form::Entry => (PageKind::Entry, "entry.html"),
        Form::Profiles => (PageKind::Profiles, "profiles.html"),
    }
}
