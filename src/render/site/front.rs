//! The front page: the text that authors wrote for it, among what is new and the ways into the rest.

use super::frame::{Frame, newest};
use super::view::BoundText;
use super::{SiteFile, SitePages, Summary};
use crate::base::diagnostic::Diagnostic;
use crate::bind::Headline;
use crate::bind::generated::HomeFields;
use crate::plan::Edition;
use crate::render::context::{HomePage, NewsItem, PageKind};
use crate::tree::{Document, Inline, Inlines};

impl<'a> SitePages<'a> {
    /// Renders the front page, with its text as Markdown; `lists` is what it says besides the text that authors
    /// wrote for it.
    pub(super) fn home(
        &self,
        fields: &HomeFields<'a>,
        lists: &Document,
        summaries: &[Summary],
    ) -> Result<[SiteFile; 2], Diagnostic> {
        let plan = &self.library.session.plan;
        let mut frame = Frame::everywhere(self, &self.prefix, "");
        frame.modified = newest(plan.of_site(self.site));
        frame.describe(Vec::new(), self.site_thing());
        let front = self.front();
        let finding = front.as_ref().map(|(_, document)| &document.finding_text);
        let finding = finding.filter(|text| !text.is_empty()).unwrap_or(&lists.finding_text);
        let card = |text: &&Headline| {
            self.card(&plan.editions[text.index], &summaries[text.index], &frame)
        };
        let document = front.as_ref().map(|(edition, document)| {
            let set = self.texts((*edition, document), &frame, None);
            let source = BoundText { edition, document, summary: &summaries[edition.index] };
            self.view(source, &frame, set.texts)
        });
        let context = HomePage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Home, &lists.title_text, finding),
            document,
            drawing: fields.drawing.map(|(drawing, caption)| {
                let caption = without_anchors(caption);
                super::drawing(drawing, &caption, &self.renderer(frame.roots()))
            }),
            corrections: self.correction_items(&fields.corrections, &frame),
            news: fields.news.iter().map(|text| self.news_item(text, &frame)).collect(),
            reports: fields.reports.iter().map(card).collect(),
            briefs: fields.briefs.iter().map(card).collect(),
            topics: fields
                .topics
                .iter()
                .map(|topic| self.topic_link(topic.name, topic.count, &frame))
                .collect(),
            entities: self.entity_links(&fields.entities, &frame),
        };
        let page = self.output("home.html", &frame, &context)?;
        let markdown = match &front {
            Some((edition, text)) => {
                let body = [&text.body[..], &lists.body].concat();
                self.markdown(edition, &Document { body, ..text.clone() })
            }
            None => self.markdown_of(lists, &frame),
        };
        Ok([page, markdown])
    }

    /// Returns the text of the front page, if this site has one; its problems were reported with those of
    /// the other texts.
    fn front(&self) -> Option<(&'a Edition<'a>, Document)> {
        let session = self.library.session;
        let edition = session.plan.of_site(self.site).find(|edition| edition.is_front())?;
        Some((edition, session.document(edition).value?))
    }

    fn news_item(&self, text: &'a Headline, frame: &Frame<'_, '_>) -> NewsItem<'a> {
        let edition = &self.library.session.plan.editions[text.index];
        NewsItem {
            page: self.page_link(edition, frame),
            form: edition.form(),
            date: text.updated.as_ref().unwrap_or(&text.date),
            updated: text.updated.is_some(),
        }
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
