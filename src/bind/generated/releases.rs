//! What is announced, and the releases that stay readable.

use ecow::{EcoString, eco_format};
use jiff::Zoned;
use jiff::civil::Date;

use super::blocks::{list, nested, paragraph};
use super::{Fields, GeneratedPage, SiteBinder};
use crate::bind::date_text;
use crate::language::{Language, Word};
use crate::plan::{Site, routes};
use crate::publication::localized::Localized;
use crate::tree::{Block, DateText, Inline, Target};

/// A release that an output has, at an address of its own.
#[derive(Debug)]
pub struct ReleaseEntry {
    /// Its name.
    pub name: EcoString,
    /// The day on which it came out.
    pub date: Date,
    /// The ids of its audiences, the default first.
    pub audiences: Vec<EcoString>,
    /// The tags of its languages, the first one first.
    pub languages: Vec<EcoString>,
}

/// The page of releases in parts.
#[derive(Debug)]
pub struct ReleasesFields<'a> {
    /// What is announced, the next first.
    pub coming: Vec<Announcement<'a>>,
    /// The releases that stay readable, the latest first.
    pub past: Vec<ReleaseItem<'a>>,
}

/// Something that is announced.
#[derive(Debug)]
pub struct Announcement<'a> {
    /// When it comes out.
    pub at: &'a Zoned,
    /// The same for readers, with the time of day and its time zone.
    pub date: DateText,
    /// What is said of it.
    pub title: EcoString,
}

/// A release as the page of releases lists it.
#[derive(Debug)]
pub struct ReleaseItem<'a> {
    /// Its name.
    pub name: &'a EcoString,
    /// The day on which it came out.
    pub date: DateText,
    /// Its folder, or that of the pages of the site in it, below the root of the publication.
    pub folder: EcoString,
}

impl ReleaseEntry {
    /// Returns the folder in the release of the pages of a site, or else its front page.
    fn folder_of(&self, site: Site<'_>) -> EcoString {
        let settings = &site.projection.settings;
        let is_first = |ids: &[EcoString], id: Option<&EcoString>| ids.first() == id;
        let default = site.projection.audiences.first().map(|audience| &audience.id);
        let language = settings.languages.first().map(|language| &language.tag);
        let is_alike = is_first(&self.audiences, default) && is_first(&self.languages, language);
        let is_there = self.audiences.contains(&site.audience.id)
            && self.languages.contains(&site.language.tag);
        let own = if is_alike && is_there { site.prefix() } else { EcoString::new() };
        eco_format!("{}{own}", routes::release(&self.name))
    }
}

/// Whether there is anything to say of releases.
pub(crate) fn has_releases(releases: &[ReleaseEntry], site: Site<'_>) -> bool {
    !releases.is_empty() || !site.projection.coming.is_empty()
}

/// Returns a moment as readers of a language read it: the day, the time of day, the time zone.
pub(crate) fn moment(at: &Zoned, language: &Language) -> EcoString {
    let name = at.time_zone().iana_name().map(|name| name.replace('_', " "));
    let zone = name.unwrap_or_else(|| at.strftime("UTC%:z").to_string());
    eco_format!("{}, {} ({zone})", language.day(at.date()), at.strftime("%H:%M"))
}

impl<'a> SiteBinder<'a> {
    /// Returns what is announced to the readers of the site, the next first.
    pub(crate) fn announcements(&self) -> Vec<Announcement<'a>> {
        let Site { language, projection, .. } = self.site;
        let announcement = |(at, told): &'a (Zoned, Localized)| {
            let iso = eco_format!("{}", at.strftime("%Y-%m-%dT%H:%M:%S%:z"));
            let date = DateText { iso, text: moment(at, language) };
            Announcement { at, date, title: told.text(&language.tag) }
        };
        projection.coming.iter().map(announcement).collect()
    }

    /// Binds the page of what is announced and of the releases that stay readable; none if there are none.
    pub(super) fn releases(&self, releases: &'a [ReleaseEntry]) -> Option<GeneratedPage<'a>> {
        if !has_releases(releases, self.site) {
            return None;
        }
        let past = releases.iter().rev().map(|release| ReleaseItem {
            name: &release.name,
            date: date_text(release.date, self.site.language),
            folder: release.folder_of(self.site),
        });
        let fields = ReleasesFields { coming: self.announcements(), past: past.collect() };
        let mut body = Vec::new();
        if !fields.coming.is_empty() {
            let line = |it: &Announcement<'_>| eco_format!("{} – {}", it.title, it.date.text);
            let coming = list(fields.coming.iter().map(|it| vec![Inline::text(line(it))]));
            body.extend([self.heading(Word::ReleasesComing), coming]);
        }
        if !fields.past.is_empty() {
            let past = nested(fields.past.iter().map(release_line));
            body.extend([self.heading(Word::ReleasesPast), past]);
        }
        let title = self.word(Word::Releases);
        let document = self.document(title, &self.word(Word::ReleasesIntroduction), body);
        let page = GeneratedPage::new(routes::RELEASES, document, Fields::Releases(fields));
        Some(GeneratedPage { sites: self.all_sites(|_| true), ..page })
    }
}

/// Returns a line with a link to a release.
fn release_line(release: &ReleaseItem<'_>) -> Vec<Block> {
    let target = Target::Shared { path: release.folder.clone(), fragment: EcoString::new() };
    let link = Inline::link(target, vec![Inline::text(release.name.clone())]);
    vec![paragraph(vec![link, Inline::text(eco_format!(" – {}", release.date.text))])]
}
