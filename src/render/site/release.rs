//! Earlier releases: what their pages say of themselves, and where the same page is today.

use std::collections::BTreeSet;

use ecow::{EcoString, eco_format};
use jiff::civil::Date;

use super::frame::Frame;
use super::{Library, Output, SitePages};
use crate::base::diagnostic::Diagnostic;
use crate::language::Word;
use crate::plan::{Site, routes};
use crate::render::context::{PageKind, PastRelease, ReleaseView, ReleasesPage};
use crate::tree::DateText;

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
pub(super) fn has_releases(library: Library<'_>) -> bool {
    !library.releases.is_empty()
}

/// An earlier release that is made again, at an address of its own.
#[derive(Debug)]
pub struct KeptRelease<'a> {
    /// Its name.
    pub name: &'a str,
    /// The day on which it came out.
    pub date: Date,
    /// Whether another one came after it.
    pub is_superseded: bool,
    /// The address of the publication's root, with a slash at its end; empty if it has none.
    pub base_url: &'a str,
    /// The paths of the pages of today, below the root.
    pub pages: &'a BTreeSet<String>,
}

impl KeptRelease<'_> {
    /// Returns its folder, below the root of the publication.
    pub fn folder(&self) -> String {
        routes::release(self.name)
    }

    /// Returns the address below the root of the page that stands today where `address` stood; none if there
    /// is none.
    pub fn today<'p>(&self, address: &'p str) -> Option<&'p str> {
        let is_there = |path: String| self.pages.contains(&path);
        let page = if address.strip_suffix(".html").is_some() { "" } else { routes::PAGE };
        is_there(format!("{address}{page}")).then_some(address)
    }
}

impl<'a> SitePages<'a> {
    /// Renders the page of releases; none if there is nothing to say.
    pub(super) fn releases(&self) -> Result<Vec<Output>, Diagnostic> {
        if !has_releases(self.library) {
            return Ok(Vec::new());
        }
        let address = eco_format!("{}{}", self.prefix, routes::RELEASES);
        let path = |site: Site<'a>| (site, eco_format!("{}{}", site.prefix(), routes::RELEASES));
        let sites = self.library.session.plan.sites.iter().copied();
        let variants = sites.map(path);
        let mut frame = Frame::of_list(self, &address, variants);
        let title = self.words.get(Word::Releases);
        frame.describe(self.trail([((&*title).into(), address.clone())]), Vec::new());
        let introduction = self.words.get(Word::ReleasesIntroduction);
        let context = ReleasesPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Releases, &title, &introduction),
            past: self.past_releases(&frame),
        };
        Ok(vec![self.output("releases.html", &frame, &context)?])
    }

    /// Returns the releases that stay readable, the latest first.
    fn past_releases(&self, frame: &Frame<'_, '_>) -> Vec<PastRelease<'a>> {
        let past = self.library.releases.iter().rev();
        past.map(|release| PastRelease {
            name: &release.name,
            date: DateText {
                iso: eco_format!("{}", release.date),
                text: self.site.language.day(release.date).into(),
            },
            url: frame.url(&release.folder_of(self.site)),
        })
        .collect()
    }

    /// Returns what a page of an earlier release says above all else; none on a page of today.
    pub(super) fn release_view(&self, frame: &Frame<'_, '_>) -> Option<ReleaseView> {
        let release = self.library.release?;
        let language = self.site.language;
        let date = language.day(release.date);
        let word = Word::ReleaseNotice { name: release.name, date: &date };
        let today = release.today(frame.address);
        let up = "../".repeat(release.folder().matches('/').count());
        Some(ReleaseView {
            name: release.name.to_owned(),
            date: date.clone(),
            notice: self.words.get(word).to_string(),
            superseded: release.is_superseded,
            current: today.is_some(),
            current_url: format!(
                "{}{up}{}",
                frame.root,
                today.or_else(|| release.today(&self.prefix)).unwrap_or_default()
            ),
        })
    }
}
