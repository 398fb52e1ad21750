//! Dates as files write them: the order of their parts, and the names of months.

use ecow::{EcoString, eco_format};
use jiff::civil::Date;
use jiff::fmt::strtime::BrokenDownTime;

/// Orders of parts that occur in files, the more likely ones first.
pub(crate) const FORMATS: &[&str] = &[
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d/%m/%y",
    "%d.%m.%y",
    "%d. %b %Y",
    "%d. %B %Y",
    "%d de %B de %Y",
    "%Y年%m月%d日",
    "FY%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %Y",
    "%B %Y",
    "%b-%Y",
    "%b-%y",
    "%b %y",
    "%b%y",
    "%Y %b",
    "%Y %B",
    "%m/%Y",
    "%Y%m",
    "%Y-%y",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
];

/// The year that begins in one calendar year and ends in the next.
const FINANCIAL: [&str; 2] = ["%Y-%y", "%Y/%y"];

/// Beginnings of the names of months in Spanish, Portuguese, French and German, where they are not
/// those of English.
const MONTHS: &[(&str, &str)] = &[
    ("ene", "Jan"),
    ("jän", "Jan"),
    ("fev", "Feb"),
    ("fév", "Feb"),
    ("mär", "Mar"),
    ("mrz", "Mar"),
    ("abr", "Apr"),
    ("avr", "Apr"),
    ("mai", "May"),
    ("juin", "Jun"),
    ("juil", "Jul"),
    ("ago", "Aug"),
    ("aoû", "Aug"),
    ("aou", "Aug"),
    ("set", "Sep"),
    ("out", "Oct"),
    ("okt", "Oct"),
    ("dic", "Dec"),
    ("dez", "Dec"),
    ("déc", "Dec"),
];

/// Reads a date whose parts have the order of `format`, in the notation of `strftime`; returns a
/// year, a month or a day in ISO 8601, or none if it is written differently.
pub(crate) fn read(format: &str, text: &str) -> Option<EcoString> {
    if FINANCIAL.contains(&format) {
        let (year, end) = text.split_once(['-', '/'])?;
        let is_year = year.len() == 4 && end.len() == 2;
        let (year, end): (u16, u16) = (year.parse().ok()?, end.parse().ok()?);
        return (is_year && (year + 1) % 100 == end).then(|| eco_format!("{year:04}/{end:02}"));
    }
    // Digits without signs between them are told apart by their number.
    let is_short = match format {
        "%Y%m" => text.len() != 6,
        "%Y%m%d" => text.len() != 8,
        _ => false,
    };
    if is_short {
        return None;
    }
    let has_names = format.contains("%b") || format.contains("%B");
    let english = has_names.then(|| in_english(text));
    let (format, text) = match &english {
        Some(english) => (format.replace("%B", "%b"), english.as_str()),
        None => (format.to_owned(), text),
    };
    let time = BrokenDownTime::parse(&format, text).ok()?;
    // A year of two digits is no year of the first century.
    let year = time.year().filter(|year| *year > 999)?;
    Some(match (time.month(), time.day()) {
        (Some(month), Some(day)) => {
            Date::new(year, month, day).ok()?;
            eco_format!("{year:04}-{month:02}-{day:02}")
        }
        (Some(month), None) => eco_format!("{year:04}-{month:02}"),
        (None, _) => eco_format!("{year:04}"),
    })
}

/// Writes the name of the month in a date as English abbreviates it.
fn in_english(text: &str) -> String {
    // `31 de diciembre de 2024` is `31 de Dec de 2024` in the format `%d de %B de %Y`.
    let from = text.find(" de ").map_or(0, |at| at + " de ".len());
    let Some(start) = text[from..].find(char::is_alphabetic) else { return text.to_owned() };
    let start = from + start;
    let rest = &text[start..];
    let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let name = rest[..length].to_lowercase();
    let known = MONTHS.iter().find(|(begin, _)| name.starts_with(begin));
    let short: String =
        known.map_or_else(|| name.chars().take(3).collect(), |(_, english)| (*english).to_owned());
    // An abbreviation may end in a full stop.
    let after = rest[length..].trim_start_matches('.');
    format!("{}{short}{after}", &text[..start])
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn months_have_names_in_several_languages() {
        for (format, text, expected) in [
            ("%b%y", "Ene24", Some("2024-01")),
            ("%b-%y", "Dec-24", Some("2024-12")),
            ("%B %Y", "septiembre 2024", Some("2024-09")),
            ("%b %Y", "févr. 2024", Some("2024-02")),
            ("%Y-%y", "2021-22", Some("2021/22")),
            ("%Y-%y", "2010-12", None),
            ("%d. %B %Y", "31. Dezember 2024", Some("2024-12-31")),
            ("%d de %B de %Y", "1 de enero de 2024", Some("2024-01-01")),
            ("%d.%m.%y", "31.12.24", Some("2024-12-31")),
            ("%Y年%m月%d日", "2024年1月2日", Some("2024-01-02")),
            ("%d/%m/%Y", "31/02/2024", None),
        ] {
            assert_eq!(read(format, text).as_deref(), expected, "{text}");
        }
    }
}
