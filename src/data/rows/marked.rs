//! Rows of files that say who may read them: in a field `audience`, which no column takes.

use ecow::EcoString;

use super::delimited::{Body, Places};
use super::head::{READERS, fields};
use super::source::{Source, Undescribed};
use super::{prepare, records};
use crate::base::diagnostic::Problems;
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::base::stray;
use crate::base::yaml::{Node, Value};

/// A row that says who may read it.
#[derive(Debug)]
pub(crate) struct MarkedRow {
    /// Its place.
    pub span: Span,
    /// The place of the field that says so.
    pub mark: Span,
    /// What it says.
    pub readers: Node,
    /// Its other fields.
    pub fields: Vec<MarkedField>,
}

/// A field of a row.
#[derive(Debug)]
pub(crate) struct MarkedField {
    /// What the file calls its column.
    pub head: EcoString,
    /// The value, as it is written.
    pub text: String,
    /// The place of the value.
    pub span: Span,
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

/// Returns what a file says about the readers of its rows. What cannot be read is reported where it is read.
pub(crate) fn marks(files: &Files, (source, file): (&Source, FileId)) -> Marks {
    if source.is_json() {
        return records::marked(files, (source, file));
    }
    delimited(&files.get(file).text, (source, file)).unwrap_or_default()
}

fn delimited(text: &str, (source, file): (&Source, FileId)) -> Option<Marks> {
    let body = Body::new(file, text, source).ok()?;
    let mut reader = body.reader();
    let mut lines = reader.records();
    let head: Vec<_> = lines.by_ref().take(source.head).filter_map(Result::ok).collect();
    let heads = fields(&head, body);
    let Some(at) = heads.iter().position(|field| field.name == READERS) else {
        // A column that is not described is an error of its own, unless the author ignores those.
        let is_near =
            |name: &str| stray::is_audience(name) && source.undescribed == Undescribed::Ignored;
        let misspelt = heads.iter().find(|field| is_near(&field.name)).map(|field| field.span);
        return Some(Marks { rows: Vec::new(), misspelt });
    };
    let mut rows = Vec::new();
    for record in lines.filter_map(Result::ok) {
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let mut places = Places::of(&record, body);
        let span = places.line;
        let mut mark = None;
        let mut others = Vec::new();
        for (number, field) in record.iter().enumerate() {
            let span = places.next(field);
            let text = field.trim().to_owned();
            if number == at {
                mark = Some(Node { value: Value::Text(text), span });
            } else if !text.is_empty() {
                let head = heads.get(number).map(|field| field.name.clone()).unwrap_or_default();
                others.push(MarkedField { head, text, span });
            }
        }
        // A line that is too short is reported where it is read.
        let Some(readers) = mark else { continue };
        rows.push(MarkedRow { span, mark: readers.span, readers, fields: others });
    }
    Some(Marks { rows, misspelt: None })
}
