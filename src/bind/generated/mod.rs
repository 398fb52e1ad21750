//! Pages that no author writes: lists of texts, sources, datasets, registers, entities.
//!
//! ```text
//! plan, data, facts of bound texts ──GENERATED──> Document + Fields ──> page, Markdown
//! ```
//!
//! Each is bound to a [`Document`] like a text, which all formats read. Its template sets the same in parts, so it
//! also gets these as typed [`Fields`].
//!
//! Start reading at [`SiteBinder::pages`].

mod blocks;
mod corrections;
mod datasets;
mod entities;
mod home;
mod lists;
mod releases;

use std::sync::OnceLock;

use ecow::{EcoString, eco_format};

use crate::base::span::Spanned;
use crate::bind::cite::{Collector, Style};
use crate::bind::{Headline, Headlines, Resources};
use crate::language::{Word, Words};
use crate::markup::Cite;
use crate::plan::{Edition, Plan, Site};
use crate::tree::{BibliographyEntry, Block, DateText, Document, Facts, Form, Inline};
pub use corrections::CorrectionOf;
pub(crate) use corrections::has_corrections;
use datasets::Citations;
pub use datasets::{DatasetFields, DatasetItem, RegisterItem};
pub(crate) use entities::on_site as entities_on_site;
pub use entities::{EntityFields, EntityLink, EntityRows, TextSections};
pub use home::HomeFields;
pub use lists::TextList;
pub(crate) use lists::on_site as registers_on_site;
pub use releases::{ReleaseEntry, ReleasesFields};
pub(crate) use releases::{has_releases, moment};

/// A page that no author wrote.
#[derive(Debug)]
pub struct GeneratedPage<'a> {
    /// Its address below the root of its site, with a slash at its end.
    pub path: EcoString,
    /// The pages between the front page and it, each with its title and its address below the root of the site.
    pub parents: Vec<(EcoString, EcoString)>,
    /// The sites whose readers are offered the same page, its own among them.
    pub sites: Vec<Site<'a>>,
    /// What it says.
    pub document: Document,
    /// The same in the parts that its template sets.
    pub fields: Fields<'a>,
}

/// What a page has for its template, by its kind.
#[derive(Debug)]
pub enum Fields<'a> {
    /// The front page.
    Home(Box<HomeFields<'a>>),
    /// The texts on a subject.
    Topic(TextList<'a>),
    /// The texts of an author.
    Author(TextList<'a>),
    /// For each work of the document's bibliography, the texts that cite it.
    Sources(Vec<Vec<&'a Headline>>),
    /// The countries and organisations that have a page.
    Entities(Vec<EntityLink>),
    /// What there is on a country or organisation.
    Entity(Box<EntityFields<'a>>),
    /// The registers.
    Registers(Vec<RegisterItem<'a>>),
    /// The open datasets and the registers.
    Datasets(Vec<DatasetItem<'a>>, Vec<RegisterItem<'a>>),
    /// A dataset.
    Dataset(Box<DatasetFields<'a>>),
    /// What was changed in texts after they came out, the latest first.
    Corrections(Vec<CorrectionOf<'a>>),
    /// What is announced, and the releases that stay readable.
    Releases(ReleasesFields<'a>),
}

impl Fields<'_> {
    /// Whether the page is one of what is published now alone: no earlier release has it.
    pub fn are_of_today(&self) -> bool {
        matches!(self, Self::Corrections(_) | Self::Releases(_))
    }
}

impl<'a> GeneratedPage<'a> {
    /// Makes a page below the front page that no other site has.
    fn new(path: impl Into<EcoString>, document: Document, fields: Fields<'a>) -> Self {
        let path = path.into();
        Self { path, parents: Vec::new(), sites: Vec::new(), document, fields }
    }
}

/// Binds the pages of one site that no author wrote.
#[derive(Debug)]
pub struct SiteBinder<'a> {
    site: Site<'a>,
    plan: &'a Plan<'a>,
    words: &'a Words,
    headlines: &'a Headlines,
    style: &'a Style,
    /// Formatted when first asked for, since a preview of one page may need neither.
    bibliography: OnceLock<Vec<BibliographyEntry>>,
    citations: OnceLock<Citations>,
}

impl<'a> SiteBinder<'a> {
    /// Prepares the pages of a site.
    ///
    /// `headlines` are those of all editions of the plan, in its order.
    pub(crate) fn new(
        site: Site<'a>,
        Resources { plan, words, style, .. }: Resources<'a>,
        headlines: &'a Headlines,
    ) -> Self {
        let (bibliography, citations) = (OnceLock::new(), OnceLock::new());
        Self { site, plan, words, headlines, style, bibliography, citations }
    }

    /// Binds the pages; `facts` are those of all editions of the plan, in its order, `releases` those that stay
    /// readable, the oldest first.
    pub fn pages(&self, facts: &[&Facts], releases: &'a [ReleaseEntry]) -> Vec<GeneratedPage<'a>> {
        let mut pages = vec![self.home()];
        pages.extend(self.lists());
        pages.extend(self.entities(facts));
        pages.extend(self.sources(facts));
        pages.extend(self.registers());
        pages.extend(self.datasets(facts));
        pages.extend(self.corrections());
        pages.extend(self.releases(releases));
        pages
    }

    /// Returns the works that the texts and data of the site cite, sorted as the citation style sorts them.
    pub fn bibliography(&self) -> &[BibliographyEntry] {
        self.bibliography.get_or_init(|| bibliography(self.site, self.style))
    }

    /// Returns the citations of the sources of all datasets.
    fn citations(&self) -> &Citations {
        self.citations.get_or_init(|| datasets::citations(self.site, self.style))
    }

    fn headline(&self, edition: &Edition<'_>) -> &'a Headline {
        self.headlines.of(edition.index)
    }

    /// Returns the sites of this audience that have a page. Which other audiences have it tells what they
    /// read, so their sites are not offered.
    fn own_sites(&self, has: impl Fn(Site<'a>) -> bool) -> Vec<Site<'a>> {
        let own = self.plan.sites.iter().copied();
        own.filter(|site| site.audience.id == self.site.audience.id && has(*site)).collect()
    }

    /// Returns all sites that have a page which says as much of what any audience reads.
    fn all_sites(&self, has: impl Fn(Site<'a>) -> bool) -> Vec<Site<'a>> {
        self.plan.sites.iter().copied().filter(|site| has(*site)).collect()
    }

    fn document(&self, title: impl Into<EcoString>, finding: &str, body: Vec<Block>) -> Document {
        let title = title.into();
        let language = self.site.language;
        let finding_text = EcoString::from(finding);
        let finding = if finding.is_empty() { Vec::new() } else { vec![Inline::text(finding)] };
        Document {
            form: Form::Page,
            id: EcoString::new(),
            language: language.tag.clone(),
            direction: language.direction,
            title: vec![Inline::text(title.clone())],
            short_title: None,
            title_text: title,
            finding,
            finding_text,
            authors: Vec::new(),
            corrections: Vec::new(),
            date: DateText::default(),
            updated: None,
            tags: Vec::new(),
            key_messages: Vec::new(),
            lists: Vec::new(),
            version: None,
            about: Vec::new(),
            cover: None,
            body,
            chapters: Vec::new(),
            bibliography: Vec::new(),
            glossary: Vec::new(),
            outline: Vec::new(),
            ledger: Vec::new(),
            annex: Vec::new(),
            drawings: Vec::new(),
            words: 0,
            figures: 0,
            site_link: None,
            conditions: std::collections::BTreeMap::new(),
            extra: std::collections::BTreeMap::new(),
        }
    }

    fn word(&self, word: Word<'_>) -> EcoString {
        eco_format!("{}", self.words.get(word))
    }
}

/// Formats all works that the texts and data of a site cite.
fn bibliography(site: Site<'_>, style: &Style) -> Vec<BibliographyEntry> {
    let publication = site.projection;
    let mut collector = Collector::default();
    let cited = |(key, _): &(&EcoString, _)| publication.uses.sources.contains(*key);
    for (key, source) in publication.sources.iter().filter(cited) {
        collector.add(vec![Cite::of(Spanned::new(key.clone(), source.span))]);
    }
    collector.format(&publication.sources, style, site.language).bibliography
}
