//! The cells that a typed number may have come from.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::lexicon::{Lexicon, split};
use crate::data::Dataset;
use crate::data::dataset::Value;
use crate::publication::Publication;
use crate::tree::CellName;

/// A list of more cells than this is of no use to an author.
const MOST: usize = 3;

/// The cells of all datasets, by their numbers.
#[derive(Debug)]
pub(super) struct Index<'a> {
    cells: HashMap<Decimal, Vec<Place<'a>>>,
}

#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    dataset: &'a Dataset,
    row: usize,
    column: usize,
}

impl<'a> Index<'a> {
    pub(super) fn new(publication: &'a Publication) -> Self {
        let mut cells: HashMap<_, Vec<_>> = HashMap::new();
        for dataset in publication.datasets.values() {
            for (row, cell_row) in dataset.rows.iter().enumerate() {
                for (column, cell) in cell_row.cells.iter().enumerate() {
                    let Value::Number(number) = cell.value else { continue };
                    let scale = dataset.columns[column].measure.scale.factor();
                    let Some(number) = number.checked_mul(scale) else { continue };
                    let place = Place { dataset, row, column };
                    cells.entry(number.normalize()).or_default().push(place);
                }
            }
        }
        Self { cells }
    }

    /// Returns a hint that names the cells that hold a number, unless there are many.
    pub(super) fn suggest(&self, text: &str, lexicon: &Lexicon) -> Option<String> {
        let number = value(text, lexicon)?;
        let places = self.cells.get(&number.normalize()).filter(|places| places.len() <= MOST)?;
        let cells: Vec<_> =
            places.iter().map(|place| format!("`{{{{ {} }}}}`", place.name())).collect();
        Some(format!("did you mean {}?", cells.join(" or ")))
    }
}

impl Place<'_> {
    fn name(&self) -> CellName {
        CellName {
            dataset: self.dataset.id.clone(),
            row: self.dataset.rows[self.row].key.clone(),
            column: self.dataset.columns[self.column].name.clone(),
        }
    }
}

/// Returns the number that digits or a word write, times the scale after it.
fn value(text: &str, lexicon: &Lexicon) -> Option<Decimal> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let number = lexicon.parse(&text[..end])?;
    let rest = split(&text[end..].to_lowercase(), lexicon.spacing);
    if rest.is_empty() {
        return Some(number);
    }
    let scale = lexicon.scales.iter().find(|(words, _)| *words == rest)?;
    number.checked_mul(scale.1)
}
