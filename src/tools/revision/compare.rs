//! Two versions of a dataset, cell by cell.

use std::collections::BTreeMap;

use ecow::EcoString;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::data::Dataset;
use crate::data::dataset::{ColumnKind, Value};

/// What a newer version of a dataset changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DataComparison {
    /// The rows that it lacks, by their keys.
    pub lost_rows: Vec<EcoString>,
    /// The columns that it lacks.
    pub lost_columns: Vec<EcoString>,
    /// The cells that have no value any more, by row and column.
    pub lost_cells: Vec<(EcoString, EcoString)>,
    /// The rows that it adds.
    pub new_rows: Vec<EcoString>,
    /// The columns that it adds.
    pub new_columns: Vec<EcoString>,
    /// How many cells have a value that did not have one.
    pub filled: usize,
    /// The cells whose value changed, the largest changes first.
    pub revisions: Vec<Revision>,
    /// How many values are the same.
    pub same: usize,
}

/// A cell whose value changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// The row.
    pub row: EcoString,
    /// The column.
    pub column: EcoString,
    /// The value before, as the file has it.
    pub before: String,
    /// The value after.
    pub after: String,
    /// By how much it changed, as a fraction of the old value; infinite if that was zero or not a
    /// number.
    pub change: f64,
    /// The power of ten that it was multiplied by, if nothing else changed.
    pub factor: Option<i32>,
}

impl DataComparison {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Self { same: self.same, ..Self::default() }
    }

    /// Returns the powers of ten that cells were multiplied by, each with how many and one of them.
    pub fn suspicions(&self) -> BTreeMap<i32, (usize, &Revision)> {
        let mut found: BTreeMap<i32, (usize, &Revision)> = BTreeMap::new();
        for revision in &self.revisions {
            if let Some(factor) = revision.factor {
                found.entry(factor).or_insert((0, revision)).0 += 1;
            }
        }
        found
    }
}

/// Compares a dataset with a newer version of it; rows are the same if their keys are.
pub fn compare(before: &Dataset, after: &Dataset) -> DataComparison {
    let (before, after) = (before.observations(), after.observations());
    let mut found = DataComparison::default();
    let names = |dataset: &Dataset| -> Vec<EcoString> {
        dataset.columns.iter().map(|column| column.name.clone()).collect()
    };
    let (old_columns, new_columns) = (names(before), names(after));
    found.lost_columns =
        old_columns.iter().filter(|it| !new_columns.contains(it)).cloned().collect();
    found.new_columns =
        new_columns.iter().filter(|it| !old_columns.contains(it)).cloned().collect();
    let shared: Vec<(usize, usize)> = (0..before.columns.len())
        .filter_map(|column| Some((column, after.column(&before.columns[column].name)?)))
        .collect();
    for row in &before.rows {
        let Some(other) = after.row(&row.key) else {
            found.lost_rows.push(row.key.clone());
            continue;
        };
        for &(column, newer) in &shared {
            let name = &before.columns[column].name;
            let is_number = before.columns[column].kind == ColumnKind::Number;
            let cell = ComparedCell { row: &row.key, column: name, is_number };
            let newer = &after.rows[other].cells[newer].value;
            found.cell(cell, &row.cells[column].value, newer);
        }
    }
    found.new_rows = after
        .rows
        .iter()
        .filter(|row| before.row(&row.key).is_none())
        .map(|row| row.key.clone())
        .collect();
    found.revisions.sort_by(|one, other| {
        other.change.total_cmp(&one.change).then_with(|| one.row.cmp(&other.row))
    });
    found
}

/// A cell that both versions have.
#[derive(Clone, Copy)]
struct ComparedCell<'c> {
    row: &'c EcoString,
    column: &'c EcoString,
    is_number: bool,
}

impl DataComparison {
    fn cell(&mut self, cell: ComparedCell<'_>, before: &Value, after: &Value) {
        let ComparedCell { row, column, is_number } = cell;
        match (before, after) {
            (Value::Missing, Value::Missing) => {}
            (Value::Missing, _) => self.filled += 1,
            (_, Value::Missing) => self.lost_cells.push((row.clone(), column.clone())),
            (Value::Number(before), Value::Number(after)) if before == after => self.same += 1,
            (before, after) if before == after => self.same += usize::from(is_number),
            (before, after) => {
                let (change, factor) = match (before, after) {
                    (Value::Number(before), Value::Number(after)) => change(*before, *after),
                    _ => (f64::INFINITY, None),
                };
                self.revisions.push(Revision {
                    row: row.clone(),
                    column: column.clone(),
                    before: written(before),
                    after: written(after),
                    change,
                    factor,
                });
            }
        }
    }
}

/// Returns by how much a number changed, and the power of ten that it was multiplied by if it was.
fn change(before: Decimal, after: Decimal) -> (f64, Option<i32>) {
    let (Some(before), Some(after)) = (before.to_f64(), after.to_f64()) else {
        return (f64::INFINITY, None);
    };
    if before == 0.0 {
        return (f64::INFINITY, None);
    }
    let ratio = after / before;
    // A revision may coincide with a change of scale, so the factor need not be exactly a power of
    // ten.
    let is_near = |power: &&i32| (ratio / 10_f64.powi(**power) - 1.0).abs() < 0.02;
    let factor = [-9, -6, -3, -2, -1, 1, 2, 3, 6, 9].iter().find(is_near).copied();
    ((ratio - 1.0).abs(), factor)
}

fn written(value: &Value) -> String {
    match value {
        Value::Missing => "nothing".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.all().next().map(ToString::to_string).unwrap_or_default(),
        Value::Date(text) | Value::Entity(text) | Value::Source(text) => text.to_string(),
        Value::Boolean(boolean) => boolean.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_of_ten_are_suspected() {
        #[track_caller]
        fn test(before: i64, after: i64, expected: Option<i32>) {
            assert_eq!(change(Decimal::from(before), Decimal::from(after)).1, expected);
        }

        test(410, 410_000, Some(3));
        test(410, 4_099, Some(1));
        test(410_000, 410, Some(-3));
        test(410, 430, None);
        test(0, 10, None);
    }
}
