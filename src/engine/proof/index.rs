//! Searching for many stretches of text at once, in little memory.

use std::collections::HashMap;

use super::units::AMOUNT;
use crate::base::digest::Digest;

/// How many bytes of letters and digits a part of a text has that is looked for.
pub(super) const PART: usize = 20;

/// How many bytes a whole sentence has at least that is looked for.
pub(super) const SHORT: usize = 12;

/// The audiences that may read a text, by their numbers.
pub(super) type Set = Vec<bool>;

/// The sets of audiences that there are, each with a number.
#[derive(Debug, Default)]
pub(super) struct Sets {
    sets: Vec<Set>,
    numbers: HashMap<Set, u16>,
}

impl Sets {
    /// Begins with the empty set of readers, whose number is 0.
    pub(super) fn new(audiences: usize) -> Self {
        let mut sets = Self::default();
        sets.number(&vec![false; audiences]);
        sets
    }

    /// Returns the number of a set of readers; that of the empty set, should there be too many.
    pub(super) fn number(&mut self, set: &Set) -> u16 {
        if let Some(number) = self.numbers.get(set) {
            return *number;
        }
        let Ok(number) = u16::try_from(self.sets.len()) else { return 0 };
        self.sets.push(set.clone());
        self.numbers.insert(set.clone(), number);
        number
    }

    /// Returns the number of those who are in one of two sets.
    fn union(&mut self, one: u16, other: u16) -> u16 {
        if one == other {
            return one;
        }
        let pairs = self.get(one).iter().zip(self.get(other));
        let both: Set = pairs.map(|(one, other)| *one || *other).collect();
        self.number(&both)
    }

    /// Adds all sets to a hash, in the order of their numbers.
    pub(super) fn hash(&self, digest: &mut Digest) {
        for set in &self.sets {
            digest.part(set.iter().map(|may| u8::from(*may)).collect::<Vec<_>>());
        }
    }

    /// Returns the set with a number.
    pub(super) fn get(&self, number: u16) -> &Set {
        &self.sets[usize::from(number)]
    }
}

/// What is looked for: parts of texts, and whole sentences that are shorter.
#[derive(Debug, Default)]
pub(super) struct Index {
    parts: Table,
    shorts: Table,
    /// How the short ones begin.
    heads: Table,
    /// Long numbers.
    amounts: Table,
}

/// The fingerprints of the stretches of a text.
#[derive(Debug, Default)]
pub(super) struct Prints {
    parts: Vec<u64>,
    shorts: Vec<u64>,
    amounts: Vec<u64>,
}

/// What a stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Part,
    Short,
    Amount,
}

/// A stretch that was found: where in the text, and where in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// The first byte in the text.
    pub start: usize,
    /// How many bytes it has.
    pub length: usize,
    kind: Kind,
    entry: usize,
}

impl Prints {
    /// Adds a part of a text, which has [`PART`] bytes.
    pub(super) fn part(&mut self, bytes: &[u8]) {
        self.parts.push(fingerprint(bytes));
    }

    /// Adds a short sentence, and how it begins.
    pub(super) fn short(&mut self, bytes: &[u8]) {
        self.shorts.push(sized_fingerprint(bytes));
        self.shorts.push(fingerprint(&bytes[..SHORT]));
    }

    /// Adds the digits of a number.
    pub(super) fn amount(&mut self, digits: &[u8]) {
        self.amounts.push(sized_fingerprint(digits));
    }
}

impl Index {
    /// Makes the index of texts, each with the number of those who may read it.
    pub(super) fn new(texts: Vec<(u16, Prints)>, sets: &mut Sets) -> Self {
        let (mut parts, mut shorts, mut heads) = (Vec::new(), Vec::new(), Vec::new());
        let mut amounts = Vec::new();
        for (readers, prints) in texts {
            let entry = |print: u64| (print << 16) | u64::from(readers);
            parts.extend(prints.parts.into_iter().map(entry));
            amounts.extend(prints.amounts.into_iter().map(entry));
            for pair in prints.shorts.chunks_exact(2) {
                shorts.push(entry(pair[0]));
                heads.push(entry(pair[1]));
            }
        }
        Self {
            parts: Table::new(parts, sets),
            shorts: Table::new(shorts, sets),
            heads: Table::new(heads, sets),
            amounts: Table::new(amounts, sets),
        }
    }

    /// Adds to a hash what is looked for, and who may read it.
    pub(super) fn hash(&self, digest: &mut Digest) {
        for table in [&self.parts, &self.shorts, &self.heads, &self.amounts] {
            let entries: Vec<u8> =
                table.entries.iter().flat_map(|entry| entry.to_le_bytes()).collect();
            digest.part(entries);
        }
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        [&self.parts, &self.shorts, &self.amounts].iter().all(|table| table.entries.is_empty())
    }

    /// Returns the number of those who may read what was found.
    pub(super) fn readers(&self, hit: Hit) -> u16 {
        self.table(hit).readers(hit.entry)
    }

    /// Lets further audiences read what was found.
    pub(super) fn open(&mut self, hit: Hit, readers: u16, sets: &mut Sets) {
        let all = sets.union(self.readers(hit), readers);
        let table = match hit.kind {
            Kind::Part => &mut self.parts,
            Kind::Short => &mut self.shorts,
            Kind::Amount => &mut self.amounts,
        };
        table.set_readers(hit.entry, all);
    }

    fn table(&self, hit: Hit) -> &Table {
        match hit.kind {
            Kind::Part => &self.parts,
            Kind::Short => &self.shorts,
            Kind::Amount => &self.amounts,
        }
    }

    /// Calls `found` with each long number of `text` that is looked for: digits between letters.
    pub(super) fn scan_amounts(&self, text: &[u8], mut found: impl FnMut(Hit)) {
        if self.amounts.entries.is_empty() {
            return;
        }
        let mut start = 0;
        for run in text.chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit()) {
            if run[0].is_ascii_digit()
                && (AMOUNT..PART).contains(&run.len())
                && let Some(entry) = self.amounts.find(sized_fingerprint(run))
            {
                found(Hit { start, length: run.len(), kind: Kind::Amount, entry });
            }
            start += run.len();
        }
    }

    /// Calls `found` with each stretch of `text` that is looked for.
    pub(super) fn scan(&self, text: &[u8], mut found: impl FnMut(Hit)) {
        let mut part = Rolling::new(PART);
        let mut head = Rolling::new(SHORT);
        for (at, byte) in text.iter().enumerate() {
            let part = part.push(*byte, at.checked_sub(PART).map(|old| text[old]));
            let head = head.push(*byte, at.checked_sub(SHORT).map(|old| text[old]));
            if at + 1 >= PART
                && let Some(entry) = self.parts.find(part)
            {
                found(Hit { start: at + 1 - PART, length: PART, kind: Kind::Part, entry });
            }
            if at + 1 >= SHORT && self.heads.find(head).is_some() {
                self.scan_short(text, at + 1 - SHORT, &mut found);
            }
        }
    }

    fn scan_short(&self, text: &[u8], start: usize, found: &mut impl FnMut(Hit)) {
        for length in SHORT..PART.min(text.len() - start + 1) {
            let print = sized_fingerprint(&text[start..start + length]);
            if let Some(entry) = self.shorts.find(print) {
                found(Hit { start, length, kind: Kind::Short, entry });
            }
        }
    }
}

/// Fingerprints in order, each with the number of those who may read what it stands for in its last
/// 16 bits.
#[derive(Debug, Default)]
struct Table {
    entries: Vec<u64>,
    /// A bit for each fingerprint, so that almost all of a text is passed over at once.
    filter: Vec<u64>,
}

impl Table {
    fn new(mut entries: Vec<u64>, sets: &mut Sets) -> Self {
        entries.sort_unstable();
        // What several may read in several places, all of them may read.
        entries.dedup_by(|next, first| {
            let is_same = *next >> 16 == *first >> 16;
            if is_same {
                let all = sets.union(readers(*first), readers(*next));
                *first = with_readers(*first, all);
            }
            is_same
        });
        entries.shrink_to_fit();
        let mut table = Self { filter: vec![0; filter_words(entries.len())], entries };
        for entry in 0..table.entries.len() {
            let (word, bit) = table.place(table.entries[entry] >> 16);
            table.filter[word] |= bit;
        }
        table
    }

    fn place(&self, print: u64) -> (usize, u64) {
        let bits = self.filter.len() as u64 * 64;
        let place = print % bits;
        (usize::try_from(place / 64).unwrap_or(0), 1 << (place % 64))
    }

    fn find(&self, print: u64) -> Option<usize> {
        if self.entries.is_empty() {
            return None;
        }
        let (word, bit) = self.place(print);
        if self.filter[word] & bit == 0 {
            return None;
        }
        self.entries.binary_search_by_key(&print, |entry| entry >> 16).ok()
    }

    fn readers(&self, entry: usize) -> u16 {
        readers(self.entries[entry])
    }

    fn set_readers(&mut self, entry: usize, number: u16) {
        self.entries[entry] = with_readers(self.entries[entry], number);
    }
}

/// Returns how many words of 64 bits a filter has: 16 bits for each entry, a power of two.
fn filter_words(entries: usize) -> usize {
    (entries / 4 + 1).next_power_of_two()
}

fn readers(entry: u64) -> u16 {
    u16::try_from(entry & 0xffff).unwrap_or(0)
}

fn with_readers(entry: u64, number: u16) -> u64 {
    (entry & !0xffff) | u64::from(number)
}

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// Returns 48 bits that stand for `bytes`.
fn fingerprint(bytes: &[u8]) -> u64 {
    let sum = bytes.iter().fold(0_u64, |sum, byte| next(sum, *byte));
    mixed(sum)
}

/// As [`fingerprint`], for stretches of several lengths in one table.
fn sized_fingerprint(bytes: &[u8]) -> u64 {
    let sum = bytes.iter().fold(bytes.len() as u64, |sum, byte| next(sum, *byte));
    mixed(sum)
}

fn next(sum: u64, byte: u8) -> u64 {
    sum.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1)
}

fn mixed(sum: u64) -> u64 {
    let sum = (sum ^ (sum >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (sum ^ (sum >> 32)) >> 16
}

/// The fingerprint of the last bytes of a text, as it is read byte by byte.
struct Rolling {
    sum: u64,
    /// What the byte that leaves was multiplied with.
    oldest: u64,
}

impl Rolling {
    fn new(length: usize) -> Self {
        Self { sum: 0, oldest: (0..length).fold(1, |power: u64, _| power.wrapping_mul(BASE)) }
    }

    /// Takes a byte in, and the one that is too old out; returns the fingerprint.
    fn push(&mut self, byte: u8, old: Option<u8>) -> u64 {
        self.sum = next(self.sum, byte);
        if let Some(old) = old {
            self.sum = self.sum.wrapping_sub(self.oldest.wrapping_mul(u64::from(old) + 1));
        }
        mixed(self.sum)
    }
}

#[cfg(test)]
mod tests {
    use super::{Index, PART, Prints, Sets};

    fn found(index: &Index, text: &[u8]) -> Vec<(usize, usize)> {
        let mut hits = Vec::new();
        index.scan(text, |hit| hits.push((hit.start, hit.length)));
        hits
    }

    #[test]
    fn parts_and_short_sentences_are_found_anywhere() {
        let mut sets = Sets::new(1);
        let nobody = sets.number(&vec![false]);
        let mut prints = Prints::default();
        prints.part(b"theclosedcommitteewi");
        prints.short(b"sellitallnow");
        prints.short(b"sellitallnowplease");
        let index = Index::new(vec![(nobody, prints)], &mut sets);
        assert_eq!(PART, b"theclosedcommitteewi".len());
        assert_eq!(found(&index, b"xxtheclosedcommitteewillx"), [(2, 20)]);
        assert_eq!(found(&index, b"xsellitallnowpleas"), [(1, 12)]);
        assert_eq!(found(&index, b"xsellitallnowplease"), [(1, 12), (1, 18)]);
        assert_eq!(found(&index, b"theclosedcommitteew"), []);
    }

    #[test]
    fn what_is_said_openly_elsewhere_is_open() {
        let mut sets = Sets::new(2);
        let first = sets.number(&vec![true, false]);
        let second = sets.number(&vec![false, true]);
        let mut prints = Prints::default();
        prints.part(b"theclosedcommitteewi");
        let mut index = Index::new(vec![(first, prints)], &mut sets);
        let mut hits = Vec::new();
        index.scan(b"theclosedcommitteewi", |hit| hits.push(hit));
        index.open(hits[0], second, &mut sets);
        assert_eq!(sets.get(index.readers(hits[0])), &[true, true]);
    }
}
