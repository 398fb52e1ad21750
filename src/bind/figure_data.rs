//! What figures show, as data: for the downloads of each figure.

use ecow::{EcoString, eco_format};

use super::Binder;
use super::ledger::Exhibit;
use crate::data::Dataset;
use crate::data::dataset::Value;
use crate::data::print::round;
use crate::data::register::{Entry, Value as EntryValue};
use crate::data::table::Heading;
use crate::language::Word;
use crate::plan::catalogue;
use crate::tree::{
    DataColumn, DataValue, FigureData, FigureForm, Inline, Inlines, Table, Target, cited_text,
    plain_text,
};

impl Binder<'_, '_> {
    /// Returns the rows and columns of a dataset that a figure shows.
    pub(super) fn shown_data(
        &self,
        exhibit: &Exhibit<'_>,
        (rows, columns): (&[usize], &[usize]),
    ) -> FigureData {
        let dataset = exhibit.dataset;
        let printer = self.printer();
        let headings = Heading::of(dataset, rows, columns);
        let cells = |&row: &usize| {
            let cell = |heading: &Heading| match *heading {
                Heading::Values(column) => {
                    let printed = self.written.get(&(dataset.id.clone(), (row, column)));
                    printed.cloned().map_or_else(
                        || printer.data_value(&dataset.rows[row].cells[column].value),
                        DataValue::Text,
                    )
                }
                Heading::Status(column) => printer.status(dataset.status(row, column)),
            };
            headings.iter().map(cell).collect()
        };
        let title = |column: usize| dataset.columns[column].title_in(&self.language().tag);
        let heads = headings.iter().map(|heading| match *heading {
            Heading::Values(column) => DataColumn {
                title: title(column),
                unit: self.locale.unit(&dataset.columns[column].measure),
            },
            Heading::Status(column) => {
                DataColumn { title: self.status_head(&title(column)), unit: EcoString::new() }
            }
        });
        FigureData {
            columns: heads.collect(),
            rows: rows.iter().map(cells).collect(),
            ..self.figure_data(exhibit)
        }
    }

    /// Returns what a view of a register shows; `values` are its rows.
    pub(super) fn viewed_data(
        &self,
        exhibit: &Exhibit<'_>,
        table: &Table,
        values: Vec<Vec<DataValue>>,
    ) -> FigureData {
        let columns = table.columns.iter();
        let columns = columns.map(|column| DataColumn {
            title: plain_text(&column.head),
            unit: column.unit.clone(),
        });
        FigureData { columns: columns.collect(), rows: values, ..self.figure_data(exhibit) }
    }

    fn figure_data(&self, exhibit: &Exhibit<'_>) -> FigureData {
        let Exhibit { form, dataset, id, span, .. } = exhibit;
        let number = self.collected.numbers.get(span).cloned().unwrap_or_default();
        // No anchor of an author's begins so, and no file may leave its folder.
        let file = match id.as_str() {
            "" if *form == FigureForm::Table => eco_format!("q-table-{number}"),
            "" => eco_format!("q-figure-{number}"),
            id if id.starts_with('.') => eco_format!("q-{}", id.replace(['/', '\\'], "-")),
            id => id.replace(['/', '\\'], "-").into(),
        };
        FigureData {
            file,
            title: dataset.title.text(&self.language().tag),
            page: self.dataset_page(&dataset.id),
            columns: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Returns the page of a dataset or register on the site of this edition.
    pub(super) fn dataset_page(&self, id: &EcoString) -> Option<Target> {
        catalogue::target(id, self.edition.site, self.resources.plan)
    }

    fn status_head(&self, title: &str) -> EcoString {
        self.locale.words.get(Word::ColumnStatus { column: title }).into()
    }
}

/// Returns a closed dataset with the digits that a figure prints of it, and no others: neither its files nor the
/// length of a bar may say more. None if the dataset is open, or printed with all its digits.
pub(super) fn as_printed(dataset: &Dataset, decimals: Option<u32>) -> Option<Dataset> {
    let decimals = decimals.filter(|_| dataset.access.is_closed())?;
    let mut printed = dataset.clone();
    for cell in printed.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if let Value::Number(number) = &mut cell.value {
            *number = round(*number, decimals);
        }
    }
    Some(printed)
}

/// Returns the values of an entry for the fields that stand in `cells`.
pub(super) fn entry_values(entry: &Entry, fields: &[usize], cells: &[Inlines]) -> Vec<DataValue> {
    let value = |(&field, cell): (&usize, &Inlines)| match &entry.values[field] {
        EntryValue::Plain(Value::Missing) => DataValue::Missing,
        EntryValue::Plain(Value::Number(number)) => DataValue::Number(*number),
        EntryValue::Plain(Value::Boolean(boolean)) => DataValue::Boolean(*boolean),
        EntryValue::Plain(Value::Date(text)) => DataValue::Text(text.clone()),
        _ => DataValue::Text(cited_text(cell)),
    };
    fields.iter().zip(cells).map(value).collect()
}

/// Returns the cells of a table as texts, for a table that shows no single values.
pub(super) fn printed_values(table: &Table) -> Vec<Vec<DataValue>> {
    let value = |cell: &Inlines| {
        // Entries that share a cell stand in lines of their own.
        let lines = cell.split(|inline| matches!(inline, Inline::LineBreak)).map(cited_text);
        match lines.collect::<Vec<_>>().join("; ") {
            text if text.is_empty() => DataValue::Missing,
            text => DataValue::Text(text.into()),
        }
    };
    table.rows.iter().map(|row| row.iter().map(value).collect()).collect()
}
