//! What the cells of derived datasets come from.

use std::collections::BTreeMap;

use ecow::EcoString;

use crate::tree::CellName;

/// For each derived dataset, row by row and column by column, the cells that a cell was computed
/// from, those behind derived ones included.
#[derive(Debug, Clone, Default)]
pub struct Lineage {
    datasets: BTreeMap<EcoString, Vec<Vec<Vec<CellName>>>>,
}

impl Lineage {
    /// Adds a derived dataset.
    pub fn add(&mut self, dataset: EcoString, rows: Vec<Vec<Vec<CellName>>>) {
        self.datasets.insert(dataset, rows);
    }

    /// Whether a dataset is derived.
    pub fn has(&self, dataset: &str) -> bool {
        self.datasets.contains_key(dataset)
    }

    /// Returns the names of the datasets that a derived one was computed from, some of them often.
    pub fn inputs(&self, dataset: &str) -> impl Iterator<Item = &EcoString> {
        let rows = self.datasets.get(dataset).into_iter().flatten();
        rows.flatten().flatten().map(|cell| &cell.dataset)
    }

    /// Returns the cells that a cell was computed from; none if it was not.
    pub fn of(&self, dataset: &str, row: usize, column: usize) -> &[CellName] {
        let rows = self.datasets.get(dataset).and_then(|rows| rows.get(row));
        rows.and_then(|columns| columns.get(column)).map_or(&[], Vec::as_slice)
    }
}
