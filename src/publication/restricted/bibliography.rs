//! The entries of a BibLaTeX file and their fields, with their places.

use std::ops::Range;

use biblatex::{Pair, RawBibliography};

use super::{KEY, Restriction, empty, misplaced};
use crate::base::diagnostic::Problems;
use crate::base::span::{FileId, Span};
use crate::base::stray;
use crate::base::yaml::{Node, Value};
use crate::publication::audience::Condition;

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

/// The fields that name other entries, of which this one takes what it lacks.
const REFERENCES: [&str; 2] = ["crossref", "xdata"];

impl<'a> BibEntry<'a> {
    /// Returns its text without the fields that name other entries: it is read by itself, and could only find itself.
    pub(crate) fn alone(&self) -> String {
        let mut text = self.text.to_owned();
        for field in self.fields().into_iter().rev() {
            if REFERENCES.iter().any(|name| field.name.eq_ignore_ascii_case(name)) {
                let Range { start, end } = field.name_place;
                text.replace_range(start - self.at..end - self.at, "otherentry");
            }
        }
        text
    }

    /// Returns the keys of the entries of which this one takes what it lacks.
    pub(crate) fn referred(&self) -> impl Iterator<Item = String> {
        let value = |field: &BibField<'_>| {
            let place = field.place.start - self.at..field.place.end - self.at;
            self.text[place].trim_matches(['{', '}', '"', ' ']).to_owned()
        };
        let fields = self.fields();
        let named = fields
            .iter()
            .filter(|field| REFERENCES.iter().any(|name| field.name.eq_ignore_ascii_case(name)));
        let keys: Vec<_> = named.map(value).collect();
        keys.into_iter()
            .flat_map(|keys| keys.split(',').map(|key| key.trim().to_owned()).collect::<Vec<_>>())
    }

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

/// Finds the entries of a BibLaTeX file that have a field `audience`.
pub(super) fn find(
    file: FileId,
    text: &str,
    found: &mut Vec<Restriction>,
    problems: &mut Problems,
) {
    for entry in entries(text) {
        let mut readers = None;
        let mut texts = Vec::new();
        for BibField { name, name_place, place } in entry.fields() {
            let span = Span::new(file, place.start, place.end);
            let at_name = Span::new(file, name_place.start, name_place.end);
            let value = text[place].trim().to_owned();
            if !name.eq_ignore_ascii_case(KEY) {
                if stray::is_audience(name) {
                    problems.push(misplaced(at_name));
                }
                texts.push((value, span));
            } else if value.is_empty() {
                problems.push(empty(at_name));
            } else {
                let node = Node { value: Value::Text(value), span };
                readers = Some((span, Condition::read(&node, problems)));
            }
        }
        let Some((mark, readers)) = readers else { continue };
        let items = vec![Span::new(file, entry.start, entry.start + entry.key.len())];
        let names = vec![entry.key.into()];
        found.push(Restriction {
            readers,
            texts,
            file: None,
            items,
            names,
            mark,
            home: file,
            is_gone_whole: false,
        });
    }
}
