//! Timelines: what happened, on an axis of time.

use super::{Binder, Parts};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::limits::CHART_NAMES;
use crate::bind::ledger::Exhibit;
use crate::chart::{Chart, Emphasis, Event};
use crate::data::dataset::{Dataset, Value};
use crate::data::select::column;
use crate::language::Grouping;
use crate::markup::{ChartBlock, Moments};
use crate::publication::date;
use crate::tree::Table;

/// The columns of a timeline, by number.
struct Columns {
    date: usize,
    end: Option<usize>,
    text: usize,
}

impl Columns {
    fn all(&self) -> Vec<usize> {
        [Some(self.date), self.end, Some(self.text)].into_iter().flatten().collect()
    }
}

impl<'a> Binder<'a, '_> {
    /// Composes a timeline.
    pub(super) fn timeline(
        &mut self,
        block: &'a ChartBlock,
        moments: &Moments,
        exhibit: &Exhibit<'_>,
    ) -> Option<Parts> {
        let dataset = exhibit.dataset;
        let selected = self.select(&block.table, dataset);
        let columns = columns(dataset, moments);
        let columns = self.problems.keep(columns);
        let ((rows, _), columns) = (selected?, columns?);
        let hint = "show fewer rows";
        self.problems.keep(CHART_NAMES.check(rows.len(), block.table.data.span, hint))?;
        let selecting = self.data().selecting(dataset);
        let highlighted = block.highlight.iter().map(|name| selecting.row(name));
        let highlighted = self.problems.keep_all(highlighted)?;
        let event = |&row: &usize| {
            let has_colour = highlighted.is_empty() || highlighted.contains(&row);
            let emphasis = if has_colour { Emphasis::Highlight } else { Emphasis::Context };
            Ok(Event { emphasis, ..self.event((dataset, row), &columns)? })
        };
        let events: Vec<Result<_, Diagnostic>> = rows.iter().map(event).collect();
        let events = self.problems.keep_all(events);
        let table = self.timeline_table(dataset, (&rows, &columns));
        self.record_cells(exhibit, []);
        let remarks = self.chart_remarks(block);
        let chart = Chart { events: events?, ..Chart::new(block.form.value, Vec::new()) };
        let data = self.shown_data(exhibit, (&rows, &columns.all()));
        Some(Parts { chart, table, measured: Vec::new(), remarks, data })
    }

    fn event(
        &self,
        (dataset, row): (&Dataset, usize),
        columns: &Columns,
    ) -> Result<Event, Diagnostic> {
        let cells = &dataset.rows[row].cells;
        let moment = |column: usize| {
            let cell = &cells[column];
            let year = match &cell.value {
                Value::Date(text)
                | Value::Text(crate::publication::localized::Localized::Same(text)) => {
                    date::decimal_year(text)
                }
                Value::Number(number) => date::decimal_year(&number.to_string()),
                _ => None,
            };
            year.ok_or_else(|| {
                let message = format!(
                    "the row `{}` of `{}` has no date to place it at",
                    dataset.rows[row].key, dataset.id
                );
                Diagnostic::error(Code::BadChart, cell.span, message)
                    .with_hint("leave the row out of `rows:`, or give it a day, a month or a year")
            })
        };
        let has_end = |&column: &usize| cells[column].value != Value::Missing;
        let end = columns.end.filter(has_end).map(moment).transpose()?;
        let printed = |column: usize| match &cells[column].value {
            // A year has no separators.
            Value::Number(year) => self.locale.table_number(*year, None, Grouping::Ungrouped),
            _ => self.plain(&cells[column]),
        };
        let until = columns.end.filter(has_end).map(printed);
        let date = [Some(printed(columns.date)), until];
        let date: Vec<_> = date.into_iter().flatten().collect();
        Ok(Event {
            start: moment(columns.date)?,
            end,
            date: date.join("–"),
            text: self.plain(&cells[columns.text]).into(),
            emphasis: Emphasis::Highlight,
        })
    }

    fn timeline_table(
        &mut self,
        dataset: &Dataset,
        (rows, columns): (&[usize], &Columns),
    ) -> Table {
        let shown = columns.all();
        let heads = shown.iter().map(|&column| self.head(&dataset.columns[column], None)).collect();
        let words = self.words;
        let cells = self.data_rows(dataset, (rows, &shown), None);
        self.words = words;
        Table { columns: heads, rows: cells, row_heads: true, ..Table::default() }
    }
}

fn columns(dataset: &Dataset, moments: &Moments) -> Result<Columns, Diagnostic> {
    Ok(Columns {
        date: column(dataset, &moments.date)?,
        end: moments.end.as_ref().map(|name| column(dataset, name)).transpose()?,
        text: column(dataset, &moments.text)?,
    })
}
