//! The site around a page: its menus, languages and licence, and the page within it.

use serde::Serialize;

use super::{FileLink, Html, PageColours};

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
pub struct SiteView<'a> {
    /// The title of the publication.
    pub title: &'a str,
    /// What the publication is, in one sentence; empty if its settings have none.
    pub description: &'a str,
    /// Who publishes it; empty if its settings do not say.
    pub publisher: &'a str,
    /// What the imprint says besides publisher and licence; empty if the settings have none.
    pub imprint: &'a str,
    /// The ISSN of the publication; empty if its settings have none.
    pub issn: &'a str,
    /// The logo; null if the settings have none.
    pub logo: Option<LogoView<'a>>,
    /// The licence of the content; null if its settings have none.
    pub licence: Option<LicenceView<'a>>,
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
    /// The way to the page of corrections, below the root; empty if there are none.
    pub corrections_path: &'a str,
    /// The way to the page of releases, below the root; empty if there are none.
    pub releases_path: &'a str,
    /// What stands between a name and what it names, with the spaces that the language wants.
    pub colon: &'a str,
    /// The theme's `paper`, for the frame that browsers draw around a page.
    pub paper: PageColours<'a>,
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
pub struct LicenceView<'a> {
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
    /// How sensitive it is, and what readers are told who get it before it comes out; empty for others.
    pub embargo: &'a str,
    /// The earlier release that it belongs to; null if it is what is published now.
    pub release: Option<ReleaseView>,
    /// Whether it is itself the page that search engines and catalogues are sent to.
    pub is_canonical: bool,
    /// The pages above it, from the front page down, and itself; empty on the front page.
    pub breadcrumbs: Vec<Crumb<'a>>,
    /// What it is, as JSON-LD; null if the publication does not know its own address.
    pub metadata: Option<&'a Html>,
    /// The picture that is shown where someone shares it; null if there is none.
    pub card: Option<ShareCard>,
    /// The same page in all languages, this one included, for search engines; empty if
    /// there is one language or if the publication does not know its own address.
    pub alternates: Vec<Alternate<'a>>,
    /// The editions of this page for all audiences and languages, this one included;
    /// empty if there is no other.
    pub editions: Vec<EditionLink<'a>>,
}

/// An earlier release, which stays readable at an address of its own.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseView {
    /// Its name.
    pub name: String,
    /// The day on which it came out, as it is printed.
    pub date: String,
    /// What readers are told of it.
    pub notice: String,
    /// Whether another release came after it.
    pub superseded: bool,
    /// Whether there is such a page today.
    pub current: bool,
    /// Where that page is, or else the front page of today.
    pub current_url: String,
}

/// A page on the way from the front page.
#[derive(Debug, Clone, Serialize)]
pub struct Crumb<'a> {
    /// The title.
    pub title: &'a str,
    /// Where it is, from this page.
    pub url: String,
}

/// The picture that is shown where someone shares a page.
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
            style.text = style.text.as_str().replace(from, to).into();
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
    /// A page besides the reports, such as *About*.
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
    /// The accessibility statement.
    Accessibility,
    /// What was changed in texts after they came out.
    Corrections,
    /// What came out when, and what comes next.
    Releases,
    /// The page of a dataset. Its name leaves `dataset` to the sections of annexes.
    #[serde(rename = "dataset-page")]
    Dataset,
    /// A figure alone. Its name leaves `figure` to figures.
    #[serde(rename = "figure-page")]
    Figure,
    /// The page for an address that does not exist.
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
