//! Writing proposals into files.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Proposal;
use crate::base::files::Files;

/// Returns the new text of each file that proposals change.
pub(super) fn apply(proposals: &[&Proposal], files: &Files) -> BTreeMap<String, String> {
    let mut by_path: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for proposal in proposals.iter().filter(|proposal| !proposal.edits.is_empty()) {
        by_path.entry(&proposal.path).or_default().extend(&proposal.edits);
    }
    let mut written = BTreeMap::new();
    for (path, mut edits) in by_path {
        let Some(file) = files.find(path) else { continue };
        let mut text = files.get(file).text.to_string();
        // From the end, so that the places of the others stay valid.
        edits.sort_by_key(|(range, _)| Reverse((range.start, range.end)));
        for (range, replacement) in edits {
            if text.is_char_boundary(range.start) && text.is_char_boundary(range.end) {
                text.replace_range(range.clone(), replacement);
            }
        }
        written.insert(path.to_owned(), text);
    }
    written
}
