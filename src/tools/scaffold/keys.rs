//! Which columns of a file tell its rows apart.

use std::collections::BTreeSet;

use super::describe::{Found, Guess};
use crate::data::dataset::ColumnKind;

/// Returns the fewest columns that tell all rows apart, by their numbers among the guesses.
pub(super) fn keys(found: &Found, guesses: &[(usize, Guess)]) -> Vec<usize> {
    let candidates: Vec<usize> = (0..guesses.len())
        .filter(|&number| {
            let (column, guess) = &guesses[number];
            let values = found.rows.iter().filter_map(|row| row.get(*column));
            let tells = values.collect::<BTreeSet<_>>().len() > 1 || found.rows.len() < 2;
            tells
                && matches!(guess.kind, ColumnKind::Text | ColumnKind::Year | ColumnKind::Date)
                && found
                    .rows
                    .iter()
                    .all(|row| row.get(*column).is_some_and(|v| !v.trim().is_empty()))
        })
        .take(8)
        .collect();
    let tells = |keys: &[usize]| {
        let mut seen = BTreeSet::new();
        found.rows.iter().all(|row| {
            let value = |key: usize| row.get(guesses[key].0).map(|value| value.trim().to_owned());
            let values = keys.iter().map(|&key| value(key));
            seen.insert(values.collect::<Vec<_>>())
        })
    };
    for (at, &one) in candidates.iter().enumerate() {
        if tells(&[one]) && (at == 0 || guesses[one].1.kind == ColumnKind::Text) {
            return vec![one];
        }
    }
    for (at, &one) in candidates.iter().enumerate() {
        for &two in &candidates[at + 1..] {
            if tells(&[one, two]) {
                return vec![one, two];
            }
        }
    }
    for size in 3..=candidates.len() {
        if tells(&candidates[..size]) {
            return candidates[..size].to_vec();
        }
    }
    candidates.iter().copied().filter(|&one| tells(&[one])).take(1).collect()
}
