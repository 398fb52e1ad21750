//! Text that readers must see as it is, sign for sign, and the plain text of Markdown.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::html;
use crate::markup::html::{Token, tokens};

/// Signs that are marks wherever they stand.
const MARKS: &[char] = &['*', '_', '`', '[', '<', '{', '^', '~', '$', '|', '#', '@'];

static ENTITY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);").ok());
static EMOJI: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^:(?:[a-z][a-z0-9_+-]*|[+-]1):").ok());
static NOTE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\[\^[^\]\s]+\]").ok());

fn begins(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    LazyLock::force(regex).as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Writes text in a form in which none of it is a mark.
///
/// A closing bracket stays as it is: behind an escaped opening one, `\]` would end a formula. Backslashes become
/// character references, since two of them would be a command.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let rest = &text[at..];
        let doubled = |sign: &str| {
            rest.starts_with(sign) && (rest[1..].starts_with(sign) || text[..at].ends_with(sign))
        };
        match character {
            '\\' => out.push_str("&#92;"),
            '&' if begins(&ENTITY, rest) => out.push_str("&amp;"),
            '%' if doubled("%") => out.push_str("&#37;"),
            '-' if doubled("-") => out.push_str("&#45;"),
            sign if MARKS.contains(&sign)
                || doubled("=")
                || doubled("+")
                || (sign == ':' && begins(&EMOJI, rest)) =>
            {
                out.push('\\');
                out.push(sign);
            }
            other => out.push(other),
        }
    }
    out
}

/// Keeps escaped text from being read as a list, a quotation, a heading, or something else that begins a block.
pub(super) fn guarded(text: &str) -> String {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_spaced = |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    if digits.len() < text.len() && digits.starts_with(['.', ')']) && is_spaced(&digits[1..]) {
        return format!("{}\\{digits}", &text[..text.len() - digits.len()]);
    }
    let Some(first) = text.chars().next() else { return String::new() };
    let begins = match first {
        '>' => true,
        '+' | '-' | ':' | '=' | '#' | '%' => {
            is_spaced(&text[1..]) || text[1..].starts_with([first, '\\'])
        }
        '!' | '?' | '/' => text.starts_with(&String::from(first).repeat(2)),
        _ => false,
    };
    if begins {
        // As a reference, the sign begins neither a block here nor one of another program.
        return format!("&#{};{}", u32::from(first), &text[1..]);
    }
    text.to_owned()
}

/// A sign of a text, and whether it is a mark rather than a part of the words.
pub(super) type Sign = (char, bool);

/// Returns the signs of a line of Markdown: what readers see, with raising and lowering marks.
pub(super) fn signs(markdown: &str) -> Vec<Sign> {
    let line = without_attributes(markdown.trim());
    let line = match LazyLock::force(&NOTE) {
        Some(note) => note.replace_all(line, "").into_owned(),
        None => line.to_owned(),
    };
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    // In a heading, nothing begins a list; a sign at its end would be a part of the heading's own.
    let line = match line.strip_suffix('#') {
        Some(rest) => format!("# {rest}&#35;"),
        None => format!("# {line}"),
    };
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(&line, Options::empty()).into_offset_iter() {
        reader.event(event, &line, range);
    }
    reader.signs
}

/// Reads a line of Markdown.
#[derive(Debug, Default)]
struct Reader {
    signs: Vec<Sign>,
    /// How many pictures are open: of them nothing is read.
    pictures: usize,
    /// For each open emphasis: whether its marks are signs, as in `2*3*4`.
    products: Vec<bool>,
}

impl Reader {
    fn push(&mut self, text: &str) {
        if self.pictures == 0 {
            self.signs.extend(text.chars().map(|character| (character, false)));
        }
    }

    fn event(&mut self, event: Event<'_>, line: &str, range: Range<usize>) {
        let Range { start, end } = range;
        let is_escaped = line[..start].ends_with('\\');
        match event {
            Event::Text(text) if is_escaped => self.push(&text),
            Event::Text(text) => {
                for character in text.chars().filter(|_| self.pictures == 0) {
                    self.signs.push((character, matches!(character, '^' | '~')));
                }
            }
            Event::Code(text) => self.push(&text),
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            Event::Start(Tag::Image { .. }) => self.pictures += 1,
            Event::End(TagEnd::Image) => self.pictures -= 1,
            Event::Start(Tag::Emphasis) => {
                let before = line[..start].chars().next_back().is_some_and(char::is_alphanumeric);
                let behind = line[end..].chars().next().is_some_and(char::is_alphanumeric);
                self.products.push(before && behind);
                self.push(if before && behind { "*" } else { "" });
            }
            Event::End(TagEnd::Emphasis) => {
                let is_product = self.products.pop() == Some(true);
                self.push(if is_product { "*" } else { "" });
            }
            Event::InlineHtml(source) => self.tag(&source),
            _ => {}
        }
    }

    fn tag(&mut self, source: &str) {
        match tokens(source).into_iter().next() {
            Some(Token::Open { name, .. }) if name == "sup" => self.push("^"),
            Some(Token::Open { name, .. }) if name == "br" => self.push(" "),
            Some(Token::Open { name, .. } | Token::Close { name }) if html::is_known(&name) => {}
            Some(Token::Comment(_)) | None => {}
            Some(Token::Open { .. } | Token::Close { .. } | Token::Text(_)) => self.push(source),
        }
    }
}

/// Leaves out the attributes behind a heading: `{#id .class}`.
fn without_attributes(text: &str) -> &str {
    let Some((before, inside)) = text
        .strip_suffix('}')
        .and_then(|text| text.rsplit_once('{'))
        .filter(|(before, _)| before.is_empty() || before.ends_with(' '))
    else {
        return text;
    };
    let is_list = inside.starts_with(['#', '.', ':']) || inside == "-" || inside.contains('=');
    if is_list { before.trim_end() } else { text }
}

/// Returns what readers see of a line of Markdown, as plain text.
pub(super) fn plain(markdown: &str) -> String {
    let text: String = signs(markdown).into_iter().map(|(character, _)| character).collect();
    text.trim().to_owned()
}

/// Writes the signs of a line as Quipu's Markdown.
pub(super) fn written(signs: &[Sign]) -> String {
    let mut out = String::new();
    let mut rest = signs;
    while let Some(&(first, is_mark)) = rest.first() {
        // A mark needs another one, with a word between them.
        let inner = &rest[1..];
        let close = inner.iter().position(|&sign| sign == (first, true)).filter(|_| is_mark);
        let close = close.filter(|&close| {
            close > 0
                && inner[..close].iter().all(|(sign, is_mark)| sign.is_alphanumeric() && !is_mark)
        });
        if let Some(close) = close {
            out.extend(rest[..close + 2].iter().map(|(sign, _)| sign));
            rest = &rest[close + 2..];
            continue;
        }
        let length = 1 + inner.iter().position(|(_, is_mark)| *is_mark).unwrap_or(inner.len());
        let text: String = rest[..length].iter().map(|(sign, _)| sign).collect();
        out.push_str(&escaped(&text));
        rest = &rest[length..];
    }
    out
}

/// Rewrites a line of Markdown so that it is only words, with all its signs.
pub(super) fn line(markdown: &str) -> String {
    written(&signs(markdown)).trim().to_owned()
}

/// Writes a line of Markdown as the value of an attribute in double quotes.
pub(super) fn attribute(markdown: &str) -> String {
    line(markdown).replace('"', "&quot;")
}

/// Writes a line of Markdown as the words of a link.
pub(super) fn link(markdown: &str) -> String {
    line(markdown).replace(']', "&#93;")
}

/// Writes text as code; `in_row` if it is in a row of a table.
pub(super) fn code(text: &str, in_row: bool) -> String {
    let text = text.replace('\n', " ");
    if text.trim().is_empty() {
        return text;
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    let text = if in_row { text.replace('|', "\\|") } else { text };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

#[cfg(test)]
mod tests {
    use super::{code, escaped, guarded, line, plain};

    #[test]
    fn no_sign_is_lost() {
        for (text, expected) in [
            ("Share <5 % fell 2\\*3\\*4 [p]", "Share <5 % fell 2*3*4 [p]"),
            ("fell 2*3*4", "fell 2*3*4"),
            ("of {all} in `a*b` *now*", "of {all} in a*b now"),
            ("[A](b.md) ![c](d.png)e {#sec-e}", "A e"),
            ("10<sup>2</sup> m^2^ Vec<T> x<br>y &lt;5", "10^2 m^2^ Vec<T> x y <5"),
            ("2024. A year", "2024. A year"),
            ("- 5 and C #", "- 5 and C #"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
        assert_eq!(line("m^2^ and x^2 \\^y\\^ a_b"), "m^2^ and x\\^2 \\^y\\^ a\\_b");
    }

    #[test]
    fn signs_are_no_marks() {
        for (text, expected) in [
            ("[x^2]", "\\[x\\^2]"),
            ("a == b ==c== --d 5-6", "a \\=\\= b \\=\\=c\\=\\= &#45;&#45;d 5-6"),
            (":tada: at 10:30:00", "\\:tada: at 10:30:00"),
            ("R&D &amp; \\x 5 %", "R&D &amp;amp; &#92;x 5 %"),
        ] {
            assert_eq!(escaped(text), expected, "{text}");
        }
        for (text, expected) in [
            ("- a", "&#45; a"),
            ("7. a", "7\\. a"),
            ("7) a", "7\\) a"),
            ("!!! note", "&#33;!! note"),
            ("-5 and 7.5", "-5 and 7.5"),
            ("7.5 and", "7.5 and"),
            ("![](a.png)", "![](a.png)"),
        ] {
            assert_eq!(guarded(text), expected, "{text}");
        }
        assert_eq!(code("a`b|", true), "``a`b\\|``");
    }
}
