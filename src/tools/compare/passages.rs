//! The paragraphs in which two versions of a text differ.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A paragraph that differs; at least one of its versions is there.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Passage {
    /// How it read; none if it is new.
    pub before: Option<String>,
    /// How it reads; none if it is gone.
    pub after: Option<String>,
}

/// Returns the paragraphs in which two texts in Markdown differ, in the order of the newer one.
pub(super) fn between(old: &str, new: &str) -> Vec<Passage> {
    let (old, new) = (paragraphs(old), paragraphs(new));
    let mut passages = Vec::new();
    for change in capture_diff_slices(Algorithm::Patience, &old, &new) {
        if matches!(change, DiffOp::Equal { .. }) {
            continue;
        }
        let (before, after) = (&old[change.old_range()], &new[change.new_range()]);
        let at = |texts: &[String], index: usize| texts.get(index).cloned();
        let pairs = (0..before.len().max(after.len()))
            .map(|index| Passage { before: at(before, index), after: at(after, index) });
        passages.extend(pairs);
    }
    passages
}

/// Returns the paragraphs of a text as readers see them: where links lead to differs between audiences.
fn paragraphs(text: &str) -> Vec<String> {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    // Rows of tables and items of lists are read one by one.
    let lines = paragraphs.flat_map(|paragraph| {
        let is_list = paragraph.starts_with(['|', '-', '*']) || paragraph.starts_with("1. ");
        let parts: Vec<_> = if is_list { paragraph.lines().collect() } else { vec![paragraph] };
        parts
    });
    lines.map(without_targets).collect()
}

/// Returns Markdown without the targets of its links.
fn without_targets(text: &str) -> String {
    let mut rest = text;
    let mut out = String::with_capacity(text.len());
    while let Some((before, behind)) = rest.split_once("](") {
        out.push_str(before);
        out.push(']');
        rest = behind.split_once(')').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_paragraph_is_one_passage() {
        let found =
            between("One.\n\nTwo [a](x).\n\nThree.", "One.\n\n2 [a](y).\n\nThree.\n\nFour.");
        let passage = |before: Option<&str>, after: Option<&str>| Passage {
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        };
        assert_eq!(
            found,
            [passage(Some("Two [a]."), Some("2 [a].")), passage(None, Some("Four."))]
        );
    }
}
