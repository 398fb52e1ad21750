//! Whatever cannot be converted stays in the text, visible, with a searchable mark.

use std::sync::LazyLock;

use regex::Regex;

use super::{columns, fence, literal, passage};

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

/// Writes text that readers did not see as a comment.
pub(super) fn comment(text: &str) -> String {
    format!("<!-- {} -->", text.trim().replace("--", "- -"))
}

static COMMENT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?s)<!--.*?-->").ok());

/// Separates text from the comments in it, which readers did not see.
pub(super) fn without_comments(text: &str) -> (String, Vec<String>) {
    let Some(regex) = LazyLock::force(&COMMENT) else { return (text.to_owned(), Vec::new()) };
    let comments = regex.find_iter(text).map(|comment| comment.as_str().to_owned()).collect();
    (regex.replace_all(text, "").into_owned(), comments)
}

/// Shows lines that are not converted as they were written, in a box; comments in them stay comments.
pub(super) fn block(reason: &str, source: &[&str]) -> Vec<String> {
    let common = source.iter().filter(|line| !line.trim().is_empty());
    let common = common.map(|line| columns::indent(line)).min().unwrap_or(0);
    let source: Vec<String> = source.iter().map(|line| columns::dedent(line, common)).collect();
    let source = source.join("\n");
    // In a listing, a comment is what the listing shows.
    let info = source.trim_start().trim_start_matches(['`', '~']);
    let is_listing = info.len() < source.trim_start().len() && !info.starts_with('{');
    let (source, comments) =
        if is_listing { (source, Vec::new()) } else { without_comments(&source) };
    let mut inner = vec![mark(reason)];
    inner.extend(comments.iter().flat_map(|comment| comment.lines()).map(str::to_owned));
    inner.push(String::new());
    let source = source.trim_matches('\n').trim_end();
    inner.extend(fence::listing("text", &source.lines().collect::<Vec<_>>()));
    passage::div(BOX, inner)
}

/// The attributes of a box.
pub(super) const BOX: &str = "{.callout-warning title=\"To do\"}";

/// Shows a part of a line as it was written, as code; comments in it stay comments.
pub(super) fn inline(reason: &str, source: &str) -> String {
    let (source, comments) = without_comments(source);
    format!("{}{}{}", literal::code(&source, false), mark(reason), comments.concat())
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
