//! Syntax that Markdown's own inline parser leaves in its text: citations and cross-references in
//! the sentence, and superscripts or subscripts inside words.

use ecow::{EcoString, eco_format};

use super::citation::{self, Cite};
use super::foreign;
use super::{Inline, InlineKind, REFERENCE_PREFIXES, Reference, Wording};
use crate::base::diagnostic::Diagnostic;
use crate::base::span::{Span, Spanned, TextPlace};

/// A stretch of text that the Markdown parser delivered in pieces.
///
/// Pieces may differ from the source in length (`--` became `–`), so each
/// remembers where it came from.
#[derive(Debug, Default)]
pub(super) struct Run {
    text: String,
    /// For each piece: its start in `text`, and its start and end in the source.
    pieces: Vec<(usize, usize, usize)>,
    /// Where in `text` there are characters that the author escaped, in order.
    escaped: Vec<usize>,
}

impl Run {
    /// Adds a piece from `start..end` of the source.
    pub(super) fn push(&mut self, piece: &str, start: usize, end: usize) {
        // Pages show a tab and several spaces as one space, and so do PDFs.
        let spaced;
        let piece = if piece.contains('\t') {
            spaced = piece.replace('\t', " ");
            &spaced
        } else {
            piece
        };
        let mut at = start;
        for (number, part) in piece.split("  ").enumerate() {
            let rest = part.trim_start_matches(' ');
            at += if number == 0 { 0 } else { 2 } + part.len() - rest.len();
            let has_space = self.text.ends_with(' ');
            let lost = number > 0 || rest.len() < part.len();
            if lost && !has_space {
                self.pieces.push((self.text.len(), at.saturating_sub(1), at));
                self.text.push(' ');
            }
            if !rest.is_empty() {
                self.pieces.push((self.text.len(), at, end));
                self.text.push_str(rest);
            }
            at += rest.len();
        }
    }

    /// Marks the first character of the next piece as escaped.
    pub(super) fn escape_next(&mut self) {
        self.escaped.push(self.text.len());
    }

    /// Whether the author escaped the character at the byte `at` of the text.
    fn is_escaped(&self, at: usize) -> bool {
        self.escaped.binary_search(&at).is_ok()
    }

    /// Returns where in the source the last piece ends.
    pub(super) fn source_end(&self) -> Option<usize> {
        self.pieces.last().map(|piece| piece.2)
    }

    /// Returns the last character so far.
    pub(super) fn last_char(&self) -> Option<char> {
        self.text.chars().next_back()
    }

    /// Removes an unescaped `^` from its end; returns whether there was one.
    pub(super) fn pop_caret(&mut self) -> bool {
        let is_caret = self.text.ends_with('^') && !self.is_escaped(self.text.len() - 1);
        if is_caret {
            self.text.pop();
        }
        is_caret
    }

    /// Whether it holds `sign`.
    pub(super) fn holds(&self, sign: char) -> bool {
        self.text.contains(sign)
    }

    /// Returns the syntax of other programs in it, and where it is.
    pub(super) fn foreign(&self, base: TextPlace) -> Vec<(Span, Diagnostic)> {
        let found = foreign::find(&self.text).into_iter();
        let found = found.filter(|found| !self.is_escaped(found.range.start));
        let place = |range: &std::ops::Range<usize>| {
            base.slice(self.source(range.start), self.source(range.end.saturating_sub(1)) + 1)
        };
        let refused = found.map(|found| {
            let span = place(&found.range);
            (span, foreign::refusal(span, found.name, found.hint))
        });
        refused.collect()
    }

    /// Empties the run into `out`, as text, citations, references and raised or lowered text.
    ///
    /// `prefixes` are those of cross-references to entries of registers.
    pub(super) fn flush(&mut self, base: TextPlace, prefixes: &[EcoString], out: &mut Vec<Inline>) {
        if self.text.is_empty() {
            return;
        }
        let run = std::mem::take(self);
        let mut scanner = Scanner { run: &run, base, prefixes, out, done: 0 };
        scanner.scan();
    }

    /// Returns where the byte `at` of the text came from.
    fn source(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.0 <= at).saturating_sub(1);
        let Some(&(start, from, to)) = self.pieces.get(index) else { return 0 };
        (from + (at - start)).min(to)
    }
}

/// Returns the id that `key` names, and how it is printed, if it is the id of a place in the
/// document or of an entry of a register, and not of a source. `Tbl-m` names `tbl-m`.
pub(super) fn referred(key: &str, prefixes: &[EcoString]) -> Option<(EcoString, Wording)> {
    let is_one = |key: &str| {
        let prefixes = prefixes.iter().map(EcoString::as_str);
        REFERENCE_PREFIXES.iter().copied().chain(prefixes).any(|prefix| key.starts_with(prefix))
    };
    if is_one(key) {
        return Some((key.into(), Wording::AsInSentence));
    }
    let first = key.chars().next().filter(char::is_ascii_uppercase)?;
    let small = eco_format!("{}{}", first.to_ascii_lowercase(), &key[1..]);
    is_one(&small).then_some((small, Wording::Capital))
}

struct Scanner<'a> {
    run: &'a Run,
    base: TextPlace,
    prefixes: &'a [EcoString],
    out: &'a mut Vec<Inline>,
    /// How much of the text is already in `out`.
    done: usize,
}

impl Scanner<'_> {
    fn scan(&mut self) {
        let text = self.run.text.as_str();
        let mut at = 0;
        while let Some(offset) = text[at..].find(['@', '~', '^']) {
            let mark = at + offset;
            at = match text.as_bytes()[mark] {
                _ if self.run.is_escaped(mark) => None,
                b'@' => self.name(mark),
                _ => self.shifted(mark),
            }
            .unwrap_or(mark + 1);
        }
        self.emit_text(text.len());
    }

    fn span(&self, start: usize, end: usize) -> Span {
        self.base.slice(self.run.source(start), self.run.source(end))
    }

    fn emit_text(&mut self, end: usize) {
        if end > self.done {
            let text = EcoString::from(&self.run.text[self.done..end]);
            let span = self.span(self.done, end);
            self.out.push(Inline { span, kind: InlineKind::Text(text) });
        }
        self.done = end;
    }

    fn emit(&mut self, start: usize, end: usize, kind: InlineKind) {
        self.emit_text(start);
        self.out.push(Inline { span: self.span(start, end), kind });
        self.done = end;
    }

    /// Reads a citation or cross-reference at `mark`; returns its end.
    fn name(&mut self, mark: usize) -> Option<usize> {
        let text = self.run.text.as_str();
        if !citation::begins_key(&text[self.done..], mark - self.done) {
            return None;
        }
        let key = citation::leading_key(&text[mark + 1..]);
        let end = mark + 1 + key.len();
        let kind = if let Some((id, wording)) = referred(key, self.prefixes) {
            let ids = vec![Spanned::new(id, self.span(mark, end))];
            InlineKind::Reference(Box::new(Reference { ids, wording }))
        } else {
            let key = Spanned::new(key.into(), self.span(mark + 1, end));
            InlineKind::Citation(Box::new([Cite::of(key)]))
        };
        self.emit(mark, end, kind);
        Some(end)
    }

    /// Reads a `~subscript~` or `^superscript^` at `mark`; returns its end.
    fn shifted(&mut self, mark: usize) -> Option<usize> {
        let text = self.run.text.as_str();
        let sign = &text[mark..=mark];
        let signs = text[mark + 1..].match_indices(sign).map(|(at, _)| mark + 1 + at);
        let end = signs.into_iter().find(|at| !self.run.is_escaped(*at))?;
        let inner = &text[mark + 1..end];
        if inner.is_empty() || inner.contains(char::is_whitespace) {
            return None;
        }
        let content =
            [Inline { span: self.span(mark + 1, end), kind: InlineKind::Text(inner.into()) }];
        let kind = match sign {
            "~" => InlineKind::Subscript(Box::new(content)),
            _ => InlineKind::Superscript(Box::new(content)),
        };
        self.emit(mark, end + 1, kind);
        Some(end + 1)
    }
}
