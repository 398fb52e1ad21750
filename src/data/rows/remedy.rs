//! What the author should declare, so that a cell in a notation that is not declared can be read.

use ecow::{EcoString, eco_format};

use super::dates;
use super::notation::{MINUS, Negative, Notation, plain_number};
use crate::data::status::CellStatus;

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
    "#spill!",
    "#calc!",
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

/// The marks in flags.
const MARKS: &str = "[]()*/†‡§¹²³⁴⁵⁶⁷⁸⁹";

/// The letters of flags: offices write some of two letters, but `km` and `ha` are units.
const FLAG_LETTERS: &str = "bcdefinpruz";

/// Suffixes that multiply a number.
pub(super) const SCALES: &[&str] = &["k", "m", "mn", "mio", "mill", "b", "bn", "tn", "t"];

/// Whether a text is one that offices write where they have no value.
pub(crate) fn says_missing(text: &str) -> bool {
    let is_run = |sign| !text.is_empty() && text.chars().all(|c| c == sign);
    ['.', '*', '-'].into_iter().any(is_run) || MISSING.contains(&text.to_lowercase().as_str())
}

impl Notation {
    /// Returns the declarations with which a text would be a number; none if nothing explains it.
    pub(crate) fn number_remedy(&self, text: &str) -> Vec<Remedy> {
        let is_word = text.chars().count() <= 3
            && !text.contains(|c: char| c.is_whitespace() || c.is_numeric())
            && !is_name(text)
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
        if let Some(remedy) = flag_before(text) {
            return vec![remedy];
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
        // A sign that is declared to stand between thousands does not stand before decimals.
        let group = self.group.map(|group| quoted(group.encode_utf8(&mut [0; 4])));
        let is_taken = |sign: &Remedy| sign.key == "decimal" && Some(&sign.value) == group.as_ref();
        if signs.is_empty() || signs.iter().any(is_taken) {
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

/// Returns a text in the double quotes of YAML.
pub(crate) fn quoted(text: &str) -> EcoString {
    eco_format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether a text is written as names are, with a capital and small letters.
fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.clone().next().is_some()
        && letters.all(char::is_lowercase)
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
    // Where a point stands as well, a comma cannot stand before decimals.
    let is_certain = *decimal == ',' || *group == Some(',') && digits.contains('.');
    let decimal = quoted(decimal.encode_utf8(&mut [0; 4]));
    let decimal = is_certain.then(|| Remedy::new("decimal", decimal));
    let group = group.map(|group| match group {
        ' ' => Remedy::new("group", "space"),
        group => Remedy::new("group", quoted(group.encode_utf8(&mut [0; 4]))),
    });
    decimal.into_iter().chain(group).collect()
}

/// The signs of currencies and units around numbers.
const AFFIXES: &[&str] = &[
    "US$", "A$", "C$", "R$", "S/", "$", "€", "£", "¥", "%", "‰", "#", "km²", "km2", "m²", "m2",
    "m³", "m3", "°C", "°",
];

/// Takes off what stands around a number, and returns it with the declarations of that; none if it
/// is no number.
fn peeled(text: &str) -> Option<(&str, Vec<Remedy>)> {
    let mut remedies = Vec::new();
    let mut core = text;
    // A mark may stand behind the parentheses of a number below zero.
    let mark = text.rfind(')').map(|end| text[end + 1..].trim()).unwrap_or_default();
    if text.starts_with('(') && !mark.is_empty() && mark.chars().all(|c| MARKS.contains(c)) {
        remedies.push(Remedy::new("flags", eco_format!("{}: provisional", quoted(mark))));
        core = text[..text.len() - mark.len()].trim();
    }
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

/// Explains a number by a letter or mark before it.
fn flag_before(text: &str) -> Option<Remedy> {
    let end = text.find(|c: char| c.is_ascii_digit())?;
    let (flag, number) = (text[..end].trim(), &text[end..]);
    let is_mark = |c: char| FLAG_LETTERS.contains(c) || MARKS.contains(c) && !"[](/".contains(c);
    let is_flag = !flag.is_empty() && flag.chars().count() <= 2 && flag.chars().all(is_mark);
    if !is_flag || plain_number(number).is_none() {
        return None;
    }
    let status = CellStatus::guess(flag).map_or("provisional", CellStatus::name);
    Some(Remedy::new("flags", eco_format!("{}: {status}", quoted(flag))))
}

/// Explains a number by a letter or mark behind it.
fn flag_remedy(text: &str) -> Option<Remedy> {
    let end = value_end(text);
    let flag = text[end..].trim();
    let is_flag = !flag.is_empty()
        && flag.chars().count() <= 4
        && flag.chars().all(|c| c.is_alphabetic() || MARKS.contains(c));
    let inner = flag.strip_prefix(['[', '(']).and_then(|rest| rest.strip_suffix([']', ')']));
    let named = CellStatus::ALL.iter().find(|(_, name, _)| inner == Some(*name));
    if let Some((_, name, _)) = named {
        return Some(Remedy::new("flags", eco_format!("{}: {name}", quoted(flag))));
    }
    // They change the number, which a flag does not.
    let is_scale = SCALES.contains(&flag.to_lowercase().as_str())
        || matches!(flag, "CR" | "DR" | "Cr" | "Dr" | "cr" | "dr");
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
    fn what_is_not_declared_has_a_declaration() {
        let remedy = |text| {
            let remedies = Notation::default().number_remedy(text);
            let written = remedies.iter().map(|remedy| format!("{}: {}", remedy.key, remedy.value));
            written.collect::<Vec<_>>().join(", ")
        };
        assert_eq!(remedy(".."), "missing: \"..\"");
        assert_eq!(remedy("812,5"), "decimal: \",\"");
        assert_eq!(remedy("1,234"), "group: \",\"");
        assert_eq!(remedy("1,234.5"), "decimal: \".\", group: \",\"");
        assert_eq!(remedy("1.234.567"), "decimal: \",\", group: \".\"");
        assert_eq!(remedy("1 234"), "group: space");
        assert_eq!(remedy("12%"), "affixes: \"%\"");
        assert_eq!(remedy("(123)"), "negative: parentheses");
        assert_eq!(remedy("1500 [p]"), "flags: \"[p]\": provisional");
        assert_eq!(remedy("18,2 %"), "affixes: \"%\", decimal: \",\"");
        assert_eq!(remedy("1 500 p"), "flags: \"p\": provisional, group: space");
        assert_eq!(remedy(": c"), "flags: \"c\": confidential, missing: \":\"");
        assert_eq!(remedy("US$ 1,234.50"), "affixes: \"US$\", decimal: \".\", group: \",\"");
        assert_eq!(remedy("....."), "missing: \".....\"");
        assert_eq!(remedy("0x1F"), "");
    }
}
