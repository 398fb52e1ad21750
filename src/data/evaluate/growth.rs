//! Growth per year.

use rust_decimal::Decimal;

use super::{Found, Result, overflow};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::publication::date;

/// The most steps of the iteration; each step adds correct digits, and it begins above the root.
const STEPS: usize = 200;

/// Returns the year in the name of a cell's column, or else of its row.
pub(super) fn year(found: Found<'_>) -> Option<i16> {
    let year = |text: &str| date::period(text).map(|(start, _)| start.year());
    let (column, _) = found.dataset.columns[found.column].at();
    year(column).or_else(|| year(&found.dataset.rows[found.row].key))
}

/// Returns how many years lie between two cells, by the names of their columns or rows.
pub(super) fn years(first: Found<'_>, last: Found<'_>, span: Span) -> Result<u32> {
    let year = |text: &str| date::period(text).map(|(start, _)| start.year());
    let of_column = |found: Found<'_>| year(&found.dataset.columns[found.column].name);
    let of_row = |found: Found<'_>| year(&found.dataset.rows[found.row].key);
    let both = |of: &dyn Fn(Found<'_>) -> Option<i16>| of(first).zip(of(last));
    let years = both(&of_column).filter(|(first, last)| first != last).or_else(|| both(&of_row));
    let years =
        years.and_then(|(first, last)| u32::try_from(i32::from(last) - i32::from(first)).ok());
    years.filter(|years| *years > 0).ok_or_else(|| {
        let message = format!(
            "the number of years from {} to {} is not known",
            first.describe(),
            last.describe()
        );
        Diagnostic::error(Code::TypeMisuse, span, message)
            .with_hint("growth per year takes cells whose columns or rows are named after years, the earlier one first")
    })
}

/// Returns the yearly factor whose product over `years` is `ratio`: the root of that degree, by
/// Newton's method, in decimals as all arithmetic.
pub(super) fn per_year(ratio: Decimal, years: u32, span: Span) -> Result<Decimal> {
    if ratio.is_sign_negative() || ratio.is_zero() {
        let message = "growth per year needs positive values";
        return Err(Diagnostic::error(Code::TypeMisuse, span, message)
            .with_hint("use `difference(last, first)`, or describe it in words"));
    }
    let degree = Decimal::from(years);
    let step = |root: Decimal| {
        let mut power = Decimal::ONE;
        for _ in 1..years {
            power = power.checked_mul(root)?;
        }
        let next = (degree - Decimal::ONE).checked_mul(root)?;
        next.checked_add(ratio.checked_div(power)?)?.checked_div(degree)
    };
    // Above the root, by the inequality of arithmetic and geometric mean; from there it falls.
    let mut root = Decimal::ONE + (ratio - Decimal::ONE).checked_div(degree).unwrap_or_default();
    for _ in 0..STEPS {
        let next = step(root).ok_or_else(|| overflow(span))?.round_dp(24);
        if (next - root).abs() < Decimal::new(1, 20) {
            return Ok(next);
        }
        root = next;
    }
    Ok(root)
}
