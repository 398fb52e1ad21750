//! Composing blocks.

use ecow::EcoString;

use super::{Binder, Explicit, tree_level};
use crate::audience::Condition;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::markup::{self, Attributes, BlockKind};
use crate::span::{Span, Spanned};
use crate::tree::{Block, Definition, Inline, ListItem, OutlineEntry, Tone};

/// The classes of div that every publication has.
const DIV_CLASSES: &[&str] = &[
    "callout-note",
    "callout-tip",
    "callout-important",
    "callout-warning",
    "callout-caution",
    "sources-differ",
    "claim",
    "key-figure",
];

/// The attributes that a div, a span or an image may have.
const ATTRIBUTES: &[&str] = &["audience", "not-audience", "title", "alt", "term"];

impl<'a> Binder<'a, '_> {
    pub(super) fn blocks(&mut self, blocks: &'a [markup::Block]) -> Vec<Block> {
        blocks.iter().filter_map(|block| self.block(block)).collect()
    }

    pub(super) fn block(&mut self, block: &'a markup::Block) -> Option<Block> {
        Some(match &block.kind {
            BlockKind::Heading { level, attributes, anchor, content } => {
                self.heading(*level, attributes, anchor, content, block.span)
            }
            BlockKind::Paragraph(content) => {
                let content = self.inlines(content);
                // A paragraph of spans for other audiences leaves nothing behind.
                if content.is_empty() {
                    return None;
                }
                Block::Paragraph { content }
            }
            BlockKind::List { start, tight, items } => {
                let items = items
                    .iter()
                    .map(|item| ListItem { task: item.task, blocks: self.blocks(&item.blocks) });
                Block::List { start: *start, tight: *tight, items: items.collect() }
            }
            BlockKind::Definitions(items) => {
                let items = items.iter().map(|item| Definition {
                    term: self.inlines(&item.term),
                    definitions: item
                        .definitions
                        .iter()
                        .map(|blocks| self.blocks(blocks))
                        .collect(),
                });
                Block::Definitions { items: items.collect() }
            }
            BlockKind::Quote(inner) => Block::Quote { blocks: self.blocks(inner) },
            BlockKind::Alert(tone, inner) => self.callout(*tone, None, inner),
            BlockKind::Code { language, text } => {
                Block::Code { language: language.clone(), text: text.clone() }
            }
            BlockKind::Rule => Block::Rule,
            BlockKind::Table(table) => self.written_table(table, block.span),
            BlockKind::DataTable(table) => return self.data_table(table, block.span),
            BlockKind::Chart(chart) => return self.chart(chart, block.span),
            BlockKind::Register(view) => return self.register_view(view, block.span),
            BlockKind::Entry(entry) => return self.record_block(entry, block.span),
            BlockKind::Picture(picture) => return self.picture(picture, block.span),
            BlockKind::Div(attributes, inner) => return self.div(attributes, inner, block.span),
            BlockKind::RawHtml(html) => Block::RawHtml { html: html.clone() },
        })
    }

    fn heading(
        &mut self,
        level: u8,
        attributes: &Attributes,
        anchor: &EcoString,
        content: &'a [markup::Inline],
        span: Span,
    ) -> Block {
        let explicit = if attributes.id.is_some() { Explicit::Yes } else { Explicit::No };
        let id = self.part.heading_anchor(anchor, explicit);
        let level = tree_level(level, self.part);
        let number = self.survey.numbers.get(&span).cloned().unwrap_or_default();
        let content = self.title(content);
        let title = content.iter().filter(|inline| !is_note(inline)).cloned().collect();
        self.outline.push(OutlineEntry { level, number: number.clone(), title, id: id.clone() });
        Block::Heading { level, id, number, content }
    }

    fn callout(
        &mut self,
        tone: Tone,
        title: Option<&Spanned<EcoString>>,
        inner: &'a [markup::Block],
    ) -> Block {
        let title = title.map_or_else(
            || self.speech.words.get(&format!("callout-{}", tone_name(tone))).into(),
            |title| title.value.clone(),
        );
        Block::Callout { tone, title: vec![Inline::text(title)], blocks: self.blocks(inner) }
    }

    /// Checks a div's, span's or image's attributes; returns whether this audience sees it.
    pub(super) fn check_attributes(&mut self, attributes: &Attributes) -> bool {
        for (name, _) in &attributes.values {
            if ATTRIBUTES.contains(&name.value.as_str()) {
                continue;
            }
            let hint = did_you_mean(&name.value, ATTRIBUTES.iter().copied());
            let message = format!("no attribute is named `{}`", name.value);
            self.problems.push(Diagnostic::error(Code::UnknownDiv, name.span, message).with_hints(
                [hint.unwrap_or_else(|| {
                    "there are `audience`, `not-audience`, `title`, `alt` and `term`".to_owned()
                })],
            ));
        }
        Condition::of_attributes(attributes).admits(&self.edition.site.audience.id)
    }

    /// Reports a condition on what is shown whole or not at all: only divs and spans have one.
    pub(super) fn refuse_condition(&mut self, attributes: &Attributes) {
        for (name, _) in &attributes.values {
            if matches!(name.value.as_str(), "audience" | "not-audience") {
                let message = format!("`{}` belongs to a div or a span", name.value);
                self.problems.push(
                    Diagnostic::error(Code::UnknownDiv, name.span, message)
                        .with_hint("put this between `::: {audience=\"…\"}` and `:::`"),
                );
            }
        }
    }

    fn div(
        &mut self,
        attributes: &Attributes,
        inner: &'a [markup::Block],
        span: Span,
    ) -> Option<Block> {
        let sees = self.check_attributes(attributes);
        self.check_classes(attributes);
        if !sees {
            return None;
        }
        let title = attributes.value("title");
        let class = attributes.classes.first().map(|class| class.value.as_str());
        if let Some(tone) = class.and_then(|class| class.strip_prefix("callout-")).and_then(tone) {
            return Some(self.callout(tone, title, inner));
        }
        match class {
            Some("sources-differ") => Some(self.sources_differ(title, inner, span)),
            Some("key-figure") => Some(Block::KeyFigure { blocks: self.blocks(inner) }),
            _ => {
                let classes = attributes.classes.iter().map(|class| class.value.clone()).collect();
                let id = attributes.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
                Some(Block::Group { classes, id, blocks: self.blocks(inner) })
            }
        }
    }

    pub(super) fn check_classes(&mut self, attributes: &Attributes) {
        for class in &attributes.classes {
            let name = class.value.as_str();
            if DIV_CLASSES.contains(&name) || self.resources.theme.classes.contains(name) {
                continue;
            }
            let known = DIV_CLASSES.iter().copied();
            let known = known.chain(self.resources.theme.classes.iter().map(String::as_str));
            let hint = did_you_mean(name, known).unwrap_or_else(|| {
                format!("add `{name}` to `classes:` in the theme's `theme.yaml`")
            });
            self.problems.push(
                Diagnostic::error(
                    Code::UnknownDiv,
                    class.span,
                    format!("no class is named `{name}`"),
                )
                .with_hint(hint),
            );
        }
    }

    fn sources_differ(
        &mut self,
        title: Option<&Spanned<EcoString>>,
        inner: &'a [markup::Block],
        span: Span,
    ) -> Block {
        let title = title.map_or_else(
            || self.speech.words.get("sources-differ").into(),
            |title| title.value.clone(),
        );
        let mut claims = Vec::new();
        for block in inner {
            match &block.kind {
                BlockKind::Div(attributes, claim) if is_claim(attributes) => {
                    if self.check_attributes(attributes) {
                        claims.push(self.blocks(claim));
                    }
                }
                _ => self.problems.push(
                    Diagnostic::error(
                        Code::UnknownDiv,
                        block.span,
                        "`sources-differ` holds claims, and this is none",
                    )
                    .with_hint("put it between `::: {.claim}` and `:::`"),
                ),
            }
        }
        if claims.len() < 2 {
            self.problems.push(
                Diagnostic::error(
                    Code::UnknownDiv,
                    span,
                    "`sources-differ` needs two claims or more",
                )
                .with_hint("put each claim between `::: {.claim}` and `:::`"),
            );
        }
        Block::SourcesDiffer { title: vec![Inline::text(title)], claims }
    }
}

fn is_claim(attributes: &Attributes) -> bool {
    attributes.classes.iter().any(|class| class.value == "claim")
}

fn is_note(inline: &Inline) -> bool {
    matches!(inline, Inline::Note { .. } | Inline::NoteReference { .. })
}

fn tone(name: &str) -> Option<Tone> {
    [Tone::Note, Tone::Tip, Tone::Important, Tone::Warning, Tone::Caution]
        .into_iter()
        .find(|tone| tone_name(*tone) == name)
}

fn tone_name(tone: Tone) -> &'static str {
    match tone {
        Tone::Note => "note",
        Tone::Tip => "tip",
        Tone::Important => "important",
        Tone::Warning => "warning",
        Tone::Caution => "caution",
    }
}
