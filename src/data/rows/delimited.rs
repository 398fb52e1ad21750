//! Rows from a text with a line for each: CSV, TSV, and sheets of workbooks, which are converted to
//! CSV.

use super::head::{Head, Target};
use super::source::{Source, Undescribed, lines_remedy};
use super::{RawRow, RowReader, scalar};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{FileId, Span};
use crate::data::dataset::Dataset;
use crate::data::quotes;

/// A file, and the part of it with the head and the rows.
#[derive(Clone, Copy)]
pub(super) struct Body<'a> {
    pub file: FileId,
    pub text: &'a str,
    /// Where the part begins, in bytes.
    pub start: usize,
    pub source: &'a Source,
}

impl<'a> Body<'a> {
    /// Cuts off the lines above and below the table.
    ///
    /// # Errors
    /// Reports a file without a line of the table.
    pub(super) fn new(
        file: FileId,
        whole: &'a str,
        source: &'a Source,
    ) -> Result<Self, Diagnostic> {
        let mut start = 0;
        // As many lines as may be declared, there need not be.
        for _ in 0..source.above {
            let Some(end) = whole[start..].find('\n') else {
                start = whole.len();
                break;
            };
            start += end + 1;
        }
        let mut text = whole[start..].trim_end();
        for _ in 0..source.below.unwrap_or_default() {
            if text.is_empty() {
                break;
            }
            text = text.rfind('\n').map_or("", |end| text[..end].trim_end());
        }
        if text.is_empty() {
            let message = if whole.trim().is_empty() {
                "the file is empty"
            } else {
                "no line of this file is left to read"
            };
            return Err(Diagnostic::error(Code::BadCell, Span::start_of(file), message)
                .with_hint("the first line names the columns; each further line is a row"));
        }
        if let Some((what, hint)) = other_format(text) {
            let place = Span::new(file, start, start + text.find('\n').unwrap_or(text.len()));
            let message = format!("the file is {what}, not a table of delimited fields");
            return Err(Diagnostic::error(Code::BadCell, place, message).with_hint(hint));
        }
        Ok(Self { file, text, start, source })
    }

    /// Returns the place of some bytes of the part.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.start + start, self.start + end)
    }

    pub(super) fn reader(&self) -> csv::Reader<&'a [u8]> {
        csv::ReaderBuilder::new()
            .delimiter(self.source.delimiter)
            .quote(self.source.quote)
            .has_headers(false)
            .flexible(true)
            .from_reader(self.text.as_bytes())
    }
}

/// Returns what a text is if it is not a table of delimited fields, and what to do about it.
fn other_format(text: &str) -> Option<(&'static str, &'static str)> {
    let head: String = text.trim_start().chars().take(16).collect::<String>().to_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| head.starts_with(start));
    if begins(&["<!doctype html", "<html"]) {
        let hint = "fetch the file again: a server that asks for a password, or has moved, sends a web page";
        return Some(("a web page", hint));
    }
    if begins(&["version https://"]) {
        return Some(("a pointer of Git LFS", "fetch the file itself: `git lfs pull`"));
    }
    if begins(&["pk\u{3}\u{4}"]) {
        return Some(("a workbook", "rename it, so that its name ends in `.xlsx` or `.ods`"));
    }
    if begins(&["<?xml"]) {
        return Some(("XML", "fetch it as CSV, JSON or a workbook"));
    }
    if begins(&["{\"", "{ \"", "[{", "[ {", "{\n", "[\n"]) {
        return Some(("JSON", "give it a name that ends in `.json`"));
    }
    None
}

/// Lines that may be notes below the table.
#[derive(Default)]
struct Notes {
    lines: usize,
    first: Option<Span>,
    /// The rows that they turn out to be if more rows follow.
    rows: Vec<RawRow>,
    problems: Vec<Diagnostic>,
}

impl RowReader<'_> {
    /// Reads the rows of a file.
    pub(super) fn delimited_rows(
        &mut self,
        dataset: &mut Dataset,
        (source, file): (&Source, FileId),
        problems: &mut Problems,
    ) {
        let text = self.files.get(file).text.clone();
        let Some(body) = problems.keep(Body::new(file, &text, source)) else { return };
        let mut reader = body.reader();
        let mut records = reader.records();
        let lines: Vec<_> = records.by_ref().take(source.head).filter_map(Result::ok).collect();
        let lines = if lines.is_empty() { vec![csv::StringRecord::new()] } else { lines };
        let Some(head) = problems.keep(Head::read(&lines, body, dataset, self.broken)) else {
            return;
        };
        if problems.keep(quotes::check(body.file, body.text, body.start, source)).is_none() {
            return;
        }
        let mut notes = Notes::default();
        for record in records {
            match record {
                Ok(record) => self.line(dataset, (&head, body), &record, &mut notes, problems),
                Err(error) => problems.push(unreadable(&error, body)),
            }
        }
        if notes.lines > 0 {
            problems.push(notes.diagnostic(source));
        }
    }

    fn line(
        &mut self,
        dataset: &mut Dataset,
        (head, body): (&Head, Body<'_>),
        record: &csv::StringRecord,
        notes: &mut Notes,
        problems: &mut Problems,
    ) {
        // Spreadsheets leave empty rows and columns after the table.
        if record.iter().all(|field| field.trim().is_empty()) {
            return;
        }
        let is_hidden = || self.files.hidden().items.contains(&Places::of(record, body).line);
        if head.is_marked() && is_hidden() {
            return;
        }
        if head.repeats(record) {
            let place = Places::of(record, body).line;
            problems.push(
                Diagnostic::error(Code::BadCell, place, "this line is the header once more")
                    .with_hint("delete it: the first line names the columns for all rows"),
            );
            return;
        }
        let (row, wrong) = self.row(dataset, (head, body), record);
        // Below a note, a line with a first field only is one, too.
        let may_be_note = body.source.below.is_none()
            && (is_note(record, head) || notes.lines > 0 && is_alone(record, head));
        if may_be_note {
            notes.lines += 1;
            notes.first.get_or_insert(row.span);
            notes.problems.extend(wrong);
            notes.rows.push(row);
            return;
        }
        // A line between rows is a row.
        let earlier = std::mem::take(notes);
        problems.extend(earlier.problems);
        for row in earlier.rows {
            self.finish_row(dataset, row, problems);
        }
        let is_wrong = wrong.is_some();
        problems.extend(wrong);
        if !is_wrong {
            self.finish_row(dataset, row, problems);
        }
    }

    /// Reads one line, and reports one that does not fit the head.
    fn row(
        &mut self,
        dataset: &Dataset,
        (head, body): (&Head, Body<'_>),
        record: &csv::StringRecord,
    ) -> (RawRow, Option<Diagnostic>) {
        let mut places = Places::of(record, body);
        let line = places.line;
        let mut row = RawRow::new(dataset, line);
        let mut wrong = None;
        let skips = body.source.undescribed == Undescribed::Ignored;
        for (number, field) in record.iter().enumerate() {
            let span = places.next(field);
            let text = field.trim();
            match head.target(number) {
                Target::Column(column) => {
                    let kind = dataset.columns[column].kind;
                    let context = (&body.source.notation, self.entities);
                    let read = scalar::of_file(kind, text, span, context);
                    self.keep(&mut row, (column, span), read);
                }
                Target::Ignored => {}
                Target::Nameless if text.is_empty() => {}
                // A column without a name is not described.
                Target::Nameless if number < head.width() && skips => {}
                Target::Nameless => wrong = Some(too_long(record.len(), head.len(), span)),
            }
        }
        if record.len() < head.len() {
            wrong = Some(too_short(record.len(), head.len(), line));
        }
        (row, wrong)
    }
}

impl Notes {
    fn diagnostic(&self, source: &Source) -> Diagnostic {
        let span = self.first.unwrap_or(source.file.span);
        let (message, this) = match self.lines {
            1 => ("the last line looks like a note below the table".to_owned(), "it is a row"),
            lines => {
                (format!("the last {lines} lines look like notes below the table"), "they are rows")
            }
        };
        let skip = source.declaration(&[lines_remedy("below", self.lines)]);
        let keep = source.declaration(&[lines_remedy("below", 0)]);
        Diagnostic::error(Code::BadCell, span, message)
            .with_hint(format!("skip lines that are not rows: {skip}"))
            .with_hint(format!("or declare that {this}: {keep}"))
    }
}

/// Whether a line may be a note: it has only a first field, and that reads as a sentence or is all
/// that is on the line.
fn is_note(record: &csv::StringRecord, head: &Head) -> bool {
    const WORDS: &[&str] = &["source", "note", "fuente", "nota", "©", "*", "(", "last updated"];
    if !is_alone(record, head) {
        return false;
    }
    let first = record.get(0).unwrap_or_default().trim().to_lowercase();
    record.len() < head.len()
        || first.contains(':')
        || first.split_whitespace().count() > 6
        || WORDS.iter().any(|word| first.starts_with(word))
}

/// Whether a line has only a first field.
fn is_alone(record: &csv::StringRecord, head: &Head) -> bool {
    let mut filled = record.iter().enumerate().filter(|(_, field)| !field.trim().is_empty());
    head.len() > 1 && matches!(filled.next(), Some((0, _))) && filled.next().is_none()
}

/// Finds where the fields of a record stand, one after the other.
pub(super) struct Places<'a> {
    pub rest: &'a str,
    pub at: usize,
    pub line: Span,
}

impl<'a> Places<'a> {
    /// Begins with the first field of a record.
    pub(super) fn of(record: &csv::StringRecord, body: Body<'a>) -> Self {
        let start =
            record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let length = record.iter().map(|field| field.len() + 1).sum::<usize>().saturating_sub(1);
        let end = (start + length.max(1)).min(body.text.len());
        let rest = body.text.get(start..).unwrap_or_default();
        Self { rest, at: 0, line: body.span(start, end) }
    }

    /// Returns the place of the next field; the whole line if quoting hides it.
    pub(super) fn next(&mut self, field: &str) -> Span {
        // Between two fields stand a comma and, at most, two quotes.
        const BETWEEN: usize = 3;
        let rest = self.rest.get(self.at..).unwrap_or_default();
        let mut starts = rest.char_indices().map(|(start, _)| start).take(BETWEEN + 1);
        let found = starts.find(|&start| rest[start..].starts_with(field));
        let Some(start) = found.filter(|_| !field.is_empty()) else {
            self.at += 1 + field.len();
            return self.line;
        };
        let start = self.at + start;
        self.at = start + field.len();
        self.line.slice(start, self.at)
    }
}

fn too_short(fields: usize, head: usize, line: Span) -> Diagnostic {
    let message = format!("this line has {}, but the header has {head}", counted(fields));
    Diagnostic::error(Code::BadCell, line, message)
        .with_hint("leave a field empty if it has no value, but keep its comma")
}

fn too_long(fields: usize, head: usize, span: Span) -> Diagnostic {
    let message = format!("this line has {}, but the header has {head}", counted(fields));
    Diagnostic::error(Code::BadCell, span, message)
        .with_hint("put a field in double quotes if it contains the separator")
}

fn counted(fields: usize) -> String {
    if fields == 1 { "one field".to_owned() } else { format!("{fields} fields") }
}

fn unreadable(error: &csv::Error, body: Body<'_>) -> Diagnostic {
    let offset = error.position().and_then(|position| usize::try_from(position.byte()).ok());
    let at = offset.unwrap_or(0);
    Diagnostic::error(Code::BadCell, body.span(at, at + 1), "this line is not valid CSV")
        .with_hint("put fields that contain the separator in double quotes")
}
