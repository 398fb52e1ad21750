//! Formats that do not fit a number: they would change the meaning of what is printed.

use rust_decimal::Decimal;

use super::evaluate::Quantity;
use super::expression::Format;
use super::measure::{Scale, Unit};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{Span, Spanned};

/// The most decimals that a number takes to show that it is not zero.
const MOST_DECIMALS: u32 = 12;

/// Reports the first format that does not fit the number, or contradicts another.
///
/// # Errors
/// As said.
pub(super) fn check(quantity: &Quantity, formats: &[Spanned<Format>]) -> Result<(), Diagnostic> {
    for (index, format) in formats.iter().enumerate() {
        if let Some(other) =
            formats[..index].iter().find(|other| clash(&other.value, &format.value))
        {
            return Err(bad(format, "this format conflicts with another", "keep one of the two")
                .with_related(other.span, "the other"));
        }
        check_one(quantity, format, formats)?;
    }
    Ok(())
}

fn check_one(
    quantity: &Quantity,
    format: &Spanned<Format>,
    formats: &[Spanned<Format>],
) -> Result<(), Diagnostic> {
    let unit = &quantity.measure.unit;
    let is_rate = matches!(unit, Unit::Percent | Unit::PercentagePoints);
    let is_money = matches!(unit, Unit::Currency(_));
    let has = |wanted: Format| formats.iter().any(|other| other.value == wanted);
    match format.value {
        Format::Form(_) | Format::Capital => Err(of_names(format)),
        Format::Millions | Format::Billions | Format::Trillions if is_rate || quantity.is_year => {
            Err(bad(
                format,
                "a percentage or a year cannot be in millions, billions or trillions",
                "delete the format",
            ))
        }
        Format::Year if *unit != Unit::None || quantity.measure.scale != Scale::One => Err(bad(
            format,
            "a number with a unit is not a year",
            "delete the format; `| plain` prints digits without their unit",
        )),
        Format::Short if *unit != Unit::PercentagePoints => {
            Err(bad(format, "only percentage points have a short sign", "delete the format"))
        }
        Format::Ordinal if *unit != Unit::None || quantity.measure.scale != Scale::One => Err(bad(
            format,
            "a number with a unit is not a rank",
            "print a `rank(…)` with `| ordinal`",
        )),
        Format::Words | Format::Spelled if (is_rate || is_money) && !has(Format::Plain) => {
            Err(bad(
                format,
                "a number in words would lose its unit",
                "delete the format, or write `| plain | words` and the unit in the sentence",
            ))
        }
        Format::Words | Format::Spelled
            if quantity.measure.scale != Scale::One
                || has(Format::Millions)
                || has(Format::Billions)
                || has(Format::Trillions) =>
        {
            Err(bad(format, "a number in words would lose its scale", "delete the format"))
        }
        Format::Words | Format::Spelled | Format::Ordinal if has(Format::Sign) => {
            Err(bad(format, "a number in words has no sign", "delete one of the two formats"))
        }
        _ => Ok(()),
    }
}

/// Reports the first format that does not fit a range of numbers such as this one.
///
/// # Errors
/// As [`check`], and words, places and signs, of which two numbers have two.
pub(super) fn check_range(
    quantity: &Quantity,
    formats: &[Spanned<Format>],
) -> Result<(), Diagnostic> {
    let is_single = |format: &&Spanned<Format>| match format.value {
        Format::Words
        | Format::Spelled
        | Format::Ordinal
        | Format::Sign
        | Format::Absolute
        | Format::Year => true,
        Format::Round(_)
        | Format::Millions
        | Format::Billions
        | Format::Trillions
        | Format::Plain
        | Format::Short
        | Format::Form(_)
        | Format::Capital
        | Format::Otherwise(_) => false,
    };
    match formats.iter().find(is_single) {
        Some(format) => Err(bad(
            format,
            "this format takes one number, but a range has two",
            "delete the format, or print the two numbers separately",
        )),
        None => check(quantity, formats),
    }
}

/// Whether two formats contradict each other.
fn clash(one: &Format, other: &Format) -> bool {
    let matter = |format: &Format| match format {
        Format::Round(_) => 0,
        Format::Millions | Format::Billions | Format::Trillions => 1,
        Format::Sign | Format::Absolute => 2,
        Format::Plain | Format::Short => 3,
        Format::Words | Format::Spelled | Format::Ordinal => 4,
        Format::Year => 5,
        Format::Form(_) => 6,
        Format::Capital => 7,
        Format::Otherwise(_) => 8,
    };
    matter(one) == matter(other)
}

/// Returns with how many decimals a number is printed that is not zero and would look like it.
///
/// # Errors
/// Reports a number that the author's own rounding makes zero.
pub(super) fn visible_decimals(
    number: Decimal,
    decimals: u32,
    formats: &[Spanned<Format>],
) -> Result<u32, Diagnostic> {
    let Some(enough) = lost_by(number, decimals) else { return Ok(decimals) };
    match formats.iter().find(|format| matches!(format.value, Format::Round(_))) {
        Some(format) if enough > decimals => {
            Err(lost(format.span, &format!("write `| round {enough}`")))
        }
        _ => Ok(enough),
    }
}

/// Returns how many decimals a number needs that rounding to `decimals` makes zero; none if it
/// does not.
fn lost_by(number: Decimal, decimals: u32) -> Option<u32> {
    let is_lost = |decimals: u32| super::print::round(number, decimals).is_zero();
    if number.is_zero() || !is_lost(decimals) {
        return None;
    }
    Some((decimals..=MOST_DECIMALS).find(|&decimals| !is_lost(decimals)).unwrap_or(decimals))
}

/// Reports the cells that the rounding of a table makes zero, by the first of them.
///
/// # Errors
/// As said.
pub fn check_rounding(
    round: &Spanned<u32>,
    cells: impl Iterator<Item = (Decimal, Span)>,
) -> Result<(), Diagnostic> {
    let mut cells = cells
        .filter_map(|(number, cell)| lost_by(number, round.value).map(|enough| (enough, cell)));
    let Some((first, cell)) = cells.next() else { return Ok(()) };
    let others: Vec<_> = cells.map(|(enough, _)| enough).collect();
    let enough = others.iter().copied().fold(first, u32::max);
    let label = match others.len() {
        0 => "this would be shown as zero".to_owned(),
        1 => "this would be shown as zero, and so would 1 other cell".to_owned(),
        count => format!("this would be shown as zero, and so would {count} other cells"),
    };
    Err(lost(round.span, &format!("write `round: {enough}`")).with_related(cell, label))
}

fn lost(span: Span, hint: &str) -> Diagnostic {
    let message = "this would round a number to zero that is not zero";
    Diagnostic::error(Code::BadFormat, span, message).with_hint(hint)
}

/// Reports a format of names where there is none.
pub(super) fn of_names(format: &Spanned<Format>) -> Diagnostic {
    bad(format, "this format is for names, but this is not a name", "delete the format")
}

fn bad(format: &Spanned<Format>, message: &str, hint: &str) -> Diagnostic {
    Diagnostic::error(Code::BadFormat, format.span, message).with_hint(hint)
}
