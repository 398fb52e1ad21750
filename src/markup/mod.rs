//! Markdown, parsed once into a tree that remembers its places.
//!
//! ```text
//! text ──mask──> same length, foreign syntax hidden ──pulldown-cmark──> events ──parse──> Body
//! ```
//!
//! `mask` hides what is not Markdown (bound numbers, attributes, fenced divs)
//! behind characters that Markdown leaves alone, but for code, addresses and HTML, which
//! `verbatim` knows from the Markdown parser; `parse` turns the events
//! into [`Block`]s and takes the hidden parts from the original text; `brackets` and `inline`
//! find citations, cross-references and raised or lowered text inside words.
//! Nothing here knows datasets, sources or audiences: names stay names until an
//! edition is bound.

mod address;
mod anchor;
mod attributes;
mod bounds;
mod brackets;
mod chart;
mod citation;
mod drawing;
mod element;
mod events;
mod foreign;
mod formula;
pub(crate) mod html;
mod inline;
mod line;
mod locator;
mod map;
mod mask;
mod original;
mod parse;
mod register;
mod restrict;
mod rows;
mod table;
mod verbatim;
pub mod visit;

use std::collections::BTreeMap;

use ecow::EcoString;

pub(crate) use anchor::assign as assign_anchors;
pub use anchor::{anchors, is_reserved, slug, unreserved};
pub(crate) use attributes::APPENDIX;
pub use attributes::Attributes;
pub use chart::{AnnotationBlock, Axis, ChartBlock, Moments, ReferenceBlock};
pub use citation::{Cite, Manner, bare_key};
pub use drawing::DrawingBlock;
pub use line::WrittenLine;
pub use locator::{dashed, locator};
pub use map::{MapBlock, ShapesBlock};
pub use original::{CHART, Drawn, Original, shape};
pub(crate) use parse::include::included_path;
pub use parse::{Options, RawHtml, body, body_and_drawn, line};
pub use register::{EntryBlock, EntryPlace, Filter, RegisterBlock, ViewKind, read_kind};
pub use table::{Direction, HeadBlock, TableBlock};

use crate::base::diagnostic::Problems;
use crate::base::span::{Span, Spanned};
use crate::base::yaml::Node;
use crate::data::expression::Binding;
use crate::formula::Formula;
use crate::tree::{Align, Tone};

/// The text of a Markdown file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// The text.
    pub blocks: Vec<Block>,
    /// The footnotes, by label.
    pub footnotes: BTreeMap<EcoString, Footnote>,
}

/// The text of a footnote.
#[derive(Debug, Clone, PartialEq)]
pub struct Footnote {
    /// Where it is defined.
    pub span: Span,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// A block and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The place.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of block.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A heading of level 2 to 6.
    Heading {
        /// The level.
        level: u8,
        /// Its id and attributes.
        attributes: Box<Attributes>,
        /// The anchor for links: the id, or else the text in lower case with dashes.
        anchor: EcoString,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The first number, if it is numbered.
        start: Option<u64>,
        /// Whether its items are set close together.
        tight: bool,
        /// Its items.
        items: Vec<Item>,
    },
    /// Terms and definitions.
    Definitions(Vec<Definition>),
    /// A quotation.
    Quote(Vec<Block>),
    /// A GitHub alert.
    Alert(Tone, Vec<Block>),
    /// A listing.
    Code {
        /// The language.
        language: EcoString,
        /// The text.
        text: EcoString,
    },
    /// A thematic break.
    Rule,
    /// A table written by hand.
    Table(Box<Table>),
    /// A table drawn from a dataset.
    DataTable(Box<TableBlock>),
    /// A chart drawn from a dataset.
    Chart(Box<ChartBlock>),
    /// A view of a register.
    Register(Box<RegisterBlock>),
    /// An entry of a register.
    Entry(Box<EntryBlock>),
    /// A formula in a paragraph of its own.
    Formula(Box<Equation>),
    /// A picture in a paragraph of its own.
    Picture(Box<Picture>),
    /// A fenced div.
    Div(Box<Attributes>, Vec<Block>),
    /// HTML, if the publication allows it.
    RawHtml(EcoString),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Whether a task is done, if it is one.
    pub task: Option<bool>,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// A term and its definitions.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// What it means.
    pub definitions: Vec<Vec<Block>>,
}

/// A table written by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// How the columns are set.
    pub aligns: Vec<Align>,
    /// The head.
    pub head: Vec<Vec<Inline>>,
    /// The rows.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// The caption below it, if any.
    pub caption: Vec<Inline>,
    /// Its id and attributes.
    pub attributes: Attributes,
}

/// A formula as it is written in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Equation {
    /// The formula.
    pub formula: Formula,
    /// Whether it was written in a paragraph of its own, `$$…$$`.
    pub display: bool,
    /// Its id and attributes; none within a line.
    pub attributes: Attributes,
}

/// An image.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The path as written.
    pub path: Spanned<EcoString>,
    /// Its title, empty if it has none.
    pub title: EcoString,
    /// The text in the brackets.
    pub caption: Vec<Inline>,
    /// Its id and attributes.
    pub attributes: Attributes,
}

/// An inline node and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    /// The place.
    pub span: Span,
    /// What it is.
    pub kind: InlineKind,
}

/// The kinds of inline node.
#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind {
    /// Text.
    Text(EcoString),
    /// Stress.
    Emphasis(Box<[Inline]>),
    /// Strong stress.
    Strong(Box<[Inline]>),
    /// Text struck through.
    Strikethrough(Box<[Inline]>),
    /// Lowered text.
    Subscript(Box<[Inline]>),
    /// Raised text.
    Superscript(Box<[Inline]>),
    /// Code.
    Code(EcoString),
    /// A formula.
    Formula(Box<Equation>),
    /// A link.
    Link(Box<Link>),
    /// An image in a line.
    Image(Box<Picture>),
    /// A bound number.
    Number(Box<Binding>),
    /// A citation.
    Citation(Box<[Cite]>),
    /// A cross-reference.
    Reference(Box<Reference>),
    /// A call of a footnote, by its label.
    Footnote(EcoString),
    /// Text with attributes.
    Span(Box<AttributedText>),
    /// A forced line break.
    LineBreak,
    /// HTML, if the publication allows it.
    RawHtml(EcoString),
}

/// Reads a chart that stands outside of the text, in a front matter.
pub fn chart(node: &Node, options: &Options<'_>, problems: &mut Problems) -> Option<Block> {
    let kind = chart::read(node, options, problems)?;
    Some(Block { span: node.span, kind })
}

/// A cross-reference to one or several ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The ids, each with its place; several are printed together, as in "tables 1 and 2".
    pub ids: Vec<Spanned<EcoString>>,
    /// How it is printed.
    pub wording: Wording,
}

/// How a cross-reference is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    /// As the sentence asks: "table 3", and "Table 3" where a sentence begins.
    AsInSentence,
    /// With a capital, as in `@Tbl-m`.
    Capital,
    /// The number alone, as in `[-@tbl-m]`.
    NumberOnly,
}

/// A link.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The target as written.
    pub target: EcoString,
    /// Its title, empty if it has none.
    pub title: EcoString,
    /// Its text.
    pub content: Vec<Inline>,
}

/// Text with attributes.
#[derive(Debug, Clone, PartialEq)]
pub struct AttributedText {
    /// The attributes.
    pub attributes: Attributes,
    /// The text; none where attributes stand alone, and apply to what precedes them.
    pub content: Vec<Inline>,
}

/// The prefixes of ids that cross-references may point to, besides those of registers.
pub const REFERENCE_PREFIXES: &[&str] = &["sec-", "fig-", "tbl-", "eq-"];

/// Returns the text of `inlines` without markup, notes, citations or bound numbers.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(run) | InlineKind::Code(run) => text.push_str(run),
            InlineKind::Formula(equation) => text.push_str(&equation.formula.text),
            InlineKind::LineBreak => text.push(' '),
            kind => text.push_str(&plain_text(kind.content())),
        }
    }
    text
}

/// Whether readers would see nothing of `inlines`.
pub fn says_nothing(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match &inline.kind {
        InlineKind::Text(text) => text.trim().is_empty(),
        InlineKind::LineBreak => true,
        InlineKind::Emphasis(_)
        | InlineKind::Strong(_)
        | InlineKind::Strikethrough(_)
        | InlineKind::Subscript(_)
        | InlineKind::Superscript(_)
        | InlineKind::Link(_)
        | InlineKind::Span(_) => says_nothing(inline.kind.content()),
        InlineKind::Code(_)
        | InlineKind::Formula(_)
        | InlineKind::Image(_)
        | InlineKind::Number(_)
        | InlineKind::Citation(_)
        | InlineKind::Reference(_)
        | InlineKind::Footnote(_)
        | InlineKind::RawHtml(_) => false,
    })
}

impl InlineKind {
    /// Returns the inline nodes inside this one; those of an image are its caption.
    pub fn content(&self) -> &[Inline] {
        match self {
            Self::Emphasis(content)
            | Self::Strong(content)
            | Self::Strikethrough(content)
            | Self::Subscript(content)
            | Self::Superscript(content) => content,
            Self::Link(link) => &link.content,
            Self::Span(span) => &span.content,
            Self::Image(picture) => &picture.caption,
            Self::Text(_)
            | Self::Code(_)
            | Self::Formula(_)
            | Self::Number(_)
            | Self::Citation(_)
            | Self::Reference(_)
            | Self::Footnote(_)
            | Self::LineBreak
            | Self::RawHtml(_) => &[],
        }
    }
}

impl Block {
    /// Returns the lines of text of this block itself, without those of blocks inside it.
    pub fn lines(&self) -> Vec<&[Inline]> {
        match &self.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => vec![content],
            BlockKind::Definitions(items) => {
                items.iter().map(|item| item.term.as_slice()).collect()
            }
            BlockKind::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.chain([&table.caption]).map(Vec::as_slice).collect()
            }
            BlockKind::DataTable(table) => {
                let heads = table.heads.iter().map(|head| &head.text);
                heads.chain([&table.title, &table.note]).map(Vec::as_slice).collect()
            }
            BlockKind::Chart(chart) => chart.lines(),
            BlockKind::Register(view) => vec![&view.title, &view.note],
            BlockKind::Picture(picture) => vec![&picture.caption],
            BlockKind::Div(attributes, _) => vec![&attributes.title],
            BlockKind::List { .. }
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::Formula(_)
            | BlockKind::Entry(_)
            | BlockKind::RawHtml(_) => Vec::new(),
        }
    }

    /// Returns the blocks inside this one, list by list.
    pub fn children(&self) -> Vec<&[Block]> {
        match &self.kind {
            BlockKind::Quote(blocks) | BlockKind::Alert(_, blocks) | BlockKind::Div(_, blocks) => {
                vec![blocks]
            }
            BlockKind::List { items, .. } => {
                items.iter().map(|item| item.blocks.as_slice()).collect()
            }
            BlockKind::Definitions(items) => {
                items.iter().flat_map(|item| &item.definitions).map(Vec::as_slice).collect()
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::Table(_)
            | BlockKind::DataTable(_)
            | BlockKind::Chart(_)
            | BlockKind::Register(_)
            | BlockKind::Entry(_)
            | BlockKind::Formula(_)
            | BlockKind::Picture(_)
            | BlockKind::RawHtml(_) => Vec::new(),
        }
    }

    /// Returns the blocks inside this one, list by list.
    fn children_mut(&mut self) -> Vec<&mut [Block]> {
        match &mut self.kind {
            BlockKind::Quote(blocks) | BlockKind::Alert(_, blocks) | BlockKind::Div(_, blocks) => {
                vec![blocks]
            }
            BlockKind::List { items, .. } => {
                items.iter_mut().map(|item| item.blocks.as_mut_slice()).collect()
            }
            BlockKind::Definitions(items) => {
                let definitions = items.iter_mut().flat_map(|item| &mut item.definitions);
                definitions.map(Vec::as_mut_slice).collect()
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::Table(_)
            | BlockKind::DataTable(_)
            | BlockKind::Chart(_)
            | BlockKind::Register(_)
            | BlockKind::Entry(_)
            | BlockKind::Formula(_)
            | BlockKind::Picture(_)
            | BlockKind::RawHtml(_) => Vec::new(),
        }
    }
}
