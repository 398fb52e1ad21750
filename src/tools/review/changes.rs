//! What a reviewer changed in one line: stretches of the old text, and what replaces them.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::docx::{Paragraph, PartKind, TrackedChange};
use super::token::{self, New, Old, Token};
use crate::render::word::{Atom, AtomKind, Line, Piece, Sent, align};

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
    pub text: String,
}

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
    places: Vec<Option<Range<usize>>>,
    /// The piece of each unit.
    pieces: Vec<usize>,
    old: Vec<Old>,
}

impl<'a> Comparison<'a> {
    /// Prepares a line as it was sent.
    pub(super) fn new(line: &'a Line, sent: &'a Sent) -> Self {
        let mut places = Vec::new();
        let mut pieces = Vec::new();
        for (number, piece) in line.pieces.iter().enumerate() {
            let units = match piece {
                Piece::Text { t, s } => text_places(line, t, *s),
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
            .map(|(old, now)| self.stretch(old, (&new, now, &heads), paragraphs))
            .collect()
    }

    fn stretch(
        &self,
        old: Range<usize>,
        (new, now, heads): (&[New], Range<usize>, &[String]),
        paragraphs: &[&Paragraph],
    ) -> Stretch {
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
        let text = self.markdown(new, now, heads);
        let edits = text.and_then(|text| self.edits(old, &text));
        Stretch { authors, before, after, edits }
    }

    /// Returns the units of a range of tokens.
    fn units(&self, tokens: &Range<usize>) -> Range<usize> {
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

    /// Returns the changes of the file that put `text` in the place of some tokens.
    fn edits(&self, tokens: Range<usize>, text: &str) -> Result<Vec<Edit>, String> {
        let units = self.units(&tokens);
        if units.is_empty() {
            // A new block is put after the whole block, including its marks and attributes.
            if text.starts_with('\n') && units.start == self.places.len() {
                let end = self.line.start + self.line.text.trim_end().len();
                return Ok(vec![Edit { range: end..end, text: text.to_owned() }]);
            }
            let at = self.insertion(units.start).ok_or_else(|| self.unplaced())?;
            return Ok(vec![Edit { range: at..at, text: text.to_owned() }]);
        }
        let mut edits: Vec<Edit> = Vec::new();
        for unit in units.clone() {
            let Some(place) = self.places[unit].clone() else { return Err(self.unplaced()) };
            match edits.last_mut() {
                Some(last) if last.range.end == place.start => last.range.end = place.end,
                _ => edits.push(Edit { range: place, text: String::new() }),
            }
        }
        if text.is_empty() {
            for edit in &mut edits {
                self.take_marks(edit);
            }
        }
        if let Some(first) = edits.first_mut() {
            text.clone_into(&mut first.text);
        }
        Ok(edits)
    }

    fn unplaced(&self) -> String {
        if self.line.file.is_empty() {
            "no author wrote this: it comes from data, sources or the program".to_owned()
        } else {
            "part of it is written by the program, or differs from the Markdown".to_owned()
        }
    }

    /// Returns where in the file something is inserted before a unit: behind the text before it,
    /// if there is any, since marks that open belong to what follows.
    fn insertion(&self, unit: usize) -> Option<usize> {
        let before = unit.checked_sub(1).and_then(|unit| self.places[unit].clone());
        let after = self.places.get(unit).cloned().flatten();
        let is_atom = |unit: usize| {
            matches!(self.line.pieces.get(self.pieces[unit]), Some(Piece::Atom { .. }))
        };
        match (before, after) {
            (Some(_), Some(after)) if is_atom(unit - 1) && !is_atom(unit) => Some(after.start),
            (Some(before), _) => Some(before.end),
            (None, Some(after)) => Some(after.start),
            (None, None) => None,
        }
    }

    /// Includes the marks around a text that is deleted completely, such as the stars of `*so*`.
    fn take_marks(&self, edit: &mut Edit) {
        const MARKS: &[char] = &['*', '_', '~', '^', '`'];
        let (start, text) = (self.line.start, self.line.text.as_str());
        loop {
            let Some(from) = edit.range.start.checked_sub(start + 1) else { return };
            let to = edit.range.end - start;
            let before = text.get(from..=from).and_then(|text| text.chars().next());
            let after = text.get(to..).and_then(|text| text.chars().next());
            match (before, after) {
                (Some(before), Some(after)) if before == after && MARKS.contains(&before) => {
                    edit.range = edit.range.start - 1..edit.range.end + 1;
                }
                _ => return,
            }
        }
    }

    /// Writes the returned text as Markdown.
    fn markdown(&self, new: &[New], now: Range<usize>, heads: &[String]) -> Result<String, String> {
        let neighbour = now.start.checked_sub(1).map(|before| new[before].look);
        let usual =
            neighbour.or_else(|| new.get(now.end).map(|after| after.look)).unwrap_or_default();
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
                Token::Atom(number) => out.push_str(&self.atom(*number)?),
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
        Ok(out)
    }

    /// Returns an atom as its author wrote it: a number that was moved stays bound.
    fn atom(&self, number: usize) -> Result<String, String> {
        let lost = || "it contains something whose source is not known".to_owned();
        let atom: &Atom = self.sent.atoms.get(number).ok_or_else(lost)?;
        let (from, to) = atom.span.ok_or_else(lost)?;
        let holds = |line: &&Line| {
            line.pieces.contains(&Piece::Atom { a: number })
                && line.start <= from
                && to <= line.start + line.text.len()
        };
        let line = self.sent.lines.iter().find(holds).ok_or_else(lost)?;
        line.text.get(from - line.start..to - line.start).map(str::to_owned).ok_or_else(lost)
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
