//! Rows of CSV files, workbooks and JSON files that are for some audiences: those whose field `audience`
//! says so, unless the dataset has a column of that name.

use std::collections::BTreeSet;

use ecow::EcoString;

use super::{KEY, Restriction, empty};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::base::yaml::{self, Node, Value};
use crate::data::rows::head::spaced;
use crate::data::rows::marked::{self, FileRow, MarkedRow, marks, row_file};
use crate::data::rows::source::Source;
use crate::publication::audience::Condition;

/// The folder of datasets.
const FOLDER: &str = "content/data/";

/// What says that everybody may read a row: a field of a table cannot be left out.
const EVERYBODY: &str = "*";

/// Finds the restricted rows of files.
pub(super) fn find(files: &Files, found: &mut Vec<Restriction>, problems: &mut Problems) {
    let is_yaml = |path: &str| path.strip_suffix(".yaml").is_some();
    let mut others = files.below(FOLDER).filter(|(_, file)| !is_yaml(&file.path));
    // Descriptions are parsed for this only where some file may have marks, or cells for some.
    let has_marks = others.any(|(_, file)| file.text.to_lowercase().contains(KEY));
    let has_columns: BTreeSet<_> =
        found.iter().filter_map(Restriction::column).map(|(home, _)| home).collect();
    for (id, _) in files.below(FOLDER).filter(|(_, file)| is_yaml(&file.path)) {
        if has_marks || has_columns.contains(&id) {
            of_dataset(files, id, found, problems);
        }
    }
}

/// Returns the texts of the rows that a dataset has in a file of their own, with their places.
pub(super) fn texts(files: &Files, home: FileId, root: &Node) -> Vec<(String, Span)> {
    let Some((source, file)) = table(files, home, root) else { return Vec::new() };
    let fields = marked::rows(files, (&source, file)).into_iter().flat_map(|row| row.fields);
    fields.map(|field| (field.text, field.span)).filter(|(text, _)| !text.is_empty()).collect()
}

/// Returns the file with the rows of a dataset, if that is not its own, and how it is read.
fn table(files: &Files, home: FileId, root: &Node) -> Option<(Source, FileId)> {
    let (_, rows) = root.entry("rows")?;
    let is_here = matches!(rows.value, Value::List(_));
    row_file(files, &files.get(home).path, rows).filter(|_| !is_here)
}

/// Finds the restricted rows of a dataset whose rows are in a file of their own.
fn of_dataset(files: &Files, home: FileId, found: &mut Vec<Restriction>, problems: &mut Problems) {
    // What cannot be parsed is reported where it is read.
    let Ok(root) = yaml::parse(files, files.whole(home)) else { return };
    let Some((source, rows)) = table(files, home, &root) else { return };
    let is_of = |part: &&mut Restriction| part.column().is_some_and(|(of, _)| of == home);
    let mut columns: Vec<_> = found.iter_mut().filter(is_of).collect();
    if !columns.is_empty() {
        add_cells(files, (&source, rows), &mut columns);
    }
    if has_column(&root) {
        return;
    }
    let keys = key_heads(&root);
    let marks = marks(files, (&source, rows));
    problems.extend(marks.misspelt.map(misspelt));
    for row in marks.rows {
        found.extend(restriction(row, (&keys, home), problems));
    }
}

/// Adds the cells of the restricted columns of a dataset to what they say.
fn add_cells(files: &Files, table: (&Source, FileId), columns: &mut [&mut Restriction]) {
    for field in marked::cells(files, table) {
        let column = columns
            .iter_mut()
            .find(|part| part.names.last().map(|name| spaced(name)) == Some(field.head.clone()));
        if let Some(column) = column.filter(|_| !field.text.is_empty()) {
            column.texts.push((field.text, field.span));
        }
    }
}

/// Returns the restriction of a row; none if it is for everybody.
fn restriction(
    row: MarkedRow,
    (keys, home): (&BTreeSet<EcoString>, FileId),
    problems: &mut Problems,
) -> Option<Restriction> {
    let MarkedRow { row: FileRow { span, mut fields }, mark, readers } = row;
    fields.retain(|field| !field.text.is_empty());
    let readers = match &readers.value {
        Value::Text(text) if text == EVERYBODY => return None,
        Value::Text(text) if text.is_empty() => {
            problems.push(unsaid(mark));
            Condition::Only(Vec::new())
        }
        Value::Null => {
            problems.push(empty(mark));
            Condition::Only(Vec::new())
        }
        _ => Condition::read(&readers, problems),
    };
    let names = fields.iter().filter(|field| keys.contains(&field.head));
    let names = names.map(|field| field.text.as_str().into()).collect();
    let texts = fields.into_iter().map(|field| (field.text, field.span)).collect();
    let (file, items) = (None, vec![span]);
    Some(Restriction { readers, texts, file, items, names, mark, home, is_gone_whole: true })
}

/// Whether a column of the dataset takes the field with the readers.
fn has_column(root: &Node) -> bool {
    columns(root).iter().any(|(key, value)| {
        let from = value.entry("from");
        from.map_or(key.name == KEY, |(_, from)| {
            super::texts(from).iter().any(|(from, _)| from == KEY)
        })
    })
}

/// Returns what the file calls the columns that tell rows apart.
fn key_heads(root: &Node) -> BTreeSet<EcoString> {
    let key = root.entry("key");
    let names = key.map(|(_, key)| super::texts(key)).unwrap_or_default();
    let head = |name: String| -> EcoString {
        let column = columns(root).iter().find(|(key, _)| key.name == name);
        let from = column.and_then(|(_, value)| {
            let (_, from) = value.entry("from")?;
            super::texts(from).into_iter().next()
        });
        spaced(&from.map_or(name, |(from, _)| from))
    };
    names.into_iter().map(|(name, _)| head(name)).collect()
}

fn columns(root: &Node) -> &[(yaml::Key, Node)] {
    let columns = root.entry("columns");
    columns.map_or(&[], |(_, columns)| columns.entries())
}

fn unsaid(span: Span) -> Diagnostic {
    let message = "this row does not say who may read it";
    Diagnostic::error(Code::UnclearRestriction, span, message)
        .with_hint("write the audiences in its field `audience`, such as `council`, or `*` if everybody may read it")
}

fn misspelt(span: Span) -> Diagnostic {
    let message = "this field has no effect on who may read a row";
    Diagnostic::error(Code::UnclearRestriction, span, message)
        .with_hint("call it `audience`, or describe it in `columns:`")
}
