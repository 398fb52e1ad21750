//! Remembering what was printed from where: the lines of the record.

use std::ops::Range;

use super::{Piece, SeenLine, Writer};
use crate::base::span::Span;
use crate::data::expression;
use crate::tree::LedgerEntry;

/// A piece of a paragraph, and the node of the text that it is from.
pub(super) struct Printed {
    pub(super) piece: Piece,
    pub(super) origin: Option<Span>,
}

impl Writer<'_> {
    /// Remembers where the pieces of a paragraph stand in what its readers see of the file.
    pub(super) fn remember(&mut self, line: usize, printed: Vec<Printed>) {
        let (seen, files) = (std::mem::take(&mut self.seen), self.source.files);
        let first = printed.iter().find_map(|own| own.origin);
        if let Some((passage, files)) = first.and_then(|node| seen.at(node)).zip(files) {
            self.sent.lines[line].pieces = self.placed(passage, printed);
            let record = &mut self.sent.lines[line];
            record.kind = passage.kind;
            record.file = files.get(passage.place.file).path.to_string();
            record.start = passage.place.start as usize;
            record.lead.clone_from(&passage.lead);
            record.text.clone_from(&passage.text);
            self.places.insert(line, passage.place);
        } else {
            self.sent.lines[line].pieces = printed.into_iter().map(|own| own.piece).collect();
        }
        self.seen = seen;
    }

    /// Returns pieces with their places. A control has that of its node; those between two texts are, in their order,
    /// what the passage has between these.
    fn placed(&mut self, passage: &SeenLine, printed: Vec<Printed>) -> Vec<Piece> {
        let start = passage.place.start as usize;
        let mut pieces = Vec::with_capacity(printed.len());
        let mut waiting: Vec<usize> = Vec::new();
        let mut from = 0;
        for Printed { piece, origin } in printed {
            match piece {
                Piece::Atom { a } => {
                    let place = origin.and_then(|node| passage.atom(node));
                    if let Some(place) = &place {
                        self.stands(passage, &waiting, from..place.start);
                        self.sent.atoms[a].span = Some((start + place.start, start + place.end));
                        from = place.end;
                        waiting.clear();
                    } else {
                        waiting.push(a);
                    }
                    pieces.push(Piece::Atom { a });
                }
                Piece::Text { t, l, .. } => {
                    let found = origin.and_then(|node| passage.locate(&t, node));
                    let Some((spaces, place)) = found else {
                        pieces.push(Piece::Text { t, s: None, l });
                        continue;
                    };
                    self.stands(passage, &waiting, from..place.start);
                    waiting.clear();
                    from = place.end;
                    let (blank, words) = t.split_at(spaces);
                    if !blank.is_empty() {
                        pieces.push(Piece::Text { t: blank.to_owned(), s: None, l });
                    }
                    let s = Some((start + place.start, start + place.end));
                    pieces.push(Piece::Text { t: words.to_owned(), s, l });
                }
            }
        }
        self.stands(passage, &waiting, from..passage.text.len());
        pieces
    }

    /// Gives controls their places, if a range of the passage has as many as they are.
    fn stands(&mut self, passage: &SeenLine, waiting: &[usize], range: Range<usize>) {
        let start = passage.place.start as usize;
        let found = passage.atoms_within(&range);
        if found.len() == waiting.len() {
            for (&atom, place) in waiting.iter().zip(found) {
                self.sent.atoms[atom].span = Some((start + place.start, start + place.end));
            }
        }
    }
}

/// Returns what readers are told of a number: its expression, and its cells. Where the expression decides, they see
/// what came of it and nothing else: closed data may decide, between words that nobody else may read.
pub(super) fn told(entry: &LedgerEntry) -> (String, Vec<String>) {
    let shown = entry.expression.as_str();
    let is_name = |name: &&str| name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    // A named value is shown with what it stands for.
    let named = shown.split_once(" = ").filter(|(name, _)| is_name(name));
    let value = named.map_or(shown, |(_, value)| value);
    let parsed = expression::parse_expression(value, Span::new(entry.span.file, 0, value.len()));
    if parsed.is_ok_and(|binding| !binding.decides()) {
        return (shown.to_owned(), entry.cells.iter().map(ToString::to_string).collect());
    }
    (String::new(), Vec::new())
}
