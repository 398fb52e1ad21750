//! Hiding what is not Markdown from the Markdown parser.
//!
//! A bound number may hold `*`, `_`, `|` and brackets, all of which mean
//! something to Markdown. Before parsing, each such part is overwritten by as
//! many harmless bytes, so that all offsets stay true; the parser of events then
//! reads the part from the original text. Inside code nothing is hidden in the
//! end, because code is taken from the original text as well.

use std::borrow::Cow;
use std::ops::Range;

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

/// Returns the text with its foreign parts overwritten, and these parts in order.
pub(super) fn mask(text: &str) -> (Cow<'_, str>, Vec<Mask>) {
    let masks = find(text);
    if masks.is_empty() {
        return (Cow::Borrowed(text), masks);
    }
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for mask in &masks {
        masked.push_str(&text[at..mask.range.start]);
        overwrite(&mut masked, mask);
        at = mask.range.end;
    }
    masked.push_str(&text[at..]);
    (Cow::Owned(masked), masks)
}

fn overwrite(masked: &mut String, mask: &Mask) {
    let length = mask.range.len();
    match mask.kind {
        // A processing instruction is the one HTML block that interrupts a
        // paragraph and ends on its own line.
        MaskKind::Fence => {
            masked.push_str("<?");
            masked.extend(std::iter::repeat_n('x', length.saturating_sub(4)));
            masked.push_str(if length > 3 { "?>" } else { ">" });
        }
        MaskKind::Number | MaskKind::OpenNumber | MaskKind::Attributes => {
            masked.extend(std::iter::repeat_n('x', length));
        }
    }
}

fn find(text: &str) -> Vec<Mask> {
    let mut masks = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        match fence(line) {
            Some(range) => masks.push(Mask {
                range: line_start + range.start..line_start + range.end,
                kind: MaskKind::Fence,
            }),
            None if line.contains('{') => find_in_line(text, line_start, line, &mut masks),
            None => {}
        }
        line_start += line.len();
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

fn find_in_line(text: &str, line_start: usize, line: &str, masks: &mut Vec<Mask>) {
    // A bound number may run over the end of its line.
    let mut at = masks.last().map_or(line_start, |mask| mask.range.end.max(line_start));
    let end = line_start + line.len();
    while at < end {
        let Some(brace) = text[at..end].find('{') else { return };
        let start = at + brace;
        let rest = &text[start..];
        let backslashes = text[..start].len() - text[..start].trim_end_matches('\\').len();
        if backslashes % 2 == 1 {
            // The author wants the brace itself, and a second one with it.
            at = start + if rest.starts_with("{{") { 2 } else { 1 };
            continue;
        }
        let (length, kind) = if rest.starts_with("{{") {
            number(rest)
        } else if let Some(length) = attributes(text, line_start, start) {
            (length, MaskKind::Attributes)
        } else {
            at = start + 1;
            continue;
        };
        masks.push(Mask { range: start..start + length, kind });
        at = start + length;
    }
}

/// Returns the length of a bound number, which ends in its paragraph.
fn number(rest: &str) -> (usize, MaskKind) {
    let paragraph = rest.find("\n\n").unwrap_or(rest.len());
    match rest[..paragraph].find("}}") {
        Some(end) => (end + 2, MaskKind::Number),
        None => (rest.find('\n').unwrap_or(rest.len()), MaskKind::OpenNumber),
    }
}

/// Returns the length of attributes that begin at `start`: right behind a bracket, or at the
/// end of a line that is no heading (the parser reads those of headings itself).
fn attributes(text: &str, line_start: usize, start: usize) -> Option<usize> {
    let line = text[line_start..].lines().next().unwrap_or_default();
    let rest = &text[start..line_start + line.len()];
    let end = rest.find('}')? + 1;
    let before = text[line_start..start].chars().next_back();
    let marked = rest[1..].trim_start().starts_with(['#', '.']);
    let closes_line = rest[end..].trim().is_empty();
    let heading = line.trim_start_matches([' ', '>']).starts_with('#');
    let named = rest[..end].contains('=') || marked;
    (matches!(before, Some(']' | ')')) && named
        || marked && closes_line && !heading && before == Some(' '))
    .then_some(end)
}
