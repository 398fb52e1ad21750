//! The table of `docs/architecture.md` is true: nothing lower in it is imported by anything higher.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::Regex;

use crate::case::read_all;

/// Imports against the order that are still there: from, of. The list may only become shorter.
const KNOTS: &[(&str, &str)] = &[
    // Conditions are attributes, and attributes are read with conditions in mind.
    ("audience", "markup"),
    // Limits are refused with problems, whose own number has one.
    ("diagnostic", "limits"),
    // Problems are printed with the text of files; reading files has problems.
    ("files", "diagnostic"),
    ("manuscript", "restriction"),
    ("publication", "restriction"),
    // Pages of registers are works of the publication.
    ("register", "publication"),
    // Targets are a part of the settings, and have their address.
    ("settings", "publish"),
];

/// The modules of the program that are no part of the library.
const PROGRAM: &[&str] = &[
    "lib",
    "main",
    "arguments",
    "authoring",
    "console",
    "editorial",
    "exchange",
    "publishing",
    "watchdog",
];

pub(crate) fn modules_follow_the_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = std::fs::read_to_string(root.join("docs/architecture.md")).unwrap();
    let ranks = ranks(&document);
    let import = Regex::new(r"crate::\{?([a-z_]+)").unwrap();
    let mut modules = BTreeSet::new();
    let mut against = BTreeSet::new();
    let files = read_all(&root.join("src"));
    for (path, text) in &files {
        let Some(module) = path.strip_suffix(".rs").and_then(|path| path.split('/').next()) else {
            continue;
        };
        if PROGRAM.contains(&module) {
            continue;
        }
        modules.insert(module);
        let rank = ranks.get(module);
        let imported = import.captures_iter(text).filter_map(|found| found.get(1));
        for other in imported.map(|found| found.as_str()) {
            if other != module && ranks.get(other) > rank && rank.is_some() {
                against.insert((module.to_owned(), other.to_owned()));
            }
        }
    }
    let missing: Vec<_> = modules.iter().filter(|module| !ranks.contains_key(**module)).collect();
    assert!(missing.is_empty(), "the table of docs/architecture.md lacks {missing:?}");
    let known: BTreeSet<_> =
        KNOTS.iter().map(|&(from, of)| (from.to_owned(), of.to_owned())).collect();
    let new: Vec<_> = against.difference(&known).collect();
    assert!(new.is_empty(), "imports against the order of the table: {new:?}");
    let untied: Vec<_> = known.difference(&against).collect();
    assert!(untied.is_empty(), "take these off the list: {untied:?}");
}

/// Returns the row of each module in the table.
fn ranks(document: &str) -> BTreeMap<String, usize> {
    let name = Regex::new(r"`([a-z_]+)(?:::[a-z_]+)?`").unwrap();
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
