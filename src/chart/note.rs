//! What an editor adds to a chart: remarks on places, and lines to compare with.

use super::frame::Frame;
use super::geometry::{Area, Point};
use super::model::Position;
use super::place::Obstacles;
use super::scale::real;
use super::scene::{Anchor, Dash, Role, Shape, Stroke, Token};
use super::sketch::{Block, Sketch, rimmed};
use super::typeface::Weight;

/// Finds the end of the mark of a series at a position: a point, or the edge of a bar.
pub(super) type Finder<'a> = dyn Fn(usize, &Position) -> Option<Area> + 'a;

/// Draws lines at values to compare with, each with its label above or below it.
pub(super) fn draw_references(sketch: &mut Sketch<'_>, frame: &Frame, obstacles: &mut Obstacles) {
    let chart = sketch.chart;
    let plot = frame.plot;
    for reference in &chart.references {
        let y = frame.up.at(reference.value);
        let (from, to) = (Point::new(plot.left, y), Point::new(plot.right, y));
        let (colour, width) = (Token::Muted.into(), sketch.em(0.07));
        let stroke = Stroke { colour, width, dash: Dash::Dashed };
        let line = Shape::Line { from, to, stroke };
        let block = sketch.block(&reference.label, Weight::Regular, plot.width() / 2.0);
        let away = block.height / 2.0 + sketch.em(0.15);
        let (left, right) = (plot.left + sketch.em(0.4), plot.right - sketch.em(0.4));
        // From the left end to the right one, above the line or below it.
        let places = (0..9).flat_map(|step| {
            let x = left + (right - block.width - left) * f64::from(step) / 8.0;
            [y - away, y + away].map(|y| (Point::new(x, y), Anchor::Start))
        });
        let label = best(&block, places, obstacles);
        obstacles.segments.push((from, to));
        let shapes = label.map(|(at, anchor)| {
            obstacles.texts.push(block.area(at, anchor));
            rimmed(block.centred(at, anchor, Token::Muted.into()))
        });
        sketch.add(Role::Note, [line].into_iter().chain(shapes).collect());
    }
}

/// Returns the first of the places where the block covers least.
fn best(
    block: &Block,
    places: impl Iterator<Item = (Point, Anchor)>,
    obstacles: &Obstacles,
) -> Option<(Point, Anchor)> {
    let plot = obstacles.plot;
    let bounds = Area { top: plot.top - block.height / 2.0, ..plot };
    let cost = |&(at, anchor): &(Point, Anchor)| obstacles.cost(&block.area(at, anchor), &bounds);
    places.min_by(|one, other| cost(one).total_cmp(&cost(other)))
}

/// Draws the remarks of a chart where they cover nothing, each joined to its place by a
/// hairline. `find` tells where the marks of series are.
pub(super) fn draw_annotations(
    sketch: &mut Sketch<'_>,
    frame: &Frame,
    obstacles: &mut Obstacles,
    find: &Finder<'_>,
) {
    // Remarks on positions come first: their rules are in the way of the others.
    let mut annotations: Vec<_> = sketch.chart.annotations.iter().collect();
    annotations.sort_by_key(|annotation| annotation.series.is_some());
    for annotation in annotations {
        let Some(coordinate) = frame.domain.coordinate(&annotation.at) else { continue };
        if !frame.across.covers(coordinate) {
            continue;
        }
        let x = frame.across.at(coordinate);
        let shapes = match annotation.series.and_then(|series| find(series, &annotation.at)) {
            Some(mark) => remark_on_mark(sketch, &annotation.text, mark, obstacles),
            None => remark_on_position(sketch, &annotation.text, x, obstacles),
        };
        sketch.add(Role::Note, shapes);
    }
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

    /// How bad the place is; a leader across other marks is worse than a long one.
    fn cost(&self, mark: &Area, bounds: &Area, obstacles: &Obstacles) -> f64 {
        let covered = obstacles.cost(&self.area().grown(self.block.height * 0.05), bounds);
        let (from, to) = self.leader;
        let leader = Area::between(from, to).grown(0.1);
        let areas = obstacles.areas.iter().filter(|area| leader.overlaps(area)).count();
        // A word that is struck through is worse than any distance.
        let struck = obstacles.texts.iter().filter(|area| leader.overlaps(area)).count();
        let own = |end: &Point| mark.grown(0.1).overlaps(&Area::between(*end, *end).grown(0.1));
        let crossed = obstacles
            .segments
            .iter()
            .filter(|(from, to)| !own(from) && !own(to) && leader.is_crossed(*from, *to));
        covered + 20.0 * real(struck) + 3.0 * real(areas + crossed.count()) + self.distance
    }
}

/// Returns the remark with its leader in the best of many places around a mark.
fn remark_on_mark(
    sketch: &Sketch<'_>,
    text: &str,
    mark: Area,
    obstacles: &mut Obstacles,
) -> Vec<Shape> {
    let plot = obstacles.plot;
    let (top, bottom) = (plot.top - sketch.em(0.6), plot.bottom + sketch.em(0.3));
    let bounds = Area { top, bottom, ..plot };
    let widths: &[f64] =
        if sketch.setting.layout.is_roomy() { &[13.0, 9.0, 20.0] } else { &[9.0, 7.0, 13.0] };
    let blocks = widths.iter().map(|width| sketch.block(text, Weight::Regular, sketch.em(*width)));
    let remarks = blocks.flat_map(|block| remarks(sketch, &block, mark));
    let cost = |remark: &Remark| remark.cost(&mark, &bounds, obstacles);
    let best = remarks.min_by(|one, other| cost(one).total_cmp(&cost(other)));
    let Some(remark) = best else { return Vec::new() };
    obstacles.texts.push(remark.area());
    let (from, to) = remark.leader;
    obstacles.segments.push((from, to));
    let leader = Shape::Line { from, to, stroke: sketch.hairline(Token::Muted) };
    vec![leader, rimmed(remark.block.centred(remark.at, remark.anchor, Token::Ink.into()))]
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
    let (y, nudge) = (end.y + side * block.height / 2.0, sketch.em(0.4));
    let places = [
        (Anchor::Middle, middle, 0.0),
        (Anchor::Start, middle - nudge, 0.1),
        (Anchor::End, middle + nudge, 0.1),
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
    let x = end.x + side * sketch.em(0.25);
    [0.0, -0.3, 0.3_f64].into_iter().map(move |lift| Remark {
        block: block.clone(),
        at: Point::new(x, middle + lift * block.height),
        anchor,
        leader: (start, end),
        distance: distance.abs() + 0.2 + lift.abs(),
    })
}

/// A remark on a position has a hairline from top to bottom, and stands beside it.
fn remark_on_position(
    sketch: &Sketch<'_>,
    text: &str,
    x: f64,
    obstacles: &mut Obstacles,
) -> Vec<Shape> {
    let (gap, plot) = (sketch.em(0.4), obstacles.plot);
    // On one of the two sides there is always half of the plot.
    let widest = sketch.em(13.0).min(plot.width() / 2.0 - gap);
    let block = &sketch.block(text, Weight::Regular, widest);
    let top = plot.top + block.height / 2.0;
    let steps = (0..12).map(|step| top + (plot.height() - block.height) * f64::from(step) / 11.0);
    let places = steps.flat_map(|y| {
        [(x + gap, Anchor::Start), (x - gap, Anchor::End)]
            .map(|(x, anchor)| (Point::new(x, y), anchor))
    });
    let label = best(block, places, obstacles);
    let (from, to) = (Point::new(x, plot.top), Point::new(x, plot.bottom));
    obstacles.segments.push((from, to));
    let rule = Shape::Line { from, to, stroke: sketch.hairline(Token::Muted) };
    let text = label.map(|(at, anchor)| {
        obstacles.texts.push(block.area(at, anchor));
        rimmed(block.centred(at, anchor, Token::Ink.into()))
    });
    [rule].into_iter().chain(text).collect()
}
