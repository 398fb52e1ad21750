//! The sheet that a map is drawn on: which part of the world, at which size.

use std::cell::RefCell;
use std::collections::HashMap;

use super::atlas::{Atlas, Region};
use super::equal_earth::{HALF_TURN, POLE, framed, from_middle, project, turned};
use super::model::Map;
use super::view::{bounds, view};
use crate::chart::geometry::{Area, Point};
use crate::chart::scene::Step;
use crate::chart::sketch::Sketch;

/// How many steps of the raster that outlines are drawn on a map is wide: finer is not seen, and makes pages heavy.
/// As a part of the width, it is the same in all layouts, so that a page can use the outlines of one in the other.
const STEPS: f64 = 1500.0;

/// The greatest height of a map, by its width.
const TALLEST: f64 = 1.05;

/// The heights of an outline at which its widest place is looked for, as parts of its height: the middle first.
const WIDEST_AT: [f64; 5] = [0.5, 0.42, 0.58, 0.34, 0.66];

/// By how much such a height lies off the raster, in units of the drawing, so that no corner lies on it.
const OFF_RASTER: f64 = 1e-4;

/// A line runs along an edge of the map if both ends are nearer to it than this, in steps of the raster: rounding may
/// move each by half a step.
const ALONG_EDGE: f64 = 1.5;

/// How far from an end of the world the antimeridian must be to be inside of the map, in degrees.
const INSIDE: f64 = 1.0;

/// How far from the antimeridian a border that files cut there may lie, in the plane of a globe of radius one: outlines
/// overlap by a quarter of a degree there, which is 0.0044 at the equator.
const NEAR_SEAM: f64 = 0.0075;

/// Twice the area of the triangle, in square units, that three points span at most if they lie on a line.
const STRAIGHT: f64 = 1e-9;

/// A sheet.
pub(super) struct Sheet<'a> {
    atlas: &'a Atlas,
    /// The meridian in the middle, in degrees.
    middle: f64,
    /// What is seen, in the plane of the projection.
    frame: Area,
    /// Where that is, in the drawing.
    area: Area,
    raster: f64,
    /// Where the antimeridian is in each row of the raster that was asked for: finding one takes long, and
    /// thousands of points share a few hundred rows.
    seams: RefCell<HashMap<u64, f64>>,
}

/// What can be seen of a region.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Outline {
    pub(super) rings: Vec<Loop>,
    /// How much of the drawing it would cover if nothing of it were cut off, in square units.
    pub(super) whole: f64,
    /// A place well inside its largest part, or where it lies if it has no outline.
    pub(super) place: Option<Point>,
    /// How wide the largest part is there.
    pub(super) width: f64,
}

/// A closed line in the drawing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Loop {
    /// The points, and whether the line to the next one is no border: the end of the map, or the
    /// antimeridian.
    points: Vec<(Point, bool)>,
}

impl Loop {
    pub(super) fn points(&self) -> Vec<Point> {
        self.points.iter().map(|(point, _)| *point).collect()
    }

    /// Returns twice the area that it encloses.
    pub(super) fn doubled_area(&self) -> f64 {
        doubled_area(&self.points())
    }

    /// Whether a part of it is no border.
    pub(super) fn has_edge(&self) -> bool {
        self.points.iter().any(|(_, is_edge)| *is_edge)
    }

    /// Returns the middle and the length of the longest level line inside it, of those at some
    /// heights near its middle.
    fn widest(&self) -> (Point, f64) {
        let bounds = self.bounds();
        let points = self.points();
        let mut best = (bounds.centre(), 0.0);
        for share in WIDEST_AT {
            let y = bounds.top + bounds.height() * share + OFF_RASTER;
            let mut crossings: Vec<f64> = Vec::new();
            for (index, from) in points.iter().enumerate() {
                let to = points[(index + 1) % points.len()];
                if (from.y < y) != (to.y < y) {
                    crossings.push(from.x + (y - from.y) / (to.y - from.y) * (to.x - from.x));
                }
            }
            crossings.sort_by(f64::total_cmp);
            for pair in crossings.chunks_exact(2) {
                if pair[1] - pair[0] > best.1 {
                    best = (Point::new(f64::midpoint(pair[0], pair[1]), y), pair[1] - pair[0]);
                }
            }
        }
        best
    }

    fn bounds(&self) -> Area {
        bounds(self.points.iter().map(|(point, _)| *point))
    }
}

impl Outline {
    /// Returns the outline for filling.
    pub(super) fn steps(&self) -> Vec<Step> {
        self.rings
            .iter()
            .flat_map(|ring| crate::chart::sketch::outline(ring.points().into_iter()))
            .collect()
    }

    /// Returns the lines that are borders.
    pub(super) fn borders(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        for ring in &self.rings {
            if !ring.has_edge() {
                steps.extend(crate::chart::sketch::outline(ring.points().into_iter()));
                continue;
            }
            let mut drawing = false;
            let first = ring.points.first().into_iter();
            for (point, is_edge) in ring.points.iter().chain(first) {
                steps.push(if drawing { Step::Line(*point) } else { Step::Move(*point) });
                drawing = !is_edge;
            }
        }
        steps
    }
}

impl<'a> Sheet<'a> {
    /// Lays out a sheet below `top` that shows what the map says.
    pub(super) fn new(sketch: &Sketch<'_>, (map, regions): (&'a Map, &[usize]), top: f64) -> Self {
        let (middle, frame) = view(map, regions);
        let width = sketch.width();
        let height = (width * frame.height() / frame.width()).min(width * TALLEST);
        // A frame that would be too tall is widened: readers see more of the surroundings.
        let spare = (frame.height() * width / height - frame.width()).max(0.0);
        let frame =
            Area { left: frame.left - spare / 2.0, right: frame.right + spare / 2.0, ..frame };
        let raster = width / STEPS;
        // On the raster, so that it has few decimals.
        let top = (top / raster).ceil() * raster;
        let area = Area { left: 0.0, top, right: width, bottom: top + height };
        Self { atlas: &map.atlas, middle, frame, area, raster, seams: RefCell::default() }
    }

    pub(super) fn atlas(&self) -> &'a Atlas {
        self.atlas
    }

    /// Returns how long a step of the raster is.
    pub(super) fn raster(&self) -> f64 {
        self.raster
    }

    /// Returns where the map is in the drawing.
    pub(super) fn area(&self) -> Area {
        self.area
    }

    /// Returns where the sheet ends.
    pub(super) fn bottom(&self) -> f64 {
        self.area.bottom
    }

    /// Returns what can be seen of a region.
    pub(super) fn outline(&self, region: &Region) -> Outline {
        let mut outline = Outline::default();
        let scale = self.area.width() / self.frame.width();
        let mut largest = 0.0;
        for part in region.rings.iter().flat_map(|ring| turned(ring, self.middle)) {
            let plane: Vec<Point> = part.iter().map(|place| project(*place)).collect();
            outline.whole += doubled_area(&plane) / 2.0 * scale * scale;
            let Some(ring) = self.drawn(&framed(&plane, &self.frame)) else { continue };
            let area = ring.doubled_area();
            if area > largest {
                largest = area;
                let (middle, width) = ring.widest();
                outline.place = Some(middle);
                outline.width = width;
            }
            outline.rings.push(ring);
        }
        let dot = region.point.map(|place| self.place(place));
        let seen = dot.filter(|dot| self.area.contains(&Area::between(*dot, *dot)));
        outline.place = outline.place.or(seen).or_else(|| self.middle_of(region));
        outline
    }

    /// Returns the middle of a region that is too small for the raster.
    fn middle_of(&self, region: &Region) -> Option<Point> {
        let [x, y] = *region.rings.first()?.first()?;
        let place = self.place([x, y]);
        self.area.contains(&Area::between(place, place)).then_some(place)
    }

    /// Returns where a place is in the drawing.
    fn place(&self, [x, y]: [f64; 2]) -> Point {
        self.scaled(project([from_middle(x, self.middle), y]))
    }

    fn scaled(&self, point: Point) -> Point {
        let scale = self.area.width() / self.frame.width();
        Point::new(
            self.area.left + (point.x - self.frame.left) * scale,
            self.area.top + (point.y - self.frame.top) * scale,
        )
    }

    /// Puts a ring on the raster; none if nothing is left of it. Each point goes its own way, so
    /// that neighbours keep the border that they share.
    fn drawn(&self, ring: &[Point]) -> Option<Loop> {
        let snapped = |point: &Point| {
            let Point { x, y } = self.scaled(*point);
            let snap = |value: f64| (value / self.raster).round() * self.raster;
            Point::new(snap(x), self.area.top + snap(y - self.area.top))
        };
        let mut points: Vec<Point> = ring.iter().map(snapped).collect();
        points.dedup();
        while points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        let points = straightened(&points);
        if points.len() < 3 {
            return None;
        }
        let next = points.iter().cycle().skip(1);
        let edges: Vec<bool> =
            points.iter().zip(next).map(|(one, other)| self.is_edge(*one, *other)).collect();
        let ring = Loop { points: points.into_iter().zip(edges).collect() };
        (ring.doubled_area() > self.raster * self.raster).then_some(ring)
    }

    /// Whether a line runs along the end of the map, or along the antimeridian inside it.
    fn is_edge(&self, one: Point, other: Point) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() < self.raster * ALONG_EDGE;
        let along = |edge: f64, a: f64, b: f64| near(edge, a) && near(edge, b);
        along(self.area.left, one.x, other.x)
            || along(self.area.right, one.x, other.x)
            || along(self.area.top, one.y, other.y)
            || along(self.area.bottom, one.y, other.y)
            || self.is_antimeridian(one, other)
    }

    fn is_antimeridian(&self, one: Point, other: Point) -> bool {
        let at = from_middle(HALF_TURN, self.middle);
        if at.abs() > HALF_TURN - INSIDE || (one.y - other.y).abs() < self.raster {
            return false;
        }
        let scale = self.area.width() / self.frame.width();
        let near = |point: Point| {
            let plane_y = (point.y - self.area.top) / scale + self.frame.top;
            let mut seams = self.seams.borrow_mut();
            let seam = *seams.entry(point.y.to_bits()).or_insert_with(|| seam_at(at, plane_y));
            (self.scaled(Point::new(seam, plane_y)).x - point.x).abs() < scale * NEAR_SEAM
        };
        near(one) && near(other)
    }
}

/// Returns where the meridian `at` is at a height of the plane.
fn seam_at(at: f64, height: f64) -> f64 {
    let (mut low, mut high) = (-POLE, POLE);
    // 40 halvings of 180° are finer than any raster.
    for _ in 0..40 {
        let latitude = f64::midpoint(low, high);
        if project([0.0, latitude]).y > height { low = latitude } else { high = latitude }
    }
    project([at, low]).x
}

/// Returns twice the area inside a closed line.
fn doubled_area(points: &[Point]) -> f64 {
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>().abs()
}

/// Leaves out points on straight lines.
fn straightened(points: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for (index, &point) in points.iter().enumerate() {
        let before = kept.last().copied().or_else(|| points.last().copied());
        let next = points[(index + 1) % points.len()];
        let is_corner = before.is_none_or(|before| {
            let cross = (point.x - before.x) * (next.y - point.y)
                - (point.y - before.y) * (next.x - point.x);
            cross.abs() > STRAIGHT
        });
        if is_corner {
            kept.push(point);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_on_straight_lines_go() {
        let at = Point::new;
        let square = [at(0.0, 0.0), at(1.0, 0.0), at(2.0, 0.0), at(2.0, 2.0), at(0.0, 2.0)];
        assert_eq!(straightened(&square).len(), 4);
    }
}
