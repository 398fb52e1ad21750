//! What translators must not change: bound numbers and attributes, which their programs show as
//! tags.

use std::sync::LazyLock;

use regex::Regex;

/// Bound numbers, and attributes such as `{#id .class}`.
static CODES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"\{\{.*?\}\}|\{[#.][^}"\n]*\}"#).ok());

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// Words.
    Text(&'t str),
    /// What must stay as it is.
    Code(&'t str),
}

/// Splits a text into words and codes.
pub(super) fn split(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut at = 0;
    for found in CODES.iter().flat_map(|codes| codes.find_iter(text)) {
        if found.start() > at {
            parts.push(Part::Text(&text[at..found.start()]));
        }
        parts.push(Part::Code(found.as_str()));
        at = found.end();
    }
    if at < text.len() {
        parts.push(Part::Text(&text[at..]));
    }
    parts
}

/// Returns the codes of a text, in order.
pub(super) fn codes(text: &str) -> Vec<&str> {
    let codes = split(text).into_iter().filter_map(|part| match part {
        Part::Code(code) => Some(code),
        Part::Text(_) => None,
    });
    codes.collect()
}
