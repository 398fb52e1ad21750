//! Columns, rows, cells and values of a dataset.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use ecow::EcoString;
use rust_decimal::Decimal;

use super::Dataset;
use crate::base::diagnostic::Problems;
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::base::yaml::Node;
use crate::data::measure::Measure;
use crate::data::status::CellStatus;
use crate::publication::entity::Entities;
use crate::publication::localized::Localized;

/// A column of a dataset.
#[derive(Debug, Clone)]
pub struct Column {
    /// The name.
    pub name: EcoString,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// What readers see in its head; the name if there is none.
    pub title: Option<Localized>,
    /// What its numbers are.
    pub measure: Measure,
    /// Whether its source states its values.
    pub provenance: Provenance,
    /// Its name in the file of rows; its own name by default.
    pub from: Option<EcoString>,
    /// For a dimension, the value to use if a selection names none.
    pub default: Option<EcoString>,
}

impl Column {
    /// Returns its name in the file of rows.
    pub fn head(&self) -> &str {
        self.from.as_ref().unwrap_or(&self.name)
    }

    /// Returns the period or other value that its name begins with, and the measure after it.
    pub fn at(&self) -> (&str, &str) {
        self.name.split_once(", ").unwrap_or((&self.name, ""))
    }

    /// Returns its head in the language `tag`.
    pub fn title_in(&self, tag: &str) -> EcoString {
        self.title.as_ref().map_or_else(|| self.name.clone(), |title| title.text(tag))
    }

    /// Returns what readers must know about all its values.
    pub fn status(&self) -> Option<CellStatus> {
        (self.provenance == Provenance::Inferred).then_some(CellStatus::Inferred)
    }
}

/// Whether a source states a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Provenance {
    /// It does.
    #[default]
    Stated,
    /// No; the value was inferred, and every output says so.
    Inferred,
}

impl ColumnKind {
    /// All kinds, by their names in data files.
    pub const NAMES: &[(&str, Self)] = &[
        ("text", Self::Text),
        ("number", Self::Number),
        ("year", Self::Year),
        ("date", Self::Date),
        ("boolean", Self::Boolean),
        ("entity", Self::Entity),
        ("source", Self::Source),
        ("status", Self::Status),
    ];

    /// Whether its cells name something, and are the same in many rows.
    pub fn is_name(self) -> bool {
        match self {
            Self::Text | Self::Entity | Self::Source | Self::Date | Self::Year => true,
            Self::Number | Self::Boolean | Self::Status => false,
        }
    }

    /// Returns the kind's name, as in data files.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Texts.
    Text,
    /// Numbers.
    Number,
    /// Years, which are written without separators.
    Year,
    /// Days, months or years.
    Date,
    /// Yes or no.
    Boolean,
    /// Entities.
    Entity,
    /// Keys of sources.
    Source,
    /// What readers must know about the numbers of a row; after rows are read, no such column is
    /// left.
    Status,
}

/// A row of a dataset.
#[derive(Debug, Clone)]
pub struct Row {
    /// The value of the key column.
    pub key: EcoString,
    /// One cell per column.
    pub cells: Vec<Cell>,
}

/// The rows of a dataset, which its copies share until one of them changes.
#[derive(Debug, Clone, Default)]
pub struct Rows(Arc<Vec<Row>>);

impl Deref for Rows {
    type Target = Vec<Row>;

    fn deref(&self) -> &Vec<Row> {
        &self.0
    }
}

impl DerefMut for Rows {
    fn deref_mut(&mut self) -> &mut Vec<Row> {
        Arc::make_mut(&mut self.0)
    }
}

impl<'a> IntoIterator for &'a Rows {
    type Item = &'a Row;
    type IntoIter = std::slice::Iter<'a, Row>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// One value of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The value.
    pub value: Value,
    /// The place.
    pub span: Span,
    /// What its file says of it beside the value.
    pub status: Option<CellStatus>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// The value is missing, which is never the same as zero.
    Missing,
    /// A number, with as many decimals as in its source.
    Number(Decimal),
    /// A text, or one per language.
    Text(Localized),
    /// A year, month or day, as written.
    Date(EcoString),
    /// Yes or no.
    Boolean(bool),
    /// The id of an entity.
    Entity(EcoString),
    /// The key of a source.
    Source(EcoString),
}

impl Value {
    /// Returns the value for files: digits, or the text in the language `tag`.
    pub fn text(&self, entities: &Entities, tag: &str) -> EcoString {
        match self {
            Self::Missing => EcoString::new(),
            Self::Number(number) => number.to_string().into(),
            Self::Text(text) => text.text(tag),
            Self::Boolean(boolean) => boolean.to_string().into(),
            Self::Entity(id) => entities.name(id).text(tag),
            Self::Date(text) | Self::Source(text) => text.clone(),
        }
    }
}

/// The YAML of a dataset, read from its file or computed.
#[derive(Debug, Clone, Copy)]
pub struct Described<'a> {
    /// The name of the dataset.
    pub id: &'a str,
    /// Its file.
    pub file: FileId,
    /// What it says.
    pub node: &'a Node,
}

impl Described<'_> {
    /// Reads the dataset, and its rows from a file if it names one.
    pub fn read(
        self,
        files: &Files,
        entities: &Entities,
        problems: &mut Problems,
    ) -> Option<Dataset> {
        Dataset::read_described(self, files, entities, problems)
    }
}
