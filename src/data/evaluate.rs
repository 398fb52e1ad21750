//! The value of an expression, with its measure and the cells that it rests on.
//!
//! Numbers are decimal throughout, so that sums of money come out as on paper.
//! Arithmetic is checked like types: only like adds to like, and a division of
//! like by like has no unit. Everything that a value was computed from is
//! remembered, for the ledger.

use std::collections::BTreeMap;

use ecow::EcoString;
use rust_decimal::Decimal;

use super::dataset::{Cell, ColumnKind, Dataset, Value};
use super::expression::{Expression, Function, Operator, Selection, Selector};
use super::measure::{Measure, Scale, Unit};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::entity::Entities;
use crate::localized::Localized;
use crate::span::{Span, Spanned};
use crate::tree::CellName;

/// The datasets and entities that expressions may name.
#[derive(Debug, Clone, Copy)]
pub struct Data<'a> {
    /// The datasets, by id.
    pub datasets: &'a BTreeMap<EcoString, Dataset>,
    /// The entities.
    pub entities: &'a Entities,
}

/// A value and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluated {
    /// The value.
    pub value: Computed,
    /// The cells that it was computed from, in order of use.
    pub cells: Vec<CellName>,
    /// The keys of their sources, without repetition.
    pub sources: Vec<EcoString>,
}

/// What an expression comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Computed {
    /// A number with its measure.
    Quantity(Quantity),
    /// A text, from a cell that holds one.
    Text(Localized),
    /// A date, from a cell that holds one.
    Date(EcoString),
    /// An entity, by id.
    Entity(EcoString),
}

/// A number and what makes it comparable.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The number, in units of the measure's scale.
    pub number: Decimal,
    /// What it measures.
    pub measure: Measure,
    /// How many decimals it is printed with if the author says nothing.
    pub decimals: u32,
    /// Whether it is a year, which is written without separators.
    pub is_year: bool,
}

impl Quantity {
    fn bare(number: Decimal, decimals: u32) -> Self {
        Self { number, measure: Measure::default(), decimals, is_year: false }
    }

    fn with_unit(number: Decimal, unit: Unit, decimals: u32) -> Self {
        Self { measure: Measure { unit, ..Measure::default() }, ..Self::bare(number, decimals) }
    }

    /// Returns the number in units of `scale`.
    fn rescaled(&self, scale: Scale) -> Option<Decimal> {
        if self.measure.scale == scale {
            return Some(self.number);
        }
        self.number.checked_mul(self.measure.scale.factor())?.checked_div(scale.factor())
    }
}

type Result<T> = std::result::Result<T, Diagnostic>;

/// Evaluates `expression`.
///
/// # Errors
/// Reports unknown names, missing cells, units that do not go together, and
/// results that decimal arithmetic cannot hold.
pub fn evaluate(expression: &Expression, data: Data<'_>) -> Result<Evaluated> {
    let mut evaluator = Evaluator { data, cells: Vec::new(), sources: Vec::new() };
    let value = evaluator.value(expression)?;
    Ok(Evaluated { value, cells: evaluator.cells, sources: evaluator.sources })
}

impl<'a> Data<'a> {
    /// Returns the dataset with this name.
    ///
    /// # Errors
    /// Reports a name that no dataset has.
    pub fn dataset(self, name: &Spanned<EcoString>) -> Result<&'a Dataset> {
        self.datasets.get(&name.value).ok_or_else(|| {
            let hint = did_you_mean(&name.value, self.datasets.keys().map(EcoString::as_str));
            let message = format!("no dataset is named `{}`", name.value);
            Diagnostic::error(Code::UnknownDataset, name.span, message).with_hints([
                hint.unwrap_or_else(|| format!("add `content/data/{}.yaml`", name.value))
            ])
        })
    }

    /// Returns the numbers of the rows that `selector` names, in its order.
    ///
    /// # Errors
    /// Reports a row or entity that is not there.
    pub fn rows(self, dataset: &Dataset, selector: &Selector) -> Result<Vec<usize>> {
        match selector {
            Selector::All(_) => Ok((0..dataset.rows.len()).collect()),
            Selector::Names(names) => names.iter().map(|name| self.row(dataset, name)).collect(),
            Selector::Range(from, to) => {
                range(self.row(dataset, from)?, self.row(dataset, to)?, to)
            }
            Selector::Group(name) => self.members(dataset, name),
        }
    }

    /// Returns the number of the row with this key, or with this entity's name.
    fn row(self, dataset: &Dataset, name: &Spanned<EcoString>) -> Result<usize> {
        let by_key = dataset.row(&name.value);
        let by_entity = || {
            let is_entity = dataset.columns[dataset.key].kind == ColumnKind::Entity;
            self.entities.find(&name.value).filter(|_| is_entity).and_then(|id| dataset.row(id))
        };
        by_key.or_else(by_entity).ok_or_else(|| {
            let hint = did_you_mean(&name.value, dataset.rows.iter().map(|row| row.key.as_str()));
            let key = &dataset.columns[dataset.key].name;
            let message = format!("`{}` has no row `{}`", dataset.id, name.value);
            Diagnostic::error(Code::UnknownRow, name.span, message)
                .with_hints([hint.unwrap_or_else(|| format!("name a value of its column `{key}`"))])
        })
    }

    fn members(self, dataset: &Dataset, name: &Spanned<EcoString>) -> Result<Vec<usize>> {
        let entity = self.entities.find(&name.value).and_then(|id| self.entities.get(id));
        let Some(entity) = entity else {
            return Err(self.entities.unknown(&name.value, name.span));
        };
        if entity.members.is_empty() {
            let message = format!("the entity `{}` has no members", name.value);
            return Err(Diagnostic::error(Code::UnknownEntity, name.span, message)
                .with_hint("add `members: […]` to it in `content/entities.yaml`"));
        }
        let row = |member: &Spanned<EcoString>| {
            dataset.row(&member.value).ok_or_else(|| {
                let message = format!(
                    "`{}` has no row for `{}`, a member of `{}`",
                    dataset.id, member.value, name.value
                );
                Diagnostic::error(Code::UnknownRow, name.span, message).with_hint(
                    "a sum over a bloc needs all its members; name the rows one by one otherwise",
                )
            })
        };
        entity.members.iter().map(row).collect()
    }

    /// Returns the numbers of the columns that `selector` names, in its order.
    ///
    /// # Errors
    /// Reports a column that is not there.
    pub fn columns(self, dataset: &Dataset, selector: &Selector) -> Result<Vec<usize>> {
        match selector {
            Selector::All(_) => Ok((0..dataset.columns.len()).collect()),
            Selector::Names(names) => names.iter().map(|name| column(dataset, name)).collect(),
            Selector::Range(from, to) => range(column(dataset, from)?, column(dataset, to)?, to),
            Selector::Group(name) => {
                Err(Diagnostic::error(Code::UnknownColumn, name.span, "columns have no groups")
                    .with_hint("name the columns, or a range such as `2007..2016`"))
            }
        }
    }
}

/// Returns the number of the column with this name.
///
/// # Errors
/// Reports a name that no column has.
pub fn column(dataset: &Dataset, name: &Spanned<EcoString>) -> Result<usize> {
    dataset.column(&name.value).ok_or_else(|| {
        let names = dataset.columns.iter().map(|column| column.name.as_str());
        let all: Vec<_> = names.clone().map(|name| format!("`{name}`")).collect();
        let hint = did_you_mean(&name.value, names)
            .unwrap_or_else(|| format!("its columns are {}", all.join(", ")));
        let message = format!("`{}` has no column `{}`", dataset.id, name.value);
        Diagnostic::error(Code::UnknownColumn, name.span, message).with_hint(hint)
    })
}

fn range(from: usize, to: usize, end: &Spanned<EcoString>) -> Result<Vec<usize>> {
    if from > to {
        let message = format!("`{}` stands before the start of the range", end.value);
        return Err(Diagnostic::error(Code::TypeMisuse, end.span, message)
            .with_hint("ranges run in file order: exchange the two names"));
    }
    Ok((from..=to).collect())
}

struct Evaluator<'a> {
    data: Data<'a>,
    cells: Vec<CellName>,
    sources: Vec<EcoString>,
}

/// A cell and the names that find it.
struct Found<'a> {
    dataset: &'a Dataset,
    row: usize,
    column: usize,
}

impl<'a> Found<'a> {
    fn cell(&self) -> &'a Cell {
        &self.dataset.rows[self.row].cells[self.column]
    }

    fn name(&self) -> CellName {
        CellName {
            dataset: self.dataset.id.clone(),
            row: self.dataset.rows[self.row].key.clone(),
            column: self.dataset.columns[self.column].name.clone(),
        }
    }

    fn describe(&self) -> String {
        let CellName { dataset, row, column } = self.name();
        format!("`{dataset}[{row}, {column}]`")
    }
}

impl<'a> Evaluator<'a> {
    fn value(&mut self, expression: &Expression) -> Result<Computed> {
        let Expression::Cells(selection) = expression else {
            return self.quantity(expression).map(Computed::Quantity);
        };
        let found = self.single(selection)?;
        match &found.cell().value {
            Value::Text(text) => Ok(Computed::Text(text.clone())),
            Value::Date(date) => Ok(Computed::Date(date.clone())),
            Value::Entity(id) => Ok(Computed::Entity(id.clone())),
            _ => number(&found, selection.span).map(Computed::Quantity),
        }
    }

    fn quantity(&mut self, expression: &Expression) -> Result<Quantity> {
        match expression {
            Expression::Literal(literal) => {
                Ok(Quantity::bare(literal.value, literal.value.scale()))
            }
            Expression::Cells(selection) => {
                let found = self.single(selection)?;
                number(&found, selection.span)
            }
            Expression::Negate(inner) => {
                let quantity = self.quantity(inner)?;
                Ok(Quantity { number: -quantity.number, ..quantity })
            }
            Expression::Binary { operator, left, right } => {
                let (left, right) = (self.quantity(left)?, self.quantity(right)?);
                binary(*operator, left, right, expression.span())
            }
            Expression::Call { function, arguments, span } => {
                self.call(*function, arguments, *span)
            }
        }
    }

    fn call(
        &mut self,
        function: Function,
        arguments: &[Expression],
        span: Span,
    ) -> Result<Quantity> {
        match (function, arguments) {
            (Function::Count, [range]) => self.count(range),
            (Function::Difference, [left, right]) => {
                let (left, right) = (self.quantity(left)?, self.quantity(right)?);
                binary(Operator::Subtract, left, right, span)
            }
            (Function::Share | Function::Ratio, [part, whole]) => {
                let (part, whole) = (self.quantity(part)?, self.quantity(whole)?);
                divide_like(function, &part, &whole, span)
            }
            (_, [range]) => {
                let quantities = self.quantities(range)?;
                fold(function, &quantities, span)
            }
            _ => Err(too_many(span)),
        }
    }

    fn count(&mut self, range: &Expression) -> Result<Quantity> {
        let Expression::Cells(selection) = range else {
            return Err(Diagnostic::error(
                Code::TypeMisuse,
                range.span(),
                "`count` takes a range of cells",
            )
            .with_hint("write `count(dataset[*, column])`"));
        };
        let found = self.find(selection)?;
        let present = found.iter().filter(|found| found.cell().value != Value::Missing).count();
        for found in &found {
            self.remember(found);
        }
        Ok(Quantity::bare(Decimal::from(present), 0))
    }

    /// Evaluates a range to its numbers, all of one measure.
    fn quantities(&mut self, expression: &Expression) -> Result<Vec<Quantity>> {
        let Expression::Cells(selection) = expression else {
            return self.quantity(expression).map(|quantity| vec![quantity]);
        };
        let found = self.find(selection)?;
        let mut quantities: Vec<Quantity> = Vec::with_capacity(found.len());
        for found in &found {
            self.remember(found);
            let quantity = number(found, selection.span)?;
            if let Some(first) = quantities.first() {
                check_like(&first.measure, &quantity.measure, selection.span)?;
            }
            quantities.push(quantity);
        }
        Ok(quantities)
    }

    fn single(&mut self, selection: &Selection) -> Result<Found<'a>> {
        let mut found = self.find(selection)?;
        let last = found.pop();
        match last {
            Some(last) if found.is_empty() => {
                self.remember(&last);
                Ok(last)
            }
            _ => Err(too_many(selection.span)),
        }
    }

    fn find(&self, selection: &Selection) -> Result<Vec<Found<'a>>> {
        let dataset = self.data.dataset(&selection.dataset)?;
        let rows = self.data.rows(dataset, &selection.rows)?;
        let columns = match &selection.columns {
            Some(selector) => self.data.columns(dataset, selector)?,
            None => vec![only_number_column(dataset, selection.span)?],
        };
        let cells =
            |&row: &usize| columns.iter().map(move |&column| Found { dataset, row, column });
        Ok(rows.iter().flat_map(cells).collect())
    }

    fn remember(&mut self, found: &Found<'a>) {
        self.cells.push(found.name());
        if let Some(source) = found.dataset.source_of(found.row)
            && !self.sources.contains(source)
        {
            self.sources.push(source.clone());
        }
    }
}

fn too_many(span: Span) -> Diagnostic {
    Diagnostic::error(Code::TypeMisuse, span, "this is a range of cells, and one number is needed here")
        .with_hint("name one row and one column, or put the range into `sum(…)`, `mean(…)`, `min(…)`, `max(…)` or `count(…)`")
}

fn only_number_column(dataset: &Dataset, span: Span) -> Result<usize> {
    let mut numbers = (0..dataset.columns.len())
        .filter(|&column| dataset.columns[column].kind == ColumnKind::Number);
    if let (Some(column), None) = (numbers.next(), numbers.next()) {
        Ok(column)
    } else {
        let message = format!("`{}` has several columns, and none is named here", dataset.id);
        Err(Diagnostic::error(Code::UnknownColumn, span, message)
            .with_hint(format!("write `{}[row, column]`", dataset.id)))
    }
}

fn number(found: &Found<'_>, span: Span) -> Result<Quantity> {
    let cell = found.cell();
    let column = &found.dataset.columns[found.column];
    let what = match &cell.value {
        Value::Number(number) => {
            return Ok(Quantity {
                number: *number,
                measure: column.measure.clone(),
                decimals: number.scale(),
                is_year: column.kind == ColumnKind::Year,
            });
        }
        Value::Missing => {
            let message = format!("{} has no value", found.describe());
            return Err(Diagnostic::error(Code::MissingCell, span, message)
                .with_related(cell.span, "this row lacks the value")
                .with_hint("a missing value is never zero: choose another cell, or leave it out of the range"));
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

fn check_like(left: &Measure, right: &Measure, span: Span) -> Result<()> {
    if left.unit != right.unit {
        let message = format!(
            "{} and {} do not add up or compare",
            left.unit.describe(),
            right.unit.describe()
        );
        return Err(Diagnostic::error(Code::UnitMisuse, span, message).with_hint(
            "convert one of them explicitly: multiply it by a cell that holds the rate",
        ));
    }
    if let (Some(one), Some(other)) = (left.kind, right.kind)
        && one != other
    {
        let message = format!("a {} and a {} do not add up or compare", one.name(), other.name());
        return Err(Diagnostic::error(Code::UnitMisuse, span, message).with_hint(
            "a flow runs over a period and a stock stands at a moment: use cells of one kind",
        ));
    }
    if let (Some(one), Some(other)) = (&left.prices, &right.prices)
        && one != other
    {
        let message = format!("prices of `{one}` and of `{other}` do not add up or compare");
        return Err(Diagnostic::error(Code::UnitMisuse, span, message).with_hint(
            "convert one of them explicitly: multiply it by a cell that holds the deflator",
        ));
    }
    Ok(())
}

/// Returns the diagnostic for a result that decimal arithmetic cannot hold.
pub(super) fn overflow(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::Overflow,
        span,
        "the result has more digits than decimal arithmetic holds",
    )
}

fn division_by_zero(span: Span) -> Diagnostic {
    Diagnostic::error(Code::DivisionByZero, span, "the divisor is zero")
        .with_hint("there is no share, ratio or change of nothing: say it in words")
}

fn binary(operator: Operator, left: Quantity, right: Quantity, span: Span) -> Result<Quantity> {
    match operator {
        Operator::Add | Operator::Subtract => add(operator, left, &right, span),
        Operator::Multiply => multiply(left, right, span),
        Operator::Divide if right.measure.unit == Unit::None => {
            let number = checked_div(left.number, right.number, span)?;
            let decimals = left.decimals.max(1);
            Ok(Quantity { number, decimals, is_year: false, ..left })
        }
        Operator::Divide => divide_like(Function::Ratio, &left, &right, span),
    }
}

fn add(operator: Operator, left: Quantity, right: &Quantity, span: Span) -> Result<Quantity> {
    check_like(&left.measure, &right.measure, span)?;
    let other = right.rescaled(left.measure.scale).ok_or_else(|| overflow(span))?;
    let number = match operator {
        Operator::Subtract => left.number.checked_sub(other),
        _ => left.number.checked_add(other),
    };
    let decimals = left.decimals.max(right.decimals);
    let mut measure = left.measure;
    // A difference of two percentages is in percentage points; so is what is added to one.
    if operator == Operator::Subtract && measure.unit == Unit::Percent {
        measure.unit = Unit::PercentagePoints;
    }
    let number = number.ok_or_else(|| overflow(span))?;
    Ok(Quantity { number, measure, decimals, is_year: false })
}

fn multiply(left: Quantity, right: Quantity, span: Span) -> Result<Quantity> {
    let (unit, factor) = match (&left.measure.unit, &right.measure.unit) {
        (_, Unit::None) => (left, right),
        (Unit::None, _) => (right, left),
        (one, other) => {
            let message =
                format!("{} times {} has no meaning here", one.describe(), other.describe());
            return Err(Diagnostic::error(Code::UnitMisuse, span, message)
                .with_hint("one of the factors must be a bare number"));
        }
    };
    let number = unit.number.checked_mul(factor.number).ok_or_else(|| overflow(span))?;
    Ok(Quantity { number, is_year: false, ..unit })
}

fn checked_div(left: Decimal, right: Decimal, span: Span) -> Result<Decimal> {
    if right.is_zero() {
        return Err(division_by_zero(span));
    }
    left.checked_div(right).ok_or_else(|| overflow(span))
}

fn divide_like(
    function: Function,
    part: &Quantity,
    whole: &Quantity,
    span: Span,
) -> Result<Quantity> {
    check_like(&part.measure, &whole.measure, span)?;
    let part = part.rescaled(whole.measure.scale).ok_or_else(|| overflow(span))?;
    let ratio = checked_div(part, whole.number, span)?;
    if function == Function::Share {
        return percentage(ratio, span);
    }
    Ok(Quantity::bare(ratio, 1))
}

fn percentage(ratio: Decimal, span: Span) -> Result<Quantity> {
    let number = ratio.checked_mul(Decimal::ONE_HUNDRED).ok_or_else(|| overflow(span))?;
    Ok(Quantity::with_unit(number, Unit::Percent, 1))
}

fn fold(function: Function, quantities: &[Quantity], span: Span) -> Result<Quantity> {
    let (Some(first), Some(last)) = (quantities.first(), quantities.last()) else {
        return Err(Diagnostic::error(Code::TypeMisuse, span, "the range is empty"));
    };
    let decimals = quantities.iter().map(|quantity| quantity.decimals).max().unwrap_or(0);
    let scale = first.measure.scale;
    let numbers = quantities.iter().map(|quantity| quantity.rescaled(scale));
    let numbers: Option<Vec<Decimal>> = numbers.collect();
    let numbers = numbers.ok_or_else(|| overflow(span))?;
    let sum = || numbers.iter().try_fold(Decimal::ZERO, |sum, &number| sum.checked_add(number));
    let number = match function {
        Function::Sum => sum().ok_or_else(|| overflow(span))?,
        Function::Mean => {
            let sum = sum().ok_or_else(|| overflow(span))?;
            checked_div(sum, Decimal::from(numbers.len()), span)?
        }
        Function::Min => numbers.iter().copied().min().unwrap_or_default(),
        Function::Max => numbers.iter().copied().max().unwrap_or_default(),
        Function::Change if quantities.len() < 2 => {
            return Err(Diagnostic::error(Code::TypeMisuse, span, "a change takes several cells")
                .with_hint("name the first and the last: `change(dataset[row, 2007..2016])`"));
        }
        Function::Change => return change(first, last, span),
        Function::Count | Function::Difference | Function::Share | Function::Ratio => {
            return Err(too_many(span));
        }
    };
    Ok(Quantity { number, measure: first.measure.clone(), decimals, is_year: first.is_year })
}

fn change(first: &Quantity, last: &Quantity, span: Span) -> Result<Quantity> {
    if first.number.is_sign_negative() && !first.number.is_zero() {
        return Err(Diagnostic::error(
            Code::TypeMisuse,
            span,
            "a percentage change from a negative value misleads",
        )
        .with_hint("use `difference(last, first)`, or say it in words"));
    }
    let last = last.rescaled(first.measure.scale).ok_or_else(|| overflow(span))?;
    let rise = last.checked_sub(first.number).ok_or_else(|| overflow(span))?;
    let ratio = checked_div(rise, first.number, span)?;
    percentage(ratio, span)
}
