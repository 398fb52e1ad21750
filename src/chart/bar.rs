//! Bars: computing them, and drawing vertical ones. Horizontal bars are in `horizontal`.

use super::frame::{Axis, Frame, Numbers, Plan, Spacing, names_fit};
use super::geometry::{Area, Point};
use super::labels::{self, Name, Swatch};
use super::measures;
use super::model::{
    Arrangement, Chart, ChartError, Datum, Direction, Emphasis, Position, Series, Values,
};
use super::pieces::{self, Piece};
use super::place::Obstacles;
use super::scale::{Domain, real};
use super::scene::{Anchor, GroupRole, Shape, Stroke, ThemeToken};
use super::sketch::{CONTEXT, Palette, Sketch, palettes};
use super::typeface::Weight;
use super::{horizontal, note};

/// What the numbers of an axis are taken to need, in em, before it is known which they are: six figures.
const AXIS_ROOM: f64 = 4.0;

/// The part of the width that all bars together are taken to have, when it is asked whether each can be seen.
const BARS_SHARE: f64 = 0.7;

/// The part of its slot that a group of bars fills; the rest keeps groups apart.
const GROUP_SHARE: f64 = 0.78;

/// The most that a bar is wide, in em: wider ones look like areas.
const WIDEST: f64 = 3.6;

/// What stays free on each side of a bar in its group, as a part of its lane. Colours tell neighbours apart, so it is
/// little.
const LANE_GAP: f64 = 0.06;

/// How far before the right side of the last stack its names are joined, in em: the line to a name begins a tick
/// further right, just outside of the bar.
const NAME_INSET: f64 = 0.2;

/// The least that a bar is wide and high, in em: as thick as two hairlines, or it would be taken for one.
const THINNEST: f64 = 2.0 * measures::HAIRLINE;

/// Values stand above their bars if the widest takes no more than this part of a slot, and leaves this gap, in em.
const VALUE_SHARE: f64 = 0.85;

/// The gap between values above neighbouring bars, in em.
const VALUE_GAP: f64 = 0.3;

/// The room for values beyond the ends of bars, as a part of what the axis covers: a line of a plot of the least
/// height.
const HEADROOM: f64 = 0.07;

/// Draws a bar chart; returns its height. Vertical bars whose names do not fit lie down.
pub(super) fn draw(
    sketch: &mut Sketch<'_>,
    direction: Direction,
    arrangement: Arrangement,
) -> Result<f64, ChartError> {
    let chart = sketch.chart;
    let domain = Domain::of_bars(&chart.series)?;
    let slot = (sketch.width() - sketch.em(AXIS_ROOM)) / real(domain.len());
    if direction == Direction::Horizontal
        || !names_fit(sketch, &domain, slot - sketch.em(measures::NAME_GAP))
    {
        return horizontal::draw(sketch, arrangement);
    }
    let pieces = pieces::of(chart, &domain, arrangement);
    let bars = Bars::plan(sketch, domain, &pieces, arrangement)?;
    bars.frame.draw_grid(sketch, Numbers::Shown);
    bars.frame.draw_unit(sketch);
    let mut obstacles = Obstacles::new(bars.frame.plot);
    for piece in &pieces {
        bars.draw(sketch, piece, &mut obstacles);
    }
    bars.draw_stack_gaps(sketch, &pieces, &mut obstacles);
    bars.frame.draw_zero(sketch);
    bars.frame.draw_breaks(sketch);
    bars.frame.draw_names(sketch, Spacing::Slots);
    labels::draw_names(sketch, bars.names(sketch, &pieces), &bars.frame.plot);
    note::draw_references(sketch, &bars.frame, &mut obstacles);
    let ends: Vec<_> = pieces.iter().map(|piece| (piece, bars.end(sketch, piece))).collect();
    let find = |series: usize, position: &Position| {
        let is_meant = |piece: &Piece<'_>| piece.series == series && piece.datum.at == *position;
        ends.iter().find(|(piece, _)| is_meant(piece))?.1
    };
    note::draw_annotations(sketch, &bars.frame, &mut obstacles, &find);
    Ok(bars.frame.bottom(sketch))
}

/// Checks that bars can be seen, and that those with a key can be told apart.
///
/// # Errors
/// They cannot.
fn check(
    sketch: &Sketch<'_>,
    palettes: &[Palette],
    has_key: bool,
    count: usize,
) -> Result<(), ChartError> {
    /// The smallest width of a bar, in pixels.
    const LEAST: f64 = 1.5;
    if has_key {
        check_key(sketch.chart, palettes)?;
    }
    if sketch.width() * BARS_SHARE / real(count.max(1)) < LEAST {
        return Err(ChartError::TooNarrow { found: count });
    }
    Ok(())
}

/// Checks that a key has a colour for every coloured series.
///
/// # Errors
/// There are more of them than colours.
pub(super) fn check_key(chart: &Chart, palettes: &[Palette]) -> Result<(), ChartError> {
    let series = chart.series.iter().filter(|series| series.emphasis == Emphasis::Highlight);
    let found = series.clone().count();
    let named = chart.series.iter().zip(palettes);
    let named = named.filter(|(series, _)| series.emphasis == Emphasis::Highlight);
    let most = named.filter(|(_, palette)| **palette != CONTEXT).count();
    if found > most + 1 {
        return Err(ChartError::TooManyNames { found, most });
    }
    Ok(())
}

/// Vertical bars, planned.
pub(super) struct Bars {
    /// Where they stand.
    pub(super) frame: Frame,
    palettes: Vec<Palette>,
    lanes: usize,
    arrangement: Arrangement,
    axis: Axis,
}

impl Bars {
    fn plan(
        sketch: &mut Sketch<'_>,
        domain: Domain,
        pieces: &[Piece<'_>],
        arrangement: Arrangement,
    ) -> Result<Self, ChartError> {
        let chart = sketch.chart;
        let palettes = palettes(&chart.series);
        let several = chart.series.len() > 1;
        let grouped = arrangement == Arrangement::Grouped;
        let lanes = if grouped { chart.series.len() } else { 1 };
        check(sketch, &palettes, grouped, domain.len() * lanes)?;
        let axis = axis(sketch, pieces, arrangement, sketch.width() / real(domain.len() * lanes));
        let top = if several && grouped {
            labels::draw_key(sketch, &palettes, Swatch::Square, 0.0)
        } else {
            0.0
        };
        let blocks = chart.series.iter().map(|series| labels::block(sketch, series, &series.name));
        let blocks: Vec<_> = blocks.filter(|_| several && !grouped).collect();
        let least = if blocks.is_empty() { 0.0 } else { labels::least_height(sketch, &blocks)? };
        let right = if blocks.is_empty() { 0.0 } else { labels::gutter(sketch, blocks.iter()) };
        let extent = headroom(pieces::reach(chart, pieces)?, axis);
        let sides = (0.0, sketch.width());
        let plan = Plan { extent, least, top, right, spacing: Spacing::Slots, axis, sides };
        let frame = Frame::new(sketch, domain, &plan);
        Ok(Self { frame, palettes, lanes, arrangement, axis })
    }

    /// Reserves space for the bars of one of several series.
    pub(super) fn of_panel(frame: Frame, palettes: &[Palette]) -> Self {
        let (palettes, arrangement) = (palettes.to_vec(), Arrangement::Grouped);
        Self { frame, palettes, lanes: 1, arrangement, axis: Axis::Grid }
    }

    /// Returns the area of a bar; one of zero is flat.
    pub(super) fn area(&self, sketch: &Sketch<'_>, piece: &Piece<'_>) -> Option<Area> {
        let (start, end) = piece.reach?;
        let (left, right) = self.sides(sketch, piece);
        let (one, other) = (self.frame.up.at(start), self.frame.up.at(end));
        Some(Area::between(Point::new(left, one), Point::new(right, other)))
    }

    fn sides(&self, sketch: &Sketch<'_>, piece: &Piece<'_>) -> (f64, f64) {
        let lanes = real(self.lanes);
        let group = (self.frame.slot() * GROUP_SHARE).min(sketch.em(WIDEST) * lanes);
        let lane = group / lanes;
        let left = self.frame.across.at(piece.coordinate) - group / 2.0 + lane * real(piece.lane);
        let gap = if self.lanes > 1 { lane * LANE_GAP } else { 0.0 };
        (left + gap, left + lane - gap)
    }

    /// Draws a bar and its value.
    pub(super) fn draw(
        &self,
        sketch: &mut Sketch<'_>,
        piece: &Piece<'_>,
        obstacles: &mut Obstacles,
    ) {
        let Some((area, value)) = self.area(sketch, piece).zip(piece.datum.value) else {
            if self.arrangement == Arrangement::Grouped {
                let text = self.missing(sketch, piece, (0.0, obstacles));
                sketch.add(GroupRole::Label, vec![text]);
            }
            return;
        };
        let palette = piece.palette(&self.palettes);
        obstacles.areas.push(area);
        let mut shapes = bar(sketch, area, palette, piece.datum);
        if self.arrangement == Arrangement::Stacked && !shapes.is_empty() {
            shapes.push(joint(sketch, area));
        }
        let series = sketch.chart.series.get(piece.series).map_or("", |series| &series.name);
        let reading = sketch.reading([series, &position_name(&piece.datum.at)], value);
        sketch.mark(reading, shapes);
        if self.axis == Axis::Labels {
            let block = sketch.line(&sketch.value(value), Weight::Regular);
            let at = value_place(sketch, area, value);
            obstacles.texts.push(block.area(at, Anchor::Middle));
            let text = block.centred(at, Anchor::Middle, ThemeToken::Ink.into());
            sketch.add(GroupRole::Label, vec![text]);
        }
    }

    /// Says above `end` that there is no value, which a bar of zero would not.
    fn missing(
        &self,
        sketch: &Sketch<'_>,
        piece: &Piece<'_>,
        (end, obstacles): (f64, &mut Obstacles),
    ) -> Shape {
        let (left, right) = self.sides(sketch, piece);
        let word = sketch.line(&sketch.chart.missing, Weight::Regular);
        let fits = word.width <= right - left;
        let block = if fits { word } else { sketch.line("×", Weight::Regular) };
        let (low, high) = self.frame.up.domain;
        let at = Point::new(
            f64::midpoint(left, right),
            self.frame.up.at(end.clamp(low, high)) - sketch.em(measures::HALF_LINE),
        );
        obstacles.texts.push(block.area(at, Anchor::Middle));
        block.centred(at, Anchor::Middle, ThemeToken::Muted.into())
    }

    /// Says above each incomplete stack that a part is missing.
    fn draw_stack_gaps(
        &self,
        sketch: &mut Sketch<'_>,
        pieces: &[Piece<'_>],
        obstacles: &mut Obstacles,
    ) {
        let mut said: Vec<f64> = Vec::new();
        let mut texts = Vec::new();
        for piece in pieces.iter().filter(|piece| piece.reach.is_none()) {
            if self.arrangement == Arrangement::Stacked && !said.contains(&piece.coordinate) {
                said.push(piece.coordinate);
                let here =
                    |other: &&Piece<'_>| other.coordinate.total_cmp(&piece.coordinate).is_eq();
                let ends = pieces.iter().filter(here).filter_map(|other| other.reach);
                let end = ends.map(|(_, end)| end).fold(0.0, f64::max);
                texts.push(self.missing(sketch, piece, (end, obstacles)));
            }
        }
        sketch.add(GroupRole::Label, texts);
    }

    /// Returns the names of stacked series, beside the last stack.
    fn names(&self, sketch: &Sketch<'_>, pieces: &[Piece<'_>]) -> Vec<Name> {
        let stacked = self.arrangement == Arrangement::Stacked && sketch.chart.series.len() > 1;
        let named = sketch.chart.series.iter().enumerate().filter(|_| stacked);
        let name = |(index, series): (usize, &Series)| {
            let parts = pieces.iter().filter(|piece| piece.series == index);
            let area = parts.rev().find_map(|piece| self.area(sketch, piece))?;
            Some(Name {
                block: labels::block(sketch, series, &series.name),
                colour: self.palettes.get(index)?.text,
                from: Point::new(area.right - sketch.em(NAME_INSET), area.centre().y),
                emphasis: series.emphasis,
            })
        };
        named.filter_map(name).collect()
    }

    /// Returns the edge at the end of a bar, or of its value beyond it.
    fn end(&self, sketch: &Sketch<'_>, piece: &Piece<'_>) -> Option<Area> {
        let (left, right) = self.sides(sketch, piece);
        let value = piece.reach?.1;
        let beyond = if self.axis == Axis::Labels { measures::VALUE_BEYOND_BAR } else { 0.0 };
        let label = sketch.em(beyond);
        let end = self.frame.up.at(value) + if value < 0.0 { label } else { -label };
        Some(Area { left, top: end, right, bottom: end })
    }
}

/// Returns the name of a position, for readings.
pub(super) fn position_name(position: &Position) -> String {
    match position {
        Position::Year(year) => super::scale::year_name(*year),
        Position::Moment(_, name) | Position::Category(name) => name.clone(),
    }
}

/// Returns the place of a vertical bar's value: beyond its end.
pub(super) fn value_place(sketch: &Sketch<'_>, area: Area, value: f64) -> Point {
    let y = if value < 0.0 {
        area.bottom + sketch.em(measures::HALF_LINE)
    } else {
        area.top - sketch.em(measures::HALF_LINE)
    };
    Point::new(area.centre().x, y)
}

/// Returns a bar; none for zero, which has no extent.
pub(super) fn bar(sketch: &Sketch<'_>, area: Area, palette: Palette, datum: &Datum) -> Vec<Shape> {
    let is_zero = datum.value.is_none_or(|value| value.abs() <= 0.0);
    let shape = || sketch.bar(visible(sketch, area), palette.fill, datum.origin);
    if is_zero { Vec::new() } else { vec![shape()] }
}

/// Returns an area that is thick enough to be seen.
fn visible(sketch: &Sketch<'_>, area: Area) -> Area {
    let least = sketch.em(THINNEST);
    let (wide, high) = ((least - area.width()).max(0.0), (least - area.height()).max(0.0));
    Area { top: area.top - high, right: area.right + wide, ..area }
}

/// A line of paper that keeps the parts of a stack apart.
fn joint(sketch: &Sketch<'_>, area: Area) -> Shape {
    let (from, to) = (Point::new(area.left, area.top), Point::new(area.right, area.top));
    Shape::Line {
        from,
        to,
        stroke: Stroke::solid(ThemeToken::Paper.into(), sketch.em(measures::RIM)),
    }
}

/// Labels replace the axis if there is one series or group, and there is room for all values.
fn axis(sketch: &Sketch<'_>, pieces: &[Piece<'_>], arrangement: Arrangement, room: f64) -> Axis {
    let fits = |piece: &Piece<'_>| {
        let text = piece.datum.value.map(|value| sketch.value(value)).unwrap_or_default();
        sketch.line(&text, Weight::Regular).width + sketch.em(VALUE_GAP) <= room * VALUE_SHARE
    };
    let wanted = sketch.chart.values != Values::None && arrangement == Arrangement::Grouped;
    if wanted && pieces.iter().all(fits) { Axis::Labels } else { Axis::Grid }
}

/// Makes room for values beyond the ends of bars.
fn headroom((low, high): (f64, f64), axis: Axis) -> (f64, f64) {
    match axis {
        Axis::Grid => (low, high),
        Axis::Labels => {
            let room = (high - low) * HEADROOM;
            (if low < 0.0 { low - room } else { low }, high + room)
        }
    }
}
