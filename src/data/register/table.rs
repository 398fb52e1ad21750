//! A register as a dataset, for bound numbers, tables and charts: fields are its columns.

use super::{Entry, Field, Pointer, Register, Registers, Remark, Value};
use crate::data::Dataset;
use crate::data::dataset::{self, Cell, Column, ColumnKind, Provenance, Row};
use crate::data::measure::Measure;
use crate::publication::entity::Entities;
use crate::publication::localized::Localized;

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
            from: None,
            default: None,
        };
        let columns = [key]
            .into_iter()
            .chain(register.fields.iter().map(|field| field.column.clone()))
            .collect();
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
        let key = Cell { value, span: entry.span, status: None };
        let cells = register.fields.iter().zip(&entry.values).map(|(field, value)| Cell {
            value: self.cell(field, value),
            span: entry.span,
            status: None,
        });
        Row { key: entry.id.clone(), cells: [key].into_iter().chain(cells).collect() }
    }

    fn cell(&self, field: &Field, value: &Value) -> dataset::Value {
        match value {
            Value::Plain(value) => value.clone(),
            Value::Source(source) => dataset::Value::Source(source.key.value.clone()),
            _ => dataset::Value::Text(self.text(field, value)),
        }
    }

    /// Returns a value as a text without markup.
    fn text(&self, field: &Field, value: &Value) -> Localized {
        match value {
            Value::Plain(value) => self.plain(value),
            Value::Line(line) => line.text.clone(),
            Value::Choice(number) => field.choices[*number].title.clone(),
            Value::Reference(name) => self.reference(field, &name.value),
            Value::Source(source) => Localized::Same(source.key.value.clone()),
            Value::Remark(remark) => self.remark(remark),
            Value::List(values) => {
                let texts = values.iter().map(|value| self.text(field, value));
                Localized::joined(&texts.collect::<Vec<_>>(), "; ")
            }
        }
    }

    fn plain(&self, value: &dataset::Value) -> Localized {
        match value {
            dataset::Value::Text(text) => text.clone(),
            dataset::Value::Entity(id) => self.entities.name(id),
            value => Localized::Same(value.text(self.entities, "")),
        }
    }

    /// Returns what a remark says, and what it points to.
    fn remark(&self, remark: &Remark) -> Localized {
        let text = remark.text.as_ref().map(|line| line.text.clone());
        let targets = remark.at.iter().map(|pointer| match pointer {
            Pointer::Entry(anchor) => {
                let found = self.registers.entry(&anchor.value);
                found.map_or_else(
                    || Localized::Same(anchor.value.clone()),
                    |found| found.label(self.entities),
                )
            }
            Pointer::Brief(_) | Pointer::Number(_) => Localized::Same(pointer.text()),
        });
        Localized::joined(&text.into_iter().chain(targets).collect::<Vec<_>>(), " → ")
    }

    /// Returns the label of the entry that a value names.
    fn reference(&self, field: &Field, name: &str) -> Localized {
        let target = field.target.as_ref().map(|target| target.value.as_str()).unwrap_or_default();
        let found =
            self.registers.anchor_in(target, name).and_then(|anchor| self.registers.entry(anchor));
        found.map_or_else(|| Localized::Same(name.into()), |found| found.label(self.entities))
    }
}
