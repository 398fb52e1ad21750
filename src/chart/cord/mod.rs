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

mod knots;
mod main_cord;

use super::geometry::Point;
use super::place::{WantedLabel, spread};
use super::scale::real;
use super::scene::{Anchor, Colour, Ground, Group, GroupRole, Scene, Shape, Text, ThemeToken};
use super::sketch::ChartSetting;
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
    pub token: ThemeToken,
}

/// The distance of single knots, in em.
const KNOT: f64 = 0.36;

/// The distance of the turns of a long knot, in em: they nearly touch.
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

/// The distance of cords, in em, at which knots have their full size.
const FULL: f64 = 0.75;

/// The smallest part of their size that knots may have: smaller ones are no longer told apart in print.
const SMALLEST: f64 = 0.5;

/// What stays free above the drawing, in em: half of the main cord, and the loops around it.
const ABOVE: f64 = 0.8;

/// What stays free below the drawing, in em: the longest cord may hang lower than the others by [`UNEVEN`].
const BELOW: f64 = 0.6;

/// How far the middle of the main cord hangs below its ends, in em.
const SAG: f64 = 0.9;

/// The greatest value of `x * (1 - x)` is a quarter, so this times it is 1 in the middle of a cord.
const PARABOLA: f64 = 4.0;

/// The degree of the curves of cords. Their control points stand at equal distances: each is a third further.
const DEGREE: f64 = 3.0;

/// How far a cord bends to the side, in distances of cords: neighbours never touch.
const BEND: f64 = 0.3;

/// The most that a cord bends, in em, where cords stand far apart.
const BEND_MOST: f64 = 0.6;

/// How much of its bend a cord has in its lower half: the weight of its end straightens it.
const BEND_BELOW: f64 = 0.8;

/// By how much cords differ in length, in em.
const UNEVEN: f64 = 0.5;

/// The space between names, in em.
const NAME_GAP: f64 = 0.8;

/// From the cords to the baseline of the names, in em.
const NAME_BELOW: f64 = 0.9;

/// The height of a line of names, in em.
const NAME_ROOM: f64 = 1.5;

/// Draws a quipu for a layout.
#[must_use]
pub fn draw_quipu(quipu: &Quipu, setting: &ChartSetting<'_>) -> Scene {
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
    groups.push(Group { role: GroupRole::Label, reading: String::new(), shapes: labels });
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
    setting: &'a ChartSetting<'a>,
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
    fn new(quipu: &Quipu, setting: &'a ChartSetting<'a>) -> Self {
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
        self.main + self.em(SAG) * PARABOLA * along * (1.0 - along)
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
            Shape::Text(Text {
                at: Point::new(x, self.bottom + self.em(NAME_BELOW)),
                lines: vec![cord.label.clone()],
                anchor: Anchor::Middle,
                size,
                weight: Weight::Semibold,
                colour: cord.token.into(),
                ground: Ground::Clear,
            })
        };
        named.map(text).collect()
    }
}

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
        let x = u * u * u * x0 + DEGREE * u * u * t * x1 + DEGREE * u * t * t * x2 + t * t * t * x3;
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
