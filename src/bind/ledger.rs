//! Recording where numbers come from: the ledger of an edition.
//!
//! The first walk notes which rows of which datasets an edition uses ([`Origins`](super::origins::Origins));
//! composing records each number as it is printed. A block that shows cells takes part in both: `Origins::note`
//! while the edition is collected, [`Binder::record_cells`] while it is composed.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::slice;

use ecow::{EcoString, eco_format};

use super::origins::rows;
use super::{Binder, Charts};
use crate::base::diagnostic::Diagnostic;
use crate::base::limits::LEDGER_CELLS;
use crate::base::span::Span;
use crate::data::Dataset;
use crate::data::dataset::{Access, CellStatus, Value};
use crate::data::derive;
use crate::data::evaluate::{Computed, Evaluated, evaluate};
use crate::data::expression::{Binding, Expression, Format, THIS_KEY};
use crate::data::print;
use crate::language::{Word, count_words};
use crate::tree::{CellName, EntryForm, FigureForm, Inline, LedgerEntry, LedgerPlace};

/// Returns what stands for the expression of a number and its cells, however it is rounded.
fn basis(expression: &str, cells: &[CellName]) -> u64 {
    let expression = expression.split('|').next().unwrap_or_default();
    let mut hasher = DefaultHasher::new();
    expression.split_whitespace().collect::<String>().hash(&mut hasher);
    cells.hash(&mut hasher);
    hasher.finish()
}

/// A figure or table that shows cells of a dataset.
#[derive(Debug, Clone)]
pub(super) struct Exhibit<'d> {
    /// Whether it is counted as a figure or as a table.
    pub form: FigureForm,
    /// The dataset.
    pub dataset: &'d Dataset,
    /// The anchor; empty if there is none.
    pub id: EcoString,
    /// The label as printed.
    pub label: EcoString,
    /// The place of the block.
    pub span: Span,
}

/// A cell as a figure or table shows it.
#[derive(Debug, Clone)]
pub(super) struct ShownCell {
    /// The number of its row.
    pub row: usize,
    /// The number of its column.
    pub column: usize,
    /// The number as printed.
    pub text: EcoString,
}

impl Binder<'_, '_> {
    /// Evaluates and prints a bound number, and records it; none if it has a mistake.
    pub(super) fn number(&mut self, binding: &Binding) -> Option<Inline> {
        let evaluated = match self.collected.origins.take(binding.span) {
            Some(evaluated) => evaluated,
            None => match evaluate(&binding.expression, self.data()) {
                Err(problem) if problem.code.is_of_missing() => {
                    return self.otherwise(binding, problem);
                }
                found => self.problems.keep(found)?,
            },
        };
        self.check_languages(&evaluated.value)?;
        let entities = &self.resources.publication.entities;
        let values = &self.resources.publication.values;
        let formats = values.formats(binding);
        let printed = print::print(&evaluated.value, formats, entities, self.locale);
        let text = self.problems.keep(printed)?;
        // A name that the author wrote rests on no data.
        if let Expression::Entity(_) = binding.expression {
            self.words += count_words(&text);
            return Some(Inline::Text { text, origin: Some(binding.span) });
        }
        let inferred = evaluated.statuses.contains(&CellStatus::Inferred);
        let text = evaluated
            .statuses
            .iter()
            .fold(text, |text, &status| self.printer().marked(text, Some(status)));
        self.words += count_words(&text);
        let (unit, form) = self.unit_and_form(&evaluated.value);
        let entry = self.ledger.len();
        let headline = std::mem::take(&mut self.headline);
        let written = self.named(binding, |it| it.text.clone());
        let found = LedgerEntry {
            text: text.clone(),
            expression: self.expression_shown(binding),
            basis: 0,
            remarks: self.remarks(binding, &evaluated),
            cells: evaluated.cells,
            left_out: evaluated.left_out,
            is_inferred: inferred,
            sources: evaluated.sources,
            datasets: Vec::new(),
            first: entry,
            unit,
            form,
            headline,
            place: self.place.clone(),
            span: binding.span,
        };
        self.record(written, found);
        Some(Inline::Number { text, entry })
    }

    /// Reports a text or a name that lacks the language of the edition; returns none then.
    fn check_languages(&mut self, value: &Computed) -> Option<()> {
        let tag = self.language().tag.as_str();
        let entities = &self.resources.publication.entities;
        let checked = match value {
            Computed::Text(text) => text.check([tag]),
            Computed::Entity(id) => entities.get(id).map_or(Ok(()), |it| it.name.check([tag])),
            Computed::Quantity(_)
            | Computed::Range(_)
            | Computed::Date(_)
            | Computed::Names(_)
            | Computed::Truth(_) => Ok(()),
        };
        self.problems.keep(checked)
    }

    /// Returns the unit of a value, and whether it is a number.
    fn unit_and_form(&self, value: &Computed) -> (EcoString, EntryForm) {
        match value {
            Computed::Quantity(quantity) => {
                (self.locale.unit(&quantity.measure), EntryForm::Number)
            }
            Computed::Range(ends) => (self.locale.unit(&ends.0.measure), EntryForm::Number),
            Computed::Date(_) => (EcoString::new(), EntryForm::Number),
            Computed::Text(_) | Computed::Names(_) | Computed::Entity(_) | Computed::Truth(_) => {
                (EcoString::new(), EntryForm::Text)
            }
        }
    }

    /// Returns the words that stand in for a missing value; reports it if there are none.
    fn otherwise(&mut self, binding: &Binding, problem: Diagnostic) -> Option<Inline> {
        let formats = self.resources.publication.values.formats(binding);
        let words = formats.iter().find_map(|format| match &format.value {
            Format::Otherwise(words) => Some(words.clone()),
            _ => None,
        });
        // In a table, a value that is missing is shown as that.
        let missing = || self.listed.map(|_| self.printer().plain(&Value::Missing));
        let Some(text) = words.or_else(missing) else {
            let is_profile = self.edition.subject.is_entity();
            let hint = "or write what to print instead: `| otherwise \"an unknown sum\"`";
            self.problems.push(if is_profile { problem.with_hint(hint) } else { problem });
            return None;
        };
        self.words += count_words(&text);
        Some(Inline::Text { text, origin: Some(binding.span) })
    }

    /// Returns the expression of a bound number as readers see it: nothing of closed data, and no words that were not
    /// printed.
    fn expression_shown(&self, binding: &Binding) -> EcoString {
        if self.resources.charts == Charts::Undrawn {
            return self.named(binding, |it| it.text.clone());
        }
        let publication = self.resources.publication;
        let mut named = BTreeSet::new();
        // It may name what did not have to be looked at.
        derive::collect(&binding.expression, &publication.values, &mut named);
        let is_closed = |id| publication.datasets.get(id).is_some_and(|it| it.access.is_closed());
        let is_told = !named.iter().any(is_closed);
        if is_told { self.named(binding, Binding::told) } else { EcoString::new() }
    }

    /// Returns the expression of a bound number; in a list of profiles, with the entity that it is of.
    fn named(&self, binding: &Binding, text: fn(&Binding) -> EcoString) -> EcoString {
        let shown = self.resources.publication.values.shown(binding, text);
        match self.listed {
            Some(id) => shown.replace(THIS_KEY, id),
            None => shown,
        }
    }

    /// Records the cells that a figure or table shows, in the order in which it shows them.
    ///
    /// The figure's rows must have been noted by the first walk (`Origins::note`).
    pub(super) fn record_cells(
        &mut self,
        exhibit: &Exhibit<'_>,
        cells: impl IntoIterator<Item = ShownCell>,
    ) {
        let Exhibit { dataset, id, label, span, .. } = exhibit;
        if !self.withholds(&dataset.id) {
            self.annex_index(&dataset.id);
        }
        let lineage = &self.resources.publication.lineage;
        for ShownCell { row, column: index, text } in cells {
            let column = &dataset.columns[index];
            let name = CellName {
                dataset: dataset.id.clone(),
                row: dataset.rows[row].key.clone(),
                column: column.name.clone(),
            };
            let expression = eco_format!("{name}");
            let found = LedgerEntry {
                text,
                expression: expression.clone(),
                basis: 0,
                cells: std::iter::once(name)
                    .chain(lineage.of(&dataset.id, row, index).to_vec())
                    .collect(),
                left_out: Vec::new(),
                is_inferred: dataset.status(row, index) == Some(CellStatus::Inferred),
                remarks: Vec::new(),
                sources: dataset.source_of(row).map(|(key, _)| key.value).into_iter().collect(),
                datasets: Vec::new(),
                first: self.ledger.len(),
                unit: self.locale.unit(dataset.measure(row, index)),
                form: EntryForm::Number,
                headline: EcoString::new(),
                place: LedgerPlace::Figure { id: id.clone(), label: label.clone() },
                span: *span,
            };
            self.record(expression, found);
        }
    }

    /// Returns what readers must know of a number besides its source.
    fn remarks(&self, binding: &Binding, evaluated: &Evaluated) -> Vec<EcoString> {
        let words = self.locale.words;
        let inferred = evaluated
            .statuses
            .contains(&CellStatus::Inferred)
            .then(|| words.get(Word::NumberInferred).into());
        let count = evaluated.left_out.len();
        let left_out = (count > 0).then(|| words.get(Word::NumberLeftOut { count }).into());
        let named = self.resources.publication.values.named(binding);
        let about = named.and_then(|(_, value)| value.about.as_ref());
        let about = about.map(|about| about.text(&self.language().tag));
        inferred.into_iter().chain(left_out).chain(about).collect()
    }

    /// Adds an entry to the ledger, and its datasets to the annex; `written` is its expression, whoever is told of it.
    fn record(&mut self, written: EcoString, mut entry: LedgerEntry) {
        let before = self.named_cells;
        self.named_cells += entry.cells.len() + entry.left_out.len();
        let hint = "compute totals once, in a derived dataset, and bind numbers to its cells";
        if let Err(report) = LEDGER_CELLS.check(self.named_cells, entry.span, hint) {
            // It is said once; what comes after need not be kept.
            self.problems.extend((before <= LEDGER_CELLS.most).then_some(report));
            (entry.cells, entry.left_out) = (Vec::new(), Vec::new());
        }
        entry.basis = basis(&written, &entry.cells);
        entry.first = *self.first_entries.entry(written).or_insert(entry.first);
        self.withhold(&mut entry);
        for cells in entry.cells.chunk_by(|one, other| one.dataset == other.dataset) {
            let index = self.annex_index(&cells[0].dataset);
            if !entry.datasets.contains(&index) {
                entry.datasets.push(index);
            }
        }
        self.ledger.push(entry);
    }

    /// Whether readers are told nothing of a dataset. The author is.
    fn withholds(&self, dataset: &str) -> bool {
        let dataset = self.resources.publication.datasets.get(dataset);
        self.resources.charts == Charts::Drawn
            && dataset.is_some_and(|dataset| dataset.access == Access::Closed)
    }

    /// Whether one of these cells is of closed data.
    pub(super) fn is_closed(&self, cells: &[CellName]) -> bool {
        let datasets = &self.resources.publication.datasets;
        cells.iter().any(|cell| {
            datasets.get(&cell.dataset).is_some_and(|dataset| dataset.access.is_closed())
        })
    }

    /// Takes from a number of closed data what readers may not have: its cells, how it was computed,
    /// and, unless the dataset is described, what it is from.
    fn withhold(&mut self, entry: &mut LedgerEntry) {
        let is_told = self.resources.charts == Charts::Undrawn;
        if is_told || !self.is_closed(&entry.cells) && !self.is_closed(&entry.left_out) {
            return;
        }
        let cells = std::mem::take(&mut entry.cells);
        let told: Vec<_> =
            cells.into_iter().filter(|cell| !self.withholds(&cell.dataset)).collect();
        entry.datasets = told.iter().map(|cell| self.annex_index(&cell.dataset)).collect();
        entry.datasets.dedup();
        let sources = rows(&told, self.data())
            .filter_map(|(dataset, row)| dataset.source_of(row).map(|(key, _)| key.value));
        let sources: BTreeSet<_> = sources.collect();
        entry.sources.retain(|key| sources.contains(key));
        entry.cells =
            told.into_iter().filter(|cell| !self.is_closed(slice::from_ref(cell))).collect();
        entry.expression = EcoString::new();
        entry.left_out = Vec::new();
        entry.remarks.push(self.locale.words.get(Word::NumberClosed).into());
    }

    /// Returns where a dataset stands in the annex, and adds it if it is not there yet.
    fn annex_index(&mut self, name: &EcoString) -> usize {
        let known = self.annexed.iter().position(|dataset| dataset == name);
        known.unwrap_or_else(|| {
            self.annexed.push(name.clone());
            self.annexed.len() - 1
        })
    }
}
