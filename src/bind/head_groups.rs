//! Heads over the heads of several columns, in tables of data and in lists that are tables.

use super::Binder;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::data::Dataset;
use crate::markup::{HeadBlock, TableBlock};
use crate::tree::HeadGroup;

impl<'a> Binder<'a, '_> {
    /// Composes the heads that a table of data has over its `columns`; none if one of them cannot be
    /// placed.
    pub(super) fn head_groups(
        &mut self,
        block: &'a TableBlock,
        dataset: &Dataset,
        columns: &[usize],
    ) -> Option<Vec<Vec<HeadGroup>>> {
        let mut over: Vec<(usize, HeadGroup)> = Vec::new();
        for head in &block.heads {
            let named = self.data().selecting(dataset).columns(&head.columns);
            let Ok(named) = named.map_err(|found| self.problems.extend(found)) else { continue };
            let is_free = |(first, count): &(usize, usize)| {
                let ends_before = |(other, group): &(usize, HeadGroup)| {
                    first + count <= *other || other + group.columns <= *first
                };
                over.iter().all(ends_before)
            };
            match place(&named, columns).filter(is_free) {
                Some((first, columns)) => {
                    over.push((first, HeadGroup { columns, head: self.inlines(&head.text) }));
                }
                None => self.problems.push(misplaced(head)),
            }
        }
        if over.len() < block.heads.len() {
            return None;
        }
        if let (Some(place), Some(_)) = (block.transpose, over.first()) {
            let message =
                "the columns of a turned table are its rows, which have no heads over them";
            self.problems.push(
                Diagnostic::error(Code::BadValue, place, message)
                    .with_hint("delete `heads:` or `transpose:`"),
            );
            return None;
        }
        over.sort_by_key(|(first, _)| *first);
        Some((!over.is_empty()).then(|| filled(over, columns.len())).into_iter().collect())
    }
}

/// Returns the place of the first of the `named` columns among those that are shown, and how many they are; none if they do
/// not stand beside each other.
fn place(named: &[usize], shown: &[usize]) -> Option<(usize, usize)> {
    let first = shown.iter().position(|column| Some(column) == named.first())?;
    let beside = shown.get(first..first + named.len())?;
    (beside == named).then_some((first, named.len()))
}

fn misplaced(head: &HeadBlock) -> Diagnostic {
    let message = "a head stands over columns that the table shows beside each other, and that no other head stands over";
    Diagnostic::error(Code::BadValue, head.span, message)
        .with_hint("name in `columns:` of the head what it stands over, in the order of the table")
}

/// Returns a row of heads with empty ones where it has none.
pub(super) fn filled(over: Vec<(usize, HeadGroup)>, width: usize) -> Vec<HeadGroup> {
    let mut row = Vec::new();
    let mut at = 0;
    let gap = |from: usize, to: usize| {
        (to > from).then(|| HeadGroup { columns: to - from, head: Vec::new() })
    };
    for (column, group) in over {
        row.extend(gap(at, column));
        at = column + group.columns;
        row.push(group);
    }
    row.extend(gap(at, width));
    row
}
