//! What a translation must share with its original: numbers, citations, references.

use super::Things;
use crate::markup::visit::Visit;
use crate::markup::{Inline, InlineKind};
use crate::publication::manuscript::Manuscript;

/// What a manuscript contains besides its words.
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
        manuscript.visit(&mut content);
        content
    }
}

impl<'a> Visit<'a> for Content {
    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Number(binding) => {
                self.numbers.entry(binding.written()).or_default().push(inline.span);
            }
            InlineKind::Citation(cites) => {
                for cite in cites {
                    let key = cite.key.value.clone();
                    self.citations.entry(key).or_default().push(cite.key.span);
                }
            }
            InlineKind::Reference(reference) => {
                for id in &reference.ids {
                    self.references.entry(id.value.clone()).or_default().push(id.span);
                }
            }
            kind => self.inlines(kind.content()),
        }
    }
}
