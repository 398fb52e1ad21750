//! Typed reading of a YAML mapping.

use ecow::EcoString;

use super::{Key, Node, Value, elsewhere};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::base::stray;

/// A mapping whose keys are being read.
#[derive(Debug)]
#[must_use = "finish the mapping, or unknown keys go unnoticed"]
pub struct Mapping<'a> {
    entries: &'a [(Key, Node)],
    asked: Vec<&'static str>,
    span: Span,
}

impl<'a> Mapping<'a> {
    /// Begins to read `node`, which should be a mapping; nothing counts as an empty one.
    ///
    /// # Errors
    /// Reports a node of another kind.
    pub fn new(node: &'a Node) -> Result<Self, Diagnostic> {
        let entries = match &node.value {
            Value::Mapping(entries) => entries.as_slice(),
            Value::Null => &[],
            _ => return Err(wrong_type(node, "a mapping", "write `key: value` lines")),
        };
        Ok(Self { entries, asked: Vec::new(), span: node.span })
    }

    /// Begins to read a mapping as [`Mapping::new`] does; a text in its place is told the first of the
    /// `keys` that it has.
    ///
    /// # Errors
    /// Reports a node of another kind.
    pub fn with(node: &'a Node, keys: &[&str]) -> Result<Self, Diagnostic> {
        Self::new(node).map_err(|found| {
            let (Value::Text(text), Some((first, others))) = (&node.value, keys.split_first())
            else {
                return found;
            };
            let first = format!("{first}: {text}");
            let others = others.iter().map(|key| format!("{key}: …"));
            let keys: Vec<_> = std::iter::once(first).chain(others).collect();
            let hint = format!("write its keys: `{{{}}}`", keys.join(", "));
            Diagnostic { hints: vec![hint], ..found }
        })
    }

    /// Returns the place of the whole mapping.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Returns the value of `name`, if it is there and not null.
    pub fn get(&mut self, name: &'static str) -> Option<&'a Node> {
        if !self.asked.contains(&name) {
            self.asked.push(name);
        }
        let entry = self.entries.iter().find(|(key, _)| key.name == name);
        entry.map(|(_, value)| value).filter(|node| node.value != Value::Null)
    }

    /// Reads the value of `name`, if the key is there; reports a key without a value.
    ///
    /// Keys that keep something from readers are read by this: nothing could mean "for nobody"
    /// as well as "for all".
    pub fn stated<T>(
        &mut self,
        name: &'static str,
        problems: &mut Problems,
        read: impl FnOnce(&'a Node) -> Result<T, Diagnostic>,
    ) -> Option<T> {
        let value = self.get(name);
        let key = self.entries.iter().map(|(key, _)| key).find(|key| key.name == name);
        if let Some(key) = key.filter(|_| value.is_none()) {
            problems.push(
                Diagnostic::error(Code::UnclearRestriction, key.span, format!("`{name}` is empty"))
                    .with_hint("write a value after the colon, or delete the key"),
            );
        }
        problems.keep(read(value?))
    }

    /// Reads the value of `name`, if it is there.
    pub fn optional<T>(
        &mut self,
        name: &'static str,
        problems: &mut Problems,
        read: impl FnOnce(&'a Node) -> Result<T, Diagnostic>,
    ) -> Option<T> {
        let node = self.get(name)?;
        problems.keep(read(node))
    }

    /// Reads the value of `name`, which must be there.
    pub fn required<T>(
        &mut self,
        name: &'static str,
        problems: &mut Problems,
        read: impl FnOnce(&'a Node) -> Result<T, Diagnostic>,
    ) -> Option<T> {
        let Some(node) = self.get(name) else {
            problems.push(self.missing(name));
            return None;
        };
        problems.keep(read(node))
    }

    /// Returns the diagnostic for the missing key `name`.
    pub fn missing(&self, name: &str) -> Diagnostic {
        let at = Span { end: self.span.start, ..self.span };
        Diagnostic::error(Code::MissingKey, at, format!("the key `{name}` is missing"))
            .lacking(name)
            .with_hint(format!("add a line `{name}: …`"))
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self, problems: &mut Problems) {
        let is_unused = |name: &&str| !self.entries.iter().any(|(key, _)| key.name == **name);
        let unused: Vec<_> = self.asked.iter().copied().filter(is_unused).collect();
        for (key, _) in self.entries {
            if self.asked.contains(&key.name.as_str()) {
                continue;
            }
            let nearest = elsewhere::hint(&key.name, &self.asked, &unused)
                .or_else(|| did_you_mean(&key.name, self.asked.iter().copied()));
            let known = format!("the keys here are {}", quoted_list(&self.asked));
            let message = format!("unknown key `{}`", key.name);
            problems.push(
                Diagnostic::error(Code::UnknownKey, key.span, message)
                    .with_hints([nearest.unwrap_or(known)]),
            );
        }
    }

    /// Returns the entries, for mappings whose keys are chosen by the author.
    pub fn entries(&self) -> &'a [(Key, Node)] {
        self.entries
    }
}

/// Returns names in backticks, with commas between them.
pub fn quoted_list(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// Returns the diagnostic for a node that is not `expected`.
pub fn wrong_type(node: &Node, expected: &str, hint: &str) -> Diagnostic {
    let message = format!("expected {expected}, found {}", node.value.kind());
    Diagnostic::error(Code::WrongType, node.span, message).with_hint(hint)
}

/// Reads a text that is printed as it is. A number or boolean counts as the text that the author
/// wrote.
///
/// # Errors
/// Reports a list, a mapping, an empty text, or attributes for some audiences in the text.
pub fn text(node: &Node) -> Result<EcoString, Diagnostic> {
    let text = any_text(node)?;
    stray::in_plain_text(&text, node.span).map_or(Ok(text), Err)
}

/// Reads a text that holds Markdown, with its place.
///
/// # Errors
/// Reports a list, a mapping, or an empty text.
pub fn markdown(node: &Node) -> Result<Spanned<EcoString>, Diagnostic> {
    Ok(Spanned::new(any_text(node)?, node.span))
}

fn any_text(node: &Node) -> Result<EcoString, Diagnostic> {
    match &node.value {
        Value::Text(text) if text.contains(is_unprintable) => {
            unprintable(text, node.span).map_or_else(|| Ok(text.trim().into()), Err)
        }
        Value::Text(text) if text.contains(is_visible) => Ok(text.trim().into()),
        Value::Number(text) => Ok(text.into()),
        Value::Boolean(boolean) => Ok(if *boolean { "true" } else { "false" }.into()),
        Value::Text(_) => Err(Diagnostic::error(
            Code::WrongType,
            node.span,
            "expected a text, found an empty one",
        )
        .with_hint("write a text after the colon")),
        Value::Null => Err(wrong_type(node, "a text", "write a text after the colon")),
        Value::List(items) => Err(wrong_type(
            node,
            "a text",
            &match &items[..] {
                [Node { value: Value::Text(text) | Value::Number(text), .. }] => {
                    format!(
                        "write it without brackets: `{text}`; a text that begins with one stands in quotes"
                    )
                }
                _ => "put the text in quotes if it begins with a bracket or brace".to_owned(),
            },
        )),
        Value::Mapping(_) => Err(wrong_type(
            node,
            "a text",
            "put the text in quotes if it begins with a bracket or brace",
        )),
    }
}

/// Whether a text may not contain the character: no font has it, or it turns what follows around.
/// Line ends and tabs are allowed.
fn is_unprintable(character: char) -> bool {
    // Unicode reserves the first, and the last two of each plane, for internal use; a byte order mark
    // belongs to the beginning of a file, and overrides of direction can make digits read backwards.
    let is_reserved = matches!(
        character,
        '\u{FDD0}'..='\u{FDEF}' | '\u{FFFC}' | '\u{FEFF}' | '\u{202D}' | '\u{202E}'
    ) || u32::from(character) & 0xFFFE == 0xFFFE;
    is_reserved || character.is_control() && !matches!(character, '\n' | '\r' | '\t')
}

/// Whether a character shows nothing, and joins or parts nothing that does: names that differ in one look alike.
pub fn is_empty_sign(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Whether a character shows something: neither a space, nor a mark of direction, nor a filler.
fn is_visible(character: char) -> bool {
    let is_filler = matches!(
        character,
        '\u{200C}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{115F}'..='\u{1160}'
            | '\u{3164}'
            | '\u{FFA0}'
            | '\u{2800}'
    );
    !(is_filler || is_empty_sign(character) || character.is_whitespace())
}

/// Returns the report of the first character of `text` that it may not contain, if it has one; `place` is
/// where it is written.
pub fn unprintable(text: &str, place: Span) -> Option<Diagnostic> {
    let character = text.chars().find(|character| is_unprintable(*character))?;
    let message = format!("the text contains the control character U+{:04X}", u32::from(character));
    Some(
        Diagnostic::error(Code::ControlCharacter, place, message)
            .with_hint("delete it; it may have been copied from another program"),
    )
}

/// Returns the reports of all characters that a text may not contain, each at its place: `span` is where the text
/// stands as it is.
pub fn unprintable_in(text: &str, span: Span) -> impl Iterator<Item = Diagnostic> {
    let found = text.char_indices().filter(|(_, character)| is_unprintable(*character));
    found.filter_map(move |(at, character)| {
        let end = at + character.len_utf8();
        unprintable(&text[at..end], span.slice(at, end))
    })
}

/// Reads a text with its place.
///
/// # Errors
/// As [`text`].
pub fn spanned_text(node: &Node) -> Result<Spanned<EcoString>, Diagnostic> {
    Ok(Spanned::new(text(node)?, node.span))
}

/// Reads `true` or `false`.
///
/// # Errors
/// Reports anything else.
pub fn boolean(node: &Node) -> Result<bool, Diagnostic> {
    match node.value {
        Value::Boolean(boolean) => Ok(boolean),
        _ => Err(wrong_type(node, "`true` or `false`", "write `true` or `false`, without quotes")),
    }
}

/// Reads a list of names; a text that holds several with commas between them is refused.
pub fn names(node: &Node, problems: &mut Problems) -> Vec<EcoString> {
    if let Value::Text(text) = &node.value
        && text.contains(',')
    {
        let found = wrong_type(node, "a list", &format!("a list has brackets: `[{text}]`"));
        problems.push(found.into_warning());
    }
    list(node, problems, self::text)
}

/// Reads a list with `read`; a single value counts as a list of one.
///
/// Every item that cannot be read is reported; the others are returned.
pub fn list<T>(
    node: &Node,
    problems: &mut Problems,
    read: impl Fn(&Node) -> Result<T, Diagnostic>,
) -> Vec<T> {
    match &node.value {
        Value::List(items) => items.iter().filter_map(|item| problems.keep(read(item))).collect(),
        Value::Null => Vec::new(),
        _ => match crowded_list(node) {
            Some(found) => {
                problems.push(found);
                Vec::new()
            }
            None => problems.keep(read(node)).into_iter().collect(),
        },
    }
}

/// Reports a text that begins like an item without its space, `-first`: it makes one text of a list.
pub fn crowded_list(node: &Node) -> Option<Diagnostic> {
    let Value::Text(text) = &node.value else { return None };
    let rest = text.strip_prefix('-')?;
    if !rest.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let first = rest.split(" - ").next().unwrap_or_default().trim();
    let message = "this is one text, not a list: a space is missing after the hyphen";
    Some(
        Diagnostic::error(Code::WrongType, node.span, message)
            .with_hint(format!("write each item with a space: `- {first}`")),
    )
}
