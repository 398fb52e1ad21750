//! Tracing: from a cell to every sentence that uses it, and from a printed number to its cells.
//!
//! ```text
//! load ──> plan ──> session ──> TRACE ──> report
//!                   ledgers
//! ```
//!
//! Start reading at [`trace`].

mod report;
pub mod run;
mod sentence;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ecow::EcoString;

pub use report::{Format, render};

use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::data::Dataset;
use crate::data::evaluate::Data;
use crate::data::expression::{Selection, parse};
use crate::plan::Edition;
use crate::publication::Publication;
use crate::tree::{CellName, Document, LedgerEntry};
pub(crate) use sentence::Sentences;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// The uses of these cells.
    Cells(BTreeSet<CellName>),
    /// The numbers that are printed like this.
    Printed(EcoString),
}

/// What was found.
#[derive(Debug)]
pub struct Trace {
    /// What was looked for.
    pub query: Query,
    /// The cells that were asked for, or on which the numbers found are based.
    pub cells: Vec<TracedCell>,
    /// The uses, in the order of the files.
    pub uses: Vec<Use>,
}

/// A cell with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedCell {
    /// Its name.
    pub name: CellName,
    /// Its value as the data file has it; empty if it is missing.
    pub value: EcoString,
    /// Its place.
    pub span: Span,
}

/// A place in the text where cells are used, in all editions that print it.
#[derive(Debug)]
pub struct Use {
    /// The place.
    pub span: Span,
    /// The expression as the author wrote it, or the cell that a figure shows.
    pub expression: EcoString,
    /// The number as printed.
    pub text: EcoString,
    /// What it measures.
    pub unit: EcoString,
    /// The sentence around it as printed, or the label and title of the figure.
    pub sentence: EcoString,
    /// The cells that it is based on.
    pub cells: Vec<CellName>,
    /// The editions that print it.
    pub editions: Vec<Printing>,
}

/// An edition that prints a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printing {
    /// Its audience.
    pub audience: EcoString,
    /// Its language.
    pub language: EcoString,
    /// The address of the page below the root.
    pub address: EcoString,
    /// The anchor on it; empty if there is none.
    pub anchor: EcoString,
}

/// Reads what a user looks for: an expression, the name of a dataset, or a number as printed.
///
/// # Errors
/// Reports an expression that cannot be read, and names that are not there.
pub fn query(text: &str, publication: &mut Publication) -> Result<Query, Diagnostic> {
    let text = text.trim();
    let whole = format!("{text}[*, *]");
    let text = if publication.datasets.contains_key(text) { &whole } else { text };
    if !text.contains('[') {
        return Ok(Query::Printed(text.into()));
    }
    let braced = format!("{{{{{}}}}}", text.trim_start_matches("{{").trim_end_matches("}}"));
    let file = publication.files.add("the expression", braced.clone());
    let binding = parse(&braced, Span::new(file, 0, braced.len()))?;
    let data = publication.data();
    let mut cells = BTreeSet::new();
    for selection in binding.expression.selections() {
        select(selection, data, &mut cells)?;
    }
    Ok(Query::Cells(cells))
}

fn select(
    selection: &Selection,
    data: Data<'_>,
    cells: &mut BTreeSet<CellName>,
) -> Result<(), Diagnostic> {
    let dataset = data.dataset(&selection.dataset)?;
    let selecting = data.selecting(dataset);
    let first = |mut problems: Vec<Diagnostic>| problems.swap_remove(0);
    let found = match (&selection.columns, &dataset.dimensions) {
        (None, None) => {
            let columns: Vec<_> = (0..dataset.columns.len()).collect();
            selecting.cells(&selection.rows, &columns)
        }
        _ => selecting.positions(selection),
    };
    let found = found.map_err(first)?;
    let name = |row: usize, column: usize| CellName {
        dataset: dataset.id.clone(),
        row: dataset.rows[row].key.clone(),
        column: dataset.columns[column].name.clone(),
    };
    cells.extend(found.into_iter().map(|(row, column)| name(row, column)));
    Ok(())
}

/// Finds the uses of what is looked for in all editions.
pub fn trace(
    query: Query,
    publication: &Publication,
    editions: &[(&Edition<'_>, Document)],
) -> Trace {
    let mut uses: BTreeMap<(Span, EcoString), Use> = BTreeMap::new();
    let as_printed = HashMap::new();
    for (edition, document) in editions {
        let mut sentences = None;
        for (number, entry) in document.ledger.iter().enumerate() {
            if !matches(&query, entry) {
                continue;
            }
            let found = uses.entry((entry.span, entry.expression.clone())).or_insert_with(|| {
                let sentences =
                    sentences.get_or_insert_with(|| Sentences::with(document, &as_printed));
                found(entry, sentences.around(number, entry))
            });
            found.editions.push(Printing {
                audience: edition.site.audience.id.clone(),
                language: document.language.clone(),
                address: edition.address.clone(),
                anchor: entry.anchor(number),
            });
        }
    }
    let uses: Vec<_> = uses.into_values().collect();
    let cells = match &query {
        Query::Cells(cells) => with_origins(cells, publication),
        Query::Printed(_) => uses.iter().flat_map(|found| found.cells.clone()).collect(),
    };
    let cells = cells.into_iter().filter_map(|name| cell(name, publication)).collect();
    Trace { query, cells, uses }
}

/// Returns cells with those that they are derived from.
fn with_origins(cells: &BTreeSet<CellName>, publication: &Publication) -> BTreeSet<CellName> {
    let mut all = cells.clone();
    for name in cells {
        let Some(dataset) = publication.datasets.get(&name.dataset) else { continue };
        let Some((row, column)) = dataset.row(&name.row).zip(dataset.column(&name.column)) else {
            continue;
        };
        all.extend(publication.lineage.of(&dataset.id, row, column).iter().cloned());
    }
    all
}

fn found(entry: &LedgerEntry, sentence: EcoString) -> Use {
    Use {
        span: entry.span,
        expression: entry.expression.clone(),
        text: entry.text.clone(),
        unit: entry.unit.clone(),
        sentence,
        cells: entry.cells.clone(),
        editions: Vec::new(),
    }
}

fn matches(query: &Query, entry: &LedgerEntry) -> bool {
    match query {
        Query::Cells(cells) => entry.cells.iter().any(|cell| cells.contains(cell)),
        Query::Printed(text) => reads(&entry.text, text),
    }
}

/// Whether a printed number reads as `wanted`, with or without currency, unit and sign.
fn reads(printed: &str, wanted: &str) -> bool {
    let plain = |text: &str| text.replace(['\u{A0}', '\u{202F}'], " ").replace('\u{2212}', "-");
    let (printed, wanted) = (plain(printed), plain(wanted));
    printed.match_indices(&wanted).any(|(at, _)| {
        let before = printed[..at].chars().next_back();
        let after = &printed[at + wanted.len()..];
        let digits_follow = after.starts_with(|c: char| c.is_ascii_digit())
            || after.starts_with(['.', ','])
                && after[1..].starts_with(|c: char| c.is_ascii_digit());
        let follows_digits = before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
        !digits_follow && !follows_digits
    })
}

fn cell(name: CellName, publication: &Publication) -> Option<TracedCell> {
    let dataset: &Dataset = publication.datasets.get(&name.dataset)?;
    let row = dataset.row(&name.row)?;
    let cell = &dataset.rows[row].cells[dataset.column(&name.column)?];
    let tag = publication.settings.tags().next().unwrap_or_default();
    let value = cell.value.text(&publication.entities, tag);
    Some(TracedCell { name, value, span: cell.span })
}
