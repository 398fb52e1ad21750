//! A register as files: CSV for spreadsheets, JSON for programs, in one language.

use ecow::EcoString;
use serde_json::{Map, Value as Json, json};

use super::{Entry, Field, Pointer, Register, Remark, Value};
use crate::data::Dataset;
use crate::data::dataset::{Column, Provenance, SourceReference};
use crate::data::table::{self, Export};
use crate::publication::Publication;
use crate::publication::localized::Localized;
use crate::tree::DataValue;

/// A register and what its files need of the publication.
#[derive(Debug, Clone)]
pub struct Download<'a> {
    /// The register, whose lines of Markdown are as readers see them.
    register: Register,
    /// The register as a dataset, where lists and references are texts.
    table: Dataset,
    publication: &'a Publication,
    /// The language of the files.
    language: &'a str,
}

impl<'a> Download<'a> {
    /// Prepares the files of a register in the language `tag`, in which its lines of Markdown are printed.
    pub fn new(register: Register, publication: &'a Publication, tag: &'a str) -> Option<Self> {
        let table = publication.datasets.get(&register.id)?;
        let table = publication.registers.reprinted(table, &register, &publication.entities);
        Some(Self { register, table, publication, language: tag })
    }

    /// Returns the register as a dataset.
    pub fn table(&self) -> &Dataset {
        &self.table
    }

    /// Returns the register.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Returns one line per entry, in UTF-8, under the names of the fields.
    pub fn csv(&self) -> String {
        let entities = &self.publication.entities;
        let mut export = Export::of(&self.table, entities, self.language);
        export.heads.push("sources".into());
        for (entry, row) in self.register.entries.iter().zip(&mut export.rows) {
            row.push(DataValue::Text(self.works(entry).into()));
        }
        export.csv()
    }

    /// Returns the register with its schema as a JSON object.
    pub fn json(&self) -> String {
        let register = &self.register;
        let fields = register.fields.iter().map(|field| {
            let Column { name, provenance, .. } = &field.column;
            let title = field.column.title_in(self.language);
            let mut object = json!({ "name": name.as_str(), "title": title.as_str() });
            if *provenance == Provenance::Inferred {
                object["inferred"] = true.into();
            }
            object
        });
        let whole = json!({
            "id": register.id.as_str(),
            "language": self.language,
            "title": register.title.text(self.language).as_str(),
            "licence": register.licence.as_ref().map(|licence| licence.text(self.language).to_string()),
            "as_of": register.as_of.as_ref().map(|as_of| as_of.value.to_string()),
            "source": register.source.as_ref().map(|source| self.work(source)),
            "notes": register.notes.iter().map(|note| self.text(&note.text)).collect::<Vec<_>>(),
            "fields": fields.collect::<Vec<_>>(),
        });
        let entries: Vec<_> = register.entries.iter().map(|entry| self.entry(entry)).collect();
        table::document(whole.as_object().unwrap_or(&Map::new()), ("entries", &entries))
    }

    fn entry(&self, entry: &Entry) -> Json {
        let mut object = Map::new();
        object.insert("id".to_owned(), entry.id.as_str().into());
        object.insert("anchor".to_owned(), entry.anchor.as_str().into());
        for (field, value) in self.register.fields.iter().zip(&entry.values) {
            let name = field.column.name.to_string();
            object.insert(name.clone(), self.value(field, value));
            if let Some(status) = field.column.status().filter(|_| !value.is_missing()) {
                object.insert(format!("{name}_status"), status.name().into());
            }
        }
        let works = entry.sources.iter().map(|source| self.work(source)).collect();
        object.insert("sources".to_owned(), Json::Array(works));
        Json::Object(object)
    }

    fn value(&self, field: &Field, value: &Value) -> Json {
        match value {
            Value::Plain(value) => {
                DataValue::new(value, &self.publication.entities, self.language).json()
            }
            Value::Line(line) => self.text(&line.text).into(),
            Value::Choice(number) => self.text(&field.choices[*number].title).into(),
            Value::Remark(remark) => self.remark(remark),
            Value::Source(source) => self.work(source),
            Value::Reference(name) => name.value.as_str().into(),
            Value::List(values) => values.iter().map(|value| self.value(field, value)).collect(),
        }
    }

    fn remark(&self, remark: &Remark) -> Json {
        json!({
            "date": remark.date.as_ref().map(EcoString::as_str),
            "text": remark.text.as_ref().map(|line| self.text(&line.text)),
            "at": remark.at.iter().map(Pointer::text).collect::<Vec<_>>(),
            "source": remark.source.as_ref().map(|source| self.work(source)),
        })
    }

    fn work(&self, source: &SourceReference) -> Json {
        table::work(source, self.language)
    }

    fn text(&self, text: &Localized) -> String {
        text.text(self.language).into()
    }

    /// Returns the works that an entry rests on, with the places in them.
    pub fn works(&self, entry: &Entry) -> String {
        let work = |source: &SourceReference| {
            let locator = source.locator.as_ref().map(|locator| self.text(locator));
            let key = source.key.value.to_string();
            locator.map_or_else(|| key.clone(), |locator| format!("{key}, {locator}"))
        };
        let own = if entry.sources.is_empty() {
            self.register.source.iter().map(work).collect::<Vec<_>>()
        } else {
            entry.sources.iter().map(work).collect()
        };
        own.join("; ")
    }
}
