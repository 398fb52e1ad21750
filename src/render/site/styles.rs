//! Which style sheets a page needs.

use std::collections::BTreeSet;

/// What has rules by other marks than a class: formulas, and tables to which a script adds filters.
const MARKS: [&str; 2] = ["<math", " data-explore"];

/// Whether a rendered text has what only the style sheet for rarer blocks has rules for: one of its classes
/// `rare`, or what it selects by other marks.
pub(super) fn are_needed(body: &str, rare: &BTreeSet<String>) -> bool {
    let attribute = "class=\"";
    let classes = body.match_indices(attribute).flat_map(|(at, _)| {
        let value = &body[at + attribute.len()..];
        value[..value.find('"').unwrap_or(0)].split(' ')
    });
    MARKS.iter().any(|mark| body.contains(mark))
        || classes.into_iter().any(|class| rare.contains(class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_load_what_they_show() {
        let rare = BTreeSet::from(["record".to_owned()]);
        assert!(are_needed("<div class=\"own record\">", &rare));
        assert!(are_needed("<p><math></math></p>", &rare));
        assert!(!are_needed("<p class=\"records\">record</p>", &rare));
    }
}
