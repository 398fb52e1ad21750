//! What is new on a site, as feeds: one for the site, and one for each report.

use std::cmp::Reverse;

use ecow::EcoString;
use jiff::civil::Date;

use super::{Library, SiteFile, SitePages, Summary};
use crate::bind::Headline;
use crate::plan::routes;
use crate::plan::{Edition, Site};
use crate::render::feed::{Feed, FeedItem};
use crate::tree::{CorrectionNote, Form, plain_text};

/// How many texts a feed has: the newest. Programs keep what they have read.
const MOST: usize = 50;

/// Returns what a text found, and before that what was changed in it since.
fn summary(headline: &Headline) -> EcoString {
    let notes = headline.corrections.iter();
    let notes = notes.map(CorrectionNote::line);
    let finding = plain_text(&headline.finding);
    let parts: Vec<_> = notes.chain([finding]).filter(|part| !part.is_empty()).collect();
    parts.join("\n").into()
}

/// Whether a site has a feed. Without an address of the publication there is none, since programs follow
/// addresses.
pub(super) fn has_feed(library: Library<'_>, site: Site<'_>) -> bool {
    let is_followed = !library.base_url.is_empty() && library.release.is_none();
    is_followed && library.session.plan.of_site(site).any(Edition::is_news)
}

/// What a feed is called, and the folder that it is in.
#[derive(Clone, Copy)]
struct FeedHead<'f> {
    address: &'f EcoString,
    title: &'f str,
    subtitle: &'f str,
}

impl<'a> SitePages<'a> {
    /// Renders the feeds of a site.
    pub(super) fn feeds(&self, summaries: &[Summary]) -> Vec<SiteFile> {
        let plan = &self.library.session.plan;
        if !has_feed(self.library, self.site) {
            return Vec::new();
        }
        let news: Vec<_> = plan.of_site(self.site).filter(|edition| edition.is_news()).collect();
        let reports = news.iter().filter(|edition| edition.manuscript.form == Form::Report);
        let of_report = reports.filter_map(|report| {
            let chapters: Vec<_> = self.news_of(report).collect();
            let title = format!("{} · {}", self.headline(report).title_text, self.parts.title);
            let subtitle = plain_text(&self.headline(report).finding);
            let head = FeedHead { address: &report.address, title: &title, subtitle: &subtitle };
            self.feed(head, chapters, summaries)
        });
        let title = self.feed_title();
        let subtitle = &self.parts.description;
        let head = FeedHead { address: &self.prefix, title: &title, subtitle };
        let site = self.feed(head, news.clone(), summaries);
        site.into_iter().chain(of_report).collect()
    }

    /// Returns a report and its chapters that are pages of this site.
    fn news_of(&self, report: &'a Edition<'a>) -> impl Iterator<Item = &'a Edition<'a>> {
        let here = self.site.index;
        let chapters = self.chapters(report).filter(move |chapter| chapter.site.index == here);
        std::iter::once(report).chain(chapters).filter(|edition| edition.is_news())
    }

    /// Whether a report has a feed of its own.
    pub(super) fn has_report_feed(&self, report: &Edition<'a>) -> bool {
        !self.library.base_url.is_empty()
            && self.library.release.is_none()
            && report.manuscript.form == Form::Report
            && report.is_news()
    }

    fn feed_title(&self) -> String {
        let audience = self.site.audience.name.as_ref().filter(|_| !self.site.is_default());
        let audience = audience.map(|name| name.text(&self.site.language.tag));
        let parts = [Some(self.parts.title.clone()), audience];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn feed(
        &self,
        head: FeedHead<'_>,
        mut editions: Vec<&'a Edition<'a>>,
        summaries: &[Summary],
    ) -> Option<SiteFile> {
        let FeedHead { address, title, subtitle } = head;
        let base = self.library.base_url;
        editions.sort_by_cached_key(|edition| (Reverse(edition.changed()), edition.index));
        editions.truncate(MOST);
        let feed = Feed {
            title,
            subtitle,
            language: &self.site.language.tag,
            address: format!("{base}{address}{}", routes::FEED),
            page: format!("{base}{address}"),
            author: &self.parts.publisher,
            rights: &self.parts.licence_name,
            entries: editions.iter().map(|edition| self.item(edition, summaries)).collect(),
        };
        Some(SiteFile::file(format!("{address}{}", routes::FEED), feed.render()?))
    }

    fn item(&self, edition: &'a Edition<'a>, summaries: &[Summary]) -> FeedItem<'a> {
        let base = self.library.base_url;
        let headline = self.headline(edition);
        let pdf = summaries[edition.index].print();
        let published: Date = edition.manuscript.date;
        FeedItem {
            title: &headline.title_text,
            summary: summary(headline),
            language: &edition.language.tag,
            address: format!("{base}{}", edition.address),
            pdf: pdf.map(|pdf| format!("{base}{}", pdf.address)),
            authors: edition.manuscript.authors.iter().map(EcoString::as_str).collect(),
            topics: edition.topics().iter().map(EcoString::as_str).collect(),
            published,
            updated: edition.changed().max(published),
        }
    }
}
