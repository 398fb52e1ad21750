//! The scene: what a chart looks like, before it is written for a page or for print.
//!
//! Shapes name the tokens of the theme, never colours, so that one scene serves
//! light and dark pages and print.

use super::geometry::{Area, Point};
use super::typeface::Weight;

/// A finished drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// The name of the layout that it was drawn for, such as `wide`.
    pub layout: &'static str,
    /// The width of the view box.
    pub width: f64,
    /// The height of the view box.
    pub height: f64,
    /// The size of most type.
    pub size: f64,
    /// What it shows, in a few words, for readers who cannot see it.
    pub title: String,
    /// A description, in sentences, for readers who cannot see it.
    pub description: String,
    /// What is drawn, from back to front.
    pub groups: Vec<Group>,
}

/// Shapes that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What they are for.
    pub role: GroupRole,
    /// The value that they show, in words, such as `Peru, 2016: 67.4`; empty if none.
    pub reading: String,
    /// The shapes, from back to front.
    pub shapes: Vec<Shape>,
}

/// The purpose of a group of shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupRole {
    /// Lines that help to read values.
    Grid,
    /// The names of values, years and categories along the sides.
    Axis,
    /// What shows the data.
    Mark,
    /// Names of series and values beside their marks.
    Label,
    /// What an editor adds: notes, reference lines.
    Note,
    /// Where a pointer finds a value; not printed.
    Target,
}

impl GroupRole {
    /// Returns the class on the page.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Grid => "q-grid",
            Self::Axis => "q-axis",
            Self::Mark => "q-mark",
            Self::Label => "q-label",
            Self::Note => "q-note",
            Self::Target => "q-target",
        }
    }
}

/// Something drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A straight line.
    Line {
        /// Where it starts.
        from: Point,
        /// Where it ends.
        to: Point,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// An outline of lines and curves.
    Path {
        /// Its parts.
        steps: Vec<Step>,
        /// What fills it.
        fill: Option<Colour>,
        /// How its outline is drawn.
        stroke: Option<Stroke>,
    },
    /// A rectangle.
    Rectangle {
        /// Where it lies.
        area: Area,
        /// What fills it.
        fill: Option<Colour>,
        /// How its outline is drawn.
        stroke: Option<Stroke>,
    },
    /// A circle.
    Circle {
        /// Its centre.
        centre: Point,
        /// Its radius.
        radius: f64,
        /// What fills it.
        fill: Option<Colour>,
        /// How its outline is drawn.
        stroke: Option<Stroke>,
    },
    /// Text.
    Text(Text),
}

/// A part of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Goes to a point without drawing.
    Move(Point),
    /// Draws a straight line to a point.
    Line(Point),
    /// Draws a cubic curve: two control points and the end.
    Curve(Point, Point, Point),
    /// Draws a straight line to where the outline began.
    Close,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub colour: Colour,
    /// Its width.
    pub width: f64,
    /// Its pattern.
    pub dash: Dash,
}

impl Stroke {
    /// Creates an unbroken stroke.
    pub(super) fn solid(colour: Colour, width: f64) -> Self {
        Self { colour, width, dash: Dash::Solid }
    }
}

/// The pattern of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// Short strokes: what was inferred.
    Dashed,
    /// Dots: a leader from a mark to its name, which is not data.
    Dotted,
}

/// Lines of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Where the baseline of the first line starts, is centred or ends.
    pub at: Point,
    /// The lines, from top to bottom.
    pub lines: Vec<String>,
    /// Which part of each line is at `at`.
    pub anchor: Anchor,
    /// The size of the type.
    pub size: f64,
    /// The weight of the type.
    pub weight: Weight,
    /// The colour.
    pub colour: Colour,
    /// What is behind the letters.
    pub ground: Ground,
}

/// Which part of a line of text is at its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// What is behind the letters of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Whatever was drawn before.
    Clear,
    /// A rim in the colour of what is behind, which keeps lines away from the letters.
    Rim(Colour),
}

/// A colour: a token, mixed with the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// The token.
    pub token: ThemeToken,
    /// How much of the token is in the mix, in per cent; the rest is paper.
    pub strength: u8,
}

impl Colour {
    /// Creates a mix of a token with paper; `strength` is in per cent.
    pub(super) fn tint(token: ThemeToken, strength: u8) -> Self {
        Self { token, strength: strength.min(100) }
    }
}

impl From<ThemeToken> for Colour {
    fn from(token: ThemeToken) -> Self {
        Self { token, strength: 100 }
    }
}

/// A token of the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThemeToken {
    /// What everything stands on.
    Paper,
    /// Text.
    Ink,
    /// Text of second rank.
    Muted,
    /// Lines that help to read values.
    Grid,
    /// Series that are context.
    Rest,
    /// The first series.
    Series1,
    /// The second series.
    Series2,
    /// The third series.
    Series3,
    /// The fourth series.
    Series4,
    /// The fifth series.
    Series5,
}

impl ThemeToken {
    /// The tokens of series, in order.
    pub const SERIES: [Self; 5] =
        [Self::Series1, Self::Series2, Self::Series3, Self::Series4, Self::Series5];

    /// Returns the group and name in the theme, such as `series-1`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Paper => "colour-paper",
            Self::Ink => "colour-ink",
            Self::Muted => "colour-muted",
            Self::Grid => "series-grid",
            Self::Rest => "series-rest",
            Self::Series1 => "series-1",
            Self::Series2 => "series-2",
            Self::Series3 => "series-3",
            Self::Series4 => "series-4",
            Self::Series5 => "series-5",
        }
    }
}
