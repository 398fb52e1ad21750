//! The bars of a chart, and the parts of stacked ones, before they are placed.

use super::frame::with_zero;
use super::model::{Arrangement, Chart, ChartError, Datum, Emphasis};
use super::scale::{Domain, extent};
use super::sketch::{CONTEXT, Palette};

/// A bar, or a part of one.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    /// Its value.
    pub(super) datum: &'a Datum,
    /// The series, counted from 0.
    pub(super) series: usize,
    /// Which of the bars at its position it belongs to, counted from 0.
    pub(super) lane: usize,
    /// Where its position is.
    pub(super) coordinate: f64,
    /// Where it starts and ends, in values; none if the value is missing.
    pub(super) reach: Option<(f64, f64)>,
}

/// Returns all bars, series by series.
pub(super) fn of<'a>(
    chart: &'a Chart,
    domain: &Domain,
    arrangement: Arrangement,
) -> Vec<Piece<'a>> {
    // The height of the stack at each position, below and above zero.
    let mut stacks: Vec<(f64, [f64; 2])> = Vec::new();
    let mut pieces = Vec::new();
    for (series, points) in chart.series.iter().map(|series| &series.points).enumerate() {
        for datum in points {
            let Some(coordinate) = domain.coordinate(&datum.at) else { continue };
            let reach = datum.value.map(|value| match arrangement {
                Arrangement::Grouped => (0.0, value),
                Arrangement::Stacked => stack(&mut stacks, coordinate, value),
            });
            let lane = if arrangement == Arrangement::Grouped { series } else { 0 };
            pieces.push(Piece { datum, series, lane, coordinate, reach });
        }
    }
    pieces
}

/// Adds a value to the stack of its position, and returns its place there.
fn stack(stacks: &mut Vec<(f64, [f64; 2])>, coordinate: f64, value: f64) -> (f64, f64) {
    let known = stacks.iter().position(|(at, _)| at.total_cmp(&coordinate).is_eq());
    let index = known.unwrap_or(stacks.len());
    if known.is_none() {
        stacks.push((coordinate, [0.0, 0.0]));
    }
    let end = &mut stacks[index].1[usize::from(value > 0.0)];
    let start = *end;
    *end += value;
    (start, *end)
}

impl Piece<'_> {
    /// Returns its palette.
    pub(super) fn palette(&self, palettes: &[Palette]) -> Palette {
        match self.datum.emphasis {
            Emphasis::Context => CONTEXT,
            Emphasis::Highlight => palettes.get(self.series).copied().unwrap_or(CONTEXT),
        }
    }
}

/// Returns the extent of bars and references, with zero.
pub(super) fn reach(chart: &Chart, pieces: &[Piece<'_>]) -> Result<(f64, f64), ChartError> {
    let ends = pieces.iter().filter_map(|piece| piece.reach.map(|(_, end)| end));
    let references = chart.references.iter().map(|reference| reference.value);
    extent(ends.chain(references)).map(with_zero).ok_or(ChartError::Empty)
}
