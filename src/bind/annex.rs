//! The annex of an edition: the datasets that it shows or that its numbers are based on.

use std::collections::HashSet;

use ecow::{EcoString, eco_format};

use super::Binder;
use crate::base::span::Spanned;
use crate::data::Dataset;
use crate::publication::date;
use crate::publication::localized::Localized;
use crate::tree::{
    DatasetUse, DateText, EntryForm, Inline, LedgerEntry, LedgerPlace, PrintedNumber, SourceNote,
};

impl Binder<'_, '_> {
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
        let note = |(key, citation): (&EcoString, Option<usize>)| {
            let content = self.numbered_citation(citation?)?;
            Some(SourceNote { key: key.clone(), content })
        };
        self.collected.origins.of_dataset(dataset).filter_map(note).collect()
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
        (LedgerPlace::Figure { id, label }, _) => {
            let (id, text) = (id.clone(), label.clone());
            seen.insert((dataset, label, &[])).then(|| {
                Listed::Figure(if id.is_empty() {
                    Inline::text(text)
                } else {
                    Inline::Reference { id, text }
                })
            })
        }
        (LedgerPlace::Text, EntryForm::Number) => {
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
        (LedgerPlace::Text, EntryForm::Text) => None,
    }
}
