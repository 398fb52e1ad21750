//! What was sent: for each paragraph of a document, where its author wrote it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Source;

/// The XML namespace of the part that carries it.
pub const NAMESPACE: &str = "urn:quipu:sent:1";

/// What was sent, with all that is needed to take it back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The version of the program that wrote it.
    pub program: String,
    /// What it is an edition of, such as `briefs/china/money`.
    pub work: String,
    /// The audience.
    pub audience: String,
    /// The language tag.
    pub language: String,
    /// The paragraphs, in order; each has the bookmark `line_mark`.
    pub lines: Vec<Line>,
    /// The contents of locked content controls, by the number in their tags.
    pub atoms: Vec<Atom>,
}

/// A paragraph, a heading, a caption or a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// The name of its style.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub style: String,
    /// Whether it is in a footnote.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub is_note: bool,
    /// The file that it is from; empty for what the program wrote.
    pub file: String,
    /// What stands before its block on the same line: spaces, the mark of an item or a quotation.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub lead: String,
    /// The first byte of its block in what the document has of the file.
    pub start: usize,
    /// The text of its block in the file; its end is `start` plus its length.
    pub text: String,
    /// What was printed, piece by piece.
    pub pieces: Vec<Piece>,
}

impl Sent {
    /// Counts places in what the document has of each file: places in the file would tell how much of
    /// it is for others.
    pub(super) fn compact(&mut self) {
        let mut starts: BTreeMap<&str, BTreeMap<usize, usize>> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| !line.file.is_empty()) {
            starts.entry(&line.file).or_default().insert(line.start, line.text.len());
        }
        for blocks in starts.values_mut() {
            let mut next = 0;
            for length in blocks.values_mut() {
                next += std::mem::replace(length, next) + 1;
            }
        }
        let at = |line: &Line| starts.get(line.file.as_str())?.get(&line.start).copied();
        let new: Vec<_> = self.lines.iter().map(at).collect();
        let mut places = vec![None; self.atoms.len()];
        for (line, new) in self.lines.iter_mut().zip(new) {
            let (start, end) = (line.start, line.start + line.text.len());
            let moved = |place: (usize, usize)| {
                let is_inside = start <= place.0 && place.1 <= end;
                new.filter(|_| is_inside).map(|new| (place.0 - start + new, place.1 - start + new))
            };
            for piece in &mut line.pieces {
                match piece {
                    Piece::Text { s, .. } => *s = s.and_then(moved),
                    Piece::Atom { a } => {
                        let place = self.atoms.get(*a).and_then(|atom| atom.span).and_then(moved);
                        if let Some(known) = places.get_mut(*a) {
                            *known = known.or(place);
                        }
                    }
                }
            }
            line.start = new.unwrap_or_default();
        }
        for (atom, place) in self.atoms.iter_mut().zip(places) {
            atom.span = place;
        }
    }
}

/// What a line is in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// A paragraph, or the text of an item or a footnote.
    Paragraph,
    /// A heading.
    Heading,
    /// A cell or a caption of a table that was written by hand.
    Table,
    /// A text in YAML: front matter, or a block of data.
    Yaml,
    /// A text of the program, of data, or of a bibliography.
    Program,
}

/// A piece of what was printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Piece {
    /// Text.
    Text {
        /// As printed.
        t: String,
        /// The bytes of the file that it was printed from.
        #[serde(skip_serializing_if = "Option::is_none")]
        s: Option<(usize, usize)>,
        /// Whether it is bold, and italic.
        #[serde(skip_serializing_if = "is_plain", default)]
        l: (bool, bool),
    },
    /// A number, citation, reference, note, term or picture: its place in [`Sent::atoms`].
    Atom {
        /// From 0.
        a: usize,
    },
}

/// The content of a locked content control, or the place where a note is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Atom {
    /// What it is.
    pub kind: AtomKind,
    /// As printed.
    pub text: String,
    /// The expression of a number, the key of a citation or the id of a reference.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub source: String,
    /// The cells of a number.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub cells: Vec<String>,
    /// Whether it calls a footnote that was called before.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub is_repeated: bool,
    /// The bytes of the file that it was printed from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub span: Option<(usize, usize)>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_plain(look: &(bool, bool)) -> bool {
    *look == (false, false)
}

impl AtomKind {
    /// Returns what people call it.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Citation => "citation",
            Self::Reference => "reference",
            Self::Note => "note",
            Self::Term => "term",
            Self::Picture => "picture",
            Self::Formula => "formula",
        }
    }
}

/// The kinds of atom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AtomKind {
    /// A bound number.
    Number,
    /// A citation.
    Citation,
    /// A cross-reference.
    Reference,
    /// A call of a footnote.
    Note,
    /// The first use of a term.
    Term,
    /// A picture in the line.
    Picture,
    /// A formula.
    Formula,
}

impl Atom {
    /// Returns the tag of its content control, by its place in [`Sent::atoms`].
    pub fn tag(&self, number: usize) -> String {
        format!("quipu:{}:{number}", self.kind.noun())
    }
}

/// Returns the bookmark of a line, by its place in [`Sent::lines`].
pub fn line_mark(number: usize) -> String {
    format!("_q{number}")
}

impl Sent {
    /// Begins the record of an edition.
    pub(super) fn of(source: Source<'_>) -> Self {
        let document = source.document;
        Self {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            work: format!("{}/{}", document.form.folder(), document.id),
            audience: source.audience.to_owned(),
            language: document.language.to_string(),
            ..Self::default()
        }
    }
}
