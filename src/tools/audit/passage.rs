//! Prose as the audit reads it: one text per paragraph, heading or row, with its places.

use std::collections::BTreeMap;
use std::ops::Range;

use ecow::EcoString;
use icu::segmenter::SentenceSegmenter;
use icu::segmenter::options::SentenceBreakInvariantOptions;

use crate::base::files::Files;
use crate::base::span::{Span, Spanned};
use crate::data::expression::Expression;
use crate::markup::{Attributes, Block, BlockKind, Footnote, Inline, InlineKind, Table};
use crate::publication::manuscript::Manuscript;

/// Replaces whatever the author did not type in a passage: a bound number, code, a reference.
pub(super) const OBJECT: char = '\u{FFFC}';

/// A stretch of prose.
#[derive(Debug, Default)]
pub(super) struct Passage {
    /// The text, with [`OBJECT`] in place of bound numbers, code and references.
    pub text: String,
    /// What kind of text it is.
    pub kind: PassageKind,
    /// The places in the text of citations, and of notes that cite.
    citations: Vec<usize>,
    /// The places of words with a statement.
    held: Vec<Range<usize>>,
    /// For each piece: where it begins in the text, and its place in the file.
    pieces: Vec<(usize, Span)>,
}

/// What kind of text a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum PassageKind {
    /// A paragraph, a caption, a title.
    #[default]
    Prose,
    /// The heading of a section, which may begin with a number of the author's.
    Heading,
    /// The row of a table: a citation anywhere in it is a citation of all of it.
    Row,
}

impl Passage {
    /// Returns a passage of plain text, without places and citations.
    pub(super) fn of(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// Returns the sentences.
    pub(super) fn sentences(&self) -> Vec<Range<usize>> {
        if self.kind == PassageKind::Row {
            return std::iter::once(0..self.text.len()).collect();
        }
        sentences(&self.text)
    }

    /// Whether a sentence contains a citation.
    pub(super) fn cites(&self, sentence: &Range<usize>) -> bool {
        let is_last = sentence.end == self.text.len();
        let stands_in = |at: &usize| sentence.contains(at) || (is_last && *at == sentence.end);
        self.citations.iter().any(stands_in)
    }

    /// Whether a range of the text has a statement.
    pub(super) fn holds(&self, range: &Range<usize>) -> bool {
        self.held.iter().any(|held| held.start <= range.start && held.end >= range.end)
    }

    /// Returns the place in the file of a range of the text.
    pub(super) fn place(&self, range: Range<usize>, files: &Files) -> Option<Span> {
        let index = self.pieces.partition_point(|piece| piece.0 <= range.start).checked_sub(1)?;
        let (start, span) = self.pieces[index];
        let end = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.0);
        let wanted = &self.text[range.start..range.end.min(end)];
        let source = files.text(span);
        // Typographic characters differ in length from what was typed, so the wording is searched
        // for: it occurs in the source as often before this place as in the text.
        let earlier = self.text[start..range.start].matches(wanted).count();
        let (at, _) = source.match_indices(wanted).nth(earlier)?;
        Some(span.slice(at, at + wanted.len()))
    }
}

/// Returns the sentences of a text, spaces behind them included, by the rules of Unicode.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let breaks: Vec<_> = segmenter.segment_str(text).collect();
    breaks.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// Returns all prose of a manuscript, for any audience.
pub(super) fn passages(manuscript: &Manuscript) -> Vec<Passage> {
    let mut reader = Reader { footnotes: &manuscript.body.footnotes, passages: Vec::new() };
    reader.line(PassageKind::Prose, &manuscript.title);
    reader.line(PassageKind::Prose, &manuscript.finding);
    for message in manuscript.key_messages.iter().chain(manuscript.about.lines()) {
        reader.line(PassageKind::Prose, message);
    }
    reader.blocks(&manuscript.body.blocks);
    for footnote in manuscript.body.footnotes.values() {
        reader.blocks(&footnote.blocks);
    }
    reader.passages
}

struct Reader<'a> {
    footnotes: &'a BTreeMap<EcoString, Footnote>,
    passages: Vec<Passage>,
}

impl Reader<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { content, .. } => self.line(PassageKind::Heading, content),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Div(attributes, _) => self.title(attributes),
            BlockKind::Paragraph(_)
            | BlockKind::List { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::DataTable(_)
            | BlockKind::Chart(_)
            | BlockKind::Register(_)
            | BlockKind::Entry(_)
            | BlockKind::Formula(_)
            | BlockKind::Picture(_)
            | BlockKind::RawHtml(_) => {
                block.lines().into_iter().for_each(|line| self.line(PassageKind::Prose, line));
            }
        }
        block.children().into_iter().for_each(|blocks| self.blocks(blocks));
    }

    fn line(&mut self, kind: PassageKind, content: &[Inline]) {
        let mut passage = Passage { kind, ..Passage::default() };
        self.inlines(content, &mut passage);
        self.passages.push(passage);
    }

    /// Reads the title that a callout or a div has as an attribute.
    fn title(&mut self, attributes: &Attributes) {
        let Some(Spanned { value, span }) = attributes.value("title") else { return };
        let pieces = vec![(0, *span)];
        self.passages.push(Passage { text: value.to_string(), pieces, ..Passage::default() });
    }

    fn table(&mut self, table: &Table) {
        self.line(PassageKind::Prose, &table.caption);
        let caption = self.passages.last().is_some_and(|caption| !caption.citations.is_empty());
        for row in std::iter::once(&table.head).chain(&table.rows) {
            let mut passage = Passage { kind: PassageKind::Row, ..Passage::default() };
            if caption {
                passage.citations.push(0);
            }
            for cell in row {
                self.inlines(cell, &mut passage);
                passage.text.push('\n');
            }
            self.passages.push(passage);
        }
    }

    fn inlines(&self, inlines: &[Inline], passage: &mut Passage) {
        for inline in inlines {
            passage.pieces.push((passage.text.len(), inline.span));
            match &inline.kind {
                InlineKind::Text(text) => passage.text.push_str(text),
                // Braces alone bind nothing.
                InlineKind::Number(binding) if is_typed(&binding.expression) => {
                    passage.text.push_str(binding.text.trim());
                }
                InlineKind::Code(_) | InlineKind::Number(_) | InlineKind::Reference(_) => {
                    passage.text.push(OBJECT);
                }
                InlineKind::Citation(_) => passage.citations.push(passage.text.len()),
                InlineKind::Footnote(label) => {
                    let footnote = self.footnotes.get(label);
                    if footnote.is_some_and(|footnote| cites(&footnote.blocks)) {
                        passage.citations.push(passage.text.len());
                    }
                }
                InlineKind::LineBreak => passage.text.push(' '),
                InlineKind::Span(span) if span.attributes.holds.is_some() => {
                    let start = passage.text.len();
                    self.inlines(&span.content, passage);
                    passage.held.push(start..passage.text.len());
                }
                kind => self.inlines(kind.content(), passage),
            }
        }
    }
}

/// Whether an expression is made of numbers alone, so that nothing can be looked up in any data.
fn is_typed(expression: &Expression) -> bool {
    let parts = expression.parts();
    match expression {
        Expression::Literal(_) => true,
        Expression::Words(_)
        | Expression::Cells(_)
        | Expression::Named(_)
        | Expression::Entity(_)
        | Expression::Call(_)
        | Expression::Binary { .. }
        | Expression::Negate(_)
        | Expression::Comparison { .. }
        | Expression::Among { .. }
        | Expression::Logic { .. }
        | Expression::Not(_)
        | Expression::Choice { .. } => !parts.is_empty() && parts.into_iter().all(is_typed),
    }
}

/// Whether the text of a footnote cites a work.
fn cites(blocks: &[Block]) -> bool {
    let mut reader = Reader { footnotes: &BTreeMap::new(), passages: Vec::new() };
    reader.blocks(blocks);
    reader.passages.iter().any(|passage| !passage.citations.is_empty())
}
