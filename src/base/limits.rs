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
/// How deep lists and mappings of a YAML file may stand in each other.
pub const YAML_DEPTH: Limit = Limit { what: "levels of lists and mappings in YAML", most: 64 };
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
    TABLE_COLUMNS,
    TABLE_CELLS,
    CHART_MARKS,
    CHART_NAMES,
    PICTURE_POINTS,
    SVG_ELEMENTS,
    SVG_DEPTH,
    YAML_DEPTH,
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
