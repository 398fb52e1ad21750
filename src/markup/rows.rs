//! Rows of written tables that have more cells than the head.
//!
//! The Markdown parser leaves the cells out that have no column, as GFM says; here they
//! are counted again.

use std::ops::Range;

use super::parse::Parser;
use crate::base::diagnostic::Code;

impl Parser<'_, '_> {
    /// Reports the row at `range` if it has more than `columns` cells.
    pub(super) fn refuse_excess(&mut self, range: &Range<usize>, columns: usize) {
        let bars = self.bars(range);
        let cells = bars.len() + 1;
        if cells <= columns {
            return;
        }
        let start = bars.get(columns - 1).map_or(range.start, |bar| bar + 1);
        let end = range.start + self.text[range.clone()].trim_end().len();
        self.report(
            Code::LongRow,
            &(start..end),
            format!("this row has {cells} cells, but the header of the table has {columns}"),
            "add a column to the header and to the line of dashes; write a bar that is part of the text as `\\|`",
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
