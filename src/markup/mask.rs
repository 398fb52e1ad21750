//! Hiding what is not Markdown from the Markdown parser.
//!
//! A bound number may hold `*`, `_`, `|` and brackets, all of which mean
//! something to Markdown. Before parsing, each such part is overwritten by as
//! many harmless bytes, so that all offsets stay true; the parser of events then
//! reads the part from the original text. Where marks of ours mean nothing, in
//! code, addresses and HTML, the Markdown parser is asked first ([`Verbatim`]).

use std::borrow::Cow;
use std::ops::Range;

use super::verbatim::Verbatim;

/// A hidden part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mask {
    /// The bytes.
    pub range: Range<usize>,
    /// What they hold.
    pub kind: MaskKind,
}

/// What a hidden part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MaskKind {
    /// A bound number, braces included.
    Number,
    /// A bound number that is not closed, up to the end of its line.
    OpenNumber,
    /// Attributes, braces included.
    Attributes,
    /// A line that opens or closes a fenced div, from its first colon.
    Fence,
}

/// What hidden parts are overwritten with: Unicode keeps it for the inside of programs, and it is
/// neither space nor punctuation to Markdown.
const FILL: char = '\u{FDD0}';

/// Whether `text`, which the Markdown parser returned, holds bytes of a hidden part.
pub(super) fn is_masked(text: &str) -> bool {
    text.contains(FILL)
}

/// Returns the text with its foreign parts overwritten, and these parts in order.
pub(super) fn mask(text: &str) -> (Cow<'_, str>, Vec<Mask>) {
    let fences = fences(text);
    let masked = overwritten(text, &fences);
    if !masked.contains('{') {
        return (masked, fences);
    }
    let marks = settled_marks(&masked);
    let masked = Cow::Owned(overwritten(&masked, &marks).into_owned());
    let mut masks = fences;
    masks.extend(marks);
    masks.sort_unstable_by_key(|mask| mask.range.start);
    (masked, masks)
}

fn overwritten<'t>(text: &'t str, masks: &[Mask]) -> Cow<'t, str> {
    if masks.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for mask in masks {
        masked.push_str(&text[at..mask.range.start]);
        masked.push_str(&placeholder(mask));
        at = mask.range.end;
    }
    masked.push_str(&text[at..]);
    Cow::Owned(masked)
}

fn placeholder(mask: &Mask) -> String {
    let length = mask.range.len();
    match mask.kind {
        // A processing instruction is the one HTML block that interrupts a
        // paragraph and ends on its own line.
        MaskKind::Fence => {
            let end = if length > 3 { "?>" } else { ">" };
            format!("<?{}{end}", "x".repeat(length.saturating_sub(4)))
        }
        MaskKind::Number | MaskKind::OpenNumber | MaskKind::Attributes => {
            let width = FILL.len_utf8();
            let fill = std::iter::repeat_n(FILL, length / width);
            fill.chain(std::iter::repeat_n('x', length % width)).collect()
        }
    }
}

/// Returns `masked`, which the Markdown parser took from `range`, as its author wrote it in `text`.
pub(super) fn restored(
    masked: &str,
    range: &Range<usize>,
    text: &str,
    masks: &[Mask],
) -> Option<String> {
    if !is_masked(masked) {
        return None;
    }
    let first = masks.partition_point(|mask| mask.range.start < range.start);
    let inside = masks[first..].iter().take_while(|mask| mask.range.start < range.end);
    let restore = |masked: String, mask: &Mask| {
        masked.replacen(&placeholder(mask), &text[mask.range.clone()], 1)
    };
    Some(inside.fold(masked.to_owned(), restore))
}

/// Finds the lines that open and close fenced divs.
fn fences(text: &str) -> Vec<Mask> {
    let mut masks = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        masks.extend(fence(line).map(|range| Mask {
            range: line_start + range.start..line_start + range.end,
            kind: MaskKind::Fence,
        }));
        line_start += line.len();
    }
    if !masks.is_empty() {
        let verbatim = Verbatim::of(text);
        masks.retain(|mask| !verbatim.is_in_block(mask.range.start));
    }
    masks
}

/// Returns where a line opens or closes a div: colons after nothing but indentation, list
/// markers or quote marks, and then nothing, a word, or attributes.
fn fence(line: &str) -> Option<Range<usize>> {
    let start = containers(line);
    let rest = line[start..].trim_end();
    let after = rest.trim_start_matches(':');
    let colons = rest.len() - after.len();
    let info = after.trim().trim_end_matches(':').trim_end();
    let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let opens = info.starts_with('{') || info.chars().all(is_name);
    (colons >= 3 && opens).then(|| start..start + rest.len())
}

/// Returns the length of the indentation, quote marks and list markers that a line begins with.
fn containers(line: &str) -> usize {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '>']);
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let sign: &[char] = if number.len() < rest.len() { &['.', ')'] } else { &['-', '+', '*'] };
        match number.strip_prefix(sign).filter(|after| after.starts_with([' ', '\t'])) {
            Some(after) => rest = after,
            None => return line.len() - rest.len(),
        }
    }
}

/// Finds bound numbers and attributes.
///
/// The bars in bound numbers part the cells of tables until they are hidden, and what becomes of
/// the rest of the row is known only then.
fn settled_marks(text: &str) -> Vec<Mask> {
    let mut marks = marks(text, &Verbatim::of(text));
    let has_table = ["|-", "| -", "|:", "| :"].iter().any(|rule| text.contains(rule));
    if has_table && marks.iter().any(|mask| text[mask.range.clone()].contains('|')) {
        marks.retain(|mask| mask.kind != MaskKind::OpenNumber);
        let verbatim = Verbatim::of(&overwritten(text, &marks));
        return self::marks(text, &verbatim);
    }
    marks
}

fn marks(text: &str, verbatim: &Verbatim) -> Vec<Mask> {
    let mut masks = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find('{') {
        let start = at + offset;
        if let Some(part) = verbatim.part(start) {
            at = part.end;
            continue;
        }
        let is_double = text[start..].starts_with("{{");
        if is_escaped(text, start) {
            // The author wants the brace itself, and a second one with it.
            at = start + if is_double { 2 } else { 1 };
            continue;
        }
        let found = if is_double {
            Some(number(text, start, verbatim))
        } else {
            attributes(text, start).map(|end| (end, MaskKind::Attributes))
        };
        at = found.map_or(start + 1, |(end, _)| end);
        masks.extend(found.map(|(end, kind)| Mask { range: start..end, kind }));
    }
    masks
}

/// Whether an odd number of backslashes stands before the byte `at`.
pub(super) fn is_escaped(text: &str, at: usize) -> bool {
    let before = &text[..at];
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}

/// Returns the end of a bound number, which ends in its paragraph.
fn number(text: &str, start: usize, verbatim: &Verbatim) -> (usize, MaskKind) {
    let limit = verbatim.text_end(start).unwrap_or(text.len());
    let rest = &text[start..limit];
    let closings = rest.match_indices("}}").map(|(at, _)| start + at);
    match closings.into_iter().find(|at| verbatim.part(*at).is_none()) {
        Some(closing) => (closing + 2, MaskKind::Number),
        None => (start + rest.find('\n').unwrap_or(rest.len()), MaskKind::OpenNumber),
    }
}

/// Returns the end of attributes that begin at `start`: right behind a bracket, or at the end of
/// a line.
fn attributes(text: &str, start: usize) -> Option<usize> {
    let rest = text[start..].lines().next()?;
    let end = closing_brace(rest)? + 1;
    let inner = rest[1..end - 1].trim();
    let marked = inner.starts_with(['#', '.']) || inner == "-";
    let closes_line = rest[end..].trim().is_empty();
    let before = text[..start].chars().next_back();
    let named = marked || inner.contains('=');
    (matches!(before, Some(']' | ')')) && named || marked && closes_line && before == Some(' '))
        .then_some(start + end)
}

/// Returns where the first brace stands that closes, quoted ones left aside.
fn closing_brace(rest: &str) -> Option<usize> {
    let mut quoted = false;
    let closing = rest.char_indices().find(|(_, character)| {
        quoted ^= *character == '"';
        *character == '}' && !quoted
    });
    closing.map(|(at, _)| at)
}
