//! A dataset as files: CSV for spreadsheets, JSON for programs, in one language.
//!
//! Columns have the names by which authors select them, numbers the digits of the data file,
//! a missing value is an empty field or null. Names of entities are those of the language.

use serde_json::{Map, Value as Json, json};

use crate::data::Dataset;
use crate::data::dataset::{Column, SourceReference, Value};
use crate::data::measure::{Measure, Scale, Unit};
use crate::publication::Publication;

/// A dataset and what its files need of the publication.
#[derive(Debug, Clone, Copy)]
pub struct DatasetFiles<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// The publication.
    pub publication: &'a Publication,
    /// The language of the files.
    pub language: &'a str,
}

impl DatasetFiles<'_> {
    /// Returns one line per row, in UTF-8, under the names of the columns.
    pub fn csv(&self) -> String {
        let Self { dataset, publication, language } = self;
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory does not fail.
        let _ = writer.write_record(dataset.columns.iter().map(|column| column.name.as_str()));
        for row in &dataset.rows {
            let cells = row.cells.iter();
            let texts = cells.map(|cell| cell.value.text(&publication.entities, language));
            let _ = writer.write_record(texts.map(|text| text.to_string()));
        }
        writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into()).unwrap_or_default()
    }

    /// Returns the dataset with what it says of itself as a JSON object.
    pub fn json(&self) -> String {
        let Self { dataset, language, .. } = self;
        let whole = json!({
            "id": dataset.id.as_str(),
            "language": language,
            "title": dataset.title.text(language).as_str(),
            "source": dataset.source.as_ref().map(|source| work(source, language)),
            "licence": dataset.licence.as_ref().map(|licence| licence.text(language).to_string()),
            "as_of": dataset.as_of.as_ref().map(|as_of| as_of.value.to_string()),
            "notes": dataset.notes.iter().map(|note| note.text(language)).collect::<Vec<_>>(),
            "key": dataset.columns[dataset.key].name.as_str(),
            "columns": dataset.columns.iter().map(|column| describe(column, language)).collect::<Vec<_>>(),
        });
        // A row a line, so that two versions of the file compare well.
        let head = format!("{whole:#}");
        let rows: Vec<_> = dataset.rows.iter().map(|row| self.row(&row.cells)).collect();
        let head = head.trim_end_matches(['}', '\n']);
        format!("{head},\n  \"rows\": [\n    {}\n  ]\n}}\n", rows.join(",\n    "))
    }

    fn row(&self, cells: &[crate::data::dataset::Cell]) -> String {
        let columns = self.dataset.columns.iter();
        let named = columns
            .zip(cells)
            .map(|(column, cell)| (column.name.to_string(), self.value(&cell.value)));
        Json::Object(named.collect()).to_string()
    }

    fn value(&self, value: &Value) -> Json {
        match value {
            Value::Missing => Json::Null,
            Value::Number(decimal) => number(*decimal),
            Value::Boolean(boolean) => (*boolean).into(),
            _ => value.text(&self.publication.entities, self.language).as_str().into(),
        }
    }
}

/// Returns a number with the digits that it has; JSON has but one kind of number.
pub fn number(number: rust_decimal::Decimal) -> Json {
    serde_json::from_str(&number.to_string()).unwrap_or_default()
}

fn work(source: &SourceReference, language: &str) -> Json {
    let locator = source.locator.as_ref().map(|locator| locator.text(language).to_string());
    json!({ "key": source.key.value.as_str(), "locator": locator })
}

fn describe(column: &Column, language: &str) -> Json {
    let mut object = Map::new();
    object.insert("name".to_owned(), column.name.as_str().into());
    object.insert("title".to_owned(), column.title_in(language).as_str().into());
    object.insert("type".to_owned(), column.kind.name().into());
    object.append(&mut measure(&column.measure, language));
    Json::Object(object)
}

/// Returns what a measure says, by the keys of a data file.
pub(super) fn measure(measure: &Measure, language: &str) -> Map<String, Json> {
    let unit = match &measure.unit {
        Unit::None => None,
        Unit::Currency(code) => Some(code.to_string()),
        Unit::Percent => Some("percent".to_owned()),
        Unit::PercentagePoints => Some("percentage points".to_owned()),
        Unit::Count(noun) => Some(noun.text(language).into()),
    };
    let scale = (measure.scale != Scale::One).then(|| measure.scale.name().to_owned());
    let text = |text: &Option<crate::localized::Localized>| {
        text.as_ref().map(|text| text.text(language).to_string())
    };
    let parts = [
        ("quantity", text(&measure.quantity)),
        ("unit", unit),
        ("scale", scale),
        ("kind", measure.kind.map(|kind| kind.name().to_owned())),
        ("prices", measure.prices.as_ref().map(ToString::to_string)),
        ("reporter", text(&measure.reporter)),
        ("status", measure.status.map(|status| status.name().to_owned())),
    ];
    let known = parts.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.into())));
    known.collect()
}
