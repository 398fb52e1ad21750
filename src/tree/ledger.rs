//! The ledger: every number of an edition, and the cells it comes from.

use std::fmt;

use ecow::{EcoString, eco_format};
use serde::Serialize;

use super::{DateText, Inlines, Target};
use crate::base::span::Span;

/// One number of an edition, and what it is based on.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerEntry {
    /// The number as printed.
    pub text: EcoString,
    /// The expression as readers are told it, or the cell that a figure shows.
    pub expression: EcoString,
    /// Stands for the expression and its cells, also where readers are not told of them.
    pub basis: u64,
    /// The cells that it was computed from, in order of use.
    pub cells: Vec<CellName>,
    /// The cells without value that the author wanted left out.
    pub left_out: Vec<CellName>,
    /// Whether it is based on values that no source states.
    pub is_inferred: bool,
    /// What readers must know of it: that values are left out, or inferred.
    pub remarks: Vec<EcoString>,
    /// The keys of the sources of those cells, without repetition.
    pub sources: Vec<EcoString>,
    /// The datasets of those cells, by their places in
    /// [`Document::annex`](super::Document::annex), without repetition.
    pub datasets: Vec<usize>,
    /// What the number measures, such as `US$ million`.
    pub unit: EcoString,
    /// The place in the ledger of the first entry with the same expression; its own if there is
    /// none before it.
    pub first: usize,
    /// What is printed.
    pub form: EntryForm,
    /// The id of the key figure that it opens, by which it is known whatever else is said of it; empty for others.
    pub headline: EcoString,
    /// Where it is printed.
    pub place: LedgerPlace,
    /// The place where the author wrote it.
    pub span: Span,
}

/// What is printed of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryForm {
    /// A number or a date.
    Number,
    /// A text or a name.
    Text,
}

/// Where a number is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerPlace {
    /// In a sentence or a cell of a table written by hand.
    Text,
    /// In a figure or table drawn from data.
    Figure {
        /// The anchor of the figure; empty if it has none.
        id: EcoString,
        /// Its label as printed, such as `Table 3`.
        label: EcoString,
    },
}

impl LedgerEntry {
    /// Returns the name of the first cell; empty for arithmetic without cells.
    pub fn first_cell(&self) -> String {
        self.cells.first().map(CellName::to_string).unwrap_or_default()
    }

    /// Returns the anchor of the entry with this place in the ledger; empty if it has none.
    pub fn anchor(&self, entry: usize) -> EcoString {
        match &self.place {
            LedgerPlace::Text => number_anchor(entry),
            LedgerPlace::Figure { id, .. } => id.clone(),
        }
    }
}

/// Returns the anchor of a number in the text, by its place in the ledger.
pub fn number_anchor(entry: usize) -> EcoString {
    eco_format!("n-{}", entry + 1)
}

/// The name of a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct CellName {
    /// The dataset.
    pub dataset: EcoString,
    /// The key of the row.
    pub row: EcoString,
    /// The column.
    pub column: EcoString,
}

/// Writes the cell as authors do: `ofdi[peru, 2016]`.
impl fmt::Display for CellName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { dataset, row, column } = self;
        write!(formatter, "{dataset}[{}, {}]", Selected(row), Selected(column))
    }
}

/// A name in a selector, in double quotes if the language of bound numbers asks for them.
pub(crate) struct Selected<'a>(pub(crate) &'a str);

impl fmt::Display for Selected<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(name) = self;
        let special = |c: char| matches!(c, ',' | '[' | ']' | '+' | '@' | '*' | '|');
        if name.contains(special) || name.contains("..") {
            write!(formatter, "\"{name}\"")
        } else {
            formatter.write_str(name)
        }
    }
}

/// A dataset that the numbers of an edition rest on, for the annex "Sources of figures".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DatasetUse {
    /// The name of the dataset.
    pub dataset: EcoString,
    /// The anchor of its place in the annex.
    pub id: EcoString,
    /// Its title.
    pub title: EcoString,
    /// Its page; none if it has none. Typst does not get it: it differs between editions that
    /// share a PDF.
    #[serde(skip)]
    pub page: Option<Target>,
    /// The works that the numbers are from, with the places in them.
    pub sources: Vec<SourceNote>,
    /// What the data stand for: a day, month or year; empty if the dataset does not say.
    pub as_of: DateText,
    /// By when the data should be reviewed; empty if the dataset does not say.
    pub review_by: DateText,
    /// The terms of use of the data; empty if the dataset does not say.
    pub licence: EcoString,
    /// The columns whose values are inferred, and stated by no source.
    pub inferred: Vec<EcoString>,
    /// What was done to the data since they left their source.
    pub transformations: Vec<EcoString>,
    /// What the data must not be used for.
    pub caveats: Vec<EcoString>,
    /// Where the data contradict themselves, by how much, and why that is let stand.
    pub discrepancies: Vec<EcoString>,
    /// Remarks that readers should know.
    pub notes: Vec<EcoString>,
    /// The numbers of the text that rest on it, in document order, each wording once.
    pub numbers: Vec<PrintedNumber>,
    /// References to the figures and tables that show its cells, in document order.
    pub figures: Inlines,
}

impl DatasetUse {
    /// Whether numbers are based on it; an edition may print names and texts of it alone.
    pub fn is_listed(&self) -> bool {
        !self.numbers.is_empty() || !self.figures.is_empty()
    }
}

/// A work that numbers are from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceNote {
    /// The key in `sources.yaml`.
    pub key: EcoString,
    /// The short citation, with the place in the work, such as "Xu (2019, p. 4)".
    pub content: Inlines,
}

/// A number as it is printed in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedNumber {
    /// The number.
    pub text: EcoString,
    /// What readers must know of it: that values are left out, or inferred.
    pub remarks: Vec<EcoString>,
    /// Its first place in [`Document::ledger`](super::Document::ledger), from 0.
    pub entry: usize,
}
