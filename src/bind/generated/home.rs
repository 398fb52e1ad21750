//! The front page: what is new, and the ways into the rest. The text that authors wrote for it is an edition.

use std::cmp::Reverse;

use ecow::{EcoString, eco_format};

use super::blocks::{entity_links, list, page_link};
use super::{CorrectionOf, EntityLink, Fields, GeneratedPage, SiteBinder, entities_on_site};
use crate::bind::Headline;
use crate::language::Word;
use crate::plan::{Edition, routes};
use crate::tree::{Block, Drawing, Form, Inline, Inlines};

/// How many texts the front page names as new.
const MOST_NEWS: usize = 5;

/// How many corrections it names.
const MOST_CORRECTIONS: usize = 3;

/// The front page in parts.
#[derive(Debug)]
pub struct HomeFields<'a> {
    /// A drawing of the publication's own data with the line under it: that of the first report that has one.
    pub drawing: Option<&'a (Drawing, Inlines)>,
    /// What was changed last in texts after they came out, the latest first.
    pub corrections: Vec<CorrectionOf<'a>>,
    /// The texts that came out or changed last, newest first; empty if all are of one day.
    pub news: Vec<&'a Headline>,
    /// The reports, in the order of the settings.
    pub reports: Vec<&'a Headline>,
    /// The briefs that belong to no report, newest first.
    pub briefs: Vec<&'a Headline>,
    /// The subjects, in alphabetical order.
    pub topics: Vec<TopicItem<'a>>,
    /// The countries and organisations that have a page, by name.
    pub entities: Vec<EntityLink>,
}

/// A subject.
#[derive(Debug)]
pub struct TopicItem<'a> {
    /// The subject.
    pub name: &'a EcoString,
    /// How many texts are on it.
    pub count: usize,
}

impl<'a> SiteBinder<'a> {
    /// Binds the front page, but for the text that authors wrote for it.
    pub fn home(&self) -> GeneratedPage<'a> {
        let settings = &self.site.projection.settings;
        let tag = &self.site.language.tag;
        let headlines = |editions: Vec<&'a Edition<'a>>| -> Vec<_> {
            editions.into_iter().map(|edition| self.headline(edition)).collect()
        };
        let reports = headlines(self.listed(Form::Report));
        let topics = self.topics().into_iter();
        let mut topics: Vec<_> =
            topics.map(|(name, texts)| TopicItem { name, count: texts.len() }).collect();
        self.site.language.sort(&mut topics, |topic| topic.name);
        let mut corrections = self.changes();
        corrections.truncate(MOST_CORRECTIONS);
        let fields = HomeFields {
            drawing: reports.iter().find_map(|report| report.drawing.as_deref()),
            corrections,
            news: headlines(self.news()),
            reports,
            briefs: headlines(self.loose_briefs()),
            topics,
            entities: self.entity_links(entities_on_site(self.site).into_iter()),
        };
        let finding = settings.description.as_ref().map(|text| text.text(tag)).unwrap_or_default();
        let body = self.home_blocks(&fields);
        let document = self.document(settings.title.text(tag), &finding, body);
        let page = GeneratedPage::new("", document, Fields::Home(Box::new(fields)));
        GeneratedPage { sites: self.all_sites(|_| true), ..page }
    }

    /// Returns the texts that came out or changed last, the newest first. All texts of one day are no news.
    fn news(&self) -> Vec<&'a Edition<'a>> {
        let texts = self.plan.of_site(self.site).filter(|text| text.is_news());
        let mut texts: Vec<_> = texts.filter(|text| !text.subject.is_entity()).collect();
        texts.sort_by_cached_key(|text| Reverse(text.changed()));
        let oldest = texts.last().map(|text| text.changed());
        texts.retain(|text| Some(text.changed()) != oldest);
        texts.truncate(MOST_NEWS);
        texts
    }

    /// Returns what the front page says behind its text, in the order of its template.
    fn home_blocks(&self, fields: &HomeFields<'_>) -> Vec<Block> {
        let topic = |topic: &TopicItem<'_>| {
            let link = page_link(&routes::topic(topic.name).into(), topic.name);
            vec![link, Inline::text(eco_format!(" ({})", topic.count))]
        };
        let lists = [
            (Word::WhatIsNew, self.links(&fields.news)),
            (Word::CorrectionsLatest, self.change_lines(&fields.corrections)),
            (Word::Reports, self.links(&fields.reports)),
            (Word::Briefs, self.links(&fields.briefs)),
            (Word::Topics, fields.topics.iter().map(topic).collect()),
            (Word::Entities, entity_links(&fields.entities)),
        ];
        let lists = lists.into_iter().filter(|(_, lines)| !lines.is_empty());
        lists.flat_map(|(word, lines)| [self.heading(word), list(lines)]).collect()
    }
}
