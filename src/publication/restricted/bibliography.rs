//! The entries of a BibLaTeX file and their fields, with their places.

use std::ops::Range;

use biblatex::{Pair, RawBibliography};

/// An entry of a BibLaTeX file, as text.
pub(crate) struct BibEntry<'a> {
    /// What kind of work it is, such as `article`.
    pub kind: &'a str,
    /// What it is cited by.
    pub key: &'a str,
    /// Where its key begins.
    pub start: usize,
    /// Where it begins.
    at: usize,
    /// All of it, from the `@`.
    pub text: &'a str,
}

/// Returns the entries of a file; each begins with `@` at the beginning of a line.
pub(crate) fn entries(text: &str) -> impl Iterator<Item = BibEntry<'_>> {
    let is_start =
        |at: &usize| *at == 0 || text[..*at].trim_end_matches([' ', '\t']).ends_with('\n');
    let mut starts: Vec<_> = text.match_indices('@').map(|(at, _)| at).filter(is_start).collect();
    starts.push(text.len());
    let ranges: Vec<_> = starts.windows(2).map(|pair| pair[0]..pair[1]).collect();
    ranges.into_iter().filter_map(move |range| {
        let entry = &text[range.clone()];
        let open = entry.find(['{', '('])?;
        let rest = &entry[open + 1..];
        let key = rest.split([',', '}', '=']).next().unwrap_or_default();
        let blank = key.len() - key.trim_start().len();
        let start = range.start + open + 1 + blank;
        let (kind, key, at) = (entry[1..open].trim(), key.trim(), range.start);
        Some(BibEntry { kind, key, start, at, text: entry })
    })
}

/// A field of an entry.
pub(super) struct BibField<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Where its name stands in the file.
    pub name_place: Range<usize>,
    /// Where its value does, without braces and quotes.
    pub place: Range<usize>,
}

impl<'a> BibEntry<'a> {
    /// Returns the fields; none of an entry that cannot be read, which is no source.
    pub(super) fn fields(&self) -> Vec<BibField<'a>> {
        let read = RawBibliography::parse(self.text).map(|read| read.entries);
        let fields = read.unwrap_or_default().into_iter().flat_map(|entry| entry.v.fields);
        let place = |span: Range<usize>| self.at + span.start..self.at + span.end;
        let field = |Pair { key, value }: Pair<'a>| BibField {
            name: key.v,
            name_place: place(key.span),
            place: match &value.v[..] {
                [only] => place(only.span.clone()),
                _ => place(value.span),
            },
        };
        fields.map(field).collect()
    }
}
