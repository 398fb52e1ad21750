//! The pages of a site: documents and lists, filled into templates.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use super::context::{
    Alternate, Card, DocumentPage, DocumentView, EditionLink, FileLink, HomePage, Html,
    LanguageLink, Licence, NavigationItem, NotFoundPage, OutlineItem, Page, PageKind, PageLink,
    Paper, ReportPart, Shared, Site as SiteContext, SourceItem, SourcesPage, TopicLink, TopicPage,
    Words as WordMap,
};
use super::html::{HtmlRenderer, HtmlWords};
use super::pdf::PdfSettings;
use super::templates::Templates;
use crate::bind::Headline;
use crate::cite::{Collector, Style};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::language::{Argument, Words};
use crate::manuscript::Stage;
use crate::markup::{Cite, slug};
use crate::plan::{Edition, Plan, Site};
use crate::publication::Publication;
use crate::span::Spanned;
use crate::theme::{Medium, Theme};
use crate::tree::{Document, Entry, Form, Inline};

/// The program and its version, for the metadata of pages.
const GENERATOR: &str = concat!("Quipu ", env!("CARGO_PKG_VERSION"));

/// The style sheet, below the root.
pub const STYLESHEET: &str = "assets/quipu.css";

/// How many words a reader reads in a minute.
const WORDS_PER_MINUTE: usize = 220;

/// What is known of an edition once it is bound, for the pages that list it.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// How many words it has.
    pub words: usize,
    /// How many numbers it binds.
    pub numbers: usize,
    /// What is known of its PDF, if there is one.
    pub pdf: Option<PdfSummary>,
    /// The keys of the works that it cites.
    pub cited: Vec<EcoString>,
}

/// What is known of a finished PDF.
#[derive(Debug, Clone, Copy)]
pub struct PdfSummary {
    /// How many pages it has.
    pub pages: usize,
    /// How many bytes it has.
    pub bytes: usize,
}

/// A finished page.
#[derive(Debug)]
pub struct Output {
    /// Its path below the output folder.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What the pages of all sites read.
#[derive(Debug, Clone, Copy)]
pub struct Library<'a> {
    /// The publication.
    pub publication: &'a Publication,
    /// The plan.
    pub plan: &'a Plan<'a>,
    /// The titles and findings of the editions of the plan, in its order.
    pub headlines: &'a [Headline],
    /// The address of the publication's root; empty if it has none.
    pub base_url: &'a str,
}

/// Makes the pages of one site.
#[derive(Debug)]
pub struct SitePages<'a> {
    site: Site<'a>,
    library: Library<'a>,
    parts: &'a SiteParts,
    theme: &'a Theme,
    templates: &'a Templates,
    words: &'a Words,
    prefix: EcoString,
    html_words: HtmlWords,
    shared_site: Shared<SiteContext<'a>>,
    shared_words: Shared<WordMap<'a>>,
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
        theme: &'a Theme,
        templates: &'a Templates,
    ) -> Result<Self, Diagnostic> {
        let tag = &site.language.tag;
        let words = theme.words.get(tag).ok_or_else(|| lacking(tag, "language-name"))?;
        let find = |id| words.find(id, &[]).ok_or_else(|| lacking(tag, id));
        let html_words = HtmlWords::from_messages(find)?;
        let plain = parts.words.iter().map(|(id, text)| (id.as_str(), text.clone())).collect();
        let prefix = site.prefix(library.publication);
        let shared_site = share(&parts.context(library, theme))?;
        let shared_words = share(&WordMap(plain))?;
        Ok(Self {
            site,
            library,
            parts,
            theme,
            templates,
            words,
            prefix,
            html_words,
            shared_site,
            shared_words,
        })
    }

    fn renderer<'r>(&'r self, root: &'r str) -> HtmlRenderer<'r> {
        HtmlRenderer { root, words: &self.html_words }
    }

    fn headline(&self, edition: &Edition<'_>) -> &'a Headline {
        &self.library.headlines[edition.index]
    }

    /// Renders the page of a document.
    ///
    /// # Errors
    /// Reports what the template asks for and does not get.
    pub fn document(
        &self,
        edition: &Edition<'a>,
        document: &Document,
        summary: &Summary,
    ) -> Result<Output, Diagnostic> {
        let frame = Frame::of_edition(self, edition);
        let renderer = self.renderer(&frame.root);
        let (kind, template) = match document.form {
            Form::Report => (PageKind::Report, "report.html"),
            Form::Brief => (PageKind::Brief, "brief.html"),
            Form::Page => (PageKind::Page, "page.html"),
        };
        let parts = self.parts(edition);
        let unread = Summary::default();
        let view = DocumentView {
            form: document.form,
            id: &document.id,
            title: renderer.inlines(&document.title).into(),
            title_text: &document.title_text,
            finding: renderer.inlines(&document.finding).into(),
            finding_text: &document.finding_text,
            authors: &document.authors,
            date: &document.date,
            updated: document.updated.as_ref(),
            topics: edition
                .manuscript
                .tags
                .iter()
                .map(|tag| self.topic_link(tag, 0, &frame))
                .collect(),
            reading_text: self.reading_text(summary.words),
            words_text: self.count("word-count", "words", summary.words),
            drawing: None,
            key_messages: document
                .key_messages
                .iter()
                .map(|text| renderer.inlines(text).into())
                .collect(),
            body: renderer.body(document).into(),
            outline: OutlineItem::tree(&document.outline, &renderer),
            bibliography: renderer.bibliography(&document.bibliography).into(),
            cite_as: renderer.inlines(&[Inline::text(self.cite_text(edition, document))]).into(),
            files: self.files(edition, summary, &frame),
            chapters: self
                .chapters(edition)
                .map(|chapter| self.card(chapter, &unread, &frame))
                .collect(),
            reports: parts.iter().map(|part| self.report_part(part, &frame)).collect(),
        };
        let page = frame.page(kind, &document.title_text, &document.finding_text);
        let (site, words) = (&self.shared_site, &self.shared_words);
        self.output(template, &edition.address, &DocumentPage { site, words, page, document: view })
    }

    fn output(
        &self,
        template: &str,
        address: &str,
        context: &impl serde::Serialize,
    ) -> Result<Output, Diagnostic> {
        let text = self.templates.render(template, context, &self.library.publication.files)?;
        Ok(Output { path: format!("{address}index.html"), text })
    }

    /// Renders the pages that list documents: the front page, subjects, sources, and the page
    /// for an address that is none.
    ///
    /// `summaries` are those of all editions of the plan, in its order.
    pub fn lists(&self, summaries: &[Summary], problems: &mut Problems) -> Vec<Output> {
        let mut outputs = Vec::new();
        outputs.extend(problems.keep(self.home(summaries)));
        for (tag, editions) in &self.topics() {
            outputs.extend(problems.keep(self.topic(tag, editions, summaries)));
        }
        if !self.library.publication.sources.is_empty() {
            outputs.extend(problems.keep(self.sources(summaries)));
        }
        if self.prefix.is_empty() {
            outputs.extend(problems.keep(self.not_found()));
        }
        outputs
    }

    fn home(&self, summaries: &[Summary]) -> Result<Output, Diagnostic> {
        let frame = Frame::new(self, &self.prefix, |prefix| prefix.clone());
        let publication = self.library.publication;
        let tag = &self.site.language.tag;
        let title = publication.settings.title.text(tag);
        let description = publication.settings.description.as_ref().map(|text| text.text(tag));
        let description = description.unwrap_or_default();
        let card = |edition: &'a Edition<'a>| self.card(edition, &summaries[edition.index], &frame);
        let topics = self.topics();
        let context = HomePage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Home, &title, &description),
            introduction: Html::default(),
            drawing: None,
            reports: self.listed(Form::Report).into_iter().map(card).collect(),
            briefs: self.loose_briefs().into_iter().map(card).collect(),
            topics: topics
                .iter()
                .map(|(tag, editions)| self.topic_link(tag, editions.len(), &frame))
                .collect(),
        };
        self.output("home.html", &self.prefix, &context)
    }

    /// Returns the editions of one form on this site, the newest first.
    fn listed(&self, form: Form) -> Vec<&'a Edition<'a>> {
        let editions = self.library.plan.of_site(self.site);
        let mut editions: Vec<_> =
            editions.filter(|edition| edition.manuscript.form == form).collect();
        editions.sort_by_key(|edition| std::cmp::Reverse(edition.manuscript.date));
        editions
    }

    /// Returns the briefs that are part of no report.
    fn loose_briefs(&self) -> Vec<&'a Edition<'a>> {
        let mut briefs = self.listed(Form::Brief);
        briefs.retain(|brief| {
            self.library.plan.reports_of(self.site, &brief.manuscript.id).next().is_none()
        });
        briefs
    }

    /// Returns the subjects of this site, each with its documents, the newest first.
    fn topics(&self) -> BTreeMap<&'a EcoString, Vec<&'a Edition<'a>>> {
        let mut topics: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let documents = [Form::Report, Form::Brief].into_iter().flat_map(|form| self.listed(form));
        for edition in documents {
            for tag in &edition.manuscript.tags {
                topics.entry(tag).or_default().push(edition);
            }
        }
        topics
    }

    fn topic(
        &self,
        tag: &EcoString,
        editions: &[&'a Edition<'a>],
        summaries: &[Summary],
    ) -> Result<Output, Diagnostic> {
        let address = eco_format!("{}{}", self.prefix, topic_path(tag));
        let frame = Frame::new(self, &address, |_| EcoString::new());
        let card =
            |edition: &&'a Edition<'a>| self.card(edition, &summaries[edition.index], &frame);
        let context = TopicPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Topic, tag, ""),
            topic: tag,
            documents: editions.iter().map(card).collect(),
        };
        self.output("topic.html", &address, &context)
    }

    fn sources(&self, summaries: &[Summary]) -> Result<Output, Diagnostic> {
        let address = eco_format!("{}sources/", self.prefix);
        let frame = Frame::new(self, &address, |prefix| eco_format!("{prefix}sources/"));
        let renderer = self.renderer(&frame.root);
        let sources = self.parts.bibliography.iter().map(|entry| SourceItem {
            id: &entry.id,
            content: renderer.inlines(&entry.content).into(),
            cited_in: self.citing(entry, summaries, &frame),
        });
        let title = self.words.get("sources");
        let context = SourcesPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Sources, &title, ""),
            sources: sources.collect(),
        };
        self.output("sources.html", &address, &context)
    }

    fn citing(
        &self,
        entry: &Entry,
        summaries: &[Summary],
        frame: &Frame<'_, '_>,
    ) -> Vec<PageLink<'a>> {
        let cites = |edition: &&Edition<'_>| summaries[edition.index].cited.contains(&entry.key);
        let briefs = self.listed(Form::Brief);
        briefs.into_iter().filter(cites).map(|edition| self.page_link(edition, frame)).collect()
    }

    fn not_found(&self) -> Result<Output, Diagnostic> {
        let mut frame = Frame::new(self, &self.prefix, |_| EcoString::new());
        frame.root = root_path(self.library.base_url);
        frame.canonical = None;
        let title = self.words.get("not-found-title");
        let reports = self.listed(Form::Report);
        let context = NotFoundPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::NotFound, &title, ""),
            reports: reports.iter().map(|edition| self.page_link(edition, &frame)).collect(),
        };
        let text = self.templates.render("404.html", &context, &self.library.publication.files)?;
        Ok(Output { path: "404.html".to_owned(), text })
    }

    /// Returns the editions of a report's chapters, in order.
    fn chapters(&self, edition: &Edition<'a>) -> impl Iterator<Item = &'a Edition<'a>> {
        let (plan, site) = (self.library.plan, self.site);
        let ids: Vec<_> = edition.chapters.iter().map(|chapter| &chapter.id).collect();
        ids.into_iter().filter_map(move |id| plan.nearest(site, Form::Brief, id))
    }

    /// Returns the reports of this site that a brief is part of.
    fn parts(&self, edition: &Edition<'a>) -> Vec<PartOf<'a>> {
        if edition.manuscript.form != Form::Brief {
            return Vec::new();
        }
        let id = &edition.manuscript.id;
        let part = |report: &'a Edition<'a>| {
            let chapters: Vec<_> = self.chapters(report).collect();
            let position = chapters.iter().position(|chapter| chapter.manuscript.id == *id)?;
            Some(PartOf {
                report,
                number: eco_format!("{}", position + 1),
                previous: position.checked_sub(1).map(|before| chapters[before]),
                next: chapters.get(position + 1).copied(),
            })
        };
        self.library.plan.reports_of(self.site, id).filter_map(part).collect()
    }

    fn report_part<'p>(&self, part: &'p PartOf<'a>, frame: &Frame<'_, '_>) -> ReportPart<'p> {
        ReportPart {
            report: self.page_link(part.report, frame),
            number: &part.number,
            previous: part.previous.map(|edition| self.page_link(edition, frame)),
            next: part.next.map(|edition| self.page_link(edition, frame)),
        }
    }

    fn page_link(&self, edition: &Edition<'a>, frame: &Frame<'_, '_>) -> PageLink<'a> {
        let headline = self.headline(edition);
        PageLink {
            title: self.renderer(&frame.root).label(&headline.title).into(),
            title_text: &headline.title_text,
            url: frame.url(&edition.address),
        }
    }

    fn card(&self, edition: &'a Edition<'a>, summary: &Summary, frame: &Frame<'_, '_>) -> Card<'a> {
        let renderer = self.renderer(&frame.root);
        let headline = self.headline(edition);
        Card {
            form: edition.manuscript.form,
            number: "",
            title: renderer.label(&headline.title).into(),
            title_text: &headline.title_text,
            finding: renderer.label(&headline.finding).into(),
            url: frame.url(&edition.address),
            authors: &edition.manuscript.authors,
            date: &headline.date,
            updated: headline.updated.as_ref(),
            reading_text: self.reading_text(summary.words),
            chapters: self
                .chapters(edition)
                .map(|chapter| self.page_link(chapter, frame))
                .collect(),
            files: self.files(edition, summary, frame),
        }
    }

    fn topic_link(&self, tag: &'a EcoString, count: usize, frame: &Frame<'_, '_>) -> TopicLink<'a> {
        let path = eco_format!("{}{}", self.prefix, topic_path(tag));
        TopicLink { name: tag, url: frame.url(&path), count }
    }

    fn files(
        &self,
        edition: &Edition<'_>,
        summary: &Summary,
        frame: &Frame<'_, '_>,
    ) -> Vec<FileLink> {
        let Some(pdf) = summary.pdf else { return Vec::new() };
        let address = edition.pdf_address();
        let pages = self.count("page-count", "pages", pdf.pages);
        let size = size_text(pdf.bytes);
        let arguments = [("pages", Argument::Text(&pages)), ("size", Argument::Text(&size))];
        let base = self.library.base_url;
        vec![FileLink {
            label: "PDF".to_owned(),
            url: frame.url(&address),
            canonical: (!base.is_empty()).then(|| format!("{base}{address}")),
            size_text: self.words.with("file-size", &arguments),
            media_type: "application/pdf",
        }]
    }

    fn reading_text(&self, words: usize) -> String {
        if words == 0 {
            return String::new();
        }
        self.count("reading-time", "minutes", words.div_ceil(WORDS_PER_MINUTE))
    }

    fn count(&self, id: &str, name: &str, count: usize) -> String {
        self.words.with(id, &[(name, Argument::Count(count))])
    }

    /// Returns how to cite an edition: authors, year, title, publisher, address.
    pub fn cite_text(&self, edition: &Edition<'_>, document: &Document) -> String {
        if document.form == Form::Page {
            return String::new();
        }
        let language = self.site.language;
        let publication = &self.library.publication.settings;
        let quotes = &language.quotes;
        let authors = language.list(document.authors.iter().map(EcoString::as_str));
        let year = edition.manuscript.date.year().to_string();
        let title = format!("{}{}{}", quotes.double_open, document.title_text, quotes.double_close);
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

/// The texts that the PDF of an edition prints beside its document.
#[derive(Debug)]
pub struct PdfTexts<'a> {
    paper: &'static str,
    publication: &'a str,
    publisher: &'a str,
    licence_name: &'a str,
    licence_url: &'a str,
    site: &'a str,
    address: String,
    cite_text: String,
    draft: bool,
    audience_name: EcoString,
    edition_text: String,
    decimal_sign: String,
}

impl PdfTexts<'_> {
    /// Returns the texts as Typst reads them.
    pub fn settings(&self) -> PdfSettings<'_> {
        PdfSettings {
            paper: self.paper,
            publication: self.publication,
            publisher: self.publisher,
            licence_name: self.licence_name,
            licence_url: self.licence_url,
            address: &self.address,
            cite_text: &self.cite_text,
            draft: self.draft,
            audience_name: &self.audience_name,
            edition_text: &self.edition_text,
            site: self.site,
            decimal_sign: &self.decimal_sign,
        }
    }
}

impl<'a> SitePages<'a> {
    /// Returns the interface words that take no arguments.
    pub fn plain_words(&self) -> &BTreeMap<String, String> {
        &self.parts.words
    }

    /// Gathers what the PDF of an edition prints beside its document.
    pub fn pdf_texts(&self, edition: &Edition<'_>, document: &Document) -> PdfTexts<'a> {
        let audience = edition.site.audience;
        let base = self.library.base_url;
        let licence = self.library.publication.settings.licence.as_ref();
        let name = audience.name.as_ref().map(|name| name.text(&self.site.language.tag));
        let audience_name = name.unwrap_or_default();
        let edition_text = match self.library.publication.audiences.len() {
            1 => String::new(),
            _ => format!("{} {audience_name}", self.words.get("edition-for")),
        };
        PdfTexts {
            paper: audience.paper.name(),
            publication: &self.parts.title,
            publisher: &self.parts.publisher,
            licence_name: &self.parts.licence_name,
            licence_url: licence.and_then(|licence| licence.url.as_deref()).unwrap_or_default(),
            site: base,
            address: if base.is_empty() {
                String::new()
            } else {
                format!("{base}{}", edition.address)
            },
            cite_text: self.cite_text(edition, document),
            draft: edition.manuscript.stage == Stage::Draft,
            audience_name,
            edition_text,
            decimal_sign: self.site.language.decimal_sign(),
        }
    }
}

/// A report that a brief is part of.
struct PartOf<'a> {
    report: &'a Edition<'a>,
    number: EcoString,
    previous: Option<&'a Edition<'a>>,
    next: Option<&'a Edition<'a>>,
}

fn lacking(tag: &str, id: &str) -> Diagnostic {
    let message = format!("the words for `{tag}` lack the message `{id}`");
    Diagnostic::error_at_path(Code::MissingWord, format!("words/{tag}.ftl"), message)
        .with_hint(format!("add a line `{id} = …`"))
}

fn share<T: serde::Serialize>(part: &T) -> Result<Shared<T>, Diagnostic> {
    Shared::new(part)
        .map_err(|error| Diagnostic::error_at_path(Code::TemplateError, "html", error.to_string()))
}

fn topic_path(tag: &str) -> String {
    format!("topics/{}/", slug(tag))
}

/// Returns the path part of an address, for pages that may be shown anywhere.
fn root_path(base_url: &str) -> String {
    let path = base_url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    path.map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}"))
}

/// Returns a size in decimal units, which people meet on their devices.
fn size_text(bytes: usize) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// The texts that the pages of a site share.
#[derive(Debug)]
pub struct SiteParts {
    title: EcoString,
    description: EcoString,
    publisher: EcoString,
    licence_name: EcoString,
    navigation: Vec<(EcoString, EcoString)>,
    languages: Vec<(EcoString, EcoString, EcoString)>,
    prefix: EcoString,
    words: BTreeMap<String, String>,
    bibliography: Vec<Entry>,
}

impl SiteParts {
    /// Gathers the texts of a site.
    pub fn new(site: Site<'_>, library: Library<'_>, theme: &Theme, style: &Style) -> Self {
        let settings = &library.publication.settings;
        let tag = &site.language.tag;
        let text = |text: &Option<crate::localized::Localized>| {
            text.as_ref().map(|text| text.text(tag)).unwrap_or_default()
        };
        let prefix = site.prefix(library.publication);
        let word =
            |id: &str| theme.words.get(tag).map(|words| words.get(id).into()).unwrap_or_default();
        let pages =
            library.plan.of_site(site).filter(|edition| edition.manuscript.form == Form::Page);
        let mut navigation: Vec<(EcoString, EcoString)> = pages
            .map(|edition| {
                (library.headlines[edition.index].title_text.clone(), edition.address.clone())
            })
            .collect();
        if !library.publication.sources.is_empty() {
            navigation.push((word("sources"), eco_format!("{prefix}sources/")));
        }
        let same_audience =
            library.plan.sites.iter().filter(|other| other.audience.id == site.audience.id);
        let languages = same_audience.map(|other| {
            let tag = other.language.tag.clone();
            let words = theme.words.get(&tag);
            let name = words.map(|words| words.get("language-name").into()).unwrap_or_default();
            (tag, name, other.prefix(library.publication))
        });
        Self {
            title: settings.title.text(tag),
            description: text(&settings.description),
            publisher: text(&settings.publisher),
            licence_name: settings
                .licence
                .as_ref()
                .map(|licence| licence.name.text(tag))
                .unwrap_or_default(),
            navigation,
            languages: languages.collect(),
            prefix,
            words: theme.plain_words(tag),
            bibliography: all_sources(library.publication, style, site),
        }
    }

    fn context<'c>(&'c self, library: Library<'c>, theme: &'c Theme) -> SiteContext<'c> {
        let licence = library.publication.settings.licence.as_ref();
        SiteContext {
            title: &self.title,
            description: &self.description,
            publisher: &self.publisher,
            licence: licence.map(|licence| Licence {
                name: &self.licence_name,
                url: licence.url.as_deref().unwrap_or_default(),
            }),
            home_path: &self.prefix,
            navigation: self
                .navigation
                .iter()
                .map(|(label, path)| NavigationItem { label, path })
                .collect(),
            languages: self
                .languages
                .iter()
                .map(|(language, name, path)| LanguageLink { language, name, path })
                .collect(),
            stylesheet_path: STYLESHEET,
            paper: Paper {
                light: theme.tokens.colour("paper", Medium::Light),
                dark: theme.tokens.colour("paper", Medium::Dark),
            },
            generator: GENERATOR,
        }
    }
}

/// Formats all works that the publication can cite.
fn all_sources(publication: &Publication, style: &Style, site: Site<'_>) -> Vec<Entry> {
    let mut collector = Collector::default();
    for (key, source) in publication.sources.iter() {
        collector.add(vec![Cite::of(Spanned::new(key.clone(), source.span))]);
    }
    collector.format(&publication.sources, style, site.language).bibliography
}

/// Where a page stands, and which other editions of it there are.
struct Frame<'f, 'a> {
    pages: &'f SitePages<'a>,
    address: &'f EcoString,
    root: String,
    canonical: Option<String>,
    draft: bool,
    variants: Vec<Variant<'a>>,
}

/// Another edition of a page, or the page itself.
struct Variant<'a> {
    site: Site<'a>,
    audience_name: EcoString,
    language_name: EcoString,
    address: EcoString,
    canonical: String,
}

impl<'f, 'a> Frame<'f, 'a> {
    /// Makes the frame of a list; `address_in` gives its address on the site with a prefix, or
    /// nothing if other sites have no such page.
    fn new(
        pages: &'f SitePages<'a>,
        address: &'f EcoString,
        address_in: impl Fn(&EcoString) -> EcoString,
    ) -> Self {
        let library = pages.library;
        let variants = library.plan.sites.iter().filter_map(|&site| {
            let prefix = site.prefix(library.publication);
            let address = address_in(&prefix);
            let exists = !address.is_empty()
                || (prefix.is_empty() && pages.prefix == *address_in(&pages.prefix));
            exists.then(|| Variant::new(pages, site, address))
        });
        Self::with_variants(pages, address, variants.collect(), Stage::Published)
    }

    fn of_edition(pages: &'f SitePages<'a>, edition: &'f Edition<'a>) -> Self {
        let manuscript = edition.manuscript;
        let variants = pages.library.plan.variants(manuscript.form, &manuscript.id);
        let variants = variants.map(|other| Variant::new(pages, other.site, other.address.clone()));
        Self::with_variants(pages, &edition.address, variants.collect(), manuscript.stage)
    }

    fn with_variants(
        pages: &'f SitePages<'a>,
        address: &'f EcoString,
        variants: Vec<Variant<'a>>,
        stage: Stage,
    ) -> Self {
        let base = pages.library.base_url;
        let depth = address.matches('/').count();
        let root = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
        // Readers of all audiences are sent to the same canonical edition: the default one.
        let canonical = variants
            .iter()
            .filter(|variant| variant.site.language.tag == pages.site.language.tag)
            .min_by_key(|variant| variant.site.index)
            .map_or_else(|| format!("{base}{address}"), |variant| variant.canonical.clone());
        Self {
            pages,
            address,
            root,
            canonical: (!base.is_empty()).then_some(canonical),
            draft: stage == Stage::Draft,
            variants,
        }
    }

    /// Returns the way from this page to a path below the root.
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    fn page<'p>(&'p self, kind: PageKind, title: &'p str, description: &'p str) -> Page<'p> {
        let language = self.pages.site.language;
        Page {
            kind,
            path: self.address,
            canonical: self.canonical.as_deref(),
            root: &self.root,
            language: &language.tag,
            direction: language.direction,
            title,
            description,
            draft: self.draft,
            alternates: self.alternates(),
            editions: self.editions(),
        }
    }

    fn alternates(&self) -> Vec<Alternate<'_>> {
        let same_audience =
            |variant: &&Variant<'_>| variant.site.audience.id == self.pages.site.audience.id;
        let variants: Vec<_> = self.variants.iter().filter(same_audience).collect();
        if variants.len() < 2 || self.pages.library.base_url.is_empty() {
            return Vec::new();
        }
        let default = variants.iter().min_by_key(|variant| variant.site.index);
        let default =
            default.map(|variant| Alternate { language: "x-default", url: &variant.canonical });
        let alternates = variants.iter().map(|variant| Alternate {
            language: &variant.site.language.tag,
            url: &variant.canonical,
        });
        alternates.chain(default).collect()
    }

    fn editions(&self) -> Vec<EditionLink<'_>> {
        if self.variants.len() < 2 {
            return Vec::new();
        }
        let here = self.pages.site;
        let link = |variant: &'_ Variant<'a>| {
            let same_audience = variant.site.audience.id == here.audience.id;
            let same_language = variant.site.language.tag == here.language.tag;
            (same_audience, same_language)
        };
        self.variants
            .iter()
            .map(|variant| {
                let (same_audience, same_language) = link(variant);
                EditionLink {
                    audience: &variant.site.audience.id,
                    audience_name: &variant.audience_name,
                    language: &variant.site.language.tag,
                    language_name: &variant.language_name,
                    url: self.url(&variant.address),
                    same_audience,
                    same_language,
                    current: same_audience && same_language,
                }
            })
            .collect()
    }
}

impl<'a> Variant<'a> {
    fn new(pages: &SitePages<'a>, site: Site<'a>, address: EcoString) -> Self {
        let name = site.audience.name.as_ref();
        let words = pages.theme.words.get(&site.language.tag);
        Self {
            site,
            audience_name: name.map(|name| name.text(&pages.site.language.tag)).unwrap_or_default(),
            language_name: words.map(|words| words.get("language-name").into()).unwrap_or_default(),
            canonical: format!("{}{address}", pages.library.base_url),
            address,
        }
    }
}
