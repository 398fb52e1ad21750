//! Where a page is in the site, and which other editions of it there are.

use ecow::{EcoString, eco_format};
use jiff::civil::Date;

use super::SitePages;
use crate::bind::generated::moment;
use crate::language::{Word, Words};
use crate::plan::{Edition, Site};
use crate::publication::audience::AudienceAccess;
use crate::publication::manuscript::Stage;
use crate::render::context::{Alternate, Crumb, EditionLink, Html, Page, PageKind, ShareCard};
use crate::render::sitemap::Listing;
use crate::render::{Roots, raster};

/// Where a page stands, and which other editions of it there are.
pub(super) struct Frame<'f, 'a> {
    pages: &'f SitePages<'a>,
    pub(super) address: &'f EcoString,
    /// The way to the root of the publication.
    pub(super) root: String,
    /// The way to the root of the page's own site.
    pub(super) home: String,
    pub(super) canonical: Option<String>,
    draft: bool,
    /// How sensitive it is, and what readers are told who get it before it comes out; empty for others.
    embargo: String,
    /// The day on which it changed last, for sitemaps; none if nobody knows.
    pub(super) modified: Option<Date>,
    /// The pages above it and itself, each with its title and address; empty for the front page.
    pub(super) trail: Vec<(EcoString, EcoString)>,
    /// What it states about itself to programs.
    pub(super) metadata: Option<Html>,
    /// The picture that is shown where someone shares it: its path below the root.
    pub(super) card: Option<EcoString>,
    variants: Vec<Variant<'a>>,
}

/// Returns what marks an edition on paper: how sensitive it is, until when it is confidential, or that it is a draft;
/// nothing for others.
pub(crate) fn mark(edition: &Edition<'_>, words: &Words) -> String {
    let sensitivity = edition.site.sensitivity().to_string();
    let stage = if edition.manuscript.stage == Stage::Published {
        String::new()
    } else {
        let told = early(edition, words);
        if told.is_empty() { words.get(Word::Draft).to_string() } else { told }
    };
    let parts: Vec<_> = [sensitivity, stage].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// Returns what the readers of a page are told of its secrecy: how sensitive it is, and that they get it before it
/// comes out; nothing for others.
pub(super) fn embargo(edition: &Edition<'_>, words: &Words) -> String {
    let parts = [edition.site.sensitivity().to_string(), early(edition, words)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Returns what readers are told who get an edition before it comes out; nothing for others.
fn early(edition: &Edition<'_>, words: &Words) -> String {
    let text = edition.manuscript;
    let is_early =
        text.stage != Stage::Published && text.life.is_early_for(&edition.site.audience.id);
    let at = text.life.publish_at.as_ref().filter(|_| is_early);
    let told = at.map(|at| {
        let moment = moment(at, edition.site.language);
        words.get(Word::BeforeRelease { moment: &moment }).to_string()
    });
    told.unwrap_or_default()
}

/// Returns the day on which the last of some editions changed.
pub(super) fn newest<'e, 'a: 'e>(editions: impl Iterator<Item = &'e Edition<'a>>) -> Option<Date> {
    editions.filter(|edition| edition.manuscript.is_written()).map(Edition::changed).max()
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
    /// Makes the frame of a page beside the texts; `variants` are the sites that have it, with its address there.
    pub(super) fn of_list(
        pages: &'f SitePages<'a>,
        address: &'f EcoString,
        variants: impl IntoIterator<Item = (Site<'a>, EcoString)>,
    ) -> Self {
        let variants = variants.into_iter();
        let variants = variants.map(|(site, address)| Variant::new(pages, site, address));
        Self::with_variants(pages, address, variants.collect(), Stage::Published)
    }

    /// Makes the frame of a page that all sites have at the same `path`.
    pub(super) fn everywhere(pages: &'f SitePages<'a>, address: &'f EcoString, path: &str) -> Self {
        let sites = pages.library.session.plan.sites.iter();
        let variants = sites.map(|site| (*site, eco_format!("{}{path}", site.prefix())));
        Self::of_list(pages, address, variants)
    }

    pub(super) fn of_edition(pages: &'f SitePages<'a>, edition: &'f Edition<'a>) -> Self {
        let manuscript = edition.manuscript;
        let variants = pages.library.session.plan.siblings(edition);
        let variants = variants.map(|other| Variant {
            is_fallback: other.is_fallback(),
            ..Variant::new(pages, other.site, other.address.clone())
        });
        let frame = Self {
            modified: newest(std::iter::once(edition)),
            embargo: embargo(edition, pages.words),
            ..Self::with_variants(pages, &edition.address, variants.collect(), manuscript.stage)
        };
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
        let depth = |address: &str| address.matches('/').count();
        let way_up = |steps| if steps == 0 { "./".to_owned() } else { "../".repeat(steps) };
        let root = way_up(depth(address));
        let home = way_up(depth(address.strip_prefix(pages.prefix.as_str()).unwrap_or(address)));
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
            home,
            canonical: (!base.is_empty()).then_some(canonical).map(|canonical| {
                // What is there today is what search engines are sent to.
                let own = canonical.strip_prefix(base).unwrap_or_default();
                let release = pages.library.release;
                let today =
                    release.and_then(|it| Some(format!("{}{}", it.base_url, it.today(own)?)));
                today.unwrap_or(canonical)
            }),
            draft: stage != Stage::Published,
            embargo: pages.site.sensitivity().into(),
            modified: None,
            trail: Vec::new(),
            metadata: None,
            card: None,
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

    /// Returns the address of the publication's root; empty if it does not know its own.
    pub(super) fn base(&self) -> &'a str {
        self.pages.library.base_url
    }

    /// Whether search engines that are asked for this page are sent to itself.
    fn is_canonical(&self) -> bool {
        let own = format!("{}{}", self.base(), self.address);
        self.canonical.as_ref() == Some(&own)
    }

    /// Returns the picture for those who share the page: its own, or that of its site.
    fn share_card(&self) -> Option<ShareCard> {
        let site = self.pages.library.site_cards.get(self.pages.site.index);
        let path = self.card.as_ref().or_else(|| site.and_then(Option::as_ref))?;
        let (width, height) = (usize::from(raster::CARD.0), usize::from(raster::CARD.1));
        Some(ShareCard { url: format!("{}{path}", self.base()), width, height })
    }

    /// Returns what marks the page where it is read without its frame: how sensitive it is, until when it is
    /// confidential, or that it is a draft; nothing for others.
    pub(super) fn mark(&self) -> String {
        if self.embargo.is_empty() && self.draft {
            return self.pages.words.get(Word::Draft).into();
        }
        self.embargo.clone()
    }

    fn crumbs(&self) -> Vec<Crumb<'_>> {
        let crumbs = self.trail.iter();
        crumbs.map(|(title, address)| Crumb { title, url: self.url(address) }).collect()
    }

    /// Returns the page as sitemaps list it. None if readers of the open site are sent to another one in its
    /// place, or if it is not for them: a draft, an edition for another audience.
    pub(super) fn listing(&self) -> Option<Listing> {
        let site = self.pages.site;
        let is_open =
            site.is_default() && site.audience.access == AudienceAccess::Open && !self.draft;
        let address = format!("{}{}", self.pages.library.base_url, self.address);
        let alternates = self.alternates();
        let alternates =
            alternates.iter().map(|other| (other.language.to_owned(), other.url.to_owned()));
        (is_open && self.is_canonical()).then(|| Listing {
            address,
            modified: self.modified,
            alternates: alternates.collect(),
        })
    }

    /// Returns the ways from this page to the roots.
    pub(super) fn roots(&self) -> Roots<'_> {
        Roots { publication: &self.root, site: &self.home }
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
            embargo: &self.embargo,
            release: self.pages.release_view(self),
            is_canonical: self.is_canonical(),
            breadcrumbs: self.crumbs(),
            metadata: self.metadata.as_ref(),
            card: self.share_card(),
            alternates: self.alternates(),
            editions: self.editions(),
        }
    }

    fn alternates(&self) -> Vec<Alternate<'_>> {
        let same_audience = |variant: &&Variant<'_>| {
            variant.site.audience.id == self.pages.site.audience.id && !variant.is_fallback
        };
        let variants: Vec<_> = self.variants.iter().filter(same_audience).collect();
        let library = self.pages.library;
        if variants.len() < 2 || library.base_url.is_empty() || library.release.is_some() {
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
