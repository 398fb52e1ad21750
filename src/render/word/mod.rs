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
mod origins;
mod package;
mod parts;
mod pictures;
mod sent;
mod styles;
mod tables;
mod theme;

use ecow::EcoString;

use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::language::{Language, Word, Words};
use crate::publication::Publication;
use crate::publication::manuscript::Manuscript;
use crate::render::office::Xml;
use crate::theme::Theme;
use crate::tree::Document;

pub(crate) use align::align;
use house::House;
use origins::Origins;
pub use pictures::Painter;
pub use sent::{Atom, AtomKind, Line, LineKind, NAMESPACE, Piece, Sent, line_mark};

/// The path of the part that says what was sent.
pub const SENT_PART: &str = "customXml/item1.xml";

/// The name that margin comments of the program bear.
pub const AUTHOR: &str = "Quipu";

/// Why a document cannot be written; the reason in words.
pub type WriteError = Box<dyn std::error::Error + Send + Sync>;

/// What a Word document is made from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The edition.
    pub document: &'a Document,
    /// The files that it is from: the opening text, then the chapters of a report.
    pub manuscripts: &'a [&'a Manuscript],
    /// The audience's identifier.
    pub audience: &'a str,
    /// The address of the root of its site, below that of the publication.
    pub site: &'a str,
    /// The publication, for its pictures and data.
    pub publication: &'a Publication,
    /// The texts of `manuscripts` as their authors wrote them: the record of what was sent holds
    /// the blocks in which nothing is written for others, or for nobody.
    pub files: &'a Files,
    /// The audience's theme: styles, and a reference file if the house has one.
    pub theme: &'a Theme,
    /// The language of the text.
    pub language: &'a Language,
    /// Its words.
    pub words: &'a Words,
    /// Draws charts.
    pub painter: &'a Painter,
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

/// Returns the bytes of an edition as a Word document.
///
/// # Errors
/// Returns the reason for which it cannot be packed, or a reference file cannot be read.
pub fn write(source: Source<'_>) -> Result<Vec<u8>, WriteError> {
    let house = House::read(source.theme, source.publication)?;
    let mut writer = Writer::new(source, &house);
    writer.document();
    writer.sent.compact();
    parts::pack(writer)
}

/// The state of writing one document.
struct Writer<'a> {
    source: Source<'a>,
    house: &'a House,
    origins: Origins<'a>,
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
    /// The text of each margin comment.
    comments: Vec<EcoString>,
    /// The anchors and labels of numbered figures and tables.
    labels: Vec<(EcoString, EcoString)>,
    /// What was written where.
    sent: Sent,
    /// The pieces of the paragraph that is being written.
    pieces: Vec<Piece>,
    /// Whether a footnote is being written.
    in_note: bool,
    /// Whether an atom is being written, whose text is no piece of the paragraph's.
    in_atom: bool,
    /// The file that the text written last is from.
    last_file: Option<FileId>,
    /// The last number that an element was given.
    last_id: u32,
}

impl<'a> Writer<'a> {
    fn new(source: Source<'a>, house: &'a House) -> Self {
        Self {
            source,
            house,
            origins: Origins::new(source.files, source.manuscripts),
            xml: Xml::default(),
            notes: Vec::new(),
            links: Vec::new(),
            pictures: Vec::new(),
            lists: Vec::new(),
            comments: Vec::new(),
            labels: Vec::new(),
            sent: Sent::of(source),
            pieces: Vec::new(),
            in_note: false,
            in_atom: false,
            last_file: None,
            last_id: 0,
        }
    }

    fn word(&self, word: Word<'_>) -> String {
        self.source.words.get(word).into_owned()
    }

    fn next_id(&mut self) -> String {
        self.last_id += 1;
        self.last_id.to_string()
    }
}
