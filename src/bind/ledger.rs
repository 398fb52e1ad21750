//! Recording where numbers come from: the ledger of an edition, and its annex.
//!
//! The first walk notes which rows of which datasets an edition uses, so that their
//! sources are cited like any other work; composing records each number as it is
//! printed. A block that shows cells takes part in both: [`Origins::note`] while the
//! edition is collected, [`Binder::record_cells`] while it is composed.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::slice;

use ecow::{EcoString, eco_format};

use super::{Binder, Charts};
use crate::base::diagnostic::{Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::bind::cite::Collector;
use crate::data::Dataset;
use crate::data::dataset::{Access, CellStatus, Value};
use crate::data::evaluate::{Computed, Data, Evaluated, evaluate};
use crate::data::expression::{Binding, Expression, Format, THIS_KEY};
use crate::data::print;
use crate::data::select::Position;
use crate::language::{Word, count_words};
use crate::markup::Cite;
use crate::publication::date;
use crate::publication::localized::Localized;
use crate::publication::sources::Sources;
use crate::tree::{
    CellName, DatasetUse, DateText, EntryForm, EntryPlace, FigureForm, Inline, LedgerEntry,
    PrintedNumber, SourceNote,
};

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
    fn take(&mut self, span: Span) -> Option<Evaluated> {
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
}

/// Returns what stands for the expression of a number and its cells, however it is rounded.
fn basis(entry: &LedgerEntry) -> u64 {
    let expression = entry.expression.split('|').next().unwrap_or_default();
    let mut hasher = DefaultHasher::new();
    expression.split_whitespace().collect::<String>().hash(&mut hasher);
    entry.cells.hash(&mut hasher);
    hasher.finish()
}

/// Returns the rows that cells stand in; neighbours in one row count once.
fn rows<'a>(cells: &[CellName], data: Data<'a>) -> impl Iterator<Item = (&'a Dataset, usize)> {
    let is_same_row =
        |one: &CellName, other: &CellName| one.row == other.row && one.dataset == other.dataset;
    cells.chunk_by(is_same_row).filter_map(move |cells| {
        let dataset = data.datasets.get(&cells[0].dataset)?;
        Some((dataset, dataset.row(&cells[0].row)?))
    })
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
        let entities = &self.resources.publication.entities;
        if let Computed::Text(text) = &evaluated.value {
            let tag = self.language().tag.as_str();
            self.problems.keep(text.check([tag]))?;
        }
        if let Computed::Entity(id) = &evaluated.value
            && let Some(entity) = entities.get(id)
        {
            self.problems.keep(entity.name.check([self.language().tag.as_str()]))?;
        }
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
        let (unit, form) = match &evaluated.value {
            Computed::Quantity(quantity) => {
                (self.locale.unit(&quantity.measure), EntryForm::Number)
            }
            Computed::Range(ends) => (self.locale.unit(&ends.0.measure), EntryForm::Number),
            Computed::Date(_) => (EcoString::new(), EntryForm::Number),
            Computed::Text(_) | Computed::Names(_) | Computed::Entity(_) | Computed::Truth(_) => {
                (EcoString::new(), EntryForm::Text)
            }
        };
        let entry = self.ledger.len();
        self.record(LedgerEntry {
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
            place: self.place.clone(),
            span: binding.span,
        });
        Some(Inline::Number { text, entry })
    }

    /// Returns the words that stand in for a value that there is not; reports it if there are none.
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

    /// Returns the expression of a bound number as readers see it; in a list of profiles, with the
    /// entity that it is of.
    fn expression_shown(&self, binding: &Binding) -> EcoString {
        let shown = self.resources.publication.values.shown(binding);
        match self.listed {
            Some(id) => shown.replace(THIS_KEY, id),
            None => shown,
        }
    }

    /// Records the cells that a figure or table shows, in the order in which it shows them.
    ///
    /// The figure's rows must have been noted by the first walk ([`Origins::note`]).
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
            self.record(LedgerEntry {
                text,
                expression: eco_format!("{name}"),
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
                unit: self.locale.unit(&column.measure),
                form: EntryForm::Number,
                place: EntryPlace::Figure { id: id.clone(), label: label.clone() },
                span: *span,
            });
        }
    }

    /// Returns what readers must know of a number beside its source.
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

    /// Adds an entry to the ledger, and its datasets to the annex.
    fn record(&mut self, mut entry: LedgerEntry) {
        entry.basis = basis(&entry);
        entry.first = *self.first_entries.entry(entry.expression.clone()).or_insert(entry.first);
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

    /// Returns the datasets that the document shows or its numbers are based on.
    pub(super) fn annex(&mut self) -> Vec<DatasetUse> {
        let datasets = &self.resources.publication.datasets;
        let used: Vec<_> = self.annexed.iter().filter_map(|name| datasets.get(name)).collect();
        let mut annex: Vec<_> = used.into_iter().map(|dataset| self.dataset_use(dataset)).collect();
        let mut seen = HashSet::new();
        for (number, entry) in self.ledger.iter().enumerate() {
            for &dataset in &entry.datasets {
                if let Some(printed) = once(entry, number, dataset, &mut seen) {
                    printed.add_to(&mut annex[dataset]);
                }
            }
        }
        annex
    }

    fn dataset_use(&mut self, dataset: &Dataset) -> DatasetUse {
        let language = self.language();
        let entities = &self.resources.publication.entities;
        let tag = language.tag.as_str();
        for text in dataset.descriptions() {
            self.problems.keep(text.check([tag]));
        }
        let day = |day: &Option<Spanned<EcoString>>| {
            day.as_ref().map_or_else(DateText::default, |day| DateText {
                iso: day.value.clone(),
                text: date::format(&day.value, language),
            })
        };
        let texts = |texts: &[Localized]| texts.iter().map(|text| text.text(tag)).collect();
        DatasetUse {
            dataset: dataset.id.clone(),
            id: eco_format!("q-data-{}", dataset.id),
            title: dataset.title.text(tag),
            page: self.dataset_page(&dataset.id),
            sources: self.source_notes(&dataset.id),
            as_of: day(&dataset.as_of),
            review_by: day(&dataset.review_by),
            licence: dataset.licence.as_ref().map(|text| text.text(tag)).unwrap_or_default(),
            inferred: self.locale.inferred_columns(dataset),
            transformations: texts(&dataset.transformations),
            caveats: texts(&dataset.caveats),
            discrepancies: self.locale.discrepancies(dataset, entities),
            notes: texts(&dataset.notes),
            numbers: Vec::new(),
            figures: Vec::new(),
        }
    }

    fn source_notes(&self, dataset: &str) -> Vec<SourceNote> {
        let noted = self.collected.origins.noted.iter().filter(|origin| origin.dataset == dataset);
        let note = |origin: &Origin| {
            let content = self.numbered_citation(origin.citation?)?;
            Some(SourceNote { key: origin.key.value.clone(), content })
        };
        noted.filter_map(note).collect()
    }
}

/// What the annex lists of an entry.
enum Listed {
    Number(PrintedNumber),
    Figure(Inline),
}

impl Listed {
    fn add_to(self, dataset: &mut DatasetUse) {
        match self {
            Self::Number(number) => dataset.numbers.push(number),
            Self::Figure(reference) => dataset.figures.push(reference),
        }
    }
}

/// Returns what the annex lists of an entry under one of its datasets, if it is new there.
fn once<'e>(
    entry: &'e LedgerEntry,
    number: usize,
    dataset: usize,
    seen: &mut HashSet<(usize, &'e str, &'e [EcoString])>,
) -> Option<Listed> {
    match (&entry.place, entry.form) {
        (EntryPlace::Figure { id, label }, _) => {
            let (id, text) = (id.clone(), label.clone());
            seen.insert((dataset, label, &[])).then(|| {
                Listed::Figure(if id.is_empty() {
                    Inline::text(text)
                } else {
                    Inline::Reference { id, text }
                })
            })
        }
        (EntryPlace::Text, EntryForm::Number) => {
            seen.insert((dataset, &entry.text, &entry.remarks)).then(|| {
                Listed::Number(PrintedNumber {
                    text: entry.text.clone(),
                    // That it is inferred stands in its text already.
                    remarks: entry
                        .remarks
                        .iter()
                        .skip(usize::from(entry.is_inferred))
                        .cloned()
                        .collect(),
                    entry: number,
                })
            })
        }
        (EntryPlace::Text, EntryForm::Text) => None,
    }
}
