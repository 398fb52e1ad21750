//! Rows from JSON: a list of records, or JSON-stat.

use std::collections::BTreeSet;

use ecow::EcoString;

use super::head::READERS;
use super::json_stat;
use super::marked::{FileField, FileRow, MarkedRow, Marks};
use super::remedy::{Remedy, quoted};
use super::source::{Source, Undescribed};
use super::{RowReader, scalar};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::base::span::{FileId, Span, Spanned};
use crate::base::stray;
use crate::base::yaml::{self, Node};
use crate::data::dataset::{Dataset, Value};

impl RowReader<'_> {
    /// Reads the rows of a JSON file.
    pub(super) fn record_rows(
        &mut self,
        dataset: &mut Dataset,
        (source, file): (&Source, FileId),
        problems: &mut Problems,
    ) {
        let whole = self.files.whole(file);
        // JSON is YAML, whose nodes know their places.
        let Some(node) = problems.keep(yaml::parse(self.files, whole)) else { return };
        if let Some(cube) = json_stat::find(&node) {
            let Some(rows) = problems.keep(cube) else { return };
            if rows.is_empty() {
                problems.push(no_records(whole));
            }
            for row in rows {
                let get = |head: &str| row.get(head);
                self.record(dataset, source, row.span, &get, problems);
            }
            return;
        }
        let records = match &source.records {
            Some(path) => problems.keep(below(&node, path)),
            None => Some(&node),
        };
        let Some(records) = records else { return };
        let yaml::Value::List(records) = &records.value else {
            problems.push(no_list(records, source));
            return;
        };
        if records.is_empty() {
            problems.push(no_records(whole));
            return;
        }
        if problems.keep(check_fields(records, dataset, source, self.broken)).is_none() {
            return;
        }
        for record in records {
            let get = |head: &str| field(record, head);
            self.record(dataset, source, record.span, &get, problems);
        }
    }

    fn record<'n>(
        &mut self,
        dataset: &mut Dataset,
        source: &Source,
        span: Span,
        get: &dyn Fn(&str) -> Option<&'n Node>,
        problems: &mut Problems,
    ) {
        let mut row = self.begin_row(dataset, span);
        for column in 0..dataset.columns.len() {
            let Some(node) = get(dataset.columns[column].head()) else { continue };
            if node.value == yaml::Value::Null {
                continue;
            }
            let kind = dataset.columns[column].kind;
            let read = match yaml::text(node) {
                Ok(text) => self.field((column, kind), &text, node.span, &source.notation),
                // An empty text is no value.
                Err(_) if matches!(node.value, yaml::Value::Text(_)) => {
                    Ok(scalar::Read { value: Value::Missing, status: None })
                }
                Err(diagnostic) => Err(diagnostic.into()),
            };
            self.keep(&mut row, (column, node.span), read);
        }
        self.finish_row(dataset, row, problems);
    }
}

/// Returns what the records of a JSON file say about their readers.
pub(super) fn marked(files: &Files, source: (&Source, FileId)) -> Marks {
    let records = list(files, source);
    let (source, _) = source;
    let misspelt = records.iter().find_map(|record| misspelt(record, source));
    Marks { rows: records.iter().filter_map(marked_record).collect(), misspelt }
}

/// Returns the rows of a JSON file; all of JSON-stat is one.
pub(super) fn rows(files: &Files, source: (&Source, FileId)) -> Vec<FileRow> {
    let row = |record: &Node| {
        let mut row = FileRow { span: record.span, fields: Vec::new() };
        add_fields("", record, &mut row.fields);
        row
    };
    list(files, source).iter().map(row).collect()
}

/// Returns the records of a JSON file; JSON-stat has none, so its whole text is one.
pub(crate) fn list(files: &Files, (source, file): (&Source, FileId)) -> Vec<Node> {
    let whole = files.whole(file);
    let Ok(node) = yaml::parse(files, whole) else { return Vec::new() };
    if json_stat::find(&node).is_some() {
        return vec![node];
    }
    let records = match &source.records {
        Some(path) => below(&node, path).ok(),
        None => Some(&node),
    };
    match records.map(|records| records.value.clone()) {
        Some(yaml::Value::List(records)) => records,
        _ => Vec::new(),
    }
}

/// Returns the cells of JSON-stat; none of other files.
pub(super) fn cube_cells(files: &Files, file: FileId) -> Option<Vec<FileField>> {
    let node = yaml::parse(files, files.whole(file)).ok()?;
    let rows = json_stat::find(&node)?.ok()?;
    let fields = rows.iter().flat_map(json_stat::CubeRow::fields);
    let cell = |(head, node): (&str, &Node)| {
        let text = yaml::text(node).ok()?;
        Some(FileField { head: head.into(), text: text.into(), span: node.span })
    };
    // A category stands once in the file, and in many rows.
    let mut known = BTreeSet::new();
    let is_new = |field: &FileField| known.insert((field.head.clone(), field.span));
    Some(fields.filter_map(cell).filter(is_new).collect())
}

/// Whether a file is JSON-stat.
pub(crate) fn is_cube(files: &Files, file: FileId) -> bool {
    yaml::parse(files, files.whole(file)).is_ok_and(|node| json_stat::find(&node).is_some())
}

/// Adds the texts and numbers of a record, each under the path of keys that leads to it.
fn add_fields(path: &str, node: &Node, fields: &mut Vec<FileField>) {
    let below = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match &node.value {
        yaml::Value::Mapping(entries) => {
            for (key, value) in entries {
                add_fields(&below(&key.name), value, fields);
            }
        }
        yaml::Value::List(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(at, item)| add_fields(&below(&at.to_string()), item, fields));
        }
        yaml::Value::Text(text) | yaml::Value::Number(text) => {
            let (head, text) = (path.into(), text.clone());
            fields.push(FileField { head, text, span: node.span });
        }
        yaml::Value::Null | yaml::Value::Boolean(_) => {}
    }
}

/// Returns the field of a record that nobody reads, although its name is nearly that of the field with the readers.
fn misspelt(record: &Node, source: &Source) -> Option<Span> {
    let yaml::Value::Mapping(entries) = &record.value else { return None };
    // A field that is not described is an error of its own, unless the author ignores those.
    let is_near = |name: &str| {
        name != READERS && stray::is_audience(name) && source.undescribed == Undescribed::Ignored
    };
    entries.iter().find(|(key, _)| is_near(&key.name)).map(|(key, _)| key.span)
}

fn marked_record(record: &Node) -> Option<MarkedRow> {
    let yaml::Value::Mapping(entries) = &record.value else { return None };
    let (key, readers) = entries.iter().find(|(key, _)| key.name == READERS)?;
    let mut row = FileRow { span: record.span, fields: Vec::new() };
    for (key, value) in entries.iter().filter(|(key, _)| key.name != READERS) {
        add_fields(&key.name, value, &mut row.fields);
    }
    Some(MarkedRow { row, mark: key.span, readers: readers.clone() })
}

/// Returns the field of a record: the one of this name, or else the one at the end of this path.
fn field<'n>(record: &'n Node, name: &str) -> Option<&'n Node> {
    if let Some(node) = child(record, name) {
        return Some(node);
    }
    name.split('.').try_fold(record, child)
}

fn child<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    match &node.value {
        yaml::Value::Mapping(entries) => {
            entries.iter().find(|(key, _)| key.name == name).map(|(_, value)| value)
        }
        yaml::Value::List(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    }
}

fn below<'n>(node: &'n Node, path: &Spanned<EcoString>) -> Result<&'n Node, Diagnostic> {
    path.value.split('.').try_fold(node, child).ok_or_else(|| {
        let message = format!("the file has nothing at `{}`", path.value);
        Diagnostic::error(Code::BadValue, path.span, message).with_hint(
            "write the keys that lead to the list of records, such as `data.items`; items of a list are numbered from `0`",
        )
    })
}

fn no_list(node: &Node, source: &Source) -> Diagnostic {
    let found = node.value.kind();
    let message = format!("expected a list of records, found {found}");
    let diagnostic =
        Diagnostic::error(Code::WrongType, Span { end: node.span.start + 1, ..node.span }, message);
    let list = lists(node, 2).into_iter().next();
    let remedy = |value: EcoString| source.declaration(&[Remedy { key: "records", value }]);
    diagnostic.with_hint(match list {
        Some(path) => format!("declare where its records are: {}", remedy(path)),
        None => "the file must hold a list of objects, or JSON-stat".to_owned(),
    })
}

/// Reports a file without a value.
fn no_records(whole: Span) -> Diagnostic {
    let start = Span { end: whole.start + 1, ..whole };
    Diagnostic::error(Code::BadCell, start, "the file has no record")
        .with_hint("fetch it again: a service answers so if nothing fits what it was asked for")
}

/// Returns the paths of the lists of records below a node.
fn lists(node: &Node, depth: usize) -> Vec<EcoString> {
    let yaml::Value::Mapping(entries) = &node.value else { return Vec::new() };
    let mut found = Vec::new();
    for (key, value) in entries {
        match &value.value {
            yaml::Value::List(items)
                if items.iter().any(|item| matches!(item.value, yaml::Value::Mapping(_))) =>
            {
                found.push(EcoString::from(&key.name));
            }
            _ if depth > 0 => {
                let below = lists(value, depth - 1);
                found.extend(below.iter().map(|path| ecow::eco_format!("{}.{path}", key.name)));
            }
            _ => {}
        }
    }
    found
}

/// Reports fields that the dataset does not describe, and columns that no record has.
fn check_fields(
    records: &[Node],
    dataset: &Dataset,
    source: &Source,
    broken: &[EcoString],
) -> Result<(), Diagnostic> {
    let heads = || dataset.columns.iter().map(crate::data::dataset::Column::head);
    let lacking = heads().find(|head| records.iter().all(|record| field(record, head).is_none()));
    if let (Some(head), Some(first)) = (lacking, records.first()) {
        let names = names(first);
        let message = format!("no record has `{head}`, a column of `{}`", dataset.id);
        let hint = did_you_mean(head, names.iter().map(EcoString::as_str)).unwrap_or_else(|| {
            format!(
                "the first has {}",
                names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            )
        });
        let at = Span { end: first.span.start + 1, ..first.span };
        return Err(Diagnostic::error(Code::UnknownColumn, at, message).with_hint(hint));
    }
    if source.undescribed == Undescribed::Ignored {
        return Ok(());
    }
    for record in records {
        let yaml::Value::Mapping(entries) = &record.value else { continue };
        let is_unknown = |name: &str| {
            let leads = |head: &str| {
                head == name || head.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
            };
            !heads().any(leads) && !broken.iter().any(|broken| broken == name)
        };
        if let Some((key, _)) = entries.iter().find(|(key, _)| is_unknown(&key.name)) {
            let message = format!("`{}` is not a column of `{}`", key.name, dataset.id);
            let ignore = Remedy { key: "undescribed", value: "ignore".into() };
            let add =
                format!("add `<name>: {{type: …, from: {}}}` to `columns:`", quoted(&key.name));
            return Err(Diagnostic::error(Code::UnknownColumn, key.span, message)
                .with_hint(add)
                .with_hint(format!("or ignore it: {}", source.declaration(&[ignore]))));
        }
    }
    Ok(())
}

fn names(record: &Node) -> Vec<EcoString> {
    let yaml::Value::Mapping(entries) = &record.value else { return Vec::new() };
    entries.iter().map(|(key, _)| EcoString::from(&key.name)).collect()
}
