//! Datasets that say in a column of their own in what each row is.

use ecow::EcoString;

use super::{Column, ColumnKind, Dataset, Value};
use crate::data::measure::Unit;

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

impl Dataset {
    /// Returns what a column of its own says of the unit of a cell that has no other.
    pub(crate) fn row_unit(&self, row: usize, column: usize) -> Option<&EcoString> {
        if self.columns[column].measure.unit != Unit::None {
            return None;
        }
        let is_unit = |column: &Column| {
            column.kind == ColumnKind::Text
                && NAMES.iter().any(|name| column.name.eq_ignore_ascii_case(name))
        };
        let column = self.columns.iter().position(is_unit)?;
        match &self.rows[row].cells[column].value {
            Value::Text(text) => text.all().next(),
            _ => None,
        }
    }
}
