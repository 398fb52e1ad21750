//! Writing proposals into files.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::{Kind, Proposal};
use crate::base::files::Files;

/// Returns the new text of each file that proposals change.
pub(super) fn apply(proposals: &[&Proposal], files: &Files) -> BTreeMap<String, String> {
    let mut by_path: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for proposal in proposals.iter().filter(|proposal| !proposal.edits.is_empty()) {
        let edits = proposal.edits.iter().enumerate();
        let edits = edits.map(|(number, (range, text))| Step {
            order: order(proposal, number),
            range,
            text,
        });
        by_path.entry(&proposal.path).or_default().extend(edits);
    }
    let mut written = BTreeMap::new();
    for (path, edits) in by_path {
        let Some(file) = files.find(path) else { continue };
        let mut text = files.get(file).text.to_string();
        // From the end, so that the places of the others stay valid.
        let mut order: Vec<usize> = (0..edits.len()).collect();
        order.sort_by_key(|&number| {
            let Step { order, range, .. } = &edits[number];
            // Of two remarks on the same words, one stands within the other.
            let is_closing = matches!(order, Order::Closing(_));
            let within = if is_closing { usize::MAX - number } else { number };
            Reverse((range.start, !range.is_empty(), *order, within))
        });
        for number in order {
            let Step { range, text: replacement, .. } = &edits[number];
            if text.is_char_boundary(range.start) && text.is_char_boundary(range.end) {
                text.replace_range(Range::clone(range), replacement);
            }
        }
        written.insert(path.to_owned(), text);
    }
    written
}

/// An edit, and where it stands among others at the same place.
struct Step<'p> {
    order: Order,
    range: &'p Range<usize>,
    text: &'p str,
}

/// The order of what is inserted at one place, from left to right: marks that close there, those of emphasis before those
/// of remarks; text; marks that open there, those of remarks before those of emphasis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    Closing(u8),
    Text,
    Opening(u8),
}

/// Returns where an edit of a proposal stands among others at the same place.
fn order(proposal: &Proposal, number: usize) -> Order {
    match (proposal.kind, proposal.marks(), number) {
        (Kind::Format, Some(_), 0) => Order::Opening(1),
        (_, Some(_), 0) => Order::Opening(0),
        (Kind::Format, Some(_), _) => Order::Closing(0),
        (_, Some(_), _) => Order::Closing(1),
        (_, None, _) => Order::Text,
    }
}
