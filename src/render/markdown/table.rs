//! Tables of Markdown, as GFM has them.

use super::Writer;
use super::inline;
use crate::tree::{Align, Column, Inlines, Table};

impl<'a> Writer<'a> {
    pub(super) fn table(&mut self, table: &'a Table) -> String {
        let heads = table.columns.iter().enumerate().map(|(index, column)| {
            let own = self.head_cell(column);
            let groups: Vec<_> =
                table.groups_of(index).map(|group| self.cell(&group.head)).collect();
            let parts = groups.into_iter().chain([own]).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(self.renderer.words.comma())
        });
        let heads: Vec<_> = heads.collect();
        let rules = table.columns.iter().map(|column| match column.align {
            Align::Start => "---",
            Align::Center => ":-:",
            Align::End | Align::Number => "--:",
        });
        let mut lines = vec![row(&heads)];
        lines.push(row(&rules.map(str::to_owned).collect::<Vec<_>>()));
        for cells in &table.rows {
            let cells: Vec<_> = cells.iter().map(|cell| self.cell(cell)).collect();
            lines.push(row(&cells));
        }
        lines.join("\n")
    }

    fn head_cell(&mut self, column: &'a Column) -> String {
        let head = self.cell(&column.head);
        if column.unit.is_empty() {
            return head;
        }
        format!("{head} ({})", inline::text(&column.unit)).trim_start().to_owned()
    }

    /// Writes a cell, which is one line.
    fn cell(&mut self, cell: &'a Inlines) -> String {
        self.line(cell).replace("  \n", "<br>")
    }
}

fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}
