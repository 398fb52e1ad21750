//! Rows of written tables that have more or fewer cells than the head.
//!
//! The Markdown parser leaves the cells out that have no column, as GFM says; here they
//! are counted again. Those that a row lacks the parser leaves empty, which may be a slip.

use std::ops::Range;

use super::parse::Parser;
use crate::base::diagnostic::{Code, Diagnostic};

impl Parser<'_, '_> {
    /// Reports the row at `range` if it has not as many cells as there are `columns`.
    pub(super) fn check_length(&mut self, range: &Range<usize>, columns: usize) {
        let bars = self.bars(range);
        let cells = bars.len() + 1;
        if cells < columns {
            self.warn_of_short_row(range, (cells, columns));
        }
        if cells <= columns {
            return;
        }
        let start = bars.get(columns - 1).map_or(range.start, |bar| bar + 1);
        let end = range.start + self.text[range.clone()].trim_end().len();
        self.report(
            Code::RaggedRow,
            &(start..end),
            format!("this row has {cells} cells, but the header of the table has {columns}"),
            "add a column to the header and to the line of dashes; write a bar that is part of the text as `\\|`",
        );
    }

    fn warn_of_short_row(&mut self, range: &Range<usize>, (cells, columns): (usize, usize)) {
        let row = self.text[range.clone()].trim_end();
        if row.trim_start().starts_with(": ") {
            self.report(
                Code::RaggedRow,
                &(range.start..range.start + row.len()),
                "this caption is read as a row of the table",
                "put an empty line between the table and its caption",
            );
            return;
        }
        if let Some(title) = row.trim_start().strip_prefix("Table: ") {
            self.report(
                Code::ForeignSyntax,
                &(range.start..range.start + row.len()),
                "this is a caption of Pandoc",
                &format!("write `: {title}` in a paragraph of its own behind the table"),
            );
            return;
        }
        let place = self.span(&(range.start..range.start + row.len()));
        let message =
            format!("this row has {cells} of the {columns} cells that the header of the table has");
        let opening = if row.trim_start().starts_with('|') { "" } else { "| " };
        let closing = if row.ends_with('|') { "" } else { " |" };
        let row = format!("{opening}{}{closing}{}", row.trim_start(), " |".repeat(columns - cells));
        self.problems.push(
            Diagnostic::warning(Code::RaggedRow, place, message)
                .with_hint(format!("if the others are empty, write them: `{row}`")),
        );
    }

    /// Returns the places of the bars that separate the cells of a row.
    fn bars(&self, range: &Range<usize>) -> Vec<usize> {
        let row = &self.text[range.clone()];
        let first = row.len() - row.trim_start().trim_start_matches('|').len();
        let hidden = |at: usize| {
            let before = self.masks.partition_point(|mask| mask.range.start <= at);
            before.checked_sub(1).is_some_and(|index| self.masks[index].range.contains(&at))
        };
        let mut bars: Vec<_> = row
            .match_indices('|')
            .map(|(at, _)| at)
            .filter(|&at| at >= first && !row[..at].ends_with('\\') && !hidden(range.start + at))
            .collect();
        let last = bars.last().is_some_and(|bar| row[bar + 1..].trim().is_empty());
        bars.truncate(bars.len() - usize::from(last));
        bars.iter().map(|bar| range.start + bar).collect()
    }
}
