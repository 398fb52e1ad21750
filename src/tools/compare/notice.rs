//! Entries for `content/corrections.yaml`, drafted from what differs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use super::{Change, Comparison, NumberChange, TextChange};

/// More numbers than these are not listed.
const LISTED: usize = 10;

/// Drafts an entry for each text that reads differently. What was changed is for an editor to say.
pub fn draft(comparison: &Comparison, day: Date) -> String {
    let mut by_text: BTreeMap<String, Vec<&TextChange>> = BTreeMap::new();
    for text in &comparison.texts {
        if let Some(name) = name(text, comparison) {
            by_text.entry(name).or_default().push(text);
        }
    }
    by_text.retain(|_, changes| changes.iter().any(|text| text.change != Change::New));
    if by_text.is_empty() {
        return "# No text reads differently.\n".to_owned();
    }
    let mut out = String::from(
        "# Complete the words in brackets, then add these entries to content/corrections.yaml.\n",
    );
    for (name, changes) in &by_text {
        entry(name, changes, (comparison, day), &mut out);
    }
    out
}

fn entry(name: &str, changes: &[&TextChange], (all, day): (&Comparison, Date), out: &mut String) {
    let numbers = changes.iter().flat_map(|text| match &text.change {
        Change::Changed { numbers, .. } => numbers.as_slice(),
        Change::New | Change::Gone => &[],
    });
    let mut lines: Vec<_> = numbers.map(number).collect();
    lines.sort();
    lines.dedup();
    let is_gone = changes.iter().any(|text| text.change == Change::Gone);
    let kind = match (is_gone, lines.is_empty()) {
        (true, _) => "retraction  # or correction, update",
        (false, true) => {
            "update  # or correction: something was wrong; retraction: it does not hold"
        }
        (false, false) => "correction  # or update: it says more; retraction: it does not hold",
    };
    let _ = writeln!(out, "- text: {name}\n  date: {day}\n  kind: {kind}");
    for line in lines.iter().take(LISTED) {
        let _ = writeln!(out, "  # {line}");
    }
    out.push_str("  what:\n");
    for language in all.languages.iter().filter(|language| !language.is_empty()) {
        let _ = writeln!(out, "    {language}: \"[…]\"");
    }
}

fn number(change: &NumberChange) -> String {
    let text = |text: &Option<ecow::EcoString>| text.clone().unwrap_or_else(|| "nothing".into());
    // A comment has one line.
    let line =
        format!("{} -> {}  {}", text(&change.before), text(&change.after), change.expression);
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the name of a text, as the list of corrections has it; none for pages that nobody wrote.
fn name(text: &TextChange, comparison: &Comparison) -> Option<String> {
    let address = text.editions.values().next()?;
    let address = super::work(address.trim_start_matches('/'));
    let mut parts: Vec<_> = address.split('/').filter(|part| !part.is_empty()).collect();
    if parts.first().is_some_and(|part| part.starts_with('~')) {
        parts.remove(0);
    }
    if parts.first().is_some_and(|part| comparison.languages.contains(*part)) {
        parts.remove(0);
    }
    match parts.first().copied() {
        Some("briefs" | "reports") => Some(parts.join("/")),
        Some("registers" | "entities" | "data" | "sources" | "topics" | "authors") => None,
        Some(_) => Some(format!("pages/{}", parts.join("/"))),
        None => Some("pages/index".to_owned()),
    }
}
