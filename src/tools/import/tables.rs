//! Tables that Pandoc draws with dashes and crosses, converted to Markdown tables.

use std::ops::Range;

use super::columns::spaced;
use super::passage::Passage;
use super::{rows, todo};

/// Converts a table, with the caption before it if there is one; none if the lines do not begin
/// with a table.
pub(super) fn translate(
    passage: &Passage<'_>,
    lines: &[&str],
    out: &mut Vec<String>,
) -> Option<usize> {
    if let Some(caption) = caption(lines[0]) {
        let skip = 1 + lines[1..].iter().take_while(|line| line.trim().is_empty()).count();
        let rest = lines.get(skip..).filter(|rest| !rest.is_empty())?;
        let (mut table, length) = table(passage, rest)?;
        rows::caption(&mut table, &passage.inline(caption), None);
        out.extend(table);
        return Some(skip + length);
    }
    if lines[0].trim_start().starts_with('|') {
        return None;
    }
    let (table, length) = table(passage, lines)?;
    out.extend(table);
    // A caption after the table is like Quipu's, except for its first word.
    let blank = lines[length..].iter().take_while(|line| line.trim().is_empty()).count();
    let behind = lines.get(length + blank).and_then(|line| line.strip_prefix("Table:"));
    let Some(caption) = behind else { return Some(length) };
    out.extend([format!(": {}", passage.inline(caption.trim())), String::new()]);
    Some(length + blank + 1)
}

fn caption(line: &str) -> Option<&str> {
    let text = line.strip_prefix(": ").or_else(|| line.strip_prefix("Table: "))?;
    Some(text.trim())
}

fn table(passage: &Passage<'_>, lines: &[&str]) -> Option<(Vec<String>, usize)> {
    let first = lines[0].trim_end();
    if first.starts_with('|') {
        let length = lines.iter().take_while(|line| line.starts_with('|')).count();
        let mut table = vec![String::new()];
        table.extend(lines[..length].iter().map(|line| passage.inline(line)));
        table.push(String::new());
        return Some((table, length));
    }
    let found = if first.starts_with("+-") || first.starts_with("+=") {
        grid(lines)
    } else if is_dashes(first) {
        multiline(lines).or_else(|| headless(lines))
    } else {
        simple(lines)
    };
    let (cells, length) = found?;
    passage.count("tables");
    let cells: Option<Vec<Vec<String>>> = cells;
    let Some(cells) = cells else {
        return Some((
            todo::block("a table with cells that span rows or columns", &lines[..length]),
            length,
        ));
    };
    let cell = |text: &String| passage.inline(text).replace('|', "\\|");
    let cells: Vec<Vec<String>> = cells.iter().map(|row| row.iter().map(cell).collect()).collect();
    Some((rows::write(&cells), length))
}

/// Rows of cells, none if they cannot be told apart, and how many lines they take.
type Found = Option<(Option<Vec<Vec<String>>>, usize)>;

fn is_dashes(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 4
        && line.starts_with("--")
        && line.bytes().all(|byte| matches!(byte, b'-' | b' '))
}

/// Returns the columns that groups of dashes mark.
fn columns(line: &str) -> Option<Vec<Range<usize>>> {
    let mut columns: Vec<Range<usize>> = Vec::new();
    for (at, character) in line.trim_end().chars().enumerate() {
        match (character, columns.last_mut()) {
            ('-', Some(last)) if last.end == at => last.end += 1,
            ('-', _) => columns.push(at..at + 1),
            (' ', _) => {}
            _ => return None,
        }
    }
    let wide = columns.iter().all(|column| column.len() >= 2);
    (columns.len() >= 2 && wide).then_some(columns)
}

/// Cuts a line at columns; the last column takes the rest.
fn cut(line: &str, columns: &[Range<usize>]) -> Vec<String> {
    let characters: Vec<char> = spaced(line).chars().collect();
    let starts = columns.iter().enumerate();
    let cell = |(index, column): (usize, &Range<usize>)| {
        let start = if index == 0 { 0 } else { column.start };
        let end = columns.get(index + 1).map_or(characters.len(), |next| next.start);
        let cell = characters.get(start.min(characters.len())..end.min(characters.len()));
        cell.unwrap_or_default().iter().collect::<String>().trim().to_owned()
    };
    starts.map(cell).collect()
}

/// A head, a line of dashes, and a row on each line.
fn simple(lines: &[&str]) -> Found {
    if lines[0].trim().is_empty() {
        return None;
    }
    let columns = columns(lines.get(1)?)?;
    let end = lines[2..].iter().position(|line| line.trim().is_empty() || is_dashes(line));
    let end = end.map_or(lines.len(), |end| end + 2);
    let mut rows = vec![cut(lines[0], &columns)];
    rows.extend(lines[2..end].iter().map(|line| cut(line, &columns)));
    let closing = lines.get(end).is_some_and(|line| is_dashes(line));
    Some((Some(rows), end + usize::from(closing)))
}

/// Rows between two lines of dashes.
fn headless(lines: &[&str]) -> Found {
    let columns = columns(lines[0])?;
    let end = lines[1..].iter().position(|line| is_dashes(line))? + 1;
    let mut rows = vec![vec![String::new(); columns.len()]];
    rows.extend(lines[1..end].iter().map(|line| cut(line, &columns)));
    Some((Some(rows), end + 1))
}

/// Rows of several lines, with empty lines between them.
fn multiline(lines: &[&str]) -> Found {
    let head = lines[1..].iter().position(|line| is_dashes(line))? + 1;
    let columns = columns(lines[head])?;
    let body = head + 1;
    let end =
        lines[body..].iter().position(|line| is_dashes(line) && self::columns(line).is_none())?
            + body;
    let mut rows = Vec::new();
    for row in std::iter::once(&lines[1..head])
        .chain(lines[body..end].split(|line| line.trim().is_empty()))
    {
        let cells = row.iter().map(|line| cut(line, &columns));
        rows.extend(cells.reduce(|before, more| joined(&before, &more)));
    }
    Some((Some(rows), end + 1))
}

/// Cells between crosses, bars and dashes.
fn grid(lines: &[&str]) -> Found {
    let length = lines.iter().take_while(|line| line.starts_with(['+', '|'])).count();
    let crosses: Vec<usize> = lines[0]
        .trim_end()
        .chars()
        .enumerate()
        .filter(|(_, c)| *c == '+')
        .map(|(at, _)| at)
        .collect();
    if length < 3 || crosses.len() < 2 {
        return None;
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    for line in &lines[..length] {
        if line.starts_with('+') {
            rows.extend((!row.is_empty()).then(|| std::mem::take(&mut row)));
            continue;
        }
        let characters: Vec<char> = spaced(line).chars().collect();
        if crosses.iter().any(|&at| characters.get(at) != Some(&'|')) {
            return Some((None, length));
        }
        let cells = crosses
            .windows(2)
            .map(|pair| characters[pair[0] + 1..pair[1]].iter().collect::<String>());
        let cells: Vec<String> = cells.map(|cell| cell.trim().to_owned()).collect();
        row = if row.is_empty() { cells } else { joined(&row, &cells) };
    }
    Some((Some(rows), length))
}

/// Joins two lines of a row, cell by cell.
fn joined(before: &[String], more: &[String]) -> Vec<String> {
    let pairs = before.iter().zip(more);
    pairs.map(|(one, two)| format!("{one} {two}").trim().to_owned()).collect()
}
