//! What all pages of a site share.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use super::Library;
use super::feeds::has_feed;
use super::foreign::foreign_tag;
use crate::bind::generated::{has_corrections, has_releases, registers_on_site};
use crate::language::{Word, Words};
use crate::plan::Site;
use crate::plan::catalogue;
use crate::plan::routes;
use crate::render::GENERATOR;
use crate::render::context::{
    LanguageLink, LicenceView, LogoView, NavigationItem, PageColours, SiteView,
};
use crate::theme::{Medium, STYLESHEET, Theme, logo_name};
use crate::tree::Form;

/// An entry of the main navigation.
#[derive(Debug)]
struct Navigation {
    label: EcoString,
    /// The language of the label; empty if it is that of the site.
    language: EcoString,
    address: EcoString,
}

/// The texts that the pages of a site share.
#[derive(Debug)]
pub struct SiteParts {
    pub(super) title: EcoString,
    pub(super) description: EcoString,
    pub(super) publisher: EcoString,
    imprint: EcoString,
    pub(super) licence_name: EcoString,
    navigation: Vec<Navigation>,
    languages: Vec<(EcoString, EcoString, EcoString)>,
    prefix: EcoString,
    pub(super) assets: String,
    stylesheet: String,
    /// The ways to the pictures of the logo, for light and for dark paper, and what it says.
    logo: Option<(String, String, EcoString)>,
    manifest: String,
    feed: String,
    corrections: String,
    releases: String,
    pub(super) words: BTreeMap<String, String>,
    /// Those of the publication's first language, whose texts stand in for missing translations.
    pub(super) original_words: BTreeMap<String, String>,
}

/// Returns the way to a page of a site; empty if it has none.
fn way(site: Site<'_>, path: &str, is_there: bool) -> String {
    if is_there { format!("{}{path}", site.prefix()) } else { String::new() }
}

/// Returns the entries of the navigation: the author's pages, then those that the program makes.
fn navigation(site: Site<'_>, library: Library<'_>) -> Vec<Navigation> {
    let words = library.session.presentation(site).theme.words.get(&site.language.tag);
    let word = |word| words.map(|words| words.get(word).into()).unwrap_or_default();
    let prefix = site.prefix();
    let pages = library
        .session
        .plan
        .of_site(site)
        .filter(|edition| edition.manuscript.form == Form::Page)
        // The head and the foot of all pages lead to these.
        .filter(|edition| !edition.is_front() && !edition.is_statement())
        .filter(|edition| !edition.subject.is_entity());
    let mut navigation: Vec<_> = pages
        .map(|edition| Navigation {
            label: library.headlines.of(edition.index).title_text.clone(),
            language: foreign_tag(edition).into(),
            address: edition.address.clone(),
        })
        .collect();
    let list = |name: Word<'static>| Navigation {
        label: word(name),
        language: EcoString::new(),
        address: eco_format!("{prefix}{}/", name.id()),
    };
    if registers_on_site(site).next().is_some() {
        navigation.push(list(Word::Registers));
    }
    if catalogue::published(site).next().is_some() {
        navigation.push(list(Word::Data));
    }
    if !site.projection.uses.sources.is_empty() {
        navigation.push(list(Word::Sources));
    }
    if library.release.is_none() {
        navigation.push(list(Word::Search));
    }
    navigation
}

/// Returns the languages of a site's audience: the tag, the name in itself, and the folder.
fn languages(site: Site<'_>, library: Library<'_>) -> Vec<(EcoString, EcoString, EcoString)> {
    let theme = &library.session.presentation(site).theme;
    let sites = library.session.plan.sites.iter();
    let same_audience = sites.filter(|other| other.audience.id == site.audience.id);
    let language = |other: &Site<'_>| {
        let tag = other.language.tag.clone();
        let words = theme.words.get(&tag);
        let name = words.map(|words| words.get(Word::LanguageName).into()).unwrap_or_default();
        (tag, name, other.prefix())
    };
    same_audience.map(language).collect()
}

impl SiteParts {
    /// Gathers the texts of a site; `folder` is that of the files that its pages load, and `stamp` the mark
    /// of the style sheet.
    pub fn new(site: Site<'_>, library: Library<'_>, (folder, stamp): (&str, &str)) -> Self {
        let theme = &library.session.presentation(site).theme;
        let settings = &site.projection.settings;
        let tag = &site.language.tag;
        let text = |text: &Option<crate::publication::localized::Localized>| {
            text.as_ref().map(|text| text.text(tag)).unwrap_or_default()
        };
        let is_today = library.release.is_none();
        let has_corrections = is_today && has_corrections(&library.session.plan, site);
        Self {
            title: settings.title.text(tag),
            description: text(&settings.description),
            publisher: text(&settings.publisher),
            imprint: text(&settings.imprint),
            licence_name: settings
                .licence
                .as_ref()
                .map(|licence| licence.name.text(tag))
                .unwrap_or_default(),
            navigation: navigation(site, library),
            languages: languages(site, library),
            prefix: site.prefix(),
            manifest: format!("{}{}", site.prefix(), routes::WEB_MANIFEST),
            feed: way(site, routes::FEED, has_feed(library, site)),
            corrections: way(site, routes::CORRECTIONS, has_corrections),
            releases: way(site, routes::RELEASES, has_releases(library.releases, site) && is_today),
            logo: settings.logo.as_ref().map(|logo| {
                let way = |name: &str, path: &str| format!("{folder}{}", logo_name(name, path));
                let dark = logo.dark.as_ref().map(|dark| way("logo-dark", &dark.value));
                (way("logo-light", &logo.light.value), dark.unwrap_or_default(), logo.alt.text(tag))
            }),
            assets: folder.to_owned(),
            stylesheet: format!("{folder}{STYLESHEET}?v={stamp}"),
            words: theme.plain_words(tag),
            original_words: theme.plain_words(&site.projection.settings.languages[0].tag),
        }
    }

    /// Returns the folder of the files that pages load, below the root.
    pub(super) fn assets_folder(&self) -> &str {
        &self.assets
    }

    pub(super) fn context<'c>(&'c self, site: Site<'c>, theme: &'c Theme) -> SiteView<'c> {
        let licence = site.projection.settings.licence.as_ref();
        SiteView {
            title: &self.title,
            description: &self.description,
            publisher: &self.publisher,
            imprint: &self.imprint,
            issn: site.projection.settings.issn.as_deref().unwrap_or_default(),
            licence: licence.map(|licence| LicenceView {
                name: &self.licence_name,
                url: licence.url.as_deref().unwrap_or_default(),
            }),
            home_path: &self.prefix,
            navigation: self
                .navigation
                .iter()
                .map(|Navigation { label, language, address }| NavigationItem {
                    label,
                    language,
                    path: address,
                })
                .collect(),
            languages: self
                .languages
                .iter()
                .map(|(language, name, path)| LanguageLink { language, name, path })
                .collect(),
            assets_path: &self.assets,
            stylesheet_path: &self.stylesheet,
            logo: self.logo.as_ref().map(|(path, dark_path, alt)| LogoView {
                path,
                dark_path,
                alt,
            }),
            manifest_path: &self.manifest,
            feed_path: &self.feed,
            corrections_path: &self.corrections,
            releases_path: &self.releases,
            colon: theme.words.get(&site.language.tag).map_or(": ", Words::colon),
            paper: PageColours {
                light: theme.tokens.colour("paper", Medium::Light),
                dark: theme.tokens.colour("paper", Medium::Dark),
            },
            generator: GENERATOR,
        }
    }
}
