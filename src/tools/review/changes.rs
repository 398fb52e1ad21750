//! What a reviewer changed in one line: stretches of the old text, and what replaces them.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::docx::{Paragraph, PartKind, TrackedChange};
use super::token::{self, New, Old, Token};
use crate::render::word::{ATOM, AtomKind, Line, Piece, Sent, align};

/// A part of a line that a reviewer changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Who did it, as far as the file says.
    pub authors: Vec<String>,
    /// What was there.
    pub before: String,
    /// What is there now.
    pub after: String,
    /// What to write, in bytes of the line's file; or why that cannot be said.
    pub edits: Result<Vec<Edit>, String>,
}

/// A range of a file, and its replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub range: Range<usize>,
    /// With [`ATOM`] for each control in it.
    pub text: String,
    /// The controls, by their numbers.
    pub atoms: Vec<usize>,
}

/// Text as Markdown, with [`ATOM`] for each control in it; and the controls, by their numbers.
pub(super) type Markdown = (String, Vec<usize>);

/// A control whose text was changed although it is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tampered {
    pub atom: usize,
    pub text: String,
}

/// A line, with what is known about each of its characters.
pub(super) struct Comparison<'a> {
    pub sent: &'a Sent,
    pub line: &'a Line,
    /// The place of each unit, a character or an atom; none for anything that the author did not
    /// write.
    pub(super) places: Vec<Option<Range<usize>>>,
    /// The piece of each unit.
    pub(super) pieces: Vec<usize>,
    pub(super) old: Vec<Old>,
}

/// What came back of a line.
#[derive(Clone, Copy)]
struct Returned<'r> {
    tokens: &'r [New],
    /// How the paragraphs behind the first begin in Markdown.
    heads: &'r [String],
    paragraphs: &'r [&'r Paragraph],
}

impl<'a> Comparison<'a> {
    /// Prepares a line as it was sent.
    pub(super) fn new(line: &'a Line, sent: &'a Sent) -> Self {
        let mut places = Vec::new();
        let mut pieces = Vec::new();
        for (number, piece) in line.pieces.iter().enumerate() {
            let units = match piece {
                Piece::Text { t, s, .. } => text_places(line, t, *s),
                Piece::Atom { a } => {
                    vec![sent.atoms.get(*a).and_then(|atom| atom.span).map(|(from, to)| from..to)]
                }
            };
            pieces.extend(std::iter::repeat_n(number, units.len()));
            places.extend(units);
        }
        Self { sent, line, places, pieces, old: token::sent(line, sent) }
    }

    /// Returns what a reviewer made of the line, of which `paragraphs` are left.
    pub(super) fn stretches(
        &self,
        paragraphs: &[&Paragraph],
        style: &dyn Fn(&Paragraph) -> String,
    ) -> Vec<Stretch> {
        let mut new = token::returned(paragraphs);
        token::recover(&mut new, self.line, self.sent);
        let before: Vec<_> = self.old.iter().map(|old| old.token.clone()).collect();
        let after: Vec<_> = new.iter().map(|new| new.token.clone()).collect();
        if joined(&before) == joined(&after) {
            return Vec::new();
        }
        let heads: Vec<String> =
            paragraphs.iter().skip(1).map(|paragraph| style(paragraph)).collect();
        let operations = capture_diff_slices(Algorithm::Myers, &before, &after);
        let changed = operations.iter().filter(|operation| operation.tag() != DiffTag::Equal);
        let ranges = merge(changed.map(|change| (change.old_range(), change.new_range())), &before);
        ranges
            .into_iter()
            .map(|(old, now)| {
                self.stretch(old, now, Returned { tokens: &new, heads: &heads, paragraphs })
            })
            .collect()
    }

    /// Returns the range of the file for characters of what came back, as far as they are those that were sent.
    pub(super) fn range(
        &self,
        paragraphs: &[&Paragraph],
        characters: Range<usize>,
    ) -> Option<Range<usize>> {
        let new = token::returned(paragraphs);
        let mut at = 0;
        let is_marked = |new: &New| {
            let length = match &new.token {
                Token::Text(text) => text.chars().count(),
                Token::Atom(_) | Token::Note | Token::Break => 1,
            };
            at += length;
            characters.start < at && at - length < characters.end
        };
        let marked: Vec<bool> = new.iter().map(is_marked).collect();
        let before: Vec<_> = self.old.iter().map(|old| old.token.clone()).collect();
        let after: Vec<_> = new.iter().map(|new| new.token.clone()).collect();
        let operations = capture_diff_slices(Algorithm::Myers, &before, &after);
        let equal = operations.iter().filter(|operation| operation.tag() == DiffTag::Equal);
        let pairs = equal.flat_map(|same| same.old_range().zip(same.new_range()));
        let is_blank = |token: &Token| matches!(token, Token::Text(text) if text.trim().is_empty());
        let kept: Vec<_> = pairs
            .filter(|(old, new)| marked[*new] && !is_blank(&self.old[*old].token))
            .map(|(old, _)| old)
            .collect();
        let (first, last) = (*kept.first()?, *kept.last()?);
        self.placed(self.old[first].units.start..self.old[last].units.end)
    }

    /// Returns the range of the file that all of the line was printed from.
    pub(super) fn whole(&self) -> Option<Range<usize>> {
        self.placed(0..self.places.len())
    }

    /// Returns the range of the file for units, from the first whose place is known to the last.
    pub(super) fn placed(&self, units: Range<usize>) -> Option<Range<usize>> {
        let mut places = self.places.get(units)?.iter().flatten();
        let first = places.next()?;
        Some(first.start..places.next_back().unwrap_or(first).end)
    }

    fn stretch(&self, old: Range<usize>, now: Range<usize>, returned: Returned<'_>) -> Stretch {
        let Returned { tokens: new, heads, paragraphs } = returned;
        let before = token::show(self.old[old.clone()].iter().map(|old| &old.token), self.sent);
        let after = token::show(new[now.clone()].iter().map(|new| &new.token), self.sent);
        let mut authors: Vec<String> = Vec::new();
        let inserted = new[now.clone()].iter().filter_map(|new| new.author.clone());
        let deleted = deleters(paragraphs, &before);
        for author in inserted.chain(deleted) {
            if !authors.contains(&author) {
                authors.push(author);
            }
        }
        let edits = self.edits(old, (new, now, heads));
        Stretch { authors, before, after, edits }
    }

    /// Returns the units of a range of tokens.
    pub(super) fn units(&self, tokens: &Range<usize>) -> Range<usize> {
        let start = match self.old.get(tokens.start) {
            Some(old) => old.units.start,
            None => self.places.len(),
        };
        let end = match tokens.end.checked_sub(1).filter(|_| !tokens.is_empty()) {
            Some(last) => self.old[last].units.end,
            None => start,
        };
        start..end
    }

    /// Writes the returned text as Markdown, for a place whose words are bold or italic as `usual` says.
    pub(super) fn markdown(
        &self,
        (new, now, heads): (&[New], Range<usize>, &[String]),
        usual: (bool, bool),
    ) -> Result<Markdown, String> {
        let mut atoms = Vec::new();
        let mut breaks = new[..now.start].iter().filter(|new| new.token == Token::Break).count();
        let mut out = String::new();
        let mut at = now.start;
        while at < now.end {
            match &new[at].token {
                Token::Text(_) => {
                    let look = new[at].look;
                    let same = new[at..now.end]
                        .iter()
                        .take_while(|new| new.look == look && matches!(new.token, Token::Text(_)));
                    let run: String = same.clone().map(|new| text_of(&new.token)).collect();
                    at += same.count();
                    out.push_str(&stressed(
                        &super::markdown::escape(&run, self.line.kind),
                        look,
                        usual,
                    ));
                    continue;
                }
                Token::Atom(number) => {
                    out.push(ATOM);
                    atoms.push(*number);
                }
                Token::Note => {
                    return Err("a new footnote: write it into the Markdown by hand".to_owned());
                }
                Token::Break => {
                    let head = heads.get(breaks).map(String::as_str).unwrap_or_default();
                    let separator = super::markdown::separator(self.line, head);
                    out.push_str(&separator.ok_or("a paragraph cannot begin here")?);
                    breaks += 1;
                }
            }
            at += 1;
        }
        Ok((out, atoms))
    }
}

fn text_of(token: &Token) -> &str {
    match token {
        Token::Text(text) => text,
        Token::Atom(_) | Token::Note | Token::Break => "",
    }
}

/// Puts emphasis marks around a text that is formatted differently from its surroundings.
fn stressed(text: &str, look: (bool, bool), usual: (bool, bool)) -> String {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return text.to_owned();
    }
    let mark = match (look.0 && !usual.0, look.1 && !usual.1) {
        (true, true) => "***",
        (true, false) => "**",
        (false, true) => "*",
        (false, false) => return text.to_owned(),
    };
    let start = text.len() - text.trim_start().len();
    let end = start + trimmed.len();
    format!("{}{mark}{trimmed}{mark}{}", &text[..start], &text[end..])
}

/// Returns the place of each character of a text.
fn text_places(
    line: &Line,
    text: &str,
    source: Option<(usize, usize)>,
) -> Vec<Option<Range<usize>>> {
    let unknown = || vec![None; text.chars().count()];
    let Some((from, to)) = source else { return unknown() };
    let written = from
        .checked_sub(line.start)
        .zip(to.checked_sub(line.start))
        .and_then(|(from, to)| line.text.get(from..to));
    let Some(written) = written else { return unknown() };
    match align(text, written) {
        Some(ranges) => {
            ranges.into_iter().map(|range| Some(from + range.start..from + range.end)).collect()
        }
        None => unknown(),
    }
}

/// Returns the text of tokens, to find out whether anything changed at all.
fn joined(tokens: &[Token]) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    for token in tokens {
        match (out.last_mut(), token) {
            (Some(Token::Text(last)), Token::Text(text)) => last.push_str(text),
            _ => out.push(token.clone()),
        }
    }
    out
}

/// Joins changes with only a space between them, because people edit whole phrases.
fn merge(
    changes: impl Iterator<Item = (Range<usize>, Range<usize>)>,
    before: &[Token],
) -> Vec<(Range<usize>, Range<usize>)> {
    let mut merged: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (old, new) in changes {
        if let Some((last_old, last_new)) = merged.last_mut() {
            let between = &before[last_old.end..old.start];
            let is_space = |token: &Token| matches!(token, Token::Text(text) if text.chars().all(char::is_whitespace));
            if between.iter().all(is_space) {
                last_old.end = old.end;
                last_new.end = new.end;
                continue;
            }
        }
        merged.push((old, new));
    }
    merged
}

/// Returns who deleted a text, as far as the file says.
fn deleters(paragraphs: &[&Paragraph], before: &str) -> Vec<String> {
    let parts = paragraphs.iter().flat_map(|paragraph| &paragraph.parts);
    let found = parts.filter_map(|part| match (&part.change, &part.kind) {
        (TrackedChange::Deleted(author), PartKind::Text { text, .. }) => {
            let (text, before) = (text.trim(), before.trim());
            let overlaps = !text.is_empty()
                && !before.is_empty()
                && (before.contains(text) || text.contains(before));
            overlaps.then(|| author.clone())
        }
        (TrackedChange::Deleted(author), PartKind::Atom { text, .. }) => {
            before.contains(text.as_str()).then(|| author.clone())
        }
        _ => None,
    });
    found.collect()
}

/// Returns the controls in paragraphs whose text is not what was sent.
pub(super) fn tampered(paragraphs: &[&Paragraph], sent: &Sent) -> Vec<Tampered> {
    let parts = paragraphs.iter().flat_map(|paragraph| &paragraph.parts);
    let found = parts.filter_map(|part| match (&part.change, &part.kind) {
        (TrackedChange::None | TrackedChange::Inserted(_), PartKind::Atom { number, text }) => {
            let atom = sent.atoms.get(*number)?;
            // Word updates the text of references itself.
            let is_fixed =
                matches!(atom.kind, AtomKind::Number | AtomKind::Citation | AtomKind::Term);
            (is_fixed && !same(text, &atom.text))
                .then(|| Tampered { atom: *number, text: text.clone() })
        }
        _ => None,
    });
    found.collect()
}

/// Returns the text of a line as it was printed.
pub(super) fn shown(line: &Line, sent: &Sent) -> String {
    token::show(token::sent(line, sent).iter().map(|old| &old.token), sent)
}

/// Whether two texts are the same apart from their spaces.
fn same(left: &str, right: &str) -> bool {
    left.split_whitespace().eq(right.split_whitespace())
}
