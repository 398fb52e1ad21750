//! Rows that are typed in the YAML of their dataset.

use super::scalar::{self, Misread, Read};
use super::{RowReader, head};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::span::Span;
use crate::base::yaml::{self, Key, Mapping, Node};
use crate::data::dataset::{ColumnKind, Dataset};

impl RowReader<'_> {
    /// Reads rows that are typed.
    pub(super) fn yaml_rows(
        &mut self,
        dataset: &mut Dataset,
        rows: &[Node],
        problems: &mut Problems,
    ) {
        for node in rows {
            let Some(mapping) = problems.keep(Mapping::new(node)) else { continue };
            let mut row = self.begin_row(dataset, node.span);
            let mut before = None;
            for (key, value) in mapping.entries() {
                let before = before.replace((key, value));
                let Some(column) = dataset.column(&key.name) else {
                    row.is_key_wrong |= crowded(key, value, dataset).is_some();
                    problems.extend(self.unknown_field((key, value), before, dataset));
                    continue;
                };
                let kind = dataset.columns[column].kind;
                if kind == ColumnKind::Status {
                    let read = scalar::status_of_yaml(value).map_err(Misread::from);
                    self.keep(&mut row, (column, value.span), read);
                    continue;
                }
                let read = scalar::of_yaml(kind, value, self.entities);
                let read = read.map(|value| Read { value, status: None }).map_err(Misread::from);
                self.keep(&mut row, (column, value.span), read);
            }
            problems.extend(lacks_years(dataset, mapping.entries(), node.span));
            self.finish_row(dataset, row, problems);
        }
    }

    /// Reports a field of no column, which may be the decimals of the field `before` it.
    fn unknown_field(
        &self,
        (key, value): (&Key, &Node),
        before: Option<(&Key, &Node)>,
        dataset: &Dataset,
    ) -> Option<Diagnostic> {
        if let Some((column, rest)) = crowded(key, value, dataset) {
            let message = format!("`{}` is a name without a value", key.name);
            let hint = format!("put a space after the colon: `{column}: {rest}`");
            return Some(Diagnostic::error(Code::UnknownColumn, key.span, message).with_hint(hint));
        }
        if is_decimals(&key.name, value) {
            return Some(decimal_comma(key, before));
        }
        (!self.is_broken(&key.name)).then(|| unknown_field(&key.name, key.span, dataset))
    }
}

/// Warns of a row that has some of the years of its dataset and says nothing of others.
fn lacks_years(dataset: &Dataset, fields: &[(Key, Node)], row: Span) -> Option<Diagnostic> {
    let is_year = |name: &str| name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit());
    let years = dataset
        .columns
        .iter()
        .filter(|column| column.kind == ColumnKind::Number && is_year(&column.name));
    let (said, unsaid): (Vec<_>, Vec<_>) =
        years.partition(|column| fields.iter().any(|(key, _)| *key.name == *column.name));
    let first = unsaid.first().filter(|_| !said.is_empty())?;
    let message = match unsaid.len() {
        1 => format!("this row says nothing of `{}`", first.name),
        count => format!("this row says nothing of `{}` and {} other years", first.name, count - 1),
    };
    let start = Span { end: row.start + 1, ..row };
    Some(
        Diagnostic::warning(Code::MissingCell, start, message)
            .with_hint(format!("if there is no value, write `{}: ~`", first.name)),
    )
}

/// Splits a field such as `town:lima`, which YAML reads as a name without a value.
fn crowded<'k>(key: &'k Key, value: &Node, dataset: &Dataset) -> Option<(&'k str, &'k str)> {
    let (column, rest) = key.name.split_once(':')?;
    let is_field = value.value == yaml::Value::Null && dataset.column(column).is_some();
    (is_field && !rest.is_empty()).then_some((column, rest))
}

/// Whether a field without a value is how YAML reads the decimals in `{2025: 0,9}`.
fn is_decimals(name: &str, value: &Node) -> bool {
    let is_unsaid = value.value == yaml::Value::Null && value.span.start == value.span.end;
    is_unsaid && name.bytes().all(|byte| byte.is_ascii_digit())
}

fn decimal_comma(decimals: &Key, before: Option<(&Key, &Node)>) -> Diagnostic {
    let name = &decimals.name;
    let whole = before.and_then(|(key, value)| match &value.value {
        yaml::Value::Number(digits) if !digits.contains('.') => Some((&key.name, digits)),
        _ => None,
    });
    let message = format!("`{name}` is a field without a name");
    let found = Diagnostic::error(Code::UnknownColumn, decimals.span, message);
    match whole {
        Some((column, digits)) if name.len() == 3 => found.with_hint(format!(
            "a comma ends a field; write digits without separators, `{column}: {digits}{name}`, and decimals after a point, `{column}: {digits}.{name}`"
        )),
        Some((column, digits)) => found.with_hint(format!(
            "a comma ends a field; write decimals after a point: `{column}: {digits}.{name}`"
        )),
        None => found.with_hint("a comma ends a field; write decimals after a point, such as `1.5`"),
    }
}

fn unknown_field(name: &str, span: Span, dataset: &Dataset) -> Diagnostic {
    if let Some(found) = head::dashed_range(dataset, name, span) {
        return found;
    }
    let hint = did_you_mean(name, dataset.columns.iter().map(|column| column.name.as_str()));
    let message = format!("`{name}` is not a column of `{}`", dataset.id);
    Diagnostic::error(Code::UnknownColumn, span, message)
        .with_hints([hint.unwrap_or_else(|| format!("add `{name}: {{type: …}}` to `columns:`"))])
}
