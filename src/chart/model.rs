//! What a chart shows: resolved values and words, no layout and no colours.

use std::fmt;

use super::map::{Map, Symbol};

/// A chart with everything resolved. Title, subtitle, note and source stand outside
/// the drawing, in the figure's caption.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// How the data are drawn.
    pub form: Form,
    /// The data of all forms but [`Form::Timeline`].
    pub series: Vec<Series>,
    /// The data of [`Form::Timeline`].
    pub events: Vec<Event>,
    /// The further properties of a [`Form::Map`], whose only series has a point for each region.
    pub map: Option<Map>,
    /// The unit, set above the axis of values; empty if the subtitle says it.
    pub unit: String,
    /// How many decimals values are printed with; axes print those that they need.
    pub decimals: usize,
    /// The greatest value, if numbers are printed in the short scale.
    pub short: Option<f64>,
    /// Whether the axis of values shows zero.
    pub baseline: Baseline,
    /// Which values are printed beside their marks.
    pub values: Values,
    /// Remarks on places in the chart.
    pub annotations: Vec<Annotation>,
    /// Values to compare with.
    pub references: Vec<ReferenceLine>,
    /// The text in place of a missing value, such as `no data`.
    pub missing: String,
    /// The text beside the name of a series without any value, such as `no data`.
    pub absent: String,
    /// What it shows, in a few words, for readers who cannot see it.
    pub title: String,
    /// A description, in sentences, for readers who cannot see it.
    pub description: String,
}

impl Chart {
    /// Creates a chart of `series`; the rest is left to the form.
    #[must_use]
    pub fn new(form: Form, series: Vec<Series>) -> Self {
        Self {
            form,
            series,
            events: Vec::new(),
            map: None,
            unit: String::new(),
            decimals: 0,
            baseline: Baseline::Auto,
            values: Values::Auto,
            annotations: Vec::new(),
            references: Vec::new(),
            missing: "–".to_owned(),
            short: None,
            absent: "–".to_owned(),
            title: String::new(),
            description: String::new(),
        }
    }
}

/// How data are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A line for each series.
    Line,
    /// Filled areas, stacked if there are several series.
    Area,
    /// Bars from zero.
    Bar {
        /// Which way they grow.
        direction: Direction,
        /// How the bars of one position are arranged.
        arrangement: Arrangement,
    },
    /// Two columns of values and a line between them for each series.
    Slope,
    /// A dot for each value on a line for each position.
    Dot,
    /// A tinted cell for each value: series are rows, positions are columns.
    HeatMap,
    /// Events on an axis of time.
    Timeline,
    /// A small chart for each series, all on the same scales.
    Multiples(Panel),
    /// A map of regions.
    Map(Symbol),
}

/// Which way bars grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Upwards: for years and short names.
    Vertical,
    /// To the right: for long names.
    Horizontal,
}

/// How the bars of one position are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement {
    /// Side by side.
    Grouped,
    /// Stacked, with negative values on the other side of zero.
    Stacked,
}

/// The form of each small multiple.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    /// A line; the other series stand behind it in grey.
    Line,
    /// Vertical bars.
    Bar,
}

/// Values that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The name as printed.
    pub name: String,
    /// The values, in order.
    pub points: Vec<Datum>,
    /// Whether it has a colour of its own.
    pub emphasis: Emphasis,
    /// The number of its colour in the theme, from 1; none to take the next free one.
    pub colour: Option<u8>,
}

impl Series {
    /// Creates a highlighted series.
    #[must_use]
    pub fn new(name: impl Into<String>, points: Vec<Datum>) -> Self {
        Self { name: name.into(), points, emphasis: Emphasis::Highlight, colour: None }
    }

    /// Makes the series context: grey.
    #[must_use]
    pub fn in_context(mut self) -> Self {
        self.emphasis = Emphasis::Context;
        self
    }
}

/// Whether something is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emphasis {
    /// It is what the chart is about.
    Highlight,
    /// It is there for comparison: grey.
    Context,
}

/// One value of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Datum {
    /// Where it stands.
    pub at: Position,
    /// The value; none if it is missing, which is a gap and never zero.
    pub value: Option<f64>,
    /// The origin of the value.
    pub origin: ValueOrigin,
    /// Whether it has the colour of its series.
    pub emphasis: Emphasis,
}

impl Datum {
    /// Creates a value that the source gives.
    #[must_use]
    pub fn new(at: Position, value: Option<f64>) -> Self {
        Self { at, value, origin: ValueOrigin::Given, emphasis: Emphasis::Highlight }
    }

    /// Marks the value as inferred: its mark is hollow.
    #[must_use]
    pub fn inferred(mut self) -> Self {
        self.origin = ValueOrigin::Inferred;
        self
    }

    /// Makes the value context: grey.
    #[must_use]
    pub fn in_context(mut self) -> Self {
        self.emphasis = Emphasis::Context;
        self
    }
}

/// The origin of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueOrigin {
    /// From the source.
    Given,
    /// From an inference, which the chart must show.
    Inferred,
}

/// Where a value stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Position {
    /// In time, in years of the common era; July 2016 begins at 2016.5.
    Year(f64),
    /// In time, like a year, with the name of the day, month or quarter.
    Moment(f64, String),
    /// At a name.
    Category(String),
}

/// Whether the axis of values shows zero. Bars and areas always do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Baseline {
    /// If the values come near it.
    Auto,
    /// Always.
    Zero,
    /// Only if there are values on both sides.
    Data,
    /// No: equal ratios of values are equal distances. For lines with values above zero.
    Ratios,
}

/// Which values are printed beside their marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// All for which there is room, if there are few marks.
    Auto,
    /// None.
    None,
    /// The last of each line.
    Last,
}

/// A remark on a place in a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// The position.
    pub at: Position,
    /// The series, counted from 0; none for a remark on the position as a whole.
    pub series: Option<usize>,
    /// The remark.
    pub text: String,
}

/// A value to compare with, drawn as a line across the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceLine {
    /// The value.
    pub value: f64,
    /// What it is.
    pub label: String,
}

/// An event of a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When it began, in years of the common era; July 2016 begins at 2016.5.
    pub start: f64,
    /// When it ended; none for a moment.
    pub end: Option<f64>,
    /// The date as printed.
    pub date: String,
    /// What happened.
    pub text: String,
    /// Whether it is coloured.
    pub emphasis: Emphasis,
}

/// Why a chart cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChartError {
    /// It has no value.
    Empty,
    /// A value or year is infinite or not a number.
    NotFinite {
        /// The series or event.
        name: String,
    },
    /// Some positions are years and others are names.
    MixedPositions,
    /// A slope chart needs two positions.
    SlopePositions {
        /// How many there are.
        found: usize,
    },
    /// A stacked area has a part below zero.
    NegativePart {
        /// The series.
        series: String,
    },
    /// A stacked area has a value where one of its layers has none.
    Gap {
        /// The series that has it.
        series: String,
        /// Its position.
        at: String,
        /// The series that has none there.
        other: String,
    },
    /// More series are named than can be read.
    TooManyNames {
        /// How many there are.
        found: usize,
        /// How many can be.
        most: usize,
    },
    /// Bars would be too narrow to be seen.
    TooNarrow {
        /// How many bars there are.
        found: usize,
    },
    /// A map has no outline of a region.
    NoRegion {
        /// Its code.
        code: String,
    },
}

impl ChartError {
    /// Returns what the author can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooManyNames { .. } => {
                "name the series that matter under `highlight:`; the others become grey lines without names. \
                 Or choose `form: heat map` or `small multiples`, or fewer rows"
            }
            Self::TooNarrow { .. } => {
                "choose fewer rows or columns, `direction: horizontal`, or `form: heat map` or `line`"
            }
            Self::Gap { .. } => {
                "choose `form: line`, or leave that row or column out: a stack without one of its layers \
                 looks like a smaller sum"
            }
            Self::Empty
            | Self::NotFinite { .. }
            | Self::MixedPositions
            | Self::SlopePositions { .. }
            | Self::NegativePart { .. }
            | Self::NoRegion { .. } => "choose another form, or other rows and columns",
        }
    }
}

impl fmt::Display for ChartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(formatter, "chart has no values"),
            Self::NotFinite { name } => {
                write!(formatter, "`{name}` has a value that is not finite")
            }
            Self::MixedPositions => write!(formatter, "chart mixes years and names on one axis"),
            Self::SlopePositions { found } => {
                write!(formatter, "slope chart has {found} positions instead of 2")
            }
            Self::NegativePart { series } => {
                write!(formatter, "stacked area has a negative value in `{series}`")
            }
            Self::Gap { series, at, other } => {
                write!(
                    formatter,
                    "stacked area has a value of `{series}` at {at}, where `{other}` has none"
                )
            }
            Self::TooManyNames { found, most } => {
                write!(
                    formatter,
                    "chart names {found} series, and nobody tells more than {most} apart"
                )
            }
            Self::TooNarrow { found } => {
                write!(formatter, "chart has {found} bars, too narrow to be seen")
            }
            Self::NoRegion { code } => write!(formatter, "map has no region `{code}`"),
        }
    }
}

impl std::error::Error for ChartError {}
