//! Whatever cannot be converted stays in the text, visible, with a searchable mark.

use super::{fence, passage};

/// Precedes the reason, in a comment.
const MARK: &str = "<!-- TODO import: ";

/// Something that is left to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Todo {
    /// The file, below the publication's root.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What it is.
    pub reason: String,
}

/// Returns a mark to put beside what is left to do.
pub(super) fn mark(reason: &str) -> String {
    format!("{MARK}{} -->", reason.replace("--", "-").replace('>', "›"))
}

/// Shows lines that are not converted as they were written, in a box.
pub(super) fn block(reason: &str, source: &[&str]) -> Vec<String> {
    let common = source.iter().filter(|line| !line.trim().is_empty());
    let common = common.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let source: Vec<&str> =
        source.iter().map(|line| line.get(common..).unwrap_or_default()).collect();
    let mut inner = vec![mark(reason), String::new()];
    inner.extend(fence::listing("text", &source));
    passage::div("{.callout-warning title=\"To do\"}", inner)
}

/// Shows a part of a line as it was written, as code.
pub(super) fn inline(reason: &str, source: &str) -> String {
    let source = source.replace('\n', " ");
    let ticks = if source.contains('`') { "``" } else { "`" };
    let pad = if source.starts_with('`') || source.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{source}{pad}{ticks}{}", mark(reason))
}

/// Lists all that is left in a file.
pub(super) fn list(path: &str, text: &str) -> Vec<Todo> {
    let reasons = |line: &str| -> Vec<String> {
        let parts = line.split(MARK).skip(1);
        parts.filter_map(|part| Some(part.split_once(" -->")?.0.to_owned())).collect()
    };
    let lines = text.lines().enumerate();
    let todo = |(index, line)| {
        let of_line = reasons(line).into_iter();
        of_line.map(move |reason| Todo { path: path.to_owned(), line: index + 1, reason })
    };
    lines.flat_map(todo).collect()
}
