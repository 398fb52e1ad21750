//! Lines of one repeated sign that enclose a block in `AsciiDoc`, or underline a heading in reStructuredText. Markdown
//! reads them as rules, as headings, or as text.

use std::collections::HashMap;

use super::refusal;
use crate::markup::mask::{Mask, MaskKind};
use crate::markup::parse::Parser;
use crate::markup::verbatim::Verbatim;

/// The signs of the lines around a block of `AsciiDoc`, each with what to write.
const BLOCKS: &[(char, &str)] = &[
    ('=', "write `::: {.callout-note title=\"…\"}`, the text, and a line `:::`"),
    ('*', "write `::: {.callout-note title=\"…\"}`, the text, and a line `:::`"),
    ('-', "put code between lines of three backticks"),
    ('.', "put code between lines of three backticks"),
    ('_', "write `> text`, and in a last paragraph `> -- Name`"),
    ('/', "write a comment as `<!-- … -->`"),
    ('+', "write it in Markdown"),
];

/// The signs that underline headings in reStructuredText and not in Markdown. A line of tildes begins a listing.
const UNDERLINES: &str = "\"'^+*.#_&!;,@%`";

/// How much longer or shorter than its heading an underline is at most.
const LEEWAY: usize = 2;

/// The fewest signs of such a line.
const FEWEST: usize = 4;

/// A line of one repeated sign, and what stands around it.
struct Line<'t> {
    start: usize,
    text: &'t str,
    sign: char,
    above: &'t str,
    before_above: &'t str,
    below: &'t str,
}

impl Line<'_> {
    /// Whether it may begin a block: text follows at once, and nothing or a line of `AsciiDoc` comes before.
    fn may_open(&self) -> bool {
        let is_free = self.above.is_empty() || is_block_line(self.above);
        is_free && !self.below.is_empty() && BLOCKS.iter().any(|(sign, _)| *sign == self.sign)
    }

    /// Whether it underlines a heading.
    fn is_underline(&self) -> bool {
        let width = self.above.chars().count();
        UNDERLINES.contains(self.sign)
            && self.before_above.is_empty()
            && self.above.starts_with(char::is_alphanumeric)
            && width.abs_diff(self.text.len()) <= LEEWAY
    }
}

/// Whether a line says something about the block below it in `AsciiDoc`: `[NOTE]`, `.Title`.
fn is_block_line(line: &str) -> bool {
    let is_title = line.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    is_title || line.starts_with('[') && line.ends_with(']') && !line.contains("](")
}

/// Whether the text between two lines of dashes is a table of Pandoc, which has a line of dashes in parts.
fn is_ruled_table(text: &str) -> bool {
    text.lines().map(str::trim).any(|line| {
        line.contains(' ') && line.contains("--") && line.bytes().all(|byte| b"- ".contains(&byte))
    })
}

/// Returns the lines, in order; they are hidden from the Markdown parser.
pub(in crate::markup) fn masks(text: &str) -> Vec<Mask> {
    let lines = lines(text);
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, line) in lines.iter().enumerate().rev() {
        places.entry(line.text).or_default().push(index);
    }
    let mut masks = Vec::new();
    let mut closed_until = 0;
    for (index, line) in lines.iter().enumerate() {
        if index < closed_until {
            continue;
        }
        let range = line.start..line.start + line.text.len();
        if line.may_open() {
            // The nearest line that is the same and has text above it.
            let others = places.entry(line.text).or_default();
            others.truncate(others.iter().rposition(|at| *at > index).map_or(0, |at| at + 1));
            let close = others.last().filter(|at| {
                let end = &lines[**at];
                !end.above.is_empty() && !is_ruled_table(&text[range.end..end.start])
            });
            if let Some(&close) = close {
                let end = &lines[close];
                masks.push(Mask { range, kind: MaskKind::Delimiter });
                let range = end.start..end.start + end.text.len();
                masks.push(Mask { range, kind: MaskKind::DelimiterEnd });
                closed_until = close + 1;
                continue;
            }
        }
        if line.is_underline() {
            masks.push(Mask { range, kind: MaskKind::Delimiter });
        }
    }
    if !masks.is_empty() {
        let verbatim = Verbatim::of(text);
        masks.retain(|mask| !verbatim.is_in_block(mask.range.start));
    }
    masks
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut found: Vec<Line> = Vec::new();
    let (mut start, mut above, mut before_above, mut is_above) = (0, "", "", false);
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end();
        if is_above && let Some(last) = found.last_mut() {
            last.below = line;
        }
        let sign = line.chars().next().filter(char::is_ascii_punctuation);
        let repeated =
            sign.filter(|sign| line.len() >= FEWEST && line.chars().all(|other| other == *sign));
        is_above = repeated.is_some();
        found.extend(repeated.map(|sign| Line {
            start,
            text: line,
            sign,
            above,
            before_above,
            below: "",
        }));
        (before_above, above) = (above, line);
        start += whole.len();
    }
    found
}

impl Parser<'_, '_> {
    /// Reports a line that encloses a block, or underlines a heading, unless the line above it was reported.
    pub(in crate::markup) fn refuse_delimiter(&mut self, mask: &Mask) {
        let line = &self.text[mask.range.clone()];
        let mut lines = self.text[..mask.range.start].lines().rev();
        let above = lines.next().unwrap_or_default().trim_end();
        let sign = line.chars().next().unwrap_or_default();
        let span = self.span(&mask.range);
        let mut below = self.text[mask.range.end..].lines().skip(1).map(str::trim_end);
        let title = below.next().unwrap_or_default();
        let problem = if !above.is_empty() && !is_block_line(above) {
            let hint = format!("write `## {above}`");
            refusal(span, "the underline of a heading in reStructuredText", &hint)
        } else if title.chars().count() <= line.len() && below.next() == Some(line) {
            refusal(span, "a heading of reStructuredText", &format!("write `## {title}`"))
        } else if above.is_empty() {
            let hint = BLOCKS.iter().find(|(other, _)| *other == sign).map_or("", |(_, hint)| hint);
            refusal(span, "the line around a block of AsciiDoc", hint)
        } else {
            return;
        };
        self.problems.push(problem);
    }
}
