//! Composing groups of pictures with one number, and videos.

use ecow::EcoString;

use super::Binder;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::language::Word;
use crate::markup::{self, Attributes, BlockKind, InlineKind};
use crate::tree::{Block, Figure, FigureForm, Inline, Inlines, Target};

/// Returns the pictures and the caption of a figure of several; a div around some of them only says who gets them.
pub(super) fn parts_of_group<'b>(inner: &'b [markup::Block]) -> Vec<&'b markup::Block> {
    let parts = |block: &'b markup::Block| {
        if let BlockKind::Div(attributes, inner) = &block.kind
            && attributes.is_condition()
        {
            return parts_of_group(inner);
        }
        vec![block]
    };
    inner.iter().flat_map(parts).collect()
}

impl<'a> Binder<'a, '_> {
    /// Composes pictures that have one number, each with a letter behind it; the last paragraph is
    /// the caption of all.
    pub(super) fn figure_group(
        &mut self,
        attributes: &Attributes,
        inner: &'a [markup::Block],
        span: Span,
    ) -> Block {
        let parts = parts_of_group(inner);
        let (pictures, caption) = if let Some((last, pictures)) = parts.split_last()
            && let BlockKind::Paragraph(caption) = &last.kind
        {
            (pictures, &caption[..])
        } else {
            (&parts[..], &[][..])
        };
        // The caption stands above the pictures, so its notes come first.
        let title = self.inlines(caption);
        let mut blocks = Vec::new();
        for block in pictures {
            if let BlockKind::Picture(picture) = &block.kind {
                blocks.extend(self.panel(picture, block.span));
                continue;
            }
            self.problems.push(
                Diagnostic::error(
                    Code::UnknownDiv,
                    block.span,
                    "this is no picture, and a figure of several holds pictures alone",
                )
                .with_hint(
                    "write the caption of all as its last paragraph, and other text outside",
                ),
            );
        }
        if blocks.is_empty() {
            self.problems.push(
                Diagnostic::error(Code::UnknownDiv, span, "this figure holds no picture")
                    .with_hint("write each picture as a paragraph of its own, `![Caption](file.png){#fig-name alt=\"…\"}`, or take the id off"),
            );
        }
        let columns = attributes.text("layout-ncol");
        let columns = if columns.is_empty() {
            blocks.len().clamp(1, 3)
        } else {
            columns.parse().unwrap_or(1)
        };
        let classes = vec!["side-by-side".into(), ecow::eco_format!("columns-{columns}")];
        let (id, none) = (attributes.id.as_ref().map(|id| id.value.clone()), EcoString::new);
        Block::Figure(Box::new(Figure {
            id: id.unwrap_or_default(),
            label: self.figure_label(FigureForm::Figure, span),
            ..Figure::written(
                FigureForm::Figure,
                title,
                Block::Group { classes, id: none(), lang: none(), dir: none(), blocks },
            )
        }))
    }

    /// Composes a picture of a group, whose label is its letter.
    fn panel(&mut self, picture: &'a markup::Picture, span: Span) -> Option<Block> {
        let image = self.image(picture)?;
        let id = picture.attributes.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        Some(Block::Figure(Box::new(Figure {
            id,
            label: self.collected.numbers.get(&span).cloned().unwrap_or_default(),
            ..Figure::written(
                FigureForm::Figure,
                self.inlines(&picture.caption),
                Block::Image(image),
            )
        })))
    }

    /// Composes a video: a picture that leads to it, its title and address, and what is said in it.
    /// Nothing of it is loaded before a reader asks for it.
    pub(super) fn video(
        &mut self,
        attributes: &'a Attributes,
        inner: &'a [markup::Block],
        span: Span,
    ) -> Option<Block> {
        let Some((link, transcript)) = poster(inner) else {
            self.problems.push(
                Diagnostic::error(Code::UnknownDiv, span, "this video has no picture that leads to it")
                    .with_hint("begin with a picture that is a link: `[![What it shows](../images/film.jpg)](https://example.org/film)`"),
            );
            return None;
        };
        if transcript.is_empty() {
            self.problems.push(
                Diagnostic::error(Code::MissingAlt, span, "this video has no transcript")
                    .with_hint("write below the picture what is said and shown in it: not all readers can hear or see it"),
            );
        }
        let picture = self.link(link, span);
        let Some(Inline::Link { target, .. }) = picture.first() else { return None };
        let title = self.title_or(Some(attributes), Word::Video);
        let mut line: Inlines = vec![Inline::Strong { content: title }];
        if let Target::External { url } = target {
            let shown = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
            let address = Inline::link(target.clone(), vec![Inline::text(shown)]);
            line.extend([Inline::text(self.locale.words.colon()), address]);
        }
        let mut blocks =
            vec![Block::Paragraph { content: picture }, Block::Paragraph { content: line }];
        if !transcript.is_empty() {
            let summary = vec![Inline::text(self.locale.words.get(Word::Transcript))];
            blocks.push(Block::Details { summary, blocks: self.blocks(transcript) });
        }
        let none = EcoString::new;
        Some(Block::Group {
            classes: vec!["video".into()],
            id: none(),
            lang: none(),
            dir: none(),
            blocks,
        })
    }
}

/// Returns the link that a video begins with, whose text is a picture, and what follows it.
fn poster(inner: &[markup::Block]) -> Option<(&markup::Link, &[markup::Block])> {
    let (first, rest) = inner.split_first()?;
    let BlockKind::Paragraph(content) = &first.kind else { return None };
    let [markup::Inline { kind: InlineKind::Link(link), .. }] = &content[..] else { return None };
    let is_picture = |inline: &markup::Inline| matches!(inline.kind, InlineKind::Image(_));
    link.content.iter().any(is_picture).then_some((link, rest))
}
