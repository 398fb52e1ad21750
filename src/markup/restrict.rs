//! Text that is, or was meant to be, kept from some readers: ambiguous attributes, and attributes
//! where they have no effect.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Attributes;
use super::citation::begins_key;
use super::mask::{containers, is_escaped};
use super::parse::Parser;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::stray::{self, Brace};
use crate::publication::audience::Condition;

/// The word after the fence of a listing that shows attributes, as a guide to them does.
const SHOWN: &[&str] = &["markdown", "md"];

/// How many bytes of attributes are shown that apply to nothing.
const MOST_SHOWN: usize = 200;

/// A cell of a dataset between single braces.
static SINGLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\{[ \t]*[\pL_][\w-]*\[[^\]\n{}]+\][^\n{}]*\}").expect("the pattern is ours")
});

/// A cross-reference with the sign of an anchor.
static HASH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[\s(\[“«])#((?:fig|tbl|sec|eq)-[\pL\pN][\pL\pN_-]*)")
        .expect("the pattern is ours")
});

/// A cross-reference directly behind a word; addresses of mail go on with a full stop.
static GLUED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([\pL\pN]+)(@(?:[Ff]ig|[Tt]bl|[Ss]ec|[Ee]q)-[\pL\pN][\pL\pN_-]*)(?:$|[^\pL\pN_.-]|\.(?:$|[^\pL\pN]))")
        .expect("the pattern is ours")
});

/// Says how to write a callout that begins as in other programs: `:::warning Title`, `::: tip`.
fn named_callout(line: &str) -> Option<String> {
    let rest = line.trim_start_matches(':').trim();
    let (name, title) = rest.split_at(rest.find([' ', '[', '"']).unwrap_or(rest.len()));
    let kind = match name {
        "note" | "info" | "abstract" => "note",
        "tip" | "hint" | "success" => "tip",
        "important" => "important",
        "warning" | "danger" | "error" => "warning",
        "caution" => "caution",
        "details" | "dropdown" | "collapse" | "spoiler" => "",
        _ => return None,
    };
    let title = title.trim().trim_matches(['[', ']', '"']).replace('"', "'");
    let class = if kind.is_empty() { "details".to_owned() } else { format!("callout-{kind}") };
    Some(format!("write `::: {{.{class} title=\"{title}\"}}`"))
}

/// Reports audience attributes that can be read in two ways.
pub(super) fn check(attributes: &Attributes, problems: &mut Problems) {
    let conditions = ["audience", "not-audience"].map(|name| attributes.value(name));
    for value in conditions.into_iter().flatten() {
        problems.extend(Condition::check_named(value));
    }
    if let [Some(only), Some(not)] = conditions {
        problems.extend(Condition::check_agreement(only, not));
    }
    if let Some(reason) = attributes.value("differs").filter(|text| text.value.trim().is_empty()) {
        let message = "`differs` does not say why the numbers of editions differ";
        problems.push(
            Diagnostic::error(Code::UnclearRestriction, reason.span, message)
                .with_hint("write the reason: `differs=\"the ministry counts by fiscal year\"`"),
        );
    }
    let texts =
        attributes.values.iter().filter(|(name, _)| matches!(&*name.value, "title" | "alt"));
    for (name, text) in texts {
        if stray::find(&text.value).is_some() {
            let message =
                format!("the text of `{}` cannot have parts for some readers only", name.value);
            problems.push(Diagnostic::error(Code::StrayAttributes, text.span, message).with_hint(
                "write a div for each audience, `::: {audience=\"…\"}`, with its own text in each",
            ));
        }
    }
}

impl Parser<'_, '_> {
    /// Reports attributes in `text`, which is at `range` and is printed.
    pub(super) fn refuse_stray(&mut self, text: &str, range: &Range<usize>) {
        if text.len() != range.len() {
            // A character reference such as `&#123;`, which stands for a brace.
            if text.starts_with('{') && self.brace_before(range.end) != Brace::Text {
                self.report_stray(range);
            }
            return;
        }
        for found in HASH.captures_iter(text).filter_map(|found| found.get(1)) {
            let place = range.start + found.start() - 1..range.start + found.end();
            if !is_escaped(self.text, place.start) {
                self.report(
                    Code::UnknownReference,
                    &place,
                    format!("`#{}` is printed as it is", found.as_str()),
                    &format!(
                        "a reference begins with an at sign: `@{}`; write `\\#` for a sign that readers should see",
                        found.as_str()
                    ),
                );
            }
        }
        self.refuse_glued(text, range.start);
        for (at, sign) in text.match_indices(['{', '｛']) {
            let start = range.start + at;
            let is_escaped = is_escaped(self.text, start);
            let is_misread = self.text[..start].ends_with(']') && !is_escaped;
            let is_stray = match stray::brace(&self.text[start..]) {
                Brace::Audience => true,
                Brace::Attributes => !is_escaped,
                Brace::Text => is_misread,
            };
            if is_stray {
                self.report_stray(&(start..start + sign.len()));
            } else {
                self.refuse_single_braces(start);
            }
        }
    }

    /// Reports cross-references in `text`, which begins at `start`, that a word before them makes a part of itself.
    fn refuse_glued(&mut self, text: &str, start: usize) {
        let found = GLUED.captures_iter(text).filter_map(|it| Some((it.get(1)?, it.get(2)?)));
        for (word, reference) in found {
            // Words of Chinese, Arabic and the like may touch a reference.
            if begins_key(text, reference.start()) {
                continue;
            }
            let place = start + reference.start()..start + reference.end();
            let (word, id) = (word.as_str(), reference.as_str());
            self.report(
                Code::UnknownReference,
                &place,
                format!("`{id}` stands directly behind a word, and is printed as it is"),
                &format!("write a space before it: `{word} {id}`; `\\@` is the sign itself"),
            );
        }
    }

    /// Returns what the text from `start` on would be behind an opening brace.
    fn brace_before(&self, start: usize) -> Brace {
        let rest = &self.text[start..];
        let end = rest.find("\n\n").unwrap_or(rest.len());
        stray::brace(&format!("{{{}", &rest[..end]))
    }

    /// Reports a line of text that begins with colons and was meant to open a div.
    pub(super) fn refuse_colons(&mut self, range: &Range<usize>) {
        let line_start = self.text[..range.start].rfind('\n').map_or(0, |end| end + 1);
        let is_first = containers(&self.text[line_start..]) == range.start - line_start;
        if !self.text[range.clone()].starts_with("::") || !is_first {
            return;
        }
        let end =
            self.text[range.start..].find('\n').map_or(self.text.len(), |end| range.start + end);
        if self.text[range.start..end].contains(['{', '｛']) {
            return;
        }
        if self.text[range.start..end].trim() == "::" {
            self.report(
                Code::StrayAttributes,
                &(range.start..end),
                "this line does not close a div",
                "a div ends with three colons: `:::`; write `\\::` for colons that readers should see",
            );
            return;
        }
        if let Some(hint) = named_callout(&self.text[range.start..end]) {
            let message = "this line does not open a div";
            self.report(Code::StrayAttributes, &(range.start..end), message, &hint);
            return;
        }
        let info = self.text[range.start..end].trim_start_matches(':').trim();
        if info.contains("=\"") {
            let hint = format!("write the braces: `::: {{{info}}}`");
            let message = "this line does not open a div";
            self.report(Code::StrayAttributes, &(range.start..end), message, &hint);
            return;
        }
        self.report(
            Code::StrayAttributes,
            &(range.start..end),
            "this line does not open a div",
            "a div begins with three colons and attributes, `::: {audience=\"…\"}`, or a class, `::: {.callout-note}`; write `\\::` for colons that readers should see",
        );
    }

    /// Reports attributes that begin at `start` and that nothing reads.
    pub(super) fn report_stray(&mut self, start: &Range<usize>) {
        // The beginning is enough to find them.
        let most = self.text.floor_char_boundary(start.end + MOST_SHOWN);
        let rest = &self.text[start.end..most];
        let end = rest.find(['}', '｝', '\n']).unwrap_or(rest.len());
        let closed = rest[end..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
        let hint = stray::hint(self.text, start.start);
        self.report(
            Code::StrayAttributes,
            &(start.start..start.end + end + closed),
            "these attributes apply to nothing, and would be printed",
            &hint,
        );
    }

    /// Reports the mark of an alert, at `inner`, that has attributes, which would only apply to the
    /// mark; returns whether it is one.
    pub(super) fn is_marked_alert(&mut self, inner: &Range<usize>) -> bool {
        const MARKS: &[&str] = &["!note", "!tip", "!important", "!warning", "!caution"];
        let is_mark = MARKS.contains(&self.text[inner.clone()].trim().to_lowercase().as_str());
        if is_mark {
            let behind = inner.end + "]".len();
            self.report_stray(&(behind..behind + 1));
            self.consumed = self.mask_at(behind).map_or(behind, |mask| mask.range.end);
        }
        is_mark
    }

    /// Reports attributes in a listing or in code: they look like text for some readers, but all
    /// can read it.
    pub(super) fn refuse_in_code(&mut self, language: &str, range: &Range<usize>) {
        if SHOWN.contains(&language) {
            return;
        }
        let code = &self.text[range.clone()];
        if let Some(found) = stray::find(code) {
            self.report(
                Code::StrayAttributes,
                &(range.start + found.start..range.start + found.end),
                "code is printed as it is, including the attributes",
                "put the whole listing between `::: {audience=\"…\"}` and `:::`; to show attributes to readers, give the listing the language `markdown`",
            );
        }
    }

    /// Reports attributes in HTML, which cannot be restricted to audiences.
    pub(super) fn refuse_in_html(&mut self, range: &Range<usize>) {
        if let Some(found) = stray::find(&self.text[range.clone()]) {
            self.report(
                Code::StrayAttributes,
                &(range.start + found.start..range.start + found.end),
                "HTML is copied as it is, including the attributes",
                "leave an empty line between the HTML and the line `::: {audience=\"…\"}`",
            );
        }
    }

    /// Reports a comment that is meant to begin or end text for some readers, as it does in other programs.
    pub(super) fn refuse_in_comment(&mut self, html: &str, range: &Range<usize>) {
        let inner = html.trim().trim_start_matches("<!--").trim_start();
        let word = inner.split_whitespace().next().unwrap_or_default();
        let opens = word.contains('=') && stray::is_audience(word);
        if opens || word.strip_prefix('/').is_some_and(stray::is_audience) {
            self.report(
                Code::StrayAttributes,
                range,
                "a comment keeps nothing from readers but itself",
                "put what is for some between `::: {audience=\"…\"}` and `:::`, or in `[…]{audience=\"…\"}`",
            );
        }
    }

    /// Reports a bound number with one brace on each side, which would be printed as it is typed.
    fn refuse_single_braces(&mut self, start: usize) {
        if is_escaped(self.text, start) || self.text[..start].ends_with('{') {
            return;
        }
        if let Some(found) = SINGLE.find(&self.text[start..]) {
            let inner = found.as_str().trim_matches(['{', '}']).trim();
            let hint =
                format!("write `{{{{ {inner} }}}}`, or `\\{{` for a brace that readers should see");
            let place = start..start + found.end();
            self.report(
                Code::ExpressionSyntax,
                &place,
                "a bound number has two braces on each side",
                &hint,
            );
        }
    }

    /// Reports a listing whose first line has attributes.
    pub(super) fn refuse_info(&mut self, info: &str, range: &Range<usize>) {
        let line = self.text[range.clone()].lines().next().unwrap_or_default();
        let word = info.split([' ', '{', ',']).find(|word| !word.is_empty()).unwrap_or_default();
        let language = word.trim_start_matches('.').trim_end_matches('}');
        let is_language = !language.contains(['=', '#']);
        let hint = if stray::find(info).is_some() || info.contains("audience") {
            "put the listing between `::: {audience=\"…\"}` and `:::`".to_owned()
        } else if is_language {
            format!(
                "write only the language behind the backticks: `{language}`; a name belongs into the sentence before it"
            )
        } else {
            "delete them; a name belongs into the sentence before the listing".to_owned()
        };
        self.report(
            Code::StrayAttributes,
            &(range.start..range.start + line.len()),
            "a listing has a language but no attributes",
            &hint,
        );
    }

    /// Reports an indented listing that was meant as a div; returns whether it was.
    pub(super) fn is_indented_div(&mut self, range: &Range<usize>) -> bool {
        let code = &self.text[range.clone()];
        if stray::find(code).is_none() {
            return false;
        }
        let mut at = range.start;
        for line in code.split_inclusive('\n') {
            if line.trim_start().starts_with(":::") {
                let start = at + line.len() - line.trim_start().len();
                self.report(
                    Code::StrayAttributes,
                    &(start..at + line.trim_end().len()),
                    "four spaces or a tab turn this div into a listing",
                    "indent `:::` and the lines of the div by at most three spaces",
                );
                return true;
            }
            at += line.len();
        }
        false
    }

    /// Reports a listing that runs to the end of the block around it; returns whether it does.
    pub(super) fn is_unclosed_listing(&mut self, range: &Range<usize>) -> bool {
        let listing = self.text[range.clone()].trim_end();
        let first = listing.lines().next().unwrap_or_default();
        let last = listing.lines().skip(1).last().unwrap_or_default();
        let sign = if first.starts_with('~') { '~' } else { '`' };
        let opening = first.len() - first.trim_start_matches(sign).len();
        let closing = last.trim_start_matches([' ', '\t', '>']).trim_end();
        let line_start = self.text[..range.start].rfind('\n');
        let above = self.text[..line_start.unwrap_or(0)].lines().next_back().unwrap_or_default();
        let is_text = above.contains(char::is_alphanumeric);
        let is_as_long =
            sign == '~' && is_text && above.trim().chars().count() == first.trim_end().len();
        if closing.len() >= opening && closing.chars().all(|c| c == sign) && !is_as_long {
            return false;
        }
        // A line of tildes under a line of text is a heading in reStructuredText.
        if sign == '~' && first.trim_end().chars().all(|c| c == '~') && !above.trim().is_empty() {
            self.report(
                Code::ForeignSyntax,
                &(range.start..range.start + first.len()),
                "this is the underline of a heading in reStructuredText",
                &format!("write `## {}`", above.trim()),
            );
            return true;
        }
        self.report(
            Code::UnclosedListing,
            &(range.start..range.start + first.len()),
            "this listing is not closed",
            &match (sign, String::from(sign).repeat(opening)) {
                ('`', signs) => {
                    format!("add a line of {opening} backticks, {signs}, after its last line")
                }
                (_, signs) => format!("add a line `{signs}` after its last line"),
            },
        );
        true
    }
}
