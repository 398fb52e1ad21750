//! The page renderer: nodes of a finished document become HTML.
//!
//! ```text
//! load ──> plan ──> bind ──> Document ──> RENDER::HTML ──> templates ──> commit
//!                            tree         markup           pages
//! ```
//!
//! The markup says what a node is; how it looks is the business of the theme's
//! style sheet. All text and all attributes are escaped here, so a template can
//! print what it gets as it is. Figures, callouts and other parts that have a name
//! are handed to templates of the theme; what those ask for and do not get is noted.
//!
//! Where the parts are: this file holds the public surface and the blocks,
//! `inline` the inlines, `part` the templates, `figure` figures and tables, `note` footnotes, `origin` what
//! numbers are based on, `glossary` terms, `escape` the escaping.
//!
//! Anchors that the renderer and the default templates make begin with `note-`,
//! `call-`, `n-` and `q-`; binding keeps authors from using them.
//!
//! Start reading at [`HtmlRenderer::body`].

mod block;
mod figure;
mod glossary;
mod inline;
mod note;
mod origin;
mod part;
mod record;
mod table;

use std::cell::Cell;
use std::fmt::{self, Write as _};

use ecow::EcoString;
use serde::Serialize;

use crate::base::escape::{push_attribute, push_text};
use crate::language::Words;
use crate::render::Roots;
use crate::render::context::Html;
use crate::tree::{BibliographyEntry, Block, Definition, Document, Figure, Inline};
pub(in crate::render) use block::push_code;
use note::WaitingNote;
pub use part::Parts;

/// Renders nodes for one page.
#[derive(Debug, Clone, Copy)]
pub struct HtmlRenderer<'a> {
    /// The ways from this page to the roots.
    pub roots: Roots<'a>,
    /// The words that the markup itself needs, in the language of the document.
    pub words: &'a Words,
    /// The templates of figures, callouts and other parts of texts.
    pub parts: Parts<'a>,
    /// The document that is rendered, which says what its numbers are based on; none for the lists of
    /// other pages.
    pub document: Option<&'a Document>,
    /// Told whether a link or picture leads from the root of the publication, if someone asks.
    pub is_root_used: Option<&'a Cell<bool>>,
}

impl HtmlRenderer<'_> {
    /// Renders the text of a document: its body, then its chapters.
    ///
    /// Footnotes stand where they are called, so nothing needs to follow.
    pub fn body(&self, document: &Document) -> String {
        // Markup is about half as long again as the words, at seven bytes each.
        let mut writer = Writer::new(*self, document.words * 10);
        writer.blocks(&document.body);
        for chapter in &document.chapters {
            writer.chapter(chapter);
        }
        writer.cards(document);
        writer.out
    }

    /// Renders blocks that stand on their own.
    pub fn blocks(&self, blocks: &[Block]) -> String {
        let mut writer = Writer::new(*self, 1024);
        writer.blocks(blocks);
        writer.out
    }

    /// Renders a line of text, with its links and notes.
    pub fn inlines(&self, inlines: &[Inline]) -> String {
        let mut writer = Writer::new(*self, 256);
        writer.inlines(inlines);
        writer.out
    }

    /// Renders a line of text for use inside a link, such as a title in a list.
    ///
    /// It has no links, anchors or notes of its own: HTML forbids a link in a link,
    /// and two anchors of one name on a page.
    pub fn label(&self, inlines: &[Inline]) -> String {
        let mut writer = Writer::new(*self, 128);
        writer.links = Links::Inert;
        writer.notes = Notes::Dropped;
        writer.inlines(inlines);
        writer.out
    }

    /// Renders a figure for a page of its own: its numbers are text and its notes gone, since what
    /// they open stands elsewhere.
    pub fn figure_alone(&self, figure: &Figure) -> String {
        let mut writer = Writer::new(*self, 4096);
        writer.notes = Notes::Dropped;
        // The page of the document is that of the folder.
        writer.document_way = "./";
        writer.figure(figure);
        writer.out
    }

    /// Renders how a text came to be; empty if nothing is known.
    pub fn about(&self, items: &[Definition]) -> String {
        let mut writer = Writer::new(*self, 1024);
        if items.is_empty() {
            return writer.out;
        }
        writer.definitions(items);
        writer.out.replacen("<dl>", "<dl class=\"facts\">", 1)
    }

    /// Renders the works cited as a list; empty if there are none.
    pub fn bibliography(&self, entries: &[BibliographyEntry]) -> String {
        if entries.is_empty() {
            return String::new();
        }
        let mut writer = Writer::new(*self, entries.len() * 320);
        writer.out.push_str("<ul class=\"bibliography\">\n");
        for entry in entries {
            writer.open_with_id("li", "", &entry.id);
            writer.inlines(&entry.content);
            writer.out.push_str("</li>\n");
        }
        writer.out.push_str("</ul>\n");
        writer.out
    }
}

/// Whether links may be made at the place that is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Links {
    /// A link becomes a link.
    Live,
    /// A link is already open, or will be around this: only the text is written.
    Inert,
}

/// Where a footnote goes that is called at the place that is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notes {
    /// Right behind its call.
    Beside,
    /// Behind the element that is being written, which can hold its call only.
    Waiting,
    /// Behind the link that is being written, which cannot even hold its call.
    Uncalled,
    /// Nowhere, and its call neither: this is a label.
    Dropped,
}

/// The page so far, and what the place that is being written allows.
struct Writer<'a> {
    roots: Roots<'a>,
    words: &'a Words,
    parts: Parts<'a>,
    document: Option<&'a Document>,
    is_root_used: Option<&'a Cell<bool>>,
    /// The way to the page of the document: empty where this is that page.
    document_way: &'static str,
    out: String,
    links: Links,
    notes: Notes,
    waiting: Vec<WaitingNote<'a>>,
    /// Whether the rows of the table have boxes to choose them by.
    choosing: bool,
}

impl<'a> Writer<'a> {
    fn new(renderer: HtmlRenderer<'a>, capacity: usize) -> Self {
        Self {
            roots: renderer.roots,
            words: renderer.words,
            parts: renderer.parts,
            document: renderer.document,
            is_root_used: renderer.is_root_used,
            document_way: "",
            out: String::with_capacity(capacity),
            links: Links::Live,
            notes: Notes::Beside,
            waiting: Vec::new(),
            choosing: false,
        }
    }

    /// Writes a part of the text by its template.
    fn part(&mut self, template: &str, node: &impl Serialize) {
        let markup = self.parts.render(template, self.roots.publication, node);
        self.out.push_str(&markup);
        self.out.push('\n');
    }

    /// Returns what `write` writes, for a template.
    fn piece(&mut self, write: impl FnOnce(&mut Self)) -> Html {
        let outer = std::mem::take(&mut self.out);
        write(self);
        std::mem::replace(&mut self.out, outer).into()
    }

    fn wrapped(&mut self, open: &str, blocks: &'a [Block], close: &str) {
        self.out.push_str(open);
        self.blocks(blocks);
        self.out.push_str(close);
    }

    /// Lets footnotes wait, and returns what was to be done with them before.
    ///
    /// A note cannot leave a box that scrolls, nor a narrow column, for the margin.
    fn hold_notes(&mut self) -> Notes {
        let outer = self.notes;
        if outer == Notes::Beside {
            self.notes = Notes::Waiting;
        }
        outer
    }

    fn open(&mut self, element: &str, class: &str) {
        self.open_with_id(element, class, "");
    }

    fn write(&mut self, text: fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.out.write_fmt(text);
    }

    /// Opens an element; an empty class or id is left out.
    fn open_with_id(&mut self, element: &str, class: &str, id: &str) {
        self.out.push('<');
        self.out.push_str(element);
        if !class.is_empty() {
            self.out.push_str(" class=\"");
            push_attribute(&mut self.out, class);
            self.out.push('"');
        }
        self.id_attribute(id);
        self.out.push('>');
    }

    fn close(&mut self, element: &str) {
        self.out.push_str("</");
        self.out.push_str(element);
        self.out.push('>');
    }

    fn id_attribute(&mut self, id: &str) {
        if !id.is_empty() {
            self.out.push_str(" id=\"");
            push_attribute(&mut self.out, id);
            self.out.push('"');
        }
    }

    fn class_attribute(&mut self, classes: &[EcoString]) {
        for (index, class) in classes.iter().enumerate() {
            self.out.push_str(if index == 0 { " class=\"" } else { " " });
            push_attribute(&mut self.out, class);
        }
        if !classes.is_empty() {
            self.out.push('"');
        }
    }
}

/// Returns a text as markup.
fn escaped(text: &str) -> Html {
    let mut markup = String::with_capacity(text.len());
    push_text(&mut markup, text);
    markup.into()
}
