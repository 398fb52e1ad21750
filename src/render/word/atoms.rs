//! What reviewers may not change by hand: content controls whose text is locked, and notes.

use ecow::EcoString;

use super::blocks::Form;
use super::inlines::{RunProperties, Shift};
use super::names::bookmark;
use super::{Atom, AtomKind, Piece, Printed, Writer};
use crate::base::span::Span;
use crate::tree::{Block, Image};

/// Titles and tags of content controls have no more characters.
const LONGEST_TITLE: usize = 64;

impl Writer<'_> {
    /// Writes what `content` writes into a locked content control, and remembers it.
    pub(super) fn atom(
        &mut self,
        kind: AtomKind,
        (text, source): (&str, &str),
        content: impl FnOnce(&mut Self),
    ) {
        let atom = Atom {
            kind,
            text: text.to_owned(),
            source: source.to_owned(),
            cells: Vec::new(),
            is_repeated: kind == AtomKind::Note,
            span: None,
        };
        self.control(atom, None, content);
    }

    fn control(&mut self, atom: Atom, origin: Option<Span>, content: impl FnOnce(&mut Self)) {
        // A citation in an atom, such as the source of a term, is the atom's. Nobody takes a document without a record
        // back, so nothing in it is locked.
        if self.in_atom || self.source.files.is_none() {
            content(self);
            return;
        }
        let number = self.sent.atoms.len();
        let tag = atom.tag(number);
        let title: String = atom.source.chars().take(LONGEST_TITLE).collect();
        self.sent.atoms.push(atom);
        self.pieces.push(Printed { piece: Piece::Atom { a: number }, origin });
        let id = self.next_id();
        self.xml.open("w:sdt", &[]);
        self.xml.open("w:sdtPr", &[]);
        if !title.is_empty() {
            self.xml.empty("w:alias", &[("w:val", &title)]);
        }
        self.xml.empty("w:tag", &[("w:val", &tag)]);
        self.xml.empty("w:id", &[("w:val", &id)]);
        // The control can be deleted with its sentence; its text cannot be edited.
        self.xml.empty("w:lock", &[("w:val", "contentLocked")]);
        self.xml.close();
        self.xml.open("w:sdtContent", &[]);
        self.in_atom = true;
        content(self);
        self.in_atom = false;
        self.xml.close();
        self.xml.close();
    }

    /// Writes a bound number.
    pub(super) fn number(&mut self, text: &EcoString, entry: usize, look: RunProperties) {
        let Some(ledger) = self.source.document.ledger.get(entry) else {
            self.run(text, look);
            return;
        };
        let (source, cells) = super::record::told(ledger);
        let atom = Atom {
            kind: AtomKind::Number,
            text: text.to_string(),
            source,
            cells,
            is_repeated: false,
            span: None,
        };
        self.control(atom, Some(ledger.span), |writer| writer.run(text, look));
    }

    /// Writes a footnote: its mark here, its text in the part of footnotes.
    pub(super) fn note(&mut self, number: u32, blocks: &[Block]) {
        let mark = bookmark(&format!("note-{number}"));
        let id = self.notes.len() + 1;
        self.remember_note(number);
        let bookmark_id = self.next_id();
        self.xml.empty("w:bookmarkStart", &[("w:id", &bookmark_id), ("w:name", &mark)]);
        self.xml.open("w:r", &[]);
        self.xml.open("w:rPr", &[]);
        let style = self.house.id("footnote reference").to_owned();
        self.xml.empty("w:rStyle", &[("w:val", &style)]);
        self.xml.close();
        self.xml.empty("w:footnoteReference", &[("w:id", &id.to_string())]);
        self.xml.close();
        self.xml.empty("w:bookmarkEnd", &[("w:id", &bookmark_id)]);
        // A place of its own is kept first: a note in this note comes after it.
        self.notes.push(crate::render::office::Xml::default());
        let outer_xml = std::mem::take(&mut self.xml);
        let outer_pieces = std::mem::take(&mut self.pieces);
        let outer_atom = std::mem::replace(&mut self.in_atom, false);
        let outer_note = std::mem::replace(&mut self.in_note, true);
        self.xml.open("w:footnote", &[("w:id", &id.to_string())]);
        self.note_blocks(blocks);
        self.xml.close();
        self.notes[id - 1] = std::mem::replace(&mut self.xml, outer_xml);
        self.pieces = outer_pieces;
        self.in_atom = outer_atom;
        self.in_note = outer_note;
    }

    fn remember_note(&mut self, number: u32) {
        if self.in_atom {
            return;
        }
        let atom = Atom {
            kind: AtomKind::Note,
            text: number.to_string(),
            source: String::new(),
            cells: Vec::new(),
            is_repeated: false,
            span: None,
        };
        let piece = Piece::Atom { a: self.sent.atoms.len() };
        self.pieces.push(Printed { piece, origin: None });
        self.sent.atoms.push(atom);
    }

    fn note_blocks(&mut self, blocks: &[Block]) {
        let mut is_first = true;
        for block in blocks {
            match block {
                Block::Paragraph { content } => {
                    let form = Form { begins_note: is_first, ..Form::of("footnote text") };
                    self.paragraph(form, content);
                    is_first = false;
                }
                other => self.block(other, super::blocks::Context::default()),
            }
        }
        if is_first {
            self.paragraph(Form { begins_note: true, ..Form::of("footnote text") }, &[]);
        }
    }

    /// Writes a further call of a footnote as a field that repeats its number.
    pub(super) fn note_reference(&mut self, number: u32) {
        let mark = bookmark(&format!("note-{number}"));
        let shown = number.to_string();
        self.atom(AtomKind::Note, (&shown, ""), |writer| {
            let look = RunProperties { shift: Shift::Raised, ..RunProperties::default() };
            writer.field(&format!("NOTEREF {mark} \\f \\h"), &shown, look);
        });
    }

    /// Writes a picture in the line.
    pub(super) fn inline_picture(&mut self, image: &Image) {
        let Some(picture) = self.load(&image.path) else {
            self.run(&image.alt, RunProperties { italic: true, ..RunProperties::default() });
            return;
        };
        let alt = image.alt.clone();
        let path = image.path.clone();
        self.atom(AtomKind::Picture, (&alt, &path), |writer| {
            writer.drawing(picture, &alt, super::pictures::Fit::Line);
        });
    }
}
