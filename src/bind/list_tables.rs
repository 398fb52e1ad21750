//! Composing tables that are written as lists: a list for each row, an item for each cell.
//!
//! The rows are laid out on a grid, as browsers do it: a cell takes the first places that no cell
//! before or above it has taken.

use ecow::EcoString;

use super::Binder;
use super::collect::list_caption;
use super::head_groups::filled;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::limits::{TABLE_CELLS, TABLE_COLUMNS};
use crate::base::span::Span;
use crate::markup::{self, AttributedText, Attributes, BlockKind, InlineKind};
use crate::tree::{
    Align, Block, CellSpan, Column, Figure, FigureForm, HeadGroup, Inline, Inlines, Table,
};

/// A cell as it is written, at its place on the grid.
struct Cell<'a> {
    /// What it holds.
    blocks: &'a [markup::Block],
    /// Where it is, and how many rows and columns it has.
    place: CellSpan,
}

/// What a table with a bad form is told.
const FORM: &str = "write an item for each row, and in it a list with an item for each cell: `* - one` and below it `  - two`";

impl<'a> Binder<'a, '_> {
    /// Composes a table that is written as a list; none if it is none.
    pub(super) fn list_table(
        &mut self,
        attributes: &Attributes,
        inner: &'a [markup::Block],
        span: Span,
    ) -> Option<Block> {
        // The caption stands above the table, so its notes come first.
        let caption = list_caption(inner);
        let title = caption.map(|caption| self.inlines(caption)).unwrap_or_default();
        let (cells, rows) = self.grid(&inner[usize::from(caption.is_some())..], span)?;
        let head_rows = number(attributes, "header-rows").unwrap_or(1).min(rows);
        let mut table = self.laid_out(&cells, (head_rows, rows), span)?;
        table.row_heads = number(attributes, "header-cols") == Some(1);
        for (column, side) in table.columns.iter_mut().zip(attributes.text("aligns").split(',')) {
            column.align = match side {
                "c" => Align::Center,
                "r" => Align::End,
                _ => Align::Start,
            };
        }
        let has_heads = table.columns.iter().any(|column| !column.head.is_empty());
        if !has_heads && table.groups.is_empty() {
            let problem =
                Diagnostic::error(Code::HeadlessTable, span, "this table has no header row");
            self.problems
                .push(problem.with_hint("write in its first row what each column contains"));
        }
        let body = Block::Table(table);
        if caption.is_none() && attributes.id.is_none() {
            return Some(body);
        }
        let id = attributes.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        Some(Block::Figure(Box::new(Figure {
            id,
            label: self.figure_label(FigureForm::Table, span),
            ..Figure::written(FigureForm::Table, title, body)
        })))
    }

    /// Places the cells of the list on a grid; returns them, and how many rows there are.
    fn grid(&mut self, inner: &'a [markup::Block], span: Span) -> Option<(Vec<Cell<'a>>, usize)> {
        let [markup::Block { kind: BlockKind::List { items: rows, .. }, .. }] = inner else {
            self.refuse_form(span, "this is not a table written as a list");
            return None;
        };
        let mut cells: Vec<Cell<'a>> = Vec::new();
        for (row, item) in rows.iter().enumerate() {
            let [markup::Block { kind: BlockKind::List { items, .. }, .. }] = &item.blocks[..]
            else {
                let place = item.blocks.first().map_or(span, |block| block.span);
                self.refuse_form(place, "this row is not a list of cells");
                return None;
            };
            let mut column = 0;
            for item in items {
                let extent = |name| cell_extent(&item.blocks, name);
                let (height, width) = (extent("rowspan"), extent("colspan"));
                while cells.iter().any(|cell| is_at(&cell.place, row, column)) {
                    column += 1;
                }
                let rows = height.min(rows.len() - row);
                let place = CellSpan { row, column, rows, columns: width };
                cells.push(Cell { blocks: &item.blocks, place });
                column += width;
                if column > TABLE_COLUMNS.most || cells.len() > TABLE_CELLS.most {
                    self.refuse_form(span, "this table has more cells than a page can show");
                    return None;
                }
            }
        }
        Some((cells, rows.len()))
    }

    /// Composes the cells: the first `head_rows` of `rows` are heads.
    fn laid_out(
        &mut self,
        cells: &[Cell<'a>],
        (head_rows, rows): (usize, usize),
        span: Span,
    ) -> Option<Table> {
        let width = cells.iter().map(|cell| cell.place.column + cell.place.columns).max()?;
        let lacking = (0..rows).find_map(|row| {
            let is_free =
                |column: &usize| !cells.iter().any(|cell| is_at(&cell.place, row, *column));
            (0..width).find(is_free).map(|column| (row, column))
        });
        if let Some((row, column)) = lacking {
            let last = cells.iter().rfind(|cell| cell.place.row == row);
            let place = last.and_then(|cell| cell.blocks.first()).map_or(span, |block| block.span);
            let message = format!("row {} has {column} columns, and another has {width}", row + 1);
            self.refuse_form(place, &message);
            return None;
        }
        let mut heads: Vec<Inlines> = vec![Vec::new(); width];
        let mut groups: Vec<Vec<HeadGroup>> = Vec::new();
        let mut body = vec![vec![Vec::new(); width]; rows - head_rows];
        let mut spans = Vec::new();
        for row in 0..head_rows {
            let of_row = cells.iter().filter(|cell| cell.place.row == row);
            // The last row of heads names the columns, but for heads over several.
            let mut over: Vec<(usize, HeadGroup)> = Vec::new();
            for cell in of_row {
                let place = cell.place;
                let head = self.cell_content(cell.blocks);
                if place.columns == 1 && place.row + place.rows >= head_rows {
                    heads[place.column] = head;
                } else {
                    over.push((place.column, HeadGroup { columns: place.columns, head }));
                }
            }
            groups.extend((!over.is_empty()).then(|| filled(over, width)));
        }
        for cell in cells.iter().filter(|cell| cell.place.row >= head_rows) {
            let place = CellSpan { row: cell.place.row - head_rows, ..cell.place };
            body[place.row][place.column] = self.cell_content(cell.blocks);
            if (place.rows, place.columns) != (1, 1) {
                spans.push(place);
            }
        }
        let columns = heads.into_iter().map(|head| Column::named(head, Align::Start)).collect();
        Some(Table { columns, groups, rows: body, spans, ..Table::default() })
    }

    /// Composes what a cell holds: a line, or blocks.
    fn cell_content(&mut self, blocks: &'a [markup::Block]) -> Inlines {
        match blocks {
            [markup::Block { kind: BlockKind::Paragraph(content), .. }] => self.cell_line(content),
            [markup::Block { kind: BlockKind::Paragraph(content), .. }, rest @ ..] => {
                let content = self.cell_line(content);
                let first = (!content.is_empty()).then_some(Block::Paragraph { content });
                let mut blocks: Vec<_> = first.into_iter().collect();
                blocks.extend(self.blocks(rest));
                vec![Inline::Flow { blocks }]
            }
            [] => Vec::new(),
            blocks => vec![Inline::Flow { blocks: self.blocks(blocks) }],
        }
    }

    /// Composes the first line of a cell, without the mark of how far it reaches.
    fn cell_line(&mut self, content: &'a [markup::Inline]) -> Inlines {
        match content.split_first() {
            Some((first, rest)) if reach(first).is_some() => {
                let mark = reach(first).map(|text| self.inlines(&text.content));
                let mut line = mark.unwrap_or_default();
                line.extend(self.inlines(rest));
                if let Some(Inline::Text { text, .. }) = line.first_mut() {
                    *text = text.trim_start().into();
                }
                line
            }
            _ => self.inlines(content),
        }
    }

    fn refuse_form(&mut self, span: Span, message: &str) {
        self.problems.push(Diagnostic::error(Code::UnknownDiv, span, message).with_hint(FORM));
    }
}

fn is_at(place: &CellSpan, row: usize, column: usize) -> bool {
    (place.row..place.row + place.rows).contains(&row)
        && (place.column..place.column + place.columns).contains(&column)
}

/// Returns the mark of how far a cell reaches, `[]{colspan=2}`.
fn reach(inline: &markup::Inline) -> Option<&AttributedText> {
    let InlineKind::Span(text) = &inline.kind else { return None };
    text.attributes.is_reach().then_some(text)
}

/// Returns how many rows or columns a cell has.
fn cell_extent(blocks: &[markup::Block], name: &str) -> usize {
    let first = blocks.first().and_then(|block| {
        let BlockKind::Paragraph(content) = &block.kind else { return None };
        content.first()
    });
    first.and_then(reach).and_then(|text| number(&text.attributes, name)).unwrap_or(1).max(1)
}

fn number(attributes: &Attributes, name: &str) -> Option<usize> {
    attributes.value(name).and_then(|value: &_| EcoString::clone(&value.value).parse().ok())
}
