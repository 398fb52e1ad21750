//! The drawing on the cover of a report, and on the front page: a quipu of its data.

use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;

use super::Binder;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::bind::ledger::{Exhibit, ShownCell};
use crate::chart::{ChartLayout, ChartSetting, Cord, Quipu, Scene, ThemeToken, draw_quipu};
use crate::data::dataset::{Cell, ColumnKind, Dataset, Value};
use crate::language::Word;
use crate::markup::DrawingBlock;
use crate::tree::{Cover, Drawing, FigureForm, LedgerPlace, plain_text};

/// The rows and columns of a dataset that are drawn.
struct Drawn<'d> {
    dataset: &'d Dataset,
    rows: Vec<usize>,
    columns: Vec<usize>,
}

impl<'a> Binder<'a, '_> {
    /// Composes the drawing of the report's cover; none if it has none, or one with a mistake.
    pub(in crate::bind) fn cover(&mut self) -> Option<Cover> {
        let block = self.edition.manuscript.drawing.as_ref()?;
        let drawn = self.drawn(block)?;
        let label = self.locale.words.get(Word::Drawing).into();
        let exhibit = Exhibit {
            form: FigureForm::Figure,
            dataset: drawn.dataset,
            id: "".into(),
            label,
            span: block.span,
        };
        self.place = LedgerPlace::Figure { id: "".into(), label: exhibit.label.clone() };
        let alt = self.inlines(&block.alt);
        self.place = LedgerPlace::Text;
        let caption = self.inlines(&block.caption);
        let cells = self.drawn_cells(&drawn);
        self.record_cells(&exhibit, cells);
        let cords = self.cords(&drawn);
        let cords = self.problems.keep(cords)?;
        let title = self.locale.words.get(Word::Drawing);
        let quipu = Quipu { cords, title: title.into(), description: plain_text(&alt).into() };
        let draw = |layout| self.quipu(&quipu, layout);
        let (wide, narrow) = (draw(ChartLayout::WIDE), draw(ChartLayout::NARROW));
        self.drawings.push(Drawing { wide, narrow, print: draw(ChartLayout::PRINT) });
        Some(Cover { drawing: self.drawings.len() - 1, alt, caption })
    }

    fn quipu(&self, quipu: &Quipu, layout: ChartLayout) -> Scene {
        let number = |value: f64, decimals: usize| self.printed(value, decimals);
        let typeface = &self.resources.theme.charts.typeface;
        let signs = [self.locale.words.colon(), self.locale.words.comma()];
        draw_quipu(quipu, &ChartSetting { layout, typeface, number: &number, signs })
    }

    fn drawn(&mut self, block: &DrawingBlock) -> Option<Drawn<'a>> {
        let dataset = self.data().dataset(&block.data);
        let dataset = self.problems.keep(dataset)?;
        let selected = self.selected(dataset, block.rows.as_ref(), block.columns.as_ref());
        let (rows, columns) = selected?;
        let is_number = |column: &usize| dataset.columns[*column].kind == ColumnKind::Number;
        Some(Drawn { dataset, rows, columns: columns.into_iter().filter(is_number).collect() })
    }

    /// Returns the numbers of the drawing as they can be read off the cords.
    fn drawn_cells(&self, drawn: &Drawn<'_>) -> Vec<ShownCell> {
        let all = drawn
            .rows
            .iter()
            .flat_map(|&row| drawn.columns.iter().map(move |&column| (row, column)));
        let shown = |(row, column): (usize, usize)| {
            let value = whole(&drawn.dataset.rows[row].cells[column]).ok()??;
            Some(ShownCell { row, column, text: self.printed(value.into(), 0).into() })
        };
        all.filter_map(shown).collect()
    }

    fn cords(&self, drawn: &Drawn<'_>) -> Result<Vec<Cord>, Diagnostic> {
        let cord = |(&row, token): (&usize, ThemeToken)| {
            let row = &drawn.dataset.rows[row];
            let values = drawn.columns.iter().map(|&column| whole(&row.cells[column]));
            Ok(Cord {
                label: self.plain(&row.cells[drawn.dataset.key]).into(),
                values: values.collect::<Result<_, Diagnostic>>()?,
                token,
            })
        };
        drawn.rows.iter().zip(ThemeToken::SERIES.into_iter().cycle()).map(cord).collect()
    }
}

/// Returns the number of a cell as knots can write it: whole.
fn whole(cell: &Cell) -> Result<Option<i32>, Diagnostic> {
    let Value::Number(number) = &cell.value else { return Ok(None) };
    let number = number.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    match number.to_i32() {
        Some(number) => Ok(Some(number)),
        None => {
            Err(Diagnostic::error(Code::BadChart, cell.span, "this number is too large for a cord")
                .with_hint("draw other cells, or give the values in millions"))
        }
    }
}
