//! The finished document: what both renderers read, and all that they read.
//!
//! ```text
//! load ──> plan ──> bind ──> DOCUMENT ──> render::html ──> commit
//!                                    └──> render::pdf  ──┘
//! ```
//!
//! Binding leaves nothing open in a [`Document`]: numbers are evaluated and
//! formatted for the reader's region, citations and cross-references are text
//! with a target, blocks for other audiences are gone, and every string has its
//! language's quotes and spaces. A renderer decides how a node looks, never what
//! it says, so the page and the PDF cannot differ in their figures.
//!
//! The tree serialises to the JSON that the Typst walker reads: each node is an
//! object whose `kind` names its variant in kebab case.

mod figure_data;
mod ledger;
mod lines;

use std::collections::BTreeMap;

use ecow::EcoString;
use serde::{Serialize, Serializer};
use url::Url;

use crate::base::span::Span;
use crate::chart::Scene;
use crate::formula::Formula;
use crate::publication::declared::Value;

pub use figure_data::{DataColumn, DataValue, FigureData};
pub(crate) use ledger::Selected;
pub use ledger::{
    CellName, DatasetUse, EntryForm, EntryPlace, LedgerEntry, PrintedNumber, SourceNote,
    number_anchor,
};
pub use lines::{Line, lines};

/// A run of inline nodes.
pub type Inlines = Vec<Inline>;

/// One edition of a report, a brief or a page, with everything resolved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// What it is an edition of.
    pub form: Form,
    /// The identifier within the publication, such as `china/money`.
    pub id: EcoString,
    /// The language tag, such as `es-419`.
    pub language: EcoString,
    /// The writing direction, `ltr` or `rtl`.
    pub direction: &'static str,
    /// The title.
    pub title: Inlines,
    /// The title as plain text, for metadata.
    pub title_text: EcoString,
    /// What was found, in one sentence.
    pub finding: Inlines,
    /// The finding as plain text, for metadata.
    pub finding_text: EcoString,
    /// The authors, in order.
    pub authors: Vec<EcoString>,
    /// The day of publication.
    pub date: DateText,
    /// The day of the last change, if there was one.
    pub updated: Option<DateText>,
    /// The subjects.
    pub tags: Vec<EcoString>,
    /// Three to five sentences for the reader in a hurry.
    pub key_messages: Vec<Inlines>,
    /// The drawing on the cover of a report, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<Cover>,
    /// The text of a brief or page, or the opening text of a report.
    pub body: Vec<Block>,
    /// The briefs of a report, in order; empty for a brief or page.
    pub chapters: Vec<Chapter>,
    /// The works cited, sorted as the citation style sorts them.
    pub bibliography: Vec<Entry>,
    /// The terms that it uses, in alphabetical order; empty where readers know them.
    pub glossary: Vec<GlossaryEntry>,
    /// The headings, in document order.
    pub outline: Vec<OutlineEntry>,
    /// The numbers that are bound to data, in document order.
    #[serde(skip)]
    pub ledger: Vec<LedgerEntry>,
    /// The datasets that these numbers rest on, in order of first use.
    pub annex: Vec<DatasetUse>,
    /// The drawings of its charts, and of its cover. Typst gets them as pictures.
    #[serde(skip)]
    pub drawings: Vec<Drawing>,
    /// How many words the reader meets, notes included.
    pub words: usize,
    /// How many numbered figures and tables there are.
    pub figures: usize,
    /// Whether the statements held of which text is told only where they do, by their places.
    #[serde(skip)]
    pub conditions: BTreeMap<Span, bool>,
    /// The fields of the publication's own that its front matter gives.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<EcoString, Value>,
}

/// What a document is an edition of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// An ordered set of briefs.
    Report,
    /// One brief.
    Brief,
    /// A page beside the reports, such as *About*.
    Page,
    /// The page of a register.
    Register,
    /// The page of an entry of a register.
    Entry,
    /// The page that lists the profiles of a brief or report.
    Profiles,
}

impl Form {
    /// Whether somebody would ask when it was published: a page such as *About* is no news.
    pub fn is_dated(self) -> bool {
        matches!(self, Self::Report | Self::Brief)
    }
}

/// A date as machines and as readers write it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DateText {
    /// ISO 8601, such as `2026-11-20`.
    pub iso: EcoString,
    /// In the reader's language, such as `20 de noviembre de 2026`.
    pub text: EcoString,
}

/// A brief inside a report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chapter {
    /// The anchor.
    pub id: EcoString,
    /// The number as printed, such as `3`.
    pub number: EcoString,
    /// The title.
    pub title: Inlines,
    /// The finding.
    pub finding: Inlines,
    /// The text.
    pub body: Vec<Block>,
}

/// A heading in the outline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlineEntry {
    /// The depth below the document's title, from 1.
    pub level: u8,
    /// The number as printed; empty where headings have none.
    pub number: EcoString,
    /// The text.
    pub title: Inlines,
    /// The anchor.
    pub id: EcoString,
}

/// A work in the bibliography.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// The key in `sources.yaml`.
    pub key: EcoString,
    /// The anchor that citations link to.
    pub id: EcoString,
    /// The formatted reference.
    pub content: Inlines,
}

/// A term that the document uses, and what it means.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GlossaryEntry {
    /// The anchor that its first use links to.
    pub id: EcoString,
    /// The term in full.
    pub term: EcoString,
    /// Its abbreviation; empty if it has none.
    pub abbreviation: EcoString,
    /// What it means.
    pub definition: EcoString,
    /// The short citation of the work that says so; empty if there is none.
    pub source: Inlines,
}

/// A block-level node.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A section heading.
    Heading {
        /// The depth below the document's title, from 1.
        level: u8,
        /// The anchor.
        id: EcoString,
        /// The number as printed; empty where headings have none.
        number: EcoString,
        /// The text.
        content: Inlines,
    },
    /// A paragraph.
    Paragraph {
        /// The text.
        content: Inlines,
    },
    /// A bulleted or numbered list.
    List {
        /// The first number of a numbered list; none for bullets.
        start: Option<u64>,
        /// Whether items stand close, without space between them.
        tight: bool,
        /// The items.
        items: Vec<ListItem>,
    },
    /// Terms, each with its definitions.
    Definitions {
        /// The terms in order.
        items: Vec<Definition>,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// Preformatted text.
    Code {
        /// The language it is written in; empty if unknown.
        language: EcoString,
        /// The text.
        text: EcoString,
    },
    /// A thematic break.
    Rule,
    /// A formula that stands by itself.
    Formula {
        /// The anchor; empty if none.
        id: EcoString,
        /// The number as printed; empty if it has none.
        number: EcoString,
        /// The formula, an [`Inline::Formula`].
        content: Inlines,
    },
    /// A numbered figure or table with title, note and source.
    Figure(Box<Figure>),
    /// A table without number, or the body of a figure.
    Table(Table),
    /// A table of which readers choose the rows that they compare.
    Comparison(Table),
    /// A chart, which is the body of a figure.
    Chart(Box<Chart>),
    /// A picture that fills its line without a number.
    Image(Image),
    /// A remark set apart from the text.
    Callout {
        /// Which kind of remark.
        tone: Tone,
        /// Its title, in the reader's language if the author gave none.
        title: Inlines,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// Claims that do not agree, side by side.
    SourcesDiffer {
        /// What they disagree on.
        title: Inlines,
        /// One list of blocks per claim.
        claims: Vec<Vec<Block>>,
    },
    /// An entry of a register.
    Record(Box<Record>),
    /// One number set large, with the line that explains it.
    KeyFigure {
        /// The number and its explanation.
        blocks: Vec<Block>,
    },
    /// Blocks that a theme may style by class.
    Group {
        /// The classes.
        classes: Vec<EcoString>,
        /// The anchor; empty if none.
        id: EcoString,
        /// The tag of its language, empty if that of the text around it.
        #[serde(skip_serializing_if = "EcoString::is_empty")]
        lang: EcoString,
        /// Its direction, `ltr` or `rtl`, empty if that of the text around it.
        #[serde(skip_serializing_if = "EcoString::is_empty")]
        dir: EcoString,
        /// The blocks.
        blocks: Vec<Block>,
    },
    /// A block of the publication's own, which `blocks/<name>.html` and `blocks/<name>.typ` show.
    Own {
        /// The name.
        name: EcoString,
        /// Its title; empty if the author gave none.
        title: Inlines,
        /// Its attributes, by name.
        attributes: BTreeMap<EcoString, Value>,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// Markup that reaches the page only; the publication must allow it.
    RawHtml {
        /// The markup.
        html: EcoString,
    },
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListItem {
    /// Whether a task is done; none if the item is no task.
    pub task: Option<bool>,
    /// The text.
    pub blocks: Vec<Block>,
}

/// A term and what it means.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Definition {
    /// The term.
    pub term: Inlines,
    /// Its definitions.
    pub definitions: Vec<Vec<Block>>,
}

/// The kinds of callout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// Something aside.
    Note,
    /// Something useful.
    Tip,
    /// Something not to miss.
    Important,
    /// Something that may go wrong.
    Warning,
    /// Something that will go wrong.
    Caution,
}

/// A numbered figure or table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The anchor; empty if nothing may refer to it.
    pub id: EcoString,
    /// What it holds.
    pub form: FigureForm,
    /// The label as printed, such as `Table 3`.
    pub label: EcoString,
    /// The title, which states the finding.
    pub title: Inlines,
    /// What is measured, in which unit and period; empty if there is nothing to say.
    pub subtitle: Inlines,
    /// A [`Block::Table`] or [`Block::Image`].
    pub body: Block,
    /// A remark under the body; empty if none.
    pub note: Inlines,
    /// Where the data are from; empty if the author gave no dataset.
    pub source: Inlines,
    /// What it shows of a dataset or register; none for what an author wrote or took elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<FigureData>,
}

/// An entry of a register, such as a recommendation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// The anchor; empty if the document has it already.
    pub id: EcoString,
    /// The register.
    pub register: EcoString,
    /// What the entry is, such as `Recommendation`.
    pub noun: EcoString,
    /// Its number as printed; empty if it has none.
    pub number: EcoString,
    /// Its title; empty where the page around it has the same.
    pub title: Inlines,
    /// What it is in one sentence; empty if there is none.
    pub summary: Inlines,
    /// What stands in one line under the title: addressee, horizon, status.
    pub facts: Vec<Inlines>,
    /// What else is known of it, line by line.
    pub rows: Vec<RecordRow>,
    /// Its own address; none where the page is its own.
    pub link: Option<Target>,
}

/// A part of an entry's block: a field, its evidence, its sources.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordRow {
    /// What it is, for styling: `field`, `sources`, or the name of a field of remarks.
    pub part: EcoString,
    /// What it is, for readers.
    pub term: EcoString,
    /// What it says, one or more times.
    pub lines: Vec<Inlines>,
}

impl Figure {
    /// Whether it has a page of its own: its anchor and its data make the address a lasting one.
    pub fn has_page(&self) -> bool {
        !self.id.is_empty() && self.data.is_some()
    }
}

/// What a figure holds, which decides the counter that numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FigureForm {
    /// A picture or chart: "Figure".
    Figure,
    /// A table: "Table".
    Table,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows, without the head.
    pub rows: Vec<Vec<Inlines>>,
    /// Whether the first cell of each row names the row.
    pub row_heads: bool,
    /// What its rows and cells hold; typst sets all kinds alike.
    #[serde(skip)]
    pub kind: TableKind,
}

/// What the rows and cells of a table hold, which decides what readers can do with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TableKind {
    /// Whatever its author put there, in the order that the author chose.
    #[default]
    Composed,
    /// A record in each row, so that rows can be filtered and sorted.
    Records,
    /// What two properties share in each cell; many cells are empty.
    Matrix,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// How its cells are set.
    pub align: Align,
    /// Its head.
    pub head: Inlines,
    /// Its unit; empty if it has none or the subtitle says it.
    pub unit: EcoString,
}

impl Column {
    /// Makes a column without a unit of its own.
    pub fn named(head: Inlines, align: Align) -> Self {
        Self { align, head, unit: EcoString::new() }
    }
}

/// How the cells of a column are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Where the language starts its lines.
    Start,
    /// In the middle.
    Center,
    /// Where the language ends its lines.
    End,
    /// Numbers, aligned on their decimal sign.
    Number,
}

/// A chart: a drawing, and what it shows in words and in a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// Its place in [`Document::drawings`], from 0.
    pub drawing: usize,
    /// What can be seen, for those who do not see it.
    pub alt: Inlines,
    /// The remarks that stand in the drawing.
    pub remarks: Vec<Inlines>,
    /// The values that it shows.
    pub table: Table,
}

/// A drawing that stands for a whole report: a quipu of its data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cover {
    /// Its place in [`Document::drawings`], from 0.
    pub drawing: usize,
    /// What can be seen, for those who do not see it.
    pub alt: Inlines,
    /// What it shows, for all; empty if nothing is said.
    pub caption: Inlines,
}

/// A chart drawn for each place where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// For pages that are as wide as the text.
    pub wide: Scene,
    /// For phones.
    pub narrow: Scene,
    /// For print.
    pub print: Scene,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Image {
    /// Its path below the publication's `content/`, such as `images/port.jpg`.
    pub path: EcoString,
    /// The folder of the output that `images/` stands in: empty, or that of an audience, with a slash at
    /// its end. PDFs hold their pictures.
    #[serde(skip)]
    pub folder: EcoString,
    /// What it shows, for those who do not see it.
    pub alt: EcoString,
    /// What pages add to it, empty if nothing.
    #[serde(skip_serializing_if = "EcoString::is_empty")]
    pub title: EcoString,
    /// How much of the column it takes, in per cent; none if it is as wide as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u8>,
    /// Its width and height in pixels; none of drawings, which have any size.
    #[serde(skip)]
    pub size: Option<(u32, u32)>,
}

/// An inline node.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Inline {
    /// Text.
    Text {
        /// The text.
        text: EcoString,
        /// Where the author wrote it, for what takes changes of it back to the author; none for
        /// what the program wrote.
        #[serde(skip)]
        origin: Option<Span>,
    },
    /// Stress.
    Emphasis {
        /// What is stressed.
        content: Inlines,
    },
    /// Strong stress.
    Strong {
        /// What is stressed.
        content: Inlines,
    },
    /// Text struck through.
    Strikethrough {
        /// What is struck.
        content: Inlines,
    },
    /// Lowered text.
    Subscript {
        /// What is lowered.
        content: Inlines,
    },
    /// Raised text.
    Superscript {
        /// What is raised.
        content: Inlines,
    },
    /// Small capitals.
    SmallCaps {
        /// What is set so.
        content: Inlines,
    },
    /// Code.
    Code {
        /// The text.
        text: EcoString,
    },
    /// A formula.
    Formula {
        /// The formula.
        #[serde(flatten)]
        formula: Formula,
    },
    /// A link.
    Link {
        /// Where it leads.
        target: Target,
        /// What pages add to it, empty if nothing.
        #[serde(skip_serializing_if = "EcoString::is_empty")]
        title: EcoString,
        /// What it says.
        content: Inlines,
    },
    /// A small picture in the line.
    Image(Image),
    /// A number bound to data.
    Number {
        /// The number as printed.
        text: EcoString,
        /// Its place in [`Document::ledger`], from 0.
        entry: usize,
    },
    /// A citation: text whose parts link to the bibliography.
    Citation {
        /// The text, with a [`Inline::Link`] for each work.
        content: Inlines,
    },
    /// A cross-reference, such as "Table 3".
    Reference {
        /// The anchor that it points to, in this document.
        id: EcoString,
        /// The text.
        text: EcoString,
    },
    /// The first use of a term, which leads to the glossary.
    Term {
        /// The anchor of its entry in [`Document::glossary`].
        id: EcoString,
        /// The text, such as "foreign direct investment (FDI)".
        text: EcoString,
        /// The abbreviation at the end of the text; empty if there is none.
        abbreviation: EcoString,
    },
    /// A footnote, at the place where it is first called.
    Note {
        /// Its number, from 1, in document order.
        number: u32,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// A further call of a footnote.
    NoteReference {
        /// The number of the footnote.
        number: u32,
    },
    /// Text that a theme may style by class.
    Span {
        /// The classes.
        classes: Vec<EcoString>,
        /// The tag of its language, empty if that of the text around it.
        #[serde(skip_serializing_if = "EcoString::is_empty")]
        lang: EcoString,
        /// Its direction, `ltr` or `rtl`, empty if that of the text around it.
        #[serde(skip_serializing_if = "EcoString::is_empty")]
        dir: EcoString,
        /// The text.
        content: Inlines,
    },
    /// A forced line break.
    LineBreak,
    /// Markup that reaches the page only; the publication must allow it.
    RawHtml {
        /// The markup.
        html: EcoString,
    },
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "to", rename_all = "kebab-case")]
pub enum Target {
    /// An address outside the publication.
    External {
        /// The address.
        #[serde(serialize_with = "ascii_url")]
        url: EcoString,
    },
    /// An anchor in this document.
    Anchor {
        /// The anchor.
        id: EcoString,
    },
    /// A page of the site that the document stands on. Sites that read alike have the same.
    Page {
        /// Its address below the root of the site, such as `briefs/trade/`.
        #[serde(serialize_with = "ascii_path")]
        path: EcoString,
        /// The anchor on it; empty for its top.
        #[serde(serialize_with = "ascii_path")]
        fragment: EcoString,
    },
    /// A file that all sites share, or a page of another site.
    Shared {
        /// Its address below the root of the publication, such as `for/investor/briefs/trade/`.
        #[serde(serialize_with = "ascii_path")]
        path: EcoString,
        /// The anchor on it; empty for its top.
        #[serde(serialize_with = "ascii_path")]
        fragment: EcoString,
    },
}

/// Writes an address for PDFs, which hold ASCII alone: others are encoded, hosts as Punycode.
fn ascii_url<S: Serializer>(url: &EcoString, serializer: S) -> Result<S::Ok, S::Error> {
    match Url::parse(url) {
        Ok(parsed) if !url.is_ascii() => serializer.serialize_str(parsed.as_str()),
        Ok(_) | Err(_) => serializer.serialize_str(url),
    }
}

/// Writes a part of an address on the own site for PDFs.
fn ascii_path<S: Serializer>(path: &EcoString, serializer: S) -> Result<S::Ok, S::Error> {
    let root = Url::parse("https://example.org/").ok().filter(|_| !path.is_ascii());
    let encoded = root.map(|mut url| {
        url.set_path(path);
        url.path().trim_start_matches('/').to_owned()
    });
    serializer.serialize_str(encoded.as_deref().unwrap_or(path))
}

/// Returns the text of `inlines` without markup, notes or citations.
pub fn plain_text(inlines: &[Inline]) -> EcoString {
    let mut text = EcoString::new();
    for inline in inlines {
        inline.append_plain_text(&mut text);
    }
    text
}

impl Inline {
    /// Creates a run of text.
    pub fn text(text: impl Into<EcoString>) -> Self {
        Self::Text { text: text.into(), origin: None }
    }

    /// Creates text that nothing sets apart.
    pub fn plain(content: Inlines) -> Self {
        let (classes, lang, dir) = (Vec::new(), EcoString::new(), EcoString::new());
        Self::Span { classes, lang, dir, content }
    }

    /// Creates a link without a title.
    pub fn link(target: Target, content: Inlines) -> Self {
        Self::Link { target, title: EcoString::new(), content }
    }

    /// Returns the inline nodes inside this one.
    pub fn content(&self) -> &[Self] {
        match self {
            Self::Emphasis { content }
            | Self::Strong { content }
            | Self::Strikethrough { content }
            | Self::Subscript { content }
            | Self::Superscript { content }
            | Self::SmallCaps { content }
            | Self::Span { content, .. }
            | Self::Citation { content, .. }
            | Self::Link { content, .. } => content,
            Self::Text { .. }
            | Self::Code { .. }
            | Self::Formula { .. }
            | Self::Number { .. }
            | Self::Term { .. }
            | Self::Reference { .. }
            | Self::Image(_)
            | Self::LineBreak
            | Self::Note { .. }
            | Self::NoteReference { .. }
            | Self::RawHtml { .. } => &[],
        }
    }

    fn append_plain_text(&self, out: &mut EcoString) {
        match self {
            Self::Text { text, .. }
            | Self::Code { text }
            | Self::Number { text, .. }
            | Self::Term { text, .. }
            | Self::Reference { text, .. } => out.push_str(text),
            Self::Emphasis { content }
            | Self::Strong { content }
            | Self::Strikethrough { content }
            | Self::Subscript { content }
            | Self::Superscript { content }
            | Self::SmallCaps { content }
            | Self::Span { content, .. }
            | Self::Link { content, .. } => out.push_str(&plain_text(content)),
            Self::Formula { formula } => out.push_str(&formula.text),
            Self::Image(image) => out.push_str(&image.alt),
            Self::LineBreak => out.push(' '),
            Self::Citation { .. }
            | Self::Note { .. }
            | Self::NoteReference { .. }
            | Self::RawHtml { .. } => {}
        }
    }
}
