//! Values of cells, read from their text: the only reader for cells of datasets and registers.

use ecow::EcoString;
use rust_decimal::Decimal;

use super::advice::{misplaced_group, number_hint};
use super::head::spaced;
use super::notation::{Notation, of_usual_width, plain_number};
use super::remedy::Remedy;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::base::stray;
use crate::base::yaml::{self, Node};
use crate::data::dataset::{ColumnKind, Value};
use crate::data::status::CellStatus;
use crate::publication::date;
use crate::publication::entity::Entities;
use crate::publication::localized::Localized;

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Read {
    /// The value.
    pub value: Value,
    /// What readers must know about it.
    pub status: Option<CellStatus>,
}

/// A cell that cannot be read.
#[derive(Debug, Clone)]
pub(super) struct Misread {
    /// Its place.
    pub span: Option<Span>,
    /// What is wrong with it.
    pub diagnostic: Box<Diagnostic>,
    /// A declaration for its file with which it could be read.
    pub remedies: Vec<Remedy>,
}

impl From<Diagnostic> for Misread {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { span: None, diagnostic: Box::new(diagnostic), remedies: Vec::new() }
    }
}

/// Reads a cell from YAML.
///
/// # Errors
/// Reports what the column's kind does not allow.
pub(crate) fn of_yaml(
    kind: ColumnKind,
    node: &Node,
    entities: &Entities,
) -> Result<Value, Diagnostic> {
    match (&node.value, kind) {
        (yaml::Value::Null, _) => Ok(Value::Missing),
        (_, ColumnKind::Text) => {
            let text = Localized::read_typed(node)?;
            let markup = text.all().find_map(|text| markup_in(text, node.span, &TYPED));
            markup.map_or(Ok(Value::Text(text)), Err)
        }
        (yaml::Value::Mapping(_) | yaml::Value::List(_), _) => Err(several(node)),
        (_, ColumnKind::Boolean) => yaml::boolean(node).map(Value::Boolean),
        (_, ColumnKind::Number) => number(&yaml::text(node)?, node.span).map(Value::Number),
        _ => of_text(kind, &yaml::text(node)?, node.span, entities),
    }
}

/// Reports a list or a mapping where one value should stand.
fn several(node: &Node) -> Diagnostic {
    let message = format!("a cell holds one value, but this is {}", node.value.kind());
    let start = Span { end: node.span.start + 1, ..node.span };
    Diagnostic::error(Code::WrongType, start, message).with_hint(
        "write the value alone; a note or a unit stands in a column of its own, such as `note: {type: text}`",
    )
}

/// Reads the status of the numbers in a row.
///
/// # Errors
/// Reports what is no status.
pub(super) fn status_of_yaml(node: &Node) -> Result<Read, Diagnostic> {
    let status = match node.value {
        yaml::Value::Null => None,
        _ => CellStatus::read(&yaml::text(node)?, node.span)?,
    };
    Ok(Read { value: Value::Missing, status })
}

/// Reads a status by a flag that the file declares, or else by its name or its code in SDMX.
fn file_status(text: &str, span: Span, notation: &Notation) -> Result<Option<CellStatus>, Misread> {
    if let Some((_, status)) = notation.flags.iter().find(|(flag, _)| flag == text) {
        return Ok(Some(*status));
    }
    CellStatus::read(text, span).map_err(|diagnostic| Misread {
        span: Some(span),
        diagnostic: Box::new(diagnostic),
        remedies: Notation::status_remedy(text).into_iter().collect(),
    })
}

/// Reads a cell of a file, in the notation of the file.
///
/// # Errors
/// Returns what the column's kind does not allow, and what would allow it.
pub(super) fn of_file(
    kind: ColumnKind,
    text: &str,
    span: Span,
    (notation, entities): (&Notation, &Entities),
) -> Result<Read, Misread> {
    let usual = match kind {
        ColumnKind::Number | ColumnKind::Year | ColumnKind::Date => of_usual_width(text),
        _ => text.into(),
    };
    let text = usual.as_ref();
    let (text, status) = match kind {
        ColumnKind::Number => notation.split_flag(text),
        _ => (text, None),
    };
    if notation.is_missing(text) {
        return Ok(Read { value: Value::Missing, status });
    }
    let value = match kind {
        ColumnKind::Status => {
            return Ok(Read { value: Value::Missing, status: file_status(text, span, notation)? });
        }
        ColumnKind::Number => match notation.number(text) {
            Some(number) => Value::Number(number),
            None => return Err(no_number(text, span, notation)),
        },
        ColumnKind::Date => match notation.date(text) {
            Some(date) => Value::Date(date),
            None => of_text(kind, text, span, entities).map_err(|diagnostic| Misread {
                span: Some(span),
                remedies: Notation::date_remedy(text).into_iter().collect(),
                diagnostic: Box::new(diagnostic),
            })?,
        },
        ColumnKind::Year => of_text(kind, text, span, entities).map_err(|diagnostic| Misread {
            span: Some(span),
            remedies: missing_remedy(text, notation),
            diagnostic: Box::new(diagnostic),
        })?,
        ColumnKind::Boolean => match text {
            "true" | "TRUE" | "True" => Value::Boolean(true),
            "false" | "FALSE" | "False" => Value::Boolean(false),
            _ => of_text(kind, text, span, entities)?,
        },
        ColumnKind::Text if is_fault(text) => {
            let message = format!("`{text}` is an error of the spreadsheet, not a text");
            let diagnostic = Diagnostic::error(Code::BadCell, span, message);
            let remedies = notation.number_remedy(text);
            return Err(Misread { span: Some(span), diagnostic: Box::new(diagnostic), remedies });
        }
        ColumnKind::Text if is_in_quotes(text) => {
            let message = format!("`{text}` is in quotes that are not those of the file");
            let diagnostic = Diagnostic::error(Code::BadCell, span, message);
            return Err(Misread {
                span: Some(span),
                diagnostic: Box::new(diagnostic),
                remedies: notation.number_remedy(text),
            });
        }
        ColumnKind::Entity => of_text(kind, text, span, entities).map_err(|diagnostic| {
            let is_near = diagnostic.hints.iter().any(|hint| hint.starts_with("did you mean"));
            let alias = format!("or list it among the names of the entity: `aliases: [{text}]`");
            diagnostic.with_hints(is_near.then_some(alias))
        })?,
        _ => of_text(kind, text, span, entities)?,
    };
    Ok(Read { value, status })
}

/// Reports letters that were read in another encoding than they were written in, and saved so: `MÃ©xico`.
fn misread(text: &str, span: Span) -> Option<Diagnostic> {
    let mut pairs = text.chars().zip(text.chars().skip(1));
    let is_wrong = |(first, second): (char, char)| {
        // A space of fixed width may follow a letter.
        matches!(first, 'Ã' | 'Â' | 'Ð' | 'Ñ')
            && matches!(second, '\u{80}'..='\u{9F}' | '\u{A1}'..='\u{A9}' | '\u{AB}'..='\u{B9}' | '\u{BB}'..='\u{BF}')
            || first == 'â' && second == '€'
            || first == char::REPLACEMENT_CHARACTER
    };
    if !pairs.any(is_wrong) && !text.ends_with(char::REPLACEMENT_CHARACTER) {
        return None;
    }
    let message = format!("`{text}` was read in a wrong encoding before it was saved");
    Some(Diagnostic::error(Code::BadCell, span, message).with_hint(
        "fetch the original file, and declare its encoding if it is not UTF-8: `encoding: windows-1252` in `rows:`",
    ))
}

/// Whether a spreadsheet writes this where a formula has no result.
fn is_fault(text: &str) -> bool {
    const FAULTS: &[&str] =
        &["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"];
    FAULTS.contains(&text) || text.starts_with("Err:") && text.len() == "Err:502".len()
}

/// Whether a text is in single quotes.
fn is_in_quotes(text: &str) -> bool {
    let inner = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains('\''))
}

/// Reads a cell from a text that is not empty.
///
/// # Errors
/// Reports what the column's kind does not allow.
fn of_text(
    kind: ColumnKind,
    text: &str,
    span: Span,
    entities: &Entities,
) -> Result<Value, Diagnostic> {
    match kind {
        ColumnKind::Number => number(text, span).map(Value::Number),
        ColumnKind::Year => year(text, span).map(Value::Number),
        ColumnKind::Date => {
            date::check(text, span)?;
            Ok(Value::Date(date::normal(text).unwrap_or_else(|| text.into())))
        }
        ColumnKind::Boolean => boolean(text, span).map(Value::Boolean),
        ColumnKind::Source => Ok(Value::Source(text.into())),
        ColumnKind::Status => Ok(Value::Missing),
        ColumnKind::Text => {
            let text = stray::in_plain_text(text, span).map_or(Ok(text), Err)?;
            let text = markup_in(text, span, &TYPED[..IN_FILES]).map_or(Ok(text), Err)?;
            let text = misread(text, span).map_or(Ok(text), Err)?;
            Ok(Value::Text(Localized::Same(text.into())))
        }
        ColumnKind::Entity => match entities.find(text) {
            Some(id) => Ok(Value::Entity(id.clone())),
            None => Err(entities.unknown(text, span)),
        },
    }
}

/// Reads digits with a decimal point, and an exponent if need be.
///
/// # Errors
/// Reports anything else.
pub(crate) fn number(text: &str, span: Span) -> Result<Decimal, Diagnostic> {
    plain_number(text).ok_or_else(|| bad_number(text, span).with_hint(number_hint(text)))
}

fn bad_number(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::BadCell, span, format!("`{text}` is not a number"))
}

fn no_number(text: &str, span: Span, notation: &Notation) -> Misread {
    let remedies = notation.number_remedy(text);
    let diagnostic = bad_number(text, span);
    if remedies.is_empty() {
        let own = notation.group.filter(|group| *group != ' ' && text.contains(*group));
        let hint = own.map_or_else(|| number_hint(text), misplaced_group);
        return diagnostic.with_hint(hint).into();
    }
    Misread { span: Some(span), diagnostic: Box::new(diagnostic), remedies }
}

fn missing_remedy(text: &str, notation: &Notation) -> Vec<Remedy> {
    let remedies = notation.number_remedy(text);
    remedies.into_iter().filter(|remedy| remedy.key == "missing").collect()
}

/// The signs around what a cell cannot have, the first of which are looked for in files of other programs, too.
const TYPED: [(&str, &str); 5] =
    [("[^", "]"), ("[@", "]"), ("{{", "}}"), ("**", "**"), ("](http", ")")];

/// How many of them are looked for in files.
const IN_FILES: usize = 3;

/// Reports a note or a citation in a cell, which is printed as it is typed.
fn markup_in(text: &str, span: Span, pairs: &[(&str, &str)]) -> Option<Diagnostic> {
    let found = pairs.iter().find_map(|(sign, end)| {
        let start = text.find(sign)?;
        let inner = start + sign.len();
        let end = inner + text[inner..].find(end)? + end.len();
        Some(&text[start..end])
    })?;
    let message = format!("`{found}` would be printed as it is, since cells are plain text");
    let hint = match found.as_bytes() {
        [b'[', b'@', ..] => {
            "name the source of a row in a column of the type `source`; in a register, declare `type: line` for Markdown"
        }
        [b'{', ..] => {
            "a dataset computes values with `derive:`; in a register, declare `type: line` for bound numbers"
        }
        [b'*' | b']', ..] => "delete the marks; in a register, declare `type: line` for Markdown",
        _ => "write the remark into `notes:` of the dataset, or into a column of its own",
    };
    Some(Diagnostic::error(Code::BadCell, span, message).with_hint(hint))
}

fn year(text: &str, span: Span) -> Result<Decimal, Diagnostic> {
    // Programs that know no missing integers write years as fractions.
    let year: Option<u16> = text.strip_suffix(".0").unwrap_or(text).parse().ok();
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit()).trim();
    if digits.len() == 4 && digits.len() < text.len() && digits.parse::<u16>().is_ok() {
        let message = format!("`{text}` is a year with a mark");
        let hint = format!(
            "write `{digits}`; a status stands in a column of its own, `{{type: status}}`, or behind the values"
        );
        return Err(Diagnostic::error(Code::BadCell, span, message).with_hint(hint));
    }
    // `24` may be 2024, or the year in which Philo was young.
    if text.len() == 2 && year.is_some() {
        let message = format!("`{text}` has too few digits for a year");
        let hint = format!("write four: `20{text}`, or `{text:0>4}` for the first century");
        return Err(Diagnostic::error(Code::BadCell, span, message).with_hint(hint));
    }
    year.map(Decimal::from).ok_or_else(|| {
        Diagnostic::error(Code::BadCell, span, format!("`{text}` is not a year")).with_hint(
            if date::is_before_first_year(text) {
                date::BEFORE_FIRST_YEAR
            } else if text.contains(['/', '-', 'Q', 'H']) {
                "a financial year, a quarter or a day is a date: `type: date`"
            } else {
                "write four digits"
            },
        )
    })
}

fn boolean(text: &str, span: Span) -> Result<bool, Diagnostic> {
    text.parse().map_err(|_| {
        Diagnostic::error(Code::BadCell, span, format!("`{text}` is neither `true` nor `false`"))
            .with_hint("write `true` or `false`")
    })
}

/// Whether a value can tell a row apart.
pub(super) fn is_key(value: &Value) -> bool {
    !matches!(value, Value::Boolean(_) | Value::Missing)
}

/// Returns the text that tells a row apart by this value; none for values that tell nothing apart.
pub(crate) fn key(value: &Value) -> Option<EcoString> {
    match value {
        Value::Text(text) => text.all().next().map(plainly_spaced),
        Value::Entity(text) | Value::Date(text) | Value::Source(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Boolean(_) | Value::Missing => None,
    }
}

/// Returns a text in which nothing but single spaces sets words apart: others look the same.
fn plainly_spaced(text: &EcoString) -> EcoString {
    let is_plain = |c: char| !c.is_whitespace() || c == ' ';
    if text.chars().all(is_plain) && !text.contains("  ") { text.clone() } else { spaced(text) }
}
