//! Marks whose meaning depends on what stands beside them: asterisks in sums, braces around emphasis, names with
//! underscores, backslashes of LaTeX and of paths.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{pattern, refusal};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::markup::parse::Parser;

/// What tells a wiki where its list of contents is, which Markdown reads as bold text.
const SWITCHES: [&str; 5] =
    ["__TOC__", "__NOTOC__", "__FORCETOC__", "__NOEDITSECTION__", "__NOINDEX__"];

/// A path of Windows to another machine, `\\server\share`.
static REMOTE_PATH: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\\\\[\w.-]+\\[\w$]"));

/// An accent of LaTeX behind its backslash, and the letter under it.
static ACCENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"^(?:"[aeiouyAEIOU]|~[nNao]|[\^`][aeiouAEIOU]|'[aeiouyAEIOU]|["'^`~]\{\\?[A-Za-z]\})"#,
    )
});

impl Parser<'_, '_> {
    /// Reports emphasis, at `range`, whose signs were not meant as such.
    pub(in crate::markup) fn refuse_marked_text(&mut self, range: &Range<usize>) {
        let source = &self.text[range.clone()];
        let before = self.text[..range.start].chars().next_back();
        let after = self.text[range.end..].chars().next();
        let is_within = before == Some('{') && after == Some('}');
        let is_sum = source.starts_with('*')
            && !source.starts_with("**")
            && before.is_some_and(|c| c.is_ascii_digit() || c == ')')
            && after.is_some_and(|c| c.is_alphanumeric() || c == '(');
        let is_name = source.starts_with("__")
            && after == Some('.')
            && self.text[range.end + 1..].starts_with(|c: char| c.is_ascii_lowercase());
        let is_switch = SWITCHES.contains(&source);
        let (place, name, hint) = if is_switch {
            let hint = "delete it: pages and PDFs have a list of contents";
            (range.clone(), "a switch of a wiki", hint)
        } else if is_within && !source.starts_with("~~") {
            let hint = "leave out the braces: `**text**`, `*text*`, `m^2^`, `H~2~O`; `\\{` is the sign itself";
            (range.start - 1..range.end + 1, "a mark of Djot", hint)
        } else if is_sum {
            // Whoever stresses a letter within a word may go on.
            let message = "these asterisks are read as emphasis, and would vanish from the sum";
            let warning = Diagnostic::warning(Code::ForeignSyntax, self.span(range), message);
            let hint = "write `×` for a product, `\\*` for an asterisk";
            self.problems.push(warning.with_hint(hint));
            return;
        } else if is_name {
            let hint = "put the name of a file or of code between backticks";
            (range.clone(), "bold text, and its underscores vanish from the name", hint)
        } else {
            return;
        };
        let span = self.span(&place);
        self.problems.push(refusal(span, name, hint));
    }

    /// Reports the sign at `at`, which the author escaped, if the backslash is one of LaTeX or of a path.
    pub(in crate::markup) fn refuse_backslash(&mut self, at: usize) {
        let start = at - 1;
        let before = self.text[..start].chars().next_back();
        let is_free = before.is_none_or(char::is_whitespace);
        let rest = &self.text[at..];
        let line = &self.text[start..at + rest.find('\n').unwrap_or(rest.len())];
        let behind = rest[1..].chars().next();
        let (end, name, hint) = if let Some(path) = REMOTE_PATH.find(line).filter(|_| is_free) {
            let hint = "put it between backticks: of two backslashes, one is printed";
            (start + path.end(), "a path", hint)
        } else if rest.starts_with('\\')
            && before == Some(' ')
            && behind.is_none_or(char::is_whitespace)
        {
            let hint = "end the line with one backslash, `\\`; put code between backticks";
            (at + 1, "a line break of LaTeX", hint)
        } else if let Some(accent) = ACCENT.find(rest).filter(|_| is_accented(before, rest)) {
            let hint = "write the letter itself, such as é, ñ or ü";
            (at + accent.end(), "an accent of LaTeX", hint)
        } else {
            return;
        };
        let span = self.span(&(start..end));
        self.problems.push(refusal(span, name, hint));
    }
}

/// Whether an escaped sign is an accent of the letter behind it, and no apostrophe of `l\'eau` or `don\'t`, which
/// follows few letters.
fn is_accented(before: Option<char>, sign: &str) -> bool {
    const ELIDED: &str = "cdjlmnqstu";
    let is_letter = before.is_some_and(char::is_alphabetic);
    match sign.chars().next() {
        _ if sign[1..].starts_with('{') => true,
        Some('\'') => is_letter && before.is_some_and(|c| !ELIDED.contains(c)),
        Some('~') => is_letter || before.is_none_or(char::is_whitespace) && sign.starts_with("~n"),
        _ => is_letter,
    }
}
