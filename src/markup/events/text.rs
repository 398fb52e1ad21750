//! Text as the author typed it: its lines, quotation marks and escaped signs.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::is_unspaced;
use crate::base::diagnostic::Code;
use crate::base::yaml;
use crate::markup::Inline;
use crate::markup::inline::Run;
use crate::markup::mask::{MaskKind, is_escaped};
use crate::markup::parse::{Parser, is_block};

impl<'a> Parser<'a, '_> {
    /// Removes the bar from a line of a line block.
    pub(super) fn without_bar<'t>(
        &self,
        text: &'t str,
        range: Range<usize>,
    ) -> (&'t str, Range<usize>) {
        if !self.in_line_block || !self.begins_line() {
            return (text, range);
        }
        let line = text.strip_prefix('|').map_or(text, str::trim_start);
        (line, range.end - line.len()..range.end)
    }

    /// Whether the last event is the first of its paragraph.
    pub(super) fn begins_paragraph(&self) -> bool {
        matches!(self.events[..self.at - 1].last(), None | Some((Event::Start(Tag::Paragraph), _)))
    }

    /// Whether the last event is the first of its line; what a cell of a table holds begins none.
    pub(super) fn begins_line(&self) -> bool {
        match self.events[..self.at - 1].last() {
            None | Some((Event::SoftBreak | Event::HardBreak, _)) => true,
            Some((Event::Start(Tag::TableCell), _)) => false,
            Some((Event::Start(tag), _)) => is_block(tag),
            _ => false,
        }
    }

    /// A line break in the source is a space, except between characters that are written without
    /// spaces.
    pub(super) fn soft_break(&mut self, range: &Range<usize>, run: &mut Run) {
        let next = self.text[range.end..].chars().next();
        let wide = |character: Option<char>| character.is_some_and(is_unspaced);
        if !(wide(run.last_char()) && wide(next)) {
            run.push(" ", range.start, range.end);
        }
    }

    pub(super) fn text_event(
        &mut self,
        text: &str,
        range: &Range<usize>,
        run: &mut Run,
        out: &mut Vec<Inline>,
    ) {
        let mut at = range.start.max(self.consumed.min(range.end));
        let verbatim = text.len() == range.len();
        self.refuse_colons(range);
        while let Some(mask) = self.next_mask(at, range.end) {
            if at < mask.range.start {
                self.refuse_stray(&self.text[at..mask.range.start], &(at..mask.range.start));
                self.push_typed(&self.text[at..mask.range.start], at..mask.range.start, run);
            }
            if matches!(mask.kind, MaskKind::Colon | MaskKind::Punctuation) {
                run.push(&self.text[mask.range.clone()], mask.range.start, mask.range.end);
            } else {
                self.flush(run, out);
                self.hidden(&mask, range, out);
            }
            at = mask.range.end.min(range.end);
            self.consumed = mask.range.end;
        }
        if at >= range.end {
            return;
        }
        self.refuse_stray(
            if verbatim { &text[at - range.start..] } else { text },
            &(at..range.end),
        );
        if verbatim {
            self.push_typed(&text[at - range.start..], at..range.end, run);
        } else {
            // What stands for a character is not among those that are read as they are typed.
            self.problems.extend(yaml::unprintable(text, self.span(range)));
            let typographic = self.typographic(text, range, run.last_char());
            run.push(typographic, range.start, range.end);
        }
    }

    /// Adds the text of `range`, whose first character may be one that the author escaped.
    fn push_typed(&mut self, text: &str, range: Range<usize>, run: &mut Run) {
        if is_escaped(self.text, range.start) && run.source_end() != Some(range.start) {
            run.escape_next();
            self.refuse_backslash(range.start);
        } else {
            self.refuse_braces(&range);
        }
        run.push(text, range.start, range.end);
    }

    /// Reports text that looks like a bound number where none was found, which happens where an
    /// earlier one changes the meaning of the text; `range` begins with no escaped brace.
    fn refuse_braces(&mut self, range: &Range<usize>) {
        if let Some(at) = self.text[range.clone()].find("{{") {
            let start = range.start + at;
            self.report(
                Code::MisplacedNumber,
                &(start..start + 2),
                "a bound number cannot be read here",
                "write `\\{{` for the braces themselves",
            );
        }
    }

    fn close_double<'t>(&mut self) -> &'t str
    where
        'a: 't,
    {
        self.open_doubles = self.open_doubles.saturating_sub(1);
        &self.options.quotes.double_close
    }

    /// Returns the language's quotation marks for the straight ones that the author typed.
    pub(in crate::markup) fn typographic<'t>(
        &mut self,
        text: &'t str,
        range: &Range<usize>,
        before: Option<char>,
    ) -> &'t str
    where
        'a: 't,
    {
        let quotes = self.options.quotes;
        let typed = &self.text[range.clone()];
        let after_letter = before.is_some_and(char::is_alphanumeric);
        let before_letter =
            self.text[range.end..].chars().next().is_some_and(char::is_alphanumeric);
        let is_measure = before.is_some_and(|c| c.is_numeric() || c == '′')
            && !self.text[range.end..].starts_with(char::is_alphabetic);
        match (typed, text) {
            // Feet and inches, minutes and seconds: what closes no quotation behind a number.
            ("\"", _) if is_measure && self.open_doubles == 0 => "″",
            ("'", _) if is_measure && self.open_singles == 0 => "′",
            ("\"", "”") => self.close_double(),
            ("\"", "“") if after_letter && !before_letter => self.close_double(),
            ("\"", "“") => {
                self.open_doubles += 1;
                &quotes.double_open
            }
            ("'", "‘") => {
                self.open_singles += 1;
                &quotes.single_open
            }
            // A quotation mark that closes nothing is an apostrophe, which is the same in all
            // languages.
            ("'", "’") if self.open_singles > 0 && !(after_letter && before_letter) => {
                self.open_singles -= 1;
                &quotes.single_close
            }
            _ => text,
        }
    }
}
