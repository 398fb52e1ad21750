//! Documents as their templates get them.

use super::frame::Frame;
use super::styles;
use super::texts::Texts;
use super::{SitePages, Summary, foreign};
use crate::language::Word;
use crate::plan::{Edition, routes};
use crate::render::context::DocumentView;
use crate::tree::Document;

/// A bound edition, with what is known of it.
#[derive(Clone, Copy)]
pub(super) struct BoundText<'v, 'a> {
    pub(super) edition: &'v Edition<'a>,
    pub(super) document: &'v Document,
    pub(super) summary: &'v Summary,
}

impl<'a> SitePages<'a> {
    /// Returns a document as its template gets it, with what was rendered of it, but for how to cite it.
    pub(super) fn view<'v>(
        &self,
        source: BoundText<'v, 'a>,
        frame: &Frame<'_, 'a>,
        texts: Texts,
    ) -> DocumentView<'v>
    where
        'a: 'v,
    {
        let BoundText { edition, document, summary } = source;
        let parts = self.parts(edition);
        let fields = self.site.projection.settings.extra.iter();
        let extra =
            fields.map(|field| (field.name.as_str(), edition.manuscript.extra.get(&field.name)));
        let unread = Summary::default();
        let topics = edition.topics().iter();
        let chapters = self.chapters(edition);
        DocumentView {
            form: document.form,
            id: &document.id,
            title: texts.title,
            title_text: &document.title_text,
            finding: texts.finding,
            finding_text: &document.finding_text,
            authors: self.author_links(edition, frame),
            date: &document.date,
            updated: document.updated.as_ref(),
            corrections: &document.corrections,
            foreign_language: foreign::foreign_tag(edition),
            foreign_text: self.foreign_text(edition),
            topics: topics.map(|tag| self.topic_link(tag, 0, frame)).collect(),
            reading_text: self.reading_text(summary.words),
            words_text: self.words.get(Word::WordCount { words: summary.words }).into(),
            drawing: texts.drawing,
            key_messages: texts.key_messages,
            more_styles: styles::are_needed(texts.body.as_str(), &self.theme.rare_classes),
            body: texts.body,
            outline: texts.outline,
            lists: texts.lists,
            bibliography: texts.bibliography,
            about: texts.about,
            glossary: texts.glossary,
            annex: texts.annex,
            citation: None,
            doi: edition.manuscript.doi.as_deref().unwrap_or_default(),
            isbn: edition.manuscript.isbn.as_deref().unwrap_or_default(),
            extra: extra.collect(),
            files: [self.files(summary, frame), self.register_files(edition, frame)].concat(),
            related: self.related_texts(edition, frame),
            mentioned_in: self.mentions(edition, frame),
            neighbours: self.neighbours(edition, frame),
            markdown_url: routes::MARKDOWN,
            feed_url: if self.has_report_feed(edition) { routes::FEED } else { "" },
            profiles: self.profiles(edition, frame),
            chapters: chapters.map(|chapter| self.card(chapter, &unread, frame)).collect(),
            reports: parts.iter().map(|part| self.report_part(part, frame)).collect(),
        }
    }
}
