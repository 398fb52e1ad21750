//! What a newer file changes, for people: first what is lost, then what is suspect, then the
//! largest revisions, then what readers would notice.

use std::fmt::Write as _;

use ecow::EcoString;

use super::{DataComparison, Revision};
use crate::base::diagnostic::Diagnostic;
use crate::tools::explain::{self, Explanation, Format};

/// How many names and revisions are listed; the others are counted.
const LISTED: usize = 12;

/// What a newer raw file changes.
#[derive(Debug)]
pub struct Difference {
    /// The dataset.
    pub id: EcoString,
    /// The dataset before and after; none if the new file cannot be read as declared.
    pub comparison: Option<DataComparison>,
    /// What reads differently.
    pub explanation: Explanation,
    /// What the new file breaks: its own checks, or statements that are no longer true.
    pub broken: Vec<Diagnostic>,
}

impl Difference {
    /// Whether the publication stays the same with the new file, for readers and for its checks.
    pub fn is_empty(&self) -> bool {
        self.comparison.as_ref().is_some_and(DataComparison::is_empty)
            && self.explanation.moves.is_empty()
            && self.broken.is_empty()
    }
}

/// Writes what a newer file changes, but for the diagnostics of what it breaks.
pub fn render(difference: &Difference) -> String {
    let mut out = String::new();
    let id = &difference.id;
    match &difference.comparison {
        None => {
            let _ = writeln!(out, "{id}: the new file cannot be read as the dataset declares it");
        }
        Some(comparison) if comparison.is_empty() => {
            let _ = writeln!(out, "{id}: the same {} values", comparison.same);
        }
        Some(comparison) => table(&mut out, id, comparison),
    }
    if !difference.explanation.moves.is_empty() {
        out.push('\n');
        out.push_str(&explain::render(Some(&difference.explanation), Format::Human));
    }
    let broken = difference.broken.len();
    if broken > 0 {
        let noun =
            if broken == 1 { "statement or check breaks" } else { "statements or checks break" };
        let _ = writeln!(out, "\n{broken} {noun}:");
    }
    out
}

fn table(out: &mut String, id: &str, comparison: &DataComparison) {
    let _ = writeln!(out, "{id}:");
    names(out, "rows lost", &comparison.lost_rows);
    names(out, "columns lost", &comparison.lost_columns);
    let cells: Vec<EcoString> = comparison
        .lost_cells
        .iter()
        .map(|(row, column)| ecow::eco_format!("[{row}, {column}]"))
        .collect();
    names(out, "values lost", &cells);
    for (power, (count, example)) in comparison.suspicions() {
        let factor = if power > 0 { format!("× 10^{power}") } else { format!("÷ 10^{}", -power) };
        let noun = if count == 1 { "value is" } else { "values are" };
        let _ = writeln!(
            out,
            "  suspect: {count} {noun} {factor}, such as {}: another unit or scale?",
            revision(example)
        );
    }
    for found in comparison.revisions.iter().take(LISTED) {
        let _ = writeln!(out, "  revised: {}", revision(found));
    }
    let more = comparison.revisions.len().saturating_sub(LISTED);
    if more > 0 {
        let _ = writeln!(out, "  and {more} smaller revisions");
    }
    names(out, "rows added", &comparison.new_rows);
    names(out, "columns added", &comparison.new_columns);
    if comparison.filled > 0 {
        let _ = writeln!(out, "  values filled in: {}", comparison.filled);
    }
    let _ = writeln!(out, "  unchanged: {}", comparison.same);
}

fn names(out: &mut String, what: &str, names: &[EcoString]) {
    if names.is_empty() {
        return;
    }
    let listed: Vec<&str> = names.iter().take(LISTED).map(EcoString::as_str).collect();
    let more = match names.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let _ = writeln!(out, "  {what}: {}: {}{more}", names.len(), listed.join("; "));
}

fn revision(found: &Revision) -> String {
    let Revision { row, column, before, after, change, .. } = found;
    let percent = if change.is_finite() && *change < 10.0 {
        let sign = if is_less(before, after) { '+' } else { '\u{2212}' };
        format!(" ({sign}{:.1}%)", change * 100.0)
    } else {
        String::new()
    };
    format!("[{row}, {column}] {before} -> {after}{percent}")
}

fn is_less(before: &str, after: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().unwrap_or_default();
    number(before) <= number(after)
}
