//! Citations by the year alone.

use crate::tree::{Inline, Inlines, plain_text};

/// Adds to a year alone the letter that its work has after the year in the bibliography, which the
/// style does not print.
pub(super) fn with_letter(content: Inlines, entry: &str) -> Inlines {
    let year = plain_text(&content);
    let digits: String = year.chars().filter(char::is_ascii_digit).take(4).collect();
    if digits.len() < 4 || year.trim_end().ends_with(|c: char| c.is_ascii_lowercase()) {
        return content;
    }
    let mut found = entry.match_indices(digits.as_str()).filter_map(|(at, digits)| {
        let mut rest = entry[at + digits.len()..].chars();
        let letter = rest.next().filter(char::is_ascii_lowercase)?;
        rest.next().is_none_or(|next| !next.is_alphanumeric()).then_some(letter)
    });
    match found.next() {
        Some(letter) => {
            let with = format!("{digits}{letter}");
            content.into_iter().map(|inline| replaced(inline, &digits, &with)).collect()
        }
        None => content,
    }
}

/// Replaces words in a text, or in that of a link.
fn replaced(inline: Inline, from: &str, to: &str) -> Inline {
    match inline {
        Inline::Link { content, target, title } => {
            let content = content.into_iter().map(|inline| replaced(inline, from, to)).collect();
            Inline::Link { content, target, title }
        }
        Inline::Text { text, .. } => Inline::text(text.replacen(from, to, 1)),
        other => other,
    }
}
