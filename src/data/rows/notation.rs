//! How a file writes values: decimal sign, missing values, flags, dates.
//!
//! Only what is declared is read. What is not is an error that knows the declaration (`remedy`).

use std::borrow::Cow;

use ecow::{EcoString, eco_format};
use rust_decimal::Decimal;

use super::dates;
use crate::data::status::CellStatus;

/// How a file writes values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notation {
    /// The sign before the decimals.
    pub decimal: char,
    /// The sign between thousands; a space stands for all spaces.
    pub group: Option<char>,
    /// What stands for a missing value, besides an empty field.
    pub missing: Vec<EcoString>,
    /// Numbers that are values although they look like signs for a missing one.
    pub present: Vec<EcoString>,
    /// The flags that may follow a value, and their meanings; the longest first.
    pub flags: Vec<(EcoString, CellStatus)>,
    /// What may precede or follow a number and only repeats its measure.
    pub affixes: Vec<EcoString>,
    /// How numbers below zero are written.
    pub negative: Negative,
    /// The orders of the parts of dates, in the notation of `strftime`; the first that fits is
    /// used.
    pub dates: Vec<EcoString>,
}

/// How numbers below zero are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Negative {
    /// With a minus sign before them.
    #[default]
    Minus,
    /// In parentheses.
    Parentheses,
}

impl Default for Notation {
    fn default() -> Self {
        Self {
            decimal: '.',
            group: None,
            missing: Vec::new(),
            present: Vec::new(),
            flags: Vec::new(),
            affixes: Vec::new(),
            negative: Negative::Minus,
            dates: Vec::new(),
        }
    }
}

/// The typographic minus sign, which means nothing else.
pub(super) const MINUS: char = '\u{2212}';

impl Notation {
    /// Removes a flag from the end of a cell, or else from its beginning.
    pub(super) fn split_flag<'t>(&self, text: &'t str) -> (&'t str, Option<CellStatus>) {
        for (flag, status) in &self.flags {
            let Some(rest) = text.strip_suffix(flag.as_str()) else { continue };
            let before = rest.trim_end();
            let is_value = before.ends_with(|c: char| c.is_ascii_digit() || ".,)%".contains(c));
            if before.is_empty() || is_value || self.missing.iter().any(|token| token == before) {
                return (before, Some(*status));
            }
        }
        for (flag, status) in &self.flags {
            let Some(rest) = text.strip_prefix(flag.as_str()).map(str::trim_start) else {
                continue;
            };
            if rest.starts_with(|c: char| c.is_ascii_digit()) {
                return (rest, Some(*status));
            }
        }
        (text, None)
    }

    /// Whether a cell declares its value missing.
    pub(super) fn is_missing(&self, text: &str) -> bool {
        text.is_empty() || self.missing.iter().any(|token| token == text)
    }

    /// Reads a number; none if it is not written as declared.
    pub(crate) fn number(&self, text: &str) -> Option<Decimal> {
        if let Some(number) = plain_number(text) {
            // With a decimal comma, `1.234` is ambiguous.
            let is_clear = self.decimal == '.' && self.group != Some('.');
            if is_clear || !text.contains('.') {
                return Some(number);
            }
        }
        let (text, is_negative) = self.sign(text)?;
        let mut text = text;
        for affix in &self.affixes {
            text = text.strip_prefix(affix.as_str()).unwrap_or(text).trim();
            text = text.strip_suffix(affix.as_str()).unwrap_or(text).trim();
        }
        let (whole, decimals) = match text.split_once(self.decimal) {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (text, None),
        };
        let whole = self.ungrouped(whole)?;
        if self.decimal != '.' && (whole.contains('.') || decimals.is_some_and(|d| d.contains('.')))
        {
            return None;
        }
        let number = decimals.map_or(whole.clone(), |decimals| eco_format!("{whole}.{decimals}"));
        let number = plain_number(&number)?;
        Some(if is_negative { -number } else { number })
    }

    /// Removes the sign of a number.
    fn sign<'t>(&self, text: &'t str) -> Option<(&'t str, bool)> {
        if self.negative == Negative::Parentheses
            && let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))
        {
            return Some((inner.trim(), true));
        }
        let rest = text.strip_prefix(['-', '+', MINUS]);
        match rest {
            Some(rest) if rest.starts_with(['-', '+', MINUS]) => None,
            Some(rest) => Some((rest, !text.starts_with('+'))),
            None => Some((text, false)),
        }
    }

    /// Removes the separators from the whole part of a number; none if they are not between
    /// thousands (or, as in India, hundreds of thousands).
    fn ungrouped(&self, whole: &str) -> Option<EcoString> {
        let Some(group) = self.group else { return Some(whole.into()) };
        let is_group = |c: char| match group {
            ' ' => matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}'),
            '\'' => matches!(c, '\'' | '\u{2019}'),
            group => c == group,
        };
        let parts: Vec<_> = whole.split(is_group).collect();
        let (last, before) = parts.split_last()?;
        let is_right = before.is_empty()
            || last.len() == 3
                && before[1..].iter().all(|part| matches!(part.len(), 2 | 3))
                && matches!(before[0].len(), 1..=3);
        is_right.then(|| parts.concat().into())
    }

    /// Reads a date in a declared order of its parts; none if it is not written so.
    pub(super) fn date(&self, text: &str) -> Option<EcoString> {
        self.dates.iter().find_map(|format| dates::read(format, text))
    }
}

/// Reads digits with a decimal point, and an exponent as programs write it.
pub(super) fn plain_number(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    // Leading zeros occur in codes, which are not numbers.
    let is_code =
        unsigned.len() > 1 && unsigned.starts_with('0') && unsigned.as_bytes()[1].is_ascii_digit();
    let is_written = unsigned.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    if is_code || !is_written || !unsigned.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    let (digits, exponent) = match text.find(['e', 'E']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    // More digits than there is room for would be rounded in silence.
    let exact = Decimal::from_str_exact(digits).ok()?;
    if exponent.is_empty() { Some(exact) } else { Decimal::from_scientific(text).ok() }
}

/// Returns a text whose signs of full width, as East Asian keyboards have them, are replaced by the usual ones.
pub(super) fn of_usual_width(text: &str) -> Cow<'_, str> {
    const WIDE: std::ops::RangeInclusive<char> = '\u{FF01}'..='\u{FF5E}';
    const OFFSET: u32 = 0xFF01 - 0x21;
    if text.is_ascii() || !text.contains(|c| WIDE.contains(&c)) {
        return text.into();
    }
    let usual = |c: char| {
        let narrow = WIDE.contains(&c).then(|| char::from_u32(u32::from(c) - OFFSET));
        narrow.flatten().unwrap_or(c)
    };
    text.chars().map(usual).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_declared() {
        let european = Notation { decimal: ',', group: Some('.'), ..Notation::default() };
        assert_eq!(european.number("1.234.567,5"), "1234567.5".parse().ok());
        assert_eq!(european.number("812,5"), "812.5".parse().ok());
        assert_eq!(european.number("12.5"), None);
        let spaced = Notation { group: Some(' '), ..Notation::default() };
        assert_eq!(spaced.number("1\u{A0}234.5"), "1234.5".parse().ok());
        assert_eq!(spaced.number("12 34"), None);
        let plain = Notation::default();
        assert_eq!(plain.number("6.47e-06"), "0.00000647".parse().ok());
        assert_eq!(plain.number("\u{2212}5"), "-5".parse().ok());
        assert_eq!(plain.number("0.12345678901234567890123456789"), None);
        assert_eq!(plain.number("1.2345678901234567890123456789012e3"), None);
        assert_eq!(of_usual_width("－１２．５％"), "-12.5%");
        for refused in ["1_000", "007", "1,5", "12%", "(3)", "- 5", "", "inf", "--5"] {
            assert_eq!(plain.number(refused), None, "{refused}");
        }
    }

    #[test]
    fn dates_are_read_in_the_declared_order() {
        let days = Notation { dates: vec!["%d/%m/%Y".into()], ..Notation::default() };
        assert_eq!(days.date("31/12/2024").as_deref(), Some("2024-12-31"));
        assert_eq!(days.date("12/31/2024"), None);
        let months = Notation { dates: vec!["%b %Y".into()], ..Notation::default() };
        assert_eq!(months.date("Dec 2024").as_deref(), Some("2024-12"));
    }
}
