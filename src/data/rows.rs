//! The rows of a dataset, from its YAML or from a file beside it.
//!
//! ```text
//! workbook, Parquet, encoding ──prepare──> text ──delimited──┐
//! JSON ───────────────────────────────────────────records─┼──scalar──> cells
//! YAML ────────────────────────────────────────────────────┘ notation
//! ```
//!
//! What explains many mistakes is reported once, and what follows from it not at all: a wrong
//! delimiter, a notation that is not declared, the type of a column, a key of several rows.

pub(crate) mod dates;
mod delimited;
pub(crate) mod head;
pub(crate) mod json_stat;
pub(crate) mod marked;
pub(crate) mod notation;
mod opendocument;
pub(crate) mod parquet;
mod prepare;
pub(crate) mod records;
pub(crate) mod scalar;
pub(crate) mod source;
pub(crate) mod workbook;

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use super::dataset::{Cell, ColumnKind, Dataset, Row, Value};
use super::dimensions::Observations;
use super::status::CellStatus;
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::base::span::Span;
use crate::base::yaml::{self, Key, Mapping, Node};
use crate::publication::entity::Entities;

pub(crate) use prepare::{PARQUET, WORKBOOKS, encoding_of, file_of, prepare};
use scalar::{Misread, Read};
pub(crate) use source::{Source, delimiter_remedy, lines_remedy};

/// If so many cells are invalid and none is valid, the type of the column is wrong.
const WRONG_TYPE: usize = 3;

/// Up to this many mistakes of one kind are listed one by one.
const MANY: usize = 5;

/// What is needed to read rows, and the problems found.
pub(super) struct RowReader<'a> {
    files: &'a Files,
    entities: &'a Entities,
    /// The names of columns that cannot be read.
    broken: &'a [EcoString],
    /// The columns that tell rows apart.
    keys: &'a [usize],
    /// The problems with cells, and how many cells are valid, column by column.
    found: Vec<Found>,
    /// The file with the rows, if they are not in that of the dataset.
    source: Option<Source>,
    /// Observations, if several columns tell rows apart.
    observations: Option<Observations>,
    /// Keys that several rows have, by the place of the first.
    doubled: BTreeMap<Span, DoubledKey>,
}

/// Where the rows are that were read.
pub(super) enum Gathered {
    /// In the dataset.
    Rows,
    /// Here, to become a wide table.
    Observations(Box<Observations>),
}

/// A key that several rows have.
struct DoubledKey {
    key: EcoString,
    /// The places of the other rows.
    others: Vec<Span>,
}

/// What was found in the cells of a column.
#[derive(Default, Clone)]
struct Found {
    wrong: Vec<Diagnostic>,
    /// The invalid cells that a declaration would explain.
    misread: Vec<Misread>,
    right: usize,
}

impl Found {
    /// Whether the type of the column is wrong, and not some of its cells.
    fn is_wrong_type(&self) -> bool {
        if self.right > 0 {
            return false;
        }
        // A short word often stands for a missing value, but several different ones rarely do.
        let remedies = self.misread.iter().flat_map(|misread| &misread.remedies);
        let words: BTreeSet<_> = remedies.filter(|remedy| remedy.key == "missing").collect();
        self.wrong.len() + words.len() >= WRONG_TYPE && self.wrong.len() >= self.misread.len()
            || words.len() > WRONG_TYPE
    }

    /// Whether at least half of the wrong cells have a year, and are dates in another form.
    fn are_dates(&self) -> bool {
        let has_year = |wrong: &&Diagnostic| {
            let digits = wrong.message.split(|c: char| !c.is_ascii_digit());
            digits.into_iter().any(|digits| matches!(digits.len(), 4 | 8))
        };
        self.wrong.iter().filter(has_year).count() * 2 >= self.wrong.len()
    }
}

/// A row that is being read.
struct RawRow {
    cells: Vec<Cell>,
    span: Span,
    /// Whether it has a key that cannot be read.
    is_key_wrong: bool,
}

impl RawRow {
    /// Begins a row of missing values.
    fn new(dataset: &Dataset, span: Span) -> Self {
        let missing = Cell { value: Value::Missing, span, status: None };
        Self { cells: vec![missing; dataset.columns.len()], span, is_key_wrong: false }
    }
}

impl<'a> RowReader<'a> {
    /// Creates a reader that ignores fields of `broken` columns; `keys` are the columns that tell
    /// rows apart.
    pub(super) fn new(
        files: &'a Files,
        entities: &'a Entities,
        (broken, keys): (&'a [EcoString], &'a [usize]),
    ) -> Self {
        Self {
            files,
            entities,
            broken,
            keys,
            found: Vec::new(),
            source: None,
            observations: None,
            doubled: BTreeMap::new(),
        }
    }

    /// Reads the rows that `node` holds, or those of the file that it names; none if any of them
    /// has a mistake, so that nothing rests on what could not be read.
    pub(super) fn read(
        mut self,
        dataset: &mut Dataset,
        node: &Node,
        problems: &mut Problems,
    ) -> Option<Gathered> {
        self.found = vec![Found::default(); dataset.columns.len()];
        self.observations = (self.keys.len() > 1).then(|| Observations::new(dataset, self.keys));
        let mut found = Problems::default();
        match &node.value {
            yaml::Value::List(rows) => self.yaml_rows(dataset, rows, &mut found),
            yaml::Value::Text(_) | yaml::Value::Mapping(_) => {
                self.file_rows(dataset, node, &mut found);
            }
            _ => found.push(yaml::wrong_type(
                node,
                "a list of rows or a file name",
                "write `rows: data.csv`, or one `- {…}` for each row",
            )),
        }
        let doubled = std::mem::take(&mut self.doubled);
        let gathered = match self.observations.take() {
            Some(observations) => Gathered::Observations(Box::new(observations)),
            None => Gathered::Rows,
        };
        let keys = self.keys;
        self.report(dataset, &mut found);
        let usable = !found.has_errors();
        problems.extend(found);
        // Of several rows with one key, the first is reported; of many such keys, the first.
        let others = match doubled.len() {
            0..=MANY => 0,
            count => count - 1,
        };
        let listed = if others > 0 { 1 } else { MANY };
        for (first, doubled) in doubled.into_iter().take(listed) {
            let further = keys.len() == 1;
            let time = dataset.columns.iter().find(|column| {
                further && matches!(column.kind, ColumnKind::Year | ColumnKind::Date)
            });
            let more = time.map(|column| {
                let key = &dataset.columns[dataset.key].name;
                format!(
                    "if `{}` also tells the rows apart, write `key: [{key}, {}]`",
                    column.name, column.name
                )
            });
            let found = doubled.report(first);
            let found = found.map(|mut found| {
                if others > 0 {
                    found.message =
                        format!("{}, and {others} other keys are also repeated", found.message);
                }
                found.with_hints(more)
            });
            problems.extend(found);
        }
        usable.then_some(gathered)
    }

    /// Reads the rows of the file that `node` names, which lies beside that of the dataset.
    fn file_rows(&mut self, dataset: &mut Dataset, node: &Node, problems: &mut Problems) {
        let Some(source) = Source::read(node, problems) else { return };
        let path = prepare::path(&self.files.get(dataset.file).path, &source);
        if let Some(diagnostic) = self.files.unusable(&path) {
            problems.push(diagnostic.clone());
            return;
        }
        let Some(file) = self.files.find(&path) else {
            problems.push(prepare::no_file(self.files, &source, &path));
            return;
        };
        self.source = Some(source.clone());
        if source.is_json() {
            self.record_rows(dataset, (&source, file), problems);
        } else {
            self.delimited_rows(dataset, (&source, file), problems);
        }
    }

    fn yaml_rows(&mut self, dataset: &mut Dataset, rows: &[Node], problems: &mut Problems) {
        for node in rows {
            let Some(mapping) = problems.keep(Mapping::new(node)) else { continue };
            let mut row = RawRow::new(dataset, node.span);
            let mut before = None;
            for (key, value) in mapping.entries() {
                let before = before.replace((key, value));
                let Some(column) = dataset.column(&key.name) else {
                    row.is_key_wrong |= crowded(key, value, dataset).is_some();
                    problems.extend(self.unknown_field((key, value), before, dataset));
                    continue;
                };
                let kind = dataset.columns[column].kind;
                if kind == ColumnKind::Status {
                    let read = scalar::status_of_yaml(value).map_err(Misread::from);
                    self.keep(&mut row, (column, value.span), read);
                    continue;
                }
                let read = scalar::of_yaml(kind, value, self.entities);
                let read = read.map(|value| Read { value, status: None }).map_err(Misread::from);
                self.keep(&mut row, (column, value.span), read);
            }
            problems.extend(lacks_years(dataset, mapping.entries(), node.span));
            self.finish_row(dataset, row, problems);
        }
    }

    /// Reports a field of no column, which may be the decimals of the field `before` it.
    fn unknown_field(
        &self,
        (key, value): (&Key, &Node),
        before: Option<(&Key, &Node)>,
        dataset: &Dataset,
    ) -> Option<Diagnostic> {
        if let Some((column, rest)) = crowded(key, value, dataset) {
            let message = format!("`{}` is a name without a value", key.name);
            let hint = format!("put a space after the colon: `{column}: {rest}`");
            return Some(Diagnostic::error(Code::UnknownColumn, key.span, message).with_hint(hint));
        }
        if is_decimals(&key.name, value) {
            return Some(decimal_comma(key, before));
        }
        (!self.is_broken(&key.name)).then(|| unknown_field(&key.name, key.span, dataset))
    }

    fn is_broken(&self, name: &str) -> bool {
        self.broken.iter().any(|broken| broken == name)
    }

    /// Puts the value of a cell into its row.
    fn keep(
        &mut self,
        row: &mut RawRow,
        (column, span): (usize, Span),
        read: Result<Read, Misread>,
    ) {
        let cell = &mut row.cells[column];
        cell.span = span;
        match read {
            Ok(Read { value, status }) => {
                cell.status = status;
                // What must not be revealed is not even kept in memory.
                if status != Some(CellStatus::Confidential) && value != Value::Missing {
                    cell.value = value;
                    self.found[column].right += 1;
                }
            }
            Err(misread) => {
                row.is_key_wrong |= self.keys.contains(&column);
                if misread.remedies.is_empty() {
                    self.found[column].wrong.push(*misread.diagnostic);
                } else {
                    self.found[column].misread.push(misread);
                }
            }
        }
    }

    fn finish_row(&mut self, dataset: &mut Dataset, row: RawRow, problems: &mut Problems) {
        let RawRow { cells, span, is_key_wrong } = row;
        if let Some(observations) = &mut self.observations {
            let lacking = self.keys.iter().find(|&&key| !scalar::is_key(&cells[key].value));
            if let Some(&column) = lacking {
                if !is_key_wrong {
                    problems.push(missing_key(&dataset.columns[column].name, span));
                }
                return;
            }
            let span = cells[dataset.key].span;
            if let Err(doubled) = observations.add(cells) {
                let (key, first) = observations.first(doubled);
                self.doubled.entry(first).or_insert_with(|| DoubledKey::of(key)).others.push(span);
            }
            return;
        }
        let Some(key) = scalar::key(&cells[dataset.key].value) else {
            if !is_key_wrong {
                problems.push(missing_key(&dataset.columns[dataset.key].name, span));
            }
            return;
        };
        // Selectors are written on one line.
        let key = if key.contains(['\n', '\r']) {
            key.split_whitespace().collect::<Vec<_>>().join(" ").into()
        } else {
            key
        };
        let span = cells[dataset.key].span;
        if let Some(first) = dataset.row(&key) {
            let first = dataset.rows[first].cells[dataset.key].span;
            self.doubled.entry(first).or_insert_with(|| DoubledKey::of(key)).others.push(span);
        } else {
            dataset.add(Row { key, cells });
        }
    }

    /// Reports invalid cells, once for each column and notation.
    fn report(self, dataset: &Dataset, problems: &mut Problems) {
        let mut misread = Vec::new();
        for (column, found) in dataset.columns.iter().zip(self.found) {
            let is_date = column.kind == ColumnKind::Date && found.are_dates();
            if is_date || !found.is_wrong_type() {
                problems.extend(some_of(found.wrong, &column.name));
                misread.extend(found.misread);
                continue;
            }
            let count = found.wrong.len() + found.misread.len();
            let message = format!(
                "none of the {count} values of `{}` is {}",
                column.name,
                describe(column.kind)
            );
            let hint = format!("give the column another type, such as `{}: text`", column.name);
            let misread = found.misread.into_iter().map(|misread| *misread.diagnostic);
            let first = found.wrong.into_iter().chain(misread).next();
            problems.extend(
                first.map(|first| {
                    Diagnostic { message, hints: Vec::new(), ..first }.with_hint(hint)
                }),
            );
        }
        problems.extend(self.source.as_ref().and_then(|source| undeclared(source, misread)));
    }
}

/// Returns the problems in the cells of a column; if there are many, the first one gives their
/// number.
fn some_of(mut wrong: Vec<Diagnostic>, column: &str) -> Vec<Diagnostic> {
    let others = wrong.len().saturating_sub(1);
    if others >= MANY {
        wrong.truncate(1);
        for first in &mut wrong {
            first.message = format!(
                "{}; the same is true of {others} other cells of `{column}`",
                first.message
            );
        }
    }
    wrong
}

/// Returns one diagnostic for all cells in a notation that is not declared.
fn undeclared(source: &Source, misread: Vec<Misread>) -> Option<Diagnostic> {
    let count = misread.len();
    let remedies: Vec<_> =
        misread.iter().flat_map(|misread| misread.remedies.iter().cloned()).collect();
    let first = misread.into_iter().min_by_key(|first| first.span)?;
    let first = *first.diagnostic;
    let message = match count {
        1 => first.message.clone(),
        2 => format!("{}, and 1 other cell cannot be read either", first.message),
        _ => format!("{}, and {} other cells cannot be read either", first.message, count - 1),
    };
    let hint = format!("state how the file writes them: {}", source.declaration(&remedies));
    let thousands = remedies.iter().any(|remedy| remedy.key == "group" && remedy.value == "\",\"");
    let comma = "if the comma is the decimal separator, write `decimal: \",\"` instead";
    let days = remedies.iter().all(|remedy| remedy.value == "\"%d/%m/%Y\"") && !remedies.is_empty();
    let month = "if the month comes before the day, write `dates: \"%m/%d/%Y\"` instead";
    Some(
        Diagnostic { message, hints: vec![hint], ..first }
            .with_hints(thousands.then(|| comma.to_owned()))
            .with_hints(days.then(|| month.to_owned())),
    )
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
        ColumnKind::Status => "a status",
    }
}

fn missing_key(name: &str, span: Span) -> Diagnostic {
    let message = format!("this row lacks `{name}`, which is the key");
    Diagnostic::error(Code::MissingKey, span, message)
        .with_hint(format!("give the row a `{name}` that no other row has"))
}

impl DoubledKey {
    fn of(key: EcoString) -> Self {
        Self { key, others: Vec::new() }
    }

    /// Returns the diagnostic, at the second of the rows; `first` is the place of the first.
    fn report(&self, first: Span) -> Option<Diagnostic> {
        let (second, rest) = self.others.split_first()?;
        let count = match self.others.len() {
            1 => "two".to_owned(),
            others => (others + 1).to_string(),
        };
        let message = format!("the key `{}` appears in {count} rows", self.key);
        let mut diagnostic = Diagnostic::error(Code::DuplicateRow, *second, message)
            .with_related(first, "first used here")
            .with_hint("change one of them, or choose another column as `key:`");
        if let Some(last) = rest.last() {
            diagnostic = diagnostic.with_related(*last, "used again here");
        }
        Some(diagnostic)
    }
}

/// Warns of a row that has some of the years of its dataset and says nothing of others.
fn lacks_years(dataset: &Dataset, fields: &[(Key, Node)], row: Span) -> Option<Diagnostic> {
    let is_year = |name: &str| name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit());
    let years = dataset
        .columns
        .iter()
        .filter(|column| column.kind == ColumnKind::Number && is_year(&column.name));
    let (said, unsaid): (Vec<_>, Vec<_>) =
        years.partition(|column| fields.iter().any(|(key, _)| *key.name == *column.name));
    let first = unsaid.first().filter(|_| !said.is_empty())?;
    let message = match unsaid.len() {
        1 => format!("this row says nothing of `{}`", first.name),
        count => format!("this row says nothing of `{}` and {} other years", first.name, count - 1),
    };
    let start = Span { end: row.start + 1, ..row };
    Some(
        Diagnostic::warning(Code::MissingCell, start, message)
            .with_hint(format!("if there is no value, write `{}: ~`", first.name)),
    )
}

/// Splits a field such as `town:lima`, which YAML reads as a name without a value.
fn crowded<'k>(key: &'k Key, value: &Node, dataset: &Dataset) -> Option<(&'k str, &'k str)> {
    let (column, rest) = key.name.split_once(':')?;
    let is_field = value.value == yaml::Value::Null && dataset.column(column).is_some();
    (is_field && !rest.is_empty()).then_some((column, rest))
}

/// Whether a field without a value is how YAML reads the decimals in `{2025: 0,9}`.
fn is_decimals(name: &str, value: &Node) -> bool {
    let is_unsaid = value.value == yaml::Value::Null && value.span.start == value.span.end;
    is_unsaid && name.bytes().all(|byte| byte.is_ascii_digit())
}

fn decimal_comma(decimals: &Key, before: Option<(&Key, &Node)>) -> Diagnostic {
    let name = &decimals.name;
    let whole = before.and_then(|(key, value)| match &value.value {
        yaml::Value::Number(digits) if !digits.contains('.') => Some((&key.name, digits)),
        _ => None,
    });
    let message = format!("`{name}` is a field without a name");
    let found = Diagnostic::error(Code::UnknownColumn, decimals.span, message);
    match whole {
        Some((column, digits)) if name.len() == 3 => found.with_hint(format!(
            "a comma ends a field; write digits without separators, `{column}: {digits}{name}`, and decimals after a point, `{column}: {digits}.{name}`"
        )),
        Some((column, digits)) => found.with_hint(format!(
            "a comma ends a field; write decimals after a point: `{column}: {digits}.{name}`"
        )),
        None => found.with_hint("a comma ends a field; write decimals after a point, such as `1.5`"),
    }
}

fn unknown_field(name: &str, span: Span, dataset: &Dataset) -> Diagnostic {
    if let Some(found) = head::dashed_range(dataset, name, span) {
        return found;
    }
    let hint = did_you_mean(name, dataset.columns.iter().map(|column| column.name.as_str()));
    let message = format!("`{name}` is not a column of `{}`", dataset.id);
    Diagnostic::error(Code::UnknownColumn, span, message)
        .with_hints([hint.unwrap_or_else(|| format!("add `{name}: {{type: …}}` to `columns:`"))])
}
