//! A timeline as a column: events one below the other, beside a vertical axis.

use super::{Flag, LANE, bar_lanes, flags};
use crate::chart::geometry::Point;
use crate::chart::measures;
use crate::chart::model::{Event, ValueOrigin};
use crate::chart::place::{WantedLabel, spread};
use crate::chart::scale::{Grain, Scale, Ticks, real, year_name};
use crate::chart::scene::{Anchor, GroupRole, Shape, Step, Stroke, ThemeToken};
use crate::chart::sketch::{Block, Sketch};
use crate::chart::typeface::{LEADING, Weight};

/// From a vertical axis to the end of the years beside it, in em: twice a tick.
const YEAR_BESIDE: f64 = 0.6;

/// The room of a vertical axis besides its years, in em.
const AXIS_ROOM: f64 = 0.7;

/// How much higher a column is than its entries need: so that nearly all stand where they happened.
const SPARE: f64 = 1.02;

/// What stays free below a column, in em.
const BELOW_COLUMN: f64 = 0.6;

/// From a vertical axis to the dates, in em: the curves that join them need room to bend.
const DATES_AWAY: f64 = 4.5;

/// The same on a phone.
const DATES_AWAY_NARROW: f64 = 2.6;

/// Dates that take more of the width than this stand above their texts.
const DATES_SHARE: f64 = 0.25;

/// Between dates and the texts beside them, in em.
const TEXT_AWAY: f64 = 0.9;

/// Draws events in a column beside a vertical axis; returns the height.
pub(super) fn draw(sketch: &mut Sketch<'_>, (first, last): (f64, f64)) -> f64 {
    let ticks = Ticks::enclosing((first, last), 9, Grain::Whole);
    let name = |year: &f64| (*year, sketch.line(&year_name(*year), Weight::Regular));
    let years: Vec<(f64, Block)> = ticks.values.iter().map(name).collect();
    let widest = years.iter().map(|(_, block)| block.width).fold(0.0, f64::max);
    let axis_x = widest + sketch.em(AXIS_ROOM);
    let entries = Entries::new(sketch, axis_x);
    let gap = sketch.em(measures::NAME_GAP);
    let wanted: f64 = entries.flags.iter().map(|flag| entries.height(flag) + gap).sum();
    let height = wanted.max(sketch.em(measures::LEAST_PLOT)) * SPARE;
    let top = sketch.em(LEADING / 2.0);
    let (low, high) = ticks.ends();
    let domain = (low.max(first.floor()), high.min(last.ceil()).max(low + 1.0));
    let axis = Scale { domain, range: (top, top + height), of_ratios: false };
    draw_vertical_axis(sketch, &axis, axis_x, &years);
    let wanted = |flag: &Flag<'_>| WantedLabel {
        centre: axis.at(flag.event.start),
        length: entries.height(flag) + gap,
    };
    let wanted_places: Vec<WantedLabel> = entries.flags.iter().map(wanted).collect();
    let centres = spread(&wanted_places, (0.0, top + height + sketch.em(BELOW_COLUMN)));
    let bars = bar_lanes(&entries.flags);
    for ((flag, centre), bar) in entries.flags.iter().zip(centres).zip(bars) {
        let x = axis_x + sketch.em(LANE) * real(bar);
        let foot = Point::new(x, axis.at(flag.event.start));
        draw_moment(sketch, flag, &axis, foot);
        entries.draw(sketch, flag, foot, centre);
    }
    top + height + sketch.em(BELOW_COLUMN)
}

fn draw_vertical_axis(sketch: &mut Sketch<'_>, axis: &Scale, x: f64, years: &[(f64, Block)]) {
    let (top, bottom) = axis.range;
    let (from, to) = (Point::new(x, top), Point::new(x, bottom));
    let mut shapes = vec![Shape::Line { from, to, stroke: sketch.zero_stroke() }];
    for (year, block) in years.iter().filter(|(year, _)| axis.covers(*year)) {
        let y = axis.at(*year);
        let (from, to) = (Point::new(x - sketch.em(measures::TICK), y), Point::new(x, y));
        shapes.push(Shape::Line { from, to, stroke: sketch.hairline(ThemeToken::Ink) });
        let at = Point::new(x - sketch.em(YEAR_BESIDE), y);
        shapes.push(block.centred(at, Anchor::End, ThemeToken::Muted.into()));
    }
    sketch.add(GroupRole::Axis, shapes);
}

/// The entries of a column: dates, and texts beside or below them.
struct Entries<'a> {
    flags: Vec<Flag<'a>>,
    date_x: f64,
    text_x: f64,
}

impl<'a> Entries<'a> {
    fn new(sketch: &Sketch<'a>, axis_x: f64) -> Self {
        let roomy = sketch.setting.layout.is_roomy();
        let date_x = axis_x + sketch.em(if roomy { DATES_AWAY } else { DATES_AWAY_NARROW });
        let date = |event: &Event| sketch.line(&event.date, Weight::Semibold).width;
        let widest = sketch.chart.events.iter().map(date).fold(0.0, f64::max);
        let beside = roomy && widest < sketch.width() * DATES_SHARE;
        let text_x = if beside { date_x + widest + sketch.em(TEXT_AWAY) } else { date_x };
        let mut flags = flags(sketch, sketch.width() - text_x);
        flags.sort_by(|one, other| one.event.start.total_cmp(&other.event.start));
        Self { flags, date_x, text_x }
    }

    fn has_dates_beside(&self) -> bool {
        self.text_x > self.date_x
    }

    fn height(&self, flag: &Flag<'_>) -> f64 {
        if self.has_dates_beside() { flag.text.height } else { flag.height() }
    }

    /// Draws an entry, joined by a curve to its moment on the axis.
    fn draw(&self, sketch: &mut Sketch<'_>, flag: &Flag<'_>, foot: Point, centre: f64) {
        let top = centre - self.height(flag) / 2.0;
        let head =
            Point::new(self.date_x - sketch.em(measures::LABEL_GAP), top + flag.date.height / 2.0);
        let from = Point::new(foot.x + sketch.em(measures::LABEL_GAP), foot.y);
        let half = (head.x - from.x) / 2.0;
        let (one, two) = (Point::new(from.x + half, from.y), Point::new(head.x - half, head.y));
        let steps = vec![Step::Move(from), Step::Curve(one, two, head)];
        let stroke = sketch.hairline(ThemeToken::Rest);
        sketch.add(GroupRole::Grid, vec![Shape::Path { steps, fill: None, stroke: Some(stroke) }]);
        let texts = if self.has_dates_beside() {
            let (date, text) = (Point::new(self.date_x, top), Point::new(self.text_x, top));
            vec![
                flag.date.hung(date, Anchor::Start, flag.palette().text),
                flag.text.hung(text, Anchor::Start, flag.ink()),
            ]
        } else {
            flag.shapes(Point::new(self.date_x, top))
        };
        sketch.add(GroupRole::Label, texts);
    }
}

/// Draws the mark of an event on a vertical axis: a dot, or a bar for one that lasted.
fn draw_moment(sketch: &mut Sketch<'_>, flag: &Flag<'_>, axis: &Scale, at: Point) {
    let palette = flag.palette();
    let mut shapes = Vec::new();
    if let Some(end) = flag.event.end.filter(|end| *end > flag.event.start) {
        let stroke = Stroke::solid(palette.line, sketch.em(measures::DOT));
        let to = Point::new(at.x, axis.at(end.min(axis.domain.1)));
        shapes.push(Shape::Line { from: at, to, stroke });
    }
    shapes.push(sketch.dot(at, palette.line, ValueOrigin::Given));
    sketch.mark(flag.reading(), shapes);
}
