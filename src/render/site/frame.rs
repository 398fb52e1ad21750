//! Where a page stands, and which other editions of it there are.

use ecow::EcoString;

use super::SitePages;
use crate::language::Word;
use crate::manuscript::Stage;
use crate::plan::{Edition, Site};
use crate::render::context::{Alternate, EditionLink, Page, PageKind};

/// Where a page stands, and which other editions of it there are.
pub(super) struct Frame<'f, 'a> {
    pages: &'f SitePages<'a>,
    address: &'f EcoString,
    pub(super) root: String,
    pub(super) canonical: Option<String>,
    draft: bool,
    variants: Vec<Variant<'a>>,
}

/// Another edition of a page, or the page itself.
pub(super) struct Variant<'a> {
    site: Site<'a>,
    audience_name: EcoString,
    language_name: EcoString,
    address: EcoString,
    canonical: String,
    /// Whether an original stands in for a translation there.
    is_fallback: bool,
}

impl<'f, 'a> Frame<'f, 'a> {
    /// Makes the frame of a list; `address_in` gives its address on the site with a prefix, or
    /// nothing if other sites have no such page.
    pub(super) fn new(
        pages: &'f SitePages<'a>,
        address: &'f EcoString,
        address_in: impl Fn(&EcoString) -> EcoString,
    ) -> Self {
        let library = pages.library;
        let variants = library.session.plan.sites.iter().filter_map(|&site| {
            let prefix = site.prefix();
            let address = address_in(&prefix);
            let exists = !address.is_empty()
                || (prefix.is_empty() && pages.prefix == *address_in(&pages.prefix));
            exists.then(|| Variant::new(pages, site, address))
        });
        Self::with_variants(pages, address, variants.collect(), Stage::Published)
    }

    /// Makes the frame of a page that some sites have; `address_on` gives its address there. Which other
    /// audiences have it tells what they read, so only the languages of this one are offered.
    pub(super) fn among(
        pages: &'f SitePages<'a>,
        address: &'f EcoString,
        address_on: impl Fn(Site<'a>) -> Option<EcoString>,
    ) -> Self {
        let sites = pages.library.session.plan.sites.iter();
        let own = sites.filter(|site| site.audience.id == pages.site.audience.id);
        let variants = own.filter_map(|&site| Some(Variant::new(pages, site, address_on(site)?)));
        Self::with_variants(pages, address, variants.collect(), Stage::Published)
    }

    pub(super) fn of_edition(pages: &'f SitePages<'a>, edition: &'f Edition<'a>) -> Self {
        let manuscript = edition.manuscript;
        let variants = pages.library.session.plan.siblings(edition);
        let variants = variants.map(|other| Variant {
            is_fallback: other.is_fallback(),
            ..Variant::new(pages, other.site, other.address.clone())
        });
        let frame =
            Self::with_variants(pages, &edition.address, variants.collect(), manuscript.stage);
        match pages.library.session.plan.original(edition).filter(|_| edition.is_fallback()) {
            // The same text at two addresses: search engines are sent to the original.
            Some(original) => Self { canonical: frame.canonical_of(original), ..frame },
            None => frame,
        }
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

    fn canonical_of(&self, edition: &Edition<'_>) -> Option<String> {
        let address = |variant: &&Variant<'_>| {
            variant.site.language.tag == edition.language.tag && !variant.is_fallback
        };
        let first = self.variants.iter().filter(address).min_by_key(|variant| variant.site.index);
        first.map(|variant| variant.canonical.clone()).filter(|_| self.canonical.is_some())
    }

    /// Returns the way from this page to a path below the root.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    pub(super) fn page<'p>(
        &'p self,
        kind: PageKind,
        title: &'p str,
        description: &'p str,
    ) -> Page<'p> {
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
        let same_audience = |variant: &&Variant<'_>| {
            variant.site.audience.id == self.pages.site.audience.id && !variant.is_fallback
        };
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
    pub(super) fn new(pages: &SitePages<'a>, site: Site<'a>, address: EcoString) -> Self {
        let name = site.audience.name.as_ref();
        let words = pages.theme.words.get(&site.language.tag);
        Self {
            site,
            audience_name: name.map(|name| name.text(&pages.site.language.tag)).unwrap_or_default(),
            language_name: words
                .map(|words| words.get(Word::LanguageName).into())
                .unwrap_or_default(),
            canonical: format!("{}{address}", pages.library.base_url),
            address,
            is_fallback: false,
        }
    }
}
