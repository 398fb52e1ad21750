//! The ledger of an edition for programs: `numbers.json`, next to its page.
//!
//! ```text
//! Document ──> RENDER::LEDGER ──> commit
//! ledger, annex
//! ```
//!
//! Entries stand in document order. What datasets say of themselves stands once, under
//! `datasets`; entries name them by id. Cells are written as in bound numbers, so each
//! can be handed to `quipu trace` as it is.

use std::collections::BTreeMap;

use ecow::EcoString;
use serde::Serialize;

use crate::base::files::Files;
use crate::publication::declared::Value;
use crate::tree::{
    CellName, DatasetUse, Document, EntryForm, Form, LedgerEntry, LedgerPlace, Selected, plain_text,
};

/// So many cells of a column are named one by one.
const NAMED: usize = 100;

/// Where an edition stands.
#[derive(Debug, Clone, Copy)]
pub struct Location<'a> {
    /// The address of the publication's root, with a slash at its end; empty if it has none.
    pub base_url: &'a str,
    /// The address of the page below the root.
    pub address: &'a str,
    /// The audience's identifier.
    pub audience: &'a str,
}

#[derive(Serialize)]
struct Edition<'a> {
    form: Form,
    id: &'a str,
    title: &'a str,
    language: &'a str,
    audience: &'a str,
    date: &'a str,
    url: String,
    /// The fields of the publication's own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extra: &'a BTreeMap<EcoString, Option<Value>>,
}

#[derive(Serialize)]
struct Dataset<'a> {
    id: &'a str,
    title: &'a str,
    sources: Vec<Source<'a>>,
    as_of: &'a str,
    review_by: &'a str,
    licence: &'a str,
    inferred: &'a [ecow::EcoString],
    transformations: &'a [ecow::EcoString],
    caveats: &'a [ecow::EcoString],
    discrepancies: &'a [ecow::EcoString],
    notes: &'a [ecow::EcoString],
}

#[derive(Serialize)]
struct Source<'a> {
    key: &'a str,
    text: String,
}

#[derive(Serialize)]
struct Number<'a> {
    /// The id of the key figure that it opens.
    #[serde(skip_serializing_if = "str::is_empty")]
    id: &'a str,
    text: &'a str,
    kind: EntryForm,
    expression: &'a str,
    unit: &'a str,
    cells: Vec<String>,
    /// How many cells those are, if not each is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell_count: Option<usize>,
    /// The cells without value that are left out.
    left_out: Vec<String>,
    inferred: bool,
    datasets: Vec<&'a str>,
    sources: &'a [ecow::EcoString],
    url: String,
    /// The label of the figure or table that shows it; none for a number in the text.
    figure: Option<&'a str>,
    file: &'a str,
}

/// Renders the ledger of a document; none if it has no numbers.
pub fn render(document: &Document, location: Location<'_>, files: &Files) -> Option<String> {
    if document.ledger.is_empty() {
        return None;
    }
    let Location { base_url, address, audience } = location;
    let page = format!("{base_url}{address}");
    let edition = Edition {
        form: document.form,
        id: &document.id,
        title: &document.title_text,
        language: &document.language,
        audience,
        date: &document.date.iso,
        url: page.clone(),
        extra: &document.extra,
    };
    let number =
        |(index, entry)| json(&number(entry, document, files, entry_url(&page, index, entry)));
    let numbers: Vec<_> = document.ledger.iter().enumerate().map(number).collect();
    let datasets: Vec<_> = document.annex.iter().map(|used| json(&dataset(used))).collect();
    // A record a line, so that two versions of the file compare well.
    Some(format!(
        "{{\"edition\": {},\n\"datasets\": [\n{}\n],\n\"numbers\": [\n{}\n]}}\n",
        json(&edition),
        datasets.join(",\n"),
        numbers.join(",\n"),
    ))
}

fn json(record: &impl Serialize) -> String {
    // Records of texts and numbers always serialise.
    serde_json::to_string(record).unwrap_or_default()
}

fn dataset(used: &DatasetUse) -> Dataset<'_> {
    let source = |source: &'_ crate::tree::SourceNote| plain_text(&source.content).to_string();
    Dataset {
        id: &used.dataset,
        title: &used.title,
        sources: used
            .sources
            .iter()
            .map(|note| Source { key: &note.key, text: source(note) })
            .collect(),
        as_of: &used.as_of.iso,
        review_by: &used.review_by.iso,
        licence: &used.licence,
        inferred: &used.inferred,
        transformations: &used.transformations,
        caveats: &used.caveats,
        discrepancies: &used.discrepancies,
        notes: &used.notes,
    }
}

fn is_alike(one: &CellName, other: &CellName) -> bool {
    one.dataset == other.dataset && one.column == other.column
}

fn is_long(cells: &[CellName]) -> bool {
    cells.len() > NAMED
}

/// Returns the names of cells of one column; of many, which a rank among a thousand profiles has in each of them, the
/// first and the last.
fn named(cells: &[CellName]) -> Vec<String> {
    match cells {
        [first, .., last] if is_long(cells) => {
            let CellName { dataset, row, column } = first;
            let (from, to) = (Selected(row), Selected(&last.row));
            vec![format!("{dataset}[{from}..{to}, {}]", Selected(column))]
        }
        few => few.iter().map(ToString::to_string).collect(),
    }
}

/// Returns where an entry is printed on a page, by its number.
fn entry_url(page: &str, index: usize, entry: &LedgerEntry) -> String {
    let anchor = entry.anchor(index);
    let hash = if anchor.is_empty() { "" } else { "#" };
    format!("{page}{hash}{anchor}")
}

fn number<'a>(
    entry: &'a LedgerEntry,
    document: &'a Document,
    files: &'a Files,
    url: String,
) -> Number<'a> {
    let file = files.get(entry.span.file);
    let used = entry.datasets.iter().filter_map(|&index| document.annex.get(index));
    Number {
        id: &entry.headline,
        text: &entry.text,
        kind: entry.form,
        expression: &entry.expression,
        unit: &entry.unit,
        cell_count: entry.cells.chunk_by(is_alike).any(is_long).then_some(entry.cells.len()),
        cells: entry.cells.chunk_by(is_alike).flat_map(named).collect(),
        left_out: entry.left_out.iter().map(ToString::to_string).collect(),
        inferred: entry.is_inferred,
        datasets: used.map(|used| used.dataset.as_str()).collect(),
        sources: &entry.sources,
        url,
        figure: match &entry.place {
            LedgerPlace::Text => None,
            LedgerPlace::Figure { label, .. } => Some(label),
        },
        file: &file.path,
    }
}
