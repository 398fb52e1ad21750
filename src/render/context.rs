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

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;

use ecow::EcoString;
use serde::{Serialize, Serializer};

use super::html::HtmlRenderer;
use crate::publication::declared::Value;
use crate::tree::{DateText, Form, OutlineEntry};

/// The front page, for `home.html`.
#[derive(Debug, Clone, Serialize)]
pub struct HomePage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<Site<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<Words<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// A text about the publication; empty if its settings have none.
    pub introduction: Html,
    /// A drawing of the publication's own data; null if there is none.
    pub drawing: Option<Drawing>,
    /// The reports, in the order of the settings.
    pub reports: Vec<Card<'a>>,
    /// The briefs that belong to no report, newest first.
    pub briefs: Vec<Card<'a>>,
    /// The subjects, in alphabetical order.
    pub topics: Vec<TopicLink<'a>>,
    /// The countries and organisations that have a page, by name.
    pub entities: Vec<TopicLink<'a>>,
}

/// A report, a brief or another page, for `report.html`, `brief.html` and `page.html`.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<Site<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<Words<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The document that the page shows.
    pub document: DocumentView<'a>,
}

/// The bibliography of the whole publication, for `sources.html`.
#[derive(Debug, Clone, Serialize)]
pub struct SourcesPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<Site<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<Words<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The works, sorted as the citation style sorts them.
    pub sources: Vec<SourceItem<'a>>,
}

/// All that the publication says on one subject, or all of one author, for `topic.html`.
#[derive(Debug, Clone, Serialize)]
pub struct TopicPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<Site<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<Words<'a>>,
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

/// The list of countries and organisations, for `entities.html`.
#[derive(Debug, Clone, Serialize)]
pub struct EntitiesPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<Site<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<Words<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// Those that have a page, by name.
    pub entities: Vec<TopicLink<'a>>,
}

/// What the publication has on a country or organisation, for `entity.html`.
#[derive(Debug, Clone, Serialize)]
pub struct EntityPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<Site<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<Words<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The country or organisation.
    pub entity: EntityView<'a>,
}

/// A country or organisation, and what the publication has on it.
#[derive(Debug, Clone, Serialize)]
pub struct EntityView<'a> {
    /// The name.
    pub name: &'a str,
    /// The blocs that it is or was a member of.
    pub member_of: Vec<TopicLink<'a>>,
    /// Its members, if it is a bloc.
    pub members: Vec<TopicLink<'a>>,
    /// The texts that are of it as a whole: its profiles.
    pub profiles: Vec<PageLink<'a>>,
    /// The entries of registers that name it.
    pub entries: Vec<EntityEntries<'a>>,
    /// Its rows in the open data.
    pub figures: Vec<EntityFigures>,
    /// The texts that speak of it.
    pub texts: Vec<EntityText<'a>>,
}

/// The entries of a register that name an entity.
#[derive(Debug, Clone, Serialize)]
pub struct EntityEntries<'a> {
    /// The register.
    pub register: PageLink<'a>,
    /// The entries.
    pub entries: Vec<PageLink<'a>>,
}

/// The rows of a dataset on an entity.
#[derive(Debug, Clone, Serialize)]
pub struct EntityFigures {
    /// The title of the dataset.
    pub title: String,
    /// Where its page is, from this page.
    pub url: String,
    /// The rows.
    pub table: Html,
    /// Whether there are more rows than these.
    pub is_cut: bool,
}

/// A text that speaks of an entity.
#[derive(Debug, Clone, Serialize)]
pub struct EntityText<'a> {
    /// The text.
    pub text: PageLink<'a>,
    /// The sections that do.
    pub sections: Vec<PageLink<'a>>,
}

/// The search, for `search.html`.
#[derive(Debug, Clone, Serialize)]
pub struct SearchPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<Site<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<Words<'a>>,
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

/// The page for an address that is none, for `404.html`.
///
/// It is shown at whatever address was asked for, so its `page.root` begins with a
/// slash, unlike that of other pages.
#[derive(Debug, Clone, Serialize)]
pub struct NotFoundPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<Site<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<Words<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The reports, as places to go on from.
    pub reports: Vec<PageLink<'a>>,
}

/// Which edition a page belongs to. Every template has it, under the name `edition`.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct EditionView<'a> {
    /// The id of the audience.
    pub audience: &'a str,
    /// The language tag.
    pub language: &'a str,
    /// What is made: `html`.
    pub format: &'static str,
}

/// What all pages of one language share.
#[derive(Debug, Clone, Serialize)]
pub struct Site<'a> {
    /// The title of the publication.
    pub title: &'a str,
    /// What the publication is, in one sentence; empty if its settings have none.
    pub description: &'a str,
    /// Who publishes it; empty if its settings do not say.
    pub publisher: &'a str,
    /// The ISSN of the publication; empty if its settings have none.
    pub issn: &'a str,
    /// The logo; null if the settings have none.
    pub logo: Option<LogoView<'a>>,
    /// The licence of the content; null if its settings have none.
    pub licence: Option<Licence<'a>>,
    /// The way to the front page in this language, below the root.
    pub home_path: &'a str,
    /// The main navigation, without the front page.
    pub navigation: Vec<NavigationItem<'a>>,
    /// The languages of the publication, the first one first.
    pub languages: Vec<LanguageLink<'a>>,
    /// The folder of style sheet and fonts, below the root, with a slash at its end.
    pub assets_path: &'a str,
    /// The way to the style sheet, below the root.
    pub stylesheet_path: &'a str,
    /// The way to the web manifest, below the root.
    pub manifest_path: &'a str,
    /// The way to the feed of new texts, below the root; empty if the site has none, as one without an
    /// address of its own.
    pub feed_path: &'a str,
    /// The theme's `paper`, for the frame that browsers draw around a page.
    pub paper: Paper<'a>,
    /// The program that made the page, such as `Quipu 0.1.0`.
    pub generator: &'a str,
}

/// The logo of a publication.
#[derive(Debug, Clone, Serialize)]
pub struct LogoView<'a> {
    /// The way to the picture for light paper, below the root.
    pub path: &'a str,
    /// The way to the picture for dark paper, below the root; empty if one serves both.
    pub dark_path: &'a str,
    /// What it says, for those who do not see it.
    pub alt: &'a str,
}

/// A licence.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Licence<'a> {
    /// Its name, such as `CC BY 4.0`.
    pub name: &'a str,
    /// The address of its text; empty if the settings have none.
    pub url: &'a str,
}

/// An entry of the main navigation.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct NavigationItem<'a> {
    /// What it says.
    pub label: &'a str,
    /// The language of what it says; empty if it is that of the page.
    pub language: &'a str,
    /// Where it leads, below the root. It is the current one if it equals `page.path`.
    pub path: &'a str,
}

/// A language of the publication.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct LanguageLink<'a> {
    /// The language tag, such as `es-419`.
    pub language: &'a str,
    /// The name of the language in that language, such as `español`.
    pub name: &'a str,
    /// The way to its front page, below the root.
    pub path: &'a str,
}

/// The colour of the page in both schemes, as hexadecimal numbers.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Paper<'a> {
    /// In the light scheme, such as `#FCFAF6`.
    pub light: &'a str,
    /// In the dark scheme.
    pub dark: &'a str,
}

/// What every page has.
#[derive(Debug, Clone, Serialize)]
pub struct Page<'a> {
    /// What kind of page it is.
    pub kind: PageKind,
    /// Its address below the root, such as `briefs/trade/`; empty for the front page.
    pub path: &'a str,
    /// Its full address; null if the publication does not know its own.
    pub canonical: Option<&'a str>,
    /// The way from this page to the root: `./`, `../../`. It ends in a slash.
    pub root: &'a str,
    /// The language tag, such as `es-419`.
    pub language: &'a str,
    /// The writing direction, `ltr` or `rtl`.
    pub direction: &'a str,
    /// Its title, without the title of the publication.
    pub title: &'a str,
    /// What it says, in one sentence, for search engines and previews.
    pub description: &'a str,
    /// Whether it is a draft, which must not be taken for a publication.
    pub draft: bool,
    /// Whether it is itself the page that search engines and catalogues are sent to.
    pub is_canonical: bool,
    /// The pages above it, from the front page down, and itself; empty on the front page.
    pub breadcrumbs: Vec<Crumb<'a>>,
    /// What it is, as JSON-LD; null if the publication does not know its own address.
    pub metadata: Option<&'a Html>,
    /// The picture that is shown where somebody shares it; null if there is none.
    pub card: Option<ShareCard>,
    /// The same page in all languages, this one included, for search engines; empty if
    /// there is one language or if the publication does not know its own address.
    pub alternates: Vec<Alternate<'a>>,
    /// The editions of this page for all audiences and languages, this one included;
    /// empty if there is no other.
    pub editions: Vec<EditionLink<'a>>,
}

/// A page on the way from the front page.
#[derive(Debug, Clone, Serialize)]
pub struct Crumb<'a> {
    /// The title.
    pub title: &'a str,
    /// Where it is, from this page.
    pub url: String,
}

/// The picture that is shown where somebody shares a page.
#[derive(Debug, Clone, Serialize)]
pub struct ShareCard {
    /// Its full address.
    pub url: String,
    /// Its width in pixels.
    pub width: usize,
    /// Its height in pixels.
    pub height: usize,
}

/// How to cite a work of the publication.
#[derive(Debug, Clone, Serialize)]
pub struct CitationView {
    /// The reference in several styles.
    pub styles: Vec<StyledCitation>,
    /// The reference in files for citation managers.
    pub files: Vec<FileLink>,
}

impl CitationView {
    /// Returns the reference with another address.
    #[must_use]
    pub fn readdressed(&self, from: &str, to: &str) -> Self {
        let mut view = self.clone();
        for style in &mut view.styles {
            style.text = Html(style.text.0.replace(from, to));
        }
        view
    }
}

/// A reference in one style.
#[derive(Debug, Clone, Serialize)]
pub struct StyledCitation {
    /// What the style is called, such as `APA`.
    pub name: &'static str,
    /// The reference.
    pub text: Html,
}

/// What kind of page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// The front page.
    Home,
    /// A report with all its chapters.
    Report,
    /// One brief.
    Brief,
    /// A page beside the reports, such as *About*.
    Page,
    /// The bibliography of the publication.
    Sources,
    /// All documents on a subject.
    Topic,
    /// All documents of an author.
    Author,
    /// The list of countries and organisations.
    Entities,
    /// The page of a country or organisation. Its name leaves `entity` to data.
    #[serde(rename = "entity-page")]
    Entity,
    /// The page of a register.
    Register,
    /// The page of an entry of a register.
    Entry,
    /// The list of the profiles of a brief or report.
    Profiles,
    /// The list of all registers.
    Registers,
    /// The list of all open data.
    Datasets,
    /// The search.
    Search,
    /// The page of a dataset. Its name leaves `dataset` to the sections of annexes.
    #[serde(rename = "dataset-page")]
    Dataset,
    /// A figure alone. Its name leaves `figure` to figures.
    #[serde(rename = "figure-page")]
    Figure,
    /// The page for an address that is none.
    NotFound,
}

/// The same page in a language, for search engines.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Alternate<'a> {
    /// The language tag, or `x-default` for the one to show to everybody else.
    pub language: &'a str,
    /// The full address.
    pub url: &'a str,
}

/// An edition of the page, for the switch that readers see.
///
/// To offer the audiences, take those in the language of the page; to offer the
/// languages, those for the audience of the page.
#[derive(Debug, Clone, Serialize)]
pub struct EditionLink<'a> {
    /// The identifier of the audience, such as `investor`.
    pub audience: &'a str,
    /// Its name in the language of the page.
    pub audience_name: &'a str,
    /// The language tag, such as `es-419`.
    pub language: &'a str,
    /// The name of the language in that language.
    pub language_name: &'a str,
    /// Where it is, from this page.
    pub url: String,
    /// Whether it has the audience of this page.
    pub same_audience: bool,
    /// Whether it has the language of this page.
    pub same_language: bool,
    /// Whether it is this page.
    pub current: bool,
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
    pub drawing: Option<Drawing>,
    /// Three to five sentences for the reader in a hurry; empty on some pages.
    pub key_messages: Vec<Html>,
    /// The text: for a report its opening text and all its chapters.
    pub body: Html,
    /// The headings, as a tree.
    pub outline: Vec<OutlineItem>,
    /// The works cited, as a list; empty if none are.
    pub bibliography: Html,
    /// The terms that it uses, with their definitions; empty if there are none.
    pub glossary: Html,
    /// The datasets that the numbers rest on, one section each; empty if there are none.
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
    /// The texts that are on the same: that share sources, data and subjects; empty if there are none.
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

/// A register in the list of all.
#[derive(Debug, Clone, Serialize)]
pub struct RegisterCard<'a> {
    /// The title, without links of its own.
    pub title: Html,
    /// The title as plain text.
    pub title_text: &'a str,
    /// What it holds, in one sentence; empty if it does not say.
    pub summary: Html,
    /// Where its page is, from this one.
    pub url: String,
    /// How many entries it has, such as `17 entries`.
    pub count_text: String,
    /// Its files.
    pub files: Vec<FileLink>,
}

/// The list of all registers, for `registers.html`.
#[derive(Debug, Clone, Serialize)]
pub struct RegistersPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<Site<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<Words<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The registers, in alphabetical order of their ids.
    pub registers: Vec<RegisterCard<'a>>,
}

/// The list of all open data, for `datasets.html`.
#[derive(Debug, Clone, Serialize)]
pub struct DatasetsPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<Site<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<Words<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The datasets, in alphabetical order of their ids.
    pub datasets: Vec<DatasetCard<'a>>,
    /// The registers, which are data as well, in alphabetical order of their ids.
    pub registers: Vec<RegisterCard<'a>>,
    /// The file that describes all files, for programs.
    pub package: FileLink,
}

/// A dataset in the list of all.
#[derive(Debug, Clone, Serialize)]
pub struct DatasetCard<'a> {
    /// The title.
    pub title: EcoString,
    /// Where the data are from; empty if the dataset does not say.
    pub source: &'a Html,
    /// Where its page is, from this one.
    pub url: String,
    /// How large it is, such as `10 rows, 12 columns`.
    pub size_text: &'a str,
    /// Its files.
    pub files: Vec<FileLink>,
}

/// A figure on a page of its own, for `figure.html`.
#[derive(Debug, Clone, Serialize)]
pub struct FigurePage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<Site<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<Words<'a>>,
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

/// The page of a dataset, for `dataset.html`.
#[derive(Debug, Clone, Serialize)]
pub struct DatasetPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<Site<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<Words<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// The dataset.
    pub dataset: DatasetView<'a>,
}

/// A dataset, rendered.
#[derive(Debug, Clone, Serialize)]
pub struct DatasetView<'a> {
    /// Its name, by which authors bind its cells.
    pub id: &'a str,
    /// The title.
    pub title: &'a str,
    /// Where the data are from; empty if the dataset does not say.
    pub source: &'a Html,
    /// The day, month or year that the data stand for; empty if the dataset does not say.
    pub as_of: &'a str,
    /// The terms of use; empty if the dataset does not say.
    pub licence: &'a str,
    /// By when somebody should look for newer data; empty if the dataset does not say.
    pub review_by: &'a str,
    /// The columns whose values no source states.
    pub inferred: &'a [EcoString],
    /// What was done to the data since they left their source.
    pub transformations: &'a [EcoString],
    /// Where the data contradict themselves, and why that is let stand.
    pub discrepancies: &'a [EcoString],
    /// What the data must not be used for.
    pub caveats: &'a [EcoString],
    /// Remarks that readers should know.
    pub notes: &'a [EcoString],
    /// How large it is, such as `10 rows, 12 columns`.
    pub size_text: &'a str,
    /// The columns with their types and units, as a table.
    pub columns: &'a Html,
    /// The rows, as a table.
    pub rows: &'a Html,
    /// That not all rows are shown, and how many are; empty if all are.
    pub cut_text: &'a str,
    /// Its files.
    pub files: Vec<FileLink>,
    /// How to cite it.
    pub citation: CitationView,
    /// The reports, briefs and pages that use it, in the order of the front page.
    pub used_in: Vec<PageLink<'a>>,
}

/// A report that a brief belongs to, and the brief's neighbours in it.
#[derive(Debug, Clone, Serialize)]
pub struct ReportPart<'a> {
    /// The report.
    pub report: PageLink<'a>,
    /// The number of the brief in the report, such as `3`.
    pub number: &'a str,
    /// The brief before it; null for the first.
    pub previous: Option<PageLink<'a>>,
    /// The brief after it; null for the last.
    pub next: Option<PageLink<'a>>,
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
    pub media_type: &'static str,
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

/// A drawing made from data, in place of a picture.
#[derive(Debug, Clone, Serialize)]
pub struct Drawing {
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

/// The interface words in one language, by the id of their message.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub struct Words<'a>(pub BTreeMap<&'a str, String>);

/// Markup. Templates print it as it is and escape all other text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Returns the markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Html {
    fn from(markup: String) -> Self {
        Self(markup)
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The mark survives only on the way into a template; elsewhere this is a string.
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

/// A part of the context that is made once and then shared by many pages.
///
/// A template engine needs a value of its own for all that it is given. For what ten
/// thousand pages have in common, one such value will do.
#[derive(Debug, Clone)]
pub struct Shared<T> {
    value: tera::Value,
    part: PhantomData<T>,
}

impl<T: Serialize> Shared<T> {
    /// Prepares `part` for sharing.
    ///
    /// # Errors
    /// Fails if `part` cannot be a value of the template engine, which the types of
    /// this module always can.
    pub fn new(part: &T) -> tera::TeraResult<Self> {
        let value = tera::Value::try_from_serializable(part)?;
        Ok(Self { value, part: PhantomData })
    }

    /// Returns it as the template engine has it.
    pub fn value(&self) -> tera::Value {
        self.value.clone()
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
