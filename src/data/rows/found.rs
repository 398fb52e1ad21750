//! What is wrong with rows: of many mistakes that one thing explains, that one is reported.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use super::affixes::Affixes;
use super::nines::Nines;
use super::points::Points;
use super::remedy::{Remedy, says_missing};
use super::scalar::Misread;
use super::source::Source;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Span;
use crate::base::yaml;
use crate::data::dataset::{ColumnKind, Dataset};

/// If so many cells are invalid and none is valid, the type of the column is wrong.
const WRONG_TYPE: usize = 3;

/// A comma and a point, as they are declared.
const COMMA: &str = "\",\"";
const POINT: &str = "\".\"";

/// Up to this many mistakes of one kind are listed one by one.
const MANY: usize = 5;

/// What was found in the cells of a column.
#[derive(Default, Clone)]
pub(super) struct Found {
    /// What is wrong with the invalid cells that nothing explains.
    pub wrong: Vec<Diagnostic>,
    /// The invalid cells that a declaration would explain.
    pub misread: Vec<Misread>,
    /// How many cells are valid.
    pub right: usize,
    /// Its numbers of nines.
    pub nines: Nines,
    /// The points in them.
    pub points: Points,
    /// What stands around them.
    pub affixes: Affixes,
}

impl Found {
    /// Whether the type of the column is wrong, and not some of its cells.
    fn is_wrong_type(&self) -> bool {
        if self.right > 0 {
            return false;
        }
        // A short word often stands for a missing value, but several different ones rarely do.
        let remedies = self.misread.iter().flat_map(|misread| &misread.remedies);
        let words: BTreeSet<_> = remedies.filter(|remedy| remedy.key == "missing").collect();
        let is_word = |word: &&Remedy| !says_missing(word.value.trim_matches('"'));
        let are_words = words.len() > 1 && words.iter().all(is_word);
        self.wrong.len() + words.len() >= WRONG_TYPE && self.wrong.len() >= self.misread.len()
            || words.len() > WRONG_TYPE
            || are_words && self.wrong.is_empty()
    }

    /// Whether at least half of the wrong cells have a year, and are dates in another form.
    fn are_dates(&self) -> bool {
        let has_year = |wrong: &&Diagnostic| {
            let digits = wrong.message.split(|c: char| !c.is_ascii_digit());
            digits.into_iter().any(|digits| matches!(digits.len(), 4 | 8))
        };
        self.wrong.iter().filter(has_year).count() * 2 >= self.wrong.len()
    }
}

/// Reports the invalid cells of each column, once for each column and notation; `source` is their file.
pub(super) fn report(
    dataset: &Dataset,
    (found, source): (Vec<Found>, Option<&Source>),
    problems: &mut Problems,
) {
    let mut misread = Vec::new();
    for (column, found) in dataset.columns.iter().zip(found) {
        let about = (column.name.as_str(), column.kind);
        problems.extend(source.and_then(|source| found.nines.report(about, source)));
        problems.extend(source.and_then(|source| found.points.report(&column.name, source)));
        problems.extend(found.affixes.report(&column.name));
        let is_date = column.kind == ColumnKind::Date && found.are_dates();
        if is_date || !found.is_wrong_type() {
            problems.extend(some_of(found.wrong, &column.name));
            misread.extend(found.misread);
            continue;
        }
        let count = found.wrong.len() + found.misread.len();
        let message =
            format!("none of the {count} values of `{}` is {}", column.name, describe(column.kind));
        let hint = format!("give the column another type, such as `{}: text`", column.name);
        let misread = found.misread.into_iter().map(|misread| *misread.diagnostic);
        let first = found.wrong.into_iter().chain(misread).next();
        problems.extend(
            first.map(|first| Diagnostic { message, hints: Vec::new(), ..first }.with_hint(hint)),
        );
    }
    problems.extend(source.and_then(|source| undeclared(source, misread)));
}

/// Returns the problems in the cells of a column; if there are many, the first one gives their
/// number.
fn some_of(mut wrong: Vec<Diagnostic>, column: &str) -> Vec<Diagnostic> {
    let others = wrong.len().saturating_sub(1);
    if others >= MANY {
        wrong.truncate(1);
        for first in &mut wrong {
            first.message = format!(
                "{}; the same is true of {others} other cells of `{column}`",
                first.message
            );
        }
    }
    wrong
}

/// Returns one diagnostic for all cells in a notation that is not declared.
fn undeclared(source: &Source, misread: Vec<Misread>) -> Option<Diagnostic> {
    let count = misread.len();
    let remedies: Vec<_> =
        misread.iter().flat_map(|misread| misread.remedies.iter().cloned()).collect();
    let first = misread.into_iter().min_by_key(|first| first.span)?;
    let first = *first.diagnostic;
    let message = match count {
        1 => first.message.clone(),
        2 => format!("{}, and 1 other cell cannot be read either", first.message),
        _ => format!("{}, and {} other cells cannot be read either", first.message, count - 1),
    };
    let are_grouped = remedies.iter().any(|remedy| is(remedy, "decimal", POINT));
    let Some(remedies) = settled(remedies) else {
        let message = format!(
            "{message}: commas stand before decimals in some numbers of this file, and between thousands in others"
        );
        let hint = "write all numbers of the file in one way".to_owned();
        return Some(Diagnostic { message, hints: vec![hint], ..first });
    };
    let hint = format!("state how the file writes them: {}", source.declaration(&remedies));
    let thousands = !are_grouped && remedies.iter().any(|remedy| is(remedy, "group", COMMA));
    let comma = "if the comma is the decimal separator, write `decimal: \",\"` instead";
    let days = remedies.iter().all(|remedy| remedy.value == "\"%d/%m/%Y\"") && !remedies.is_empty();
    let has_flags = remedies.iter().any(|remedy| remedy.key == "flags");
    let flags = "the notes of the file say what a flag means: `provisional`, `revised`, `estimated`, `forecast`, `break` or another status";
    let month = "if the month comes before the day, write `dates: \"%m/%d/%Y\"` instead";
    Some(
        Diagnostic { message, hints: vec![hint], ..first }
            .with_hints(thousands.then(|| comma.to_owned()))
            .with_hints(days.then(|| month.to_owned()))
            .with_hints(has_flags.then(|| flags.to_owned())),
    )
}

/// Returns declarations of which none contradicts another; none if the cells do.
fn settled(mut remedies: Vec<Remedy>) -> Option<Vec<Remedy>> {
    let has = |value: &str| remedies.iter().any(|remedy| is(remedy, "decimal", value));
    match (has(COMMA), has(POINT)) {
        (true, true) => return None,
        // If commas stand before decimals anywhere, they do so before three digits as well.
        (true, false) => remedies.retain(|remedy| !is(remedy, "group", COMMA)),
        // A point need not be declared.
        (false, _) => remedies.retain(|remedy| !is(remedy, "decimal", POINT)),
    }
    Some(remedies)
}

fn is(remedy: &Remedy, key: &str, value: &str) -> bool {
    remedy.key == key && remedy.value == value
}

/// Returns what a cell of a column is, for messages.
fn describe(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "a text",
        ColumnKind::Number => "a number",
        ColumnKind::Year => "a year",
        ColumnKind::Date => "a date",
        ColumnKind::Boolean => "`true` or `false`",
        ColumnKind::Entity => "an entity",
        ColumnKind::Source => "a source",
        ColumnKind::Status => "a status",
    }
}

/// Reports a row without a value in a column of its key.
pub(super) fn missing_key(name: &str, span: Span) -> Diagnostic {
    let message = format!("this row lacks `{name}`, which is the key");
    Diagnostic::error(Code::MissingKey, span, message)
        .with_hint(format!("give the row a `{name}` that no other row has"))
}

/// Keys that several rows have, by the place of the first.
#[derive(Default)]
pub(super) struct DoubledKeys(BTreeMap<Span, DoubledKey>);

/// A key that several rows have.
struct DoubledKey {
    key: EcoString,
    /// The places of the other rows.
    others: Vec<Span>,
}

impl DoubledKeys {
    /// Adds the row at `other`, which has the same key as the one at `first`.
    pub(super) fn add(&mut self, key: EcoString, first: Span, other: Span) {
        let doubled = self.0.entry(first);
        doubled.or_insert_with(|| DoubledKey { key, others: Vec::new() }).others.push(other);
    }

    /// Reports the keys: of several rows with one key, the first; of many such keys, the first.
    pub(super) fn report(self, dataset: &Dataset, keys: &[usize], problems: &mut Problems) {
        let others = match self.0.len() {
            0..=MANY => 0,
            count => count - 1,
        };
        let listed = if others > 0 { 1 } else { MANY };
        let more = further_key(dataset, keys);
        for (first, doubled) in self.0.into_iter().take(listed) {
            let Some(mut found) = doubled.report(first) else { continue };
            if others > 0 {
                found.message =
                    format!("{}, and {others} other keys are also repeated", found.message);
            }
            problems.push(found.with_hints(more.clone()));
        }
    }
}

/// Reports a key with a character that nobody sees.
pub(super) fn empty_sign(sign: char, key: &str, span: Span) -> Diagnostic {
    let shown: String = key.chars().filter(|c| !yaml::is_empty_sign(*c)).collect();
    let message =
        format!("this key looks like `{shown}`, but has an invisible U+{:04X}", u32::from(sign));
    Diagnostic::error(Code::ControlCharacter, span, message)
        .with_hint("delete it; it may have been copied from another program")
}

/// Says which column may tell rows apart, too.
fn further_key(dataset: &Dataset, keys: &[usize]) -> Option<String> {
    let mut columns = dataset.columns.iter().filter(|_| keys.len() == 1);
    let time = columns.find(|column| matches!(column.kind, ColumnKind::Year | ColumnKind::Date))?;
    let (key, name) = (&dataset.columns[dataset.key].name, &time.name);
    Some(format!("if `{name}` also tells the rows apart, write `key: [{key}, {name}]`"))
}

impl DoubledKey {
    /// Returns the diagnostic, at the second of the rows; `first` is the place of the first.
    fn report(&self, first: Span) -> Option<Diagnostic> {
        let (second, rest) = self.others.split_first()?;
        let count = match self.others.len() {
            1 => "two".to_owned(),
            others => (others + 1).to_string(),
        };
        let message = format!("the key `{}` appears in {count} rows", self.key);
        let mut diagnostic = Diagnostic::error(Code::DuplicateRow, *second, message)
            .with_related(first, "first used here")
            .with_hint("change one of them, or choose another column as `key:`");
        if let Some(last) = rest.last() {
            diagnostic = diagnostic.with_related(*last, "used again here");
        }
        Some(diagnostic)
    }
}
