//! Blocks of a finished document: paragraphs, lists, tables, figures, records.

use std::collections::BTreeMap;

use ecow::EcoString;
use serde::Serialize;

use super::{Inlines, Table};
use crate::chart::Scene;
use crate::publication::declared::Value;
use crate::tree::figure_data::FigureData;
use crate::tree::inline::Target;

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
        /// Who said it, and where; empty if the author does not say.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        attribution: Inlines,
    },
    /// Text that pages show when asked for, and print shows always.
    Details {
        /// What it is about.
        summary: Inlines,
        /// The text.
        blocks: Vec<Block>,
    },
    /// Preformatted text.
    Code {
        /// The language it is written in; empty if unknown.
        language: EcoString,
        /// The text.
        text: EcoString,
        /// The same, line by line, in parts that have a colour each; empty if nothing is known of the
        /// language.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        lines: Vec<Vec<CodeRun>>,
    },
    /// A thematic break.
    Rule,
    /// A formula in a paragraph of its own.
    Formula {
        /// The anchor; empty if none.
        id: EcoString,
        /// The number as printed; empty if it has none.
        number: EcoString,
        /// The formula, as one inline.
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
        /// Its attributes, by the names that are declared; none for those that the author did not give.
        attributes: BTreeMap<EcoString, Option<Value>>,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// Markup that reaches the page only; the publication must allow it.
    RawHtml {
        /// The markup.
        html: EcoString,
        /// What print shows in its place.
        print: Vec<Block>,
    },
}

/// A stretch of code that has one colour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeRun {
    /// What it is.
    pub part: CodePart,
    /// The text.
    pub text: EcoString,
}

/// What a stretch of code is to those who read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodePart {
    /// Anything else.
    Plain,
    /// A word of the language.
    Keyword,
    /// A text in quotes.
    Text,
    /// A number, or a constant of the language.
    Number,
    /// The name of a function, a type, a tag, a key.
    Name,
    /// A remark of its author.
    Comment,
}

impl CodePart {
    /// Returns the class that pages and books give it; none for plain text.
    pub fn class(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Keyword => Some("code-keyword"),
            Self::Text => Some("code-text"),
            Self::Number => Some("code-number"),
            Self::Name => Some("code-name"),
            Self::Comment => Some("code-comment"),
        }
    }
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

impl Figure {
    /// Creates a figure of what an author wrote or took elsewhere, still without id and label.
    pub fn written(form: FigureForm, title: Inlines, body: Block) -> Self {
        Self {
            id: EcoString::new(),
            form,
            label: EcoString::new(),
            title,
            subtitle: Inlines::new(),
            body,
            note: Inlines::new(),
            source: Inlines::new(),
            data: None,
        }
    }
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

/// A chart: a drawing, and what it shows in words and in a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// Its place in `Document::drawings`, from 0.
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
    /// Its place in `Document::drawings`, from 0.
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
    /// Whether it is a photograph, though PNG, so that its narrower copies are JPEG.
    #[serde(skip)]
    pub is_photograph: bool,
}
