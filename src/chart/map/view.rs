//! Which part of the world a map shows: the meridian in the middle, and a frame in the plane.

use super::atlas::{Region, Ring};
use super::equal_earth::{HALF_TURN, POLE, TURN, from_middle, project};
use super::model::{Extent, Map};
use crate::chart::geometry::{Area, Point};

/// How much of the surroundings is seen, by the size of what is shown.
const MARGIN: f64 = 0.07;

/// The parallels between which the world is shown: without Antarctica.
const WORLD: (f64, f64) = (-56.5, 83.8);

/// Places that cover more than this, in degrees from west to east, are shown on a map of the world: a frame around them
/// would be nearly as wide.
const WIDEST: f64 = 200.0;

/// The least of the surroundings that is seen on each side, in degrees: a single town still has some.
const LEAST_MARGIN: f64 = 1.0;

/// In how many parts the sides of a frame are cut: they are curves in the plane, and the frame holds each part.
const PARTS: u32 = 24;

/// What lies between two meridians and two parallels, in degrees.
struct Degrees {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
}

/// Returns the meridian in the middle, in degrees, and what is seen, in the plane of the projection.
/// `regions` are those with a row, by their places in the atlas.
pub(super) fn view(map: &Map, regions: &[usize]) -> (f64, Area) {
    match map.extent {
        Extent::World => world(map.middle.unwrap_or(0.0)),
        Extent::Box { west, south, east, north } => {
            let width = from_middle(east, west + HALF_TURN) + HALF_TURN;
            let middle = map.middle.unwrap_or(west + width / 2.0);
            (middle, Degrees { west, east: west + width, south, north }.framed(middle))
        }
        Extent::Places => {
            let shown: Vec<&Region> =
                regions.iter().map(|index| &map.atlas.regions[*index]).collect();
            around(&shown, map.middle)
        }
    }
}

/// Returns the area around points.
pub(super) fn bounds(points: impl Iterator<Item = Point>) -> Area {
    let empty = Area { left: f64::MAX, top: f64::MAX, right: f64::MIN, bottom: f64::MIN };
    points.fold(empty, |area, point| Area {
        left: area.left.min(point.x),
        top: area.top.min(point.y),
        right: area.right.max(point.x),
        bottom: area.bottom.max(point.y),
    })
}

fn world(middle: f64) -> (f64, Area) {
    let edge = project([HALF_TURN, 0.0]).x;
    let (south, north) = WORLD;
    let (top, bottom) = (project([0.0, north]).y, project([0.0, south]).y);
    (middle, Area { left: -edge, top, right: edge, bottom })
}

impl Degrees {
    /// Returns the frame around it in the plane of a map whose middle meridian is `middle`.
    fn framed(&self, middle: f64) -> Area {
        let Self { west, east, south, north } = *self;
        let share = |part: u32| f64::from(part) / f64::from(PARTS);
        let mut points = Vec::new();
        for part in 0..=PARTS {
            let x = west + (east - west) * share(part) - middle;
            let y = south + (north - south) * share(part);
            let corners = [[x, south], [x, north], [west - middle, y], [east - middle, y]];
            points.extend(corners.map(project));
        }
        bounds(points.into_iter())
    }
}

/// Returns the middle meridian and the frame around regions, by their largest parts.
fn around(regions: &[&Region], middle: Option<f64>) -> (f64, Area) {
    let boxes: Vec<Area> = regions.iter().filter_map(|region| degrees(region)).collect();
    let Some((west, width)) = span(&boxes) else { return world(middle.unwrap_or(0.0)) };
    let own = west + width / 2.0;
    let middle = middle.unwrap_or(own);
    if width > WIDEST {
        return world(middle);
    }
    let south = boxes.iter().map(|area| area.top).fold(POLE, f64::min);
    let north = boxes.iter().map(|area| area.bottom).fold(-POLE, f64::max);
    let margin = |length: f64| (length * MARGIN).max(LEAST_MARGIN);
    let (across, down) = (margin(width), margin(north - south));
    let seen = Degrees {
        west: west - across,
        east: west + width + across,
        south: (south - down).max(-POLE),
        north: (north + down).min(POLE),
    };
    (middle, seen.framed(middle))
}

/// Returns the degrees that the largest part of a region covers; `top` is its southern parallel.
fn degrees(region: &Region) -> Option<Area> {
    let of_ring = |ring: &Ring| bounds(ring.iter().map(|[x, y]| Point::new(*x, *y)));
    let size = |area: &Area| area.width() * area.height();
    let largest = region.rings.iter().map(of_ring).max_by(|a, b| size(a).total_cmp(&size(b)));
    largest.or_else(|| region.point.map(|[x, y]| bounds([Point::new(x, y)].into_iter())))
}

/// Returns where the shortest arc begins that covers all boxes, and how many degrees it has: what
/// is left is the widest gap between them.
fn span(boxes: &[Area]) -> Option<(f64, f64)> {
    let mut sorted: Vec<(f64, f64)> = boxes.iter().map(|area| (area.left, area.right)).collect();
    sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (first, _) = *sorted.first()?;
    let mut end = f64::MIN;
    let mut gap = (f64::MIN, first);
    for &(west, east) in &sorted {
        if end > f64::MIN && west - end > gap.0 {
            gap = (west - end, west);
        }
        end = end.max(east);
    }
    let around = first + TURN - end;
    if around >= gap.0 {
        return Some((first, end - first));
    }
    Some((gap.1, TURN - gap.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_arc_may_cross_the_antimeridian() {
        #[track_caller]
        fn test(boxes: &[(f64, f64)], expected: (f64, f64)) {
            let boxes: Vec<Area> = boxes
                .iter()
                .map(|&(left, right)| Area { left, right, top: 0.0, bottom: 1.0 })
                .collect();
            assert_eq!(span(&boxes), Some(expected));
        }

        test(&[(-80.0, -35.0), (-118.0, -87.0)], (-118.0, 83.0));
        test(&[(113.0, 153.0), (-75.0, -67.0)], (113.0, 180.0));
    }
}
