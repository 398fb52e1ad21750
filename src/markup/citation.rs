//! Citations: `[see @xu-2019, p. 4; -@zhu-2016]` and `@xu-2019`.

use ecow::EcoString;

use crate::span::{Span, Spanned};

/// One work in a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// The key of the source.
    pub key: Spanned<EcoString>,
    /// What stands before it, such as "see".
    pub prefix: EcoString,
    /// Where in the work, such as "p. 4".
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

/// How a cited work is printed.
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

/// Returns the key that `text` begins with, without punctuation at its end.
pub(super) fn leading_key(text: &str) -> &str {
    let end = text.find(|c| !is_key(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(|c: char| !c.is_alphanumeric())
}

/// Parses what stands between the brackets; none if it is no citation.
pub(super) fn parse(inner: &str, span: Span) -> Option<Vec<Cite>> {
    let mut cites = Vec::new();
    let mut at = 0;
    for part in inner.split(';') {
        let sign = find_key(part)?;
        let key = leading_key(&part[sign + 1..]);
        let hidden = part[..sign].ends_with('-');
        let prefix = part[..sign].trim_end_matches('-').trim();
        let after = &part[sign + 1 + key.len()..];
        let locator = after.trim_start_matches(',').trim();
        let start = at + sign + 1;
        cites.push(Cite {
            key: Spanned::new(key.into(), span.slice(start, start + key.len())),
            prefix: prefix.into(),
            locator: locator.into(),
            manner: if hidden { Manner::YearOnly } else { Manner::Parenthetical },
        });
        at += part.len() + 1;
    }
    Some(cites)
}

/// Returns the place of the first `@` that begins a key.
pub(super) fn find_key(text: &str) -> Option<usize> {
    text.match_indices('@').map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        let follows_word =
            before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '\\'));
        !follows_word && !leading_key(&text[at + 1..]).is_empty()
    })
}
