//! Names and values on a map, where there is room.

use super::Mark;
use super::circles::Disc;
use super::model::Classing;
use super::sheet::Sheet;
use crate::chart::bar::position_name;
use crate::chart::geometry::{Area, Point};
use crate::chart::model::{Emphasis, Values};
use crate::chart::place::Obstacles;
use crate::chart::scene::{Anchor, Role, Token};
use crate::chart::sketch::{Block, Sketch, rimmed};
use crate::chart::typeface::Weight;

/// More names than these make a map unreadable; they are left to the table and the pointer.
const MOST: usize = 24;

/// Where a label may stand, from the middle of its region: to which side, by how much of its
/// radius, and how good that is.
const SIDES: [(f64, f64, f64); 5] =
    [(0.0, 0.0, 0.0), (1.0, 0.0, 1.0), (-1.0, 0.0, 1.5), (0.0, -1.0, 2.0), (0.0, 1.0, 2.0)];

/// Draws the names of what is highlighted, with the values; `circles` are those of the marks, if the
/// map has circles. A name for which there is no place is left out: the table has it.
pub(super) fn draw(
    sketch: &mut Sketch<'_>,
    sheet: &Sheet<'_>,
    (marks, circles): (&[Mark<'_>], &[Option<Disc>]),
) {
    let wanted = |mark: &&(usize, &Mark<'_>)| mark.1.datum.emphasis == Emphasis::Highlight;
    let mut named: Vec<(usize, &Mark<'_>)> =
        marks.iter().enumerate().filter(|mark| wanted(&mark)).collect();
    if named.len() > MOST || sketch.chart.values == Values::None {
        return;
    }
    // The largest come first: small regions find a place beside them.
    named.sort_by(|(_, one), (_, other)| other.outline.whole.total_cmp(&one.outline.whole));
    let mut obstacles = Obstacles::new(sheet.area());
    obstacles.areas.extend(
        circles
            .iter()
            .flatten()
            .map(|(centre, radius)| Area::between(*centre, *centre).grown(radius * 0.7)),
    );
    let mut texts = Vec::new();
    for (index, mark) in named {
        let circle = circles.get(index).copied().flatten();
        let Some(centre) = circle.map(|(centre, _)| centre).or(mark.outline.place) else {
            continue;
        };
        let small = super::is_small(sketch, mark);
        let radius = match circle {
            Some((_, radius)) => radius,
            None if small => sketch.em(super::DOT),
            None => mark.outline.width / 2.0,
        };
        let block = block(sketch, mark);
        let inside = circle.is_none() && !small && fits(&block, mark);
        let Some((at, anchor)) = place(sketch, &obstacles, (&block, centre, radius), inside) else {
            continue;
        };
        obstacles.texts.push(block.area(at, anchor));
        texts.push(rimmed(block.centred(at, anchor, Token::Ink.into())));
    }
    sketch.add(Role::Label, texts);
}

/// Returns the name of a region and, below it, its value.
fn block(sketch: &Sketch<'_>, mark: &Mark<'_>) -> Block {
    let name = position_name(&mark.datum.at);
    let has_names =
        sketch.chart.map.as_ref().is_some_and(|map| matches!(map.classing, Classing::Named(_)));
    let value = mark.datum.value.filter(|_| !has_names).map(|value| sketch.value(value));
    let text = match value {
        Some(value) => format!("{name} {value}"),
        None => name,
    };
    sketch.block(&text, Weight::Regular, sketch.em(7.0))
}

/// Whether a label lies within its region, nearly.
fn fits(block: &Block, mark: &Mark<'_>) -> bool {
    block.width <= mark.outline.width * 1.05
}

/// Finds the best place of a label; none if each covers another, or leaves the map.
fn place(
    sketch: &Sketch<'_>,
    obstacles: &Obstacles,
    (block, centre, radius): (&Block, Point, f64),
    inside: bool,
) -> Option<(Point, Anchor)> {
    let gap = radius + sketch.em(0.25);
    let best = SIDES
        .iter()
        .filter(|(x, y, _)| inside || *x != 0.0 || *y != 0.0)
        .map(|&(x, y, cost)| {
            // A wide region has names above and below it close to its middle.
            let down = y * (gap.min(sketch.em(2.6)) + block.height / 2.0);
            let at = Point::new(centre.x + x * gap, centre.y + down);
            let anchor = match x {
                x if x > 0.0 => Anchor::Start,
                x if x < 0.0 => Anchor::End,
                _ => Anchor::Middle,
            };
            let area = block.area(at, anchor);
            (cost + obstacles.cost(&area, &obstacles.plot), at, anchor)
        })
        .min_by(|one, other| one.0.total_cmp(&other.0));
    best.filter(|(cost, _, _)| *cost < 60.0).map(|(_, at, anchor)| (at, anchor))
}
