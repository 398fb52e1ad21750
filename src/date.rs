//! Dates as authors write them: a day, a month or a year.

use ecow::EcoString;
use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::language::Language;
use crate::span::{Span, Spanned};
use crate::yaml::{self, Node};

/// Reads a day, `YYYY-MM-DD`.
///
/// # Errors
/// Reports anything else, and days that the calendar does not have.
pub fn day(node: &Node) -> Result<Date, Diagnostic> {
    let text = yaml::text(node)?;
    text.parse().map_err(|_| {
        Diagnostic::error(Code::BadDate, node.span, format!("`{text}` is no day of the calendar"))
            .with_hint(match guess(&text) {
                Some(day) => format!("write `{day}`"),
                None => "write `YYYY-MM-DD`, such as `2026-11-20`".to_owned(),
            })
    })
}

/// Reads a day with its place.
///
/// # Errors
/// As [`day`].
pub fn spanned_day(node: &Node) -> Result<Spanned<Date>, Diagnostic> {
    Ok(Spanned::new(day(node)?, node.span))
}

/// Reports a text that is neither a day, a month nor a year.
///
/// # Errors
/// As said.
pub fn check(text: &str, span: Span) -> Result<(), Diagnostic> {
    if parts(text).is_some() {
        return Ok(());
    }
    Err(Diagnostic::error(Code::BadDate, span, format!("`{text}` is no date"))
        .with_hint("write `YYYY-MM-DD`, `YYYY-MM` or `YYYY`"))
}

/// How much of a date is known.
enum Precision {
    Day,
    Month,
    Year,
}

fn parts(text: &str) -> Option<(Date, Precision)> {
    let (padded, precision) = match text.len() {
        4 => (format!("{text}-01-01"), Precision::Year),
        7 => (format!("{text}-01"), Precision::Month),
        10 => (text.to_owned(), Precision::Day),
        _ => return None,
    };
    Some((padded.parse().ok()?, precision))
}

/// Returns when a day, month or year begins, in years: July 2016 at 2016.5. None for other texts.
pub fn decimal_year(text: &str) -> Option<f64> {
    let (date, _) = parts(text)?;
    let (elapsed, all) = (f64::from(date.day_of_year() - 1), f64::from(date.days_in_year()));
    Some(f64::from(date.year()) + elapsed / all)
}

/// Returns the first and the last day of a day, month or year; none if the text is neither.
pub fn period(text: &str) -> Option<(Date, Date)> {
    let (first, precision) = parts(text)?;
    let last = match precision {
        Precision::Day => first,
        Precision::Month => first.last_of_month(),
        Precision::Year => first.last_of_year(),
    };
    Some((first, last))
}

/// Reads a day, month or year, and keeps it as written.
///
/// # Errors
/// Reports anything else.
pub fn spanned(node: &Node) -> Result<Spanned<EcoString>, Diagnostic> {
    let text = yaml::spanned_text(node)?;
    check(&text.value, text.span)?;
    Ok(text)
}

/// Formats a day, month or year for readers; a text that is none stays as it is.
pub fn format(text: &str, language: &Language) -> EcoString {
    match parts(text) {
        Some((date, Precision::Day)) => language.day(date).into(),
        Some((date, Precision::Month)) => language.month(date).into(),
        Some((_, Precision::Year)) | None => text.into(),
    }
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Returns the day that `text` names: `2020-1-5`, `2020/01/05 10:00`, `5 January 2020`, `Jan 5, 2020`.
pub(crate) fn guess(text: &str) -> Option<Date> {
    let cut = |c: char| !(c.is_alphanumeric());
    let parts: Vec<&str> = text.split(cut).filter(|part| !part.is_empty()).take(3).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let third = third.split('T').next().unwrap_or(third);
    let number = |text: &str| {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits.parse::<i16>().ok()
    };
    let month = |text: &str| {
        let name = text.to_lowercase();
        let found = MONTHS.iter().position(|month| name.starts_with(month));
        found.and_then(|index| i8::try_from(index + 1).ok())
    };
    let (year, month, day) = match (month(first), month(second)) {
        (Some(month), _) => (number(third)?, month, number(second)?),
        (None, Some(month)) => (number(third)?, month, number(first)?),
        (None, None) if first.len() == 4 => {
            (number(first)?, i8::try_from(number(second)?).ok()?, number(third)?)
        }
        // Month before day, as Americans write; others would not begin with a short number.
        (None, None) => (number(third)?, i8::try_from(number(first)?).ok()?, number(second)?),
    };
    Date::new(year, month, i8::try_from(day).ok()?).ok().filter(|date| date.year() > 999)
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn days() {
        #[track_caller]
        fn test(text: &str, expected: &str) {
            let found = guess(text).map(|day| day.to_string()).unwrap_or_default();
            assert_eq!(found, expected, "for {text:?}");
        }

        test("2020-01-05", "2020-01-05");
        test("2020-01-05T10:00:00+02:00", "2020-01-05");
        test("2020/1/5 10:00", "2020-01-05");
        test("January 5th, 2020", "2020-01-05");
        test("5 Jan 2020", "2020-01-05");
        test("01/05/2020", "2020-01-05");
        test("last-modified", "");
        test("2020", "");
    }
}
