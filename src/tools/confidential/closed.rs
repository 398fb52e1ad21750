//! Closed data: which of their cells and rows readers get nothing of.
//!
//! What a text prints of closed data is released. All other cells may be anything, and rows of which nothing is
//! printed may be gone.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use super::lines;
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::base::yaml::{self, Mapping};
use crate::data::dataset::{Column, ColumnKind, Dataset, Value};
use crate::data::derive;
use crate::markup::visit::{Visit, walk_block};
use crate::markup::{Block, BlockKind, Inline, InlineKind, TableBlock};
use crate::plan::{Edition, catalogue};
use crate::publication::Publication;
use crate::tree::{CellName, Document};

/// What editions release of closed data, by audience.
pub(super) type Released = BTreeMap<EcoString, Shown>;

/// What the editions of one audience release of closed data.
#[derive(Debug, Default)]
pub(super) struct Shown {
    cells: BTreeSet<CellName>,
    /// Datasets that decide what is shown, or from which others are derived that are.
    whole: BTreeSet<EcoString>,
}

/// Returns what each audience's editions release.
pub(super) fn released(
    publication: &Publication,
    editions: &[(&Edition<'_>, Document)],
) -> Released {
    let mut all = Released::new();
    let mut sites = BTreeSet::new();
    for (edition, document) in editions {
        let shown = all.entry(edition.site.audience.id.clone()).or_default();
        for entry in &document.ledger {
            shown.cells.extend(entry.cells.iter().chain(&entry.left_out).cloned());
        }
        let mut search = Search { edition, publication, shown };
        edition.manuscript.visit(&mut search);
        if sites.insert((&edition.site.audience.id, edition.site.index)) {
            for dataset in catalogue::published(edition.site) {
                search.derived(&dataset.id);
            }
        }
    }
    all
}

/// A search of one edition for what rests on closed data and is no number.
struct Search<'a, 'p> {
    edition: &'a Edition<'p>,
    publication: &'a Publication,
    shown: &'a mut Shown,
}

impl Search<'_, '_> {
    /// Adds the datasets that a derived one comes from.
    fn derived(&mut self, id: &str) {
        self.shown.whole.extend(self.publication.lineage.inputs(id).cloned());
    }

    /// Adds what a table or chart shows: all of its rows, in the columns that it selects or sorts by.
    fn table(&mut self, block: &TableBlock, is_whole: bool) {
        let Ok(dataset) = self.edition.data().dataset(&block.data) else { return };
        self.derived(&dataset.id);
        let selecting = self.edition.data().selecting(dataset);
        let all: Vec<usize> = (0..dataset.columns.len()).collect();
        let named = block.columns.as_ref().filter(|_| !is_whole);
        let mut columns =
            named.map_or(Ok(all), |names| selecting.columns(names)).unwrap_or_default();
        let sort = block.sort.as_ref().and_then(|sort| dataset.column(&sort.column.value));
        columns.extend(sort);
        for row in &dataset.rows {
            for &column in &columns {
                let (row, column) = (row.key.clone(), dataset.columns[column].name.clone());
                self.shown.cells.insert(CellName { dataset: dataset.id.clone(), row, column });
            }
        }
    }
}

impl<'a> Visit<'a> for Search<'_, '_> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::DataTable(table) = &block.kind {
            self.table(table, false);
        }
        if let BlockKind::Chart(chart) = &block.kind {
            self.table(&chart.table, true);
        }
        if let BlockKind::Div(attributes, _) = &block.kind
            && let Some(statement) = &attributes.when
        {
            derive::collect(&statement.expression, &self.publication.values, &mut self.shown.whole);
        }
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Span(span) = &inline.kind {
            let attributes = &span.attributes;
            for statement in [&attributes.when, &attributes.holds].into_iter().flatten() {
                let values = &self.publication.values;
                derive::collect(&statement.expression, values, &mut self.shown.whole);
            }
        }
        self.inlines(inline.kind.content());
    }
}

/// What may be anything in the files of closed data.
#[derive(Debug, Default)]
pub(super) struct Movable {
    /// Cells, with what to write instead.
    pub cells: Vec<(Span, String)>,
    /// The lines of rows of which nothing is printed, and whether they can be there twice: their names are among
    /// the cells.
    pub rows: Vec<(Span, bool)>,
}

/// Returns what may be anything in closed data without a change for audiences that get `shown`.
pub(super) fn movable(publication: &Publication, shown: &[&Shown]) -> Movable {
    let mut movable = Movable::default();
    let closed = publication.datasets.values().filter(|dataset| dataset.access.is_closed());
    for dataset in closed {
        let decides = shown.iter().any(|shown| shown.whole.contains(&dataset.id));
        // A derived dataset has no rows of its own, and the rows of a cube are made of several.
        let has_rows = !publication.lineage.has(&dataset.id) && dataset.dimensions.is_none();
        if !decides && has_rows {
            of_dataset(dataset, &publication.files, shown, &mut movable);
        }
    }
    movable
}

fn of_dataset(dataset: &Dataset, files: &Files, shown: &[&Shown], movable: &mut Movable) {
    let checked = checked_names(dataset.file, files);
    for (number, row) in dataset.rows.iter().enumerate() {
        let is_shown = |column: &Column| {
            let (row, column) = (row.key.clone(), column.name.clone());
            let name = CellName { dataset: dataset.id.clone(), row, column };
            shown.iter().any(|shown| shown.cells.contains(&name))
        };
        let is_unused = !dataset.columns.iter().any(is_shown);
        let start = row.cells.iter().map(|cell| cell.span).min_by_key(|span| span.start);
        let line = start.and_then(|start| lines::of(start, files));
        let is_free = is_unused && !checked.contains(&row.key) && line.is_some();
        let has_words = dataset.columns[dataset.key].kind == ColumnKind::Text;
        movable.rows.extend(line.filter(|_| is_free).map(|line| (line, has_words)));
        for (index, (column, cell)) in dataset.columns.iter().zip(&row.cells).enumerate() {
            let is_name = index == dataset.key && !is_free;
            if is_name || is_shown(column) || cell.status.is_some() {
                continue;
            }
            let written = files.text(cell.span);
            let other = match &cell.value {
                Value::Number(_) => other_number(written),
                // No two rows have the same name.
                Value::Text(text) if text.text("") == written && index == dataset.key => {
                    Some(format!("alder {number}"))
                }
                Value::Text(text) if text.text("") == written => other_text(written),
                _ => None,
            };
            movable.cells.extend(other.map(|other| (cell.span, other)));
        }
    }
}

/// Returns the texts in the checks of a dataset, among them the names of rows.
fn checked_names(file: FileId, files: &Files) -> BTreeSet<EcoString> {
    let whole = files.whole(file);
    let Ok(node) = yaml::parse(files, whole) else { return BTreeSet::new() };
    let checks = Mapping::new(&node).ok().and_then(|mut mapping| mapping.get("checks"));
    let mut found = Vec::new();
    if let Some(checks) = checks {
        super::beside::texts(checks, &mut found);
    }
    found.into_iter().map(|(text, _)| text.into()).collect()
}

/// Returns another number of the same notation; none if it is not written as one.
fn other_number(text: &str) -> Option<String> {
    let at = text.find(|c: char| ('1'..='9').contains(&c)).or_else(|| text.rfind('0'))?;
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || "+-.,".contains(c));
    let digit = if text.as_bytes()[at] == b'9' { "1" } else { "9" };
    is_plain.then(|| [&text[..at], digit, &text[at + 1..]].concat())
}

/// Returns another text; none if it is written over several lines, or for several languages.
fn other_text(text: &str) -> Option<String> {
    let is_plain = !text.is_empty() && !text.contains(['\n', '{', '[', '"', '\'']);
    is_plain.then(|| super::secrets::other(text))
}
