//! The main cord: two strands, twisted, with a knot at its beginning.

use super::{DEGREE, Hanging, PARABOLA, SAG};
use crate::chart::geometry::Point;
use crate::chart::measures;
use crate::chart::scene::{Group, GroupRole, Shape, Step, Stroke, ThemeToken};

/// Where the main cord begins, in em: the knot at its beginning stays within the drawing.
const INSET: f64 = 0.5;

/// How thick the main cord is, in em: four times as thick as those that hang from it.
const MAIN: f64 = 0.42;

/// The radii of the knot at the beginning of the main cord, in em: twice as thick as the cord, and a little flat.
const END_KNOT: (f64, f64) = (MAIN, 0.36);

/// The paper around that knot, in em: a hairline, so that it is seen on the cord, which has its colour.
const RIM: f64 = measures::HAIRLINE;

/// How thick the lines are that show the twist of the main cord, in em: finer than a hairline.
const TWIST: f64 = 0.05;

/// How far the lines of the twist lean to each side, in em.
const TWIST_LEAN: f64 = 0.16;

/// Half the height of the lines of the twist, in em: nearly the thickness of the cord, whose edge stays whole.
const TWIST_HALF: f64 = 0.17;

/// Where the first line of the twist stands behind the beginning of the cord, in em: behind its knot. One follows
/// each thickness of the cord.
const TWIST_FIRST: f64 = 0.4;

/// How far the last line of the twist stays from the end of the cord, in em, so that it leans within it.
const TWIST_LAST: f64 = 0.2;

impl Hanging<'_> {
    /// Draws the main cord: two strands, twisted, with a knot at its beginning.
    pub(super) fn main_cord(&self) -> Group {
        let width = self.setting.layout.width;
        let inset = self.em(INSET);
        let (from, to) = (inset, width - inset);
        let third = (to - from) / DEGREE;
        // The control points of a cubic curve that equals the parabola of `main_at`.
        let slope = |x: f64| self.em(SAG) * PARABOLA * (1.0 - 2.0 * x / width) / width;
        let (start, end) = (Point::new(from, self.main_at(from)), Point::new(to, self.main_at(to)));
        let one = Point::new(from + third, start.y + slope(from) * third);
        let two = Point::new(to - third, end.y - slope(to) * third);
        let steps = vec![Step::Move(start), Step::Curve(one, two, end)];
        let stroke = Stroke::solid(ThemeToken::Muted.into(), self.em(MAIN));
        let mut shapes = vec![Shape::Path { steps, fill: None, stroke: Some(stroke) }];
        let twist = Stroke::solid(ThemeToken::Paper.into(), self.em(TWIST));
        let (lean, half) = (self.em(TWIST_LEAN), self.em(TWIST_HALF));
        let mut steps = Vec::new();
        let mut x = from + self.em(TWIST_FIRST);
        while x < to - self.em(TWIST_LAST) {
            let y = self.main_at(x);
            steps.push(Step::Move(Point::new(x - lean, y + half)));
            steps.push(Step::Line(Point::new(x + lean, y - half)));
            x += self.em(MAIN);
        }
        shapes.push(Shape::Path { steps, fill: None, stroke: Some(twist) });
        let knot = self.ellipse(start, END_KNOT);
        let rim = Stroke::solid(ThemeToken::Paper.into(), self.em(RIM));
        shapes.push(Shape::Path {
            steps: knot,
            fill: Some(ThemeToken::Muted.into()),
            stroke: Some(rim),
        });
        Group { role: GroupRole::Mark, reading: String::new(), shapes }
    }
}
