//! Values of Parquet files as the text of a field.

use std::fmt::{Display, LowerExp, Write};

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Span};

use super::Fault;
use super::footer::Kind;

/// A value as it is stored.
#[derive(Debug, Clone, Copy)]
pub(super) enum Raw<'a> {
    Boolean(bool),
    Integer(i64),
    Float(f32),
    Double(f64),
    Bytes(&'a [u8]),
    /// A time of a day, which is counted as astronomers do.
    Moment {
        day: u32,
        nanoseconds: i64,
    },
}

/// What is wrong with bytes that are no text.
pub(super) const NO_TEXT: Fault = "a text is not UTF-8";

const SECONDS_OF_DAY: i64 = 86_400;

/// The number of 1 January 1970 among the days of astronomers.
const JULIAN_1970: i64 = 2_440_588;

/// Writes a value.
///
/// # Errors
/// Returns why it cannot be written.
pub(super) fn write(kind: Kind, raw: Raw<'_>, text: &mut String) -> Result<(), Fault> {
    const WRONG: Fault = "a column holds other values than it says";
    // Writing to memory does not fail.
    let _ = match (kind, raw) {
        (_, Raw::Boolean(boolean)) => write!(text, "{boolean}"),
        (_, Raw::Float(number)) => float(number, text),
        (_, Raw::Double(number)) => float(number, text),
        (Kind::Text, Raw::Bytes(bytes)) => {
            text.push_str(std::str::from_utf8(bytes).map_err(|_| NO_TEXT)?);
            Ok(())
        }
        (Kind::Uuid, Raw::Bytes(bytes)) => uuid(bytes, text),
        (Kind::Decimal(scale), Raw::Bytes(bytes)) => decimal(integer(bytes)?, scale, text)?,
        (Kind::Decimal(scale), Raw::Integer(number)) => decimal(number.into(), scale, text)?,
        (Kind::Date, Raw::Integer(days)) => write!(text, "{}", day(days)?),
        (Kind::Timestamp(parts), Raw::Integer(number)) => moment(number, parts, text)?,
        (_, Raw::Moment { day, nanoseconds }) => {
            let days = day_number(day);
            let seconds = days * SECONDS_OF_DAY + nanoseconds.div_euclid(1_000_000_000);
            moment(seconds, 1, text)?
        }
        (Kind::Time(parts), Raw::Integer(number)) => time(number.div_euclid(parts), text),
        (Kind::Unsigned(bits), Raw::Integer(number)) => {
            write!(text, "{}", number.cast_unsigned() & bits)
        }
        (_, Raw::Integer(number)) => write!(text, "{number}"),
        (
            Kind::Boolean
            | Kind::Signed
            | Kind::Unsigned(_)
            | Kind::Float
            | Kind::Date
            | Kind::Timestamp(_)
            | Kind::Time(_),
            Raw::Bytes(_),
        ) => return Err(WRONG),
    };
    Ok(())
}

fn day_number(julian: u32) -> i64 {
    i64::from(julian) - JULIAN_1970
}

/// Writes the shortest digits of a number; far from one, with an exponent.
fn float<N: Display + LowerExp + Into<f64> + Copy>(
    number: N,
    text: &mut String,
) -> std::fmt::Result {
    let size = number.into().abs();
    let is_far = size.is_finite() && size != 0.0 && !(1e-9..1e18).contains(&size);
    if is_far { write!(text, "{number:e}") } else { write!(text, "{number}") }
}

/// Reads a number whose first byte is the highest.
fn integer(bytes: &[u8]) -> Result<i128, Fault> {
    let is_negative = bytes.first().is_some_and(|byte| *byte >= 0x80);
    let start = if is_negative { -1 } else { 0 };
    if bytes.len() > size_of::<i128>() {
        return Err("a decimal number has more than 38 digits");
    }
    Ok(bytes.iter().fold(start, |number: i128, byte| number << 8 | i128::from(*byte)))
}

fn decimal(number: i128, scale: u32, text: &mut String) -> Result<std::fmt::Result, Fault> {
    let one = 10_u128.checked_pow(scale).ok_or("a decimal number has more than 38 digits")?;
    let sign = if number < 0 { "-" } else { "" };
    let (whole, part) = (number.unsigned_abs() / one, number.unsigned_abs() % one);
    if scale == 0 {
        return Ok(write!(text, "{sign}{whole}"));
    }
    Ok(write!(text, "{sign}{whole}.{part:0width$}", width = scale as usize))
}

fn day(days: i64) -> Result<Date, Fault> {
    const BEYOND: Fault = "a date is not between the years 1 and 9999";
    let span = Span::new().try_days(days).map_err(|_| BEYOND)?;
    let day = date(1970, 1, 1).checked_add(span).map_err(|_| BEYOND)?;
    if day.year() < 1 { Err(BEYOND) } else { Ok(day) }
}

/// Writes a moment: the day alone if it is midnight.
fn moment(number: i64, parts: i64, text: &mut String) -> Result<std::fmt::Result, Fault> {
    let seconds = number.div_euclid(parts);
    let day = day(seconds.div_euclid(SECONDS_OF_DAY))?;
    let rest = seconds.rem_euclid(SECONDS_OF_DAY);
    let written = write!(text, "{day}");
    if rest == 0 {
        return Ok(written);
    }
    text.push(' ');
    Ok(time(rest, text))
}

fn time(seconds: i64, text: &mut String) -> std::fmt::Result {
    let time = SignedDuration::from_secs(seconds.rem_euclid(SECONDS_OF_DAY));
    let (hours, minutes) = (time.as_hours(), time.as_mins() % 60);
    write!(text, "{hours:02}:{minutes:02}:{:02}", time.as_secs() % 60)
}

fn uuid(bytes: &[u8], text: &mut String) -> std::fmt::Result {
    for (number, byte) in bytes.iter().enumerate() {
        if matches!(number, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        write!(text, "{byte:02x}")?;
    }
    Ok(())
}
