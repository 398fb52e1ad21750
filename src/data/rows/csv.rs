//! Rows from a CSV file.

use super::{RawRow, RowReader, scalar, unknown_field};
use crate::data::dataset::Dataset;
use crate::data::quotes;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::span::{FileId, Span};
use crate::yaml::Node;

/// The columns of a file, by the numbers of those of the dataset; none for one that is broken.
type Columns = Vec<Option<usize>>;

impl RowReader<'_> {
    /// Reads the rows of the file `path`, which lies beside that of the dataset.
    pub(super) fn csv_rows(
        &mut self,
        dataset: &mut Dataset,
        node: &Node,
        path: &str,
        problems: &mut Problems,
    ) {
        let folder =
            self.files.get(dataset.file).path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(file) = self.files.find(&format!("{folder}/{path}")) else {
            let message = format!("there is no file `{path}` in `{folder}`");
            problems.push(
                Diagnostic::error(Code::BrokenLink, node.span, message)
                    .with_hint("name a CSV file that lies beside this one"),
            );
            return;
        };
        let text = self.files.get(file).text.clone();
        if problems.keep(quotes::check(file, &text)).is_none() {
            return;
        }
        let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
        let Some(columns) = self.header(dataset, file, &mut reader, problems) else { return };
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let row = self.csv_row(dataset, file, &columns, &record);
                    self.finish_row(dataset, row, problems);
                }
                Err(error) => problems.push(csv_error(file, &error)),
            }
        }
    }

    fn header(
        &self,
        dataset: &Dataset,
        file: FileId,
        reader: &mut csv::Reader<&[u8]>,
        problems: &mut Problems,
    ) -> Option<Columns> {
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(error) => {
                problems.push(csv_error(file, &error));
                return None;
            }
        };
        problems.keep(check_header(file, &header))?;
        let mut columns = Columns::new();
        let mut at = 0;
        for name in &header {
            let span = Span::new(file, at, at + name.len());
            at += name.len() + 1;
            match dataset.column(name.trim()) {
                Some(column) if columns.contains(&Some(column)) => problems.push(
                    Diagnostic::error(
                        Code::DuplicateKey,
                        span,
                        format!("the column `{name}` stands twice"),
                    )
                    .with_hint("delete or rename one of the two"),
                ),
                Some(column) => columns.push(Some(column)),
                None if self.is_broken(name.trim()) => columns.push(None),
                None => problems.push(unknown_field(name, span, dataset)),
            }
        }
        if columns.len() < header.len() {
            return None;
        }
        problems.keep(lacks(dataset, &columns, Span::new(file, 0, at.saturating_sub(1))))?;
        Some(columns)
    }

    fn csv_row(
        &mut self,
        dataset: &Dataset,
        file: FileId,
        columns: &[Option<usize>],
        record: &csv::StringRecord,
    ) -> RawRow {
        let start =
            record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let line = Span::new(file, start, start + record.as_slice().len());
        let mut row = RawRow::new(dataset, line);
        let mut places = Places { rest: &self.files.get(file).text[start..], at: 0, line };
        for (column, field) in columns.iter().zip(record) {
            let span = places.next(field);
            let Some(column) = *column else { continue };
            let text = field.trim();
            if text.is_empty() {
                continue;
            }
            let kind = dataset.columns[column].kind;
            let read = scalar::of_text(kind, text, span, self.entities);
            self.keep(dataset, &mut row, (column, span), read);
        }
        row
    }
}

/// Finds where the fields of a record stand, one after the other.
struct Places<'a> {
    rest: &'a str,
    at: usize,
    line: Span,
}

impl Places<'_> {
    /// Returns the place of the next field; the whole line if quoting hides it.
    fn next(&mut self, field: &str) -> Span {
        // Between two fields stand a comma and, at most, two quotes.
        const BETWEEN: usize = 3;
        let rest = self.rest.get(self.at..).unwrap_or_default();
        let mut starts = rest.char_indices().map(|(start, _)| start).take(BETWEEN + 1);
        let found = starts.find(|&start| rest[start..].starts_with(field));
        let Some(start) = found.filter(|_| !field.is_empty()) else {
            self.at += 1 + field.len();
            return self.line;
        };
        let start = self.at + start;
        self.at = start + field.len();
        self.line.slice(start, self.at)
    }
}

/// Reports a first line that names no columns: its fields have another mark between them, or are empty.
fn check_header(file: FileId, header: &csv::StringRecord) -> Result<(), Diagnostic> {
    let line = header.iter().map(|name| name.len() + 1).sum::<usize>().saturating_sub(1);
    let span = Span::new(file, 0, line);
    let only = header.get(0).filter(|_| header.len() == 1).unwrap_or_default();
    for (mark, name) in [(';', "semicolons"), ('\t', "tabs")] {
        if only.contains(mark) {
            let message = format!("the fields of this file stand between {name}, not commas");
            return Err(Diagnostic::error(Code::BadCell, span, message)
                .with_hint("save it as CSV with commas; numbers have decimal points then"));
        }
    }
    let empty = header.iter().filter(|name| name.trim().is_empty()).count();
    if empty == 0 {
        return Ok(());
    }
    let message = match empty {
        1 => "the first line has a field without a name".to_owned(),
        empty => format!("the first line has {empty} fields without a name"),
    };
    Err(Diagnostic::error(Code::BadCell, span, message).with_hint(
        "name the column, or delete it: a comma at the end of each line makes an empty one",
    ))
}

/// Reports the columns of a dataset that its CSV file does not have.
fn lacks(dataset: &Dataset, columns: &Columns, header: Span) -> Result<(), Diagnostic> {
    let is_lacking = |index: &usize| !columns.contains(&Some(*index));
    let lacking = (0..dataset.columns.len()).filter(is_lacking);
    let names: Vec<_> = lacking.map(|index| format!("`{}`", dataset.columns[index].name)).collect();
    if names.is_empty() {
        return Ok(());
    }
    let message = format!("the file lacks {} of `columns:`", names.join(", "));
    Err(Diagnostic::error(Code::UnknownColumn, header, message)
        .with_hint("add the column to the first line, or delete it from `columns:`"))
}

fn csv_error(file: FileId, error: &csv::Error) -> Diagnostic {
    let offset = error.position().and_then(|position| usize::try_from(position.byte()).ok());
    let at = offset.unwrap_or(0);
    Diagnostic::error(
        Code::BadCell,
        Span::new(file, at, at + 1),
        format!("this line is not CSV ({error})"),
    )
    .with_hint(
        "each line has as many fields as the header; fields with a comma stand in double quotes",
    )
}
