//! What differs, for people and for programs.

use std::fmt::Write as _;

use serde_json::json;

use super::{Change, Comparison, DataChange, Passage, TextChange};
use crate::base::limits::counted;

pub use crate::tools::trace::Format;

/// More rows or cells than these are counted, not listed.
const LISTED: usize = 20;

/// Renders a comparison as text that ends with a newline.
pub fn render(comparison: &Comparison, format: Format) -> String {
    match format {
        Format::Human => human(comparison),
        Format::Json => json_lines(comparison),
    }
}

fn json_lines(comparison: &Comparison) -> String {
    let texts = comparison.texts.iter().map(|text| json!({ "kind": "text", "text": text }));
    let data = comparison.data.iter().map(|data| json!({ "kind": "data", "data": data }));
    texts.chain(data).flat_map(|line| [line.to_string(), "\n".to_owned()]).collect()
}

fn human(comparison: &Comparison) -> String {
    let mut out = String::new();
    for text in &comparison.texts {
        add_text(text, &mut out);
    }
    for data in &comparison.data {
        add_data(data, &mut out);
    }
    let count = |wanted: fn(&Change) -> bool| {
        comparison.texts.iter().filter(|text| wanted(&text.change)).count()
    };
    let (new, gone) =
        (count(|change| *change == Change::New), count(|change| *change == Change::Gone));
    let changed = comparison.texts.len() - new - gone;
    let data = counted(comparison.data.len(), "file");
    let _ = writeln!(out, "texts: {changed} changed, {new} new, {gone} gone; data: {data} changed");
    out
}

fn add_text(text: &TextChange, out: &mut String) {
    let TextChange { title, language, change, editions } = text;
    let audiences: Vec<_> =
        editions.keys().map(String::as_str).filter(|audience| !audience.is_empty()).collect();
    let readers = [language.as_str(), &audiences.join(", ")];
    let readers: Vec<_> = readers.into_iter().filter(|part| !part.is_empty()).collect();
    let address = editions.values().next().map(String::as_str).unwrap_or_default();
    let what = match change {
        Change::New => "new: ",
        Change::Gone => "gone: ",
        Change::Changed { .. } => "",
    };
    let _ = writeln!(out, "{what}{title} ({})  {address}", readers.join("; "));
    let Change::Changed { passages, numbers } = change else { return };
    for Passage { before, after } in passages {
        for (sign, text) in [('-', before), ('+', after)] {
            for line in text.iter().flat_map(|text| text.lines()) {
                let _ = writeln!(out, "  {sign} {line}");
            }
        }
    }
    for number in numbers {
        let _ = writeln!(out, "  {}", number.line());
    }
}

fn add_data(data: &DataChange, out: &mut String) {
    let _ = writeln!(out, "/{}", data.path);
    let lists = [
        ("rows removed", &data.lost_rows),
        ("columns removed", &data.lost_columns),
        ("rows added", &data.new_rows),
        ("columns added", &data.new_columns),
    ];
    for (what, names) in lists.into_iter().filter(|(_, names)| !names.is_empty()) {
        let shown: Vec<_> = names.iter().take(LISTED).map(String::as_str).collect();
        let more = if names.len() > LISTED { ", …" } else { "" };
        let _ = writeln!(out, "  {} {what}: {}{more}", names.len(), shown.join("; "));
    }
    for cell in data.cells.iter().take(LISTED) {
        let _ =
            writeln!(out, "  {} -> {}  [{}, {}]", cell.before, cell.after, cell.row, cell.column);
    }
    if data.cells.len() > LISTED {
        let _ = writeln!(out, "  and {} more cells", data.cells.len() - LISTED);
    }
}
