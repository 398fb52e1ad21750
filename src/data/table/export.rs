//! Tables as files: CSV for spreadsheets, JSON for programs.

use std::fmt::Write;

use ecow::{EcoString, eco_format};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use crate::data::Dataset;
use crate::data::dataset::{SourceReference, Value};
use crate::publication::entity::Entities;
use crate::tree::DataValue;

/// The rows of a table under the heads that files have.
#[derive(Debug, Clone, Default)]
pub struct Export {
    /// The heads, left to right.
    pub heads: Vec<EcoString>,
    /// The rows, each with one value for each head.
    pub rows: Vec<Vec<DataValue>>,
}

/// What a column of an export holds, by the number of a column of the dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// The values of the column.
    Values(usize),
    /// What readers must know of those values, such as that they are inferred.
    Status(usize),
}

impl Heading {
    /// Returns what a file has of some columns of a dataset: their values, each column followed by
    /// a column with their status if any row has one.
    pub fn of(dataset: &Dataset, rows: &[usize], columns: &[usize]) -> Vec<Self> {
        let mut headings = Vec::with_capacity(columns.len());
        for &column in columns {
            headings.push(Self::Values(column));
            if rows.iter().any(|&row| dataset.status(row, column).is_some()) {
                headings.push(Self::Status(column));
            }
        }
        headings
    }

    /// Returns the name of the column in the files of a dataset.
    pub fn name(self, dataset: &Dataset) -> EcoString {
        match self {
            Self::Values(column) => dataset.columns[column].name.clone(),
            Self::Status(column) => {
                let mut name = eco_format!("{}_status", dataset.columns[column].name);
                while dataset.column(&name).is_some() {
                    name.push('_');
                }
                name
            }
        }
    }
}

impl Export {
    /// Exports all of a dataset under the names of its columns, with texts in the language `tag`.
    pub fn of(dataset: &Dataset, entities: &Entities, tag: &str) -> Self {
        let rows: Vec<_> = (0..dataset.rows.len()).collect();
        let columns: Vec<_> = (0..dataset.columns.len()).collect();
        let headings = Heading::of(dataset, &rows, &columns);
        let value = |row: usize, heading: &Heading| match *heading {
            Heading::Values(column) => {
                DataValue::new(&dataset.rows[row].cells[column].value, entities, tag)
            }
            Heading::Status(column) => match dataset.status(row, column) {
                Some(status) => DataValue::Text(status.name().into()),
                None => DataValue::Missing,
            },
        };
        Self {
            heads: headings.iter().map(|heading| heading.name(dataset)).collect(),
            rows: rows
                .into_iter()
                .map(|row| headings.iter().map(|heading| value(row, heading)).collect())
                .collect(),
        }
    }

    /// Returns one line per row, in UTF-8; a missing value is an empty field.
    ///
    /// A spreadsheet would run a text that begins like a formula. Such a text has an apostrophe
    /// before it, which spreadsheets take for "this is text"; numbers stay as they are.
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory does not fail.
        let _ = writer.write_record(self.heads.iter().map(|head| harmless(head)));
        for row in &self.rows {
            let _ = writer.write_record(row.iter().map(|value| match value {
                DataValue::Text(text) => harmless(text),
                value => value.text().to_string(),
            }));
        }
        writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into()).unwrap_or_default()
    }

    /// Returns the rows as objects under the heads.
    pub fn objects(&self) -> Vec<Json> {
        let named = |row: &Vec<DataValue>| {
            let heads = self.heads.iter().map(ToString::to_string);
            Json::Object(heads.zip(row.iter().map(DataValue::json)).collect())
        };
        self.rows.iter().map(named).collect()
    }
}

/// Returns `text` in a form that no spreadsheet runs as a formula.
fn harmless(text: &str) -> String {
    let may_run = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = || text.parse::<Decimal>().is_ok();
    if may_run && text.len() > 1 && !is_number() { format!("'{text}") } else { text.to_owned() }
}

/// Writes a JSON object whose last value is a list with one item per line, so that versions of a
/// file are easy to compare.
pub fn document(head: &Map<String, Json>, (name, items): (&str, &[Json])) -> String {
    let mut text = String::from("{\n");
    for (key, value) in head {
        // Line breaks inside of strings are escaped, so these are the layout's.
        let value = format!("{value:#}").replace('\n', "\n  ");
        let _ = writeln!(text, "  {}: {value},", Json::from(key.as_str()));
    }
    let items: Vec<_> = items.iter().map(|item| format!("\n    {item}")).collect();
    let end = if items.is_empty() { "" } else { "\n  " };
    let _ = writeln!(text, "  {}: [{}{end}]\n}}", Json::from(name), items.join(","));
    text
}

/// Returns a number with the digits that it has; JSON has only one kind of number.
pub fn number(number: Decimal) -> Json {
    serde_json::from_str(&number.to_string()).unwrap_or_default()
}

/// Returns a work and the place in it.
pub fn work(source: &SourceReference, tag: &str) -> Json {
    let locator = source.locator.as_ref().map(|locator| locator.text(tag).to_string());
    json!({ "key": source.key.value.as_str(), "locator": locator })
}

impl DataValue {
    /// Returns the value of a cell: numbers and dates as data have them, names in the language `tag`.
    pub fn new(value: &Value, entities: &Entities, tag: &str) -> Self {
        match value {
            Value::Missing => Self::Missing,
            Value::Number(number) => Self::Number(*number),
            Value::Boolean(boolean) => Self::Boolean(*boolean),
            Value::Date(_) | Value::Text(_) | Value::Entity(_) | Value::Source(_) => {
                Self::Text(value.text(entities, tag))
            }
        }
    }

    /// Returns the value as a field of CSV has it.
    pub fn text(&self) -> EcoString {
        match self {
            Self::Missing => EcoString::new(),
            Self::Number(number) => eco_format!("{number}"),
            Self::Boolean(boolean) => eco_format!("{boolean}"),
            Self::Text(text) => text.clone(),
        }
    }

    /// Returns the value as JSON has it.
    pub fn json(&self) -> Json {
        match self {
            Self::Missing => Json::Null,
            Self::Number(decimal) => number(*decimal),
            Self::Boolean(boolean) => (*boolean).into(),
            Self::Text(text) => text.as_str().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_text_is_run_by_a_spreadsheet() {
        for text in ["=1+1", "+57 1 555", "@SUM(A1)", "-1 to 3", "\t=1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["-1.5", "+2", "-", "A=B", "", "1 %"] {
            assert_eq!(harmless(text), text);
        }
    }
}
