//! The finished document: the only thing that both renderers read.
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

mod block;
mod facts;
mod figure_data;
mod inline;
mod ledger;
mod lines;
mod table;

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};
use serde::Serialize;

use crate::base::span::Span;
use crate::publication::declared::Value;
pub use block::{
    Block, Chart, CodePart, CodeRun, Cover, Definition, Drawing, Figure, FigureForm, Image,
    ListItem, Record, RecordRow, Tone,
};
pub use facts::{Facts, Section};
pub use figure_data::{DataColumn, DataValue, FigureData};
pub use inline::{Inline, Target, cited_text, forget_origins, plain_text};
pub(crate) use ledger::Selected;
pub use ledger::{
    CellName, DatasetUse, EntryForm, LedgerEntry, LedgerPlace, PrintedNumber, SourceNote,
    number_anchor,
};
pub use lines::{Line, lines};
pub use table::{Align, CellSpan, Column, HeadGroup, Table, TableKind};

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
    /// The title where there is no room for the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_title: Option<EcoString>,
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
    /// What was changed in it after it came out, the latest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<CorrectionNote>,
    /// The subjects.
    pub tags: Vec<EcoString>,
    /// Three to five sentences for the reader in a hurry.
    pub key_messages: Vec<Inlines>,
    /// What a report lists behind its contents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<FigureForm>,
    /// The version, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<EcoString>,
    /// How it came to be: its authors, version, thanks, funding and disclaimer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Definition>,
    /// The drawing on the cover of a report, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<Cover>,
    /// The text of a brief or page, or the opening text of a report.
    pub body: Vec<Block>,
    /// The briefs of a report, in order; empty for a brief or page.
    pub chapters: Vec<Chapter>,
    /// The works cited, sorted as the citation style sorts them.
    pub bibliography: Vec<BibliographyEntry>,
    /// The terms that it uses, in alphabetical order; empty where readers know them.
    pub glossary: Vec<GlossaryEntry>,
    /// The headings, in document order.
    pub outline: Vec<OutlineEntry>,
    /// The numbers that are bound to data, in document order.
    #[serde(skip)]
    pub ledger: Vec<LedgerEntry>,
    /// The datasets that these numbers are based on, in order of first use.
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
    /// Where its text has the first link to a page or file of the output; none if it has none.
    #[serde(skip)]
    pub site_link: Option<Span>,
    /// The fields of the publication's own, by their names; none for those that its front matter does not give.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<EcoString, Option<Value>>,
}

/// What was changed in a document after it came out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CorrectionNote {
    /// What kind of change it was: `update`, `correction`, `retraction`.
    pub kind: &'static str,
    /// What readers call that, such as `Correction`.
    pub label: EcoString,
    /// The title of the chapter that was changed; empty if it is the document itself.
    pub of: EcoString,
    /// The day of the change.
    pub date: DateText,
    /// What was changed.
    pub what: EcoString,
}

impl CorrectionNote {
    /// Returns it in one line.
    pub fn line(&self) -> EcoString {
        let Self { label, of, date, what, .. } = self;
        let of = if of.is_empty() { EcoString::new() } else { eco_format!(" · {of}") };
        eco_format!("{label} ({}){of}: {what}", date.text)
    }
}

/// What a document is an edition of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// An ordered set of briefs.
    Report,
    /// One brief.
    Brief,
    /// A page besides the reports, such as *About*.
    Page,
    /// The page of a register.
    Register,
    /// The page of an entry of a register.
    Entry,
    /// The page that lists the profiles of a brief or report.
    Profiles,
}

impl Form {
    /// The forms whose texts authors write as Markdown, each in a folder of its own.
    pub const WRITTEN: [Self; 3] = [Self::Brief, Self::Report, Self::Page];

    /// Returns its name, such as `brief`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Brief => "brief",
            Self::Page => "page",
            Self::Register => "register",
            Self::Entry => "entry",
            Self::Profiles => "profiles",
        }
    }

    /// Returns the folder, below `content/`, of the files that its texts are made of.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Report => "reports",
            Self::Brief => "briefs",
            Self::Page | Self::Profiles => "pages",
            Self::Register | Self::Entry => "registers",
        }
    }

    /// Returns the form of the texts that authors write in a folder below `content/`; none of other folders.
    pub fn of_folder(folder: &str) -> Option<Self> {
        Self::WRITTEN.into_iter().find(|form| form.folder() == folder)
    }

    /// Whether someone would ask when it was published: a page such as *About* is no news.
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
    /// The title where there is no room for the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_title: Option<EcoString>,
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
pub struct BibliographyEntry {
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
