//! The classes of a map: their bounds, their tints, and the key that explains them.

use super::hatch::Hatch;
use super::model::Classing;
use crate::chart::geometry::{Area, Point};
use crate::chart::measures;
use crate::chart::model::ChartError;
use crate::chart::scale::{Grain, Ticks, extent, real};
use crate::chart::scene::{Anchor, Colour, GroupRole, Shape, Stroke, ThemeToken};
use crate::chart::sketch::{Block, Sketch};
use crate::chart::typeface::{LEADING, Weight};

/// How strong the tints of classes are, in per cent, from low to high; few classes take the
/// last of them.
const TINTS: [u8; 7] = [10, 18, 28, 42, 58, 78, 100];

/// The least room of a bound under the swatches, in em: with less, swatches are no longer told apart.
const LEAST_BOUND: f64 = 2.0;

/// The least width of a class in a key, in em, however many there are.
const LEAST_CLASS: f64 = 1.0;

/// The bounds of classes below their swatches, in em: a line of text, and the space below a key.
const BOUNDS_ROOM: f64 = LEADING + measures::BELOW_KEY;

/// A swatch with a name beside it: its width and height, in em. It is larger than those of a scale, since it stands alone.
const SWATCH: (f64, f64) = (measures::BEFORE_MISSING, 0.8);

/// How far above the top of such a swatch its name begins, in em: their middles are level.
const NAME_LIFT: f64 = 0.22;

/// A swatch with the space between it and its name, in em.
const SWATCH_ROOM: f64 = SWATCH.0 + measures::LABEL_GAP;

/// What an entry of a key takes besides its name, in em: its swatch, and as much space before the next one.
const ENTRY_ROOM: f64 = 3.0;

/// The part of the width that the name of a class is taken to need at most: longer ones are broken.
const NAME_SHARE: f64 = 0.9;

/// How the filling of a region looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Filling {
    pub(super) colour: Colour,
    /// Lines over it, so that it is told apart without colour.
    pub(super) hatch: Option<(Hatch, Colour)>,
}

/// The filling of a region without a known value.
pub(super) const MISSING: Filling = Filling {
    colour: Colour { token: ThemeToken::Paper, strength: 100 },
    hatch: Some((Hatch::Rising, Colour { token: ThemeToken::Rest, strength: 100 })),
};

/// The classes of a map.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Classes {
    /// The lower bounds of all classes but the first, ascending.
    breaks: Vec<f64>,
    /// How many decimals bounds need.
    decimals: usize,
    /// The names of classes, if they have names and no bounds.
    names: Vec<String>,
    /// How many classes lie below zero.
    negative: usize,
}

impl Classes {
    /// Finds the classes of `values`.
    pub(super) fn of(values: &[f64], classing: &Classing) -> Result<Self, ChartError> {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        let ends = extent(values.iter().copied()).ok_or(ChartError::Empty)?;
        let breaks = match classing {
            Classing::Named(names) => {
                let names = names.clone();
                return Ok(Self { breaks: Vec::new(), decimals: 0, names, negative: 0 });
            }
            Classing::Breaks(breaks) => breaks.clone(),
            Classing::Equal(count) => equal(ends, *count),
            Classing::Quantiles(count) => quantiles(&values, *count),
        };
        let mut breaks = breaks;
        // No class has values on both sides of zero: its colour could not say which.
        if ends.0 < 0.0 && ends.1 > 0.0 && !breaks.contains(&0.0) {
            breaks.push(0.0);
            breaks.sort_by(f64::total_cmp);
        }
        let negative = breaks.iter().filter(|bound| **bound <= 0.0).count();
        let negative = if ends.0 < 0.0 { negative.max(usize::from(ends.1 < 0.0)) } else { 0 };
        let decimals = breaks.iter().map(|bound| decimals(*bound)).max().unwrap_or(0);
        Ok(Self { breaks, decimals, names: Vec::new(), negative })
    }

    fn count(&self) -> usize {
        if self.names.is_empty() { self.breaks.len() + 1 } else { self.names.len() }
    }

    /// Returns the filling of a value.
    pub(super) fn filling(&self, value: f64) -> Filling {
        if self.names.is_empty() {
            return self.class(self.breaks.iter().filter(|lower| value >= **lower).count());
        }
        let is_class = |index: &usize| real(*index) >= value;
        self.class((0..self.names.len()).find(is_class).unwrap_or_default())
    }

    /// Returns the name of the class of a value, if classes have names.
    pub(super) fn name(&self, value: f64) -> Option<&str> {
        let is_class = |(index, _): &(usize, &String)| real(*index) >= value;
        self.names.iter().enumerate().find(is_class).map(|(_, name)| name.as_str())
    }

    fn class(&self, index: usize) -> Filling {
        if !self.names.is_empty() {
            return named(index);
        }
        if index < self.negative {
            // The farther below zero, the stronger.
            let colour = tint(ThemeToken::Series2, self.negative - 1 - index, self.negative);
            let lines = Colour { token: ThemeToken::Paper, strength: 100 };
            return Filling { colour, hatch: Some((Hatch::Horizontal, lines)) };
        }
        let above = self.count() - self.negative;
        Filling { colour: tint(ThemeToken::Series1, index - self.negative, above), hatch: None }
    }

    /// Draws a swatch for each class and one for what is missing; returns where the key ends.
    pub(super) fn draw_key(&self, sketch: &mut Sketch<'_>, top: f64, missing: bool) -> f64 {
        if self.names.is_empty() {
            self.draw_bounds(sketch, top, missing)
        } else {
            let mut items: Vec<(Filling, String)> = (0..self.names.len())
                .map(|index| (self.class(index), self.names[index].clone()))
                .collect();
            if missing {
                items.push((MISSING, sketch.chart.absent.clone()));
            }
            draw_items(sketch, top, &items)
        }
    }

    /// Draws the classes side by side, with the bounds between them.
    fn draw_bounds(&self, sketch: &mut Sketch<'_>, top: f64, missing: bool) -> f64 {
        let number = |value: f64| {
            sketch.line(&(sketch.setting.number)(value, self.decimals), Weight::Regular)
        };
        let bounds: Vec<Block> = self.breaks.iter().map(|bound| number(*bound)).collect();
        let widest = bounds.iter().map(|block| block.width).fold(sketch.em(LEAST_BOUND), f64::max);
        let most = (sketch.width() / real(self.count())).max(sketch.em(LEAST_CLASS));
        let (pitch, height) =
            ((widest + sketch.em(measures::NAME_GAP)).min(most), sketch.em(measures::SWATCH));
        let mut shapes = Vec::new();
        let mut x = 0.0;
        for index in 0..self.count() {
            let right = x + pitch - sketch.em(measures::SWATCH_GAP);
            let area = Area { left: x, top, right, bottom: top + height };
            shapes.extend(swatch(sketch, area, self.class(index)));
            x += pitch;
            if let Some(bound) = bounds.get(index) {
                let at = Point::new(x, top + height + sketch.em(measures::BELOW_SWATCH));
                shapes.push(bound.hung(at, Anchor::Middle, ThemeToken::Muted.into()));
            }
        }
        let bottom = top + height + sketch.em(BOUNDS_ROOM);
        sketch.add(GroupRole::Label, shapes);
        if !missing {
            return bottom;
        }
        let word = sketch.chart.absent.clone();
        let room = sketch.line(&word, Weight::Regular).width + sketch.em(ENTRY_ROOM);
        if x + room <= sketch.width() {
            let at = Point::new(x + sketch.em(measures::BEFORE_MISSING), top);
            draw_item(sketch, at, (MISSING, &word));
            return bottom;
        }
        draw_items(sketch, bottom, &[(MISSING, word)])
    }
}

/// Draws fillings with their names, in lines; returns where they end.
pub(super) fn draw_items(sketch: &mut Sketch<'_>, top: f64, items: &[(Filling, String)]) -> f64 {
    let mut at = Point::new(0.0, top);
    for (filling, name) in items {
        let width = sketch.line(name, Weight::Regular).width.min(sketch.width() * NAME_SHARE);
        if at.x > 0.0 && at.x + width + sketch.em(SWATCH_ROOM) > sketch.width() {
            at = Point::new(0.0, at.y + sketch.em(BOUNDS_ROOM));
        }
        let lines = draw_item(sketch, at, (*filling, name));
        at.x += width + sketch.em(ENTRY_ROOM);
        at.y += sketch.em(LEADING) * real(lines.saturating_sub(1));
    }
    at.y + sketch.em(BOUNDS_ROOM)
}

/// Draws a filling with its name; returns how many lines the name takes.
fn draw_item(sketch: &mut Sketch<'_>, at: Point, (filling, name): (Filling, &str)) -> usize {
    let (right, bottom) = (at.x + sketch.em(SWATCH.0), at.y + sketch.em(SWATCH.1));
    let area = Area { left: at.x, top: at.y, right, bottom };
    let mut shapes = swatch(sketch, area, filling);
    let left = area.right + sketch.em(measures::LABEL_GAP);
    let start = Point::new(left, at.y - sketch.em(NAME_LIFT));
    let block = sketch.block(name, Weight::Regular, sketch.width() - start.x);
    shapes.push(block.hung(start, Anchor::Start, ThemeToken::Ink.into()));
    sketch.add(GroupRole::Label, shapes);
    block.lines.len()
}

/// Returns the shapes of a filled rectangle.
fn swatch(sketch: &Sketch<'_>, area: Area, filling: Filling) -> Vec<Shape> {
    let edge = (filling.colour.token == ThemeToken::Paper)
        .then(|| Stroke::solid(ThemeToken::Rest.into(), sketch.em(measures::HAIRLINE)));
    let mut shapes = vec![Shape::Rectangle { area, fill: Some(filling.colour), stroke: edge }];
    let ring = vec![
        Point::new(area.left, area.top),
        Point::new(area.right, area.top),
        Point::new(area.right, area.bottom),
        Point::new(area.left, area.bottom),
    ];
    shapes.extend(super::hatch::lines(sketch, &[ring], filling.hatch));
    shapes
}

fn tint(token: ThemeToken, index: usize, count: usize) -> Colour {
    let step = match count {
        1 => 4,
        2 => [1, 4][index.min(1)],
        3 => [1, 3, 5][index.min(2)],
        4 => [1, 3, 5, 6][index.min(3)],
        5 => [1, 2, 4, 5, 6][index.min(4)],
        // More classes than tints share the strongest.
        _ => index.min(TINTS.len() - 1),
    };
    Colour::tint(token, TINTS[step])
}

/// Named classes differ in colour and in the direction of lines.
fn named(index: usize) -> Filling {
    let token = ThemeToken::SERIES[index % ThemeToken::SERIES.len()];
    let lines = Colour { token: ThemeToken::Paper, strength: 100 };
    let hatch = match index % 5 {
        0 => None,
        1 => Some(Hatch::Rising),
        2 => Some(Hatch::Horizontal),
        3 => Some(Hatch::Falling),
        _ => Some(Hatch::Vertical),
    };
    Filling { colour: token.into(), hatch: hatch.map(|hatch| (hatch, lines)) }
}

/// Returns round bounds at equal distances.
fn equal(ends: (f64, f64), count: usize) -> Vec<f64> {
    let ticks = Ticks::enclosing(ends, count.max(1), Grain::Fine).values;
    let inner = 1..ticks.len().saturating_sub(1);
    ticks.get(inner).unwrap_or_default().to_vec()
}

/// Returns bounds with equally many of the sorted `values` between them, each as round as it can
/// be without moving a value into another class.
fn quantiles(values: &[f64], count: usize) -> Vec<f64> {
    let mut breaks = Vec::new();
    for part in 1..count.max(1) {
        let at = (values.len() * part).div_ceil(count);
        let (Some(low), Some(high)) =
            (at.checked_sub(1).and_then(|at| values.get(at)), values.get(at))
        else {
            continue;
        };
        if low < high {
            breaks.push(roundest(*low, *high));
        }
    }
    breaks.dedup();
    breaks
}

/// Returns the number with the fewest digits that is above `low` and at most `high`.
fn roundest(low: f64, high: f64) -> f64 {
    let mut most = 2;
    loop {
        let ticks = Ticks::enclosing((low, high), most, Grain::Fine).values;
        let between = ticks.into_iter().find(|tick| *tick > low && *tick <= high);
        match between {
            Some(bound) => return bound,
            None if most > 64 => return high,
            None => most *= 2,
        }
    }
}

/// Returns how many decimals a bound needs, at most six.
fn decimals(bound: f64) -> usize {
    let text = format!("{bound:.6}");
    let text = text.trim_end_matches('0');
    text.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_round_and_part_the_values_evenly() {
        #[track_caller]
        fn test(values: &[f64], count: usize, expected: &[f64]) {
            assert_eq!(quantiles(values, count), expected, "for {values:?}");
        }

        test(&[1.0, 2.0, 13.0, 48.0, 210.0, 980.0], 3, &[10.0, 200.0]);
        test(&[1.0, 1.0, 1.0, 1.0], 4, &[]);
        test(&[0.12, 0.34], 2, &[0.2]);
        test(&[], 4, &[]);
    }

    #[test]
    fn no_class_lies_on_both_sides_of_zero() {
        let classes = Classes::of(&[-3.0, -1.0, 4.0, 9.0], &Classing::Breaks(vec![5.0]));
        let classes = classes.map(|classes| (classes.breaks.clone(), classes.negative));
        assert_eq!(classes, Ok((vec![0.0, 5.0], 1)));
    }
}
