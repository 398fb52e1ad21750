//! The files of an edition against each other.

use std::collections::{BTreeMap, HashMap};

use similar::TextDiff;

use super::expected::Expected;
use super::passage::{Kind, Passage, compared};

/// A file of an edition, as it is compared.
pub(super) struct File {
    /// Its path below the root.
    pub(super) path: String,
    passages: Vec<Passage>,
    /// How often it has each passage.
    counts: HashMap<(Kind, String), usize>,
    /// All of it, passage by passage.
    texts: Vec<String>,
}

impl File {
    /// Prepares what was read of a file.
    pub(super) fn new(path: String, passages: Vec<Passage>) -> Self {
        let texts: Vec<_> = passages.iter().map(|passage| compared(&passage.text)).collect();
        let mut counts = HashMap::new();
        for (passage, text) in passages.iter().zip(&texts) {
            *counts.entry((passage.kind, text.clone())).or_default() += 1;
        }
        Self { path, passages, counts, texts }
    }

    /// Returns how often a passage stands in it, up to `most`.
    fn count(&self, passage: &Expected, most: usize) -> usize {
        let whole =
            self.counts.get(&(passage.kind, passage.text.clone())).copied().unwrap_or_default();
        if whole >= most {
            return most;
        }
        let kinds = self.passages.iter().map(|passage| passage.kind);
        let alike = kinds
            .zip(&self.texts)
            .filter(|&(kind, text)| fits(passage.kind, kind) && contains(text, &passage.text));
        alike.count().min(most)
    }

    /// Returns what it has in place of a passage: the passage of that kind that is most like it.
    fn instead(&self, passage: &Expected) -> Option<&str> {
        let of_kind = self.passages.iter().filter(|other| fits(passage.kind, other.kind));
        let near = of_kind
            .filter(|other| other.text.len().abs_diff(passage.said.len()) < passage.said.len());
        let rated =
            near.map(|other| (TextDiff::from_words(&*passage.said, &*other.text).ratio(), other));
        let best = rated.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
        (best.0 > LEAST_ALIKE).then_some(&*best.1.text)
    }
}

/// From which share of words a text counts as another form of one, rather than as another text.
const LEAST_ALIKE: f32 = 0.7;

/// How much longer a passage may be than a text from right to left that it contains, such as by a number.
const MOST_AROUND: usize = 40;

/// Whether a passage contains a text. PDFs have what is written from right to left as it is drawn, so of that the letters
/// count, and not their order.
fn contains(passage: &str, wanted: &str) -> bool {
    if !wanted.chars().any(is_right_to_left) {
        return passage.match_indices(wanted).any(|(at, _)| {
            let (before, after) = (&passage[..at], &passage[at + wanted.len()..]);
            !is_part_of_number(wanted, (before, after))
        });
    }
    let longest = wanted.len() + MOST_AROUND;
    let (mut left, wanted) = (letters(passage), letters(wanted));
    let is_there =
        |(letter, count): (&char, &usize)| left.remove(letter).is_some_and(|there| there >= *count);
    passage.len() <= longest && wanted.iter().all(is_there)
}

/// Whether a number begins or ends within another: `40` is not said by `540`, nor `5` by `5.2`. Words that begin with a
/// number may follow one: the label of a figure, in writing without spaces.
fn is_part_of_number(wanted: &str, (before, after): (&str, &str)) -> bool {
    if wanted.chars().any(char::is_alphabetic) {
        return false;
    }
    let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let is_sign = |c: Option<char>| matches!(c, Some('.' | ','));
    let (mut back, mut on) = (before.chars().rev(), after.chars());
    let (last, first) = (back.next(), on.next());
    let goes_back = is_digit(last) || is_sign(last) && is_digit(back.next());
    let goes_on = is_digit(first) || is_sign(first) && is_digit(on.next());
    is_digit(wanted.chars().next()) && goes_back || is_digit(wanted.chars().next_back()) && goes_on
}

/// Whether a letter belongs to Hebrew, Arabic or another script of that direction.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// Returns how often each letter stands in a text.
fn letters(text: &str) -> BTreeMap<char, usize> {
    let mut letters = BTreeMap::new();
    text.chars().for_each(|letter| *letters.entry(letter).or_default() += 1);
    letters
}

/// Whether what is wanted as a passage of a kind is found as one of another.
fn fits(wanted: Kind, found: Kind) -> bool {
    match wanted {
        Kind::Text => found != Kind::Note,
        Kind::Heading | Kind::Note | Kind::Caption | Kind::Cell => wanted == found,
    }
}

/// A passage that one file of an edition has and another has not, or not as often.
pub(super) struct Difference<'d> {
    /// The passage.
    pub(super) passage: &'d Expected,
    /// The file that has it.
    pub(super) with: &'d File,
    /// The file that lacks it.
    pub(super) without: &'d File,
    /// What that file has in its place.
    pub(super) instead: Option<&'d str>,
}

/// Returns what the files of an edition do not agree on, and how many passages were compared: those that a file has.
pub(super) fn differences<'d>(
    expected: &'d [Expected],
    files: &'d [File],
) -> (Vec<Difference<'d>>, usize) {
    let mut wanted: BTreeMap<(Kind, &str), (usize, &Expected)> = BTreeMap::new();
    for passage in expected {
        wanted.entry((passage.kind, &passage.text)).or_insert((0, passage)).0 += 1;
    }
    let mut found = Vec::new();
    let mut compared = 0;
    for (most, passage) in wanted.into_values() {
        let counts: Vec<_> = files.iter().map(|file| file.count(passage, most)).collect();
        let Some((with, &best)) = files.iter().zip(&counts).max_by_key(|(_, count)| **count) else {
            continue;
        };
        compared += best;
        for (without, _) in files.iter().zip(&counts).filter(|(_, count)| **count < best) {
            let instead = without.instead(passage);
            found.push(Difference { passage, with, without, instead });
        }
    }
    (found, compared)
}
