//! Footnotes.
//!
//! A footnote follows directly after its reference, inside the paragraph, and the style
//! sheet floats it into the margin next to its line; where there is no margin it
//! opens under the line when its reference is followed (`:target`). So it needs no
//! script, prints, and is read aloud where it belongs.
//!
//! A paragraph may only hold phrases, but a footnote may hold blocks. Inside a
//! paragraph they are therefore written as `span`s with the roles that their
//! elements would have had. Where an element cannot hold even that (a heading, a
//! link, a table that scrolls), the footnote waits until the element is closed.

use crate::language::Word;
use crate::tree::{Block, Definition, Inline, ListItem};

use super::{Links, Notes, Writer};
use crate::base::escape::{push_attribute, push_text};

/// A footnote whose text is not yet written.
#[derive(Debug, Clone, Copy)]
pub(super) struct WaitingNote<'a> {
    pub(super) number: u32,
    pub(super) blocks: &'a [Block],
}

/// What contains the text of a footnote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Surroundings {
    /// A paragraph, which can only hold phrases.
    Phrases,
    /// Other blocks.
    Blocks,
}

impl<'a> Writer<'a> {
    pub(super) fn note(&mut self, note: WaitingNote<'a>) {
        match self.notes {
            Notes::Dropped => {}
            Notes::Uncalled => self.waiting.push(note),
            Notes::Waiting => {
                self.note_call(note.number);
                self.waiting.push(note);
            }
            Notes::Beside => {
                self.note_call(note.number);
                self.note_text(note, Surroundings::Phrases);
                // Calls within the text of the footnote.
                self.drain_waiting_notes(Surroundings::Phrases);
            }
        }
    }

    /// Writes the footnotes that waited for a block to end.
    pub(super) fn write_waiting_notes(&mut self) {
        if self.waiting.is_empty() || self.notes != Notes::Beside {
            return;
        }
        self.out.push_str("<div class=\"notes\">\n");
        self.drain_waiting_notes(Surroundings::Blocks);
        self.out.push_str("</div>\n");
    }

    fn drain_waiting_notes(&mut self, surroundings: Surroundings) {
        // The text of a footnote may call further ones, which join the end.
        let mut next = 0;
        while let Some(&note) = self.waiting.get(next) {
            self.note_text(note, surroundings);
            next += 1;
        }
        self.waiting.clear();
    }

    fn note_call(&mut self, number: u32) {
        self.write(format_args!(
            "<sup class=\"call\"><a href=\"#note-{number}\" id=\"call-{number}\""
        ));
        self.note_call_end(number);
    }

    /// Writes a further call of a footnote that stands elsewhere.
    pub(super) fn note_call_again(&mut self, number: u32) {
        match (self.notes, self.links) {
            (Notes::Dropped, _) => {}
            (_, Links::Inert) => {
                self.write(format_args!("<sup class=\"call\">{number}</sup>"));
            }
            (_, Links::Live) => {
                self.write(format_args!("<sup class=\"call\"><a href=\"#note-{number}\""));
                self.note_call_end(number);
            }
        }
    }

    fn note_call_end(&mut self, number: u32) {
        self.out.push_str(" role=\"doc-noteref\" aria-label=\"");
        push_attribute(&mut self.out, &self.words.get(Word::Note));
        self.write(format_args!(" {number}\">{number}</a></sup>"));
    }

    fn note_text(&mut self, note: WaitingNote<'a>, surroundings: Surroundings) {
        let WaitingNote { number, blocks } = note;
        let element = match surroundings {
            Surroundings::Phrases => "span",
            Surroundings::Blocks => "div",
        };
        self.write(format_args!(
            "<{element} class=\"note\" id=\"note-{number}\" role=\"doc-footnote\">\
             <span class=\"note-number\">{number}</span> "
        ));
        let outer = (self.links, self.notes);
        (self.links, self.notes) = (Links::Live, Notes::Waiting);
        match (surroundings, blocks) {
            (_, [Block::Paragraph { content }]) => self.inlines(content),
            (Surroundings::Phrases, _) => self.phrases(blocks),
            (Surroundings::Blocks, _) => self.blocks(blocks),
        }
        (self.links, self.notes) = outer;
        self.write(format_args!(
            " <a class=\"note-back\" href=\"#call-{number}\" role=\"doc-backlink\" \
             aria-label=\""
        ));
        push_attribute(&mut self.out, &self.words.get(Word::BackToText));
        self.write(format_args!("\">↩</a></{element}>"));
    }

    /// Writes blocks at a place that can only hold phrases.
    fn phrases(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.phrase(block);
        }
    }

    fn phrase(&mut self, block: &'a Block) {
        match block {
            Block::Paragraph { content } | Block::Formula { content, .. } => self.line(content),
            Block::Heading { content, .. } => {
                self.out.push_str("<strong class=\"line\">");
                self.inlines(content);
                self.out.push_str("</strong>");
            }
            Block::List { start, items, .. } => self.phrase_list(*start, items),
            Block::Definitions { items } => self.phrase_definitions(items),
            Block::Code { text, .. } => {
                self.out.push_str("<code class=\"line\">");
                push_text(&mut self.out, text);
                self.out.push_str("</code>");
            }
            Block::Rule => {}
            Block::Figure(figure) => {
                self.line(&figure.title);
                self.phrase(&figure.body);
                self.line(&figure.note);
                self.line(&figure.source);
            }
            Block::Table(table) | Block::Comparison(table) => self.phrase_table(table),
            Block::Chart(chart) => self.phrase_table(&chart.table),
            Block::Image(image) => self.image(image),
            Block::Callout { title, blocks, .. } | Block::Own { title, blocks, .. } => {
                self.line(title);
                self.phrases(blocks);
            }
            Block::SourcesDiffer { title, claims } => {
                self.line(title);
                for claim in claims {
                    self.phrases(claim);
                }
            }
            Block::Record(record) => {
                self.line(&record.title);
                self.line(&record.summary);
            }
            Block::Quote { blocks, attribution: line }
            | Block::Details { summary: line, blocks } => {
                self.phrases(blocks);
                self.line(line);
            }
            Block::KeyFigure { blocks } | Block::Group { blocks, .. } => self.phrases(blocks),
            Block::RawHtml { html, .. } => self.out.push_str(html),
        }
    }

    fn line(&mut self, content: &'a [Inline]) {
        if !content.is_empty() {
            self.out.push_str("<span class=\"line\">");
            self.inlines(content);
            self.out.push_str("</span>");
        }
    }

    fn phrase_list(&mut self, start: Option<u64>, items: &'a [ListItem]) {
        self.out.push_str("<span class=\"line\" role=\"list\">");
        for (number, item) in (start.unwrap_or(1)..).zip(items) {
            self.out.push_str("<span class=\"item\" role=\"listitem\">");
            match start {
                Some(_) => self.write(format_args!("{number}. ")),
                None => self.out.push_str("– "),
            }
            match &item.blocks[..] {
                [Block::Paragraph { content }] => self.inlines(content),
                blocks => self.phrases(blocks),
            }
            self.out.push_str("</span>");
        }
        self.out.push_str("</span>");
    }

    fn phrase_definitions(&mut self, items: &'a [Definition]) {
        for item in items {
            self.out.push_str("<strong class=\"line\">");
            self.inlines(&item.term);
            self.out.push_str("</strong>");
            for blocks in &item.definitions {
                self.phrases(blocks);
            }
        }
    }
}
