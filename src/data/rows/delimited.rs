//! Rows from a text with a line for each: CSV, TSV, and sheets of workbooks, which are converted to
//! CSV.

use std::ops::Range;

use super::apart::{self, Apart, Kind};
use super::head::{self, Head, Target};
use super::lines::{Line, LineField, Lines, extent};
use super::remedy::Remedy;
use super::source::{Headings, Source, Undescribed};
use super::{RawRow, RowReader};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{FileId, Span};
use crate::data::dataset::{ColumnKind, Dataset};
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

    /// Returns its lines, the first of which name the columns.
    pub(super) fn lines(&self) -> Lines<'a> {
        Lines::new(self.text, self.source.delimiter, self.source.quote)
    }

    /// Returns the place of a line.
    pub(super) fn line_span(&self, line: &[LineField<'_>]) -> Span {
        self.range_span(&extent(line))
    }

    /// Returns the place of a field; `line`, the place of its line, if there is nothing to point at.
    pub(super) fn field_span(&self, field: &LineField<'_>, line: Span) -> Span {
        let ranges = [&field.place, &field.whole];
        ranges.into_iter().find(|range| !range.is_empty()).map_or(line, |at| self.range_span(at))
    }

    fn range_span(&self, range: &Range<usize>) -> Span {
        self.span(range.start, range.end)
    }
}

/// So many bytes tell what a file is.
const START: usize = 200;

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
    let start = &text.as_bytes()[..text.len().min(START)];
    let empty = start.split(|byte| *byte == 0).count() - 1;
    if empty * 4 > start.len() {
        let hint = "convert it, for example with `iconv -f utf-16 -t UTF-8`; if that gives nonsense, from `utf-16be`";
        return Some(("text in UTF-16", hint));
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
        let mut lines = body.lines();
        let heads: Vec<_> = lines.by_ref().take(source.head).collect();
        let Some(head) = problems.keep(Head::read(&heads, body, dataset, self.broken)) else {
            return;
        };
        if problems.keep(quotes::check(body.file, body.text, body.start, source)).is_none() {
            return;
        }
        let mut apart = Apart::default();
        let mut line = Line::new();
        let kind = |number| match head.target(number) {
            Target::Column(column) => Some(dataset.columns[column].kind),
            Target::Ignored | Target::Nameless => None,
        };
        let second = lines.clone().next();
        if let Some(units) = second.and_then(|line| head::units(&line, kind, body)) {
            problems.push(units);
            return;
        }
        let mut has_rows = false;
        while lines.read(&mut line) {
            has_rows |= line.iter().any(|field| !field.text.trim().is_empty());
            if let Some(name) = head.of_other_table(&line) {
                apart.take();
                problems.push(other_table(name, body.line_span(&line)));
                break;
            }
            self.line(dataset, (&head, body), &line, &mut apart, problems);
        }
        if !has_rows {
            let header = heads.last().map_or(body.span(0, 0), |line| body.line_span(line));
            problems.push(rowless(header, source));
        }
        let found = apart.report(source);
        if found.is_empty() {
            self.rows(dataset, (&head, body), &apart.take(), problems);
        }
        problems.extend(found);
        problems.extend(self.nameless.take());
        problems.extend(self.misfit.take().map(misfits));
    }

    fn line<'t>(
        &mut self,
        dataset: &mut Dataset,
        (head, body): (&Head, Body<'t>),
        line: &Line<'t>,
        apart: &mut Apart<'t>,
        problems: &mut Problems,
    ) {
        // Spreadsheets leave empty rows and columns after the table.
        if line.iter().all(|field| field.text.trim().is_empty()) {
            return;
        }
        let span = body.line_span(line);
        if head.is_marked() && self.files.hidden().items.contains(&span) {
            return;
        }
        if head.repeats(line) {
            problems.push(
                Diagnostic::error(Code::BadCell, span, "this line is the header once more")
                    .with_hint("delete it: the first line names the columns for all rows"),
            );
            return;
        }
        let headings = body.source.headings;
        let is_entity = dataset.columns[dataset.key].kind == ColumnKind::Entity;
        let is_name = |text: &str| is_entity && self.entities.find(text).is_some();
        match apart::kind(line, head, is_name) {
            Some(_) if headings == Some(Headings::Skipped) => return,
            // Below a note, all lines with one field are notes.
            Some(kind) if kind == Kind::Note || headings.is_none() || apart.has_notes() => {
                return apart.add(kind, line.clone(), span);
            }
            Some(_) | None => {}
        }
        if headings.is_none() {
            apart.end_between();
        } else {
            self.rows(dataset, (head, body), &apart.take(), problems);
        }
        self.rows(dataset, (head, body), std::slice::from_ref(line), problems);
    }

    /// Reads lines that are rows.
    fn rows(
        &mut self,
        dataset: &mut Dataset,
        (head, body): (&Head, Body<'_>),
        lines: &[Line<'_>],
        problems: &mut Problems,
    ) {
        for line in lines {
            match self.row(dataset, (head, body), line) {
                (_, Some(wrong)) => match &mut self.misfit {
                    Some((_, others)) => *others += 1,
                    none => *none = Some((wrong, 0)),
                },
                (row, None) => self.finish_row(dataset, row, problems),
            }
        }
    }

    /// Reads one line, and reports one that does not fit the head.
    fn row(
        &mut self,
        dataset: &Dataset,
        (head, body): (&Head, Body<'_>),
        line: &Line<'_>,
    ) -> (RawRow, Option<Diagnostic>) {
        let line_span = body.line_span(line);
        let mut row = self.begin_row(dataset, line_span);
        let mut wrong = None;
        let skips = body.source.undescribed == Undescribed::Ignored;
        for (number, field) in line.iter().enumerate() {
            let span = body.field_span(field, line_span);
            let text = head::trimmed(&field.text);
            match head.target(number) {
                Target::Column(column) => {
                    let kind = dataset.columns[column].kind;
                    let read = self.field((column, kind), text, span, &body.source.notation);
                    self.keep(&mut row, (column, span), read);
                }
                Target::Ignored => {}
                Target::Nameless if text.is_empty() => {}
                // A column without a name is not described.
                Target::Nameless if number < head.width() && skips => {}
                Target::Nameless if number < head.width() => {
                    self.nameless.get_or_insert_with(|| nameless(text, span, body.source));
                }
                Target::Nameless => wrong = Some(too_long(line, head.len(), span)),
            }
        }
        if line.len() < head.len() {
            wrong = Some(too_short(line.len(), head.len(), line_span));
        }
        (row, wrong)
    }
}

/// Reports a table that has nothing below its header.
fn rowless(header: Span, source: &Source) -> Diagnostic {
    let hint = if source.below.is_some_and(|below| below > 0) {
        "`below:` cuts off all lines below it: give the number of those that are no rows"
    } else {
        "each further line is a row: if there is none yet, do not use the dataset until there is"
    };
    Diagnostic::error(Code::BadCell, header, "there is no row below the header").with_hint(hint)
}

fn nameless(text: &str, span: Span, source: &Source) -> Diagnostic {
    let ignore = Remedy { key: "undescribed", value: "ignore".into() };
    Diagnostic::error(Code::BadCell, span, format!("`{text}` stands in a column without a name"))
        .with_hint("give the column a name in the first line, or describe it with `from: \"\"`")
        .with_hint(format!("or pass over such columns: {}", source.declaration(&[ignore])))
}

/// Reports a line with which another table begins.
fn other_table(text: &str, span: Span) -> Diagnostic {
    let message = format!("`{text}` names the first column once more: another table begins here");
    Diagnostic::error(Code::BadCell, span, message)
        .with_hint("read each table as a dataset of its own: cut the other off with `above:` and `below:`, or with `range:` in a workbook")
}

fn too_short(fields: usize, head: usize, line: Span) -> Diagnostic {
    let message = format!("this line has {}, but the header has {head}", counted(fields));
    Diagnostic::error(Code::BadCell, line, message)
        .with_hint("leave a field empty if it has no value, but keep its comma")
}

fn too_long(line: &Line<'_>, head: usize, span: Span) -> Diagnostic {
    let message = format!("this line has {}, but the header has {head}", counted(line.len()));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let are_decimals = line[1..].iter().all(|field| is_digits(field.text.trim()));
    let decimals = "if it stands before decimals, save the file with semicolons between fields";
    Diagnostic::error(Code::BadCell, span, message)
        .with_hint("put a field in double quotes if it contains the separator")
        .with_hints(are_decimals.then(|| decimals.to_owned()))
}

/// Reports the first line that does not fit the header, with the number of others.
fn misfits((first, others): (Diagnostic, usize)) -> Diagnostic {
    let message = match others {
        0 => first.message.clone(),
        1 => format!("{}, and 1 other line does not fit it either", first.message),
        _ => format!("{}, and {others} other lines do not fit it either", first.message),
    };
    Diagnostic { message, ..first }
}

fn counted(fields: usize) -> String {
    if fields == 1 { "one field".to_owned() } else { format!("{fields} fields") }
}
