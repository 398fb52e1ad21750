//! Which texts mention which entries.

use std::collections::BTreeSet;

use ecow::EcoString;

use super::Registers;
use crate::audience::Condition;
use crate::manuscript::Manuscript;
use crate::markup::{Block, BlockKind, Inline, InlineKind};

/// Returns the anchors of the entries that a manuscript mentions to an audience.
pub fn of(manuscript: &Manuscript, audience: &str, registers: &Registers) -> BTreeSet<EcoString> {
    let mut search = Search { audience, registers, found: BTreeSet::new() };
    search.inlines(&manuscript.finding);
    manuscript.key_messages.iter().for_each(|message| search.inlines(message));
    search.blocks(&manuscript.body.blocks);
    let footnotes = manuscript.body.footnotes.values();
    footnotes.for_each(|footnote| search.blocks(&footnote.blocks));
    search.found
}

struct Search<'a> {
    audience: &'a str,
    registers: &'a Registers,
    found: BTreeSet<EcoString>,
}

impl Search<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Entry(entry) => {
                self.found.insert(entry.entry.value.clone());
            }
            BlockKind::Div(attributes, _)
                if !Condition::of_attributes(attributes).admits(self.audience) =>
            {
                return;
            }
            // A view shows all entries that it selects; it speaks of none in particular.
            _ => block.lines().into_iter().for_each(|line| self.inlines(line)),
        }
        block.children().into_iter().for_each(|blocks| self.blocks(blocks));
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Reference(id) if self.registers.entry(id).is_some() => {
                    self.found.insert(id.clone());
                }
                InlineKind::Span(span)
                    if !Condition::of_attributes(&span.attributes).admits(self.audience) => {}
                kind => self.inlines(kind.content()),
            }
        }
    }
}
