//! The frame of charts whose values run upwards: grid, ticks and names of positions.

use super::geometry::{Area, Point};
use super::measures;
use super::model::Baseline;
use super::scale::{Domain, Kind, Scale, Ticks, grain, real};
use super::scene::{Anchor, GroupRole, Shape, ThemeToken};
use super::sketch::{Block, Sketch};
use super::typeface::{LEADING, Weight};

/// The least height of a plot with its unit, in em: a flat one would hide differences.
const LEAST_HEIGHT: f64 = 20.0;

/// The height of a plot as a part of the width of the drawing: about half, so that slopes are neither flat nor steep.
const HEIGHT_SHARE: f64 = 0.48;

/// The room above a plot for the unit, in em: a line of text, and half of the number at the top of the axis.
const UNIT_ROOM: f64 = 1.8;

/// The room above a plot without unit, in em: half of the number at the top of the axis.
const TOP_ROOM: f64 = 0.4;

/// From the middle of the unit down to the plot, in em: a line of text, so that it does not meet the topmost number.
const UNIT_ABOVE: f64 = LEADING;

/// How high the strokes are that break a line, in em: about as high as a small letter.
const BREAK_HEIGHT: f64 = 0.6;

/// How far the middle of each is from the middle of the break, and how far its ends are from its own, in em.
const BREAK_LEAN: f64 = 0.18;

/// The distances of years that are tried first, from the first year on, if they name the last one too.
const STEPS_TO_ENDS: [f64; 4] = [1.0, 2.0, 3.0, 4.0];

/// The distances of years that are tried then, counted from the year 0.
const ROUND_STEPS: [f64; 6] = [2.0, 5.0, 10.0, 20.0, 50.0, 100.0];

/// What a frame must hold.
pub(super) struct Plan {
    /// The least and the greatest value.
    pub(super) extent: (f64, f64),
    /// The least height of the plot, so that all names have room.
    pub(super) least: f64,
    /// Where the drawing may begin, at the top.
    pub(super) top: f64,
    /// The room for labels at the right.
    pub(super) right: f64,
    /// Where positions stand.
    pub(super) spacing: Spacing,
    /// Whether values are read from an axis.
    pub(super) axis: Axis,
    /// Where names of positions must end, at the left and at the right.
    pub(super) sides: (f64, f64),
}

/// Where positions stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spacing {
    /// The first and the last at the ends: lines.
    Ends,
    /// Each in the middle of its slot: bars.
    Slots,
}

/// Whether values are read from an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    /// From grid lines and their numbers.
    Grid,
    /// From labels on the marks.
    Labels,
}

/// Where a frame stands.
pub(super) struct FrameArea {
    /// The area of the data.
    pub(super) plot: Area,
    /// The ticks of values; none if marks have labels.
    pub(super) ticks: Option<Ticks>,
}

/// The frame: where data go.
pub(super) struct Frame {
    /// The area of the data.
    pub(super) plot: Area,
    /// From coordinates of positions to x.
    pub(super) across: Scale,
    /// From values to y.
    pub(super) up: Scale,
    /// The positions.
    pub(super) domain: Domain,
    ticks: Option<Ticks>,
    names: Vec<(f64, Block)>,
}

impl Frame {
    /// Plans the frame of a whole drawing.
    pub(super) fn new(sketch: &Sketch<'_>, domain: Domain, plan: &Plan) -> Self {
        let right = sketch.width() - plan.right;
        let height = sketch.em(LEAST_HEIGHT).max(sketch.width() * HEIGHT_SHARE).max(plan.least);
        let unit = if sketch.chart.unit.is_empty() { TOP_ROOM } else { UNIT_ROOM };
        let top = plan.top + sketch.em(unit);
        let most = if sketch.setting.layout.is_roomy() { 6 } else { 5 };
        let ticks = match plan.axis {
            Axis::Grid if sketch.chart.baseline == Baseline::Ratios => {
                Some(Ticks::of_ratios(plan.extent, most))
            }
            Axis::Grid => Some(Ticks::enclosing(plan.extent, most, grain(sketch.chart))),
            Axis::Labels => None,
        };
        let left = ticks.as_ref().map_or(0.0, |ticks| gutter(sketch, ticks));
        let plot = Area { left, top, right, bottom: plan.top + height };
        Self::within(sketch, domain, plan, FrameArea { plot, ticks })
    }

    /// Plans a frame whose names of positions stand below `area`.
    pub(super) fn within(
        sketch: &Sketch<'_>,
        domain: Domain,
        plan: &Plan,
        area: FrameArea,
    ) -> Self {
        let FrameArea { plot, ticks } = area;
        let (first, last) = domain.ends();
        let inset = sketch.em(measures::LABEL_GAP);
        // Dots at the end need room, unless labels follow.
        let end = plot.right - if plan.right > 0.0 { 0.0 } else { inset };
        let across = match plan.spacing {
            Spacing::Ends if last > first => {
                Scale { domain: (first, last), range: (plot.left + inset, end), of_ratios: false }
            }
            _ => Scale {
                domain: (first - 0.5, last + 0.5),
                range: (plot.left, plot.right),
                of_ratios: false,
            },
        };
        // Labels of marks may need room beyond the ticks.
        let (low, high) = ticks.as_ref().map_or(plan.extent, Ticks::ends);
        let (low, high) = (low.min(plan.extent.0), high.max(plan.extent.1));
        let domain_up = (low, if high > low { high } else { low + 1.0 });
        let of_ratios = sketch.chart.baseline == Baseline::Ratios;
        let up = Scale { domain: domain_up, range: (plot.bottom, plot.top), of_ratios };
        let positions = Positions { domain: &domain, across: &across, sides: plan.sides };
        let names = positions.names(sketch);
        Self { plot, across, up, domain, ticks, names }
    }

    /// Returns where the drawing ends, names of positions included.
    pub(super) fn bottom(&self, sketch: &Sketch<'_>) -> f64 {
        let height = self.names.iter().map(|(_, block)| block.height).fold(0.0, f64::max);
        self.plot.bottom + sketch.em(measures::BELOW_AXIS) + height
    }

    /// Returns the width between two neighbouring positions.
    pub(super) fn slot(&self) -> f64 {
        let (first, _) = self.across.domain;
        self.across.at(first + 1.0) - self.across.at(first)
    }

    /// Draws grid lines, their numbers and the unit.
    pub(super) fn draw_grid(&self, sketch: &mut Sketch<'_>, numbers: Numbers) {
        let Some(ticks) = &self.ticks else { return };
        let mut lines = Vec::new();
        let mut labels = Vec::new();
        for &value in &ticks.values {
            let y = self.up.at(value);
            let (from, to) = (Point::new(self.plot.left, y), Point::new(self.plot.right, y));
            lines.push(Shape::Line { from, to, stroke: sketch.hairline(ThemeToken::Grid) });
            if numbers == Numbers::Shown {
                let number = (sketch.setting.number)(value, ticks.decimals);
                let at = Point::new(self.plot.left - sketch.em(measures::NAME_GAP), y);
                let block = sketch.line(&number, Weight::Regular);
                labels.push(block.centred(at, Anchor::End, ThemeToken::Muted.into()));
            }
        }
        sketch.add(GroupRole::Grid, lines);
        sketch.add(GroupRole::Axis, labels);
    }

    /// Draws the unit above the numbers.
    pub(super) fn draw_unit(&self, sketch: &mut Sketch<'_>) {
        let unit = sketch.line(&sketch.chart.unit, Weight::Regular);
        if !sketch.chart.unit.is_empty() {
            let at = Point::new(0.0, self.plot.top - sketch.em(UNIT_ABOVE));
            sketch.add(
                GroupRole::Axis,
                vec![unit.centred(at, Anchor::Start, ThemeToken::Muted.into())],
            );
        }
    }

    /// Draws the line of zero, above the marks that stand on it.
    pub(super) fn draw_zero(&self, sketch: &mut Sketch<'_>) {
        if self.up.covers(0.0) {
            let y = self.up.at(0.0);
            let (from, to) = (Point::new(self.plot.left, y), Point::new(self.plot.right, y));
            sketch
                .add(GroupRole::Axis, vec![Shape::Line { from, to, stroke: sketch.zero_stroke() }]);
        }
    }

    /// Breaks the line below the bars where years are left out, by two strokes across it.
    pub(super) fn draw_breaks(&self, sketch: &mut Sketch<'_>) {
        let y = if self.up.covers(0.0) { self.up.at(0.0) } else { self.plot.bottom };
        let (half, lean) = (sketch.em(BREAK_HEIGHT / 2.0), sketch.em(BREAK_LEAN));
        let mut shapes = Vec::new();
        for at in self.domain.breaks() {
            let middle = self.across.at(at);
            // Between the strokes there is no line.
            let gap = Area {
                left: middle - lean,
                right: middle + lean,
                top: y - sketch.em(measures::HAIRLINE) * 2.0,
                bottom: y + sketch.em(measures::HAIRLINE) * 2.0,
            };
            shapes.push(Shape::Rectangle {
                area: gap,
                fill: Some(ThemeToken::Paper.into()),
                stroke: None,
            });
            for side in [-lean, lean] {
                let x = middle + side;
                shapes.push(Shape::Line {
                    from: Point::new(x - lean, y + half),
                    to: Point::new(x + lean, y - half),
                    stroke: sketch.zero_stroke(),
                });
            }
        }
        sketch.add(GroupRole::Axis, shapes);
    }

    /// Draws the names of positions below the plot, with a tick for each year of a line.
    pub(super) fn draw_names(&self, sketch: &mut Sketch<'_>, spacing: Spacing) {
        let top = self.plot.bottom + sketch.em(measures::BELOW_AXIS);
        let mut shapes = Vec::new();
        if spacing == Spacing::Ends && self.domain.kind == Kind::Years {
            for (at, _) in &self.domain.stops {
                let from = Point::new(self.across.at(*at), self.plot.bottom);
                let to = Point::new(from.x, from.y + sketch.em(measures::TICK));
                let stroke = sketch.hairline(ThemeToken::Rest);
                shapes.push(Shape::Line { from, to, stroke });
            }
        }
        for (x, block) in &self.names {
            let at = Point::new(*x, top);
            shapes.push(block.hung(at, Anchor::Middle, ThemeToken::Muted.into()));
        }
        sketch.add(GroupRole::Axis, shapes);
    }
}

/// Whether grid lines have their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    /// They have.
    Shown,
    /// A neighbour has them.
    Hidden,
}

/// Returns the room that the numbers of an axis take at the left.
pub(super) fn gutter(sketch: &Sketch<'_>, ticks: &Ticks) -> f64 {
    let width = |value: &f64| {
        let number = (sketch.setting.number)(*value, ticks.decimals);
        sketch.line(&number, Weight::Regular).width
    };
    ticks.values.iter().map(width).fold(0.0, f64::max) + sketch.em(measures::NAME_GAP)
}

/// The positions of an axis, whose names stand above or below it.
pub(super) struct Positions<'a> {
    /// Their names.
    pub(super) domain: &'a Domain,
    /// Where they are.
    pub(super) across: &'a Scale,
    /// Where names must end, at the left and at the right.
    pub(super) sides: (f64, f64),
}

impl Positions<'_> {
    /// Returns the names that are printed, with the places of their middles: all of them if
    /// they fit, otherwise at the shortest equal distance that fits.
    pub(super) fn names(&self, sketch: &Sketch<'_>) -> Vec<(f64, Block)> {
        let domain = self.domain;
        let distances: Vec<(f64, f64)> = match domain.kind {
            Kind::Years => year_steps(domain.ends()).collect(),
            Kind::Scattered | Kind::Names => {
                (1..=domain.len()).map(|step| (real(step), 0.0)).collect()
            }
        };
        for (step, start) in distances {
            let stops = domain.stops.iter().filter(|(at, _)| is_multiple(at - start, step));
            let names: Vec<_> = stops.map(|stop| self.placed(sketch, stop, step)).collect();
            let enough = names.len() > 1 || domain.kind != Kind::Years;
            if enough && fit(sketch, &names, self.sides) {
                return names;
            }
        }
        let mut ends: Vec<_> =
            domain.stops.iter().map(|stop| self.placed(sketch, stop, 1.0)).collect();
        if ends.len() > 2 {
            ends.drain(1..ends.len() - 1);
        }
        if !fit(sketch, &ends, self.sides) {
            ends.truncate(1);
        }
        ends
    }

    /// Measures the name of a position, of which each `step`th has one, and places it within the sides.
    fn placed(&self, sketch: &Sketch<'_>, stop: &(f64, String), step: f64) -> (f64, Block) {
        let (at, name) = stop;
        let slot = self.across.at(1.0) - self.across.at(0.0);
        let block = match self.domain.kind {
            Kind::Years | Kind::Scattered => sketch.line(name, Weight::Regular),
            Kind::Names => sketch.whole_words(
                name,
                Weight::Regular,
                slot * step - sketch.em(measures::NAME_GAP),
            ),
        };
        let half = block.width / 2.0;
        (self.across.at(*at).min(self.sides.1 - half).max(self.sides.0 + half), block)
    }
}

/// Returns the distances of years to try, best first, and a year that they start from:
/// best are short ones that name both ends, then those that name round years.
fn year_steps((first, last): (f64, f64)) -> impl Iterator<Item = (f64, f64)> {
    let to_ends = STEPS_TO_ENDS.map(|step| (step, first));
    let to_ends = to_ends.into_iter().filter(move |(step, _)| is_multiple(last - first, *step));
    to_ends.chain(ROUND_STEPS.map(|step| (step, 0.0)))
}

fn fit(sketch: &Sketch<'_>, names: &[(f64, Block)], sides: (f64, f64)) -> bool {
    let apart = names.windows(2).all(|pair| {
        let room = pair[1].0 - pair[0].0;
        room >= f64::midpoint(pair[0].1.width, pair[1].1.width) + sketch.em(measures::NAME_GAP)
    });
    apart && names.iter().all(|(_, block)| block.width <= sides.1 - sides.0)
}

fn is_multiple(distance: f64, step: f64) -> bool {
    distance.rem_euclid(step) < f64::EPSILON
}

/// Whether every word of every name fits in its slot.
pub(super) fn names_fit(sketch: &Sketch<'_>, domain: &Domain, slot: f64) -> bool {
    let fits =
        |(_, name): &(f64, String)| sketch.whole_words(name, Weight::Regular, slot).width <= slot;
    domain.kind == Kind::Years || domain.stops.iter().all(fits)
}

/// Returns the extent of the axis of values, which includes zero if `extent` is near it.
pub(super) fn with_zero((low, high): (f64, f64)) -> (f64, f64) {
    (low.min(0.0), high.max(0.0))
}
