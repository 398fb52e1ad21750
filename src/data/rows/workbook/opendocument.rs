//! Sheets of OpenDocument: how much they become, since they say of cells, rows and spaces how often they are repeated, and
//! what they show.

use std::collections::HashMap;
use std::io::{BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::number_format::{DateParts, Section};
use super::shown::{Show, Shown};
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

/// Returns what the sheet of this name shows; nothing of what is none, or cannot be read, which is reported where its values
/// are read.
pub(super) fn shown(archive: &mut ZipArchive<impl Read + Seek>, sheet: &str) -> Shown {
    let mut showing = Showing::default();
    // Styles stand in either file, and sheets in the second.
    for file in ["styles.xml", "content.xml"] {
        if let Ok(file) = archive.by_name(file) {
            showing.read(file, sheet);
        }
    }
    showing.shown
}

impl Showing {
    fn read(&mut self, file: impl Read, sheet: &str) {
        let mut reader = Reader::from_reader(BufReader::new(file));
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(element)) if element.name().as_ref() == b"table:table" => {
                    self.is_read = text(&element, "table:name").as_deref() == Some(sheet);
                }
                Ok(Event::Start(element)) if self.is_read => self.start(&element),
                Ok(Event::Empty(element)) if self.is_read => {
                    self.start(&element);
                    self.end(element.name().as_ref());
                }
                Ok(Event::Text(text)) if self.is_read => {
                    self.text.push_str(&text.xml10_content().unwrap_or_default());
                }
                Ok(Event::End(element)) if self.is_read => {
                    if element.name().as_ref() == b"table:table" {
                        return;
                    }
                    self.end(element.name().as_ref());
                }
                Ok(Event::Start(element) | Event::Empty(element)) => self.known.add(&element),
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }
}

/// A sheet of which is read what it shows.
#[derive(Default)]
struct Showing {
    shown: Shown,
    is_read: bool,
    known: Styles,
    /// The styles of columns, by their first and last.
    styles: Vec<((u32, u32), String)>,
    /// Where the current row, column and cell begin, and how often they are there.
    row: (usize, usize),
    column: usize,
    cell: (usize, usize),
    /// What the current cell says of itself.
    value: CellValue,
    /// What it shows.
    text: String,
}

/// The styles of cells that are shown in thousands or millions, or as parts of dates.
#[derive(Default)]
struct Styles {
    /// The format that is read.
    format: String,
    formats: HashMap<String, Section>,
    cells: HashMap<String, Section>,
}

impl Styles {
    fn add(&mut self, element: &BytesStart<'_>) {
        match element.name().as_ref() {
            b"number:number-style"
            | b"number:currency-style"
            | b"number:percentage-style"
            | b"number:date-style" => {
                self.format = text(element, "style:name").unwrap_or_default();
            }
            b"number:number" => {
                let factor = text(element, "number:display-factor").unwrap_or_default();
                let zeros = factor.strip_prefix('1').unwrap_or_default();
                if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') {
                    let power = -i32::try_from(zeros.len()).unwrap_or_default();
                    let section = Section { power, ..Section::default() };
                    self.formats.insert(self.format.clone(), section);
                }
            }
            b"number:year" => self.date(DateParts::Year),
            b"number:month" => self.date(DateParts::Month),
            b"number:day" | b"number:hours" | b"number:minutes" => self.date(DateParts::Day),
            b"style:style" => {
                let format = text(element, "style:data-style-name");
                let section = format.and_then(|format| self.formats.get(&format).cloned());
                self.cells.extend(text(element, "style:name").zip(section));
            }
            _ => {}
        }
    }

    /// Notes that the format shows a part of dates, and so the greater ones.
    fn date(&mut self, part: DateParts) {
        let section = self.formats.entry(self.format.clone()).or_default();
        section.date = section.date.max(Some(part));
    }
}

/// What a cell says of itself.
#[derive(Default)]
struct CellValue {
    kind: String,
    /// How its style shows it.
    style: Section,
    is_error: bool,
    has_formula: bool,
    /// Over how many rows and columns it reaches.
    size: (usize, usize),
}

impl Showing {
    fn start(&mut self, element: &BytesStart<'_>) {
        let is_hidden = || text(element, "table:visibility").is_some_and(|said| said != "visible");
        match element.name().as_ref() {
            b"table:table-column" => {
                let count = number(element, "table:number-columns-repeated").min(MOST_COLUMNS);
                let columns = span(self.column, count);
                if is_hidden() {
                    self.shown.columns.extend(columns);
                }
                self.styles.extend(columns.zip(text(element, "table:default-cell-style-name")));
                self.column += count;
            }
            b"table:table-row" => {
                let count = number(element, "table:number-rows-repeated").min(MOST_ROWS);
                self.row = (self.row.0 + self.row.1, count);
                self.cell = (0, 0);
                if is_hidden() {
                    self.shown.rows.extend(span(self.row.0, count));
                }
            }
            b"table:table-cell" | b"table:covered-table-cell" => {
                let count = number(element, "table:number-columns-repeated").min(MOST_COLUMNS);
                self.cell = (self.cell.0 + self.cell.1, count);
                self.value = CellValue {
                    kind: text(element, "office:value-type").unwrap_or_default(),
                    style: self.style(element).unwrap_or_default(),
                    is_error: text(element, "calcext:value-type").as_deref() == Some("error"),
                    has_formula: text(element, "table:formula").is_some(),
                    size: (
                        number(element, "table:number-rows-spanned"),
                        number(element, "table:number-columns-spanned"),
                    ),
                };
                self.text.clear();
            }
            // The remark on a cell is none of its text.
            b"text:p" => self.text.clear(),
            b"text:s" => self.text.push(' '),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if !matches!(name, b"table:table-cell" | b"table:covered-table-cell") {
            return;
        }
        let value = std::mem::take(&mut self.value);
        let show = self.show(&value);
        let (Some((top, bottom)), Some((left, right))) =
            (span(self.row.0, self.row.1), span(self.cell.0, self.cell.1))
        else {
            return;
        };
        if value.has_formula && value.kind.is_empty() {
            self.shown.uncalculated.push((top, left));
        }
        if let ((2.., _) | (_, 2..), Some((_, below)), Some((_, beside))) = (
            value.size,
            span(self.row.0, value.size.0.min(MOST_ROWS)),
            span(self.cell.0, value.size.1.min(MOST_COLUMNS)),
        ) {
            self.shown.merged.push(((top, left), (below, beside)));
        }
        let Some(show) = show else { return };
        for row in top..=bottom {
            for column in left..=right {
                self.shown.cells.insert((row, column), show.clone());
            }
        }
    }

    /// Returns how the style of a cell, or else of its column, shows it.
    fn style(&self, element: &BytesStart<'_>) -> Option<Section> {
        let style = text(element, "table:style-name").or_else(|| {
            let at = u32::try_from(self.cell.0).ok()?;
            let has = |((first, last), _): &&((u32, u32), String)| (*first..=*last).contains(&at);
            self.styles.iter().find(has).map(|(_, style)| style.clone())
        });
        self.known.cells.get(&style?).cloned()
    }

    /// Returns how a cell shows its value; none if as it is.
    fn show(&self, value: &CellValue) -> Option<Show> {
        let text = self.text.trim();
        let is_fault = value.is_error || text.starts_with('#') || text.starts_with("Err:");
        match value.kind.as_str() {
            "float" | "percentage" | "currency" | "string" if is_fault && !text.is_empty() => {
                let is_own = value.kind == "string" && !value.is_error;
                (!is_own).then(|| Show::Text(text.into()))
            }
            "float" | "percentage" | "currency" if !text.is_empty() => {
                let mut section = Section::around(text);
                section.power += value.style.power;
                (!section.is_plain()).then_some(Show::Around(section))
            }
            "percentage" => Some(Show::Around(Section::around("0%"))),
            "date" => {
                Some(Show::Around(value.style.clone())).filter(|_| value.style.date.is_some())
            }
            _ => None,
        }
    }
}

/// Returns the first and the last of so many rows or columns.
fn span(first: usize, count: usize) -> Option<(u32, u32)> {
    let last = first.checked_add(count.checked_sub(1)?)?;
    Some((u32::try_from(first).ok()?, u32::try_from(last).ok()?))
}

fn text(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok().flatten()?;
    attribute.unescape_value().ok().map(std::borrow::Cow::into_owned)
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
