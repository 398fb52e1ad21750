//! Advice on a line that is not valid YAML: what is wrong, and how the line should read.

/// Returns advice on the line of `text` that holds `offset`, or on the one before it.
pub(super) fn advice(text: &str, offset: usize) -> Option<String> {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let before = text[..start].lines().next_back().unwrap_or_default();
    of_line(line).or_else(|| of_line(before))
}

fn of_line(line: &str) -> Option<String> {
    let indent = &line[..line.len() - line.trim_start().len()];
    if indent.contains('\t') {
        return Some(
            "the line is indented with a tab: use spaces, as the lines around it do".to_owned(),
        );
    }
    if let Some(key) = dash_for_nothing(line) {
        return Some(format!("a missing value is `~`: `{key}: ~`"));
    }
    let inner = line.trim();
    let (dash, entry) = inner.strip_prefix("- ").map_or(("", inner), |rest| ("- ", rest));
    let (key, value) = entry.split_once(": ")?;
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if key.is_empty() || !key.chars().all(is_key) {
        return None;
    }
    needs_quotes(value.trim())
        .then(|| format!("put the text in quotes: `{dash}{key}: {}`", quoted(value.trim())))
}

/// Returns the key of a row whose value is a dash, which spreadsheets write for a missing value.
fn dash_for_nothing(line: &str) -> Option<&str> {
    let (before, _) = [": -,", ": -}"].iter().find_map(|dash| line.split_once(dash))?;
    before.rsplit(['{', ',']).next().map(str::trim)
}

/// Whether YAML needs quotes around a text.
fn needs_quotes(value: &str) -> bool {
    let is_quoted = value.starts_with(['"', '\'']);
    // A list in brackets ends with its line; brackets followed by words are a text.
    let uncommented = value.split(" #").next().unwrap_or(value).trim_end();
    let is_list =
        value.starts_with('[') && (!uncommented.contains(']') || uncommented.ends_with(']'));
    let is_flow = is_list
        || value.starts_with(['|', '>'])
        || (value.starts_with('{') && !value.starts_with("{{"));
    let reserved = value.starts_with(['@', '%', '`', '*', '&', '!'])
        || value.starts_with("{{")
        || value.starts_with('[') && !is_list;
    !is_quoted
        && (reserved
            || (!is_flow && (value.contains(": ") || value.ends_with(':') || value.contains(" #"))))
}

/// Returns a text in quotes of a kind that it does not contain.
pub(super) fn quoted(text: &str) -> String {
    if text.contains('"') {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}
