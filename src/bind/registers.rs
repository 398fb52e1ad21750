//! Composing views of registers: matrices, timelines and lists, each a numbered table.

use std::collections::BTreeSet;

use ecow::{EcoString, eco_format};

use super::Binder;
use super::figure_data::{entry_values, printed_values};
use super::ledger::{Exhibit, ShownCell};
use crate::base::span::{Span, Spanned};
use crate::data::dataset::{self, ColumnKind};
use crate::data::register::{Entry, Field, Found, Register, Value, keys};
use crate::language::Word;
use crate::markup::{RegisterBlock, ViewKind};
use crate::tree::{
    Align, Block, Column, DataValue, Figure, FigureForm, Inline, Inlines, Table, TableKind,
    plain_text,
};

/// A value by which a matrix or a list gathers entries.
struct Facet {
    /// What tells it apart; empty for entries that lack the field.
    key: EcoString,
    /// What readers see.
    title: Inlines,
}

/// The fields of a list, left to right, and the one that gathers its rows.
struct Chosen {
    fields: Vec<usize>,
    group: Option<usize>,
}

impl<'a> Binder<'a, '_> {
    /// Composes a view as a numbered table.
    pub(super) fn register_view(&mut self, view: &'a RegisterBlock, span: Span) -> Option<Block> {
        let (register, mut entries) = self.viewed(view)?;
        let id = view.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        let label = self.figure_label(FigureForm::Table, span);
        let (table, values) = self.arranged(register, &mut entries, &view.kind)?;
        let mut data = None;
        if let Some(dataset) = self.resources.publication.datasets.get(&register.id) {
            let exhibit = Exhibit {
                form: FigureForm::Table,
                dataset,
                id: id.clone(),
                label: label.clone(),
                span,
            };
            let cells = self.shown_numbers(register, &entries, view);
            self.record_cells(&exhibit, cells);
            data = Some(self.viewed_data(&exhibit, &table, values));
        }
        Some(Block::Figure(Box::new(Figure {
            id,
            form: FigureForm::Table,
            label,
            title: self.view_title(view),
            subtitle: Vec::new(),
            body: Block::Table(table),
            note: self.inlines(&view.note),
            source: self.formatted_citation(span).unwrap_or_default(),
            data,
        })))
    }

    /// Returns the title of a view; one that the program made has none of its own.
    fn view_title(&mut self, view: &'a RegisterBlock) -> Inlines {
        if view.title.is_empty() {
            return vec![Inline::text(self.locale.words.get(Word::AllEntries))];
        }
        self.inlines(&view.title)
    }

    /// Arranges entries as the rows and cells of a table, and the same as values.
    fn arranged(
        &mut self,
        register: &'a Register,
        entries: &mut [&'a Entry],
        kind: &ViewKind,
    ) -> Option<(Table, Vec<Vec<DataValue>>)> {
        let chosen = match kind {
            ViewKind::Matrix { rows, columns } => {
                let rows = self.problems.keep(register.find_field(rows))?;
                let columns = self.problems.keep(register.find_field(columns))?;
                let table = self.matrix(register, entries, (rows, columns));
                let values = printed_values(&table);
                return Some((table, values));
            }
            ViewKind::Timeline { date, fields } => {
                let date = self.problems.keep(register.find_field(date))?;
                sort_by_date(entries, date);
                let mut fields = self.chosen(register, fields)?;
                fields.retain(|&field| field != date);
                fields.insert(0, date);
                Chosen { fields, group: None }
            }
            ViewKind::List { fields, group_by } => {
                let group = group_by.as_ref().map(|name| register.find_field(name)).transpose();
                Chosen { group: self.problems.keep(group)?, fields: self.chosen(register, fields)? }
            }
        };
        Some(self.list(register, entries, &chosen))
    }

    /// Returns the fields that a view names, the label before them if it names none as such.
    fn chosen(&mut self, register: &Register, names: &[Spanned<EcoString>]) -> Option<Vec<usize>> {
        let found: Result<Vec<_>, _> = names.iter().map(|name| register.find_field(name)).collect();
        let mut fields = self.problems.keep(found)?;
        if !fields.contains(&register.layout.label) {
            fields.insert(0, register.layout.label);
        }
        Some(fields)
    }

    /// Returns the numbers that a view shows, for the ledger.
    fn shown_numbers(
        &mut self,
        register: &'a Register,
        entries: &[&'a Entry],
        view: &RegisterBlock,
    ) -> Vec<ShownCell> {
        let dataset = self.resources.publication.datasets.get(&register.id);
        let names = view.kind.fields();
        let fields = names.iter().filter_map(|name| register.field(&name.value));
        let fields: Vec<_> = fields
            .filter(|&field| register.fields[field].column.kind == ColumnKind::Number)
            .collect();
        let mut cells = Vec::new();
        for entry in entries {
            let Some(row) = dataset.and_then(|dataset| dataset.row(&entry.id)) else { continue };
            for &field in &fields {
                let value = &entry.values[field];
                if let Value::Plain(dataset::Value::Number(_)) = value {
                    let text = plain_text(&self.table_value(&register.fields[field], value));
                    // The first column of the dataset is the id.
                    cells.push(ShownCell { row, column: field + 1, text });
                }
            }
        }
        cells
    }

    /// Composes a value for a column whose head has the unit.
    fn table_value(&mut self, field: &'a Field, value: &'a Value) -> Inlines {
        match value {
            Value::Plain(number @ dataset::Value::Number(_)) => {
                let kind = field.column.kind;
                let text = self.printer().cell(number, kind, field.column.status(), None);
                vec![Inline::text(text)]
            }
            _ => self.entry_value(field, value),
        }
    }

    fn field_head(&self, field: &Field) -> Column {
        self.head(&field.column, None)
    }

    /// Composes a link to an entry, its number before its label unless a column has that.
    fn listed_link(&mut self, found: Found<'a>, fields: &[usize]) -> Inline {
        let number = found.register.layout.number;
        if number.is_some_and(|number| !fields.contains(&number)) {
            return self.numbered_link(found);
        }
        let label = self.label_text(found);
        self.entry_link(found, label)
    }

    /// Composes a link to an entry, its number before its label.
    fn numbered_link(&mut self, found: Found<'a>) -> Inline {
        let label = self.label_text(found);
        let value = found
            .register
            .layout
            .number
            .map(|field| (&found.register.fields[field], &found.entry.values[field]));
        let text = match value {
            None | Some((_, Value::Plain(dataset::Value::Missing))) => label,
            Some((field, value)) => {
                eco_format!("{}. {label}", plain_text(&self.table_value(field, value)))
            }
        };
        self.entry_link(found, text)
    }

    fn list(
        &mut self,
        register: &'a Register,
        entries: &[&'a Entry],
        chosen: &Chosen,
    ) -> (Table, Vec<Vec<DataValue>>) {
        let Chosen { fields, group } = chosen;
        let shown: Vec<_> = group.iter().chain(fields).collect();
        let columns =
            shown.iter().map(|&&field| self.field_head(&register.fields[field])).collect();
        let (mut rows, mut values) = (Vec::new(), Vec::new());
        match group {
            None => {
                for entry in entries {
                    let cells = self.row(register, entry, fields);
                    values.push(entry_values(entry, fields, &cells));
                    rows.push(cells);
                }
            }
            Some(group) => {
                for facet in self.facets(register, entries, *group) {
                    let gathered = DataValue::Text(plain_text(&facet.title));
                    let mut name = facet.title;
                    for entry in
                        entries.iter().filter(|entry| has(register, entry, *group, &facet.key))
                    {
                        let cells = self.row(register, entry, fields);
                        let own = entry_values(entry, fields, &cells);
                        values.push([gathered.clone()].into_iter().chain(own).collect());
                        rows.push([std::mem::take(&mut name)].into_iter().chain(cells).collect());
                    }
                }
            }
        }
        let kind = if group.is_none() { TableKind::Records } else { TableKind::Composed };
        (Table { columns, rows, row_heads: true, kind, ..Table::default() }, values)
    }

    fn row(&mut self, register: &'a Register, entry: &'a Entry, fields: &[usize]) -> Vec<Inlines> {
        let mut cells = Vec::with_capacity(fields.len());
        for &field in fields {
            cells.push(if field == register.layout.label {
                let found = Found { register, entry };
                vec![self.listed_link(found, fields)]
            } else {
                self.table_value(&register.fields[field], &entry.values[field])
            });
        }
        cells
    }

    fn matrix(
        &mut self,
        register: &'a Register,
        entries: &[&'a Entry],
        (row, column): (usize, usize),
    ) -> Table {
        let rows = self.facets(register, entries, row);
        let columns = self.facets(register, entries, column);
        let plain = |head: Inlines| Column { align: Align::Start, head, unit: EcoString::new() };
        let corner = vec![Inline::text(register.fields[row].column.title_in(&self.language().tag))];
        let heads = columns.iter().map(|facet| plain(facet.title.clone()));
        let heads = [plain(corner)].into_iter().chain(heads).collect();
        let mut body = Vec::new();
        for facet in rows {
            let mut cells = vec![facet.title];
            for across in &columns {
                let mut cell = Vec::new();
                let here = entries.iter().filter(|entry| {
                    has(register, entry, row, &facet.key)
                        && has(register, entry, column, &across.key)
                });
                for entry in here {
                    if !cell.is_empty() {
                        cell.push(Inline::LineBreak);
                    }
                    cell.push(self.numbered_link(Found { register, entry }));
                }
                cells.push(cell);
            }
            body.push(cells);
        }
        Table {
            columns: heads,
            rows: body,
            row_heads: true,
            kind: TableKind::Matrix,
            ..Table::default()
        }
    }

    /// Returns the values of a field, those of a choice in its order, others as they first
    /// appear; entries that lack the field come last.
    fn facets(
        &mut self,
        register: &'a Register,
        entries: &[&'a Entry],
        number: usize,
    ) -> Vec<Facet> {
        let field = &register.fields[number];
        let tag = &self.language().tag;
        let choices = field.choices.iter().map(|choice| Facet {
            key: choice.id.clone(),
            title: vec![Inline::text(choice.title.text(tag))],
        });
        let mut facets: Vec<_> = choices.collect();
        let mut lacking = Vec::new();
        let mut known: BTreeSet<EcoString> = facets.iter().map(|facet| facet.key.clone()).collect();
        for entry in entries {
            for value in entry.values[number].each() {
                for key in keys(field, value) {
                    if known.insert(key.clone()) {
                        facets.push(Facet { key, title: self.entry_value(field, value) });
                    }
                }
            }
            if entry.values[number].is_missing() && lacking.is_empty() {
                let title = vec![Inline::text(self.locale.words.get(Word::EntryNotStated))];
                lacking.push(Facet { key: EcoString::new(), title });
            }
        }
        facets.extend(lacking);
        facets
    }
}

/// Whether an entry has a value; every entry that lacks the field has the empty one.
fn has(register: &Register, entry: &Entry, field: usize, key: &EcoString) -> bool {
    let keys = keys(&register.fields[field], &entry.values[field]);
    if key.is_empty() { keys.is_empty() } else { keys.contains(key) }
}

fn sort_by_date(entries: &mut [&Entry], field: usize) {
    // A year sorts before its months, and these before their days.
    entries.sort_by_key(|entry| match &entry.values[field] {
        Value::Plain(dataset::Value::Date(date)) => (false, date.clone()),
        Value::Plain(dataset::Value::Number(year)) => (false, year.to_string().into()),
        _ => (true, EcoString::new()),
    });
}
