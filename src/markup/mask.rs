//! Hiding what is not Markdown from the Markdown parser.
//!
//! A bound number may hold `*`, `_`, `|` and brackets, all of which mean
//! something to Markdown. Before parsing, each such part is overwritten by as
//! many harmless bytes, so that all offsets stay true; the parser of events then
//! reads the part from the original text. Where marks of ours mean nothing, in
//! code, addresses and HTML, the Markdown parser is asked first ([`Verbatim`]).

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::address;
use super::events::is_unspaced;
use super::foreign::delimited;
use super::formula;
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
    /// A line that begins a block of another program, or underlines a heading of it.
    Delimiter,
    /// A line that ends such a block.
    DelimiterEnd,
    /// A bare address in the text.
    Address,
    /// A formula, dollars included.
    Formula,
    /// A formula of its own that is not closed, up to the end of its line.
    OpenFormula,
    /// Full-width punctuation between an emphasis mark and the letter next to it.
    Punctuation,
    /// A colon at the beginning of a line that is not a definition, because no space follows it.
    Colon,
}

/// What hidden parts are overwritten with: a noncharacter, which Unicode reserves for internal use,
/// and which Markdown takes neither for space nor for punctuation.
const FILL: char = '\u{FDD0}';

/// What a single byte is overwritten with: a control character, which no text may contain.
const NARROW_FILL: char = '\u{2}';

/// Whether `text`, which the Markdown parser returned, contains bytes of a hidden part.
pub(super) fn is_masked(text: &str) -> bool {
    text.contains([FILL, NARROW_FILL])
}

/// Returns the text with its foreign parts overwritten, and these parts in order.
pub(super) fn mask(text: &str) -> (Cow<'_, str>, Vec<Mask>) {
    let lines = line_marks(text);
    let masked = overwritten(text, &lines);
    if !CANDIDATES.is_match(&masked) {
        return (masked, lines);
    }
    let marks = settled_marks(&masked);
    let masked = Cow::Owned(overwritten(&masked, &marks).into_owned());
    let mut masks = lines;
    masks.retain(|mask| !formula::covers(&marks, mask.range.start));
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
        // A processing instruction is the only HTML block that interrupts a paragraph and ends on
        // its own line.
        MaskKind::Fence | MaskKind::Delimiter | MaskKind::DelimiterEnd => {
            let end = if length > 3 { "?>" } else { ">" };
            format!("<?{}{end}", "x".repeat(length.saturating_sub(4)))
        }
        MaskKind::Colon => NARROW_FILL.to_string(),
        MaskKind::Number
        | MaskKind::OpenNumber
        | MaskKind::Attributes
        | MaskKind::Address
        | MaskKind::Formula
        | MaskKind::OpenFormula
        | MaskKind::Punctuation => {
            let width = FILL.len_utf8();
            let fill = std::iter::repeat_n(FILL, length / width);
            fill.chain(std::iter::repeat_n('x', length % width)).collect()
        }
    }
}

/// Returns the author's text for `masked`, which the Markdown parser took from `range` of `text`.
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

/// Finds the lines that open and close fenced divs, and the colons that begin other lines.
fn line_marks(text: &str) -> Vec<Mask> {
    let mut masks = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let found = fence(line).map(|range| (range, MaskKind::Fence));
        let found = found.or_else(|| colon(line).map(|range| (range, MaskKind::Colon)));
        masks.extend(found.map(|(range, kind)| {
            let range = line_start + range.start..line_start + range.end;
            Mask { range, kind }
        }));
        line_start += line.len();
    }
    masks.extend(punctuation(text));
    masks.extend(delimited::masks(text));
    if !masks.is_empty() {
        masks.sort_unstable_by_key(|mask| mask.range.start);
        let mut end = 0;
        masks.retain(|mask| {
            let is_free = mask.range.start >= end;
            end = end.max(if is_free { mask.range.end } else { end });
            is_free
        });
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

/// Finds full-width punctuation that would keep emphasis from beginning or ending between letters
/// of a script without spaces, as in `**100元。**之后` (commonmark-spec issue 650).
fn punctuation(text: &str) -> Vec<Mask> {
    let marks = text.match_indices(['*', '~']);
    let marks = marks.filter(|(at, sign)| !text[..*at].ends_with(*sign));
    let masks = marks.flat_map(|(at, sign)| {
        let behind = text[at..].trim_start_matches(sign);
        let end = text.len() - behind.len();
        let (before, after) = (text[..at].chars().next_back(), behind.chars().next());
        let is_mark = |c: Option<char>| c.is_some_and(is_wide_punctuation);
        let is_letter = |c: Option<char>| c.is_some_and(|c| is_unspaced(c) && c.is_alphanumeric());
        let closing = (is_mark(before) && is_letter(after)).then(|| at - WIDE..at);
        let opening = (is_mark(after) && is_letter(before)).then(|| end..end + WIDE);
        closing.into_iter().chain(opening)
    });
    masks.map(|range| Mask { range, kind: MaskKind::Punctuation }).collect()
}

/// How many bytes full-width punctuation has.
const WIDE: usize = 3;

fn is_wide_punctuation(character: char) -> bool {
    matches!(character, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301F}' | '“' | '”' | '‘' | '’'
        | '…' | '—' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}')
}

/// Returns the place of a colon at the beginning of a line that is not a definition.
fn colon(line: &str) -> Option<Range<usize>> {
    if !line.contains(':') {
        return None;
    }
    let start = containers(line);
    let after = line[start..].strip_prefix(':')?.chars().next()?;
    (!after.is_whitespace()).then_some(start..start + 1)
}

/// Returns the length of the indentation, quote marks and list markers at the beginning of a line.
pub(super) fn containers(line: &str) -> usize {
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

/// The characters that bound numbers, attributes, formulas and bare addresses begin with, or
/// contain.
static CANDIDATES: LazyLock<Regex> = LazyLock::new(|| {
    let beginnings = address::BEGINNINGS.map(regex::escape).join("|");
    Regex::new(&format!(r"\{{\{{?|\$|@|\\\(|\\\[|{beginnings}")).expect("the pattern is one")
});

/// Finds bound numbers, attributes, formulas and bare addresses.
///
/// The bars in bound numbers and formulas part the cells of tables until they are hidden, and what becomes of
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
    let (mut line, mut open_until) = (BraceLine::default(), 0);
    while let Some(found) = CANDIDATES.find_at(text, at) {
        let start = found.start();
        if let Some(part) = verbatim.part(start) {
            at = part.end;
            continue;
        }
        if is_escaped(text, start) {
            // The author wants the brace itself, and a second one with it.
            at = found.end();
            continue;
        }
        let mask = match found.as_str() {
            "{{" => Some(number(text, start, (verbatim, &mut open_until))),
            "$" => formula::find(text, start, verbatim),
            "\\(" | "\\[" => formula::find_bracketed(text, start, verbatim),
            "{" => attributes(text, start, &mut line)
                .map(|end| Mask { range: start..end, kind: MaskKind::Attributes }),
            sign => {
                let mail = if sign == "@" { address::mail(text, start) } else { None };
                let range = if sign == "@" { mail } else { address::web(text, start) };
                let range = range.filter(|range| range.start >= at);
                range.map(|range| Mask { range, kind: MaskKind::Address })
            }
        };
        at = mask.as_ref().map_or(found.end(), |mask| mask.range.end);
        masks.extend(mask);
    }
    masks
}

/// Whether an odd number of backslashes stands before the byte `at`.
pub(super) fn is_escaped(text: &str, at: usize) -> bool {
    // A text of nothing but backslashes is read in linear time.
    const MOST: usize = 64;
    let before = text.as_bytes()[..at].iter().rev().take(MOST);
    before.take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Returns a bound number, which ends within its paragraph; up to `open_until`, none is closed.
fn number(text: &str, start: usize, (verbatim, open_until): (&Verbatim, &mut usize)) -> Mask {
    let limit = verbatim.text_end(start).unwrap_or(text.len());
    let rest = &text[start..limit];
    if limit > *open_until {
        let mut closings = rest.match_indices("}}").map(|(at, _)| start + at);
        if let Some(closing) = closings.find(|at| verbatim.part(*at).is_none()) {
            return Mask { range: start..closing + 2, kind: MaskKind::Number };
        }
        *open_until = limit;
    }
    let end = start + rest.find('\n').unwrap_or(rest.len());
    Mask { range: start..end, kind: MaskKind::OpenNumber }
}

/// Returns the end of attributes that begin at `start`: directly after a bracket, or at the end of
/// a line.
fn attributes(text: &str, start: usize, line: &mut BraceLine) -> Option<usize> {
    if start >= line.end {
        *line = BraceLine::new(text, start);
    }
    let end = line.closing(start)? + 1;
    let inner = &text[start + 1..end - 1];
    let before = text[..start].chars().next_back();
    let named = inner.trim_start();
    // Pandoc's short form for headings without a number may have an id behind it.
    let behind = named.strip_prefix('-').filter(|rest| rest.starts_with(' ')).map(str::trim_start);
    let marked = behind.unwrap_or(named).starts_with(['#', '.']) || inner.trim() == "-";
    if matches!(before, Some(']' | ')')) && (marked || line.has_equals(start..end)) {
        return Some(end);
    }
    let closes_line = || text[end..line.end].trim_start().is_empty();
    let is_of_caption = || {
        let begin = text[..start].rfind('\n').map_or(0, |end| end + 1);
        let line = &text[begin..start];
        line[containers(line)..].starts_with(": ")
            && OF_CAPTIONS.iter().any(|name| named.starts_with(name))
    };
    (before == Some(' ') && closes_line() && (marked || is_of_caption())).then_some(end)
}

/// What the caption of a table may say without an id.
const OF_CAPTIONS: [&str; 2] = ["only=", "differs="];

/// The rest of a line behind its first brace, read once: many braces may stand in it, each of which may be closed at
/// its end.
#[derive(Default)]
struct BraceLine {
    /// Where it ends.
    end: usize,
    /// Where it has quotation marks.
    quotes: Vec<usize>,
    /// Where it has closing braces behind an even and an odd number of quotation marks.
    closings: [Vec<usize>; 2],
    /// Where it has equals signs.
    equals: Vec<usize>,
}

impl BraceLine {
    fn new(text: &str, start: usize) -> Self {
        let rest = &text[start..];
        let end = start + rest.find('\n').unwrap_or(rest.len());
        let mut line = Self { end, ..Self::default() };
        for (at, byte) in (start..end).zip(rest.bytes()) {
            match byte {
                b'"' => line.quotes.push(at),
                b'}' => line.closings[line.quotes.len() % 2].push(at),
                b'=' => line.equals.push(at),
                _ => {}
            }
        }
        line
    }

    /// Returns the first closing brace behind `start` that is not within quotes which begin behind it.
    fn closing(&self, start: usize) -> Option<usize> {
        let quotes = self.quotes.partition_point(|at| *at < start);
        let closings = &self.closings[quotes % 2];
        closings.get(closings.partition_point(|at| *at < start)).copied()
    }

    fn has_equals(&self, range: Range<usize>) -> bool {
        let first = self.equals.partition_point(|at| *at < range.start);
        self.equals.get(first).is_some_and(|at| *at < range.end)
    }
}
