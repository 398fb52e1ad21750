//! The glossary: terms that some readers know and others do not.

use std::collections::BTreeMap;

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::span::Spanned;
use crate::base::yaml::{self, Mapping, Node};
use crate::data::dataset::{SourceReference, read_source};
use crate::publication::localized::Localized;

/// The path of the glossary.
pub const PATH: &str = "content/glossary.yaml";

/// A term and what it means.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The term in full.
    pub name: Localized,
    /// Its abbreviation, if it has one.
    pub abbreviation: Option<Localized>,
    /// What it means, in one or two sentences.
    pub definition: Localized,
    /// The work that the definition is from.
    pub source: Option<SourceReference>,
}

impl Term {
    /// Returns all texts that readers may see.
    pub fn texts(&self) -> impl Iterator<Item = &Localized> {
        [&self.name, &self.definition].into_iter().chain(&self.abbreviation)
    }
}

/// All terms of a publication, by id.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    by_id: BTreeMap<EcoString, Term>,
}

impl Glossary {
    /// Reads `glossary.yaml`.
    pub fn read(node: &Node, problems: &mut Problems) -> Self {
        let Some(mapping) = problems.keep(Mapping::new(node)) else { return Self::default() };
        let read = |(key, value): &(yaml::Key, Node)| {
            Some((EcoString::from(&key.name), read_term(value, problems)?))
        };
        Self { by_id: mapping.entries().iter().filter_map(read).collect() }
    }

    /// Returns the term that the author names.
    ///
    /// # Errors
    /// Reports an id that no term has.
    pub fn get(&self, id: &Spanned<EcoString>) -> Result<&Term, Diagnostic> {
        self.by_id.get(&id.value).ok_or_else(|| {
            let hint = did_you_mean(&id.value, self.by_id.keys().map(EcoString::as_str));
            let add = format!("add `{}: {{term: …, definition: …}}` to `{PATH}`", id.value);
            let message = format!("the glossary has no term `{}`", id.value);
            Diagnostic::error(Code::UnknownTerm, id.span, message).with_hint(hint.unwrap_or(add))
        })
    }

    /// Returns all terms, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&EcoString, &Term)> {
        self.by_id.iter()
    }
}

fn read_term(node: &Node, problems: &mut Problems) -> Option<Term> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let name = mapping.required("term", problems, Localized::read);
    let abbreviation = mapping.optional("abbreviation", problems, Localized::read);
    let definition = mapping.required("definition", problems, Localized::read);
    let source = mapping.get("source").and_then(|node| read_source(node, problems));
    mapping.finish(problems);
    Some(Term { name: name?, abbreviation, definition: definition?, source })
}
