//! Cells as the readers of one language see them.

use ecow::EcoString;

use crate::data::dataset::{CellStatus, ColumnKind, Value};
use crate::data::print::Locale;
use crate::language::{Grouping, Word};
use crate::publication::date;
use crate::publication::entity::Entities;
use crate::tree::DataValue;

/// What cells are printed with.
#[derive(Debug, Clone, Copy)]
pub struct Printer<'a> {
    /// The language and its words.
    pub locale: Locale<'a>,
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
                self.locale.table_number(*number, None, Grouping::Ungrouped)
            }
            (Value::Number(number), _) => {
                self.locale.table_number(*number, round, Grouping::Grouped)
            }
            (Value::Missing, _) if status.is_some() => return self.why_missing(status),
            _ => self.plain(value),
        };
        self.marked(text, status)
    }

    /// Prints why a value is missing.
    fn why_missing(self, status: Option<CellStatus>) -> EcoString {
        status.map(|status| self.locale.words.get(status.word()).into()).unwrap_or_default()
    }

    /// Prints a value by itself, its number with separators.
    pub fn plain(self, value: &Value) -> EcoString {
        match value {
            Value::Missing => self.locale.words.get(Word::MissingValue).into(),
            Value::Number(number) => self.locale.table_number(*number, None, Grouping::Grouped),
            Value::Date(text) => date::format(text, self.locale.language),
            Value::Boolean(true) => self.locale.words.get(Word::Yes).into(),
            Value::Boolean(false) => self.locale.words.get(Word::No).into(),
            Value::Text(_) | Value::Entity(_) | Value::Source(_) => {
                value.text(self.entities, &self.locale.language.tag)
            }
        }
    }

    /// Marks a printed value, so that nobody mistakes an inferred or provisional value for a
    /// definite one.
    pub fn marked(self, text: EcoString, status: Option<CellStatus>) -> EcoString {
        let Some(status) = status else { return text };
        let status = self.locale.words.get(status.word());
        self.locale.words.get(Word::StatusValue { value: &text, status: &status }).into()
    }

    /// Returns a value for a file of what a figure shows: dates as data have them, texts as printed.
    pub fn data_value(self, value: &Value) -> DataValue {
        DataValue::new(value, self.entities, &self.locale.language.tag)
    }

    /// Returns what a status is called in a file of what a figure shows.
    pub fn status(self, status: Option<CellStatus>) -> DataValue {
        let Some(status) = status else { return DataValue::Missing };
        DataValue::Text(self.locale.words.get(status.word()).into())
    }
}
