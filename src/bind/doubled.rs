//! Words and signs that are typed beside what prints them, too: "Section" before a reference to a
//! section, "$" or "million" beside a bound number.

use super::Binder;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::markup::{self, InlineKind};
use crate::tree::{Inline, Inlines, plain_text};

impl Binder<'_, '_> {
    /// Reports what `inline` prints again, of what stands before it in `out`, or behind it.
    pub(super) fn refuse_doubled(
        &mut self,
        (inline, next): (&markup::Inline, Option<&markup::Inline>),
        out: &Inlines,
        start: usize,
    ) {
        let is_number = matches!(inline.kind, InlineKind::Number(..));
        let reference = if let InlineKind::Reference(reference) = &inline.kind {
            Some(reference)
        } else {
            None
        };
        if !is_number && reference.is_none() {
            return;
        }
        let before = start.checked_sub(1).and_then(|last| out.get(last));
        let before = if let Some(Inline::Text { text, .. }) = before { text.as_str() } else { "" };
        let printed = plain_text(out.get(start..).unwrap_or_default());
        if let Some(reference) = reference
            && let Some(word) = doubled_name(before, &printed)
        {
            let message = format!("`{word}` is printed twice: the reference says `{printed}`");
            let number_alone =
                |id| format!("delete the word, or write `[-@{id}]` for the number alone");
            let id = reference.ids.first().map(|id| &id.value);
            let hint = id.map_or_else(|| "delete the word".to_owned(), number_alone);
            self.report_doubled(inline.span, message, hint);
        }
        if is_number {
            let behind = next.map(|next| &next.kind);
            let behind = if let Some(InlineKind::Text(text)) = behind { text.as_str() } else { "" };
            let Some(unit) = doubled_unit(before, &printed, behind) else { return };
            let message =
                format!("`{unit}` is printed twice: the number is printed as `{printed}`");
            let hint = format!(
                "delete the `{unit}` beside it, or write `{{{{ … | plain }}}}` for the digits alone"
            );
            self.report_doubled(inline.span, message, hint);
        }
    }

    fn report_doubled(&mut self, span: Span, message: String, hint: String) {
        self.problems.push(Diagnostic::error(Code::DoubledWord, span, message).with_hint(hint));
    }
}

/// Returns the word that `before` ends with and `printed` begins with.
fn doubled_name<'t>(before: &'t str, printed: &str) -> Option<&'t str> {
    let text = before.strip_suffix([' ', '\u{A0}'])?;
    let word = text.rsplit(|c: char| !c.is_alphabetic()).next().filter(|word| !word.is_empty())?;
    let first = printed.split(|c: char| !c.is_alphabetic()).next()?;
    (word.to_lowercase() == first.to_lowercase()).then_some(word)
}

/// What the sign for per cent is called, in the languages of the program.
const PERCENT: &[&str] = &[
    "percent",
    "per cent",
    "por ciento",
    "por cento",
    "pour cent",
    "prozent",
    "процент",
    "في المئة",
    "في المائة",
    "بالمئة",
    "بالمائة",
];

/// Returns the sign or word beside a number that is a part of its unit.
fn doubled_unit<'t>(before: &str, printed: &'t str, behind: &'t str) -> Option<&'t str> {
    let first = printed.find(|c: char| c.is_numeric())?;
    let last = printed
        .rfind(|c: char| c.is_numeric())
        .and_then(|at| printed[at..].chars().next().map(|digit| at + digit.len_utf8()))?;
    let is_sign = |c: char| c.is_whitespace() || matches!(c, '-' | '−' | '+' | '(' | '–');
    let prefix = printed[..first].trim_matches(is_sign);
    let before = before.trim_end();
    if let Some(sign) = prefix.chars().next_back().filter(|sign| before.ends_with(*sign)) {
        let rest = before.strip_suffix(prefix).filter(|_| !prefix.is_empty());
        // "SADR" is not "SAD" and the sign of the rand; words of Chinese stand side by side.
        let in_word = |rest: &str| {
            rest.ends_with(char::is_alphabetic)
                && prefix.starts_with(|c: char| c.is_ascii_alphabetic())
        };
        let is_whole = rest.is_some_and(|rest| !in_word(rest));
        let is_word = sign.is_alphabetic();
        if is_whole || !is_word {
            return Some(if is_whole { prefix } else { &prefix[prefix.len() - sign.len_utf8()..] });
        }
    }
    let suffix = printed[last..].trim_matches(|c: char| c.is_whitespace() || c == ')');
    let behind = behind.trim_start();
    if suffix == "%" || suffix == "\u{66A}" {
        let names = PERCENT.iter().filter_map(|name| behind.get(..name.len()));
        if let Some(name) = names.into_iter().find(|name| PERCENT.contains(&&*name.to_lowercase()))
        {
            return Some(name);
        }
    }
    let rest = behind.strip_prefix(suffix).filter(|_| !suffix.is_empty())?;
    (!rest.starts_with(char::is_alphabetic)).then_some(suffix)
}

#[cfg(test)]
mod tests {
    use super::{doubled_name, doubled_unit};

    #[test]
    fn words_and_units_are_found() {
        assert_eq!(doubled_name("see Section ", "Section 2"), Some("Section"));
        assert_eq!(doubled_name("in figure ", "Figures 1 and 2"), None);
        assert_eq!(doubled_name("of the section, ", "Section 2"), None);
        assert_eq!(doubled_unit("It cost US$", "US$20 million", " in"), Some("US$"));
        assert_eq!(doubled_unit("It cost $", "US$20 million", " in"), Some("$"));
        assert_eq!(doubled_unit("It cost ", "US$20 million", " million"), Some("million"));
        assert_eq!(doubled_unit("It rose by ", "12%", "%."), Some("%"));
        assert_eq!(doubled_unit("It rose by ", "12%", " per cent."), Some("per cent"));
        assert_eq!(doubled_unit("Es sind ", "12\u{a0}%", " Prozent"), Some("Prozent"));
        assert_eq!(doubled_unit("It fell by 3–", "−5", " points"), None);
        assert_eq!(doubled_unit("It cost ", "US$20 million", " to build"), None);
        assert_eq!(doubled_unit("It is ", "20", " ships"), None);
        assert_eq!(doubled_unit("paid by the SADR ", "R20 million", ", and"), None);
        assert_eq!(doubled_unit("paid in R ", "R20 million", ", and"), Some("R"));
        assert_eq!(doubled_unit("排名第", "第3", "。"), Some("第"));
    }
}
