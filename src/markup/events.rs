//! From Markdown events to inline nodes.

use std::ops::Range;

use ecow::EcoString;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::citation::{self, Cite, Malformed, Manner};
use super::inline::Run;
use super::mask::{Mask, MaskKind};
use super::parse::{Parser, RawHtml, Until, is_block, is_comment, without_reserve};
use super::{AttributedText, Attributes, Inline, InlineKind, Link, Picture};
use crate::data::expression;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Spanned;

impl<'a> Parser<'a, '_> {
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
                Event::Text(_) if self.is_missing_footnote(&range) => {}
                Event::Text(text) => {
                    if let Some(close) = self.span_end() {
                        run.flush(self.base, self.options.prefixes, &mut out);
                        self.bracketed_span(&range, close, &mut out);
                        continue;
                    }
                    self.refuse_note_in_link(&range);
                    self.text_event(&text, &range, &mut run, &mut out);
                }
                Event::SoftBreak => self.soft_break(&range, &mut run),
                other => {
                    run.flush(self.base, self.options.prefixes, &mut out);
                    self.inline(other, &range, &mut out);
                }
            }
        }
        run.flush(self.base, self.options.prefixes, &mut out);
        without_reserve(out)
    }

    /// Reports a call of a footnote that has no text, which the parser delivers as brackets in
    /// the sentence; returns whether `range` begins one. Its events are then skipped.
    fn is_missing_footnote(&mut self, range: &Range<usize>) -> bool {
        let is_escaped = self.text[..range.start].ends_with('\\');
        let call = self.text[range.start..].strip_prefix("[^").filter(|_| !is_escaped);
        let Some((label, _)) = call.and_then(|rest| rest.split_once(']')) else { return false };
        if &self.text[range.clone()] != "[" || label.is_empty() || label.contains(['[', ' ', '\n'])
        {
            return false;
        }
        let end = range.start + "[^]".len() + label.len();
        while self.peek().is_some_and(|(_, next)| next.end <= end && next.start > range.start) {
            self.at += 1;
        }
        self.report(
            Code::UnknownFootnote,
            &(range.start..end),
            format!("the footnote `{label}` has no text"),
            &format!("add a line `[^{label}]: Text.` to this file"),
        );
        true
    }

    /// Reports a link or an image with a footnote between its brackets, which the parser takes
    /// for brackets in the sentence; `range` is that of the closing one.
    fn refuse_note_in_link(&mut self, range: &Range<usize>) {
        if &self.text[range.clone()] != "]" || !self.text[range.end..].starts_with('(') {
            return;
        }
        let mut has_note = false;
        let before = self.events[..self.at - 1].iter().rev();
        let open = before.map_while(|(event, range)| {
            has_note |= matches!(event, Event::FootnoteReference(_));
            (!is_block_event(event)).then_some(range)
        });
        let open =
            open.into_iter().find(|range| matches!(&self.text[(*range).clone()], "[" | "!["));
        let Some(start) = open.map(|range| range.start).filter(|_| has_note) else { return };
        self.report(
            Code::BrokenLink,
            &(start..range.end),
            "a footnote cannot stand in the text of a link or an image",
            "put it behind: `[text](address)[^note]`",
        );
    }

    /// A line break in the source is a space, except between characters that take none.
    fn soft_break(&mut self, range: &Range<usize>, run: &mut Run) {
        let next = self.text[range.end..].chars().next();
        let wide = |character: Option<char>| character.is_some_and(is_unspaced);
        if !(wide(run.last_char()) && wide(next)) {
            run.push(" ", range.start, range.end);
        }
    }

    fn text_event(
        &mut self,
        text: &str,
        range: &Range<usize>,
        run: &mut Run,
        out: &mut Vec<Inline>,
    ) {
        let mut at = range.start.max(self.consumed.min(range.end));
        let verbatim = text.len() == range.len();
        while let Some(mask) = self.next_mask(at, range.end) {
            run.push(&self.text[at..mask.range.start], at, mask.range.start);
            run.flush(self.base, self.options.prefixes, out);
            self.hidden(&mask, out);
            at = mask.range.end.min(range.end);
            self.consumed = mask.range.end;
        }
        if at >= range.end {
            return;
        }
        if verbatim {
            let behind_backslash = self.text[..at].ends_with('\\');
            if behind_backslash && run.source_end() != Some(at) {
                run.escape_next();
            }
            run.push(&text[at - range.start..], at, range.end);
        } else {
            let typographic = self.typographic(text, range, run.last_char());
            run.push(typographic, range.start, range.end);
        }
    }

    fn next_mask(&self, at: usize, end: usize) -> Option<Mask> {
        let index = self.masks.partition_point(|mask| mask.range.start < at);
        self.masks.get(index).filter(|mask| mask.range.start < end).cloned()
    }

    /// Returns the language's quotation marks for the straight ones that the author typed.
    fn typographic<'t>(
        &mut self,
        text: &'t str,
        range: &Range<usize>,
        before: Option<char>,
    ) -> &'t str
    where
        'a: 't,
    {
        let quotes = self.options.quotes;
        let typed = &self.text[range.clone()];
        let after_letter = before.is_some_and(char::is_alphanumeric);
        let before_letter =
            self.text[range.end..].chars().next().is_some_and(char::is_alphanumeric);
        match (typed, text) {
            ("\"", "”") => &quotes.double_close,
            ("\"", "“") if after_letter && !before_letter => &quotes.double_close,
            ("\"", "“") => &quotes.double_open,
            ("'", "‘") => {
                self.open_singles += 1;
                &quotes.single_open
            }
            // What closes nothing is an apostrophe, which is the same in all languages.
            ("'", "’") if self.open_singles > 0 && !(after_letter && before_letter) => {
                self.open_singles -= 1;
                &quotes.single_close
            }
            _ => text,
        }
    }

    /// Adds what a mask hides in the text.
    fn hidden(&mut self, mask: &Mask, out: &mut Vec<Inline>) {
        let span = self.span(&mask.range);
        match mask.kind {
            MaskKind::Number => {
                let parsed = expression::parse(&self.text[mask.range.clone()], span);
                if let Some(binding) = self.problems.keep(parsed) {
                    out.push(Inline { span, kind: InlineKind::Number(Box::new(binding)) });
                }
            }
            MaskKind::OpenNumber => self.report(
                Code::ExpressionSyntax,
                &mask.range,
                "this bound number is not closed",
                "end it with `}}`; in code, put it between backticks",
            ),
            MaskKind::Attributes => {
                let attributes = self.attributes(&mask.range);
                out.push(Inline { span, kind: attributed(attributes, Vec::new()) });
            }
            MaskKind::Fence => {}
        }
    }

    fn inline(&mut self, event: Event<'static>, range: &Range<usize>, out: &mut Vec<Inline>) {
        let span = self.span(range);
        let kind = match event {
            Event::Start(Tag::Emphasis) => {
                InlineKind::Emphasis(self.inlines(Until::Tag(TagEnd::Emphasis)).into())
            }
            Event::Start(Tag::Strong) => {
                InlineKind::Strong(self.inlines(Until::Tag(TagEnd::Strong)).into())
            }
            Event::Start(Tag::Strikethrough) => self.struck(range),
            Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                return self.link(link_type, &dest_url, &id, range, out);
            }
            Event::Start(Tag::Image { dest_url, .. }) => self.image(&dest_url, range),
            Event::Code(code) => InlineKind::Code(self.code_span(&code, range)),
            Event::FootnoteReference(label) => {
                // The note follows the word; a space before its mark is a slip of typing.
                trim_end(out);
                InlineKind::Footnote(label.as_ref().into())
            }
            Event::HardBreak => InlineKind::LineBreak,
            Event::InlineHtml(_) | Event::Html(_) => return self.inline_html(range, out),
            _ => return,
        };
        out.push(Inline { span, kind });
    }

    /// Two tildes strike; one lowers.
    fn struck(&mut self, range: &Range<usize>) -> InlineKind {
        let content = self.inlines(Until::Tag(TagEnd::Strikethrough)).into();
        if self.text[range.clone()].starts_with("~~") {
            InlineKind::Strikethrough(content)
        } else {
            InlineKind::Subscript(content)
        }
    }

    fn code_span(&self, code: &str, range: &Range<usize>) -> EcoString {
        let hides = self.next_mask(range.start, range.end).is_some();
        if !hides {
            return code.into();
        }
        let inner = self.text[range.clone()].trim_matches('`').replace('\n', " ");
        let padded = inner.starts_with(' ') && inner.ends_with(' ') && inner.len() > 2;
        if padded { inner[1..inner.len() - 1].into() } else { inner.into() }
    }

    fn inline_html(&mut self, range: &Range<usize>, out: &mut Vec<Inline>) {
        let html = &self.text[range.clone()];
        if is_comment(html) {
            return;
        }
        match self.options.raw_html {
            RawHtml::Allowed => {
                out.push(Inline { span: self.span(range), kind: InlineKind::RawHtml(html.into()) });
            }
            RawHtml::Refused => self.refuse_html(range),
        }
    }

    fn image(&mut self, path: &str, range: &Range<usize>) -> InlineKind {
        let caption = self.inlines(Until::Tag(TagEnd::Image));
        let attributes = self.attributes_behind(range.end);
        let path = Spanned::new(path.into(), self.span(range));
        InlineKind::Image(Box::new(Picture { path, caption, attributes }))
    }

    /// Reads the attributes that stand right behind an element.
    pub(super) fn attributes_behind(&mut self, end: usize) -> Attributes {
        let Some(mask) = self.mask_at(end).filter(|mask| mask.kind == MaskKind::Attributes) else {
            return Attributes::default();
        };
        self.consumed = mask.range.end;
        self.attributes(&mask.range)
    }

    fn link(
        &mut self,
        link_type: LinkType,
        url: &str,
        id: &str,
        range: &Range<usize>,
        out: &mut Vec<Inline>,
    ) {
        let span = self.span(range);
        match link_type {
            LinkType::ShortcutUnknown => self.bracketed(range, out),
            LinkType::ReferenceUnknown | LinkType::CollapsedUnknown => {
                self.report(
                    Code::BrokenLink,
                    range,
                    format!("no link is defined as `[{id}]`"),
                    &format!("write `[text](address)`, or add a line `[{id}]: address`"),
                );
                self.skip_to(TagEnd::Link);
            }
            LinkType::Email => {
                let content = self.inlines(Until::Tag(TagEnd::Link));
                let target = format!("mailto:{url}").into();
                out.push(Inline {
                    span,
                    kind: InlineKind::Link(Box::new(Link { target, content })),
                });
            }
            _ => {
                let content = self.inlines(Until::Tag(TagEnd::Link));
                let link = Link { target: url.into(), content };
                out.push(Inline { span, kind: InlineKind::Link(Box::new(link)) });
            }
        }
    }

    /// Adds a citation, or text with attributes that holds nothing else.
    fn cite(
        &mut self,
        cites: Result<Vec<Cite>, Malformed>,
        range: &Range<usize>,
        out: &mut Vec<Inline>,
    ) {
        let span = self.span(range);
        let attributes = self.attributes_behind(range.end);
        match cites {
            Ok(cites) => {
                let citation = Inline { span, kind: InlineKind::Citation(cites.into()) };
                out.push(if attributes.is_empty() {
                    citation
                } else {
                    Inline { span, kind: attributed(attributes, vec![citation]) }
                });
            }
            Err(Malformed { place, message, hint }) => self
                .problems
                .push(Diagnostic::error(Code::BadCitation, place, message).with_hint(hint)),
        }
    }

    /// Reads `[…]`: a citation, a footnote that is not defined, text with attributes, or brackets.
    fn bracketed(&mut self, range: &Range<usize>, out: &mut Vec<Inline>) {
        let span = self.span(range);
        let inner = &self.text[range.start + 1..range.end - 1];
        if let Some(label) = inner.strip_prefix('^') {
            self.skip_to(TagEnd::Link);
            self.report(
                Code::UnknownFootnote,
                range,
                format!("the footnote `{label}` has no text"),
                &format!("add a line `[^{label}]: Text.` to this file"),
            );
            return;
        }
        let inner_span = self.span(&(range.start + 1..range.end - 1));
        let attributes = self.mask_at(range.end).filter(|mask| mask.kind == MaskKind::Attributes);
        // Text with attributes may cite in its sentence; only a citation alone is one with them.
        let is_text = attributes.is_some() && !inner.starts_with(['@', '-']);
        if let Some(cites) = citation::parse(inner, inner_span).filter(|_| !is_text) {
            self.skip_to(TagEnd::Link);
            self.cite(cites, range, out);
            return;
        }
        if locates(out, inner) {
            self.skip_to(TagEnd::Link);
            return;
        }
        let content = self.inlines(Until::Tag(TagEnd::Link));
        let attributes = self.attributes_behind(range.end);
        if attributes.is_empty() {
            let bracket = |text: &str| Inline { span, kind: InlineKind::Text(text.into()) };
            out.push(bracket("["));
            out.extend(content);
            out.push(bracket("]"));
        } else {
            out.push(Inline { span, kind: attributed(attributes, content) });
        }
    }
}

pub(super) fn attributed(attributes: Attributes, content: Vec<Inline>) -> InlineKind {
    InlineKind::Span(Box::new(AttributedText { attributes, content }))
}

/// Gives `[p. 4]` to the citation that it follows, as in `@xu-2019 [p. 4]`.
fn locates(out: &mut Vec<Inline>, locator: &str) -> bool {
    let Some((space, rest)) = out.split_last_mut() else { return false };
    if !matches!(&space.kind, InlineKind::Text(text) if text == " ") {
        return false;
    }
    let Some(Inline { kind: InlineKind::Citation(cites), .. }) = rest.last_mut() else {
        return false;
    };
    let [cite] = &mut **cites else { return false };
    if cite.manner != Manner::Narrative || !cite.locator.is_empty() {
        return false;
    }
    cite.locator = locator.into();
    out.pop();
    true
}

/// Takes the space off the end of a run of inline nodes.
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
fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}
