//! What of a file may travel in the record of a document: all but comments, remarks, what words are held against, and
//! expressions that decide, since closed data may decide. Blocks with words that only some readers have are in no
//! record at all.
//!
//! ```text
//! The port [grew]{comment="sure?"} <!-- check --> fast.     The port grew  fast.
//!          ^    ^^^^^^^^^^^^^^^^^^ ^^^^^^^^^^^^^^       ──>  cuts at 9, 13 and 14
//! ```
//!
//! The same cuts are made when a document is sent and when it is taken back, so a place in what was sent is found in
//! the file as long as the visible text is the same, whatever its authors tell each other in it.

use std::ops::Range;

/// A file without what its readers do not see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Visible {
    /// What is left.
    pub text: String,
    /// What was cut out, in order: ranges of the file.
    cuts: Vec<Range<usize>>,
}

impl Visible {
    /// Cuts a file.
    pub(crate) fn of(file: &str) -> Self {
        let cuts = joined(Scanner::new(file).cuts());
        let mut text = String::with_capacity(file.len());
        let mut at = 0;
        for cut in &cuts {
            text.push_str(&file[at..cut.start]);
            at = cut.end;
        }
        text.push_str(&file[at..]);
        Self { text, cuts }
    }

    /// Returns where a byte of the file is in the visible text; none if it was cut out.
    pub(crate) fn seen(&self, at: usize) -> Option<usize> {
        let mut gone = 0;
        for cut in self.cuts.iter().take_while(|cut| cut.start < at) {
            if at < cut.end {
                return None;
            }
            gone += cut.len();
        }
        Some(at - gone)
    }

    /// Returns where a range of the file is in the visible text; none if any of it was cut out.
    pub(crate) fn seen_range(&self, range: Range<usize>) -> Option<Range<usize>> {
        let (start, end) = (self.seen(range.start)?, self.seen(range.end)?);
        (end.checked_sub(start)? == range.len()).then_some(start..end)
    }

    /// Returns where a range of the visible text is in the file; none if something was cut out within it. What is
    /// inserted where something was cut out comes before that.
    pub(crate) fn written(&self, range: Range<usize>) -> Option<Range<usize>> {
        let mut gone = 0;
        for cut in &self.cuts {
            let at = cut.start - gone;
            let is_behind = if range.is_empty() { at >= range.start } else { at >= range.end };
            if is_behind {
                break;
            }
            if at > range.start {
                return None;
            }
            gone += cut.len();
        }
        Some(range.start + gone..range.end + gone)
    }
}

/// Joins cuts that overlap.
fn joined(mut cuts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    cuts.sort_by_key(|cut| (cut.start, cut.end));
    let mut out: Vec<Range<usize>> = Vec::with_capacity(cuts.len());
    for cut in cuts {
        match out.last_mut() {
            Some(last) if cut.start <= last.end => last.end = last.end.max(cut.end),
            _ => out.push(cut),
        }
    }
    out
}

/// The search for what is cut out.
struct Scanner<'t> {
    text: &'t str,
    cuts: Vec<Range<usize>>,
    /// The brackets that are open in this block.
    open: Vec<usize>,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, cuts: Vec::new(), open: Vec::new() }
    }

    fn cuts(mut self) -> Vec<Range<usize>> {
        let mut at = 0;
        while let Some(c) = self.text[at..].chars().next() {
            at = self.step(at, c);
        }
        self.cuts
    }

    /// Reads what begins at a byte, and returns where the next begins.
    fn step(&mut self, at: usize, c: char) -> usize {
        let rest = &self.text[at..];
        match c {
            '\\' => return at + 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            '<' if rest.starts_with("<!--") => {
                if let Some(length) = rest.find("-->") {
                    self.cuts.push(at..at + length + 3);
                    return at + length + 3;
                }
            }
            // Words that are chosen by data may tell of closed ones: readers see the one that is chosen.
            '{' if rest.starts_with("{{") => {
                if let Some(length) = rest.find("}}") {
                    if decides(&rest[..length]) {
                        self.cuts.push(at..at + length + 2);
                    }
                    return at + length + 2;
                }
            }
            // Brackets are closed in the block in which they are opened.
            '\n' if rest[1..].trim_start_matches([' ', '\t', '\r', '>']).starts_with('\n') => {
                self.open.clear();
            }
            '[' => self.open.push(at),
            ']' => {
                let start = self.open.pop();
                if let Some(start) = start
                    && rest[1..].starts_with('{')
                    && let Some(length) = braced(&rest[1..])
                {
                    self.span(start, at, at + 1 + length);
                    return at + 1 + length;
                }
            }
            _ => {}
        }
        at + c.len_utf8()
    }

    /// Cuts out what readers do not see of a span: its brackets begin at `start` and `close`, its attributes end at `end`.
    fn span(&mut self, start: usize, close: usize, end: usize) {
        let inner = close + 2..end - 1;
        let values = values(&self.text[inner.clone()]);
        let hidden: Vec<_> = values
            .iter()
            .filter(|value| HIDDEN.contains(&value.name))
            .map(|value| &value.range)
            .collect();
        let written = self.text[inner.clone()].split_whitespace().map(str::len).sum::<usize>();
        let words = |range: &&Range<usize>| {
            let value = &self.text[inner.start + range.start..inner.start + range.end];
            value.split_whitespace().map(str::len).sum::<usize>()
        };
        if !hidden.is_empty() && hidden.iter().map(words).sum::<usize>() == written {
            self.cuts.extend([start..start + 1, close..end]);
            return;
        }
        for value in hidden {
            // With the space that sets it apart from the next, or from the one before.
            let (from, to) = (inner.start + value.start, inner.start + value.end);
            let behind = &self.text[to..inner.end];
            let space = behind.len() - behind.trim_start().len();
            let before = inner.start + self.text[inner.start..from].trim_end().len();
            self.cuts.push(if space == 0 { before..to } else { from..to + space });
        }
    }
}

/// What of the attributes of words their readers do not see.
const HIDDEN: [&str; 2] = ["comment", "holds"];

/// Whether an expression may choose words by data, or compares: readers see only what came of it.
fn decides(expression: &str) -> bool {
    expression.contains(['"', '\'', '<', '>', '=']) || expression.contains("choose")
}

/// Returns the length of attributes in braces.
fn braced(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match c {
            '\n' if text[at + 1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n') => {
                return None;
            }
            _ if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            '}' if quote.is_none() => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// A named value of attributes.
struct Value<'t> {
    name: &'t str,
    range: Range<usize>,
}

/// Returns the named values of attributes, without their braces.
fn values(text: &str) -> Vec<Value<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut quote = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match c {
            _ if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            c if c.is_whitespace() && quote.is_none() => {
                if let Some((name, _)) = text[start..at].split_once('=') {
                    found.push(Value { name, range: start..at });
                }
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Visible;

    #[test]
    fn readers_see_what_is_for_them() {
        #[track_caller]
        fn test(file: &str, expected: &str) {
            assert_eq!(Visible::of(file).text, expected);
        }
        test("a <!-- b --> c", "a  c");
        test("a [b]{comment=\"c } d\"} e", "a b e");
        test("a [b [c]{.x}]{comment='d'} e", "a b [c]{.x} e");
        test("a [b]{term=x comment=\"c\"} e", "a [b]{term=x} e");
        test("a [b]{comment=\"c\" term=x} e", "a [b]{term=x} e");
        test("a [b]{holds=\"c < 1\"} e", "a b e");
        test("a [b]{holds=\"c < 1\" comment=d} e", "a b e");
        test("a [b]{.x holds=\"c < 1\"} e", "a [b]{.x} e");
        test("a [b](c) [d]{.e} \\[f]{comment=\"g\"}", "a [b](c) [d]{.e} \\[f]{comment=\"g\"}");
        test("a [b\n\nc]{comment=\"d\"}", "a [b\n\nc]{comment=\"d\"}");
        test("a {{ b[c, d] }} {{ choose(b[c, d] > 1, \"e\", \"f\") }} g", "a {{ b[c, d] }}  g");
        test("a {{ choose(b[c, d], e, f) }} g {{ h[i, j] | otherwise 'k' }}", "a  g ");
    }

    #[test]
    fn places_are_found_again() {
        let file = "ab [cd]{comment=\"e\"} fg";
        let visible = Visible::of(file);
        assert_eq!(visible.text, "ab cd fg");
        assert_eq!(visible.seen(4), Some(3));
        assert_eq!(visible.seen(10), None);
        assert_eq!(visible.seen_range(4..6), Some(3..5));
        assert_eq!(visible.seen_range(0..6), None);
        assert_eq!(visible.written(3..5), Some(4..6));
        assert_eq!(visible.written(6..8), Some(file.len() - 2..file.len()));
        assert_eq!(visible.written(0..5), None);
        assert_eq!(visible.written(3..3), Some(3..3));
    }
}
