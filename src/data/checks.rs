//! Checks that a dataset declares: `checks:` in its file.
//!
//! ```yaml
//! checks:
//!   - {sum_of: "@alliance", equals: alliance, columns: 2007..2016}
//!   - {sum_of: [canada, mexico], equals: north-america, columns: 2008, tolerance: 0.01, reason: As printed.}
//!   - {sum_of: [ships, planes], equals: total, rows: "*"}
//!   - {between: [0, 100], columns: share}
//!   - {unique: code}
//!   - {not_null: [entity, level]}
//! ```
//!
//! A difference that a tolerance allows is a known discrepancy: readers see it with its reason.

mod disclosure;
mod sum;

use ecow::EcoString;
use rust_decimal::Decimal;

use super::dataset::{Cell, Dataset, Value};
use super::expression::{Selector, read_selector};
use super::rows::scalar::number;
use super::select::Selecting;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Span;
use crate::base::yaml::{self, Mapping, Node};
use crate::publication::entity::Entities;
use crate::publication::localized::Localized;
use crate::tree::CellName;
use disclosure::Relation;

/// A contradiction in the data that is known and accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct Discrepancy {
    /// Why it is let stand.
    pub reason: Localized,
    /// The totals that differ from the sum of their parts, and by how much.
    pub cells: Vec<(CellName, Decimal)>,
}

/// Makes the checks that `node` lists, if there are any, and returns the known discrepancies;
/// checks that name one of the `hidden` columns or rows are only for audiences that have it.
pub(super) fn run(
    node: Option<&Node>,
    (dataset, hidden): (&Dataset, &[EcoString]),
    entities: &Entities,
    problems: &mut Problems,
) -> Vec<Discrepancy> {
    let nodes = match node.map(|node| (node, &node.value)) {
        Some((_, yaml::Value::List(nodes))) => nodes.as_slice(),
        Some((node, _)) => {
            problems.push(yaml::wrong_type(
                node,
                "a list of checks",
                "write one `- {…}` for each check",
            ));
            &[]
        }
        None => &[],
    };
    let selecting = Selecting { dataset, entities, this: None };
    let mut sums = Vec::new();
    let nodes = nodes.iter().filter(|node| !names_any(node, hidden));
    let known = nodes.filter_map(|node| check((node, &mut sums), selecting, problems));
    let known = known.collect();
    problems.extend(disclosure::check(dataset, entities, sums));
    known
}

/// Whether a value names one of `names`.
fn names_any(node: &Node, names: &[EcoString]) -> bool {
    match &node.value {
        yaml::Value::Text(text) | yaml::Value::Number(text) => {
            names.iter().any(|name| name == text)
        }
        yaml::Value::List(items) => items.iter().any(|item| names_any(item, names)),
        yaml::Value::Mapping(entries) => entries.iter().any(|(_, value)| names_any(value, names)),
        yaml::Value::Null | yaml::Value::Boolean(_) => false,
    }
}

/// Makes one check; the sums that it declares are added to `sums`.
fn check(
    (node, sums): (&Node, &mut Vec<Relation>),
    selecting: Selecting<'_>,
    problems: &mut Problems,
) -> Option<Discrepancy> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let kinds = ["sum_of", "between", "unique", "not_null"];
    let asked: Vec<_> = kinds.into_iter().filter(|&kind| mapping.get(kind).is_some()).collect();
    let scope = (selecting, node.span);
    let mut known = None;
    match asked[..] {
        ["sum_of"] => {
            let sum = sum::Sum::read(&mut mapping, problems);
            sums.extend(sum.iter().flat_map(|sum| sum.relations(selecting)));
            known = sum.and_then(|sum| sum.check(scope, problems));
        }
        ["between"] => {
            let bounds = mapping.required("between", problems, bounds);
            let columns = mapping.required("columns", problems, read_selector);
            if let (Some(bounds), Some(columns)) = (bounds, columns) {
                within(bounds, &columns, scope, problems);
            }
        }
        ["unique"] => {
            if let Some(columns) = mapping.required("unique", problems, read_selector) {
                unique_in(&columns, scope, problems);
            }
        }
        ["not_null"] => {
            if let Some(columns) = mapping.required("not_null", problems, read_selector) {
                filled(&columns, scope, problems);
            }
        }
        _ => {
            problems.push(
                Diagnostic::error(Code::BadValue, node.span, "a check has exactly one kind")
                    .with_hint("write one of `sum_of:`, `between:`, `unique:`, `not_null:`"),
            );
            return None;
        }
    }
    mapping.finish(problems);
    known
}

/// Reads the smallest and the largest allowed value.
fn bounds(node: &Node) -> Result<(Decimal, Decimal), Diagnostic> {
    let bound = |node: &Node| number(&yaml::text(node)?, node.span);
    match &node.value {
        yaml::Value::List(nodes) if nodes.len() == 2 => {
            let (least, largest) = (bound(&nodes[0])?, bound(&nodes[1])?);
            if least > largest {
                let message = "no value is between these: the first is the larger one";
                return Err(Diagnostic::error(Code::BadValue, node.span, message)
                    .with_hint(format!("write `[{largest}, {least}]`")));
            }
            Ok((least, largest))
        }
        _ => Err(yaml::wrong_type(
            node,
            "two numbers",
            "write `[least, largest]`, such as `[0, 100]`",
        )),
    }
}

/// The dataset of a check, and the check's place.
type Scope<'a> = (Selecting<'a>, Span);

/// Returns the columns of a check; empty if it names columns that do not exist.
fn columns(selector: &Selector, selecting: Selecting<'_>, problems: &mut Problems) -> Vec<usize> {
    selecting.columns(selector).unwrap_or_else(|found| {
        problems.extend(found);
        Vec::new()
    })
}

/// Returns the cells of a column, with their keys.
fn cells(dataset: &Dataset, column: usize) -> impl Iterator<Item = &Cell> {
    dataset.rows.iter().map(move |row| &row.cells[column])
}

fn failed(at: Span, check: Span, message: String) -> Diagnostic {
    Diagnostic::error(Code::FailedCheck, at, message).with_related(check, "the check is here")
}

fn within(
    (least, largest): (Decimal, Decimal),
    selector: &Selector,
    (selecting, span): Scope<'_>,
    problems: &mut Problems,
) {
    for column in columns(selector, selecting, problems) {
        for cell in cells(selecting.dataset, column) {
            if let Value::Number(number) = cell.value
                && !(least..=largest).contains(&number)
            {
                let message = format!("{number} is not between {least} and {largest}");
                problems.push(
                    failed(cell.span, span, message).with_hint("correct the cell, or the check"),
                );
            }
        }
    }
}

fn unique_in(selector: &Selector, (selecting, span): Scope<'_>, problems: &mut Problems) {
    for column in columns(selector, selecting, problems) {
        let mut seen: Vec<&Cell> =
            cells(selecting.dataset, column).filter(|cell| cell.value != Value::Missing).collect();
        // A stable sort keeps equal values in order, so that the first of them is first.
        seen.sort_by_cached_key(|cell| sort_key(&cell.value));
        for same in seen.chunk_by(|one, other| sort_key(&one.value) == sort_key(&other.value)) {
            if let [first, second, ..] = same {
                let name = &selecting.dataset.columns[column].name;
                let message = format!(
                    "`{}` appears {} times in `{name}`",
                    sort_key(&first.value),
                    same.len()
                );
                problems.push(
                    failed(second.span, span, message)
                        .with_related(first.span, "first used here")
                        .with_hint("correct one of the cells, or the check"),
                );
            }
        }
    }
}

/// Returns a value in a form in which equal values are the same, whatever their decimals.
fn sort_key(value: &Value) -> String {
    match value {
        Value::Missing => String::new(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Text(text) => text.all().map(ToString::to_string).collect::<Vec<_>>().join(" / "),
        Value::Date(text) | Value::Entity(text) | Value::Source(text) => text.to_string(),
        Value::Boolean(boolean) => boolean.to_string(),
    }
}

fn filled(selector: &Selector, (selecting, span): Scope<'_>, problems: &mut Problems) {
    for column in columns(selector, selecting, problems) {
        let name = &selecting.dataset.columns[column].name;
        for row in &selecting.dataset.rows {
            if row.cells[column].value == Value::Missing {
                let message = format!("the row `{}` has no value in `{name}`", row.key);
                problems.push(
                    failed(row.cells[column].span, span, message)
                        .with_hint("fill it in, or take the column out of the check"),
                );
            }
        }
    }
}
