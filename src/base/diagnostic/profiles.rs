//! One report for a problem that many profiles have.

use std::collections::{BTreeMap, BTreeSet};

use super::{Code, Diagnostic, Place, Severity};

/// How many profiles a report lists.
const MOST_LISTED: usize = 6;

/// Stands for all the profiles while a hint is made.
const LISTED: &str = "\0";

/// The entities in whose profiles a problem was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Profiles(BTreeSet<String>);

impl Profiles {
    /// Returns the profile of one entity, by its id.
    pub fn of(entity: &str) -> Self {
        Self(BTreeSet::from([entity.to_owned()]))
    }

    /// Returns the ids of the entities, in order.
    pub fn entities(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Returns in which profiles a problem is, for its report.
    pub(super) fn note(&self) -> String {
        let names: Vec<_> =
            self.entities().take(MOST_LISTED).map(|entity| format!("`{entity}`")).collect();
        match (&names[..], self.0.len().saturating_sub(MOST_LISTED)) {
            ([one], _) => format!("in the profile of {one}"),
            ([first @ .., last], 0) => {
                format!("in the profiles of {} and {last}", first.join(", "))
            }
            (_, more) => format!("in the profiles of {} and {more} others", names.join(", ")),
        }
    }
}

/// What two reports of one problem have in common: everything except the entity and its figures.
type Likeness = (Place, Severity, Code, String);

/// Merges the reports of a problem that several profiles have, and keeps the list of these
/// profiles.
///
/// `problems` are sorted, and so is what is returned.
pub(super) fn merged(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut first: BTreeMap<Likeness, usize> = BTreeMap::new();
    let mut joined: Vec<Diagnostic> = Vec::with_capacity(problems.len());
    for problem in problems {
        let Some(profiles) = &problem.profiles else {
            joined.push(problem);
            continue;
        };
        // A problem that is not due to the entities, such as an unreadable file, is not attributed
        // to them.
        if joined.binary_search(&Diagnostic { profiles: None, ..problem.clone() }).is_ok() {
            continue;
        }
        let same = first.entry(likeness(&problem, profiles)).or_insert(joined.len());
        match joined.get_mut(*same).and_then(|earlier| earlier.profiles.as_mut()) {
            Some(earlier) => earlier.0.extend(profiles.0.iter().cloned()),
            None => joined.push(problem),
        }
    }
    joined.into_iter().map(generalised).collect()
}

fn likeness(problem: &Diagnostic, profiles: &Profiles) -> Likeness {
    let general = general(&problem.message, profiles);
    let general = general.chars().filter(|character| !character.is_ascii_digit()).collect();
    (problem.place.clone(), problem.severity, problem.code, general)
}

/// Returns a message with `@this` for the entities.
fn general(message: &str, profiles: &Profiles) -> String {
    profiles.entities().fold(message.to_owned(), |text, entity| of_any(&text, entity))
}

/// States for all profiles what the first report said.
fn generalised(problem: Diagnostic) -> Diagnostic {
    let Some(profiles) = &problem.profiles else { return problem };
    let count = profiles.0.len();
    if count < 2 {
        return problem;
    }
    let list = match count {
        0..=MOST_LISTED => {
            format!("[{}]", profiles.entities().collect::<Vec<_>>().join(", "))
        }
        _ => "[…]".to_owned(),
    };
    let hint = |hint: &String| {
        let brackets = |text: String, entity| text.replace(&format!("[{entity}]"), LISTED);
        let hint = profiles.entities().fold(hint.clone(), brackets);
        general(&hint, profiles).replace(LISTED, &list)
    };
    let hints = problem.hints.iter().map(hint).collect();
    let message = general(&problem.message, profiles);
    Diagnostic { message, hints, ..problem }
}

/// Replaces the id of an entity, where it is a whole word, with `@this`.
fn of_any(text: &str, entity: &str) -> String {
    let is_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(entity) {
        let (before, found) = rest.split_at(at);
        let after = &found[entity.len()..];
        let stands_alone = !before.ends_with(is_word) && !after.starts_with(is_word);
        out.push_str(before);
        out.push_str(if stands_alone { "@this" } else { entity });
        rest = after;
    }
    out + rest
}
