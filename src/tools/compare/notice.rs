//! Entries for `content/corrections.yaml`, drafted from what differs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use super::{Change, Comparison, NumberChange, TextChange};
use crate::plan;
use crate::projection::{self, Drafts};
use crate::publication::{Publication, correction};

/// The names of texts, by the addresses of their pages.
pub type Names = BTreeMap<String, String>;

/// More numbers than these are not listed.
const LISTED: usize = 10;

/// Drafts an entry for each text that reads differently. What was changed is for an editor to say.
pub fn draft(comparison: &Comparison, names: &Names, day: Date) -> String {
    let mut by_text: BTreeMap<&str, Vec<&TextChange>> = BTreeMap::new();
    let mut gone = Vec::new();
    for text in &comparison.texts {
        match name(text, names) {
            Some(name) => by_text.entry(name).or_default().push(text),
            None if text.change == Change::Gone => gone.extend(text.editions.values().next()),
            None => {}
        }
    }
    by_text.retain(|_, changes| changes.iter().any(|text| text.change != Change::New));
    if by_text.is_empty() && gone.is_empty() {
        return "# No text reads differently.\n".to_owned();
    }
    let mut out = String::from(
        "# Complete the words in brackets, then add these entries to content/corrections.yaml.\n",
    );
    for (name, changes) in &by_text {
        out.push_str(&entry(name, changes, day));
        for language in comparison.languages.iter().filter(|language| !language.is_empty()) {
            let _ = writeln!(out, "    {language}: \"[…]\"");
        }
    }
    for address in gone {
        let _ = writeln!(
            out,
            "# {address} is gone: if it was a text, bring it back with `status: withdrawn` and a `notice:`."
        );
    }
    out
}

/// Drafts an entry but for what was changed, which each language says.
fn entry(name: &str, changes: &[&TextChange], day: Date) -> String {
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
    let mut out = format!("- text: {name}\n  date: {day}\n  kind: {kind}\n");
    for line in lines.iter().take(LISTED) {
        let _ = writeln!(out, "  # {line}");
    }
    out.push_str("  what:\n");
    out
}

fn number(change: &NumberChange) -> String {
    // A comment has one line.
    change.line().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the names of the texts of a publication, as the list of corrections has them, by the addresses of their pages
/// for all audiences.
pub fn names(publication: &Publication) -> Names {
    let shelves = projection::project(publication, Drafts::Shown);
    let mut names = Names::new();
    for shelf in &shelves {
        for edition in &plan::plan(shelf).value.editions {
            let text = edition.manuscript;
            let name = correction::name_of(text.form, &text.id);
            names.extend(name.map(|name| (super::work(&edition.address), name)));
        }
    }
    names
}

/// Returns the name of a text; none for pages that nobody wrote, and for texts that there are no more.
fn name<'n>(text: &TextChange, names: &'n Names) -> Option<&'n str> {
    let address = text.editions.values().next()?.trim_start_matches('/');
    // Pages of a restricted audience stand below a folder with its name behind a tilde.
    let below = address.strip_prefix('~').and_then(|rest| rest.split_once('/'));
    let address = below.map_or(address, |(_, rest)| rest);
    names.get(&super::work(address)).map(String::as_str)
}
