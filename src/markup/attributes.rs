//! Attributes: `{#id .class key="value"}`.

use ecow::EcoString;

use super::Inline;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::limits::LINE_BYTES;
use crate::base::span::{Span, Spanned, TextPlace};
use crate::base::stray::is_audience;
use crate::base::yaml::{self, Node};
use crate::data::expression::{Binding, parse_expression};
use crate::publication::audience::Condition;

/// An id, classes and named values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attributes {
    /// The id.
    pub id: Option<Spanned<EcoString>>,
    /// The classes.
    pub classes: Vec<Spanned<EcoString>>,
    /// The named values, in order.
    pub values: Vec<(Spanned<EcoString>, Spanned<EcoString>)>,
    /// The value of `title` on a div, as the text that it is.
    pub title: Vec<Inline>,
    /// The statement that the text depends on, the value of `holds`.
    pub holds: Option<Box<Binding>>,
    /// The statement that decides whether the text is shown, the value of `when`.
    pub when: Option<Box<Binding>>,
    /// The audiences for which it decides; others are shown the text in any case. Authors cannot write it: it comes of
    /// blocks for some that stand instead of others in one profile.
    pub when_for: Condition,
}

/// The class of headings that begin an appendix.
pub(crate) const APPENDIX: &str = "appendix";

/// The class of headings without a number.
pub(super) const UNNUMBERED: &str = "unnumbered";

impl Attributes {
    /// Returns the value named `name`.
    pub fn value(&self, name: &str) -> Option<&Spanned<EcoString>> {
        self.values.iter().find(|(key, _)| key.value == name).map(|(_, value)| value)
    }

    /// Returns the text of the value named `name`, empty if there is none.
    pub fn text(&self, name: &str) -> EcoString {
        self.value(name).map(|value| value.value.clone()).unwrap_or_default()
    }

    /// Whether they give the rows and columns that a cell spans.
    pub fn is_reach(&self) -> bool {
        self.value("colspan").is_some() || self.value("rowspan").is_some()
    }

    /// Whether they say who reads something, and nothing else.
    pub fn is_condition(&self) -> bool {
        let names = self.values.iter().map(|(name, _)| name.value.as_str());
        let is_bare = self.id.is_none() && self.classes.is_empty();
        let holds_always = self.holds.is_none() && self.when.is_none();
        is_bare && holds_always && !self.values.is_empty() && names.into_iter().all(is_audience)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.id.is_none()
            && self.classes.is_empty()
            && self.values.is_empty()
            && self.holds.is_none()
            && self.when.is_none()
    }
}

/// Parses `text`, which is at `span` and includes the braces.
///
/// # Errors
/// Reports the first part that is neither an id, a class nor a named value.
pub(super) fn parse(text: &str, span: Span) -> Result<Attributes, Diagnostic> {
    let mut attributes = Attributes::default();
    let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
    let base = text.len() - text.strip_prefix('{').unwrap_or(text).len();
    let whole = TextPlace::new(text, span);
    let mut at = 0;
    loop {
        at = inner.len() - inner[at..].trim_start().len();
        let Some(first) = inner[at..].chars().next() else { return Ok(attributes) };
        let start = at;
        at += part_length(&inner[at..]);
        let part = &inner[start..at];
        let place = |from: usize, to: usize| whole.slice(base + start + from, base + start + to);
        match (first, part.split_once('=')) {
            // Pandoc's short form.
            ('-', _) if part == "-" => {
                attributes.classes.push(Spanned::new(UNNUMBERED.into(), place(0, 1)));
            }
            ('#', _) if is_id(&part[1..]) => {
                if attributes.id.is_some() {
                    return Err(twice(place(0, part.len()), "id"));
                }
                attributes.id = Some(Spanned::new(part[1..].into(), place(1, part.len())));
            }
            ('.', _) if is_id(&part[1..]) => {
                attributes.classes.push(Spanned::new(part[1..].into(), place(1, part.len())));
            }
            (_, Some((name, _))) if attributes.value(name).is_some() => {
                return Err(twice(place(0, part.len()), name));
            }
            (_, Some((name, quoted))) if is_id(name) => {
                let begin = name.len() + 1;
                let value = unquote(quoted)
                    .map_err(|slip| slip.told(name, quoted, place(begin, begin + quoted.len())))?;
                let offset = begin + (quoted.len() - value.len()) / 2;
                LINE_BYTES.check(value.len(), place(0, name.len()), "shorten it")?;
                if let "holds" | "when" = name {
                    let statement = parse_expression(value, place(offset, offset + value.len()))?;
                    let statement = Some(Box::new(statement));
                    if name == "holds" {
                        attributes.holds = statement;
                    } else {
                        attributes.when = statement;
                    }
                }
                attributes.values.push((
                    Spanned::new(name.into(), place(0, name.len())),
                    Spanned::new(value.into(), place(offset, offset + value.len())),
                ));
            }
            _ => {
                let message = format!("`{part}` is not an attribute");
                let hint = unquoted(&attributes, part);
                return Err(Diagnostic::error(Code::BadAttributes, place(0, part.len()), message)
                    .with_hint(hint));
            }
        }
    }
}

/// Returns how to write a word that stands behind a value to which it may belong.
fn unquoted(attributes: &Attributes, word: &str) -> String {
    match attributes.values.last() {
        Some((name, value)) if is_id(word.trim_end_matches(',')) => {
            let (name, value) = (&name.value, value.value.trim_end_matches(','));
            format!(
                "if it belongs to the value before it, write `{name}=\"{value} {}\"`",
                word.trim_end_matches(',')
            )
        }
        _ if word.ends_with(':') && is_id(word.trim_end_matches(':')) => {
            format!("write an equals sign and quotes: `{}=\"…\"`", word.trim_end_matches(':'))
        }
        _ if word.starts_with('{') => format!("close the brace: `{word}}}`"),
        _ => "write `{#id .class key=\"value\"}`".to_owned(),
    }
}

fn twice(place: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code::BadAttributes, place, format!("this is a second `{what}`"))
        .with_hint("keep one of the two")
}

/// Returns the length of the part that `text` begins with; spaces inside quotes of either kind
/// belong to it.
fn part_length(text: &str) -> usize {
    let mut quote = None;
    for (index, character) in text.char_indices() {
        match character {
            _ if quote == Some(character) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(character),
            _ if character.is_whitespace() && quote.is_none() => return index,
            _ => {}
        }
    }
    text.len()
}

/// What is wrong with the quotes of a value.
enum QuoteSlip {
    /// A quote is open at the end of the attributes.
    Open,
    /// A quote stands within the value, so that it may have swallowed what comes behind it.
    Within,
}

impl QuoteSlip {
    fn told(&self, name: &str, quoted: &str, place: Span) -> Diagnostic {
        let begun = quoted.trim_start_matches(['"', '\'']).split(['"', '\'']).next();
        let begun = begun.unwrap_or_default();
        // A value that runs into the next attribute ends before that one's name.
        let value = begun.split_once('=').map_or(begun, |(before, _)| {
            before.rsplit_once(char::is_whitespace).map_or("", |(value, _)| value)
        });
        let message = match self {
            Self::Open => format!("the quote of `{name}` is not closed"),
            Self::Within => format!("the value of `{name}` has a quote inside"),
        };
        Diagnostic::error(Code::BadAttributes, place, message).with_hint(format!(
            "close the quote where the value ends: `{name}=\"{}\"`; quotes within a value are typographic: “ ”",
            value.trim()
        ))
    }
}

/// Returns a value without the quotes around it.
///
/// A quote that is left out would make the next attribute, who may read the text, part of the value.
fn unquote(text: &str) -> Result<&str, QuoteSlip> {
    let Some(quote) = text.chars().next().filter(|first| matches!(first, '"' | '\'')) else {
        return if text.contains('"') { Err(QuoteSlip::Within) } else { Ok(text) };
    };
    let value = text[1..].strip_suffix(quote).ok_or(QuoteSlip::Open)?;
    let has_names =
        |word: &str| ["audience=", "not-audience="].iter().any(|name| word.starts_with(name));
    if value.contains(quote) || value.split_whitespace().any(has_names) {
        return Err(QuoteSlip::Within);
    }
    Ok(value)
}

fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
}

/// Reads the id of a block that is written as YAML: texts refer to it, and addresses hold it.
///
/// # Errors
/// Reports characters that ids cannot have.
pub(super) fn block_id(node: &Node) -> Result<Spanned<EcoString>, Diagnostic> {
    let id = yaml::spanned_text(node)?;
    if is_id(&id.value) {
        return Ok(id);
    }
    let message = format!("`{}` cannot be an id", id.value);
    let words = id.value.split(|c: char| !is_id(c.encode_utf8(&mut [0; 4])));
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    Err(Diagnostic::error(Code::BadValue, id.span, message).lacking(id.value.clone()).with_hint(
        format!("write `id: {}`: ids have letters, digits and hyphens", words.join("-")),
    ))
}
