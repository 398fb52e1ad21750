//! Lines of text in YAML, alone or with the statement that they depend on.

use ecow::EcoString;

use super::attributes::Attributes;
use super::parse::{Options, line};
use super::{AttributedText, Inline, InlineKind};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Spanned;
use crate::base::yaml::{self, Mapping, Node, Value};
use crate::data::expression::{Binding, parse_expression};

/// A line of text, `text` or `{text: …, holds: …}`.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenLine {
    /// The text.
    pub text: Spanned<EcoString>,
    /// The statement that must be true for the text to be true.
    pub holds: Option<Box<Binding>>,
}

impl WrittenLine {
    /// Reads a line.
    pub fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if !matches!(node.value, Value::Mapping(_)) {
            let text = problems.keep(yaml::markdown(node))?;
            return Some(Self { text, holds: None });
        }
        if let Some(problem) = second_key(node) {
            problems.push(problem);
            return None;
        }
        let mut mapping = problems.keep(Mapping::new(node))?;
        let line = Self::read_keys(&mut mapping, problems);
        mapping.finish(problems);
        line
    }

    /// Reads the keys `text` and `holds` of a mapping that may have others.
    pub(super) fn read_keys(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Self> {
        let text = mapping.required("text", problems, yaml::markdown);
        let holds = mapping.optional("holds", problems, expression).map(Box::new);
        Some(Self { text: text?, holds })
    }

    /// Reads the line `name` of a mapping, if it is there.
    pub fn optional(
        mapping: &mut Mapping<'_>,
        name: &'static str,
        problems: &mut Problems,
    ) -> Option<Self> {
        mapping.get(name).and_then(|node| Self::read(node, problems))
    }

    /// Reads the line `name` of a mapping, which must be there.
    pub fn required(
        mapping: &mut Mapping<'_>,
        name: &'static str,
        problems: &mut Problems,
    ) -> Option<Self> {
        let node = mapping.required(name, problems, Ok)?;
        Self::read(node, problems)
    }

    /// Reads a list of lines; a single one counts as a list of one.
    pub fn list(node: &Node, problems: &mut Problems) -> Vec<Self> {
        match &node.value {
            Value::List(items) => {
                items.iter().filter_map(|item| Self::read(item, problems)).collect()
            }
            _ => match yaml::crowded_list(node) {
                Some(found) => {
                    problems.push(found);
                    Vec::new()
                }
                None => Self::read(node, problems).into_iter().collect(),
            },
        }
    }

    /// Returns the line as inline nodes.
    pub fn parse(self, options: &Options<'_>, problems: &mut Problems) -> Vec<Inline> {
        let Self { text, holds } = self;
        let content = line(&text, options, problems);
        let Some(holds) = holds else { return content };
        let attributes = Attributes { holds: Some(holds), ..Attributes::default() };
        let kind = InlineKind::Span(Box::new(AttributedText { attributes, content }));
        vec![Inline { span: text.span, kind }]
    }
}

/// Reports a text that a colon has turned into a mapping: it has none of the keys of lines.
fn second_key(node: &Node) -> Option<Diagnostic> {
    let Value::Mapping(entries) = &node.value else { return None };
    let [(key, value)] = &entries[..] else { return None };
    let Value::Text(text) = &value.value else { return None };
    if matches!(key.name.as_str(), "text" | "holds") || !key.name.contains(' ') {
        return None;
    }
    let message = "a colon and a space in this text begin a second key";
    let whole = format!("{}: {text}", key.name);
    let quoted = if whole.contains('"') { format!("'{whole}'") } else { format!("\"{whole}\"") };
    Some(
        Diagnostic::error(Code::YamlSyntax, key.span, message)
            .with_hint(format!("put the text in quotes: `{quoted}`")),
    )
}

/// Reads a value or a statement in the language of bound numbers.
pub(super) fn expression(node: &Node) -> Result<Binding, Diagnostic> {
    let text = yaml::spanned_text(node)?;
    parse_expression(&text.value, text.span)
}
