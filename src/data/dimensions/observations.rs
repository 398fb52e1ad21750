//! Turning observations into a wide table while they are read, so that they are in memory once.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use ecow::EcoString;

use super::{Axis, Dimensions, Role, Values, heading};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::limits::WIDE_GAPS;
use crate::base::span::Span;
use crate::data::dataset::{Cell, CellStatus, Column, ColumnKind, Dataset, Row, Value};
use crate::data::rows::scalar;
use crate::publication::date;
use crate::publication::entity::Entities;

/// A table as its file has it: its columns, and where the wide table has its rows.
#[derive(Debug)]
pub struct Filed {
    /// The table without rows.
    head: Dataset,
    /// The row and the value across of each observation, in the order of the file.
    order: Arc<[Place]>,
    /// What each column is in the wide table.
    parts: Vec<Part>,
    /// The values across, as cells hold them.
    values: Arc<[Value]>,
    /// The table with its rows, once somebody asks for it.
    whole: OnceLock<Box<Dataset>>,
}

impl Clone for Filed {
    /// Leaves out the rows, which follow from the wide table of the clone.
    fn clone(&self) -> Self {
        let (order, values) = (Arc::clone(&self.order), Arc::clone(&self.values));
        let (head, parts) = (self.head.clone(), self.parts.clone());
        Self { head, order, parts, values, whole: OnceLock::new() }
    }
}

/// The row of an observation in the wide table, and the number of the value across.
type Place = (u32, u32);

/// What a column of the file is in the wide table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The column with this number.
    Own(usize),
    Across,
    /// The measure with this number.
    Measure(usize),
    /// The last column.
    Source,
}

impl Filed {
    /// Returns the table with a row for each observation; `wide` is the table that it became.
    pub fn of<'a>(&'a self, wide: &'a Dataset, dimensions: &'a Dimensions) -> &'a Dataset {
        self.whole.get_or_init(|| Box::new(self.filed(wide, dimensions)))
    }

    fn filed(&self, wide: &Dataset, dimensions: &Dimensions) -> Dataset {
        let mut filed = self.head.clone();
        let own = dimensions.values.len();
        let step = dimensions.measures.len();
        for &(row, position) in &*self.order {
            let (row, position) = (row as usize, position as usize);
            let cells = &wide.rows[row].cells;
            let first = cells.get(own + position * step);
            let span = first.or(cells.first()).map(|cell| cell.span);
            let cell = |part: &Part| match *part {
                Part::Own(number) => cells[number].clone(),
                Part::Across => {
                    let value = self.values[position].clone();
                    Cell { value, span: span.unwrap_or(Span::start_of(wide.file)), status: None }
                }
                Part::Measure(number) => cells[own + position * step + number].clone(),
                Part::Source => cells[cells.len() - 1].clone(),
            };
            let cells: Vec<Cell> = self.parts.iter().map(cell).collect();
            let parts = dimensions.keys.iter().filter_map(|&key| scalar::key(&cells[key].value));
            let key = parts.collect::<Vec<_>>().join(", ").into();
            filed.add(Row { key, cells });
        }
        filed
    }
}

/// Where the observation is that has the key first that another has, too.
#[derive(Debug, Clone, Copy)]
pub struct Doubled(Place);

/// Observations as they are read, in the rows of the wide table.
pub struct Observations {
    /// The columns of the key.
    keys: Vec<usize>,
    across: usize,
    /// The columns that name rows.
    own: Vec<usize>,
    measures: Vec<(usize, EcoString)>,
    source: Option<usize>,
    /// The columns of numbers, which get the status of a row.
    numbers: Vec<usize>,
    statuses: Vec<usize>,
    lines: Vec<Line>,
    lines_by_key: HashMap<Vec<EcoString>, u32>,
    /// The values across in the order in which they occur, as cells hold them.
    values: Vec<Value>,
    values_by_name: HashMap<EcoString, u32>,
    /// Where each observation went.
    order: Vec<Place>,
    /// The first diagnostic about sources that differ within a row.
    differing: Option<Box<Diagnostic>>,
}

/// A row of the wide table that is not finished.
struct Line {
    key: EcoString,
    own: Vec<Cell>,
    source: Option<Cell>,
    /// The measures of each value across; none where there is no observation.
    cells: Vec<Option<Cell>>,
}

impl Observations {
    /// Begins a table of which `keys` are the columns of the key.
    pub fn new(dataset: &Dataset, keys: &[usize]) -> Self {
        let kind = |column: usize| dataset.columns[column].kind;
        let is_time = |&&key: &&usize| matches!(kind(key), ColumnKind::Year | ColumnKind::Date);
        let last = keys.last().copied().unwrap_or_default();
        let across = keys.iter().rev().find(is_time).copied().unwrap_or(last);
        let all = 0..dataset.columns.len();
        let of_kind =
            |wanted: ColumnKind| all.clone().filter(move |&column| kind(column) == wanted);
        let rest = all.clone().filter(|column| !keys.contains(column));
        let rest = rest.filter(|&column| kind(column) != ColumnKind::Status);
        let source = rest.clone().find(|&column| kind(column) == ColumnKind::Source);
        let measures: Vec<_> = rest.filter(|column| Some(*column) != source).collect();
        let numbers = measures.iter().filter(|&&column| kind(column) == ColumnKind::Number).count();
        let named = |column: usize| {
            let is_only = measures.len() == 1 || numbers == 1 && kind(column) == ColumnKind::Number;
            let name = dataset.columns[column].name.clone();
            (column, if is_only { EcoString::new() } else { name })
        };
        Self {
            across,
            own: keys.iter().copied().filter(|&key| key != across).collect(),
            measures: measures.iter().copied().map(named).collect(),
            source,
            numbers: of_kind(ColumnKind::Number).collect(),
            statuses: of_kind(ColumnKind::Status).collect(),
            keys: keys.to_vec(),
            lines: Vec::new(),
            lines_by_key: HashMap::new(),
            values: Vec::new(),
            values_by_name: HashMap::new(),
            order: Vec::new(),
            differing: None,
        }
    }

    /// Adds an observation; its key has no missing value.
    ///
    /// # Errors
    /// Returns the observation that has the same key.
    pub fn add(&mut self, mut cells: Vec<Cell>) -> Result<(), Doubled> {
        // What follows would only take memory: this is refused in the end.
        if self.gaps() > WIDE_GAPS.most {
            return Ok(());
        }
        self.fold_statuses(&mut cells);
        let line = self.line(&cells);
        let position = self.position(&cells[self.across].value);
        let step = self.measures.len().max(1);
        let start = position as usize * step;
        let place = (line, position);
        let target = &mut self.lines[line as usize];
        if target.cells.len() < start + step {
            target.cells.resize(start + step, None);
        }
        if target.cells[start].is_some() {
            return Err(Doubled(place));
        }
        self.order.push(place);
        if let (Some(source), Some(first)) = (self.source, &target.source) {
            let differing = same_source(first, &cells[source]);
            self.differing = self.differing.take().or(differing);
        }
        if self.measures.is_empty() {
            target.cells[start] = cells.get(self.across).cloned();
            return Ok(());
        }
        for (offset, (measure, _)) in self.measures.iter().enumerate() {
            let cell = &mut cells[*measure];
            let value = std::mem::replace(&mut cell.value, Value::Missing);
            target.cells[start + offset] = Some(Cell { value, ..cell.clone() });
        }
        Ok(())
    }

    /// Returns how many cells the wide table has for which there is no observation.
    fn gaps(&self) -> usize {
        let cells = self.lines.len().saturating_mul(self.values.len());
        cells.saturating_sub(self.order.len()).saturating_mul(self.measures.len().max(1))
    }

    /// Returns the key and the place of the observation that has it first.
    pub fn first(&self, doubled: Doubled) -> (EcoString, Span) {
        let Doubled((line, position)) = doubled;
        let line = &self.lines[line as usize];
        let mut own = line.own.iter();
        let part = |&key: &usize| {
            let value = if key == self.across {
                Some(&self.values[position as usize])
            } else {
                own.next().map(|cell| &cell.value)
            };
            value.and_then(scalar::key)
        };
        let key = self.keys.iter().filter_map(part).collect::<Vec<_>>().join(", ").into();
        let start = position as usize * self.measures.len().max(1);
        let span = line.cells.get(start).and_then(|cell| cell.as_ref()).map(|cell| cell.span);
        (key, span.unwrap_or(line.own[0].span))
    }

    /// Gives the numbers of a row the status in its status columns.
    fn fold_statuses(&self, cells: &mut [Cell]) {
        for &column in &self.statuses {
            let Some(status) = cells[column].status else { continue };
            for &number in &self.numbers {
                cells[number].status = Some(status);
                if status == CellStatus::Confidential {
                    cells[number].value = Value::Missing;
                }
            }
        }
    }

    /// Returns the row of the wide table that an observation belongs to. Observations of one row
    /// mostly follow each other.
    fn line(&mut self, cells: &[Cell]) -> u32 {
        if let Some(&(last, _)) = self.order.last() {
            let line = &self.lines[last as usize];
            let mut own = self.own.iter().zip(&line.own);
            if own.all(|(&column, cell)| cells[column].value == cell.value) {
                return last;
            }
        }
        let parts = self.own.iter().filter_map(|&column| scalar::key(&cells[column].value));
        let parts: Vec<EcoString> = parts.collect();
        if let Some(&known) = self.lines_by_key.get(&parts) {
            return known;
        }
        let key = parts.join(", ").into();
        let number = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        self.lines_by_key.insert(parts, number);
        let own = self.own.iter().map(|&column| cells[column].clone()).collect();
        let source = self.source.map(|source| cells[source].clone());
        let room = self.values.len() * self.measures.len().max(1);
        self.lines.push(Line { key, own, source, cells: Vec::with_capacity(room) });
        number
    }

    /// Returns the number of a value across; mostly, it is the one after the last.
    fn position(&mut self, value: &Value) -> u32 {
        let next = self.order.last().map_or(0, |(_, position)| position + 1);
        if self.values.get(next as usize) == Some(value) {
            return next;
        }
        let name = scalar::key(value).unwrap_or_default();
        if let Some(&known) = self.values_by_name.get(&name) {
            return known;
        }
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value.clone());
        self.values_by_name.insert(name, number);
        number
    }

    /// Returns the values across, periods by time and others in the order in which they occur, each
    /// with the number that it had.
    fn sorted(&self, kind: ColumnKind) -> Vec<(EcoString, usize)> {
        let names = self.values.iter().map(|value| scalar::key(value).unwrap_or_default());
        let mut values: Vec<_> = names.enumerate().map(|(number, name)| (name, number)).collect();
        let is_time = matches!(kind, ColumnKind::Year | ColumnKind::Date);
        values.sort_by_key(|(value, number)| {
            let first = date::period(value).filter(|_| is_time).map(|(first, _)| first);
            (first, *number)
        });
        values
    }

    /// Finishes the wide table of `filed`, a table without rows.
    ///
    /// # Errors
    /// Reports a series with several sources, which the wide table cannot hold, and one with far more gaps than observations.
    pub fn finish(
        mut self,
        filed: &Dataset,
        entities: &Entities,
    ) -> Result<Dataset, Box<Diagnostic>> {
        if let Some(differing) = self.differing.take() {
            return Err(differing);
        }
        let hint = "leave out of `key:` what differs in each row, or make several datasets of it";
        WIDE_GAPS.check(self.gaps(), Span::start_of(filed.file), hint).map_err(Box::new)?;
        let sorted = self.sorted(filed.columns[self.across].kind);
        let across: Vec<EcoString> = sorted.iter().map(|(value, _)| value.clone()).collect();
        let mut wide =
            Dataset::empty(filed.id.clone(), filed.file, self.columns(filed, &across, entities));
        let axes = self.axes(filed);
        let (head, keys, parts) = self.head(filed);
        let Self { lines, own, measures, order, values: found, .. } = self;
        let step = measures.len().max(1);
        for line in lines {
            let span = line.own.first().map_or(Span::start_of(filed.file), |cell| cell.span);
            let mut cells = Vec::with_capacity(wide.columns.len());
            let Line { key, own, source, cells: mut measured } = line;
            cells.extend(own);
            for (_, number) in &sorted {
                for offset in 0..measures.len() {
                    let cell = measured.get_mut(number * step + offset).and_then(Option::take);
                    cells.push(cell.unwrap_or(Cell { value: Value::Missing, span, status: None }));
                }
            }
            cells.extend(source);
            wide.add(Row { key, cells });
        }
        let mut places = vec![0; sorted.len()];
        for (place, (_, number)) in (0..).zip(&sorted) {
            places[*number] = place;
        }
        let order = order.into_iter().map(|(row, number)| (row, places[number as usize])).collect();
        let measures = measures.into_iter().map(|(_, name)| name).collect();
        wide.describe_like(filed);
        let values = (0..own.len()).map(|column| Values::of(&wide, column)).collect();
        let found: Arc<[Value]> = sorted.iter().map(|(_, number)| found[*number].clone()).collect();
        let filed = Filed { head, order, parts, values: found, whole: OnceLock::new() };
        let filed = Box::new(filed);
        wide.dimensions = Some(Dimensions { axes, across, measures, filed, keys, values });
        Ok(wide)
    }

    fn columns(&self, filed: &Dataset, across: &[EcoString], entities: &Entities) -> Vec<Column> {
        let mut columns: Vec<Column> =
            self.own.iter().map(|&column| filed.columns[column].clone()).collect();
        for value in across {
            for (measure, name) in &self.measures {
                columns.push(heading(filed, (self.across, value), (*measure, name), entities));
            }
        }
        columns.extend(self.source.map(|source| filed.columns[source].clone()));
        columns
    }

    fn axes(&self, filed: &Dataset) -> Vec<Axis> {
        let axis = |&key: &usize| {
            let column = &filed.columns[key];
            let role = match self.own.iter().position(|&row| row == key) {
                Some(position) => Role::Rows(position),
                None => Role::Columns,
            };
            Axis { name: column.name.clone(), role, default: column.default.clone() }
        };
        let mut axes: Vec<_> = self.keys.iter().map(axis).collect();
        if self.measures.len() > 1 {
            let unnamed = self.measures.iter().any(|(_, name)| name.is_empty());
            let default = unnamed.then(EcoString::new);
            axes.push(Axis { name: "measure".into(), role: Role::Measures, default });
        }
        axes
    }

    /// Returns the table as its file has it, without rows and columns of statuses, the columns of its
    /// key, and what each column is in the wide table.
    fn head(&self, filed: &Dataset) -> (Dataset, Vec<usize>, Vec<Part>) {
        let part = |column: usize| {
            let own = self.own.iter().position(|&other| other == column).map(Part::Own);
            let is_column = |(other, _): &(usize, EcoString)| *other == column;
            let measure = || self.measures.iter().position(is_column).map(Part::Measure);
            let source = || (self.source == Some(column)).then_some(Part::Source);
            let across = || (self.across == column).then_some(Part::Across);
            own.or_else(measure).or_else(source).or_else(across)
        };
        let kept: Vec<_> =
            (0..filed.columns.len()).filter_map(|column| Some((column, part(column)?))).collect();
        let columns = kept.iter().map(|(column, _)| filed.columns[*column].clone()).collect();
        let keys = self.keys.iter().filter_map(|key| kept.iter().position(|(at, _)| at == key));
        let keys: Vec<_> = keys.collect();
        let mut head = filed.clone();
        head.columns = columns;
        head.key = keys.first().copied().unwrap_or_default();
        (head, keys, kept.into_iter().map(|(_, part)| part).collect())
    }
}

fn same_source(first: &Cell, other: &Cell) -> Option<Box<Diagnostic>> {
    if first.value == other.value {
        return None;
    }
    let message = "the observations of one series have several sources";
    Some(Box::new(
        Diagnostic::error(Code::BadCell, other.span, message)
            .with_related(first.span, "another source is named here")
            .with_hint(
                "give the series a dimension that tells its sources apart, and add it to `key:`",
            ),
    ))
}
