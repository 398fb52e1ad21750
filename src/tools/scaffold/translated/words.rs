//! What of an original a translation says in its own words.

use crate::base::span::Span;
use crate::base::yaml::{self, Holding, Key, Node, Shape, Value};

/// Some YAML of an original.
#[derive(Clone, Copy)]
pub(super) struct OwnWords<'t> {
    /// The YAML.
    pub text: &'t str,
    /// The beginning of its file.
    pub start: Span,
    /// Which of its keys have words.
    pub shape: &'static Shape,
}

impl OwnWords<'_> {
    /// Returns the lines of a translation: the id, and the keys that have words.
    pub(super) fn lines(self) -> String {
        let Some(node) = self.node() else { return String::new() };
        let id = node.entry("id").map(|(_, id)| format!("id: {}\n", self.scalar(id)));
        id.unwrap_or_default() + &self.mapping(&node, self.shape)
    }

    /// Whether only the original has it.
    pub(super) fn is_of_one_language(self) -> bool {
        self.node().is_some_and(|node| node.entry("only").is_some())
    }

    fn node(self) -> Option<Node> {
        yaml::parse_text(self.text, self.start).ok()
    }

    fn mapping(self, node: &Node, shape: &Shape) -> String {
        let lines = node.entries().iter().map(|entry| {
            let holding = shape.iter().find(|(name, _)| *name == entry.0.name).map(|(_, it)| *it);
            match holding {
                Some(Holding::Words | Holding::Line | Holding::Required) => self.words(entry),
                Some(Holding::Parts(main, inner)) => self.parts(entry, main, inner),
                // What a translation takes from its original if it does not say it.
                Some(Holding::Own | Holding::Free | Holding::Named | Holding::Renamed) | None => {
                    String::new()
                }
            }
        });
        lines.collect()
    }

    /// Returns the line of a text, without its statement, or of a list of texts.
    fn words(self, (key, value): &(Key, Node)) -> String {
        let value = value.entry("text").map_or(value, |(_, text)| text);
        match &value.value {
            Value::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.scalar(item)).collect();
                format!("{}: [{}]\n", key.name, items.join(", "))
            }
            Value::Mapping(_) => String::new(),
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) => {
                format!("{}: {}\n", key.name, self.scalar(value))
            }
        }
    }

    /// Returns the lines of a mapping, or of a list of them, of which those with nothing but their main words are these
    /// words.
    fn parts(self, (key, value): &(Key, Node), main: &str, shape: &Shape) -> String {
        match &value.value {
            Value::List(items) => {
                let items = items.iter().map(|item| {
                    let lines = match &item.value {
                        Value::Mapping(_) => self.mapping(item, shape),
                        _ => self.scalar(item),
                    };
                    let lines = lines.trim();
                    let only = lines.strip_prefix(&format!("{main}: "));
                    let lines = only.filter(|only| !only.contains('\n')).unwrap_or(lines);
                    format!("  - {}\n", lines.replace('\n', "\n    "))
                });
                format!("{}:\n{}", key.name, items.collect::<String>())
            }
            Value::Mapping(_) => match self.mapping(value, shape) {
                inner if inner.is_empty() => inner,
                inner => format!("{}:\n  {}\n", key.name, inner.trim().replace('\n', "\n  ")),
            },
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) => {
                format!("{}: {}\n", key.name, self.scalar(value))
            }
        }
    }

    /// Returns a text as it is written, if it stands on one line.
    fn scalar(self, node: &Node) -> String {
        let place = node.span.range();
        let (start, end) = (place.start, place.end);
        let base = self.start.range().start;
        let written = self.text.get(start.saturating_sub(base)..end.saturating_sub(base));
        let written = written.map(str::trim).unwrap_or_default();
        match &node.value {
            Value::Text(text) => {
                let is_whole = written.trim_matches(['"', '\'']) == text.trim();
                if is_whole && !written.contains('\n') {
                    return written.to_owned();
                }
                serde_json::to_string(text.trim()).unwrap_or_default()
            }
            _ => written.to_owned(),
        }
    }
}

/// Whether a line opens a div that only some languages have.
pub(super) fn is_div_of_one_language(line: &str) -> bool {
    line.starts_with(":::") && attributes(line).iter().any(|part| part.starts_with("only="))
}

/// Returns the line that opens a div, without what a translation takes from its original.
pub(super) fn div(line: &str) -> String {
    let parts = attributes(line);
    let colons: String = line.chars().take_while(|c| *c == ':').collect();
    let is_word = |part: &&String| {
        part.starts_with('#') || part.starts_with("title=") || part.starts_with("differs=")
    };
    let is_restricted = ["audience=", "not-audience=", "when="]
        .iter()
        .any(|name| parts.iter().any(|part| part.starts_with(name)));
    let words: Vec<_> = parts.iter().filter(is_word).map(String::as_str).collect();
    if words.iter().any(|word| word.starts_with('#')) {
        format!("{colons} {{{}}}", words.join(" "))
    } else if parts.is_empty() || is_restricted || !words.is_empty() {
        // Without an id, only a div without attributes takes those of the original.
        line.to_owned()
    } else {
        format!("{colons} {{}}")
    }
}

/// Returns a block of text without what a translation takes from its original: the id of a heading, the file of a picture.
pub(super) fn without_structure(block: &str) -> String {
    if block.starts_with('#')
        && let Some((heading, id)) = block.rsplit_once(" {#")
        && id.strip_suffix('}').is_some_and(|id| !id.contains([' ', '.', '=']))
    {
        return heading.to_owned();
    }
    if block.starts_with("![")
        && let Some((caption, rest)) = block.split_once("](")
        && let Some((_, braces)) = rest.split_once(')')
        && braces.starts_with("{#")
    {
        let kept = attributes(braces).into_iter().filter(|part| !part.starts_with("width="));
        return format!("{caption}](){{{}}}", kept.collect::<Vec<_>>().join(" "));
    }
    block.to_owned()
}

/// Returns the parts of the attributes between braces: ids, classes, named values.
fn attributes(text: &str) -> Vec<String> {
    let inner = text.split_once('{').and_then(|(_, rest)| rest.rsplit_once('}'));
    let inner = inner.map_or("", |(inner, _)| inner);
    let (mut parts, mut part, mut is_quoted) = (Vec::new(), String::new(), false);
    for sign in inner.chars() {
        is_quoted ^= sign == '"';
        if sign.is_whitespace() && !is_quoted {
            parts.extend((!part.is_empty()).then(|| std::mem::take(&mut part)));
        } else {
            part.push(sign);
        }
    }
    parts.extend((!part.is_empty()).then_some(part));
    parts
}
