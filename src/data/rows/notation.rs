//! How a file writes values: decimal sign, missing values, flags, dates.
//!
//! Only what is declared is read. What is not is an error that knows the declaration.

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
            flags: Vec::new(),
            affixes: Vec::new(),
            negative: Negative::Minus,
            dates: Vec::new(),
        }
    }
}

/// A declaration that would explain a cell: a key of `rows:` and what to write there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Remedy {
    /// The key.
    pub key: &'static str,
    /// Its value, or one of several, as YAML.
    pub value: EcoString,
}

impl Remedy {
    fn new(key: &'static str, value: impl Into<EcoString>) -> Self {
        Self { key, value: value.into() }
    }
}

/// What statistical offices write for a missing value, besides runs of points, stars and dashes.
const MISSING: &[&str] = &[
    "na",
    "n/a",
    "n.a.",
    "n.d.",
    "n/d",
    "nd",
    "n/e",
    "n.e.",
    "nan",
    "null",
    "none",
    "missing",
    "…",
    ":",
    "–",
    "—",
    "x",
    "#n/a",
    "s/d",
    "s/i",
    "~",
    "?",
    "tbd",
    "#div/0!",
    "#ref!",
    "#value!",
    "#name?",
    "#null!",
    "#num!",
    "(d)",
    "(na)",
    "(x)",
    "(s)",
    "(z)",
    "k.a.",
    "s.d.",
    "n. d.",
    "n. a.",
    "k. a.",
    "s. d.",
    "n.r.",
    "no data",
    "no dato",
    "sin dato",
    "sin datos",
    "keine angabe",
    "non disponible",
    "no disponible",
    "sem dados",
    "unknown",
    "suppressed",
];

/// The letters of flags: offices write some of two letters, but `km` and `ha` are units.
const FLAG_LETTERS: &str = "bcdefinpruz";

/// Suffixes that multiply a number.
pub(super) const SCALES: &[&str] = &["k", "m", "mn", "mio", "mill", "b", "bn", "tn", "t"];

/// Whether a text is one that offices write where they have no value.
pub(crate) fn says_missing(text: &str) -> bool {
    let is_run = |sign| !text.is_empty() && text.chars().all(|c| c == sign);
    ['.', '*', '-'].into_iter().any(is_run) || MISSING.contains(&text.to_lowercase().as_str())
}

/// The typographic minus sign, which means nothing else.
const MINUS: char = '\u{2212}';

impl Notation {
    /// Removes a flag from the end of a cell.
    pub(super) fn split_flag<'t>(&self, text: &'t str) -> (&'t str, Option<CellStatus>) {
        for (flag, status) in &self.flags {
            let Some(rest) = text.strip_suffix(flag.as_str()) else { continue };
            let before = rest.trim_end();
            let is_value = before.ends_with(|c: char| c.is_ascii_digit() || ".,)%".contains(c));
            if before.is_empty() || is_value || self.missing.iter().any(|token| token == before) {
                return (before, Some(*status));
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

    /// Returns the declarations with which a text would be a number; none if nothing explains it.
    pub(crate) fn number_remedy(&self, text: &str) -> Vec<Remedy> {
        let is_word = text.chars().count() <= 3
            && !text.contains(|c: char| c.is_whitespace() || c.is_numeric())
            && text != "inf";
        if is_word && text.starts_with('[') && CellStatus::guess(text).is_some() {
            return flag_remedy(text).into_iter().collect();
        }
        if says_missing(text) || is_word {
            return vec![Remedy::new("missing", quoted(text))];
        }
        // A bound is no value.
        let bound = text.strip_prefix(['<', '>', '≤', '≥']).map(str::trim);
        if bound.is_some_and(|bound| plain_number(bound).is_some()) {
            return vec![Remedy::new("missing", quoted(text))];
        }
        if text.len() > 2 && text.starts_with('\'') && text.ends_with('\'') {
            return vec![Remedy::new("quote", "\"'\"")];
        }
        let Some((core, mut remedies)) = peeled(text) else { return Vec::new() };
        if self.negative == Negative::Parentheses {
            // That is declared already.
            remedies.retain(|remedy| remedy.key != "negative");
        }
        if says_missing(core) {
            remedies.push(Remedy::new("missing", quoted(core)));
            return remedies;
        }
        if plain_number(core).is_some() {
            return remedies;
        }
        let signs = sign_remedy(core);
        if signs.is_empty() {
            return Vec::new();
        }
        remedies.extend(signs);
        remedies
    }

    /// Returns the declarations beside those of signs by which a text would be a number written with
    /// these signs, or a missing value; none if nothing explains it.
    pub(crate) fn remedies_with_signs(
        text: &str,
        decimal: char,
        group: Option<char>,
    ) -> Option<Vec<Remedy>> {
        let trial = Self { decimal, group, ..Self::default() };
        if trial.number(text).is_some() {
            return Some(Vec::new());
        }
        if says_missing(text) {
            return Some(vec![Remedy::new("missing", quoted(text))]);
        }
        if text.starts_with('[') && CellStatus::guess(text).is_some() {
            return flag_remedy(text).map(|remedy| vec![remedy]);
        }
        let (core, mut remedies) = peeled(text)?;
        if says_missing(core) {
            remedies.push(Remedy::new("missing", quoted(core)));
        } else {
            trial.number(core)?;
        }
        Some(remedies)
    }

    /// Returns the declaration with which a flag in a column of its own would be a status; none if no office writes it.
    pub(crate) fn status_remedy(flag: &str) -> Option<Remedy> {
        let status = CellStatus::guess(flag)?;
        Some(Remedy::new("flags", eco_format!("{}: {}", quoted(flag), status.name())))
    }

    /// Returns the declaration with which a text would be a date; none if nothing explains it.
    pub(crate) fn date_remedy(text: &str) -> Option<Remedy> {
        if says_missing(text) {
            return Some(Remedy::new("missing", quoted(text)));
        }
        let format = dates::FORMATS.iter().find(|format| dates::read(format, text).is_some());
        format.map(|format| Remedy::new("dates", quoted(format)))
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
    if unsigned.contains(['e', 'E']) {
        return Decimal::from_scientific(text.strip_prefix('+').unwrap_or(text)).ok();
    }
    text.parse().ok()
}

/// Returns a text in the double quotes of YAML.
pub(crate) fn quoted(text: &str) -> EcoString {
    eco_format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Explains a number by its decimal and group signs.
fn sign_remedy(text: &str) -> Vec<Remedy> {
    // Three digits after a comma are as often thousands as decimals; the hint calls them thousands.
    const TRIALS: &[(Option<char>, char)] = &[
        (Some(','), '.'),
        (None, ','),
        (Some(' '), '.'),
        (Some(' '), ','),
        (Some('\''), '.'),
        (Some('.'), ','),
    ];
    let digits = text.strip_prefix(['-', '+', MINUS]).unwrap_or(text);
    let reads = |(group, decimal): &&(Option<char>, char)| {
        let trial = Notation { decimal: *decimal, group: *group, ..Notation::default() };
        trial.number(digits).is_some()
    };
    let Some((group, decimal)) = TRIALS.iter().find(reads) else { return Vec::new() };
    let decimal = (*decimal != '.').then(|| Remedy::new("decimal", quoted(",")));
    let group = group.map(|group| match group {
        ' ' => Remedy::new("group", "space"),
        group => Remedy::new("group", quoted(group.encode_utf8(&mut [0; 4]))),
    });
    decimal.into_iter().chain(group).collect()
}

/// The signs of currencies and units around numbers.
const AFFIXES: &[&str] = &["US$", "A$", "C$", "R$", "S/", "$", "€", "£", "¥", "%", "‰", "#"];

/// Takes off what stands around a number, and returns it with the declarations of that; none if it
/// is no number.
fn peeled(text: &str) -> Option<(&str, Vec<Remedy>)> {
    let mut remedies = Vec::new();
    let mut core = text;
    if let Some(inner) = core.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        remedies.push(Remedy::new("negative", "parentheses"));
        core = inner.trim();
    }
    let starts =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit() || "-+.\u{2212}".contains(c));
    for affix in AFFIXES {
        let rest = core.strip_prefix(affix).or_else(|| core.strip_suffix(affix)).map(str::trim);
        if let Some(rest) = rest.filter(|rest| starts(rest)) {
            remedies.push(Remedy::new("affixes", quoted(affix)));
            core = rest;
            break;
        }
    }
    if let Some(remedy) = flag_remedy(core) {
        let end = value_end(core);
        core = core[..end].trim();
        remedies.push(remedy);
    }
    let is_value = says_missing(core) || core.contains(|c: char| c.is_ascii_digit());
    (is_value && core != text).then_some((core, remedies)).or_else(|| {
        let is_bare = core == text && text.contains(|c: char| c.is_ascii_digit());
        is_bare.then_some((text, Vec::new()))
    })
}

/// Returns where a value ends that a flag may follow: behind its last digit, or behind what stands for
/// a missing value.
fn value_end(text: &str) -> usize {
    if let Some(last) = text.rfind(|c: char| c.is_ascii_digit()) {
        return last + 1;
    }
    let token = text.split_whitespace().next().filter(|token| token.len() < text.len());
    token.filter(|token| says_missing(token)).map_or(0, str::len)
}

/// Explains a number by a letter or mark behind it.
fn flag_remedy(text: &str) -> Option<Remedy> {
    let end = value_end(text);
    let flag = text[end..].trim();
    let is_flag = !flag.is_empty()
        && flag.chars().count() <= 4
        && flag.chars().all(|c| c.is_alphabetic() || "[]()*/†‡§¹²³⁴⁵⁶⁷⁸⁹".contains(c));
    // They change the number, which a flag does not.
    let is_scale = SCALES.contains(&flag.to_lowercase().as_str());
    let before = text[..end].trim();
    let is_value = end == 0
        || says_missing(before)
        || plain_number(before).is_some()
        || !sign_remedy(before).is_empty();
    if !is_flag || is_scale || !is_value {
        return None;
    }
    let is_unit = flag.chars().count() > 1
        && flag.chars().all(char::is_alphabetic)
        && !flag.chars().all(|c| FLAG_LETTERS.contains(c));
    if is_unit && CellStatus::guess(flag).is_none() {
        return Some(Remedy::new("affixes", quoted(flag)));
    }
    let status = CellStatus::guess(flag).map_or("provisional", CellStatus::name);
    Some(Remedy::new("flags", eco_format!("{}: {status}", quoted(flag))))
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
        for refused in ["1_000", "007", "1,5", "12%", "(3)", "- 5", "", "inf", "--5"] {
            assert_eq!(plain.number(refused), None, "{refused}");
        }
    }

    #[test]
    fn what_is_not_declared_has_a_declaration() {
        let remedy = |text| {
            let remedies = Notation::default().number_remedy(text);
            let written = remedies.iter().map(|remedy| format!("{}: {}", remedy.key, remedy.value));
            written.collect::<Vec<_>>().join(", ")
        };
        assert_eq!(remedy(".."), "missing: \"..\"");
        assert_eq!(remedy("812,5"), "decimal: \",\"");
        assert_eq!(remedy("1,234"), "group: \",\"");
        assert_eq!(remedy("1,234.5"), "group: \",\"");
        assert_eq!(remedy("1.234.567"), "decimal: \",\", group: \".\"");
        assert_eq!(remedy("1 234"), "group: space");
        assert_eq!(remedy("12%"), "affixes: \"%\"");
        assert_eq!(remedy("(123)"), "negative: parentheses");
        assert_eq!(remedy("1500 [p]"), "flags: \"[p]\": provisional");
        assert_eq!(remedy("18,2 %"), "affixes: \"%\", decimal: \",\"");
        assert_eq!(remedy("1 500 p"), "flags: \"p\": provisional, group: space");
        assert_eq!(remedy(": c"), "flags: \"c\": confidential, missing: \":\"");
        assert_eq!(remedy("US$ 1,234.50"), "affixes: \"US$\", group: \",\"");
        assert_eq!(remedy("....."), "missing: \".....\"");
        assert_eq!(remedy("0x1F"), "");
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
