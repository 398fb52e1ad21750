//! Tables that other programs write as lists or as CSV.

use super::construct::{self, Construct};
use super::passage::Passage;
use super::todo;

/// Writes a table of nested lists, as `MyST` has them.
pub(super) fn of_lists(passage: &Passage<'_>, construct: &Construct<'_>) -> Vec<String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in construct.body.iter().filter(|line| !line.trim().is_empty()) {
        let text = line.trim_start();
        let (is_row, text) = match text
            .strip_prefix("* - ")
            .or_else(|| text.strip_prefix("- - "))
            .or_else(|| text.strip_prefix("* -"))
        {
            Some(text) => (true, text),
            None => (false, text),
        };
        if is_row {
            rows.push(vec![cell(passage, text)]);
        } else if let (Some(row), Some(text)) = (rows.last_mut(), text.strip_prefix('-')) {
            row.push(cell(passage, text.trim()));
        } else if let Some(last) = rows.last_mut().and_then(|row| row.last_mut()) {
            last.push(' ');
            last.push_str(&cell(passage, text));
        }
    }
    finish(passage, construct, &rows)
}

/// Writes a table of CSV.
pub(super) fn of_csv(passage: &Passage<'_>, construct: &Construct<'_>) -> Vec<String> {
    let text = construct.body.join("\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    if let Some(header) = construct.option(&["header"]) {
        rows.push(
            header.split(',').map(|text| cell(passage, text.trim().trim_matches('"'))).collect(),
        );
    }
    let records = reader.records().filter_map(Result::ok);
    rows.extend(records.map(|record| record.iter().map(|text| cell(passage, text)).collect()));
    finish(passage, construct, &rows)
}

fn cell(passage: &Passage<'_>, text: &str) -> String {
    passage.inline(text).replace('|', "\\|")
}

fn finish(passage: &Passage<'_>, construct: &Construct<'_>, rows: &[Vec<String>]) -> Vec<String> {
    if rows.is_empty() {
        return todo::block("a table without rows", &construct.body);
    }
    passage.count("tables");
    let mut lines = write(rows);
    let label = construct.option(&["name", "label"]).map(|label| construct::id("tbl-", label));
    caption(&mut lines, &passage.inline(&construct.argument), label.as_deref());
    lines
}

/// Writes rows as a table whose head is the first.
pub(super) fn write(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let row = |cells: &Vec<String>| {
        let cells = (0..columns).map(|index| cells.get(index).map_or("", String::as_str));
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut lines = vec![String::new()];
    for (index, cells) in rows.iter().enumerate() {
        lines.push(row(cells));
        if index == 0 {
            lines.push(format!("|{}", "---|".repeat(columns)));
        }
    }
    lines.push(String::new());
    lines
}

/// Adds a caption below a table.
pub(super) fn caption(lines: &mut Vec<String>, caption: &str, label: Option<&str>) {
    let id = label.map(|label| format!(" {{#{label}}}")).unwrap_or_default();
    if !caption.is_empty() {
        lines.extend([String::new(), format!(": {caption}{id}"), String::new()]);
    }
}

/// Gives a table an id: the paragraph at the end of these lines is its caption.
pub(super) fn name(mut lines: Vec<String>, id: &str) -> Vec<String> {
    let Some(last) = lines.iter().rposition(|line| !line.trim().is_empty()) else { return lines };
    if lines[last].trim_start().starts_with('|') || lines[last].contains("{#") {
        return lines;
    }
    let text = lines.remove(last);
    let text = text.trim_start_matches([':', ' ']).to_owned();
    caption(&mut lines, &text, Some(id));
    lines
}
