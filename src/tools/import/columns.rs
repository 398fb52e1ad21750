//! Indentation, in columns: a tab reaches to the next multiple of four.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::markdown;

/// How many columns a tab takes at most.
const TAB: usize = 4;

/// Whether a line belongs to a listing that is marked by indentation alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Indented {
    /// It does not.
    No,
    /// It belongs to one that stands by itself.
    Alone,
    /// It belongs to one in an item of a list, or in a note.
    Inside,
}

/// Returns how many columns a line is indented.
pub(super) fn indent(line: &str) -> usize {
    let space = line.len() - line.trim_start_matches([' ', '\t']).len();
    width(&line[..space], 0)
}

/// Returns the column behind `space`, which begins at the column `start`.
fn width(space: &str, start: usize) -> usize {
    let next = |column: usize, c: char| match c {
        '\t' => (column / TAB + 1) * TAB,
        _ => column + 1,
    };
    space.chars().fold(start, next)
}

/// Returns a line without its first columns, as far as they are empty.
///
/// If a tab is cut, the indentation that is left is written in spaces, since tabs behind it would end elsewhere.
pub(super) fn dedent(line: &str, columns: usize) -> String {
    let mut column = 0;
    for (at, character) in line.char_indices() {
        if column == columns || !matches!(character, ' ' | '\t') {
            return line[at..].to_owned();
        }
        column = width(&line[at..=at], column);
        if column > columns {
            let rest = &line[at + 1..];
            let text = rest.trim_start_matches([' ', '\t']);
            let end = width(&rest[..rest.len() - text.len()], column);
            return format!("{}{text}", " ".repeat(end - columns));
        }
    }
    String::new()
}

/// Returns what a line of a quotation says; none if it is no such line.
pub(super) fn quoted(line: &str) -> Option<String> {
    let rest = line.strip_prefix('>')?;
    if !rest.starts_with('\t') {
        return Some(rest.strip_prefix(' ').unwrap_or(rest).to_owned());
    }
    let text = rest.trim_start_matches([' ', '\t']);
    let end = width(&rest[..rest.len() - text.len()], 1);
    Some(format!("{}{text}", " ".repeat(end - 2)))
}

/// Returns a line with spaces for its tabs, as programs read it that count columns in it.
pub(super) fn spaced(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for character in line.chars() {
        let next = if character == '\t' { (column / TAB + 1) * TAB } else { column + 1 };
        if character == '\t' {
            out.push_str(&" ".repeat(next - column));
        } else {
            out.push(character);
        }
        column = next;
    }
    out
}

/// Returns which lines are listings because of their indentation.
pub(super) fn listings(lines: &[&str]) -> Vec<Indented> {
    let mut found = vec![Indented::No; lines.len()];
    if lines.iter().all(|line| indent(line) < TAB) {
        return found;
    }
    let text = lines.join("\n");
    let starts: Vec<usize> = lines
        .iter()
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len() + 1;
            Some(start)
        })
        .collect();
    let (mut inside, mut quotations) = (0_usize, 0_usize);
    for (event, range) in Parser::new_ext(&text, markdown::flags()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) if quotations == 0 => {
                let kind = if inside == 0 { Indented::Alone } else { Indented::Inside };
                let (first, last) = lines_of(&range, &text, &starts);
                found[first.min(last)..last].fill(kind);
            }
            Event::Start(Tag::BlockQuote(_)) => quotations += 1,
            Event::End(TagEnd::BlockQuote(_)) => quotations -= 1,
            Event::Start(
                Tag::Item | Tag::FootnoteDefinition(_) | Tag::DefinitionListDefinition,
            ) => inside += 1,
            Event::End(
                TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::DefinitionListDefinition,
            ) => inside -= 1,
            _ => {}
        }
    }
    found
}

/// Returns the first line and the one behind the last of those that `range` takes up from their beginning.
fn lines_of(range: &Range<usize>, text: &str, starts: &[usize]) -> (usize, usize) {
    let first = starts.partition_point(|&start| start <= range.start).saturating_sub(1);
    let before = &text[starts[first]..range.start];
    let first = if before.trim().is_empty() { first } else { first + 1 };
    let end = text[..range.end].trim_end().len();
    (first, starts.partition_point(|&start| start < end))
}

#[cfg(test)]
mod tests {
    use super::{Indented, dedent, indent, listings, quoted, spaced};

    #[test]
    fn tabs_reach_to_the_next_column() {
        for (line, expected) in [("\tx", 4), ("  \tx", 4), ("\t x", 5), ("    \tx", 8), ("x", 0)] {
            assert_eq!(indent(line), expected, "{line:?}");
        }
        for (line, columns, expected) in [
            ("\t1,250", 4, "1,250"),
            ("\t1,250", 2, "  1,250"),
            ("\t\t1,250", 2, "      1,250"),
            ("\t\t1,250", 4, "\t1,250"),
            (" 1,250", 4, "1,250"),
            ("1,250", 4, "1,250"),
            ("  ", 4, ""),
        ] {
            assert_eq!(dedent(line, columns), expected, "{line:?} {columns}");
        }
        assert_eq!(quoted(">\t1,250").as_deref(), Some("  1,250"));
        assert_eq!(quoted("> 1,250").as_deref(), Some("1,250"));
        assert_eq!(spaced("a\tb"), "a   b");
    }

    #[test]
    fn indentation_is_a_listing_only_where_markdown_says_so() {
        use Indented::{Alone, Inside, No};
        for (text, expected) in [
            ("a\n\n\tcode", vec![No, No, Alone]),
            ("- a\n\n\t1,250", vec![No, No, No]),
            ("- a\n\n\t\tcode", vec![No, No, Inside]),
            ("1.\tone\n\n\ttwo", vec![No, No, No]),
            ("[^1]: one\n\n\ttwo", vec![No, No, No]),
            ("    a\n\n    b\nc", vec![Alone, Alone, Alone, No]),
        ] {
            assert_eq!(listings(&text.lines().collect::<Vec<_>>()), expected, "{text:?}");
        }
    }
}
