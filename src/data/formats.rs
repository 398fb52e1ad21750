//! Formats that make no sense for a number, which would print another number than the author has.

use rust_decimal::Decimal;

use super::evaluate::Quantity;
use super::expression::Format;
use super::measure::{Scale, Unit};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Spanned;

/// The most decimals that a number takes to show that it is not zero.
const MOST_DECIMALS: u32 = 12;

/// Reports the first format that does not fit the number, or contradicts another.
///
/// # Errors
/// As said.
pub(super) fn check(quantity: &Quantity, formats: &[Spanned<Format>]) -> Result<(), Diagnostic> {
    for (index, format) in formats.iter().enumerate() {
        if let Some(other) = formats[..index].iter().find(|other| clash(other.value, format.value))
        {
            return Err(bad(
                format,
                "this format and another say two things",
                "keep one of the two",
            )
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
    let has = |wanted| formats.iter().any(|other| other.value == wanted);
    match format.value {
        Format::Millions | Format::Billions if is_rate || quantity.is_year => {
            Err(bad(format, "a percentage or a year has no millions", "delete the format"))
        }
        Format::Year if *unit != Unit::None || quantity.measure.scale != Scale::One => Err(bad(
            format,
            "a number with a unit is no year",
            "delete the format; `| plain` prints digits without their unit",
        )),
        Format::Words if (is_rate || is_money) && !has(Format::Plain) => Err(bad(
            format,
            "a number in words loses its unit",
            "delete the format, or write `| plain | words` and the unit in the sentence",
        )),
        Format::Words
            if quantity.measure.scale != Scale::One
                || has(Format::Millions)
                || has(Format::Billions) =>
        {
            Err(bad(format, "a number in words loses its millions", "delete the format"))
        }
        Format::Words if has(Format::Sign) => {
            Err(bad(format, "a number in words has no sign", "delete one of the two formats"))
        }
        _ => Ok(()),
    }
}

/// Whether two formats say different things of one matter.
fn clash(one: Format, other: Format) -> bool {
    let matter = |format| match format {
        Format::Round(_) => 0,
        Format::Millions | Format::Billions => 1,
        Format::Sign | Format::Absolute => 2,
        Format::Plain => 3,
        Format::Words => 4,
        Format::Year => 5,
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
    if number.is_zero() || !super::print::round(number, decimals).is_zero() {
        return Ok(decimals);
    }
    let enough = (decimals..=MOST_DECIMALS)
        .find(|&decimals| !super::print::round(number, decimals).is_zero())
        .unwrap_or(decimals);
    match formats.iter().find(|format| matches!(format.value, Format::Round(_))) {
        Some(format) if enough > decimals => Err(bad(
            format,
            "this rounds a number to zero that is not zero",
            &format!("write `| round {enough}`"),
        )),
        _ => Ok(enough),
    }
}

fn bad(format: &Spanned<Format>, message: &str, hint: &str) -> Diagnostic {
    Diagnostic::error(Code::BadFormat, format.span, message).with_hint(hint)
}
