//! Rows: what bare names mean while a dataset is derived, and for which rows a statement is true.

use std::collections::BTreeMap;

use ecow::EcoString;

use super::{Call, Computed, Data, Evaluated, Evaluator, Found, Item, Result, item, like};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{Span, Spanned};
use crate::data::Dataset;
use crate::data::dataset::Value;
use crate::data::expression::{Expression, Missing};

/// The rows that a row of a derived dataset is computed from, and the part of it that is already
/// computed.
#[derive(Debug)]
pub struct RowGroup<'a> {
    /// The dataset that the rows are of; none if the derived rows are listed.
    pub dataset: Option<&'a Dataset>,
    /// The numbers of the rows.
    pub rows: Vec<usize>,
    /// The columns of the derived row so far.
    pub known: BTreeMap<EcoString, Evaluated>,
}

impl<'a> RowGroup<'a> {
    /// Evaluates an expression in which bare names are columns of the group.
    ///
    /// # Errors
    /// As [`evaluate`](super::evaluate), and names of columns whose rows differ.
    pub fn evaluate(&'a self, expression: &Expression, data: Data<'a>) -> Result<Evaluated> {
        let mut evaluator = Evaluator::new(data);
        evaluator.group = Some(self);
        let value = evaluator.value(expression)?;
        Ok(evaluator.finish(value))
    }

    /// Whether a statement holds of the group.
    ///
    /// # Errors
    /// As [`RowGroup::evaluate`], and expressions that are no statements.
    pub fn holds(&'a self, statement: &Expression, data: Data<'a>) -> Result<bool> {
        let mut evaluator = Evaluator::new(data);
        evaluator.group = Some(self);
        evaluator.truth(statement)
    }

    fn cells(&self, name: &str) -> Option<Vec<Found<'a>>> {
        let dataset = self.dataset?;
        let column = dataset.column(name)?;
        Some(self.rows.iter().map(|&row| Found { dataset, row, column }).collect())
    }
}

/// What a bare name means.
pub(super) enum Known<'a> {
    /// A cell of the row that is derived from.
    Cell(Found<'a>),
    /// A column of the derived row.
    Value(Computed),
}

impl<'a> Evaluator<'a> {
    /// Returns what a bare name means in a row; none if it is no column there.
    pub(super) fn of_row(&mut self, name: &Spanned<EcoString>) -> Result<Option<Known<'a>>> {
        if let Some(found) = self.narrowed.get(&name.span).copied() {
            self.remember(&found);
            return Ok(Some(Known::Cell(found)));
        }
        let Some(group) = self.group else { return Ok(None) };
        if name.value == "missing" {
            let message = "this row has no value here";
            return Err(Diagnostic::error(Code::MissingCell, name.span, message));
        }
        if let Some(known) = group.known.get(&name.value) {
            self.cells.extend(known.cells.iter().cloned());
            self.left_out.extend(known.left_out.iter().cloned());
            for status in &known.statuses {
                if !self.statuses.contains(status) {
                    self.statuses.push(*status);
                }
            }
            return Ok(Some(Known::Value(known.value.clone())));
        }
        let Some(cells) = group.cells(&name.value) else { return Ok(None) };
        let Some(first) = cells.first().copied() else { return Ok(None) };
        if cells.iter().any(|cell| cell.cell().value != first.cell().value) {
            let message = format!("the rows of this group differ in `{}`", name.value);
            return Err(Diagnostic::error(Code::TypeMisuse, name.span, message).with_hint(
                "put the column into a function that takes a range, such as `sum(…)`, or into `by:`",
            ));
        }
        self.remember(&first);
        Ok(Some(Known::Cell(first)))
    }

    /// Returns the cells that an expression means; none if it means no cells.
    pub(super) fn cells_of(&self, expression: &Expression) -> Result<Option<Vec<Found<'a>>>> {
        match expression {
            Expression::Cells(selection) => self.find(selection).map(Some),
            Expression::Named(name) => Ok(self.group.and_then(|group| group.cells(&name.value))),
            _ => Ok(None),
        }
    }

    /// Returns the numbers of cells, all of one measure.
    pub(super) fn items(
        &mut self,
        found: Vec<Found<'a>>,
        call: &Call,
        span: Span,
    ) -> Result<Vec<Item<'a>>> {
        let found = self.filtered(found, call)?;
        let mut items: Vec<Item<'a>> = Vec::with_capacity(found.len());
        for found in found {
            if call.missing == Missing::LeftOut && found.cell().value == Value::Missing {
                self.left_out.push(found.name());
                continue;
            }
            self.remember(&found);
            let item = item(found, span)?;
            if let Some(first) = items.first() {
                like::check_items(first, &item, span)?;
            }
            items.push(item);
        }
        if items.is_empty() && !self.left_out.is_empty() {
            let message = "all values of the range are missing";
            return Err(Diagnostic::error(Code::MissingCell, span, message)
                .with_hint("there is nothing to compute with: describe it in words"));
        }
        Ok(items)
    }

    /// Returns the cells of the rows for which the call's statement is true.
    pub(super) fn filtered(
        &mut self,
        found: Vec<Found<'a>>,
        call: &Call,
    ) -> Result<Vec<Found<'a>>> {
        let Some(statement) = &call.filter else { return Ok(found) };
        let truths = self.truths(statement, Some(found.len()))?;
        Ok(found
            .into_iter()
            .zip(truths)
            .filter(|(_, holds)| *holds)
            .map(|(cell, _)| cell)
            .collect())
    }

    /// Returns for which rows a statement is true. All cells that it uses must be from the same
    /// number of rows.
    pub(super) fn truths(
        &mut self,
        statement: &Expression,
        count: Option<usize>,
    ) -> Result<Vec<bool>> {
        let (mut columns, mut singles) = (Vec::new(), Vec::new());
        for leaf in statement.leaves() {
            let Some(cells) = self.cells_of(leaf)? else { continue };
            // One cell is the same for all rows.
            let is_many = cells.len() != 1 || count == Some(1);
            let cells = (leaf.span(), cells);
            if is_many { columns.push(cells) } else { singles.push(cells) }
        }
        if columns.is_empty() && count.is_none() {
            // They are all of a single row.
            columns = singles;
        }
        let count = count.or_else(|| columns.first().map(|(_, cells)| cells.len()));
        let differs = |(_, cells): &&(Span, Vec<Found<'a>>)| Some(cells.len()) != count;
        if let Some((span, cells)) = columns.iter().find(differs) {
            let message = format!(
                "this has {} cells, but the other part has {}",
                cells.len(),
                count.unwrap_or_default()
            );
            return Err(Diagnostic::error(Code::TypeMisuse, *span, message)
                .with_hint("use the same rows throughout: `count(a[*, x] > 0 and a[*, y] > 0)`"));
        }
        let Some(count) = count else { return Err(no_rows(statement)) };
        let outer = self.narrowed.clone();
        let mut truths = Vec::with_capacity(count);
        for index in 0..count {
            self.narrowed.extend(columns.iter().map(|(span, cells)| (*span, cells[index])));
            truths.push(self.truth(statement));
        }
        self.narrowed = outer;
        truths.into_iter().collect()
    }
}

fn no_rows(statement: &Expression) -> Diagnostic {
    Diagnostic::error(Code::TypeMisuse, statement.span(), "this condition names no rows")
        .with_hint("write `count(dataset[*, column] = 'words')`, or `count(dataset[*, column])`")
}
