//! Where in the Markdown a change is written, so that emphasis around it stays around what it was around.

use std::ops::Range;

use super::changes::{Comparison, Edit};
use super::token::{New, Token};
use crate::render::word::Piece;

/// The signs of emphasis.
const MARKS: &[char] = &['*', '_', '~', '^', '`'];

/// Whether words are bold, and italic.
type Look = (bool, bool);

const PLAIN: Look = (false, false);

impl Comparison<'_> {
    /// Returns the changes of the file that put what came back in the place of some tokens.
    pub(super) fn edits(
        &self,
        tokens: Range<usize>,
        (new, now, heads): (&[New], Range<usize>, &[String]),
    ) -> Result<Vec<Edit>, String> {
        let units = self.units(&tokens);
        let mut words = new[now.clone()].iter().filter(|new| matches!(new.token, Token::Text(_)));
        let wanted = words.next().map(|new| new.look);
        if units.is_empty() {
            return self.inserted(units.start, (new, now, heads), wanted.unwrap_or(PLAIN));
        }
        let mut edits = self.replaced(units)?;
        let own = edits.iter().position(|(_, look)| wanted.is_some() && *look == wanted);
        let own = own.unwrap_or(0);
        // Marks go with the words that were between them.
        let is_gone = now.is_empty();
        for (number, (edit, look)) in edits.iter_mut().enumerate() {
            if is_gone || number != own || (wanted == Some(PLAIN) && *look != wanted) {
                let before = edit.range.clone();
                self.take_marks(edit);
                if edit.range != before {
                    *look = Some(PLAIN);
                }
            }
        }
        if let Some((edit, look)) = edits.get_mut(own) {
            let look = look.or(wanted).unwrap_or(PLAIN);
            (edit.text, edit.atoms) = self.markdown((new, now, heads), look)?;
        }
        Ok(edits.into_iter().map(|(edit, _)| edit).collect())
    }

    /// Returns the ranges of the file that units were printed from, each with the look of its words.
    fn replaced(&self, units: Range<usize>) -> Result<Vec<(Edit, Option<Look>)>, String> {
        let mut edits: Vec<(Edit, Option<Look>)> = Vec::new();
        for unit in units {
            let Some(place) = self.places[unit].clone() else { return Err(self.unplaced()) };
            let own = self.look(unit);
            match edits.last_mut() {
                Some((last, look)) if last.range.end == place.start => {
                    last.range.end = place.end;
                    *look = look.or(own);
                }
                _ => {
                    let (text, atoms) = (String::new(), Vec::new());
                    edits.push((Edit { range: place, text, atoms }, own));
                }
            }
        }
        Ok(edits)
    }

    fn inserted(
        &self,
        unit: usize,
        (new, now, heads): (&[New], Range<usize>, &[String]),
        wanted: Look,
    ) -> Result<Vec<Edit>, String> {
        // A new block is put after the whole block, including its marks and attributes.
        let begins_block =
            matches!(new[now.clone()].first(), Some(New { token: Token::Break, .. }));
        if begins_block && unit == self.places.len() {
            let end = self.line.start + self.line.text.trim_end().len();
            let (text, atoms) = self.markdown((new, now, heads), PLAIN)?;
            return Ok(vec![Edit { range: end..end, text, atoms }]);
        }
        let (at, look) = self.insertion(unit, wanted).ok_or_else(|| self.unplaced())?;
        let (text, atoms) = self.markdown((new, now, heads), look)?;
        Ok(vec![Edit { range: at..at, text, atoms }])
    }

    fn unplaced(&self) -> String {
        if self.line.file.is_empty() {
            "no author wrote this: it comes from data, sources or the program".to_owned()
        } else {
            "part of it is written by the program, or differs from the Markdown".to_owned()
        }
    }

    /// Returns how the words of a unit look; none for what is no text.
    fn look(&self, unit: usize) -> Option<Look> {
        match self.line.pieces.get(*self.pieces.get(unit)?)? {
            Piece::Text { l, .. } => Some(*l),
            Piece::Atom { .. } => None,
        }
    }

    /// Returns where in the file something is inserted before a unit, and how words look there: as `wanted`, if that
    /// is possible. It is put behind the text before it, since marks that open belong to what follows.
    fn insertion(&self, unit: usize, wanted: Look) -> Option<(usize, Look)> {
        let last = unit.checked_sub(1);
        let before = last.and_then(|unit| self.places[unit].clone());
        let after = self.places.get(unit).cloned().flatten();
        let (left, right) = (last.and_then(|unit| self.look(unit)), self.look(unit));
        match (before, after) {
            (Some(before), Some(after)) if before.end == after.start => {
                Some((before.end, left.or(right).unwrap_or(PLAIN)))
            }
            (Some(before), after) => {
                let limit = after.as_ref().map(|after| after.start);
                let of_after = after.filter(|_| right.is_some() && right == Some(wanted));
                match of_after {
                    Some(after) if left != Some(wanted) => Some((after.start, wanted)),
                    _ if left.is_some_and(|left| left != PLAIN) && wanted == PLAIN => {
                        Some((self.behind_marks(before.end, limit), PLAIN))
                    }
                    // What is no text has its marks, such as brackets, behind it.
                    _ if left.is_none() => match (limit, right) {
                        (Some(limit), Some(right)) => Some((limit, right)),
                        _ => Some((before.end, PLAIN)),
                    },
                    _ => Some((before.end, left.unwrap_or(PLAIN))),
                }
            }
            (None, Some(after)) if right.is_some_and(|right| right != PLAIN) && wanted == PLAIN => {
                Some((self.before_marks(after.start), PLAIN))
            }
            (None, Some(after)) => Some((after.start, right.unwrap_or(PLAIN))),
            (None, None) => None,
        }
    }

    /// Returns the place behind the marks of emphasis at a place, up to `limit`.
    fn behind_marks(&self, at: usize, limit: Option<usize>) -> usize {
        let start = self.line.start;
        let end = limit.map_or(self.line.text.len(), |limit| limit.saturating_sub(start));
        let rest = self.line.text.get(at.saturating_sub(start)..end).unwrap_or_default();
        at + rest.len() - rest.trim_start_matches(MARKS).len()
    }

    /// Returns the place before the marks of emphasis at a place.
    fn before_marks(&self, at: usize) -> usize {
        let text = self.line.text.get(..at.saturating_sub(self.line.start)).unwrap_or_default();
        at - (text.len() - text.trim_end_matches(MARKS).len())
    }

    /// Includes the marks around a text that is deleted completely, such as the stars of `*so*`.
    fn take_marks(&self, edit: &mut Edit) {
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
}
