//! Completion: what can be written at the cursor.

use lsp_types as lsp;

use super::analysis::{Analysis, Names};
use super::keys;
use crate::data::Dataset;
use crate::data::expression::Function;
use crate::tree::Selected;

/// The most names that are offered: nobody reads more, and a table of a million rows has a million
/// keys.
const MOST: usize = 500;

/// Returns what can stand at the byte `offset` of the text of the file at `path`, as it is being typed.
pub(super) fn complete(
    analysis: &Analysis,
    path: &str,
    (text, offset): (&str, usize),
) -> Vec<lsp::CompletionItem> {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    if let Some(expression) = open_expression(line) {
        return in_expression(&analysis.names, expression);
    }
    if keys::is_markdown(path) && is_citing(line) {
        return citations(&analysis.names);
    }
    keys::complete(path, text, offset)
}

/// Returns the expression that is being typed, from the braces on.
fn open_expression(line: &str) -> Option<&str> {
    let (_, expression) = line.rsplit_once("{{")?;
    (!expression.contains("}}")).then_some(expression)
}

/// Whether a key is being typed after an `@`.
fn is_citing(line: &str) -> bool {
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '/');
    let start = line.trim_end_matches(is_key);
    let Some(before) = start.strip_suffix('@') else { return false };
    before.is_empty() || before.ends_with([' ', '[', '(', '-', ';'])
}

/// Returns what can stand in an expression: names of rows and columns in brackets, else those of
/// datasets, values and functions.
fn in_expression(names: &Names, expression: &str) -> Vec<lsp::CompletionItem> {
    let Some((before, selector)) = expression.rsplit_once('[') else { return outside(names) };
    if selector.contains(']') {
        return outside(names);
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let name = &before[before.trim_end_matches(is_name).len()..];
    match names.datasets.get(name) {
        Some(dataset) if selector.contains(',') => columns(names, dataset),
        Some(dataset) => rows(names, dataset),
        None => vec![],
    }
}

fn outside(names: &Names) -> Vec<lsp::CompletionItem> {
    let tag = names.languages.first().map(AsRef::as_ref).unwrap_or_default();
    let datasets = names.datasets.values().map(|dataset| {
        let title = dataset.title.text(tag);
        item(&dataset.id, lsp::CompletionItemKind::MODULE, title.as_str())
    });
    let values = names
        .values
        .iter()
        .map(|(name, value)| item(name, lsp::CompletionItemKind::CONSTANT, &value.binding.text));
    let functions = Function::names().map(|name| item(name, lsp::CompletionItemKind::FUNCTION, ""));
    datasets.chain(values).chain(functions).collect()
}

fn rows(names: &Names, dataset: &Dataset) -> Vec<lsp::CompletionItem> {
    let tag = names.languages.first().map(AsRef::as_ref).unwrap_or_default();
    let keys = dataset.observations().rows.iter();
    let mut seen = std::collections::BTreeSet::new();
    let keys = keys.filter(|row| seen.insert(&row.key)).take(MOST);
    let rows = keys.map(|row| {
        let name = names.entities.get(&row.key).map(|_| names.entities.name(&row.key).text(tag));
        item(
            &Selected(&row.key).to_string(),
            lsp::CompletionItemKind::FIELD,
            &name.unwrap_or_default(),
        )
    });
    let groups = names.entities.iter().filter(|(_, entity)| !entity.members.is_empty());
    let groups = groups.map(|(id, _)| {
        let name = names.entities.name(id).text(tag);
        item(&format!("@{id}"), lsp::CompletionItemKind::ENUM, &name)
    });
    rows.chain(groups).collect()
}

fn columns(names: &Names, dataset: &Dataset) -> Vec<lsp::CompletionItem> {
    let tag = names.languages.first().map(AsRef::as_ref).unwrap_or_default();
    let columns = dataset.columns.iter().enumerate().filter(|(at, _)| *at != dataset.key);
    let column = |(_, column): (usize, &crate::data::dataset::Column)| {
        let detail = format!("{} {}", column.title_in(tag), column.measure.unit.describe());
        item(&Selected(&column.name).to_string(), lsp::CompletionItemKind::FIELD, detail.trim())
    };
    columns.take(MOST).map(column).collect()
}

fn citations(names: &Names) -> Vec<lsp::CompletionItem> {
    let sources = names.sources.iter().map(|(key, source)| {
        let title = source.entry.title().map(ToString::to_string).unwrap_or_default();
        item(key, lsp::CompletionItemKind::REFERENCE, &title)
    });
    let anchors = names.anchors.iter();
    let anchors = anchors.map(|(id, title)| item(id, lsp::CompletionItemKind::REFERENCE, title));
    sources.chain(anchors).collect()
}

/// Returns something to choose, with what is said beside it.
pub(super) fn item(
    label: &str,
    kind: lsp::CompletionItemKind,
    detail: &str,
) -> lsp::CompletionItem {
    lsp::CompletionItem {
        label: label.to_owned(),
        kind: Some(kind),
        detail: Some(detail.to_owned()).filter(|detail| !detail.is_empty()),
        ..lsp::CompletionItem::default()
    }
}
