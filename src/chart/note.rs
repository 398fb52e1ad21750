//! What an editor adds to a chart: remarks on places, and lines to compare with.

use super::bar::position_name;
use super::frame::Frame;
use super::geometry::{Area, Point};
use super::measures;
use super::model::{Form, Position};
use super::place::Obstacles;
use super::scene::{Anchor, Dash, GroupRole, Shape, Stroke, ThemeToken};
use super::sketch::{Block, Sketch, rimmed, rimmed_in};
use super::typeface::Weight;

/// The label of a line takes the width of the plot divided by one of these: more lines are tried because a long one may
/// cover bars.
const LABEL_PARTS: [f64; 3] = [2.0, 3.0, 4.0];

/// In how many steps the label of a line is moved from one end of it to the other.
const LABEL_STEPS: u32 = 8;

/// In how many steps a remark on a position is moved from the top of the plot to its bottom.
const REMARK_STEPS: u32 = 11;

/// Between a line and its label, in em; the leading of the label adds to it.
const LINE_GAP: f64 = 0.15;

/// The name of what a remark is on takes no more than the width divided by this, if the remark stands below the drawing.
const NAME_PARTS: f64 = 3.0;

/// Half the thickness that a hairline is taken to have where it must not meet anything, in units of the view box:
/// lines have no area, and could not be told to overlap.
const HALF_HAIRLINE: f64 = 0.1;

/// What a remark keeps free around it, by its height.
const MARGIN: f64 = 0.05;

/// How far remarks may reach above the plot, in em: to the middle of the line of text that stands there.
const ABOVE_PLOT: f64 = 0.6;

/// The widths of remarks that are tried, in em, best first: four words in a line, three, six.
const WIDTHS: [f64; 3] = [13.0, 9.0, 20.0];

/// The widths of remarks that are tried on a phone, in em, best first.
const WIDTHS_NARROW: [f64; 3] = [9.0, 7.0, WIDTHS[0]];

/// How much further away a remark counts, in em, if its leader meets it near a corner instead of its middle.
const MALUS_CORNER: f64 = 0.1;

/// How much further away a remark beside its mark counts, in em, than one above or below it.
const MALUS_BESIDE: f64 = 0.2;

/// How far a remark beside its mark is moved up or down, by its height, so that its first or last line stands level
/// with the leader.
const LIFT: f64 = 0.3;

/// Between the end of a leader and the remark beside it, in em.
const LEADER_GAP: f64 = 0.25;

/// Finds the end of the mark of a series at a position: a point, or the edge of a bar.
pub(super) type Finder<'a> = dyn Fn(usize, &Position) -> Option<Area> + 'a;

/// Draws lines at values to compare with, each with its label above or below it.
pub(super) fn draw_references(sketch: &mut Sketch<'_>, frame: &Frame, obstacles: &mut Obstacles) {
    let chart = sketch.chart;
    let plot = frame.plot;
    for reference in &chart.references {
        let y = frame.up.at(reference.value);
        let (from, to) = (Point::new(plot.left, y), Point::new(plot.right, y));
        let (colour, width) = (ThemeToken::Muted.into(), sketch.em(measures::REFERENCE_LINE));
        let stroke = Stroke { colour, width, dash: Dash::Dashed };
        let line = Shape::Line { from, to, stroke };
        let label = reference_label(sketch, &reference.label, y, obstacles);
        obstacles.segments.push((from, to));
        let shapes = label.map(|(block, (at, anchor))| {
            obstacles.texts.push(block.area(at, anchor));
            rimmed(block.centred(at, anchor, ThemeToken::Muted.into()))
        });
        sketch.add(GroupRole::Note, [line].into_iter().chain(shapes).collect());
    }
}

/// Returns the label of a line at the height `y`, and its place: in more lines where one covers a bar.
fn reference_label(
    sketch: &Sketch<'_>,
    text: &str,
    y: f64,
    obstacles: &Obstacles,
) -> Option<(Block, (Point, Anchor))> {
    let plot = obstacles.plot;
    let (left, right) =
        (plot.left + sketch.em(measures::LABEL_GAP), plot.right - sketch.em(measures::LABEL_GAP));
    let placed = LABEL_PARTS.into_iter().filter_map(|part| {
        let block = sketch.block(text, Weight::Regular, plot.width() / part);
        let away = block.height / 2.0 + sketch.em(LINE_GAP);
        // From the left end to the right one, above the line or below it.
        let places = (0..=LABEL_STEPS).flat_map(|step| {
            let x = left + (right - block.width - left) * f64::from(step) / f64::from(LABEL_STEPS);
            [y - away, y + away].map(|y| (Point::new(x, y), Anchor::Start))
        });
        let place = best(&block, places, obstacles)?;
        Some((block, place))
    });
    let cost = |(block, (at, anchor)): &(Block, (Point, Anchor))| {
        obstacles.cost(&block.area(*at, *anchor), &bounds(block, obstacles))
    };
    placed.min_by(|one, other| cost(one).total_cmp(&cost(other)))
}

/// Where labels may stand: in the plot, and half above it.
fn bounds(block: &Block, obstacles: &Obstacles) -> Area {
    Area { top: obstacles.plot.top - block.height / 2.0, ..obstacles.plot }
}

/// Returns the first of the places where the block covers least.
fn best(
    block: &Block,
    places: impl Iterator<Item = (Point, Anchor)>,
    obstacles: &Obstacles,
) -> Option<(Point, Anchor)> {
    let bounds = bounds(block, obstacles);
    let cost = |&(at, anchor): &(Point, Anchor)| obstacles.cost(&block.area(at, anchor), &bounds);
    places.min_by(|one, other| cost(one).total_cmp(&cost(other)))
}

/// Draws the remarks of a chart where they cover nothing, each joined to its place by a
/// hairline; those for which there is no such place are left for [`draw_unplaced`]. `find` tells where the marks of
/// series are.
pub(super) fn draw_annotations(
    sketch: &mut Sketch<'_>,
    frame: &Frame,
    obstacles: &mut Obstacles,
    find: &Finder<'_>,
) {
    let chart = sketch.chart;
    // A bar is what stands at its position; a line only passes.
    let only = matches!(chart.form, Form::Bar { .. }) && chart.series.len() == 1;
    // Remarks on positions come first: their rules are in the way of the others.
    let mut annotations: Vec<_> = chart.annotations.iter().enumerate().collect();
    annotations.sort_by_key(|(_, annotation)| annotation.series.is_some());
    for (index, annotation) in annotations {
        let Some(coordinate) = frame.domain.coordinate(&annotation.at) else { continue };
        if !frame.across.covers(coordinate) {
            continue;
        }
        let x = frame.across.at(coordinate);
        let series = annotation.series.or(only.then_some(0));
        let shapes = match series.and_then(|series| find(series, &annotation.at)) {
            Some(mark) => remark_on_mark(sketch, &annotation.text, mark, obstacles),
            None => remark_on_position(sketch, &annotation.text, x, obstacles),
        };
        if let Some(shapes) = shapes {
            sketch.unplaced.retain(|other| *other != index);
            sketch.add(GroupRole::Note, shapes);
        }
    }
}

/// Writes the remarks that have no place in the drawing below it, each behind the name of what it is on; returns where
/// they end.
pub(super) fn draw_unplaced(sketch: &mut Sketch<'_>, bottom: f64) -> f64 {
    let chart = sketch.chart;
    let gap = sketch.em(measures::NAME_GAP);
    let mut top =
        if sketch.unplaced.is_empty() { bottom } else { bottom + sketch.em(measures::TICK) };
    for index in std::mem::take(&mut sketch.unplaced) {
        let Some(annotation) = chart.annotations.get(index) else { continue };
        let series = annotation.series.filter(|_| chart.series.len() > 1);
        let series = series.and_then(|series| chart.series.get(series));
        let name = position_name(&annotation.at);
        let name = series.map_or_else(|| name.clone(), |series| format!("{name}, {}", series.name));
        let name = sketch.block(&name, Weight::Semibold, sketch.width() / NAME_PARTS);
        let left = name.width + gap;
        let text = sketch.block(&annotation.text, Weight::Regular, sketch.width() - left);
        top += sketch.em(measures::TICK);
        let shapes = [(&name, 0.0), (&text, left)].map(|(block, x)| {
            block.hung(Point::new(x, top), Anchor::Start, ThemeToken::Ink.into())
        });
        sketch.add(GroupRole::Note, shapes.into());
        top += name.height.max(text.height);
    }
    top
}

/// How far remarks may stand from their mark, in em.
const DISTANCES: [f64; 13] = [0.8, 1.2, 1.6, 2.0, 2.5, 3.0, 4.0, 5.0, 6.5, 8.0, 10.0, 13.0, 16.0];

/// The distance between a mark and its leader, in em.
const NEAR: f64 = 0.45;

/// A remark and where it could stand.
struct Remark {
    block: Block,
    at: Point,
    anchor: Anchor,
    /// From the mark to the remark.
    leader: (Point, Point),
    /// How far the remark is from its mark, in em.
    distance: f64,
}

impl Remark {
    fn area(&self) -> Area {
        self.block.area(self.at, self.anchor)
    }

    /// Whether nothing is in its way, or in that of its leader.
    fn is_free(&self, mark: &Area, bounds: &Area, obstacles: &Obstacles) -> bool {
        let leader = Area::between(self.leader.0, self.leader.1).grown(HALF_HAIRLINE);
        let own = |end: &Point| {
            mark.grown(HALF_HAIRLINE).overlaps(&Area::between(*end, *end).grown(HALF_HAIRLINE))
        };
        let crosses =
            |(from, to): &(Point, Point)| !own(from) && !own(to) && leader.is_crossed(*from, *to);
        obstacles.are_clear_of(&self.area().grown(self.block.height * MARGIN), bounds)
            && !obstacles.texts.iter().chain(&obstacles.areas).any(|area| leader.overlaps(area))
            && !obstacles.segments.iter().any(crosses)
    }
}

/// Returns the remark with its leader in the nearest of many places around a mark; none if something is in the way
/// everywhere.
fn remark_on_mark(
    sketch: &Sketch<'_>,
    text: &str,
    mark: Area,
    obstacles: &mut Obstacles,
) -> Option<Vec<Shape>> {
    let plot = obstacles.plot;
    let (top, bottom) = (plot.top - sketch.em(ABOVE_PLOT), plot.bottom + sketch.em(measures::TICK));
    let bounds = Area { top, bottom, ..plot };
    let widths = if sketch.setting.layout.is_roomy() { WIDTHS } else { WIDTHS_NARROW };
    let blocks = widths.map(|width| sketch.block(text, Weight::Regular, sketch.em(width)));
    let remarks = blocks.iter().flat_map(|block| remarks(sketch, block, mark));
    let free = remarks.filter(|remark| remark.is_free(&mark, &bounds, obstacles));
    let remark = free.min_by(|one, other| one.distance.total_cmp(&other.distance))?;
    let (from, to) = remark.leader;
    obstacles.texts.extend([remark.area(), Area::between(from, to).grown(HALF_HAIRLINE)]);
    let leader = Shape::Line { from, to, stroke: sketch.hairline(ThemeToken::Muted) };
    let ground = if remark.at.y > mark.bottom { obstacles.below } else { ThemeToken::Paper.into() };
    let text = remark.block.centred(remark.at, remark.anchor, ThemeToken::Ink.into());
    Some(vec![leader, rimmed_in(text, ground)])
}

/// Returns a remark in all its places: above, below and beside its mark.
fn remarks(sketch: &Sketch<'_>, block: &Block, mark: Area) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for distance in DISTANCES {
        for side in [-1.0, 1.0] {
            remarks.extend(remarks_over(sketch, block, mark, side * distance));
            remarks.extend(remarks_beside(sketch, block, mark, side * distance));
        }
    }
    remarks
}

/// Returns a remark above its mark, or below if `distance` is positive; it is in em.
fn remarks_over(
    sketch: &Sketch<'_>,
    block: &Block,
    mark: Area,
    distance: f64,
) -> impl Iterator<Item = Remark> {
    let (side, middle) = (distance.signum(), mark.centre().x);
    let edge = if side < 0.0 { mark.top } else { mark.bottom };
    let start = Point::new(middle, edge + side * sketch.em(NEAR));
    let end = Point::new(middle, edge + sketch.em(distance));
    let (y, nudge) = (end.y + side * block.height / 2.0, sketch.em(measures::LABEL_GAP));
    let places = [
        (Anchor::Middle, middle, 0.0),
        (Anchor::Start, middle - nudge, MALUS_CORNER),
        (Anchor::End, middle + nudge, MALUS_CORNER),
    ];
    places.into_iter().map(move |(anchor, x, malus)| Remark {
        block: block.clone(),
        at: Point::new(x, y),
        anchor,
        leader: (start, end),
        distance: distance.abs() + malus,
    })
}

/// Returns a remark left of its mark, or right if `distance` is positive; it is in em.
fn remarks_beside(
    sketch: &Sketch<'_>,
    block: &Block,
    mark: Area,
    distance: f64,
) -> impl Iterator<Item = Remark> {
    let (side, middle) = (distance.signum(), mark.centre().y);
    let (edge, anchor) =
        if side < 0.0 { (mark.left, Anchor::End) } else { (mark.right, Anchor::Start) };
    let start = Point::new(edge + side * sketch.em(NEAR), middle);
    let end = Point::new(edge + sketch.em(distance), middle);
    let x = end.x + side * sketch.em(LEADER_GAP);
    [0.0, -LIFT, LIFT].into_iter().map(move |lift| Remark {
        block: block.clone(),
        at: Point::new(x, middle + lift * block.height),
        anchor,
        leader: (start, end),
        distance: distance.abs() + MALUS_BESIDE + lift.abs(),
    })
}

/// A remark on a position has a hairline from the top down to what it meets, and stands beside it; none if it has no
/// place there.
fn remark_on_position(
    sketch: &Sketch<'_>,
    text: &str,
    x: f64,
    obstacles: &mut Obstacles,
) -> Option<Vec<Shape>> {
    /// In less than this, in em, a hairline is no more than a speck.
    const SHORTEST: f64 = 1.0;
    let (gap, plot) = (sketch.em(measures::LABEL_GAP), obstacles.plot);
    // On one of the two sides there is always half of the plot.
    let widest = sketch.em(WIDTHS[0]).min(plot.width() / 2.0 - gap);
    let block = &sketch.block(text, Weight::Regular, widest);
    let rule = Area { left: x, right: x, ..plot }.grown(HALF_HAIRLINE);
    let met = obstacles.texts.iter().chain(&obstacles.areas).filter(|area| rule.overlaps(area));
    let bottom = met.map(|area| area.top - gap).fold(plot.bottom, f64::min);
    if bottom < plot.top + sketch.em(SHORTEST) {
        return None;
    }
    let top = plot.top + block.height / 2.0;
    let steps = (0..=REMARK_STEPS).map(|step| {
        top + (plot.height() - block.height) * f64::from(step) / f64::from(REMARK_STEPS)
    });
    let places = steps.flat_map(|y| {
        [(x + gap, Anchor::Start), (x - gap, Anchor::End)]
            .map(|(x, anchor)| (Point::new(x, y), anchor))
    });
    let bounds = bounds(block, obstacles);
    let mut free = places.filter(|(at, anchor)| {
        at.y < bottom && obstacles.are_clear_of(&block.area(*at, *anchor), &bounds)
    });
    let (at, anchor) = free.next()?;
    let (from, to) = (Point::new(x, plot.top), Point::new(x, bottom));
    obstacles.segments.push((from, to));
    obstacles.texts.push(block.area(at, anchor));
    let rule = Shape::Line { from, to, stroke: sketch.hairline(ThemeToken::Muted) };
    Some(vec![rule, rimmed(block.centred(at, anchor, ThemeToken::Ink.into()))])
}
