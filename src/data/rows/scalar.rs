//! Values of cells, from their text: the one reader of cells of datasets and registers.

use rust_decimal::Decimal;

use crate::data::dataset::{ColumnKind, Value};
use crate::date;
use crate::diagnostic::{Code, Diagnostic};
use crate::entity::Entities;
use crate::localized::Localized;
use crate::span::Span;
use crate::stray;
use crate::yaml::{self, Node};

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
        (_, ColumnKind::Text) => Localized::read(node).map(Value::Text),
        (_, ColumnKind::Boolean) => yaml::boolean(node).map(Value::Boolean),
        _ => of_text(kind, &yaml::text(node)?, node.span, entities),
    }
}

/// Reads a cell from a text that is not empty.
///
/// # Errors
/// Reports what the column's kind does not allow.
pub(crate) fn of_text(
    kind: ColumnKind,
    text: &str,
    span: Span,
    entities: &Entities,
) -> Result<Value, Diagnostic> {
    match kind {
        ColumnKind::Number => number(text, span).map(Value::Number),
        ColumnKind::Year => year(text, span).map(Value::Number),
        ColumnKind::Date => date::check(text, span).map(|()| Value::Date(text.into())),
        ColumnKind::Boolean => boolean(text, span).map(Value::Boolean),
        ColumnKind::Source => Ok(Value::Source(text.into())),
        ColumnKind::Text => {
            let text = stray::in_plain_text(text, span).map_or(Ok(text), Err)?;
            Ok(Value::Text(Localized::Same(text.into())))
        }
        ColumnKind::Entity => match entities.find(text) {
            Some(id) => Ok(Value::Entity(id.clone())),
            None => Err(entities.unknown(text, span)),
        },
    }
}

/// Reads digits with a decimal point.
///
/// # Errors
/// Reports anything else.
pub(crate) fn number(text: &str, span: Span) -> Result<Decimal, Diagnostic> {
    let written_out = text.parse().ok().filter(|_| !text.contains(['e', 'E']));
    written_out.ok_or_else(|| {
        let hint = match Decimal::from_scientific(text) {
            Ok(number) => format!("write it out: `{}`", number.normalize()),
            Err(_) => advice(text),
        };
        Diagnostic::error(Code::BadCell, span, format!("`{text}` is no number")).with_hint(hint)
    })
}

/// Says how a cell is written that is no number.
fn advice(text: &str) -> String {
    const MISSING: &[&str] =
        &["n/a", "na", "nan", "null", "none", "-", "–", "—", "..", "...", "…", ":", "~"];
    if MISSING.contains(&text.to_lowercase().as_str()) {
        return "for a missing value leave the field empty; in YAML write `~`".to_owned();
    }
    let mut groups =
        text.trim_start_matches(['-', '+']).split([',', '\'', '’', ' ', '\u{A0}', '\u{202F}']);
    let is_group = |group: &str, lengths: std::ops::RangeInclusive<usize>| {
        let digits = group.split('.').next().unwrap_or(group);
        lengths.contains(&digits.len())
            && group.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    let is_first = groups.next().is_some_and(|group| is_group(group, 1..=3));
    let others: Vec<&str> = groups.collect();
    let plain: String =
        text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    if is_first && !others.is_empty() && others.iter().all(|group| is_group(group, 3..=3)) {
        return format!("write the digits without marks for thousands: `{plain}`");
    }
    "write digits with a decimal point and nothing else, such as `1961.5`; leave a missing value empty, or in YAML write `~`".to_owned()
}

fn year(text: &str, span: Span) -> Result<Decimal, Diagnostic> {
    let year: Option<u16> = text.parse().ok();
    year.map(Decimal::from).ok_or_else(|| {
        Diagnostic::error(Code::BadCell, span, format!("`{text}` is no year"))
            .with_hint("write four digits")
    })
}

fn boolean(text: &str, span: Span) -> Result<bool, Diagnostic> {
    text.parse().map_err(|_| {
        Diagnostic::error(Code::BadCell, span, format!("`{text}` is neither `true` nor `false`"))
    })
}
