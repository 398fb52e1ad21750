//! The list of the program's class names in `docs/templates.md`, made from its style sheets.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// Lists the classes of the style sheets under the names of their sections, each class once.
pub(super) fn list() -> String {
    let mut seen = BTreeSet::new();
    let mut out = String::new();
    for name in ["quipu.css", "quipu-more.css", "quipu-print.css"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/static").join(name);
        let sheet = std::fs::read_to_string(path).unwrap();
        for (name, rules) in sections(&sheet) {
            let new: Vec<_> = classes(rules)
                .into_iter()
                .filter(|class| seen.insert(class.clone()))
                .map(|class| format!("`{class}`"))
                .collect();
            if !new.is_empty() {
                let _ = writeln!(out, "- {name}: {}", new.join(", "));
            }
        }
    }
    out
}

/// Divides a style sheet at comments such as `/* Text ----- */`; what stands before the first is in none.
fn sections(sheet: &str) -> Vec<(&str, &str)> {
    let mut heads = Vec::new();
    for (at, _) in sheet.match_indices("/* ") {
        let Some((comment, _)) = sheet[at..].split_once("*/") else { continue };
        if let Some(name) = comment.trim_end().strip_suffix("--") {
            heads.push((at, name.trim_start_matches("/* ").trim_end_matches('-').trim()));
        }
    }
    let ends = heads.iter().skip(1).map(|(at, _)| *at).chain([sheet.len()]);
    heads.iter().zip(ends).map(|((at, name), end)| (*name, &sheet[*at..end])).collect()
}

/// Returns the classes that selectors name.
fn classes(rules: &str) -> BTreeSet<String> {
    let mut text = String::new();
    let mut rest = rules;
    while let Some((before, comment)) = rest.split_once("/*") {
        text.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    // What stands before `{` is a selector, or the condition of a query, which has no class.
    let selectors = text.split('{').filter_map(|part| part.rsplit(['}', ';']).next());
    let names = selectors.flat_map(|selector| {
        selector.match_indices('.').map(|(at, _)| {
            let name = &selector[at + 1..];
            let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
            name[..end.unwrap_or(name.len())].to_owned()
        })
    });
    names.filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())).collect()
}
