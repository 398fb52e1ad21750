//! Texts that other files name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ecow::EcoString;

use crate::base::reads::Noted;
use crate::data::register::{Entry, Evidence, Pointer};
use crate::publication::Publication;
use crate::publication::manuscript::Manuscript;

impl Publication {
    /// Returns the ids of the texts that others name besides links: chapters of those reports that `stay`, selections of
    /// audiences and of the publication, evidence in registers, corrections.
    pub(crate) fn named(&self, stays: &dyn Fn(&Manuscript) -> bool) -> BTreeSet<&str> {
        let texts = self.works.values().flat_map(|work| work.manuscripts.values());
        let chapters = texts.filter(|text| stays(text)).flat_map(|text| &text.briefs);
        let chosen = self.audiences.iter().flat_map(|audience| {
            let parts = audience.chapters.values().flat_map(|chosen| &chosen.value);
            audience.reports.iter().flatten().chain(parts)
        });
        let shortened = self.audiences.iter().flat_map(|audience| audience.chapters.keys());
        let entries = self.registers.iter().flat_map(|register| &register.entries);
        let evidence = entries.flat_map(Entry::remarks).flat_map(|remark| &remark.at);
        let evidence = evidence.filter_map(|pointer| match pointer {
            Pointer::Brief(id) => Some(id),
            Pointer::Entry(_) | Pointer::Number(_) => None,
        });
        let named = chapters.chain(&self.settings.reports).chain(chosen).chain(evidence);
        let corrected = self.corrections.iter().map(|correction| &correction.text.value.1);
        let named = named.map(|id| &id.value).chain(shortened).chain(corrected);
        named.map(EcoString::as_str).collect()
    }

    /// Takes evidence out of the registers that is a withheld brief: their pages and their data would name it.
    pub(crate) fn withhold_evidence(&mut self, is_withheld: &dyn Fn(&EcoString) -> bool) {
        if !self.registers.names_withheld(is_withheld) {
            return;
        }
        let registers = Arc::make_mut(&mut self.registers);
        let changed = registers.withhold(is_withheld);
        let tables = registers.datasets(&self.entities, Evidence::Named).into_iter();
        let mut datasets = BTreeMap::clone(&self.datasets);
        let tables = tables.filter(|table| changed.contains(&table.id));
        datasets.extend(tables.map(|table| (table.id.clone(), Noted::new(table.file, table))));
        self.datasets = Arc::new(datasets);
        self.told = Arc::clone(&self.datasets);
    }
}
