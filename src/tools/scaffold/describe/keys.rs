//! Which columns of a file identify its rows.

use std::collections::{BTreeMap, BTreeSet};

use super::column::{Guess, is_code, is_time};
use super::head_is;
use super::table::Table;
use crate::data::dataset::ColumnKind;
use crate::data::rows::remedy::says_missing;

/// So many columns are tried together.
const MOST: usize = 6;

/// A column that may be part of the key.
struct Candidate {
    /// Its number among the guesses.
    number: usize,
    /// For each row, the number of its value.
    values: Vec<usize>,
    is_time: bool,
    /// Whether its values only name rows.
    is_identifier: bool,
    /// Whether its head says that it holds codes.
    is_code: bool,
    /// How many digits its values have, which is many for codes.
    digits: usize,
}

/// Returns the fewest columns that tell all rows apart, by their numbers among the guesses; of several
/// choices the one with periods in it, then the first. What only numbers rows is the last resort.
pub(super) fn keys(table: &Table, guesses: &[(usize, Guess)]) -> Vec<usize> {
    let candidates = candidates(table, guesses);
    let rows = table.rows.len();
    let single = candidates
        .iter()
        .enumerate()
        .find(|(at, one)| tells(&[one], rows) && (*at == 0 || !one.is_time));
    if let Some((_, one)) = single.filter(|(_, one)| !one.is_identifier) {
        return vec![one.number];
    }
    let identifier = single.map(|(_, one)| one.number);
    let candidates: Vec<_> = candidates.iter().filter(|one| !one.is_identifier).collect();
    let has_time = candidates.iter().any(|candidate| candidate.is_time);
    for size in 2..=MOST.min(candidates.len()) {
        let mut combinations = combinations(candidates.len(), size);
        // Statistics have a period for each observation.
        combinations.sort_by_key(|chosen| {
            let is_timed = chosen.iter().any(|&at| candidates[at].is_time);
            has_time && !is_timed
        });
        let found = combinations.into_iter().find(|chosen| {
            let columns: Vec<_> = chosen.iter().map(|&at| candidates[at]).collect();
            tells(&columns, rows)
        });
        if let Some(found) = found {
            return found.into_iter().map(|at| candidates[at].number).collect();
        }
    }
    let counted =
        || guesses.iter().position(|(_, guess)| guess.counts_rows && !guess.name.is_empty());
    identifier.or_else(counted).into_iter().collect()
}

fn candidates(table: &Table, guesses: &[(usize, Guess)]) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for (number, (column, guess)) in guesses.iter().enumerate() {
        let is_kind = matches!(guess.kind, ColumnKind::Text | ColumnKind::Year | ColumnKind::Date);
        let is_written = |row: &Vec<String>| {
            row.get(*column).is_some_and(|v| !v.is_empty() && (v.len() < 2 || !says_missing(v)))
        };
        if !is_kind || guess.name.is_empty() || !table.rows.iter().all(is_written) {
            continue;
        }
        let (values, digits) = numbered(table, *column);
        if values.iter().max() == Some(&0) && table.rows.len() > 1 {
            continue;
        }
        let is_period = matches!(guess.kind, ColumnKind::Year | ColumnKind::Date);
        let candidate = Candidate {
            number,
            values,
            is_time: is_period || is_time(&guess.head) && !is_code(&guess.head),
            is_identifier: names_rows(&guess.head) || guess.counts_rows,
            is_code: is_code(&guess.head),
            digits,
        };
        // A code and its label are one dimension; the one with fewer digits is easier to write.
        match candidates.iter_mut().find(|known| known.values == candidate.values) {
            Some(known) if known.is_identifier && !candidate.is_identifier => *known = candidate,
            Some(known)
                if known.is_code && !candidate.is_code && known.digits >= candidate.digits =>
            {
                *known = candidate;
            }
            Some(known) if known.digits > candidate.digits && !known.is_time => *known = candidate,
            Some(_) => {}
            None => candidates.push(candidate),
        }
    }
    candidates
}

/// Whether a head says that its column numbers the rows or the series of a file.
fn names_rows(head: &str) -> bool {
    const HEADS: &[&str] = &[
        "id",
        "index",
        "key",
        "row",
        "no",
        "nr",
        "#",
        "vector",
        "coordinate",
        "dguid",
        "series_key",
        "uuid",
        "unnamed: 0",
        "rownames",
    ];
    head_is(head, HEADS)
}

/// Numbers the values of a column in the order in which they come, and counts their digits.
fn numbered(table: &Table, column: usize) -> (Vec<usize>, usize) {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut values = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let value = row.get(column).map_or("", |value| value.trim());
        let next = known.len();
        values.push(*known.entry(value).or_insert(next));
    }
    let digits = known.keys().map(|value| value.bytes().filter(u8::is_ascii_digit).count()).sum();
    (values, digits)
}

fn tells(columns: &[&Candidate], rows: usize) -> bool {
    let distinct: usize = columns
        .iter()
        .map(|column| column.values.iter().max().map_or(1, |most| most + 1))
        .fold(1, usize::saturating_mul);
    if distinct < rows {
        return false;
    }
    let mut seen = BTreeSet::new();
    (0..rows)
        .all(|row| seen.insert(columns.iter().map(|column| column.values[row]).collect::<Vec<_>>()))
}

/// Returns the choices of `size` of `count` things, in order.
fn combinations(count: usize, size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for first in 0..count {
        for rest in combinations(count - first - 1, size - 1) {
            let rest = rest.into_iter().map(|at| at + first + 1);
            all.push(std::iter::once(first).chain(rest).collect());
        }
    }
    all
}
