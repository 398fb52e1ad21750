//! The table of `docs/architecture.md` is true: nothing lower in it is imported by anything higher.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::Regex;

use crate::case::read_all;

/// Imports against the order that are still there: from, of. The list may only become shorter.
const KNOTS: &[(&str, &str)] = &[
    // Conditions are attributes, and attributes are read with conditions in mind.
    ("publication::audience", "markup"),
    // Limits are refused with problems, whose own number has one.
    ("base::diagnostic", "base::limits"),
    // Problems are printed with the text of files; reading files has problems.
    ("base::files", "base::diagnostic"),
    ("publication::manuscript", "publication::restriction"),
    ("publication", "publication::restriction"),
    // Pages of registers are works of the publication.
    ("data::register", "publication"),
    // Targets are a part of the settings, and have their address.
    ("publication::settings", "tools::publish"),
];

/// What is no part of the library, or is the library's front.
const PROGRAM: &[&str] = &["lib.rs", "main.rs", "cli"];

pub(crate) fn modules_follow_the_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = std::fs::read_to_string(root.join("docs/architecture.md")).unwrap();
    let ranks = ranks(&document);
    let import = Regex::new(r"crate::\{?([a-z_]+)(?:::([a-z_]+))?").unwrap();
    let mut modules = BTreeSet::new();
    let mut against = BTreeSet::new();
    for (path, text) in &read_all(&root.join("src")) {
        let Some(module) = path.strip_suffix(".rs") else { continue };
        let mut folders = module.split('/');
        let top = folders.next().unwrap_or_default();
        if PROGRAM.contains(&top) || PROGRAM.contains(&path.as_str()) {
            continue;
        }
        let module = named(&ranks, top, folders.next());
        modules.insert(module.clone());
        let rank = ranks.get(&module);
        for found in import.captures_iter(text) {
            let other = named(&ranks, &found[1], found.get(2).map(|found| found.as_str()));
            if other != module && ranks.get(&other) > rank && rank.is_some() {
                against.insert((module.clone(), other));
            }
        }
    }
    // A folder that only holds others has no row.
    modules.retain(|module| !ranks.keys().any(|row| row.starts_with(&format!("{module}::"))));
    let missing: Vec<_> = modules.iter().filter(|module| !ranks.contains_key(*module)).collect();
    assert!(missing.is_empty(), "the table of docs/architecture.md lacks {missing:?}");
    let known: BTreeSet<_> =
        KNOTS.iter().map(|&(from, of)| (from.to_owned(), of.to_owned())).collect();
    let new: Vec<_> = against.difference(&known).collect();
    assert!(new.is_empty(), "imports against the order of the table: {new:?}");
    let untied: Vec<_> = known.difference(&against).collect();
    assert!(untied.is_empty(), "take these off the list: {untied:?}");
}

/// Returns the name that a module has in the table: with its folder's, or else the folder's.
fn named(ranks: &BTreeMap<String, usize>, folder: &str, module: Option<&str>) -> String {
    let whole = format!("{folder}::{}", module.unwrap_or_default());
    if ranks.contains_key(&whole) { whole } else { folder.to_owned() }
}

/// Returns the row of each module in the table.
fn ranks(document: &str) -> BTreeMap<String, usize> {
    let name = Regex::new(r"`([a-z_]+(?:::[a-z_]+)?)`").unwrap();
    let rows = document.lines().skip_while(|line| !line.starts_with("| module |")).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|')).enumerate();
    let mut ranks = BTreeMap::new();
    for (rank, row) in rows {
        let first = row.split('|').nth(1).unwrap_or_default();
        for found in name.captures_iter(first) {
            ranks.entry(found[1].to_owned()).or_insert(rank);
        }
    }
    ranks
}
