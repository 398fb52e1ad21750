//! Names of persons and institutions, in the form that citation styles need.
//!
//! Hayagriva takes names apart at commas and small letters: `Banco Central de Chile` would be cited as
//! "Chile", and `de Wit, Jan` as "Wit".

use hayagriva::Entry;
use hayagriva::types::Person;

use crate::base::yaml::{Node, Value};

/// Particles that begin with a capital and belong to the following name.
const PARTICLES: &[&str] = &[
    "Da", "De", "Del", "Della", "Dello", "Di", "Dos", "Du", "La", "Le", "Van", "Vande", "Vander",
    "Von",
];

/// Turns names without a comma into names of institutions, which stay whole, and joins particles to
/// names; `node` is the entry as the author wrote it.
pub(super) fn mend_yaml(entry: &mut Entry, node: &Node) {
    let Value::Mapping(fields) = &node.value else { return };
    let written =
        |key: &str| fields.iter().find(|(name, _)| name.name == key).map(|(_, value)| value);
    if let (Some(persons), Some(node)) = (entry.authors(), written("author")) {
        let whole = mended(persons, node);
        entry.set_authors(whole);
    }
    if let (Some(persons), Some(node)) = (entry.editors(), written("editor")) {
        let whole = mended(persons, node);
        entry.set_editors(whole);
    }
    if let Some(node) = written("parent") {
        let nodes = items(node);
        let mut parents = entry.parents().to_vec();
        for (parent, node) in parents.iter_mut().zip(nodes) {
            mend_yaml(parent, node);
        }
        entry.set_parents(parents);
    }
}

/// Joins particles to names in a BibLaTeX entry.
pub(super) fn mend(entry: &mut Entry) {
    let all = |persons: &[Person]| persons.iter().map(joined).collect::<Vec<_>>();
    if let Some(persons) = entry.authors().map(all) {
        entry.set_authors(persons);
    }
    if let Some(persons) = entry.editors().map(all) {
        entry.set_editors(persons);
    }
    let mut parents = entry.parents().to_vec();
    parents.iter_mut().for_each(mend);
    entry.set_parents(parents);
}

fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        _ => std::slice::from_ref(node),
    }
}

fn mended(persons: &[Person], node: &Node) -> Vec<Person> {
    let written = items(node);
    let person = |(number, person): (usize, &Person)| match written.get(number).map(|n| &n.value) {
        Some(Value::Text(text)) if !text.contains(',') || is_institution(text) => whole(text),
        _ => joined(person),
    };
    persons.iter().enumerate().map(person).collect()
}

/// Whether a name with a comma is that of an institution: "Department for Environment, Food & Rural Affairs".
fn is_institution(name: &str) -> bool {
    const LINKS: &[&str] = &["for", "of", "für", "para", "pour"];
    const AND: &[&str] = &["and", "&", "y", "et", "und", "og"];
    let Some((family, given)) = name.split_once(',') else { return true };
    let has =
        |text: &str, words: &[&str]| text.split_whitespace().any(|word| words.contains(&word));
    has(family, LINKS) || has(given, AND)
}

/// Returns an institution, or a person with one name.
fn whole(name: &str) -> Person {
    let name = name.trim().to_owned();
    Person { name, given_name: None, prefix: None, suffix: None, comma_suffix: false, alias: None }
}

/// Returns a person whose particle is part of the name, in the text, in the list and in sorting.
fn joined(person: &Person) -> Person {
    let mut joined = person.clone();
    if let Some(prefix) = joined.prefix.take() {
        joined.name = format!("{prefix} {}", joined.name);
    }
    while let Some((before, last)) =
        joined.given_name.as_deref().and_then(|given| given.rsplit_once(' '))
        && PARTICLES.contains(&last)
    {
        joined.name = format!("{last} {}", joined.name);
        joined.given_name = Some(before.to_owned());
    }
    joined
}
