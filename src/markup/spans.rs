//! Text with attributes, `[text]{audience="investor"}`, whose text holds brackets of its own.
//!
//! The Markdown parser delivers `[text]` as a link without address, which `events` tells apart.
//! With a link, a citation or a note inside, it delivers two brackets in the sentence.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::Event;

use super::Inline;
use super::events::attributed;
use super::mask::{Mask, MaskKind};
use super::parse::{Parser, Until, is_block};

/// Returns the events that open such text, each with the one that closes it.
pub(super) fn find(
    text: &str,
    events: &[(Event<'_>, Range<usize>)],
    masks: &[Mask],
) -> HashMap<usize, usize> {
    let mut found = HashMap::new();
    if masks.iter().all(|mask| mask.kind != MaskKind::Attributes) {
        return found;
    }
    let has_attributes = |end: usize| {
        let index = masks.partition_point(|mask| mask.range.start < end);
        masks
            .get(index)
            .is_some_and(|mask| mask.range.start == end && mask.kind == MaskKind::Attributes)
    };
    // For each open element, the brackets that are open directly in it.
    let mut open: Vec<Vec<usize>> = vec![Vec::new()];
    for (index, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) if is_block(tag) => open = vec![Vec::new()],
            Event::Start(_) => open.push(Vec::new()),
            Event::End(_) if open.len() > 1 => _ = open.pop(),
            Event::End(_) => open = vec![Vec::new()],
            Event::Text(_) if is_bracket(text, range, "[") => {
                if let Some(brackets) = open.last_mut() {
                    brackets.push(index);
                }
            }
            Event::Text(_) if is_bracket(text, range, "]") => {
                let start = open.last_mut().and_then(Vec::pop);
                found.extend(
                    start.filter(|_| has_attributes(range.end)).map(|start| (start, index)),
                );
            }
            _ => {}
        }
    }
    found
}

/// Whether `range` holds this bracket, and the author did not escape it.
fn is_bracket(text: &str, range: &Range<usize>, bracket: &str) -> bool {
    &text[range.clone()] == bracket && !text[..range.start].ends_with('\\')
}

impl Parser<'_, '_> {
    /// Returns the number of the event that closes the text with attributes that the last event
    /// opens, if it opens one.
    pub(super) fn span_end(&self) -> Option<usize> {
        self.spans.get(&(self.at - 1)).copied()
    }

    /// Reads text with attributes from the bracket at `range`, which was read last, to the event `close`.
    pub(super) fn bracketed_span(
        &mut self,
        range: &Range<usize>,
        close: usize,
        out: &mut Vec<Inline>,
    ) {
        let content = self.inlines(Until::Event(close));
        let end = self.events[close].1.end;
        self.at = close + 1;
        let attributes = self.attributes_behind(end);
        let span = self.span(&(range.start..end));
        out.push(Inline { span, kind: attributed(attributes, content) });
    }
}
