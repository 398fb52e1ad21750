//! Functions: what each makes of its arguments.

use rust_decimal::Decimal;

use super::{
    Call, Computed, Evaluator, Item, Operand, Quantity, Result, Root, arithmetic, growth, moving,
    order, statement, too_many,
};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::data::dataset::Value;
use crate::data::expression::{Expression, Function, Operator};
use crate::data::measure::{Measure, Scale};

impl<'a> Evaluator<'a> {
    /// Evaluates a function, including those whose result is not a number.
    pub(super) fn call_value(&mut self, call: &Call) -> Result<Computed> {
        match (call.function, &call.arguments[..]) {
            (Function::Names, [range]) => {
                let items = self.range(range, call)?;
                Ok(Computed::Names(order::names(&items)))
            }
            (Function::Ranked, [place, range]) => {
                let place = self.whole(place)?;
                let items = self.range(range, call)?;
                let found = order::ranked(&items, place, call)?;
                Ok(found)
            }
            (Function::Range, [from, to]) => {
                let (from, to) = (self.operand(from)?, self.operand(to)?);
                arithmetic::range(from, &to, call.span)
            }
            (Function::Known, [cell]) => self.is_known(cell).map(Computed::Truth),
            _ => self.call(call).map(|operand| Computed::Quantity(operand.quantity)),
        }
    }

    /// Evaluates a function to a number.
    pub(super) fn call(&mut self, call: &Call) -> Result<Operand<'a>> {
        let span = call.span;
        match (call.function, &call.arguments[..]) {
            (Function::Names | Function::Ranked | Function::Range | Function::Known, _) => {
                Err(statement::no_number(&Expression::Call(call.clone())))
            }
            (Function::Count, [counted]) => self.count(call, counted),
            (Function::Difference, [left, right]) => {
                let (left, right) = (self.operand(left)?, self.operand(right)?);
                arithmetic::binary(Operator::Subtract, left, right, span)
            }
            (Function::Share | Function::Ratio | Function::Index, [part, whole]) => {
                let (part, whole) = (self.operand(part)?, self.operand(whole)?);
                arithmetic::divide_like(call.function, &part, &whole, span)
            }
            (Function::Convert, [amount, rate]) => {
                let (amount, rate) = (self.operand(amount)?, self.operand(rate)?);
                arithmetic::convert(&amount, &rate, span)
            }
            (Function::Rank, [value, range]) => {
                let value = self.operand(value)?;
                let items = self.range(range, call)?;
                order::rank(&value, &items, call)
            }
            (Function::Mean, [values, weights]) => {
                let (values, weights) = (self.range(values, call)?, self.range(weights, call)?);
                arithmetic::weighted_mean(&values, &weights, span)
            }
            (Function::MovingMean, [cell, count]) => {
                let count = self.whole(count)?;
                let found = self.cells_of(cell)?.unwrap_or_default();
                let [found] = found[..] else { return Err(no_period(cell.span())) };
                let items = self.items(moving::window(found, count, span)?, call, span)?;
                arithmetic::fold(Function::Mean, &items, span)
            }
            (Function::Top | Function::Nearest, _) => Err(too_many(span)),
            (Function::Year, [cells]) => self.year(cells),
            (_, [range]) if self.is_range(range) => {
                let items = self.range(range, call)?;
                arithmetic::fold(call.function, &items, span)
            }
            // A sum, a mean and the like of a single value are that value.
            (
                Function::Sum | Function::Mean | Function::Median | Function::Min | Function::Max,
                [single],
            ) => self.operand(single),
            (Function::Change | Function::Growth, [_]) => Err(arithmetic::single_change(span)),
            _ => Err(too_many(span)),
        }
    }

    /// Returns the year of a cell from the name of its column or row; of several cells, that of the
    /// last with a value.
    fn year(&mut self, cells: &Expression) -> Result<Operand<'a>> {
        let found = self.cells_of(cells)?.unwrap_or_default();
        let known = found.into_iter().rfind(|found| found.cell().value != Value::Missing);
        let year = known.and_then(|found| Some((found, growth::year(found)?)));
        let Some((found, year)) = year else {
            let message = "this is no cell of a year that has a value";
            return Err(Diagnostic::error(Code::TypeMisuse, cells.span(), message)
                .with_hint("write `year(latest(dataset))`, or `year(dataset[row, latest])`"));
        };
        self.remember(&found);
        let number = Decimal::from(year);
        let quantity = Quantity { number, measure: Measure::default(), decimals: 0, is_year: true };
        Ok(Operand { quantity, root: Root::Computed(found) })
    }

    /// Evaluates cells, or the first of cells in an order, to numbers of one measure.
    pub(super) fn range(&mut self, range: &Expression, call: &Call) -> Result<Vec<Item<'a>>> {
        if let Some(found) = self.cells_of(range)? {
            return self.items(found, call, range.span());
        }
        match range {
            Expression::Call(inner @ Call { function: Function::Top, arguments, .. }) => {
                let [count, range] = &arguments[..] else { return Err(too_many(inner.span)) };
                let count = self.whole(count)?;
                let items = self.range(range, inner)?;
                order::top(items, count, inner)
            }
            Expression::Call(inner @ Call { function: Function::Nearest, arguments, .. }) => {
                let [count, value, range] = &arguments[..] else {
                    return Err(too_many(inner.span));
                };
                let count = self.whole(count)?;
                let value = self.operand(value)?;
                let items = self.range(range, inner)?;
                order::nearest(&value, items, (count, inner))
            }
            other => Err(Diagnostic::error(
                Code::TypeMisuse,
                other.span(),
                format!("`{}` takes a range of cells here", call.function.name()),
            )
            .with_hint("write `dataset[*, column]`, or `top(3, dataset[*, column])`")),
        }
    }

    /// Whether a cell has a value.
    fn is_known(&mut self, cell: &Expression) -> Result<bool> {
        if let Some(found) = self.narrowed.get(&cell.span()).copied() {
            self.remember(&found);
            return Ok(found.cell().value != Value::Missing);
        }
        let found = match self.cells_of(cell) {
            Err(diagnostic) if diagnostic.code == Code::NotOfThis => return Ok(false),
            found => found?,
        };
        match found.as_deref() {
            Some([found]) => {
                self.remember(found);
                Ok(found.cell().value != Value::Missing)
            }
            Some(_) => Err(too_many(cell.span())),
            None => Err(Diagnostic::error(Code::TypeMisuse, cell.span(), "this is not a cell")
                .with_hint("write `known(dataset[row, column])`")),
        }
    }

    /// Evaluates a place or a number of things.
    fn whole(&mut self, expression: &Expression) -> Result<usize> {
        let Quantity { number, .. } = self.operand(expression)?.quantity;
        let whole = usize::try_from(number)
            .ok()
            .filter(|&whole| whole > 0 && Decimal::from(whole) == number);
        whole.ok_or_else(|| {
            Diagnostic::error(
                Code::TypeMisuse,
                expression.span(),
                "this must be a whole number from 1",
            )
            .with_hint("write how many, or which: `1`, `2` or more")
        })
    }

    /// Counts the cells that have a value, or the rows for which a statement is true.
    fn count(&mut self, call: &Call, counted: &Expression) -> Result<Operand<'a>> {
        let Some(found) = self.cells_of(counted)? else {
            if let Expression::Literal(_) | Expression::Words(_) | Expression::Call(_) = counted {
                let message = "`count` takes a range of cells, or a condition on rows";
                return Err(Diagnostic::error(Code::TypeMisuse, counted.span(), message)
                    .with_hint(
                        "write `count(dataset[*, column])`, or `count(dataset[*, column] > 0)`",
                    ));
            }
            let truths = self.truths(counted, None)?;
            let count = truths.into_iter().filter(|holds| *holds).count();
            return Ok(Operand {
                quantity: Quantity::bare(Decimal::from(count), 0),
                root: Root::Written,
            });
        };
        let found = self.filtered(found, call)?;
        let present = found.iter().filter(|found| found.cell().value != Value::Missing).count();
        for found in &found {
            self.remember(found);
        }
        let root = found.first().map_or(Root::Written, |found| Root::Computed(*found));
        Ok(Operand { quantity: Quantity::bare(Decimal::from(present), 0), root })
    }

    /// Whether an expression stands for several cells.
    fn is_range(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Cells(_)
            | Expression::Call(Call { function: Function::Top | Function::Nearest, .. }) => true,
            named @ Expression::Named(_) => matches!(self.cells_of(named), Ok(Some(_))),
            _ => false,
        }
    }
}

fn no_period(span: Span) -> Diagnostic {
    Diagnostic::error(Code::TypeMisuse, span, "a moving mean takes the cell of its last period")
        .with_hint("write `moving_mean(dataset[row, 2016], 3)` for the mean of 2014 to 2016")
}

/// Returns the numbers of a range in the scale of its first.
pub(super) fn numbers(items: &[Item<'_>], span: Span) -> Result<Vec<Decimal>> {
    let scale = items.first().map_or(Scale::One, |first| first.measure.scale);
    let numbers: Option<Vec<Decimal>> = items.iter().map(|item| item.rescaled(scale)).collect();
    numbers.ok_or_else(|| super::overflow(span))
}
