//! Where in Markdown each character of what was printed stands.

use std::ops::Range;

/// Returns the bytes of `source` that each character of `printed` comes from, as ranges from the
/// start of `source`; none if the two do not say the same.
///
/// Printing turns straight quotes into those of the language, `--` into a dash, line breaks into
/// spaces; it takes the backslash from escaped characters and reads entities. All else must agree.
pub(crate) fn align(printed: &str, source: &str) -> Option<Vec<Range<usize>>> {
    let mut ranges = Vec::with_capacity(printed.len());
    let mut at = 0;
    for c in printed.chars() {
        let length = length(c, &source[at..])?;
        ranges.push(at..at + length);
        at += length;
        // A line break in the source and the mark of the next line are one space.
        if c == ' ' && source[..at].ends_with('\n') {
            at += margin(&source[at..]);
        }
    }
    // What printing left out must be space.
    source[at..].trim().is_empty().then_some(ranges)
}

/// Returns how many bytes of `source` print as `c`.
fn length(c: char, source: &str) -> Option<usize> {
    let first = source.chars().next()?;
    if first == '\\'
        && let Some(escaped) = source[1..].chars().next()
        && escaped == c
    {
        return Some(1 + escaped.len_utf8());
    }
    if let Some((text, length)) = entity(source)
        && text == c
    {
        return Some(length);
    }
    let alternatives: &[&str] = match c {
        '–' => &["--"],
        '—' => &["---"],
        '…' => &["..."],
        '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' => &["\""],
        '‘' | '’' | '‚' | '‹' | '›' => &["'"],
        ' ' => &["\r\n", "\n", "\u{A0}", "\t"],
        '\u{A0}' | '\u{202F}' => &[" ", "&nbsp;"],
        _ => &[],
    };
    if first == c {
        // `--` printed as itself is two characters.
        return Some(c.len_utf8());
    }
    alternatives.iter().find(|text| source.starts_with(**text)).map(|text| text.len())
}

/// Returns the character of an entity, and the entity's length.
fn entity(source: &str) -> Option<(char, usize)> {
    let name = source.strip_prefix('&')?;
    let end = name.find(';').filter(|end| *end < 10)?;
    let name = &name[..end];
    let text = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => match name {
            "nbsp" => '\u{A0}',
            "ndash" => '–',
            "mdash" => '—',
            "hellip" => '…',
            _ => quick_xml::escape::resolve_predefined_entity(name)?.chars().next()?,
        },
    };
    Some((text, end + 2))
}

/// Returns the length of the spaces and marks that begin a line inside a block.
fn margin(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '>']).len()
}

#[cfg(test)]
mod tests {
    use super::align;

    #[track_caller]
    fn test(printed: &str, source: &str, expected: Option<&[&str]>) {
        let parts = align(printed, source)
            .map(|ranges| ranges.into_iter().map(|range| &source[range]).collect::<Vec<_>>());
        assert_eq!(parts.as_deref(), expected, "for {printed:?}");
    }

    #[test]
    fn characters_are_found() {
        test("a–b", "a--b", Some(&["a", "--", "b"]));
        test("“x”", "\"x\"", Some(&["\"", "x", "\""]));
        test("a b", "a\n  > b", Some(&["a", "\n", "b"]));
        test("*a", "\\*a", Some(&["\\*", "a"]));
        test("a & b", "a &amp; b", Some(&["a", " ", "&amp;", " ", "b"]));
        test("ab", "ac", None);
        test("a", "a b", None);
    }
}
