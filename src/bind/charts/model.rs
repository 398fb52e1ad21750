//! Charts of values: series at years or names.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::shown::{Shown, Steps};
use super::{Binder, Parts};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::bind::figures::numbers;
use crate::bind::ledger::Exhibit;
use crate::chart::{Annotation, Chart, Datum, Form, Position, ReferenceLine, Series};
use crate::data::dataset::{Provenance, Value};
use crate::data::evaluate::{Computed, evaluate};
use crate::data::measure::Scale;
use crate::data::print::round;
use crate::language::Word;
use crate::markup::{AnnotationBlock, ChartBlock, ReferenceBlock};
use crate::publication::date;
use crate::tree::{Inline, Inlines, Table, plain_text};

/// What has a colour.
struct Highlighted {
    /// The series; all if none are named.
    series: Option<Vec<usize>>,
    /// The positions of the only series; all if none are named.
    positions: Option<Vec<usize>>,
}

/// Returns the greatest value if numbers are so long that they are printed in the short scale: those
/// whose unit has no scale of its own.
fn short(shown: &Shown<'_>, series: &[Series]) -> Option<f64> {
    /// From here on, digits are counted and not read.
    const LONG: f64 = 1e7;
    let measure = shown.measure();
    let values = series.iter().flat_map(|series| &series.points).filter_map(|point| point.value);
    let most = values.map(f64::abs).fold(0.0, f64::max);
    (measure.scale == Scale::One && most >= LONG).then_some(most)
}

/// Whether one of several has a colour.
fn has_colour(chosen: Option<&Vec<usize>>, index: usize) -> bool {
    chosen.is_none_or(|chosen| chosen.contains(&index))
}

impl<'a> Binder<'a, '_> {
    /// Composes a chart of values.
    pub(super) fn values(&mut self, block: &'a ChartBlock, exhibit: &Exhibit<'_>) -> Option<Parts> {
        let shown = self.shown(block, exhibit.dataset)?;
        let table = self.values_table(block, &shown, exhibit);
        let remarks = self.chart_remarks(block);
        let chart = self.model(block, &shown, &remarks);
        let measured = self.locale.measured(shown.measure());
        let measured = if measured.is_empty() { Vec::new() } else { vec![Inline::text(measured)] };
        let data = self.shown_data(exhibit, (&shown.rows, &shown.table_columns()));
        Some(Parts { chart: chart?, table, measured, remarks, data })
    }

    /// Composes the table behind a chart, and records its numbers.
    pub(super) fn values_table(
        &mut self,
        block: &ChartBlock,
        shown: &Shown<'_>,
        exhibit: &Exhibit<'_>,
    ) -> Table {
        let dataset = shown.dataset;
        let columns = shown.table_columns();
        let unit = self.shared_unit(dataset, &columns);
        let heads =
            columns.iter().map(|&column| self.head(&dataset.columns[column], unit.as_ref()));
        let heads = heads.collect();
        // Readers meet the drawing; the table is for those who ask for it.
        let words = self.words;
        let selection = (shown.rows.as_slice(), columns.as_slice());
        let rows = self.data_rows(dataset, selection, block.table.round);
        self.words = words;
        self.record_cells(exhibit, numbers(dataset, selection, &rows));
        Table { columns: heads, rows, row_heads: true, ..Table::default() }
    }

    fn model(
        &mut self,
        block: &'a ChartBlock,
        shown: &Shown<'_>,
        remarks: &[Inlines],
    ) -> Option<Chart> {
        let checked = check_log(block, shown);
        self.problems.keep(checked)?;
        let highlighted = self.highlighted(block, shown);
        let (notes, names) = remarks.split_at(block.annotations.len());
        let notes = block.annotations.iter().zip(notes);
        let annotations: Vec<_> = notes
            .map(|(remark, text)| self.annotation(remark, shown, plain_text(text).into()))
            .collect();
        let annotations = self.problems.keep_all(annotations);
        let names = block.references.iter().zip(names);
        let references: Vec<_> = names
            .map(|(reference, text)| {
                self.compared((block, reference), shown, plain_text(text).into())
            })
            .collect();
        let references = self.problems.keep_all(references);
        let highlighted = highlighted?;
        let series: Vec<_> = (0..shown.count(shown.series))
            .map(|series| self.series(shown, series, &highlighted))
            .collect();
        let decimals = block.table.round.map_or_else(|| shown.decimals(), |round| round.value);
        Some(Chart {
            short: short(shown, &series),
            decimals: usize::try_from(decimals).unwrap_or_default(),
            baseline: block.baseline,
            values: block.values,
            annotations: annotations?,
            references: references?,
            missing: self.locale.words.get(Word::MissingValue).into(),
            absent: self.locale.words.get(Word::NoData).into(),
            ..Chart::new(block.form.value, series)
        })
    }

    /// Finds what the author names under `highlight:`: series, or positions of the only one.
    fn highlighted(&mut self, block: &ChartBlock, shown: &Shown<'_>) -> Option<Highlighted> {
        let is_single = shown.count(shown.series) == 1;
        let axis = if is_single { shown.positions() } else { shown.series };
        let names = block.highlight.iter().map(|name| self.member(shown, axis, name));
        let chosen: Vec<_> = names.collect();
        let chosen = Some(self.problems.keep_all(chosen)?).filter(|chosen| !chosen.is_empty());
        Some(if is_single {
            Highlighted { series: None, positions: chosen }
        } else {
            Highlighted { series: chosen, positions: None }
        })
    }

    fn series(&self, shown: &Shown<'_>, series: usize, highlighted: &Highlighted) -> Series {
        let datum = |position: usize| {
            let value = match shown.value(series, position) {
                Value::Number(number) => number.to_f64(),
                _ => None,
            };
            let datum = Datum::new(self.position(shown, position), value);
            let datum = match shown.provenance(series, position) {
                Provenance::Stated => datum,
                Provenance::Inferred => datum.inferred(),
            };
            let has_colour = has_colour(highlighted.positions.as_ref(), position);
            if has_colour { datum } else { datum.in_context() }
        };
        let points = (0..shown.count(shown.positions())).map(datum).collect();
        let named = Series::new(self.member_name(shown, shown.series, series), points);
        let settings = &self.resources.publication.settings;
        let named = Series { colour: settings.colour(shown.key(shown.series, series)), ..named };
        let has_colour = has_colour(highlighted.series.as_ref(), series);
        if has_colour { named } else { named.in_context() }
    }

    /// Returns where a position stands: in time, or at its name.
    fn position(&self, shown: &Shown<'_>, position: usize) -> Position {
        let axis = shown.positions();
        let key = shown.key(axis, position);
        let name = || self.member_name(shown, axis, position);
        match (shown.steps, date::decimal_year(key)) {
            (Steps::Years, Some(year)) => Position::Year(year),
            (Steps::Moments, Some(at)) => Position::Moment(at, name()),
            (Steps::Names | Steps::Years | Steps::Moments, _) => Position::Category(name()),
        }
    }

    fn annotation(
        &self,
        remark: &AnnotationBlock,
        shown: &Shown<'_>,
        text: String,
    ) -> Result<Annotation, Diagnostic> {
        let at = self.member(shown, shown.positions(), &remark.at)?;
        let series = remark.series.as_ref();
        let series = series.map(|name| self.member(shown, shown.series, name)).transpose()?;
        Ok(Annotation { at: self.position(shown, at), series, text })
    }

    /// Evaluates a value to compare with, and records it.
    fn compared(
        &mut self,
        (block, reference): (&ChartBlock, &ReferenceBlock),
        shown: &Shown<'_>,
        label: String,
    ) -> Result<ReferenceLine, Diagnostic> {
        let binding = &reference.value;
        let evaluated = evaluate(&binding.expression, self.data())?;
        let measure = shown.measure();
        let Computed::Quantity(quantity) = &evaluated.value else {
            return Err(Diagnostic::error(Code::TypeMisuse, binding.span, "this is not a number")
                .with_hint("compare with a number of the same measure as the chart"));
        };
        if quantity.measure.unit != measure.unit || quantity.measure.scale != measure.scale {
            let (one, other) = (measure.unit.describe(), quantity.measure.unit.describe());
            let message =
                format!("the chart shows {one}, but this is {other} or has another scale");
            return Err(Diagnostic::error(Code::UnitMisuse, binding.span, message)
                .with_hint("compare with a number of the same measure as the chart"));
        }
        let decimals = binding.formats.iter().find_map(|format| format.value.decimals());
        let decimals = decimals.or(block.table.round.map(|round| round.value));
        // A line of closed data is where its number says, and no nearer to the value.
        let number = match decimals.filter(|_| self.is_closed(&evaluated.cells)) {
            Some(decimals) => round(quantity.number, decimals),
            None => quantity.number,
        };
        let value = number.to_f64().unwrap_or_default();
        self.number(binding);
        Ok(ReferenceLine { value, label })
    }
}

/// Refuses an axis of ratios where there is none: under bars and areas, which begin at zero, and for
/// values that are not above it.
fn check_log(block: &ChartBlock, shown: &Shown<'_>) -> Result<(), Diagnostic> {
    let Some(span) = block.log else { return Ok(()) };
    if block.form.value != Form::Line {
        let message = "only lines have a logarithmic axis";
        return Err(Diagnostic::error(Code::BadChart, span, message).with_hint(
            "draw lines, `form: line`: other marks begin at zero, which such an axis does not have",
        ));
    }
    let all = (0..shown.count(shown.series))
        .flat_map(|series| (0..shown.count(shown.positions())).map(move |at| (series, at)));
    for (series, at) in all {
        if let Value::Number(number) = shown.value(series, at)
            && *number <= Decimal::ZERO
        {
            let message = format!("a logarithmic axis has no place for {number}");
            return Err(Diagnostic::error(Code::BadChart, span, message)
                .with_hint("leave the row or column out, or delete `scale: log`"));
        }
    }
    Ok(())
}
