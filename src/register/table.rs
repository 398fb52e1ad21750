//! A register as a dataset, for bound numbers, tables and charts: fields are its columns.

use ecow::EcoString;

use super::{Entry, Field, FieldKind, Many, Register, Registers, Value};
use crate::data::Dataset;
use crate::data::dataset::{self, Cell, Column, ColumnKind, Provenance, Row};
use crate::data::measure::Measure;
use crate::entity::Entities;
use crate::localized::Localized;

impl Registers {
    /// Returns each register as a dataset of the same id, whose key is the column `id`.
    pub fn datasets(&self, entities: &Entities) -> Vec<Dataset> {
        let dataset = |register: &Register| {
            let table = Table { registers: self, entities };
            table.dataset(register)
        };
        self.iter().map(dataset).collect()
    }
}

struct Table<'a> {
    registers: &'a Registers,
    entities: &'a Entities,
}

impl Table<'_> {
    fn dataset(&self, register: &Register) -> Dataset {
        let key = Column {
            name: "id".into(),
            kind: ColumnKind::Text,
            title: None,
            measure: Measure::default(),
            provenance: Provenance::Stated,
        };
        let columns = [key].into_iter().chain(register.fields.iter().map(column)).collect();
        let mut table = Dataset::empty(register.id.clone(), register.file, columns);
        table.title = register.title.clone();
        table.source.clone_from(&register.source);
        table.licence.clone_from(&register.licence);
        table.as_of.clone_from(&register.as_of);
        table.notes = register.notes.iter().map(|note| note.text.clone()).collect();
        for entry in &register.entries {
            table.add(self.row(register, entry));
        }
        table
    }

    fn row(&self, register: &Register, entry: &Entry) -> Row {
        let value = dataset::Value::Text(Localized::Same(entry.id.clone()));
        let key = Cell { value, span: entry.span };
        let cells = register
            .fields
            .iter()
            .zip(&entry.values)
            .map(|(field, value)| Cell { value: self.cell(field, value), span: entry.span });
        Row { key: entry.id.clone(), cells: [key].into_iter().chain(cells).collect() }
    }

    fn cell(&self, field: &Field, value: &Value) -> dataset::Value {
        match value {
            Value::Missing => dataset::Value::Missing,
            Value::Number(number) => dataset::Value::Number(*number),
            Value::Date(date) => dataset::Value::Date(date.clone()),
            Value::Boolean(boolean) => dataset::Value::Boolean(*boolean),
            Value::Entity(id) => dataset::Value::Entity(id.clone()),
            Value::Source(source) => dataset::Value::Source(source.key.value.clone()),
            _ => dataset::Value::Text(self.text(field, value)),
        }
    }

    /// Returns a value as a text without markup.
    fn text(&self, field: &Field, value: &Value) -> Localized {
        match value {
            Value::Text(text) => text.clone(),
            Value::Line(line) => line.text.clone(),
            Value::Choice(number) => field.choices[*number].title.clone(),
            Value::Reference(name) => self.reference(field, &name.value),
            Value::Entity(id) => self.entities.name(id),
            Value::Date(text) => Localized::Same(text.clone()),
            Value::Number(number) => Localized::Same(number.to_string().into()),
            Value::Boolean(boolean) => Localized::Same(boolean.to_string().into()),
            Value::Source(source) => Localized::Same(source.key.value.clone()),
            Value::Missing => Localized::Same(EcoString::new()),
            Value::List(values) => {
                joined(&values.iter().map(|value| self.text(field, value)).collect::<Vec<_>>())
            }
        }
    }

    /// Returns the label of the entry that a value names.
    fn reference(&self, field: &Field, name: &str) -> Localized {
        let target = field.target.as_ref().map(|target| target.value.as_str()).unwrap_or_default();
        let found =
            self.registers.anchor_in(target, name).and_then(|anchor| self.registers.entry(anchor));
        found.map_or_else(|| Localized::Same(name.into()), |found| found.label(self.entities))
    }
}

fn column(field: &Field) -> Column {
    let kind = match (field.many, field.kind) {
        (Many::No, FieldKind::Number) => ColumnKind::Number,
        (Many::No, FieldKind::Year) => ColumnKind::Year,
        (Many::No, FieldKind::Date) => ColumnKind::Date,
        (Many::No, FieldKind::Boolean) => ColumnKind::Boolean,
        (Many::No, FieldKind::Entity) => ColumnKind::Entity,
        (Many::No, FieldKind::Source) => ColumnKind::Source,
        (Many::Yes, _)
        | (
            Many::No,
            FieldKind::Text | FieldKind::Line | FieldKind::Choice | FieldKind::Reference,
        ) => ColumnKind::Text,
    };
    Column {
        name: field.name.clone(),
        kind,
        title: field.title.clone(),
        measure: field.measure.clone(),
        provenance: Provenance::Stated,
    }
}

/// Joins texts with semicolons, language by language where they differ.
fn joined(texts: &[Localized]) -> Localized {
    let by_language = texts.iter().find_map(|text| match text {
        Localized::ByLanguage(by_language, span) => Some((by_language, *span)),
        Localized::Same(_) => None,
    });
    let join = |tag: &str| {
        let parts: Vec<_> = texts.iter().map(|text| text.text(tag)).collect();
        EcoString::from(parts.join("; "))
    };
    match by_language {
        None => Localized::Same(join("")),
        Some((languages, span)) => {
            let texts = languages.iter().map(|(tag, _)| (tag.clone(), join(tag)));
            Localized::ByLanguage(texts.collect(), span)
        }
    }
}
