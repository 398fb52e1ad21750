//! How far the sheets of Office Open XML reach: their cells say themselves where they stand, which may be anywhere.

use std::io::{BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::base::limits::{SHEET_COLUMNS, SHEET_ROWS};

/// The last row and the last column that the sheets of a workbook name, from one.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reach {
    pub rows: usize,
    pub columns: usize,
}

impl Reach {
    fn with(self, (row, column): (usize, usize)) -> Self {
        Self { rows: self.rows.max(row), columns: self.columns.max(column) }
    }

    /// Whether no sheet of a spreadsheet program goes as far.
    fn is_beyond(self) -> bool {
        self.rows > SHEET_ROWS.most || self.columns > SHEET_COLUMNS.most
    }
}

/// Returns how far the sheets of a workbook reach, counted no further than they matter; nothing of what is none, or
/// cannot be read.
pub(super) fn reach(archive: &mut ZipArchive<impl Read + Seek>) -> Reach {
    let mut most = Reach::default();
    for index in 0..archive.len() {
        let Ok(file) = archive.by_index(index) else { continue };
        // Where sheets stand in the archive is free; what they are is not.
        if file.name().to_ascii_lowercase().ends_with(".xml") {
            most = of_sheet(file, most);
        }
        if most.is_beyond() {
            break;
        }
    }
    most
}

/// Returns how far a sheet reaches, or what was found before.
fn of_sheet(file: impl Read, before: Reach) -> Reach {
    let mut reader = Reader::from_reader(BufReader::new(file));
    let (mut reach, mut buffer, mut at) = (before, Vec::new(), (0, 0));
    let mut is_sheet = false;
    while !reach.is_beyond() {
        buffer.clear();
        let Ok(event) = reader.read_event_into(&mut buffer) else { return reach };
        match event {
            Event::Eof => return reach,
            Event::Start(element) | Event::Empty(element) => {
                match element.local_name().as_ref() {
                    b"worksheet" => is_sheet = true,
                    b"row" => at = (named(&element).map_or(at.0 + 1, |(row, _)| row), 0),
                    b"c" => at = named(&element).unwrap_or((at.0, at.1 + 1)),
                    _ => {}
                }
                if !is_sheet {
                    return before;
                }
                reach = reach.with(at);
            }
            _ => {}
        }
    }
    reach
}

/// Returns the row and the column that an element names, from one: `B4`, or `4` for a whole row.
fn named(element: &BytesStart<'_>) -> Option<(usize, usize)> {
    let attribute = element.try_get_attribute("r").ok().flatten()?;
    let name = attribute.value.to_ascii_uppercase();
    let letters = name.iter().take_while(|byte| byte.is_ascii_uppercase());
    let column = letters.fold(0_usize, |column, letter| {
        column.saturating_mul(26).saturating_add(usize::from(letter - b'A') + 1)
    });
    let digits = name.iter().filter(|byte| byte.is_ascii_digit());
    let row = digits.fold(0_usize, |row, digit| {
        row.saturating_mul(10).saturating_add(usize::from(digit - b'0'))
    });
    Some((row, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &str) -> Reach {
        let text = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        of_sheet(text.as_bytes(), Reach::default())
    }

    #[test]
    fn cells_reach_as_far_as_they_say_or_as_far_as_they_follow_each_other() {
        assert_eq!(of("<row r=\"3\"><c r=\"B3\"/><c/></row><row/>"), Reach { rows: 4, columns: 3 });
        let far = of("<row r=\"99999999999\"><c r=\"ZZZZZZZZ99999999999999999999999\"/></row>");
        assert!(far.is_beyond());
        assert!(of(&"<row/>".repeat(SHEET_ROWS.most + 1)).is_beyond());
        assert_eq!(
            of_sheet("<sst><row r=\"9\"/></sst>".as_bytes(), Reach::default()),
            Reach::default()
        );
    }
}
