//! Where in the author's files the parts of a printed paragraph stand.

use std::collections::BTreeMap;

use super::sent::LineKind;
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::markup::{Block, BlockKind, Inline, InlineKind};
use crate::publication::manuscript::Manuscript;

/// The leaves of the manuscripts of an edition, in file order.
pub(super) struct Origins<'a> {
    texts: Option<&'a Files>,
    files: BTreeMap<FileId, Leaves>,
}

/// The leaves of one manuscript.
#[derive(Default)]
struct Leaves {
    /// Blocks that hold text of their own, sorted.
    blocks: Vec<(Span, LineKind)>,
    /// Inline nodes that are not text, sorted.
    atoms: Vec<Span>,
}

impl<'a> Origins<'a> {
    /// Gathers the leaves of the manuscripts of an edition.
    pub(super) fn new(texts: Option<&'a Files>, manuscripts: &[&Manuscript]) -> Self {
        let mut files: BTreeMap<FileId, Leaves> = BTreeMap::new();
        for manuscript in manuscripts {
            let mut leaves = Leaves::default();
            leaves.add_blocks(&manuscript.body.blocks);
            for footnote in manuscript.body.footnotes.values() {
                leaves.add_blocks(&footnote.blocks);
            }
            let front = [&manuscript.title, &manuscript.finding];
            let front = front.into_iter().chain(&manuscript.key_messages);
            for line in front.chain(manuscript.about.lines()) {
                leaves.add_inlines(line);
            }
            leaves.blocks.sort_by_key(|(span, _)| (span.start, span.end));
            leaves.atoms.sort_by_key(|span| (span.start, span.end));
            files.insert(manuscript.file, Leaves::default());
            for (span, kind) in leaves.blocks {
                files.entry(span.file).or_default().blocks.push((span, kind));
            }
            for span in leaves.atoms {
                files.entry(span.file).or_default().atoms.push(span);
            }
        }
        Self { texts, files }
    }

    /// Returns the block that a text stands in, and what it is.
    pub(super) fn block(&self, text: Span) -> (Span, LineKind) {
        let blocks = self.files.get(&text.file).map(|leaves| leaves.blocks.as_slice());
        let holds = |span: &Span| span.start <= text.start && text.end <= span.end;
        let found = blocks.unwrap_or_default().iter().filter(|(span, _)| holds(span));
        let innermost = found.min_by_key(|(span, _)| span.end - span.start);
        innermost.copied().unwrap_or_else(|| (self.line(text), LineKind::Yaml))
    }

    /// Returns the lines of the file that a text stands on.
    fn line(&self, text: Span) -> Span {
        let Some(files) = self.texts else { return text };
        let file = &files.get(text.file).text;
        let before = file.get(..text.start as usize).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = file.get(text.end as usize..).and_then(|rest| rest.find('\n'));
        let end = end.map_or(file.len(), |at| text.end as usize + at);
        Span::new(text.file, start, end)
    }

    /// Returns the inline nodes between two bytes of a file that are not text.
    pub(super) fn atoms(&self, file: FileId, start: usize, end: usize) -> Vec<Span> {
        let atoms = self.files.get(&file).map(|leaves| leaves.atoms.as_slice());
        let inside = |span: &&Span| span.start as usize >= start && span.end as usize <= end;
        let mut found: Vec<Span> = Vec::new();
        for &span in atoms.unwrap_or_default().iter().filter(inside) {
            // What stands inside another belongs to it.
            if found.last().is_none_or(|last| span.end > last.end) {
                found.push(span);
            }
        }
        found
    }
}

impl Leaves {
    fn add_blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            if let Some(kind) = kind(&block.kind) {
                self.blocks.push((block.span, kind));
            }
            for line in block.lines() {
                self.add_inlines(line);
            }
            for blocks in block.children() {
                self.add_blocks(blocks);
            }
        }
    }

    fn add_inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Number(_)
                | InlineKind::Citation(_)
                | InlineKind::Reference(_)
                | InlineKind::Footnote(_)
                | InlineKind::Image(_)
                | InlineKind::Formula(_)
                | InlineKind::Code(_) => self.atoms.push(inline.span),
                InlineKind::Span(span) => {
                    if span.attributes.value("term").is_some() {
                        self.atoms.push(inline.span);
                    }
                    self.add_inlines(&span.content);
                }
                InlineKind::Text(_) | InlineKind::LineBreak | InlineKind::RawHtml(_) => {}
                InlineKind::Emphasis(_)
                | InlineKind::Strong(_)
                | InlineKind::Strikethrough(_)
                | InlineKind::Subscript(_)
                | InlineKind::Superscript(_)
                | InlineKind::Link(_) => self.add_inlines(inline.kind.content()),
            }
        }
    }
}

/// Returns what the text of a block is; none if it has none of its own.
fn kind(block: &BlockKind) -> Option<LineKind> {
    match block {
        BlockKind::Heading { .. } => Some(LineKind::Heading),
        BlockKind::Paragraph(_) => Some(LineKind::Paragraph),
        BlockKind::Table(_) | BlockKind::Picture(_) | BlockKind::Definitions(_) => {
            Some(LineKind::Table)
        }
        BlockKind::DataTable(_)
        | BlockKind::Chart(_)
        | BlockKind::Register(_)
        | BlockKind::Entry(_) => Some(LineKind::Yaml),
        BlockKind::List { .. }
        | BlockKind::Quote(_)
        | BlockKind::Alert(..)
        | BlockKind::Code { .. }
        | BlockKind::Rule
        | BlockKind::Formula(_)
        | BlockKind::Div(..)
        | BlockKind::RawHtml(_) => None,
    }
}
