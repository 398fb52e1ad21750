//! Ranks: which is first, which are the largest three.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::call::numbers;
use super::{Call, Computed, Found, Item, Operand, Quantity, Result, Root, like, overflow};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::data::dataset::Value;
use crate::data::expression::Order;
use crate::publication::localized::Localized;

impl Order {
    /// Returns the order of two numbers.
    fn compare(self, one: Decimal, other: Decimal) -> Ordering {
        match self {
            Self::LargestFirst => other.cmp(&one),
            Self::SmallestFirst => one.cmp(&other),
        }
    }
}

/// Returns the rank of a value among numbers; equal numbers share a rank.
pub(super) fn rank<'a>(
    value: &Operand<'a>,
    items: &[Item<'a>],
    call: &Call,
) -> Result<Operand<'a>> {
    let Some(first) = items.first() else { return Err(empty(call)) };
    like::check(value, &first.operand(), call.span)?;
    let scale = first.measure.scale;
    let own = value.quantity.rescaled(scale).ok_or_else(|| overflow(call.span))?;
    let numbers = numbers(items, call.span)?;
    let before = numbers.iter().filter(|&&number| call.order.compare(number, own).is_lt()).count();
    let quantity = Quantity::bare(Decimal::from(before + 1), 0);
    Ok(Operand { quantity, root: value.root.computed(value.root) })
}

/// Returns the name of the cell with a given rank in a range.
pub(super) fn ranked(items: &[Item<'_>], place: usize, call: &Call) -> Result<Computed> {
    let sorted = sorted(items.to_vec(), call)?;
    let found = sorted.get(place - 1).ok_or_else(|| too_few(sorted.len(), call))?;
    let shares = |index: Option<usize>| {
        let other = index.and_then(|index| sorted.get(index));
        other.filter(|other| other.number == found.number)
    };
    if let Some(other) = shares(place.checked_sub(2)).or_else(|| shares(Some(place))) {
        return Err(tie(found, other, call));
    }
    let by_row = is_by_row(items);
    Ok(name(&found.found, by_row))
}

/// Returns the first of a range.
pub(super) fn top<'a>(items: Vec<Item<'a>>, count: usize, call: &Call) -> Result<Vec<Item<'a>>> {
    let mut sorted = sorted(items, call)?;
    if sorted.len() < count {
        return Err(too_few(sorted.len(), call));
    }
    if let (Some(last), Some(next)) = (sorted.get(count - 1), sorted.get(count))
        && last.number == next.number
    {
        return Err(tie(last, next, call));
    }
    sorted.truncate(count);
    Ok(sorted)
}

/// Returns the cells of a range whose values are nearest to a value, the nearest first, without the cell that the
/// value is of.
pub(super) fn nearest<'a>(
    value: &Operand<'a>,
    items: Vec<Item<'a>>,
    (count, call): (usize, &Call),
) -> Result<Vec<Item<'a>>> {
    let Some(first) = items.first() else { return Err(empty(call)) };
    like::check(value, &first.operand(), call.span)?;
    let scale = first.measure.scale;
    let own = value.quantity.rescaled(scale).ok_or_else(|| overflow(call.span))?;
    let numbers = numbers(&items, call.span)?;
    let is_own = |found: &Found<'_>| match &value.root {
        Root::Cell(own) => {
            std::ptr::eq(own.dataset, found.dataset)
                && (own.row, own.column) == (found.row, found.column)
        }
        Root::Written | Root::Computed(_) => false,
    };
    let distances = numbers.into_iter().map(|number| (number - own).abs());
    let mut others: Vec<_> =
        distances.zip(items).filter(|(_, item)| !is_own(&item.found)).collect();
    // Those that are as far keep the order of the file.
    others.sort_by_key(|(distance, _)| *distance);
    if others.len() < count {
        return Err(too_few(others.len(), call));
    }
    if let (Some((last, one)), Some((next, other))) = (others.get(count - 1), others.get(count))
        && last == next
    {
        let (one, other) = (&one.found, &other.found);
        let message = format!("{} and {} are equally near", one.describe(), other.describe());
        return Err(Diagnostic::error(Code::TypeMisuse, call.span, message)
            .with_related(one.cell().span, "one of them")
            .with_related(other.cell().span, "the other")
            .with_hint("name more of them, or fewer"));
    }
    others.truncate(count);
    Ok(others.into_iter().map(|(_, item)| item).collect())
}

/// Returns the names of the cells in a range: of its rows, or of its columns if it is one row.
pub(super) fn names(items: &[Item<'_>]) -> Vec<Computed> {
    let by_row = is_by_row(items);
    items.iter().map(|item| name(&item.found, by_row)).collect()
}

fn sorted<'a>(items: Vec<Item<'a>>, call: &Call) -> Result<Vec<Item<'a>>> {
    let numbers = numbers(&items, call.span)?;
    let mut paired: Vec<_> = numbers.into_iter().zip(items).collect();
    // Equal numbers keep the order of the file.
    paired.sort_by(|(one, _), (other, _)| call.order.compare(*one, *other));
    Ok(paired.into_iter().map(|(_, item)| item).collect())
}

fn is_by_row(items: &[Item<'_>]) -> bool {
    items.windows(2).all(|pair| pair[0].found.column == pair[1].found.column)
}

fn name(found: &Found<'_>, by_row: bool) -> Computed {
    if !by_row {
        let column = &found.dataset.columns[found.column];
        let own = Localized::Same(column.name.clone());
        return Computed::Text(column.title.clone().unwrap_or(own));
    }
    let row = &found.dataset.rows[found.row];
    match &row.cells[found.dataset.key].value {
        Value::Entity(id) => Computed::Entity(id.clone()),
        Value::Text(text) => Computed::Text(text.clone()),
        Value::Date(date) => Computed::Date(date.clone()),
        Value::Missing | Value::Number(_) | Value::Boolean(_) | Value::Source(_) => {
            Computed::Text(Localized::Same(row.key.clone()))
        }
    }
}

fn empty(call: &Call) -> Diagnostic {
    Diagnostic::error(Code::TypeMisuse, call.span, "the range is empty")
}

fn too_few(count: usize, call: &Call) -> Diagnostic {
    let message = format!("the range has only {count} values");
    Diagnostic::error(Code::TypeMisuse, call.span, message)
        .with_hint("write a lower rank, or a longer range")
}

fn tie(one: &Item<'_>, other: &Item<'_>, call: &Call) -> Diagnostic {
    let (one, other) = (&one.found, &other.found);
    let message =
        format!("{} and {} are equal, so they share a rank", one.describe(), other.describe());
    Diagnostic::error(Code::TypeMisuse, call.span, message)
        .with_related(one.cell().span, "one of them")
        .with_related(other.cell().span, "the other")
        .with_hint("say in words that they are level, or choose a rank that is not shared")
}
