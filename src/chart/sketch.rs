//! The drawing board: measures in em, blocks of text, colours of series.

use super::geometry::{Area, Point};
use super::measures;
use super::model::{Chart, Emphasis, Series, ValueOrigin};
use super::scene::{
    Anchor, Colour, Dash, Ground, Group, GroupRole, Shape, Step, Stroke, Text, ThemeToken,
};
use super::typeface::{CAPITALS, LEADING, Typeface, Weight};

/// From this width on, in em, there is room for two columns of text: 18 em each, about six words.
const ROOMY: f64 = 36.0;

/// A word is as wide as its line if it is wider by no more than this: widths are sums, and round.
const ROUNDING: f64 = 1.001;

/// How far the corners of a diamond, and the top of a triangle, are from the middle, in em: marks look as large as dots
/// whose radius is [`measures::DOT`].
const CORNER: f64 = 0.44;

/// Half the side of a square, and how far the base of a triangle lies below its middle, in em.
const HALF_SIDE: f64 = 0.32;

/// Half the base of a triangle, in em: all its sides are about as long.
const HALF_BASE: f64 = 0.42;

/// The mark of the second series: its corners, from the middle, in em.
const DIAMOND: [(f64, f64); 4] = [(0.0, -CORNER), (CORNER, 0.0), (0.0, CORNER), (-CORNER, 0.0)];

/// The mark of the third series: its corners, from the middle, in em.
const SQUARE: [(f64, f64); 4] = [
    (-HALF_SIDE, -HALF_SIDE),
    (HALF_SIDE, -HALF_SIDE),
    (HALF_SIDE, HALF_SIDE),
    (-HALF_SIDE, HALF_SIDE),
];

/// The mark of the fourth series: its corners, from the middle, in em.
const TRIANGLE: [(f64, f64); 3] = [(0.0, -CORNER), (HALF_BASE, HALF_SIDE), (-HALF_BASE, HALF_SIDE)];

/// Where a chart will stand: its width and the size of its type, in units of the view
/// box. Everything else follows from the two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChartLayout {
    /// The name, which becomes a class and part of the identifiers on the page.
    pub name: &'static str,
    /// The width.
    pub width: f64,
    /// The size of the type.
    pub size: f64,
}

impl ChartLayout {
    /// For pages that are as wide as a column of text, in CSS pixels.
    pub const WIDE: Self = Self { name: "wide", width: 600.0, size: 15.0 };
    /// For phones, in CSS pixels.
    pub const NARROW: Self = Self { name: "narrow", width: 360.0, size: 15.0 };
    /// For print across text and margin, in points.
    pub const PRINT: Self = Self { name: "print", width: 460.0, size: 8.25 };
    /// For print as wide as the text, in points.
    pub const PRINT_TEXT: Self = Self { name: "print-text", width: 345.0, size: 8.0 };

    /// Returns the width in em.
    pub(super) fn ems(&self) -> f64 {
        self.width / self.size
    }

    /// Whether there is room for two columns of text; on a phone there is not.
    pub(super) fn is_roomy(&self) -> bool {
        self.ems() > ROOMY
    }
}

/// What a drawing depends on besides its data.
#[derive(Clone, Copy)]
pub struct ChartSetting<'a> {
    /// Where the chart will stand.
    pub layout: ChartLayout,
    /// The font of the labels, for measuring.
    pub typeface: &'a Typeface,
    /// Prints a number with so many decimals, as the language does.
    pub number: &'a dyn Fn(f64, usize) -> String,
    /// What stands between a name and its value, and between two names.
    pub signs: [&'a str; 2],
}

impl std::fmt::Debug for ChartSetting<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ChartSetting").field("layout", &self.layout).finish_non_exhaustive()
    }
}

/// A drawing in progress.
pub(super) struct Sketch<'a> {
    pub(super) chart: &'a Chart,
    pub(super) setting: &'a ChartSetting<'a>,
    pub(super) groups: Vec<Group>,
    /// The numbers of the remarks that are not drawn yet, from 0.
    pub(super) unplaced: Vec<usize>,
}

/// How the mark of a value in a series looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marker {
    /// The series, counted from 0, which decides the shape.
    pub(super) series: usize,
    pub(super) colour: Colour,
    pub(super) origin: ValueOrigin,
}

/// Text broken into lines and measured.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub(super) lines: Vec<String>,
    pub(super) weight: Weight,
    pub(super) width: f64,
    /// The distance that the next block must keep, from baseline to baseline.
    pub(super) height: f64,
    size: f64,
}

impl Block {
    /// Returns the area covered when the middle of the block's height is at `at`.
    pub(super) fn area(&self, at: Point, anchor: Anchor) -> Area {
        let left = match anchor {
            Anchor::Start => at.x,
            Anchor::Middle => at.x - self.width / 2.0,
            Anchor::End => at.x - self.width,
        };
        let half = self.height / 2.0;
        Area { left, top: at.y - half, right: left + self.width, bottom: at.y + half }
    }

    /// Returns the text with the middle of its height at `at`.
    pub(super) fn centred(&self, at: Point, anchor: Anchor, colour: Colour) -> Shape {
        let visible = self.height - (LEADING - CAPITALS) * self.size;
        let baseline = at.y - visible / 2.0 + CAPITALS * self.size;
        Shape::Text(Text {
            at: Point::new(at.x, baseline),
            lines: self.lines.clone(),
            anchor,
            size: self.size,
            weight: self.weight,
            colour,
            ground: Ground::Clear,
        })
    }

    /// Returns the text with the top of its first line at `at`.
    pub(super) fn hung(&self, at: Point, anchor: Anchor, colour: Colour) -> Shape {
        self.centred(Point::new(at.x, at.y + self.height / 2.0), anchor, colour)
    }
}

/// Returns the outline with these corners.
pub(super) fn outline(corners: impl Iterator<Item = Point>) -> Vec<Step> {
    let step =
        |(index, at): (usize, Point)| if index == 0 { Step::Move(at) } else { Step::Line(at) };
    corners.enumerate().map(step).chain([Step::Close]).collect()
}

/// Gives a text a rim of paper.
pub(super) fn rimmed(shape: Shape) -> Shape {
    rimmed_in(shape, ThemeToken::Paper.into())
}

/// Gives a text a rim of the colour that it stands on.
pub(super) fn rimmed_in(shape: Shape, ground: Colour) -> Shape {
    match shape {
        Shape::Text(text) => Shape::Text(Text { ground: Ground::Rim(ground), ..text }),
        other => other,
    }
}

impl<'a> Sketch<'a> {
    pub(super) fn new(chart: &'a Chart, setting: &'a ChartSetting<'a>) -> Self {
        let unplaced = (0..chart.annotations.len()).collect();
        Self { chart, setting, groups: Vec::new(), unplaced }
    }

    /// Returns the width of the drawing.
    pub(super) fn width(&self) -> f64 {
        self.setting.layout.width
    }

    /// Converts em into units.
    pub(super) fn em(&self, count: f64) -> f64 {
        count * self.setting.layout.size
    }

    /// Breaks and measures a text; `width` is in units. A word that is too long for a line is broken.
    pub(super) fn block(&self, text: &str, weight: Weight, width: f64) -> Block {
        let size = self.setting.layout.size;
        let lines = self.setting.typeface.wrap(text, weight, width / size);
        let lines = lines.into_iter().flat_map(|line| self.cut(line, weight, width / size));
        self.measured(lines.collect(), weight)
    }

    /// Breaks and measures a text between words only.
    pub(super) fn whole_words(&self, text: &str, weight: Weight, width: f64) -> Block {
        let size = self.setting.layout.size;
        self.measured(self.setting.typeface.wrap(text, weight, width / size), weight)
    }

    /// Cuts a word that is longer than `most` em into pieces with hyphens.
    fn cut(&self, line: String, weight: Weight, most: f64) -> Vec<String> {
        /// In less than this, in em, no piece of a word has room.
        const LEAST: f64 = 2.0;
        let width = |text: &str| self.setting.typeface.width(text, weight);
        if most < LEAST || width(&line) <= most * ROUNDING {
            return vec![line];
        }
        let mut lines = Vec::new();
        let mut piece = String::new();
        for character in line.chars() {
            if !piece.is_empty() && width(&format!("{piece}{character}-")) > most {
                piece.push('-');
                lines.push(std::mem::take(&mut piece));
            }
            piece.push(character);
        }
        lines.push(piece);
        lines
    }

    /// Measures a text that stays on one line.
    pub(super) fn line(&self, text: &str, weight: Weight) -> Block {
        self.measured(vec![text.to_owned()], weight)
    }

    fn measured(&self, lines: Vec<String>, weight: Weight) -> Block {
        let size = self.setting.layout.size;
        let widths = lines.iter().map(|line| self.setting.typeface.width(line, weight));
        let width = widths.fold(0.0, f64::max) * size;
        let height = super::scale::real(lines.len()) * LEADING * size;
        Block { lines, weight, width, height, size }
    }

    /// Prints a value as the chart prints values.
    pub(super) fn value(&self, value: f64) -> String {
        (self.setting.number)(value, self.chart.decimals)
    }

    /// Says a value in words.
    pub(super) fn reading(&self, names: [&str; 2], value: f64) -> String {
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        let unit = if self.chart.unit.is_empty() { "" } else { " " };
        let [colon, comma] = self.setting.signs;
        let names = names.join(comma);
        format!("{names}{colon}{}{unit}{}", self.value(value), self.chart.unit)
    }

    /// Adds shapes without a value.
    pub(super) fn add(&mut self, role: GroupRole, shapes: Vec<Shape>) {
        if !shapes.is_empty() {
            self.groups.push(Group { role, reading: String::new(), shapes });
        }
    }

    /// Adds the mark of a value, if there is anything to see of it.
    pub(super) fn mark(&mut self, reading: String, shapes: Vec<Shape>) {
        if !shapes.is_empty() {
            self.groups.push(Group { role: GroupRole::Mark, reading, shapes });
        }
    }

    /// Adds a place where a pointer finds a value.
    pub(super) fn target(&mut self, reading: String, centre: Point) {
        let circle =
            Shape::Circle { centre, radius: self.em(measures::TARGET), fill: None, stroke: None };
        self.groups.push(Group { role: GroupRole::Target, reading, shapes: vec![circle] });
    }

    /// Returns a hairline.
    pub(super) fn hairline(&self, token: ThemeToken) -> Stroke {
        Stroke::solid(token.into(), self.em(measures::HAIRLINE))
    }

    /// Returns the stroke of the line of zero.
    pub(super) fn zero_stroke(&self) -> Stroke {
        Stroke::solid(ThemeToken::Ink.into(), self.em(measures::ZERO_LINE))
    }

    /// Returns a round mark; what was inferred is hollow.
    pub(super) fn dot(&self, centre: Point, colour: Colour, origin: ValueOrigin) -> Shape {
        let (fill, width) = match origin {
            ValueOrigin::Given => (colour, measures::RIM),
            ValueOrigin::Inferred => (ThemeToken::Paper.into(), measures::INFERRED_DOT),
        };
        let (rim, radius) = match origin {
            ValueOrigin::Given => (ThemeToken::Paper.into(), measures::DOT),
            ValueOrigin::Inferred => (colour, measures::HOLLOW_DOT),
        };
        Shape::Circle {
            centre,
            radius: self.em(radius),
            fill: Some(fill),
            stroke: Some(Stroke::solid(rim, self.em(width))),
        }
    }

    /// Returns the mark of one of several series, each of another shape, so that they
    /// can be told apart without colour; what was inferred is hollow.
    pub(super) fn marker(&self, centre: Point, marker: Marker) -> Shape {
        let Marker { series, colour, origin } = marker;
        let corners: &[(f64, f64)] = match series % 4 {
            0 => return self.dot(centre, colour, origin),
            1 => &DIAMOND,
            2 => &SQUARE,
            _ => &TRIANGLE,
        };
        let at = |&(x, y): &(f64, f64)| Point::new(centre.x + self.em(x), centre.y + self.em(y));
        let (fill, rim, width) = match origin {
            ValueOrigin::Given => (colour, ThemeToken::Paper.into(), measures::RIM),
            ValueOrigin::Inferred => (ThemeToken::Paper.into(), colour, measures::INFERRED_DOT),
        };
        let stroke = Stroke::solid(rim, self.em(width));
        Shape::Path {
            steps: outline(corners.iter().map(at)),
            fill: Some(fill),
            stroke: Some(stroke),
        }
    }

    /// Returns a bar; what was inferred is hollow, its outline broken.
    pub(super) fn bar(&self, area: Area, colour: Colour, origin: ValueOrigin) -> Shape {
        let width = self.em(measures::INFERRED_BAR);
        match origin {
            ValueOrigin::Given => Shape::Rectangle { area, fill: Some(colour), stroke: None },
            ValueOrigin::Inferred => Shape::Rectangle {
                area: area.grown(-width.min(area.width()).min(area.height()) / 2.0),
                fill: Some(ThemeToken::Paper.into()),
                stroke: Some(Stroke { colour, width, dash: Dash::Dashed }),
            },
        }
    }
}

/// The colours of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Palette {
    /// Of lines, dots and outlines.
    pub(super) line: Colour,
    /// Of bars and areas.
    pub(super) fill: Colour,
    /// Of its name.
    pub(super) text: Colour,
    /// Of text on its fill.
    pub(super) on_fill: Colour,
}

/// The palette of what is highlighted where there is one colour.
pub(super) const HIGHLIGHT: Palette = Palette {
    line: Colour { token: ThemeToken::Series1, strength: 100 },
    fill: Colour { token: ThemeToken::Series1, strength: 100 },
    text: Colour { token: ThemeToken::Series1, strength: 100 },
    on_fill: Colour { token: ThemeToken::Paper, strength: 100 },
};

/// The palette of what is context.
pub(super) const CONTEXT: Palette = Palette {
    line: Colour { token: ThemeToken::Rest, strength: 100 },
    fill: Colour { token: ThemeToken::Rest, strength: 100 },
    text: Colour { token: ThemeToken::Muted, strength: 100 },
    on_fill: Colour { token: ThemeToken::Ink, strength: 100 },
};

/// Returns the palette of each series: those with a colour of their own have it, and the other highlighted
/// ones take the tokens that are left, in order.
pub(super) fn palettes(series: &[Series]) -> Vec<Palette> {
    let own = |series: &Series| {
        let number = series.colour.filter(|_| series.emphasis == Emphasis::Highlight)?;
        ThemeToken::SERIES.get(usize::from(number).checked_sub(1)?).copied()
    };
    let taken: Vec<_> = series.iter().filter_map(own).collect();
    let mut tokens = ThemeToken::SERIES.into_iter().filter(|token| !taken.contains(token));
    let palette = |series: &Series| match series.emphasis {
        Emphasis::Context => CONTEXT,
        Emphasis::Highlight => {
            own(series).or_else(|| tokens.next()).map_or(CONTEXT, |token| Palette {
                line: token.into(),
                fill: token.into(),
                text: token.into(),
                on_fill: ThemeToken::Paper.into(),
            })
        }
    };
    series.iter().map(palette).collect()
}
