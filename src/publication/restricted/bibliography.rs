//! The entries of a BibLaTeX file and their fields, with their places.

use std::ops::Range;

/// An entry of a BibLaTeX file, as text.
pub(crate) struct BibEntry<'a> {
    /// What kind of work it is, such as `article`.
    pub kind: &'a str,
    /// What it is cited by.
    pub key: &'a str,
    /// Where its key begins.
    pub start: usize,
    /// Where it begins.
    at: usize,
    /// All of it, from the `@`.
    pub text: &'a str,
}

/// Returns the entries of a file; each begins with `@` at the beginning of a line.
pub(crate) fn entries(text: &str) -> impl Iterator<Item = BibEntry<'_>> {
    let is_start =
        |at: &usize| *at == 0 || text[..*at].trim_end_matches([' ', '\t']).ends_with('\n');
    let mut starts: Vec<_> = text.match_indices('@').map(|(at, _)| at).filter(is_start).collect();
    starts.push(text.len());
    let ranges: Vec<_> = starts.windows(2).map(|pair| pair[0]..pair[1]).collect();
    ranges.into_iter().filter_map(move |range| {
        let entry = &text[range.clone()];
        let open = entry.find(['{', '('])?;
        let rest = &entry[open + 1..];
        let key = rest.split([',', '}', '=']).next().unwrap_or_default();
        let blank = key.len() - key.trim_start().len();
        let start = range.start + open + 1 + blank;
        let (kind, key, at) = (entry[1..open].trim(), key.trim(), range.start);
        Some(BibEntry { kind, key, start, at, text: entry })
    })
}

impl BibEntry<'_> {
    /// Returns the names of the fields and the places of their values in the file, without braces and quotes.
    pub(super) fn fields(&self) -> Vec<(&str, Range<usize>)> {
        let text = self.text;
        let mut found = Vec::new();
        let mut at = self.start + self.key.len() - self.at;
        while let Some((name, from)) = name(text, at) {
            let end = value_end(text, from);
            let value = &text[from..end];
            let inner = bare(value.trim());
            let start = from + value.find(inner).unwrap_or_default();
            found.push((name, self.at + start..self.at + start + inner.len()));
            at = end;
        }
        found
    }
}

/// Returns a value without the braces or quotes around it.
fn bare(value: &str) -> &str {
    let inside = |open, close| value.strip_prefix(open)?.strip_suffix(close);
    inside('{', '}').or_else(|| inside('"', '"')).unwrap_or(value).trim()
}

/// Returns the name of the field that follows a comma, and where its value begins.
fn name(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?;
    let equals = rest.find('=')?;
    let name = rest[..equals].trim_matches(|c: char| c.is_whitespace() || c == ',');
    Some((name, at + equals + 1))
}

/// Returns where a value ends: at a comma, or at what closes the entry, outside of braces and quotes.
fn value_end(text: &str, from: usize) -> usize {
    let (mut depth, mut is_quoted, mut is_escaped) = (0_usize, false, false);
    for (at, c) in text[from..].char_indices() {
        match c {
            _ if is_escaped => {}
            '{' => depth += 1,
            '}' | ')' | ',' if depth == 0 && !is_quoted => return from + at,
            '}' => depth = depth.saturating_sub(1),
            '"' if depth == 0 => is_quoted = !is_quoted,
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    text.len()
}
