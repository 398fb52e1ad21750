//! Attributes in places where they have no effect.
//!
//! `{audience="council"}` after a listing or in a text of a YAML file restricts nothing: the
//! words before it would reach everybody, and the attributes with them. So it is searched for in all
//! text, and refused.

use std::ops::Range;

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;

/// What an author may have meant by a brace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brace {
    /// Attributes that name audiences; never a text.
    Audience,
    /// Other attributes; `\{` writes the brace.
    Attributes,
    /// A brace.
    Text,
}

/// Returns the kind of brace that `text` begins with, if it begins with one.
pub fn brace(text: &str) -> Brace {
    let Some(inner) = text.strip_prefix(['{', '｛']) else { return Brace::Text };
    let inner = &inner[..length(inner)];
    // Attributes that continue on the next line of a quotation have its mark before them.
    let inner = inner.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '#');
    let name_length = inner.find(|c: char| !is_name(c)).unwrap_or(inner.len());
    let (name, rest) = inner.split_at(name_length);
    let is_marked = name.starts_with(['#', '.']) && name.len() > 1;
    let is_valued = !name.is_empty() && rest.starts_with('=');
    if is_audience(name) || (is_marked || is_valued) && inner.split_whitespace().any(is_audience) {
        Brace::Audience
    } else if is_valued {
        Brace::Attributes
    } else {
        Brace::Text
    }
}

/// Whether an attribute, or the one that it is a misspelling of, names audiences.
pub(crate) fn is_audience(part: &str) -> bool {
    let part = part.trim_start_matches(['#', '.']).to_lowercase();
    let part = part.strip_prefix("not-").or_else(|| part.strip_prefix("not_")).unwrap_or(&part);
    part.strip_prefix("audience").is_some_and(|rest| {
        let rest = rest.trim_start_matches('s');
        rest.is_empty() || rest.starts_with(['=', ':', '}'])
    })
}

/// How many bytes behind a brace are read as its attributes.
const LONGEST: usize = 2_000;

/// Returns the length of the text in a brace: up to the closing brace, or else to the end of the
/// line.
fn length(inner: &str) -> usize {
    // Whatever stands so far behind a brace is no attribute of it; there may be as many braces as letters.
    let inner = &inner[..inner.floor_char_boundary(LONGEST)];
    let paragraph = inner.find("\n\n").unwrap_or(inner.len());
    let closed = inner[..paragraph].find(['}', '｝']);
    let text = inner.len() - inner.trim_start().len();
    let line = || inner[text..].find('\n').map(|end| text + end);
    closed.or_else(line).unwrap_or(paragraph).min(paragraph)
}

/// Returns the place of the first attributes in `text` that name audiences.
pub fn find(text: &str) -> Option<Range<usize>> {
    let mut braces = text.match_indices(['{', '｛']).map(|(at, _)| at);
    let start = braces.find(|at| brace(&text[*at..]) == Brace::Audience)?;
    let end = text[start..].find(['}', '｝', '\n']).map_or(text.len(), |end| start + end);
    Some(start..text.ceil_char_boundary(end + 1))
}

/// Returns the diagnostic for attributes in a text that is printed as it is, such as a title in a
/// YAML file; none if it has none.
pub fn in_plain_text(text: &str, span: Span) -> Option<Diagnostic> {
    find(text).map(|_| {
        let message = "a text of this kind is for all readers, and cannot have attributes";
        Diagnostic::error(Code::StrayAttributes, span, message).with_hint(
            "write what only some may read in a brief: `[words]{audience=\"…\"}`, or a div around the block",
        )
    })
}

/// Returns what to write instead of attributes that begin at `start` of a Markdown text.
pub fn hint(text: &str, start: usize) -> String {
    let line = text[..start].rsplit('\n').next().unwrap_or_default();
    let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
    if !line.is_empty() && line.len() < 3 && line.chars().all(|c| c == ':') {
        let rest = &text[start..];
        let end = rest.find(['}', '\n']).map_or(rest.len(), |end| end + 1);
        return format!("a div begins with three colons: `::: {}`", rest[..end].trim_end());
    }
    if line.starts_with('#') && line.trim_start_matches('#').starts_with(' ') {
        let rest = &text[start..];
        let end = rest.find(['}', '\n']).map_or(rest.len(), |end| end + 1);
        let attributes = rest[..end].trim_end();
        return format!("put the heading with its section between `::: {attributes}` and `:::`");
    }
    general_hint(text, start).to_owned()
}

fn general_hint(text: &str, start: usize) -> &'static str {
    let before = &text[..start];
    let line = before.rsplit('\n').next().unwrap_or(before).trim_start_matches([' ', '\t', '>']);
    let inner = text[start..].trim_start_matches(['{', '｛']);
    if text[start..].starts_with('｛') {
        "write them with ASCII braces: `[words]{audience=\"…\"}`"
    } else if before.ends_with(']') && inner.starts_with(['\n', '\r']) {
        "write the attributes on the same line: `[words]{audience=\"…\"}`"
    } else if before.ends_with("\\]") {
        "delete the backslashes before the brackets: `[words]{audience=\"…\"}`"
    } else if line.starts_with("[!") {
        "put the whole alert between `::: {audience=\"…\"}` and `:::`"
    } else if before.ends_with(' ') && before.trim_end().ends_with(']') {
        "put them directly after the bracket: `[words]{audience=\"…\"}`"
    } else if before.ends_with([']', '`', '*', '_', '~', '>', '}']) {
        "put brackets around what they apply to: `[*words*]{audience=\"…\"}`"
    } else if line.starts_with("::") {
        "a div begins with three colons and ends with three: `::: {audience=\"…\"}`"
    } else {
        "put words in brackets, `[words]{audience=\"…\"}`, and a block between `::: {audience=\"…\"}` and `:::`"
    }
}

#[cfg(test)]
mod tests {
    use super::{Brace, brace, find};

    #[test]
    fn braces_are_told_apart() {
        let audiences = [
            "{audience=\"council\"}",
            "{ not-audience = x }",
            "{audience}",
            "{Audiences: council}",
            "{#id .class audience=council}",
            "{\n> audience=council}",
            "{audience=\"council\"",
            "{lang=es audience=council}",
            "｛audience=\"x\"｝",
        ];
        for text in audiences {
            assert_eq!(brace(text), Brace::Audience, "{text}");
        }
        assert_eq!(brace("{audiance=\"council\"}"), Brace::Attributes);
        for text in ["{the audience}", "{x | x > 2}", "{1, 2}", "{", "{}", "audience=", "{.5}"] {
            assert_eq!(brace(text), Brace::Text, "{text}");
        }
    }

    #[test]
    fn attributes_are_found_in_texts() {
        assert_eq!(find("A [b]{audience=\"c\"} d"), Some(5..19));
        assert_eq!(find("The {set} of an audience"), None);
    }
}
