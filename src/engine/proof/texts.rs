//! What the manuscripts say, and who may read it; found without projecting or binding.

use std::collections::BTreeMap;

use ecow::EcoString;

use super::index::Set;
use crate::base::files::Files;
use crate::base::span::Span;
use crate::markup::{Attributes, Block, BlockKind, Inline, InlineKind};
use crate::publication::audience::{Audience, Condition};
use crate::publication::manuscript::Manuscript;

/// A stretch of a text without a gap, and who may read it.
pub(super) struct Run<'r> {
    pub readers: &'r Set,
    pub span: Span,
    pub text: &'r str,
}

/// Calls `each` with all runs of a manuscript that `readers` may read.
pub(super) fn runs(
    manuscript: &Manuscript,
    readers: &Set,
    audiences: &[Audience],
    each: &mut dyn FnMut(Run<'_>),
) {
    // A note is read by those who read one of its calls, which may stand in another note.
    let mut calls: BTreeMap<EcoString, Set> = BTreeMap::new();
    loop {
        let mut walk = Walk { audiences, calls: BTreeMap::new(), each: &mut |_| {} };
        walk.manuscript(manuscript, readers, &calls);
        if walk.calls == calls {
            break;
        }
        calls = walk.calls;
    }
    let mut walk = Walk { audiences, calls: BTreeMap::new(), each };
    walk.manuscript(manuscript, readers, &calls);
}

/// Calls `each` with the comments of a manuscript, which nobody reads.
pub(super) fn comments(
    manuscript: &Manuscript,
    files: &Files,
    nobody: &Set,
    each: &mut dyn FnMut(Run<'_>),
) {
    const OPENING: &str = "<!--";
    let text = &files.get(manuscript.file).text;
    let mut at = 0;
    while let Some(start) = text[at..].find(OPENING).map(|start| at + start + OPENING.len()) {
        let end = text[start..].find("-->").map_or(text.len(), |end| start + end);
        let span = Span::new(manuscript.file, start, end);
        each(Run { readers: nobody, span, text: &text[start..end] });
        at = end;
    }
}

struct Walk<'w> {
    audiences: &'w [Audience],
    /// Who reads a call of each footnote.
    calls: BTreeMap<EcoString, Set>,
    each: &'w mut dyn FnMut(Run<'_>),
}

impl Walk<'_> {
    fn manuscript(
        &mut self,
        manuscript: &Manuscript,
        readers: &Set,
        calls: &BTreeMap<EcoString, Set>,
    ) {
        let drawing = manuscript.drawing.iter();
        let drawing = drawing.flat_map(|drawing| [&drawing.alt, &drawing.caption]);
        let lines = [&manuscript.title, &manuscript.finding].into_iter();
        for line in lines.chain(&manuscript.key_messages).chain(drawing) {
            self.line(line, readers);
        }
        self.blocks(&manuscript.body.blocks, readers);
        for (label, footnote) in &manuscript.body.footnotes {
            let nobody = vec![false; readers.len()];
            self.blocks(&footnote.blocks, calls.get(label).unwrap_or(&nobody));
        }
    }

    fn blocks(&mut self, blocks: &[Block], readers: &Set) {
        for block in blocks {
            self.block(block, readers);
        }
    }

    fn block(&mut self, block: &Block, readers: &Set) {
        let admitted = match &block.kind {
            BlockKind::Div(attributes, _) => Some(self.attributes(attributes, readers)),
            BlockKind::Picture(picture) => {
                self.attributes(&picture.attributes, readers);
                None
            }
            BlockKind::Code { text, .. } | BlockKind::RawHtml(text) => {
                (self.each)(Run { readers, span: block.span, text });
                None
            }
            BlockKind::Formula(equation) => {
                self.attributes(&equation.attributes, readers);
                (self.each)(Run { readers, span: block.span, text: &equation.formula.tex });
                None
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::List { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Rule
            | BlockKind::Table(_)
            | BlockKind::DataTable(_)
            | BlockKind::Chart(_)
            | BlockKind::Register(_)
            | BlockKind::Entry(_) => None,
        };
        let readers = admitted.as_ref().unwrap_or(readers);
        for line in block.lines() {
            self.line(line, readers);
        }
        for blocks in block.children() {
            self.blocks(blocks, readers);
        }
    }

    /// Reads the titles and alternative texts of attributes; returns who may read what has them.
    fn attributes(&mut self, attributes: &Attributes, readers: &Set) -> Set {
        let condition = Condition::of_attributes(attributes);
        let audiences = self.audiences.iter().zip(readers);
        let admitted: Set =
            audiences.map(|(audience, may)| *may && condition.admits(&audience.id)).collect();
        let texts = attributes.values.iter();
        for (_, text) in texts.filter(|(name, _)| matches!(&*name.value, "title" | "alt")) {
            (self.each)(Run { readers: &admitted, span: text.span, text: &text.value });
        }
        admitted
    }

    fn line(&mut self, inlines: &[Inline], readers: &Set) {
        let mut run = Stretch::default();
        self.inlines(inlines, readers, &mut run);
        self.end(&mut run, readers);
    }

    fn inlines(&mut self, inlines: &[Inline], readers: &Set, run: &mut Stretch) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::RawHtml(text) => {
                    run.add(text, inline.span);
                }
                InlineKind::Formula(equation) => run.add(&equation.formula.tex, inline.span),
                // What stands around a span for few is one sentence for those who do not get it.
                InlineKind::Span(span) => {
                    let admitted = self.attributes(&span.attributes, readers);
                    if admitted == *readers {
                        self.inlines(&span.content, readers, run);
                    } else {
                        self.line(&span.content, &admitted);
                    }
                }
                InlineKind::Image(picture) => {
                    self.attributes(&picture.attributes, readers);
                    self.line(&picture.caption, readers);
                }
                InlineKind::Footnote(label) => {
                    let calls = self.calls.entry(label.clone());
                    let calls = calls.or_insert_with(|| vec![false; readers.len()]);
                    calls.iter_mut().zip(readers).for_each(|(call, may)| *call |= may);
                }
                InlineKind::LineBreak => run.add(" ", inline.span),
                // What is printed here is not known before an edition is bound.
                InlineKind::Number(_) | InlineKind::Citation(_) | InlineKind::Reference(_) => {
                    self.end(run, readers);
                }
                InlineKind::Emphasis(_)
                | InlineKind::Strong(_)
                | InlineKind::Strikethrough(_)
                | InlineKind::Subscript(_)
                | InlineKind::Superscript(_)
                | InlineKind::Link(_) => self.inlines(inline.kind.content(), readers, run),
            }
        }
    }

    fn end(&mut self, run: &mut Stretch, readers: &Set) {
        let Stretch { text, span } = std::mem::take(run);
        if let Some(span) = span {
            (self.each)(Run { readers, span, text: &text });
        }
    }
}

/// Text that grows.
#[derive(Default)]
struct Stretch {
    text: String,
    span: Option<Span>,
}

impl Stretch {
    fn add(&mut self, text: &str, span: Span) {
        self.text.push_str(text);
        let start = self.span.unwrap_or(span);
        self.span = Some(Span { end: span.end.max(start.end), ..start });
    }
}
