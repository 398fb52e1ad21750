//! Marks within a line that other programs have: code, icons, keys, labels and brackets.

use std::fmt::Write as _;

use crate::tools::import::{labels, template, todo};

/// Returns the length and the inside of the code span that `text` begins with.
pub(super) fn span(text: &str) -> Option<(usize, &str)> {
    let run = text.bytes().take_while(|&byte| byte == b'`').count();
    let mut at = run;
    while let Some(next) = text[at..].find('`') {
        let start = at + next;
        let length = text[start..].bytes().take_while(|&byte| byte == b'`').count();
        if length == run {
            return Some((start + run, &text[run..start]));
        }
        at = start + length;
    }
    None
}

/// Whether a text ends with a picture.
pub(super) fn is_picture(text: &str) -> bool {
    let Some(middle) = text.rfind("](") else { return false };
    bracket(&text[..middle]).is_some_and(|at| text[..at].ends_with('!'))
}

/// Returns the place of the bracket that a `]` after this text would close.
pub(super) fn bracket(text: &str) -> Option<usize> {
    let mut open = 1;
    for (at, character) in text.char_indices().rev() {
        match character {
            ']' => open += 1,
            '[' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
    }
    None
}

/// Removes the brackets that a text ends with: they held attributes that nothing needs.
pub(super) fn unbracket(out: &mut String) {
    let inner = out.strip_suffix(']').unwrap_or_default();
    if let Some(at) = bracket(inner) {
        out.pop();
        out.remove(at);
    }
}

/// Converts the label of a table or equation in R Markdown, `(\#tab:x)`, which is in the caption.
pub(super) fn bookdown_label(rest: &str, out: &mut String) -> Option<usize> {
    let inner = rest.strip_prefix("(\\#")?;
    let name = inner.split(')').next()?;
    if !out.trim().is_empty() {
        let _ = write!(out, "{{#{}}}", labels::clean(name));
    }
    Some(name.len() + 4)
}

/// Skips an icon of `MkDocs`, such as `:material-check:`.
pub(super) fn icon(rest: &str) -> Option<usize> {
    let name = rest.strip_prefix(':')?.split(':').next()?;
    let sets = ["material-", "fontawesome-", "octicons-", "simple-"];
    let is_icon =
        sets.iter().any(|set| name.starts_with(set)) && rest[1 + name.len()..].starts_with(':');
    is_icon.then(|| name.len() + 2)
}

/// Converts keys, `++ctrl+c++`.
pub(super) fn keys(rest: &str, out: &mut String) -> Option<usize> {
    let inner = rest.strip_prefix("++")?;
    let keys = inner.split("++").next().filter(|keys| inner[keys.len()..].starts_with("++"))?;
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '"');
    if keys.is_empty() || !keys.chars().all(is_key) {
        return None;
    }
    let keys: Vec<_> = keys.split('+').map(|key| format!("`{}`", key.trim_matches('"'))).collect();
    out.push_str(&keys.join("+"));
    Some(inner.find("++")? + 4)
}

/// Converts marked text, `==important==`, to strong text.
pub(super) fn marked(rest: &str, out: &mut String) -> Option<usize> {
    let inner = rest.strip_prefix("==")?;
    let text = inner.split("==").next().filter(|text| inner[text.len()..].starts_with("=="))?;
    if text.is_empty()
        || text.starts_with([' ', '='])
        || text.ends_with(' ')
        || out.ends_with(['=', '!', '<', '>'])
    {
        return None;
    }
    let _ = write!(out, "**{text}**");
    Some(text.len() + 4)
}

/// Copies a code span; one that R would run is left to do.
pub(super) fn code(rest: &str, out: &mut String) -> Option<usize> {
    let (length, inner) = span(rest)?;
    let source = &rest[..length];
    if inner.starts_with("r ") && out.ends_with(char::is_whitespace) {
        out.push_str(&todo::inline("a value that R prints", source));
    } else {
        out.push_str(&template::unescaped(source));
    }
    Some(length)
}
