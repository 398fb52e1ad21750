//! Citations: `[see @xu-2019, p. 4; -@zhu-2016]` and `@xu-2019`.

use ecow::EcoString;

use super::events::is_unspaced;
use super::locator::is_label;
use crate::base::span::{Span, Spanned};

/// One work in a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// The key of the source.
    pub key: Spanned<EcoString>,
    /// The text before it, such as "see".
    pub prefix: EcoString,
    /// The place in the work, such as "p. 4".
    pub locator: EcoString,
    /// How it is printed.
    pub manner: Manner,
}

impl Cite {
    /// Cites a work as part of a sentence, such as "Xu (2019)".
    pub fn of(key: Spanned<EcoString>) -> Self {
        let (prefix, locator) = (EcoString::new(), EcoString::new());
        Self { key, prefix, locator, manner: Manner::Narrative }
    }
}

/// The form in which a cited work is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// In brackets: "(Xu 2019)".
    Parenthetical,
    /// As part of the sentence: "Xu (2019)".
    Narrative,
    /// In brackets, without the author: "(2019)".
    YearOnly,
}

/// Whether a citation key may hold `character`.
pub(super) fn is_key(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | ':' | '.' | '/' | '+')
}

/// Returns the key with which the text in brackets begins if it may be a citation whose `@` is missing: keys that look
/// like one have letters and digits, and what follows is a place, or another key.
pub fn bare_key(inner: &str) -> Option<&str> {
    let is_sign = |c: char| c.is_alphanumeric() || " ,;:._-–".contains(c);
    let end = inner.find(|c: char| !is_key(c)).unwrap_or(inner.len());
    let (key, rest) = inner.split_at(end);
    let has = |is: fn(char) -> bool| key.contains(is);
    let is_one = has(char::is_alphabetic) && has(char::is_numeric) && inner.chars().all(is_sign);
    // A note of Org mode.
    let is_note = key.starts_with("fn:");
    let is_whole = rest.is_empty() || rest.starts_with([',', ';']);
    (is_one && !is_note && is_whole).then_some(key)
}

/// Returns the key that `text` begins with, without punctuation at its end.
pub(super) fn leading_key(text: &str) -> &str {
    // Chinese and Japanese sentences continue after a key without a space.
    let is_han = text.starts_with(is_unspaced);
    let ends = |c: char| !is_key(c) || !is_han && is_unspaced(c);
    let end = text.find(ends).unwrap_or(text.len());
    text[..end].trim_end_matches(|c: char| !c.is_alphanumeric())
}

/// A citation that cannot be read: where, what is wrong, and what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Malformed {
    pub place: Span,
    pub message: &'static str,
    pub hint: &'static str,
}

/// Parses the text between the brackets; none if it is not a citation.
///
/// # Errors
/// Returns the first work that is cited in a way that would print signs of the source.
pub(super) fn parse(inner: &str, span: Span) -> Option<Result<Vec<Cite>, Malformed>> {
    find_key(inner)?;
    let mut at = 0;
    let works = inner.split([';', '；']).map(|part| {
        let end = at + part.len();
        let place = span.slice(at, end);
        at = end + inner[end..].chars().next().map_or(0, char::len_utf8);
        work(part, place)
    });
    Some(works.collect())
}

/// Parses one work of a citation.
fn work(part: &str, place: Span) -> Result<Cite, Malformed> {
    let malformed = |message, hint| Malformed { place, message, hint };
    let sign = find_key(part).ok_or_else(|| {
        let hint = if part.trim().is_empty() {
            "write `[@first; @second]`, with no semicolon after the last; a semicolon of the sentence goes outside the brackets"
        } else {
            "write a second place in the same work behind a comma, `[@key, p. 3, 7]`, and a second work with its `@`, `[@first; @second]`; a semicolon of the sentence goes outside the brackets"
        };
        malformed("this part of the citation names no work", hint)
    })?;
    let before = part[..sign].trim_start();
    if before.starts_with("cite:") || before.starts_with("cite/") {
        let hint = "write `[@key]`, or `@key` in the sentence";
        return Err(malformed("this is a citation of Org mode", hint));
    }
    let key = leading_key(&part[sign + 1..]);
    let after = &part[sign + 1 + key.len()..];
    let locator = after.trim_start_matches([',', ':', '，', '：', '、']).trim();
    if find_key(locator).is_some() {
        return Err(malformed(
            "two works in a citation need a semicolon between them",
            "write `[@first; @second]`",
        ));
    }
    if after.contains(',') && locator.is_empty() {
        return Err(malformed(
            "nothing follows the comma",
            "write the place, `[@key, p. 4]`, or delete the comma",
        ));
    }
    if is_label(locator) {
        return Err(malformed("the place has a label but no number", "write `[@key, p. 4]`"));
    }
    let hidden = part[..sign].ends_with('-');
    let key = Spanned::new(key.into(), place.slice(sign + 1, sign + 1 + key.len()));
    Ok(Cite {
        key,
        prefix: part[..sign].trim_end_matches('-').trim().into(),
        locator: locator.into(),
        manner: if hidden { Manner::YearOnly } else { Manner::Parenthetical },
    })
}

/// Returns the place of the first `@` that begins a key.
pub(super) fn find_key(text: &str) -> Option<usize> {
    text.match_indices('@').map(|(at, _)| at).find(|&at| begins_key(text, at))
}

/// Whether the `@` at the byte `at` begins a key.
pub(super) fn begins_key(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let follows_word = before
        .is_some_and(|c| c.is_alphanumeric() && !is_joined(c) || matches!(c, '.' | '_' | '\\'));
    !follows_word && !leading_key(&text[at + 1..]).is_empty()
}

/// Whether words may be joined to what follows `character` without a space: in Chinese and Japanese, and
/// the prepositions and articles of Arabic and Hebrew.
fn is_joined(character: char) -> bool {
    is_unspaced(character)
        || matches!(character, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}
