//! Small multiples: a panel for each series, all on the same scales.

use super::bar::Bars;
use super::frame::{Axis, Frame, FrameArea, Numbers, Plan, Spacing, gutter, with_zero};
use super::geometry::{Area, Point};
use super::line::{self, in_drawing_order, value_extent};
use super::measures;
use super::model::{Arrangement, Chart, ChartError, Emphasis, Panel, Series, Values};
use super::pieces::{self, Piece};
use super::place::Obstacles;
use super::rows;
use super::scale::{Domain, Ticks, extent, grain, real};
use super::scene::{Anchor, GroupRole, ThemeToken};
use super::sketch::{CONTEXT, HIGHLIGHT, Palette, Sketch, rimmed};
use super::typeface::Weight;

/// Between two rows of panels, in em: nearly a line of text, so that titles belong to what is below them.
const ROW_GAP: f64 = 1.1;

/// Between two columns of panels, in em: names of years at their ends may not meet.
const COLUMN_GAP: f64 = 1.6;

/// Between the title of a panel and its plot, in em: the value above the highest mark stands there.
const BELOW_TITLE: f64 = 0.6;

/// The height of a plot, as a part of its width: a little more than half, since narrow plots have steep lines.
const HEIGHT_SHARE: f64 = 0.56;

/// The least height of a plot, in em: six lines of text.
const LEAST_HEIGHT: f64 = 7.5;

/// From the mark of an extreme to the middle of its value, in em.
const VALUE_AWAY: f64 = 0.75;

/// Where panels stand: all equally large.
struct Grid {
    columns: usize,
    left: f64,
    width: f64,
    gap: f64,
}

/// Draws small multiples; returns their height.
pub(super) fn draw(sketch: &mut Sketch<'_>, panel: Panel) -> Result<f64, ChartError> {
    let chart = sketch.chart;
    let (domain, extent) = match panel {
        Panel::Line => (Domain::of(&chart.series)?, value_extent(sketch)?),
        Panel::Bar => (Domain::of_bars(&chart.series)?, with_zero(value_extent(sketch)?)),
    };
    let ticks = Ticks::enclosing(extent, 5, grain(chart));
    let grid = Grid::new(sketch, gutter(sketch, &ticks));
    let shared = Shared { panel, extent, ticks };
    let palettes = palettes(chart);
    let mut top = rows::draw_unit(sketch);
    let mut bottom = top;
    for (index, series) in chart.series.iter().enumerate() {
        let column = index % grid.columns;
        if column == 0 && index > 0 {
            top = bottom + sketch.em(ROW_GAP);
        }
        let plot = grid.draw_title(sketch, &series.name, (column, top));
        let area = FrameArea { plot, ticks: Some(shared.ticks.clone()) };
        let plan = shared.plan(sketch, plot);
        let frame = Frame::within(sketch, domain.clone(), &plan, area);
        bottom = bottom.max(frame.bottom(sketch));
        frame.draw_grid(sketch, if column == 0 { Numbers::Shown } else { Numbers::Hidden });
        match panel {
            Panel::Line => draw_lines(sketch, &frame, index, &palettes),
            Panel::Bar => draw_bars(sketch, frame, index, &palettes),
        }
    }
    Ok(bottom)
}

/// The axis of values that all panels share.
struct Shared {
    panel: Panel,
    /// The least and the greatest value.
    extent: (f64, f64),
    ticks: Ticks,
}

impl Shared {
    /// Plans a panel, with room for the greatest and the least value.
    fn plan(&self, sketch: &Sketch<'_>, plot: Area) -> Plan {
        let ((low, high), (first, last)) = (self.extent, self.ticks.ends());
        let room = (last - first) * sketch.em(measures::LABEL_LINE) / plot.height();
        let spacing = match self.panel {
            Panel::Line => Spacing::Ends,
            Panel::Bar => Spacing::Slots,
        };
        Plan {
            extent: (if low < 0.0 { low - room } else { low }, high + room),
            least: 0.0,
            top: plot.top,
            right: 0.0,
            spacing,
            axis: Axis::Grid,
            sides: (plot.left, plot.right),
        }
    }
}

/// Panels tell series apart, so one colour serves all that are highlighted.
fn palettes(chart: &Chart) -> Vec<Palette> {
    let palette = |series: &Series| match series.emphasis {
        Emphasis::Highlight => HIGHLIGHT,
        Emphasis::Context => CONTEXT,
    };
    chart.series.iter().map(palette).collect()
}

impl Grid {
    fn new(sketch: &Sketch<'_>, left: f64) -> Self {
        let most = if sketch.setting.layout.is_roomy() { 4 } else { 2 };
        let count = sketch.chart.series.len();
        // Four panels stand better in two rows than in one, and six in three columns.
        let columns = match count {
            0..=2 => count.max(1),
            3 | 5 | 6 | 9 => 3,
            4 => 2,
            _ => 4,
        };
        let columns = columns.min(most);
        let gap = sketch.em(COLUMN_GAP);
        let room = sketch.width() - left - gap * real(columns - 1);
        Self { columns, left, width: room / real(columns), gap }
    }

    /// Draws the title of a panel; returns the area of its data.
    fn draw_title(&self, sketch: &mut Sketch<'_>, name: &str, (column, top): (usize, f64)) -> Area {
        let left = self.left + real(column) * (self.width + self.gap);
        let title = sketch.block(name, Weight::Semibold, self.width);
        let text = title.hung(Point::new(left, top), Anchor::Start, ThemeToken::Ink.into());
        sketch.add(GroupRole::Label, vec![text]);
        let top = top + title.height + sketch.em(BELOW_TITLE);
        let height = (self.width * HEIGHT_SHARE).max(sketch.em(LEAST_HEIGHT));
        Area { left, top, right: left + self.width, bottom: top + height }
    }
}

fn draw_lines(sketch: &mut Sketch<'_>, frame: &Frame, index: usize, palettes: &[Palette]) {
    let chart = sketch.chart;
    frame.draw_zero(sketch);
    frame.draw_names(sketch, Spacing::Slots);
    // The others stand behind in grey, to compare with, and without values of their own.
    let others = chart.series.iter().enumerate().filter(|(other, _)| *other != index);
    for (_, other) in others {
        let quiet = Series { emphasis: Emphasis::Context, ..other.clone() };
        line::draw_stroke(sketch, frame, &quiet, CONTEXT);
    }
    let own = &chart.series[index..=index];
    for (series, palette) in in_drawing_order(own, &palettes[index..=index]) {
        line::draw_series(sketch, frame, series, palette);
    }
    let points = line::points(frame, &chart.series[index]);
    let values = points.iter().filter_map(|(at, datum)| Some((*at, datum.value?)));
    draw_extremes(sketch, frame, values.collect());
}

fn draw_bars(sketch: &mut Sketch<'_>, frame: Frame, index: usize, palettes: &[Palette]) {
    let chart = sketch.chart;
    let pieces = pieces::of(chart, &frame.domain, Arrangement::Grouped);
    let bars = Bars::of_panel(frame, palettes);
    let mut obstacles = Obstacles::new(bars.frame.plot);
    let mut values = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.series == index) {
        let piece = Piece { lane: 0, ..*piece };
        bars.draw(sketch, &piece, &mut obstacles);
        let Some((area, value)) = bars.area(sketch, &piece).zip(piece.datum.value) else {
            continue;
        };
        let y = if value < 0.0 { area.bottom } else { area.top };
        values.push((Point::new(area.centre().x, y), value));
    }
    bars.frame.draw_zero(sketch);
    bars.frame.draw_breaks(sketch);
    bars.frame.draw_names(sketch, Spacing::Slots);
    draw_extremes(sketch, &bars.frame, values);
}

/// Prints the greatest value of a panel, and the least if it is below zero.
fn draw_extremes(sketch: &mut Sketch<'_>, frame: &Frame, values: Vec<(Point, f64)>) {
    let Some((low, high)) = extent(values.iter().map(|(_, value)| *value)) else { return };
    let mut texts = Vec::new();
    for (at, value) in values {
        let is_high = value >= high && high > 0.0;
        let is_low = value <= low && low < 0.0;
        if sketch.chart.values == Values::None || !(is_high || is_low) {
            continue;
        }
        let block = sketch.line(&sketch.value(value), Weight::Regular);
        let half = block.width / 2.0;
        let x = at.x.min(frame.plot.right - half).max(frame.plot.left + half);
        let y = at.y + sketch.em(if is_low { VALUE_AWAY } else { -VALUE_AWAY });
        let text = block.centred(Point::new(x, y), Anchor::Middle, ThemeToken::Ink.into());
        texts.push(rimmed(text));
    }
    sketch.add(GroupRole::Label, texts);
}
