//! Documents on their pages.

use std::collections::BTreeMap;

use ecow::EcoString;
use serde::Serialize;

use super::{Card, Html, PageLink, Shared, TopicLink, WordMap};
use crate::language;
use crate::publication::declared::Value;
use crate::render::context::site::{CitationView, Page, SiteView};
use crate::render::html::HtmlRenderer;
use crate::render::list_word;
use crate::tree::{CorrectionNote, DateText, Document, FigureForm, Form, OutlineEntry};

/// A report, a brief or another page, for `report.html`, `brief.html` and `page.html`.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The document that the page shows.
    pub document: DocumentView<'a>,
}

/// The colour of the page in both schemes, as hexadecimal numbers.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct PageColours<'a> {
    /// In the light scheme, such as `#FCFAF6`.
    pub light: &'a str,
    /// In the dark scheme.
    pub dark: &'a str,
}

/// A document, rendered.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentView<'a> {
    /// What it is: `report`, `brief` or `page`.
    pub form: Form,
    /// Its identifier within the publication, such as `china/money`.
    pub id: &'a str,
    /// The title.
    pub title: Html,
    /// The title as plain text, for attributes and metadata.
    pub title_text: &'a str,
    /// What was found, in one sentence; empty on some pages.
    pub finding: Html,
    /// The finding as plain text.
    pub finding_text: &'a str,
    /// The authors, in order, each with the page of all that is theirs.
    pub authors: Vec<TopicLink<'a>>,
    /// The day of publication, with `iso` for machines and `text` for readers.
    pub date: &'a DateText,
    /// The day of the last change; null if there was none.
    pub updated: Option<&'a DateText>,
    /// What was changed in it after it came out, the latest first: `kind`, `label`, `date`, `what`.
    pub corrections: &'a [CorrectionNote],
    /// The language of the text, where the original stands in for a translation; else empty.
    pub foreign_language: &'a str,
    /// What says so, in the language of the page; empty for other texts.
    pub foreign_text: String,
    /// The subjects.
    pub topics: Vec<TopicLink<'a>>,
    /// How long it takes to read, such as `14 minutes`.
    pub reading_text: String,
    /// How long it is, such as `3,200 words`.
    pub words_text: String,
    /// A drawing of the document's own data; null if there is none.
    pub drawing: Option<DrawingView>,
    /// Three to five sentences for the reader in a hurry; empty on some pages.
    pub key_messages: Vec<Html>,
    /// The text: for a report its opening text and all its chapters.
    pub body: Html,
    /// Whether the text has blocks whose rules are in `quipu-more.css`.
    pub more_styles: bool,
    /// The headings, as a tree.
    pub outline: Vec<OutlineItem>,
    /// The lists of figures and tables that a report asks for.
    pub lists: Vec<ExhibitList>,
    /// The works cited, as a list; empty if none are.
    pub bibliography: Html,
    /// How it came to be: authors, version, thanks, funding, disclaimer; empty if nothing is known.
    pub about: Html,
    /// The terms that it uses, with their definitions; empty if there are none.
    pub glossary: Html,
    /// The datasets that the numbers are based on, one section each; empty if there are none.
    pub annex: Html,
    /// How to cite the document itself; null where nobody would.
    pub citation: Option<CitationView>,
    /// Its DOI; empty if it has none.
    pub doi: &'a str,
    /// Its ISBN; empty if it has none.
    pub isbn: &'a str,
    /// What its front matter gives under `extra`, by the names that `quipu.yaml` declares; null for each
    /// that it does not give.
    pub extra: BTreeMap<&'a str, Option<&'a Value>>,
    /// Its files, such as the PDF.
    pub files: Vec<FileLink>,
    /// Where the same text is as Markdown, from this page.
    pub markdown_url: &'a str,
    /// Where the feed of a report is, from this page; empty for other forms, and where the site has none.
    pub feed_url: &'a str,
    /// The briefs of a report, each on a page of its own; empty for other forms.
    pub chapters: Vec<Card<'a>>,
    /// The related texts: those that share sources, data and subjects; empty if there are none.
    pub related: Vec<PageLink<'a>>,
    /// The briefs and reports that mention the entry of a register; empty for other forms.
    pub mentioned_in: Vec<PageLink<'a>>,
    /// The register of an entry, and the entries beside it; null for other forms.
    pub neighbours: Option<EntryNeighbours<'a>>,
    /// The list that a profile stands in, and the profiles beside it; null for other texts.
    pub profiles: Option<ProfileNeighbours<'a>>,
    /// The reports that a brief belongs to; empty for other forms.
    pub reports: Vec<ReportPart<'a>>,
}

/// The list that the profile of an entity stands in, and its neighbours there.
#[derive(Debug, Clone, Serialize)]
pub struct ProfileNeighbours<'a> {
    /// The page that lists all profiles.
    pub all: PageLink<'a>,
    /// The profile before it; null for the first.
    pub previous: Option<PageLink<'a>>,
    /// The profile after it; null for the last.
    pub next: Option<PageLink<'a>>,
}

/// The register that an entry is in, and its neighbours there.
#[derive(Debug, Clone, Serialize)]
pub struct EntryNeighbours<'a> {
    /// The page of the register.
    pub register: PageLink<'a>,
    /// The entry before it; null for the first.
    pub previous: Option<PageLink<'a>>,
    /// The entry after it; null for the last.
    pub next: Option<PageLink<'a>>,
}

/// A figure on a page of its own, for `figure.html`.
#[derive(Debug, Clone, Serialize)]
pub struct FigurePage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The figure.
    pub figure: FigureView<'a>,
}

/// A figure that stands alone.
#[derive(Debug, Clone, Serialize)]
pub struct FigureView<'a> {
    /// The figure, with its caption, notes, source and files.
    pub html: Html,
    /// The title of the document that it is from.
    pub document_title: &'a str,
    /// Its place in that document, from here.
    pub url: String,
    /// The full address of that place; null if the publication has no address.
    pub link: Option<String>,
    /// The HTML with which other sites embed the figure; null if the publication has no address.
    pub embed: Option<String>,
}

/// A report that a brief belongs to, and the brief's neighbours in it.
#[derive(Debug, Clone, Serialize)]
pub struct ReportPart<'a> {
    /// The report.
    pub report: PageLink<'a>,
    /// The number of the brief in the report, such as `3`.
    pub number: EcoString,
    /// The brief before it; null for the first.
    pub previous: Option<PageLink<'a>>,
    /// The brief after it; null for the last.
    pub next: Option<PageLink<'a>>,
}

/// A file to download.
#[derive(Debug, Clone, Serialize)]
pub struct FileLink {
    /// What it is, such as `PDF`.
    pub label: String,
    /// Where it is, from this page.
    pub url: String,
    /// Its full address; null if the publication does not know its own.
    pub canonical: Option<String>,
    /// How much there is of it, such as `24 pages, 612 kB`; empty if not yet known.
    pub size_text: String,
    /// The media type, such as `application/pdf`.
    pub media_type: EcoString,
}

/// A drawing made from data, in place of a picture.
#[derive(Debug, Clone, Serialize)]
pub struct DrawingView {
    /// The drawing as an `svg` element, which names itself to those who cannot see it.
    pub svg: Html,
    /// A line under it that says what it shows; empty if it needs none.
    pub caption: Html,
}

/// A heading and the headings below it.
#[derive(Debug, Clone, Serialize)]
pub struct OutlineItem {
    /// The number as printed; empty where headings have none.
    pub number: EcoString,
    /// The text, without links of its own.
    pub title: Html,
    /// Its anchor on this page, such as `#sec-finance`.
    pub url: String,
    /// The headings below it.
    pub children: Vec<OutlineItem>,
}

/// A list of the figures or tables of a report.
#[derive(Debug, Clone, Serialize)]
pub struct ExhibitList {
    /// Its heading, such as `Figures`.
    pub title: String,
    /// The figures or tables, each with its label as number; the address is empty where the author gave
    /// no id.
    pub entries: Vec<OutlineItem>,
}

impl ExhibitList {
    /// Returns the lists that a document asks for; none of what it has none of.
    pub fn of(
        document: &Document,
        renderer: &HtmlRenderer<'_>,
        words: &language::Words,
    ) -> Vec<Self> {
        let list = |form: &FigureForm| {
            let title = words.get(list_word(*form));
            let entries = document.listed(*form).into_iter().map(|figure| OutlineItem {
                number: figure.label.clone(),
                title: renderer.label(&figure.title).into(),
                url: if figure.id.is_empty() { String::new() } else { format!("#{}", figure.id) },
                children: Vec::new(),
            });
            Self { title: title.into(), entries: entries.collect() }
        };
        document.lists.iter().map(list).filter(|list| !list.entries.is_empty()).collect()
    }
}

impl OutlineItem {
    /// Arranges headings in document order as a tree.
    ///
    /// A heading that skips a level hangs below the last one above it, so no level
    /// of the tree is empty.
    pub fn tree(entries: &[OutlineEntry], renderer: &HtmlRenderer<'_>) -> Vec<Self> {
        let mut items = Vec::new();
        let mut rest = entries;
        while let Some((first, after)) = rest.split_first() {
            let below = after.iter().take_while(|entry| entry.level > first.level).count();
            let (children, next) = after.split_at(below);
            items.push(Self {
                number: first.number.clone(),
                title: renderer.label(&first.title).into(),
                url: format!("#{}", first.id),
                children: Self::tree(children, renderer),
            });
            rest = next;
        }
        items
    }
}
