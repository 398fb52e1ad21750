//! Registers: typed lists of policy objects, each entry with an id, a page or anchor, and sources.
//!
//! ```text
//! content/registers/<id>.yaml ──schema──> Register ──entries──> Entry ──> a dataset of the same id
//!                               fields, views                        └──> pages, blocks, downloads
//! ```
//!
//! One file holds the schema and the entries, so whoever edits a register sees what
//! its fields mean. Nothing here is particular to policy: a publication defines the
//! registers that it needs, and pages, views and downloads follow from the schema.
//!
//! Start reading at [`read`].

pub mod download;
mod entry;
pub mod mentions;
pub mod pages;
mod reading;
mod schema;
mod select;
mod table;
mod view;

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::data::dataset::SourceReference;
use crate::data::expression::Binding;
use crate::data::measure::Measure;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::entity::Entities;
use crate::localized::Localized;
use crate::markup::Inline;
use crate::span::{FileId, Span, Spanned};

pub(crate) use pages::texts;
pub(crate) use reading::TAKEN;
pub use reading::{Setting, read};
pub(crate) use select::keys;
pub use view::View;

/// A typed list of policy objects.
#[derive(Debug, Clone)]
pub struct Register {
    /// The name, which is its file name without extension.
    pub id: EcoString,
    /// The file.
    pub file: FileId,
    /// The title.
    pub title: Localized,
    /// What it holds, in one sentence; may be Markdown.
    pub summary: Option<Line>,
    /// What one entry is called, such as "Recommendation".
    pub noun: Localized,
    /// What the anchors of its entries begin with, such as `rec`.
    pub prefix: Spanned<EcoString>,
    /// The day of the last revision.
    pub date: Date,
    /// Where the entries are from, unless they say otherwise.
    pub source: Option<SourceReference>,
    /// The terms of use.
    pub licence: Option<Localized>,
    /// The day, month or year that the entries stand for.
    pub as_of: Option<Spanned<EcoString>>,
    /// Remarks that readers should know.
    pub notes: Vec<Line>,
    /// Whether entries have pages of their own.
    pub pages: Pages,
    /// The fields, in the order of the file.
    pub fields: Vec<Field>,
    /// Which fields have a part of their own in an entry's block.
    pub layout: Layout,
    /// How the register's page shows the entries.
    pub views: Vec<View>,
    /// The entries, in file order.
    pub entries: Vec<Entry>,
}

/// Whether the entries of a register have pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// One each.
    EntryEach,
    /// None: they stand on the register's page.
    RegisterOnly,
}

/// Which fields have a part of their own in an entry's block; numbers of [`Register::fields`].
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The field that names an entry.
    pub label: usize,
    /// The field that numbers it.
    pub number: Option<usize>,
    /// The field that says in one sentence what it is.
    pub summary: Option<usize>,
    /// The fields of the line in small capitals.
    pub facts: Vec<usize>,
    /// Fields that only tables and downloads show.
    pub hidden: Vec<usize>,
}

/// A field of a register.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name.
    pub name: EcoString,
    /// What its values are.
    pub kind: FieldKind,
    /// Whether a value is a list.
    pub many: Many,
    /// What readers see; the name if there is none.
    pub title: Option<Localized>,
    /// Whether every entry must have it.
    pub required: Required,
    /// The values of a choice, in order.
    pub choices: Vec<Choice>,
    /// The register that references point to.
    pub target: Option<Spanned<EcoString>>,
    /// What its numbers are.
    pub measure: Measure,
}

/// What the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Plain texts.
    Text,
    /// Lines of Markdown, with citations, references and bound numbers.
    Line,
    /// One of the field's choices.
    Choice,
    /// Entities.
    Entity,
    /// Days, months or years.
    Date,
    /// Numbers.
    Number,
    /// Years, which are written without separators.
    Year,
    /// Yes or no.
    Boolean,
    /// Works, with locators.
    Source,
    /// Entries of a register.
    Reference,
}

/// Whether a value is a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Many {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// Whether every entry must have a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// It must.
    Yes,
    /// It need not.
    No,
}

/// One of the values of a choice.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What stands in the entries.
    pub id: EcoString,
    /// What readers see.
    pub title: Localized,
}

/// An entry of a register.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The id, which is the key of its row in the dataset.
    pub id: EcoString,
    /// What references and addresses use: the id, which begins with the register's prefix.
    pub anchor: EcoString,
    /// The place of the id.
    pub span: Span,
    /// One value per field.
    pub values: Vec<Value>,
    /// The works that it rests on.
    pub sources: Vec<SourceReference>,
    /// What speaks for it.
    pub evidence_for: Vec<Remark>,
    /// What speaks against it.
    pub evidence_against: Vec<Remark>,
    /// What became of it, oldest first.
    pub history: Vec<Remark>,
}

/// A value of an entry.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing is known.
    Missing,
    /// A plain text.
    Text(Localized),
    /// A line of Markdown.
    Line(Line),
    /// The number of a choice.
    Choice(usize),
    /// The id of an entity.
    Entity(EcoString),
    /// A day, month or year.
    Date(EcoString),
    /// A number or a year.
    Number(Decimal),
    /// Yes or no.
    Boolean(bool),
    /// A work and the place in it.
    Source(SourceReference),
    /// The id or anchor of an entry.
    Reference(Spanned<EcoString>),
    /// Several of them.
    List(Vec<Value>),
}

/// A line of Markdown, parsed for each language that has it.
#[derive(Debug, Clone)]
pub struct Line {
    /// The text as written.
    pub text: Localized,
    /// The parsed text, by language tag.
    pub parsed: BTreeMap<EcoString, Vec<Inline>>,
}

impl Line {
    /// Returns the line in the language `tag`; empty if it has none there.
    pub fn inlines(&self, tag: &str) -> &[Inline] {
        self.parsed.get(tag).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A piece of evidence, or an event of an entry's history.
#[derive(Debug, Clone)]
pub struct Remark {
    /// The place.
    pub span: Span,
    /// When, for histories.
    pub date: Option<EcoString>,
    /// What it says; none if what it points to speaks for itself.
    pub text: Option<Line>,
    /// What it points to.
    pub at: Vec<Pointer>,
    /// The work that says so.
    pub source: Option<SourceReference>,
}

/// What a remark points to.
#[derive(Debug, Clone)]
pub enum Pointer {
    /// An entry of any register, by its anchor.
    Entry(Spanned<EcoString>),
    /// A cell, or what is computed from cells.
    Number(Box<Binding>),
    /// A brief, by its id.
    Brief(Spanned<EcoString>),
}

impl Register {
    /// Returns the field with this name.
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// Returns the number of the field that the author names.
    ///
    /// # Errors
    /// Reports a name that no field has.
    pub fn find_field(&self, name: &Spanned<EcoString>) -> Result<usize, Diagnostic> {
        self.field(&name.value).ok_or_else(|| {
            let known = self.fields.iter().map(|field| field.name.as_str());
            let names: Vec<_> = known.clone().map(|name| format!("`{name}`")).collect();
            let hint = did_you_mean(&name.value, known)
                .unwrap_or_else(|| format!("its fields are {}", names.join(", ")));
            let message = format!("`{}` has no field `{}`", self.id, name.value);
            Diagnostic::error(Code::UnknownColumn, name.span, message).with_hint(hint)
        })
    }

    /// Returns the address of its page, below the root of a site.
    pub fn address(&self) -> EcoString {
        eco_format!("registers/{}/", self.id)
    }
}

impl Field {
    /// Returns what readers see above its values.
    pub fn name_in(&self, tag: &str) -> EcoString {
        self.title.as_ref().map_or_else(|| self.name.clone(), |title| title.text(tag))
    }
}

/// All registers of a publication.
#[derive(Debug, Clone, Default)]
pub struct Registers {
    by_id: BTreeMap<EcoString, Register>,
    /// The register and number of each entry, by its anchor.
    by_anchor: BTreeMap<EcoString, (EcoString, usize)>,
}

/// An entry, and the register that it is in.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The register.
    pub register: &'a Register,
    /// The entry.
    pub entry: &'a Entry,
}

impl Found<'_> {
    /// Returns what the entry is called: the field that is its label, or else its id.
    pub fn label(&self, entities: &Entities) -> Localized {
        match &self.entry.values[self.register.layout.label] {
            Value::Text(text) => text.clone(),
            Value::Line(line) => line.text.clone(),
            Value::Entity(id) => entities.name(id),
            _ => Localized::Same(self.entry.id.clone()),
        }
    }
}

impl Registers {
    /// Returns the register with this id.
    pub fn get(&self, id: &str) -> Option<&Register> {
        self.by_id.get(id)
    }

    /// Returns the register that the author names.
    ///
    /// # Errors
    /// Reports a name that no register has.
    pub fn find(&self, id: &Spanned<EcoString>) -> Result<&Register, Diagnostic> {
        self.get(&id.value).ok_or_else(|| {
            let hint = did_you_mean(&id.value, self.by_id.keys().map(EcoString::as_str))
                .unwrap_or_else(|| format!("add `content/registers/{}.yaml`", id.value));
            let message = format!("no register is named `{}`", id.value);
            Diagnostic::error(Code::UnknownRegister, id.span, message).with_hint(hint)
        })
    }

    /// Returns the entry with this anchor.
    pub fn entry(&self, anchor: &str) -> Option<Found<'_>> {
        let (register, number) = self.by_anchor.get(anchor)?;
        let register = self.by_id.get(register)?;
        Some(Found { register, entry: register.entries.get(*number)? })
    }

    /// Returns the entry that the author points to.
    ///
    /// # Errors
    /// Reports an anchor that no entry has.
    pub fn find_entry(&self, anchor: &Spanned<EcoString>) -> Result<Found<'_>, Diagnostic> {
        self.entry(&anchor.value).ok_or_else(|| self.unknown_entry(&anchor.value, anchor.span))
    }

    /// Returns the diagnostic for an anchor that no entry has.
    pub fn unknown_entry(&self, anchor: &str, span: Span) -> Diagnostic {
        let hint = did_you_mean(anchor, self.by_anchor.keys().map(EcoString::as_str))
            .unwrap_or_else(|| "an entry's name begins with its register's prefix".to_owned());
        Diagnostic::error(Code::UnknownEntry, span, format!("no register has an entry `{anchor}`"))
            .with_hint(hint)
    }

    /// Whether cross-references to `id` mean an entry.
    pub fn claims(&self, id: &str) -> bool {
        self.by_id.values().any(|register| {
            id.strip_prefix(register.prefix.value.as_str())
                .is_some_and(|rest| rest.starts_with('-'))
        })
    }

    /// Returns all registers, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Register> {
        self.by_id.values()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }
}
