//! YAML as a tree whose nodes know their place.

use std::collections::BTreeSet;

use serde_yaml::Location;

use super::raw::Raw;
use super::{advice, deep};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::files::Files;
use crate::base::limits::YAML_DEPTH;
use crate::base::span::{FileId, Span};

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

impl Node {
    /// Returns the entries of a mapping; none of anything else.
    pub fn entries(&self) -> &[(Key, Self)] {
        if let Value::Mapping(entries) = &self.value { entries } else { &[] }
    }

    /// Returns the entry of a mapping with this name.
    pub fn entry(&self, name: &str) -> Option<&(Key, Self)> {
        self.entries().iter().find(|(key, _)| key.name == name)
    }

    /// Returns the items of a list; none of anything else.
    pub fn items(&self) -> &[Self] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }
}

/// Parses the YAML in `span`, which is a whole file, its front matter or a fenced block.
///
/// # Errors
/// Reports the first violation of YAML's rules, a duplicate key, or an expansion without bound.
pub fn parse(files: &Files, span: Span) -> Result<Node, Diagnostic> {
    let mut node = parse_text(files.text(span), span)?;
    let hidden = &files.hidden().items;
    if !hidden.is_empty() {
        leave_out(&mut node, hidden);
    }
    Ok(node)
}

/// Removes the items and entries whose places are in `hidden`.
fn leave_out(node: &mut Node, hidden: &BTreeSet<Span>) {
    match &mut node.value {
        Value::List(items) => {
            items.retain(|item| !hidden.contains(&item.span));
            for item in items {
                leave_out(item, hidden);
            }
        }
        Value::Mapping(entries) => {
            entries.retain(|(key, _)| !hidden.contains(&key.span));
            for (_, value) in entries {
                leave_out(value, hidden);
            }
        }
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) => {}
    }
}

/// Parses `text`, which begins in its file at the start of `span`.
///
/// # Errors
/// As [`parse`].
pub fn parse_text(text: &str, span: Span) -> Result<Node, Diagnostic> {
    deep::with_room(text, || read(text, span))
}

fn read(text: &str, span: Span) -> Result<Node, Diagnostic> {
    // Plain YAML has at most one node for every two bytes; the rest of the budget is for aliases.
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
        Ok(raw) => {
            let node = base.node(raw);
            base.stray_comment(&node).or_else(|| base.stray_mark(&node)).map_or(Ok(node), Err)
        }
        // A file with nothing but comments is an empty document.
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
        let written = span.start as usize - self.offset..span.end as usize - self.offset;
        self.text.get(written).unwrap_or_default().trim()
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
                    "a file holds only one: delete the line, or move what follows to a file of its own",
                ));
            }
            has_content |= !marks.is_empty() && !marks.starts_with('#') && marks != "---";
            at += line.len();
        }
        None
    }

    /// Reports a text that `#` cuts off: a comment has a space after the `#`, but "#1" is meant to
    /// be read.
    fn stray_comment(&self, node: &Node) -> Option<Diagnostic> {
        match &node.value {
            Value::Text(_) | Value::Number(_) | Value::Boolean(_) => {
                self.cut_off(node.span.start as usize, node.span.end as usize)
            }
            Value::Null => None,
            Value::List(items) => items.iter().find_map(|item| self.stray_comment(item)),
            Value::Mapping(entries) => entries.iter().find_map(|(key, value)| match &value.value {
                Value::Null => self.cut_off(key.span.start as usize, key.span.end as usize + 1),
                _ => self.stray_comment(value),
            }),
        }
    }

    /// Reports a text that begins with a YAML indicator, which readers would not see.
    fn stray_mark(&self, node: &Node) -> Option<Diagnostic> {
        match &node.value {
            Value::List(items) => items.iter().find_map(|item| self.stray_mark(item)),
            Value::Mapping(entries) => entries.iter().find_map(|(key, value)| {
                let end = (key.span.end as usize).checked_sub(self.offset)?;
                let rest = self.text.get(end..)?.lines().next()?;
                let written = rest.strip_prefix(':').map_or("", str::trim);
                let is_null = matches!(value.value, Value::Null);
                if !(written.starts_with('!') || written.starts_with('&') && is_null) {
                    return self.stray_mark(value);
                }
                let place = self.offset + end + (rest.len() - rest[1..].trim_start().len());
                let span = Span::new(self.file, place, place + written.len());
                let message = format!("`{}` has a meaning of its own in YAML here", &written[..1]);
                let hint = format!("put the text in quotes: `{}`", advice::quoted(written));
                Some(Diagnostic::error(Code::YamlSyntax, span, message).with_hint(hint))
            }),
            Value::Text(_) | Value::Number(_) | Value::Boolean(_) | Value::Null => None,
        }
    }

    fn cut_off(&self, start: usize, end: usize) -> Option<Diagnostic> {
        let (start, end) = (start.checked_sub(self.offset)?, end.checked_sub(self.offset)?);
        let rest = self.text.get(end..)?.lines().next()?;
        let comment = rest.trim_start();
        let is_apart = rest.len() > comment.len();
        let words = comment.strip_prefix('#').filter(|_| is_apart)?;
        if !words.starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        let written = self.text.get(start..end)?.trim();
        let whole = format!("{written}{}", rest.trim_end());
        let whole = whole.strip_suffix(',').unwrap_or(&whole);
        let whole = whole
            .split_once(": ")
            .filter(|_| written.ends_with(':'))
            .map_or(whole, |(_, value)| value.trim());
        let place = self.offset + end + (rest.len() - comment.len());
        let span = Span::new(self.file, place, place + comment.trim_end().len());
        let message = "`#` begins a comment, so this is not read";
        Some(Diagnostic::error(Code::YamlSyntax, span, message).with_hints([
            format!("put the text in quotes: `{}`", advice::quoted(whole)),
            "or write a space after `#`, if it is a comment".to_owned(),
        ]))
    }

    /// Reports a bracket above the place of a mistake that nothing closes on its line or below, or a
    /// block that runs into the next.
    fn unclosed(&self, at: usize) -> Option<Diagnostic> {
        let at = self.text.floor_char_boundary(at.min(self.text.len()));
        let line = self.text[at..].lines().next().unwrap_or_default();
        let begins_line = self.text[..at].ends_with('\n');
        if begins_line && (line.starts_with("```") || line.starts_with("~~~")) {
            let span = Span::new(self.file, self.offset + at, self.offset + at + line.len());
            let fence =
                if line.starts_with('~') { "of three tildes" } else { "of three backticks" };
            let message = "this line begins a block while the one above it is not closed";
            return Some(Diagnostic::error(Code::YamlSyntax, span, message).with_hint(format!(
                "close the block above: add a line {fence} after its last key"
            )));
        }
        let (start, line, closing) = advice::unclosed_bracket(self.text, at)?;
        let span = Span::new(self.file, self.offset + start, self.offset + start + line.len());
        if let Some((before, cut)) = line.split_once(" #").filter(|(_, cut)| !cut.starts_with(' '))
        {
            let word = cut.split([',', '}', ']']).next().unwrap_or(cut);
            let whole = format!("{before} \"#{word}\"{}", &cut[word.len()..]);
            let message = "`#` begins a comment, so the end of this line is not read";
            return Some(
                Diagnostic::error(Code::YamlSyntax, span, message)
                    .with_hint(format!("put the text in quotes: `{whole}`")),
            );
        }
        let message = format!("a bracket is opened here, but no `{closing}` closes it");
        let hint = format!("close it at the end: `{}{closing}`", line.trim_end_matches([' ', ',']));
        Some(Diagnostic::error(Code::YamlSyntax, span, message).with_hint(hint))
    }

    fn key(&self, raw: serde_yaml::Spanned<Raw>) -> Key {
        let span = self.span(raw.referenced);
        let name = match raw.value {
            Raw::Text(text) => text,
            _ => self.written(raw.defined).to_owned(),
        };
        Key { name, span }
    }

    /// Reports a number that is too large, or `.inf` or `.nan`.
    fn infinite(&self, span: Span) -> Diagnostic {
        let at = (span.start as usize).saturating_sub(self.offset);
        let text = self.text.get(at..).unwrap_or_default();
        let end = text.find([',', '}', ']', '\n', ' ', '#']).unwrap_or(text.len());
        let message = format!("`{}` is not a number, or is too large for one", &text[..end]);
        Diagnostic::error(Code::YamlSyntax, span, message).with_hint(
            "write the number in digits, `~` for a missing value, or put a text in quotes",
        )
    }

    fn diagnostic(&self, error: &serde_yaml::Error) -> Diagnostic {
        use serde_yaml::Error;
        use serde_yaml::budget::BudgetBreach;
        let location = error.location().unwrap_or(Location::UNKNOWN);
        let span = self.span(location);
        match original(error) {
            Error::DuplicateMappingKey { key, .. } => {
                let name = key.as_deref().unwrap_or("this key");
                Diagnostic::error(
                    Code::DuplicateKey,
                    span,
                    format!("the key `{name}` appears twice"),
                )
                .with_hint("delete one of them")
            }
            Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => too_deep(span),
            Error::Budget { .. }
            | Error::AliasReplayLimitExceeded { .. }
            | Error::AliasExpansionLimitExceeded { .. }
            | Error::AliasReplayStackDepthExceeded { .. } => {
                let message = "the YAML expands beyond the limit for a file";
                Diagnostic::error(Code::TooComplex, span, message)
                    .with_hint("write the repeated part out instead of nesting aliases")
            }
            // Brackets alone stop the parser before they are counted.
            other if other.to_string().contains("recursion limit exceeded") => too_deep(span),
            other => {
                if let Some(found) = self.unclosed(span.start as usize - self.offset) {
                    return found;
                }
                let message = first_line(&other.to_string());
                if message.contains("non-finite float") {
                    return self.infinite(span);
                }
                let at = (span.start as usize).saturating_sub(self.offset);
                let advice = advice::advice(self.text, at);
                let is = |kind: &str| advice.as_ref().is_some_and(|it| it.starts_with(kind));
                let message = if is("put the text") && message.contains("mapping values") {
                    "a colon followed by a space begins a second key in this text".to_owned()
                } else if is("indent") {
                    "this line is indented otherwise than the one above".to_owned()
                } else {
                    format!("the YAML cannot be read ({message})")
                };
                let hint = advice.unwrap_or_else(|| {
                    "check indentation, the space after each colon, quotes and brackets near this place".to_owned()
                });
                Diagnostic::error(Code::YamlSyntax, span, message).with_hint(hint)
            }
        }
    }
}

/// Reports lists and mappings that stand too deep in each other.
fn too_deep(span: Span) -> Diagnostic {
    let message = format!("there are more than {} {}", YAML_DEPTH.most, YAML_DEPTH.what);
    Diagnostic::error(Code::TooComplex, span, message)
        .with_hint("write fewer brackets, or put a text that has them in quotes")
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
