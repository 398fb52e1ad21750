//! Lists as other programs and word processors write them, which Markdown reads as one paragraph.

use std::ops::Range;

use super::{refusal, unquoted};
use crate::markup::parse::Parser;

/// The signs that word processors put before the items of a list; one is in the area for private use.
const BULLETS: [char; 11] = ['•', '‣', '▪', '➢', '➤', '►', '▸', '⁃', '∙', '\u{F0B7}', '\u{F0A7}'];

/// Signs that also stand for themselves, so that a list has two lines with one.
const SIGNS: [char; 11] = ['◦', '●', '○', '■', '□', '·', '✓', '✔', '☐', '☑', '☒'];

/// Boxes for what is done and what is not: a list has all of them.
const BOXES: [char; 3] = ['☐', '☑', '☒'];

/// Dashes, which some write before the items of a list.
const DASHES: [char; 2] = ['–', '—'];

/// A list that is none: what it is, and what to write.
type Unread = (&'static str, &'static str);

impl Parser<'_, '_> {
    /// Reports a list that Markdown does not read and that the line at `start` begins; returns
    /// whether there is one.
    pub(super) fn refuse_list(&mut self, start: usize) -> bool {
        let line = self.text[start..].lines().next().unwrap_or_default();
        let rest = &self.text[start + line.len()..];
        let next = rest.lines().map(unquoted).find(|line| !line.is_empty()).unwrap_or_default();
        let found = unread(line, next).filter(|_| !self.is_prose(start, line));
        let Some((name, hint)) = found else { return false };
        // The items of a list are often parted by empty lines; the first was reported.
        let before = self.text[..start].lines().map(unquoted).rev().find(|line| !line.is_empty());
        let is_marked = |line: &str| line.starts_with(BULLETS) || line.starts_with(SIGNS);
        let is_next = before.is_some_and(|before| {
            is_marked(before) && is_marked(line) || follow(before, line, &MARKS)
        });
        if !is_next {
            let span = self.span(&(start..start + line.trim_end().len()));
            self.problems.push(refusal(span, name, hint));
        }
        true
    }

    /// Whether the sign at the beginning of `line`, which is at `start`, is none of a list.
    fn is_prose(&self, start: usize, line: &str) -> bool {
        let below = self.text[start + line.len()..].lines().nth(1).map(unquoted);
        let is_last = below.is_none_or(str::is_empty);
        let own = self.text[..start].rsplit('\n').next().unwrap_or_default();
        let above = self.text[..start - own.len()].lines().next_back().map(unquoted);
        let above = above.unwrap_or_default();
        if line.starts_with(DASHES) {
            // Before paragraphs, dashes are of a dialogue; in a quotation, they begin the name of who said it; behind a
            // word, they are of the sentence.
            return is_last || own.contains('>') || above.ends_with(char::is_alphanumeric);
        }
        if line.starts_with('*') {
            // Notes below a table, each a paragraph or a line of its own: `*Provisional.`
            return is_last || line.ends_with('\\') || line.ends_with("  ");
        }
        // A letter and a full stop are the initial of a name within a paragraph, or before another.
        let is_letter = |line: &str| {
            line.starts_with(|c: char| c.is_ascii_uppercase()) && line[1..].starts_with('.')
        };
        is_letter(line)
            && (!above.is_empty() || line.get(2..).is_some_and(|rest| is_letter(rest.trim_start())))
    }

    /// Reports a line of dashes in several parts, at `range`, which is a rule for Markdown and part
    /// of a table for Pandoc.
    pub(in crate::markup) fn refuse_ruled_table(&mut self, range: &Range<usize>) {
        let rule = self.text[range.clone()].trim();
        let parts: Vec<_> = rule.split_whitespace().collect();
        let is_table = parts.len() > 1
            && parts.iter().all(|part| part.len() > 1 && part.bytes().all(|byte| byte == b'-'));
        if is_table {
            let span = self.span(&(range.start..range.start + rule.len()));
            let hint = "write the table with bars, `| a | b |`, and a line of dashes below its header, `|---|---|`";
            self.problems.push(refusal(span, "a table of Pandoc without bars", hint));
        }
    }
}

fn unread(line: &str, next: &str) -> Option<Unread> {
    const NUMBERED: Unread = (
        "a list with letters, or numbers in brackets",
        "begin the items with `1.`, `2.`: Markdown has no other numbers",
    );
    let is_dashed =
        |line: &str| line.strip_prefix(DASHES).is_some_and(|rest| rest.starts_with(' '));
    let is_crowded = |line: &str| {
        line.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    };
    let number = |line: &str, number: &str| {
        line.strip_prefix(number).is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    };
    let is_starred = |line: &str| {
        let word =
            line.strip_prefix(['*', '+']).filter(|rest| rest.starts_with(char::is_alphabetic));
        word.is_some_and(|word| !word.contains(['*', '+']))
    };
    // Several of these signs stand for a blank.
    let is_bulleted = line.strip_prefix(BULLETS).is_some_and(|rest| !rest.starts_with(BULLETS));
    let sign = |line: &str| {
        let rest = line.strip_prefix(SIGNS).filter(|rest| !rest.starts_with(SIGNS))?;
        let sign =
            if line.starts_with(BOXES) { BOXES.first().copied() } else { line.chars().next() };
        rest.starts_with(char::is_whitespace).then_some(sign)
    };
    let is_signed = sign(line).is_some() && sign(line) == sign(next);
    let is_dash = |line: &str| {
        line.strip_prefix(DASHES).is_some_and(|rest| rest.starts_with(char::is_lowercase))
    };
    if is_bulleted || is_signed {
        Some((
            "a list with signs of a word processor",
            "begin each item with `- `, a hyphen and a space, after an empty line",
        ))
    } else if is_dashed(line) && is_dashed(next) || is_dash(line) && is_dash(next) {
        Some((
            "a list with signs of a word processor",
            "begin each item with `- `, a hyphen and a space, after an empty line; put an empty line between the lines of a dialogue",
        ))
    } else if is_crowded(line) && is_crowded(next)
        || is_starred(line) && is_starred(next)
        || number(line, "1.") && number(next, "2.")
    {
        Some(("a list without the spaces behind its marks", "write the space: `- item`, `1. item`"))
    } else if line.strip_prefix("#. ").is_some_and(|rest| !rest.is_empty()) {
        Some(("a list of Pandoc or reStructuredText", "number the items: `1.`, `2.`"))
    } else {
        follow(line, next, &MARKS).then_some(NUMBERED)
    }
}

/// Marks of lists, each with the one that follows it.
const MARKS: [(&str, &str); 14] = [
    ("a", "b"),
    ("A", "B"),
    ("i", "ii"),
    ("I", "II"),
    ("1", "2"),
    ("①", "②"),
    ("b", "c"),
    ("c", "d"),
    ("B", "C"),
    ("ii", "iii"),
    ("II", "III"),
    ("2", "3"),
    ("3", "4"),
    ("②", "③"),
];

/// Whether the two lines begin with marks of one list that follow each other, such as `a)` and `b)`.
fn follow(line: &str, next: &str, marks: &[(&str, &str)]) -> bool {
    let mark = |line: &str, text: &str| {
        let before = line.len() - line.trim_start_matches('(').len();
        let rest = line[before..].strip_prefix(text)?;
        if text.starts_with(['①', '②', '③']) {
            return rest.starts_with(' ').then_some((before, ' '));
        }
        // `1.)` is no mark either.
        let closing = if rest.starts_with(".)") { "+" } else { rest };
        let closing = closing.chars().next().filter(|c| matches!(c, '.' | ')' | '+'))?;
        let is_number = text.starts_with(|c: char| c.is_ascii_digit());
        let behind = rest.trim_start_matches(['.', ')']);
        let is_mark = before <= 1
            && (before == 0 || closing == ')')
            && behind.starts_with(' ')
            && (before == 1 || !is_number || closing == '+')
            // `B. Moor` behind `A. Pérez` may be two people.
            && (closing == ')' || before == 1 || closing == '+' || matches!(text, "a" | "b" | "A" | "B" | "i" | "ii" | "I" | "II"));
        is_mark.then_some((before, closing))
    };
    marks.iter().any(|(first, second)| {
        let first = mark(line, first);
        first.is_some() && first == mark(next, second)
    })
}
