//! The Equal Earth projection, and outlines cut where a map ends.
//!
//! Equal areas look equal, which a map of amounts owes its readers.
//!
//! # Source
//! B. Šavrič, T. Patterson and B. Jenny (2019), *International Journal of Geographical Information
//! Science* 33(3), 454–465.

use super::atlas::Ring;
use crate::chart::geometry::{Area, Point};

/// A turn, in degrees.
pub(super) const TURN: f64 = 360.0;

/// Half a turn, in degrees: how far the ends of the world are from its middle meridian.
pub(super) const HALF_TURN: f64 = TURN / 2.0;

/// How far the poles are from the equator, in degrees.
pub(super) const POLE: f64 = HALF_TURN / 2.0;

/// The coefficient of the parametric latitude in the projection's polynomial, from its paper, as the next three.
const A1: f64 = 1.340_264;

/// The coefficient of the third power.
const A2: f64 = -0.081_106;

/// The coefficient of the seventh power.
const A3: f64 = 0.000_893;

/// The coefficient of the ninth power.
const A4: f64 = 0.003_796;

/// The coefficients of the polynomial's derivative: of the second, the sixth and the eighth power.
const SLOPES: [f64; 3] = [3.0 * A2, 7.0 * A3, 9.0 * A4];

/// The square root of three, halved: what the latitude is shortened by.
const HALF_ROOT: f64 = 0.866_025_403_784_438_6;

/// How far from the antimeridian a point still lies on it, in degrees.
const ON_SEAM: f64 = 0.03;

/// How far outlines that end at the antimeridian overlap, in degrees, so that no gap is seen.
const OVERLAP: f64 = 0.25;

/// The longest straight part of the edge of the world, in degrees; the edge is curved.
const EDGE: f64 = 4.0;

/// Returns where a place lies, in the plane of a globe of radius one: y grows downwards. `x` are
/// degrees from the middle meridian. The functions are those of `libm`, which give the same bits
/// on every platform.
pub(super) fn project([x, y]: [f64; 2]) -> Point {
    let theta = libm::asin(HALF_ROOT * libm::sin(y.to_radians()));
    let square = theta * theta;
    let sixth = square * square * square;
    let [second, of_sixth, of_eighth] = SLOPES;
    let slope = A1 + second * square + sixth * (of_sixth + of_eighth * square);
    let across = x.to_radians() * libm::cos(theta) / (HALF_ROOT * slope);
    let down = theta * (A1 + A2 * square + sixth * (A3 + A4 * square));
    Point::new(across, -down)
}

/// Returns the degrees from the middle meridian, between −180 and 180.
pub(super) fn from_middle(longitude: f64, middle: f64) -> f64 {
    let turned = (longitude - middle + HALF_TURN) / TURN;
    (turned - turned.floor()) * TURN - HALF_TURN
}

/// Turns a ring so that `middle` is at zero, and cuts it where the world ends on the left and on
/// the right. What the file cut at the antimeridian overlaps a little, if that is inside the map.
pub(super) fn turned(ring: &Ring, middle: f64) -> Vec<Ring> {
    let mut points = unrolled(ring, middle);
    close_around_pole(&mut points);
    let (low, high) =
        points.iter().fold((f64::MAX, f64::MIN), |(low, high), [x, _]| (x.min(low), x.max(high)));
    let mut parts = Vec::new();
    for turn in [-TURN, 0.0, TURN] {
        if low + turn >= HALF_TURN || high + turn <= -HALF_TURN {
            continue;
        }
        let moved: Ring = points.iter().map(|[x, y]| [x + turn, *y]).collect();
        let cut = clipped(&moved, |[x, _]| x + HALF_TURN);
        let cut = clipped(&cut, |[x, _]| HALF_TURN - x);
        if cut.len() > 2 {
            parts.push(with_curved_edges(&cut));
        }
    }
    parts
}

/// Returns a ring in degrees from the middle, without jumps from one side of the world to the other.
fn unrolled(ring: &Ring, middle: f64) -> Ring {
    let mut last = None;
    let inside = from_middle(HALF_TURN, middle).abs() < HALF_TURN - OVERLAP;
    let unroll = |&[x, y]: &[f64; 2]| {
        let is_seam = inside && (x.abs() - HALF_TURN).abs() < ON_SEAM;
        let beyond = if is_seam { OVERLAP * x.signum() } else { 0.0 };
        let at = from_middle(x, middle);
        let near = last.map_or(at, |last: f64| at + TURN * ((last - at) / TURN).round());
        last = Some(near);
        [near + beyond, y]
    };
    ring.iter().map(unroll).collect()
}

/// A ring around a pole ends a turn away from where it began: it is closed along the pole.
fn close_around_pole(points: &mut Ring) {
    let (Some([first, _]), Some([last, y])) = (points.first().copied(), points.last().copied())
    else {
        return;
    };
    if (last - first).abs() > HALF_TURN {
        let pole = POLE * y.signum();
        points.extend([[last, pole], [first, pole]]);
    }
}

/// Puts points on the lines along the left and the right end of the world.
fn with_curved_edges(ring: &Ring) -> Ring {
    let mut points = Ring::new();
    for (index, &[x, y]) in ring.iter().enumerate() {
        points.push([x, y]);
        let [next_x, next_y] = ring[(index + 1) % ring.len()];
        let along_edge = x.abs() >= HALF_TURN && next_x.abs() >= HALF_TURN && x * next_x > 0.0;
        let mut at = y;
        while along_edge && (next_y - at).abs() > EDGE {
            at += EDGE * (next_y - at).signum();
            points.push([x, at]);
        }
    }
    points
}

/// Cuts off what lies where `inside` is negative. A ring that is cut into several stays one, its
/// parts joined along the cut, where its filling shows nothing.
///
/// # Source
/// I. E. Sutherland and G. W. Hodgman (1974), *Communications of the ACM* 17(1), 32–42.
fn clipped(ring: &[[f64; 2]], inside: impl Fn([f64; 2]) -> f64) -> Ring {
    let mut kept = Ring::with_capacity(ring.len());
    let Some(mut before) = ring.last().copied() else { return kept };
    for &point in ring {
        let (was, is) = (inside(before), inside(point));
        if (was < 0.0) != (is < 0.0) {
            let part = was / (was - is);
            let [x, y] = before;
            kept.push([x + (point[0] - x) * part, y + (point[1] - y) * part]);
        }
        if is >= 0.0 {
            kept.push(point);
        }
        before = point;
    }
    kept
}

/// Cuts off what lies outside of `frame`, in the plane.
pub(super) fn framed(ring: &[Point], frame: &Area) -> Vec<Point> {
    let points: Ring = ring.iter().map(|point| [point.x, point.y]).collect();
    let cut = clipped(&points, |[x, _]| x - frame.left);
    let cut = clipped(&cut, |[x, _]| frame.right - x);
    let cut = clipped(&cut, |[_, y]| y - frame.top);
    let cut = clipped(&cut, |[_, y]| frame.bottom - y);
    cut.into_iter().map(|[x, y]| Point::new(x, y)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_where_the_paper_has_them() {
        #[track_caller]
        fn test(place: [f64; 2], x: f64, y: f64) {
            let found = project(place);
            assert!((found.x - x).abs() < 1e-3 && (found.y - y).abs() < 1e-3, "{found:?}");
        }

        test([0.0, 0.0], 0.0, 0.0);
        test([180.0, 0.0], 2.706_63, 0.0);
        test([0.0, 90.0], 0.0, -1.317_36);
        test([-180.0, -90.0], -1.603_59, 1.317_36);
    }

    #[test]
    fn rings_are_cut_where_the_world_ends() {
        let square = |from: f64, to: f64| vec![[from, 0.0], [to, 0.0], [to, 9.0], [from, 9.0]];
        assert_eq!(turned(&square(0.0, 10.0), 0.0).len(), 1);
        // Turned by 175°, the antimeridian of the file is inside, and the edge is at 5°.
        let parts = turned(&square(0.0, 10.0), -175.0);
        assert_eq!(parts.len(), 2);
        assert!(parts.iter().flatten().all(|[x, _]| x.abs() <= 180.0), "{parts:?}");
    }
}
