//! One walk over the text as it was written, for everything that searches it.
//!
//! [`Visit`] sees every block and every inline node, in the order of the text. What an implementation
//! overrides it sees first; whether the walk goes on into it is for the implementation to say.

use std::collections::BTreeSet;

use ecow::EcoString;

use super::{Block, BlockKind, Inline, InlineKind};

/// A walk over blocks and inline nodes.
pub trait Visit<'a> {
    /// Visits a block; goes on into it unless overridden.
    fn block(&mut self, block: &'a Block) {
        walk_block(self, block);
    }

    /// Visits an inline node; goes on into it unless overridden.
    fn inline(&mut self, inline: &'a Inline) {
        self.inlines(inline.kind.content());
    }

    /// Visits blocks, in order.
    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    /// Visits inline nodes, in order.
    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }
}

/// The labels of the footnotes that are called in the part that is walked.
#[derive(Debug, Default)]
pub struct Calls {
    /// The labels.
    pub labels: BTreeSet<EcoString>,
}

impl<'a> Visit<'a> for Calls {
    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Footnote(label) = &inline.kind {
            self.labels.insert(label.clone());
        }
        self.inlines(inline.kind.content());
    }
}

/// Visits the lines of a block and the blocks inside it.
pub fn walk_block<'a, V: Visit<'a> + ?Sized>(visitor: &mut V, block: &'a Block) {
    for line in block.lines() {
        visitor.inlines(line);
    }
    for blocks in block.children() {
        visitor.blocks(blocks);
    }
}

impl Block {
    /// Calls `edit` with each list of blocks inside this one.
    pub fn edit_children(&mut self, edit: &mut dyn FnMut(&mut Vec<Block>)) {
        match &mut self.kind {
            BlockKind::Quote(blocks) | BlockKind::Alert(_, blocks) | BlockKind::Div(_, blocks) => {
                edit(blocks);
            }
            BlockKind::List { items, .. } => {
                for item in items {
                    edit(&mut item.blocks);
                }
            }
            BlockKind::Definitions(items) => {
                items.iter_mut().flat_map(|item| &mut item.definitions).for_each(edit);
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::Formula(_)
            | BlockKind::Table(_)
            | BlockKind::DataTable(_)
            | BlockKind::Chart(_)
            | BlockKind::Register(_)
            | BlockKind::Entry(_)
            | BlockKind::Picture(_)
            | BlockKind::RawHtml(_) => {}
        }
    }

    /// Calls `edit` with each line of this block itself.
    pub fn edit_lines(&mut self, edit: &mut dyn FnMut(&mut Vec<Inline>)) {
        match &mut self.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => edit(content),
            BlockKind::Definitions(items) => items.iter_mut().for_each(|item| edit(&mut item.term)),
            BlockKind::Table(table) => {
                table.head.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(&mut *edit);
                edit(&mut table.caption);
            }
            BlockKind::DataTable(table) => {
                edit(&mut table.title);
                edit(&mut table.note);
                table.heads.iter_mut().for_each(|head| edit(&mut head.text));
            }
            BlockKind::Chart(chart) => {
                edit(&mut chart.table.title);
                edit(&mut chart.table.note);
                edit(&mut chart.subtitle);
                chart.alt.iter_mut().for_each(&mut *edit);
                chart.annotations.iter_mut().for_each(|annotation| edit(&mut annotation.text));
                chart.references.iter_mut().for_each(|reference| edit(&mut reference.label));
                let shapes = chart.map.iter_mut().filter_map(|map| map.shapes.as_mut());
                shapes.for_each(|shapes| edit(&mut shapes.source));
            }
            BlockKind::Register(view) => {
                edit(&mut view.title);
                edit(&mut view.note);
            }
            BlockKind::Picture(picture) => edit(&mut picture.caption),
            BlockKind::Div(attributes, _) => edit(&mut attributes.title),
            BlockKind::List { .. }
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::Formula(_)
            | BlockKind::Entry(_)
            | BlockKind::RawHtml(_) => {}
        }
    }
}

impl InlineKind {
    /// Calls `edit` with the inline nodes inside this one.
    pub fn edit_content(&mut self, edit: &mut dyn FnMut(&mut Vec<Inline>)) {
        match self {
            Self::Emphasis(content)
            | Self::Strong(content)
            | Self::Strikethrough(content)
            | Self::Subscript(content)
            | Self::Superscript(content) => {
                let mut nodes = std::mem::take(content).into_vec();
                edit(&mut nodes);
                *content = nodes.into();
            }
            Self::Link(link) => edit(&mut link.content),
            Self::Span(span) => edit(&mut span.content),
            Self::Image(picture) => edit(&mut picture.caption),
            Self::Text(_)
            | Self::Code(_)
            | Self::Formula(_)
            | Self::Number(_)
            | Self::Citation(_)
            | Self::Reference(_)
            | Self::Footnote(_)
            | Self::LineBreak
            | Self::RawHtml(_) => {}
        }
    }
}
