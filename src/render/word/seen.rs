//! What the readers of an edition see of the files that it is from, passage by passage: paragraphs, headings, cells,
//! captions, values of YAML.
//!
//! ```text
//! The port [grew]{holds="a[b] > 1"}[ for all]{audience="c"} by {{ d[e] }} <!-- sure? --> **fast**.
//! The port grew by ￼ **fast**.
//! ```
//!
//! A passage holds the words that the parsed text shows to the audience, with the marks of emphasis between them, and
//! a sign for each thing that is no text: a number, a citation, a picture. Nothing else of the file is in it, so nothing
//! has to be taken out: attributes, expressions, comments, addresses, words for others and those that depend on a
//! condition. The same passages are found when a document is sent and when it is taken back, whatever else its authors
//! write between the words.

mod gather;

use std::collections::BTreeMap;
use std::ops::Range;

use super::align;
use super::sent::LineKind;
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::publication::manuscript::Manuscript;

/// Stands for what is no text: a number, a citation, a reference, a note, a picture or a formula.
pub(crate) const ATOM: char = '\u{FFFC}';

/// The passages of files, in file order.
#[derive(Debug, Default)]
pub(crate) struct Seen(BTreeMap<FileId, Vec<SeenLine>>);

/// A line of text as its readers see it. Places in it are counted from the start of its text.
#[derive(Debug)]
pub(crate) struct SeenLine {
    /// What it is.
    pub kind: LineKind,
    /// Where it stands in its file: a paragraph or a heading as a whole.
    pub place: Span,
    /// The marks before it on its line: those of an item, or of a quotation.
    pub lead: String,
    /// What its readers see.
    pub text: String,
    /// Where its text stands in the file, in order.
    parts: Vec<Part>,
    /// What may stand in a locked control: what is no text, and terms.
    atoms: Vec<Atom>,
    /// Where the file has words for some readers.
    others: Vec<Range<usize>>,
    /// Where the file has remarks: comments, and what words are held against.
    remarks: Vec<Range<usize>>,
    /// How many bytes behind their places its nodes stand: texts of YAML count their quotation mark.
    shift: usize,
}

/// A part of a passage that stands in the file in one piece.
#[derive(Debug)]
struct Part {
    seen: Range<usize>,
    written: Range<usize>,
    /// Whether it stands in the file letter by letter.
    is_text: bool,
}

#[derive(Debug)]
struct Atom {
    /// The place of its node.
    span: Span,
    seen: Range<usize>,
    written: Range<usize>,
}

/// Why a change cannot be written into a passage: something stands there that its readers do not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unseen;

impl Seen {
    /// Finds the passages of manuscripts that `audience` may have.
    pub(crate) fn of<'a>(
        manuscripts: impl IntoIterator<Item = &'a Manuscript>,
        files: &Files,
        audience: &str,
    ) -> Self {
        let mut found = gather::passages(manuscripts, files, audience);
        for passages in found.values_mut() {
            // What several texts include is found in each of them.
            passages.sort_by_key(|passage| (passage.place.start, passage.place.end));
            passages.dedup_by_key(|passage| passage.place);
        }
        Self(found)
    }

    /// Returns the passages of a file.
    pub(crate) fn of_file(&self, file: FileId) -> &[SeenLine] {
        self.0.get(&file).map_or(&[], Vec::as_slice)
    }

    /// Returns the passage that a node stands in.
    pub(crate) fn at(&self, node: Span) -> Option<&SeenLine> {
        let holds = |passage: &&SeenLine| {
            passage.place.start <= node.start && node.end <= passage.place.end
        };
        let found = self.of_file(node.file).iter().filter(holds);
        found.min_by_key(|passage| passage.place.end - passage.place.start)
    }
}

impl SeenLine {
    /// Returns where a printed text stands that comes from `node`, if that is certain for each of its letters; and how
    /// many spaces it begins with that do not.
    pub(crate) fn locate(&self, printed: &str, node: Span) -> Option<(usize, Range<usize>)> {
        let node = node.start as usize + self.shift..node.end as usize + self.shift;
        let touched = self.parts.iter().filter(|part| {
            part.written.start < node.end && node.start < part.written.end && part.is_text
        });
        let seen = touched.map(|part| {
            let before = node.start.saturating_sub(part.written.start);
            let behind = part.written.end.saturating_sub(node.end);
            part.seen.start + before..part.seen.end - behind
        });
        let seen = seen.reduce(|first, last| first.start..last.end)?;
        let text = self.text.get(seen.clone())?;
        let blank = text.len() - text.trim_start().len();
        let spaces = printed.len() - printed.trim_start_matches(' ').len();
        let candidates = [(0, 0), (0, blank), (spaces, 0)];
        candidates.into_iter().find_map(|(spaces, blank)| {
            align(&printed[spaces..], &text[blank..])
                .map(|_| (spaces, seen.start + blank..seen.end))
        })
    }

    /// Returns where what `node` prints in a control stands.
    pub(crate) fn atom(&self, node: Span) -> Option<Range<usize>> {
        self.atoms.iter().find(|atom| atom.span == node).map(|atom| atom.seen.clone())
    }

    /// Returns where something that may stand in a control stands within a range.
    pub(crate) fn atoms_within(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let inside = |atom: &&Atom| range.start <= atom.seen.start && atom.seen.end <= range.end;
        self.atoms.iter().filter(inside).map(|atom| atom.seen.clone()).collect()
    }

    /// Returns the places in the file of a range of the passage, in order; that of an empty range is behind what stands
    /// before it.
    ///
    /// # Errors
    /// Returns that something stands within it, or words for others in the same sentence.
    pub(crate) fn written(
        &self,
        range: Range<usize>,
        files: &Files,
    ) -> Result<Vec<Range<usize>>, Unseen> {
        let places = if range.is_empty() {
            vec![self.point(range.start).ok_or(Unseen)?]
        } else {
            self.places(&range)
        };
        let (first, last) = places.first().zip(places.last()).ok_or(Unseen)?;
        let whole = first.start..last.end;
        let is_inside =
            |unseen: &Range<usize>| whole.start < unseen.end && unseen.start < whole.end;
        let text = &files.get(self.place.file).text;
        let is_near = |words: &Range<usize>| {
            let between = if words.start < whole.start {
                words.end.min(whole.start)..whole.start
            } else {
                whole.end.min(words.start)..words.start
            };
            is_one_sentence(text.get(between).unwrap_or_default())
        };
        if self.remarks.iter().any(is_inside) || self.others.iter().any(is_near) {
            return Err(Unseen);
        }
        Ok(places)
    }

    /// Whether the file has words for some readers in it.
    pub(crate) fn is_for_some(&self) -> bool {
        !self.others.is_empty()
    }

    /// Whether a place in the file is among words for some readers.
    pub(crate) fn hides(&self, place: Span) -> bool {
        let place = place.range();
        let holds = |words: &Range<usize>| words.start <= place.start && place.start < words.end;
        self.others.iter().any(holds)
    }

    /// Whether the file has remarks in it.
    pub(crate) fn is_remarked(&self) -> bool {
        !self.remarks.is_empty()
    }

    /// Returns the place in the file of what stands in a control.
    pub(crate) fn atom_written(&self, seen: &Range<usize>) -> Option<Range<usize>> {
        self.atoms.iter().find(|atom| atom.seen == *seen).map(|atom| atom.written.clone())
    }

    /// Returns the place behind what stands before `at`.
    fn point(&self, at: usize) -> Option<Range<usize>> {
        if let Some(atom) = self.atoms.iter().find(|atom| atom.seen.end == at) {
            return Some(atom.written.end..atom.written.end);
        }
        let before = self.parts.iter().rfind(|part| part.seen.start < at);
        let point = match before {
            Some(part) => part.written.start + (at - part.seen.start).min(part.written.len()),
            None => self.parts.first()?.written.start,
        };
        Some(point..point)
    }

    fn places(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let touches = |seen: &Range<usize>| seen.start < range.end && range.start < seen.end;
        let is_covered = |seen: &Range<usize>| range.start <= seen.start && seen.end <= range.end;
        // A term goes with its brackets and attributes.
        let whole: Vec<_> = self.atoms.iter().filter(|atom| is_covered(&atom.seen)).collect();
        let parts = self.parts.iter().filter(|part| touches(&part.seen));
        let in_parts = parts.filter_map(|part| {
            let within = |atom: &&&Atom| {
                atom.seen.start <= part.seen.start && part.seen.end <= atom.seen.end
            };
            if whole.iter().any(|atom| within(&atom)) {
                return None;
            }
            let before = range.start.saturating_sub(part.seen.start);
            let behind = part.seen.end.saturating_sub(range.end);
            Some(part.written.start + before..part.written.end - behind)
        });
        let mut places: Vec<_> =
            in_parts.chain(whole.iter().map(|atom| atom.written.clone())).collect();
        places.sort_by_key(|place| (place.start, place.end));
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(places.len());
        for place in places {
            match joined.last_mut() {
                Some(last) if last.end == place.start => last.end = place.end,
                _ => joined.push(place),
            }
        }
        joined
    }
}

/// Whether no sentence ends in a text.
fn is_one_sentence(text: &str) -> bool {
    let ends = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？'));
    !ends.into_iter().any(|(at, c)| {
        let rest = &text[at + c.len_utf8()..];
        let is_wide = matches!(c, '。' | '！' | '？');
        let rest = rest.trim_start_matches(['"', '\'', '”', '’', '»', ')', '*', '_']);
        is_wide || rest.starts_with(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::is_one_sentence;

    #[test]
    fn sentences_end() {
        assert!(is_one_sentence(" and 1.5 of "));
        assert!(is_one_sentence(" is far"));
        assert!(!is_one_sentence(" ends.* The next "));
        assert!(!is_one_sentence("好。好"));
    }
}
