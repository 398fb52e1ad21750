//! Datasets: tables with a key, typed columns, a measure and a source.

use std::collections::HashMap;

use ecow::EcoString;
use rust_decimal::Decimal;

use super::measure::{self, Measure, one_of};
use super::quotes;
use crate::date;
use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::entity::Entities;
use crate::files::Files;
use crate::localized::Localized;
use crate::span::{FileId, Span, Spanned};
use crate::yaml::{self, Key, Mapping, Node};

/// A table of data.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// The name, which is its file name without extension.
    pub id: EcoString,
    /// The file that describes it.
    pub file: FileId,
    /// The title.
    pub title: Localized,
    /// Where the data are from.
    pub source: Option<SourceReference>,
    /// The terms of use of the data.
    pub licence: Option<Localized>,
    /// The day, month or year that the data stand for.
    pub as_of: Option<Spanned<EcoString>>,
    /// Remarks that readers should know.
    pub notes: Vec<Localized>,
    /// Whether it has a page and files of its own.
    pub access: Access,
    /// The number of the key column.
    pub key: usize,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows, in file order.
    pub rows: Vec<Row>,
    index: HashMap<EcoString, usize>,
}

/// Whether readers get the whole of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It has a page and files.
    Open,
    /// Readers see what editions show of it, and no more.
    Closed,
}

/// A bibliography entry, and the place in the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceReference {
    /// The key in `sources.yaml`.
    pub key: Spanned<EcoString>,
    /// The place in the work.
    pub locator: Option<Localized>,
}

/// A column of a dataset.
#[derive(Debug, Clone)]
pub struct Column {
    /// The name.
    pub name: EcoString,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// What readers see in its head; the name if there is none.
    pub title: Option<Localized>,
    /// What its numbers are.
    pub measure: Measure,
}

impl ColumnKind {
    /// All kinds, by their names in data files.
    pub const NAMES: &[(&str, Self)] = &[
        ("text", Self::Text),
        ("number", Self::Number),
        ("year", Self::Year),
        ("date", Self::Date),
        ("boolean", Self::Boolean),
        ("entity", Self::Entity),
        ("source", Self::Source),
    ];

    /// Returns the kind's name, as in data files.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

impl Column {
    /// Returns its head in the language `tag`.
    pub fn title_in(&self, tag: &str) -> EcoString {
        let title = self.title.as_ref().map(|title| title.text(tag));
        title.unwrap_or_else(|| self.name.clone())
    }
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Texts.
    Text,
    /// Numbers.
    Number,
    /// Years, which are written without separators.
    Year,
    /// Days, months or years.
    Date,
    /// Yes or no.
    Boolean,
    /// Entities.
    Entity,
    /// Keys of sources.
    Source,
}

/// A row of a dataset.
#[derive(Debug, Clone)]
pub struct Row {
    /// The value of the key column.
    pub key: EcoString,
    /// One cell per column.
    pub cells: Vec<Cell>,
}

/// One value of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The value.
    pub value: Value,
    /// The place.
    pub span: Span,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing is known; this is never zero.
    Missing,
    /// A number, with as many decimals as its source gives.
    Number(Decimal),
    /// A text, or one per language.
    Text(Localized),
    /// A year, month or day, as written.
    Date(EcoString),
    /// Yes or no.
    Boolean(bool),
    /// The id of an entity.
    Entity(EcoString),
    /// The key of a source.
    Source(EcoString),
}

impl Value {
    /// Returns the value as files have it: digits, or the words of the language `tag`.
    pub fn text(&self, entities: &Entities, tag: &str) -> EcoString {
        match self {
            Self::Missing => EcoString::new(),
            Self::Number(number) => number.to_string().into(),
            Self::Text(text) => text.text(tag),
            Self::Boolean(boolean) => boolean.to_string().into(),
            Self::Entity(id) => entities.name(id).text(tag),
            Self::Date(text) | Self::Source(text) => text.clone(),
        }
    }
}

impl Dataset {
    /// Reads the dataset `id` from its YAML, and its rows from a CSV file where it names one.
    pub fn read(
        id: &str,
        file: FileId,
        files: &Files,
        entities: &Entities,
        problems: &mut Problems,
    ) -> Option<Self> {
        let whole = Span::new(file, 0, files.get(file).text.len());
        let node = problems.keep(yaml::parse(files, whole))?;
        let mut mapping = problems.keep(Mapping::new(&node))?;
        let title = mapping.required("title", problems, Localized::read);
        let source = mapping.get("source").and_then(|node| read_source(node, problems));
        let licence = mapping.optional("licence", problems, Localized::read);
        let as_of = mapping.optional("as_of", problems, |node| {
            let day = yaml::spanned_text(node)?;
            date::check(&day.value, day.span)?;
            Ok(day)
        });
        let notes = mapping.get("notes");
        let notes =
            notes.map(|notes| yaml::list(notes, problems, Localized::read)).unwrap_or_default();
        let measure = mapping.get("measure").and_then(|node| measure::read(node, problems));
        let published = mapping.optional("publish", problems, yaml::boolean).unwrap_or(true);
        let key = mapping.required("key", problems, yaml::spanned_text);
        let columns = mapping.required("columns", problems, Ok);
        let rows = mapping.required("rows", problems, Ok);
        mapping.finish(problems);

        let columns = read_columns(columns?, &measure.unwrap_or_default(), problems);
        let key = problems.keep(key_column(&key?, &columns))?;
        let mut dataset = Self {
            id: id.into(),
            file,
            title: title?,
            source,
            licence,
            as_of,
            notes,
            access: if published { Access::Open } else { Access::Closed },
            key,
            columns,
            rows: Vec::new(),
            index: HashMap::new(),
        };
        let reader = RowReader { files, entities };
        match &rows?.value {
            yaml::Value::List(rows) => reader.yaml_rows(&mut dataset, rows, problems),
            yaml::Value::Text(path) => reader.csv_rows(&mut dataset, rows?, path, problems),
            _ => problems.push(yaml::wrong_type(
                rows?,
                "a list of rows or the name of a CSV file",
                "write `rows: data.csv`, or one `- {…}` a row",
            )),
        }
        Some(dataset)
    }

    /// Creates a dataset without rows, whose first column is the key.
    pub(crate) fn empty(id: EcoString, file: FileId, columns: Vec<Column>) -> Self {
        Self {
            id,
            file,
            title: Localized::Same(EcoString::new()),
            source: None,
            licence: None,
            as_of: None,
            notes: Vec::new(),
            access: Access::Open,
            key: 0,
            columns,
            rows: Vec::new(),
            index: HashMap::new(),
        }
    }

    /// Adds a row whose key no other has.
    pub(crate) fn add(&mut self, row: Row) {
        self.index.insert(row.key.clone(), self.rows.len());
        self.rows.push(row);
    }

    /// Returns the number of the row with this key.
    pub fn row(&self, key: &str) -> Option<usize> {
        self.index.get(key).copied()
    }

    /// Returns the number of the column with this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Returns all texts that readers may see.
    pub fn texts(&self) -> impl Iterator<Item = &Localized> {
        let titles = self.columns.iter().filter_map(|column| column.title.as_ref());
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        let cells = cells.filter_map(|cell| match &cell.value {
            Value::Text(text) => Some(text),
            _ => None,
        });
        let own = std::iter::once(&self.title).chain(&self.notes).chain(&self.licence);
        own.chain(titles).chain(cells)
    }

    /// Returns the source of a row: its own, if a column names one, or the dataset's.
    pub fn source_of(&self, row: usize) -> Option<&EcoString> {
        let own = self.rows[row].cells.iter().find_map(|cell| match &cell.value {
            Value::Source(key) => Some(key),
            _ => None,
        });
        own.or_else(|| self.source.as_ref().map(|source| &source.key.value))
    }

    fn push(&mut self, row: Row, span: Span, problems: &mut Problems) {
        if let Some(&first) = self.index.get(&row.key) {
            let first = self.rows[first].cells[self.key].span;
            let message = format!("the key `{}` stands in two rows", row.key);
            problems.push(
                Diagnostic::error(Code::DuplicateRow, span, message)
                    .with_related(first, "first used here")
                    .with_hint("change one of them, or choose another `key:` column"),
            );
            return;
        }
        self.index.insert(row.key.clone(), self.rows.len());
        self.rows.push(row);
    }
}

/// Reads the key of a source, or a mapping with its locator.
pub(crate) fn read_source(node: &Node, problems: &mut Problems) -> Option<SourceReference> {
    if let yaml::Value::Mapping(_) = node.value {
        let mut mapping = problems.keep(Mapping::new(node))?;
        let key = mapping.required("key", problems, yaml::spanned_text);
        let locator = mapping.optional("locator", problems, Localized::read);
        mapping.finish(problems);
        return Some(SourceReference { key: key?, locator });
    }
    let key = problems.keep(yaml::spanned_text(node))?;
    Some(SourceReference { key, locator: None })
}

fn read_columns(node: &Node, measure: &Measure, problems: &mut Problems) -> Vec<Column> {
    let Some(mapping) = problems.keep(Mapping::new(node)) else { return Vec::new() };
    let mut columns = Vec::new();
    for (key, value) in mapping.entries() {
        let Some(column) = read_column(key, value, measure, problems) else { continue };
        match year_range(&key.name) {
            Some(years) => columns.extend(
                years.map(|year| Column { name: year.to_string().into(), ..column.clone() }),
            ),
            None => columns.push(column),
        }
    }
    columns
}

/// Reads `2007..2016`, which stands for a column per year.
fn year_range(name: &str) -> Option<std::ops::RangeInclusive<u16>> {
    let (from, to) = name.split_once("..")?;
    Some(from.trim().parse().ok()?..=to.trim().parse().ok()?)
}

fn read_column(
    key: &Key,
    node: &Node,
    measure: &Measure,
    problems: &mut Problems,
) -> Option<Column> {
    let name = EcoString::from(&key.name);
    if let yaml::Value::Text(_) = node.value {
        let kind = problems.keep(column_kind(node))?;
        return Some(Column { name, kind, title: None, measure: measure_for(kind, measure) });
    }
    let mut mapping = problems.keep(Mapping::new(node))?;
    let kind = mapping.required("type", problems, column_kind);
    let title = mapping.optional("title", problems, Localized::read);
    let own = mapping.get("measure").and_then(|node| measure::read(node, problems));
    mapping.finish(problems);
    let kind = kind?;
    let measure = own.unwrap_or_else(|| measure_for(kind, measure));
    Some(Column { name, kind, title, measure })
}

/// The dataset's measure is that of its columns of numbers.
fn measure_for(kind: ColumnKind, measure: &Measure) -> Measure {
    if kind == ColumnKind::Number { measure.clone() } else { Measure::default() }
}

fn column_kind(node: &Node) -> Result<ColumnKind, Diagnostic> {
    one_of(node, ColumnKind::NAMES)
}

fn key_column(key: &Spanned<EcoString>, columns: &[Column]) -> Result<usize, Diagnostic> {
    columns.iter().position(|column| column.name == key.value).ok_or_else(|| {
        let hint = did_you_mean(&key.value, columns.iter().map(|column| column.name.as_str()));
        let message = format!("the key column `{}` is none of the columns", key.value);
        Diagnostic::error(Code::UnknownColumn, key.span, message)
            .with_hints([hint.unwrap_or_else(|| "name one of `columns:`".to_owned())])
    })
}

/// What rows are read with.
struct RowReader<'a> {
    files: &'a Files,
    entities: &'a Entities,
}

impl RowReader<'_> {
    fn yaml_rows(&self, dataset: &mut Dataset, rows: &[Node], problems: &mut Problems) {
        for node in rows {
            let Some(mapping) = problems.keep(Mapping::new(node)) else { continue };
            let mut cells: Vec<_> = dataset
                .columns
                .iter()
                .map(|_| Cell { value: Value::Missing, span: node.span })
                .collect();
            for (key, value) in mapping.entries() {
                let Some(column) = dataset.column(&key.name) else {
                    problems.push(if is_decimals(&key.name, value) {
                        decimal_comma(&key.name, key.span)
                    } else {
                        unknown_field(&key.name, key.span, dataset)
                    });
                    continue;
                };
                let read = self.yaml_cell(dataset.columns[column].kind, value);
                cells[column].span = value.span;
                cells[column].value = problems.keep(read).unwrap_or(Value::Missing);
            }
            Self::finish_row(dataset, cells, node.span, problems);
        }
    }

    fn csv_rows(&self, dataset: &mut Dataset, node: &Node, path: &str, problems: &mut Problems) {
        let folder =
            self.files.get(dataset.file).path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(file) = self.files.find(&format!("{folder}/{path}")) else {
            let message = format!("there is no file `{path}` in `{folder}`");
            problems.push(
                Diagnostic::error(Code::BrokenLink, node.span, message)
                    .with_hint("name a CSV file that lies beside this one"),
            );
            return;
        };
        let text = self.files.get(file).text.clone();
        if problems.keep(quotes::check(file, &text)).is_none() {
            return;
        }
        let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
        let Some(columns) = csv_header(dataset, file, &mut reader, problems) else { return };
        for record in reader.records() {
            match record {
                Ok(record) => self.csv_row(dataset, file, &columns, &record, problems),
                Err(error) => problems.push(csv_error(file, &error)),
            }
        }
    }

    fn csv_row(
        &self,
        dataset: &mut Dataset,
        file: FileId,
        columns: &[usize],
        record: &csv::StringRecord,
        problems: &mut Problems,
    ) {
        let start =
            record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let line = Span::new(file, start, start + record.as_slice().len());
        let mut cells: Vec<_> =
            dataset.columns.iter().map(|_| Cell { value: Value::Missing, span: line }).collect();
        for (&column, field) in columns.iter().zip(record) {
            if field.trim().is_empty() {
                continue;
            }
            let kind = dataset.columns[column].kind;
            let span = self.field_span(line, field);
            let read = match kind {
                ColumnKind::Text => Ok(Value::Text(Localized::Same(field.trim().into()))),
                _ => self.scalar(kind, field.trim(), span),
            };
            cells[column] = Cell { value: problems.keep(read).unwrap_or(Value::Missing), span };
        }
        Self::finish_row(dataset, cells, line, problems);
    }

    /// Returns where a field stands in its line; the whole line if quoting hides it.
    fn field_span(&self, line: Span, field: &str) -> Span {
        let text = &self.files.get(line.file).text[line.start as usize..];
        let row = text.lines().next().unwrap_or_default();
        row.find(field).map_or(line, |at| line.slice(at, at + field.len()))
    }

    fn finish_row(dataset: &mut Dataset, cells: Vec<Cell>, span: Span, problems: &mut Problems) {
        let key_cell = &cells[dataset.key];
        let key_span = key_cell.span;
        let key = match &key_cell.value {
            Value::Text(text) => text.all().next().cloned(),
            Value::Entity(text) | Value::Date(text) | Value::Source(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string().into()),
            Value::Boolean(_) | Value::Missing => None,
        };
        let Some(key) = key else {
            let name = &dataset.columns[dataset.key].name;
            problems.push(
                Diagnostic::error(
                    Code::MissingKey,
                    span,
                    format!("this row has no `{name}`, which is the key"),
                )
                .with_hint(format!("give the row a `{name}` that no other row has")),
            );
            return;
        };
        dataset.push(Row { key, cells }, key_span, problems);
    }

    fn yaml_cell(&self, kind: ColumnKind, node: &Node) -> Result<Value, Diagnostic> {
        match (&node.value, kind) {
            (yaml::Value::Null, _) => Ok(Value::Missing),
            (_, ColumnKind::Text) => Localized::read(node).map(Value::Text),
            (yaml::Value::Boolean(boolean), ColumnKind::Boolean) => Ok(Value::Boolean(*boolean)),
            (_, ColumnKind::Boolean) => yaml::boolean(node).map(Value::Boolean),
            _ => self.scalar(kind, &yaml::text(node)?, node.span),
        }
    }

    fn scalar(&self, kind: ColumnKind, text: &str, span: Span) -> Result<Value, Diagnostic> {
        match kind {
            ColumnKind::Number => number(text, span).map(Value::Number),
            ColumnKind::Year => year(text, span).map(Value::Number),
            ColumnKind::Date => crate::date::check(text, span).map(|()| Value::Date(text.into())),
            ColumnKind::Boolean => boolean(text, span).map(Value::Boolean),
            ColumnKind::Source => Ok(Value::Source(text.into())),
            ColumnKind::Text => Ok(Value::Text(Localized::Same(text.into()))),
            ColumnKind::Entity => match self.entities.find(text) {
                Some(id) => Ok(Value::Entity(id.clone())),
                None => Err(self.entities.unknown(text, span)),
            },
        }
    }
}

/// Whether a field without value is what YAML makes of the decimals in `{2025: 0,9}`.
fn is_decimals(name: &str, value: &Node) -> bool {
    value.value == yaml::Value::Null && name.bytes().all(|byte| byte.is_ascii_digit())
}

fn decimal_comma(decimals: &str, span: Span) -> Diagnostic {
    let message = format!("`{decimals}` is a field without a name");
    Diagnostic::error(Code::UnknownColumn, span, message).with_hint(format!(
        "a comma ends a field; decimals stand behind a point: `0.{decimals}`, not `0,{decimals}`"
    ))
}

fn unknown_field(name: &str, span: Span, dataset: &Dataset) -> Diagnostic {
    let hint = did_you_mean(name, dataset.columns.iter().map(|column| column.name.as_str()));
    Diagnostic::error(
        Code::UnknownColumn,
        span,
        format!("`{name}` is none of the columns of `{}`", dataset.id),
    )
    .with_hints([hint.unwrap_or_else(|| format!("add `{name}: {{type: …}}` to `columns:`"))])
}

fn csv_header(
    dataset: &Dataset,
    file: FileId,
    reader: &mut csv::Reader<&[u8]>,
    problems: &mut Problems,
) -> Option<Vec<usize>> {
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            problems.push(csv_error(file, &error));
            return None;
        }
    };
    let mut columns = Vec::new();
    let mut at = 0;
    for name in &header {
        let span = Span::new(file, at, at + name.len());
        at += name.len() + 1;
        match dataset.column(name.trim()) {
            Some(column) if columns.contains(&column) => problems.push(
                Diagnostic::error(
                    Code::DuplicateKey,
                    span,
                    format!("the column `{name}` stands twice"),
                )
                .with_hint("delete or rename one of the two"),
            ),
            Some(column) => columns.push(column),
            None => problems.push(unknown_field(name, span, dataset)),
        }
    }
    if columns.len() < header.len() {
        return None;
    }
    problems.keep(csv_lacks(dataset, &columns, Span::new(file, 0, at.saturating_sub(1))))?;
    Some(columns)
}

/// Reports the columns of a dataset that its CSV file does not have.
fn csv_lacks(dataset: &Dataset, columns: &[usize], header: Span) -> Result<(), Diagnostic> {
    let lacking = dataset.columns.iter().enumerate().filter(|(index, _)| !columns.contains(index));
    let names: Vec<_> = lacking.map(|(_, column)| format!("`{}`", column.name)).collect();
    if names.is_empty() {
        return Ok(());
    }
    let message = format!("the file lacks {} of `columns:`", names.join(", "));
    Err(Diagnostic::error(Code::UnknownColumn, header, message)
        .with_hint("add the column to the first line, or delete it from `columns:`"))
}

fn csv_error(file: FileId, error: &csv::Error) -> Diagnostic {
    let offset = error.position().and_then(|position| usize::try_from(position.byte()).ok());
    let at = offset.unwrap_or(0);
    Diagnostic::error(
        Code::BadCell,
        Span::new(file, at, at + 1),
        format!("this line is not CSV ({error})"),
    )
    .with_hint(
        "each line has as many fields as the header; fields with a comma stand in double quotes",
    )
}

pub(crate) fn number(text: &str, span: Span) -> Result<Decimal, Diagnostic> {
    let written_out = text.parse().ok().filter(|_| !text.contains(['e', 'E']));
    written_out.ok_or_else(|| {
        let hint = match Decimal::from_scientific(text) {
            Ok(number) => format!("write it out: `{}`", number.normalize()),
            Err(_) => "write digits with a decimal point and nothing else, such as `1961.5`; `~` for a missing value".to_owned(),
        };
        Diagnostic::error(Code::BadCell, span, format!("`{text}` is no number")).with_hint(hint)
    })
}

pub(crate) fn year(text: &str, span: Span) -> Result<Decimal, Diagnostic> {
    let year: Option<u16> = text.parse().ok();
    year.map(Decimal::from).ok_or_else(|| {
        Diagnostic::error(Code::BadCell, span, format!("`{text}` is no year"))
            .with_hint("write four digits")
    })
}

fn boolean(text: &str, span: Span) -> Result<bool, Diagnostic> {
    text.parse().map_err(|_| {
        Diagnostic::error(Code::BadCell, span, format!("`{text}` is neither `true` nor `false`"))
    })
}
