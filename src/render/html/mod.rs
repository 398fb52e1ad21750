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
//! numbers rest on, `glossary` terms, `escape` the escaping.
//!
//! Anchors that the renderer and the default templates make begin with `note-`,
//! `call-`, `n-` and `q-`; binding keeps authors from using them.
//!
//! Start reading at [`HtmlRenderer::body`].

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

use crate::base::escape::{push_attribute, push_path, push_text};
use crate::formula::mathml;
use crate::language::{Word, Words};
use crate::render::Roots;
use crate::render::context::Html;
use crate::tree::{
    Block, Chapter, Definition, Document, Entry, Figure, Inline, ListItem, Tone, plain_text,
};
use inline::has_link;
use note::WaitingNote;
pub use part::{
    CalloutNode, DisputeNode, FigureNode, OwnNode, Parts, RecordNode, RowNode, TextNode,
};
use table::Name;

/// Renders nodes for one page.
#[derive(Debug, Clone, Copy)]
pub struct HtmlRenderer<'a> {
    /// The ways from this page to the roots.
    pub roots: Roots<'a>,
    /// The words that the markup itself needs, in the language of the document.
    pub words: &'a Words,
    /// The templates of figures, callouts and other parts of texts.
    pub parts: Parts<'a>,
    /// The document that is rendered, which says what its numbers rest on; none for the lists of
    /// other pages.
    pub document: Option<&'a Document>,
    /// Told whether a link or picture leads from the root of the publication, if somebody asks.
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
    /// and an anchor that stands twice on a page is none.
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

    /// Renders the works cited as a list; empty if there are none.
    pub fn bibliography(&self, entries: &[Entry]) -> String {
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

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading { level, id, number, content } => {
                self.heading(*level, id, number, content);
            }
            Block::Paragraph { content } => self.paragraph("<p>", content),
            Block::List { start, tight, items } => {
                let spacing = if *tight { Spacing::Tight } else { Spacing::Loose };
                self.list(*start, spacing, items);
            }
            Block::Definitions { items } => self.definitions(items),
            Block::Quote { blocks } => self.text_part("parts/quote.html", blocks),
            Block::Code { language, text } => self.code(language, text),
            Block::Rule => self.out.push_str("<hr>\n"),
            Block::Formula { id, number, content } => self.formula(id, number, content),
            Block::Figure(figure) => self.figure(figure),
            Block::Table(table) => self.unnumbered_table(table),
            Block::Comparison(table) => self.comparison(table),
            Block::Chart(chart) => self.chart(chart, &Name::Common(&self.words.get(Word::Table))),
            Block::Image(image) => {
                self.out.push_str("<div class=\"picture\">");
                self.image(image);
                self.out.push_str("</div>\n");
            }
            Block::Callout { tone, title, blocks } => self.callout(*tone, title, blocks),
            Block::SourcesDiffer { title, claims } => self.sources_differ(title, claims),
            Block::Record(record) => self.record(record),
            Block::KeyFigure { blocks } => self.text_part("parts/key-figure.html", blocks),
            Block::Group { classes, id, lang, dir, blocks } => {
                self.out.push_str("<div");
                self.class_attribute(classes);
                self.id_attribute(id);
                self.language_attributes(lang, dir);
                self.wrapped(">\n", blocks, "</div>\n");
            }
            Block::Own { name, title, attributes, blocks } => {
                let node = OwnNode {
                    title: self.piece(|writer| writer.inlines(title)),
                    body: self.piece(|writer| writer.blocks(blocks)),
                    attributes,
                };
                self.part(&format!("blocks/{name}.html"), &node);
            }
            Block::RawHtml { html } => self.out.push_str(html),
        }
    }

    /// Writes a formula of its own, which scrolls by itself where it is wider than the page.
    fn formula(&mut self, id: &str, number: &str, content: &'a [Inline]) {
        self.open_with_id("div", "formula", id);
        for inline in content {
            if let Inline::Formula { formula } = inline {
                self.out.push_str("<div class=\"formula-body\" tabindex=\"0\" role=\"group\">");
                self.out.push_str(&mathml(formula, true));
                self.out.push_str("</div>");
            }
        }
        if !number.is_empty() {
            self.open("span", "formula-number");
            self.out.push('(');
            push_text(&mut self.out, number);
            self.out.push_str(")</span>");
        }
        self.out.push_str("</div>\n");
    }

    fn chapter(&mut self, chapter: &'a Chapter) {
        self.open_with_id("section", "chapter", &chapter.id);
        self.out.push_str("\n<header class=\"chapter-head\">\n<h2>");
        self.heading_text("chapter-number", &chapter.id, &chapter.number, &chapter.title);
        self.out.push_str("</h2>\n");
        if !chapter.finding.is_empty() {
            self.paragraph("<p class=\"finding\">", &chapter.finding);
        }
        self.out.push_str("</header>\n");
        self.write_waiting_notes();
        self.blocks(&chapter.body);
        self.out.push_str("</section>\n");
    }

    fn heading(&mut self, level: u8, id: &str, number: &str, content: &'a [Inline]) {
        // The page's title is the one heading of the first level.
        let element = ["h2", "h3", "h4", "h5", "h6"][usize::from(level.clamp(1, 5)) - 1];
        self.open_with_id(element, "", id);
        self.heading_text("heading-number", id, number, content);
        self.close(element);
        self.out.push('\n');
        self.write_waiting_notes();
    }

    /// Writes the text of a heading as a link to itself, which is how a reader gets
    /// the address of a section without script or stray signs.
    fn heading_text(&mut self, number_class: &str, id: &str, number: &str, content: &'a [Inline]) {
        let outer = self.hold_notes();
        if !id.is_empty() && (!number.is_empty() || !has_link(content)) {
            self.out.push_str("<a class=\"self\" href=\"#");
            push_path(&mut self.out, id);
            self.out.push_str("\">");
        }
        if !number.is_empty() {
            self.open("span", number_class);
            push_text(&mut self.out, number);
            self.out.push_str("</span> ");
        }
        if id.is_empty() || number.is_empty() && has_link(content) {
            self.inlines(content);
        } else if has_link(content) {
            // Its own links are the author's; then the number alone leads to the heading.
            self.out.push_str("</a>");
            self.inlines(content);
        } else {
            self.end_of_link(content);
        }
        self.notes = outer;
    }

    fn paragraph(&mut self, open: &str, content: &'a [Inline]) {
        self.out.push_str(open);
        self.inlines(content);
        self.out.push_str("</p>\n");
    }

    fn list(&mut self, start: Option<u64>, spacing: Spacing, items: &'a [ListItem]) {
        let element = if start.is_some() { "ol" } else { "ul" };
        let is_task_list = items.iter().any(|item| item.task.is_some());
        self.out.push('<');
        self.out.push_str(element);
        if let Some(number) = start.filter(|&number| number != 1) {
            self.write(format_args!(" start=\"{number}\""));
        }
        self.out.push_str(if is_task_list { " class=\"tasks\">\n" } else { ">\n" });
        for item in items {
            self.out.push_str("<li>");
            if let Some(done) = item.task {
                self.task_box(if done { Task::Done } else { Task::Open });
            }
            self.item_blocks(spacing, &item.blocks);
            self.out.push_str("</li>\n");
        }
        self.close(element);
        self.out.push('\n');
    }

    /// Writes what an item holds; a close-set item is its text, without a paragraph.
    fn item_blocks(&mut self, spacing: Spacing, blocks: &'a [Block]) {
        for block in blocks {
            match (spacing, block) {
                (Spacing::Tight, Block::Paragraph { content }) => self.inlines(content),
                _ => self.block(block),
            }
        }
    }

    fn task_box(&mut self, task: Task) {
        let (checked, name) = match task {
            Task::Done => (" checked", Word::TaskDone),
            Task::Open => ("", Word::TaskOpen),
        };
        self.out.push_str("<input type=\"checkbox\" disabled");
        self.out.push_str(checked);
        self.out.push_str(" aria-label=\"");
        push_attribute(&mut self.out, &self.words.get(name));
        self.out.push_str("\"> ");
    }

    fn definitions(&mut self, items: &'a [Definition]) {
        self.out.push_str("<dl>\n");
        for item in items {
            self.out.push_str("<dt>");
            self.inlines(&item.term);
            self.out.push_str("</dt>\n");
            for blocks in &item.definitions {
                self.out.push_str("<dd>");
                self.item_blocks(Spacing::of_definition(blocks), blocks);
                self.out.push_str("</dd>\n");
            }
        }
        self.out.push_str("</dl>\n");
    }

    fn code(&mut self, language: &str, text: &str) {
        // Focusable, because long lines scroll and the keyboard must reach them.
        self.out.push_str("<pre tabindex=\"0\" role=\"group\" aria-label=\"");
        push_attribute(&mut self.out, &self.words.get(Word::Code));
        self.out.push_str("\"><code");
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            push_attribute(&mut self.out, language);
            self.out.push('"');
        }
        self.out.push('>');
        push_text(&mut self.out, text);
        self.out.push_str("</code></pre>\n");
    }

    fn callout(&mut self, tone: Tone, title: &'a [Inline], blocks: &'a [Block]) {
        let (tone, kind) = match tone {
            Tone::Note => ("note", Word::CalloutNote),
            Tone::Tip => ("tip", Word::CalloutTip),
            Tone::Important => ("important", Word::CalloutImportant),
            Tone::Warning => ("warning", Word::CalloutWarning),
            Tone::Caution => ("caution", Word::CalloutCaution),
        };
        let name = self.words.get(kind).to_string();
        let title = self.title_beside(&name, title);
        let blocks = self.piece(|writer| writer.blocks(blocks));
        self.part("parts/callout.html", &CalloutNode { tone, name, title, blocks });
    }

    /// Returns the title of a remark, unless it repeats its kind: binding titles a remark so
    /// if the author gave it no title.
    fn title_beside(&mut self, kind: &str, title: &'a [Inline]) -> Html {
        let text = plain_text(title);
        if text.is_empty() || text == kind {
            return Html::default();
        }
        self.piece(|writer| writer.inlines(title))
    }

    fn sources_differ(&mut self, title: &'a [Inline], claims: &'a [Vec<Block>]) {
        let words = self.words;
        let title = self.title_beside(&words.get(Word::SourcesDiffer), title);
        let outer = self.hold_notes();
        let claims = claims.iter().map(|claim| self.piece(|writer| writer.blocks(claim))).collect();
        self.notes = outer;
        self.part("parts/sources-differ.html", &DisputeNode { title, claims });
        self.write_waiting_notes();
    }

    fn text_part(&mut self, template: &str, blocks: &'a [Block]) {
        let blocks = self.piece(|writer| writer.blocks(blocks));
        self.part(template, &TextNode { blocks });
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

/// Whether the items of a list have space between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spacing {
    Tight,
    Loose,
}

impl Spacing {
    /// A definition of one paragraph reads as a line; more of them need their space.
    fn of_definition(blocks: &[Block]) -> Self {
        if blocks.len() == 1 { Self::Tight } else { Self::Loose }
    }
}

/// Whether a task is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    Done,
    Open,
}
