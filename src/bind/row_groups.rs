//! Tables of data whose rows stand in groups: a head for each value of a column, over the rows that
//! have it.

use ecow::EcoString;

use super::Binder;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Spanned;
use crate::data::Dataset;
use crate::data::dataset::Value;
use crate::data::select::column;
use crate::markup::TableBlock;
use crate::tree::{CellSpan, Inline, Inlines};

/// The heads of groups, each with the number of the row, from 0, that it stands above.
pub(super) type Groups = Vec<(usize, Inlines)>;

impl Binder<'_, '_> {
    /// Puts the rows of a table in the order of their groups, takes the column of the groups out, and
    /// returns the heads; none if the table has no groups. Rows without a value stand
    /// first, and totals last.
    pub(super) fn row_groups(
        &mut self,
        block: &TableBlock,
        dataset: &Dataset,
        (rows, columns): (&mut Vec<usize>, &mut Vec<usize>),
    ) -> Option<Groups> {
        let Some(name) = &block.group_by else { return Some(Groups::new()) };
        let by = self.problems.keep(grouping(block, dataset, name))?;
        columns.retain(|shown| *shown != by);
        if columns.is_empty() {
            let message = "a table needs columns besides the one that groups its rows";
            let hint = "name in `columns:` what it shows of each row";
            self.problems
                .push(Diagnostic::error(Code::BadValue, name.span, message).with_hint(hint));
            return None;
        }
        let value = |row: usize| {
            let cell = &dataset.rows[row].cells[by].value;
            Some(cell).filter(|value| **value != Value::Missing && !dataset.totals.contains(&row))
        };
        let mut order: Vec<&Value> = Vec::new();
        for own in rows.iter().filter_map(|&row| value(row)) {
            if !order.contains(&own) {
                order.push(own);
            }
        }
        let rank = |row: usize| match value(row) {
            // Below a head, a row of no group would be taken for one of that group.
            None if dataset.totals.contains(&row) => order.len() + 1,
            None => 0,
            Some(own) => 1 + order.iter().position(|other| *other == own).unwrap_or_default(),
        };
        rows.sort_by_key(|&row| rank(row));
        let mut groups = Groups::new();
        let mut before = None;
        for (index, &row) in rows.iter().enumerate() {
            let own = value(row);
            if own.is_some() && own != before {
                let head = self.cell(dataset, (row, by), None);
                groups.push((index, vec![Inline::Strong { content: head }]));
            }
            before = own;
        }
        Some(groups)
    }
}

/// Returns the column that groups the rows of a table.
fn grouping(
    block: &TableBlock,
    dataset: &Dataset,
    name: &Spanned<EcoString>,
) -> Result<usize, Diagnostic> {
    let by = column(dataset, name)?;
    let refused = |message: &str, hint: &str| {
        Err(Diagnostic::error(Code::BadValue, name.span, message).with_hint(hint))
    };
    if block.transpose.is_some() {
        let message = "the columns of a turned table are its rows, which cannot be in groups";
        return refused(message, "delete `group_by:` or `transpose:`");
    }
    if by == dataset.key {
        let message = format!("`{}` is the key, so that each row would be a group", name.value);
        return refused(&message, "group by a column that several rows have the same value of");
    }
    Ok(by)
}

/// Inserts the heads of groups into rows of `width` cells, and returns the room that they take.
pub(super) fn with_heads(
    body: &mut Vec<Vec<Inlines>>,
    groups: Groups,
    width: usize,
) -> Vec<CellSpan> {
    let mut spans = Vec::with_capacity(groups.len());
    for (inserted, (index, head)) in groups.into_iter().enumerate() {
        let row = index + inserted;
        let mut cells = vec![Inlines::new(); width];
        if let Some(first) = cells.first_mut() {
            *first = head;
        }
        body.insert(row, cells);
        spans.push(CellSpan { row, column: 0, rows: 1, columns: width });
    }
    spans
}
