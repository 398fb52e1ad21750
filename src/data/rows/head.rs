//! The first line of a table: which fields belong to which columns.

mod misread;
mod unknown;

use ecow::EcoString;

use super::delimited::Body;
use super::lines::{Line, LineField};
use super::source::Undescribed;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::data::dataset::{Column, Dataset};
pub(super) use misread::units;
use misread::{headless, is_row, misread};
pub(super) use unknown::dashed_range;
use unknown::{lacks, undescribed};

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
        let names = match lines {
            [line] => line.iter().map(|field| field.text.trim().into()).collect(),
            _ => Vec::new(),
        };
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

    /// Returns the name of the first column if a line begins with it, and says other things than the header.
    pub(super) fn of_other_table<'l>(&self, line: &'l Line<'_>) -> Option<&'l str> {
        let text = line.first()?.text.trim();
        let is_name = self.names.first().is_some_and(|name| name == text && !name.is_empty());
        let is_number = |field: &LineField<'_>| field.text.contains(|c: char| c.is_ascii_digit());
        let is_head = is_name && self.names.len() > 1 && !self.repeats(line);
        (is_head && !line[1..].iter().any(is_number)).then_some(text)
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
    dataset.columns.iter().position(|column| spaced(column.head()) == name)
}

/// What programs put at the beginning of a file, and so inside one that was joined from several.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Returns what a field says, without what is not seen around it.
pub(super) fn trimmed(text: &str) -> &str {
    // Most fields have nothing around them, and there may be millions of them.
    if let (Some(first), Some(last)) = (text.as_bytes().first(), text.as_bytes().last())
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() || c == BYTE_ORDER_MARK)
}

/// Returns a name with single spaces only, none of them around it: others are not seen in spreadsheets.
pub(crate) fn spaced(name: &str) -> EcoString {
    let is_space = |c: char| c.is_whitespace() || c == BYTE_ORDER_MARK;
    name.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").into()
}

/// Returns the fields of a head, which may have several lines.
pub(super) fn fields(lines: &[Line<'_>], body: Body<'_>) -> Vec<Field> {
    let first = lines.first().map_or(body.span(0, 0), |line| body.line_span(line));
    if let [line] = lines {
        let field = |field: &LineField<'_>| Field {
            span: body.field_span(field, first),
            name: spaced(&field.text),
        };
        return line.iter().map(field).collect();
    }
    let texts = |line: &Line<'_>| line.iter().map(|field| field.text.to_string()).collect();
    let lines: Vec<Vec<String>> = lines.iter().map(texts).collect();
    joined(&lines).into_iter().map(|name| Field { span: first, name: spaced(&name) }).collect()
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

fn doubled(field: &Field) -> Diagnostic {
    let message = format!("the column `{}` appears twice", field.name);
    Diagnostic::error(Code::DuplicateKey, field.span, message)
        .with_hint("delete or rename one of the two")
}
