//! The rows of a dataset, from YAML or CSV.
//!
//! What is wrong with a whole column or key is reported once, not for each row.

mod csv;
pub(crate) mod scalar;

use std::collections::BTreeMap;

use ecow::EcoString;

use super::dataset::{Cell, ColumnKind, Dataset, Row, Value};
use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::entity::Entities;
use crate::files::Files;
use crate::span::Span;
use crate::yaml::{self, Mapping, Node};

/// So many bad cells and no good one mean that the type of the column is wrong.
const WRONG_TYPE: usize = 3;

/// What rows are read with, and what was found wrong with them.
pub(super) struct RowReader<'a> {
    files: &'a Files,
    entities: &'a Entities,
    /// The names of columns that cannot be read.
    broken: &'a [EcoString],
    /// What is wrong with cells, and how many are right, column by column.
    found: Vec<Found>,
    /// Where else keys stand, by the number of the row that has them first.
    doubled: BTreeMap<usize, Vec<Span>>,
}

/// What was found in the cells of a column.
#[derive(Default, Clone)]
struct Found {
    wrong: Vec<Diagnostic>,
    right: usize,
}

impl Found {
    /// Whether the type of the column is wrong, and not some of its cells.
    fn is_wrong_type(&self) -> bool {
        self.right == 0 && self.wrong.len() >= WRONG_TYPE
    }
}

/// A row that is being read.
struct RawRow {
    cells: Vec<Cell>,
    span: Span,
    /// Whether its key is there, and cannot be read.
    is_key_wrong: bool,
}

impl RawRow {
    /// Begins a row of missing values.
    fn new(dataset: &Dataset, span: Span) -> Self {
        let missing = Cell { value: Value::Missing, span };
        Self { cells: vec![missing; dataset.columns.len()], span, is_key_wrong: false }
    }
}

impl<'a> RowReader<'a> {
    /// Creates a reader that passes over fields of `broken` columns.
    pub(super) fn new(files: &'a Files, entities: &'a Entities, broken: &'a [EcoString]) -> Self {
        Self { files, entities, broken, found: Vec::new(), doubled: BTreeMap::new() }
    }

    /// Reads the rows that `node` holds, or those of the CSV file that it names; none if a whole
    /// column does not fit its type.
    pub(super) fn read(
        mut self,
        dataset: &mut Dataset,
        node: &Node,
        problems: &mut Problems,
    ) -> Option<()> {
        self.found = vec![Found::default(); dataset.columns.len()];
        match &node.value {
            yaml::Value::List(rows) => self.yaml_rows(dataset, rows, problems),
            yaml::Value::Text(path) => self.csv_rows(dataset, node, path, problems),
            _ => problems.push(yaml::wrong_type(
                node,
                "a list of rows or the name of a CSV file",
                "write `rows: data.csv`, or one `- {…}` a row",
            )),
        }
        let usable = !self.found.iter().any(Found::is_wrong_type);
        self.report(dataset, problems);
        usable.then_some(())
    }

    fn yaml_rows(&mut self, dataset: &mut Dataset, rows: &[Node], problems: &mut Problems) {
        for node in rows {
            let Some(mapping) = problems.keep(Mapping::new(node)) else { continue };
            let mut row = RawRow::new(dataset, node.span);
            for (key, value) in mapping.entries() {
                let Some(column) = dataset.column(&key.name) else {
                    problems.extend(self.unknown_field(&key.name, key.span, value, dataset));
                    continue;
                };
                let read = scalar::of_yaml(dataset.columns[column].kind, value, self.entities);
                self.keep(dataset, &mut row, (column, value.span), read);
            }
            self.finish_row(dataset, row, problems);
        }
    }

    fn unknown_field(
        &self,
        name: &str,
        span: Span,
        value: &Node,
        dataset: &Dataset,
    ) -> Option<Diagnostic> {
        if is_decimals(name, value) {
            return Some(decimal_comma(name, span));
        }
        (!self.is_broken(name)).then(|| unknown_field(name, span, dataset))
    }

    fn is_broken(&self, name: &str) -> bool {
        self.broken.iter().any(|broken| broken == name)
    }

    /// Puts what was read of a cell into its row.
    fn keep(
        &mut self,
        dataset: &Dataset,
        row: &mut RawRow,
        (column, span): (usize, Span),
        read: Result<Value, Diagnostic>,
    ) {
        row.cells[column].span = span;
        match read {
            Ok(Value::Missing) => {}
            Ok(value) => {
                row.cells[column].value = value;
                self.found[column].right += 1;
            }
            Err(diagnostic) => {
                row.is_key_wrong |= column == dataset.key;
                self.found[column].wrong.push(diagnostic);
            }
        }
    }

    fn finish_row(&mut self, dataset: &mut Dataset, row: RawRow, problems: &mut Problems) {
        let RawRow { cells, span, is_key_wrong } = row;
        let key_cell = &cells[dataset.key];
        let key = match &key_cell.value {
            Value::Text(text) => text.all().next().cloned(),
            Value::Entity(text) | Value::Date(text) | Value::Source(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string().into()),
            Value::Boolean(_) | Value::Missing => None,
        };
        let Some(key) = key else {
            if !is_key_wrong {
                problems.push(missing_key(dataset, span));
            }
            return;
        };
        match dataset.row(&key) {
            Some(first) => self.doubled.entry(first).or_default().push(key_cell.span),
            None => dataset.add(Row { key, cells }),
        }
    }

    /// Reports what is wrong with cells and keys, once for each column and key.
    fn report(self, dataset: &Dataset, problems: &mut Problems) {
        for (column, found) in dataset.columns.iter().zip(self.found) {
            if !found.is_wrong_type() {
                problems.extend(found.wrong);
                continue;
            }
            let (count, what) = (found.wrong.len(), describe(column.kind));
            let message = format!("none of the {count} values of `{}` is {what}", column.name);
            let hint = format!("give the column another type: `{}: text`, say", column.name);
            let first = found.wrong.into_iter().next();
            problems.extend(first.map(|first| Diagnostic { message, ..first }.with_hint(hint)));
        }
        for (first, spans) in self.doubled {
            problems.extend(doubled_key(&dataset.rows[first], dataset.key, &spans));
        }
    }
}

/// Returns what a cell of a column is, for messages.
fn describe(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "a text",
        ColumnKind::Number => "a number",
        ColumnKind::Year => "a year",
        ColumnKind::Date => "a date",
        ColumnKind::Boolean => "`true` or `false`",
        ColumnKind::Entity => "an entity",
        ColumnKind::Source => "a source",
    }
}

fn missing_key(dataset: &Dataset, span: Span) -> Diagnostic {
    let name = &dataset.columns[dataset.key].name;
    let message = format!("this row has no `{name}`, which is the key");
    Diagnostic::error(Code::MissingKey, span, message)
        .with_hint(format!("give the row a `{name}` that no other row has"))
}

/// Returns the diagnostic for a key of several rows, at the second of them.
fn doubled_key(first: &Row, key: usize, others: &[Span]) -> Option<Diagnostic> {
    let (second, rest) = others.split_first()?;
    let count = match others.len() {
        1 => "two".to_owned(),
        others => (others + 1).to_string(),
    };
    let message = format!("the key `{}` stands in {count} rows", first.key);
    let mut diagnostic = Diagnostic::error(Code::DuplicateRow, *second, message)
        .with_related(first.cells[key].span, "first used here")
        .with_hint("change one of them, or choose another `key:` column");
    if let Some(last) = rest.last() {
        diagnostic = diagnostic.with_related(*last, "used again here");
    }
    Some(diagnostic)
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
    let message = format!("`{name}` is none of the columns of `{}`", dataset.id);
    Diagnostic::error(Code::UnknownColumn, span, message)
        .with_hints([hint.unwrap_or_else(|| format!("add `{name}: {{type: …}}` to `columns:`"))])
}
