//! The data of a figure as files beside its page: CSV for spreadsheets, JSON for programs, and
//! its drawing as SVG if it is a chart.
//!
//! ```text
//! Document ──figures with data──> RENDER::FIGURE_DATA ──> data/<figure>.csv, .json, .svg ──> commit
//! ```
//!
//! A figure's files hold what the figure shows, in its order and under its heads, and have
//! the numbers as the dataset has them: unrounded, without separators.

use ecow::{EcoString, eco_format};
use serde_json::{Map, Value as Json, json};

use super::ledger::Location;
use crate::table::{self, Export};
use crate::theme::Tokens;
use crate::tree::{Block, DataColumn, DataValue, Document, Figure, FigureData, Line, plain_text};

/// The folder of the files, beside the page of their edition.
pub const FOLDER: &str = "data/";

/// A file of a figure.
#[derive(Debug)]
pub struct File {
    /// Its path below the root.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// Renders the files of all figures of a document that show data.
pub fn render(document: &Document, tokens: &Tokens, location: Location<'_>) -> Vec<File> {
    // Most documents of a large publication rest on no data.
    if document.annex.is_empty() {
        return Vec::new();
    }
    let mut files = Vec::new();
    for line in document.lines() {
        let Line::Figure(figure) = line else { continue };
        let Some(data) = &figure.data else { continue };
        let path = |extension| format!("{}{FOLDER}{}.{extension}", location.address, data.file);
        files.push(File { path: path("csv"), text: export(data).csv() });
        files.push(File { path: path("json"), text: json(figure, data, document, location) });
        if let Block::Chart(chart) = &figure.body
            && let Some(drawing) = document.drawings.get(chart.drawing)
        {
            files.push(File { path: path("svg"), text: tokens.svg(&drawing.wide) });
        }
    }
    files
}

fn export(data: &FigureData) -> Export {
    Export { heads: data.columns.iter().map(head).collect(), rows: data.rows.clone() }
}

fn head(column: &DataColumn) -> EcoString {
    let DataColumn { title, unit } = column;
    if unit.is_empty() { title.clone() } else { eco_format!("{title} ({unit})") }
}

fn json(
    figure: &Figure,
    data: &FigureData,
    document: &Document,
    Location { base_url, address }: Location<'_>,
) -> String {
    let hash = if figure.id.is_empty() { "" } else { "#" };
    let whole = json!({
        "title": plain_text(&figure.title).as_str(),
        "label": figure.label.as_str(),
        "subtitle": plain_text(&figure.subtitle).as_str(),
        "note": plain_text(&figure.note).as_str(),
        "source": plain_text(&figure.source).as_str(),
        "dataset": data.title.as_str(),
        "language": document.language.as_str(),
        "url": format!("{base_url}{address}{hash}{}", figure.id),
        "columns": data.columns,
    });
    let row = |row: &Vec<DataValue>| row.iter().map(DataValue::json).collect::<Json>();
    let rows: Vec<_> = data.rows.iter().map(row).collect();
    table::document(whole.as_object().unwrap_or(&Map::new()), ("rows", &rows))
}
