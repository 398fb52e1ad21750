//! What readers are told of a dataset as a whole, in their language.

use ecow::{EcoString, eco_format};
use rust_decimal::Decimal;

use super::checks::Discrepancy;
use super::dataset::{ColumnKind, Dataset, Provenance};
use super::print::Locale;
use crate::language::{Grouping, Word};
use crate::publication::entity::Entities;
use crate::tree::CellName;

impl Locale<'_> {
    /// Returns the titles of the columns whose values are inferred.
    pub fn inferred_columns(self, dataset: &Dataset) -> Vec<EcoString> {
        let is_inferred =
            |column: &&super::dataset::Column| column.provenance == Provenance::Inferred;
        let inferred = dataset.columns.iter().filter(is_inferred);
        inferred.map(|column| column.title_in(&self.language.tag)).collect()
    }

    /// Returns the discrepancies of a dataset, each with its reason and the cells that differ;
    /// empty for a closed one, because they name cells that no text may print.
    pub fn discrepancies(self, dataset: &Dataset, entities: &Entities) -> Vec<EcoString> {
        if dataset.access.is_closed() {
            return Vec::new();
        }
        let text = |discrepancy: &Discrepancy| {
            let cells = discrepancy.cells.iter();
            let cells: Vec<_> =
                cells.map(|cell| self.differing(cell, dataset, entities).to_string()).collect();
            let reason = discrepancy.reason.text(&self.language.tag);
            let cells = &cells.join("; ");
            self.words.get(Word::DatasetDiscrepancy { reason: &reason, cells }).into()
        };
        dataset.discrepancies.iter().map(text).collect()
    }

    /// Returns a total that differs from its parts, and by how much.
    fn differing(
        self,
        (name, difference): &(CellName, Decimal),
        dataset: &Dataset,
        entities: &Entities,
    ) -> EcoString {
        let tag = &self.language.tag;
        let row = match dataset.columns[dataset.key].kind {
            ColumnKind::Entity => entities.name(&name.row).text(tag),
            _ => name.row.clone(),
        };
        let column = dataset.column(&name.column);
        let column = column.map(|column| dataset.columns[column].title_in(tag)).unwrap_or_default();
        let difference = self.table_number(difference.abs(), None, Grouping::Grouped);
        eco_format!("{row}, {column}: {difference}")
    }
}
