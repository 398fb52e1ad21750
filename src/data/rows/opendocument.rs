//! How much a sheet of OpenDocument becomes: it says of cells, rows and spaces how often they are repeated.

use std::io::{BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::base::limits::{SHEET_COLUMNS, SHEET_ROWS};

/// How wide and how high a sheet may be; whatever repeats beyond that ends there.
const MOST_COLUMNS: usize = SHEET_COLUMNS.most;
const MOST_ROWS: usize = SHEET_ROWS.most;

/// What the largest sheet of a workbook becomes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// The cells between the first and the last that is filled.
    pub cells: usize,
    /// The bytes of their texts.
    pub bytes: usize,
}

/// Returns what the largest sheet of a workbook becomes; nothing of what is none, or cannot be read.
pub(super) fn extent(archive: &mut ZipArchive<impl Read + Seek>) -> Extent {
    let Ok(content) = archive.by_name("content.xml") else { return Extent::default() };
    let mut reader = Reader::from_reader(BufReader::new(content));
    let mut sheet = Sheet::default();
    let (mut most, mut buffer) = (Extent::default(), Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => sheet.start(&element),
            Ok(Event::Empty(element)) => {
                sheet.start(&element);
                sheet.end(element.name().as_ref());
            }
            Ok(Event::Text(text)) => sheet.say(text.len()),
            Ok(Event::End(element)) => {
                sheet.end(element.name().as_ref());
                if element.name().as_ref() == b"table:table" {
                    let own = std::mem::take(&mut sheet).extent();
                    most = Extent {
                        cells: most.cells.max(own.cells),
                        bytes: most.bytes.max(own.bytes),
                    };
                }
            }
            Ok(Event::Eof) | Err(_) => return most,
            Ok(_) => {}
        }
    }
}

/// A sheet that is read.
#[derive(Default)]
struct Sheet {
    /// How often the current row and the current cell are there.
    repeated: (usize, usize),
    /// What the current cell says: none if it is empty.
    cell: Option<usize>,
    /// How far the current row goes: to its last cell, and to the last that is filled.
    row: (usize, usize),
    row_bytes: usize,
    /// How wide the sheet is, and how many rows it has up to the last that is filled.
    width: usize,
    filled: usize,
    rows: usize,
    bytes: usize,
}

impl Sheet {
    fn start(&mut self, element: &BytesStart<'_>) {
        match element.name().as_ref() {
            b"table:table-row" => {
                self.repeated.0 = number(element, "table:number-rows-repeated").min(MOST_ROWS);
                (self.row, self.row_bytes) = ((0, 0), 0);
            }
            b"table:table-cell" | b"table:covered-table-cell" => {
                self.repeated.1 =
                    number(element, "table:number-columns-repeated").min(MOST_COLUMNS);
                let is_typed = element.try_get_attribute("office:value-type").ok().flatten();
                self.cell = is_typed.map(|_| 0);
            }
            b"text:s" => self.say(number(element, "text:c")),
            _ => {}
        }
    }

    fn say(&mut self, bytes: usize) {
        if let Some(said) = &mut self.cell {
            *said = said.saturating_add(bytes);
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"table:table-cell" | b"table:covered-table-cell" => {
                self.row.0 = (self.row.0 + self.repeated.1).min(MOST_COLUMNS);
                if let Some(bytes) = self.cell.take() {
                    self.row.1 = self.row.0;
                    let bytes = bytes.saturating_mul(self.repeated.1);
                    self.row_bytes = self.row_bytes.saturating_add(bytes);
                }
            }
            b"table:table-row" => {
                self.rows = (self.rows + self.repeated.0).min(MOST_ROWS);
                if self.row.1 > 0 {
                    self.filled = self.rows;
                }
                self.width = self.width.max(self.row.1);
                let bytes = self.row_bytes.saturating_mul(self.repeated.0);
                self.bytes = self.bytes.saturating_add(bytes);
            }
            _ => {}
        }
    }

    fn extent(self) -> Extent {
        Extent { cells: self.width.saturating_mul(self.filled), bytes: self.bytes }
    }
}

/// Returns the number that an attribute gives; one without it.
fn number(element: &BytesStart<'_>, name: &str) -> usize {
    let attribute = element.try_get_attribute(name).ok().flatten();
    let text = attribute.map(|attribute| attribute.value.into_owned());
    let text = text.and_then(|text| String::from_utf8(text).ok());
    text.map_or(1, |text| text.trim().parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn of(rows: &str) -> Extent {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        let text = format!("<x><table:table>{rows}</table:table></x>");
        archive.start_file("content.xml", options).expect("memory has room");
        archive.write_all(text.as_bytes()).expect("memory has room");
        let bytes = archive.finish().expect("memory has room");
        extent(&mut ZipArchive::new(bytes).expect("it is an archive"))
    }

    #[test]
    fn what_is_repeated_counts_as_often_as_it_is() {
        const CELL: &str = "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"3\"><text:p>ab<text:s text:c=\"4\"/></text:p></table:table-cell>";
        let empty = "<table:table-cell table:number-columns-repeated=\"16000\"/>";
        let row = format!(
            "<table:table-row table:number-rows-repeated=\"5\">{CELL}{empty}</table:table-row>"
        );
        let last = "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell/></table:table-row>";
        assert_eq!(of(&format!("{row}{last}")), Extent { cells: 15, bytes: 90 });
        assert_eq!(of(&format!("{last}{row}")).cells, 3 * 1_048_575);
        let wide = row.replace("\"3\"", "\"99999999999999999999999\"");
        assert_eq!(of(&wide).cells, 5 * MOST_COLUMNS);
    }
}
