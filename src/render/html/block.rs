//! Blocks as HTML.

use super::Writer;
use crate::base::escape::{push_attribute, push_path, push_text};
use crate::formula::mathml;
use crate::language::Word;
use crate::render::context::Html;
use crate::render::html::inline::has_link;
use crate::render::html::part::{CalloutNode, DisputeNode, OwnNode, QuoteNode, TextNode};
use crate::render::html::table::Name;
use crate::tree::{Block, Chapter, CodeRun, Definition, Inline, ListItem, Tone, plain_text};

/// Whether the items of a list have space between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spacing {
    Tight,
    Loose,
}

impl Spacing {
    /// A definition of one paragraph reads as a line; more of them need their space.
    pub(super) fn of_definition(blocks: &[Block]) -> Self {
        if blocks.len() == 1 { Self::Tight } else { Self::Loose }
    }
}

/// Whether a task is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    Done,
    Open,
}

impl<'a> Writer<'a> {
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    pub(super) fn block(&mut self, block: &'a Block) {
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
            Block::Quote { blocks, attribution } => self.quotation(blocks, attribution),
            Block::Details { summary, blocks } => self.details(summary, blocks),
            Block::Code { language, text, lines } => self.code(language, text, lines),
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
            Block::RawHtml { html, .. } => self.out.push_str(html),
        }
    }

    /// Writes a formula of its own, which scrolls by itself where it is wider than the page.
    pub(super) fn formula(&mut self, id: &str, number: &str, content: &'a [Inline]) {
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

    pub(super) fn chapter(&mut self, chapter: &'a Chapter) {
        self.open_with_id("section", "chapter", &chapter.id);
        self.out.push_str("\n<header class=\"chapter-head\">\n<h2>");
        // What appendices are called is too long to be set large.
        let is_name = chapter.number.chars().count() > 3;
        let class = if is_name { "chapter-number chapter-name" } else { "chapter-number" };
        self.heading_text(class, &chapter.id, &chapter.number, &chapter.title);
        self.out.push_str("</h2>\n");
        if !chapter.finding.is_empty() {
            self.paragraph("<p class=\"finding\">", &chapter.finding);
        }
        self.out.push_str("</header>\n");
        self.write_waiting_notes();
        self.blocks(&chapter.body);
        self.out.push_str("</section>\n");
    }

    pub(super) fn heading(&mut self, level: u8, id: &str, number: &str, content: &'a [Inline]) {
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
    pub(super) fn heading_text(
        &mut self,
        number_class: &str,
        id: &str,
        number: &str,
        content: &'a [Inline],
    ) {
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

    pub(super) fn paragraph(&mut self, open: &str, content: &'a [Inline]) {
        self.out.push_str(open);
        self.inlines(content);
        self.out.push_str("</p>\n");
    }

    pub(super) fn list(&mut self, start: Option<u64>, spacing: Spacing, items: &'a [ListItem]) {
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
    pub(super) fn item_blocks(&mut self, spacing: Spacing, blocks: &'a [Block]) {
        for block in blocks {
            if let (Spacing::Tight, Block::Paragraph { content }) = (spacing, block) {
                self.inlines(content);
            } else {
                self.block(block);
            }
        }
    }

    pub(super) fn task_box(&mut self, task: Task) {
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

    pub(super) fn definitions(&mut self, items: &'a [Definition]) {
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

    pub(super) fn code(&mut self, language: &str, text: &str, lines: &[Vec<CodeRun>]) {
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
        push_code(&mut self.out, text, lines);
        self.out.push_str("</code></pre>\n");
    }

    pub(super) fn quotation(&mut self, blocks: &'a [Block], attribution: &'a [Inline]) {
        let blocks = self.piece(|writer| writer.blocks(blocks));
        let attribution = self.piece(|writer| writer.inlines(attribution));
        self.part("parts/quote.html", &QuoteNode { blocks, attribution });
    }

    pub(super) fn details(&mut self, summary: &'a [Inline], blocks: &'a [Block]) {
        self.out.push_str("<details class=\"details\">\n<summary>");
        let outer = self.hold_notes();
        self.inlines(summary);
        self.notes = outer;
        self.out.push_str("</summary>\n");
        self.write_waiting_notes();
        self.wrapped("", blocks, "</details>\n");
    }

    pub(super) fn callout(&mut self, tone: Tone, title: &'a [Inline], blocks: &'a [Block]) {
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
    pub(super) fn title_beside(&mut self, kind: &str, title: &'a [Inline]) -> Html {
        let text = plain_text(title);
        if text.is_empty() || text == kind {
            return Html::default();
        }
        self.piece(|writer| writer.inlines(title))
    }

    pub(super) fn sources_differ(&mut self, title: &'a [Inline], claims: &'a [Vec<Block>]) {
        let words = self.words;
        let title = self.title_beside(&words.get(Word::SourcesDiffer), title);
        let outer = self.hold_notes();
        let claims = claims.iter().map(|claim| self.piece(|writer| writer.blocks(claim))).collect();
        self.notes = outer;
        self.part("parts/sources-differ.html", &DisputeNode { title, claims });
        self.write_waiting_notes();
    }

    pub(super) fn text_part(&mut self, template: &str, blocks: &'a [Block]) {
        let blocks = self.piece(|writer| writer.blocks(blocks));
        self.part(template, &TextNode { blocks });
    }
}

/// Writes code, with the parts that have a colour in elements of a class.
pub(in crate::render) fn push_code(out: &mut String, text: &str, lines: &[Vec<CodeRun>]) {
    if lines.is_empty() {
        push_text(out, text);
        return;
    }
    for run in lines.iter().flat_map(|line| line.iter().map(Some).chain([None])) {
        let Some(run) = run else {
            out.push('\n');
            continue;
        };
        let Some(class) = run.part.class() else {
            push_text(out, &run.text);
            continue;
        };
        out.push_str("<span class=\"");
        out.push_str(class);
        out.push_str("\">");
        push_text(out, &run.text);
        out.push_str("</span>");
    }
    if !text.ends_with('\n') {
        out.pop();
    }
}
