//! Lines over a filling: what tells it apart without colour.

use crate::chart::geometry::Point;
use crate::chart::scene::{Colour, Shape, Step, Stroke};
use crate::chart::sketch::Sketch;

/// How far slanted lines are apart, in em, measured along an axis: about as far as horizontal ones are.
const SLANTED: f64 = 0.5;

/// How far horizontal and vertical lines are apart, in em.
const STRAIGHT: f64 = 0.36;

/// How thick the lines are, in em: heavier than a border, so that they are seen on a tint.
const LINE: f64 = 0.075;

/// Which way the lines run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hatch {
    /// From the lower left to the upper right.
    Rising,
    /// From the upper left to the lower right.
    Falling,
    /// From left to right.
    Horizontal,
    /// From top to bottom.
    Vertical,
}

impl Hatch {
    /// Returns how far a point lies across the lines and along them.
    fn turned(self, point: Point) -> (f64, f64) {
        let Point { x, y } = point;
        match self {
            Self::Rising => (x + y, x - y),
            Self::Falling => (x - y, x + y),
            Self::Horizontal => (y, x),
            Self::Vertical => (x, y),
        }
    }

    fn back(self, (across, along): (f64, f64)) -> Point {
        let half = |sum: f64| sum / 2.0;
        match self {
            Self::Rising => Point::new(half(across + along), half(across - along)),
            Self::Falling => Point::new(half(across + along), half(along - across)),
            Self::Horizontal => Point::new(along, across),
            Self::Vertical => Point::new(across, along),
        }
    }

    /// Returns how far lines are apart, in em.
    fn distance(self) -> f64 {
        match self {
            Self::Rising | Self::Falling => SLANTED,
            Self::Horizontal | Self::Vertical => STRAIGHT,
        }
    }
}

/// Returns lines that fill `rings` by the rule of even and odd crossings, in one path; none if
/// there is no hatch.
pub(super) fn lines(
    sketch: &Sketch<'_>,
    rings: &[Vec<Point>],
    hatch: Option<(Hatch, Colour)>,
) -> Option<Shape> {
    let (hatch, colour) = hatch?;
    let distance = sketch.em(hatch.distance());
    let rings: Vec<Vec<(f64, f64)>> =
        rings.iter().map(|ring| ring.iter().map(|point| hatch.turned(*point)).collect()).collect();
    let across = || rings.iter().flatten().map(|(across, _)| *across);
    let (low, high) = (across().fold(f64::MAX, f64::min), across().fold(f64::MIN, f64::max));
    let mut steps = Vec::new();
    // Lines of all regions lie on one raster, so that neighbours look alike.
    let mut at = (low / distance).ceil() * distance;
    while at < high {
        let mut crossings: Vec<f64> = rings.iter().flat_map(|ring| crossings(ring, at)).collect();
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            steps.push(Step::Move(hatch.back((at, pair[0]))));
            steps.push(Step::Line(hatch.back((at, pair[1]))));
        }
        at += distance;
    }
    let stroke = Stroke::solid(colour, sketch.em(LINE));
    (!steps.is_empty()).then_some(Shape::Path { steps, fill: None, stroke: Some(stroke) })
}

/// Returns where a ring crosses a line.
fn crossings(ring: &[(f64, f64)], at: f64) -> Vec<f64> {
    let mut found = Vec::new();
    for (index, &(across, along)) in ring.iter().enumerate() {
        let (next, next_along) = ring[(index + 1) % ring.len()];
        if (across < at) != (next < at) {
            found.push(along + (at - across) / (next - across) * (next_along - along));
        }
    }
    found
}
