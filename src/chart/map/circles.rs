//! Circles whose areas are in proportion to values.

use super::Mark;
use crate::chart::bar::position_name;
use crate::chart::geometry::Point;
use crate::chart::measures;
use crate::chart::model::{Emphasis, Origin};
use crate::chart::scale::{Grain, Ticks};
use crate::chart::scene::{Anchor, Colour, Dash, Role, Shape, Stroke, Token};
use crate::chart::sketch::Sketch;
use crate::chart::typeface::Weight;

/// The radius of the greatest circle, in em.
const GREATEST: f64 = 2.0;

/// The centre and the radius of a circle.
pub(super) type Disc = (Point, f64);

/// The smallest radius, in em, so that every value except zero can be seen.
const LEAST: f64 = 0.16;

/// Returns the radius of a value; none of zero, which has no circle.
fn radius(sketch: &Sketch<'_>, value: f64, greatest: f64) -> Option<f64> {
    let wide = if sketch.setting.layout.is_roomy() { 1.0 } else { 0.75 };
    let share = (value.abs() / greatest).sqrt();
    (share > 0.0).then(|| sketch.em((GREATEST * wide * share).max(LEAST)))
}

/// Returns the largest value, without its sign.
fn greatest(values: impl Iterator<Item = f64>) -> f64 {
    values.map(f64::abs).fold(0.0, f64::max)
}

/// Draws the circles, the greatest first; returns centre and radius of each mark's, none if it has
/// none.
pub(super) fn draw(sketch: &mut Sketch<'_>, marks: &[Mark<'_>]) -> Vec<Option<Disc>> {
    let greatest = greatest(marks.iter().filter_map(|mark| mark.datum.value));
    let circle = |mark: &Mark<'_>| {
        let radius = radius(sketch, mark.datum.value?, greatest)?;
        Some((mark.outline.place?, radius))
    };
    let circles: Vec<Option<Disc>> = marks.iter().map(circle).collect();
    let mut order: Vec<usize> = (0..marks.len()).collect();
    let size = |index: &usize| circles[*index].map_or(0.0, |(_, radius)| radius);
    order.sort_by(|one, other| size(other).total_cmp(&size(one)));
    for index in order {
        let (Some((centre, radius)), Some(value)) = (circles[index], marks[index].datum.value)
        else {
            continue;
        };
        let shapes = disc(sketch, (centre, radius), (&marks[index], value));
        let name = position_name(&marks[index].datum.at);
        let reading = sketch.reading([&name, ""], value);
        sketch.mark(reading, shapes);
    }
    circles
}

/// Returns the shapes of a circle: below zero it has another colour and a minus sign, and what was
/// inferred is hollow.
fn disc(
    sketch: &Sketch<'_>,
    (centre, radius): (Point, f64),
    (mark, value): (&Mark<'_>, f64),
) -> Vec<Shape> {
    let token = match (mark.datum.emphasis, value < 0.0) {
        (Emphasis::Context, _) => Token::Rest,
        (Emphasis::Highlight, true) => Token::Series2,
        (Emphasis::Highlight, false) => Token::Series1,
    };
    let (fill, stroke) = match mark.datum.origin {
        Origin::Given => (Colour::from(token), Stroke::solid(Token::Paper.into(), sketch.em(0.08))),
        Origin::Inferred => (
            Token::Paper.into(),
            Stroke {
                colour: token.into(),
                width: sketch.em(measures::INFERRED_MARK),
                dash: Dash::Dashed,
            },
        ),
    };
    let mut shapes = vec![Shape::Circle { centre, radius, fill: Some(fill), stroke: Some(stroke) }];
    if value < 0.0 {
        let half = (radius * 0.6).min(sketch.em(0.4));
        let colour = if fill.token == Token::Paper { token } else { Token::Paper };
        let stroke = Stroke::solid(colour.into(), sketch.em(0.13));
        let (from, to) =
            (Point::new(centre.x - half, centre.y), Point::new(centre.x + half, centre.y));
        shapes.push(Shape::Line { from, to, stroke });
    }
    shapes
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
    let mut at = Point::new(0.0, top + sketch.em(0.5));
    let tallest = radius(sketch, round, greatest).unwrap_or_default();
    let middle = at.y + tallest;
    let mut shapes = Vec::new();
    for part in [round, round / 4.0] {
        let Some(radius) = radius(sketch, part, greatest) else { continue };
        let centre = Point::new(at.x + radius, middle);
        let stroke = Stroke::solid(Token::Muted.into(), sketch.em(measures::REFERENCE_LINE));
        shapes.push(Shape::Circle { centre, radius, fill: None, stroke: Some(stroke) });
        let decimals = ticks.decimals + if part < round { 2 } else { 0 };
        let text = (sketch.setting.number)(part, needed(part, decimals));
        let block = sketch.line(&text, Weight::Regular);
        let start = Point::new(centre.x + radius + sketch.em(measures::LABEL_GAP), middle);
        shapes.push(block.centred(start, Anchor::Start, Token::Muted.into()));
        at.x = start.x + block.width + sketch.em(1.2);
    }
    sketch.add(Role::Label, shapes);
    let bottom = middle + tallest + sketch.em(0.3);
    if !missing {
        return bottom;
    }
    let items = [(super::MISSING, sketch.chart.absent.clone())];
    super::classes::draw_items(sketch, bottom + sketch.em(0.3), &items)
}

/// Returns how many of `most` decimals a number needs.
fn needed(value: f64, most: usize) -> usize {
    let text = format!("{value:.most$}");
    let text = text.trim_end_matches('0');
    text.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len())
}
