//! Datasets that say in a column of their own in what each row is.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::{Column, ColumnKind, Dataset, Value};
use crate::data::measure::{self, Measure, Unit};

/// What columns are called that say in what each row is.
const NAMES: &[&str] = &[
    "unit",
    "units",
    "unit_measure",
    "unit_of_measure",
    "unidad",
    "unidades",
    "unidade",
    "unité",
    "einheit",
    "единица",
    "单位",
    "وحدة",
];

/// The units of the rows of a dataset.
#[derive(Debug, Clone, Default)]
pub(super) struct RowUnits {
    /// For each column of numbers without a unit, the column that says it; none if there is none.
    columns: Vec<Option<usize>>,
    /// What the numbers of a column are in rows of a unit.
    measures: BTreeMap<(EcoString, usize), Measure>,
}

impl Dataset {
    /// Finds the columns that say in what each row is, and what the numbers are.
    pub(super) fn read_row_units(&mut self) {
        let columns: Vec<_> = (0..self.columns.len()).map(|at| self.unit_column(at)).collect();
        let mut measures = BTreeMap::new();
        for (at, unit) in columns.iter().enumerate() {
            let Some(unit) = *unit else { continue };
            for row in &self.rows {
                let Value::Text(text) = &row.cells[unit].value else { continue };
                let Some(name) = text.all().next().cloned() else { continue };
                let own = &self.columns[at].measure;
                measures.entry((name, at)).or_insert_with(|| {
                    let (unit, scale) = measure::unit_of_row(text);
                    let scale = if own.scale == measure::Scale::One { scale } else { own.scale };
                    Measure { unit, scale, ..own.clone() }
                });
            }
        }
        self.row_units = Arc::new(RowUnits { columns, measures });
    }

    /// Whether a column of this name says in what each row is.
    pub(in crate::data) fn names_unit(name: &str) -> bool {
        NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
    }

    /// Returns the column that says the unit of the numbers of another: in data with several dimensions, that of the
    /// same period.
    fn unit_column(&self, at: usize) -> Option<usize> {
        let column = &self.columns[at];
        if column.measure.unit != Unit::None || column.kind != ColumnKind::Number {
            return None;
        }
        let is_unit = Self::names_unit;
        let (period, _) = column.at();
        let is_of_period = |other: &&Column| {
            let (other_period, name) = other.at();
            other_period == period && is_unit(name)
        };
        let texts = || self.columns.iter().filter(|column| column.kind == ColumnKind::Text);
        let found = texts().find(|column| is_unit(&column.name)).or(texts().find(is_of_period))?;
        self.column(&found.name)
    }

    /// Returns what a column of its own says of the unit of a cell that has no other.
    pub(crate) fn row_unit(&self, row: usize, column: usize) -> Option<&EcoString> {
        let unit = (*self.row_units.columns.get(column)?)?;
        match &self.rows[row].cells[unit].value {
            Value::Text(text) => text.all().next(),
            _ => None,
        }
    }

    /// Returns what a cell measures.
    pub(crate) fn measure(&self, row: usize, column: usize) -> &Measure {
        let unit = self.row_unit(row, column).cloned();
        let own = unit.and_then(|unit| self.row_units.measures.get(&(unit, column)));
        own.unwrap_or(&self.columns[column].measure)
    }
}
