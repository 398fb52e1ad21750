//! Days as other programs write them.

use jiff::civil::Date;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Returns the day that `text` names: `2020-1-5`, `2020/01/05 10:00`, `5 January 2020`, `Jan 5, 2020`.
pub(super) fn day(text: &str) -> Option<Date> {
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

/// Returns the day at the beginning of a file's name, such as `2020-01-05-title.md`, and the rest of the name.
pub(super) fn of_name(name: &str) -> Option<(Date, &str)> {
    let head = name.get(..10)?;
    let is_day = head.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let date = day(head).filter(|_| is_day)?;
    Some((date, name[10..].trim_start_matches(['-', '_'])))
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days() {
        #[track_caller]
        fn test(text: &str, expected: &str) {
            let found = day(text).map(|day| day.to_string()).unwrap_or_default();
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
