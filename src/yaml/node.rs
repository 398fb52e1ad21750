//! YAML as a tree whose nodes know their place.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Location;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::Files;
use crate::limits::YAML_DEPTH;
use crate::span::{FileId, Span};

/// A value in a YAML file, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// The place.
    pub span: Span,
}

/// A YAML value. Numbers keep the digits that the author wrote.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `~`, `null` or nothing.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in file order.
    Mapping(Vec<(Key, Node)>),
}

/// A key of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The key, as written.
    pub name: String,
    /// The place.
    pub span: Span,
}

impl Value {
    /// Returns what the value is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Mapping(_) => "a mapping",
        }
    }
}

/// Parses the YAML in `span`, which is a whole file, its front matter or a fenced block.
///
/// # Errors
/// Reports the first violation of YAML's rules, a duplicate key, or an expansion without bound.
pub fn parse(files: &Files, span: Span) -> Result<Node, Diagnostic> {
    parse_text(files.text(span), span)
}

/// Parses `text`, which stands in its file at the start of `span`.
///
/// # Errors
/// As [`parse`].
pub fn parse_text(text: &str, span: Span) -> Result<Node, Diagnostic> {
    // What is written out has a node for two bytes at most; the rest is for aliases.
    let nodes = 50_000 + 4 * text.len();
    let options = serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        budget: serde_yaml::budget! {
            max_nodes: nodes, max_events: 3 * nodes, max_depth: YAML_DEPTH.most,
        },
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: nodes },
    };
    let base = Base { text, file: span.file, offset: span.start as usize };
    match serde_yaml::from_str_with_options::<serde_yaml::Spanned<Raw>>(text, options) {
        Ok(raw) => Ok(base.node(raw)),
        // A file of comments alone is an empty document.
        Err(serde_yaml::Error::Eof { .. }) => Ok(Node { value: Value::Null, span }),
        Err(error) => Err(base.second_document().unwrap_or_else(|| base.diagnostic(&error))),
    }
}

/// Where the parsed text stands in its file.
struct Base<'a> {
    text: &'a str,
    file: FileId,
    offset: usize,
}

impl Base<'_> {
    fn span(&self, location: Location) -> Span {
        let span = location.span();
        let start = span.byte_offset().and_then(|offset| usize::try_from(offset).ok());
        let start = start.unwrap_or_else(|| self.line_start(location)).min(self.text.len());
        let length = span.byte_len().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
        let end = (start + length).min(self.text.len());
        Span::new(self.file, self.offset + start, self.offset + end)
    }

    fn line_start(&self, location: Location) -> usize {
        let line = usize::try_from(location.line()).unwrap_or(1).max(1);
        let column = usize::try_from(location.column()).unwrap_or(1).max(1);
        let start: usize = self.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let rest = &self.text[start..];
        start + rest.chars().take(column - 1).map(char::len_utf8).sum::<usize>()
    }

    /// Returns the scalar as the author wrote it.
    fn written(&self, location: Location) -> &str {
        let span = self.span(location);
        self.text[span.start as usize - self.offset..span.end as usize - self.offset].trim()
    }

    fn node(&self, raw: serde_yaml::Spanned<Raw>) -> Node {
        let span = self.span(raw.referenced);
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Boolean(boolean) => Value::Boolean(boolean),
            Raw::Number => Value::Number(self.written(raw.defined).to_owned()),
            Raw::Text(text) => Value::Text(text),
            Raw::List(items) => {
                Value::List(items.into_iter().map(|item| self.node(item)).collect())
            }
            Raw::Mapping(entries) => Value::Mapping(
                entries.into_iter().map(|(key, value)| (self.key(key), self.node(value))).collect(),
            ),
        };
        Node { value, span }
    }

    /// Reports a line that begins a second document, which nothing would read.
    fn second_document(&self) -> Option<Diagnostic> {
        let mut at = 0;
        let mut has_content = false;
        for line in self.text.split_inclusive('\n') {
            let marks = line.trim_end();
            if has_content && (marks == "---" || marks.starts_with("--- ")) {
                let span = Span::new(self.file, self.offset + at, self.offset + at + marks.len());
                let message = "a second YAML document begins here";
                return Some(Diagnostic::error(Code::YamlSyntax, span, message).with_hint(
                    "a file holds one: delete the line, or make a file of what follows",
                ));
            }
            has_content |= !marks.is_empty() && !marks.starts_with('#') && marks != "---";
            at += line.len();
        }
        None
    }

    fn key(&self, raw: serde_yaml::Spanned<Raw>) -> Key {
        let span = self.span(raw.referenced);
        let name = match raw.value {
            Raw::Text(text) => text,
            _ => self.written(raw.defined).to_owned(),
        };
        Key { name, span }
    }

    /// Returns how to quote a text that YAML takes for a key, as in `title: Rain: a study`.
    fn unquoted(&self, span: Span, message: &str) -> Option<String> {
        if !message.contains("mapping values") {
            return None;
        }
        let at = (span.start as usize).checked_sub(self.offset)?;
        let start = self.text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
        let line = self.text[start..].lines().next()?.trim();
        let (key, text) = line.split_once(": ")?;
        let is_text = text.contains(": ") && !text.starts_with(['"', '\'', '{', '[', '|', '>']);
        is_text
            .then(|| format!("put the text in quotes: `{key}: \"{}\"`", text.replace('"', "\\\"")))
    }

    fn diagnostic(&self, error: &serde_yaml::Error) -> Diagnostic {
        use serde_yaml::Error;
        let location = error.location().unwrap_or(Location::UNKNOWN);
        let span = self.span(location);
        match original(error) {
            Error::DuplicateMappingKey { key, .. } => {
                let name = key.as_deref().unwrap_or("this key");
                Diagnostic::error(
                    Code::DuplicateKey,
                    span,
                    format!("the key `{name}` stands twice"),
                )
                .with_hint("delete one of them")
            }
            Error::Budget { .. }
            | Error::AliasReplayLimitExceeded { .. }
            | Error::AliasExpansionLimitExceeded { .. }
            | Error::AliasReplayStackDepthExceeded { .. } => {
                let message = "the YAML expands beyond the limit of a publication's file";
                Diagnostic::error(Code::TooComplex, span, message)
                    .with_hint("write the repeated part out instead of nesting aliases")
            }
            other => {
                let message = first_line(&other.to_string());
                if let Some(hint) = self.unquoted(span, &message) {
                    let message = "a colon and a space in this text begin a second key";
                    return Diagnostic::error(Code::YamlSyntax, span, message).with_hint(hint);
                }
                Diagnostic::error(Code::YamlSyntax, span, format!("the YAML cannot be read ({message})"))
                    .with_hint("check indentation, the space after each colon, quotes and brackets near this place")
            }
        }
    }
}

/// Returns the error itself, which may come with an excerpt or the places of an alias around it.
fn original(mut error: &serde_yaml::Error) -> &serde_yaml::Error {
    use serde_yaml::Error;
    while let Error::AliasError { error: inner, .. } | Error::WithSnippet { error: inner, .. } =
        error
    {
        error = inner;
    }
    error
}

fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.split(" at line ").next().unwrap_or(line).trim().to_owned()
}

/// A value as serde delivers it; numbers are read from the text again, to keep their digits.
enum Raw {
    Null,
    Boolean(bool),
    Number,
    Text(String),
    List(Vec<serde_yaml::Spanned<Raw>>),
    Mapping(Vec<(serde_yaml::Spanned<Raw>, serde_yaml::Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Boolean(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Raw, A::Error> {
        let mut items = Vec::with_capacity(sequence.size_hint().unwrap_or(0).min(4096));
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::with_capacity(map.size_hint().unwrap_or(0).min(4096));
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Mapping(entries))
    }
}
