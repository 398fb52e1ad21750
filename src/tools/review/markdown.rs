//! Writing returned text as Markdown.

use crate::render::word::{ATOM, Line, LineKind};

/// Signs that mean something to Markdown inside a line.
const SIGNS: &[char] = &['\\', '*', '_', '`', '[', ']', '<', '{', '}', '@', '~', '^', '$'];

/// Returns text in a form that Markdown prints as it is.
pub(super) fn escape(text: &str, kind: LineKind) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut before = None;
    while let Some(c) = characters.next() {
        let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let means_something = match c {
            // Underscores inside words, and in mail addresses, mean nothing.
            '_' => !(in_word(before) && in_word(characters.peek().copied())),
            '|' => kind == LineKind::Table,
            c => SIGNS.contains(&c),
        };
        match c {
            '\n' => out.push_str("\\\n"),
            '\t' => out.push(' '),
            // It stands for what is no text.
            ATOM => {}
            c => {
                if means_something {
                    out.push('\\');
                }
                out.push(c);
            }
        }
        before = Some(c);
    }
    out
}

/// Returns what begins a new paragraph behind a line; `head` is what it begins with, such as `## `
/// or `- `. None where there cannot be another.
pub(super) fn separator(line: &Line, head: &str) -> Option<String> {
    match line.kind {
        LineKind::Table | LineKind::Yaml | LineKind::Program => return None,
        LineKind::Heading => return Some(format!("\n\n{head}")),
        LineKind::Paragraph => {}
    }
    let lead = line.lead.as_str();
    let is_item = lead.trim_end().ends_with(['-', '*', '+', '.', ')']);
    Some(match (is_item, head) {
        // Another item of the same list.
        (true, "- ") => format!("\n{lead}"),
        // A further paragraph of the item.
        (true, "") => format!("\n\n{}", " ".repeat(lead.len())),
        _ if lead.contains('>') => format!("\n{}\n{lead}{head}", lead.trim_end()),
        _ => format!("\n\n{head}"),
    })
}

/// Returns the lines of a block that go when it is deleted: its own, with the mark of an item
/// before it, and the empty line behind it.
pub(super) fn whole_lines(file: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let line_start = file[..start].rfind('\n').map_or(0, |at| at + 1);
    let lead = &file[line_start..start];
    let is_mark = |c: char| {
        c.is_whitespace()
            || matches!(c, '-' | '*' | '+' | '#' | '>' | '.' | ')')
            || c.is_ascii_digit()
    };
    let start = if lead.chars().all(is_mark) { line_start } else { start };
    let line_end = file[end..].find('\n').map_or(file.len(), |at| end + at);
    let end = if file[end..line_end].trim().is_empty() { line_end } else { end };
    let mut end = if end < file.len() { end + 1 } else { end };
    // Of the empty lines on both sides, one stays.
    let is_behind_empty = file[..start].ends_with("\n\n") || start == 0;
    while is_behind_empty && file[end..].starts_with('\n') {
        end += 1;
    }
    start..end.min(file.len())
}

#[cfg(test)]
mod tests {
    use super::{escape, whole_lines};
    use crate::render::word::LineKind;

    #[test]
    fn signs_are_escaped_where_they_mean_something() {
        #[track_caller]
        fn test(text: &str, expected: &str) {
            assert_eq!(escape(text, LineKind::Paragraph), expected);
        }
        test("2 * 3", "2 \\* 3");
        test("snake_case", "snake_case");
        test("_so_", "\\_so\\_");
        test("[1]", "\\[1\\]");
        test("a@b", "a\\@b");
    }

    #[test]
    fn blocks_go_with_their_lines() {
        #[track_caller]
        fn test(file: &str, block: &str, left: &str) {
            let start = file.find(block).expect("the block is in the file");
            let range = whole_lines(file, start, start + block.len());
            assert_eq!(format!("{}{}", &file[..range.start], &file[range.end..]), left);
        }
        test("a\n\nb\n\nc\n", "b", "a\n\nc\n");
        test("- a\n- b\n- c\n", "b", "- a\n- c\n");
        test("a\n\nb\n", "b", "a\n\n");
    }
}
