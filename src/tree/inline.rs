//! Running text of a finished document, and where its links lead.

use ecow::EcoString;
use serde::{Serialize, Serializer};
use url::Url;

use super::lines::{Line, lines};
use super::{Block, Image, Inlines};
use crate::base::span::Span;
use crate::formula::Formula;

/// An inline node.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Inline {
    /// Text.
    Text {
        /// The text.
        text: EcoString,
        /// Where the author wrote it, for what takes changes of it back to the author; none for
        /// what the program wrote.
        #[serde(skip)]
        origin: Option<Span>,
    },
    /// Stress.
    Emphasis {
        /// What is stressed.
        content: Inlines,
    },
    /// Strong stress.
    Strong {
        /// What is stressed.
        content: Inlines,
    },
    /// Text struck through.
    Strikethrough {
        /// What is struck.
        content: Inlines,
    },
    /// Lowered text.
    Subscript {
        /// What is lowered.
        content: Inlines,
    },
    /// Raised text.
    Superscript {
        /// What is raised.
        content: Inlines,
    },
    /// Small capitals.
    SmallCaps {
        /// What is set so.
        content: Inlines,
    },
    /// Code.
    Code {
        /// The text.
        text: EcoString,
    },
    /// A formula.
    Formula {
        /// The formula.
        #[serde(flatten)]
        formula: Formula,
    },
    /// A link.
    Link {
        /// Where it leads.
        target: Target,
        /// What pages add to it, empty if nothing.
        #[serde(skip_serializing_if = "EcoString::is_empty")]
        title: EcoString,
        /// What it says.
        content: Inlines,
    },
    /// A small picture in the line.
    Image(Image),
    /// A number bound to data.
    Number {
        /// The number as printed.
        text: EcoString,
        /// Its place in `Document::ledger`, from 0.
        entry: usize,
    },
    /// A citation: text whose parts link to the bibliography.
    Citation {
        /// The text, with a [`Inline::Link`] for each work.
        content: Inlines,
    },
    /// A cross-reference, such as "Table 3".
    Reference {
        /// The anchor that it points to, in this document.
        id: EcoString,
        /// The text.
        text: EcoString,
    },
    /// The first use of a term, which leads to the glossary.
    Term {
        /// The anchor of its entry in `Document::glossary`.
        id: EcoString,
        /// The text, such as "foreign direct investment (FDI)".
        text: EcoString,
        /// The abbreviation at the end of the text; empty if there is none.
        abbreviation: EcoString,
    },
    /// A footnote, at the place where it is first called.
    Note {
        /// Its number, from 1, in document order.
        number: u32,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// A further call of a footnote.
    NoteReference {
        /// The number of the footnote.
        number: u32,
    },
    /// Blocks in a cell of a table that holds more than a line.
    Flow {
        /// The blocks.
        blocks: Vec<Block>,
    },
    /// Text that a theme may style by class.
    Span {
        /// The classes.
        classes: Vec<EcoString>,
        /// What an abbreviation stands for, which pages tell who points at it; empty if it is none.
        #[serde(skip_serializing_if = "EcoString::is_empty")]
        title: EcoString,
        /// The tag of its language, empty if that of the text around it.
        #[serde(skip_serializing_if = "EcoString::is_empty")]
        lang: EcoString,
        /// Its direction, `ltr` or `rtl`, empty if that of the text around it.
        #[serde(skip_serializing_if = "EcoString::is_empty")]
        dir: EcoString,
        /// The text.
        content: Inlines,
    },
    /// A forced line break.
    LineBreak,
    /// Markup that reaches the page only; the publication must allow it.
    RawHtml {
        /// The markup.
        html: EcoString,
    },
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "to", rename_all = "kebab-case")]
pub enum Target {
    /// An address outside the publication.
    External {
        /// The address.
        #[serde(serialize_with = "ascii_url")]
        url: EcoString,
    },
    /// An anchor in this document.
    Anchor {
        /// The anchor.
        id: EcoString,
    },
    /// A page of the site that the document stands on. Sites that read alike have the same.
    Page {
        /// Its address below the root of the site, such as `briefs/trade/`.
        #[serde(serialize_with = "ascii_path")]
        path: EcoString,
        /// The anchor on it; empty for its top.
        #[serde(serialize_with = "ascii_path")]
        fragment: EcoString,
    },
    /// A file that all sites share, or a page of another site.
    Shared {
        /// Its address below the root of the publication, such as `for/investor/briefs/trade/`.
        #[serde(serialize_with = "ascii_path")]
        path: EcoString,
        /// The anchor on it; empty for its top.
        #[serde(serialize_with = "ascii_path")]
        fragment: EcoString,
    },
}

/// Writes an address for PDFs, which hold ASCII alone: others are encoded, hosts as Punycode.
pub(super) fn ascii_url<S: Serializer>(url: &EcoString, serializer: S) -> Result<S::Ok, S::Error> {
    match Url::parse(url) {
        Ok(parsed) if !url.is_ascii() => serializer.serialize_str(parsed.as_str()),
        Ok(_) | Err(_) => serializer.serialize_str(url),
    }
}

/// Writes a part of an address on the own site for PDFs.
pub(super) fn ascii_path<S: Serializer>(
    path: &EcoString,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let root = Url::parse("https://example.org/").ok().filter(|_| !path.is_ascii());
    let encoded = root.map(|mut url| {
        url.set_path(path);
        url.path().trim_start_matches('/').to_owned()
    });
    serializer.serialize_str(encoded.as_deref().unwrap_or(path))
}

/// Returns the text of `inlines` without markup, notes or citations.
pub fn plain_text(inlines: &[Inline]) -> EcoString {
    text_of(inlines, false)
}

/// Returns the text of `inlines` without markup or notes, but with citations: for files, which have nothing around it.
pub fn cited_text(inlines: &[Inline]) -> EcoString {
    text_of(inlines, true)
}

fn text_of(inlines: &[Inline], has_citations: bool) -> EcoString {
    let mut text = EcoString::new();
    for inline in inlines {
        inline.append_text(&mut text, has_citations);
    }
    text
}

/// Takes from texts where their author wrote them: what reviewers change of them is not taken back.
pub fn forget_origins(inlines: &mut Inlines) {
    for inline in inlines {
        match inline {
            Inline::Text { origin, .. } => *origin = None,
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strikethrough { content }
            | Inline::Subscript { content }
            | Inline::Superscript { content }
            | Inline::SmallCaps { content }
            | Inline::Citation { content }
            | Inline::Link { content, .. }
            | Inline::Span { content, .. } => forget_origins(content),
            Inline::Code { .. }
            | Inline::Formula { .. }
            | Inline::Image(_)
            | Inline::Number { .. }
            | Inline::Reference { .. }
            | Inline::Term { .. }
            | Inline::Note { .. }
            | Inline::NoteReference { .. }
            | Inline::Flow { .. }
            | Inline::LineBreak
            | Inline::RawHtml { .. } => {}
        }
    }
}

impl Inline {
    /// Creates a run of text.
    pub fn text(text: impl Into<EcoString>) -> Self {
        Self::Text { text: text.into(), origin: None }
    }

    /// Creates text that nothing sets apart.
    pub fn plain(content: Inlines) -> Self {
        let none = EcoString::new;
        Self::Span { classes: Vec::new(), title: none(), lang: none(), dir: none(), content }
    }

    /// Creates a link without a title.
    pub fn link(target: Target, content: Inlines) -> Self {
        Self::Link { target, title: EcoString::new(), content }
    }

    /// Returns the inline nodes inside this one.
    pub fn content(&self) -> &[Self] {
        match self {
            Self::Emphasis { content }
            | Self::Strong { content }
            | Self::Strikethrough { content }
            | Self::Subscript { content }
            | Self::Superscript { content }
            | Self::SmallCaps { content }
            | Self::Span { content, .. }
            | Self::Citation { content, .. }
            | Self::Link { content, .. } => content,
            Self::Text { .. }
            | Self::Code { .. }
            | Self::Formula { .. }
            | Self::Number { .. }
            | Self::Term { .. }
            | Self::Reference { .. }
            | Self::Image(_)
            | Self::LineBreak
            | Self::Note { .. }
            | Self::Flow { .. }
            | Self::NoteReference { .. }
            | Self::RawHtml { .. } => &[],
        }
    }

    fn append_text(&self, out: &mut EcoString, has_citations: bool) {
        match self {
            Self::Text { text, .. }
            | Self::Code { text }
            | Self::Number { text, .. }
            | Self::Term { text, .. }
            | Self::Reference { text, .. } => out.push_str(text),
            Self::Emphasis { content }
            | Self::Strong { content }
            | Self::Strikethrough { content }
            | Self::Subscript { content }
            | Self::Superscript { content }
            | Self::SmallCaps { content }
            | Self::Span { content, .. }
            | Self::Link { content, .. } => out.push_str(&text_of(content, has_citations)),
            Self::Formula { formula } => out.push_str(&formula.text),
            Self::Image(image) => out.push_str(&image.alt),
            Self::LineBreak => out.push(' '),
            Self::Flow { blocks } => {
                for line in lines(blocks) {
                    if let Line::Text(content) = line {
                        let gap = if out.is_empty() { "" } else { " " };
                        out.push_str(gap);
                        out.push_str(&text_of(content, has_citations));
                    }
                }
            }
            Self::Citation { content } if has_citations => {
                out.push_str(&text_of(content, has_citations));
            }
            Self::Citation { .. }
            | Self::Note { .. }
            | Self::NoteReference { .. }
            | Self::RawHtml { .. } => {}
        }
    }
}
