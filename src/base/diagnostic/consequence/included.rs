//! One report for a mistake in a part that several texts include.
//!
//! A part has a number of its own wherever it is included, so that its mistakes are found once for
//! each place; the author has one to mend.

use std::collections::{BTreeMap, BTreeSet};

use super::{Code, Diagnostic, Place};
use crate::base::files::Files;
use crate::base::span::FileId;

/// What reports of one mistake have in common: file, place in it, code and message.
type Likeness = (String, u32, u32, Code, String);

/// Keeps the first of the reports that differ only in where the part is included, and says in how
/// many places it is.
pub(super) fn once(diagnostics: Vec<Diagnostic>, files: &Files) -> Vec<Diagnostic> {
    let mut places: BTreeMap<Likeness, (usize, BTreeSet<FileId>)> = BTreeMap::new();
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        let Place::Text(span) = diagnostic.place else {
            kept.push(diagnostic);
            continue;
        };
        let path = files.get(span.file).path.to_string();
        let message = diagnostic.message.clone();
        let likeness = (path, span.start, span.end, diagnostic.code, message);
        let (first, numbers) =
            places.entry(likeness).or_insert_with(|| (kept.len(), BTreeSet::new()));
        let is_again = !numbers.is_empty() && !numbers.contains(&span.file);
        numbers.insert(span.file);
        match kept.get_mut(*first).filter(|_| is_again) {
            Some(earlier) => earlier.more += diagnostic.more,
            None => kept.push(diagnostic),
        }
    }
    for (first, numbers) in places.into_values().filter(|(_, numbers)| numbers.len() > 1) {
        if let Some(diagnostic) = kept.get_mut(first) {
            let count = numbers.len();
            diagnostic.hints.push(format!("this part is included in {count} places: mend it once"));
        }
    }
    kept
}
