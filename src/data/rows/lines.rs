//! The lines of a delimited text: their fields, and where each of them stands.
//!
//! Lines are read as the crate `csv` reads them, and the text is not copied: a file of ten million lines is read in
//! about a second.

use std::borrow::Cow;
use std::ops::Range;

/// A field of a line.
#[derive(Debug, Clone)]
pub(super) struct LineField<'t> {
    /// What it says, without the quotes around it.
    pub text: Cow<'t, str>,
    /// Where that stands in the text.
    pub place: Range<usize>,
    /// Where the field stands, its quotes included.
    pub whole: Range<usize>,
}

/// The fields of a line, of which there is at least one.
pub(super) type Line<'t> = Vec<LineField<'t>>;

/// Returns where a line stands.
pub(super) fn extent(line: &[LineField<'_>]) -> Range<usize> {
    let start = line.first().map_or(0, |field| field.whole.start);
    start..line.last().map_or(start, |field| field.whole.end)
}

/// Reads the lines of a text, one after the other; empty ones are none.
#[derive(Debug, Clone)]
pub(super) struct Lines<'t> {
    text: &'t str,
    delimiter: u8,
    quote: u8,
    at: usize,
}

impl<'t> Lines<'t> {
    /// Begins with the first line; the delimiter and the quote are ASCII.
    pub(super) fn new(text: &'t str, delimiter: u8, quote: u8) -> Self {
        Self { text, delimiter, quote, at: 0 }
    }

    /// Puts the fields of the next line into `line`; returns whether there is one.
    pub(super) fn read(&mut self, line: &mut Line<'t>) -> bool {
        line.clear();
        while matches!(self.byte(), Some(b'\n' | b'\r')) {
            self.at += 1;
        }
        if self.byte().is_none() {
            return false;
        }
        loop {
            let is_quoted = self.byte() == Some(self.quote);
            line.push(if is_quoted { self.quoted() } else { self.plain() });
            if self.byte() != Some(self.delimiter) {
                return true;
            }
            self.at += 1;
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Reads up to the end of a field, or of what follows the closing quote of one.
    fn plain(&mut self) -> LineField<'t> {
        let start = self.at;
        let ends = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        let rest = &self.text.as_bytes()[start..];
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
        let place = start..self.at;
        LineField { text: self.part(&place).into(), whole: place.clone(), place }
    }

    /// Reads a field whose first byte is a quote; inside it, two quotes are one.
    fn quoted(&mut self) -> LineField<'t> {
        let start = self.at;
        let mut has_doubled = false;
        self.at += 1;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let Some(found) = rest.iter().position(|byte| *byte == self.quote) else {
                self.at = self.text.len();
                break;
            };
            self.at += found;
            if rest.get(found + 1) != Some(&self.quote) {
                break;
            }
            has_doubled = true;
            self.at += 2;
        }
        let place = start + 1..self.at;
        self.at = (self.at + 1).min(self.text.len());
        let mut text = Cow::from(self.part(&place));
        if has_doubled {
            let quote = char::from(self.quote).to_string();
            text = text.replace(&quote.repeat(2), &quote).into();
        }
        let behind = self.plain().text;
        if !behind.is_empty() {
            text = (text.into_owned() + &behind).into();
        }
        LineField { text, place, whole: start..self.at }
    }

    fn part(&self, place: &Range<usize>) -> &'t str {
        self.text.get(place.clone()).unwrap_or_default()
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = Line<'t>;

    fn next(&mut self) -> Option<Line<'t>> {
        let mut line = Line::new();
        self.read(&mut line).then_some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts with quotes, breaks and ends of all kinds.
    const TEXTS: &[&str] = &[
        "a,b\n1,2\n",
        "a,b\r\n1,2\r\n\r\n3,\r\n",
        "a\r1\r2",
        "\"a\"\"b\",\"\",\"c\nd\",\n,,\n\"x\"y,\"z",
        "\n\n,\n\"\"\n\" \",é\"e\"",
        "",
        ",",
    ];

    #[test]
    fn lines_are_those_of_the_crate_csv() {
        for text in TEXTS {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let wanted: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.expect("it is UTF-8").iter().map(str::to_owned).collect())
                .collect();
            let lines = Lines::new(text, b',', b'"');
            let own = |line: Line<'_>| line.iter().map(|field| field.text.to_string()).collect();
            let found: Vec<Vec<String>> = lines.map(own).collect();
            assert_eq!(found, wanted, "{text:?}");
        }
    }

    #[test]
    fn fields_have_exact_places() {
        let text = "\"\",\"say \"\"x\"\"\",,\"b\"\r\n";
        let line = Lines::new(text, b',', b'"').next().expect("there is a line");
        let places: Vec<_> = line.iter().map(|field| &text[field.place.clone()]).collect();
        assert_eq!(places, ["", "say \"\"x\"\"", "", "b"]);
        let whole: Vec<_> = line.iter().map(|field| &text[field.whole.clone()]).collect();
        assert_eq!(whole, ["\"\"", "\"say \"\"x\"\"\"", "", "\"b\""]);
        assert_eq!(extent(&line), 0..text.len() - 2);
    }
}
