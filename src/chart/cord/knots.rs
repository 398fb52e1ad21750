//! The cord of a number, with its knots.

use super::{Cord, DEGREE, HEAD, Hanging, KNOT, Line, PLACE, TURN, digits};
use crate::chart::geometry::Point;
use crate::chart::scale::real;
use crate::chart::scene::{Colour, Group, GroupRole, Shape, Step, Stroke, ThemeToken};

/// The thickness of a cord, in em of knots.
const CORD: f64 = 0.1;

/// How thick the loop is by which a cord is attached, in em of knots: two turns of it.
const HITCH: f64 = 0.24;

/// How far that loop leans to each side, in em of knots.
const HITCH_LEAN: f64 = 0.05;

/// Half the height of that loop, in em: it reaches around the main cord.
const HITCH_HALF: f64 = 0.26;

/// How thick a single knot is, in em of knots: thinner than knots are apart, so that they can be counted.
const SINGLE: f64 = 0.27;

/// How far a single knot reaches to each side before its round ends, in em of knots: it is nearly round.
const SINGLE_HALF: f64 = 0.06;

/// How thick a turn of a long knot is, in em of knots: thinner than turns are apart, so that they can be counted.
const LONG: f64 = 0.13;

/// How far a turn of a long knot leans up and down, in em of knots.
const LONG_LEAN: f64 = 0.06;

/// How far a turn of a long knot reaches to each side, in em of knots: a little wider than a single knot.
const LONG_HALF: f64 = 0.2;

/// How thick the line of a figure of eight is, in em of knots: as a cord, and a little more.
const EIGHT: f64 = 0.11;

/// The radii of the two loops of a figure of eight, in em of knots.
const EIGHT_LOOP: (f64, f64) = (0.17, 0.2);

/// How far the middles of the two loops are apart, in em: they touch where knots have their full size.
const EIGHT_APART: f64 = 2.0 * EIGHT_LOOP.1;

/// How far control points lie from the ends of a quarter circle.
const QUARTER: f64 = 0.5523;

impl Hanging<'_> {
    /// Draws the cord of a number with its knots.
    pub(super) fn pendant(&self, cord: &Cord, index: usize, value: i32) -> Group {
        let digits = digits(value.unsigned_abs());
        let line = self.line(cord.token.into(), index, value);
        let thin = Stroke::solid(line.colour, self.knot_em(CORD));
        let (start, end) = (line.at(0.0), line.at(line.length));
        let bend = |along: f64, x: f64| Point::new(x, line.start.y + line.side * along);
        let steps = vec![
            Step::Move(start),
            Step::Curve(
                bend(line.length / DEGREE, line.bends[0]),
                bend(line.length * 2.0 / DEGREE, line.bends[1]),
                end,
            ),
        ];
        let mut shapes = vec![Shape::Path { steps, fill: None, stroke: Some(thin) }];
        shapes.push(self.hitch(start, line.colour));
        let missing = self.places - digits.len();
        for (place, digit) in digits.iter().enumerate() {
            let along = self.em(HEAD) + real(place + missing) * self.em(PLACE);
            let units = place + 1 == digits.len();
            match (units, digit) {
                (_, 0) => {}
                (true, 1) => shapes.push(self.figure_of_eight(&line, along)),
                (true, turns) => shapes.push(self.long_knot(&line, along, *turns)),
                (false, count) => shapes.push(self.single_knots(&line, along, *count)),
            }
        }
        let number = (self.setting.number)(f64::from(value), 0);
        let name = if cord.label.is_empty() { String::new() } else { format!("{}: ", cord.label) };
        Group { role: GroupRole::Mark, reading: format!("{name}{number}"), shapes }
    }

    /// The loop by which a cord is attached.
    fn hitch(&self, at: Point, colour: Colour) -> Shape {
        let (lean, half) = (self.knot_em(HITCH_LEAN), self.em(HITCH_HALF));
        let (from, to) =
            (Point::new(at.x + lean, at.y - half), Point::new(at.x - lean, at.y + half));
        Shape::Line { from, to, stroke: Stroke::solid(colour, self.knot_em(HITCH)) }
    }

    /// Single knots: short and thick, one after the other.
    fn single_knots(&self, line: &Line, along: f64, count: u32) -> Shape {
        let stroke = Stroke::solid(line.colour, self.knot_em(SINGLE));
        let half = self.knot_em(SINGLE_HALF);
        let knot = |number: u32| {
            let at = line.at(along + self.em(KNOT) * f64::from(number));
            let (from, to) = (Point::new(at.x - half, at.y), Point::new(at.x + half, at.y));
            [Step::Move(from), Step::Line(to)]
        };
        let steps = (0..count).flat_map(knot).collect();
        Shape::Path { steps, fill: None, stroke: Some(stroke) }
    }

    /// A long knot: slanted turns, close together, a little wider than single knots.
    fn long_knot(&self, line: &Line, along: f64, turns: u32) -> Shape {
        let stroke = Stroke::solid(line.colour, self.knot_em(LONG));
        let (lean, half) = (self.knot_em(LONG_LEAN), self.knot_em(LONG_HALF));
        let turn = |number: u32| {
            let at = line.at(along + self.em(TURN) * f64::from(number));
            let from = Point::new(at.x - half, at.y + lean);
            [Step::Move(from), Step::Line(Point::new(at.x + half, at.y - lean))]
        };
        let steps = (0..turns).flat_map(turn).collect();
        Shape::Path { steps, fill: None, stroke: Some(stroke) }
    }

    /// A figure of eight: two loops, one after the other.
    fn figure_of_eight(&self, line: &Line, along: f64) -> Shape {
        let (one, two) = (line.at(along), line.at(along + self.em(EIGHT_APART)));
        let mut steps = self.ellipse(one, EIGHT_LOOP);
        steps.extend(self.ellipse(two, EIGHT_LOOP));
        let stroke = Stroke::solid(line.colour, self.knot_em(EIGHT));
        Shape::Path { steps, fill: Some(ThemeToken::Paper.into()), stroke: Some(stroke) }
    }

    /// An ellipse of four curves; `radii` are in em.
    pub(super) fn ellipse(&self, at: Point, radii: (f64, f64)) -> Vec<Step> {
        let (wide, high) = (self.knot_em(radii.0), self.knot_em(radii.1));
        let point = |x: f64, y: f64| Point::new(at.x + wide * x, at.y + high * y);
        let corner = |from: (f64, f64), to: (f64, f64)| {
            let k = QUARTER;
            let one = point(from.0 + k * to.0, from.1 + k * to.1);
            let two = point(to.0 + k * from.0, to.1 + k * from.1);
            Step::Curve(one, two, point(to.0, to.1))
        };
        let ends = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)];
        let mut steps = vec![Step::Move(point(1.0, 0.0))];
        steps.extend(ends.windows(2).map(|pair| corner(pair[0], pair[1])));
        steps.push(Step::Close);
        steps
    }
}
