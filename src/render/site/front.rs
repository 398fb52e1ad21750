//! The front page: the text that authors wrote for it, what is new, and the ways into the rest.

use std::cmp::Reverse;

use super::feeds::is_news;
use super::frame::{Frame, changed, newest};
use super::{Output, SitePages, Summary};
use crate::base::diagnostic::Diagnostic;
use crate::bind::generated::entities_on_site;
use crate::plan::Edition;
use crate::render::context::{HomePage, NewsItem, PageKind};
use crate::tree::{Document, Form, Inline, Inlines};

/// How many texts the front page names as new.
const MOST_NEWS: usize = 5;

impl<'a> SitePages<'a> {
    /// Renders the front page.
    pub(super) fn home(&self, summaries: &[Summary]) -> Result<Output, Diagnostic> {
        let plan = &self.library.session.plan;
        let mut frame = Frame::everywhere(self, &self.prefix, "");
        frame.modified = newest(plan.of_site(self.site));
        frame.describe(Vec::new(), self.site_thing());
        let publication = self.site.projection;
        let tag = &self.site.language.tag;
        let title = publication.settings.title.text(tag);
        let description = publication.settings.description.as_ref().map(|text| text.text(tag));
        let front = self.front();
        let finding = front.as_ref().map(|(_, document)| document.finding_text.clone());
        let description = finding.filter(|text| !text.is_empty()).or(description);
        let card = |edition: &'a Edition<'a>| self.card(edition, &summaries[edition.index], &frame);
        let topics = self.binder.topics();
        let entities = self.binder.entity_links(entities_on_site(self.site).into_iter());
        let document = front.as_ref().map(|(edition, document)| {
            let (texts, _) = self.texts((*edition, document), &frame, None);
            self.view((*edition, document), &summaries[edition.index], &frame, (texts, None))
        });
        let context = HomePage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Home, &title, description.as_deref().unwrap_or_default()),
            document,
            drawing: self.binder.listed(Form::Report).into_iter().find_map(|report| {
                let (drawing, caption) = self.headline(report).drawing.as_deref()?;
                let caption = without_anchors(caption);
                Some(super::drawing(drawing, &caption, &self.renderer(frame.roots())))
            }),
            news: self.news(&frame),
            reports: self.binder.listed(Form::Report).into_iter().map(card).collect(),
            briefs: self.binder.loose_briefs().into_iter().map(card).collect(),
            topics: topics
                .iter()
                .map(|(tag, editions)| self.topic_link(tag, editions.len(), &frame))
                .collect(),
            entities: self.entity_links(&entities, &frame),
        };
        self.output("home.html", &frame, &context)
    }

    /// Returns the text of the front page, if this site has one; its problems were reported with those of
    /// the other texts.
    fn front(&self) -> Option<(&'a Edition<'a>, Document)> {
        let session = self.library.session;
        let edition = session.plan.of_site(self.site).find(|edition| edition.is_front())?;
        Some((edition, session.document(edition).value?))
    }

    /// Returns the texts that came out or changed last, the newest first. All texts of one day are no news.
    fn news(&self, frame: &Frame<'_, '_>) -> Vec<NewsItem<'a>> {
        let plan = &self.library.session.plan;
        let mut texts: Vec<_> = plan.of_site(self.site).filter(|text| is_news(text)).collect();
        texts.retain(|text| !text.subject.is_entity());
        texts.sort_by_key(|text| Reverse(changed(text)));
        let oldest = texts.last().map(|text| changed(text));
        texts.retain(|text| Some(changed(text)) != oldest);
        texts.truncate(MOST_NEWS);
        let item = |text: &'a Edition<'a>| {
            let headline = self.headline(text);
            let is_changed = headline.updated.is_some();
            NewsItem {
                page: self.page_link(text, frame),
                form: text.form(),
                date: headline.updated.as_ref().unwrap_or(&headline.date),
                updated: is_changed,
            }
        };
        texts.into_iter().map(item).collect()
    }
}

/// Returns a line of another document, whose numbers have no anchors on this page.
fn without_anchors(line: &[Inline]) -> Inlines {
    let text = |inline: &Inline| {
        if let Inline::Number { text, .. } = inline {
            Inline::text(text.clone())
        } else {
            inline.clone()
        }
    };
    line.iter().map(text).collect()
}
