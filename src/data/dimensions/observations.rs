//! Turning observations into a wide table while they are read, so that they are in memory once.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use ecow::EcoString;

use super::filed::{Filed, Part, Place};
use super::{Axis, Dimensions, Role, Values, heading};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::limits::WIDE_GAPS;
use crate::base::span::Span;
use crate::data::dataset::{Cell, CellStatus, Column, ColumnKind, Dataset, Row, Value};
use crate::data::rows::scalar;
use crate::publication::date;
use crate::publication::entity::Entities;

/// The observation that has the key first that another has, too.
#[derive(Debug, Clone, Copy)]
pub struct Doubled {
    /// Where it went.
    place: Place,
    /// Where it stands in its file.
    span: Span,
}

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
    source: Option<Cell>,
    /// The cells that name it, and behind them the measures of each value across; none where there is no
    /// observation.
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
    pub fn add(&mut self, cells: &mut [Cell]) -> Result<(), Doubled> {
        // What follows would only take memory: this is refused in the end.
        if self.gaps() > WIDE_GAPS.most {
            return Ok(());
        }
        self.fold_statuses(cells);
        let line = self.line(cells);
        let position = self.position(&cells[self.across].value);
        let start = self.start(position);
        let step = self.measures.len().max(1);
        let place = (line, position);
        let target = &mut self.lines[line as usize];
        if target.cells.len() < start + step {
            target.cells.resize(start + step, None);
        }
        if let Some(first) = &target.cells[start] {
            return Err(Doubled { place, span: first.span });
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

    /// Returns where a line has the measures of a value across.
    fn start(&self, position: u32) -> usize {
        self.own.len() + position as usize * self.measures.len().max(1)
    }

    /// Returns how many cells the wide table has for which there is no observation.
    fn gaps(&self) -> usize {
        let cells = self.lines.len().saturating_mul(self.values.len());
        cells.saturating_sub(self.order.len()).saturating_mul(self.measures.len().max(1))
    }

    /// Returns the key and the place of the observation that has it first.
    pub fn first(&self, doubled: Doubled) -> (EcoString, Span) {
        let Doubled { place: (line, position), span } = doubled;
        let line = &self.lines[line as usize];
        let mut own = line.cells.iter().flatten();
        let part = |&key: &usize| {
            let value = if key == self.across {
                Some(&self.values[position as usize])
            } else {
                own.next().map(|cell| &cell.value)
            };
            value.and_then(scalar::key)
        };
        let key = self.keys.iter().filter_map(part).collect::<Vec<_>>().join(", ").into();
        (key, span)
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
            let mut own = self.own.iter().zip(line.cells.iter().flatten());
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
        // The line has as many cells as the wide table has columns so far, and one for the source.
        let room = self.start(u32::try_from(self.values.len()).unwrap_or(u32::MAX)) + 1;
        let mut own = Vec::with_capacity(room);
        own.extend(self.own.iter().map(|&column| Some(cells[column].clone())));
        let source = self.source.map(|source| cells[source].clone());
        self.lines.push(Line { key, source, cells: own });
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
        let names: Vec<EcoString> = sorted.iter().map(|(value, _)| value.clone()).collect();
        let mut wide =
            Dataset::empty(filed.id.clone(), filed.file, self.columns(filed, &names, entities));
        let axes = self.axes(filed);
        let (head, keys, parts) = self.head(filed);
        let Self { lines, own, measures, order, values: found, .. } = self;
        let across = Across { own: own.len(), step: measures.len(), sorted: &sorted };
        for Line { key, source, cells } in lines {
            let named = cells.iter().flatten().next();
            let span = named.map_or(Span::start_of(filed.file), |cell| cell.span);
            let mut cells = across.cells(cells, span);
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
        wide.dimensions = Some(Dimensions { axes, across: names, measures, filed, keys, values });
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

/// The values across, in the order in which the wide table has them.
struct Across<'o> {
    /// How many cells name a row.
    own: usize,
    /// How many measures each value has.
    step: usize,
    /// The values, and the number that each had when it was read.
    sorted: &'o [(EcoString, usize)],
}

impl Across<'_> {
    /// Returns the cells of a row, with missing values at `span` where there is no observation.
    fn cells(&self, mut cells: Vec<Option<Cell>>, span: Span) -> Vec<Cell> {
        let (own, step) = (self.own, self.step);
        let gap = Cell { value: Value::Missing, span, status: None };
        let is_sorted = self.sorted.iter().map(|(_, number)| *number).is_sorted();
        if is_sorted {
            // The cells stay where they are in memory.
            cells.resize(own + self.sorted.len() * step, None);
            return cells.into_iter().map(|cell| cell.unwrap_or_else(|| gap.clone())).collect();
        }
        let mut all = Vec::with_capacity(own + self.sorted.len() * step + 1);
        all.extend(cells.iter_mut().take(own).filter_map(Option::take));
        for (_, number) in self.sorted {
            for offset in 0..step {
                let cell = cells.get_mut(own + number * step + offset).and_then(Option::take);
                all.push(cell.unwrap_or_else(|| gap.clone()));
            }
        }
        all
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
