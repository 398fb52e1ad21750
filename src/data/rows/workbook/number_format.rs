//! Number formats of spreadsheets, such as `0.0%` or `#,##0,,"M"`: what a cell shows besides the digits of its value.
//!
//! A cell that shows 12.5 % has the value 0.125. It is read as a file of text would have it, with all its digits and
//! with what the format puts around them; signs and separators, which are no part of the value, are left out.

use ecow::EcoString;
use rust_decimal::Decimal;

/// A format, with a section for each kind of number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NumberFormat(Vec<Section>);

/// What is shown of the numbers of one kind.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// The numbers that it is for, if it says so.
    pub condition: Option<(EcoString, Decimal)>,
    /// What stands before and behind the digits.
    pub before: EcoString,
    pub after: EcoString,
    /// By which power of ten the number is multiplied.
    pub power: i32,
    /// How many digits there are at least before the decimals.
    pub whole: usize,
    /// Whether it shows digits at all.
    pub has_digits: bool,
    /// Which parts of a date it shows.
    pub date: Option<DateParts>,
}

/// The parts of a date that a cell shows, down to the smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DateParts {
    Year,
    Month,
    Day,
}

impl NumberFormat {
    /// Reads the code of a format.
    pub(super) fn read(code: &str) -> Self {
        Self(sections(code).into_iter().map(Section::read).collect())
    }

    /// Returns the format that an Excel file need not write down, by its number.
    pub(super) fn built_in(number: usize) -> Option<Self> {
        let code = match number {
            5..=8 | 42 | 44 => "\"$\"0",
            9 | 10 => "0%",
            14 | 15 | 22 => "d/m/y",
            17 => "mmm-yy",
            _ => return None,
        };
        Some(Self::read(code))
    }

    /// Whether cells show the digits of their values, and nothing else.
    pub(super) fn is_plain(&self) -> bool {
        self.0.iter().all(Section::is_plain)
    }

    /// Which parts of a date cells show.
    pub(super) fn date(&self) -> Option<DateParts> {
        self.0.first().and_then(|section| section.date)
    }

    /// Returns what a cell shows of a number, which is written with a decimal point.
    pub(super) fn show(&self, number: &str) -> EcoString {
        let Ok(value) = number.parse::<Decimal>() else { return number.into() };
        match self.section(value) {
            Some(section) => section.show(value),
            None => number.into(),
        }
    }

    fn section(&self, value: Decimal) -> Option<&Section> {
        let fits = |section: &&Section| {
            let Some((sign, bound)) = &section.condition else { return false };
            match sign.as_str() {
                "<" => value < *bound,
                "<=" => value <= *bound,
                ">" => value > *bound,
                ">=" => value >= *bound,
                "=" => value == *bound,
                _ => value != *bound,
            }
        };
        if self.0.iter().any(|section| section.condition.is_some()) {
            let other = || self.0.iter().find(|section| section.condition.is_none());
            return self.0.iter().find(fits).or_else(other);
        }
        let number = match self.0.len() {
            2.. if value < Decimal::ZERO => 1,
            3.. if value.is_zero() => 2,
            _ => 0,
        };
        self.0.get(number)
    }
}

impl Section {
    /// Whether it shows the digits, and nothing else.
    pub(super) fn is_plain(&self) -> bool {
        *self == Self { has_digits: true, ..Self::default() }
    }

    /// Returns what surrounds the digits of a text that a cell shows.
    pub(super) fn around(shown: &str) -> Self {
        let is_digit = |c: char| c.is_ascii_digit();
        let (Some(first), Some(last)) = (shown.find(is_digit), shown.rfind(is_digit)) else {
            return Self { before: literal(shown), ..Self::default() };
        };
        let after = literal(&shown[last + 1..]);
        let power = if after.contains('%') { 2 } else { 0 };
        let before = literal(&shown[..first]);
        Self { before, after, power, has_digits: true, ..Self::default() }
    }

    /// Returns what a cell shows of a number.
    pub(super) fn show(&self, value: Decimal) -> EcoString {
        if self.date.is_some() {
            return value.normalize().to_string().into();
        }
        if !self.has_digits {
            // A dash for zero is still a zero.
            return if value.is_zero() { "0".into() } else { self.before.clone() };
        }
        let mut value = value;
        for _ in 0..self.power.unsigned_abs() {
            let scaled = if self.power > 0 {
                value.checked_mul(Decimal::TEN)
            } else {
                value.checked_div(Decimal::TEN)
            };
            value = scaled.unwrap_or(value);
        }
        let sign = if value.is_sign_negative() && !value.is_zero() { "-" } else { "" };
        let digits = value.abs().normalize().to_string();
        let whole = digits.find('.').unwrap_or(digits.len());
        let zeros = "0".repeat(self.whole.saturating_sub(whole));
        ecow::eco_format!("{}{sign}{zeros}{digits}{}", self.before, self.after)
    }

    fn read(code: &str) -> Self {
        let mut reading = Reading::default();
        let mut signs = code.chars().peekable();
        while let Some(sign) = signs.next() {
            match sign {
                '"' => reading.say(&signs.by_ref().take_while(|c| *c != '"').collect::<String>()),
                '\\' => reading.say(&signs.next().map(String::from).unwrap_or_default()),
                // Room of the width of a sign, and a sign that fills the cell.
                '_' | '*' => {
                    signs.next();
                }
                '[' => {
                    reading.bracket(&signs.by_ref().take_while(|c| *c != ']').collect::<String>());
                }
                'E' | 'e' if signs.peek().is_some_and(|c| matches!(c, '+' | '-')) => {
                    reading.is_over = true;
                }
                'G' | 'g' if code.to_ascii_lowercase().contains("general") => {
                    signs.by_ref().take("eneral".len()).for_each(drop);
                    reading.section.has_digits = true;
                }
                sign => reading.sign(sign),
            }
        }
        reading.end()
    }
}

/// A section that is read.
#[derive(Default)]
struct Reading {
    section: Section,
    /// Commas behind digits, each of which divides by a thousand if no digit follows.
    commas: i32,
    /// The zeros and all digits before the decimals.
    zeros: usize,
    others: usize,
    is_decimal: bool,
    /// Whether what follows is an exponent.
    is_over: bool,
    /// The letters of a date.
    letters: String,
}

impl Reading {
    fn say(&mut self, text: &str) {
        self.divide();
        let section = &mut self.section;
        if section.has_digits {
            section.after.push_str(text);
        } else {
            section.before.push_str(text);
        }
    }

    fn divide(&mut self) {
        self.section.power -= 3 * std::mem::take(&mut self.commas);
    }

    fn bracket(&mut self, text: &str) {
        if let Some(sign) = text.strip_prefix('$') {
            return self.say(sign.split('-').next().unwrap_or_default());
        }
        let end = text.find(|c: char| !"<>=".contains(c)).unwrap_or(text.len());
        let bound = text[end..].trim().parse();
        if let (Ok(bound), 1..) = (bound, end) {
            self.section.condition = Some((text[..end].into(), bound));
        }
    }

    fn sign(&mut self, sign: char) {
        match sign {
            '0' | '#' | '?' => {
                self.section.has_digits = true;
                self.commas = 0;
                if !self.is_decimal && !self.is_over {
                    self.zeros += usize::from(sign == '0');
                    self.others += usize::from(sign != '0');
                }
            }
            '@' => self.section.has_digits = true,
            ',' if self.section.has_digits => self.commas += 1,
            '.' | '/' => {
                self.divide();
                self.is_decimal = true;
            }
            '%' => {
                self.section.power += 2;
                self.say("%");
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => {
                self.letters.push(sign.to_ascii_lowercase());
            }
            sign => self.say(sign.encode_utf8(&mut [0; 4])),
        }
    }

    fn end(mut self) -> Section {
        self.divide();
        let mut section = self.section;
        // A single zero is how numbers are written anyway; among other signs, zeros keep columns even.
        section.whole = if self.others == 0 && self.zeros > 1 { self.zeros } else { 0 };
        let has = |letter| self.letters.contains(letter);
        section.date = match (has('y'), has('m'), has('d')) {
            _ if self.letters.is_empty() => None,
            (true, false, false) => Some(DateParts::Year),
            (true, true, false) if !has('h') && !has('s') => Some(DateParts::Month),
            _ => Some(DateParts::Day),
        };
        section.before = literal(&section.before);
        section.after = literal(&section.after);
        section
    }
}

/// Returns a text that says something about a number; nothing of signs and of what only sets it apart.
fn literal(text: &str) -> EcoString {
    let is_sign = |c: char| c.is_whitespace() || "()-+\u{2212}–—:".contains(c);
    if text.chars().all(is_sign) {
        return EcoString::new();
    }
    text.trim_matches(|c: char| "()-+\u{2212}–—".contains(c)).into()
}

/// Splits a code at the semicolons that are no texts.
fn sections(code: &str) -> Vec<&str> {
    let (mut sections, mut start) = (Vec::new(), 0);
    let (mut is_text, mut is_escaped, mut is_bracket) = (false, false, false);
    for (at, sign) in code.char_indices() {
        match sign {
            _ if is_escaped => is_escaped = false,
            '"' => is_text = !is_text,
            '\\' | '_' | '*' if !is_text => is_escaped = true,
            '[' if !is_text => is_bracket = true,
            ']' if !is_text => is_bracket = false,
            ';' if !is_text && !is_bracket => {
                sections.push(&code[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    sections.push(&code[start..]);
    // The fourth is for texts.
    sections.truncate(3);
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_cells_show_them() {
        let rows = [
            ("General", "1234.5", "1234.5"),
            ("#,##0.00;[Red](#,##0.00)", "-1234.5", "-1234.5"),
            ("0.0%", "0.125", "12.5%"),
            ("0%", "0.12345", "12.345%"),
            ("0.0\\ %", "0.3", "30 %"),
            ("#,##0.0,,", "12500000", "12.5"),
            ("0.0,,\"M\"", "12500000", "12.5M"),
            ("#,##0,.0", "1500", "1.5"),
            ("\"US$\"#,##0.00", "12.5", "US$12.5"),
            ("[$€-407] #,##0", "12", "€ 12"),
            ("#,##0\\ [$€-1]", "-12", "-12 €"),
            ("_(* #,##0_);_(* (#,##0);_(* \"-\"??_);_(@_)", "0", "0"),
            ("_($* #,##0_);_($* (#,##0);_($* \"-\"??_);_(@_)", "-7", "$-7"),
            ("0.00E+00", "1234", "1234"),
            ("00000", "7", "00007"),
            ("[<5]\"c\";0", "3", "c"),
            ("[<5]\"c\";0", "30", "30"),
            (";;;", "4", ""),
            ("0 \"km²\"", "4", "4 km²"),
            ("# ?/?", "0.5", "0.5"),
        ];
        for (code, value, shown) in rows {
            assert_eq!(NumberFormat::read(code).show(value), shown, "{code} {value}");
        }
    }

    #[test]
    fn dates_have_the_parts_that_cells_show() {
        let date = |code| NumberFormat::read(code).date();
        assert_eq!(date("yyyy"), Some(DateParts::Year));
        assert_eq!(date("[$-409]mmm\\ yyyy;@"), Some(DateParts::Month));
        assert_eq!(date("dd/mm/yyyy"), Some(DateParts::Day));
        assert_eq!(date("0 \"days\""), None);
    }

    #[test]
    fn what_a_cell_shows_around_its_digits_is_kept() {
        let show = |shown: &str, value: &str| {
            Section::around(shown).show(value.parse().expect("it is a number"))
        };
        assert_eq!(show("12,5 %", "0.125"), "12.5 %");
        assert_eq!(show("(1.234,00)", "-1234"), "-1234");
        assert_eq!(show("-", "0"), "0");
        assert_eq!(show("c", "3"), "c");
    }
}
