//! The periods up to a cell, for moving means.

use jiff::civil::Date;

use super::{Found, Result};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::publication::date;

/// Returns a cell and those of the periods before it, `count` in all, the earliest first. Periods are in the names of
/// columns or, if those are none, of rows; among quarters, years are passed over.
///
/// # Errors
/// Reports a cell of no period, and periods that are lacking.
pub(super) fn window(found: Found<'_>, count: usize, span: Span) -> Result<Vec<Found<'_>>> {
    let dataset = found.dataset;
    let (at, measure) = dataset.columns[found.column].at();
    let mut periods: Vec<(Date, Date, Found<'_>)> = if date::period(at).is_some() {
        let columns = dataset.columns.iter().enumerate().filter_map(|(number, column)| {
            let (period, other) = column.at();
            let is_like = other == measure && date::are_alike(at, period);
            let (first, last) = date::period(period).filter(|_| is_like)?;
            Some((first, last, Found { column: number, ..found }))
        });
        columns.collect()
    } else {
        let at = &dataset.rows[found.row].key;
        let rows = dataset.rows.iter().enumerate().filter_map(|(number, row)| {
            let (first, last) = date::period(&row.key).filter(|_| date::are_alike(at, &row.key))?;
            Some((first, last, Found { row: number, ..found }))
        });
        rows.collect()
    };
    periods.sort_by_key(|(first, last, _)| (*first, *last));
    let is_it = |other: &Found<'_>| (other.row, other.column) == (found.row, found.column);
    let Some(own) = periods.iter().position(|(_, _, other)| is_it(other)) else {
        let message = format!("{} is not the value of a period", found.describe());
        return Err(Diagnostic::error(Code::TypeMisuse, span, message).with_hint(
            "a moving mean takes a cell whose column or row is named after a year, a quarter or a month",
        ));
    };
    let Some(start) = (own + 1).checked_sub(count) else {
        let message = format!("there are only {} periods up to {}", own + 1, found.describe());
        return Err(Diagnostic::error(Code::TypeMisuse, span, message)
            .with_hint("begin with a later period, or take the mean of fewer"));
    };
    let window = &periods[start..=own];
    let follows = |pair: &[(Date, Date, Found<'_>)]| pair[0].1.tomorrow().ok() == Some(pair[1].0);
    if let Some(gap) = window.windows(2).find(|pair| !follows(pair)) {
        let message = format!("no period directly follows {}", gap[0].2.describe());
        return Err(Diagnostic::error(Code::TypeMisuse, span, message)
            .with_hint("a moving mean takes periods without a gap: add the missing ones, with `~` for a missing value"));
    }
    Ok(window.iter().map(|(_, _, found)| *found).collect())
}
