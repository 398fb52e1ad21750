//! What the numbers of an edition rest on: noted by the first walk, so that their sources are cited like any other
//! work.

use std::collections::HashMap;

use ecow::EcoString;

use crate::base::diagnostic::Problems;
use crate::base::span::{Span, Spanned};
use crate::bind::cite::Collector;
use crate::data::Dataset;
use crate::data::dataset::Access;
use crate::data::evaluate::{Data, Evaluated, evaluate};
use crate::data::expression::Binding;
use crate::data::select::Position;
use crate::markup::Cite;
use crate::publication::localized::Localized;
use crate::publication::sources::Sources;
use crate::tree::CellName;

/// What the numbers of an edition rest on, as the first walk finds it.
#[derive(Debug, Default)]
pub(super) struct Origins {
    /// The sources, dataset by dataset, in order of first use.
    noted: Vec<Origin>,
    /// The values of bound numbers, by place, so that each is computed once.
    values: HashMap<Span, Evaluated>,
}

/// A work that cells of a dataset are from.
#[derive(Debug)]
struct Origin {
    dataset: EcoString,
    key: Spanned<EcoString>,
    locator: Option<Localized>,
    /// The number of its citation, once it is cited.
    citation: Option<usize>,
}

impl Origins {
    /// Evaluates a bound number and notes what it is based on.
    ///
    /// A number that cannot be evaluated is reported when it is composed.
    pub(super) fn evaluate(&mut self, binding: &Binding, data: Data<'_>) {
        let Ok(evaluated) = evaluate(&binding.expression, data) else { return };
        self.note_cells(&evaluated.cells, data);
        self.values.insert(binding.span, evaluated);
    }

    /// Notes what a bound number is based on that is printed for several entities.
    pub(super) fn note_value(&mut self, binding: &Binding, data: Data<'_>) {
        let Ok(evaluated) = evaluate(&binding.expression, data) else { return };
        self.note_cells(&evaluated.cells, data);
    }

    fn note_cells(&mut self, cells: &[CellName], data: Data<'_>) {
        for (dataset, row) in rows(cells, data) {
            self.note(dataset, row);
        }
    }

    /// Returns the value of the bound number at `span`, if it could be evaluated.
    pub(super) fn take(&mut self, span: Span) -> Option<Evaluated> {
        self.values.remove(&span)
    }

    /// Notes that the edition shows a cell, with what it was derived from.
    pub(super) fn note_cell(&mut self, dataset: &Dataset, cell: Position, data: Data<'_>) {
        let (row, column) = cell;
        for (dataset, row) in rows(data.lineage.of(&dataset.id, row, column), data) {
            self.note(dataset, row);
        }
    }

    /// Notes that the edition shows cells of a row, or rests on them.
    pub(super) fn note(&mut self, dataset: &Dataset, row: usize) {
        // What readers are not told of is not cited.
        if dataset.access == Access::Closed {
            return;
        }
        let Some((key, locator)) = dataset.source_of(row) else { return };
        let is_same =
            |origin: &Origin| origin.key.value == key.value && origin.dataset == dataset.id;
        // Cells of one row, or of rows with one source, mostly follow each other.
        if self.noted.last().is_some_and(is_same) || self.noted.iter().any(is_same) {
            return;
        }
        let dataset = dataset.id.clone();
        let locator = locator.cloned();
        self.noted.push(Origin { dataset, key, locator, citation: None });
    }

    /// Cites each source once, so that the bibliography lists it.
    pub(super) fn cite(
        &mut self,
        language: &str,
        sources: &Sources,
        citations: &mut Collector,
        problems: &mut Problems,
    ) {
        for origin in &mut self.noted {
            if problems.keep(sources.get(&origin.key)).is_none() {
                continue;
            }
            let locator = origin.locator.as_ref().map(|text| text.text(language));
            let locator = locator.unwrap_or_default();
            origin.citation =
                Some(citations.add(vec![Cite { locator, ..Cite::of(origin.key.clone()) }]));
        }
    }

    /// Returns the works that cells of a dataset are from, each with the number of its citation, once it is cited.
    pub(super) fn of_dataset(
        &self,
        dataset: &str,
    ) -> impl Iterator<Item = (&EcoString, Option<usize>)> {
        let own = self.noted.iter().filter(move |origin| origin.dataset == dataset);
        own.map(|origin| (&origin.key.value, origin.citation))
    }
}

/// Returns the rows that cells stand in; neighbours in one row count once.
pub(super) fn rows<'a>(
    cells: &[CellName],
    data: Data<'a>,
) -> impl Iterator<Item = (&'a Dataset, usize)> {
    let is_same_row =
        |one: &CellName, other: &CellName| one.row == other.row && one.dataset == other.dataset;
    cells.chunk_by(is_same_row).filter_map(move |cells| {
        let dataset: &Dataset = data.datasets.get(&cells[0].dataset)?;
        Some((dataset, dataset.row(&cells[0].row)?))
    })
}
