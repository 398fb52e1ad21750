//! What the cells of derived datasets come from.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use crate::tree::CellName;

/// For each derived dataset, row by row and column by column, the cells that a cell was computed
/// from, those behind derived ones included.
#[derive(Debug, Clone, Default)]
pub struct Lineage {
    datasets: BTreeMap<EcoString, Vec<Vec<Vec<CellName>>>>,
    /// The datasets that each depends on, through others too, whether it has a cell of them or not.
    inputs: BTreeMap<EcoString, BTreeSet<EcoString>>,
}

impl Lineage {
    /// Adds a derived dataset, and those that its file names, of which derived ones were added before.
    pub fn add(
        &mut self,
        dataset: EcoString,
        rows: Vec<Vec<Vec<CellName>>>,
        mut inputs: BTreeSet<EcoString>,
    ) {
        let behind = inputs.iter().filter_map(|input| self.inputs.get(input)).flatten();
        let behind: Vec<_> = behind.cloned().collect();
        inputs.extend(behind);
        self.inputs.insert(dataset.clone(), inputs);
        self.datasets.insert(dataset, rows);
    }

    /// Whether a dataset is derived.
    pub fn has(&self, dataset: &str) -> bool {
        self.datasets.contains_key(dataset)
    }

    /// Returns the names of the datasets that a derived one depends on, those that only decide about its rows and those
    /// behind derived ones included.
    pub fn inputs(&self, dataset: &str) -> impl Iterator<Item = &EcoString> {
        self.inputs.get(dataset).into_iter().flatten()
    }

    /// Returns the cells that a cell was computed from; none if it was not.
    pub fn of(&self, dataset: &str, row: usize, column: usize) -> &[CellName] {
        let rows = self.datasets.get(dataset).and_then(|rows| rows.get(row));
        rows.and_then(|columns| columns.get(column)).map_or(&[], Vec::as_slice)
    }
}
