//! The drawing of a report: a quipu whose cords write the numbers of a dataset.

use ecow::EcoString;

use super::Inline;
use super::line::WrittenLine;
use super::parse::Options;
use crate::base::diagnostic::Problems;
use crate::base::span::{Span, Spanned};
use crate::base::yaml::{self, Mapping, Node};
use crate::data::expression::{Selector, read_selector};

/// A quipu drawn from a dataset: a group of cords for each row, a cord for each column.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawingBlock {
    /// The place of the block.
    pub span: Span,
    /// The dataset.
    pub data: Spanned<EcoString>,
    /// Which rows; all if none.
    pub rows: Option<Selector>,
    /// Which columns of numbers; all if none.
    pub columns: Option<Selector>,
    /// What can be seen, for those who do not see it.
    pub alt: Vec<Inline>,
    /// What it shows, for all.
    pub caption: Vec<Inline>,
}

impl DrawingBlock {
    /// Reads the key `drawing` of front matter.
    pub fn read(node: &Node, options: &Options<'_>, problems: &mut Problems) -> Option<Self> {
        let mut mapping = problems.keep(Mapping::new(node))?;
        let data = mapping.required("data", problems, yaml::spanned_text);
        let rows = mapping.optional("rows", problems, read_selector);
        let columns = mapping.optional("columns", problems, read_selector);
        let alt = WrittenLine::required(&mut mapping, "alt", problems);
        let caption = WrittenLine::optional(&mut mapping, "caption", problems);
        mapping.finish(problems);
        let mut line = |text: WrittenLine| text.parse(options, problems);
        let caption = caption.map(&mut line).unwrap_or_default();
        Some(Self { span: node.span, data: data?, rows, columns, alt: line(alt?), caption })
    }
}
