//! Dates as authors write them: a day, a month or a year.

use ecow::{EcoString, eco_format};
use jiff::civil::Date;

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{Span, Spanned};
use crate::base::yaml::{self, Node};
use crate::language::Language;

/// The first year that a day may have: none was before it.
const FIRST_YEAR: i16 = 1;

/// Reads a day, `YYYY-MM-DD`.
///
/// # Errors
/// Reports anything else, and days that the calendar does not have.
pub fn day(node: &Node) -> Result<Date, Diagnostic> {
    let text = yaml::text(node)?;
    if let Some((day, _)) = text.split_once(['T', ' ']).filter(|(day, _)| is_day(day)) {
        let message = format!("`{text}` is a date with a time, but this takes only a date");
        return Err(Diagnostic::error(Code::BadDate, node.span, message).with_hint(format!(
            "write `{day}`; for a text that comes out at a certain time, use `publish_at`"
        )));
    }
    match text.parse::<Date>() {
        Ok(day) if day.year() >= FIRST_YEAR => Ok(day),
        Ok(_) => {
            let message = format!("`{text}` is in the year 0, which no calendar has");
            Err(Diagnostic::error(Code::BadDate, node.span, message)
                .with_hint("write the year in full, such as `2026-11-20`"))
        }
        Err(_) => {
            let message = format!("`{text}` is not a date in the calendar");
            Err(Diagnostic::error(Code::BadDate, node.span, message).with_hint(day_hint(&text)))
        }
    }
}

fn day_hint(text: &str) -> String {
    meant_day(text).unwrap_or_else(|| "write `YYYY-MM-DD`, such as `2026-11-20`".to_owned())
}

/// Says which day is meant, or why there is none.
fn meant_day(text: &str) -> Option<String> {
    if let Some(hint) = beyond_calendar(text) {
        return Some(hint);
    }
    let swapped = |day: Date| {
        let (first, second) = text.split_once(['/', '.'])?;
        let second = second.split(['/', '.']).next()?;
        let other = Date::new(day.year(), second.parse().ok()?, first.parse().ok()?).ok()?;
        let other = if other == day { swap(other)? } else { other };
        (other != day).then_some(other)
    };
    let day = guess(text)?;
    Some(match swapped(day) {
        Some(other) => format!("write `{day}` or `{other}`, whichever day is meant"),
        None => format!("write `{day}`"),
    })
}

/// Returns the date whose day and month are those of `date` the other way round.
fn swap(date: Date) -> Option<Date> {
    Date::new(date.year(), date.day(), date.month()).ok()
}

/// Returns what is wrong with a date that is written as it should be, but is not in the calendar.
fn beyond_calendar(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    let (year, month, day): (i16, i8, i8) =
        (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    if year == 0 {
        return Some("write the year; the calendar has no year 0".to_owned());
    }
    let Ok(first) = Date::new(year, month, 1) else {
        let swapped = Date::new(year, day, month).ok()?;
        return Some(format!("a year has 12 months; if the month stands last, write `{swapped}`"));
    };
    let days = first.days_in_month();
    (day > days).then(|| format!("{year:04}-{month:02} has {days} days"))
}

/// Whether `text` is a day of the calendar and nothing else.
fn is_day(text: &str) -> bool {
    text.len() == "2026-11-20".len() && text.parse::<Date>().is_ok()
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
    let hint = meant(text).unwrap_or_else(|| {
        "write `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or a period: `2024-Q4`, `2024-H2`, `2024/25`"
            .to_owned()
    });
    Err(Diagnostic::error(Code::BadDate, span, format!("`{text}` is not a date")).with_hint(hint))
}

/// What to do about years that calendars count backwards.
pub(crate) const BEFORE_FIRST_YEAR: &str =
    "years before the year 1 are words here: `type: text`, and `500 BC`";

/// Whether a text is a year before the year 1: `-0753`, `753 BC`.
pub(crate) fn is_before_first_year(text: &str) -> bool {
    let negated = text.strip_prefix(['-', '\u{2212}']);
    negated.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        || text
            .to_uppercase()
            .split(|c: char| !c.is_alphabetic())
            .any(|word| matches!(word, "BC" | "BCE"))
}

/// Says which month or day is meant: `January 2026`, `01/2026`, `5 January 2026`.
fn meant(text: &str) -> Option<String> {
    if is_before_first_year(text) {
        return Some(BEFORE_FIRST_YEAR.to_owned());
    }
    let words: Vec<_> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if let [month, year] = words[..] {
        let name = month.to_lowercase();
        let number = MONTHS.iter().position(|month| name.starts_with(month)).map(|at| at + 1);
        let number =
            number.or_else(|| month.parse().ok().filter(|number| (1..=12).contains(number)));
        return Some(format!("write `{:04}-{:02}`", four_digits(year)?, number?));
    }
    serial(text).or_else(|| meant_day(text))
}

/// Says which day Excel means by a count of days.
fn serial(text: &str) -> Option<String> {
    let is_count = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    let days: i32 = text.parse().ok().filter(|_| is_count)?;
    let first = Date::new(1899, 12, 30).ok()?;
    let day = first.checked_add(jiff::Span::new().days(days)).ok()?;
    Some(format!("Excel counts days: {text} is `{day}`; save the column in a format of dates"))
}

/// How precisely a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Precision {
    Day,
    Month,
    /// A quarter, by its number in the year.
    Quarter(i8),
    /// A half-year, by its number in the year.
    Half(i8),
    Year,
    /// A year that begins in the middle of a calendar year, such as 2024/25.
    FinancialYear,
}

/// Returns a period in the spelling that datasets use: `2024-Q4` for `2024Q4` or `Q4 2024`; none
/// for a text that is not a period.
pub fn normal(text: &str) -> Option<EcoString> {
    let (first, precision) = parts(text)?;
    let year = first.year();
    Some(match precision {
        Precision::Day => eco_format!("{first}"),
        Precision::Month => eco_format!("{year:04}-{:02}", first.month()),
        Precision::Quarter(number) => eco_format!("{year:04}-Q{number}"),
        Precision::Half(number) => eco_format!("{year:04}-H{number}"),
        Precision::Year => eco_format!("{year:04}"),
        Precision::FinancialYear => eco_format!("{year:04}/{:02}", (year + 1) % 100),
    })
}

/// Reads a quarter, a half-year or a financial year.
fn part_of_year(text: &str) -> Option<(Date, Precision)> {
    if let Some((year, next)) = text.split_once('/') {
        let year = four_digits(year)?;
        let next: i16 = next.parse().ok().filter(|_| matches!(next.len(), 2 | 4))?;
        let follows = next % 100 == (year + 1) % 100;
        // Financial years begin on different days; the middle of the year keeps their order.
        let first = Date::new(year, 7, 1).ok()?;
        return follows.then_some((first, Precision::FinancialYear));
    }
    let upper = text.to_ascii_uppercase();
    let at = upper.find(['Q', 'H', 'S', 'T'])?;
    let (before, after) = upper.split_at(at);
    let letter = after.chars().next()?;
    let number: i8 = after.get(1..2)?.parse().ok()?;
    let rest = &after[2..];
    let year = match (before.trim_end_matches(['-', ' ']), rest.trim_start_matches(['-', ' '])) {
        (year, "") | ("", year) => four_digits(year)?,
        _ => return None,
    };
    let (months, precision) = match letter {
        'Q' | 'T' => (3, Precision::Quarter(number)),
        _ => (6, Precision::Half(number)),
    };
    let is_there = (1..=12 / months).contains(&number);
    let first = Date::new(year, (number - 1).checked_mul(months)? + 1, 1).ok();
    first.filter(|_| is_there).map(|first| (first, precision))
}

/// Reads a month as SDMX codes it, and as statistical offices write it after its year: `2024-M03`,
/// `2024M3`, `2024 MAR`.
fn month_of_year(text: &str) -> Option<(Date, Precision)> {
    let year = four_digits(text.get(..4)?)?;
    let rest = text[4..].trim_start_matches(['-', ' ']);
    let month = match rest.strip_prefix(['M', 'm']).filter(|digits| matches!(digits.len(), 1 | 2)) {
        Some(digits) => digits.parse().ok()?,
        None if text.len() > 4 => {
            let name = rest.to_lowercase();
            let at = MONTHS.iter().position(|month| *month == name)?;
            i8::try_from(at + 1).ok()?
        }
        None => return None,
    };
    Some((Date::new(year, month, 1).ok()?, Precision::Month))
}

fn four_digits(text: &str) -> Option<i16> {
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| is_year && *year > 0)
}

fn parts(text: &str) -> Option<(Date, Precision)> {
    if let Some(found) = part_of_year(text) {
        return Some(found);
    }
    if let Some(found) = month_of_year(text) {
        return Some(found);
    }
    let (padded, precision) = match text.len() {
        4 => (format!("{text}-01-01"), Precision::Year),
        7 => (format!("{text}-01"), Precision::Month),
        10 => (text.to_owned(), Precision::Day),
        _ => return None,
    };
    let first: Date = padded.parse().ok()?;
    (first.year() > 0).then_some((first, precision))
}

/// Returns when a day, month or year begins, in years: July 2016 is 2016.5. None for other texts.
pub fn decimal_year(text: &str) -> Option<f64> {
    let (date, _) = parts(text)?;
    let (elapsed, all) = (f64::from(date.day_of_year() - 1), f64::from(date.days_in_year()));
    Some(f64::from(date.year()) + elapsed / all)
}

/// Whether days, months or years follow each other at equal distances; texts that are none of
/// these are passed over.
pub fn are_even(names: &[&str]) -> bool {
    let dates: Vec<_> = names.iter().filter_map(|name| parts(name)).collect();
    let are_days = dates.iter().any(|(_, precision)| matches!(precision, Precision::Day));
    let places = dates.iter().map(|(first, _)| {
        if are_days {
            first.duration_since(Date::constant(1, 1, 1)).as_hours() / 24
        } else {
            i64::from(first.year()) * 12 + i64::from(first.month())
        }
    });
    let places: Vec<_> = places.collect();
    let mut steps = places.windows(2).map(|pair| pair[1] - pair[0]);
    steps.next().is_none_or(|first| steps.all(|step| step == first))
}

/// Returns the first and the last day of a day, month or year; none if the text is neither.
pub fn period(text: &str) -> Option<(Date, Date)> {
    let (first, precision) = parts(text)?;
    let last = match precision {
        Precision::Day => first,
        Precision::Month => first.last_of_month(),
        Precision::Quarter(_) => months_after(first, 3)?,
        Precision::Half(_) => months_after(first, 6)?,
        Precision::FinancialYear => months_after(first, 12)?,
        Precision::Year => first.last_of_year(),
    };
    Some((first, last))
}

/// Whether two texts are periods of one kind: two years, or two quarters.
pub fn are_alike(first: &str, second: &str) -> bool {
    let kind = |text| parts(text).map(|(_, precision)| std::mem::discriminant(&precision));
    kind(first).is_some_and(|first| kind(second) == Some(first))
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

/// Formats a day, month or year for readers; any other text stays as it is.
pub fn format(text: &str, language: &Language) -> EcoString {
    match parts(text) {
        Some((date, Precision::Day)) => language.day(date).into(),
        Some((date, Precision::Month)) => language.month(date).into(),
        Some((_, Precision::Quarter(_) | Precision::Half(_) | Precision::FinancialYear)) => {
            normal(text).unwrap_or_else(|| text.into())
        }
        Some((_, Precision::Year)) | None => text.into(),
    }
}

/// Returns the last day of a run of months.
fn months_after(first: Date, months: i32) -> Option<Date> {
    first.checked_add(jiff::Span::new().months(months)).ok()?.yesterday().ok()
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
        // Month before day, as Americans write; other notations would not begin with a short
        // number.
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
