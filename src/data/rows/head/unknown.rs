//! Columns that a file has and its dataset does not describe, or the other way around.

use super::{Field, READERS};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::Span;
use crate::base::stray;
use crate::data::dataset::{Column, Dataset};
use crate::data::rows::remedy::{Remedy, quoted};
use crate::data::rows::source::Source;

/// Says how to describe a field whose name contains that of a column, as `2015 [YR2015]` and `2015/16` do, or differs
/// from it in capitals only.
fn renamed(field: &str, lacking: &[&Column]) -> Option<String> {
    const SHORT: usize = 4;
    let contains = |column: &&&Column| {
        let name = column.head();
        name.len() >= SHORT && name != field && field.contains(name)
            || name != field && name.to_lowercase() == field.to_lowercase()
    };
    let column = lacking.iter().find(contains)?;
    let (name, head) = (&column.name, column.head());
    let is_year = name.len() == SHORT && name.bytes().all(|byte| byte.is_ascii_digit());
    let pattern = field.replace(head, "{name}");
    Some(if is_year && field.contains(head) {
        format!(
            "write `{name}: {{type: …, from: {}}}`, or for a range of years `from: {}`",
            quoted(field),
            quoted(&pattern)
        )
    } else {
        format!("write `{name}: {{type: …, from: {}}}`", quoted(field))
    })
}

/// Reports columns of the file that the dataset does not describe.
pub(super) fn undescribed(
    unknown: &[&Field],
    lacking: &[&Column],
    dataset: &Dataset,
    source: &Source,
) -> Diagnostic {
    let first = unknown[0];
    if let Some(found) = dashed_range(dataset, &first.name, first.span) {
        return found;
    }
    let others = match unknown.len() {
        1 => String::new(),
        2 => ", nor is 1 other".to_owned(),
        count => format!(", nor are {} others", count - 1),
    };
    let message = format!("`{}` is not a column of `{}`{others}", first.name, dataset.id);
    let similar = did_you_mean(&first.name, lacking.iter().map(|column| column.name.as_str()));
    let similar = renamed(&first.name, lacking).or(similar);
    let ignore = Remedy { key: "undescribed", value: "ignore".into() };
    let describe = match lacking {
        [column] if unknown.len() == 1 => {
            let name = &column.name;
            format!("if it is `{name}`, write `{name}: {{type: …, from: {}}}`", quoted(&first.name))
        }
        _ => format!("add `{}: {{type: …}}` to `columns:`", first.name),
    };
    let hint = similar.filter(|hint| !hint.contains(&format!("`{}`", first.name)));
    if stray::is_audience(&first.name) {
        return Diagnostic::error(Code::UnknownColumn, first.span, message).with_hint(format!(
            "if it says who may read each row, call it `{READERS}`; if it does not, {describe}"
        ));
    }
    Diagnostic::error(Code::UnknownColumn, first.span, message)
        .with_hints([hint.unwrap_or(describe)])
        .with_hint(format!("or ignore it: {}", source.declaration(&[ignore])))
}

/// Reports a column such as `2021-2025` that was meant as the columns from one year to another, of which
/// `name` is one.
pub(in crate::data::rows) fn dashed_range(
    dataset: &Dataset,
    name: &str,
    span: Span,
) -> Option<Diagnostic> {
    let year = |text: &str| -> Option<u16> {
        let text = text.trim();
        (text.len() == 4).then(|| text.parse().ok()).flatten()
    };
    let own = year(name)?;
    let ends = |column: &Column| {
        let (from, to) = column.head().split_once(['-', '–', '—'])?;
        let (from, to) = (year(from)?, year(to)?);
        (from..=to).contains(&own).then_some((from, to))
    };
    let (column, (from, to)) =
        dataset.columns.iter().find_map(|column| Some((column, ends(column)?)))?;
    let message = format!("`{}` is one column, not those from {from} to {to}", column.head());
    Some(
        Diagnostic::error(Code::UnknownColumn, span, message)
            .with_hint(format!("write two points in `columns:`: `{from}..{to}: {{…}}`")),
    )
}

/// Reports the columns of a dataset that its file does not have.
pub(super) fn lacks(
    lacking: &[&Column],
    head: Span,
    (unknown, source): (&[&Field], &Source),
) -> Diagnostic {
    let names: Vec<_> = lacking.iter().map(|column| format!("`{}`", column.head())).collect();
    let message = format!("the file lacks {} of `columns:`", names.join(", "));
    let similar = did_you_mean(lacking[0].head(), unknown.iter().map(|field| field.name.as_str()));
    let hint = similar
        .map(|similar| format!("{similar} Then write `{}: {{type: …, from: …}}`", lacking[0].name));
    Diagnostic::error(Code::UnknownColumn, head, message).with_hints([hint.unwrap_or_else(|| {
        if source.file.value.to_lowercase().ends_with(".parquet") {
            let hint = "delete it from `columns:`: lists, records, and bytes that are not text are not read";
            return hint.to_owned();
        }
        "add the column to the first line, or delete it from `columns:`".to_owned()
    })])
}
