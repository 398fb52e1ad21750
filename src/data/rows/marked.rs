//! Rows of files as they are written, before anybody knows what the columns are: who may read them, in a field
//! `audience` that no column takes, and where their fields stand.

use ecow::EcoString;

use super::delimited::Body;
use super::head::{Field, READERS, fields, spaced};
use super::lines::Line;
use super::source::{Source, Undescribed};
use super::{prepare, records};
use crate::base::diagnostic::Problems;
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::base::stray;
use crate::base::yaml::{Node, Value};

/// A row of a file.
#[derive(Debug)]
pub(crate) struct FileRow {
    /// Its place.
    pub span: Span,
    /// Its fields, in their order.
    pub fields: Vec<FileField>,
}

/// A field of a row.
#[derive(Debug)]
pub(crate) struct FileField {
    /// What the file calls its column.
    pub head: EcoString,
    /// The value, as it is written.
    pub text: String,
    /// The place of the value; that of the row if there is none of its own.
    pub span: Span,
}

/// A row that says who may read it.
#[derive(Debug)]
pub(crate) struct MarkedRow {
    /// The row, without the field that says so.
    pub row: FileRow,
    /// The place of the field that says so.
    pub mark: Span,
    /// What it says.
    pub readers: Node,
}

/// What a file says about the readers of its rows.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// The rows that say who may read them.
    pub rows: Vec<MarkedRow>,
    /// A field that nobody reads, although its name is nearly that of the field with the readers.
    pub misspelt: Option<Span>,
}

/// Returns the file that `rows` of the dataset at `path` names, and how it is read; none if there is none,
/// which is reported where it is read.
pub(crate) fn row_file(files: &Files, path: &str, rows: &Node) -> Option<(Source, FileId)> {
    let source = Source::read(rows, &mut Problems::default())?;
    let file = files.find(&prepare::path(path, &source))?;
    Some((source, file))
}

/// Returns the rows of a file. What cannot be read is reported where it is read.
pub(crate) fn rows(files: &Files, (source, file): (&Source, FileId)) -> Vec<FileRow> {
    if source.is_json() {
        return records::rows(files, (source, file));
    }
    let body = Body::new(file, &files.get(file).text, source);
    body.map(|body| delimited(body).1.collect()).unwrap_or_default()
}

/// Returns the cells of a file, each with what the file calls its column. The rows of JSON-stat stand in no order that
/// shows them, so that [`rows`] takes all of it for one.
pub(crate) fn cells(files: &Files, (source, file): (&Source, FileId)) -> Vec<FileField> {
    if source.is_json()
        && let Some(cells) = records::cube_cells(files, file)
    {
        return cells;
    }
    rows(files, (source, file)).into_iter().flat_map(|row| row.fields).collect()
}

/// Returns what a file says about the readers of its rows. What cannot be read is reported where it is read.
pub(crate) fn marks(files: &Files, (source, file): (&Source, FileId)) -> Marks {
    if source.is_json() {
        return records::marked(files, (source, file));
    }
    let Ok(body) = Body::new(file, &files.get(file).text, source) else { return Marks::default() };
    let (heads, rows) = delimited(body);
    let Some(at) = heads.iter().position(|field| field.name == READERS) else {
        // A column that is not described is an error of its own, unless the author ignores those.
        let is_near =
            |name: &str| stray::is_audience(name) && source.undescribed == Undescribed::Ignored;
        let misspelt = heads.iter().find(|field| is_near(&field.name)).map(|field| field.span);
        return Marks { rows: Vec::new(), misspelt };
    };
    Marks { rows: rows.filter_map(|row| marked(row, at)).collect(), misspelt: None }
}

/// Reads who may read a row; a line that is too short is reported where it is read.
fn marked(mut row: FileRow, at: usize) -> Option<MarkedRow> {
    if at >= row.fields.len() {
        return None;
    }
    let FileField { text, span: mark, .. } = row.fields.remove(at);
    Some(MarkedRow { row, mark, readers: Node { value: Value::Text(text), span: mark } })
}

/// Returns the head of a table, and its rows.
fn delimited(body: Body<'_>) -> (Vec<Field>, impl Iterator<Item = FileRow>) {
    let mut lines = body.lines();
    let head: Vec<_> = lines.by_ref().take(body.source.head).collect();
    let heads = fields(&head, body);
    let names: Vec<_> = heads.iter().map(|field| field.name.clone()).collect();
    let is_filled = |line: &Line<'_>| line.iter().any(|field| !field.text.trim().is_empty());
    let rows = lines.filter(is_filled).map(move |line| {
        let span = body.line_span(&line);
        let fields = line.iter().enumerate().map(|(number, field)| FileField {
            head: names.get(number).cloned().unwrap_or_default(),
            text: field.text.trim().to_owned(),
            span: body.field_span(field, span),
        });
        FileRow { span, fields: fields.collect() }
    });
    (heads, rows)
}

/// Returns the places of a column in a table, its head among them, each with the separator beside it: without them
/// the table lacks the column. None of a table whose head takes several lines, or that has no such column.
pub(crate) fn column(
    files: &Files,
    (source, file): (&Source, FileId),
    head: &str,
) -> Option<Vec<Span>> {
    let body = Body::new(file, &files.get(file).text, source).ok()?;
    let at = delimited(body).0.iter().position(|field| field.name == spaced(head))?;
    let lines = body.lines().filter(|_| source.head == 1);
    let cut = |line: Line<'_>| {
        let field = line.get(at)?.whole.clone();
        match at {
            0 if line.len() == 1 => None,
            0 => Some(body.span(field.start, field.end + 1)),
            _ => Some(body.span(field.start - 1, field.end)),
        }
    };
    let places: Vec<_> = lines.filter_map(cut).collect();
    (!places.is_empty()).then_some(places)
}
