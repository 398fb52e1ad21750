//! The limits of a text: its size, and how far notes may call each other.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::parse::{Footnotes, Parser};
use super::{Block, Inline, InlineKind};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::limits::{ADDRESS_BYTES, BLOCKS, HEADINGS, LINE_BYTES, Limit, NOTE_CHAIN, NOTES};
use crate::base::limits::{PARAGRAPH_BYTES, TABLE_CELLS, TABLE_COLUMNS, TEXT_BYTES, grouped};
use crate::base::span::Span;

const SPLIT: &str = "split it into two texts";

/// Refuses a text that is too long to be parsed; `span` is its place.
///
/// # Errors
/// Reports it at its beginning.
pub(super) fn check_length(text: &str, span: Span) -> Result<(), Diagnostic> {
    TEXT_BYTES.check(text.len(), Span { end: span.start, ..span }, SPLIT)
}

/// A place where a limit is passed, and what to do there.
struct Excess {
    limit: Limit,
    at: std::ops::Range<usize>,
    hint: &'static str,
}

impl Parser<'_, '_> {
    /// Reports the first place where a limit is exceeded; returns whether there is one.
    pub(super) fn refuse_size(&mut self) -> bool {
        let Some(Excess { limit, at, hint }) = self.excess() else { return false };
        let line = self.text[at.clone()].find('\n').map_or(at.end, |end| at.start + end);
        // The beginning of an endless line is enough to find it.
        let end = self.text.floor_char_boundary(line.min(at.start + 80));
        let message = format!("there are more than {} {}", grouped(limit.most), limit.what);
        self.report(Code::BeyondLimit, &(at.start..end), message, hint);
        true
    }

    fn excess(&self) -> Option<Excess> {
        const TABLE: &str = "turn it into a dataset, and print only the rows that matter";
        let (mut headings, mut notes, mut cells) = (0_usize, 0_usize, 0_usize);
        let mut blocks = 0_usize;
        let passed = |count: usize, limit: Limit| count > limit.most;
        for (event, range) in &self.events {
            let at = range.clone();
            match event {
                Event::Start(Tag::Heading { .. }) if passed(at.len(), LINE_BYTES) => {
                    let hint = "say the rest in a paragraph below it";
                    return Some(Excess { limit: LINE_BYTES, at, hint });
                }
                Event::Start(Tag::Heading { .. }) => headings += 1,
                Event::Start(Tag::FootnoteDefinition(_)) => notes += 1,
                Event::Start(Tag::TableCell) => cells += 1,
                Event::End(TagEnd::Table) => cells = 0,
                Event::Start(Tag::Table(columns)) if passed(columns.len(), TABLE_COLUMNS) => {
                    return Some(Excess { limit: TABLE_COLUMNS, at, hint: TABLE });
                }
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                    if passed(dest_url.len(), ADDRESS_BYTES) =>
                {
                    return Some(Excess { limit: ADDRESS_BYTES, at, hint: "shorten it" });
                }
                Event::Start(Tag::Paragraph) if passed(at.len(), PARAGRAPH_BYTES) => {
                    let hint = "divide it with empty lines";
                    return Some(Excess { limit: PARAGRAPH_BYTES, at, hint });
                }
                _ => {}
            }
            let begins = matches!(
                event,
                Event::Start(
                    Tag::Paragraph
                        | Tag::Item
                        | Tag::CodeBlock(_)
                        | Tag::BlockQuote(_)
                        | Tag::DefinitionListTitle
                        | Tag::DefinitionListDefinition
                        | Tag::Table(_)
                )
            );
            blocks += usize::from(begins);
            for (count, limit, hint) in [
                (headings, HEADINGS, SPLIT),
                (notes, NOTES, SPLIT),
                (blocks, BLOCKS, SPLIT),
                (cells, TABLE_CELLS, TABLE),
            ] {
                if passed(count, limit) {
                    return Some(Excess { limit, at: range.clone(), hint });
                }
            }
        }
        None
    }
}

/// Reports footnotes that call each other in a long chain or in a circle, and empties them.
///
/// Binding walks from note to note by recursion, so this guards the stack as well.
pub(super) fn cut_chains(notes: &mut Footnotes, problems: &mut Problems) {
    let mut open: BTreeMap<EcoString, BTreeSet<EcoString>> = notes
        .iter()
        .map(|(label, note)| (label.clone(), called(&note.blocks)))
        .filter(|(_, called)| !called.is_empty())
        .collect();
    // Each round removes the notes that call none of the remaining ones.
    for _ in 1..NOTE_CHAIN.most {
        let left: BTreeSet<_> = open.keys().cloned().collect();
        open.retain(|_, called| called.iter().any(|label| left.contains(label)));
    }
    let first = open.keys().filter_map(|label| notes.get(label)).map(|note| note.span).min();
    for label in open.keys() {
        if let Some(note) = notes.get_mut(label) {
            note.blocks.clear();
        }
    }
    if let Some(span) = first {
        let message = format!(
            "this footnote leads through more than {} others, or back to itself",
            NOTE_CHAIN.most
        );
        problems.push(
            Diagnostic::error(Code::BeyondLimit, span, message)
                .with_hint("put into one note what belongs together"),
        );
    }
}

/// Returns the labels of the footnotes that `blocks` call.
pub fn called(blocks: &[Block]) -> BTreeSet<EcoString> {
    let mut labels = BTreeSet::new();
    let mut pending: Vec<&Block> = blocks.iter().collect();
    while let Some(block) = pending.pop() {
        block.lines().into_iter().for_each(|line| called_in(line, &mut labels));
        pending.extend(block.children().into_iter().flatten());
    }
    labels
}

/// Adds the labels of the footnotes that a line calls.
pub fn called_in(line: &[Inline], labels: &mut BTreeSet<EcoString>) {
    for inline in line {
        match &inline.kind {
            InlineKind::Footnote(label) => _ = labels.insert(label.clone()),
            kind => called_in(kind.content(), labels),
        }
    }
}
