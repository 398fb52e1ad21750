//! A document in short: title, finding, key messages, the findings of its chapters and one figure, for a PDF of
//! one page or two.
//!
//! ```text
//! Document ──SUMMARY──> Document ──> render::pdf, with `summary` of the theme
//! ```
//!
//! What is left out is not there any more, so links to it lead to the page of the whole text.

use ecow::EcoString;

use crate::tree::{Block, Chapter, Document, Figure, Form, Inline, Inlines, Target};

/// Whether the summary has a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SummaryPicture {
    /// The first chart of the document.
    First,
    /// None.
    None,
}

/// Returns how many pages the summary of a document may have; none if it has no summary.
pub fn most_pages(form: Form) -> Option<usize> {
    match form {
        Form::Brief => Some(1),
        Form::Report => Some(2),
        Form::Page | Form::Profiles | Form::Register | Form::Entry => None,
    }
}

/// Returns a document in short; `address` is that of its page below the root.
pub fn of(document: &Document, address: &EcoString, picture: SummaryPicture) -> Document {
    let lead = |inlines: &Inlines| led(inlines, address);
    let blocks = std::iter::once(&document.body);
    let blocks = blocks.chain(document.chapters.iter().map(|chapter| &chapter.body));
    let figure = match picture {
        SummaryPicture::First => blocks.flatten().find_map(chart),
        SummaryPicture::None => None,
    };
    let figure = figure.map(|figure| {
        Block::Figure(Box::new(Figure {
            title: lead(&figure.title),
            subtitle: lead(&figure.subtitle),
            note: lead(&figure.note),
            source: lead(&figure.source),
            ..figure.clone()
        }))
    });
    let chapters = document.chapters.iter().map(|chapter| Chapter {
        title: lead(&chapter.title),
        finding: lead(&chapter.finding),
        body: Vec::new(),
        ..chapter.clone()
    });
    Document {
        title: lead(&document.title),
        finding: lead(&document.finding),
        key_messages: document.key_messages.iter().map(lead).collect(),
        cover: None,
        body: figure.into_iter().collect(),
        chapters: chapters.collect(),
        bibliography: Vec::new(),
        about: Vec::new(),
        glossary: Vec::new(),
        annex: Vec::new(),
        outline: Vec::new(),
        ..document.clone()
    }
}

/// Returns a block if it is a chart.
fn chart(block: &Block) -> Option<&Figure> {
    let Block::Figure(figure) = block else { return None };
    matches!(figure.body, Block::Chart(_)).then_some(figure)
}

/// Leads what points to another place of the document to the page of the whole, and drops its notes.
fn led(inlines: &[Inline], address: &EcoString) -> Inlines {
    let page = |id: &EcoString| Target::Shared { path: address.clone(), fragment: id.clone() };
    let within = |content: &Inlines| led(content, address);
    let lead = |inline: &Inline| {
        Some(match inline {
            Inline::Note { .. }
            | Inline::NoteReference { .. }
            | Inline::Flow { .. }
            | Inline::RawHtml { .. } => return None,
            Inline::Reference { id, text } | Inline::Term { id, text, .. } => {
                Inline::link(page(id), vec![Inline::text(text.clone())])
            }
            Inline::Link { target, title, content } => Inline::Link {
                target: match target {
                    Target::Anchor { id } => page(id),
                    Target::External { .. } | Target::Page { .. } | Target::Shared { .. } => {
                        target.clone()
                    }
                },
                title: title.clone(),
                content: within(content),
            },
            Inline::Emphasis { content } => Inline::Emphasis { content: within(content) },
            Inline::Strong { content } => Inline::Strong { content: within(content) },
            Inline::Strikethrough { content } => Inline::Strikethrough { content: within(content) },
            Inline::Subscript { content } => Inline::Subscript { content: within(content) },
            Inline::Superscript { content } => Inline::Superscript { content: within(content) },
            Inline::SmallCaps { content } => Inline::SmallCaps { content: within(content) },
            Inline::Citation { content } => Inline::Citation { content: within(content) },
            Inline::Span { classes, title, lang, dir, content } => Inline::Span {
                classes: classes.clone(),
                title: title.clone(),
                lang: lang.clone(),
                dir: dir.clone(),
                content: within(content),
            },
            Inline::Text { .. }
            | Inline::Code { .. }
            | Inline::Formula { .. }
            | Inline::Image(_)
            | Inline::Number { .. }
            | Inline::LineBreak => inline.clone(),
        })
    };
    inlines.iter().filter_map(lead).collect()
}
