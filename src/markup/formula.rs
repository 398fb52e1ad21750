//! Formulas in Markdown: `$x$` in the line, `$$x$$` on their own.
//!
//! Dollars are money until they are shown to be more. The rules are Pandoc's: no space behind the
//! first dollar or before the second, and no digit behind the second. Beyond them, a dollar behind
//! a letter is a currency's (`US$`), and amounts with words between them are prose.

use std::ops::Range;

use super::events::trim_end;
use super::mask::{Mask, MaskKind, containers, is_escaped};
use super::parse::Parser;
use super::verbatim::Verbatim;
use super::{Attributes, Block, BlockKind, Equation, Inline, InlineKind};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::formula::{Mistake, read};

/// Whether a formula in `marks` contains the byte `at`.
pub(super) fn covers(marks: &[Mask], at: usize) -> bool {
    let before = marks.partition_point(|mask| mask.range.start <= at);
    let last = marks[..before].last();
    last.is_some_and(|mask| mask.kind == MaskKind::Formula && mask.range.contains(&at))
}

/// Returns the formula that the dollar at `start` begins, if it begins one.
pub(super) fn find(text: &str, start: usize, verbatim: &Verbatim) -> Option<Mask> {
    if text[..start].ends_with('$') {
        return None;
    }
    match text.as_bytes()[start..].iter().take(3).take_while(|byte| **byte == b'$').count() {
        1 => in_line(text, start, verbatim),
        2 => by_itself(text, start, verbatim),
        _ => None,
    }
}

/// Returns the formula that `\\(` or `\\[` at `start` begins, if it begins one: both are also
/// brackets that the author escaped, so there must be TeX inside.
pub(super) fn find_bracketed(text: &str, start: usize, verbatim: &Verbatim) -> Option<Mask> {
    let display = text[start..].starts_with("\\[");
    let inside = &text[start + 2..];
    let limit = if display {
        blank_line(inside).unwrap_or(inside.len())
    } else {
        verbatim.text_end(start).unwrap_or(text.len()).saturating_sub(start + 2).min(inside.len())
    };
    let inside = inside.get(..limit)?;
    let close = closing_bracket(inside, display)?;
    let tex = &inside[..close];
    let is_covered = verbatim.part(start + 2 + close).is_some();
    // An equation in a paragraph of its own; in a sentence, it may be a range or a remark.
    let before = text[..start].rsplit('\n').next().unwrap_or_default();
    let behind = text[start + 4 + close..].lines().next().unwrap_or_default();
    let is_alone =
        display && before.trim_matches([' ', '\t', '>']).is_empty() && behind.trim().is_empty();
    if is_covered || !(is_tex(tex, display) || is_alone && is_equation(tex)) {
        return None;
    }
    Some(Mask { range: start..start + close + 4, kind: MaskKind::Formula })
}

/// Returns where the formula ends that `inside` begins; none if another one begins before.
fn closing_bracket(inside: &str, display: bool) -> Option<usize> {
    let [open, close] = if display { [b'[', b']'] } else { [b'(', b')'] };
    let mut at = 0;
    while let Some(found) = inside[at..].find('\\') {
        let sign = inside.as_bytes().get(at + found + 1)?;
        if *sign == close {
            return Some(at + found);
        }
        if *sign == open {
            return None;
        }
        // A backslash behind another is a sign of its own.
        at += found + 1 + usize::from(*sign == b'\\');
    }
    None
}

/// Whether the text is an equation without commands, such as `E = mc`.
fn is_equation(tex: &str) -> bool {
    const SIGNS: [char; 9] = ['=', '+', '<', '>', '≤', '≥', '±', '×', '∑'];
    let is_short = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() < 3;
    tex.contains(SIGNS) && tex.split_whitespace().all(is_short)
}

/// Whether the text between escaped brackets contains TeX.
fn is_tex(tex: &str, display: bool) -> bool {
    let has_command =
        tex.split('\\').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let trimmed = tex.trim();
    let is_letter =
        !display && trimmed.chars().count() == 1 && trimmed.starts_with(char::is_alphabetic);
    let is_indexed = trimmed.chars().nth(1) == Some('_') && trimmed.chars().count() == 3;
    has_command || tex.contains('^') || tex.contains("_{") || is_letter || is_indexed
}

fn in_line(text: &str, start: usize, verbatim: &Verbatim) -> Option<Mask> {
    let is_currency = text[..start].ends_with(char::is_alphanumeric);
    let limit = verbatim.text_end(start).unwrap_or(text.len());
    let inside = &text[start + 1..limit.max(start + 1)];
    // A dollar before a punctuation mark ends an amount, as in `5 $, 6 $`.
    let ends_amount = inside.starts_with(['.', ',', ';', ':', '!', '?', ')'])
        && !inside[1..].starts_with(|c: char| c.is_ascii_digit());
    if is_currency || ends_amount || inside.starts_with(char::is_whitespace) {
        return None;
    }
    let dollars = inside.match_indices('$').map(|(at, _)| start + 1 + at);
    let close = dollars.into_iter().find(|at| !is_escaped(text, *at))?;
    let tex = &text[start + 1..close];
    let after = text[close + 1..].chars().next();
    let is_open = tex.is_empty()
        || tex.ends_with(char::is_whitespace)
        || verbatim.part(close).is_some()
        || after.is_some_and(|c| c == '$' || c.is_numeric() || c.is_uppercase());
    if is_open || is_prose(tex) || parts_cells(text, start..close) {
        return None;
    }
    Some(Mask { range: start..close + 1, kind: MaskKind::Formula })
}

/// Whether the text between two dollars is amounts, names and words, as in `$5 or more (in $)`.
fn is_prose(tex: &str) -> bool {
    let is_name = tex.chars().take(2).filter(char::is_ascii_uppercase).count() == 2;
    let amount = tex.strip_prefix(['+', '-', '−']).unwrap_or(tex);
    let ends_sentence = [". ", "? ", "! "].iter().any(|end| amount.contains(end));
    if amount.starts_with(|c: char| c.is_ascii_digit())
        && ends_sentence
        && !amount.contains(['\\', '^', '_', '=', '{'])
    {
        return true;
    }
    let begins_as_amount = is_name || tex.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let is_word = |word: &str| {
        let letters = word.trim_matches(|c: char| c.is_ascii_punctuation());
        letters.chars().count() > 1 && letters.chars().all(char::is_alphabetic)
    };
    begins_as_amount
        && !tex.contains(['\\', '^', '_', '=', '{', '<', '>', '+'])
        && tex.contains(char::is_whitespace)
        && tex.split_whitespace().any(is_word)
}

/// Whether the bars between the dollars separate the cells of a row.
fn parts_cells(text: &str, range: Range<usize>) -> bool {
    let tex = &text[range.clone()];
    let line = text[..range.start].rsplit('\n').next().unwrap_or_default();
    let bars = tex.matches('|').count() - tex.matches("\\|").count();
    let follows = text[range.end + 1..].chars().next();
    bars > 0 && line.contains('|') && (bars % 2 == 1 || follows.is_some_and(char::is_alphanumeric))
}

fn by_itself(text: &str, start: usize, verbatim: &Verbatim) -> Option<Mask> {
    let inside = &text[start + 2..];
    let paragraph = &inside[..blank_line(inside).unwrap_or(inside.len())];
    let closing = paragraph.match_indices("$$").map(|(at, _)| start + 2 + at);
    let close = closing.into_iter().find(|at| !is_escaped(text, *at) && !verbatim.is_in_block(*at));
    if let Some(close) = close {
        return Some(Mask { range: start..close + 2, kind: MaskKind::Formula });
    }
    let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let begins_line = containers(&text[line_start..]) == start - line_start;
    let end = start + text[start..].find('\n').unwrap_or(text.len() - start);
    begins_line.then_some(Mask { range: start..end, kind: MaskKind::OpenFormula })
}

/// Returns where the next line with nothing but spaces and quotation marks begins.
fn blank_line(text: &str) -> Option<usize> {
    let breaks = text.match_indices('\n').map(|(at, _)| at);
    breaks.into_iter().find(|at| {
        let mut lines = text[at + 1..].split('\n');
        let line = lines.next().unwrap_or_default();
        lines.next().is_some() && line.trim_matches([' ', '\t', '>', '\r']).is_empty()
    })
}

impl Parser<'_, '_> {
    /// Adds the formula at `range`.
    pub(super) fn formula(&mut self, range: &Range<usize>, out: &mut Vec<Inline>) {
        let source = &self.text[range.clone()];
        let display = source.starts_with("$$") || source.starts_with("\\[");
        let marks = if display || source.starts_with('\\') { 2 } else { 1 };
        let inner = range.start + marks..range.end - marks;
        let line = self.text[..range.start].rsplit('\n').next().unwrap_or_default();
        let is_quoted = line.trim_start().starts_with('>');
        let tex = if is_quoted {
            self.without_quote_marks(&inner).into_owned()
        } else {
            self.text[inner.clone()].to_owned()
        };
        if let Some(at) = tex.find("{{") {
            let place = inner.start + at..inner.start + at + 2;
            let hint = "write the number before or after the formula; write `{ {` for two nested TeX groups";
            self.report(
                Code::MisplacedNumber,
                &place,
                "a bound number is not possible in a formula",
                hint,
            );
            return;
        }
        if let Some(code) = tex.strip_prefix('`').and_then(|tex| tex.strip_suffix('`')) {
            let hint = format!("write `${code}$`");
            self.report(Code::ForeignSyntax, range, "this is a formula of GitHub", &hint);
            return;
        }
        let behind = self.text[range.end..].lines().next().unwrap_or_default().trim();
        let label = behind.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':');
        if let Some(label) = label.filter(|label| {
            display && label.contains(['-', ':', '_']) && label.chars().all(is_name)
        }) {
            let end = self.text[range.end..].find(')').map_or(range.end, |at| range.end + at + 1);
            let name = label.trim_start_matches("eq").trim_start_matches(['-', ':', '_']);
            let hint = format!("write `{{#eq-{name}}}` behind the formula");
            self.report(Code::ForeignSyntax, &(range.end..end), "this is a label of MyST", &hint);
            return;
        }
        match read(&tex) {
            Ok(formula) => {
                let equation = Equation { formula, display, attributes: Attributes::default() };
                let kind = InlineKind::Formula(Box::new(equation));
                out.push(Inline { span: self.span(range), kind });
            }
            Err(mistake) => self.refuse_formula(&mistake, range),
        }
    }

    fn refuse_formula(&mut self, mistake: &Mistake, range: &Range<usize>) {
        let command = mistake.command.as_deref().and_then(|command| {
            let start = range.start + self.text[range.clone()].find(command)?;
            Some(start..start + command.len())
        });
        let place = command.unwrap_or_else(|| self.first_line(range));
        self.report(Code::BadFormula, &place, mistake.message.clone(), &mistake.hint);
    }

    pub(super) fn refuse_open_formula(&mut self, range: &Range<usize>) {
        let hint =
            "end it with `$$`, without empty lines inside; write `\\$\\$` for two dollar signs";
        self.report(Code::BadFormula, range, "this formula is not closed", hint);
    }

    /// Adds the attributes at `range` to the formula before them; returns whether there is one.
    pub(super) fn belongs_to_formula(
        &mut self,
        range: &Range<usize>,
        out: &mut Vec<Inline>,
    ) -> bool {
        let is_gap = |inline: &Inline| matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty());
        let Some(at) = out.iter().rposition(|inline| !is_gap(inline)) else { return false };
        let InlineKind::Formula(equation) = &out[at].kind else { return false };
        if !equation.display || !equation.attributes.is_empty() {
            return false;
        }
        let attributes = self.attributes(range);
        out.truncate(at + 1);
        if let InlineKind::Formula(equation) = &mut out[at].kind {
            equation.attributes = attributes;
        }
        true
    }

    /// Takes the formulas on their own out of a paragraph; returns the text after the last of them,
    /// if there is any.
    pub(super) fn apart(
        &mut self,
        content: Vec<Inline>,
        span: Span,
        blocks: &mut Vec<Block>,
    ) -> Option<Vec<Inline>> {
        if !content.iter().any(is_display) {
            return Some(content);
        }
        let mut text: Vec<Inline> = Vec::new();
        for inline in content {
            match inline.kind {
                InlineKind::Formula(equation) if equation.display => {
                    trim_end(&mut text);
                    if !text.is_empty() {
                        let content = std::mem::take(&mut text);
                        blocks.push(Block {
                            span: content[0].span,
                            kind: BlockKind::Paragraph(content),
                        });
                    }
                    self.check_equation(&equation);
                    blocks.push(Block { span: inline.span, kind: BlockKind::Formula(equation) });
                }
                InlineKind::Text(run) if text.is_empty() => {
                    let run = run.trim_start();
                    if !run.is_empty() {
                        text.push(Inline { span: inline.span, kind: InlineKind::Text(run.into()) });
                    }
                }
                kind => text.push(Inline { span: inline.span, kind }),
            }
        }
        if text.is_empty() {
            return None;
        }
        let span = Span { start: text[0].span.start, ..span };
        blocks.push(Block { span, kind: BlockKind::Paragraph(text) });
        None
    }

    /// Reports an id that no reference can use.
    fn check_equation(&mut self, equation: &Equation) {
        if let Some(id) = equation.attributes.id.as_ref().filter(|id| !id.value.starts_with("eq-"))
        {
            let message =
                format!("the id of a formula begins with `eq-`, but `{}` does not", id.value);
            let hint = format!("write `{{#eq-{}}}`", id.value);
            self.problems
                .push(Diagnostic::error(Code::BadAttributes, id.span, message).with_hint(hint));
        }
    }
}

fn is_display(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Formula(equation) if equation.display)
}
