//! What templates get: one borrowed, typed value for each kind of page.
//!
//! ```text
//! Document ──render::html──> markup ──┐
//! plan, settings, words ──────────────┴──> CONTEXT ──Tera──> page
//! ```
//!
//! A template meets three names on every page, `site`, `page` and `words`, and one
//! or more that belong to its kind. The field docs here are the reference of what a
//! template may print, so they address its designer. Four rules hold throughout:
//!
//! - a field named `url` is ready to print; a `path` is below the root of the site
//!   and needs `page.root` before it;
//! - markup has the type [`Html`] and prints as it is; all other text is escaped;
//! - a text with an argument, such as *14 minutes*, is composed before it gets here,
//!   so templates never build sentences from parts;
//! - what may be missing is null, and what may be empty is an empty list or text.
//!
//! Interface words are looked up by the id of their message: `words["key-messages"]`.

mod data;
mod document;
mod entities;
mod html;
mod site;

use std::borrow::Cow;
use std::collections::BTreeMap;

use ecow::EcoString;
use serde::Serialize;

use crate::tree::{CorrectionNote, DateText, Form};
pub use data::{DatasetCard, DatasetPage, DatasetView, DatasetsPage, RegisterCard, RegistersPage};
pub use document::{
    DocumentPage, DocumentView, DrawingView, EntryNeighbours, ExhibitList, FigurePage, FigureView,
    FileLink, OutlineItem, PageColours, ProfileNeighbours, ReportPart,
};
pub use entities::{
    EntitiesPage, EntityEntries, EntityFigures, EntityPage, EntityText, EntityView,
};
pub use html::{Html, Shared};
pub use site::{
    Alternate, CitationView, Crumb, EditionLink, EditionView, LanguageLink, LicenceView, LogoView,
    NavigationItem, Page, PageKind, ReleaseView, ShareCard, SiteView, StyledCitation,
};

/// The front page, for `home.html`.
#[derive(Debug, Clone, Serialize)]
pub struct HomePage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The text of the front page, `content/pages/index.md`; null if there is none.
    pub document: Option<DocumentView<'a>>,
    /// A drawing of the publication's own data; null if there is none.
    pub drawing: Option<DrawingView>,
    /// What was changed after publication, the latest first: a few.
    pub corrections: Vec<CorrectionItem<'a>>,
    /// The texts that came out or changed last, newest first; empty if all are of one day.
    pub news: Vec<NewsItem<'a>>,
    /// The reports, in the order of the settings.
    pub reports: Vec<Card<'a>>,
    /// The briefs that belong to no report, newest first.
    pub briefs: Vec<Card<'a>>,
    /// The subjects, in alphabetical order.
    pub topics: Vec<TopicLink<'a>>,
    /// The countries and organisations that have a page, by name.
    pub entities: Vec<TopicLink<'a>>,
}

/// The bibliography of the whole publication, for `sources.html`.
#[derive(Debug, Clone, Serialize)]
pub struct SourcesPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The works, sorted as the citation style sorts them.
    pub sources: Vec<SourceItem<'a>>,
}

/// All that the publication says on one subject, or all of one author, for `topic.html`.
#[derive(Debug, Clone, Serialize)]
pub struct TopicPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The subject, or the name of the author.
    pub topic: &'a str,
    /// Which of the two it is, in words.
    pub kind_text: String,
    /// What a registry of people or organisations has on the author: an address; empty if nothing.
    pub about_url: String,
    /// The reports and briefs on it, newest first.
    pub documents: Vec<Card<'a>>,
}

/// The search, for `search.html`.
#[derive(Debug, Clone, Serialize)]
pub struct SearchPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The script with the index, from this page.
    pub index_url: &'a str,
    /// All that can be found, for those without JavaScript.
    pub groups: Vec<SearchGroup<'a>>,
}

/// Pages of one kind that can be found.
#[derive(Debug, Clone, Serialize)]
pub struct SearchGroup<'a> {
    /// The kind, as the index names it: `report`, `brief`, `page`, `register`, `entry`, `dataset`.
    pub kind: &'static str,
    /// What the kind is called.
    pub title: String,
    /// The pages.
    pub pages: Vec<PageLink<'a>>,
}

/// The accessibility statement, for `accessibility.html`.
#[derive(Debug, Clone, Serialize)]
pub struct AccessibilityPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// Whether the site has PDFs.
    pub has_pdfs: bool,
    /// Whether it has books for e-readers.
    pub has_books: bool,
    /// The address to write to; empty if the publication gives none.
    pub contact: &'a str,
}

/// What was changed in texts after they came out, for `corrections.html`.
#[derive(Debug, Clone, Serialize)]
pub struct CorrectionsPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// All notices, the latest first.
    pub corrections: Vec<CorrectionItem<'a>>,
}

/// What was changed in a text.
#[derive(Debug, Clone, Serialize)]
pub struct CorrectionItem<'a> {
    /// What kind of change it was, its day, and what was changed.
    pub note: &'a CorrectionNote,
    /// The text.
    pub page: PageLink<'a>,
}

/// What comes out when, and what came out, for `releases.html`.
#[derive(Debug, Clone, Serialize)]
pub struct ReleasesPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// What is announced, the next first.
    pub coming: Vec<ComingRelease<'a>>,
    /// The way from this page to the dates of that for calendars; empty if nothing is announced.
    pub calendar_url: &'a str,
    /// What came out, the latest first.
    pub past: Vec<PastRelease<'a>>,
}

/// Something that is announced.
#[derive(Debug, Clone, Serialize)]
pub struct ComingRelease<'a> {
    /// What is said of it.
    pub title: &'a str,
    /// When it comes out: with the time of day and its time zone.
    pub date: &'a DateText,
}

/// A release that stays readable.
#[derive(Debug, Clone, Serialize)]
pub struct PastRelease<'a> {
    /// Its name.
    pub name: &'a str,
    /// The day on which it came out.
    pub date: &'a DateText,
    /// Where it is, from this page.
    pub url: String,
}

/// The page for an address that does not exist, for `404.html`.
///
/// It is shown at whatever address was asked for, so its `page.root` begins with a
/// slash, unlike that of other pages.
#[derive(Debug, Clone, Serialize)]
pub struct NotFoundPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The reports, as places to go on from.
    pub reports: Vec<PageLink<'a>>,
}

/// A document in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Card<'a> {
    /// What it is: `report`, `brief` or `page`.
    pub form: Form,
    /// Its number in the list, such as `3`; empty if the list has no numbers.
    pub number: &'a str,
    /// The title, without links of its own.
    pub title: Html,
    /// The title as plain text.
    pub title_text: &'a str,
    /// The finding, without links of its own.
    pub finding: Html,
    /// Where it is, from this page.
    pub url: String,
    /// The authors, in order.
    pub authors: &'a [EcoString],
    /// The day of publication.
    pub date: &'a DateText,
    /// The day of the last change; null if there was none.
    pub updated: Option<&'a DateText>,
    /// How long it takes to read, such as `14 minutes`.
    pub reading_text: String,
    /// The chapters of a report; empty for other forms.
    pub chapters: Vec<PageLink<'a>>,
    /// Its files, such as the PDF.
    pub files: Vec<FileLink>,
}

/// A page by its title.
#[derive(Debug, Clone, Serialize)]
pub struct PageLink<'a> {
    /// The title, without links of its own.
    pub title: Html,
    /// The title as plain text.
    pub title_text: &'a str,
    /// Where it is, from this page.
    pub url: String,
}

/// A text that is new or has changed.
#[derive(Debug, Clone, Serialize)]
pub struct NewsItem<'a> {
    /// The text.
    pub page: PageLink<'a>,
    /// What it is: `report` or `brief`.
    pub form: Form,
    /// The day on which it came out, or changed last.
    pub date: &'a DateText,
    /// Whether it changed after it came out.
    pub updated: bool,
}

/// A subject and its page.
#[derive(Debug, Clone, Serialize)]
pub struct TopicLink<'a> {
    /// The subject.
    pub name: Cow<'a, str>,
    /// Where its page is, from this page.
    pub url: String,
    /// How many documents it has.
    pub count: usize,
}

/// A work of the publication's bibliography.
#[derive(Debug, Clone, Serialize)]
pub struct SourceItem<'a> {
    /// The anchor, which is the same as in the documents' own bibliographies.
    pub id: &'a str,
    /// The formatted reference.
    pub content: Html,
    /// The documents that cite it, in the order of the front page.
    pub cited_in: Vec<PageLink<'a>>,
}

/// The interface words in one language, by the id of their message.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub struct WordMap<'a>(pub BTreeMap<&'a str, String>);
