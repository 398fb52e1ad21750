//! Arithmetic with figures whose measures are compatible.

use rust_decimal::Decimal;

use super::like::{self, in_unit};
use super::{Computed, Item, Operand, Quantity, Result, Root, call, growth, too_many};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::data::expression::{Function, Operator};
use crate::data::measure::{Measure, Scale, Unit};

/// Returns the diagnostic for a result that decimal arithmetic cannot hold.
pub(in crate::data) fn overflow(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::Overflow,
        span,
        "the result has more digits than decimal arithmetic holds",
    )
}

fn division_by_zero(span: Span) -> Diagnostic {
    Diagnostic::error(Code::DivisionByZero, span, "the divisor is zero")
        .with_hint("zero has no share, ratio or change: describe it in words")
}

/// Adds, subtracts, multiplies or divides.
pub(super) fn binary<'a>(
    operator: Operator,
    left: Operand<'a>,
    right: Operand<'a>,
    span: Span,
) -> Result<Operand<'a>> {
    if matches!(operator, Operator::Multiply | Operator::Divide) {
        refuse_rate(&left, span)?;
        refuse_rate(&right, span)?;
    }
    match operator {
        Operator::Add | Operator::Subtract => add(operator, left, &right, span),
        Operator::Multiply => multiply(left, right, span),
        Operator::Divide if right.quantity.measure.unit == Unit::None => {
            let divisor = right.quantity.rescaled(Scale::One).ok_or_else(|| overflow(span))?;
            let number = checked_div(left.quantity.number, divisor, span)?;
            let decimals = left.quantity.decimals.max(1);
            let quantity = Quantity { number, decimals, is_year: false, ..left.quantity };
            Ok(Operand { quantity, root: left.root.computed(right.root) })
        }
        Operator::Divide => match per(&left.quantity.measure.unit, &right.quantity.measure.unit) {
            Some(unit) => divide_unlike(unit, &left, &right, span),
            None => divide_like(Function::Ratio, &left, &right, span),
        },
    }
}

/// An amount times a rate would keep its old unit.
fn refuse_rate(operand: &Operand<'_>, span: Span) -> Result<()> {
    if operand.quantity.measure.conversion.is_none() {
        return Ok(());
    }
    let message = format!("{} is a rate, which only `convert(…)` can use", operand.root.describe());
    Err(Diagnostic::error(Code::UnitMisuse, span, message)
        .with_hint("write `convert(amount, rate)`, so that the result has the right unit"))
}

fn add<'a>(
    operator: Operator,
    left: Operand<'a>,
    right: &Operand<'a>,
    span: Span,
) -> Result<Operand<'a>> {
    like::check(&left, right, span)?;
    let root = left.root.computed(right.root);
    let (left, right) = (left.quantity, &right.quantity);
    let other = right.rescaled(left.measure.scale).ok_or_else(|| overflow(span))?;
    let number = match operator {
        Operator::Subtract => left.number.checked_sub(other),
        _ => left.number.checked_add(other),
    };
    let decimals = left.decimals.max(right.decimals);
    let mut measure = left.measure;
    // A difference of two percentages is in percentage points, and so is anything added to one.
    if operator == Operator::Subtract && measure.unit == Unit::Percent {
        measure.unit = Unit::PercentagePoints;
    }
    let number = number.ok_or_else(|| overflow(span))?;
    Ok(Operand { quantity: Quantity { number, measure, decimals, is_year: false }, root })
}

/// Returns the unit of a quotient of different units, such as money per person; none for units
/// whose quotient is a plain ratio or has no meaning.
fn per(of: &Unit, per: &Unit) -> Option<Unit> {
    let is_rate = |unit: &Unit| matches!(unit, Unit::Percent | Unit::PercentagePoints);
    let is_count = |unit: &Unit| matches!(unit, Unit::Count(_));
    let unlike = of != per && !is_rate(of) && !is_rate(per);
    (unlike && *of != Unit::None && (is_count(of) || is_count(per)))
        .then(|| Unit::Per(Box::new((of.clone(), per.clone()))))
}

/// Divides by a count: the result is in single units per thing counted.
fn divide_unlike<'a>(
    unit: Unit,
    left: &Operand<'a>,
    right: &Operand<'a>,
    span: Span,
) -> Result<Operand<'a>> {
    let whole =
        |operand: &Operand<'_>| operand.quantity.rescaled(Scale::One).ok_or_else(|| overflow(span));
    let number = checked_div(whole(left)?, whole(right)?, span)?;
    let decimals = u32::from(number.abs() < Decimal::ONE_THOUSAND);
    let measure = Measure { unit, scale: Scale::One, ..left.quantity.measure.clone() };
    let quantity = Quantity { number, measure, decimals, is_year: false };
    Ok(Operand { quantity, root: left.root.computed(right.root) })
}

/// Returns the unit of a product of, for example, dollars per person and people.
fn cancelled(left: &Operand<'_>, right: &Operand<'_>) -> Option<Unit> {
    let (left, right) = (&left.quantity.measure.unit, &right.quantity.measure.unit);
    match (left, right) {
        (Unit::Per(units), other) | (other, Unit::Per(units)) if units.1 == *other => {
            Some(units.0.clone())
        }
        _ => None,
    }
}

fn multiply<'a>(left: Operand<'a>, right: Operand<'a>, span: Span) -> Result<Operand<'a>> {
    let root = left.root.computed(right.root);
    if let Some(unit) = cancelled(&left, &right) {
        let whole = |operand: &Operand<'_>| {
            operand.quantity.rescaled(Scale::One).ok_or_else(|| overflow(span))
        };
        let number = whole(&left)?.checked_mul(whole(&right)?).ok_or_else(|| overflow(span))?;
        let measure = Measure { unit, scale: Scale::One, ..left.quantity.measure };
        let quantity = Quantity { number, measure, decimals: 1, is_year: false };
        return Ok(Operand { quantity, root });
    }
    let (unit, factor) = match (&left.quantity.measure.unit, &right.quantity.measure.unit) {
        (_, Unit::None) => (left.quantity, right.quantity),
        (Unit::None, _) => (right.quantity, left.quantity),
        (one, other) => {
            let message = format!(
                "{} is {} and {} is {}: they cannot be multiplied",
                left.root.describe(),
                in_unit(one),
                right.root.describe(),
                in_unit(other)
            );
            return Err(Diagnostic::error(Code::UnitMisuse, span, message)
                .with_hint("one of the factors must be a bare number"));
        }
    };
    let factor = factor.rescaled(Scale::One).ok_or_else(|| overflow(span))?;
    let number = unit.number.checked_mul(factor).ok_or_else(|| overflow(span))?;
    Ok(Operand { quantity: Quantity { number, is_year: false, ..unit }, root })
}

/// Returns an amount in the unit or prices that a rate leads to.
pub(super) fn convert<'a>(
    amount: &Operand<'a>,
    rate: &Operand<'a>,
    span: Span,
) -> Result<Operand<'a>> {
    let (Some(conversion), Root::Cell(found)) = (&rate.quantity.measure.conversion, rate.root)
    else {
        let message = format!("{} is not a rate", rate.root.describe());
        return Err(Diagnostic::error(Code::UnitMisuse, span, message).with_hint(
            "name a cell whose column says what it converts: `measure: {from: {unit: CNY}, to: {unit: USD}}`",
        ));
    };
    if found.dataset.source_of(found.row).is_none() {
        let message = format!("the rate {} has no source", found.describe());
        return Err(Diagnostic::error(Code::UnitMisuse, span, message)
            .with_related(found.cell().span, "the rate is here")
            .with_hint(format!("add `source:` to the dataset `{}`", found.dataset.id)));
    }
    let mut measure = amount.quantity.measure.clone();
    if !conversion.from.covers(&measure) {
        let message = format!(
            "the rate {} converts from {}, but {} is {}",
            found.describe(),
            conversion.from.describe(),
            amount.root.describe(),
            in_unit(&measure.unit)
        );
        return Err(Diagnostic::error(Code::UnitMisuse, span, message)
            .with_related(found.cell().span, "the rate is here")
            .with_hint("use a rate that converts from the unit and the prices of the amount"));
    }
    let factor = rate.quantity.rescaled(Scale::One).ok_or_else(|| overflow(span))?;
    let number = amount.quantity.number.checked_mul(factor).ok_or_else(|| overflow(span))?;
    if let Some(unit) = &conversion.to.unit {
        measure.unit = unit.clone();
    }
    if let Some(prices) = &conversion.to.prices {
        measure.prices = Some(prices.clone());
    }
    let decimals = amount.quantity.decimals;
    let quantity = Quantity { number, measure, decimals, is_year: false };
    Ok(Operand { quantity, root: amount.root.computed(rate.root) })
}

fn checked_div(left: Decimal, right: Decimal, span: Span) -> Result<Decimal> {
    if right.is_zero() {
        return Err(division_by_zero(span));
    }
    left.checked_div(right).ok_or_else(|| overflow(span))
}

/// Divides two numbers of the same unit: a share, or a ratio without unit.
pub(super) fn divide_like<'a>(
    function: Function,
    part: &Operand<'a>,
    whole: &Operand<'a>,
    span: Span,
) -> Result<Operand<'a>> {
    like::check(part, whole, span)?;
    let root = part.root.computed(whole.root);
    let scale = whole.quantity.measure.scale;
    let part = part.quantity.rescaled(scale).ok_or_else(|| overflow(span))?;
    let whole = whole.quantity.number;
    if function != Function::Ratio && (is_negative(part) || is_negative(whole)) {
        return Err(negative_part(function, span));
    }
    let ratio = checked_div(part, whole, span)?;
    let quantity = match function {
        Function::Share => percentage(ratio, span)?,
        Function::Index => Quantity::bare(percentage(ratio, span)?.number, 1),
        _ => Quantity::bare(ratio, 1),
    };
    Ok(Operand { quantity, root })
}

fn is_negative(number: Decimal) -> bool {
    number.is_sign_negative() && !number.is_zero()
}

/// A negative part is not a share of anything, and an index of it would mislead readers.
fn negative_part(function: Function, span: Span) -> Diagnostic {
    let message = match function {
        Function::Index => "an index based on a negative value would mislead",
        _ => "a share cannot be computed with a negative value",
    };
    Diagnostic::error(Code::TypeMisuse, span, message)
        .with_hint("print the two values or their `ratio(…)`, or describe it in words")
}

fn percentage(ratio: Decimal, span: Span) -> Result<Quantity> {
    let number = ratio.checked_mul(Decimal::ONE_HUNDRED).ok_or_else(|| overflow(span))?;
    Ok(Quantity::with_unit(number, Unit::Percent, 1))
}

/// Computes one value of a range.
pub(super) fn fold<'a>(function: Function, items: &[Item<'a>], span: Span) -> Result<Operand<'a>> {
    let (Some(first), Some(last)) = (items.first(), items.last()) else {
        return Err(empty(span));
    };
    let numbers = call::numbers(items, span)?;
    let number = match function {
        Function::Sum => sum(&numbers, span)?,
        Function::Mean => checked_div(sum(&numbers, span)?, Decimal::from(numbers.len()), span)?,
        Function::Min => numbers.iter().copied().min().unwrap_or_default(),
        Function::Max => numbers.iter().copied().max().unwrap_or_default(),
        Function::Median => median(numbers, span)?,
        Function::Change | Function::Growth if items.len() < 2 => return Err(single_change(span)),
        Function::Change | Function::Growth => {
            let ends = Ends { first, last, start: numbers[0], end: numbers[numbers.len() - 1] };
            let quantity = ends.change(function, span)?;
            return Ok(Operand { quantity, root: Root::Computed(first.found) });
        }
        Function::Count
        | Function::Difference
        | Function::Share
        | Function::Ratio
        | Function::Index
        | Function::Rank
        | Function::Ranked
        | Function::Top
        | Function::Nearest
        | Function::MovingMean
        | Function::Names
        | Function::Known
        | Function::Range
        | Function::Convert
        | Function::Year => return Err(too_many(span)),
    };
    let decimals = items.iter().map(|item| item.number.scale()).max().unwrap_or(0);
    let (measure, is_year) = (first.measure.clone(), first.is_year);
    let root = if items.len() == 1 { Root::Cell(first.found) } else { Root::Computed(first.found) };
    Ok(Operand { quantity: Quantity { number, measure, decimals, is_year }, root })
}

fn sum(numbers: &[Decimal], span: Span) -> Result<Decimal> {
    let mut numbers = numbers.iter();
    let sum = numbers.try_fold(Decimal::ZERO, |sum, &number| sum.checked_add(number));
    sum.ok_or_else(|| overflow(span))
}

fn median(mut numbers: Vec<Decimal>, span: Span) -> Result<Decimal> {
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    if numbers.len() % 2 == 1 {
        return Ok(numbers[middle]);
    }
    checked_div(sum(&numbers[middle - 1..=middle], span)?, Decimal::TWO, span)
}

/// Returns the mean of values, weighted.
pub(super) fn weighted_mean<'a>(
    values: &[Item<'a>],
    weights: &[Item<'a>],
    span: Span,
) -> Result<Operand<'a>> {
    let Some(first) = values.first() else { return Err(empty(span)) };
    if values.len() != weights.len() {
        let message = format!("there are {} values and {} weights", values.len(), weights.len());
        return Err(Diagnostic::error(Code::TypeMisuse, span, message)
            .with_hint("write two ranges of the same length, in the same order"));
    }
    let numbers = call::numbers(weights, span)?;
    if numbers.iter().copied().any(is_negative) {
        return Err(Diagnostic::error(Code::TypeMisuse, span, "a weight is negative")
            .with_hint("weigh by what is counted, such as people"));
    }
    let products = call::numbers(values, span)?.into_iter().zip(&numbers);
    let products: Option<Vec<_>> =
        products.map(|(value, weight)| value.checked_mul(*weight)).collect();
    let products = products.ok_or_else(|| overflow(span))?;
    let number = checked_div(sum(&products, span)?, sum(&numbers, span)?, span)?;
    let decimals = values.iter().map(|item| item.number.scale()).max().unwrap_or(0);
    let measure = first.measure.clone();
    let quantity = Quantity { number, measure, decimals, is_year: false };
    Ok(Operand { quantity, root: Root::Computed(first.found) })
}

/// Returns the difference between two values of one measure.
pub(super) fn range(from: Operand<'_>, to: &Operand<'_>, span: Span) -> Result<Computed> {
    like::check(&from, to, span)?;
    let scale = from.quantity.measure.scale;
    let number = to.quantity.rescaled(scale).ok_or_else(|| overflow(span))?;
    if number <= from.quantity.number {
        return Err(Diagnostic::error(Code::TypeMisuse, span, "this range ends before it begins")
            .with_hint("write the smaller value first, or print one value if they are equal"));
    }
    let decimals = from.quantity.decimals.max(to.quantity.decimals);
    let from = Quantity { decimals, ..from.quantity };
    let to = Quantity { number, ..from.clone() };
    Ok(Computed::Range(Box::new((from, to))))
}

fn empty(span: Span) -> Diagnostic {
    Diagnostic::error(Code::TypeMisuse, span, "the range is empty")
}

/// Returns the diagnostic for a change of a single value.
pub(super) fn single_change(span: Span) -> Diagnostic {
    Diagnostic::error(Code::TypeMisuse, span, "a change needs several cells")
        .with_hint("name the first and the last: `change(dataset[row, 2007..2016])`")
}

/// The first and the last value of a range, in one scale.
struct Ends<'i, 'a> {
    first: &'i Item<'a>,
    last: &'i Item<'a>,
    start: Decimal,
    end: Decimal,
}

impl Ends<'_, '_> {
    /// Returns the change from the first to the last, in all or per year.
    fn change(&self, function: Function, span: Span) -> Result<Quantity> {
        let Self { first, last, start, end } = self;
        if matches!(first.measure.unit, Unit::Percent | Unit::PercentagePoints) {
            let message = format!(
                "{} and {} are percentages: a change in per cent would be mistaken for percentage points",
                first.found.describe(),
                last.found.describe()
            );
            return Err(Diagnostic::error(Code::UnitMisuse, span, message)
                .with_hint("write `difference(last, first)`, which is in percentage points"));
        }
        if is_negative(*start) {
            return Err(Diagnostic::error(
                Code::TypeMisuse,
                span,
                "a percentage change from a negative value would mislead",
            )
            .with_hint("use `difference(last, first)`, or describe it in words"));
        }
        let ratio = checked_div(*end, *start, span)?;
        let ratio = match function {
            Function::Growth => {
                growth::per_year(ratio, growth::years(first.found, last.found, span)?, span)?
            }
            _ => ratio,
        };
        percentage(ratio.checked_sub(Decimal::ONE).ok_or_else(|| overflow(span))?, span)
    }
}
