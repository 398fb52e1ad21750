//! A register as a dataset, for bound numbers, tables and charts: fields are its columns.

use super::{Entry, Field, Pointer, Register, Registers, Remark, Value};
use crate::data::Dataset;
use crate::data::dataset::{self, Cell, Column, ColumnKind, Provenance, Row};
use crate::data::measure::Measure;
use crate::publication::entity::Entities;
use crate::publication::localized::Localized;

/// Whether tables have the names of briefs that are evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// They do: each audience has tables of its own.
    Named,
    /// They do not, nor evidence that is nothing else: what is computed from them is the same for all, also for those
    /// who may not know of a brief.
    Unnamed,
}

impl Registers {
    /// Returns each register as a dataset of the same id, whose key is the column `id`.
    pub fn datasets(&self, entities: &Entities, evidence: Evidence) -> Vec<Dataset> {
        let dataset = |register: &Register| {
            let table = Table { registers: self, entities, evidence };
            table.dataset(register)
        };
        self.iter().map(dataset).collect()
    }

    /// Returns `table`, which is a register as a dataset, with the lines of Markdown as they are `printed`.
    pub fn reprinted(&self, table: &Dataset, printed: &Register, entities: &Entities) -> Dataset {
        let words = Table { registers: self, entities, evidence: Evidence::Named };
        let mut copy = table.clone();
        for (row, of_row) in copy.rows.iter_mut().enumerate() {
            for (column, cell) in of_row.cells.iter_mut().enumerate() {
                let written = printed.written(table, (row, column));
                if let Some((field, value)) = written.filter(|(_, value)| value.is_composed()) {
                    cell.value = words.cell(field, value);
                }
            }
        }
        copy
    }
}

struct Table<'a> {
    registers: &'a Registers,
    entities: &'a Entities,
    evidence: Evidence,
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
            _ => match self.text(field, value) {
                text if text.all().all(ecow::EcoString::is_empty) => dataset::Value::Missing,
                text => dataset::Value::Text(text),
            },
        }
    }

    /// Returns a value as a text.
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
                let texts = texts.filter(|text| text.all().any(|text| !text.is_empty()));
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
        let targets = remark.at.iter().filter_map(|pointer| match pointer {
            Pointer::Entry(anchor) => {
                let found = self.registers.entry(&anchor.value);
                Some(found.map_or_else(
                    || Localized::Same(anchor.value.clone()),
                    |found| found.label(self.entities),
                ))
            }
            Pointer::Brief(_) if self.evidence == Evidence::Unnamed => None,
            Pointer::Brief(_) | Pointer::Number(_) => Some(Localized::Same(pointer.text())),
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
