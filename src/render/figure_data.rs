//! The data of a figure as files next to its page: CSV for spreadsheets, JSON for programs, and
//! the whole figure as SVG if it is a chart.
//!
//! ```text
//! Document ──figures with data──> RENDER::FIGURE_DATA ──> data/<figure>.csv, .json, .svg ──> commit
//! ```
//!
//! A figure's files hold what the figure shows, in its order and under its heads, and have
//! the numbers as the dataset has them: unrounded, without separators.

use ecow::{EcoString, eco_format};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::ledger::Location;
use super::site::SiteFile;
use crate::chart::{self, Plate, Scene};
use crate::data::table::{self, Export};
use crate::language::{Word, Words};
use crate::plan::{Site, routes};
use crate::theme::Theme;
use crate::tree::{
    Block, DataColumn, DataValue, Document, Figure, FigureData, Inline, Line, plain_text,
};

/// What figures are drawn with where they stand alone.
#[derive(Debug)]
pub struct FigureStyle<'a> {
    /// The colours and the letters.
    theme: &'a Theme,
    /// The words for notes and sources.
    words: &'a Words,
    /// Where figures are from, in lines.
    imprint: Vec<String>,
}

/// Renders the files of all figures of a document that show data.
pub fn render(
    document: &Document,
    style: &FigureStyle<'_>,
    location: Location<'_>,
) -> Vec<SiteFile> {
    let mut files = Vec::new();
    for line in document.lines() {
        let Line::Figure(figure) = line else { continue };
        let Some(data) = &figure.data else { continue };
        let path = |extension| {
            format!("{}{}{}.{extension}", location.address, routes::FIGURE_DATA, data.file)
        };
        files.push(SiteFile::file(path("csv"), export(data).csv()));
        files.push(SiteFile::file(path("json"), json(figure, data, document, location)));
        if let Some(scene) = scene(document, figure) {
            let plate = style.plate(figure, scene, location);
            let text = style.theme.tokens.picture(&plate, &style.theme.charts.typeface);
            files.push(SiteFile::file(path("svg"), text));
        }
    }
    files
}

/// Returns the charts of a document as whole figures, drawn in the fonts of print, each with the name of its files.
pub fn drawings<'d>(
    document: &'d Document,
    style: &FigureStyle<'_>,
    location: Location<'_>,
) -> Vec<(&'d str, String)> {
    let drawing = |line| {
        let Line::Figure(figure) = line else { return None };
        let data = figure.data.as_ref()?;
        let plate = style.plate(figure, scene(document, figure)?, location);
        Some((data.file.as_str(), style.theme.tokens.svg(&plate)))
    };
    document.lines().into_iter().filter_map(drawing).collect()
}

/// Returns the drawing of a figure for a wide page; none if it is no chart.
fn scene<'d>(document: &'d Document, figure: &Figure) -> Option<&'d Scene> {
    let Block::Chart(chart) = &figure.body else { return None };
    Some(&document.drawings.get(chart.drawing)?.wide)
}

/// A file that goes along with a document.
#[derive(Debug, Serialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// What it holds, for a list of files.
    pub description: String,
    /// Its bytes, as CSV.
    pub text: String,
}

/// Returns the data of a document's figures, one file for each.
pub fn attachments(document: &Document) -> Vec<Attachment> {
    let figure = |line| {
        let Line::Figure(figure) = line else { return None };
        let data = figure.data.as_ref()?;
        Some(Attachment {
            name: format!("{}.csv", data.file),
            description: format!("{} {}", figure.label, plain_text(&figure.title)),
            text: export(data).csv(),
        })
    };
    document.lines().into_iter().filter_map(figure).collect()
}

impl<'a> FigureStyle<'a> {
    /// Returns what the figures of a document are drawn with on a site: they name the document, the publication
    /// and the licence.
    pub fn new(theme: &'a Theme, words: &'a Words, document: &Document, site: Site<'_>) -> Self {
        let settings = &site.projection.settings;
        let tag = &site.language.tag;
        let from = format!("{} · {}", document.title_text, settings.title.text(tag));
        let licence = settings.licence.as_ref().map(|licence| licence.name.text(tag));
        let licence = licence.filter(|name| !name.is_empty());
        let licence =
            licence.map(|name| format!("{}{}{name}", words.get(Word::Licence), words.colon()));
        let imprint = [Some(from), licence].into_iter().flatten().collect();
        Self { theme, words, imprint }
    }

    /// Draws a complete figure: title, subtitle, drawing, notes, source, licence and address.
    fn plate(&self, figure: &Figure, scene: &Scene, location: Location<'_>) -> Scene {
        let remark = |word, text: &[Inline]| {
            let text = plain_text(text);
            let (name, space) = self.words.before_text(word);
            (!text.is_empty()).then(|| format!("{name}{space}{text}"))
        };
        let remarks =
            [remark(Word::FigureNote, &figure.note), remark(Word::FigureSource, &figure.source)];
        let address = (!location.base_url.is_empty()).then(|| address(figure, location));
        let plate = Plate {
            label: figure.label.to_string(),
            title: plain_text(&figure.title).into(),
            subtitle: plain_text(&figure.subtitle).into(),
            remarks: remarks.into_iter().flatten().collect(),
            imprint: self.imprint.iter().cloned().chain(address).collect(),
        };
        chart::plate(scene, &plate, &self.theme.charts.typeface)
    }
}

/// Returns the address of a figure in its document.
fn address(figure: &Figure, Location { base_url, address, .. }: Location<'_>) -> String {
    let hash = if figure.id.is_empty() { "" } else { "#" };
    format!("{base_url}{address}{hash}{}", figure.id)
}

fn export(data: &FigureData) -> Export {
    Export { heads: data.columns.iter().map(head).collect(), rows: data.rows.clone() }
}

fn head(column: &DataColumn) -> EcoString {
    let DataColumn { title, unit } = column;
    if unit.is_empty() { title.clone() } else { eco_format!("{title} ({unit})") }
}

fn json(figure: &Figure, data: &FigureData, document: &Document, location: Location<'_>) -> String {
    let whole = json!({
        "title": plain_text(&figure.title).as_str(),
        "label": figure.label.as_str(),
        "subtitle": plain_text(&figure.subtitle).as_str(),
        "note": plain_text(&figure.note).as_str(),
        "source": plain_text(&figure.source).as_str(),
        "dataset": data.title.as_str(),
        "language": document.language.as_str(),
        "url": address(figure, location),
        "columns": data.columns,
    });
    let row = |row: &Vec<DataValue>| row.iter().map(DataValue::json).collect::<Json>();
    let rows: Vec<_> = data.rows.iter().map(row).collect();
    table::document(whole.as_object().unwrap_or(&Map::new()), ("rows", &rows))
}
