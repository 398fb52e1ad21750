//! Sheets of Office Open XML: how far they reach, since their cells say themselves where they stand, which may be anywhere,
//! and what they show.

use std::collections::HashMap;
use std::io::{BufReader, Read, Seek};
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::number_format::NumberFormat;
use super::shown::{Show, Shown};
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

/// Returns what the sheet of this name shows; none if that cannot be read.
pub(super) fn shown(archive: &mut ZipArchive<impl Read + Seek>, sheet: &str) -> Option<Shown> {
    let path = path_of(archive, sheet)?;
    let formats = formats(archive);
    let mut showing = Showing { formats, ..Showing::default() };
    each_element(archive, &path, |event| showing.add(&event));
    Some(showing.shown)
}

/// An element that begins, a text, or an element that ends, by its name.
enum Part<'e> {
    Start(&'e BytesStart<'e>),
    Text,
    End(&'e [u8]),
}

/// Calls `visit` for each element of a file in an archive.
fn each_element(
    archive: &mut ZipArchive<impl Read + Seek>,
    path: &str,
    mut visit: impl FnMut(Part<'_>),
) {
    let found = archive.file_names().find(|name| name.eq_ignore_ascii_case(path));
    let Some(found) = found.map(str::to_owned) else { return };
    let Ok(file) = archive.by_name(&found) else { return };
    let mut reader = Reader::from_reader(BufReader::new(file));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => visit(Part::Start(&element)),
            Ok(Event::Empty(element)) => {
                visit(Part::Start(&element));
                visit(Part::End(element.local_name().as_ref()));
            }
            Ok(Event::Text(_)) => visit(Part::Text),
            Ok(Event::End(element)) => visit(Part::End(element.local_name().as_ref())),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// Returns the file of a sheet.
fn path_of(archive: &mut ZipArchive<impl Read + Seek>, sheet: &str) -> Option<String> {
    let mut id = None;
    each_element(archive, "xl/workbook.xml", |part| {
        if let Part::Start(element) = part
            && element.local_name().as_ref() == b"sheet"
            && text(element, b"name").as_deref() == Some(sheet)
        {
            id = text(element, b"id");
        }
    });
    let mut target = None;
    each_element(archive, "xl/_rels/workbook.xml.rels", |part| {
        if let Part::Start(element) = part
            && element.local_name().as_ref() == b"Relationship"
            && text(element, b"Id") == id
        {
            target = text(element, b"Target");
        }
    });
    let target = target?;
    let target = target.strip_prefix('/').unwrap_or(&target);
    Some(if target.starts_with("xl/") { target.to_owned() } else { format!("xl/{target}") })
}

/// Returns the formats of cells by the numbers of their styles; none for those that show the digits alone.
fn formats(archive: &mut ZipArchive<impl Read + Seek>) -> Vec<Option<Rc<NumberFormat>>> {
    let mut codes: HashMap<usize, NumberFormat> = HashMap::new();
    let (mut styles, mut is_of_cells) = (Vec::new(), false);
    each_element(archive, "xl/styles.xml", |part| match part {
        Part::Start(element) => match element.local_name().as_ref() {
            b"numFmt" => {
                let code = text(element, b"formatCode").unwrap_or_default();
                let number = number(element, b"numFmtId");
                codes.extend(number.map(|number| (number, NumberFormat::read(&code))));
            }
            b"cellXfs" => is_of_cells = true,
            b"xf" if is_of_cells => styles.push(number(element, b"numFmtId").unwrap_or_default()),
            _ => {}
        },
        Part::End(b"cellXfs") => is_of_cells = false,
        Part::Text | Part::End(_) => {}
    });
    let format = |number: usize| {
        let format = codes.get(&number).cloned().or_else(|| NumberFormat::built_in(number));
        format.filter(|format| !format.is_plain()).map(Rc::new)
    };
    styles.into_iter().map(format).collect()
}

/// A sheet of which is read what it shows.
#[derive(Default)]
struct Showing {
    shown: Shown,
    formats: Vec<Option<Rc<NumberFormat>>>,
    /// The current cell, from one.
    at: (usize, usize),
    /// Whether it has a formula, and a value; whether its value is read.
    formula: bool,
    value: bool,
    is_value: bool,
}

impl Showing {
    fn add(&mut self, part: &Part<'_>) {
        match part {
            Part::Start(element) => self.start(element),
            Part::End(b"c") if self.formula && !self.value => {
                self.shown.uncalculated.extend(position(self.at));
            }
            Part::Text => self.value |= self.is_value,
            Part::End(_) => self.is_value = false,
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            b"col" if is_hidden(element, b"width") => {
                let ends = [b"min", b"max"].map(|name| number(element, name));
                if let [Some(first @ 1..), Some(last @ 1..)] = ends {
                    self.shown.columns.extend(span(first, last));
                }
            }
            b"row" => {
                self.at = (named(element).map_or(self.at.0 + 1, |(row, _)| row), 0);
                if is_hidden(element, b"ht") {
                    self.shown.rows.extend(span(self.at.0, self.at.0));
                }
            }
            b"c" => {
                self.at = named(element).unwrap_or((self.at.0, self.at.1 + 1));
                self.formula = false;
                // The result of a formula may be a text without letters.
                self.value = text(element, b"t").as_deref() == Some("str");
                let format = number(element, b"s").unwrap_or_default();
                let format = self.formats.get(format).cloned().flatten();
                if let (Some(format), Some(at)) = (format, position(self.at)) {
                    self.shown.cells.insert(at, Show::Format(format));
                }
            }
            b"f" => self.formula = true,
            b"v" => self.is_value = true,
            b"mergeCell" => {
                let range = text(element, b"ref").unwrap_or_default();
                self.shown.merged.extend(super::range(&range));
            }
            _ => {}
        }
    }
}

/// Returns the first and the last of rows or columns, which are counted from one.
fn span(first: usize, last: usize) -> Option<(u32, u32)> {
    let zero = |at: usize| u32::try_from(at.checked_sub(1)?).ok();
    Some((zero(first)?, zero(last)?))
}

fn position((row, column): (usize, usize)) -> Option<(u32, u32)> {
    span(row, column)
}

/// Whether a row or a column is hidden, or has no size.
fn is_hidden(element: &BytesStart<'_>, size: &[u8]) -> bool {
    matches!(text(element, b"hidden").as_deref(), Some("1" | "true"))
        || text(element, size).is_some_and(|size| size.parse::<f32>().is_ok_and(|size| size <= 0.0))
}

fn number(element: &BytesStart<'_>, name: &[u8]) -> Option<usize> {
    text(element, name)?.parse().ok()
}

/// Returns what an attribute says, in whatever namespace it is.
fn text(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let mut attributes = element.attributes().filter_map(Result::ok);
    let attribute = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    attribute.unescape_value().ok().map(std::borrow::Cow::into_owned)
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
