//! The description of a table, as YAML.

use std::collections::BTreeSet;
use std::fmt::Write;

use ecow::EcoString;

use super::column::{Guess, values};
use super::is_year;
use super::table::Table;
use crate::data::dataset::ColumnKind;
use crate::data::rows::remedy::quoted;

/// So many lines above a table are kept as remarks, and so many letters of each.
const TITLES: usize = 4;
const LETTERS: usize = 100;

/// The columns of a table as they were guessed.
#[derive(Clone, Copy)]
pub(super) struct Guesses<'g> {
    /// All, each with its place in the table.
    pub(super) all: &'g [(usize, Guess)],
    /// Whether each is written.
    pub(super) kept: &'g [bool],
    /// The places in `all` of those that are the key.
    pub(super) keys: &'g [usize],
}

/// Writes a dataset but for its `rows:`: columns as guessed, those that are kept, and the key.
pub(super) fn dataset(title: &str, table: &Table, columns: Guesses<'_>) -> String {
    let Guesses { all: guesses, kept, keys } = columns;
    let mut out = format!("title: {}\n", quoted(title));
    for line in table.titles.iter().take(TITLES) {
        let line: String =
            line.chars().take(LETTERS).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let _ = writeln!(out, "# above the table: {line}");
    }
    out.push_str("# source: the-key-of-an-entry-of-sources.yaml\n# licence: CC BY 4.0\n");
    out.push_str("# What the numbers measure; without it, they have no unit:\n");
    out.push_str(
        "# measure: {quantity: what is measured, unit: USD, scale: million, kind: flow}\n",
    );
    let shown: Vec<&Guess> =
        guesses.iter().zip(kept).filter(|(_, kept)| **kept).map(|((_, guess), _)| guess).collect();
    let names = names(&shown);
    let name_of = |key: &usize| {
        let guess = &guesses[*key].1;
        let at = shown.iter().position(|shown| std::ptr::eq(*shown, guess))?;
        Some(names[at].as_str())
    };
    let key_names: Vec<&str> = keys.iter().filter_map(name_of).collect();
    match key_names[..] {
        [] => {
            let first = names.first().map_or("id", EcoString::as_str);
            let _ = writeln!(out, "key: {first} # unsure: no columns tell all rows apart");
        }
        [one] => _ = writeln!(out, "key: {one}"),
        _ => _ = writeln!(out, "key: [{}]", key_names.join(", ")),
    }
    out.push_str("columns:\n");
    write_columns(&mut out, &shown, &names);
    for (column, guess) in guesses {
        let is_lost = guess.head.is_empty() && guess.name.is_empty() && !guess.counts_rows;
        let found: BTreeSet<&str> = values(table, *column).take(100).collect();
        if is_lost && !found.is_empty() {
            let found: Vec<_> =
                found.into_iter().take(4).map(|value| format!("`{value}`")).collect();
            let number = column + 1;
            let _ = writeln!(
                out,
                "  # unsure: column {number} of the file has no name, and holds {}",
                found.join(", ")
            );
        }
    }
    out
}

/// Returns the names of columns, each once.
fn names(shown: &[&Guess]) -> Vec<EcoString> {
    let mut names: Vec<EcoString> = Vec::new();
    for guess in shown {
        let mut name = guess.name.clone();
        let mut number = 2;
        while names.contains(&name) {
            name = ecow::eco_format!("{}_{number}", guess.name);
            number += 1;
        }
        names.push(name);
    }
    names
}

fn write_columns(out: &mut String, shown: &[&Guess], names: &[EcoString]) {
    let mut at = 0;
    while at < shown.len() {
        let guess = shown[at];
        let run = (at..shown.len())
            .take_while(|&other| {
                let named = |at: usize| NamedGuess { guess: shown[at], name: &names[at] };
                named(other).follows(named(at), other - at)
            })
            .count();
        if run > 2 {
            let last = &names[at + run - 1];
            let pattern = guess.head.replace(names[at].as_str(), "{name}");
            let from = match pattern.as_str() {
                "{name}" => String::new(),
                _ => format!(", from: {}", quoted(&pattern)),
            };
            let _ = writeln!(out, "  {}..{last}: {{type: number{from}}}", names[at]);
            at += run;
            continue;
        }
        let name = &names[at];
        let from = if guess.head == *name {
            String::new()
        } else {
            format!(", from: {}", quoted(&guess.head))
        };
        let doubt = guess.doubt.as_ref().map(|doubt| format!(" # unsure: {doubt}"));
        let doubt = doubt.unwrap_or_default();
        let _ = writeln!(out, "  {name}: {{type: {}{from}}}{doubt}", guess.kind.name());
        at += 1;
    }
}

/// A column with its name.
#[derive(Clone, Copy)]
struct NamedGuess<'g> {
    guess: &'g Guess,
    name: &'g str,
}

impl NamedGuess<'_> {
    /// Whether it is the year that stands so many years behind another, under a like head.
    fn follows(self, first: Self, distance: usize) -> bool {
        let year = |name: &str| name.parse::<usize>().ok().filter(|_| is_year(name));
        let (Some(from), Some(to)) = (year(first.name), year(self.name)) else { return false };
        let is_number = |column: Self| column.guess.kind == ColumnKind::Number;
        from + distance == to
            && is_number(first)
            && is_number(self)
            && self.guess.doubt == first.guess.doubt
            && first.head() == self.head()
    }

    fn head(self) -> String {
        self.guess.head.replace(self.name, "")
    }
}
