//! Links from a page to the texts, topics, authors and files of its site.

use ecow::{EcoString, eco_format};
use rust_decimal::Decimal;

use super::{SitePages, Summary, WORDS_PER_MINUTE, foreign};
use crate::language::{Grouping, Language, Word};
use crate::plan::Edition;
use crate::plan::routes;
use crate::render::context::{Card, FileLink, PageLink, ReportPart, TopicLink};
use crate::render::format::{OfferedFile, SUMMARY};
use crate::render::site::frame::Frame;
use crate::tree::Form;

/// A report that a brief is part of.
pub(super) struct PartOf<'a> {
    pub(super) report: &'a Edition<'a>,
    pub(super) number: EcoString,
    pub(super) previous: Option<&'a Edition<'a>>,
    pub(super) next: Option<&'a Edition<'a>>,
}

/// Returns a size in decimal units, which people meet on their devices.
pub(super) fn size_text(bytes: usize, language: &Language) -> String {
    let number = |number: usize, decimals| {
        language.number(
            Decimal::new(number.try_into().unwrap_or(i64::MAX), decimals),
            Grouping::Grouped,
        )
    };
    match bytes {
        0..1_000_000 => format!("{} kB", number(bytes.div_ceil(1000), 0)),
        _ => format!("{} MB", number(bytes / 100_000, 1)),
    }
}

impl<'a> SitePages<'a> {
    /// Returns the editions of a report's chapters, in order.
    pub(super) fn chapters(&self, edition: &Edition<'a>) -> impl Iterator<Item = &'a Edition<'a>> {
        let (plan, site) = (&self.library.session.plan, self.site);
        let ids: Vec<_> = edition.chapters.iter().map(|chapter| &chapter.id).collect();
        let entity = edition.subject.entity();
        ids.into_iter().filter_map(move |id| {
            let profile = entity.and_then(|of| plan.nearest_profile(site, (Form::Brief, id), of));
            profile.or_else(|| plan.nearest(site, Form::Brief, id))
        })
    }

    /// Returns the reports of this site that a brief is part of.
    pub(super) fn parts(&self, edition: &Edition<'a>) -> Vec<PartOf<'a>> {
        if edition.form() != Form::Brief {
            return Vec::new();
        }
        let id = &edition.manuscript.id;
        let part = |report: &'a Edition<'a>| {
            let chapters: Vec<_> = self.chapters(report).collect();
            let position = chapters.iter().position(|chapter| chapter.manuscript.id == *id)?;
            Some(PartOf {
                report,
                number: eco_format!("{}", position + 1),
                previous: position.checked_sub(1).map(|before| chapters[before]),
                next: chapters.get(position + 1).copied(),
            })
        };
        self.library.session.plan.reports_of(edition).filter_map(part).collect()
    }

    pub(super) fn report_part(&self, part: &PartOf<'a>, frame: &Frame<'_, '_>) -> ReportPart<'a> {
        ReportPart {
            report: self.page_link(part.report, frame),
            number: part.number.as_str().into(),
            previous: part.previous.map(|edition| self.page_link(edition, frame)),
            next: part.next.map(|edition| self.page_link(edition, frame)),
        }
    }

    pub(super) fn page_link(&self, edition: &Edition<'a>, frame: &Frame<'_, '_>) -> PageLink<'a> {
        let headline = self.headline(edition);
        PageLink {
            title: self.title(edition, frame).into(),
            title_text: &headline.title_text,
            url: frame.url(&edition.address),
        }
    }

    pub(super) fn card(
        &self,
        edition: &'a Edition<'a>,
        summary: &Summary,
        frame: &Frame<'_, '_>,
    ) -> Card<'a> {
        let renderer = self.renderer(frame.roots());
        let headline = self.headline(edition);
        Card {
            form: edition.form(),
            number: "",
            title: self.title(edition, frame).into(),
            title_text: &headline.title_text,
            finding: foreign::marked(renderer.label(&headline.finding), "span", edition).into(),
            url: frame.url(&edition.address),
            authors: &edition.manuscript.authors,
            date: &headline.date,
            updated: headline.updated.as_ref(),
            reading_text: self.reading_text(summary.words),
            chapters: self
                .chapters(edition)
                .map(|chapter| self.page_link(chapter, frame))
                .collect(),
            files: self.files(summary, frame),
        }
    }

    pub(super) fn topic_link(
        &self,
        tag: &'a EcoString,
        count: usize,
        frame: &Frame<'_, '_>,
    ) -> TopicLink<'a> {
        let path = eco_format!("{}{}", self.prefix, routes::topic(tag));
        TopicLink { name: tag.as_str().into(), url: frame.url(&path), count }
    }

    /// Returns the authors of an edition, each with the page of all that is theirs.
    pub(super) fn author_links(
        &self,
        edition: &Edition<'a>,
        frame: &Frame<'_, '_>,
    ) -> Vec<TopicLink<'a>> {
        let authors = edition.manuscript.authors.iter();
        let link = |name: &'a EcoString| {
            let path = eco_format!("{}{}", self.prefix, routes::author(name));
            TopicLink { name: name.as_str().into(), url: frame.url(&path), count: 0 }
        };
        authors.map(link).collect()
    }

    /// Returns the texts that are on the same as a brief.
    pub(super) fn related_texts(
        &self,
        edition: &Edition<'a>,
        frame: &Frame<'_, '_>,
    ) -> Vec<PageLink<'a>> {
        let texts = self.related_of(edition).into_iter().flatten();
        texts.map(|&text| self.page_link(text, frame)).collect()
    }

    pub(super) fn files(&self, summary: &Summary, frame: &Frame<'_, '_>) -> Vec<FileLink> {
        let base = self.library.base_url;
        let offered = summary
            .downloads
            .iter()
            .filter(|download| download.format != SUMMARY || self.site.audience.summaries);
        let link = |download: &OfferedFile| {
            let size = &size_text(download.bytes, self.site.language);
            let pages = download.pages.map(|pages| self.words.get(Word::PageCount { pages }));
            let size_text = match &pages {
                Some(pages) => self.words.get(Word::FileSize { pages, size }).into(),
                None => size.clone(),
            };
            let label = match &*download.format {
                SUMMARY => self.words.get(Word::Summary).into(),
                format => format.to_uppercase(),
            };
            FileLink {
                label,
                url: frame.url(&download.address),
                canonical: (!base.is_empty()).then(|| format!("{base}{}", download.address)),
                size_text,
                media_type: download.media_type.clone(),
            }
        };
        offered.map(link).collect()
    }

    pub(super) fn reading_text(&self, words: usize) -> String {
        if words == 0 {
            return String::new();
        }
        let minutes = words.div_ceil(WORDS_PER_MINUTE);
        self.words.get(Word::ReadingTime { minutes }).into()
    }
}
