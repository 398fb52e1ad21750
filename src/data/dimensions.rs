//! Data with several dimensions: a row for each observation becomes a cell of a wide table.
//!
//! ```text
//! country,year,gdp          country │ 2015 │ 2016
//! Chile,2015,244       ──>  Chile   │  244 │  250
//! Chile,2016,250            Peru    │  190 │
//! Peru,2015,190
//! ```
//!
//! One dimension, the periods if there are any, runs across; the others name the rows. So wide and
//! long files of the same data give the same sentences, tables and charts. The table as its file
//! has it is kept for the page and the files of the dataset.

use std::collections::{BTreeMap, HashMap};

use ecow::{EcoString, eco_format};

use super::dataset::{Cell, Column, ColumnKind, Dataset, Row, Value};
use super::rows::scalar;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::publication::date;
use crate::publication::entity::Entities;
use crate::publication::localized::Localized;

/// One of the dimensions of a dataset, in the order of its key.
#[derive(Debug, Clone)]
pub struct Axis {
    /// The name of the dimension.
    pub name: EcoString,
    /// Where its values stand.
    pub role: Role,
    /// The value to use if a selection names none.
    pub default: Option<EcoString>,
}

/// Where the wide table has the values of a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// In the column with this number.
    Rows(usize),
    /// In the heads of the columns.
    Columns,
    /// After those, in the heads of the columns.
    Measures,
}

/// A dataset of several dimensions.
#[derive(Debug, Clone)]
pub struct Dimensions {
    /// What it is selected by.
    pub axes: Vec<Axis>,
    /// The values of the dimension that runs across, in order.
    pub across: Vec<EcoString>,
    /// The names of its measures; an empty one need not be named.
    pub measures: Vec<EcoString>,
    /// The table as its file has it.
    pub filed: Box<Dataset>,
    /// The numbers of the columns of that table that are its key.
    pub keys: Vec<usize>,
    /// The values of each dimension that names rows, by its column.
    pub values: Vec<Values>,
}

/// The values of a dimension that names rows, with the rows of each, so that a selection need not
/// look at all rows.
#[derive(Debug, Clone, Default)]
pub struct Values {
    /// The values in the order in which they occur.
    pub names: Vec<EcoString>,
    /// The rows of a value, ascending.
    pub rows: HashMap<EcoString, Vec<usize>>,
}

impl Values {
    /// Finds the values of a column.
    pub fn of(dataset: &Dataset, column: usize) -> Self {
        let mut values = Self::default();
        for (number, row) in dataset.rows.iter().enumerate() {
            let value = scalar::key(&row.cells[column].value).unwrap_or_default();
            if let Some(rows) = values.rows.get_mut(&value) {
                rows.push(number);
            } else {
                values.names.push(value.clone());
                values.rows.insert(value, vec![number]);
            }
        }
        values
    }
}

impl Dimensions {
    /// Returns the name of the column for a value that runs across and a measure.
    pub fn column(across: &str, measure: &str) -> EcoString {
        if measure.is_empty() { across.into() } else { eco_format!("{across}, {measure}") }
    }
}

/// How a table is turned: the columns of its key, and what each becomes.
struct Plan {
    across: usize,
    rows: Vec<usize>,
    measures: Vec<(usize, EcoString)>,
    source: Option<usize>,
}

impl Plan {
    fn new(dataset: &Dataset, keys: &[usize]) -> Self {
        let is_time = |&&key: &&usize| {
            matches!(dataset.columns[key].kind, ColumnKind::Year | ColumnKind::Date)
        };
        let last = keys.last().copied().unwrap_or_default();
        let across = keys.iter().rev().find(is_time).copied().unwrap_or(last);
        let rest = (0..dataset.columns.len()).filter(|column| !keys.contains(column));
        let kind = |column: usize| dataset.columns[column].kind;
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
            rows: keys.iter().copied().filter(|&key| key != across).collect(),
            measures: measures.iter().copied().map(named).collect(),
            source,
        }
    }
}

/// Turns a table with a row for each observation into a wide one.
///
/// # Errors
/// Reports a series with several sources, which the wide table cannot hold.
pub(super) fn turn(
    filed: Dataset,
    keys: &[usize],
    entities: &Entities,
) -> Result<Dataset, Box<Diagnostic>> {
    let plan = Plan::new(&filed, keys);
    let across = values_across(&filed, plan.across);
    let mut columns: Vec<Column> =
        plan.rows.iter().map(|&column| filed.columns[column].clone()).collect();
    let own = columns.len();
    for value in &across {
        for (measure, name) in &plan.measures {
            columns.push(heading(&filed, (plan.across, value), (*measure, name), entities));
        }
    }
    columns.extend(plan.source.map(|source| filed.columns[source].clone()));
    let positions: HashMap<&str, usize> =
        across.iter().enumerate().map(|(number, value)| (value.as_str(), number)).collect();
    let mut wide = Dataset::empty(filed.id.clone(), filed.file, columns);
    let mut rows: Vec<Row> = Vec::new();
    let mut known: HashMap<EcoString, usize> = HashMap::new();
    for row in &filed.rows {
        let key = joined(row, &plan.rows);
        let number = *known.entry(key.clone()).or_insert_with(|| {
            rows.push(begin(key, row, &plan, wide.columns.len()));
            rows.len() - 1
        });
        let target = &mut rows[number].cells;
        if let Some(source) = plan.source {
            same_source(&target[target.len() - 1], &row.cells[source])?;
        }
        let at = scalar::key(&row.cells[plan.across].value).unwrap_or_default();
        let Some(position) = positions.get(at.as_str()) else { continue };
        for (offset, (measure, _)) in plan.measures.iter().enumerate() {
            target[own + position * plan.measures.len() + offset] = row.cells[*measure].clone();
        }
    }
    for row in rows {
        wide.add(row);
    }
    let axes = axes(&filed, keys, &plan);
    let measures = plan.measures.into_iter().map(|(_, name)| name).collect();
    wide.describe_like(&filed);
    let values = (0..own).map(|column| Values::of(&wide, column)).collect();
    let (filed, keys) = (Box::new(filed), keys.to_vec());
    wide.dimensions = Some(Dimensions { axes, across, measures, filed, keys, values });
    Ok(wide)
}

fn axes(filed: &Dataset, keys: &[usize], plan: &Plan) -> Vec<Axis> {
    let axis = |&key: &usize| {
        let column = &filed.columns[key];
        let role = match plan.rows.iter().position(|&row| row == key) {
            Some(position) => Role::Rows(position),
            None => Role::Columns,
        };
        Axis { name: column.name.clone(), role, default: column.default.clone() }
    };
    let mut axes: Vec<_> = keys.iter().map(axis).collect();
    if plan.measures.len() > 1 {
        let unnamed = plan.measures.iter().any(|(_, name)| name.is_empty());
        let default = unnamed.then(EcoString::new);
        axes.push(Axis { name: "measure".into(), role: Role::Measures, default });
    }
    axes
}

/// Returns the values that run across: periods by time, others in the order in which they occur.
fn values_across(filed: &Dataset, column: usize) -> Vec<EcoString> {
    let mut seen: BTreeMap<EcoString, usize> = BTreeMap::new();
    for row in &filed.rows {
        let next = seen.len();
        if let Some(value) = scalar::key(&row.cells[column].value) {
            seen.entry(value).or_insert(next);
        }
    }
    let mut values: Vec<_> = seen.into_iter().collect();
    let is_time = matches!(filed.columns[column].kind, ColumnKind::Year | ColumnKind::Date);
    values.sort_by_key(|(value, number)| {
        let first = date::period(value).filter(|_| is_time).map(|(first, _)| first);
        (first, *number)
    });
    values.into_iter().map(|(value, _)| value).collect()
}

fn heading(
    filed: &Dataset,
    (across, value): (usize, &EcoString),
    (measure, name): (usize, &EcoString),
    entities: &Entities,
) -> Column {
    let column = &filed.columns[measure];
    let at = match filed.columns[across].kind {
        ColumnKind::Entity => entities.name(value),
        _ => Localized::Same(value.clone()),
    };
    let title = match (&column.title, name.is_empty()) {
        (_, true) => at,
        (title, false) => {
            let title = title.clone().unwrap_or_else(|| Localized::Same(name.clone()));
            Localized::joined(&[at, title], ", ")
        }
    };
    Column {
        name: Dimensions::column(value, name),
        title: Some(title),
        from: None,
        default: None,
        ..column.clone()
    }
}

fn joined(row: &Row, columns: &[usize]) -> EcoString {
    let parts = columns.iter().filter_map(|&column| scalar::key(&row.cells[column].value));
    parts.collect::<Vec<_>>().join(", ").into()
}

fn begin(key: EcoString, row: &Row, plan: &Plan, columns: usize) -> Row {
    let span = row.cells.first().map(|cell| cell.span);
    let mut cells: Vec<Cell> = plan.rows.iter().map(|&column| row.cells[column].clone()).collect();
    if let Some(span) = span {
        cells.resize(columns, Cell { value: Value::Missing, span, status: None });
    }
    if let (Some(source), Some(last)) = (plan.source, cells.last_mut()) {
        *last = row.cells[source].clone();
    }
    Row { key, cells }
}

fn same_source(first: &Cell, other: &Cell) -> Result<(), Box<Diagnostic>> {
    if first.value == other.value {
        return Ok(());
    }
    let message = "the observations of one series have several sources";
    Err(Box::new(
        Diagnostic::error(Code::BadCell, other.span, message)
            .with_related(first.span, "another source is named here")
            .with_hint(
                "give the series a dimension that tells its sources apart, and add it to `key:`",
            ),
    ))
}
