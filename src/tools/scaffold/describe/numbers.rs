//! Whether a column contains numbers, and what must be said so that they are read.

use std::collections::BTreeSet;

use ecow::eco_format;

use super::column::{Guess, Signs, has_digit, is_code, values};
use super::table::{Table, is_period};
use crate::data::dataset::ColumnKind;
use crate::data::rows::notation::Notation;
use crate::data::rows::remedy::{Remedy, quoted};
use crate::data::status::CellStatus;

/// The values of a column, read as numbers.
#[derive(Default)]
struct ReadNumbers<'t> {
    /// How many values there are.
    all: usize,
    /// How many of them have digits and are numbers.
    numbers: usize,
    /// What the file must say so that they are read.
    remedies: BTreeSet<Remedy>,
    /// Those that are no numbers.
    odd: BTreeSet<&'t str>,
}

impl<'t> ReadNumbers<'t> {
    fn new(table: &'t Table, column: usize, signs: Signs) -> Self {
        // In the files of Eurostat, whose first head joins dimensions, a `b` is no billion.
        let is_eurostat = table.heads.first().is_some_and(|head| head.contains('\\'));
        let explain =
            |value: &str| Notation::remedies_with_signs(value, signs.decimal, signs.group);
        let of_break = |value: &str| {
            let number = value.strip_suffix(" b").filter(|_| is_eurostat)?;
            let mut remedies = explain(number)?;
            remedies.extend(Notation::status_remedy("b"));
            Some(remedies)
        };
        let mut read = Self::default();
        for value in values(table, column) {
            read.all += 1;
            match of_break(value).or_else(|| explain(value)) {
                Some(found) => {
                    read.numbers += usize::from(has_digit(value));
                    read.remedies.extend(found);
                }
                None => _ = read.odd.insert(value),
            }
        }
        read
    }

    /// Whether the values that are no numbers stand for missing ones: a short word or two among many numbers, of
    /// which offices have many.
    fn has_words_for_missing(&self) -> bool {
        let is_word = |value: &&str| value.chars().count() <= 4 && !has_digit(value);
        let are_few = self.odd.len() <= 2 && self.numbers * 2 > self.all;
        are_few && !self.odd.is_empty() && self.odd.iter().all(is_word)
    }
}

/// Whether a column contains numbers; notes what was guessed.
pub(super) fn is_numbers(table: &Table, column: usize, signs: Signs, guess: &mut Guess) -> bool {
    if is_code(&guess.head) && !is_period(&guess.head) {
        return false;
    }
    let mut read = ReadNumbers::new(table, column, signs);
    if read.has_words_for_missing() {
        let written = read.odd.iter().map(|word| quoted(word));
        read.remedies.extend(written.map(|value| Remedy { key: "missing", value }));
        let listed: Vec<_> = read.odd.iter().map(|word| format!("`{word}`")).collect();
        guess.doubt = Some(eco_format!("{} may stand for a missing value", listed.join(" and ")));
    } else if let Some(first) = read.odd.first() {
        let is_most = read.numbers * 10 > read.all * 9;
        if is_most {
            guess.kind = ColumnKind::Number;
            guess.remedies = read.remedies.into_iter().collect();
            let count = read.odd.len();
            guess.doubt = Some(eco_format!("{count} values are not numbers, such as `{first}`"));
        }
        return is_most;
    }
    if read.numbers == 0 && !is_period(&guess.head) {
        return false;
    }
    guess.kind = ColumnKind::Number;
    guess.remedies = read.remedies.into_iter().collect();
    doubt_flags(guess);
    let has_comma = || values(table, column).any(|value| value.contains(','));
    if signs.is_unsure && has_comma() {
        guess.doubt = Some("the comma may stand before decimals, or between thousands".into());
    }
    true
}

/// Notes that a flag says something that is not known.
fn doubt_flags(guess: &mut Guess) {
    let unknown = |remedy: &&Remedy| {
        let flag = remedy.value.split("\": ").next().unwrap_or_default().trim_start_matches('"');
        remedy.key == "flags" && CellStatus::guess(flag).is_none()
    };
    if let Some(flag) = guess.remedies.iter().find(unknown) {
        guess.doubt = Some(eco_format!("what a flag says: `{}`", flag.value));
    }
}
