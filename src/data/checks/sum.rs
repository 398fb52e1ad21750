//! Checks of sums: parts against a total, column by column or row by row.

use ecow::EcoString;
use rust_decimal::Decimal;

use super::disclosure::{Relation, is_confidential};
use super::{Discrepancy, Scope, failed};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::base::yaml::{self, Mapping};
use crate::data::dataset::{Dataset, Value};
use crate::data::evaluate::overflow;
use crate::data::expression::{Missing, Selector, read_selector};
use crate::data::rows::scalar::number;
use crate::data::select::{Position, Selecting};
use crate::publication::localized::Localized;
use crate::tree::CellName;

/// A check that parts add up to a total.
pub(super) struct Sum {
    parts: Selector,
    total: Spanned<EcoString>,
    across: Across,
    tolerance: Option<Tolerance>,
    missing: Missing,
}

/// What is added up.
enum Across {
    /// Rows, in each of these columns.
    Rows(Selector),
    /// Columns, in each of these rows.
    Columns(Selector),
}

/// How much a sum may differ from its total, and why.
struct Tolerance {
    most: Spanned<Decimal>,
    reason: Localized,
}

/// A total and its parts.
struct Case {
    total: Position,
    parts: Vec<Position>,
}

impl Sum {
    /// Reads the keys of the check; none if there are mistakes in them.
    pub(super) fn read(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Self> {
        let parts = mapping.required("sum_of", problems, read_selector);
        let total = mapping.required("equals", problems, yaml::spanned_text);
        let columns = mapping.optional("columns", problems, read_selector);
        let rows = mapping.optional("rows", problems, read_selector);
        let tolerance = read_tolerance(mapping, problems);
        let ignores = mapping.optional("ignore_missing", problems, yaml::boolean);
        let across = match (columns, rows) {
            (Some(columns), None) => Across::Rows(columns),
            (None, Some(rows)) => Across::Columns(rows),
            _ => {
                problems.push(
                    Diagnostic::error(
                        Code::MissingKey,
                        mapping.span(),
                        "the check of a sum needs either `columns:` or `rows:`",
                    )
                    .with_hint("`columns: 2007..2016` adds rows up; `rows: \"*\"` adds columns up"),
                );
                return None;
            }
        };
        let missing = if ignores == Some(true) { Missing::LeftOut } else { Missing::Refused };
        Some(Self { parts: parts?, total: total?, across, tolerance: tolerance?, missing })
    }

    /// Makes the check, and returns the differences within its tolerance.
    pub(super) fn check(
        self,
        (selecting, span): Scope<'_>,
        problems: &mut Problems,
    ) -> Option<Discrepancy> {
        let cases = match self.cases(selecting) {
            Ok(cases) => cases,
            Err(found) => {
                problems.extend(found);
                return None;
            }
        };
        let dataset = selecting.dataset;
        let mut differing = Vec::new();
        let mut fails = false;
        let secret = |at: &Position| is_confidential(dataset, *at);
        for case in cases {
            // Not everyone can check what must not be revealed.
            if secret(&case.total) || case.parts.iter().any(secret) {
                continue;
            }
            match self.difference(&case, dataset, span) {
                Ok(difference) if difference.is_zero() => {}
                Ok(difference) => differing.push((name(dataset, case.total), difference)),
                Err(diagnostic) => {
                    fails = true;
                    problems.push(diagnostic);
                }
            }
        }
        let Tolerance { most, reason } = self.tolerance?;
        if differing.is_empty() && !fails {
            problems.push(
                Diagnostic::warning(Code::LooseCheck, most.span, "nothing differs in this check")
                    .with_hint("delete `tolerance:` and `reason:`"),
            );
        }
        (!differing.is_empty()).then_some(Discrepancy { reason, cells: differing })
    }

    /// Returns the cells of each of its sums: the total and its parts.
    pub(super) fn relations(&self, selecting: Selecting<'_>) -> Vec<Relation> {
        let cases = self.cases(selecting).unwrap_or_default().into_iter();
        cases.map(|case| [case.total].into_iter().chain(case.parts).collect()).collect()
    }

    fn cases(&self, selecting: Selecting<'_>) -> Result<Vec<Case>, Vec<Diagnostic>> {
        let name = Selector::Names(vec![self.total.clone()]);
        match &self.across {
            Across::Rows(columns) => {
                let case = |column: usize| {
                    let total = selecting.cells(&name, &[column])?;
                    let parts = selecting.cells(&self.parts, &[column])?;
                    Ok(Case { total: total[0], parts })
                };
                selecting.columns(columns)?.into_iter().map(case).collect()
            }
            Across::Columns(rows) => {
                let (total, parts) =
                    (selecting.columns(&name)?[0], selecting.columns(&self.parts)?);
                let rows = selecting.rows(rows, &parts)?.into_iter();
                let case = |row| Case {
                    total: (row, total),
                    parts: parts.iter().map(|&column| (row, column)).collect(),
                };
                Ok(rows.map(case).collect())
            }
        }
    }

    /// Returns by how much the total exceeds its parts.
    ///
    /// # Errors
    /// Reports missing values, cells that hold no number, and more than the tolerance.
    fn difference(
        &self,
        case: &Case,
        dataset: &Dataset,
        span: Span,
    ) -> Result<Decimal, Diagnostic> {
        let total = self.value(case.total, dataset, span)?.unwrap_or_default();
        let mut sum = Decimal::ZERO;
        for &part in &case.parts {
            let part = self.value(part, dataset, span)?.unwrap_or_default();
            sum = sum.checked_add(part).ok_or_else(|| overflow(span))?;
        }
        let difference = total.checked_sub(sum).ok_or_else(|| overflow(span))?;
        let most = self.tolerance.as_ref().map(|tolerance| tolerance.most.value);
        if difference.abs() <= most.unwrap_or_default() {
            return Ok(difference);
        }
        let (row, column) = case.total;
        let message = format!(
            "`{}` is {total}, but its {} parts add up to {sum}: a difference of {}",
            name(dataset, case.total),
            case.parts.len(),
            difference.abs()
        );
        Err(failed(dataset.rows[row].cells[column].span, span, message).with_hint(format!(
            "correct a cell, or record the known difference: `tolerance: {}` and its `reason:`",
            difference.abs()
        )))
    }

    fn value(
        &self,
        at: Position,
        dataset: &Dataset,
        span: Span,
    ) -> Result<Option<Decimal>, Diagnostic> {
        let (row, column) = at;
        let cell = &dataset.rows[row].cells[column];
        match (&cell.value, self.missing) {
            (Value::Number(number), _) => Ok(Some(*number)),
            (Value::Missing, Missing::LeftOut) => Ok(None),
            (Value::Missing, Missing::Refused) => {
                let message =
                    format!("`{}` has no value, but a check adds it up", name(dataset, at));
                Err(failed(cell.span, span, message)
                    .with_hint("take it out of the check, or add `ignore_missing: true`"))
            }
            _ => {
                let message =
                    format!("`{}` is not a number, but a check adds it up", name(dataset, at));
                Err(failed(cell.span, span, message)
                    .with_hint("name rows and columns that hold numbers"))
            }
        }
    }
}

fn name(dataset: &Dataset, (row, column): Position) -> CellName {
    CellName {
        dataset: dataset.id.clone(),
        row: dataset.rows[row].key.clone(),
        column: dataset.columns[column].name.clone(),
    }
}

/// Reads a tolerance with its reason; `Some(None)` if there is none, and `None` if one is given
/// without the other.
#[expect(clippy::option_option, reason = "there may be none, and it may have mistakes")]
fn read_tolerance(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Option<Tolerance>> {
    let most = mapping.get("tolerance");
    let reason = mapping.optional("reason", problems, Localized::read);
    let Some(node) = most else {
        if reason.is_some() {
            problems.push(mapping.missing("tolerance"));
            return None;
        }
        return Some(None);
    };
    let most = problems.keep(yaml::text(node).and_then(|text| number(&text, node.span)))?;
    let Some(reason) = reason else {
        let message = "a tolerance without a reason";
        problems.push(
            Diagnostic::error(Code::MissingKey, node.span, message)
                .with_hint("add `reason:`, which readers will see"),
        );
        return None;
    };
    Some(Some(Tolerance { most: Spanned::new(most, node.span), reason }))
}
