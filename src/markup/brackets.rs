//! What brackets in a sentence mean: a citation, its place in the work, text with attributes, a
//! link that leads nowhere, or brackets.
//!
//! The Markdown parser has taken those of links that it knows; the others it delivers as text.

mod broken;
mod notes;

use std::collections::HashMap;
use std::ops::Range;

use ecow::{EcoString, eco_format};
use pulldown_cmark::Event;

use self::notes::is_label;
use super::citation::{self, Cite, Malformed, Manner};
use super::inline::{Run, referred};
use super::mask::{MaskKind, is_escaped};
use super::parse::{MAX_INLINES, Parser, Until, is_block};
use super::{AttributedText, Attributes, Inline, InlineKind, Reference, Wording};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{Span, Spanned};

/// Returns the events that open brackets, each with the event that closes them.
pub(super) fn pairs(text: &str, events: &[(Event<'_>, Range<usize>)]) -> HashMap<usize, usize> {
    let mut pairs = HashMap::new();
    // For each open element, the brackets that are open directly in it.
    let mut open: Vec<Vec<usize>> = vec![Vec::new()];
    for (index, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) if is_block(tag) => open = vec![Vec::new()],
            Event::Start(_) => open.push(Vec::new()),
            Event::End(_) if open.len() > 1 => _ = open.pop(),
            Event::End(_) => open = vec![Vec::new()],
            Event::Text(_) if is_escaped(text, range.start) => {}
            Event::Text(_) if matches!(&text[range.clone()], "[" | "![") => {
                if let Some(brackets) = open.last_mut() {
                    brackets.push(index);
                }
            }
            Event::Text(_) if &text[range.clone()] == "]" => {
                let start = open.last_mut().and_then(Vec::pop);
                pairs.extend(start.map(|start| (start, index)));
            }
            _ => {}
        }
    }
    pairs
}

/// A pair of brackets.
struct Brackets {
    /// The number of the event that closes them.
    close: usize,
    /// The bytes, brackets included.
    outer: Range<usize>,
    /// The bytes between them.
    inner: Range<usize>,
}

impl Parser<'_, '_> {
    /// Reads brackets, the first of which, at `range`, was read last; returns whether they are more
    /// than brackets in the sentence.
    pub(super) fn bracketed(
        &mut self,
        range: &Range<usize>,
        run: &mut Run,
        out: &mut Vec<Inline>,
    ) -> bool {
        let Some(&close) = self.brackets.get(&(self.at - 1)) else { return false };
        let end = self.events[close].1.clone();
        let brackets = Brackets { close, outer: range.start..end.end, inner: range.end..end.start };
        if &self.text[range.clone()] == "![" {
            return self.noted_image(&brackets, run, out) || self.is_broken_link(&brackets);
        }
        if run.pop_caret() {
            self.flush(run, out);
            self.inline_note(&brackets, out);
            return true;
        }
        let inner = &self.text[brackets.inner.clone()];
        if let Some(label) = inner.strip_prefix('^').filter(|label| is_label(label)) {
            self.note_call(label, &brackets, run, out);
            return true;
        }
        let attributes = self.mask_at(end.end).filter(|mask| mask.kind == MaskKind::Attributes);
        // Text with attributes may cite in its sentence; only a citation on its own forms one with
        // them.
        if attributes.is_none() || inner.starts_with(['@', '-']) {
            let place = self.span(&brackets.inner);
            let cites = self.cites(&brackets, place);
            // `[@fig-a shows it]{audience=press}` is a sentence that begins with a reference.
            let is_sentence = |cites: &Result<Vec<Cite>, Malformed>| {
                attributes.is_some()
                    && inner.starts_with('@')
                    && cites.as_ref().is_ok_and(|cites| {
                        self.are_references(cites)
                            && cites.iter().any(|cite| !cite.locator.is_empty())
                    })
            };
            if let Some(cites) = cites.filter(|cites| !is_sentence(cites)) {
                self.flush(run, out);
                self.at = close + 1;
                self.cite(cites, &brackets.outer, out);
                return true;
            }
        }
        if attributes.is_some() {
            if self.is_marked_alert(&brackets.inner) {
                self.at = close + 1;
                return true;
            }
            self.flush(run, out);
            self.attributed_text(&brackets, out);
            return true;
        }
        self.is_locator(inner, run, out, close)
            || self.is_broken_link(&brackets)
            || self.is_bare(&brackets, run, out)
    }

    /// Keeps brackets apart that may be a citation without its sign: which works there are is known later.
    fn is_bare(&mut self, brackets: &Brackets, run: &mut Run, out: &mut Vec<Inline>) -> bool {
        let inside = self.events[self.at..brackets.close].to_vec();
        let is_plain = inside.iter().all(|(event, _)| matches!(event, Event::Text(_)));
        let inner = &self.text[brackets.inner.clone()];
        if !is_plain || citation::bare_key(inner).is_none() {
            return false;
        }
        self.flush(run, out);
        let mut text = EcoString::from("[");
        for (event, range) in inside {
            if let Event::Text(typed) = event {
                let before = text.chars().next_back();
                text.push_str(self.typographic(&typed, &range, before));
            }
        }
        text.push(']');
        let kind = InlineKind::Text(text);
        out.push(Inline { span: self.span(&brackets.outer), kind });
        self.at = brackets.close + 1;
        true
    }

    /// Reads a citation.
    fn cites(
        &self,
        brackets: &Brackets,
        place: crate::base::span::Span,
    ) -> Option<Result<Vec<Cite>, Malformed>> {
        let inner = &self.text[brackets.inner.clone()];
        let is_plain = self.events[self.at..brackets.close]
            .iter()
            .all(|(event, _)| matches!(event, Event::Text(_) | Event::SoftBreak))
            && self.masks_in(&brackets.inner).all(|mask| mask.kind == MaskKind::Address);
        if is_plain && !inner.contains('[') {
            return citation::parse(inner, place);
        }
        let is_citation = inner.trim_start_matches('-').starts_with('@')
            || self.mask_at(brackets.outer.end).is_none() && self.cites_in_text(brackets);
        is_citation.then(|| {
            let message = "a citation cannot contain markup";
            let hint = "write `[@key, p. 4]`, and put anything with markup outside the brackets";
            Err(Malformed { place, message, hint })
        })
    }

    /// Whether brackets with markup cite a work outside of it, as in `[see @xu-2019, *passim*]`.
    fn cites_in_text(&self, brackets: &Brackets) -> bool {
        let inner = &self.text[brackets.inner.clone()];
        let mut depth = 0_usize;
        citation::find_key(inner).is_some()
            && self.events[self.at..brackets.close].iter().any(|(event, range)| {
                let text = &self.text[range.clone()];
                match event {
                    Event::Start(_) => depth += 1,
                    Event::Text(_) if text == "[" => depth += 1,
                    Event::End(_) => depth = depth.saturating_sub(1),
                    Event::Text(_) if text == "]" => depth = depth.saturating_sub(1),
                    _ => {}
                }
                let key = citation::find_key(text).map(|at| citation::leading_key(&text[at + 1..]));
                let is_work = key.is_some_and(|key| referred(key, self.options.prefixes).is_none());
                depth == 0
                    && matches!(event, Event::Text(_))
                    && is_work
                    && !is_escaped(self.text, range.start)
            })
    }

    fn are_references(&self, cites: &[Cite]) -> bool {
        let prefixes = self.options.prefixes;
        cites.iter().all(|cite| referred(&cite.key.value, prefixes).is_some())
    }

    /// Adds a citation.
    fn cite(
        &mut self,
        cites: Result<Vec<Cite>, Malformed>,
        range: &Range<usize>,
        out: &mut Vec<Inline>,
    ) {
        let span = self.span(range);
        let attributes = self.attributes_behind(range.end);
        match cites {
            // Quarto writes references as `[see @fig-a; @fig-b]`.
            Ok(cites) if self.are_references(&cites) => {
                let content = references(&cites, span, self.options.prefixes);
                if attributes.is_empty() {
                    out.extend(content);
                } else {
                    out.push(Inline { span, kind: attributed(attributes, content) });
                }
            }
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

    /// Reads what is between brackets; none if they are nested too deeply.
    fn bracketed_content(&mut self, brackets: &Brackets) -> Vec<Inline> {
        let is_too_deep = self.open_spans == MAX_INLINES;
        let mut content = Vec::new();
        if is_too_deep {
            self.report_depth(&brackets.outer);
        } else {
            self.open_spans += 1;
            content = self.inlines(Until::Event(brackets.close));
            self.open_spans -= 1;
        }
        self.at = brackets.close + 1;
        content
    }

    /// Reads text with attributes, `[text]{audience="investor"}`.
    fn attributed_text(&mut self, brackets: &Brackets, out: &mut Vec<Inline>) {
        let content = self.bracketed_content(brackets);
        let attributes = self.attributes_behind(brackets.outer.end);
        let span = self.span(&brackets.outer);
        out.push(Inline { span, kind: attributed(attributes, content) });
    }

    /// Adds `[p. 4]` to the citation before it, as in `@xu-2019 [p. 4]`.
    fn is_locator(
        &mut self,
        locator: &str,
        run: &mut Run,
        out: &mut Vec<Inline>,
        close: usize,
    ) -> bool {
        if run.last_char() != Some(' ') || !run.holds('@') {
            return false;
        }
        self.flush(run, out);
        let is_locator = locates(out, locator);
        if is_locator {
            self.at = close + 1;
        }
        is_locator
    }
}

/// Returns cross-references in brackets as those of a sentence; adjacent ones are printed together,
/// as in "tables 1 and 2".
fn references(cites: &[Cite], span: Span, prefixes: &[EcoString]) -> Vec<Inline> {
    let one = |cite: &Cite| {
        let (id, wording) = referred(&cite.key.value, prefixes)?;
        let is_number = cite.manner == Manner::YearOnly;
        let wording = if is_number { Wording::NumberOnly } else { wording };
        Some((Spanned::new(id, cite.key.span), wording))
    };
    let reference = |ids, wording| InlineKind::Reference(Box::new(Reference { ids, wording }));
    let is_bare = |cite: &Cite| cite.prefix.is_empty() && cite.locator.is_empty();
    if let [first, others @ ..] = cites
        && first.locator.is_empty()
        && others.iter().all(is_bare)
        && let Some((_, wording)) = one(first)
    {
        let ids = cites.iter().filter_map(one).map(|(id, _)| id).collect();
        let before = (!first.prefix.is_empty()).then(|| {
            let text = eco_format!("{} ", first.prefix);
            Inline { span, kind: InlineKind::Text(text) }
        });
        let reference = Inline { span, kind: reference(ids, wording) };
        return before.into_iter().chain([reference]).collect();
    }
    let mut content = Vec::new();
    for (index, cite) in cites.iter().enumerate() {
        let span = cite.key.span;
        let between = if index == 0 { "" } else { "; " };
        let gap = if cite.prefix.is_empty() { "" } else { " " };
        let before = eco_format!("{between}{}{gap}", cite.prefix);
        if !before.is_empty() {
            content.push(Inline { span, kind: InlineKind::Text(before) });
        }
        if let Some((id, wording)) = one(cite) {
            content.push(Inline { span, kind: reference(vec![id], wording) });
        }
        if !cite.locator.is_empty() {
            let behind = eco_format!(", {}", cite.locator);
            content.push(Inline { span, kind: InlineKind::Text(behind) });
        }
    }
    content
}

pub(super) fn attributed(attributes: Attributes, content: Vec<Inline>) -> InlineKind {
    InlineKind::Span(Box::new(AttributedText { attributes, content }))
}

/// Adds `locator` to the citation that `out` ends with, before a space.
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
    cite.locator = EcoString::from(locator);
    out.pop();
    true
}
