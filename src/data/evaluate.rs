//! The value of an expression, with its measure and the cells that it comes from.
//!
//! Numbers are decimal throughout, so that sums of money come out as on paper.
//! Arithmetic is checked like types: only like adds to like, and a division of
//! like by like has no unit. Everything that a value was computed from is
//! remembered, for the ledger.

mod arithmetic;
mod call;
mod growth;
mod item;
mod like;
mod moving;
mod order;
mod rows;
mod statement;

use std::collections::{BTreeMap, HashMap};

use ecow::EcoString;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::dataset::{Cell, CellStatus, Dataset, Datasets, Value};
use super::expression::{Call, Expression, Literal, Selection, THIS};
use super::lineage::Lineage;
use super::measure::{Measure, Scale, Unit};
use super::select::{Position, Selecting, profiled};
use super::values::Values;
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::publication::entity::Entities;
use crate::publication::localized::Localized;
use crate::tree::CellName;

pub(super) use arithmetic::overflow;
use item::{Item, item, rescale};
use rows::Known;
pub use rows::RowGroup;
pub use statement::{holds, is_true};

/// The datasets and entities that expressions may name.
#[derive(Debug, Clone, Copy)]
pub struct Data<'a> {
    /// The datasets, by id.
    pub datasets: &'a Datasets,
    /// What is wrong with datasets that could not be read, by id.
    pub unreadable: &'a BTreeMap<EcoString, Diagnostic>,
    /// The entities.
    pub entities: &'a Entities,
    /// The named values.
    pub values: &'a Values,
    /// The origins of the cells of derived datasets.
    pub lineage: &'a Lineage,
    /// The entity that `@this` means; none in a text without profiles.
    pub this: Option<&'a EcoString>,
    /// The day for the members of blocs where nothing else gives one: that of the text.
    pub day: Option<Date>,
}

/// A value and what it is based on.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluated {
    /// The value.
    pub value: Computed,
    /// The cells that it was computed from, in order of use.
    pub cells: Vec<CellName>,
    /// The cells without a value that the author asked to leave out.
    pub left_out: Vec<CellName>,
    /// What readers must know about the cells, without repetition.
    pub statuses: Vec<CellStatus>,
    /// The keys of their sources, without repetition.
    pub sources: Vec<EcoString>,
}

/// The result of an expression.
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
    /// Whether a statement holds.
    Truth(bool),
    /// A change from one number to another of the same measure.
    Range(Box<(Quantity, Quantity)>),
    /// Names, in order.
    Names(Vec<Computed>),
}

/// A number and what makes it comparable.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The number, in units of the measure's scale.
    pub number: Decimal,
    /// What it measures.
    pub measure: Measure,
    /// How many decimals it is printed with by default.
    pub decimals: u32,
    /// Whether it is a year, which has no separators.
    pub is_year: bool,
}

impl Quantity {
    fn bare(number: Decimal, decimals: u32) -> Self {
        Self { number, measure: Measure::default(), decimals, is_year: false }
    }

    fn written(literal: &Literal) -> Self {
        let Literal { number, unit, scale } = literal;
        let measure = Measure { unit: unit.clone(), scale: *scale, ..Measure::default() };
        Self { measure, ..Self::bare(*number, number.scale()) }
    }

    fn with_unit(number: Decimal, unit: Unit, decimals: u32) -> Self {
        Self { measure: Measure { unit, ..Measure::default() }, ..Self::bare(number, decimals) }
    }

    /// Returns the number in units of `scale`; none if it exceeds the range of decimals.
    pub fn rescaled(&self, scale: Scale) -> Option<Decimal> {
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
    let evaluated = evaluate_any(expression, data)?;
    match evaluated.value {
        Computed::Truth(_) => Err(statement::not_printed(expression.span())),
        _ => Ok(evaluated),
    }
}

/// Evaluates `expression`, which may be a statement.
pub(super) fn evaluate_any(expression: &Expression, data: Data<'_>) -> Result<Evaluated> {
    let mut evaluator = Evaluator::new(data);
    let value = evaluator.value(expression)?;
    Ok(evaluator.finish(value))
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
        let names = self.datasets.keys().chain(self.unreadable.keys());
        let wanted = name.value.trim_start_matches("content/").trim_start_matches("data/");
        let wanted = [".yaml", ".yml", ".csv"]
            .iter()
            .find_map(|end| wanted.strip_suffix(end))
            .unwrap_or(wanted);
        let names: Vec<_> = names.map(EcoString::as_str).collect();
        let hint = if names.contains(&wanted) {
            Some(format!("write its id: `{wanted}`"))
        } else {
            did_you_mean(&name.value, names)
        };
        let message = format!("no dataset is named `{}`", name.value);
        Err(Diagnostic::error(Code::UnknownDataset, name.span, message).with_hints([
            hint.unwrap_or_else(|| format!("add `content/data/{}.yaml`", name.value))
        ]))
    }

    /// Returns the id of an entity, by its id or name without the `@`.
    ///
    /// # Errors
    /// Reports a name that no entity has, and `this` in a text that is one for all.
    pub fn entity(self, name: &Spanned<EcoString>) -> Result<&'a EcoString> {
        if name.value == THIS {
            return profiled(self.this, name.span);
        }
        let found = self.entities.find(&name.value);
        found.ok_or_else(|| self.entities.unknown(&name.value, name.span))
    }

    /// Joins a dataset to the entities that its selectors may name.
    pub fn selecting(self, dataset: &'a Dataset) -> Selecting<'a> {
        Selecting { dataset, entities: self.entities, this: self.this }
    }
}

struct Evaluator<'a> {
    data: Data<'a>,
    /// The rows whose columns bare names mean, while a dataset is derived.
    group: Option<&'a RowGroup<'a>>,
    /// While a statement is tested on single rows: the cell that each expression means, by the
    /// place of the expression.
    narrowed: HashMap<Span, Found<'a>>,
    cells: Vec<CellName>,
    left_out: Vec<CellName>,
    statuses: Vec<CellStatus>,
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
    /// Returns the origin of a result that is computed from it and `other`.
    fn computed(self, other: Self) -> Self {
        match (self, other) {
            (Self::Cell(found) | Self::Computed(found), _)
            | (Self::Written, Self::Cell(found) | Self::Computed(found)) => Self::Computed(found),
            (Self::Written, Self::Written) => Self::Written,
        }
    }
}

/// A quantity and where it comes from.
#[derive(Clone)]
struct Operand<'a> {
    quantity: Quantity,
    root: Root<'a>,
}

impl<'a> Evaluator<'a> {
    fn new(data: Data<'a>) -> Self {
        Self {
            data,
            group: None,
            narrowed: HashMap::new(),
            cells: Vec::new(),
            left_out: Vec::new(),
            statuses: Vec::new(),
            sources: Vec::new(),
        }
    }

    fn finish(self, value: Computed) -> Evaluated {
        let Self { cells, left_out, statuses, sources, .. } = self;
        Evaluated { value, cells, left_out, statuses, sources }
    }

    fn value(&mut self, expression: &Expression) -> Result<Computed> {
        match expression {
            Expression::Cells(selection) => self.cell(selection),
            Expression::Words(words) => Ok(Computed::Text(Localized::Same(words.value.clone()))),
            Expression::Entity(name) => self.data.entity(name).cloned().map(Computed::Entity),
            Expression::Comparison { .. }
            | Expression::Among { .. }
            | Expression::Logic { .. }
            | Expression::Not(_) => self.truth(expression).map(Computed::Truth),
            Expression::Choice { .. } => {
                let chosen = self.chosen(expression)?;
                self.value(chosen)
            }
            Expression::Named(name) => match self.of_row(name)? {
                Some(Known::Cell(found)) => value_of(found, name.span),
                Some(Known::Value(value)) => Ok(value),
                None => {
                    let inner = self.data.values.get(name, self.data)?;
                    self.value(&inner.binding.expression)
                }
            },
            Expression::Call(call) => self.call_value(call),
            Expression::Literal(_) | Expression::Binary { .. } | Expression::Negate(_) => {
                self.operand(expression).map(|operand| Computed::Quantity(operand.quantity))
            }
        }
    }

    /// Returns the value of a single cell.
    fn cell(&mut self, selection: &Selection) -> Result<Computed> {
        let found = self.single(selection)?;
        value_of(found, selection.span)
    }

    fn operand(&mut self, expression: &Expression) -> Result<Operand<'a>> {
        match expression {
            Expression::Literal(literal) => {
                Ok(Operand { quantity: Quantity::written(&literal.value), root: Root::Written })
            }
            Expression::Choice { .. } => {
                let chosen = self.chosen(expression)?;
                self.operand(chosen)
            }
            Expression::Words(_)
            | Expression::Entity(_)
            | Expression::Comparison { .. }
            | Expression::Among { .. }
            | Expression::Logic { .. }
            | Expression::Not(_) => Err(statement::no_number(expression)),
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
            Expression::Named(name) => match self.of_row(name)? {
                Some(Known::Cell(found)) => {
                    let quantity = item(found, name.span)?.quantity();
                    Ok(Operand { quantity, root: Root::Cell(found) })
                }
                Some(Known::Value(Computed::Quantity(quantity))) => {
                    Ok(Operand { quantity, root: Root::Written })
                }
                Some(Known::Value(_)) => Err(statement::no_number(expression)),
                None => {
                    let inner = self.data.values.get(name, self.data)?;
                    self.operand(&inner.binding.expression)
                }
            },
            Expression::Call(call) => self.call(call),
        }
    }

    fn single(&mut self, selection: &Selection) -> Result<Found<'a>> {
        if let Some(found) = self.narrowed.get(&selection.span).copied() {
            self.remember(&found);
            return Ok(found);
        }
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
        let cells = self.data.selecting(dataset).positions(selection).map_err(first)?;
        Ok(cells
            .into_iter()
            .map(|(row, column): Position| Found { dataset, row, column })
            .collect())
    }

    fn remember(&mut self, found: &Found<'a>) {
        self.cells.push(found.name());
        for origin in self.data.lineage.of(&found.dataset.id, found.row, found.column) {
            self.cells.push(origin.clone());
            if let Some(dataset) = self.data.datasets.get(&origin.dataset)
                && let Some(row) = dataset.row(&origin.row)
            {
                self.remember_source(dataset, row);
            }
        }
        if let Some(status) = found.dataset.status(found.row, found.column)
            && !self.statuses.contains(&status)
        {
            self.statuses.push(status);
        }
        self.remember_source(found.dataset, found.row);
    }

    fn remember_source(&mut self, dataset: &Dataset, row: usize) {
        if let Some((source, _)) = dataset.source_of(row)
            && !self.sources.contains(&source.value)
        {
            self.sources.push(source.value);
        }
    }
}

/// Returns what a cell holds.
fn value_of(found: Found<'_>, span: Span) -> Result<Computed> {
    match &found.cell().value {
        Value::Text(text) => Ok(Computed::Text(text.clone())),
        Value::Date(date) => Ok(Computed::Date(date.clone())),
        Value::Entity(id) => Ok(Computed::Entity(id.clone())),
        Value::Boolean(boolean) => Ok(Computed::Truth(*boolean)),
        Value::Missing | Value::Number(_) | Value::Source(_) => {
            item(found, span).map(|item| Computed::Quantity(item.quantity()))
        }
    }
}

/// Returns the first of several problems; a bound number is reported for one at a time.
fn first(problems: Vec<Diagnostic>) -> Diagnostic {
    let mut problems = problems;
    problems.swap_remove(0)
}

/// Refuses a range where one number is needed.
fn too_many(span: Span) -> Diagnostic {
    Diagnostic::error(Code::TypeMisuse, span, "this is a range of cells, but a single number is needed here")
        .with_hint("name one row and one column, or put the range into `sum(…)`, `mean(…)`, `min(…)`, `max(…)` or `count(…)`")
}
