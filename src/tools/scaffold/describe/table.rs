//! Finding the table in a text: its delimiter, its head, its first and last row.

use crate::data::rows::head;
use crate::data::rows::notation::Notation;
use crate::data::rows::remedy::says_missing;
use crate::publication::date;

use super::is_year;

/// The most lines that a head may have.
const HEAD: usize = 3;

/// A table as it was found.
#[derive(Debug)]
pub(super) struct Table {
    /// What separates its fields.
    pub delimiter: u8,
    /// How many lines stand above its head.
    pub above: usize,
    /// How many lines its head takes.
    pub head: usize,
    /// How many lines stand below its last row.
    pub below: usize,
    /// What stands above it, line by line.
    pub titles: Vec<String>,
    /// The heads of its columns.
    pub heads: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// How much of the text it explains, for choosing among interpretations.
    pub score: usize,
}

/// A record, and its place in the text.
struct Record {
    fields: Vec<String>,
    start: usize,
    end: usize,
}

impl Record {
    fn filled(&self) -> usize {
        self.fields.iter().filter(|field| !field.is_empty()).count()
    }

    fn field(&self, column: usize) -> &str {
        self.fields.get(column).map_or("", String::as_str)
    }
}

/// Finds the table of a text; `own` is what separates the fields of files of its name.
pub(super) fn find(text: &str, own: u8) -> Option<Table> {
    let mut delimiters = vec![own, b';', b'\t', b'|', b','];
    delimiters.dedup();
    let mut best: Option<Table> = None;
    for delimiter in delimiters {
        let Some(table) = read(text, delimiter) else { continue };
        if best.as_ref().is_none_or(|best| table.score > best.score) {
            best = Some(table);
        }
    }
    best
}

fn read(text: &str, delimiter: u8) -> Option<Table> {
    let records = records(text, delimiter);
    let width = width(&records)?;
    let numeric = numeric(&records, width);
    let body = Body { records: &records, width, numeric: &numeric };
    let (head, lines) = body.head()?;
    let last = body.last(head);
    let first = head + 1 - lines;
    let fields: Vec<_> = records[first..=head].iter().map(|record| record.fields.clone()).collect();
    let rows: Vec<Vec<String>> = records[head + 1..=last.max(head)]
        .iter()
        .filter(|record| record.filled() > 0)
        .map(|record| record.fields.clone())
        .collect();
    let mut heads = head::joined(&fields);
    heads.resize(heads.len().max(width), String::new());
    let named = heads.iter().filter(|head| !head.is_empty()).count();
    Some(Table {
        delimiter,
        above: lines_before(text, records[first].start),
        head: lines,
        below: lines_behind(text, records[last.max(head)].end),
        titles: titles(&records[..first]),
        score: rows.len() * named.saturating_sub(1)
            + rows.iter().map(|row| numbers(row)).sum::<usize>(),
        heads,
        rows,
    })
}

fn records(text: &str, delimiter: u8) -> Vec<Record> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    let mut record = csv::StringRecord::new();
    while let Ok(true) = reader.read_record(&mut record) {
        let byte = |position: &csv::Position| usize::try_from(position.byte()).unwrap_or(0);
        let start = record.position().map_or(0, byte);
        let end = byte(reader.position()).min(text.len());
        let fields = record.iter().map(|field| field.trim().to_owned()).collect();
        records.push(Record { fields, start, end });
    }
    records
}

/// Returns how many fields the rows have: most of those with numbers in them, or of all.
fn width(records: &[Record]) -> Option<usize> {
    let most = |records: &mut dyn Iterator<Item = &Record>| {
        let mut counts = std::collections::BTreeMap::new();
        for record in records {
            *counts.entry(record.fields.len()).or_insert(0_usize) += 1;
        }
        counts.into_iter().max_by_key(|&(width, count)| (count, width)).map(|(width, _)| width)
    };
    most(&mut records.iter().filter(|record| record.fields.iter().any(|field| is_number(field))))
        .or_else(|| most(&mut records.iter()))
}

fn numbers(fields: &[String]) -> usize {
    fields.iter().filter(|field| is_number(field)).count()
}

fn is_number(field: &str) -> bool {
    field.contains(|c: char| c.is_ascii_digit())
        && (Notation::default().number(field).is_some()
            || !Notation::default().number_remedy(field).is_empty())
}

/// Returns which columns hold numbers.
fn numeric(records: &[Record], width: usize) -> Vec<bool> {
    let rows = || records.iter().filter(|record| record.fields.len() == width);
    (0..width)
        .map(|column| {
            let fields = || rows().map(|record| record.field(column)).filter(|f| !f.is_empty());
            let numbers = fields().filter(|field| is_number(field)).count();
            let gaps = fields().filter(|field| !is_number(field) && says_missing(field)).count();
            let words = fields().count() - numbers - gaps;
            // Heads of several lines and notes are words in a column of numbers.
            numbers > 0 && (numbers + gaps) * 2 >= words
        })
        .collect()
}

/// The records of a text, and which of their columns hold numbers.
struct Body<'a> {
    records: &'a [Record],
    width: usize,
    numeric: &'a [bool],
}

impl Body<'_> {
    fn numeric_fields<'r>(&'r self, record: &'r Record) -> impl Iterator<Item = &'r str> {
        let columns = self.numeric.iter().enumerate().filter(|(_, is_numeric)| **is_numeric);
        columns.map(|(column, _)| record.field(column)).filter(|field| !field.is_empty())
    }

    /// Whether a record reads as a row: numbers where columns hold numbers.
    fn is_row(&self, record: &Record) -> bool {
        let mut fields = self.numeric_fields(record).peekable();
        record.fields.len() == self.width
            && (record.filled() > 1 || self.width == 1)
            && fields.peek().is_some()
            && fields.all(|field| is_number(field) || says_missing(field))
    }

    /// Whether a record is a head of years, which are numbers as well.
    fn is_head_of_years(&self, at: usize) -> bool {
        let are_years = |record: &Record| {
            let fields: Vec<_> = self.numeric_fields(record).collect();
            let years: Vec<i32> = fields.iter().filter_map(|field| field.parse().ok()).collect();
            fields.len() > 1
                && fields.iter().all(|field| is_year(field) && ("1800".."2150").contains(field))
                && (years.windows(2).all(|pair| (pair[1] - pair[0]).abs() <= 50)
                    || years.len() > 2 && years.windows(2).all(|pair| pair[0] < pair[1]))
        };
        // A row under a whole head names itself.
        let has_head =
            self.records[..at].iter().rfind(|record| record.filled() > 0).is_some_and(|above| {
                let fields: Vec<_> = self.numeric_fields(above).collect();
                fields.len() == self.numeric.iter().filter(|numeric| **numeric).count()
                    && fields.iter().all(|field| !is_number(field))
            });
        if has_head && !self.records[at].field(0).is_empty() {
            return false;
        }
        let below = self.records[at + 1..].iter().find(|record| record.filled() > 0);
        are_years(&self.records[at]) && !below.is_some_and(are_years)
    }

    /// Returns the last line of the head and how many lines it takes.
    fn head(&self) -> Option<(usize, usize)> {
        let rows = 0..self.records.len();
        let is_first = |&at: &usize| self.is_row(&self.records[at]) && !self.is_head_of_years(at);
        let least = if self.width > 2 { 2 } else { 1 };
        let first = rows.clone().find(is_first);
        let found = first.and_then(|row| {
            let head = self.records[..row].iter().rposition(|record| record.filled() >= least)?;
            // A line under it that names the first column is part of it.
            let last = self.records[..row].iter().rposition(|record| record.filled() > 0)?;
            Some((last, last - head + 1))
        });
        let (head, mut lines) = found.or_else(|| {
            let is_head = |at: &usize| {
                let record = &self.records[*at];
                record.fields.len() == self.width && record.filled() * 2 > self.width
            };
            rows.clone().find(is_head).map(|head| (head, 1))
        })?;
        while lines < HEAD && lines <= head && self.wants_more(head, lines) {
            lines += 1;
        }
        Some((head, lines))
    }

    /// Whether the line above a head tells columns apart that the head does not.
    fn wants_more(&self, head: usize, lines: usize) -> bool {
        let heads = |lines: usize| {
            let fields: Vec<_> =
                self.records[head + 1 - lines..=head].iter().map(|r| r.fields.clone()).collect();
            let mut heads = head::joined(&fields);
            heads.resize(heads.len().max(self.width), String::new());
            heads
        };
        let above = &self.records[head - lines];
        let is_title = above.filled() < 2 && !above.field(0).is_empty() || above.filled() == 0;
        let told_apart = |heads: &[String]| {
            let has_values = |column: usize| {
                let rows = self.records[head + 1..].iter().filter(|record| self.is_row(record));
                rows.take(20).any(|record| !record.field(column).is_empty())
            };
            let is_told = |column: usize| {
                let name = &heads[column];
                !name.is_empty() && !heads[..column].contains(name) && has_values(column)
            };
            (0..self.width.min(heads.len())).filter(|&column| is_told(column)).count()
        };
        !is_title && told_apart(&heads(lines + 1)) > told_apart(&heads(lines))
    }

    /// Returns the last row below a head.
    fn last(&self, head: usize) -> usize {
        let mut filled: Vec<_> = self.records[head + 1..]
            .iter()
            .filter(|record| self.is_row(record))
            .map(Record::filled)
            .collect();
        filled.sort_unstable();
        let typical = filled.get(filled.len() / 2).copied();
        let is_row = |record: &Record| {
            let is_full = match typical {
                // Words in all fields are a row as well, whose values are withheld.
                Some(typical) => record.filled() * 10 >= typical * 6 && record.filled() > 1,
                None => record.filled() > usize::from(self.width > 1),
            };
            self.is_row(record) || record.fields.len() == self.width && is_full
        };
        let found = self.records[head + 1..].iter().rposition(is_row);
        found.map_or(head, |last| head + 1 + last)
    }
}

/// Returns what stands above a table, without lines of nothing.
fn titles(records: &[Record]) -> Vec<String> {
    let line = |record: &Record| {
        let fields: Vec<_> = record.fields.iter().filter(|f| !f.is_empty()).cloned().collect();
        fields.join(" ")
    };
    records.iter().map(line).filter(|line| !line.is_empty()).collect()
}

/// Returns how many lines stand before a byte; the reader of CSV passes over empty ones.
fn lines_before(text: &str, start: usize) -> usize {
    let before = text.get(..start).unwrap_or_default();
    let rest = text.get(start..).unwrap_or_default();
    let blank = &rest[..rest.len() - rest.trim_start_matches(['\n', '\r']).len()];
    before.matches('\n').count() + blank.matches('\n').count()
}

/// Returns how many lines are to be cut off the end of a text, so that nothing but empty rows is left
/// behind a byte.
fn lines_behind(text: &str, end: usize) -> usize {
    let mut rest = text.trim_end();
    let end = text.get(..end).unwrap_or(text).trim_end().len();
    let is_empty = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '"');
    let mut lines = 0;
    while rest.get(end..).is_some_and(|behind| !behind.chars().all(is_empty)) {
        rest = rest.rfind('\n').map_or("", |at| rest[..at].trim_end());
        lines += 1;
    }
    lines
}

/// Whether a head is a period, such as `2024`, `2024-03` or `2024-Q1`.
pub(super) fn is_period(head: &str) -> bool {
    date::normal(head).is_some()
}
