//! The files of a language as a Data Package, which programs that know none of our words read.
//!
//! The format is Frictionless' Data Package, version 2: <https://datapackage.org>.

use std::collections::BTreeSet;

use ecow::EcoString;
use serde_json::{Map, Value as Json, json};

use super::files::properties;
use crate::data::Dataset;
use crate::data::dataset::{Column, ColumnKind, Row, Value};
use crate::data::table::Heading;
use crate::markup::slug;
use crate::publication::Publication;

/// The profile that the file follows.
const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// A CSV file of the package.
#[derive(Debug)]
pub struct Resource<'a> {
    /// The table that it holds; for a register, its fields.
    pub dataset: &'a Dataset,
    /// Its path, beside or below the package.
    pub path: EcoString,
    /// How many bytes it has.
    pub bytes: usize,
    /// Where the data are from, as readers see it; empty if nobody knows.
    pub source: String,
}

/// What a package says of the publication.
#[derive(Debug, Clone, Copy)]
pub struct Package<'a> {
    /// The publication.
    pub publication: &'a Publication,
    /// The language of the files.
    pub language: &'a str,
    /// The address of the site's front page; empty if the publication has none.
    pub homepage: &'a str,
}

impl Package<'_> {
    /// Renders the package; none if there is no file to describe.
    pub fn render(&self, resources: &[Resource<'_>]) -> Option<String> {
        if resources.is_empty() {
            return None;
        }
        let settings = &self.publication.settings;
        let title = settings.title.text(self.language);
        let mut package = Map::new();
        let mut add = |key: &str, value: Json| package.insert(key.to_owned(), value);
        add("$schema", PROFILE.into());
        add("name", slug(&settings.title.text(settings.tags().next()?)).into());
        add("title", title.as_str().into());
        if let Some(description) = &settings.description {
            add("description", description.text(self.language).as_str().into());
        }
        if !self.homepage.is_empty() {
            add("homepage", self.homepage.into());
        }
        if let Some(publisher) = &settings.publisher {
            let publisher = publisher.text(self.language);
            add("contributors", json!([{ "title": publisher.as_str(), "roles": ["publisher"] }]));
        }
        if let Some((licence, url)) =
            settings.licence.as_ref().and_then(|licence| Some((licence, licence.url.as_ref()?)))
        {
            let name = licence.name.text(self.language);
            add("licenses", json!([{ "title": name.as_str(), "path": url.as_str() }]));
        }
        let resources = resources.iter().map(|resource| self.resource(resource)).collect();
        add("resources", Json::Array(resources));
        Some(format!("{:#}\n", Json::Object(package)))
    }

    fn resource(&self, resource: &Resource<'_>) -> Json {
        let dataset = resource.dataset;
        let mut object = Map::new();
        let mut add = |key: &str, value: Json| object.insert(key.to_owned(), value);
        add("name", dataset.id.to_lowercase().as_str().into());
        add("type", "table".into());
        add("title", dataset.title.text(self.language).as_str().into());
        let notes: Vec<_> = dataset.notes.iter().map(|note| note.text(self.language)).collect();
        if !notes.is_empty() {
            add("description", notes.join("\n").into());
        }
        if !resource.source.is_empty() {
            add("sources", json!([{ "title": resource.source }]));
        }
        // The terms of data are said in words, and the standard wants an identifier or address.
        if let Some(licence) = &dataset.licence {
            add("rights", licence.text(self.language).as_str().into());
        }
        if let Some(as_of) = &dataset.as_of {
            add("asOf", as_of.value.as_str().into());
        }
        add("path", resource.path.as_str().into());
        add("format", "csv".into());
        add("mediatype", "text/csv".into());
        add("encoding", "utf-8".into());
        add("bytes", resource.bytes.into());
        add("schema", self.schema(dataset));
        Json::Object(object)
    }

    fn schema(&self, dataset: &Dataset) -> Json {
        let (dataset, keys) = dataset.filed();
        let rows: Vec<_> = (0..dataset.rows.len()).collect();
        let columns: Vec<_> = (0..dataset.columns.len()).collect();
        let headings = Heading::of(dataset, &rows, &columns);
        let mut fields: Vec<_> = headings
            .iter()
            .map(|heading| match *heading {
                Heading::Values(number) => self.field(dataset, number, &dataset.columns[number]),
                Heading::Status(_) => {
                    json!({ "name": heading.name(dataset).as_str(), "type": "string" })
                }
            })
            .collect();
        if self.publication.registers.get(&dataset.id).is_some() {
            fields.push(json!({ "name": "sources", "type": "string" }));
        }
        let mut schema = Map::new();
        schema.insert("fields".to_owned(), Json::Array(fields));
        // Two rows may have different ids and the same name in this language.
        let mut seen = BTreeSet::new();
        let entities = &self.publication.entities;
        let text = |row: &Row, key: usize| row.cells[key].value.text(entities, self.language);
        let mut rows = dataset.rows.iter();
        if rows.all(|row| seen.insert(keys.iter().map(|&key| text(row, key)).collect::<Vec<_>>())) {
            let names = keys.iter().map(|&key| dataset.columns[key].name.to_string());
            schema.insert("primaryKey".to_owned(), names.collect::<Json>());
        }
        Json::Object(schema)
    }

    fn field(&self, dataset: &Dataset, number: usize, column: &Column) -> Json {
        let mut field = Map::new();
        field.insert("name".to_owned(), column.name.as_str().into());
        field.insert("title".to_owned(), column.title_in(self.language).as_str().into());
        field.insert("type".to_owned(), field_type(dataset, number, column).into());
        field.append(&mut properties(column, self.language));
        Json::Object(field)
    }
}

/// Returns the standard's type of a column.
fn field_type(dataset: &Dataset, number: usize, column: &Column) -> &'static str {
    match column.kind {
        ColumnKind::Number => "number",
        ColumnKind::Year => "integer",
        ColumnKind::Boolean => "boolean",
        ColumnKind::Text | ColumnKind::Entity | ColumnKind::Source | ColumnKind::Status => "string",
        ColumnKind::Date => date_type(dataset, number),
    }
}

/// The standard has days, months and years, and no column that holds now this, now that.
fn date_type(dataset: &Dataset, number: usize) -> &'static str {
    let mut lengths = dataset.rows.iter().filter_map(|row| match &row.cells[number].value {
        Value::Date(text) => Some(text.len()),
        _ => None,
    });
    let first = lengths.next().unwrap_or_default();
    match (lengths.all(|length| length == first), first) {
        (true, 10) => "date",
        (true, 7) => "yearmonth",
        (true, 4) => "year",
        _ => "string",
    }
}
