//! Cells as the readers of one language see them.

use ecow::EcoString;

use crate::data::dataset::{CellStatus, ColumnKind, Value};
use crate::data::print::Speech;
use crate::language::{Grouping, Word};
use crate::publication::date;
use crate::publication::entity::Entities;
use crate::tree::DataValue;

/// What cells are printed with.
#[derive(Debug, Clone, Copy)]
pub struct Printer<'a> {
    /// The language and its words.
    pub speech: Speech<'a>,
    /// The entities, which have names.
    pub entities: &'a Entities,
}

impl Printer<'_> {
    /// Prints a cell under a head that has its unit, and says what readers must know of it.
    ///
    /// A source is printed as its key: citations are the caller's, who knows what else is cited.
    pub fn cell(
        self,
        value: &Value,
        kind: ColumnKind,
        status: Option<CellStatus>,
        round: Option<u32>,
    ) -> EcoString {
        let text = match (value, kind) {
            (Value::Number(number), ColumnKind::Year) => {
                self.speech.table_number(*number, None, Grouping::Ungrouped)
            }
            (Value::Number(number), _) => {
                self.speech.table_number(*number, round, Grouping::Grouped)
            }
            (Value::Missing, _) if status.is_some() => return self.why_missing(status),
            _ => self.plain(value),
        };
        self.marked(text, status)
    }

    /// Prints why a value is missing.
    fn why_missing(self, status: Option<CellStatus>) -> EcoString {
        status.map(|status| self.speech.words.get(status.word()).into()).unwrap_or_default()
    }

    /// Prints a value by itself, its number with separators.
    pub fn plain(self, value: &Value) -> EcoString {
        match value {
            Value::Missing => self.speech.words.get(Word::MissingValue).into(),
            Value::Number(number) => self.speech.table_number(*number, None, Grouping::Grouped),
            Value::Date(text) => date::format(text, self.speech.language),
            Value::Boolean(true) => self.speech.words.get(Word::Yes).into(),
            Value::Boolean(false) => self.speech.words.get(Word::No).into(),
            Value::Text(_) | Value::Entity(_) | Value::Source(_) => {
                value.text(self.entities, &self.speech.language.tag)
            }
        }
    }

    /// Marks a printed value, so that nobody mistakes an inferred or provisional value for a
    /// definite one.
    pub fn marked(self, text: EcoString, status: Option<CellStatus>) -> EcoString {
        let Some(status) = status else { return text };
        let status = self.speech.words.get(status.word());
        self.speech.words.get(Word::StatusValue { value: &text, status: &status }).into()
    }

    /// Returns a value for a file of what a figure shows: dates as data have them, texts as printed.
    pub fn data_value(self, value: &Value) -> DataValue {
        DataValue::new(value, self.entities, &self.speech.language.tag)
    }

    /// Returns what a status is called in a file of what a figure shows.
    pub fn status(self, status: Option<CellStatus>) -> DataValue {
        let Some(status) = status else { return DataValue::Missing };
        DataValue::Text(self.speech.words.get(status.word()).into())
    }
}
