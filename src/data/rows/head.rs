//! The first line of a table: which fields belong to which columns.

use ecow::EcoString;

use super::delimited::Body;
use super::lines::{Line, LineField, Lines};
use super::notation::{Remedy, quoted};
use super::source::{Source, Undescribed, delimiter_remedy, lines_remedy};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::Span;
use crate::base::stray;
use crate::data::dataset::{Column, ColumnKind, Dataset};

/// The field that says who may read a row, unless it is a column of the dataset.
pub(crate) const READERS: &str = "audience";

/// The head of a table.
pub(super) struct Head {
    targets: Vec<Target>,
    /// What its fields say.
    names: Vec<EcoString>,
    /// Whether a field says who may read each row.
    is_marked: bool,
}

/// What becomes of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// The cells below it belong to the column with this number.
    Column(usize),
    /// It is passed over.
    Ignored,
    /// Its column has no name, so it must be empty.
    Nameless,
}

/// A field of the head, and its place.
pub(super) struct Field {
    pub name: EcoString,
    pub span: Span,
}

impl Head {
    /// Finds the columns of `dataset` in the first line; those in `broken` are passed over.
    ///
    /// # Errors
    /// Reports what explains most: fields that are separated otherwise, a head that stands
    /// further down, columns that the file or the dataset lacks.
    pub(super) fn read(
        lines: &[Line<'_>],
        body: Body<'_>,
        dataset: &Dataset,
        broken: &[EcoString],
    ) -> Result<Self, Diagnostic> {
        let fields = fields(lines, body);
        let line = Span { end: fields.last().map_or(0, |field| field.span.end), ..body.span(0, 0) };
        let mut targets = Vec::with_capacity(fields.len());
        let mut unknown = Vec::new();
        let mut is_marked = false;
        for field in &fields {
            let found = column_of(dataset, &field.name);
            targets.push(match found {
                Some(column)
                    if field.name.is_empty() && targets.contains(&Target::Column(column)) =>
                {
                    Target::Nameless
                }
                Some(column) if targets.contains(&Target::Column(column)) => {
                    return Err(doubled(field));
                }
                Some(column) => Target::Column(column),
                None if field.name.is_empty() => Target::Nameless,
                None if broken.contains(&field.name) => Target::Ignored,
                None if field.name == READERS => {
                    if is_marked {
                        return Err(doubled(field));
                    }
                    is_marked = true;
                    Target::Ignored
                }
                None => {
                    unknown.push(field);
                    Target::Ignored
                }
            });
        }
        let names = fields.iter().map(|field| field.name.clone()).collect();
        let head = Self { targets, names, is_marked };
        let lacking = head.lacking(dataset);
        if let Some(diagnostic) = misread(&fields, (&lacking, line), body, dataset) {
            return Err(diagnostic);
        }
        if is_row(&fields, &lacking, dataset) {
            return Err(headless(line, dataset));
        }
        if body.source.undescribed == Undescribed::Refused && !unknown.is_empty() {
            return Err(undescribed(&unknown, &lacking, dataset, body.source));
        }
        if !lacking.is_empty() {
            return Err(lacks(&lacking, line, (&unknown, body.source)));
        }
        Ok(head)
    }

    /// Returns what becomes of the field with this number.
    pub(super) fn target(&self, number: usize) -> Target {
        self.targets.get(number).copied().unwrap_or(Target::Nameless)
    }

    /// Whether a line says what the header says.
    pub(super) fn repeats(&self, line: &Line<'_>) -> bool {
        self.names.len() > 1
            && line.len() == self.names.len()
            && line.iter().zip(&self.names).all(|(field, name)| field.text.trim() == name)
    }

    /// Whether a field that is no column says who may read each row.
    pub(super) fn is_marked(&self) -> bool {
        self.is_marked
    }

    /// Returns how many fields it has, without empty ones at the end.
    pub(super) fn len(&self) -> usize {
        let last = self.targets.iter().rposition(|target| *target != Target::Nameless);
        last.map_or(0, |last| last + 1)
    }

    /// Returns how many fields each line has, whether they have a name or not.
    pub(super) fn width(&self) -> usize {
        self.targets.len()
    }

    fn lacking<'d>(&self, dataset: &'d Dataset) -> Vec<&'d Column> {
        let columns = dataset.columns.iter().enumerate();
        columns
            .filter(|(number, _)| !self.targets.contains(&Target::Column(*number)))
            .map(|(_, column)| column)
            .collect()
    }
}

/// Returns the column that a file calls `name`.
pub(super) fn column_of(dataset: &Dataset, name: &str) -> Option<usize> {
    dataset.columns.iter().position(|column| column.head() == name)
}

/// Returns the fields of a head, which may have several lines.
pub(super) fn fields(lines: &[Line<'_>], body: Body<'_>) -> Vec<Field> {
    let first = lines.first().map_or(body.span(0, 0), |line| body.line_span(line));
    if let [line] = lines {
        let field = |field: &LineField<'_>| Field {
            span: body.field_span(field, first),
            name: field.text.trim().into(),
        };
        return line.iter().map(field).collect();
    }
    let texts = |line: &Line<'_>| line.iter().map(|field| field.text.to_string()).collect();
    let lines: Vec<Vec<String>> = lines.iter().map(texts).collect();
    joined(&lines).into_iter().map(|name| Field { span: first, name: name.into() }).collect()
}

/// Returns the heads of columns that take several lines: what the lines say of a column, one behind the
/// other. What a line says holds for the columns on its right as well, up to the next that it names,
/// if a line below tells them apart.
pub(crate) fn joined<T: AsRef<str>>(lines: &[Vec<T>]) -> Vec<String> {
    let width = lines.iter().map(Vec::len).max().unwrap_or_default();
    let own = |line: usize, column: usize| {
        lines[line].get(column).map_or("", |field| field.as_ref().trim())
    };
    let mut heads = vec![String::new(); width];
    for line in 0..lines.len() {
        let mut over = "";
        for (column, head) in heads.iter_mut().enumerate() {
            let text = own(line, column);
            if !text.is_empty() {
                over = if column > 0 { text } else { "" };
            }
            let is_told_apart = (line + 1..lines.len()).any(|below| !own(below, column).is_empty());
            let text = if text.is_empty() && is_told_apart { over } else { text };
            if !text.is_empty() {
                head.push_str(if head.is_empty() { "" } else { " " });
                head.push_str(text);
            }
        }
    }
    heads
}

/// Reports a file that is not written as declared, which explains everything that is wrong with its
/// head.
fn misread(
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
        fields.filter_map(|name| column_of(dataset, name)).collect::<Vec<_>>()
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
fn is_row(fields: &[Field], lacking: &[&Column], dataset: &Dataset) -> bool {
    let is_number = |field: &Field| field.name.parse::<f64>().is_ok();
    let mut numbers = fields.iter().zip(&dataset.columns);
    lacking.len() == dataset.columns.len()
        && fields.len() == dataset.columns.len()
        && numbers.any(|(field, column)| column.kind == ColumnKind::Number && is_number(field))
}

/// Reports a file without a header.
fn headless(line: Span, dataset: &Dataset) -> Diagnostic {
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
    fields.iter().filter(|field| column_of(dataset, field.text.trim()).is_some()).count()
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

fn doubled(field: &Field) -> Diagnostic {
    let message = format!("the column `{}` appears twice", field.name);
    Diagnostic::error(Code::DuplicateKey, field.span, message)
        .with_hint("delete or rename one of the two")
}

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
fn undescribed(
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
pub(super) fn dashed_range(dataset: &Dataset, name: &str, span: Span) -> Option<Diagnostic> {
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
fn lacks(lacking: &[&Column], head: Span, (unknown, source): (&[&Field], &Source)) -> Diagnostic {
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
