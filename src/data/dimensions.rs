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
//! has it can be made of the wide one, for the page and the files of the dataset.

mod filed;
mod observations;

use std::collections::HashMap;

use ecow::{EcoString, eco_format};

use super::dataset::{Column, ColumnKind, Dataset};
use super::rows::scalar;
use crate::publication::entity::Entities;
use crate::publication::localized::Localized;
pub use filed::Filed;
pub(super) use observations::Observations;

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
    pub filed: Box<Filed>,
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
