//! What a translation must share with its original: numbers, citations, references.

use super::Things;
use crate::manuscript::Manuscript;
use crate::markup::{Block, Inline, InlineKind};

/// What a manuscript holds beside its words.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// The expressions of its bound numbers, without formats: languages may print them differently.
    pub numbers: Things,
    /// The keys of the works that it cites.
    pub citations: Things,
    /// The ids that it refers to.
    pub references: Things,
}

impl Content {
    /// Gathers the content of a manuscript.
    pub(super) fn of(manuscript: &Manuscript) -> Self {
        let mut content = Self::default();
        content.inlines(&manuscript.title);
        content.inlines(&manuscript.finding);
        for message in &manuscript.key_messages {
            content.inlines(message);
        }
        content.blocks(&manuscript.body.blocks);
        for footnote in manuscript.body.footnotes.values() {
            content.blocks(&footnote.blocks);
        }
        content
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            block.lines().into_iter().for_each(|line| self.inlines(line));
            block.children().into_iter().for_each(|blocks| self.blocks(blocks));
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Number(binding) => {
                    let expression = binding.text.split('|').next().unwrap_or_default();
                    let expression = expression.split_whitespace().collect::<Vec<_>>().join(" ");
                    self.numbers.entry(expression.into()).or_default().push(inline.span);
                }
                InlineKind::Citation(cites) => {
                    for cite in cites {
                        let key = cite.key.value.clone();
                        self.citations.entry(key).or_default().push(cite.key.span);
                    }
                }
                InlineKind::Reference(id) => {
                    self.references.entry(id.clone()).or_default().push(inline.span);
                }
                _ => self.inlines(inline.kind.content()),
            }
        }
    }
}
