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

mod count;
pub mod download;
mod entry;
mod evidence;
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

use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::{FileId, Span, Spanned};
use crate::data::Dataset;
use crate::data::dataset::{self, Column, ColumnKind, SourceReference};
use crate::data::expression::Binding;
use crate::markup::Inline;
use crate::publication::entity::Entities;
use crate::publication::localized::Localized;

pub(crate) use pages::texts;
pub(crate) use reading::TAKEN;
pub use reading::{Setting, read};
pub(crate) use select::keys;
pub use table::Evidence;
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
    /// Its name, title and measure, and what its values are in a table.
    pub column: Column,
    /// What its values are.
    pub kind: FieldKind,
    /// Whether a value is a list.
    pub many: Many,
    /// Whether every entry must have it.
    pub required: Required,
    /// The values of a choice, in order.
    pub choices: Vec<Choice>,
    /// The register that references point to.
    pub target: Option<Spanned<EcoString>>,
    /// Of a field that counts: the field of another register whose references it counts.
    pub counts: Option<Spanned<EcoString>>,
}

/// What the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// What the cells of datasets hold as well; works have locators here.
    Plain(ColumnKind),
    /// Lines of Markdown, with citations, references and bound numbers.
    Line,
    /// One of the field's choices.
    Choice,
    /// Entries of a register.
    Reference,
    /// Pieces of evidence, events of a history and the like.
    Remark,
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
    /// The works that it is based on.
    pub sources: Vec<SourceReference>,
}

impl Entry {
    /// Returns the remarks of all its fields.
    pub fn remarks(&self) -> impl Iterator<Item = &Remark> {
        self.values.iter().flat_map(Value::each).filter_map(|value| match value {
            Value::Remark(remark) => Some(remark.as_ref()),
            _ => None,
        })
    }
}

/// A value of an entry.
#[derive(Debug, Clone)]
pub enum Value {
    /// What a cell of a dataset may hold as well; a work is a [`Value::Source`].
    Plain(dataset::Value),
    /// A line of Markdown.
    Line(Line),
    /// The number of a choice.
    Choice(usize),
    /// A work and the place in it.
    Source(SourceReference),
    /// The id or anchor of an entry.
    Reference(Spanned<EcoString>),
    /// A piece of evidence or an event.
    Remark(Box<Remark>),
    /// Several of them.
    List(Vec<Value>),
}

impl Value {
    /// Nothing is known.
    pub const MISSING: Self = Self::Plain(dataset::Value::Missing);

    /// Whether nothing is known.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Plain(dataset::Value::Missing))
    }

    /// Whether readers see it as more than a plain text: lines of Markdown, and remarks with what they point to.
    pub fn is_composed(&self) -> bool {
        match self {
            Self::Line(_) | Self::Remark(_) => true,
            Self::List(values) => values.iter().any(Self::is_composed),
            Self::Plain(_) | Self::Choice(_) | Self::Source(_) | Self::Reference(_) => false,
        }
    }

    /// Calls `print` with each line of Markdown in `written`, of which this is a copy, and keeps what it returns.
    fn print<'a>(&mut self, written: &'a Self, print: &mut dyn FnMut(&'a Line) -> EcoString) {
        match (self, written) {
            (Self::Line(copy), Self::Line(line)) => copy.text = Localized::Same(print(line)),
            (Self::Remark(copy), Self::Remark(remark)) => {
                if let (Some(copy), Some(line)) = (&mut copy.text, &remark.text) {
                    copy.text = Localized::Same(print(line));
                }
            }
            (Self::List(copies), Self::List(values)) => {
                copies.iter_mut().zip(values).for_each(|(copy, value)| copy.print(value, print));
            }
            (
                _,
                Self::Plain(_)
                | Self::Choice(_)
                | Self::Source(_)
                | Self::Reference(_)
                | Self::Line(_)
                | Self::Remark(_)
                | Self::List(_),
            ) => {}
        }
    }

    /// Returns the values that it consists of; none if it is missing.
    pub fn each(&self) -> &[Self] {
        match self {
            Self::List(values) => values,
            value if value.is_missing() => &[],
            value => std::slice::from_ref(value),
        }
    }
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

/// What is said of an entry beside its fields: a piece of evidence, an event of its history.
#[derive(Debug, Clone)]
pub struct Remark {
    /// The place.
    pub span: Span,
    /// When it was.
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

impl Pointer {
    /// Returns the pointer as written.
    pub fn text(&self) -> EcoString {
        match self {
            Self::Entry(name) => name.value.clone(),
            Self::Brief(name) => eco_format!("briefs/{}", name.value),
            Self::Number(binding) => binding.text.clone(),
        }
    }
}

impl Register {
    /// Returns the field with this name.
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.column.name == name)
    }

    /// Returns the number of the field that the author names.
    ///
    /// # Errors
    /// Reports a name that no field has.
    pub fn find_field(&self, name: &Spanned<EcoString>) -> Result<usize, Diagnostic> {
        self.field(&name.value).ok_or_else(|| {
            let known = self.fields.iter().map(|field| field.column.name.as_str());
            let names: Vec<_> = known.clone().map(|name| format!("`{name}`")).collect();
            let hint = did_you_mean(&name.value, known)
                .unwrap_or_else(|| format!("its fields are {}", names.join(", ")));
            let message = format!("`{}` has no field `{}`", self.id, name.value);
            Diagnostic::error(Code::UnknownColumn, name.span, message).with_hint(hint)
        })
    }

    /// Returns what a cell of `table`, which is this register as a dataset, was made of; none for ids.
    pub fn written(
        &self,
        table: &Dataset,
        (row, column): (usize, usize),
    ) -> Option<(&Field, &Value)> {
        // The first column has the ids.
        let field = column.checked_sub(1)?;
        let key = &table.rows.get(row)?.key;
        let is_entry = |entry: &&Entry| entry.id == *key;
        // Entries and rows have the same order, but some rows may not be there.
        let alike = self.entries.get(row).filter(is_entry);
        let entry = alike.or_else(|| self.entries.iter().find(is_entry))?;
        Some((self.fields.get(field)?, entry.values.get(field)?))
    }

    /// Returns the register with what `print` makes of each line of Markdown, without markup.
    pub fn printed<'a>(&'a self, print: &mut dyn FnMut(&'a Line) -> EcoString) -> Self {
        let mut printed = self.clone();
        for (copy, entry) in printed.entries.iter_mut().zip(&self.entries) {
            let values = copy.values.iter_mut().zip(&entry.values);
            values.for_each(|(copy, value)| copy.print(value, print));
        }
        printed
    }

    /// Returns the address of its page, below the root of a site.
    pub fn address(&self) -> EcoString {
        eco_format!("registers/{}/", self.id)
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
            Value::Plain(dataset::Value::Text(text)) => text.clone(),
            Value::Line(line) => line.text.clone(),
            Value::Plain(dataset::Value::Entity(id)) => entities.name(id),
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
