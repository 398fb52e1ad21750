//! The language of bound numbers: what is written between `{{` and `}}`.
//!
//! ```text
//! binding    = statement { "|" format }
//! statement  = conjunct { "or" conjunct }
//! conjunct   = negation { "and" negation }
//! negation   = "not" negation | comparison
//! comparison = sum { ("<" | "<=" | ">" | ">=" | "=" | "!=") sum } | sum "in" entity
//! sum        = term { ("+" | "-") term }
//! term       = factor { ("*" | "/") factor }
//! factor     = "-" factor | number | words | "(" statement ")" | call | choice | cells | name | entity
//! number     = digits [ "%" | "mn" | "bn" | "tn" ]
//! words      = '"' text '"' | "'" text "'"
//! call       = name "(" statement { "," statement } { "," option } ")"
//! option     = "ignore missing" | "smallest first" | "where" statement
//! choice     = "choose" "(" arm "," arm "," { arm "," arm "," } arm ")"
//! arm        = statement | bare words
//! cells      = dataset "[" selector [ "," selector ] "]"
//! entity     = "@" name
//! selector   = "*" | "@" name | key ".." key | key { "+" key }
//! key        = name | "@this"
//! ```
//!
//! `@this` is the entity of a profile. Names in selectors may hold spaces; those with a comma, a bracket, a plus
//! sign or two dots are put in double quotes. Parsing needs no dataset: whether
//! names exist is found when the edition is bound.

mod advice;
mod call;
mod choice;
mod format;
mod names;
mod parse;
mod selection;
mod statement;

pub use names::{Format, Function};
pub(crate) use parse::read_selector;
pub use parse::{parse, parse_expression, parse_selector};
pub(in crate::data) use statement::no_statement;

use std::cmp::Ordering;

use ecow::EcoString;
use rust_decimal::Decimal;

use crate::base::span::{Span, Spanned};
use crate::data::measure::{Scale, Unit};

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

impl Binding {
    /// Returns the expression as the author wrote it, with single spaces and without formats, which
    /// languages may choose differently.
    pub fn written(&self) -> EcoString {
        let expression = self.text.split('|').next().unwrap_or_default();
        expression.split_whitespace().collect::<Vec<_>>().join(" ").into()
    }

    /// Returns what the author wrote without the words that may be printed: of those between which the data decide,
    /// readers get what came of it, and nobody reads the others. It is the same whatever comes of it, so that numbers
    /// are known again in the next release.
    pub fn told(&self) -> EcoString {
        if !self.decides() {
            return self.text.clone();
        }
        // The places of a binding are in its file, where lines may be folded.
        let whole = Span::new(self.span.file, 0, self.text.len());
        let Ok(Self { expression, formats, .. }) = parse_expression(&self.text, whole) else {
            return EcoString::new();
        };
        let mut words = Vec::new();
        expression.words_chosen(&mut words);
        let words = words.into_iter().map(|span| (span.start as usize..span.end as usize, "…"));
        // What is said instead of a missing value goes with its format.
        let otherwise = formats.iter().filter(|it| matches!(it.value, Format::Otherwise(_)));
        let otherwise = otherwise.filter_map(|it| {
            let bar = self.text.get(..it.span.start as usize)?.rfind('|')?;
            let start = self.text[..bar].trim_end().len();
            // The place of the words is within their quotation marks.
            Some((start..it.span.end as usize + 1, ""))
        });
        let mut gaps: Vec<_> = words.chain(otherwise).collect();
        // Where comparisons are chained, what stands between two of them is a part of both.
        gaps.sort_by_key(|(gap, _)| gap.start);
        gaps.dedup();
        let (mut told, mut done) = (EcoString::new(), 0);
        for (gap, instead) in gaps {
            told.push_str(self.text.get(done..gap.start).unwrap_or_default());
            told.push_str(instead);
            done = gap.end;
        }
        told.push_str(self.text.get(done..).unwrap_or_default());
        told
    }

    /// Whether readers see only what came of it: it compares, or has words of which it prints some.
    pub fn decides(&self) -> bool {
        let has_words = |format: &Spanned<Format>| matches!(format.value, Format::Otherwise(_));
        self.expression.decides() || self.formats.iter().any(has_words)
    }
}

/// What follows `@` for the entity of a profile.
pub const THIS: &str = "this";

/// The selector for the entity of a profile.
pub const THIS_KEY: &str = "@this";

/// Something that has a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A number written in the expression.
    Literal(Spanned<Literal>),
    /// Words, which are printed as they are, or compared with the text of a cell.
    Words(Spanned<EcoString>),
    /// One cell or a range of cells.
    Cells(Box<Selection>),
    /// A named value from `content/values.yaml`.
    Named(Spanned<EcoString>),
    /// An entity, by its id or name without the `@`; [`THIS`] for the entity of a profile.
    Entity(Spanned<EcoString>),
    /// A function of other values.
    Call(Call),
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
    /// A statement on two values.
    Comparison {
        /// How the left value is compared with the right one.
        relation: Relation,
        /// The left value.
        left: Box<Expression>,
        /// The right value.
        right: Box<Expression>,
    },
    /// A statement that an entity is a member of a bloc.
    Among {
        /// The entity.
        member: Box<Expression>,
        /// The bloc, by its id or name without the `@`.
        bloc: Spanned<EcoString>,
    },
    /// A statement that joins others.
    Logic {
        /// How they are joined.
        connective: Connective,
        /// The statements, at least two.
        statements: Vec<Expression>,
        /// The place of the whole.
        span: Span,
    },
    /// A statement that negates another.
    Not(Box<Expression>),
    /// The result of the first statement that is true.
    Choice {
        /// The statements, each with its result.
        branches: Vec<Branch>,
        /// The result if none is true.
        otherwise: Box<Expression>,
        /// The place of the whole.
        span: Span,
    },
}

/// A function with its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Which function.
    pub function: Function,
    /// Its arguments.
    pub arguments: Vec<Expression>,
    /// How missing values are treated.
    pub missing: Missing,
    /// Which value ranks first.
    pub order: Order,
    /// A statement that must be true for a row to count; all rows count if there is none.
    pub filter: Option<Box<Expression>>,
    /// The place of the whole call.
    pub span: Span,
}

/// Which of several values ranks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The largest.
    LargestFirst,
    /// The smallest.
    SmallestFirst,
}

/// A number written in an expression, such as `1.5`, `50%` or `2 bn`.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    /// The number as written.
    pub number: Decimal,
    /// Per cent, or none.
    pub unit: Unit,
    /// How many units one is.
    pub scale: Scale,
}

/// A statement, and the result if it is true.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// The statement.
    pub statement: Expression,
    /// What is chosen.
    pub value: Expression,
}

/// The relation of a value to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// It is less.
    Less,
    /// It is less or equal.
    AtMost,
    /// It is more.
    More,
    /// It is more or equal.
    AtLeast,
    /// It is equal.
    Equal,
    /// It is not equal.
    Unequal,
}

impl Relation {
    /// Whether two values in this order have the relation.
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::More => order.is_gt(),
            Self::AtLeast => order.is_ge(),
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
        }
    }

    /// Returns the relation for messages, as in "is not … five".
    pub fn describe(self) -> &'static str {
        match self {
            Self::Less => "less than",
            Self::AtMost => "at most",
            Self::More => "more than",
            Self::AtLeast => "at least",
            Self::Equal => "equal to",
            Self::Unequal => "other than",
        }
    }
}

/// How statements are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connective {
    /// All must hold.
    And,
    /// One must hold.
    Or,
}

impl Expression {
    /// Returns the place of the expression.
    pub fn span(&self) -> Span {
        match self {
            Self::Literal(literal) => literal.span,
            Self::Words(words) => words.span,
            Self::Cells(selection) => selection.span,
            Self::Named(name) | Self::Entity(name) => name.span,
            Self::Call(call) => call.span,
            Self::Logic { span, .. } | Self::Choice { span, .. } => *span,
            Self::Binary { left, right, .. } | Self::Comparison { left, right, .. } => {
                Span { end: right.span().end, ..left.span() }
            }
            Self::Among { member, bloc } => Span { end: bloc.span.end, ..member.span() },
            Self::Negate(inner) | Self::Not(inner) => inner.span(),
        }
    }

    /// Returns the expressions that this one is made of, in order of writing.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Literal(_)
            | Self::Words(_)
            | Self::Cells(_)
            | Self::Named(_)
            | Self::Entity(_) => Vec::new(),
            Self::Call(Call { arguments, filter, .. }) => {
                arguments.iter().chain(filter.as_deref()).collect()
            }
            Self::Logic { statements, .. } => statements.iter().collect(),
            Self::Binary { left, right, .. } | Self::Comparison { left, right, .. } => {
                vec![left, right]
            }
            Self::Negate(inner) | Self::Not(inner) | Self::Among { member: inner, .. } => {
                vec![inner]
            }
            Self::Choice { branches, otherwise, .. } => {
                let parts = branches.iter().flat_map(|branch| [&branch.statement, &branch.value]);
                parts.chain([&**otherwise]).collect()
            }
        }
    }

    /// Collects the places of the words that it may result in, in order of writing.
    fn words_chosen(&self, found: &mut Vec<Span>) {
        let mut value = |value: &Self| match value {
            Self::Words(words) => found.push(words.span),
            other => other.words_chosen(found),
        };
        match self {
            Self::Choice { branches, otherwise, .. } => {
                for branch in branches {
                    value(&branch.value);
                }
                value(otherwise);
            }
            other => other.parts().into_iter().for_each(|part| part.words_chosen(found)),
        }
    }

    /// Whether it compares values, or holds words, all of its parts included.
    fn decides(&self) -> bool {
        match self {
            Self::Words(_)
            | Self::Comparison { .. }
            | Self::Among { .. }
            | Self::Logic { .. }
            | Self::Not(_)
            | Self::Choice { .. } => true,
            Self::Literal(_) | Self::Cells(_) | Self::Named(_) | Self::Entity(_) => false,
            Self::Call(_) | Self::Binary { .. } | Self::Negate(_) => {
                self.parts().into_iter().any(Self::decides)
            }
        }
    }

    /// Returns the cells and names of columns that a statement on single rows looks at; functions
    /// of whole ranges look at all rows.
    pub fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::Cells(_) | Self::Named(_) => vec![self],
            Self::Call(call) if call.function != Function::Known => Vec::new(),
            other => other.parts().into_iter().flat_map(Self::leaves).collect(),
        }
    }

    /// Changes the selections of the expression, all of its parts included.
    pub fn visit_selections(&mut self, change: &mut impl FnMut(&mut Selection)) {
        match self {
            Self::Literal(_) | Self::Words(_) | Self::Named(_) | Self::Entity(_) => {}
            Self::Cells(selection) => change(selection),
            Self::Call(Call { arguments, filter, .. }) => {
                let parts = arguments.iter_mut().chain(filter.as_deref_mut());
                for part in parts {
                    part.visit_selections(change);
                }
            }
            Self::Logic { statements, .. } => {
                for part in statements {
                    part.visit_selections(change);
                }
            }
            Self::Binary { left, right, .. } | Self::Comparison { left, right, .. } => {
                left.visit_selections(change);
                right.visit_selections(change);
            }
            Self::Negate(inner) | Self::Not(inner) | Self::Among { member: inner, .. } => {
                inner.visit_selections(change);
            }
            Self::Choice { branches, otherwise, .. } => {
                for Branch { statement, value } in branches {
                    statement.visit_selections(change);
                    value.visit_selections(change);
                }
                otherwise.visit_selections(change);
            }
        }
    }

    /// Returns the cells that the expression names, all of its parts included.
    pub fn selections(&self) -> Vec<&Selection> {
        match self {
            Self::Cells(selection) => vec![selection],
            other => other.parts().into_iter().flat_map(Self::selections).collect(),
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
    /// The names of the dimensions of rows and columns, if the author wrote them.
    pub names: [Option<Spanned<EcoString>>; 2],
    /// The selectors for the other dimensions.
    pub more: Vec<Coordinate>,
    /// The place, brackets included.
    pub span: Span,
}

/// What is selected of one dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Coordinate {
    /// The dimension, if the author named it.
    pub name: Option<Spanned<EcoString>>,
    /// Which of its values.
    pub selector: Selector,
    /// The place.
    pub span: Span,
}

impl Selection {
    /// Returns the selectors one by one, in the order in which they are written.
    pub fn coordinates(&self) -> Vec<Coordinate> {
        let [first, second] = self.names.clone();
        let rows = Coordinate { name: first, selector: self.rows.clone(), span: self.span };
        let columns = self.columns.clone();
        let columns =
            columns.map(|selector| Coordinate { name: second, selector, span: self.span });
        [rows].into_iter().chain(columns).chain(self.more.iter().cloned()).collect()
    }
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

/// How a function treats missing values.
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
