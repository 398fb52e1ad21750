//! What editions reveal of closed data: the numbers that a text prints from a dataset with
//! `publish: false`.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};
use serde::Serialize;

use crate::base::files::Files;
use crate::plan::Edition;
use crate::publication::Publication;
use crate::tree::{Document, EntryPlace, LedgerEntry};

/// A number from closed data that readers see.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Release {
    /// The file that prints it.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The number as it is printed.
    pub text: EcoString,
    /// What it is computed from, or the cell.
    pub expression: EcoString,
    /// The closed datasets that it is based on.
    pub datasets: Vec<EcoString>,
    /// The figure or table that prints it; empty for a number in a sentence.
    pub figure: EcoString,
    /// Who reads it, each with the language: `public (en)`.
    pub readers: Vec<EcoString>,
}

/// Returns the numbers of closed data that editions print, in the order of files.
pub fn released(publication: &Publication, editions: &[(&Edition<'_>, Document)]) -> Vec<Release> {
    let mut found: BTreeMap<Release, Vec<EcoString>> = BTreeMap::new();
    for (edition, document) in editions {
        for entry in &document.ledger {
            let datasets = closed(entry, document, publication);
            if !datasets.is_empty() {
                let readers = found.entry(release(entry, datasets, &publication.files));
                let reader = eco_format!("{} ({})", edition.site.audience.id, document.language);
                readers.or_default().push(reader);
            }
        }
    }
    let read_by = |(release, mut readers): (Release, Vec<EcoString>)| {
        readers.sort_unstable();
        readers.dedup();
        Release { readers, ..release }
    };
    found.into_iter().map(read_by).collect()
}

/// Returns the closed datasets that a number is based on.
fn closed(entry: &LedgerEntry, document: &Document, publication: &Publication) -> Vec<EcoString> {
    let used = entry.datasets.iter().filter_map(|&index| document.annex.get(index));
    let is_closed = |id: &&EcoString| {
        publication.datasets.get(*id).is_some_and(|dataset| dataset.access.is_closed())
    };
    used.map(|used| &used.dataset).filter(is_closed).cloned().collect()
}

fn release(entry: &LedgerEntry, datasets: Vec<EcoString>, files: &Files) -> Release {
    let file = files.get(entry.span.file);
    Release {
        path: file.path.to_string(),
        line: file.line_column(entry.span.start as usize).0,
        text: entry.text.clone(),
        expression: entry.expression.clone(),
        datasets,
        figure: match &entry.place {
            EntryPlace::Figure { label, .. } => label.clone(),
            EntryPlace::Text => EcoString::new(),
        },
        readers: Vec::new(),
    }
}
