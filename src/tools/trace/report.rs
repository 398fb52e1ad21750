//! What was traced, for people and for programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Query, Trace, TracedCell, Use};
use crate::base::files::Files;
use crate::base::limits::counted;
use crate::base::span::Span;

/// More cells than these are counted, not listed.
const LISTED: usize = 8;

/// How a trace is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Human,
    /// One JSON object a line: the cells, then the uses.
    Json,
}

/// Renders a trace as text that ends with a newline.
pub fn render(trace: &Trace, files: &Files, format: Format) -> String {
    match format {
        Format::Human => human(trace, files),
        Format::Json => json(trace, files),
    }
}

fn human(trace: &Trace, files: &Files) -> String {
    let mut out = String::new();
    if trace.cells.len() <= LISTED {
        for cell in &trace.cells {
            let value = if cell.value.is_empty() { "~" } else { &cell.value };
            let _ = writeln!(out, "{} = {value}  ({})", cell.name, place(cell.span, files));
        }
    } else {
        let _ = writeln!(out, "{}", counted(trace.cells.len(), "cell"));
    }
    let editions: usize = trace.uses.iter().map(|found| found.editions.len()).sum();
    let _ = match (&trace.query, trace.uses.len()) {
        (Query::Cells(_), 0) => writeln!(out, "no edition uses them"),
        (Query::Printed(text), 0) => writeln!(out, "no edition prints `{text}` from data"),
        (_, count) => {
            writeln!(out, "{}, printed {}", counted(count, "place"), counted(editions, "time"))
        }
    };
    for found in &trace.uses {
        let _ = write!(out, "\n{}  {}\n", place(found.span, files), found.expression);
        let _ = writeln!(out, "  {}  |  {}", found.text, found.sentence);
        for (address, audiences) in by_address(found) {
            let _ = writeln!(out, "  {address}  ({audiences})");
        }
    }
    out
}

/// Returns the addresses of a use with their audiences and language.
fn by_address(found: &Use) -> Vec<(String, String)> {
    let address = |printing: &super::Printing| {
        let hash = if printing.anchor.is_empty() { "" } else { "#" };
        (
            format!("/{}{hash}{}", printing.address, printing.anchor),
            format!("{}, {}", printing.audience, printing.language),
        )
    };
    found.editions.iter().map(address).collect()
}

fn place(span: Span, files: &Files) -> String {
    let file = files.get(span.file);
    let (line, column) = file.line_column(span.start as usize);
    format!("{}:{line}:{column}", file.path)
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Record<'a> {
    Cell { cell: String, value: &'a str, file: &'a str, line: usize },
    Use(UseRecord<'a>),
}

#[derive(Serialize)]
struct UseRecord<'a> {
    text: &'a str,
    expression: &'a str,
    unit: &'a str,
    sentence: &'a str,
    cells: Vec<String>,
    file: &'a str,
    line: usize,
    column: usize,
    editions: Vec<EditionRecord<'a>>,
}

#[derive(Serialize)]
struct EditionRecord<'a> {
    audience: &'a str,
    language: &'a str,
    address: &'a str,
    anchor: &'a str,
}

fn json(trace: &Trace, files: &Files) -> String {
    let cells = trace.cells.iter().map(|cell| cell_record(cell, files));
    let uses = trace.uses.iter().map(|found| Record::Use(use_record(found, files)));
    let mut out = String::new();
    for record in cells.chain(uses) {
        out.push_str(&serde_json::to_string(&record).unwrap_or_default());
        out.push('\n');
    }
    out
}

fn cell_record<'a>(cell: &'a TracedCell, files: &'a Files) -> Record<'a> {
    let file = files.get(cell.span.file);
    let line = file.line_column(cell.span.start as usize).0;
    Record::Cell { cell: cell.name.to_string(), value: &cell.value, file: &file.path, line }
}

fn use_record<'a>(found: &'a Use, files: &'a Files) -> UseRecord<'a> {
    let file = files.get(found.span.file);
    let (line, column) = file.line_column(found.span.start as usize);
    let edition = |printing: &'a super::Printing| EditionRecord {
        audience: &printing.audience,
        language: &printing.language,
        address: &printing.address,
        anchor: &printing.anchor,
    };
    UseRecord {
        text: &found.text,
        expression: &found.expression,
        unit: &found.unit,
        sentence: &found.sentence,
        cells: found.cells.iter().map(ToString::to_string).collect(),
        file: &file.path,
        line,
        column,
        editions: found.editions.iter().map(edition).collect(),
    }
}
