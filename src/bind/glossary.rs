//! Terms of the glossary: which an edition uses, and what their first use prints.
//!
//! The first walk notes the terms, so that the works that define them are cited like any other;
//! composing expands the first use of each in the running text. Titles, findings and headings
//! appear in lists and contents too, so they stay as they are written.

use std::collections::{BTreeMap, BTreeSet};

use ecow::{EcoString, eco_format};

use super::references::capitalised;
use super::{Binder, Resources};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::bind::cite::Collector;
use crate::data::dataset::SourceReference;
use crate::language::{Word, count_words};
use crate::markup::{self, Cite};
use crate::publication::audience::Depth;
use crate::publication::glossary::Term;
use crate::tree::{Block, GlossaryEntry, Inline, Inlines, plain_text};

/// The terms of an edition, with the numbers of the citations of what defines them.
#[derive(Debug, Default)]
pub(super) struct Terms {
    used: BTreeMap<EcoString, Option<usize>>,
}

impl Terms {
    /// Notes that the edition uses a term.
    pub(super) fn note(&mut self, id: &EcoString) {
        self.used.entry(id.clone()).or_default();
    }

    /// Cites each work that defines a term of the edition.
    pub(super) fn cite(
        &mut self,
        tag: &str,
        resources: Resources<'_>,
        citations: &mut Collector,
        problems: &mut Problems,
    ) {
        let publication = resources.publication;
        for (id, term) in publication.glossary.iter() {
            let Some(citation) = self.used.get_mut(id) else { continue };
            for text in term.texts() {
                problems.keep(text.check([tag]));
            }
            let Some(SourceReference { key, locator }) = &term.source else { continue };
            // A key that no source has was reported when the publication was loaded.
            if publication.sources.get(key).is_ok() {
                let locator = locator.as_ref().map(|text| text.text(tag)).unwrap_or_default();
                *citation = Some(citations.add(vec![Cite { locator, ..Cite::of(key.clone()) }]));
            }
        }
    }
}

/// What composing remembers of terms.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    /// The terms whose first use is behind.
    seen: BTreeSet<EcoString>,
    /// Whether this is a title, a finding or a heading.
    pub place: Place,
}

/// Where a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Place {
    /// In a title, a finding or a heading.
    #[default]
    Title,
    /// In the text.
    Text,
}

impl<'a> Binder<'a, '_> {
    /// Composes `inlines` as text that is repeated elsewhere: terms in it are not expanded.
    pub(super) fn title(&mut self, inlines: &'a [markup::Inline]) -> Inlines {
        let outer = std::mem::replace(&mut self.expanded.place, Place::Title);
        let title = self.inlines(inlines);
        self.expanded.place = outer;
        title
    }

    /// Adds a use of a term: in full where the audience wants that and it is the first.
    pub(super) fn term(
        &mut self,
        id: &Spanned<EcoString>,
        content: &'a [markup::Inline],
        out: &mut Inlines,
    ) {
        let begins = self.sentence_begins.unwrap_or(true);
        let composed = self.inlines(content);
        let glossary = &self.resources.publication.glossary;
        let Some(term) = self.problems.keep(glossary.get(id)) else { return };
        if !composed.iter().all(|inline| matches!(inline, Inline::Text { .. })) {
            self.problems.push(not_plain(id.span));
            return;
        }
        let depth = self.edition.site.audience.glossary;
        let is_text = self.expanded.place == Place::Text && depth != Depth::None;
        if !is_text || !self.expanded.seen.insert(id.value.clone()) {
            out.extend(composed);
            return;
        }
        let (text, abbreviation) = self.in_full(term, plain_text(&composed), begins);
        out.push(Inline::Term { id: anchor(&id.value), text, abbreviation });
        if depth == Depth::Open && !self.in_note {
            let definition = term.definition.text(&self.language().tag);
            self.words += count_words(&definition);
            self.note_count += 1;
            let content = vec![Inline::text(definition)];
            let blocks = vec![Block::Paragraph { content }];
            out.push(Inline::Note { number: self.note_count, blocks });
        }
    }

    /// Returns what the first use of a term prints, and the abbreviation in it: the author's
    /// words, or, where these are the abbreviation, the term before it, with a capital where it `begins` a sentence.
    fn in_full(&mut self, term: &Term, written: EcoString, begins: bool) -> (EcoString, EcoString) {
        let tag = &self.language().tag;
        let abbreviation = term.abbreviation.as_ref().map(|text| text.text(tag));
        let Some(abbreviation) = abbreviation.filter(|short| *short == written) else {
            return (written, EcoString::new());
        };
        let mut name = term.name.text(tag);
        self.words += name.split_whitespace().count();
        if begins {
            name = capitalised(&name);
        }
        let word = Word::TermWithAbbreviation { term: &name, abbreviation: &abbreviation };
        let text = self.locale.words.get(word);
        (text.into(), abbreviation)
    }

    /// Returns the terms that the edition uses, in alphabetical order.
    pub(super) fn glossary(&mut self) -> Vec<GlossaryEntry> {
        if self.edition.site.audience.glossary == Depth::None {
            return Vec::new();
        }
        let tag = &self.language().tag;
        let publication = self.resources.publication;
        let used = publication.glossary.iter().filter_map(|(id, term)| {
            let citation = self.collected.terms.used.get(id)?;
            Some(GlossaryEntry {
                id: anchor(id),
                term: term.name.text(tag),
                abbreviation: term
                    .abbreviation
                    .as_ref()
                    .map(|text| text.text(tag))
                    .unwrap_or_default(),
                definition: term.definition.text(tag),
                source: citation
                    .and_then(|number| self.numbered_citation(number))
                    .unwrap_or_default(),
            })
        });
        let mut entries: Vec<_> = used.collect();
        self.language().sort(&mut entries, |entry| &entry.term);
        entries
    }
}

/// Returns the anchor of a term in the glossary of an edition.
fn anchor(id: &EcoString) -> EcoString {
    eco_format!("q-term-{id}")
}

fn not_plain(span: Span) -> Diagnostic {
    Diagnostic::error(Code::UnknownTerm, span, "a term can only be plain text")
        .with_hint("put emphasis around the brackets, and notes and citations after them")
}
