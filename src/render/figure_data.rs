//! The data of a figure as files beside its page: CSV for spreadsheets, JSON for programs, and
//! its drawing as SVG if it is a chart.
//!
//! ```text
//! Document ──figures with data──> RENDER::FIGURE_DATA ──> data/<figure>.csv, .json, .svg ──> commit
//! ```
//!
//! A figure's files hold what the figure shows, in its order and under its heads, and have
//! the numbers as the dataset has them: unrounded, without separators.

use serde_json::{Value as Json, json};

use super::ledger::Location;
use crate::catalogue::files::number;
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
        files.push(File { path: path("csv"), text: csv(data) });
        files.push(File { path: path("json"), text: json(figure, data, document, location) });
        if let Block::Chart(chart) = &figure.body
            && let Some(drawing) = document.drawings.get(chart.drawing)
        {
            files.push(File { path: path("svg"), text: tokens.svg(&drawing.wide) });
        }
    }
    files
}

fn csv(data: &FigureData) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(data.columns.iter().map(head));
    for row in &data.rows {
        let _ = writer.write_record(row.iter().map(text));
    }
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into()).unwrap_or_default()
}

fn head(column: &DataColumn) -> String {
    let DataColumn { title, unit } = column;
    if unit.is_empty() { title.to_string() } else { format!("{title} ({unit})") }
}

fn text(value: &DataValue) -> String {
    match value {
        DataValue::Missing => String::new(),
        DataValue::Number(number) => number.to_string(),
        DataValue::Boolean(boolean) => boolean.to_string(),
        DataValue::Text(text) => text.to_string(),
    }
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
        "rows": data.rows.iter().map(|row| row.iter().map(value).collect()).collect::<Vec<Json>>(),
    });
    format!("{whole:#}\n")
}

fn value(value: &DataValue) -> Json {
    match value {
        DataValue::Missing => Json::Null,
        DataValue::Number(decimal) => number(*decimal),
        DataValue::Boolean(boolean) => (*boolean).into(),
        DataValue::Text(text) => text.as_str().into(),
    }
}
