//! Names and values on a map, where there is room.

use super::Mark;
use super::circles::Disc;
use super::model::Classing;
use super::sheet::Sheet;
use crate::chart::bar::position_name;
use crate::chart::geometry::{Area, Point};
use crate::chart::model::{Emphasis, Values};
use crate::chart::place::Obstacles;
use crate::chart::scene::{Anchor, GroupRole, ThemeToken};
use crate::chart::sketch::{Block, Sketch, rimmed};
use crate::chart::typeface::Weight;

/// More names than these make a map unreadable; they are left to the table and the pointer.
const MOST: usize = 24;

/// Where a label may stand, from the middle of its region: to which side, by how much of its
/// radius, and how good that is.
const SIDES: [(f64, f64, f64); 5] =
    [(0.0, 0.0, 0.0), (1.0, 0.0, 1.0), (-1.0, 0.0, 1.5), (0.0, -1.0, 2.0), (0.0, 1.0, 2.0)];

/// The part of the radius of a circle that no name may cover: corners of a label may reach into it.
const CORE: f64 = 0.7;

/// The greatest width of a label, in em: two or three words.
const WIDTH: f64 = 7.0;

/// A label stands in its region if it is no wider than this times the region: its ends may lie on the borders.
const FITTING: f64 = 1.05;

/// Between a region and the label beside it, in em.
const GAP: f64 = 0.25;

/// The most that a label stands above or below the middle of its region, in em, however wide the region is.
const FARTHEST: f64 = 2.6;

/// A place that costs as much as this covers another label, or too many marks: none is better.
const UNBEARABLE: f64 = 60.0;

/// A label that looks for a place around its region or circle.
struct Label<'a> {
    block: &'a Block,
    around: Disc,
    /// Whether it has room in its region.
    fits: bool,
}

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
            .map(|disc| Area::between(disc.centre, disc.centre).grown(disc.radius * CORE)),
    );
    let mut texts = Vec::new();
    for (index, mark) in named {
        let circle = circles.get(index).copied().flatten();
        let Some(around) = circle.or_else(|| disc_of_region(sketch, mark)) else { continue };
        let block = &block(sketch, mark);
        let fits = circle.is_none() && !super::is_small(sketch, mark) && fits(block, mark);
        let Some((at, anchor)) = (Label { block, around, fits }).place(sketch, &obstacles) else {
            continue;
        };
        obstacles.texts.push(block.area(at, anchor));
        texts.push(rimmed(block.centred(at, anchor, ThemeToken::Ink.into())));
    }
    sketch.add(GroupRole::Label, texts);
}

/// Returns the circle that a label of a region stands around; none if nothing of the region is seen.
fn disc_of_region(sketch: &Sketch<'_>, mark: &Mark<'_>) -> Option<Disc> {
    let is_small = super::is_small(sketch, mark);
    let radius = if is_small { sketch.em(super::DOT) } else { mark.outline.width / 2.0 };
    Some(Disc { centre: mark.outline.place?, radius })
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
    sketch.block(&text, Weight::Regular, sketch.em(WIDTH))
}

/// Whether a label lies within its region, nearly.
fn fits(block: &Block, mark: &Mark<'_>) -> bool {
    block.width <= mark.outline.width * FITTING
}

impl Label<'_> {
    /// Finds its best place; none if each covers another label, or leaves the map.
    fn place(&self, sketch: &Sketch<'_>, obstacles: &Obstacles) -> Option<(Point, Anchor)> {
        let Disc { centre, radius } = self.around;
        let gap = radius + sketch.em(GAP);
        let best = SIDES
            .iter()
            .filter(|(x, y, _)| self.fits || *x != 0.0 || *y != 0.0)
            .map(|&(x, y, cost)| {
                // A wide region has names above and below it close to its middle.
                let down = y * (gap.min(sketch.em(FARTHEST)) + self.block.height / 2.0);
                let at = Point::new(centre.x + x * gap, centre.y + down);
                let anchor = match x {
                    x if x > 0.0 => Anchor::Start,
                    x if x < 0.0 => Anchor::End,
                    _ => Anchor::Middle,
                };
                let area = self.block.area(at, anchor);
                (cost + obstacles.cost(&area, &obstacles.plot), at, anchor)
            })
            .min_by(|one, other| one.0.total_cmp(&other.0));
        best.filter(|(cost, _, _)| *cost < UNBEARABLE).map(|(_, at, anchor)| (at, anchor))
    }
}
