//! A dataset as files: CSV for spreadsheets, JSON for programs, in one language.
//!
//! Columns have the names by which authors select them, numbers the digits of the data file,
//! a missing value is an empty field or null. Names of entities are those of the language.

use serde_json::{Map, Value as Json, json};

use crate::data::Dataset;
use crate::data::dataset::{Column, Provenance};
use crate::data::measure::{Scale, Unit};
use crate::data::table::{self, Export};
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
        self.export().csv()
    }

    /// Returns the dataset with what it states about itself as a JSON object.
    pub fn json(&self) -> String {
        let language = self.language;
        let (dataset, keys) = self.dataset.filed();
        let keys: Vec<_> = keys.iter().map(|&key| dataset.columns[key].name.as_str()).collect();
        let key = match keys[..] {
            [key] => Json::from(key),
            _ => Json::from(keys),
        };
        let columns = dataset.columns.iter().map(|column| describe(column, language));
        let whole = json!({
            "id": dataset.id.as_str(),
            "language": language,
            "title": dataset.title.text(language).as_str(),
            "source": dataset.source.as_ref().map(|source| table::work(source, language)),
            "licence": dataset.licence.as_ref().map(|licence| licence.text(language).to_string()),
            "as_of": dataset.as_of.as_ref().map(|as_of| as_of.value.to_string()),
            "notes": dataset.notes.iter().map(|note| note.text(language)).collect::<Vec<_>>(),
            "key": key,
            "columns": columns.collect::<Vec<_>>(),
        });
        let head = whole.as_object().cloned().unwrap_or_default();
        table::document(&head, ("rows", &self.export().objects()))
    }

    fn export(&self) -> Export {
        Export::of(self.dataset.filed().0, &self.publication.entities, self.language)
    }
}

fn describe(column: &Column, language: &str) -> Json {
    let mut object = Map::new();
    object.insert("name".to_owned(), column.name.as_str().into());
    object.insert("title".to_owned(), column.title_in(language).as_str().into());
    object.insert("type".to_owned(), column.kind.name().into());
    object.append(&mut properties(column, language));
    Json::Object(object)
}

/// Returns what the numbers of a column are, by the keys of a data file.
pub(super) fn properties(column: &Column, language: &str) -> Map<String, Json> {
    let measure = &column.measure;
    let unit = unit(&measure.unit, language);
    let scale = (measure.scale != Scale::One).then(|| measure.scale.name().to_owned());
    let text = |text: &Option<crate::publication::localized::Localized>| {
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
    let inferred =
        (column.provenance == Provenance::Inferred).then(|| ("inferred".to_owned(), true.into()));
    known.chain(inferred).collect()
}

fn unit(unit: &Unit, language: &str) -> Option<String> {
    match unit {
        Unit::None => None,
        Unit::Currency(code) => Some(code.to_string()),
        Unit::Percent => Some("percent".to_owned()),
        Unit::PercentagePoints => Some("percentage points".to_owned()),
        Unit::Count(noun) => Some(noun.text(language).into()),
        Unit::Per(units) => {
            let (of, per) = (self::unit(&units.0, language), self::unit(&units.1, language));
            Some(format!("{} per {}", of.unwrap_or_default(), per.unwrap_or_default()))
        }
    }
}
