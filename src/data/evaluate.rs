//! The value of an expression, with its measure and the cells that it rests on.
//!
//! Numbers are decimal throughout, so that sums of money come out as on paper.
//! Arithmetic is checked like types: only like adds to like, and a division of
//! like by like has no unit. Everything that a value was computed from is
//! remembered, for the ledger.

mod arithmetic;
mod like;

use std::collections::BTreeMap;

use ecow::EcoString;
use rust_decimal::Decimal;

use super::dataset::{Cell, ColumnKind, Dataset, Provenance, Value};
use super::expression::{Expression, Function, Missing, Operator, Selection};
use super::measure::{Measure, Scale, Unit};
use super::select::{Position, Selecting};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::entity::Entities;
use crate::localized::Localized;
use crate::span::{Span, Spanned};
use crate::tree::CellName;

pub(super) use arithmetic::overflow;

/// The datasets and entities that expressions may name.
#[derive(Debug, Clone, Copy)]
pub struct Data<'a> {
    /// The datasets, by id.
    pub datasets: &'a BTreeMap<EcoString, Dataset>,
    /// What is wrong with datasets that could not be read, by id.
    pub unreadable: &'a BTreeMap<EcoString, Diagnostic>,
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
    /// The cells without value that the author wanted left out.
    pub left_out: Vec<CellName>,
    /// Whether sources state all that it was computed from.
    pub provenance: Provenance,
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
        rescale(self.number, self.measure.scale, scale)
    }
}

type Result<T> = std::result::Result<T, Diagnostic>;

/// Evaluates `expression`.
///
/// # Errors
/// Reports unknown names, missing cells, units that do not go together, and
/// results that decimal arithmetic cannot hold.
pub fn evaluate(expression: &Expression, data: Data<'_>) -> Result<Evaluated> {
    let mut evaluator = Evaluator {
        data,
        cells: Vec::new(),
        left_out: Vec::new(),
        provenance: Provenance::Stated,
        sources: Vec::new(),
    };
    let value = evaluator.value(expression)?;
    let Evaluator { cells, left_out, provenance, sources, .. } = evaluator;
    Ok(Evaluated { value, cells, left_out, provenance, sources })
}

impl<'a> Data<'a> {
    /// Returns the dataset with this name.
    ///
    /// # Errors
    /// Reports a name that no dataset has. Of a dataset that cannot be read, reports once more
    /// why; each problem is printed once.
    pub fn dataset(self, name: &Spanned<EcoString>) -> Result<&'a Dataset> {
        if let Some(dataset) = self.datasets.get(&name.value) {
            return Ok(dataset);
        }
        if let Some(diagnostic) = self.unreadable.get(&name.value) {
            return Err(diagnostic.clone());
        }
        let hint = did_you_mean(&name.value, self.datasets.keys().map(EcoString::as_str));
        let message = format!("no dataset is named `{}`", name.value);
        Err(Diagnostic::error(Code::UnknownDataset, name.span, message).with_hints([
            hint.unwrap_or_else(|| format!("add `content/data/{}.yaml`", name.value))
        ]))
    }

    /// Joins a dataset to the entities that its selectors may name.
    pub fn selecting(self, dataset: &'a Dataset) -> Selecting<'a> {
        Selecting { dataset, entities: self.entities }
    }
}

struct Evaluator<'a> {
    data: Data<'a>,
    cells: Vec<CellName>,
    left_out: Vec<CellName>,
    provenance: Provenance,
    sources: Vec<EcoString>,
}

/// A cell and the numbers that find it.
#[derive(Clone, Copy)]
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
        format!("`{}`", self.name())
    }
}

/// Where a quantity comes from, for messages.
#[derive(Clone, Copy)]
enum Root<'a> {
    /// The author wrote it.
    Written,
    /// It is the value of a cell.
    Cell(Found<'a>),
    /// It was computed, from this cell first.
    Computed(Found<'a>),
}

impl Root<'_> {
    /// Returns the root of what is computed from it, and from `other` if it was written.
    fn computed(self, other: Self) -> Self {
        match (self, other) {
            (Self::Cell(found) | Self::Computed(found), _)
            | (Self::Written, Self::Cell(found) | Self::Computed(found)) => Self::Computed(found),
            (Self::Written, Self::Written) => Self::Written,
        }
    }
}

/// A quantity and where it comes from.
struct Operand<'a> {
    quantity: Quantity,
    root: Root<'a>,
}

/// A number of a range.
#[derive(Clone, Copy)]
struct Item<'a> {
    number: Decimal,
    measure: &'a Measure,
    is_year: bool,
    found: Found<'a>,
}

impl<'a> Evaluator<'a> {
    fn value(&mut self, expression: &Expression) -> Result<Computed> {
        let Expression::Cells(selection) = expression else {
            return self.operand(expression).map(|operand| Computed::Quantity(operand.quantity));
        };
        let found = self.single(selection)?;
        match &found.cell().value {
            Value::Text(text) => Ok(Computed::Text(text.clone())),
            Value::Date(date) => Ok(Computed::Date(date.clone())),
            Value::Entity(id) => Ok(Computed::Entity(id.clone())),
            _ => item(found, selection.span).map(|item| Computed::Quantity(item.quantity())),
        }
    }

    fn operand(&mut self, expression: &Expression) -> Result<Operand<'a>> {
        match expression {
            Expression::Literal(literal) => Ok(Operand {
                quantity: Quantity::bare(literal.value, literal.value.scale()),
                root: Root::Written,
            }),
            Expression::Cells(selection) => {
                let found = self.single(selection)?;
                let quantity = item(found, selection.span)?.quantity();
                Ok(Operand { quantity, root: Root::Cell(found) })
            }
            Expression::Negate(inner) => {
                let Operand { quantity, root } = self.operand(inner)?;
                Ok(Operand { quantity: Quantity { number: -quantity.number, ..quantity }, root })
            }
            Expression::Binary { operator, left, right } => {
                let (left, right) = (self.operand(left)?, self.operand(right)?);
                arithmetic::binary(*operator, left, right, expression.span())
            }
            Expression::Call { function, arguments, missing, span } => {
                self.call((*function, *missing), arguments, *span)
            }
        }
    }

    fn call(
        &mut self,
        (function, missing): (Function, Missing),
        arguments: &[Expression],
        span: Span,
    ) -> Result<Operand<'a>> {
        match (function, arguments) {
            (Function::Count, [range]) => self.count(range),
            (Function::Difference, [left, right]) => {
                let (left, right) = (self.operand(left)?, self.operand(right)?);
                arithmetic::binary(Operator::Subtract, left, right, span)
            }
            (Function::Share | Function::Ratio, [part, whole]) => {
                let (part, whole) = (self.operand(part)?, self.operand(whole)?);
                arithmetic::divide_like(function, &part, &whole, span)
            }
            (Function::Convert, [amount, rate]) => {
                let (amount, rate) = (self.operand(amount)?, self.operand(rate)?);
                arithmetic::convert(&amount, &rate, span)
            }
            (_, [Expression::Cells(selection)]) => {
                let items = self.items(selection, missing)?;
                arithmetic::fold(function, &items, span)
            }
            // Of a single value, a sum, a mean and the like are that value.
            (Function::Sum | Function::Mean | Function::Min | Function::Max, [single]) => {
                self.operand(single)
            }
            (Function::Change, [_]) => Err(arithmetic::single_change(span)),
            _ => Err(too_many(span)),
        }
    }

    fn count(&mut self, range: &Expression) -> Result<Operand<'a>> {
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
        let root = found.first().map_or(Root::Written, |found| Root::Computed(*found));
        Ok(Operand { quantity: Quantity::bare(Decimal::from(present), 0), root })
    }

    /// Evaluates a range to its numbers, all of one measure.
    fn items(&mut self, selection: &Selection, missing: Missing) -> Result<Vec<Item<'a>>> {
        let found = self.find(selection)?;
        let mut items: Vec<Item<'a>> = Vec::with_capacity(found.len());
        for found in found {
            if missing == Missing::LeftOut && found.cell().value == Value::Missing {
                self.left_out.push(found.name());
                continue;
            }
            self.remember(&found);
            let item = item(found, selection.span)?;
            if let Some(first) = items.first() {
                like::check_items(first, &item, selection.span)?;
            }
            items.push(item);
        }
        if items.is_empty() && !self.left_out.is_empty() {
            let message = "all values of the range are missing";
            return Err(Diagnostic::error(Code::MissingCell, selection.span, message)
                .with_hint("nothing is left to compute with: say it in words"));
        }
        Ok(items)
    }

    fn single(&mut self, selection: &Selection) -> Result<Found<'a>> {
        match self.find(selection)?[..] {
            [only] => {
                self.remember(&only);
                Ok(only)
            }
            _ => Err(too_many(selection.span)),
        }
    }

    fn find(&self, selection: &Selection) -> Result<Vec<Found<'a>>> {
        let dataset = self.data.dataset(&selection.dataset)?;
        let selecting = self.data.selecting(dataset);
        let columns = match &selection.columns {
            Some(selector) => selecting.columns(selector).map_err(first)?,
            None => vec![only_number_column(dataset, selection.span)?],
        };
        let cells = selecting.cells(&selection.rows, &columns).map_err(first)?;
        Ok(cells
            .into_iter()
            .map(|(row, column): Position| Found { dataset, row, column })
            .collect())
    }

    fn remember(&mut self, found: &Found<'a>) {
        self.cells.push(found.name());
        if found.dataset.columns[found.column].provenance == Provenance::Inferred {
            self.provenance = Provenance::Inferred;
        }
        if let Some((source, _)) = found.dataset.source_of(found.row)
            && !self.sources.contains(&source.value)
        {
            self.sources.push(source.value);
        }
    }
}

/// Returns the first of several problems; a bound number is reported for one at a time.
fn first(problems: Vec<Diagnostic>) -> Diagnostic {
    let mut problems = problems;
    problems.swap_remove(0)
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

fn item(found: Found<'_>, span: Span) -> Result<Item<'_>> {
    let cell = found.cell();
    let column = &found.dataset.columns[found.column];
    let what = match &cell.value {
        Value::Number(number) => {
            return Ok(Item {
                number: *number,
                measure: &column.measure,
                is_year: column.kind == ColumnKind::Year,
                found,
            });
        }
        Value::Missing => {
            let message = format!("{} has no value", found.describe());
            return Err(Diagnostic::error(Code::MissingCell, span, message)
                .with_related(cell.span, "this row lacks the value")
                .with_hint("a missing value is never zero: choose another cell, leave it out of the range, or write `sum(…, ignore missing)`"));
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

impl Item<'_> {
    fn quantity(&self) -> Quantity {
        Quantity {
            number: self.number,
            measure: self.measure.clone(),
            decimals: self.number.scale(),
            is_year: self.is_year,
        }
    }

    /// Returns the number in units of `scale`.
    fn rescaled(&self, scale: Scale) -> Option<Decimal> {
        rescale(self.number, self.measure.scale, scale)
    }
}

/// Returns a number of units of `from` in units of `to`.
fn rescale(number: Decimal, from: Scale, to: Scale) -> Option<Decimal> {
    if from == to {
        return Some(number);
    }
    number.checked_mul(from.factor())?.checked_div(to.factor())
}
