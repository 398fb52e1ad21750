//! Countries, organisations and people on their pages.

use serde::Serialize;

use super::{Html, PageLink, Shared, TopicLink, WordMap};
use crate::render::context::site::{Page, SiteView};

/// The list of countries and organisations, for `entities.html`.
#[derive(Debug, Clone, Serialize)]
pub struct EntitiesPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
    /// What every page has.
    pub page: Page<'a>,
    /// Those that have a page, by name.
    pub entities: Vec<TopicLink<'a>>,
}

/// What the publication has on a country or organisation, for `entity.html`.
#[derive(Debug, Clone, Serialize)]
pub struct EntityPage<'a> {
    /// What all pages of one language share.
    pub site: &'a Shared<SiteView<'a>>,
    /// The interface words in the language of the page.
    pub words: &'a Shared<WordMap<'a>>,
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
