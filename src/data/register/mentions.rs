//! Which texts mention which entries.

use std::collections::BTreeSet;

use ecow::EcoString;

use super::Registers;
use crate::markup::visit::{Visit, walk_block};
use crate::markup::{Block, BlockKind, Inline, InlineKind};
use crate::publication::manuscript::Manuscript;

/// Returns the anchors of the entries that a manuscript mentions.
pub fn of(manuscript: &Manuscript, registers: &Registers) -> BTreeSet<EcoString> {
    let mut search = Search { registers, found: BTreeSet::new() };
    manuscript.visit(&mut search);
    search.found
}

struct Search<'r> {
    registers: &'r Registers,
    found: BTreeSet<EcoString>,
}

impl<'a> Visit<'a> for Search<'_> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Entry(entry) = &block.kind {
            self.found.insert(entry.entry.value.clone());
        }
        // A view shows all entries that it selects; it speaks of none in particular.
        if !matches!(block.kind, BlockKind::Register(_)) {
            walk_block(self, block);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Reference(reference) => {
                let ids = reference.ids.iter().map(|id| id.value.clone());
                self.found.extend(ids.filter(|id| self.registers.entry(id).is_some()));
            }
            kind => self.inlines(kind.content()),
        }
    }
}
