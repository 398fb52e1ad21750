//! Bare addresses in the text, `https://example.org/a` and `name@example.org`, as GFM reads them.

use std::ops::Range;

use super::events::is_unspaced;

/// What bare addresses begin with, except mail addresses.
pub(super) const BEGINNINGS: [&str; 3] = ["https://", "http://", "www."];

/// Returns the address in `text` that begins at `start` with one of [`BEGINNINGS`].
pub(super) fn web(text: &str, start: usize) -> Option<Range<usize>> {
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '@' | '.' | '-' | '='))
    {
        return None;
    }
    let rest = &text[start..];
    let length = rest.find(ends_address).unwrap_or(rest.len());
    let address = trimmed(&rest[..length]);
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let is_host = host.split('.').all(|part| !part.is_empty()) && host.contains('.');
    is_host.then(|| start..start + address.len())
}

fn ends_address(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || is_unspaced(character)
        || "<>|`\"[]{}“”‘’«»‹›".contains(character)
}

/// Removes what belongs to the sentence: punctuation, and a closing bracket without an opening one.
fn trimmed(address: &str) -> &str {
    let mut address = address;
    loop {
        let shorter = address.trim_end_matches(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'']);
        let is_open = shorter.matches(')').count() > shorter.matches('(').count();
        let shorter = shorter.strip_suffix(')').filter(|_| is_open).unwrap_or(shorter);
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}

/// Returns the mail address in `text` whose `@` is at `at`.
pub(super) fn mail(text: &str, at: usize) -> Option<Range<usize>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let start = at - (at - text[..at].trim_end_matches(is_part).len());
    let rest = &text[at + 1..];
    let length = rest.find(|c| !is_part(c) || c == '+').unwrap_or(rest.len());
    let domain = rest[..length].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let is_local = text[start..at].starts_with(|c: char| c.is_ascii_alphanumeric());
    let is_domain = domain.contains('.') && domain.split('.').all(|part| !part.is_empty());
    (is_local && is_domain).then(|| start..at + 1 + domain.len())
}

/// Returns the target of a bare address, with a scheme if it has none.
pub(super) fn target(address: &str) -> String {
    if address.starts_with("www.") {
        format!("http://{address}")
    } else if address.contains("://") {
        address.to_owned()
    } else {
        format!("mailto:{address}")
    }
}
