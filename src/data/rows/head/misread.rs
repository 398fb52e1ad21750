//! Files whose heads are not written as declared, which explains everything that is wrong with them.

use super::{Field, column_of, spaced};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::data::dataset::{Column, ColumnKind, Dataset};
use crate::data::rows::delimited::Body;
use crate::data::rows::lines::Lines;
use crate::data::rows::remedy::{Remedy, quoted};
use crate::data::rows::source::{delimiter_remedy, lines_remedy};

/// Reports a file that is not written as declared, which explains everything that is wrong with its
/// head.
pub(super) fn misread(
    fields: &[Field],
    (lacking, line): (&[&Column], Span),
    body: Body<'_>,
    dataset: &Dataset,
) -> Option<Diagnostic> {
    /// Titles of tables stand above their heads, but not by much.
    const FAR: usize = 40;
    if lacking.is_empty() || dataset.columns.len() < 2 {
        return None;
    }
    let own = body.source.delimiter;
    let found = fields.iter().filter(|field| column_of(dataset, &field.name).is_some()).count();
    let (mut best, mut most) = (None, found);
    for (line, text) in body.text.lines().take(FAR).enumerate() {
        for delimiter in [own, b',', b';', b'\t', b'|', b'^', b'~', b':', b' '] {
            let count = known_heads(text, delimiter, dataset);
            if count > most {
                (best, most) = (Some((line, delimiter)), count);
            }
        }
    }
    let (above, delimiter) = best?;
    if let Some(found) = several_lines((found, above, delimiter), line, body, dataset) {
        return Some(found);
    }
    Some(written_otherwise((above, delimiter), line, body))
}

/// Reports a header that takes two lines, of which the second names more columns than the first, `found`, but not
/// the same.
fn several_lines(
    (found, above, delimiter): (usize, usize, u8),
    line: Span,
    body: Body<'_>,
    dataset: &Dataset,
) -> Option<Diagnostic> {
    let known = |line: &&str| {
        let fields = line.split(char::from(delimiter)).map(str::trim);
        fields.filter_map(|name| column_of(dataset, &spaced(name))).collect::<Vec<_>>()
    };
    let mut lines = body.text.lines();
    let (first, second) = (lines.next().as_ref().map(known)?, lines.next().as_ref().map(known)?);
    let is_apart = first.iter().all(|column| !second.contains(column));
    if found == 0 || above != 1 || delimiter != body.source.delimiter || !is_apart {
        return None;
    }
    let remedy = lines_remedy("head", 2);
    Some(
        Diagnostic::error(Code::UnknownColumn, line, "the header of this file takes two lines")
            .with_hint(format!(
                "declare it: {}; what they say of a column is joined, as in `from: \"Exports 2024\"`",
                body.source.declaration(&[remedy])
            )),
    )
}

/// Whether the first line of a file is a row: it names no column, but has as many fields as there are columns,
/// and numbers where numbers are.
pub(super) fn is_row(fields: &[Field], lacking: &[&Column], dataset: &Dataset) -> bool {
    let is_number = |field: &Field| field.name.parse::<f64>().is_ok();
    let mut numbers = fields.iter().zip(&dataset.columns);
    lacking.len() == dataset.columns.len()
        && fields.len() == dataset.columns.len()
        && numbers.any(|(field, column)| column.kind == ColumnKind::Number && is_number(field))
}

/// Reports a file without a header.
pub(super) fn headless(line: Span, dataset: &Dataset) -> Diagnostic {
    let names = dataset.columns.iter().map(Column::head);
    let names = names.collect::<Vec<_>>().join(",");
    Diagnostic::error(
        Code::UnknownColumn,
        line,
        "the first line of this file is a row: it has no header",
    )
    .with_hint(format!("add a line above it that names the columns: `{names}`"))
}

/// Returns how many columns a line would name with this delimiter.
fn known_heads(line: &str, delimiter: u8, dataset: &Dataset) -> usize {
    let fields = Lines::new(line, delimiter, b'"').next().unwrap_or_default();
    fields.iter().filter(|field| column_of(dataset, &spaced(&field.text)).is_some()).count()
}

fn written_otherwise((above, delimiter): (usize, u8), line: Span, body: Body<'_>) -> Diagnostic {
    let source = body.source;
    let what = match delimiter {
        b';' => "semicolons",
        b'\t' => "tabs",
        b'|' => "bars",
        b'^' => "carets",
        b'~' => "tildes",
        b':' => "colons",
        b' ' => "spaces",
        _ => "commas",
    };
    let mut remedies = Vec::new();
    if delimiter != source.delimiter {
        remedies.push(delimiter_remedy(delimiter));
        // Where fields are not separated by commas, a comma mostly stands before decimals.
        let has_comma = |text: &str| text.split(char::from(delimiter)).any(is_decimal);
        if source.notation.decimal != ',' && body.text.lines().skip(1 + above).any(has_comma) {
            remedies.push(Remedy { key: "decimal", value: quoted(",") });
            let is_grouped = |field: &str| is_decimal(field) && field.contains('.');
            let mut lines = body.text.lines().skip(1 + above);
            if lines.any(|line| line.split(char::from(delimiter)).any(is_grouped)) {
                remedies.push(Remedy { key: "group", value: quoted(".") });
            }
        }
    }
    let lines = source.above + above;
    if above > 0 {
        remedies.push(lines_remedy("above", lines));
    }
    let message = match (delimiter == source.delimiter, above) {
        (false, 0) => format!("the fields of this file are separated by {what}"),
        (false, _) => format!(
            "the header of this file is its line {}, and its fields are separated by {what}",
            lines + 1
        ),
        (true, _) => format!("the header of this file is its line {}", lines + 1),
    };
    Diagnostic::error(Code::UnknownColumn, line, message)
        .with_hint(format!("declare it: {}", source.declaration(&remedies)))
}

/// Whether a field is a number with a decimal comma.
fn is_decimal(field: &str) -> bool {
    let digits = field.trim().trim_matches('"');
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    digits.split_once(',').is_some_and(|(whole, decimals)| {
        let decimals = decimals.split_whitespace().next().unwrap_or_default();
        !whole.is_empty() && is_digits(whole) && is_digits(decimals)
    })
}
