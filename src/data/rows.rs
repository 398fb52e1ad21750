//! The rows of a dataset, from its YAML or from a file beside it.
//!
//! ```text
//! workbook, Parquet, encoding ──prepare──> text ──delimited──┐
//! JSON ───────────────────────────────────────────records─┼──scalar──> cells
//! YAML ──typed─────────────────────────────────────────────┘ notation
//! ```
//!
//! What explains many mistakes is reported once, and what follows from it not at all: a wrong
//! delimiter, a notation that is not declared, the type of a column, a key of several rows (`found`).

mod advice;
mod affixes;
mod apart;
pub(crate) mod dates;
mod delimited;
mod found;
pub(crate) mod head;
pub(crate) mod json_stat;
mod lines;
pub(crate) mod marked;
pub(crate) mod nines;
pub(crate) mod notation;
pub(crate) mod parquet;
mod points;
mod prepare;
pub(crate) mod records;
pub(crate) mod remedy;
pub(crate) mod scalar;
pub(crate) mod source;
mod typed;
mod unpacked;
pub(crate) mod workbook;

use ecow::EcoString;

use super::dataset::{Cell, ColumnKind, Dataset, Row, Value};
use super::dimensions::Observations;
use super::status::CellStatus;
use crate::base::diagnostic::{Diagnostic, Problems};
use crate::base::files::Files;
use crate::base::span::Span;
use crate::base::yaml::{self, Node};
use crate::publication::entity::Entities;
use found::{DoubledKeys, Found, missing_key};
use notation::Notation;
use scalar::{Misread, Read};

pub(crate) use prepare::{PARQUET, WORKBOOKS, encoding_of, file_of, prepare};
pub(crate) use source::{Source, delimiter_remedy, lines_remedy};

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
    /// Keys that several rows have.
    doubled: DoubledKeys,
    /// The last field of each column that names something, and what it says: observations that follow each other
    /// mostly have all but one of their names in common.
    last: Vec<Option<(EcoString, Value)>>,
    /// What is wrong with the first field under no name: there is one in each line.
    nameless: Option<Diagnostic>,
    /// The first line that has more or fewer fields than the header, and how many others have.
    misfit: Option<(Diagnostic, usize)>,
    /// The cells of an observation that is read, which are used again for the next.
    spare: Vec<Cell>,
}

/// Where the rows are that were read.
pub(super) enum Gathered {
    /// In the dataset.
    Rows,
    /// Here, to become a wide table.
    Observations(Box<Observations>),
}

/// A row that is being read.
struct RawRow {
    cells: Vec<Cell>,
    span: Span,
    /// Whether it has a key that cannot be read.
    is_key_wrong: bool,
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
            doubled: DoubledKeys::default(),
            last: Vec::new(),
            nameless: None,
            misfit: None,
            spare: Vec::new(),
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
        self.last = vec![None; dataset.columns.len()];
        self.observations = (self.keys.len() > 1).then(|| Observations::new(dataset, self.keys));
        let mut wrong = Problems::default();
        match &node.value {
            yaml::Value::List(rows) => self.yaml_rows(dataset, rows, &mut wrong),
            yaml::Value::Text(_) | yaml::Value::Mapping(_) => {
                self.file_rows(dataset, node, &mut wrong);
            }
            _ => wrong.push(yaml::wrong_type(
                node,
                "a list of rows or a file name",
                "write `rows: data.csv`, or one `- {…}` for each row",
            )),
        }
        let gathered = match self.observations.take() {
            Some(observations) => Gathered::Observations(Box::new(observations)),
            None => Gathered::Rows,
        };
        found::report(dataset, (self.found, self.source.as_ref()), &mut wrong);
        // A key that several rows have leaves rows that may be used.
        let usable = !wrong.has_errors();
        problems.extend(wrong);
        self.doubled.report(dataset, self.keys, problems);
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
                    let found = &mut self.found[column];
                    found.right += 1;
                    if let Value::Number(number) = value {
                        found.nines.add(number, span);
                        found.points.add(number, span);
                    }
                    cell.value = value;
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

    /// Reads a field of a file.
    fn field(
        &mut self,
        (column, kind): (usize, ColumnKind),
        text: &str,
        span: Span,
        notation: &Notation,
    ) -> Result<Read, Misread> {
        let context = (notation, self.entities);
        if !kind.is_name() {
            let read = scalar::of_file(kind, text, span, context);
            if let Ok(Read { value: Value::Number(number), .. }) = &read
                && !notation.affixes.is_empty()
            {
                self.found[column].affixes.add((*number, text), span, notation);
            }
            return read;
        }
        if let Some((last, value)) = &self.last[column]
            && last == text
        {
            return Ok(Read { value: value.clone(), status: None });
        }
        if let Some(found) = yaml::unprintable(text, span) {
            return Err(found.into());
        }
        let read = scalar::of_file(kind, text, span, context)?;
        self.last[column] = Some((text.into(), read.value.clone()));
        Ok(read)
    }

    /// Begins a row of missing values.
    fn begin_row(&mut self, dataset: &Dataset, span: Span) -> RawRow {
        let mut cells = std::mem::take(&mut self.spare);
        cells.clear();
        let missing = Cell { value: Value::Missing, span, status: None };
        cells.resize(dataset.columns.len(), missing);
        RawRow { cells, span, is_key_wrong: false }
    }

    fn finish_row(&mut self, dataset: &mut Dataset, row: RawRow, problems: &mut Problems) {
        let RawRow { mut cells, span, is_key_wrong } = row;
        let lacking = self.keys.iter().find(|&&key| !scalar::is_key(&cells[key].value));
        if let Some(&column) = lacking {
            if !is_key_wrong {
                problems.push(missing_key(&dataset.columns[column].name, span));
            }
            return;
        }
        let span = cells[dataset.key].span;
        if let Some(observations) = &mut self.observations {
            if let Err(doubled) = observations.add(&mut cells) {
                let (key, first) = observations.first(doubled);
                self.doubled.add(key, first, span);
            }
            self.spare = cells;
            return;
        }
        let key = scalar::key(&cells[dataset.key].value).unwrap_or_default();
        if let Some(sign) = key.chars().find(|sign| yaml::is_empty_sign(*sign)) {
            problems.push(found::empty_sign(sign, &key, span));
        }
        if let Some(first) = dataset.row(&key) {
            let first = dataset.rows[first].cells[dataset.key].span;
            self.doubled.add(key, first, span);
        } else {
            dataset.add(Row { key, cells });
        }
    }
}
