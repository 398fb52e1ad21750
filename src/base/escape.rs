//! Writing text and addresses so that they cannot become markup.

/// Appends `text` as the content of an element.
pub(crate) fn push_text(out: &mut String, text: &str) {
    push_with(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        byte if is_control(byte) => Some(""),
        _ => None,
    });
}

/// Returns `text` as the content of an element or the value of an attribute in double quotes.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_attribute(&mut out, text);
    out
}

/// Whether neither HTML nor XML allows this character.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127)
}

/// Appends `text` as an attribute's value, which the caller puts in double quotes.
pub(crate) fn push_attribute(out: &mut String, text: &str) {
    push_with(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        // A line break in an attribute is legal but breaks naive readers.
        b'\n' => Some("&#10;"),
        byte if is_control(byte) => Some(""),
        _ => None,
    });
}

/// Appends an address that an author wrote, as an attribute's value.
///
/// What a URL may not hold is percent-encoded. Escapes that the author wrote stay:
/// `%20` is not encoded again.
pub(crate) fn push_url(out: &mut String, url: &str) {
    push_with(out, url, illegal_in_url);
}

/// Appends a path of files and folders, or an anchor, as part of an attribute's value.
///
/// Unlike [`push_url`] it takes every character at its word: a file may be called
/// `100%?.csv`.
pub(crate) fn push_path(out: &mut String, path: &str) {
    push_with(out, path, |byte| match byte {
        b'%' => Some("%25"),
        b'?' => Some("%3F"),
        b'#' => Some("%23"),
        _ => illegal_in_url(byte),
    });
}

/// Returns the escape of `byte` in a URL, if it needs one.
///
/// Bytes beyond ASCII pass: HTML addresses are Unicode, and browsers encode them.
fn illegal_in_url(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'&' => "&amp;",
        b' ' => "%20",
        b'"' => "%22",
        b'<' => "%3C",
        b'>' => "%3E",
        b'[' => "%5B",
        b'\\' => "%5C",
        b']' => "%5D",
        b'^' => "%5E",
        b'`' => "%60",
        b'{' => "%7B",
        b'|' => "%7C",
        b'}' => "%7D",
        // Browsers drop line breaks and tabs from addresses; nobody means the others.
        0..=31 | 127 => "",
        _ => return None,
    })
}

/// Appends `text`, replacing the bytes for which `replacement` gives a text.
///
/// `replacement` must leave bytes beyond ASCII alone, so that every cut falls
/// between characters.
fn push_with(out: &mut String, text: &str, replacement: impl Fn(u8) -> Option<&'static str>) {
    let mut copied = 0;
    for (index, &byte) in text.as_bytes().iter().enumerate() {
        if let Some(escape) = replacement(byte) {
            out.push_str(&text[copied..index]);
            out.push_str(escape);
            copied = index + 1;
        }
    }
    out.push_str(&text[copied..]);
}
