//! The blocks of a part, as XHTML.

mod exhibits;

use ecow::EcoString;

use super::{Part, Places, Source};
use crate::base::escape::{push_attribute, push_path, push_text};
use crate::formula::mathml;
use crate::language::Word;
use crate::render::html::push_code;
use crate::tree::{
    BibliographyEntry, Block, Definition, GlossaryEntry, Inline, ListItem, Tone, plain_text,
};

/// Writes one part.
pub(super) struct Writer<'a, 'p> {
    pub(super) source: Source<'a>,
    pub(super) places: &'p mut Places,
    /// The name of the part.
    name: String,
    /// The part as far as it is written.
    pub(super) out: String,
    /// How much deeper headings are than in the document.
    pub(super) depth: u8,
    /// Whether links may be made here.
    pub(super) has_links: bool,
    /// The notes that were called, and wait for the end of the block.
    pub(super) notes: Vec<(u32, &'a [Block])>,
    /// How many blocks stand around this place.
    nesting: usize,
}

impl<'a, 'p> Writer<'a, 'p> {
    /// Begins the part called `name`.
    pub(super) fn new(source: Source<'a>, places: &'p mut Places, name: &str) -> Self {
        Self {
            source,
            places,
            name: name.to_owned(),
            out: String::new(),
            depth: 0,
            has_links: true,
            notes: Vec::new(),
            nesting: 0,
        }
    }

    /// Opens the section that holds the part; `role` is its kind in the vocabulary of EPUB.
    pub(super) fn open_part(&mut self, role: &str, id: &str) {
        self.out.push_str("<section epub:type=\"");
        self.out.push_str(role);
        self.out.push('"');
        // Title pages and lists of figures have no role in ARIA.
        if !["titlepage", "loi", "lot"].contains(&role) {
            self.out.push_str(" role=\"doc-");
            self.out.push_str(role);
            self.out.push('"');
        }
        self.id(id);
        self.out.push_str(">\n");
    }

    /// Ends the part.
    pub(super) fn close_part(mut self, name: &str, title: String) -> Part {
        self.write_notes();
        self.out.push_str("</section>\n");
        Part { name: name.to_owned(), title, body: self.out }
    }

    /// Writes an anchor into the tag that is open.
    pub(super) fn id(&mut self, id: &str) {
        if id.is_empty() {
            return;
        }
        self.places.anchors.insert(id.to_owned(), self.name.clone());
        self.attribute("id", id);
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        push_attribute(&mut self.out, value);
        self.out.push('"');
    }

    pub(super) fn open(&mut self, element: &str, class: &str) {
        self.out.push('<');
        self.out.push_str(element);
        self.attribute("class", class);
        self.out.push('>');
    }

    pub(super) fn close(&mut self, element: &str) {
        self.out.push_str("</");
        self.out.push_str(element);
        self.out.push('>');
    }

    /// Writes an element with a text; nothing if there is none.
    pub(super) fn element(&mut self, element: &str, class: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.open(element, class);
        push_text(&mut self.out, text);
        self.close(element);
        self.out.push('\n');
    }

    /// Writes an element with inlines; nothing if there are none.
    pub(super) fn line(&mut self, element: &str, class: &str, content: &'a [Inline]) {
        if content.is_empty() {
            return;
        }
        self.open(element, class);
        self.inlines(content);
        self.close(element);
        self.out.push('\n');
    }

    /// Writes the notes that wait, with those that they call themselves.
    pub(super) fn write_notes(&mut self) {
        let mut next = 0;
        while let Some(&(number, blocks)) = self.notes.get(next) {
            self.out.push_str("<aside epub:type=\"footnote\" role=\"doc-footnote\"");
            self.id(&format!("note-{number}"));
            self.out.push_str(">\n");
            self.element("p", "note-number", &number.to_string());
            self.nested(blocks);
            self.out.push_str("</aside>\n");
            next += 1;
        }
        self.notes.clear();
    }

    /// Writes blocks within another.
    pub(super) fn nested(&mut self, blocks: &'a [Block]) {
        self.nesting += 1;
        self.blocks(blocks);
        self.nesting -= 1;
    }

    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
            if self.nesting == 0 {
                self.write_notes();
            }
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading { level, id, number, content } => {
                self.heading((*level, number), id, content);
            }
            Block::Paragraph { content } => self.line("p", "", content),
            Block::List { start, tight, items } => self.list(*start, *tight, items),
            Block::Definitions { items } => self.definitions(items),
            Block::Quote { blocks, attribution } => {
                self.within("blockquote", "", blocks);
                self.line("p", "attribution", attribution);
            }
            Block::Details { summary, blocks } => {
                self.line("p", "remark-title", summary);
                self.nested(blocks);
            }
            Block::Code { text, lines, .. } => {
                self.out.push_str("<pre><code>");
                push_code(&mut self.out, text, lines);
                self.out.push_str("</code></pre>\n");
            }
            Block::Rule => self.out.push_str("<hr/>\n"),
            Block::Formula { id, number, content } => self.formula(id, number, content),
            Block::Figure(figure) => self.figure(figure),
            Block::Table(table) | Block::Comparison(table) => self.table(table, ""),
            Block::Chart(chart) => self.chart(chart, ""),
            Block::Image(image) => {
                self.out.push_str("<div class=\"picture\">");
                self.image(image);
                self.out.push_str("</div>\n");
            }
            Block::Callout { tone, title, blocks } => {
                let name = self.source.words.get(tone_word(*tone)).to_string();
                self.set_apart(&name, title, |writer| writer.nested(blocks));
            }
            Block::SourcesDiffer { title, claims } => {
                let name = self.source.words.get(Word::SourcesDiffer).to_string();
                self.set_apart(&name, title, |writer| {
                    for claim in claims {
                        writer.within("div", "claim", claim);
                    }
                });
            }
            Block::Record(record) => self.record(record),
            Block::KeyFigure { blocks } => self.within("div", "key-figure", blocks),
            Block::Group { id, lang, dir, blocks, .. } => self.group(id, (lang, dir), blocks),
            Block::Own { title, attributes, blocks, .. } => {
                if !title.is_empty() {
                    self.line("p", "own-title", title);
                }
                self.nested(blocks);
                for value in attributes.values().flatten() {
                    self.element("p", "", &value.to_string());
                }
            }
            // Markup for pages only.
            Block::RawHtml { print, .. } => self.nested(print),
        }
    }

    fn formula(&mut self, id: &str, number: &str, content: &'a [Inline]) {
        self.out.push_str("<div class=\"formula\"");
        self.id(id);
        self.out.push('>');
        for inline in content {
            if let Inline::Formula { formula } = inline {
                self.out.push_str(&mathml(formula, true));
            }
        }
        if !number.is_empty() {
            self.element("span", "number", &format!("({number})"));
        }
        self.out.push_str("</div>\n");
    }

    fn group(&mut self, id: &str, (lang, dir): (&str, &str), blocks: &'a [Block]) {
        self.out.push_str("<div");
        self.id(id);
        self.language(lang, dir);
        self.out.push_str(">\n");
        self.nested(blocks);
        self.out.push_str("</div>\n");
    }

    fn within(&mut self, element: &str, class: &str, blocks: &'a [Block]) {
        self.open(element, class);
        self.out.push('\n');
        self.nested(blocks);
        self.close(element);
        self.out.push('\n');
    }

    fn heading(&mut self, (level, number): (u8, &str), id: &str, content: &'a [Inline]) {
        let level = (level + self.depth).clamp(2, 6);
        let element = format!("h{level}");
        self.out.push('<');
        self.out.push_str(&element);
        self.id(id);
        self.out.push('>');
        if !number.is_empty() {
            self.out.push_str("<span class=\"number\">");
            push_text(&mut self.out, number);
            self.out.push_str("</span> ");
        }
        self.inlines(content);
        self.close(&element);
        self.out.push('\n');
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &'a [ListItem]) {
        let element = if start.is_some() { "ol" } else { "ul" };
        self.out.push('<');
        self.out.push_str(element);
        if let Some(start) = start.filter(|start| *start != 1) {
            self.attribute("start", &start.to_string());
        }
        self.out.push_str(">\n");
        for item in items {
            self.out.push_str("<li>");
            if let Some(done) = item.task {
                let word = if done { Word::TaskDone } else { Word::TaskOpen };
                let text = self.source.words.get(word).to_string();
                self.element("strong", "", &text);
            }
            match &item.blocks[..] {
                [Block::Paragraph { content }] if tight => self.inlines(content),
                blocks => self.nested(blocks),
            }
            self.out.push_str("</li>\n");
        }
        self.close(element);
        self.out.push('\n');
    }

    pub(super) fn definitions(&mut self, items: &'a [Definition]) {
        self.out.push_str("<dl>\n");
        for item in items {
            self.line("dt", "", &item.term);
            for blocks in &item.definitions {
                self.within("dd", "", blocks);
            }
        }
        self.out.push_str("</dl>\n");
    }

    /// Writes a remark, with the kind that it is.
    fn set_apart(&mut self, name: &str, title: &'a [Inline], write: impl FnOnce(&mut Self)) {
        self.open("div", "remark");
        self.out.push('\n');
        self.element("p", "kind", name);
        if plain_text(title) != name {
            self.line("p", "remark-title", title);
        }
        write(self);
        self.out.push_str("</div>\n");
    }

    /// Writes the terms and what they mean.
    pub(super) fn glossary(&mut self, entries: &'a [GlossaryEntry]) {
        self.out.push_str("<dl>\n");
        for entry in entries {
            self.out.push_str("<dt");
            self.id(&entry.id);
            self.out.push_str("><dfn>");
            push_text(&mut self.out, &entry.term);
            self.out.push_str("</dfn>");
            if !entry.abbreviation.is_empty() {
                self.out.push_str(" · ");
                push_text(&mut self.out, &entry.abbreviation);
            }
            self.out.push_str("</dt>\n<dd>");
            push_text(&mut self.out, &entry.definition);
            if !entry.source.is_empty() {
                self.out.push(' ');
                self.inlines(&entry.source);
            }
            self.out.push_str("</dd>\n");
        }
        self.out.push_str("</dl>\n");
    }

    /// Writes the works cited.
    pub(super) fn bibliography(&mut self, entries: &'a [BibliographyEntry]) {
        self.out.push_str("<ul class=\"references\">\n");
        for entry in entries {
            self.out.push_str("<li");
            self.id(&entry.id);
            self.out.push('>');
            self.inlines(&entry.content);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ul>\n");
    }

    /// Writes language and direction into the tag that is open.
    pub(super) fn language(&mut self, lang: &str, dir: &str) {
        self.attribute("lang", lang);
        self.attribute("xml:lang", lang);
        self.attribute("dir", dir);
    }

    /// Returns where an anchor is: its part, if it is another, and itself; none if it is nowhere.
    pub(super) fn place(&self, id: &str) -> Option<String> {
        let part = self.places.anchors.get(id)?;
        let mut place = EcoString::new();
        if *part != self.name {
            place.push_str(part);
            place.push_str(".xhtml");
        }
        let mut out = place.to_string();
        out.push('#');
        push_path(&mut out, id);
        Some(out)
    }
}

fn tone_word(tone: Tone) -> Word<'static> {
    match tone {
        Tone::Note => Word::CalloutNote,
        Tone::Tip => Word::CalloutTip,
        Tone::Important => Word::CalloutImportant,
        Tone::Warning => Word::CalloutWarning,
        Tone::Caution => Word::CalloutCaution,
    }
}
