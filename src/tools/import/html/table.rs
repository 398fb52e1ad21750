//! Tables of HTML: as tables of Markdown, or as lists if cells are merged or hold more than a line.

use markup5ever_rcdom::Handle;

use super::block::{Flow, element, first, item_of, source};
use super::elements::is_hidden;
use super::inline::hidden;
use crate::tools::import::{passage, rows, todo};

/// The most columns or rows that a cell may take.
const WIDEST: usize = 1000;

/// A cell.
#[derive(Debug, Clone, Default)]
struct Cell {
    blocks: Vec<String>,
    columns: usize,
    rows: usize,
}

/// A row.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<Cell>,
    is_head: bool,
    /// The number of its part of the table, which no cell leaves.
    part: usize,
}

/// A table that is read.
#[derive(Debug, Default)]
struct Table {
    caption: Vec<String>,
    rows: Vec<Row>,
    /// Marks for rows and cells that browsers do not show.
    hidden: Vec<String>,
}

/// Writes a table.
pub(super) fn write(flow: &Flow, node: &Handle) -> Vec<String> {
    let refused = |reason: &str| {
        let source = source(node);
        todo::block(reason, &source.lines().collect::<Vec<_>>())
    };
    if first(node, "table").is_some() {
        return refused("a table within a table");
    }
    let mut table = Table::default();
    table.read(flow, node, (0, false));
    if table.rows.iter().all(|row| row.cells.iter().all(|cell| cell.blocks.is_empty())) {
        return table.caption.into_iter().chain(table.hidden).collect();
    }
    if !table.fill() {
        return refused("a table whose merged cells cover each other");
    }
    let is_plain = |cell: &Cell| {
        let is_line = cell.blocks.iter().all(|block| !block.replace("\\\n", "").contains('\n'));
        cell.columns == 1
            && cell.rows == 1
            && cell.blocks.len() < 2
            && is_line
            && !cell.blocks.iter().any(|block| block.starts_with("- ") || block.starts_with("1. "))
    };
    let heads = table.rows.iter().take_while(|row| row.is_head).count();
    let mut lines = if heads < 2 && table.rows.iter().flat_map(|row| &row.cells).all(is_plain) {
        table.plain()
    } else {
        table.listed(heads)
    };
    lines.extend(table.hidden);
    lines
}

impl Table {
    /// Reads the rows in a table, or in a part of it; parts are numbered.
    fn read(&mut self, flow: &Flow, node: &Handle, (part, is_head): (usize, bool)) {
        let mut feet = Vec::new();
        for (index, child) in node.children.borrow().iter().enumerate() {
            let Some((name, attributes)) = element(child) else { continue };
            if is_hidden(&name, &attributes) {
                self.hidden.push(hidden(&super::block::text(child)));
                continue;
            }
            match name.as_str() {
                "caption" => self.caption = flow.inside(child),
                "thead" => self.read(flow, child, (index + 1, true)),
                "tbody" => self.read(flow, child, (index + 1, false)),
                // Browsers show it below the other rows, wherever it is.
                "tfoot" => feet.push((index + 1, child.clone())),
                "tr" => {
                    let row = self.row(flow, child, (part, is_head));
                    self.rows.push(row);
                }
                _ => {}
            }
        }
        for (part, foot) in feet {
            self.read(flow, &foot, (part, false));
        }
    }

    fn row(&mut self, flow: &Flow, node: &Handle, (part, is_head): (usize, bool)) -> Row {
        let mut row = Row { is_head: true, part, ..Row::default() };
        for child in node.children.borrow().iter() {
            let Some((name, attributes)) = element(child) else { continue };
            if name != "td" && name != "th" {
                continue;
            }
            let span = |key: &str| {
                let found = attributes.iter().find(|(name, _)| name == key);
                found.and_then(|(_, value)| value.trim().parse::<usize>().ok()).unwrap_or(1)
            };
            let (columns, rows) = (span("colspan").clamp(1, WIDEST), span("rowspan").min(WIDEST));
            row.is_head &= name == "th";
            let blocks = if is_hidden(&name, &attributes) {
                self.hidden.push(hidden(&super::block::text(child)));
                continue;
            } else {
                flow.inside(child)
            };
            row.cells.push(Cell { blocks, columns, rows });
        }
        row.is_head |= is_head;
        row
    }

    /// Ends cells with their part of the table, and adds the empty cells that rows lack; returns whether no
    /// cell covers another.
    fn fill(&mut self) -> bool {
        let parts: Vec<usize> = self.rows.iter().map(|row| row.part).collect();
        let left = |at: usize| parts[at..].iter().take_while(|&&part| part == parts[at]).count();
        let mut taken: Vec<Vec<bool>> = vec![Vec::new(); self.rows.len()];
        for at in 0..self.rows.len() {
            let mut column = 0;
            for cell in &mut self.rows[at].cells {
                // No rows means all that are left.
                cell.rows = if cell.rows == 0 { left(at) } else { cell.rows.min(left(at)) };
                while taken[at].get(column).copied().unwrap_or(false) {
                    column += 1;
                }
                for row in &mut taken[at..at + cell.rows] {
                    row.resize(row.len().max(column + cell.columns), false);
                    if row[column..column + cell.columns].contains(&true) {
                        return false;
                    }
                    row[column..column + cell.columns].fill(true);
                }
                column += cell.columns;
            }
        }
        let width = taken.iter().map(Vec::len).max().unwrap_or(0);
        for (row, taken) in self.rows.iter_mut().zip(&taken) {
            let missing = width - taken.iter().filter(|taken| **taken).count();
            let empty = Cell { blocks: Vec::new(), columns: 1, rows: 1 };
            row.cells.extend(std::iter::repeat_n(empty, missing));
        }
        true
    }

    /// Returns how many rows the head has, if it begins with so many: those with its merged cells belong to it.
    fn heads(&self, heads: usize) -> usize {
        let mut heads = heads.max(1);
        for (at, row) in self.rows.iter().enumerate() {
            if at < heads {
                let end = row.cells.iter().map(|cell| at + cell.rows).max();
                heads = heads.max(end.unwrap_or(1));
            }
        }
        heads
    }

    fn plain(&self) -> Vec<String> {
        let cell = |cell: &Cell| {
            let text = cell.blocks.concat().replace("\\\n", "<br>");
            escaped_bars(&text)
        };
        let cells: Vec<Vec<String>> =
            self.rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect();
        let mut lines = rows::write(&cells);
        rows::caption(&mut lines, &self.caption.join(" "), None);
        lines
    }

    fn listed(&self, heads: usize) -> Vec<String> {
        let mut inner = self.caption.clone();
        inner.push(String::new());
        for row in &self.rows {
            for (index, cell) in row.cells.iter().enumerate() {
                let columns = (cell.columns > 1).then(|| format!("colspan={}", cell.columns));
                let spans = columns
                    .into_iter()
                    .chain((cell.rows > 1).then(|| format!("rowspan={}", cell.rows)));
                let spans = spans.collect::<Vec<_>>().join(" ");
                let mut blocks = cell.blocks.clone();
                if !spans.is_empty() {
                    let first = blocks.first().cloned().unwrap_or_default();
                    let others = ["- ", "> ", "```", "#", "|", ":::", "1. "];
                    let is_words = !others.iter().any(|mark| first.starts_with(mark));
                    let words = format!("[]{{{spans}}} {first}").trim_end().to_owned();
                    if is_words || blocks.is_empty() {
                        blocks.splice(..blocks.len().min(1), [words]);
                    } else {
                        blocks.insert(0, format!("[]{{{spans}}}"));
                    }
                }
                let mark = if index == 0 { "* - " } else { "  - " };
                inner.extend(item_of(mark, &blocks).lines().map(str::to_owned));
            }
        }
        let heads = match self.heads(heads) {
            1 => String::new(),
            heads => format!(" header-rows={heads}"),
        };
        passage::div(&format!("{{.list-table{heads}}}"), inner)
    }
}

/// Escapes the bars of a cell, except for those that are escaped.
fn escaped_bars(text: &str) -> String {
    text.replace("\\|", "|").replace('|', "\\|")
}
