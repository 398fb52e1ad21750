//! Composing charts: what a block selects becomes a drawing, and the table behind it.

mod cover;
mod draft;
mod map;
mod model;
mod shown;
mod timeline;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::figure_data::as_printed;
use super::ledger::Exhibit;
use super::{Binder, Charts};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::chart::{self, Chart, ChartLayout, ChartSetting, Form};
use crate::language::Grouping;
use crate::markup::{ChartBlock, Inline as MarkupInline};
use crate::tree::{
    self, Block, Drawing, Figure, FigureData, FigureForm, Inline, Inlines, LedgerPlace, Table,
    plain_text,
};

/// What stands in the figure of a chart.
struct Parts {
    chart: Chart,
    table: Table,
    /// What is measured, for charts that do not say it themselves.
    measured: Inlines,
    /// The remarks and the names of references, in the order of the block.
    remarks: Vec<Inlines>,
    /// What it shows, for its downloads.
    data: FigureData,
}

impl<'a> Binder<'a, '_> {
    pub(super) fn chart(&mut self, block: &'a ChartBlock, span: Span) -> Option<Block> {
        let dataset = self.data().dataset(&block.table.data);
        let dataset = self.problems.keep(dataset)?;
        let id = block.table.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        let label = self.figure_label(FigureForm::Figure, span);
        let printed = as_printed(dataset, block.table.round.map(|round| round.value));
        let dataset = printed.as_ref().unwrap_or(dataset);
        let exhibit = Exhibit { form: FigureForm::Figure, dataset, id, label, span };
        let place = LedgerPlace::Figure { id: exhibit.id.clone(), label: exhibit.label.clone() };
        // The numbers of a drawing have no anchors of their own.
        self.place = place;
        self.problems.extend(unshown(block));
        let parts = match (&block.moments, &block.map) {
            (Some(moments), _) => self.timeline(block, moments, &exhibit),
            (None, Some(map)) => self.map(block, map, &exhibit),
            (None, None) => self.values(block, &exhibit),
        };
        let alt = block.alt.as_ref().map(|alt| self.inlines(alt));
        self.place = LedgerPlace::Text;
        self.chart_figure(block, exhibit, (parts?, alt))
    }

    /// Puts a chart and its table together as a figure.
    fn chart_figure(
        &mut self,
        block: &'a ChartBlock,
        exhibit: Exhibit<'_>,
        (parts, alt): (Parts, Option<Inlines>),
    ) -> Option<Block> {
        let Parts { chart, table, measured, remarks, data } = parts;
        let title = self.inlines(&block.table.title);
        let subtitle = self.inlines(&block.subtitle);
        let Some(alt) = alt else {
            self.problems.push(self.missing_alt(&chart, block.form.span));
            return None;
        };
        let chart = Chart {
            title: plain_text(&title).into(),
            description: plain_text(&alt).into(),
            ..chart
        };
        let place = self.drawings.len();
        if self.resources.charts == Charts::Drawn {
            let drawing = self.drawing(&chart, block.form.span);
            let drawing = self.problems.keep(drawing)?;
            self.drawings.push(drawing);
        }
        let chart = tree::Chart { drawing: place, alt, remarks, table };
        let mut note = self.inlines(&block.table.note);
        if let Some(map) = &block.map {
            if !note.is_empty() {
                note.push(Inline::text(" "));
            }
            note.extend(self.outlines_note(map));
        }
        Some(Block::Figure(Box::new(Figure {
            id: exhibit.id,
            form: FigureForm::Figure,
            label: exhibit.label,
            title,
            subtitle: if subtitle.is_empty() { measured } else { subtitle },
            body: Block::Chart(Box::new(chart)),
            note,
            source: self.formatted_citation(exhibit.span).unwrap_or_default(),
            data: Some(data),
        })))
    }

    fn missing_alt(&self, chart: &Chart, span: Span) -> Diagnostic {
        let draft =
            draft::draft(chart, &|value, decimals| self.printed_in(chart, (value, decimals)));
        Diagnostic::error(Code::MissingAlt, span, "the chart has no alternative text")
            .with_hint(format!("write what can be seen in it, such as `alt: \"{draft}\"`"))
    }

    fn drawing(&self, chart: &Chart, span: Span) -> Result<Drawing, Diagnostic> {
        let style = &self.resources.theme.charts;
        let number = |value: f64, decimals: usize| self.printed_in(chart, (value, decimals));
        let signs = [self.locale.words.colon(), self.locale.words.comma()];
        let draw = |layout: ChartLayout| {
            let typeface = &style.typeface;
            let setting = ChartSetting { layout, typeface, number: &number, signs };
            chart::draw(chart, &setting).map_err(|error| {
                let hint = error.hint();
                Diagnostic::error(Code::BadChart, span, format!("this {error}")).with_hint(hint)
            })
        };
        let (wide, narrow) = (draw(ChartLayout::WIDE)?, draw(ChartLayout::NARROW)?);
        Ok(Drawing { wide, narrow, print: draw(style.print)? })
    }

    /// Prints a value of a chart, or a number of its axis; where they are long, in the short scale.
    fn printed_in(&self, chart: &Chart, (value, decimals): (f64, usize)) -> String {
        let Some(most) = chart.short.and_then(Decimal::from_f64) else {
            return self.printed(value, decimals);
        };
        self.locale.short_number(value.to_string().parse().unwrap_or_default(), most).into()
    }

    /// Prints a value.
    fn printed(&self, value: f64, decimals: usize) -> String {
        // Axes reach a little beyond the data, never beyond what decimals hold. Rounding is
        // left to decimals, which round halves as everywhere else.
        let number: Decimal = value.to_string().parse().unwrap_or_default();
        let decimals = u32::try_from(decimals).ok();
        self.locale.table_number(number, decimals, Grouping::Grouped).into()
    }

    /// Composes the remarks and the names of references.
    fn chart_remarks(&mut self, block: &'a ChartBlock) -> Vec<Inlines> {
        let annotations = block.annotations.iter().map(|remark| &remark.text);
        let references = block.references.iter().map(|reference| &reference.label);
        let texts: Vec<&'a Vec<MarkupInline>> = annotations.chain(references).collect();
        texts.into_iter().map(|text| self.inlines(text)).collect()
    }
}

/// Reports remarks and lines that charts of this form do not show.
fn unshown(block: &ChartBlock) -> Vec<Diagnostic> {
    let has_axis = matches!(block.form.value, Form::Line | Form::Area | Form::Bar { .. });
    let reference = block.references.first().filter(|_| !has_axis).map(|reference| {
        let message = "only lines, areas and bars are drawn with values to compare with";
        Diagnostic::error(Code::BadChart, reference.value.span, message)
            .with_hint("delete `references:`, and say in `note:` what to compare with")
    });
    let has_own_texts = block.moments.is_some() || block.map.is_some();
    let annotation = block.annotations.first().filter(|_| has_own_texts).map(|annotation| {
        let message = "timelines and maps have no remarks";
        Diagnostic::error(Code::BadChart, annotation.at.span, message)
            .with_hint("delete `annotations:`, and write the remark into `note:` or the text")
    });
    reference.into_iter().chain(annotation).collect()
}
