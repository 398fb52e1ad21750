//! What the files of an edition should agree on, and where its author wrote it.

use crate::base::span::Span;
use crate::tree::{
    BibliographyEntry, Block, Document, Figure, GlossaryEntry, Inline, Record, Table,
};

use super::passage::{Kind, compared};

/// A passage of an edition, and where it was written.
#[derive(Debug, Clone)]
pub(super) struct Expected {
    /// What it is.
    pub(super) kind: Kind,
    /// What readers call it, such as `heading`.
    pub(super) name: &'static str,
    /// Its text as it is compared, without its notes.
    pub(super) text: String,
    /// Its text as it reads.
    pub(super) said: String,
    /// Where the author wrote it, or else what stands near it.
    pub(super) place: Option<Span>,
}

/// Returns the passages of a document, in order.
pub(super) fn of_document(document: &Document) -> Vec<Expected> {
    let mut search = Search::default();
    search.line(Kind::Heading, "title", &document.title);
    search.line(Kind::Text, "finding", &document.finding);
    for message in &document.key_messages {
        search.line(Kind::Text, "key message", message);
    }
    for note in &document.corrections {
        search.line(Kind::Text, "correction notice", &[Inline::text(note.what.clone())]);
    }
    search.blocks(&document.body);
    for chapter in &document.chapters {
        search.line(Kind::Heading, "heading", &chapter.title);
        search.line(Kind::Text, "finding", &chapter.finding);
        search.blocks(&chapter.body);
    }
    // What follows is written in other files.
    search.place = None;
    for entry in &document.glossary {
        search.glossary(entry);
    }
    for BibliographyEntry { content, .. } in &document.bibliography {
        search.line(Kind::Text, "reference", content);
    }
    search.found
}

#[derive(Default)]
struct Search {
    found: Vec<Expected>,
    /// Where the last text stands that an author wrote.
    place: Option<Span>,
}

impl Search {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { content, .. } => self.line(Kind::Heading, "heading", content),
            Block::Paragraph { content } => self.line(Kind::Text, "paragraph", content),
            Block::List { items, .. } => items.iter().for_each(|item| self.blocks(&item.blocks)),
            Block::Definitions { items } => {
                for item in items {
                    self.line(Kind::Text, "term", &item.term);
                    item.definitions.iter().for_each(|blocks| self.blocks(blocks));
                }
            }
            Block::Quote { blocks, attribution: line }
            | Block::Details { summary: line, blocks }
            | Block::Callout { title: line, blocks, .. }
            | Block::Own { title: line, blocks, .. } => {
                self.titled(line, |search| search.blocks(blocks));
            }
            Block::SourcesDiffer { title, claims } => {
                self.titled(title, |search| claims.iter().for_each(|blocks| search.blocks(blocks)));
            }
            Block::KeyFigure { blocks } => self.key_figure(blocks),
            Block::Group { blocks, .. } => self.blocks(blocks),
            Block::Figure(figure) => self.figure(figure),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.line(Kind::Text, "description", &chart.alt),
            Block::Record(record) => self.record(record),
            // Formulas and pictures have no text; of a comparison, readers choose the rows; markup for pages is for pages.
            Block::Code { .. }
            | Block::Rule
            | Block::Formula { .. }
            | Block::Image(_)
            | Block::Comparison(_)
            | Block::RawHtml { .. } => {}
        }
    }

    /// Adds a title and what it is over; titles in attributes have no place of their own.
    fn titled(&mut self, title: &[Inline], fill: impl FnOnce(&mut Self)) {
        let before = self.place.take();
        let at = self.found.len();
        self.line(Kind::Text, "title", title);
        let of_title = self.place;
        fill(self);
        self.place = self.place.or(before);
        if of_title.is_none()
            && let Some((titles, rest)) =
                self.found.get_mut(at..).and_then(|all| all.split_first_mut())
        {
            titles.place = rest.iter().find_map(|passage| passage.place).or(before);
        }
    }

    /// Adds a key figure, whose number stands apart from what it means.
    fn key_figure(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph { content } => {
                    let runs = content.chunk_by(|one, next| is_strong(one) == is_strong(next));
                    runs.for_each(|run| self.line(Kind::Text, "key figure", run));
                }
                block => self.block(block),
            }
        }
    }

    fn figure(&mut self, figure: &Figure) {
        self.line(Kind::Caption, "caption", &figure.title);
        self.line(Kind::Text, "subtitle", &figure.subtitle);
        self.block(&figure.body);
        self.line(Kind::Text, "note", &figure.note);
        self.line(Kind::Text, "source", &figure.source);
    }

    fn table(&mut self, table: &Table) {
        for column in &table.columns {
            self.line(Kind::Cell, "cell", &column.head);
        }
        for cell in table.rows.iter().flatten() {
            self.line(Kind::Cell, "cell", cell);
        }
    }

    fn record(&mut self, record: &Record) {
        let rows = record.rows.iter().flat_map(|row| &row.lines);
        let lines = [&record.title, &record.summary].into_iter().chain(&record.facts).chain(rows);
        lines.for_each(|line| self.line(Kind::Text, "entry", line));
    }

    fn glossary(&mut self, entry: &GlossaryEntry) {
        let definition = [Inline::text(entry.definition.clone())];
        self.line(Kind::Text, "definition", &definition);
    }

    /// Adds a line, and behind it the notes that it calls.
    fn line(&mut self, kind: Kind, name: &'static str, line: &[Inline]) {
        let mut reading = Reading::default();
        reading.inlines(line);
        self.place = reading.place.or(self.place);
        for said in reading.parts {
            let text = compared(&said);
            if !text.is_empty() {
                self.found.push(Expected { kind, name, text, said, place: self.place });
            }
        }
        for blocks in reading.notes {
            self.note(blocks);
        }
    }

    /// Adds the lines of a note.
    fn note(&mut self, blocks: &[Block]) {
        let mut inside = Self { found: Vec::new(), place: self.place };
        inside.blocks(blocks);
        let lines = inside.found.into_iter();
        self.found.extend(lines.map(|line| Expected { kind: Kind::Note, name: "note", ..line }));
    }
}

fn is_strong(inline: &Inline) -> bool {
    matches!(inline, Inline::Strong { .. })
}

/// A line that is being read.
#[derive(Default)]
struct Reading<'d> {
    /// Its text, divided where something stands that formats write in their own ways.
    parts: Vec<String>,
    open: String,
    notes: Vec<&'d [Block]>,
    place: Option<Span>,
}

impl<'d> Reading<'d> {
    fn inlines(&mut self, inlines: &'d [Inline]) {
        self.add(inlines);
        self.divide();
    }

    fn divide(&mut self) {
        let part = std::mem::take(&mut self.open);
        if !part.trim().is_empty() {
            self.parts.push(part.trim().to_owned());
        }
    }

    fn add(&mut self, inlines: &'d [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text { text, origin } => {
                    self.place = self.place.or(*origin);
                    self.open.push_str(text);
                }
                Inline::Code { text }
                | Inline::Number { text, .. }
                | Inline::Term { text, .. }
                | Inline::Reference { text, .. } => self.open.push_str(text),
                Inline::Note { blocks, .. } => self.notes.push(blocks),
                Inline::LineBreak => self.open.push(' '),
                Inline::Flow { blocks } => self.flow(blocks),
                Inline::Formula { .. } | Inline::Image(_) | Inline::RawHtml { .. } => self.divide(),
                Inline::NoteReference { .. } => {}
                Inline::Emphasis { .. }
                | Inline::Strong { .. }
                | Inline::Strikethrough { .. }
                | Inline::Subscript { .. }
                | Inline::Superscript { .. }
                | Inline::SmallCaps { .. }
                | Inline::Span { .. }
                | Inline::Citation { .. }
                | Inline::Link { .. } => self.add(inline.content()),
            }
        }
    }

    /// Adds the blocks of a cell, between which there may be the signs of lists.
    fn flow(&mut self, blocks: &'d [Block]) {
        for line in crate::tree::lines(blocks) {
            if let crate::tree::Line::Text(line) = line {
                self.divide();
                self.add(line);
            }
        }
    }
}
