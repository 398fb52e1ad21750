//! Circles whose areas are in proportion to values.

use super::Mark;
use crate::chart::bar::position_name;
use crate::chart::geometry::Point;
use crate::chart::measures;
use crate::chart::model::{Datum, Emphasis, ValueOrigin};
use crate::chart::scale::{Grain, Ticks};
use crate::chart::scene::{Anchor, Colour, Dash, GroupRole, Shape, Stroke, ThemeToken};
use crate::chart::sketch::Sketch;
use crate::chart::typeface::Weight;

/// The radius of the greatest circle, in em.
const GREATEST: f64 = 2.0;

/// The size of circles on a phone, as a part of that on a page: not as small as the map there, or most would be dots.
const NARROW_SHARE: f64 = 0.75;

/// The paper around a circle, in em, so that those that overlap are told apart.
const RIM: f64 = 0.08;

/// Half the length of the minus sign in a circle, by the radius.
const HALF_SIGN: f64 = 0.6;

/// The most that half of that sign is long, in em.
const HALF_SIGN_MOST: f64 = 0.4;

/// How thick that sign is, in em.
const SIGN: f64 = 0.13;

/// The second circle of a key has the first one's value divided by this, and so half its radius.
const SECOND: f64 = 4.0;

/// Above the circles of a key, in em.
const ABOVE_KEY: f64 = 0.5;

/// Between a value of a key and the next circle, in em: three times as far as from a circle to its value.
const ENTRY_GAP: f64 = 1.2;

/// A circle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Disc {
    pub(super) centre: Point,
    pub(super) radius: f64,
}

/// The smallest radius, in em, so that every value except zero can be seen.
const LEAST: f64 = 0.16;

/// Returns the radius of a value; none of zero, which has no circle.
fn radius(sketch: &Sketch<'_>, value: f64, greatest: f64) -> Option<f64> {
    let wide = if sketch.setting.layout.is_roomy() { 1.0 } else { NARROW_SHARE };
    let share = (value.abs() / greatest).sqrt();
    (share > 0.0).then(|| sketch.em((GREATEST * wide * share).max(LEAST)))
}

/// Returns the largest value, without its sign.
fn greatest(values: impl Iterator<Item = f64>) -> f64 {
    values.map(f64::abs).fold(0.0, f64::max)
}

/// Draws the circles, the greatest first; returns that of each mark, none if it has none.
pub(super) fn draw(sketch: &mut Sketch<'_>, marks: &[Mark<'_>]) -> Vec<Option<Disc>> {
    let greatest = greatest(marks.iter().filter_map(|mark| mark.datum.value));
    let circle = |mark: &Mark<'_>| {
        let radius = radius(sketch, mark.datum.value?, greatest)?;
        Some(Disc { centre: mark.outline.place?, radius })
    };
    let circles: Vec<Option<Disc>> = marks.iter().map(circle).collect();
    let mut order: Vec<usize> = (0..marks.len()).collect();
    let size = |index: &usize| circles[*index].map_or(0.0, |disc| disc.radius);
    order.sort_by(|one, other| size(other).total_cmp(&size(one)));
    for index in order {
        let mark = &marks[index];
        let (Some(disc), Some(value)) = (circles[index], mark.datum.value) else { continue };
        let shapes = disc.shapes(sketch, mark.datum, value);
        let name = position_name(&mark.datum.at);
        let reading = sketch.reading([&name, ""], value);
        sketch.mark(reading, shapes);
    }
    circles
}

impl Disc {
    /// Returns its shapes: below zero it has another colour and a minus sign, and what was inferred is
    /// hollow.
    fn shapes(self, sketch: &Sketch<'_>, datum: &Datum, value: f64) -> Vec<Shape> {
        let Self { centre, radius } = self;
        let token = match (datum.emphasis, value < 0.0) {
            (Emphasis::Context, _) => ThemeToken::Rest,
            (Emphasis::Highlight, true) => ThemeToken::Series2,
            (Emphasis::Highlight, false) => ThemeToken::Series1,
        };
        let (fill, stroke) = match datum.origin {
            ValueOrigin::Given => {
                (Colour::from(token), Stroke::solid(ThemeToken::Paper.into(), sketch.em(RIM)))
            }
            ValueOrigin::Inferred => (
                ThemeToken::Paper.into(),
                Stroke {
                    colour: token.into(),
                    width: sketch.em(measures::INFERRED_MARK),
                    dash: Dash::Dashed,
                },
            ),
        };
        let mut shapes =
            vec![Shape::Circle { centre, radius, fill: Some(fill), stroke: Some(stroke) }];
        if value < 0.0 {
            let half = (radius * HALF_SIGN).min(sketch.em(HALF_SIGN_MOST));
            let colour = if fill.token == ThemeToken::Paper { token } else { ThemeToken::Paper };
            let stroke = Stroke::solid(colour.into(), sketch.em(SIGN));
            let (from, to) =
                (Point::new(centre.x - half, centre.y), Point::new(centre.x + half, centre.y));
            shapes.push(Shape::Line { from, to, stroke });
        }
        shapes
    }
}

/// Draws circles of round values, and the filling of what is missing; returns where they end.
pub(super) fn draw_key(
    sketch: &mut Sketch<'_>,
    values: &[f64],
    (top, missing): (f64, bool),
) -> f64 {
    let greatest = greatest(values.iter().copied());
    let ticks = Ticks::enclosing((0.0, greatest), 5, Grain::Fine);
    let round = ticks.values.iter().rev().find(|tick| **tick <= greatest && **tick > 0.0);
    let round = round.copied().unwrap_or(greatest);
    let mut at = Point::new(0.0, top + sketch.em(ABOVE_KEY));
    let tallest = radius(sketch, round, greatest).unwrap_or_default();
    let middle = at.y + tallest;
    let mut shapes = Vec::new();
    for part in [round, round / SECOND] {
        let Some(radius) = radius(sketch, part, greatest) else { continue };
        let centre = Point::new(at.x + radius, middle);
        let stroke = Stroke::solid(ThemeToken::Muted.into(), sketch.em(measures::REFERENCE_LINE));
        shapes.push(Shape::Circle { centre, radius, fill: None, stroke: Some(stroke) });
        let decimals = ticks.decimals + if part < round { 2 } else { 0 };
        let text = (sketch.setting.number)(part, needed(part, decimals));
        let block = sketch.line(&text, Weight::Regular);
        let start = Point::new(centre.x + radius + sketch.em(measures::LABEL_GAP), middle);
        shapes.push(block.centred(start, Anchor::Start, ThemeToken::Muted.into()));
        at.x = start.x + block.width + sketch.em(ENTRY_GAP);
    }
    sketch.add(GroupRole::Label, shapes);
    let bottom = middle + tallest + sketch.em(measures::BELOW_KEY);
    if !missing {
        return bottom;
    }
    let items = [(super::MISSING, sketch.chart.absent.clone())];
    super::classes::draw_items(sketch, bottom + sketch.em(measures::BELOW_KEY), &items)
}

/// Returns how many of `most` decimals a number needs.
fn needed(value: f64, most: usize) -> usize {
    let text = format!("{value:.most$}");
    let text = text.trim_end_matches('0');
    text.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len())
}
