//! BibTeX of other projects, without what could not be read in bounded time and depth.

use std::collections::HashMap;

use super::{depth, strings};
use crate::base::limits::BIB_DEPTH;
use crate::publication::restricted::bibliography::{BibEntry, entries};

/// How many works may name each other in a chain by `crossref` and `xdata`: whoever reads them follows each.
const LONGEST_CHAIN: usize = 20;

/// Returns a bibliography without the entries that cannot be read, each of which comes with the reason. Works that
/// name each other in a circle stand alone in it.
pub fn bounded(text: &str) -> (String, Vec<(String, String)>) {
    let entries: Vec<_> = entries(text).collect();
    let faults: HashMap<_, _> = strings::checked(&entries)
        .into_iter()
        .filter_map(|(entry, fault)| Some((entry.start, fault?.0)))
        .collect();
    let named: HashMap<&str, Vec<String>> =
        entries.iter().map(|entry| (entry.key, entry.referred().collect())).collect();
    let (mut kept, mut refused) = (String::with_capacity(text.len()), Vec::new());
    for entry in &entries {
        let name = format!("@{}{{{}", entry.kind, entry.key);
        if let Some(reason) = faults.get(&entry.start) {
            refused.push((name, reason.clone()));
        } else if depth(entry.text) > BIB_DEPTH.most {
            refused.push((name, format!("it has more {} than {}", BIB_DEPTH.what, BIB_DEPTH.most)));
        } else if is_long(entry, &named) {
            kept.push_str(&entry.alone());
        } else {
            kept.push_str(entry.text);
        }
    }
    (kept, refused)
}

/// Whether the works that an entry takes fields from name others in a circle, or in a long chain.
fn is_long(entry: &BibEntry<'_>, named: &HashMap<&str, Vec<String>>) -> bool {
    let mut level = vec![entry.key];
    for _ in 0..LONGEST_CHAIN {
        let next = level.iter().filter_map(|key| named.get(key)).flatten();
        level = next.map(String::as_str).collect();
        level.sort_unstable();
        level.dedup();
        if level.is_empty() {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_cut() {
        let text = "@string{a = b}\n@string{b = a}\n@book{one, crossref = {two}, title = {One}}\n\
                    @book{two, crossref = {one}, title = {Two}}\n@book{three, crossref = {four}}\n\
                    @book{four, title = {Four}}\n";
        let (kept, refused) = bounded(text);
        assert_eq!(kept.matches("crossref").count(), 1, "{kept}");
        assert!(kept.contains("@book{three, crossref = {four}}"));
        assert_eq!(
            refused.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            ["@string{a"]
        );
        let deep = format!("@book{{deep, title = {}x{}}}", "{".repeat(5000), "}".repeat(5000));
        assert_eq!(bounded(&deep).0, "");
        let book = |at| format!("@book{{b{at}, crossref = {{b{}}}}}", at + 1);
        let chain = (0..100).map(book).collect::<Vec<_>>().join("\n");
        assert_eq!(bounded(&chain).0.matches("crossref").count(), LONGEST_CHAIN - 1);
    }
}
