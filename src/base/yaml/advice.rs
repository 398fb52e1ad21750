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
    of_line(line).or_else(|| of_indent(line, &text[..start])).or_else(|| of_line(before))
}

/// Returns advice on a line that is indented otherwise than the lines of its kind above it.
fn of_indent(line: &str, above: &str) -> Option<String> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let written = line.trim();
    let item = written.strip_prefix('-');
    let begins = |c: char| c.is_alphanumeric() || matches!(c, '{' | '[' | '"' | '\'');
    if let Some(rest) = item.filter(|rest| rest.starts_with(begins)) {
        let rest = excerpt(&format!("{}- {rest}", &line[..indent(line)]));
        return Some(format!("put a space after the dash: `{rest}`"));
    }
    let is_item = |line: &&str| line.trim_start().starts_with("- ");
    let is_alike = |line: &&str| {
        let is_text = !line.trim().is_empty() && !line.trim_start().starts_with('#');
        is_text && is_item(line) == is_item(&written)
    };
    let previous = above.lines().rev().find(is_alike)?;
    let has_key = is_item(&written) || written.split_once(": ").is_some() || written.ends_with(':');
    // A key without a value may have others below it.
    let differs = indent(previous) != indent(line) && !previous.trim_end().ends_with(':');
    (has_key && differs).then(|| {
        let line = format!("{}{written}", &previous[..indent(previous)]);
        format!("indent the line as the one above: `{}`", excerpt(&line))
    })
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
    if let Some(line) = without_colon(inner) {
        return Some(format!("put a colon after the key: `{}`", excerpt(&line)));
    }
    if let Some(key) = without_comma(inner) {
        return Some(format!("put a comma before `{key}:`"));
    }
    if let Some(line) = crowded_key(inner) {
        return Some(format!("put a space after the colon: `{}`", excerpt(&line)));
    }
    let (dash, entry) = inner.strip_prefix("- ").map_or(("", inner), |rest| ("- ", rest));
    let (key, value) = entry.split_once(": ")?;
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if key.is_empty() || !key.chars().all(is_key) {
        return None;
    }
    if let Some(whole) = cut_quotes(value.trim()) {
        let line = excerpt(&format!("{dash}{key}: {whole}"));
        return Some(format!("put the whole text in quotes: `{line}`"));
    }
    needs_quotes(value.trim()).then(|| {
        let line = excerpt(&format!("{dash}{key}: {}", quoted(value.trim())));
        format!("put the text in quotes: `{line}`")
    })
}

/// How many characters of a line a hint shows, from its beginning and from its end.
const SHOWN: [usize; 2] = [44, 16];

/// Returns a line as a hint shows it: of a long one, the beginning and the end.
fn excerpt(line: &str) -> String {
    let signs: Vec<char> = line.chars().collect();
    let [first, last] = SHOWN;
    if signs.len() <= first + last + 3 {
        return line.to_owned();
    }
    let (head, tail): (String, String) =
        (signs[..first].iter().collect(), signs[signs.len() - last..].iter().collect());
    format!("{} … {}", head.trim_end(), tail.trim_start())
}

/// Keys that are often written.
const KEYS: [&str; 22] = [
    "title", "finding", "date", "authors", "tags", "audience", "status", "briefs", "data", "form",
    "rows", "columns", "sort", "note", "alt", "id", "key", "licence", "source", "author", "type",
    "name",
];

/// Returns a line that begins with a key and a colon, with the space that it lacks.
fn crowded_key(line: &str) -> Option<String> {
    let (key, value) = line.split_once(':')?;
    let is_crowded = value.starts_with(|c: char| !c.is_whitespace() && c != ':');
    (KEYS.contains(&key) && is_crowded).then(|| format!("{key}: {value}"))
}

/// Returns a text in quotes whose first quotation mark is closed before its end, as in `"Rain" in Lima` and
/// `'It's raining'`.
fn cut_quotes(value: &str) -> Option<String> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = &value[1..];
    let close = inner.find(quote)?;
    let rest = inner[close + 1..].trim();
    if rest.is_empty() || rest.starts_with(['#', quote]) || rest.starts_with([',', '}', ']']) {
        return None;
    }
    let whole = inner.strip_suffix(quote).filter(|_| quote == '\'').unwrap_or(value);
    Some(quoted(whole))
}

/// Returns a line that begins with a key that is often written, with the colon that it lacks.
fn without_colon(line: &str) -> Option<String> {
    let (key, value) = line.split_once(' ')?;
    (KEYS.contains(&key) && !line.contains(':')).then(|| format!("{key}: {}", value.trim()))
}

/// Returns the key in braces before which a comma is missing, as in `{name: A url: B}`.
fn without_comma(line: &str) -> Option<&str> {
    let inner = &line[line.find(['{', '['])?..];
    if inner.contains("{{") {
        return None;
    }
    let mut quote = None;
    for (at, character) in inner.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, ':') if inner[at + 1..].starts_with(' ') => {
                let before = &inner[..at];
                let start =
                    before.rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')));
                let (before, key) = before.split_at(start? + 1);
                let is_parted = before.trim_end().ends_with(['{', '[', ',']);
                if !is_parted && before.ends_with(' ') && !key.is_empty() {
                    return Some(key);
                }
            }
            _ => {}
        }
    }
    None
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

/// Returns the last line before `at` whose value opens a bracket that nothing closes before the next
/// key: where it stands, the line, and what would close it.
pub(super) fn unclosed_bracket(text: &str, at: usize) -> Option<(usize, &str, char)> {
    let until = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let mut open: Option<(usize, &str, char)> = None;
    let mut start = 0;
    for line in text[..until].split_inclusive('\n') {
        let written = line.trim_end();
        let indent = written.len() - written.trim_start().len();
        // A new item that stands no deeper cannot be inside of an open bracket.
        if let Some((at, ..)) = open {
            let depth = at - text[..at].rfind('\n').map_or(0, |end| end + 1);
            let is_next = written.trim_start().starts_with("- ") && indent <= depth;
            if is_next {
                return open;
            }
        }
        let item = written.trim_start().strip_prefix("- ");
        let item = item.filter(|item| item.starts_with(['{', '[']));
        let value = item.or_else(|| written.split_once(": ").map(|(_, value)| value.trim_start()));
        let begins =
            value.filter(|value| value.starts_with(['[', '{']) && !value.starts_with("{{"));
        if let Some(value) = begins {
            open = missing(value).map(|closing| (start + indent, written.trim_start(), closing));
        } else if open.is_some() && written.ends_with([']', '}']) {
            open = None;
        }
        start += line.len();
    }
    open
}

/// Returns the bracket that a value lacks at its end; none if its brackets are balanced.
fn missing(value: &str) -> Option<char> {
    let (mut expected, mut quote) = (Vec::new(), None);
    let uncommented = value.split(" #").next().unwrap_or(value);
    for character in uncommented.chars() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, '[') => expected.push(']'),
            (None, '{') => expected.push('}'),
            (None, ']' | '}') => _ = expected.pop(),
            _ => {}
        }
    }
    // An apostrophe inside a word is no quote; such a line is not judged.
    expected.pop().filter(|_| quote.is_none())
}
