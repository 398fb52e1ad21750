//! Composing the list of a text's profiles.

use ecow::EcoString;

use super::Binder;
use crate::plan::Edition;
use crate::tree::{Block, Inline, ListItem, Target};

impl<'a> Binder<'a, '_> {
    /// Composes the list of the profiles of this edition's site, by the names of their entities.
    pub(super) fn profiles(&mut self) -> Vec<Block> {
        let items: Vec<_> = self
            .resources
            .plan
            .profiles(self.edition)
            .map(|profile| self.profile(profile))
            .collect();
        vec![Block::List { start: None, tight: true, items }]
    }

    fn profile(&self, profile: &Edition<'a>) -> ListItem {
        let name = profile.subject.entity().map(|id| self.entity_name(id)).unwrap_or_default();
        let target = Target::Page { path: profile.address.clone(), fragment: EcoString::new() };
        let content = vec![Inline::link(target, vec![Inline::text(name)])];
        ListItem { task: None, blocks: vec![Block::Paragraph { content }] }
    }

    fn entity_name(&self, id: &EcoString) -> EcoString {
        self.resources.publication.entities.name(id).text(&self.language().tag)
    }
}
