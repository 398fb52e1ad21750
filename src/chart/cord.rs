//! The drawing: a quipu that writes numbers in knots, base ten.
//!
//! How to read it: each cord that hangs from the main cord is a number. The place
//! nearest the main cord is the highest; places stand at the same height on all cords.
//! In the places of tens and above, a digit is a group of single knots. In the place of
//! units it is one long knot with as many turns, or a figure of eight for one. A zero is
//! bare cord. So far this is the convention of the surviving quipus.
//!
//! Two things are ours. A negative number rises above the main cord, where old quipus
//! have top cords, and is read the same way, from the main cord outwards; so it is as
//! visible as a positive one, and not by colour alone. A missing value leaves the place
//! of its cord empty.
//!
//! Cords bend a little, by a rule that depends on their place only.
//!
//! # Source
//! M. Ascher and R. Ascher (1981), *Code of the Quipu*, University of Michigan Press.

use super::geometry::Point;
use super::place::{WantedLabel, spread};
use super::scale::real;
use super::scene::{Anchor, Colour, Group, Role, Scene, Shape, Step, Stroke, Token};
use super::sketch::Setting;
use super::typeface::Weight;

/// A quipu to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Quipu {
    /// The groups of cords, from left to right.
    pub cords: Vec<Cord>,
    /// What it shows, in a few words, for readers who cannot see it.
    pub title: String,
    /// A description, in sentences, for readers who cannot see it.
    pub description: String,
}

/// Cords of one colour that belong together: a number, or a series of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Cord {
    /// The name, set under the cords; empty for none.
    pub label: String,
    /// The numbers, a cord for each; none where a value is missing.
    pub values: Vec<Option<i32>>,
    /// The colour.
    pub token: Token,
}

/// The distance of single knots, in em.
const KNOT: f64 = 0.36;

/// The distance of the turns of a long knot, in em: they touch.
const TURN: f64 = 0.2;

/// The bare cord before the first place, in em.
const HEAD: f64 = 1.7;

/// The height of a place of tens or above, in em: nine knots and a space.
const PLACE: f64 = 9.0 * KNOT + 0.9;

/// The bare cord after the place of units, which takes up to nine turns, in em.
const TAIL: f64 = 9.0 * TURN + 1.4;

/// The gap between groups, in distances of cords: wide enough to be seen, too narrow for a cord.
const GROUP_GAP: f64 = 1.5;

/// What stays free of cords at both ends of the main cord together, in em.
const FREE_ENDS: f64 = 3.0;

/// The most that cords stand apart, in em: a few of them still look like one quipu.
const WIDEST: f64 = 4.0;

/// The distance of cords, in em, at which knots have their full size, and the smallest part of it: smaller ones
/// are no longer told apart in print.
const FULL: f64 = 0.75;
const SMALLEST: f64 = 0.5;

/// What stays free above and below the drawing, in em.
const ABOVE: f64 = 0.8;
const BELOW: f64 = 0.6;

/// The main cord, in em: where it begins, how thick it is, and the knot at its beginning.
const INSET: f64 = 0.5;
const MAIN: f64 = 0.42;
const END_KNOT: (f64, f64) = (0.42, 0.36);
const RIM: f64 = 0.06;

/// The lines that show the twist of its strands, in em: how thick, how slanted and how long they are, where the first
/// stands behind its beginning, and how far the last stays from its end. One stands each thickness of the cord.
const TWIST: f64 = 0.05;
const TWIST_LEAN: f64 = 0.16;
const TWIST_HALF: f64 = 0.17;
const TWIST_FIRST: f64 = 0.4;
const TWIST_LAST: f64 = 0.2;

/// The thickness of a cord, in em of knots.
const CORD: f64 = 0.1;

/// How far a cord bends to the side, in distances of cords and at most in em, and how much less in its lower half.
const BEND: f64 = 0.3;
const BEND_MOST: f64 = 0.6;
const BEND_BELOW: f64 = 0.8;

/// By how much cords differ in length, in em.
const UNEVEN: f64 = 0.5;

/// The loop by which a cord is attached, in em: thick enough to reach around the main cord.
const HITCH: f64 = 0.24;
const HITCH_LEAN: f64 = 0.05;
const HITCH_HALF: f64 = 0.26;

/// A single knot, in em of knots: nearly as wide as it is thick.
const SINGLE: f64 = 0.27;
const SINGLE_HALF: f64 = 0.06;

/// A turn of a long knot, in em of knots: thinner than turns are apart, so that they can be counted.
const LONG: f64 = 0.13;
const LONG_LEAN: f64 = 0.06;
const LONG_HALF: f64 = 0.2;

/// A figure of eight, in em: its loops touch.
const EIGHT: f64 = 0.11;
const EIGHT_LOOP: (f64, f64) = (0.17, 0.2);
const EIGHT_APART: f64 = 0.4;

/// How far control points lie from the ends of a quarter circle.
const QUARTER: f64 = 0.5523;

/// The space between names, and from the cords to their baseline, in em.
const NAME_GAP: f64 = 0.8;
const NAME_BELOW: f64 = 0.9;

/// The height of a line of names, in em.
const NAME_ROOM: f64 = 1.5;

/// Draws a quipu for a layout.
#[must_use]
pub fn draw_quipu(quipu: &Quipu, setting: &Setting<'_>) -> Scene {
    let hanging = Hanging::new(quipu, setting);
    let mut groups = vec![hanging.main_cord()];
    let mut index = 0;
    for cord in &quipu.cords {
        for value in &cord.values {
            if let Some(value) = value {
                groups.push(hanging.pendant(cord, index, *value));
            }
            index += 1;
        }
    }
    let labels = hanging.labels(quipu);
    let height = hanging.bottom + if labels.is_empty() { 0.0 } else { hanging.em(NAME_ROOM) };
    groups.push(Group { role: Role::Label, reading: String::new(), shapes: labels });
    Scene {
        layout: setting.layout.name,
        width: setting.layout.width,
        height,
        size: setting.layout.size,
        title: quipu.title.clone(),
        description: quipu.description.clone(),
        groups,
    }
}

/// Returns the digits of a number, the highest first; zero has one.
fn digits(value: u32) -> Vec<u32> {
    let text = value.to_string();
    text.chars().filter_map(|digit| digit.to_digit(10)).collect()
}

/// Where everything hangs.
struct Hanging<'a> {
    setting: &'a Setting<'a>,
    /// Where cords are attached, all of them in order, missing ones included.
    attached: Vec<f64>,
    /// The distance between two cords.
    pitch: f64,
    /// The height of the ends of the main cord.
    main: f64,
    /// Where the longest cord ends.
    bottom: f64,
    /// How many places all numbers have.
    places: usize,
    /// How much smaller than usual knots are, where cords are close together.
    scale: f64,
}

impl<'a> Hanging<'a> {
    fn new(quipu: &Quipu, setting: &'a Setting<'a>) -> Self {
        let em = |count: f64| count * setting.layout.size;
        let values = || quipu.cords.iter().flat_map(|cord| &cord.values).flatten();
        let length = |value: &i32| digits(value.unsigned_abs()).len();
        let places = values().map(length).max().unwrap_or(1);
        let rising = values().filter(|value| **value < 0).map(length).max();
        let reach = em(HEAD + TAIL) + real(places - 1) * em(PLACE);
        let main = em(ABOVE) + if rising.is_some() { reach } else { 0.0 };
        let slots = quipu.cords.iter().map(|cord| cord.values.len()).sum::<usize>();
        let gaps = real(quipu.cords.len().saturating_sub(1)) * GROUP_GAP;
        let pitch = (setting.layout.width - em(FREE_ENDS)) / (real(slots) + gaps).max(1.0);
        let pitch = pitch.min(em(WIDEST));
        let taken = (real(slots) + gaps) * pitch;
        let mut x = (setting.layout.width - taken) / 2.0 + pitch / 2.0;
        let mut attached = Vec::new();
        for cord in &quipu.cords {
            for _ in &cord.values {
                attached.push(x);
                x += pitch;
            }
            x += pitch * GROUP_GAP;
        }
        let bottom = main + em(SAG) + reach + em(BELOW);
        let scale = (pitch / em(FULL)).clamp(SMALLEST, 1.0);
        Self { setting, attached, pitch, main, bottom, places, scale }
    }

    fn em(&self, count: f64) -> f64 {
        count * self.setting.layout.size
    }

    /// Converts the em of knots, which are smaller where cords stand close.
    fn knot_em(&self, count: f64) -> f64 {
        self.em(count) * self.scale
    }

    /// Returns the height of the main cord, which sags in the middle.
    fn main_at(&self, x: f64) -> f64 {
        let along = x / self.setting.layout.width;
        self.main + self.em(SAG) * 4.0 * along * (1.0 - along)
    }

    /// Draws the main cord: two strands, twisted, with a knot at its beginning.
    fn main_cord(&self) -> Group {
        let width = self.setting.layout.width;
        let inset = self.em(INSET);
        let (from, to) = (inset, width - inset);
        let third = (to - from) / 3.0;
        // The control points of a cubic curve that equals the parabola of `main_at`.
        let slope = |x: f64| self.em(SAG) * 4.0 * (1.0 - 2.0 * x / width) / width;
        let (start, end) = (Point::new(from, self.main_at(from)), Point::new(to, self.main_at(to)));
        let one = Point::new(from + third, start.y + slope(from) * third);
        let two = Point::new(to - third, end.y - slope(to) * third);
        let steps = vec![Step::Move(start), Step::Curve(one, two, end)];
        let stroke = Stroke::solid(Token::Muted.into(), self.em(MAIN));
        let mut shapes = vec![Shape::Path { steps, fill: None, stroke: Some(stroke) }];
        let twist = Stroke::solid(Token::Paper.into(), self.em(TWIST));
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
        let rim = Stroke::solid(Token::Paper.into(), self.em(RIM));
        shapes.push(Shape::Path {
            steps: knot,
            fill: Some(Token::Muted.into()),
            stroke: Some(rim),
        });
        Group { role: Role::Mark, reading: String::new(), shapes }
    }

    /// Draws the cord of a number with its knots.
    fn pendant(&self, cord: &Cord, index: usize, value: i32) -> Group {
        let digits = digits(value.unsigned_abs());
        let line = self.line(cord.token.into(), index, value);
        let thin = Stroke::solid(line.colour, self.knot_em(CORD));
        let (start, end) = (line.at(0.0), line.at(line.length));
        let bend = |along: f64, x: f64| Point::new(x, line.start.y + line.side * along);
        let steps = vec![
            Step::Move(start),
            Step::Curve(
                bend(line.length / 3.0, line.bends[0]),
                bend(line.length * 2.0 / 3.0, line.bends[1]),
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
        Group { role: Role::Mark, reading: format!("{name}{number}"), shapes }
    }

    fn line(&self, colour: Colour, index: usize, value: i32) -> Line {
        let x = self.attached[index];
        // Lengths and bends follow from the place of the cord: no two neighbours alike.
        let wave = |factor: usize, modulus: usize| {
            real(index * factor % modulus) / real(modulus - 1) * 2.0 - 1.0
        };
        let bend = (self.pitch * BEND).min(self.em(BEND_MOST));
        let tail = self.em(UNEVEN) * wave(5, 9);
        let length = self.em(HEAD + TAIL) + real(self.places - 1) * self.em(PLACE) + tail;
        Line {
            colour,
            start: Point::new(x, self.main_at(x)),
            side: if value < 0 { -1.0 } else { 1.0 },
            length,
            bends: [
                x + bend * wave(7, 11),
                x - bend * wave(4, 13),
                x + bend * BEND_BELOW * wave(3, 7),
            ],
        }
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
        Shape::Path { steps, fill: Some(Token::Paper.into()), stroke: Some(stroke) }
    }

    /// An ellipse of four curves; `radii` are in em.
    fn ellipse(&self, at: Point, radii: (f64, f64)) -> Vec<Step> {
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

    /// Returns the names of the groups, below them, if there is room for all.
    fn labels(&self, quipu: &Quipu) -> Vec<Shape> {
        let size = self.setting.layout.size;
        let measure = |cord: &Cord| self.setting.typeface.width(&cord.label, Weight::Semibold);
        let mut wanted_places = Vec::new();
        let mut index = 0;
        for cord in &quipu.cords {
            let first = self.attached.get(index).copied().unwrap_or(0.0);
            index += cord.values.len();
            let last = self.attached.get(index.max(1) - 1).copied().unwrap_or(first);
            let length = measure(cord) * size + self.em(NAME_GAP);
            wanted_places.push(WantedLabel { centre: f64::midpoint(first, last), length });
        }
        let width = self.setting.layout.width;
        if wanted_places.iter().map(|wanted| wanted.length).sum::<f64>() > width {
            return Vec::new();
        }
        let centres = spread(&wanted_places, (0.0, width));
        let named = quipu.cords.iter().zip(centres).filter(|(cord, _)| !cord.label.is_empty());
        let text = |(cord, x): (&Cord, f64)| {
            Shape::Text(super::scene::Text {
                at: Point::new(x, self.bottom + self.em(NAME_BELOW)),
                lines: vec![cord.label.clone()],
                anchor: Anchor::Middle,
                size,
                weight: Weight::Semibold,
                colour: cord.token.into(),
                ground: super::scene::Ground::Clear,
            })
        };
        named.map(text).collect()
    }
}

/// How far the main cord sags, in em.
const SAG: f64 = 0.9;

/// The run of a cord.
struct Line {
    colour: Colour,
    start: Point,
    /// 1 if it hangs, −1 if it rises.
    side: f64,
    length: f64,
    /// The x of the second to fourth control points, whose distances are equal.
    bends: [f64; 3],
}

impl Line {
    /// Returns the point at a distance from the main cord, measured straight down or up.
    fn at(&self, along: f64) -> Point {
        let (t, x0) = (along / self.length, self.start.x);
        let u = 1.0 - t;
        let [x1, x2, x3] = self.bends;
        let x = u * u * u * x0 + 3.0 * u * u * t * x1 + 3.0 * u * t * t * x2 + t * t * t * x3;
        Point::new(x, self.start.y + self.side * along)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_digits() {
        assert_eq!(digits(0), [0]);
        assert_eq!(digits(217), [2, 1, 7]);
        assert_eq!(digits(1004), [1, 0, 0, 4]);
    }
}
