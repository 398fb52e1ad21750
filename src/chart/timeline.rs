//! Timelines: events on an axis of time. Labels hang as flags in lanes on both sides of
//! the axis, or stand in a column beside it where there is no room for flags.

mod column;

use super::geometry::{Area, Point};
use super::measures;
use super::model::{ChartError, Emphasis, Event, ValueOrigin};
use super::scale::{Grain, Scale, Ticks, extent, real, year_name};
use super::scene::{Anchor, Colour, GroupRole, Shape, ThemeToken};
use super::sketch::{Block, CONTEXT, HIGHLIGHT, Palette, Sketch};
use super::typeface::Weight;

/// With more lanes than this on one side, poles are long, and events are easier to read one under the other.
const MOST_LANES: usize = 2;

/// The greatest width of a flag, in em: four words.
const FLAG_WIDTH: f64 = 9.5;

/// Between two flags in a lane, in em: twice the gap of a label.
const FLAG_GAP: f64 = 2.0 * measures::LABEL_GAP;

/// From the axis to the first lane of flags, on each side, in em: the years stand there.
const LANES_AWAY: f64 = 1.1;

/// How much further flags below the axis are from it, in em, than those above: years stand below.
const BELOW_YEARS: f64 = 0.35;

/// From the axis to where a pole begins that the name of a year would meet, in em: below that name.
const POLE_BELOW_YEAR: f64 = 1.45;

/// How far above the end of its flag a pole below the axis ends, in em: with the letters, not with their leading.
const POLE_END: f64 = 0.3;

/// From the axis to the middle of the years below it, in em: a tick, and half a line.
const YEAR_BELOW: f64 = 0.85;

/// How near poles may come to the name of a year, in em.
const YEAR_MARGIN: f64 = 0.15;

/// Half the height of the bar of an event that lasted, in em: it is as thick as a dot without its rim.
const HALF_BAR: f64 = measures::DOT / 2.0;

/// An event, measured.
struct Flag<'a> {
    event: &'a Event,
    date: Block,
    text: Block,
}

impl Flag<'_> {
    fn width(&self) -> f64 {
        self.date.width.max(self.text.width)
    }

    fn height(&self) -> f64 {
        self.date.height + self.text.height
    }

    fn palette(&self) -> Palette {
        match self.event.emphasis {
            Emphasis::Highlight => HIGHLIGHT,
            Emphasis::Context => CONTEXT,
        }
    }

    /// Returns the date and the text, with the top left corner at `at`.
    fn shapes(&self, at: Point) -> Vec<Shape> {
        let below = Point::new(at.x, at.y + self.date.height);
        vec![
            self.date.hung(at, Anchor::Start, self.palette().text),
            self.text.hung(below, Anchor::Start, self.ink()),
        ]
    }

    fn ink(&self) -> Colour {
        match self.event.emphasis {
            Emphasis::Highlight => ThemeToken::Ink.into(),
            Emphasis::Context => ThemeToken::Muted.into(),
        }
    }

    fn reading(&self) -> String {
        format!("{}: {}", self.event.date, self.event.text)
    }
}

/// Draws a timeline; returns its height.
pub(super) fn draw(sketch: &mut Sketch<'_>) -> Result<f64, ChartError> {
    let chart = sketch.chart;
    let dates =
        chart.events.iter().flat_map(|event| [event.start, event.end.unwrap_or(event.start)]);
    let (first, last) = extent(dates).ok_or(ChartError::Empty)?;
    let width = sketch.em(FLAG_WIDTH);
    let mut flags = flags(sketch, width);
    flags.sort_by(|one, other| one.event.start.total_cmp(&other.event.start));
    if sketch.setting.layout.is_roomy() {
        let widest = flags.iter().map(Flag::width).fold(0.0, f64::max);
        let inset = sketch.em(measures::LABEL_GAP);
        let axis = Scale {
            domain: (first, if last > first { last } else { first + 1.0 }),
            range: (inset, sketch.width() - widest.min(width) - inset),
            of_ratios: false,
        };
        let hung = hang(sketch, &flags, &axis);
        let lanes = hung.iter().map(|(_, lane)| lane + 1).max().unwrap_or(0);
        if lanes <= MOST_LANES {
            return Ok(draw_flags(sketch, &flags, &axis, &hung));
        }
    }
    Ok(column::draw(sketch, (first, last)))
}

fn flags<'a>(sketch: &Sketch<'a>, width: f64) -> Vec<Flag<'a>> {
    let flag = |event: &'a Event| Flag {
        event,
        date: sketch.block(&event.date, Weight::Semibold, width),
        text: sketch.block(&event.text, Weight::Regular, width),
    };
    sketch.chart.events.iter().map(flag).collect()
}

/// The sides of the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

/// Returns the side and the lane of each flag, the nearest to the axis being 0.
///
/// Flags fly to the right of their poles. Taken from the last to the first, each goes
/// one lane beyond all flags that it reaches over; so no pole crosses a flag, and no
/// flag meets another. It goes to the side where that is nearer to the axis.
fn hang(sketch: &Sketch<'_>, flags: &[Flag<'_>], axis: &Scale) -> Vec<(Side, usize)> {
    let gap = sketch.em(FLAG_GAP);
    let mut hung: Vec<(f64, Side, usize)> = Vec::new();
    for flag in flags.iter().rev() {
        let left = axis.at(flag.event.start);
        let end = left + flag.width() + gap;
        let lane = |side: Side| {
            let reached = hung.iter().filter(|(x, other, _)| *other == side && *x < end);
            reached.map(|(_, _, lane)| lane + 1).max().unwrap_or(0)
        };
        let (above, below) = (lane(Side::Above), lane(Side::Below));
        let (side, lane) = if above <= below { (Side::Above, above) } else { (Side::Below, below) };
        hung.push((left, side, lane));
    }
    hung.into_iter().rev().map(|(_, side, lane)| (side, lane)).collect()
}

/// The distance of two lanes of bars, in em.
const LANE: f64 = 0.5;

/// So many lanes of bars stand apart; where more events last at a time, the others lie on the last lane.
const MOST_BARS: usize = 4;

/// Returns the lane of each event's bar, so that none covers another; 0 lies on the axis.
fn bar_lanes(flags: &[Flag<'_>]) -> Vec<usize> {
    let mut ends: Vec<f64> = Vec::new();
    let lane = |flag: &Flag<'_>| {
        let Some(end) = flag.event.end.filter(|end| *end > flag.event.start) else { return 0 };
        let free = ends.iter().position(|before| *before <= flag.event.start);
        let lane = free.unwrap_or(ends.len()).min(MOST_BARS - 1);
        if lane == ends.len() {
            ends.push(end);
        } else {
            ends[lane] = ends[lane].max(end);
        }
        lane
    };
    flags.iter().map(lane).collect()
}

/// Draws flags on both sides of a horizontal axis; returns the height.
fn draw_flags(
    sketch: &mut Sketch<'_>,
    flags: &[Flag<'_>],
    axis: &Scale,
    hung: &[(Side, usize)],
) -> f64 {
    let offsets = [Side::Above, Side::Below].map(|side| offsets(sketch, flags, hung, side));
    let [above, below] = &offsets;
    let bars = bar_lanes(flags);
    let rise = |bar: usize| sketch.em(LANE) * real(bar);
    let rises: Vec<f64> = bars.iter().map(|bar| rise(*bar)).collect();
    let highest = rises.iter().copied().fold(0.0, f64::max);
    let half = sketch.em(LANES_AWAY);
    let middle = above.last().copied().unwrap_or(0.0) + half + highest;
    let years = draw_axis(sketch, axis, middle);
    for ((flag, (side, lane)), rise) in flags.iter().zip(hung).zip(rises) {
        let x = axis.at(flag.event.start);
        let (top, foot, pole) = match side {
            Side::Above => {
                let top = middle - half - highest - above[lane + 1] + sketch.em(measures::NAME_GAP);
                (top, middle - rise, top)
            }
            Side::Below => {
                let top = middle + half + below[*lane] + sketch.em(BELOW_YEARS);
                // A pole begins below the name of a year that is in its way.
                let blocked = years.iter().any(|(left, right)| *left < x && x < *right);
                let foot =
                    if blocked { middle + sketch.em(POLE_BELOW_YEAR) } else { middle - rise };
                (top, foot, top + flag.height() - sketch.em(POLE_END))
            }
        };
        let (from, to) = (Point::new(x, pole), Point::new(x, foot));
        let line = Shape::Line { from, to, stroke: sketch.hairline(ThemeToken::Rest) };
        sketch.add(GroupRole::Grid, vec![line]);
        let texts = flag.shapes(Point::new(x + sketch.em(measures::LABEL_GAP), top));
        sketch.add(GroupRole::Label, texts);
        draw_event(sketch, flag, axis, middle - rise);
    }
    let deepest = below.last().copied().unwrap_or(0.0);
    middle + half + deepest + sketch.em(measures::NARROW_GAP)
}

/// Returns how far each lane of a side begins from the axis, and where the last ends.
fn offsets(
    sketch: &Sketch<'_>,
    flags: &[Flag<'_>],
    hung: &[(Side, usize)],
    side: Side,
) -> Vec<f64> {
    let mut heights: Vec<f64> = Vec::new();
    for (flag, (_, lane)) in flags.iter().zip(hung).filter(|(_, (other, _))| *other == side) {
        if heights.len() <= *lane {
            heights.resize(lane + 1, 0.0);
        }
        heights[*lane] = heights[*lane].max(flag.height() + sketch.em(measures::NAME_GAP));
    }
    let mut offsets = vec![0.0];
    let mut end = 0.0;
    for height in heights {
        end += height;
        offsets.push(end);
    }
    offsets
}

/// Draws the axis with its years below it; returns where their names begin and end.
fn draw_axis(sketch: &mut Sketch<'_>, axis: &Scale, y: f64) -> Vec<(f64, f64)> {
    let ticks = Ticks::enclosing(axis.domain, 9, Grain::Whole);
    let right = sketch.width();
    let (from, to) = (Point::new(0.0, y), Point::new(right, y));
    let mut shapes = vec![Shape::Line { from, to, stroke: sketch.zero_stroke() }];
    let mut spans = Vec::new();
    for year in ticks.values {
        let x = axis.at(year);
        let block = sketch.line(&year_name(year), Weight::Regular);
        if x - block.width / 2.0 < 0.0 || x + block.width / 2.0 > right {
            continue;
        }
        let (from, to) = (Point::new(x, y), Point::new(x, y + sketch.em(measures::TICK)));
        shapes.push(Shape::Line { from, to, stroke: sketch.hairline(ThemeToken::Ink) });
        let at = Point::new(x, y + sketch.em(YEAR_BELOW));
        shapes.push(block.centred(at, Anchor::Middle, ThemeToken::Muted.into()));
        let reach = block.width / 2.0 + sketch.em(YEAR_MARGIN);
        spans.push((x - reach, x + reach));
    }
    sketch.add(GroupRole::Axis, shapes);
    spans
}

/// Draws the mark of an event: a dot, or a bar for one that lasted.
fn draw_event(sketch: &mut Sketch<'_>, flag: &Flag<'_>, axis: &Scale, y: f64) {
    let x = axis.at(flag.event.start);
    let palette = flag.palette();
    let half = sketch.em(HALF_BAR);
    let mut shapes = Vec::new();
    if let Some(end) = flag.event.end.filter(|end| *end > flag.event.start) {
        let area = Area { left: x, top: y - half, right: axis.at(end), bottom: y + half };
        shapes.push(Shape::Rectangle { area, fill: Some(palette.fill), stroke: None });
    }
    shapes.push(sketch.dot(Point::new(x, y), palette.line, ValueOrigin::Given));
    sketch.mark(flag.reading(), shapes);
}
