//! What a manuscript holds that an audience does not get, found without binding.

use std::collections::BTreeSet;

use ecow::EcoString;

use crate::audience::{Audience, Condition};
use crate::bind::selection;
use crate::manuscript::Manuscript;
use crate::markup::{Attributes, Block, BlockKind, Inline, InlineKind};
use crate::span::Span;

/// Runs of text with the places where they stand.
pub(super) type Runs<'a> = Vec<(Span, &'a str)>;

/// Returns the texts of a manuscript that has no edition for an audience at all.
pub(super) fn whole(manuscript: &Manuscript) -> Runs<'_> {
    let mut all = Collector { audience: None, runs: Vec::new(), called: BTreeSet::new() };
    all.opening(manuscript);
    all.hidden_blocks(&manuscript.body.blocks);
    for footnote in manuscript.body.footnotes.values() {
        all.hidden_blocks(&footnote.blocks);
    }
    all.runs
}

/// Returns the texts of a manuscript that its edition for `audience` leaves out.
pub(super) fn parts<'a>(manuscript: &'a Manuscript, audience: &Audience) -> Runs<'a> {
    let mut parts =
        Collector { audience: Some(&audience.id), runs: Vec::new(), called: BTreeSet::new() };
    parts.opening(manuscript);
    let (selected, left_out) = selection(manuscript, audience);
    for block in selected {
        parts.block(block);
    }
    for block in left_out {
        parts.hidden_block(block);
    }
    parts.footnotes(manuscript);
    parts.runs
}

/// A walk that gathers what is hidden.
struct Collector<'a, 'n> {
    /// The audience; none if everything is hidden.
    audience: Option<&'n str>,
    runs: Runs<'a>,
    /// The labels of the footnotes that are called in what is not hidden.
    called: BTreeSet<&'a EcoString>,
}

impl<'a> Collector<'a, '_> {
    fn opening(&mut self, manuscript: &'a Manuscript) {
        let lines = [&manuscript.title, &manuscript.finding];
        for line in lines.into_iter().chain(&manuscript.key_messages) {
            if self.audience.is_some() { self.inlines(line) } else { self.hidden_inlines(line) }
        }
    }

    /// Walks footnotes: what nothing calls that is shown is hidden as well.
    fn footnotes(&mut self, manuscript: &'a Manuscript) {
        let footnotes = &manuscript.body.footnotes;
        let mut done = BTreeSet::new();
        while let Some(label) = self.called.iter().copied().find(|label| !done.contains(*label)) {
            done.insert(label);
            if let Some(footnote) = footnotes.get(label) {
                footnote.blocks.iter().for_each(|block| self.block(block));
            }
        }
        for (_, footnote) in footnotes.iter().filter(|(label, _)| !done.contains(*label)) {
            self.hidden_blocks(&footnote.blocks);
        }
    }

    fn admits(&self, attributes: &Attributes) -> bool {
        let condition = Condition::of_attributes(attributes);
        self.audience.is_some_and(|audience| condition.admits(audience))
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Div(attributes, _) if !self.admits(attributes) => self.hidden_block(block),
            _ => {
                block.lines().into_iter().for_each(|line| self.inlines(line));
                block.children().into_iter().flatten().for_each(|inner| self.block(inner));
            }
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Span(span) if !self.admits(&span.attributes) => {
                    self.hidden_inlines(&span.content);
                }
                InlineKind::Footnote(label) => {
                    self.called.insert(label);
                }
                kind => self.inlines(kind.content()),
            }
        }
    }

    fn hidden_blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.hidden_block(block);
        }
    }

    fn hidden_block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Code { text, .. } | BlockKind::RawHtml(text) => {
                self.runs.push((block.span, text));
            }
            BlockKind::Div(attributes, _) => self.attributes(attributes),
            BlockKind::Picture(picture) => self.attributes(&picture.attributes),
            _ => {}
        }
        block.lines().into_iter().for_each(|line| self.hidden_inlines(line));
        block.children().into_iter().for_each(|blocks| self.hidden_blocks(blocks));
    }

    fn hidden_inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::RawHtml(text) => {
                    self.runs.push((inline.span, text));
                }
                InlineKind::Image(picture) => self.attributes(&picture.attributes),
                _ => {}
            }
            self.hidden_inlines(inline.kind.content());
        }
    }

    /// Adds titles and alternative texts.
    fn attributes(&mut self, attributes: &'a Attributes) {
        self.runs.extend(attributes.values.iter().map(|(_, text)| (text.span, &*text.value)));
    }
}
