//! The language of bound numbers: what stands between `{{` and `}}`.
//!
//! ```text
//! binding    = expression { "|" format }
//! expression = term { ("+" | "-") term }
//! term       = factor { ("*" | "/") factor }
//! factor     = "-" factor | number | "(" expression ")" | call | cells
//! call       = name "(" expression { "," expression } [ "," "ignore missing" ] ")"
//! cells      = dataset "[" selector [ "," selector ] "]"
//! selector   = "*" | "@" name | name ".." name | name { "+" name }
//! ```
//!
//! Names in selectors may hold spaces; those with a comma, a bracket, a plus
//! sign or two dots stand in double quotes. Parsing needs no dataset: whether
//! names exist is found when the edition is bound.

mod parse;

pub(crate) use parse::read_selector;
pub use parse::{parse, parse_expression, parse_selector};

use ecow::EcoString;
use rust_decimal::Decimal;

use crate::span::{Span, Spanned};

/// A bound number: an expression and how its value is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// What is computed.
    pub expression: Expression,
    /// How it is printed, in order of writing.
    pub formats: Vec<Spanned<Format>>,
    /// What the author wrote, without braces.
    pub text: EcoString,
    /// The place, braces included.
    pub span: Span,
}

/// Something that has a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A number written in the expression; it has no unit.
    Literal(Spanned<Decimal>),
    /// One cell or a range of cells.
    Cells(Selection),
    /// A function of other values.
    Call {
        /// Which function.
        function: Function,
        /// Its arguments.
        arguments: Vec<Expression>,
        /// What becomes of missing values.
        missing: Missing,
        /// The place of the whole call.
        span: Span,
    },
    /// Arithmetic of two values.
    Binary {
        /// Which operation.
        operator: Operator,
        /// The left value.
        left: Box<Expression>,
        /// The right value.
        right: Box<Expression>,
    },
    /// A value with its sign reversed.
    Negate(Box<Expression>),
}

impl Expression {
    /// Returns the place of the expression.
    pub fn span(&self) -> Span {
        match self {
            Self::Literal(literal) => literal.span,
            Self::Cells(selection) => selection.span,
            Self::Call { span, .. } => *span,
            Self::Binary { left, right, .. } => Span { end: right.span().end, ..left.span() },
            Self::Negate(inner) => inner.span(),
        }
    }
}

/// Cells of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// The dataset.
    pub dataset: Spanned<EcoString>,
    /// Which rows.
    pub rows: Selector,
    /// Which columns; none if the author named only rows.
    pub columns: Option<Selector>,
    /// The place, brackets included.
    pub span: Span,
}

/// Rows or columns of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub enum Selector {
    /// All of them.
    All(Span),
    /// Those with these names.
    Names(Vec<Spanned<EcoString>>),
    /// Those from one to another, in file order.
    Range(Spanned<EcoString>, Spanned<EcoString>),
    /// Those of the members of an entity.
    Group(Spanned<EcoString>),
}

/// The functions of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// The sum of a range.
    Sum,
    /// The arithmetic mean of a range.
    Mean,
    /// The smallest of a range.
    Min,
    /// The largest of a range.
    Max,
    /// How many cells of a range have a value.
    Count,
    /// The last of a range against the first, as a percentage.
    Change,
    /// The first value less the second.
    Difference,
    /// The first value as a percentage of the second.
    Share,
    /// The first value divided by the second.
    Ratio,
    /// The first value in the unit or prices that a rate leads to.
    Convert,
}

impl Function {
    const ALL: &[(&str, Self)] = &[
        ("sum", Self::Sum),
        ("mean", Self::Mean),
        ("min", Self::Min),
        ("max", Self::Max),
        ("count", Self::Count),
        ("change", Self::Change),
        ("difference", Self::Difference),
        ("share", Self::Share),
        ("ratio", Self::Ratio),
        ("convert", Self::Convert),
    ];

    /// Returns the function's name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, function)| *function == self).map_or("", |(name, _)| name)
    }

    /// Whether the function may leave missing values out.
    pub fn leaves_out(self) -> bool {
        matches!(self, Self::Sum | Self::Mean | Self::Min | Self::Max)
    }

    /// Returns how many arguments the function takes.
    pub fn arity(self) -> usize {
        match self {
            Self::Difference | Self::Share | Self::Ratio | Self::Convert => 2,
            Self::Sum | Self::Mean | Self::Min | Self::Max | Self::Count | Self::Change => 1,
        }
    }
}

/// What a function does with missing values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// They are errors.
    Refused,
    /// They are left out, and the output says so.
    LeftOut,
}

/// The operations of arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Addition.
    Add,
    /// Subtraction.
    Subtract,
    /// Multiplication.
    Multiply,
    /// Division.
    Divide,
}

/// How a number is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With this many decimals.
    Round(u32),
    /// In millions.
    Millions,
    /// In thousand millions.
    Billions,
    /// Without unit.
    Plain,
    /// In words.
    Words,
    /// Always with a sign.
    Sign,
    /// Without sign.
    Absolute,
    /// Without separators.
    Year,
}

impl Format {
    const ALL: &[(&str, Self)] = &[
        ("round", Self::Round(0)),
        ("mn", Self::Millions),
        ("bn", Self::Billions),
        ("plain", Self::Plain),
        ("words", Self::Words),
        ("sign", Self::Sign),
        ("abs", Self::Absolute),
        ("year", Self::Year),
    ];
}
