//! Word documents: an edition as a file that offices open, edit and send back.
//!
//! ```text
//! bind ──> Document ──> WORD ──> report.docx ──> (people) ──> review
//!                       body, notes, pictures, styles, and `Sent`: what was written where
//! ```
//!
//! The text is that of the other renderings; what a reviewer may not change by hand (bound
//! numbers, citations, references) stands in locked content controls. Beside the text the file
//! carries [`Sent`], which says for every paragraph where its author wrote it: with that,
//! `review` brings changes back.

mod align;
mod atoms;
mod blocks;
mod figures;
mod fonts;
mod formulas;
mod house;
mod inlines;
mod lists;
mod matter;
mod names;
mod package;
mod parts;
mod pictures;
mod record;
mod seen;
mod sent;
mod styles;
mod tables;
mod theme;
mod voice;

use std::collections::BTreeMap;

use ecow::EcoString;

use crate::base::files::Files;
use crate::base::span::Span;
use crate::language::{Language, Word, Words};
use crate::publication::Publication;
use crate::publication::audience::Paper;
use crate::publication::manuscript::Manuscript;
use crate::publication::picture::PrintPictures;
use crate::render::office::Xml;
use crate::render::painter::Painter;
use crate::theme::Theme;
use crate::tree::Document;

pub(crate) use align::align;
use house::House;
use record::Printed;
pub(crate) use seen::{ATOM, Seen, SeenLine};
pub use sent::{Atom, AtomKind, Line, LineKind, NAMESPACE, Piece, Sent, line_mark};
use voice::Voice;

/// The path of the part that says what was sent.
pub const SENT_PART: &str = "customXml/item1.xml";

/// The name that margin comments of the program bear.
pub const AUTHOR: &str = "Quipu";

/// What its files are to programs.
pub const MEDIA_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What to do if a document cannot be written.
pub const HINT: &str = "save `reference.docx` again as `.docx` in Word or LibreOffice";

/// Why a document cannot be written; the reason in words.
pub type WriteError = Box<dyn std::error::Error + Send + Sync>;

/// What a Word document is made from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The edition.
    pub document: &'a Document,
    /// The files that it is from, as their authors wrote them: the opening text, then the chapters of a report.
    pub manuscripts: &'a [&'a Manuscript],
    /// The audience's identifier.
    pub audience: &'a str,
    /// The address of the root of its site, below that of the publication.
    pub site: &'a str,
    /// The publication, for its pictures and data.
    pub publication: &'a Publication,
    /// The texts of `manuscripts`, of which the record of what was sent holds what is [seen](Seen); none for a
    /// document without a record, which nobody can bring back.
    pub files: Option<&'a Files>,
    /// The audience's theme: styles, and a reference file if the house has one.
    pub theme: &'a Theme,
    /// The language of the text.
    pub language: &'a Language,
    /// Its words.
    pub words: &'a Words,
    /// Makes its pictures.
    pub printed: &'a dyn PrintPictures,
    /// Draws charts.
    pub painter: &'a Painter,
    /// The paper, unless the house has one.
    pub paper: Paper,
    /// How sensitive the edition is, or that it is not out yet: a line on each page; empty if it says nothing.
    pub mark: &'a str,
    /// What reviewers get beside the text; none if nobody is asked to review.
    pub review: Option<&'a [Remark]>,
}

/// A remark for the margin of a review copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where in the author's files.
    pub span: Span,
    /// What it says.
    pub text: EcoString,
}

/// A finished document.
#[derive(Debug)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it says, before it is compressed.
    pub text: String,
}

/// Returns an edition as a Word document.
///
/// # Errors
/// Returns the reason for which it cannot be packed, or a reference file cannot be read.
pub fn write(source: Source<'_>) -> Result<Written, WriteError> {
    let house = House::read(source)?;
    let mut writer = Writer::new(source, &house);
    writer.document();
    writer.sent.compact();
    let text = writer.said();
    Ok(Written { bytes: parts::pack(writer)?, text })
}

/// The state of writing one document.
struct Writer<'a> {
    source: Source<'a>,
    house: &'a House,
    /// What the record may hold of the files.
    seen: Seen,
    /// What is being written: the text, or a footnote.
    xml: Xml,
    /// The footnotes, in order.
    notes: Vec<Xml>,
    /// The addresses that links lead to.
    links: Vec<EcoString>,
    /// The pictures, as PNG or JPEG, with their extension.
    pictures: Vec<(Vec<u8>, &'static str)>,
    /// The lists: the first number of each that is numbered.
    lists: Vec<Option<u64>>,
    /// What pictures say to those who do not see them.
    alternatives: Vec<String>,
    /// The text of each margin comment.
    comments: Vec<EcoString>,
    /// The anchors and labels of numbered figures and tables.
    labels: Vec<(EcoString, EcoString)>,
    /// What was written where.
    sent: Sent,
    /// Where in the files the blocks of lines stand, by the numbers of the lines.
    places: BTreeMap<usize, Span>,
    /// The pieces of the paragraph that is being written.
    pieces: Vec<Printed>,
    /// How the text that is being written is spoken.
    voice: Voice,
    /// Whether a footnote is being written.
    in_note: bool,
    /// Whether an atom is being written, whose text is no piece of the paragraph's.
    in_atom: bool,
    /// The last number that an element was given.
    last_id: u32,
}

impl<'a> Writer<'a> {
    fn new(source: Source<'a>, house: &'a House) -> Self {
        Self {
            source,
            house,
            seen: source.files.map_or_else(Seen::default, |files| {
                Seen::of(source.manuscripts.iter().copied(), files, source.audience)
            }),
            xml: Xml::default(),
            notes: Vec::new(),
            links: Vec::new(),
            pictures: Vec::new(),
            lists: Vec::new(),
            alternatives: Vec::new(),
            comments: Vec::new(),
            labels: Vec::new(),
            sent: Sent::of(source),
            places: BTreeMap::new(),
            pieces: Vec::new(),
            voice: Voice::of(source.language),
            in_note: false,
            in_atom: false,
            last_id: 0,
        }
    }

    fn word(&self, word: Word<'_>) -> String {
        self.source.words.get(word).into_owned()
    }

    /// Returns all that the document says, for searches.
    fn said(&self) -> String {
        let mut out = String::new();
        for line in &self.sent.lines {
            for piece in &line.pieces {
                match piece {
                    Piece::Text { t, .. } => out.push_str(t),
                    Piece::Atom { a } => {
                        out.push_str(self.sent.atoms.get(*a).map_or("", |atom| &atom.text));
                    }
                }
            }
            out.push('\n');
        }
        let sources = self.sent.atoms.iter().map(|atom| atom.source.as_str());
        let links = self.links.iter().map(EcoString::as_str);
        let alternatives = self.alternatives.iter().map(String::as_str);
        for text in sources.chain(links).chain(alternatives).chain([self.source.mark]) {
            out.push_str(text);
            out.push('\n');
        }
        out
    }

    fn next_id(&mut self) -> String {
        self.last_id += 1;
        self.last_id.to_string()
    }
}
