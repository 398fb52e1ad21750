//! What to write in place of a text that is no number.

use super::notation::plain_number;
use super::remedy::SCALES;

/// So many digits are kept of each number.
const DIGITS: usize = 28;

/// Says what to write in place of a text that is no number.
pub(super) fn number_hint(text: &str) -> String {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.len() > 1 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return if digits.starts_with('0') {
            "a number has no leading zeros; codes are texts: `type: text`".to_owned()
        } else {
            "a number may have up to 28 digits; give the measure a `scale:`".to_owned()
        };
    }
    if digits.bytes().filter(u8::is_ascii_digit).count() > DIGITS
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return format!("a number may have up to {DIGITS} digits: round it in the file");
    }
    if let Some((_, exponent)) = digits.split_once(['e', 'E'])
        && exponent.trim_start_matches(['-', '+']).parse::<u32>().is_ok()
    {
        return format!(
            "a number may have up to {DIGITS} digits, those after the point included: round it in the file, or give the measure a `scale:`"
        );
    }
    let scale = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".,-+ ".contains(c));
    if SCALES.contains(&scale.to_lowercase().as_str()) {
        return format!(
            "`{scale}` multiplies the number: write all numbers at the same scale, and declare it in `measure: {{scale: …}}`"
        );
    }
    advice(text)
}

/// Says what is wrong with a sign that is declared to stand between thousands.
pub(super) fn misplaced_group(sign: char) -> String {
    format!(
        "`{sign}` is declared to stand between thousands, and does not stand there: correct the number"
    )
}

/// Says how a cell that is not a number is written.
fn advice(text: &str) -> String {
    const MISSING: &[&str] =
        &["n/a", "na", "nan", "null", "none", "-", "–", "—", "..", "...", "…", ":", "~"];
    if MISSING.contains(&text.to_lowercase().as_str()) {
        return "leave the field empty for a missing value; in YAML, write `~`".to_owned();
    }
    if !text.contains(char::is_numeric) {
        return format!(
            "write a number; if `{text}` means that there is none, leave the field empty, write `~` in YAML, or declare it for a file: `missing: [\"{text}\"]`"
        );
    }
    if text.starts_with('=') {
        return "this is a formula: save the file with its results".to_owned();
    }
    if text.starts_with('"') {
        return "quotes enclose a field only if nothing stands before them: delete the space before the quote".to_owned();
    }
    let is_booking = |sign: &str| text.len() > 2 && text.to_lowercase().ends_with(sign);
    if ["cr", "dr"].into_iter().any(is_booking) {
        return "credits and debits differ in sign: write one of them below zero, such as `-12`"
            .to_owned();
    }
    if let Some(number) = text.strip_suffix('-')
        && plain_number(number).is_some()
    {
        return format!("write the sign before the number: `-{number}`");
    }
    if let Some(number) = text.strip_prefix(['~', '≈', '±']).map(str::trim)
        && plain_number(number).is_some()
    {
        return format!("write `{number}`, and say in `notes:` that it is approximate");
    }
    if text.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
        return "write it with the digits 0 to 9 and a decimal point, such as `3.5`".to_owned();
    }
    let mut groups =
        text.trim_start_matches(['-', '+']).split([',', '\'', '’', ' ', '\u{A0}', '\u{202F}']);
    let is_group = |group: &str, lengths: std::ops::RangeInclusive<usize>| {
        let digits = group.split('.').next().unwrap_or(group);
        lengths.contains(&digits.len())
            && group.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    let is_first = groups.next().is_some_and(|group| is_group(group, 1..=3));
    let others: Vec<&str> = groups.collect();
    let plain: String =
        text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    if let Some(number) = before_unit(text) {
        return format!(
            "write the number alone: `{number}`; the unit is that of the column's `measure:`"
        );
    }
    if is_first && !others.is_empty() && others.iter().all(|group| is_group(group, 3..=3)) {
        return format!("write the digits without thousands separators: `{plain}`");
    }
    "write digits and a decimal point only, such as `1961.5`; leave a missing value empty, or write `~` in YAML".to_owned()
}

/// Returns the number in a cell such as `8.4%`, `US$ 12` or `41200 people`.
fn before_unit(text: &str) -> Option<&str> {
    let is_sign = |c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-' | '+');
    let number = text.trim_matches(is_sign);
    let is_number = number.len() < text.len() && plain_number(number).is_some();
    // A dash or an apostrophe inside is a notation of its own.
    is_number.then_some(number)
}
