//! Tables.

use ecow::EcoString;
use serde::Serialize;

use super::Inlines;

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Table {
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows of heads above those of the columns, each over one column or several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Vec<HeadGroup>>,
    /// The rows, without the head.
    pub rows: Vec<Vec<Inlines>>,
    /// Whether the first cell of each row names the row.
    pub row_heads: bool,
    /// The cells that take the room of others, which are empty; in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<CellSpan>,
    /// What its rows and cells hold; typst sets all kinds alike.
    #[serde(skip)]
    pub kind: TableKind,
}

/// A head over one column or several. A row of them covers all columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeadGroup {
    /// How many columns it has, from 1.
    pub columns: usize,
    /// The head; empty over columns that no group holds.
    pub head: Inlines,
}

/// A cell that takes the room of others, to its end and below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CellSpan {
    /// Its row, from 0, without the head.
    pub row: usize,
    /// Its column, from 0.
    pub column: usize,
    /// How many rows it has, from 1.
    pub rows: usize,
    /// How many columns it has, from 1.
    pub columns: usize,
}

impl Table {
    /// Returns the heads above the one of a column, outermost first.
    pub fn groups_of(&self, column: usize) -> impl Iterator<Item = &HeadGroup> {
        self.groups.iter().filter_map(move |row| {
            let mut end = 0;
            let over = |group: &&HeadGroup| {
                end += group.columns;
                column < end
            };
            row.iter().find(over).filter(|group| !group.head.is_empty())
        })
    }

    /// Returns how many rows and columns the cell at `row` and `column` has; none if another takes
    /// its room.
    pub fn extent(&self, row: usize, column: usize) -> Option<(usize, usize)> {
        let holds = |span: &&CellSpan| {
            (span.row..span.row + span.rows).contains(&row)
                && (span.column..span.column + span.columns).contains(&column)
        };
        match self.spans.iter().find(holds) {
            None => Some((1, 1)),
            Some(span) if (span.row, span.column) == (row, column) => {
                Some((span.rows, span.columns))
            }
            Some(_) => None,
        }
    }

    /// Returns how many columns a cell has that begins in a row above `row`, in this `column`, and
    /// reaches down to it.
    pub fn reaching_down(&self, row: usize, column: usize) -> Option<usize> {
        let reaches = |span: &&CellSpan| {
            span.column == column && (span.row + 1..span.row + span.rows).contains(&row)
        };
        self.spans.iter().find(reaches).map(|span| span.columns)
    }
}

/// What the rows and cells of a table hold, which decides what readers can do with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TableKind {
    /// Whatever its author put there, in the order that the author chose.
    #[default]
    Composed,
    /// A record in each row, so that rows can be filtered and sorted.
    Records,
    /// What two properties share in each cell; many cells are empty.
    Matrix,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// How its cells are set.
    pub align: Align,
    /// Its head.
    pub head: Inlines,
    /// Its unit; empty if it has none or the subtitle says it.
    pub unit: EcoString,
}

impl Column {
    /// Makes a column without a unit of its own.
    pub fn named(head: Inlines, align: Align) -> Self {
        Self { align, head, unit: EcoString::new() }
    }
}

/// How the cells of a column are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Where the language starts its lines.
    Start,
    /// In the middle.
    Center,
    /// Where the language ends its lines.
    End,
    /// Numbers, aligned on their decimal sign.
    Number,
}
