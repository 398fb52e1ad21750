//! Marks within a line that other programs have: code, icons, keys, labels and brackets.

use std::fmt::Write as _;

use crate::tools::import::{labels, template, todo};

/// Returns the length and the inside of the code span that `text` begins with.
pub(in crate::tools::import) fn span(text: &str) -> Option<(usize, &str)> {
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

/// Shows the name of an emoji as code: no list of them is a standard.
pub(super) fn emoji(rest: &str, out: &mut String) -> Option<usize> {
    let name = rest.strip_prefix(':')?.split(':').next()?;
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_+-".contains(c));
    let length = name.len() + 2;
    let before = out.ends_with([' ', '(']) || out.is_empty();
    let behind = rest.get(length..)?.chars().next();
    let is_alone = before && behind.is_none_or(|c| c.is_whitespace() || ").,;!?".contains(c));
    if !is_name || !rest[1 + name.len()..].starts_with(':') || !is_alone {
        return None;
    }
    out.push_str(&todo::inline("the name of an emoji", &rest[..length]));
    Some(length)
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

/// Converts changes and remarks of `CriticMarkup`: `{++new++}`, `{--old--}`, `{~~old~>new~~}`, `{>>remark<<}`.
pub(super) fn change(rest: &str, out: &mut String) -> Option<usize> {
    let kinds = [("{++", "++}"), ("{--", "--}"), ("{~~", "~~}"), ("{>>", "<<}"), ("{==", "==}")];
    let &(opening, closing) = kinds.iter().find(|(opening, _)| rest.starts_with(opening))?;
    let inner = &rest[3..rest.find(closing).filter(|&at| at >= 3)?];
    match opening {
        "{++" => {
            out.push_str(inner);
            out.push_str(&todo::mark(&format!("a tracked change, inserted: {inner}")));
        }
        "{--" => out.push_str(&todo::mark(&format!("a tracked change, deleted: {inner}"))),
        "{~~" => {
            let (old, new) = inner.split_once("~>")?;
            out.push_str(new);
            out.push_str(&todo::mark(&format!(
                "a tracked change, deleted: {old}, inserted: {new}"
            )));
        }
        "{>>" => out.push_str(&todo::mark(&format!("a comment: {inner}"))),
        _ => out.push_str(inner),
    }
    Some(inner.len() + 6)
}

/// Converts a comment of Obsidian, `%%…%%`, or of MDX, `{/*…*/}`.
pub(super) fn comment(rest: &str, out: &mut String) -> Option<usize> {
    let kinds = [("{/*", "*/}"), ("%%", "%%")];
    let &(opening, closing) = kinds.iter().find(|(opening, _)| rest.starts_with(opening))?;
    let inner = rest[opening.len()..].split_once(closing)?.0;
    // Behind a number, it is a sign of its own.
    if opening == "%%"
        && (inner.is_empty() || out.trim_end().ends_with(|c: char| c.is_ascii_digit()))
    {
        return None;
    }
    out.push_str(&todo::comment(inner));
    Some(opening.len() + inner.len() + closing.len())
}

/// Copies a code span; one that R would run is left to do.
pub(super) fn code(rest: &str, out: &mut String) -> Option<usize> {
    const PROGRAMS: [(&str, &str); 5] = [
        ("r ", "R"),
        ("{r} ", "R"),
        ("{python} ", "Python"),
        ("{julia} ", "Julia"),
        ("{ojs} ", "Observable"),
    ];
    let (length, inner) = span(rest)?;
    let source = &rest[..length];
    let program = PROGRAMS.iter().find(|(mark, _)| inner.starts_with(mark));
    let is_alone = !out.ends_with(|c: char| c.is_alphanumeric());
    if let Some((_, program)) = program.filter(|_| is_alone) {
        out.push_str(&todo::inline(&format!("a value that {program} prints"), source));
    } else {
        out.push_str(&template::unescaped(source));
    }
    Some(length)
}
