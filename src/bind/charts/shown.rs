//! The part of a dataset that a chart shows, seen as series and positions.

use ecow::EcoString;

use super::Binder;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::limits::{CHART_MARKS, CHART_NAMES};
use crate::base::span::{Span, Spanned};
use crate::chart::{Form, Panel};
use crate::data::dataset::{Column, ColumnKind, Dataset, Provenance, Value};
use crate::data::measure::Measure;
use crate::data::select::column;
use crate::markup::{Axis, ChartBlock};
use crate::publication::date;

/// Rows and columns of a dataset: one kind are the series, the other their positions.
pub(super) struct Shown<'d> {
    pub(super) dataset: &'d Dataset,
    pub(super) rows: Vec<usize>,
    /// The columns with numbers.
    pub(super) columns: Vec<usize>,
    /// The column that names the rows.
    pub(super) labels: usize,
    /// What the series are.
    pub(super) series: Axis,
    /// What the positions are.
    pub(super) steps: Steps,
}

/// What the positions of a chart are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Steps {
    /// Names, at equal distances; so are periods that follow each other without gaps.
    Names,
    /// Years.
    Years,
    /// Days, months or quarters at different distances.
    Moments,
}

impl Shown<'_> {
    /// Returns what its numbers measure, all of which are in one unit.
    pub(super) fn measure(&self) -> &Measure {
        let column = self.columns[0];
        match self.rows.first() {
            Some(row) => self.dataset.measure(*row, column),
            None => &self.dataset.columns[column].measure,
        }
    }

    /// Returns what the positions are.
    pub(super) fn positions(&self) -> Axis {
        match self.series {
            Axis::Rows => Axis::Columns,
            Axis::Columns => Axis::Rows,
        }
    }

    /// Returns how many rows or columns are shown.
    pub(super) fn count(&self, axis: Axis) -> usize {
        match axis {
            Axis::Rows => self.rows.len(),
            Axis::Columns => self.columns.len(),
        }
    }

    /// Returns the value of a series at a position.
    pub(super) fn value(&self, series: usize, position: usize) -> &Value {
        let (row, column) = match self.series {
            Axis::Rows => (series, position),
            Axis::Columns => (position, series),
        };
        &self.dataset.rows[self.rows[row]].cells[self.columns[column]].value
    }

    /// Whether a source states the value of a series at a position.
    pub(super) fn provenance(&self, series: usize, position: usize) -> Provenance {
        let column = match self.series {
            Axis::Rows => position,
            Axis::Columns => series,
        };
        self.dataset.columns[self.columns[column]].provenance
    }

    /// Returns the key of a row, or the name of a column.
    pub(super) fn key(&self, axis: Axis, index: usize) -> &EcoString {
        match axis {
            Axis::Rows => &self.dataset.rows[self.rows[index]].key,
            Axis::Columns => &self.dataset.columns[self.columns[index]].name,
        }
    }

    /// Returns how many decimals the most precise value has.
    pub(super) fn decimals(&self) -> u32 {
        let cells = self.rows.iter().flat_map(|&row| {
            self.columns.iter().map(move |&column| &self.dataset.rows[row].cells[column].value)
        });
        let decimals = cells.filter_map(|value| match value {
            Value::Number(number) => Some(number.normalize().scale()),
            _ => None,
        });
        decimals.max().unwrap_or(0)
    }

    /// Returns what the positions of a chart of this form are.
    fn found_steps(&self, form: Form) -> Steps {
        let axis = self.positions();
        let mut keys = (0..self.count(axis)).map(|position| self.key(axis, position));
        if keys.clone().all(|key| year(key).is_some()) {
            return Steps::Years;
        }
        let has_distances = matches!(form, Form::Line | Form::Area | Form::Multiples(Panel::Line));
        let are_periods = keys.all(|key| date::decimal_year(key).is_some());
        let keys: Vec<_> =
            (0..self.count(axis)).map(|position| self.key(axis, position).as_str()).collect();
        if has_distances && are_periods && !date::are_even(&keys) {
            Steps::Moments
        } else {
            Steps::Names
        }
    }

    /// Returns the columns of the chart's table.
    pub(super) fn table_columns(&self) -> Vec<usize> {
        [self.labels].into_iter().chain(self.columns.iter().copied()).collect()
    }
}

impl Binder<'_, '_> {
    /// Finds what a chart shows, and checks that it is of one measure.
    pub(super) fn shown<'d>(
        &mut self,
        block: &ChartBlock,
        dataset: &'d Dataset,
    ) -> Option<Shown<'d>> {
        let selected = self.select(&block.table, dataset);
        let labels = match &block.labels {
            Some(name) => self.problems.keep(column(dataset, name)),
            None => Some(dataset.key),
        };
        let ((mut rows, selected), labels) = (selected?, labels?);
        if block.table.rows.is_none() {
            // A total would be the longest bar, and part of its own stack; who wants it names it.
            rows.retain(|row| !dataset.totals.contains(row));
        }
        let is_shown = |&column: &usize| {
            dataset.columns[column].kind == ColumnKind::Number && column != labels
        };
        let columns: Vec<_> = selected.into_iter().filter(is_shown).collect();
        let checked = check_measures(dataset, &columns, block.table.data.span);
        self.problems.keep(checked)?;
        let names_period =
            |&column: &usize| date::decimal_year(&dataset.columns[column].name).is_some();
        let is_series = if columns.iter().all(names_period) { Axis::Rows } else { Axis::Columns };
        let series = block.series.unwrap_or(is_series);
        let steps = Steps::Names;
        let mut shown = Shown { dataset, rows, columns, labels, series, steps };
        shown.steps = shown.found_steps(block.form.value);
        self.problems.keep(check_units(&shown, block.table.data.span))?;
        self.problems.keep(within_limits(block, &shown))?;
        Some(shown)
    }

    /// Returns the name of a row or column that the chart shows, in the edition's language.
    pub(super) fn member_name(&self, shown: &Shown<'_>, axis: Axis, index: usize) -> String {
        match axis {
            Axis::Rows => {
                let row = &shown.dataset.rows[shown.rows[index]];
                self.plain(&row.cells[shown.labels]).into()
            }
            Axis::Columns => {
                let column = &shown.dataset.columns[shown.columns[index]];
                let title = column.title.as_ref().map(|title| title.text(&self.language().tag));
                title.unwrap_or_else(|| column.name.clone()).into()
            }
        }
    }

    /// Returns which of the rows or columns that the chart shows has this name.
    pub(super) fn member(
        &self,
        shown: &Shown<'_>,
        axis: Axis,
        name: &Spanned<EcoString>,
    ) -> Result<usize, Diagnostic> {
        let (found, shown) = match axis {
            Axis::Rows => (self.data().selecting(shown.dataset).row(name)?, &shown.rows),
            Axis::Columns => (column(shown.dataset, name)?, &shown.columns),
        };
        shown.iter().position(|member| *member == found).ok_or_else(|| {
            let message = format!("the chart does not show `{}`", name.value);
            Diagnostic::error(Code::BadChart, name.span, message)
                .with_hint("add it to `rows:` or `columns:`, or name another")
        })
    }
}

/// Reports columns that cannot share an axis.
fn check_measures(dataset: &Dataset, columns: &[usize], span: Span) -> Result<(), Diagnostic> {
    let mut columns = columns.iter().map(|&column| &dataset.columns[column]);
    let Some(first) = columns.next() else {
        let message = format!("the chart shows no column of numbers of `{}`", dataset.id);
        return Err(Diagnostic::error(Code::BadChart, span, message)
            .with_hint("name columns of `type: number`, such as `columns: 2007..2016`"));
    };
    let scale = |column: &Column| {
        let measure = &column.measure;
        (measure.unit.clone(), measure.scale, measure.kind, measure.prices.clone())
    };
    let Some(other) = columns.find(|column| scale(column) != scale(first)) else { return Ok(()) };
    let message = format!("`{}` and `{}` cannot share an axis", first.name, other.name);
    Err(Diagnostic::error(Code::UnitMisuse, span, message).with_hint(
        "their measures differ: draw them in two charts, or name one of them in `columns:`",
    ))
}

/// Reports rows that cannot share an axis: those that say in a column of their own in what they are.
pub(super) fn check_units(shown: &Shown<'_>, span: Span) -> Result<(), Diagnostic> {
    let dataset = shown.dataset;
    let cells = || {
        let all = shown.rows.iter().flat_map(|&row| shown.columns.iter().map(move |&at| (row, at)));
        all.filter(|&(row, at)| matches!(dataset.rows[row].cells[at].value, Value::Number(_)))
            .filter_map(|(row, at)| Some((row, at, dataset.row_unit(row, at)?)))
    };
    let Some((first, at, unit)) = cells().next() else { return Ok(()) };
    let Some((other, other_at, other_unit)) = cells().find(|(_, _, other)| *other != unit) else {
        return Ok(());
    };
    let row = |row: usize| &dataset.rows[row];
    let message = format!(
        "`{}` is in {unit} and `{}` is in {other_unit}: they cannot share an axis",
        row(first).key,
        row(other).key
    );
    Err(Diagnostic::error(Code::UnitMisuse, span, message)
        .with_related(row(first).cells[at].span, format!("in {unit}"))
        .with_related(row(other).cells[other_at].span, format!("in {other_unit}"))
        .with_hint("name rows of one unit in `rows:`, and draw the others in a chart of their own"))
}

/// Returns the year of a name such as `2016`; months and days are names like any other.
pub(super) fn year(name: &str) -> Option<f64> {
    date::decimal_year(name).filter(|_| name.len() == 4)
}

/// Refuses a chart of more values than it has room for.
fn within_limits(block: &ChartBlock, shown: &Shown<'_>) -> Result<(), Diagnostic> {
    let (series, positions) = (shown.count(shown.series), shown.count(shown.positions()));
    let names = match block.form.value {
        // Positions on an axis of time are not named one by one.
        Form::Line | Form::Area | Form::Multiples(_) => series,
        Form::Bar { .. }
        | Form::Slope
        | Form::Dot
        | Form::HeatMap
        | Form::Timeline
        | Form::Map(_) => series.max(positions),
    };
    let hint = "show fewer rows or columns, or their sums";
    CHART_NAMES.check(names, block.table.data.span, hint)?;
    CHART_MARKS.check(series.saturating_mul(positions), block.table.data.span, hint)
}
