//! Spreadsheets: the data of a publication as workbooks that people open, XLSX and ODS.
//!
//! ```text
//! Publication ──gather──> Workbook ──> xlsx::write ──> bytes
//!                         cover, contents, notes, a sheet for each table
//!                                 └──> ods::write  ──> bytes
//! ```
//!
//! A workbook is laid out as the guidance of the United Kingdom's statisticians on accessible
//! spreadsheets asks: one table a sheet, in the first column, under its title and source; a
//! list of sheets; marks such as `[x]` in place of empty cells, explained on a sheet of notes.
//! Numbers are numbers and days are days. Texts are texts, whatever they begin with: no cell
//! holds a formula.

mod gather;
mod ods;
mod xlsx;

use ecow::EcoString;
use jiff::civil::Date;
use rust_decimal::Decimal;

pub(crate) use gather::names;
pub use gather::{WantedSheets, gather};
pub use ods::write as ods;
pub use xlsx::write as xlsx;

/// Why a workbook cannot be written, in words.
pub type WorkbookError = Box<dyn std::error::Error + Send + Sync>;

/// The mark of an unknown value, because an empty cell could mean anything.
pub const NOT_AVAILABLE: &str = "[x]";

/// A workbook, in one language.
#[derive(Debug, Clone)]
pub struct Workbook {
    /// Its language tag.
    pub language: EcoString,
    /// Its title.
    pub title: EcoString,
    /// What it is, in one sentence; empty if there is no description.
    pub description: EcoString,
    /// Who publishes it; empty if no publisher is named.
    pub publisher: EcoString,
    /// The lines of the cover about the whole: a term, and its text.
    pub facts: Vec<(EcoString, EcoString)>,
    /// The day that it stands for, for its metadata.
    pub day: Date,
    /// The names of the sheets that the program adds, and other words.
    pub labels: Labels,
    /// The marks that cells contain, and the meaning of each.
    pub marks: Vec<(EcoString, EcoString)>,
    /// The tables, one a sheet.
    pub sheets: Vec<Sheet>,
}

/// The words of a workbook, in its language.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    /// The sheet that says what the workbook is.
    pub cover: EcoString,
    /// The list of sheets.
    pub contents: EcoString,
    /// The sheet of notes.
    pub notes: EcoString,
    /// The head of the column of sheets.
    pub sheet: EcoString,
    /// The head of the column of titles.
    pub title: EcoString,
    /// The head of the column of marks.
    pub mark: EcoString,
    /// The head of the column that says what marks mean.
    pub meaning: EcoString,
    /// Says that a sheet has one table.
    pub one_table: EcoString,
}

/// A table, with what readers must know about it.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The name of the sheet: at most 31 characters, and no other sheet's.
    pub name: EcoString,
    /// The name of the range of its cells, head included: letters, digits and underscores.
    pub range: EcoString,
    /// The title.
    pub title: EcoString,
    /// What is known about the whole: source, date, terms.
    pub facts: Vec<(EcoString, EcoString)>,
    /// Remarks for the sheet of notes: the kind of a remark, such as "Caveats", and its text.
    pub notes: Vec<(EcoString, EcoString)>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for each column.
    pub rows: Vec<Vec<SheetCell>>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its head with its unit; no other column has the same.
    pub head: EcoString,
    /// Its width, in letters.
    pub width: usize,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum SheetCell {
    /// The value is not known.
    NotAvailable,
    /// A number, with the decimals of its source.
    Number(Decimal),
    /// A year, which has no separators.
    Year(Decimal),
    /// A day.
    Day(Date),
    /// A text.
    Text(EcoString),
    /// Yes or no.
    Boolean(bool),
}

/// Returns how many lines a text takes in a column of this many letters.
fn lines(text: &str, width: usize) -> usize {
    // Words are not broken, so a line is seldom full.
    let room = (width * 9 / 10).max(1);
    text.split('\n').map(|line| line.chars().count().div_ceil(room).max(1)).sum()
}

impl Sheet {
    /// Returns how many rows are above the head of the table: the title, the remark that there is
    /// one table, and the facts.
    pub fn head_row(&self) -> usize {
        2 + self.facts.len()
    }

    /// Returns how many lines the tallest cell of a row takes.
    fn row_lines(&self, row: &[SheetCell]) -> usize {
        let texts = row.iter().zip(&self.columns).filter_map(|(cell, column)| match cell {
            SheetCell::Text(text) => Some(lines(text, column.width)),
            SheetCell::NotAvailable
            | SheetCell::Number(_)
            | SheetCell::Year(_)
            | SheetCell::Day(_)
            | SheetCell::Boolean(_) => None,
        });
        texts.max().unwrap_or(1)
    }

    /// Returns how many lines the tallest head takes.
    fn head_lines(&self) -> usize {
        self.columns.iter().map(|column| lines(&column.head, column.width)).max().unwrap_or(1)
    }
}

/// Returns a number as spreadsheet programs compute with it; none if it has more digits than they
/// keep.
fn binary(number: Decimal) -> Option<f64> {
    let digits: f64 = number.to_string().parse().ok()?;
    let kept = number.normalize().mantissa().unsigned_abs() < 1_000_000_000_000_000;
    kept.then_some(digits)
}
