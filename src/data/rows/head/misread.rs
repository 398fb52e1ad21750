//! Files whose heads are not written as declared, which explains everything that is wrong with them.

use super::{Field, column_of, fields, spaced};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::data::dataset::{Column, ColumnKind, Dataset};
use crate::data::rows::delimited::Body;
use crate::data::rows::lines::{Line, Lines, extent};
use crate::data::rows::remedy::{Remedy, quoted, says_missing};
use crate::data::rows::source::{delimiter_remedy, lines_remedy};

/// Titles of tables stand above their heads, but not by so many lines.
const FAR: usize = 40;

/// Reports a file that is not written as declared, which explains everything that is wrong with its
/// head.
pub(super) fn misread(
    fields: &[Field],
    (lacking, line): (&[&Column], Span),
    body: Body<'_>,
    dataset: &Dataset,
) -> Option<Diagnostic> {
    if lacking.is_empty() || dataset.columns.len() < 2 {
        return None;
    }
    if let Some(found) = quoted_otherwise(fields, line, body) {
        return Some(found);
    }
    if let Some((above, lines)) = lines_of_head(lacking, body, dataset) {
        return Some(takes_lines(above, lines, line, body));
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

/// Reports a header whose fields are all in quotes that are not those of the file.
fn quoted_otherwise(fields: &[Field], line: Span, body: Body<'_>) -> Option<Diagnostic> {
    let are_in = |open: char, close: char| {
        let is_in = |name: &str| name.len() > 1 && name.starts_with(open) && name.ends_with(close);
        !fields.is_empty() && fields.iter().all(|field| is_in(&field.name))
    };
    let hint = if are_in('\'', '\'') {
        let remedy = Remedy { key: "quote", value: "\"'\"".into() };
        format!("declare it: {}", body.source.declaration(&[remedy]))
    } else if are_in('“', '”') {
        "replace the quotes of print by straight ones: `\"`".to_owned()
    } else {
        return None;
    };
    let message = "the fields of this file are in other quotes than `\"`";
    Some(Diagnostic::error(Code::UnknownColumn, line, message).with_hint(hint))
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
    Some(takes_lines(0, 2, line, body))
}

/// Returns how many lines stand above the header and how many it takes, if the fields of several lines, joined, name
/// all columns that the first line lacks, and no line does alone.
fn lines_of_head(lacking: &[&Column], body: Body<'_>, dataset: &Dataset) -> Option<(usize, usize)> {
    /// Heads have no more lines.
    const MOST: usize = 3;
    let lines: Vec<_> = body.lines().take(FAR).collect();
    let names_all = |lines: &[Line<'_>]| {
        let found = fields(lines, body);
        let found: Vec<_> =
            found.iter().filter_map(|field| column_of(dataset, &field.name)).collect();
        lacking.iter().all(|lacks| found.iter().any(|&at| dataset.columns[at].name == lacks.name))
    };
    if lines.iter().any(|line| names_all(std::slice::from_ref(line))) {
        return None;
    }
    let least = body.source.head.max(1) + 1;
    let starts = (0..lines.len()).flat_map(|at| (least..=MOST).map(move |count| (at, count)));
    let is_head = |&(at, count): &(usize, usize)| lines.get(at..at + count).is_some_and(names_all);
    let (at, count) = starts.into_iter().find(is_head)?;
    // Empty lines are none, but are counted.
    let before = body.text.get(..extent(&lines[at]).start).unwrap_or_default();
    Some((before.matches('\n').count(), count))
}

/// Reports a header that takes several lines, with others above it.
fn takes_lines(above: usize, lines: usize, line: Span, body: Body<'_>) -> Diagnostic {
    let number = match lines {
        2 => "two",
        _ => "three",
    };
    let from = match above {
        0 => String::new(),
        above => format!(", from line {}", body.source.above + above + 1),
    };
    let message = format!("the header of this file takes {number} lines{from}");
    let above = (above > 0).then(|| lines_remedy("above", body.source.above + above));
    let remedies: Vec<_> = above.into_iter().chain([lines_remedy("head", lines)]).collect();
    Diagnostic::error(Code::UnknownColumn, line, message).with_hint(format!(
        "declare it: {}; what they say of a column is joined, as in `from: \"Exports 2024\"`",
        body.source.declaration(&remedies)
    ))
}

/// Reports a line below the header that says in what the columns are; none if it says anything else.
pub(in crate::data::rows) fn units(
    line: &Line<'_>,
    targets: impl Fn(usize) -> Option<ColumnKind>,
    body: Body<'_>,
) -> Option<Diagnostic> {
    let texts = line.iter().map(|field| field.text.trim()).enumerate();
    let numbers = texts.filter(|(number, _)| targets(*number) == Some(ColumnKind::Number));
    let numbers: Vec<_> = numbers.map(|(_, text)| text).collect();
    let is_unit = |text: &&str| {
        !text.is_empty() && !says_missing(text) && !text.contains(|c: char| c.is_ascii_digit())
    };
    let first = line.first()?.text.trim().to_lowercase();
    let first = first.trim_matches(['(', ')', '[', ']', ':']);
    let is_label = matches!(
        first,
        "" | "unit" | "units" | "unidad" | "unidades" | "unidade" | "einheit" | "unité" | "unités"
    );
    if !is_label || numbers.is_empty() || !numbers.iter().all(is_unit) {
        return None;
    }
    let message =
        format!("this line says in what the columns are, as `{}`: it is no row", numbers[0]);
    let remedy = lines_remedy("head", body.source.head + 1);
    Some(Diagnostic::error(Code::BadCell, body.line_span(line), message).with_hint(format!(
        "declare that it belongs to the header: {}; what its lines say of a column is joined, as in `from: \"Exports {}\"`",
        body.source.declaration(&[remedy]), numbers[0]
    )))
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
