//! The blocks that generated pages are made of.

use ecow::EcoString;

use super::{EntityLink, SiteBinder};
use crate::bind::Headline;
use crate::language::Word;
use crate::tree::{Block, Definition, Inline, Inlines, ListItem, Target};

impl SiteBinder<'_> {
    /// Returns a section's heading.
    pub(super) fn heading(&self, word: Word<'_>) -> Block {
        heading(vec![Inline::text(self.word(word))])
    }

    /// Returns a link to the page of a text, which names its language if that is not the page's.
    pub(super) fn link(&self, text: &Headline) -> Inline {
        let edition = &self.plan.editions[text.index];
        let mut content = vec![Inline::text(text.title_text.clone())];
        if edition.is_fallback() {
            let language = edition.language;
            content = vec![Inline::Span {
                classes: Vec::new(),
                title: EcoString::new(),
                lang: language.tag.clone(),
                dir: language.direction.into(),
                content,
            }];
        }
        Inline::link(self.target(text, EcoString::new()), content)
    }

    /// Returns the way to a place in a text.
    pub(super) fn target(&self, text: &Headline, anchor: EcoString) -> Target {
        self.site.target(&self.plan.editions[text.index], anchor)
    }

    /// Returns links to the pages of texts.
    pub(super) fn links(&self, texts: &[&Headline]) -> Vec<Inlines> {
        texts.iter().map(|text| vec![self.link(text)]).collect()
    }

    /// Returns a term of a list of facts.
    pub(super) fn fact(&self, word: Word<'_>, definitions: Vec<Inlines>) -> Definition {
        let definitions = definitions.into_iter().map(|text| vec![paragraph(text)]);
        Definition { term: vec![Inline::text(self.word(word))], definitions: definitions.collect() }
    }
}

pub(super) fn heading(content: Inlines) -> Block {
    Block::Heading { level: 1, id: EcoString::new(), number: EcoString::new(), content }
}

pub(super) fn paragraph(content: Inlines) -> Block {
    Block::Paragraph { content }
}

/// Returns a list of lines.
pub(super) fn list(lines: impl IntoIterator<Item = Inlines>) -> Block {
    nested(lines.into_iter().map(|line| vec![paragraph(line)]))
}

/// Returns a list of items that have blocks of their own.
pub(super) fn nested(items: impl IntoIterator<Item = Vec<Block>>) -> Block {
    let items = items.into_iter().map(|blocks| ListItem { task: None, blocks });
    Block::List { start: None, tight: true, items: items.collect() }
}

/// Returns a link to a page of the site.
pub(super) fn page_link(path: &EcoString, name: &EcoString) -> Inline {
    let target = Target::Page { path: path.clone(), fragment: EcoString::new() };
    Inline::link(target, vec![Inline::text(name.clone())])
}

/// Returns links to the pages of entities.
pub(super) fn entity_links(entities: &[EntityLink]) -> Vec<Inlines> {
    entities.iter().map(|entity| vec![page_link(&entity.path, &entity.name)]).collect()
}
