//! The page renderer: nodes of a finished document become HTML.
//!
//! ```text
//! load ──> plan ──> bind ──> Document ──> RENDER::HTML ──> templates ──> commit
//!                            tree         markup           pages
//! ```
//!
//! The markup says what a node is; how it looks is the business of the theme's
//! style sheet. All text and all attributes are escaped here, so a template can
//! print what it gets as it is. Rendering reads nothing but the tree and does not
//! fail.
//!
//! Where the parts are: this file holds the public surface and the blocks,
//! `inline` the inlines, `figure` figures and tables, `note` footnotes, `origin` what
//! numbers rest on, `glossary` terms, `escape` the escaping.
//!
//! Anchors that the renderer and the default templates make begin with `note-`,
//! `call-`, `n-` and `q-`; binding keeps authors from using them.
//!
//! Start reading at [`HtmlRenderer::body`].

mod escape;
mod figure;
mod glossary;
mod inline;
mod note;
mod origin;
mod record;

use std::fmt::{self, Write as _};

use ecow::EcoString;

use crate::tree::{
    Block, Chapter, Definition, Document, Entry, Inline, ListItem, Tone, plain_text,
};
use escape::{push_attribute, push_text};
use figure::Name;
use note::WaitingNote;

/// Renders nodes for one page.
#[derive(Debug, Clone, Copy)]
pub struct HtmlRenderer<'a> {
    /// The way from this page to the root of the site: `../../`, or empty at the root.
    pub root: &'a str,
    /// The words that the markup itself needs.
    pub words: &'a HtmlWords,
    /// The document that is rendered, which says what its numbers rest on; none for the lists of
    /// other pages.
    pub document: Option<&'a Document>,
}

/// The interface words that stand in the markup of nodes, in the page's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HtmlWords {
    /// Names a footnote to those who hear it: *Note*, before its number. Message `note`.
    pub note: String,
    /// Names the link from a footnote to its call. Message `back-to-text`.
    pub back_to_text: String,
    /// Names a table that has no label. Message `table`.
    pub table: String,
    /// Names the switch that shows the values of a chart as a table. Message `chart-table`.
    pub chart_table: String,
    /// Names a stretch of code. Message `code`.
    pub code: String,
    /// Stands before the note under a figure. Message `figure-note`.
    pub figure_note: String,
    /// Stands before the source under a figure. Message `figure-source`.
    pub figure_source: String,
    /// Stands before the dataset under a figure and its files. Message `figure-data`.
    pub figure_data: String,
    /// Names a task that is done. Message `task-done`.
    pub task_done: String,
    /// Names a task that is open. Message `task-open`.
    pub task_open: String,
    /// Stands above claims that do not agree. Message `sources-differ`.
    pub sources_differ: String,
    /// Names the button that says what a number rests on. Message `number-source`.
    pub number_source: String,
    /// Stands before the expression of a number. Message `number-expression`.
    pub number_expression: String,
    /// Stands before the cells that a number rests on. Message `number-cells`.
    pub number_cells: String,
    /// Stands before the unit of a number. Message `number-unit`.
    pub number_unit: String,
    /// Stands before what readers must know of a number. Message `number-remarks`.
    pub number_remarks: String,
    /// Stands before the source of a dataset. Message `dataset-source`.
    pub dataset_source: String,
    /// Stands before the day or year that a dataset stands for. Message `dataset-as-of`.
    pub dataset_as_of: String,
    /// Stands before the day by which a dataset should be reviewed. Message `dataset-review-by`.
    pub dataset_review_by: String,
    /// Stands before the licence of a dataset. Message `dataset-licence`.
    pub dataset_licence: String,
    /// Stands before the columns of a dataset that are inferred. Message `dataset-inferred`.
    pub dataset_inferred: String,
    /// Stands before what was done to a dataset. Message `dataset-transformations`.
    pub dataset_transformations: String,
    /// Stands before what a dataset must not be used for. Message `dataset-caveats`.
    pub dataset_caveats: String,
    /// Stands before where a dataset contradicts itself. Message `dataset-discrepancies`.
    pub dataset_discrepancies: String,
    /// Stands before the remarks on a dataset. Message `dataset-notes`.
    pub dataset_notes: String,
    /// Stands before the numbers that rest on a dataset. Message `dataset-numbers`.
    pub dataset_numbers: String,
    /// Names the kind of a callout. Message `callout-note`.
    pub callout_note: String,
    /// Names the kind of a callout. Message `callout-tip`.
    pub callout_tip: String,
    /// Names the kind of a callout. Message `callout-important`.
    pub callout_important: String,
    /// Names the kind of a callout. Message `callout-warning`.
    pub callout_warning: String,
    /// Names the kind of a callout. Message `callout-caution`.
    pub callout_caution: String,
}

impl HtmlWords {
    /// Collects the words by the ids of their messages.
    ///
    /// # Errors
    /// Returns the first error of `lookup`, which is asked once for each word.
    pub fn from_messages<E>(
        mut lookup: impl FnMut(&'static str) -> Result<String, E>,
    ) -> Result<Self, E> {
        Ok(Self {
            note: lookup("note")?,
            back_to_text: lookup("back-to-text")?,
            table: lookup("table")?,
            chart_table: lookup("chart-table")?,
            code: lookup("code")?,
            figure_note: lookup("figure-note")?,
            figure_source: lookup("figure-source")?,
            figure_data: lookup("figure-data")?,
            task_done: lookup("task-done")?,
            task_open: lookup("task-open")?,
            sources_differ: lookup("sources-differ")?,
            number_source: lookup("number-source")?,
            number_expression: lookup("number-expression")?,
            number_cells: lookup("number-cells")?,
            number_unit: lookup("number-unit")?,
            number_remarks: lookup("number-remarks")?,
            dataset_source: lookup("dataset-source")?,
            dataset_as_of: lookup("dataset-as-of")?,
            dataset_review_by: lookup("dataset-review-by")?,
            dataset_licence: lookup("dataset-licence")?,
            dataset_inferred: lookup("dataset-inferred")?,
            dataset_transformations: lookup("dataset-transformations")?,
            dataset_caveats: lookup("dataset-caveats")?,
            dataset_discrepancies: lookup("dataset-discrepancies")?,
            dataset_notes: lookup("dataset-notes")?,
            dataset_numbers: lookup("dataset-numbers")?,
            callout_note: lookup("callout-note")?,
            callout_tip: lookup("callout-tip")?,
            callout_important: lookup("callout-important")?,
            callout_warning: lookup("callout-warning")?,
            callout_caution: lookup("callout-caution")?,
        })
    }
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
    root: &'a str,
    words: &'a HtmlWords,
    document: Option<&'a Document>,
    out: String,
    links: Links,
    notes: Notes,
    waiting: Vec<WaitingNote<'a>>,
}

impl<'a> Writer<'a> {
    fn new(renderer: HtmlRenderer<'a>, capacity: usize) -> Self {
        Self {
            root: renderer.root,
            words: renderer.words,
            document: renderer.document,
            out: String::with_capacity(capacity),
            links: Links::Live,
            notes: Notes::Beside,
            waiting: Vec::new(),
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
            Block::Quote { blocks } => {
                self.wrapped("<blockquote>\n", blocks, "</blockquote>\n");
            }
            Block::Code { language, text } => self.code(language, text),
            Block::Rule => self.out.push_str("<hr>\n"),
            Block::Figure(figure) => self.figure(figure),
            Block::Table(table) => self.unnumbered_table(table),
            Block::Chart(chart) => self.chart(chart, &Name::Common(&self.words.table)),
            Block::Image(image) => {
                self.out.push_str("<div class=\"picture\">");
                self.image(image);
                self.out.push_str("</div>\n");
            }
            Block::Callout { tone, title, blocks } => self.callout(*tone, title, blocks),
            Block::SourcesDiffer { title, claims } => self.sources_differ(title, claims),
            Block::Record(record) => self.record(record),
            Block::KeyFigure { blocks } => {
                self.wrapped("<div class=\"key-figure\">\n", blocks, "</div>\n");
            }
            Block::Group { classes, id, blocks } => self.group(classes, id, blocks),
            Block::RawHtml { html } => self.out.push_str(html),
        }
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
        if !id.is_empty() {
            self.out.push_str("<a class=\"self\" href=\"#");
            escape::push_path(&mut self.out, id);
            self.out.push_str("\">");
        }
        if !number.is_empty() {
            self.open("span", number_class);
            push_text(&mut self.out, number);
            self.out.push_str("</span> ");
        }
        if id.is_empty() {
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
            Task::Done => (" checked", &self.words.task_done),
            Task::Open => ("", &self.words.task_open),
        };
        self.out.push_str("<input type=\"checkbox\" disabled");
        self.out.push_str(checked);
        self.out.push_str(" aria-label=\"");
        push_attribute(&mut self.out, name);
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
        push_attribute(&mut self.out, &self.words.code);
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
        let words = self.words;
        let (class, kind) = match tone {
            Tone::Note => ("callout callout-note", &words.callout_note),
            Tone::Tip => ("callout callout-tip", &words.callout_tip),
            Tone::Important => ("callout callout-important", &words.callout_important),
            Tone::Warning => ("callout callout-warning", &words.callout_warning),
            Tone::Caution => ("callout callout-caution", &words.callout_caution),
        };
        self.set_apart(class, kind);
        self.title_beside(kind, title);
        self.blocks(blocks);
        self.out.push_str("</aside>\n");
    }

    /// Writes the title of a remark, unless it repeats its kind: binding titles a remark so
    /// if the author gave it no title.
    fn title_beside(&mut self, kind: &str, title: &'a [Inline]) {
        let text = plain_text(title);
        if !text.is_empty() && text != kind {
            self.paragraph("<p class=\"callout-title\">", title);
        }
    }

    /// Opens a remark and says what kind it is, so that colour need not say it alone.
    fn set_apart(&mut self, class: &str, kind: &str) {
        // The role is *note* because a plain `aside` with a name is a landmark, and
        // a page with forty landmarks has none.
        self.out.push_str("<aside class=\"");
        self.out.push_str(class);
        self.out.push_str("\" role=\"note\" aria-label=\"");
        push_attribute(&mut self.out, kind);
        self.out.push_str("\">\n<p class=\"kicker\">");
        push_text(&mut self.out, kind);
        self.out.push_str("</p>\n");
    }

    fn sources_differ(&mut self, title: &'a [Inline], claims: &'a [Vec<Block>]) {
        let words = self.words;
        self.set_apart("sources-differ", &words.sources_differ);
        self.title_beside(&words.sources_differ, title);
        self.out.push_str("<div class=\"claims\">\n");
        let outer = self.hold_notes();
        for claim in claims {
            self.wrapped("<div class=\"claim\">\n", claim, "</div>\n");
        }
        self.notes = outer;
        self.out.push_str("</div>\n</aside>\n");
        self.write_waiting_notes();
    }

    fn group(&mut self, classes: &[EcoString], id: &str, blocks: &'a [Block]) {
        self.out.push_str("<div");
        self.class_attribute(classes);
        self.id_attribute(id);
        self.out.push_str(">\n");
        self.blocks(blocks);
        self.out.push_str("</div>\n");
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
