//! Style sheets minified: without comments and unneeded spaces.

/// Returns the classes that a style sheet names.
pub(super) fn classes(css: &str) -> std::collections::BTreeSet<String> {
    let compact = compact(css);
    let names = compact.match_indices('.').map(|(at, _)| {
        let rest = &compact[at + 1..];
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())]
    });
    // Decimals have a point too.
    names
        .filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map(str::to_owned)
        .collect()
}

/// Returns the rules of such a style sheet in the layer of the program's rules.
pub(super) fn layered(rules: &str) -> String {
    compact(&format!("@layer quipu {{\n{rules}}}\n"))
}

/// Removes from a style sheet what only people read.
///
/// Texts in quotation marks stay as they are. A space stays wherever taking it could change the
/// meaning, as before `:` in selectors and around `+` in sums.
pub(super) fn compact(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(character) = rest.chars().next() {
        let length = match character {
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '\'' => quoted(rest, character),
            _ if character.is_whitespace() => {
                let end = rest.find(|next: char| !next.is_whitespace());
                end.unwrap_or(rest.len())
            }
            _ => character.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        if piece.starts_with("/*") {
            continue;
        }
        if character.is_whitespace() {
            let needed = !out.ends_with([' ', '{', '}', ';', ',', ':']) && !out.is_empty();
            if needed && !rest.starts_with(['{', '}', ';', ',']) {
                out.push(' ');
            }
            continue;
        }
        if matches!(character, '{' | '}' | ';' | ',') && out.ends_with(' ') {
            out.pop();
        }
        if character == '}' && out.ends_with(';') {
            out.pop();
        }
        out.push_str(piece);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Returns the length of the text that `mark` opens.
pub(super) fn quoted(text: &str, mark: char) -> usize {
    let mut is_escaped = false;
    for (place, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if character == mark => return place + character.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meaning_stays() {
        #[track_caller]
        fn test(css: &str, expected: &str) {
            assert_eq!(compact(css).trim_end(), expected);
        }

        test("a {\n  color: red;\n}\n\nb { }\n", "a{color:red}b{}");
        test("/* Why. */\na :hover,\nb{ margin: 0 auto; }", "a :hover,b{margin:0 auto}");
        test("a{width:calc(1em + 2px)}", "a{width:calc(1em + 2px)}");
        test(
            "a::before { content: \"; } /* no */ \\\" \"; }",
            "a::before{content:\"; } /* no */ \\\" \"}",
        );
        test(
            "@media screen and (width >= 60rem) { a { b: c } }",
            "@media screen and (width >= 60rem){a{b:c}}",
        );
        test("a/* x */ /* y */ b { }", "a b{}");
        test(":is(a, b) > c { }", ":is(a,b) > c{}");
    }
}
