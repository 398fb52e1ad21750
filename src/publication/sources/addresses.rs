//! The addresses of works, which pages link to.

use hayagriva::Entry;

use crate::base::address::check_scheme;
use crate::base::diagnostic::Problems;
use crate::base::span::Span;
use crate::base::yaml::{Node, Value};

/// Reports addresses that no link may have, at the place that `place` returns for their scheme.
pub(super) fn check<'e>(
    entries: impl IntoIterator<Item = &'e Entry>,
    problems: &mut Problems,
    place: &dyn Fn(&str) -> Span,
) {
    for entry in entries {
        // Hayagriva has read it as browsers do: without the line breaks in it.
        if let Some(url) = entry.url().map(|url| &url.value) {
            problems.keep(check_scheme(url.as_str(), place(url.scheme())));
        }
        check(entry.parents(), problems, place);
    }
}

/// Returns the place of the address with this scheme in an entry, or else that of the entry.
pub(super) fn place(entry: &Node, scheme: &str) -> Span {
    find(entry, scheme).unwrap_or(entry.span)
}

fn find(node: &Node, scheme: &str) -> Option<Span> {
    match &node.value {
        Value::Text(text) => {
            let written =
                text.trim().chars().filter(|letter| !matches!(letter, '\t' | '\n' | '\r'));
            let beginning: String = written.take(scheme.len() + 1).collect();
            let found = beginning.to_ascii_lowercase().strip_suffix(':') == Some(scheme);
            found.then_some(node.span)
        }
        Value::List(items) => items.iter().find_map(|item| find(item, scheme)),
        Value::Mapping(entries) => entries.iter().find_map(|(_, value)| find(value, scheme)),
        Value::Null | Value::Boolean(_) | Value::Number(_) => None,
    }
}

/// Returns the place of an address with this scheme in `rest`, which begins at `key`, or else that of the key.
pub(super) fn place_behind(key: Span, rest: &str, scheme: &str) -> Span {
    let lower = rest.to_ascii_lowercase();
    let Some(at) = lower.find(&format!("{scheme}:")) else { return key };
    let end = rest[at..].find(['}', '"', '\n']).map_or(rest.len(), |end| at + end);
    let start = key.start as usize;
    Span::new(key.file, start + at, start + end)
}
