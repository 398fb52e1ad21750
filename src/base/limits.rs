//! How large the parts of a publication may be.
//!
//! Each limit is far beyond what readers can use, and low enough that no input takes more
//! time or memory than its size is worth. `docs/limits.md` lists them for users; the suite
//! compares the two.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;

/// A limit: what is counted, and how many there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What is counted, and in what, as messages say it.
    pub what: &'static str,
    /// The largest number that is allowed.
    pub most: usize,
}

/// The bytes of a Markdown file.
pub const TEXT_BYTES: Limit = Limit { what: "bytes in a Markdown file", most: 4_000_000 };
/// The bytes of a paragraph, of a heading, or of a cell of a table.
pub const PARAGRAPH_BYTES: Limit = Limit { what: "bytes in a paragraph", most: 100_000 };
/// The headings of a Markdown file.
pub const HEADINGS: Limit = Limit { what: "headings in a Markdown file", most: 2_000 };
/// The footnotes of a Markdown file.
pub const NOTES: Limit = Limit { what: "footnotes in a Markdown file", most: 2_000 };
/// How far footnotes may call each other.
pub const NOTE_CHAIN: Limit = Limit { what: "footnotes in a chain", most: 4 };
/// The texts that a text includes, those that they include counted.
pub const INCLUDES: Limit = Limit { what: "included files in a text", most: 100 };
/// The blocks of a Markdown file: paragraphs, items of lists, listings and what else stands on its own.
pub const BLOCKS: Limit =
    Limit { what: "paragraphs, items and other blocks in a Markdown file", most: 20_000 };
/// The bytes of the title of a text, or of its short one, which stands at the head of each page.
pub const TITLE_BYTES: Limit = Limit { what: "bytes in the title of a text", most: 500 };
/// The bytes of what is also told outside of the text: in bookmarks of PDFs, descriptions, alternative texts.
pub const LINE_BYTES: Limit =
    Limit { what: "bytes in a heading, an attribute or a line of text in YAML", most: 10_000 };
/// The bytes of all authors of a text, or of all its tags: PDFs have one string for each list.
pub const NAMES_BYTES: Limit =
    Limit { what: "bytes in the authors or the tags of a text", most: 20_000 };
/// The entries of a list in the front matter, such as authors.
pub const FRONT_ENTRIES: Limit =
    Limit { what: "entries in a list of the front matter", most: 1_000 };
/// The named values that are computed one from another.
pub const VALUE_CHAIN: Limit = Limit { what: "named values in a chain", most: 50 };
/// The named values that one of them is computed from, counted as often as they are.
pub const VALUE_PARTS: Limit = Limit { what: "named values within one", most: 1_000 };
/// The cells that the numbers of an edition rest on, counted as often as they are used.
pub const LEDGER_CELLS: Limit =
    Limit { what: "cells behind the numbers of an edition", most: 2_000_000 };
/// How deep braces of an entry of a bibliography may stand in each other.
pub const BIB_DEPTH: Limit =
    Limit { what: "levels of braces in an entry of a bibliography", most: 64 };
/// The bytes of an address.
pub const ADDRESS_BYTES: Limit = Limit { what: "bytes in an address", most: 10_000 };
/// The columns of a table that is printed.
pub const TABLE_COLUMNS: Limit = Limit { what: "columns in a printed table", most: 100 };
/// The cells of a table that is printed.
pub const TABLE_CELLS: Limit = Limit { what: "cells in a printed table", most: 10_000 };
/// The values that a chart shows.
pub const CHART_MARKS: Limit = Limit { what: "values in a chart", most: 4_000 };
/// The rows, columns, lines, panels or events of a chart that have a name each.
pub const CHART_NAMES: Limit = Limit { what: "names in a chart", most: 500 };
/// The points of a picture: width times height.
pub const PICTURE_POINTS: Limit = Limit { what: "pixels in a picture", most: 100_000_000 };
/// The elements of an SVG, those that `use` repeats counted as often as they are shown.
pub const SVG_ELEMENTS: Limit = Limit { what: "elements in an SVG", most: 100_000 };
/// How deep the elements of an SVG may stand in each other.
pub const SVG_DEPTH: Limit = Limit { what: "levels of elements in an SVG", most: 64 };
/// The bytes of the texts of an SVG.
pub const SVG_LETTERS: Limit = Limit { what: "bytes of text in an SVG", most: 20_000 };
/// The rules in the styles of an SVG.
pub const SVG_RULES: Limit = Limit { what: "rules in the styles of an SVG", most: 500 };
/// The bytes of a workbook, once it is unpacked.
pub const BOOK_BYTES: Limit = Limit { what: "bytes in an unpacked workbook", most: 300_000_000 };
/// The cells of a sheet of a workbook, from the first to the last that is filled.
pub const SHEET_CELLS: Limit =
    Limit { what: "cells between the first and the last of a sheet", most: 20_000_000 };
/// The last row of a sheet of a workbook, which is that of Excel.
pub const SHEET_ROWS: Limit = Limit { what: "rows in a sheet", most: 1_048_576 };
/// The last column of a sheet of a workbook, which is `XFD` of Excel.
pub const SHEET_COLUMNS: Limit = Limit { what: "columns in a sheet", most: 16_384 };
/// The entries of the list of corrections.
pub const CORRECTIONS: Limit = Limit { what: "corrections", most: 5_000 };
/// How deep lists and mappings of a YAML file may stand in each other.
pub const YAML_DEPTH: Limit = Limit { what: "levels of lists and mappings in YAML", most: 64 };
/// The cells of a Parquet file.
pub const PARQUET_CELLS: Limit = Limit { what: "cells in a Parquet file", most: 200_000_000 };
/// The cells of the wide table that a dataset with several keys becomes for which there is no observation.
pub const WIDE_GAPS: Limit =
    Limit { what: "combinations of keys without an observation in a dataset", most: 5_000_000 };
/// The problems of one kind that are reported of one file.
pub const ALIKE: Limit = Limit { what: "reports of one kind about one file", most: 100 };

/// All limits, in the order of the documentation.
pub const ALL: &[Limit] = &[
    TEXT_BYTES,
    PARAGRAPH_BYTES,
    HEADINGS,
    NOTES,
    NOTE_CHAIN,
    INCLUDES,
    BLOCKS,
    TITLE_BYTES,
    LINE_BYTES,
    NAMES_BYTES,
    FRONT_ENTRIES,
    VALUE_CHAIN,
    VALUE_PARTS,
    LEDGER_CELLS,
    BIB_DEPTH,
    ADDRESS_BYTES,
    TABLE_COLUMNS,
    TABLE_CELLS,
    CHART_MARKS,
    CHART_NAMES,
    PICTURE_POINTS,
    SVG_ELEMENTS,
    SVG_DEPTH,
    SVG_LETTERS,
    SVG_RULES,
    BOOK_BYTES,
    SHEET_CELLS,
    SHEET_ROWS,
    SHEET_COLUMNS,
    CORRECTIONS,
    YAML_DEPTH,
    PARQUET_CELLS,
    WIDE_GAPS,
    ALIKE,
];

impl Limit {
    /// Reports what stands at `span` if it has `count` of what is counted, and those are too many.
    ///
    /// # Errors
    /// Returns the report; the hint says what to do instead.
    pub fn check(self, count: usize, span: Span, hint: &str) -> Result<(), Diagnostic> {
        if count <= self.most {
            return Ok(());
        }
        let message = format!("there are more than {} {}", grouped(self.most), self.what);
        Err(Diagnostic::error(Code::BeyondLimit, span, message).with_hint(hint))
    }
}

/// Returns a number with what it counts, in the singular for one: `1 page`, `2 pages`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("{count} {noun}") } else { format!("{count} {noun}s") }
}

/// Returns a number with commas between its thousands.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let (first, rest) = digits.split_at((digits.len() - 1) % 3 + 1);
    let groups = rest.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    std::iter::once(first.to_owned()).chain(groups).collect::<Vec<_>>().join(",")
}
