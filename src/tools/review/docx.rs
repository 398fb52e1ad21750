//! Reading a returned document: its paragraphs, with the changes of reviewers.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::render::office::{self, attribute, entity};
use crate::render::word::{NAMESPACE, Sent};

/// A returned document.
#[derive(Debug)]
pub(super) struct Returned {
    /// What was sent.
    pub sent: Sent,
    /// The paragraphs of the text, then those of the footnotes.
    pub paragraphs: Vec<Paragraph>,
    /// The margin comments, by id.
    pub comments: BTreeMap<String, Comment>,
    /// The names of the styles, by id.
    styles: BTreeMap<String, String>,
}

impl Returned {
    /// Returns the name of the style of a paragraph, which is the same in all languages of Word.
    pub(super) fn style<'r>(&'r self, paragraph: &'r Paragraph) -> &'r str {
        self.styles.get(&paragraph.style).map_or(&paragraph.style, String::as_str)
    }
}

/// A margin comment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Comment {
    pub author: String,
    pub text: String,
}

/// A paragraph of a returned document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paragraph {
    /// The lines whose bookmarks begin in it.
    pub lines: Vec<usize>,
    /// The id of its style.
    pub style: String,
    /// Whether it is part of a footnote.
    pub in_note: bool,
    /// Whether it stands in a cell of a table.
    pub in_table: bool,
    /// Whether it is an item of a list.
    pub is_item: bool,
    /// What it holds.
    pub parts: Vec<Part>,
    /// Who deleted its end, which joins it to the next.
    pub joined_by: Option<String>,
}

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// What it is.
    pub kind: PartKind,
    /// What a reviewer did to it.
    pub change: TrackedChange,
}

impl Part {
    /// Whether a reviewer deleted it.
    pub(crate) fn is_deleted(&self) -> bool {
        matches!(self.change, TrackedChange::Deleted(_))
    }
}

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PartKind {
    /// Text, and whether it is bold or italic.
    Text { text: String, bold: bool, italic: bool },
    /// A content control that the program made, by its number, with its text.
    Atom { number: usize, text: String },
    /// A call of a footnote.
    Note,
    /// Where the text begins that a comment is about.
    CommentStart(String),
    /// Where it ends.
    Comment(String),
}

/// What a reviewer did to a part while changes were tracked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum TrackedChange {
    /// Nothing.
    #[default]
    None,
    /// Wrote it; by whom.
    Inserted(String),
    /// Took it out; by whom.
    Deleted(String),
}

/// The parts of a Word document.
pub(crate) struct DocxParts(BTreeMap<String, Vec<u8>>);

/// Opens a Word document.
///
/// # Errors
/// Returns what is wrong with a file that is none.
pub(crate) fn open(bytes: &[u8]) -> Result<DocxParts, String> {
    let parts =
        office::read(bytes).map_err(|error| format!("it is not a Word document ({error})"))?;
    Ok(DocxParts(parts))
}

impl DocxParts {
    fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.0.get(path)?).ok()
    }

    /// Returns the record that the program stored beside the text, by the namespace of its part.
    pub(crate) fn record(&self, namespace: &str) -> Option<String> {
        let items = self.0.keys().filter(|path| path.starts_with("customXml/item"));
        let mut texts = items.filter_map(|path| self.text(path));
        texts.find(|text| text.contains(namespace)).and_then(content)
    }

    /// Returns the paragraphs of the text, then those of the footnotes.
    ///
    /// # Errors
    /// Returns what is wrong with the XML.
    pub(crate) fn paragraphs(&self) -> Result<Vec<Paragraph>, String> {
        let missing = "it has no text: `word/document.xml` is missing";
        let mut found = paragraphs(self.text("word/document.xml").ok_or(missing)?)?;
        if let Some(notes) = self.text("word/footnotes.xml") {
            let notes = paragraphs(notes)?.into_iter();
            found.extend(notes.map(|note| Paragraph { in_note: true, ..note }));
        }
        Ok(found)
    }
}

/// Reads a document.
///
/// # Errors
/// Returns what is wrong with a file that is no Word document, or none that Quipu sent.
pub(super) fn read(bytes: &[u8]) -> Result<Returned, String> {
    let parts = open(bytes)?;
    let sent = parts.record(NAMESPACE).and_then(|json| serde_json::from_str(&json).ok());
    let sent: Sent = sent.ok_or(
        "it has no record of what was sent: it is not from `quipu export --to docx`, or another \
        program removed the record",
    )?;
    let paragraphs = parts.paragraphs()?;
    if paragraphs.iter().all(|paragraph| paragraph.in_note) && !sent.lines.is_empty() {
        return Err("it has no text: there is no paragraph in `word/document.xml`".to_owned());
    }
    let comments = parts.text("word/comments.xml").map(comments).transpose()?.unwrap_or_default();
    let styles = parts.text("word/styles.xml").map(styles).unwrap_or_default();
    Ok(Returned { sent, paragraphs, comments, styles })
}

/// Returns the text of an XML document.
fn content(xml: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    let mut out = String::new();
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return Some(out),
            Event::Text(text) => out.push_str(&text.decode().ok()?),
            Event::CData(text) => out.push_str(&text.decode().ok()?),
            Event::GeneralRef(name) => out.push_str(&entity(&name)?),
            _ => {}
        }
    }
}

/// Reads the paragraphs of a part.
fn paragraphs(xml: &str) -> Result<Vec<Paragraph>, String> {
    let mut reader = Reader::from_str(xml);
    let mut state = State::default();
    // How many elements were opened, and how many of them are open.
    let (mut elements, mut open) = (0_usize, 0_usize);
    loop {
        let event = reader.read_event().map_err(|error| format!("its XML is invalid ({error})"))?;
        match event {
            Event::Eof if elements == 0 => return Err("its XML is invalid (it is empty)".into()),
            Event::Eof if open > 0 => return Err("its XML is invalid (its end is missing)".into()),
            Event::Eof => return Ok(state.paragraphs),
            Event::Start(element) => {
                (elements, open) = (elements + 1, open + 1);
                state.start(&element);
            }
            Event::Empty(element) => {
                elements += 1;
                state.start(&element);
                state.end(element.name().as_ref());
            }
            Event::End(element) => {
                open = open.saturating_sub(1);
                state.end(element.name().as_ref());
            }
            Event::Text(text) => {
                let text = text.decode().map_err(|error| error.to_string())?;
                state.text(&text);
            }
            Event::CData(text) => {
                let text = text.decode().map_err(|error| error.to_string())?;
                state.text(&text);
            }
            Event::GeneralRef(name) => {
                if let Some(text) = entity(&name) {
                    state.text(&text);
                }
            }
            _ => {}
        }
    }
}

/// The state of reading a part.
#[expect(clippy::struct_excessive_bools, reason = "elements switch them independently")]
#[derive(Default)]
struct State {
    paragraphs: Vec<Paragraph>,
    /// The paragraphs that are open; those in text boxes stand inside others.
    open: Vec<Paragraph>,
    /// Bookmarks that stand before the next paragraph.
    waiting: Vec<usize>,
    changes: Vec<TrackedChange>,
    /// The content controls that are open, with their tags and text.
    controls: Vec<(Option<usize>, String)>,
    /// How many of them stand inside a paragraph.
    inline_controls: usize,
    /// How many tables are open.
    tables: usize,
    /// The fields that are open, by what Word computes in them.
    fields: Vec<String>,
    /// Whether that is being read.
    in_instruction: bool,
    /// Whether the text of a run is being read, and not what Word computes with.
    in_text: bool,
    /// Whether the properties of a paragraph are being read.
    in_properties: bool,
    bold: bool,
    italic: bool,
    /// Whether a deleted stretch is being read, whose text has an element of its own.
    skipped: usize,
}

impl State {
    fn start(&mut self, element: &BytesStart<'_>) {
        let author = || attribute(element, "w:author").unwrap_or_default();
        match element.name().as_ref() {
            b"w:p" => {
                let lines = std::mem::take(&mut self.waiting);
                let in_table = self.tables > 0;
                self.open.push(Paragraph { lines, in_table, ..Paragraph::default() });
            }
            b"w:tbl" => self.tables += 1,
            b"w:pPr" => self.in_properties = true,
            b"w:pStyle" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.style = attribute(element, "w:val").unwrap_or_default();
                }
            }
            b"w:numPr" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.is_item = true;
                }
            }
            b"w:ins" | b"w:moveTo" if !self.in_properties => {
                self.changes.push(TrackedChange::Inserted(author()));
            }
            b"w:del" | b"w:moveFrom" if self.in_properties => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.joined_by = Some(author());
                }
            }
            b"w:del" | b"w:moveFrom" => self.changes.push(TrackedChange::Deleted(author())),
            b"w:sdt" => {
                self.controls.push((None, String::new()));
                self.inline_controls += usize::from(!self.open.is_empty());
            }
            b"w:tag" => {
                let tag = attribute(element, "w:val").unwrap_or_default();
                if let Some(control) = self.controls.last_mut() {
                    control.0 = tag.strip_prefix("quipu:").and_then(number);
                }
            }
            b"w:r" => (self.bold, self.italic) = (false, false),
            b"w:b" => self.bold = is_on(element),
            b"w:i" => self.italic = is_on(element),
            b"w:t" | b"w:delText" => self.in_text = true,
            b"w:tab" if !self.in_properties => self.push_text("\t"),
            b"w:br" | b"w:cr" => self.push_text("\n"),
            b"w:noBreakHyphen" => self.push_text("\u{2011}"),
            b"w:fldChar" => match attribute(element, "w:fldCharType").as_deref() {
                Some("begin") => self.fields.push(String::new()),
                Some("end") => _ = self.fields.pop(),
                _ => {}
            },
            b"w:instrText" => self.in_instruction = true,
            b"w:fldSimple" => self.fields.push(attribute(element, "w:instr").unwrap_or_default()),
            b"w:bookmarkStart" => {
                let name = attribute(element, "w:name").unwrap_or_default();
                if let Some(line) = name.strip_prefix("_q").and_then(|line| line.parse().ok()) {
                    match self.open.last_mut() {
                        Some(paragraph) => paragraph.lines.push(line),
                        None => self.waiting.push(line),
                    }
                }
            }
            b"w:footnoteReference" => self.push(PartKind::Note),
            b"w:commentRangeStart" => {
                self.push(PartKind::CommentStart(attribute(element, "w:id").unwrap_or_default()));
            }
            b"w:commentReference" => {
                self.push(PartKind::Comment(attribute(element, "w:id").unwrap_or_default()));
            }
            // The fallback content that Word keeps for older programs would be read twice.
            b"mc:Fallback" | b"w:rPrChange" | b"w:pPrChange" => self.skipped += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"w:p" => {
                if let Some(paragraph) = self.open.pop() {
                    self.paragraphs.push(paragraph);
                }
            }
            b"w:tbl" => self.tables = self.tables.saturating_sub(1),
            b"w:pPr" => self.in_properties = false,
            b"w:ins" | b"w:moveTo" | b"w:del" | b"w:moveFrom" if !self.in_properties => {
                self.changes.pop();
            }
            b"w:sdt" => {
                if !self.open.is_empty() {
                    self.inline_controls = self.inline_controls.saturating_sub(1);
                }
                if let Some((Some(number), text)) = self.controls.pop() {
                    self.push(PartKind::Atom { number, text });
                }
            }
            b"w:t" | b"w:delText" => self.in_text = false,
            b"w:instrText" => self.in_instruction = false,
            b"w:fldSimple" => _ = self.fields.pop(),
            b"mc:Fallback" | b"w:rPrChange" | b"w:pPrChange" => {
                self.skipped = self.skipped.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.push_text(text);
        } else if self.in_instruction
            && let Some(field) = self.fields.last_mut()
        {
            field.push_str(text);
        }
    }

    fn push_text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        let atom = self.controls.iter_mut().rev().find(|(number, _)| number.is_some());
        if let Some((_, inner)) = atom {
            inner.push_str(text);
            return;
        }
        // A program that dropped the tags of controls kept their content, including fields.
        let is_computed = |field: &String| !field.trim_start().starts_with("HYPERLINK");
        if self.fields.iter().any(is_computed) && self.inline_controls == 0 {
            return;
        }
        let (bold, italic) = (self.bold, self.italic);
        let change = self.changes.last().cloned().unwrap_or_default();
        if let Some(paragraph) = self.open.last_mut()
            && let Some(Part { kind: PartKind::Text { text: last, bold: b, italic: i }, change: c }) =
                paragraph.parts.last_mut()
            && (*b, *i, &*c) == (bold, italic, &change)
        {
            last.push_str(text);
            return;
        }
        self.push(PartKind::Text { text: text.to_owned(), bold, italic });
    }

    fn push(&mut self, kind: PartKind) {
        // A note in a locked control belongs to the control.
        let in_atom = self.controls.iter().any(|(number, _)| number.is_some());
        if self.skipped > 0 || (in_atom && kind == PartKind::Note) {
            return;
        }
        let change = self.changes.last().cloned().unwrap_or_default();
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.parts.push(Part { kind, change });
        }
    }
}

/// Whether a property such as `<w:b/>` is set.
fn is_on(element: &BytesStart<'_>) -> bool {
    !matches!(attribute(element, "w:val").as_deref(), Some("0" | "false" | "off"))
}

/// Returns the number of an atom, from a tag such as `number:12`.
fn number(tag: &str) -> Option<usize> {
    tag.rsplit_once(':')?.1.parse().ok()
}

/// Reads the names of styles; what is no XML names none.
fn styles(xml: &str) -> BTreeMap<String, String> {
    office::style_names(xml).unwrap_or_default().into_iter().map(|(name, id)| (id, name)).collect()
}

/// Reads margin comments.
fn comments(xml: &str) -> Result<BTreeMap<String, Comment>, String> {
    let mut reader = Reader::from_str(xml);
    let mut found = BTreeMap::new();
    let mut open: Option<(String, Comment)> = None;
    let mut in_text = false;
    loop {
        let event =
            reader.read_event().map_err(|error| format!("its comments are invalid ({error})"))?;
        match event {
            Event::Eof => return Ok(found),
            Event::Start(element) => match element.name().as_ref() {
                b"w:comment" => {
                    let author = attribute(&element, "w:author").unwrap_or_default();
                    let id = attribute(&element, "w:id").unwrap_or_default();
                    open = Some((id, Comment { author, text: String::new() }));
                }
                b"w:p" => {
                    if let Some((_, comment)) = &mut open
                        && !comment.text.is_empty()
                    {
                        comment.text.push(' ');
                    }
                }
                b"w:t" => in_text = true,
                _ => {}
            },
            Event::End(element) => match element.name().as_ref() {
                b"w:comment" => found.extend(open.take()),
                b"w:t" => in_text = false,
                _ => {}
            },
            Event::Text(text) if in_text => {
                if let Some((_, comment)) = &mut open {
                    comment.text.push_str(&text.decode().map_err(|error| error.to_string())?);
                }
            }
            Event::GeneralRef(name) if in_text => {
                if let (Some((_, comment)), Some(text)) = (&mut open, entity(&name)) {
                    comment.text.push_str(&text);
                }
            }
            _ => {}
        }
    }
}
