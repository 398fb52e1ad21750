//! A table of observations as its file has it, made of the wide one for its page and its files.

use std::sync::{Arc, OnceLock};

use super::Dimensions;
use crate::base::span::Span;
use crate::data::dataset::{Cell, Dataset, Row, Value};
use crate::data::rows::scalar;

/// A table as its file has it: its columns, and where the wide table has its rows.
#[derive(Debug)]
pub struct Filed {
    /// The table without rows.
    pub(super) head: Dataset,
    /// The row and the value across of each observation, in the order of the file.
    pub(super) order: Arc<[Place]>,
    /// What each column is in the wide table.
    pub(super) parts: Vec<Part>,
    /// The values across, as cells hold them.
    pub(super) values: Arc<[Value]>,
    /// The table with its rows, once somebody asks for it.
    pub(super) whole: OnceLock<Box<Dataset>>,
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
pub(super) type Place = (u32, u32);

/// What a column of the file is in the wide table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The column with this number.
    Own(usize),
    /// What runs across.
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
