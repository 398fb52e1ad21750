//! A register as files: CSV for spreadsheets, JSON for programs, in one language.

use ecow::EcoString;
use serde_json::{Map, Value as Json, json};

use super::{Entry, Field, Pointer, Register, Registers, Remark, Value};
use crate::data::Dataset;
use crate::data::dataset::SourceReference;
use crate::localized::Localized;
use crate::publication::Publication;

/// A register and what its files need of the publication.
#[derive(Debug, Clone, Copy)]
pub struct Download<'a> {
    register: &'a Register,
    /// The register as a dataset, where lists and references are texts.
    table: &'a Dataset,
    registers: &'a Registers,
    publication: &'a Publication,
    /// The language of the files.
    language: &'a str,
}

impl<'a> Download<'a> {
    /// Prepares the files of a register in the language `tag`.
    pub fn new(register: &'a Register, publication: &'a Publication, tag: &'a str) -> Option<Self> {
        let table = publication.datasets.get(&register.id)?;
        let registers = &publication.registers;
        Some(Self { register, table, registers, publication, language: tag })
    }

    /// Returns one line per entry, in UTF-8, under the names of the fields.
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let names = self.table.columns.iter().map(|column| column.name.as_str());
        // Writing to memory does not fail.
        let _ = writer.write_record(names.chain(["for", "against", "history", "sources"]));
        for (entry, row) in self.register.entries.iter().zip(&self.table.rows) {
            let entities = &self.publication.entities;
            let cells = row.cells.iter();
            let cells = cells.map(|cell| cell.value.text(entities, self.language).to_string());
            let remarks = [&entry.evidence_for, &entry.evidence_against, &entry.history];
            let remarks = remarks.map(|remarks| self.lines(remarks));
            let _ = writer.write_record(cells.chain(remarks).chain([self.works(entry)]));
        }
        writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into()).unwrap_or_default()
    }

    /// Returns the register with its schema as a JSON object.
    pub fn json(&self) -> String {
        let register = self.register;
        let fields = register.fields.iter().map(|field| {
            json!({ "name": field.name.as_str(), "title": field.name_in(self.language).as_str() })
        });
        let entries = register.entries.iter().map(|entry| self.entry(entry));
        let whole = json!({
            "id": register.id.as_str(),
            "language": self.language,
            "title": register.title.text(self.language).as_str(),
            "licence": register.licence.as_ref().map(|licence| licence.text(self.language).to_string()),
            "as_of": register.as_of.as_ref().map(|as_of| as_of.value.to_string()),
            "source": register.source.as_ref().map(|source| self.work(source)),
            "notes": register.notes.iter().map(|note| self.text(&note.text)).collect::<Vec<_>>(),
            "fields": fields.collect::<Vec<_>>(),
            "entries": entries.collect::<Vec<_>>(),
        });
        format!("{whole:#}\n")
    }

    fn entry(&self, entry: &Entry) -> Json {
        let mut object = Map::new();
        object.insert("id".to_owned(), entry.id.as_str().into());
        object.insert("anchor".to_owned(), entry.anchor.as_str().into());
        for (field, value) in self.register.fields.iter().zip(&entry.values) {
            object.insert(field.name.to_string(), self.value(field, value));
        }
        let parts = [
            ("for", &entry.evidence_for),
            ("against", &entry.evidence_against),
            ("history", &entry.history),
        ];
        for (name, remarks) in parts {
            let remarks = remarks.iter().map(|remark| self.remark(remark)).collect();
            object.insert(name.to_owned(), Json::Array(remarks));
        }
        let works = entry.sources.iter().map(|source| self.work(source)).collect();
        object.insert("sources".to_owned(), Json::Array(works));
        Json::Object(object)
    }

    fn value(&self, field: &Field, value: &Value) -> Json {
        match value {
            Value::Missing => Json::Null,
            Value::Text(text) => self.text(text).into(),
            Value::Line(line) => self.text(&line.text).into(),
            Value::Choice(number) => self.text(&field.choices[*number].title).into(),
            Value::Entity(id) => {
                let entity = self.publication.entities.get(id);
                entity.map_or_else(|| id.to_string(), |entity| self.text(&entity.name)).into()
            }
            Value::Date(text) => text.as_str().into(),
            // The digits are those of the file; JSON has but one kind of number.
            Value::Number(number) => serde_json::from_str(&number.to_string()).unwrap_or_default(),
            Value::Boolean(boolean) => (*boolean).into(),
            Value::Source(source) => self.work(source),
            Value::Reference(name) => name.value.as_str().into(),
            Value::List(values) => values.iter().map(|value| self.value(field, value)).collect(),
        }
    }

    fn remark(&self, remark: &Remark) -> Json {
        json!({
            "date": remark.date.as_ref().map(EcoString::as_str),
            "text": remark.text.as_ref().map(|line| self.text(&line.text)),
            "at": remark.at.iter().map(pointer).collect::<Vec<_>>(),
            "source": remark.source.as_ref().map(|source| self.work(source)),
        })
    }

    fn work(&self, source: &SourceReference) -> Json {
        let locator = source.locator.as_ref().map(|locator| self.text(locator));
        json!({ "key": source.key.value.as_str(), "locator": locator })
    }

    fn text(&self, text: &Localized) -> String {
        text.text(self.language).into()
    }

    fn lines(&self, remarks: &[Remark]) -> String {
        let line = |remark: &Remark| {
            let text = remark.text.as_ref().map(|line| self.text(&line.text));
            let targets = remark.at.iter().map(|target| self.target(target));
            text.into_iter().chain(targets).collect::<Vec<_>>().join(" → ")
        };
        remarks.iter().map(line).collect::<Vec<_>>().join("; ")
    }

    /// Returns the label of an entry, or whatever else a remark points to as written.
    fn target(&self, target: &Pointer) -> String {
        let Pointer::Entry(anchor) = target else { return pointer(target) };
        let found = self.registers.entry(&anchor.value);
        let label = found.map(|found| match &found.entry.values[found.register.layout.label] {
            Value::Text(text) => self.text(text),
            Value::Line(line) => self.text(&line.text),
            _ => anchor.value.to_string(),
        });
        label.unwrap_or_default()
    }

    fn works(&self, entry: &Entry) -> String {
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

fn pointer(pointer: &Pointer) -> String {
    match pointer {
        Pointer::Entry(name) => name.value.to_string(),
        Pointer::Brief(name) => format!("briefs/{}", name.value),
        Pointer::Number(binding) => binding.text.to_string(),
    }
}
