//! How a text came to be, as readers are told: authors, version, thanks, funding, disclaimer.

use ecow::eco_format;

use super::Binder;
use crate::language::Word;
use crate::publication::entity::Entity;
use crate::publication::identifier::Scheme;
use crate::tree::{Block, Definition, Inline, Inlines, Target};

impl Binder<'_, '_> {
    /// Returns a term and its paragraphs for each thing that is known.
    pub(super) fn about(&mut self) -> Vec<Definition> {
        let about = &self.edition.manuscript.about;
        let mut items = Vec::new();
        let authors = self.people();
        if !authors.is_empty() {
            items.push(self.statement(Word::Authors, authors));
        }
        if let Some(version) = &about.version {
            items.push(self.statement(Word::Version, vec![vec![Inline::text(version.clone())]]));
        }
        for statement in &about.statements {
            let lines = statement.paragraphs.iter().map(|line| self.inlines(line)).collect();
            items.push(self.statement(statement.heading, lines));
        }
        let common = self.resources.publication.settings.disclaimer.as_ref();
        let common = common
            .filter(|_| !about.has(Word::Disclaimer) && self.edition.manuscript.form.is_dated());
        if let Some(text) = common {
            let line = vec![Inline::text(text.text(&self.language().tag))];
            items.push(self.statement(Word::Disclaimer, vec![line]));
        }
        items
    }

    fn statement(&self, heading: Word<'_>, lines: Vec<Inlines>) -> Definition {
        let blocks = lines.into_iter().map(|content| Block::Paragraph { content }).collect();
        let term = vec![Inline::text(&*self.resources.words.get(heading))];
        Definition { term, definitions: vec![blocks] }
    }

    /// Returns a paragraph for each author; none if no more than names is known of them.
    fn people(&self) -> Vec<Inlines> {
        let entities = &self.resources.publication.entities;
        let names = &self.edition.manuscript.authors;
        let is_known = |entity: &Entity| {
            entity.affiliation.is_some() || entity.biography.is_some() || entity.orcid.is_some()
        };
        if !names.iter().filter_map(|name| entities.named(name)).any(is_known) {
            return Vec::new();
        }
        names.iter().map(|name| self.person(name, entities.named(name))).collect()
    }

    fn person(&self, name: &str, entity: Option<&Entity>) -> Inlines {
        let tag = &self.language().tag;
        let mut lines = vec![Inline::Strong { content: vec![Inline::text(name)] }];
        let mut line = |inline: Inline| lines.extend([Inline::LineBreak, inline]);
        let Some(entity) = entity else { return lines };
        if let Some(affiliation) = &entity.affiliation {
            let text = affiliation.text(tag);
            let entities = &self.resources.publication.entities;
            let place = entities.named(&text);
            line(Inline::text(place.map_or(text, |place| place.name.text(tag))));
        }
        if let Some(orcid) = &entity.orcid {
            let url = Scheme::Orcid.address(orcid).into();
            let content = vec![Inline::text(eco_format!("ORCID {orcid}"))];
            line(Inline::Link { target: Target::External { url }, title: "".into(), content });
        }
        if let Some(biography) = &entity.biography {
            line(Inline::text(biography.text(tag)));
        }
        lines
    }
}
