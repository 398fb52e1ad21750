//! Earlier releases: what their pages say of themselves, and where the same page is today.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::frame::Frame;
use super::generated::Filled;
use super::{SiteFile, SitePages};
use crate::base::diagnostic::Diagnostic;
use crate::bind::generated::ReleasesFields;
use crate::engine::session::Session;
use crate::language::Word;
use crate::plan::{Site, routes};
use crate::render::calendar::Calendar;
use crate::render::context::{ComingRelease, PageKind, PastRelease, ReleaseView, ReleasesPage};

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
    /// Returns all that the pages of a session's texts say of it, or that follows from it.
    pub(crate) fn told(&self, session: &Session<'_>) -> String {
        let Self { name, date, is_superseded, base_url, .. } = self;
        let texts = session.plan.editions.iter().map(|edition| edition.address.clone());
        let fronts = session.plan.sites.iter().map(Site::prefix);
        let today: Vec<_> =
            texts.chain(fronts).map(|address| self.today(&address).is_some()).collect();
        format!("{name} {date} {is_superseded} {base_url} {today:?}")
    }

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
    /// Renders the dates of what is announced for calendars; none if there is nothing.
    pub(super) fn calendar(&self) -> Option<SiteFile> {
        let announcements = self.binder.announcements();
        let mut calendar = Calendar::new(&self.parts.title);
        for it in &announcements {
            calendar.event(it.at.timestamp(), &it.title);
        }
        let path = format!("{}{}{}", self.prefix, routes::RELEASES, routes::CALENDAR);
        (!announcements.is_empty()).then(|| SiteFile::file(path, calendar.finish()))
    }

    /// Fills the page of what is announced, and of the releases that stay readable.
    pub(super) fn releases_page(
        &self,
        fields: &ReleasesFields<'a>,
        filled: Filled<'_, 'a>,
    ) -> Result<SiteFile, Diagnostic> {
        let coming = fields.coming.iter();
        let past = fields.past.iter().map(|release| PastRelease {
            name: release.name,
            date: &release.date,
            url: filled.frame.url(&release.folder),
        });
        let context = ReleasesPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: filled.page(PageKind::Releases),
            coming: coming.map(|it| ComingRelease { title: &it.title, date: &it.date }).collect(),
            calendar_url: if fields.coming.is_empty() { "" } else { routes::CALENDAR },
            past: past.collect(),
        };
        self.output("releases.html", filled.frame, &context)
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
