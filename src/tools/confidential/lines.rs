//! The lines of rows and entries, which can be taken away, or written twice.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::files::Files;
use crate::base::span::Span;

/// Returns the lines of the item of a list, the entry of a mapping or the row of a table that begins at `start`; of
/// `[{…}, {…}]`, the item and its comma. None if it stands otherwise.
pub(super) fn of(start: Span, files: &Files) -> Option<Span> {
    let text = &files.get(start.file).text;
    let at = start.start as usize;
    if let Some(item) = in_brackets(text, at..start.end as usize) {
        return Some(Span::new(start.file, item.start, item.end));
    }
    let from = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    // What stands between braces without a dash is followed by a comma, or is not.
    let begins = match text[from..at].trim() {
        "-" => true,
        "" => !text[at..].starts_with('{'),
        _ => false,
    };
    if !begins {
        return None;
    }
    let own = indent(&text[from..]);
    let mut end = from;
    for (number, line) in text[from..].split_inclusive('\n').enumerate() {
        let continues = !line.trim().is_empty() && indent(line) > own;
        if number > 0 && !continues {
            break;
        }
        end += line.len();
    }
    // The end of a quoted field may be in the next line.
    let is_whole = text[from..end].matches('"').count().is_multiple_of(2);
    is_whole.then(|| Span::new(start.file, from, end))
}

/// Returns a mapping in `[{…}, {…}]` with the comma and the space behind it.
fn in_brackets(text: &str, item: Range<usize>) -> Option<Range<usize>> {
    let is_item = text.get(..item.start)?.trim_end().ends_with(['[', ',']);
    let inside = text.get(item.clone())?;
    if !is_item || !inside.starts_with('{') || !inside.ends_with('}') {
        return None;
    }
    let rest = &text[item.end..];
    let comma =
        rest.trim_start().strip_prefix(',').map_or(rest, |rest| rest.trim_start_matches(' '));
    Some(item.start..text.len() - comma.len())
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Returns those of the lines that can be taken away together: not all items of a list, because a list without
/// items is another mistake, and not the heads of tables.
pub(super) fn removable(text: &str, lines: &BTreeMap<usize, usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut run: Vec<Range<usize>> = Vec::new();
    let mut flush = |run: &mut Vec<Range<usize>>| {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
        let before = text[..first.start].trim_end();
        let after = text[last.end..].lines().next().unwrap_or_default();
        let is_item = text[first.start..].trim_start().starts_with('-');
        let follows = after.trim_start().starts_with('-');
        let is_all = before.ends_with('[') && after.trim_start().starts_with(']');
        let is_whole_list = is_item && before.ends_with(':') && !follows || is_all;
        if !is_whole_list {
            found.append(run);
        }
        run.clear();
    };
    for (&start, &end) in lines {
        if run.last().is_some_and(|last| last.end != start) {
            flush(&mut run);
        }
        run.push(start..end);
    }
    flush(&mut run);
    found
}
