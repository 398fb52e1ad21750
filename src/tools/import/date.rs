//! Dates in the names of files.

use jiff::civil::Date;

use crate::publication::date::guess;

/// Returns the date at the beginning of a file's name, such as `2020-01-05-title.md`, and the rest
/// of the name.
pub(super) fn of_name(name: &str) -> Option<(Date, &str)> {
    let head = name.get(..10)?;
    let is_day = head.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let date = guess(head).filter(|_| is_day)?;
    Some((date, name[10..].trim_start_matches(['-', '_'])))
}
