//! Texts as the search compares them: letters and digits in lower case, and nothing between them.
//!
//! Case, accents, spaces, hyphens, quotation marks, tags inside words and the ways of HTML, JSON and
//! CSS to write a character make no difference.

use icu::normalizer::DecomposingNormalizerBorrowed;

/// How a file writes characters that are not letters or digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syntax {
    /// As it is.
    Plain,
    /// HTML, SVG and XML: tags and references of characters.
    Markup,
    /// JSON and JavaScript: `\u00e9`.
    Json,
    /// CSS: `\e9`.
    Css,
}

impl Syntax {
    fn of(path: &str) -> Self {
        match path.rsplit('.').next().unwrap_or_default() {
            "html" | "htm" | "xhtml" | "svg" | "xml" | "atom" | "rss" => Self::Markup,
            "json" | "js" | "mjs" | "jsonld" | "geojson" | "webmanifest" => Self::Json,
            "css" => Self::Css,
            _ => Self::Plain,
        }
    }
}

/// Adds the letters and digits of `text` to `out`.
pub(super) fn add(text: &str, out: &mut Vec<u8>) {
    for character in text.chars() {
        push(character, out);
    }
}

/// Returns the letters and digits of `text`.
pub(super) fn plain(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    add(text, &mut out);
    out
}

/// Returns the letters and digits of a file: those of its text and, of markup, those inside tags.
pub(super) fn file(path: &str, bytes: &[u8]) -> [Vec<u8>; 2] {
    let syntax = Syntax::of(path);
    let (mut text, mut inside) = (Vec::with_capacity(bytes.len()), Vec::new());
    for chunk in bytes.utf8_chunks() {
        match syntax {
            Syntax::Plain => add(chunk.valid(), &mut text),
            Syntax::Markup => markup(chunk.valid(), &mut text, &mut inside),
            Syntax::Json => json(chunk.valid(), &mut text),
            Syntax::Css => css(chunk.valid(), &mut text),
        }
    }
    [text, inside]
}

fn push(character: char, out: &mut Vec<u8>) {
    const COMPATIBLE: DecomposingNormalizerBorrowed<'static> =
        DecomposingNormalizerBorrowed::new_nfkd();
    if character.is_ascii() {
        if character.is_ascii_alphanumeric() {
            out.push(character.to_ascii_lowercase() as u8);
        }
        return;
    }
    let mut encoded = [0; 4];
    let mut lower = |part: char| {
        for part in part.to_lowercase() {
            out.extend_from_slice(part.encode_utf8(&mut encoded).as_bytes());
        }
    };
    match character {
        'ß' | 'ẞ' => out.extend_from_slice(b"ss"),
        '\u{3400}'..='\u{9fff}' => lower(character),
        _ => {
            let parts = COMPATIBLE.normalize_iter(std::iter::once(character));
            // Accents are marks of their own then.
            parts.filter(|part| part.is_alphanumeric()).for_each(lower);
        }
    }
}

/// Adds the letters and digits of a text to others.
type Read = fn(&str, &mut Vec<u8>);

/// Adds the text of markup to `text`, and the contents of its tags to `inside`.
fn markup(mut rest: &str, text: &mut Vec<u8>, inside: &mut Vec<u8>) {
    const CODE: [(&str, Read); 2] = [("<script", json), ("<style", css)];
    while let Some(at) = rest.find(['<', '&']) {
        add(&rest[..at], text);
        rest = &rest[at..];
        let code = CODE.iter().find(|(name, _)| begins_with(rest, name));
        let length = if rest.starts_with('&') { reference(rest, text) } else { tag(rest, inside) };
        rest = &rest[length..];
        if let Some((_, read)) = code {
            let end = rest.find("</").unwrap_or(rest.len());
            read(&rest[..end], text);
            rest = &rest[end..];
        }
    }
    add(rest, text);
}

fn begins_with(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

/// Adds the contents of the tag or comment that `rest` begins with; returns its length.
fn tag(rest: &str, inside: &mut Vec<u8>) -> usize {
    let body = &rest[1..];
    let is_tag = body.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
    if !is_tag {
        return 1;
    }
    let length = match body.strip_prefix("!--") {
        Some(comment) => comment.find("-->").map(|end| end + "!--".len() + "-->".len()),
        None => tag_end(body),
    };
    let body = &body[..length.unwrap_or(body.len())];
    attributes(body, inside);
    1 + body.len()
}

/// Returns the length of a tag without its first bracket; brackets in quotes belong to it.
fn tag_end(body: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in body.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return Some(at + 1),
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    None
}

/// Adds the text of attributes, in which addresses write signs as `%C3%A9`.
fn attributes(mut rest: &str, out: &mut Vec<u8>) {
    while let Some(at) = rest.find(['%', '&']) {
        add(&rest[..at], out);
        rest = &rest[at..];
        if rest.starts_with('&') {
            rest = &rest[reference(rest, out)..];
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(byte) = rest.strip_prefix('%').and_then(hexadecimal_byte) {
            bytes.push(byte);
            rest = &rest[3..];
        }
        add(&String::from_utf8_lossy(&bytes), out);
        if bytes.is_empty() {
            rest = &rest[1..];
        }
    }
    add(rest, out);
}

fn hexadecimal_byte(text: &str) -> Option<u8> {
    text.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok())
}

/// Adds the character of a reference such as `&eacute;` or `&#233;`; returns the reference's
/// length.
fn reference(rest: &str, out: &mut Vec<u8>) -> usize {
    let name_end = rest[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
    let name = &rest[1..name_end.map_or(rest.len(), |end| end + 1)];
    let number = name.strip_prefix('#').map(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    });
    match number {
        Some(number) => {
            let character = number.ok().and_then(char::from_u32);
            if let Some(character) = character {
                push(character, out);
            }
        }
        None => add(letter(name).unwrap_or_default(), out),
    }
    let is_closed = rest[1 + name.len()..].starts_with(';');
    1 + name.len() + usize::from(is_closed)
}

/// Returns the letter of a named reference, without its accent; none for a sign.
fn letter(name: &str) -> Option<&str> {
    const ACCENTS: &[&str] = &[
        "acute", "grave", "circ", "tilde", "uml", "ring", "cedil", "caron", "breve", "macr", "ogon",
    ];
    match name {
        "szlig" => Some("ss"),
        "oslash" | "Oslash" => Some("ø"),
        "aelig" | "AElig" => Some("æ"),
        "oelig" | "OElig" => Some("œ"),
        _ => {
            let is_letter = name.get(1..).is_some_and(|accent| ACCENTS.contains(&accent));
            is_letter.then(|| &name[..1])
        }
    }
}

fn json(mut rest: &str, out: &mut Vec<u8>) {
    while let Some(at) = rest.find('\\') {
        add(&rest[..at], out);
        rest = &rest[at + 1..];
        let code = rest.strip_prefix('u').and_then(|digits| digits.get(..4));
        let code = code.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        rest = match code {
            Some(code) => {
                if let Some(character) = char::from_u32(code) {
                    push(character, out);
                }
                &rest[5..]
            }
            None => rest.strip_prefix(['n', 'r', 't', 'b', 'f', '\\']).unwrap_or(rest),
        };
    }
    add(rest, out);
}

fn css(mut rest: &str, out: &mut Vec<u8>) {
    while let Some(at) = rest.find('\\') {
        add(&rest[..at], out);
        rest = &rest[at + 1..];
        let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        let code = u32::from_str_radix(&rest[..digits], 16).ok().and_then(char::from_u32);
        if let Some(character) = code {
            push(character, out);
        }
        rest = &rest[digits..];
    }
    add(rest, out);
}

#[cfg(test)]
mod tests {
    use super::{file, plain};

    fn text(path: &str, text: &str) -> String {
        let parts = file(path, text.as_bytes());
        let parts = parts.map(|part| String::from_utf8_lossy(&part).into_owned());
        parts.join("|")
    }

    #[test]
    fn letters_and_digits_are_left() {
        let same = ["Sell it: 5 %", "SELL\u{a0}IT5", "s\u{ad}ell  “it”\n5", "ＳＥＬＬ ｉｔ ５"];
        for one in same {
            assert_eq!(plain(one), b"sellit5", "{one}");
        }
        assert_eq!(plain("Año Ångström Straße"), plain("ano angstrom strasse"));
        assert_eq!(plain("出售。水库"), "出售水库".as_bytes());
    }

    #[test]
    fn files_are_read_as_what_they_are() {
        assert_eq!(text("a.html", "s<b>el</b>l &#105;&#x74; ni&ntilde;o"), "sellitnino|bb");
        assert_eq!(text("a.html", "x<img alt='a > b%20c'>y <!-- z -->"), "xy|imgaltabcz");
        assert_eq!(
            text("a.html", "<script>{\"a\":\"\\u00e9\\n1\"}</script>b"),
            "ae1b|scriptscript"
        );
        assert_eq!(text("a.svg", "<text>a</text>&amp;3 < 4"), "a34|texttext");
        assert_eq!(text("a.css", ".x::after{content:\"\\e9 t\\A b\"}"), "xaftercontentetb|");
        assert_eq!(text("a.txt", "a<b>&c"), "abc|");
    }
}
