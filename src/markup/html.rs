//! A scanner for HTML: text, comments and tags.

use ecow::EcoString;
use pulldown_cmark::{Event, Parser};

/// A part of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'h> {
    /// Text, as it is written.
    Text(&'h str),
    /// A comment, with its marks.
    Comment(&'h str),
    /// A tag that opens an element.
    Open {
        /// The name of the element, in lower case.
        name: String,
        /// The text after the name.
        attributes: &'h str,
        /// The whole tag.
        source: &'h str,
    },
    /// A tag that closes an element.
    Close {
        /// The name of the element, in lower case.
        name: String,
    },
}

/// Takes HTML apart.
pub(crate) fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        tokens.extend((at > 0).then(|| Token::Text(&rest[..at])));
        rest = &rest[at..];
        let (token, length) = token(rest);
        tokens.push(token);
        rest = &rest[length..];
    }
    tokens.extend((!rest.is_empty()).then_some(Token::Text(rest)));
    tokens
}

/// Reads the piece that `html`, which begins with `<`, begins with, and returns its length.
fn token(html: &str) -> (Token<'_>, usize) {
    if html.starts_with("<!--") {
        let end = html.find("-->").map_or(html.len(), |end| end + 3);
        return (Token::Comment(&html[..end]), end);
    }
    let Some(length) = tag_length(html) else { return (Token::Text(&html[..1]), 1) };
    let source = &html[..length];
    let inner = source[1..length - 1].trim_end_matches('/').trim();
    if let Some(name) = inner.strip_prefix('/') {
        return (Token::Close { name: name.trim().to_lowercase() }, length);
    }
    let split = inner.find(char::is_whitespace).unwrap_or(inner.len());
    let name = inner[..split].to_lowercase();
    (Token::Open { name, attributes: &inner[split..], source }, length)
}

/// Returns the length of the tag that `html` begins with; a `>` in quotes does not end it.
fn tag_length(html: &str) -> Option<usize> {
    let next = html[1..].chars().next()?;
    if !(next.is_ascii_alphabetic() || next == '/' || next == '!') {
        return None;
    }
    let mut quote = None;
    for (at, character) in html.char_indices() {
        match quote {
            Some(open) if character == open => quote = None,
            None if matches!(character, '"' | '\'') => quote = Some(character),
            None if character == '>' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The length in bytes of the longest name of a character, with its signs.
const LONGEST_NAME: usize = 33;

/// Returns text with its character references, such as `&eacute;` or `&#233;`, replaced. The
/// Markdown parser knows the names.
pub(crate) fn characters(text: &str) -> EcoString {
    let mut out = EcoString::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST_NAME).position(|byte| byte == b';').map(|end| end + 1);
        let name = &rest[..end.unwrap_or(1)];
        for event in Parser::new(name) {
            if let Event::Text(character) = event {
                out.push_str(&character);
            }
        }
        rest = &rest[name.len()..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{Token, characters, tokens};

    #[test]
    fn characters_have_names_and_numbers() {
        assert_eq!(
            characters("Per&uacute; &amp; Bogot&#225; &unknown; R&D, &"),
            "Perú & Bogotá &unknown; R&D, &"
        );
    }

    #[test]
    fn a_sign_in_quotes_ends_no_tag() {
        let found = tokens("<p title=\"a > b\" lang=es>x</p>");
        let opening = Token::Open {
            name: "p".to_owned(),
            attributes: " title=\"a > b\" lang=es",
            source: "<p title=\"a > b\" lang=es>",
        };
        assert_eq!(found, [opening, Token::Text("x"), Token::Close { name: "p".to_owned() }]);
    }
}
