//! Numbers of cells.

use rust_decimal::Decimal;

use super::{Found, Operand, Quantity, Result, Root};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::data::dataset::{ColumnKind, Value};
use crate::data::measure::{Measure, Scale};

/// A number of a range.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub number: Decimal,
    pub measure: &'a Measure,
    pub is_year: bool,
    pub found: Found<'a>,
}

/// Returns the number of a cell.
pub(super) fn item(found: Found<'_>, span: Span) -> Result<Item<'_>> {
    let cell = found.cell();
    let column = &found.dataset.columns[found.column];
    let what = match &cell.value {
        Value::Number(number) => {
            return Ok(Item {
                number: *number,
                measure: found.dataset.measure(found.row, found.column),
                is_year: column.kind == ColumnKind::Year,
                found,
            });
        }
        Value::Missing => {
            let why = cell.status.map(|status| format!(": it is {}", status.name()));
            let message = format!("{} has no value{}", found.describe(), why.unwrap_or_default());
            return Err(Diagnostic::error(Code::MissingCell, span, message)
                .with_related(cell.span, "this row lacks the value")
                .with_hint("a missing value does not count as zero: choose another cell, leave it out of the range, or write `sum(…, ignore missing)`"));
        }
        Value::Text(_) => "a text",
        Value::Date(_) => "a date",
        Value::Boolean(_) => "a yes or no",
        Value::Entity(_) => "an entity",
        Value::Source(_) => "a source",
    };
    let message = format!("{} is {what}, not a number", found.describe());
    Err(Diagnostic::error(Code::TypeMisuse, span, message)
        .with_related(cell.span, "the cell is here")
        .with_hint("name a column of numbers"))
}

impl<'a> Item<'a> {
    /// Returns it as an operand.
    pub(super) fn operand(&self) -> Operand<'a> {
        Operand { quantity: self.quantity(), root: Root::Cell(self.found) }
    }

    /// Returns it as a value of its own.
    pub(super) fn quantity(&self) -> Quantity {
        Quantity {
            number: self.number,
            measure: self.measure.clone(),
            decimals: self.number.scale(),
            is_year: self.is_year,
        }
    }

    /// Returns the number in units of `scale`.
    pub(super) fn rescaled(&self, scale: Scale) -> Option<Decimal> {
        rescale(self.number, self.measure.scale, scale)
    }
}

/// Returns a number of units of `from` in units of `to`.
pub(super) fn rescale(number: Decimal, from: Scale, to: Scale) -> Option<Decimal> {
    if from == to {
        return Some(number);
    }
    number.checked_mul(from.factor())?.checked_div(to.factor())
}
