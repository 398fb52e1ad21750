//! The rules of a publication's own style sheets: browsers leave out what they do not know, without a word.
//!
//! Only what is certainly wrong is reported: a property that differs from a known one by a letter or two, but none
//! that is new to the program.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::css;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{FileId, Span};

/// The properties of CSS, and what stands in `@font-face` and other rules of its kind.
const PROPERTIES: &str = include_str!("properties.txt");

/// The rules that begin with `@`.
const AT_RULES: &str = "\
    charset color-profile container counter-style font-face font-feature-values font-palette-values import \
    keyframes layer media namespace page position-try property scope starting-style supports view-transition";

/// Classes and elements that selectors find by their state or place.
const PSEUDO: &str = "\
    active after any-link backdrop before checked default defined dir disabled empty enabled \
    file-selector-button first-child first-letter first-line first-of-type focus focus-visible focus-within has \
    hover indeterminate invalid is lang last-child last-of-type link marker not nth-child nth-last-child \
    nth-last-of-type nth-of-type only-child only-of-type open optional part placeholder placeholder-shown \
    popover-open read-only read-write required root scope selection slotted target target-text user-invalid \
    user-valid valid visited where";

/// Properties whose numbers need a unit.
static LENGTHS: LazyLock<Regex> = LazyLock::new(|| {
    ours(
        r"^(?:margin|padding|inset)(?:-.*)?$|^(?:(?:min|max)-)?(?:width|height|inline-size|block-size)$|^(?:font-size|gap|row-gap|column-gap|top|left|right|bottom|letter-spacing|text-indent|border-radius)$",
    )
});

/// Numbers and lengths, of which one may lack its unit.
static NUMBERS: LazyLock<Regex> = LazyLock::new(|| ours(r"^(?:-?[\d.]+(?:[a-z]+|%)?|auto|\s+)+$"));

/// A number without a unit.
static BARE: LazyLock<Regex> = LazyLock::new(|| ours(r"(?:^|\s)(-?[\d.]*[1-9][\d.]*)(?:\s|$)"));

/// The name of a pseudo-class or pseudo-element.
static PSEUDO_NAME: LazyLock<Regex> = LazyLock::new(|| ours(r"::?([a-z][a-z-]*)"));

/// A declaration that begins on a line of its own, in the value of another one.
static NEXT_LINE: LazyLock<Regex> = LazyLock::new(|| ours(r"\n\s*([a-z-]+)\s*:"));

/// A colour as a hexadecimal number.
static HEX: LazyLock<Regex> = LazyLock::new(|| ours(r"#([0-9A-Za-z]+)"));

fn ours(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is ours")
}

/// A part of a style sheet.
#[derive(Debug, PartialEq, Eq)]
enum SheetPart {
    /// What stands before `{`: a selector, or a rule such as `@media print`.
    Head(Range<usize>),
    /// A declaration, such as `color: red`.
    Declaration(Range<usize>),
    /// A bracket or comment that nothing closes before the rule ends, with what should close it.
    Open(Range<usize>, &'static str),
}

/// Returns what is wrong with the rules of a style sheet.
pub(super) fn check(file: FileId, text: &str) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut refuse = |range: Range<usize>, (message, hint): (String, String)| {
        let span = Span::new(file, range.start, range.end);
        problems.push(Diagnostic::error(Code::BadStyle, span, message).with_hint(hint));
    };
    for part in parts(text) {
        match part {
            SheetPart::Open(range, close) => refuse(
                range,
                (
                    "this is not closed, and browsers leave out what follows".to_owned(),
                    format!("add `{close}` where it ends"),
                ),
            ),
            SheetPart::Head(range) => head(text, range, &mut refuse),
            SheetPart::Declaration(range) => declaration(text, range, &mut refuse),
        }
    }
    problems
}

type Refuse<'r> = dyn FnMut(Range<usize>, (String, String)) + 'r;

/// Checks a selector, or the name of a rule.
fn head(text: &str, range: Range<usize>, refuse: &mut Refuse<'_>) {
    let head = &text[range.clone()];
    if let Some(rule) = head.strip_prefix('@') {
        let length = rule.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let name = &rule[..length.unwrap_or(rule.len())];
        let place = range.start + 1..range.start + 1 + name.len();
        if let Some(near) = meant(name, AT_RULES) {
            let message = format!("there is no rule `@{name}`");
            refuse(place, (message, format!("did you mean `@{near}`?")));
        }
        return;
    }
    for found in PSEUDO_NAME.captures_iter(head).filter_map(|found| found.get(1)) {
        let name = found.as_str();
        let place = range.start + found.start()..range.start + found.end();
        if let Some(near) = meant(name, PSEUDO) {
            let message = format!("no selector has `:{name}`");
            refuse(place, (message, format!("did you mean `:{near}`?")));
        }
    }
}

/// Checks a declaration.
fn declaration(text: &str, range: Range<usize>, refuse: &mut Refuse<'_>) {
    let whole = &text[range.clone()];
    if whole.starts_with("//") {
        let line = whole.lines().next().unwrap_or_default();
        let hint = format!("write `/* {} */`", line.trim_start_matches('/').trim());
        let message = "style sheets have no comments of this kind, and the next rule is lost";
        return refuse(range.start..range.start + line.len(), (message.to_owned(), hint));
    }
    let Some((name, value)) = whole.split_once(':') else {
        if whole.starts_with('@') {
            return head(text, range, refuse);
        }
        let hint = format!("write `{}: …;`", whole.split_whitespace().next().unwrap_or_default());
        return refuse(range, ("a declaration without a colon".to_owned(), hint));
    };
    let name = name.trim_end();
    let is_name = name.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    if name.starts_with("--") || name.starts_with('@') || !is_name {
        return;
    }
    let place = range.start..range.start + name.len();
    let lower = name.to_ascii_lowercase();
    if let Some(near) = meant(&lower, PROPERTIES) {
        let message = format!("there is no property `{name}`");
        refuse(place, (message, format!("did you mean `{near}`?")));
    }
    let start = range.end - value.len();
    if let Some(next) = NEXT_LINE.captures(value).and_then(|found| found.get(1))
        && PROPERTIES.split_whitespace().any(|known| known == next.as_str())
    {
        let end = value[..next.start()].trim_end().len();
        let message = format!("`{name}` does not end before `{}`", next.as_str());
        let last = value[..end].char_indices().next_back().map_or(0, |(at, _)| at);
        return refuse(
            start + last..start + end,
            (message, "add `;` at the end of the line".to_owned()),
        );
    }
    values(&lower, value, start, refuse);
}

/// Checks the value of a property, which begins at `start`.
fn values(name: &str, value: &str, start: usize, refuse: &mut Refuse<'_>) {
    if let Some(at) = value.find('!') {
        let word = value[at + 1..].trim();
        if !word.eq_ignore_ascii_case("important") {
            let message = format!("`!{word}` has no meaning, and the declaration is lost");
            refuse(
                start + at..start + value.trim_end().len(),
                (message, "write `!important`".to_owned()),
            );
        }
    }
    if !value.contains("url(") && !value.contains(['"', '\'']) {
        for found in HEX.captures_iter(value).filter_map(|found| found.get(1)) {
            let digits = found.as_str();
            let is_colour = matches!(digits.len(), 3 | 4 | 6 | 8)
                && digits.chars().all(|digit| digit.is_ascii_hexdigit());
            if !is_colour {
                let message = format!("`#{digits}` is no colour");
                let hint = "write a colour with six digits from 0 to f, such as `#0b4f6c`";
                refuse(start + found.start() - 1..start + found.end(), (message, hint.to_owned()));
            }
        }
    }
    let bare = value.trim();
    if LENGTHS.is_match(name)
        && NUMBERS.is_match(bare)
        && let Some(number) = BARE.captures(value).and_then(|found| found.get(1))
    {
        let message = format!("`{}` has no unit, and the declaration is lost", number.as_str());
        let hint = format!("write `{0}px` or `{0}rem`", number.as_str());
        refuse(start + number.start()..start + number.end(), (message, hint));
    }
}

/// Returns the known name that was meant, if a letter makes the difference, or two in a long name.
fn meant(name: &str, known: &'static str) -> Option<&'static str> {
    let is_known = known.split_whitespace().any(|other| other == name);
    let most = match name.len() {
        _ if is_known || name.starts_with('-') => return None,
        0..=3 => return None,
        4..=7 => 1,
        _ => 2,
    };
    let distance = |other: &&str| strsim::damerau_levenshtein(name, other);
    let nearest = known.split_whitespace().min_by_key(distance);
    nearest.filter(|near| distance(near) <= most)
}

/// Returns the parts of a style sheet, in their order.
fn parts(text: &str) -> Vec<SheetPart> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut brackets: Vec<usize> = Vec::new();
    while let Some(character) = text[at..].chars().next() {
        let rest = &text[at..];
        let mut length = character.len_utf8();
        if rest.starts_with("/*") {
            let end = rest.find("*/");
            if end.is_none() {
                parts.push(SheetPart::Open(at..at + 2, "*/"));
            }
            length = end.map_or(rest.len(), |end| end + 2);
            if text[start..at].trim().is_empty() {
                start = at + length;
            }
        } else if matches!(character, '"' | '\'') {
            length = css::quoted(rest, character);
        } else if rest.starts_with("//") && text[start..at].trim().is_empty() {
            length = rest.find('\n').unwrap_or(rest.len());
            parts.push(SheetPart::Declaration(at..at + length));
            start = at + length;
        } else if character == '(' {
            brackets.push(at);
            // What stands in `url(…)` without marks may have any signs.
            if text[..at].ends_with("url") && !rest[1..].trim_start().starts_with(['"', '\'']) {
                length = rest.find([')', '\n']).unwrap_or(rest.len());
            }
        } else if character == ')' {
            brackets.pop();
        } else if matches!(character, '{' | '}') || character == ';' && brackets.is_empty() {
            if let Some(open) = brackets.first() {
                parts.push(SheetPart::Open(*open..open + 1, ")"));
                brackets.clear();
            } else {
                parts.extend(part(text, start..at, character));
            }
            start = at + 1;
        }
        at += length;
    }
    parts
}

/// Returns what stands before a sign that ends it.
fn part(text: &str, range: Range<usize>, end: char) -> Option<SheetPart> {
    let whole = &text[range.clone()];
    let start = range.start + (whole.len() - whole.trim_start().len());
    let range = start..range.start + whole.trim_end().len();
    if range.is_empty() || start >= range.end {
        return None;
    }
    Some(if end == '{' { SheetPart::Head(range) } else { SheetPart::Declaration(range) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_are_without() {
        let sheets = [
            include_str!("../../themes/default/static/quipu.css"),
            include_str!("../../themes/default/static/quipu-more.css"),
            include_str!("../../themes/default/static/quipu-print.css"),
            include_str!("../../themes/investor/static/theme.css"),
            include_str!("../../themes/ministry/static/theme.css"),
            include_str!("../../themes/statistics/static/theme.css"),
        ];
        for sheet in sheets {
            assert_eq!(check(FileId(0), sheet), []);
        }
    }

    #[test]
    fn mistakes() {
        #[track_caller]
        fn test(css: &str, expected: &[&str]) {
            let found = check(FileId(0), css);
            let found: Vec<_> = found.iter().map(|problem| problem.message.as_str()).collect();
            assert_eq!(found, expected, "for {css:?}");
        }

        test("a { color: red; margin: 0 auto }\n@media print { a:hover { gap: 1px } }", &[]);
        test("a { background: url(data:image/png;base64,AA//AA=) }", &[]);
        test("a { colour: red }", &["there is no property `colour`"]);
        test(
            "a { bakground-color: #12345 }",
            &["there is no property `bakground-color`", "`#12345` is no colour"],
        );
        test("a { color: red\n  margin: 0; }", &["`color` does not end before `margin`"]);
        test(
            "a { margin: 10 auto; line-height: 2 }",
            &["`10` has no unit, and the declaration is lost"],
        );
        test(
            "@meda print { a:hoover { color: red !importent } }",
            &[
                "there is no rule `@meda`",
                "no selector has `:hoover`",
                "`!importent` has no meaning, and the declaration is lost",
            ],
        );
        test(
            "a { color: rgb(1, 2, 3; }",
            &["this is not closed, and browsers leave out what follows"],
        );
        test("a { color red }", &["a declaration without a colon"]);
    }
}
