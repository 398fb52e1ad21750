//! What a translation takes from its original: everything that its file does not say differently.

use super::{Key, Node, Value};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Span;

/// How languages treat the value of a key. A key that is not in a [`Shape`] is the same in all
/// languages, whether they repeat it or not.
#[derive(Debug, Clone, Copy)]
pub enum Holding {
    /// Text that every language has if the original has it.
    Words,
    /// A line of text, alone or with its statement.
    Line,
    /// A line or text whose absence the reader of the mapping reports itself.
    Required,
    /// A value that each language has or lacks on its own.
    Own,
    /// A value that a language may give differently, and takes from the original if it does not.
    Free,
    /// A name, which a language may give in its own words and takes from the original if it does not. Numbers and days
    /// are the same in all.
    Named,
    /// A list with the same number of items in each language, such as names, or the list of the
    /// original.
    Renamed,
    /// A mapping, or a list of mappings, with text among its keys. A text instead of a mapping is
    /// the value of the key named here.
    Parts(&'static str, &'static Shape),
}

/// The keys of a mapping that are not the same in all languages.
pub type Shape = [(&'static str, Holding)];

const LINE: &Shape = &[("text", Holding::Words), ("holds", Holding::Free)];

/// Returns `own`, completed with everything that it leaves to `original`; reports keys that both
/// have with different values.
pub fn inherit(own: &Node, original: &Node, shape: &Shape, problems: &mut Problems) -> Node {
    let (Value::Mapping(entries), Value::Mapping(originals)) = (&own.value, &original.value) else {
        return own.clone();
    };
    let own_node = |(key, node): &(Key, Node)| {
        let theirs = originals.iter().find(|(other, _)| other.name == key.name);
        let theirs = theirs.map(|(_, node)| node).filter(|node| node.value != Value::Null);
        let holding = holding(shape, &key.name);
        let Some(theirs) = theirs else {
            if holding.is_none() {
                problems.push(addition(key, original.span));
            }
            return (key.clone(), node.clone());
        };
        let pair = Pair { own: node, original: theirs };
        (key.clone(), pair.joined(&key.name, holding, problems))
    };
    let mut merged: Vec<_> = entries.iter().map(own_node).collect();
    for (key, node) in originals {
        if entries.iter().any(|(own, _)| own.name == key.name) || node.value == Value::Null {
            continue;
        }
        match holding(shape, &key.name) {
            Some(Holding::Own | Holding::Required) => {}
            Some(Holding::Words | Holding::Line | Holding::Parts(..)) => {
                problems.push(unsaid(&key.name, own.span, key.span));
            }
            Some(Holding::Free | Holding::Named | Holding::Renamed) | None => {
                merged.push((key.clone(), node.clone()));
            }
        }
    }
    Node { value: Value::Mapping(merged), span: own.span }
}

/// The value of a key that both languages have.
#[derive(Clone, Copy)]
struct Pair<'n> {
    own: &'n Node,
    original: &'n Node,
}

impl Pair<'_> {
    /// Returns the value of the key `name`.
    fn joined(self, name: &str, holding: Option<Holding>, problems: &mut Problems) -> Node {
        let Self { own, original } = self;
        match holding {
            Some(Holding::Words | Holding::Own | Holding::Free) => {}
            Some(Holding::Line | Holding::Required) => {
                // A line without a statement stays as it is written.
                if matches!(original.value, Value::Mapping(_)) {
                    return self.nested("text", LINE, problems);
                }
            }
            Some(Holding::Parts(main, shape)) => return self.nested(main, shape, problems),
            Some(Holding::Renamed) => self.check_count(problems),
            Some(Holding::Named) if !is_number(own) && !is_number(original) => {}
            Some(Holding::Named) | None => {
                if !is_same(own, original) {
                    problems.push(disagreement(name, own.span, original.span));
                    return original.clone();
                }
            }
        }
        own.clone()
    }

    /// Joins mappings, or lists of them item by item. A text instead of a mapping is the value of its key `main`.
    fn nested(self, main: &str, shape: &Shape, problems: &mut Problems) -> Node {
        let Self { own, original } = self;
        let item = |own: &Node, original: &Node, problems: &mut Problems| {
            let Value::Text(_) = own.value else { return inherit(own, original, shape, problems) };
            let key = Key { name: main.to_owned(), span: own.span };
            let own = Node { value: Value::Mapping(vec![(key, own.clone())]), span: own.span };
            inherit(&own, original, shape, problems)
        };
        match (&own.value, &original.value) {
            (Value::List(items), Value::List(originals)) => {
                self.check_count(problems);
                let pairs = items.iter().zip(originals);
                let joined: Vec<_> =
                    pairs.map(|(own, original)| item(own, original, problems)).collect();
                Node { value: Value::List(joined), span: own.span }
            }
            _ => item(own, original, problems),
        }
    }

    fn check_count(self, problems: &mut Problems) {
        let (here, there) = (count(self.own), count(self.original));
        if here != there {
            let items = if here == 1 { "item" } else { "items" };
            let message =
                format!("this list has {here} {items}, but that of the original has {there}");
            problems.push(
                Diagnostic::error(Code::LanguagesDisagree, self.own.span, message)
                    .with_related(self.original.span, "the original")
                    .with_hint("write one item for each item of the original, in the same order"),
            );
        }
    }
}

/// How many items a node has; a single value counts as a list of one.
fn count(node: &Node) -> usize {
    match &node.value {
        Value::List(items) => items.len(),
        _ => 1,
    }
}

fn holding(shape: &Shape, name: &str) -> Option<Holding> {
    shape.iter().find(|(key, _)| *key == name).map(|(_, holding)| *holding)
}

/// Whether two nodes have the same value, regardless of their places and of the notation.
pub fn is_same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::List(items), Value::List(others)) => {
            items.len() == others.len()
                && items.iter().zip(others).all(|(one, other)| is_same(one, other))
        }
        (Value::List(items), _) => items.len() == 1 && is_same(&items[0], other),
        (_, Value::List(others)) => others.len() == 1 && is_same(one, &others[0]),
        (Value::Mapping(entries), Value::Mapping(others)) => {
            let same = |(key, node): &(Key, Node)| {
                others.iter().any(|(other, theirs)| other.name == key.name && is_same(node, theirs))
            };
            entries.len() == others.len() && entries.iter().all(same)
        }
        _ => scalar(&one.value) == scalar(&other.value),
    }
}

/// Whether a node is a number, a year, a quarter or a day.
fn is_number(node: &Node) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '/' | 'Q' | 'H');
    scalar(&node.value).is_some_and(|text| {
        text.chars().all(is_part) && text.contains(|c: char| c.is_ascii_digit())
    })
}

fn scalar(value: &Value) -> Option<&str> {
    match value {
        Value::Boolean(boolean) => Some(if *boolean { "true" } else { "false" }),
        Value::Number(text) => Some(text),
        Value::Text(text) => Some(text.trim()),
        Value::Null => Some(""),
        Value::List(_) | Value::Mapping(_) => None,
    }
}

fn disagreement(key: &str, own: Span, original: Span) -> Diagnostic {
    let message = format!("`{key}` differs from the original");
    Diagnostic::error(Code::LanguagesDisagree, own, message)
        .with_related(original, "the original")
        .with_hint(format!(
            "delete `{key}` here, since a translation takes it from the original, or change it there"
        ))
}

fn addition(key: &Key, original: Span) -> Diagnostic {
    let message = format!("only this language has `{}`", key.name);
    let original = Span { end: original.start, ..original };
    Diagnostic::error(Code::LanguagesDisagree, key.span, message)
        .with_related(original, "the original lacks it")
        .with_hint("move the line to the original, where it applies to all languages")
}

fn unsaid(key: &str, own: Span, original: Span) -> Diagnostic {
    let at = Span { end: own.start, ..own };
    let message = format!("the original has `{key}`, but this language has no translation of it");
    Diagnostic::error(Code::LanguagesDisagree, at, message)
        .with_related(original, "the original")
        .with_hint(format!("add a line `{key}: …` with its translation"))
}
