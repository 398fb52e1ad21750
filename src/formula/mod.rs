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
    /// The formula in a line of text, such as `(a + b)/c²`: what is read where no formula can be set.
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
    /// A variable, or what stands like one.
    Identifier {
        /// One letter, or several that are one name.
        text: EcoString,
        /// Whether it is set upright; letters are slanted otherwise.
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
        /// What it does, which decides the space around it.
        class: Class,
        /// Its height in tenths of an em, if its author gave one.
        size: Option<u8>,
    },
    /// Space.
    Space {
        /// How wide it is, in eighteenths of an em; less than 0 draws the parts together.
        width: i16,
    },
    /// Parts that stand together.
    Row {
        /// The parts.
        nodes: Vec<Node>,
    },
    /// Parts between signs that grow with them.
    Fenced {
        /// The sign before them, if any.
        open: Option<char>,
        /// The sign behind them, if any.
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
        /// Whether a line parts them; a binomial coefficient has none.
        line: bool,
    },
    /// A root.
    Root {
        /// What stands under the sign.
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
    /// A part that is struck out.
    Struck {
        /// The part.
        base: Box<Node>,
    },
    /// Parts in another size than their place gives them.
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
    /// A large sign before what it works on, such as ∑.
    Large,
    /// It joins two parts, such as +.
    Binary,
    /// It compares two parts, such as =.
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
    /// Behind their base, raised and lowered.
    Behind,
    /// Above and below their base.
    Around,
    /// Above and below their base in a formula of its own, behind it in the line.
    Movable,
}

/// A size of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Size {
    /// As in a formula of its own.
    Display,
    /// As in the line.
    Inline,
    /// As that of scripts.
    Script,
    /// As that of scripts of scripts.
    Sscript,
}

/// Rows and columns of a formula.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// How the cells of each column are set; the last goes for all further ones.
    pub columns: Vec<Column>,
    /// How far the columns stand apart.
    pub gap: Gap,
    /// The columns, counted from 1, behind which a line stands; 0 is before the first.
    pub lines: Vec<u16>,
    /// The rows, counted from 1, below which a line stands; 0 is above the first.
    pub rules: Vec<u16>,
    /// The cells, row by row.
    pub rows: Vec<Vec<Vec<Node>>>,
}

/// How the cells of a column of a formula are set.
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

/// How far the columns of a formula stand apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// As the numbers of a matrix.
    Matrix,
    /// As cases from their conditions.
    Cases,
    /// Not at all, but for each second gap: equations that are aligned.
    Aligned,
}
