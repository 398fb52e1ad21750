//! Parquet files, as text with one line for each row.
//!
//! ```text
//! footer ──> columns, groups of rows ──> column ──page──> values ──value──> fields of a line
//!  thrift                                        encoding
//! ```
//!
//! Files are read a page at a time, so that no more is in memory than a page of each column and
//! the text.

mod column;
mod encoding;
mod footer;
mod thrift;
mod value;

use std::cell::Cell;

use super::source::{Source, Undescribed};
use super::workbook;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::limits;
use column::{Column, Reading};
use footer::Footer;

/// What is wrong with a file, as the end of a message.
type Fault = &'static str;

/// A small file may not become a text of more bytes than this, or than it has bytes times
/// [`GROWTH`].
const TEXT: usize = 16 << 20;

/// How many times as long as its file a text may be.
const GROWTH: usize = 1_000;

/// What the pages of all columns may hold in memory, if that is more than the text may have.
const HELD: usize = 256 << 20;

/// The longest text that is read.
const LONGEST: usize = 1 << 30;

/// Returns the rows of a Parquet file as CSV, the names of its columns in the first line.
///
/// # Errors
/// Reports a file that is damaged, encrypted or compressed in a way that is not read, and columns
/// of lists and records, unless they are not described.
pub(crate) fn text(bytes: &[u8], source: &Source) -> Result<String, Diagnostic> {
    let broken = |fault: Fault| {
        let message = format!("`{}` cannot be read as Parquet: {fault}", source.file.value);
        Diagnostic::error(Code::BadCell, source.file.span, message).with_hint(
            "ask whoever made the file, or write it again, compressed by Snappy, gzip or Zstandard",
        )
    };
    let mut footer = footer::read(bytes).map_err(broken)?;
    if source.undescribed == Undescribed::Refused {
        let unread = footer.columns.iter().find(|column| column.kind.is_none());
        unread.map_or(Ok(()), |column| Err(no_values(&column.name, source)))?;
    }
    let rows = footer.groups.iter().fold(0, |sum: usize, group| sum.saturating_add(group.rows));
    let cells = rows.saturating_mul(footer.columns.len());
    let hint = "write only the rows and columns that you need";
    limits::PARQUET_CELLS.check(cells, source.file.span, hint)?;
    loop {
        let stop = match written(bytes, &footer, source) {
            Ok(text) => return Ok(text),
            Err(stop) => stop,
        };
        // Whether bytes are text is not known before they are read.
        let column = stop.column.and_then(|number| footer.columns.get_mut(number));
        match column.filter(|column| column.is_bytes && stop.fault == value::NO_TEXT) {
            Some(column) if source.undescribed == Undescribed::Ignored => column.kind = None,
            Some(column) => return Err(no_values(&column.name, source)),
            None => return Err(broken(stop.fault)),
        }
    }
}

/// Why rows cannot be written, and the column in which that was found.
struct Stop {
    fault: Fault,
    column: Option<usize>,
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self { fault, column: None }
    }
}

fn no_values(name: &str, source: &Source) -> Diagnostic {
    let message = format!("the column `{name}` of `{}` holds no single values", source.file.value);
    let ignore = super::remedy::Remedy { key: "undescribed", value: "ignore".into() };
    Diagnostic::error(Code::BadValue, source.file.span, message)
        .with_hint(format!("pass it over: {}", source.declaration(&[ignore])))
}

/// Returns the rows as CSV.
fn written(bytes: &[u8], footer: &Footer, source: &Source) -> Result<String, Stop> {
    let most = bytes.len().saturating_mul(GROWTH).clamp(TEXT, LONGEST);
    let mut writer = workbook::writer(source);
    let read = footer.columns.iter().filter(|column| column.kind.is_some());
    // Writing to memory does not fail.
    let _ = writer.write_record(read.map(|column| workbook::in_line(&column.name).into_owned()));
    for group in &footer.groups {
        let reading = Reading { file: bytes, rows: group.rows, room: Cell::new(most.max(HELD)) };
        let leaves = footer.columns.iter().zip(&group.chunks).enumerate();
        let columns = leaves.filter_map(|(number, (leaf, chunk))| {
            Some((number, Column::new(leaf, chunk, &reading)?))
        });
        let mut columns: Vec<_> = columns.collect();
        for _ in 0..group.rows {
            for (number, column) in &mut columns {
                let field = column.next().map_err(|fault| Stop { fault, column: Some(*number) })?;
                let _ = writer.write_field(&*workbook::in_line(field));
                if writer.get_ref().len() > most {
                    return Err(Fault::into("its rows are far longer than the file"));
                }
            }
            let _ = writer.write_record(None::<&[u8]>);
        }
    }
    let text = writer.into_inner().unwrap_or_default();
    String::from_utf8(text).map_err(|_| value::NO_TEXT.into())
}
