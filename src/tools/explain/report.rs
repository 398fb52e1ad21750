//! What changed, for people and for programs.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::json;

use super::{Explanation, Move};
use crate::base::limits::counted;
use crate::engine::commit::Movement;

pub use crate::tools::trace::Format;

/// More addresses than these are counted, not listed.
const LISTED: usize = 4;

/// Renders an explanation as text that ends with a newline; none stands for a first build.
pub fn render(explanation: Option<&Explanation>, format: Format) -> String {
    match (explanation, format) {
        (None, Format::Human) => "there is no earlier build to compare with\n".to_owned(),
        (None, Format::Json) => format!("{}\n", json!({ "kind": "first-build" })),
        (Some(explanation), Format::Human) => human(explanation),
        (Some(explanation), Format::Json) => json_lines(explanation),
    }
}

fn human(explanation: &Explanation) -> String {
    let mut out = String::new();
    let mut place = None;
    for found in &explanation.moves {
        let here = (&found.file, found.line, found.in_figure.then_some(&found.sentence));
        // A figure is named once, above all its cells that changed.
        if !found.in_figure || place != Some(here) {
            let _ = writeln!(out, "{}  {}", place_of(found), addresses(found));
            if found.in_figure {
                let _ = writeln!(out, "  {}", found.sentence);
            }
        }
        place = Some(here);
        let _ = writeln!(out, "  {}  {}", wording(found), found.expression);
    }
    for (path, movement) in &explanation.pdfs {
        let _ = writeln!(out, "/{path}  {}", movement.name());
    }
    let figures: BTreeSet<_> = explanation
        .moves
        .iter()
        .filter(|found| found.in_figure)
        .map(|found| (&found.file, found.line))
        .collect();
    let numbers = explanation.moves.iter().filter(|found| !found.in_figure).count();
    let pages: BTreeSet<_> = explanation
        .moves
        .iter()
        .flat_map(|found| found.editions.iter().map(|printing| &printing.address))
        .collect();
    let _ = writeln!(
        out,
        "moved: {} in sentences, {}, {}, {}",
        counted(numbers, "number"),
        counted(figures.len(), "figure"),
        counted(pages.len(), "page"),
        counted(explanation.pdfs.len(), "PDF")
    );
    out
}

fn wording(found: &Move) -> String {
    match (&found.before, &found.after) {
        (Some(before), Some(after)) if found.in_figure => format!("{before} -> {after}"),
        (Some(_), Some(after)) => format!("\"{}\" -> \"{after}\"", found.sentence),
        (None, Some(after)) if found.in_figure => format!("new: {after}"),
        (None, _) => format!("new: \"{}\"", found.sentence),
        (Some(before), None) => format!("gone: {before}"),
    }
}

fn addresses(found: &Move) -> String {
    let mut addresses: Vec<_> = found
        .editions
        .iter()
        .take(LISTED)
        .map(|printing| {
            let hash = if printing.anchor.is_empty() { "" } else { "#" };
            format!("/{}{hash}{}", printing.address, printing.anchor)
        })
        .collect();
    if found.editions.len() > LISTED {
        addresses.push(format!("and {} more", found.editions.len() - LISTED));
    }
    addresses.join(", ")
}

/// Returns the file of a number, and its line if the number is still there.
fn place_of(found: &Move) -> String {
    match found.line {
        Some(line) => format!("{}:{line}", found.file),
        None => found.file.clone(),
    }
}

#[derive(Serialize)]
struct Record<'a> {
    kind: &'static str,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    expression: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    sentence: &'a str,
    editions: Vec<serde_json::Value>,
}

fn json_lines(explanation: &Explanation) -> String {
    let mut out = String::new();
    for found in &explanation.moves {
        let record = Record {
            kind: if found.in_figure { "figure" } else { "sentence" },
            file: &found.file,
            line: found.line,
            expression: &found.expression,
            before: found.before.as_deref(),
            after: found.after.as_deref(),
            sentence: &found.sentence,
            editions: found
                .editions
                .iter()
                .map(|printing| {
                    json!({
                        "audience": printing.audience.as_str(),
                        "language": printing.language.as_str(),
                        "address": printing.address.as_str(),
                        "anchor": printing.anchor.as_str(),
                    })
                })
                .collect(),
        };
        let _ = writeln!(out, "{}", serde_json::to_string(&record).unwrap_or_default());
    }
    for (path, movement) in &explanation.pdfs {
        let record = json!({ "kind": "pdf", "path": path, "movement": movement.name() });
        let _ = writeln!(out, "{record}");
    }
    out
}

impl Movement {
    fn name(self) -> &'static str {
        match self {
            Self::Added => "new",
            Self::Changed => "changed",
            Self::Removed => "gone",
        }
    }
}
