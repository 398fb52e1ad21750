//! Composing blocks.

use ecow::{EcoString, eco_format};

use super::attributes::Owner;
use super::collect::is_figure_group;
use super::listings;
use super::{Binder, Explicit, tree_level};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::language::Word;
use crate::markup::{self, Attributes, BlockKind, InlineKind};
use crate::tree::{
    Block, Definition, Inline, Inlines, ListItem, OutlineEntry, Tone, forget_origins,
};

impl<'a> Binder<'a, '_> {
    pub(super) fn blocks(&mut self, blocks: &'a [markup::Block]) -> Vec<Block> {
        blocks.iter().filter_map(|block| self.block(block)).collect()
    }

    pub(super) fn block(&mut self, block: &'a markup::Block) -> Option<Block> {
        Some(match &block.kind {
            BlockKind::Heading { .. } => return self.heading(block),
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
            BlockKind::Quote(inner) => self.quotation(inner),
            BlockKind::Alert(tone, inner) => self.callout(*tone, None, inner),
            BlockKind::Code { language, text } => {
                let lines = listings::highlighted(language, text);
                Block::Code { language: language.clone(), text: text.clone(), lines }
            }
            BlockKind::Rule => Block::Rule,
            BlockKind::Table(table) => self.written_table(table, block.span),
            BlockKind::DataTable(table) => return self.data_table(table, block.span),
            BlockKind::Chart(chart) => return self.chart(chart, block.span),
            BlockKind::Register(view) => return self.register_view(view, block.span),
            BlockKind::Entry(entry) => return self.record_block(entry, block.span),
            BlockKind::Formula(equation) => self.equation(equation, block.span),
            BlockKind::Picture(picture) => return self.picture(picture, block.span),
            BlockKind::Div(attributes, inner) => return self.div(attributes, inner, block.span),
            BlockKind::RawHtml(html) => self.raw_html(html, block.span),
        })
    }

    fn heading(&mut self, block: &'a markup::Block) -> Option<Block> {
        let BlockKind::Heading { level, attributes, anchor, content } = &block.kind else {
            return None;
        };
        let explicit = if attributes.id.is_some() { Explicit::Yes } else { Explicit::No };
        let id = self.part.heading_anchor(anchor, explicit);
        let level = tree_level(*level, self.part);
        let number = self.collected.numbers.get(&block.span).cloned().unwrap_or_default();
        let is_appendix = attributes.classes.iter().any(|class| class.value == markup::APPENDIX);
        let number = if is_appendix { self.appendix_name(&number) } else { number };
        let content = self.title(content);
        let title = content.iter().filter(|inline| !is_note(inline)).cloned().collect();
        self.outline.push(OutlineEntry { level, number: number.clone(), title, id: id.clone() });
        Some(Block::Heading { level, id, number, content })
    }

    fn equation(&mut self, equation: &markup::Equation, span: Span) -> Block {
        let attributes = &equation.attributes;
        self.check_attributes(attributes, Owner::Formula);
        let mut formula = equation.formula.clone();
        if let Some(alt) = attributes.value("alt") {
            formula.text = alt.value.clone();
        }
        let id = attributes.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        let number = self.collected.numbers.get(&span).cloned().unwrap_or_default();
        Block::Formula { id, number, content: vec![Inline::Formula { formula }] }
    }

    fn key_figure(&mut self, attributes: &'a Attributes, inner: &'a [markup::Block]) -> Block {
        self.headline = attributes.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        let blocks = self.blocks(inner);
        self.headline.clear();
        Block::KeyFigure { blocks }
    }

    fn callout(
        &mut self,
        tone: Tone,
        attributes: Option<&'a Attributes>,
        inner: &'a [markup::Block],
    ) -> Block {
        let title = self.title_or(attributes, tone_word(tone));
        Block::Callout { tone, title, blocks: self.blocks(inner) }
    }

    fn div(
        &mut self,
        attributes: &'a Attributes,
        inner: &'a [markup::Block],
        span: Span,
    ) -> Option<Block> {
        let class = attributes.classes.first().map(|class| class.value.as_str());
        let own = class.and_then(|class| self.resources.publication.settings.block(class));
        if let Some(own) = own {
            let block = self.own_block(own, attributes, inner, span)?;
            return Some(framed(block, attributes));
        }
        let tone = class.and_then(|class| class.strip_prefix("callout-")).and_then(tone);
        let owner = match class {
            _ if tone.is_some() => Owner::TitledDiv,
            Some("sources-differ" | "details" | "video") => Owner::TitledDiv,
            Some("list-table") => Owner::ListTable,
            _ => Owner::Div,
        };
        if !self.check_attributes(attributes, owner) {
            return None;
        }
        let block = match (tone, class) {
            (Some(tone), _) => self.callout(tone, Some(attributes), inner),
            (None, Some("sources-differ")) => self.sources_differ(attributes, inner, span),
            (None, Some("key-figure")) => self.key_figure(attributes, inner),
            (None, Some("details")) => self.details(attributes, inner, span),
            (None, Some("list-table")) => return self.list_table(attributes, inner, span),
            (None, Some("video")) => return self.video(attributes, inner, span),
            _ if is_figure_group(attributes) => {
                return Some(self.figure_group(attributes, inner, span));
            }
            _ => {
                let mut classes: Vec<EcoString> =
                    attributes.classes.iter().map(|class| class.value.clone()).collect();
                if let Some(columns) = attributes.value("layout-ncol") {
                    classes.push("side-by-side".into());
                    classes.push(eco_format!("columns-{}", columns.value));
                }
                let id = attributes.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
                let (lang, dir) = (attributes.text("lang"), attributes.text("dir"));
                return Some(Block::Group { classes, id, lang, dir, blocks: self.blocks(inner) });
            }
        };
        Some(framed(block, attributes))
    }

    /// Composes a quotation; its last paragraph or line says who said it if it begins with a dash.
    fn quotation(&mut self, inner: &'a [markup::Block]) -> Block {
        let Some((text, attribution)) = attributed(inner) else {
            return Block::Quote { blocks: self.blocks(inner), attribution: Vec::new() };
        };
        let mut blocks = self.blocks(&inner[..inner.len() - 1]);
        let rest = self.inlines(text);
        if !rest.is_empty() {
            blocks.push(Block::Paragraph { content: rest });
        }
        let mut attribution = self.inlines(attribution);
        if let Some(Inline::Text { text, .. }) = attribution.first_mut() {
            *text = text.trim_start_matches(DASHES).trim_start().into();
        }
        Block::Quote { blocks, attribution }
    }

    /// Composes the title that the author gave a div; one without has the name of its kind.
    pub(super) fn title_or(
        &mut self,
        attributes: Option<&'a Attributes>,
        name: Word<'_>,
    ) -> Inlines {
        match attributes.filter(|attributes| !attributes.title.is_empty()) {
            Some(attributes) => {
                let mut title = self.title(&attributes.title);
                // Reviewers cannot change what is between quotation marks.
                forget_origins(&mut title);
                title
            }
            None => vec![Inline::text(&*self.locale.words.get(name))],
        }
    }

    fn details(
        &mut self,
        attributes: &'a Attributes,
        inner: &'a [markup::Block],
        span: Span,
    ) -> Block {
        if attributes.title.is_empty() {
            self.problems.push(
                Diagnostic::error(Code::UnknownDiv, span, "these details have no title").with_hint(
                    "write what they are about: `::: {.details title=\"How we counted\"}`",
                ),
            );
        }
        let summary = self.title_or(Some(attributes), Word::Note);
        Block::Details { summary, blocks: self.blocks(inner) }
    }

    fn sources_differ(
        &mut self,
        attributes: &'a Attributes,
        inner: &'a [markup::Block],
        span: Span,
    ) -> Block {
        let title = self.title_or(Some(attributes), Word::SourcesDiffer);
        let mut claims = Vec::new();
        for block in inner {
            if let BlockKind::Div(attributes, claim) = &block.kind
                && is_claim(attributes)
            {
                if self.check_attributes(attributes, Owner::Div) {
                    claims.push(self.blocks(claim));
                }
                continue;
            }
            self.problems.push(
                Diagnostic::error(
                    Code::UnknownDiv,
                    block.span,
                    "`sources-differ` may contain only claims",
                )
                .with_hint("put it between `::: {.claim}` and `:::`"),
            );
        }
        if claims.len() < 2 {
            self.problems.push(
                Diagnostic::error(
                    Code::UnknownDiv,
                    span,
                    "`sources-differ` needs at least two claims",
                )
                .with_hint("put each claim between `::: {.claim}` and `:::`"),
            );
        }
        Block::SourcesDiffer { title, claims }
    }
}

/// The dashes that who said a quotation begins with.
const DASHES: [char; 3] = ['—', '–', '―'];

/// Returns the last lines of a quotation: what is quoted, and who said it.
fn attributed(quoted: &[markup::Block]) -> Option<(&[markup::Inline], &[markup::Inline])> {
    let begins = |inlines: &[markup::Inline]| {
        let Some(InlineKind::Text(text)) = inlines.first().map(|inline| &inline.kind) else {
            return false;
        };
        text.strip_prefix(DASHES).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let BlockKind::Paragraph(content) = &quoted.last()?.kind else { return None };
    if quoted.len() > 1 && begins(content) {
        return Some((&[], content));
    }
    let is_break = |inline: &markup::Inline| matches!(inline.kind, InlineKind::LineBreak);
    let at = content.iter().rposition(is_break).filter(|at| begins(&content[at + 1..]))?;
    Some((&content[..at], &content[at + 1..]))
}

/// Puts what has an id, a language or further classes into a group that bears them.
fn framed(block: Block, attributes: &Attributes) -> Block {
    let classes: Vec<_> =
        attributes.classes.iter().skip(1).map(|class| class.value.clone()).collect();
    let id = attributes.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
    let (lang, dir) = (attributes.text("lang"), attributes.text("dir"));
    if classes.is_empty() && id.is_empty() && lang.is_empty() && dir.is_empty() {
        return block;
    }
    Block::Group { classes, id, lang, dir, blocks: vec![block] }
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

fn tone_word(tone: Tone) -> Word<'static> {
    match tone {
        Tone::Note => Word::CalloutNote,
        Tone::Tip => Word::CalloutTip,
        Tone::Important => Word::CalloutImportant,
        Tone::Warning => Word::CalloutWarning,
        Tone::Caution => Word::CalloutCaution,
    }
}
