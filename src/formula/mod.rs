//! Formulas: TeX in, one tree out, from which each output writes the same formula.
//!
//! ```text
//! TeX ──pulldown-latex──> events ──read──> FORMULA ──mathml──> pages
//!                                              ├──serde───> Typst's walker
//!                                              ├──linear──> alternative text, search, feeds
//!                                              └──word────> Word
//! ```
//!
//! Letters of alphabets for mathematics (`\mathbb{R}`) are Unicode's in the tree, so that no
//! output chooses them.

mod linear;
mod mathml;
mod mistake;
mod read;
mod sign;

use ecow::EcoString;
use serde::Serialize;

pub use mathml::mathml;
pub use mistake::Mistake;
pub use read::read;

/// A formula, read from TeX.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Formula {
    /// The TeX, as its author wrote it.
    #[serde(skip)]
    pub tex: EcoString,
    /// The formula as a line of text, such as `(a + b)/c²`, for places where no formula can be set.
    pub text: EcoString,
    /// Its parts.
    pub nodes: Vec<Node>,
}

/// A part of a formula.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Node {
    /// Digits with their separators.
    Number {
        /// The number as written.
        text: EcoString,
    },
    /// A variable, or whatever stands in its place.
    Identifier {
        /// One letter, or several that form one name.
        text: EcoString,
        /// Whether it is set upright; letters are italic otherwise.
        upright: bool,
    },
    /// The name of a function, such as `log`.
    Function {
        /// The name.
        text: EcoString,
    },
    /// Words.
    Text {
        /// The words, with the spaces around them.
        text: EcoString,
    },
    /// A sign between or around other parts.
    Operator {
        /// The sign.
        text: EcoString,
        /// Its role, which decides the space around it.
        class: Class,
        /// Its height in tenths of an em, if its author gave one.
        size: Option<u8>,
    },
    /// Space.
    Space {
        /// How wide it is, in eighteenths of an em; a negative width pulls the parts together.
        width: i16,
    },
    /// Parts that stand together.
    Row {
        /// The parts.
        nodes: Vec<Node>,
    },
    /// Parts between delimiters that grow with them.
    Fenced {
        /// The delimiter before them, if any.
        open: Option<char>,
        /// The delimiter after them, if any.
        close: Option<char>,
        /// The parts.
        nodes: Vec<Node>,
    },
    /// A fraction.
    Fraction {
        /// The numerator.
        above: Box<Node>,
        /// The denominator.
        below: Box<Node>,
        /// Whether there is a line between them; a binomial coefficient has none.
        line: bool,
    },
    /// A root.
    Root {
        /// What is under the root sign.
        radicand: Box<Node>,
        /// The degree, if it is not two.
        index: Option<Box<Node>>,
    },
    /// Parts that are raised or lowered, or stand above or below.
    Scripts {
        /// What they belong to.
        base: Box<Node>,
        /// The lower one.
        below: Option<Box<Node>>,
        /// The upper one.
        above: Option<Box<Node>>,
        /// Where they stand.
        place: Place,
    },
    /// A mark over or under a part.
    Accent {
        /// What is marked.
        base: Box<Node>,
        /// The mark.
        mark: char,
        /// Whether it stands below.
        under: bool,
        /// Whether it is as wide as the part.
        wide: bool,
    },
    /// A part that is crossed out.
    Struck {
        /// The part.
        base: Box<Node>,
    },
    /// Parts in another size than that of their place.
    Sized {
        /// The size.
        size: Size,
        /// The parts.
        nodes: Vec<Node>,
    },
    /// Rows and columns.
    Table(Table),
}

/// What a sign does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// A large operator before its argument, such as ∑.
    Large,
    /// A binary operator, such as +.
    Binary,
    /// A relation, such as =.
    Relation,
    /// It opens.
    Opening,
    /// It closes.
    Closing,
    /// It stands between.
    Fence,
    /// A comma or the like.
    Punctuation,
}

/// Where scripts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// After their base, raised and lowered.
    Behind,
    /// Above and below their base.
    Around,
    /// Above and below their base in a formula on its own line, after it in the text.
    Movable,
}

/// A size of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Size {
    /// As in a formula on its own line.
    Display,
    /// As in the line.
    Inline,
    /// As that of scripts.
    Script,
    /// As in scripts of scripts.
    Sscript,
}

/// Rows and columns of a formula.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// How the cells of each column are aligned; further columns are aligned like the last one.
    pub columns: Vec<Column>,
    /// The space between columns.
    pub gap: Gap,
    /// The columns, counted from 1, after which there is a line; 0 is before the first.
    pub lines: Vec<u16>,
    /// The rows, counted from 1, below which there is a line; 0 is above the first.
    pub rules: Vec<u16>,
    /// The cells, row by row.
    pub rows: Vec<Vec<Vec<Node>>>,
}

/// How the cells of a column are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// On the left, in all languages.
    Left,
    /// In the middle.
    Center,
    /// On the right, in all languages.
    Right,
}

/// The space between the columns of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// As the numbers of a matrix.
    Matrix,
    /// As between cases and their conditions.
    Cases,
    /// No space, except in every second gap: aligned equations.
    Aligned,
}
