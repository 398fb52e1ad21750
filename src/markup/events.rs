//! From Markdown events to inline nodes.

mod address;
mod text;

use std::borrow::Cow;
use std::ops::Range;

use ecow::EcoString;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::brackets::attributed;
use super::foreign;
use super::inline::Run;
use super::mask::{Mask, MaskKind, is_escaped};
use super::parse::{Parser, RawHtml, Until, is_block, is_comment, without_reserve};
use super::{Attributes, Inline, InlineKind};
use crate::base::diagnostic::Code;
use crate::data::expression;

impl Parser<'_, '_> {
    /// Reads inline events up to `until`; the end of an element is read with them.
    pub(super) fn inlines(&mut self, until: Until) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut run = Run::default();
        while let Some((event, range)) = self.peek().cloned() {
            if let Event::End(found) = &event {
                self.at += usize::from(until == Until::Tag(*found));
                break;
            }
            if until == Until::Event(self.at) || until == Until::Block && is_block_event(&event) {
                break;
            }
            self.at += 1;
            match event {
                Event::Text(_) if self.bracketed_in_line(&range, &mut run, &mut out) => {}
                Event::Text(text) => {
                    let (text, range) = self.without_bar(&text, range);
                    self.text_event(text, &range, &mut run, &mut out);
                }
                Event::SoftBreak if self.in_line_block => {
                    self.flush(&mut run, &mut out);
                    out.push(Inline { span: self.span(&range), kind: InlineKind::LineBreak });
                }
                Event::SoftBreak => self.soft_break(&range, &mut run),
                other => {
                    self.flush(&mut run, &mut out);
                    self.inline(other, &range, &mut out);
                }
            }
        }
        self.flush(&mut run, &mut out);
        self.raise(&mut out);
        without_reserve(out)
    }

    /// Raises what is not text between two carets: `x^*n*^`.
    fn raise(&self, out: &mut Vec<Inline>) {
        let caret = |inline: &Inline, at_end: bool| match &inline.kind {
            InlineKind::Text(text) if at_end && text.ends_with('^') => {
                let end = (inline.span.end - self.base.slice(0, 0).start) as usize;
                !is_escaped(self.text, end.saturating_sub(1))
            }
            kind => !at_end && matches!(kind, InlineKind::Text(text) if text.starts_with('^')),
        };
        let mut at = 0;
        while at + 2 < out.len() {
            let is_raised = caret(&out[at], true)
                && !matches!(out[at + 1].kind, InlineKind::Text(_) | InlineKind::LineBreak)
                && caret(&out[at + 2], false);
            if is_raised {
                let inner = out.remove(at + 1);
                let span = inner.span;
                out.insert(
                    at + 1,
                    Inline { span, kind: InlineKind::Superscript(Box::new([inner])) },
                );
                for (index, is_end) in [(at, true), (at + 2, false)] {
                    if let InlineKind::Text(text) = &mut out[index].kind {
                        let rest =
                            if is_end { text.strip_suffix('^') } else { text.strip_prefix('^') };
                        *text = rest.map(EcoString::from).unwrap_or_default();
                    }
                }
            }
            at += 1;
        }
        out.retain(|inline| !matches!(&inline.kind, InlineKind::Text(text) if text.is_empty()));
    }

    pub(super) fn flush(&mut self, run: &mut Run, out: &mut Vec<Inline>) {
        let refused = self.base.slice(self.refused_until, self.refused_until).start;
        let foreign = run.foreign(self.base).into_iter().filter(|(span, _)| {
            // A role before code is reported together with it.
            let end = (span.end - self.base.slice(0, 0).start) as usize;
            let is_role = self.text.get(end..).is_some_and(|rest| rest.starts_with('`'));
            span.start >= refused && !is_role
        });
        self.problems.extend(foreign.map(|(_, diagnostic)| diagnostic));
        run.flush(self.base, self.options.prefixes, out);
    }

    /// Reads brackets, unless the line that they begin is syntax of another program.
    fn bracketed_in_line(
        &mut self,
        range: &Range<usize>,
        run: &mut Run,
        out: &mut Vec<Inline>,
    ) -> bool {
        let may_begin = range.start >= self.refused_until && self.begins_line();
        if may_begin && self.refuse_foreign_line(range.start, self.begins_paragraph()) {
            let end = self.text[range.start..].find("\n\n");
            self.refused_until = end.map_or(self.text.len(), |end| range.start + end);
        }
        range.start >= self.refused_until && self.bracketed(range, run, out)
    }

    pub(super) fn next_mask(&self, at: usize, end: usize) -> Option<Mask> {
        let index = self.masks.partition_point(|mask| mask.range.start < at);
        self.masks.get(index).filter(|mask| mask.range.start < end).cloned()
    }

    /// Adds what is hidden in the text at `range`.
    fn hidden(&mut self, mask: &Mask, range: &Range<usize>, out: &mut Vec<Inline>) {
        let span = self.span(&mask.range);
        match mask.kind {
            MaskKind::Number if is_shortcode(&self.text[mask.range.clone()]) => {
                if self.text[mask.range.clone()].split_whitespace().nth(1) == Some("include") {
                    self.report(
                        Code::Inclusion,
                        &mask.range,
                        "this line includes a text amid another paragraph",
                        "put it into a paragraph of its own, with an empty line above and below it",
                    );
                    return;
                }
                let hint = "write it in Markdown: `![Caption](../images/file.png){alt=\"…\"}` is a figure, `[text](address)` a link";
                let hint = foreign::shortcode_hint(&self.text[mask.range.clone()]).unwrap_or(hint);
                self.problems.push(foreign::refusal(span, "a Hugo or Quarto shortcode", hint));
            }
            MaskKind::Number => {
                let source = self.without_quote_marks(&mask.range);
                let parsed = expression::parse(&source, span).map_err(|diagnostic| {
                    foreign::template_refusal(&source, span).unwrap_or(diagnostic)
                });
                if let Some(binding) = self.problems.keep(parsed) {
                    out.push(Inline { span, kind: InlineKind::Number(Box::new(binding)) });
                }
            }
            MaskKind::OpenNumber => self.report(
                Code::ExpressionSyntax,
                &mask.range,
                "this bound number is not closed",
                "end it with `}}`, or write `\\{{` for the braces themselves",
            ),
            MaskKind::Attributes if self.belongs_to_formula(&mask.range, out) => {}
            // The attributes of headings and captions of tables are at their end.
            MaskKind::Attributes if !self.ends_paragraph(mask.range.end, range.end) => {
                self.report_stray(&(mask.range.start..mask.range.start + 1));
            }
            MaskKind::Attributes => {
                let attributes = self.attributes(&mask.range);
                out.push(Inline { span, kind: attributed(attributes, Vec::new()) });
            }
            MaskKind::Address => self.bare_address(&mask.range, out),
            MaskKind::Formula => self.formula(&mask.range, out),
            MaskKind::OpenFormula => self.refuse_open_formula(&mask.range),
            MaskKind::Fence
            | MaskKind::Delimiter
            | MaskKind::DelimiterEnd
            | MaskKind::Colon
            | MaskKind::Punctuation => {}
        }
    }

    /// Whether the text that ends at `text_end` ends its paragraph or heading, and `end` that text.
    fn ends_paragraph(&self, end: usize, text_end: usize) -> bool {
        self.text[end.min(text_end)..text_end].trim().is_empty()
            && matches!(self.peek(), Some((Event::End(TagEnd::Paragraph | TagEnd::Heading(_)), _)))
    }

    fn inline(&mut self, event: Event<'static>, range: &Range<usize>, out: &mut Vec<Inline>) {
        let span = self.span(range);
        let kind = match event {
            Event::Start(Tag::Emphasis) => {
                self.refuse_marked_text(range);
                InlineKind::Emphasis(self.inlines(Until::Tag(TagEnd::Emphasis)).into())
            }
            Event::Start(Tag::Strong) => {
                self.refuse_marked_text(range);
                InlineKind::Strong(self.inlines(Until::Tag(TagEnd::Strong)).into())
            }
            Event::Start(Tag::Strikethrough) => self.struck(range),
            Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, title, .. }) => {
                return self.link(&format!("mailto:{dest_url}"), &title, range, out);
            }
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                return self.link(&dest_url, &title, range, out);
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                match self.image(&dest_url, &title, range) {
                    Some(image) => image,
                    None => return,
                }
            }
            Event::Code(code) => {
                self.refuse_marked_code(range);
                self.refuse_in_code("", range);
                InlineKind::Code(code.as_ref().into())
            }
            Event::FootnoteReference(label) => {
                // The note follows the word; a space before its mark is a slip.
                trim_end(out);
                InlineKind::Footnote(label.as_ref().into())
            }
            Event::HardBreak => InlineKind::LineBreak,
            Event::InlineHtml(_) | Event::Html(_) => return self.inline_html(range, out),
            _ => return,
        };
        out.push(Inline { span, kind });
    }

    /// Returns the text at `range` with spaces in place of the quotation marks at the beginning of
    /// its lines.
    pub(super) fn without_quote_marks(&self, range: &Range<usize>) -> Cow<'_, str> {
        let text = &self.text[range.clone()];
        if !text.contains('\n') {
            return Cow::Borrowed(text);
        }
        let mut begins_line = false;
        let without_marks = text.chars().map(|character| {
            begins_line = character == '\n' || begins_line && matches!(character, ' ' | '>');
            if begins_line && character == '>' { ' ' } else { character }
        });
        Cow::Owned(without_marks.collect())
    }

    /// Two tildes strike through; one makes a subscript.
    fn struck(&mut self, range: &Range<usize>) -> InlineKind {
        self.refuse_marked_text(range);
        let content = self.inlines(Until::Tag(TagEnd::Strikethrough)).into();
        if self.text[range.clone()].starts_with("~~") {
            InlineKind::Strikethrough(content)
        } else {
            InlineKind::Subscript(content)
        }
    }

    fn inline_html(&mut self, range: &Range<usize>, out: &mut Vec<Inline>) {
        let html = &self.text[range.clone()];
        if is_comment(html) {
            self.refuse_in_comment(html, range);
            return;
        }
        if let Some(kind) = self.known_element(html, range) {
            out.push(Inline { span: self.span(range), kind });
            return;
        }
        self.refuse_number_in_html(range);
        match self.options.raw_html {
            RawHtml::Allowed => {
                self.refuse_in_html(range);
                out.push(Inline { span: self.span(range), kind: InlineKind::RawHtml(html.into()) });
            }
            RawHtml::Refused => self.refuse_html(range),
        }
    }

    /// Reads the attributes directly after an element.
    pub(super) fn attributes_behind(&mut self, end: usize) -> Attributes {
        let Some(mask) = self.mask_at(end).filter(|mask| mask.kind == MaskKind::Attributes) else {
            return Attributes::default();
        };
        self.consumed = mask.range.end;
        self.attributes(&mask.range)
    }

    /// A bound number in HTML would reach the page as it is written.
    pub(super) fn refuse_number_in_html(&mut self, range: &Range<usize>) {
        if self.options.raw_html == RawHtml::Allowed && self.text[range.clone()].contains("{{") {
            self.report(
                Code::MisplacedNumber,
                &self.first_line(range),
                "a bound number is not possible in an HTML tag",
                "put it between the tags, with an empty line before and after it",
            );
        }
    }
}

fn is_shortcode(number: &str) -> bool {
    number.starts_with("{{<") || number.starts_with("{{%")
}

/// Removes the space at the end of a run of inline nodes.
pub(super) fn trim_end(content: &mut Vec<Inline>) {
    let Some(Inline { kind: InlineKind::Text(text), .. }) = content.last_mut() else { return };
    *text = text.trim_end().into();
    if text.is_empty() {
        content.pop();
    }
}

fn is_block_event(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_block(tag),
        Event::Rule => true,
        _ => false,
    }
}

/// Whether lines break around `character` without a space: Chinese and Japanese script.
pub(super) fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}
