//! Sheets of workbooks, from Excel and others, as text with one line for each row.

mod binary;
mod number_format;
mod office_open;
mod opendocument;
mod shown;
mod unsaid;

use std::borrow::Cow;
use std::io::{Cursor, Read, Seek};

use calamine::{
    Cell, Data, DataRef, ExcelDateTime, Range, Reader, SheetVisible, Sheets,
    open_workbook_auto_from_rs,
};
use zip::ZipArchive;

use self::number_format::DateParts;
use self::shown::{Position, Show, Shown};
use super::remedy::Remedy;
use super::source::{HiddenCells, Merged, Source};
use super::unpacked;
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::limits::{BOOK_BYTES, SHEET_CELLS, SHEET_COLUMNS, SHEET_ROWS};
use crate::base::span::Spanned;

/// Excel's numbers have at most this many digits; further ones are noise from their binary form.
const DIGITS: usize = 15;

/// A workbook, unpacked once for all datasets that read it.
pub(crate) struct Workbook<'b> {
    bytes: &'b [u8],
    book: Sheets<Cursor<&'b [u8]>>,
    /// The sheet that was read last: datasets with ranges of one sheet follow each other.
    last: Option<Sheet>,
}

/// A sheet of a workbook.
struct Sheet {
    name: String,
    range: Range<Data>,
    shown: Shown,
}

impl<'b> Workbook<'b> {
    /// Opens the workbook that `source` names.
    ///
    /// # Errors
    /// Reports a file that is no workbook, or that is too large.
    pub(crate) fn open(bytes: &'b [u8], source: &Source) -> Result<Self, Diagnostic> {
        let unpacked = unpacked::length(bytes).map_err(|part| damaged(&part, source))?;
        BOOK_BYTES.check(unpacked, source.file.span, HINT)?;
        if let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) {
            let extent = opendocument::extent(&mut archive);
            SHEET_CELLS.check(extent.cells, source.file.span, HINT)?;
            BOOK_BYTES.check(extent.bytes, source.file.span, HINT)?;
            let reach = office_open::reach(&mut archive);
            check_reach(reach.rows, reach.columns, source)?;
        }
        let book = open_workbook_auto_from_rs(Cursor::new(bytes));
        Ok(Self { bytes, book: book.map_err(|error| broken(&error, source))?, last: None })
    }

    /// Returns the names of its sheets.
    pub(crate) fn sheets(&self) -> Vec<String> {
        self.book.sheet_names()
    }

    /// Returns the sheet that `source` names as CSV, its first row in the first line. Rows and columns outside of
    /// the range are empty.
    ///
    /// # Errors
    /// Reports a sheet that the workbook does not have or that cannot be read, a range that is none, and what the sheet
    /// shows otherwise than it says.
    pub(crate) fn text(&mut self, source: &Source) -> Result<String, Diagnostic> {
        let cut = source.range.as_ref().map(cells).transpose()?;
        let sheet = self.sheet(source)?;
        unsaid::check(sheet, cut, source)?;
        Ok(csv(sheet, cut, source))
    }

    /// Returns what must be declared of the sheet that `source` names, besides its table.
    ///
    /// # Errors
    /// Reports a sheet that cannot be read.
    pub(crate) fn remedies(&mut self, source: &Source) -> Result<Vec<Remedy>, Diagnostic> {
        let sheet = self.sheet(source)?;
        Ok(unsaid::remedies(sheet, source))
    }

    /// Returns the name of the first sheet that is not hidden.
    pub(crate) fn first(&self) -> String {
        let sheets = self.book.sheets_metadata();
        let visible = sheets.iter().find(|sheet| sheet.visible == SheetVisible::Visible);
        visible.or(sheets.first()).map(|sheet| sheet.name.clone()).unwrap_or_default()
    }

    fn sheet(&mut self, source: &Source) -> Result<&Sheet, Diagnostic> {
        let names = self.sheets();
        let name = match &source.sheet {
            None => self.first(),
            Some(name) if names.iter().any(|known| *known == name.value) => name.value.to_string(),
            Some(name) => return Err(no_sheet(name, &names)),
        };
        let last = match self.last.take().filter(|last| last.name == name) {
            Some(last) => last,
            None => self.read(name, source)?,
        };
        Ok(self.last.insert(last))
    }

    fn read(&mut self, name: String, source: &Source) -> Result<Sheet, Diagnostic> {
        let filled = filled(&mut self.book, &name);
        let (rows, columns) = filled.reach();
        check_reach(rows, columns, source)?;
        SHEET_CELLS.check(filled.area(), source.file.span, HINT)?;
        let range = self.book.worksheet_range(&name);
        let range = range.map_err(|error| broken(&error, source))?;
        let shown = match (&self.book, ZipArchive::new(Cursor::new(self.bytes))) {
            (Sheets::Xlsx(_), Ok(mut archive)) => office_open::shown(&mut archive, &name),
            (Sheets::Ods(_), Ok(mut archive)) => Some(opendocument::shown(&mut archive, &name)),
            (Sheets::Xls(_), _) => binary::shown(self.bytes, &name),
            (Sheets::Xlsx(_) | Sheets::Ods(_) | Sheets::Xlsb(_), _) => None,
        };
        // A cell that shows 12.5 % has the value 0.125: without its format, it would be wrong in silence.
        let shown = shown.ok_or_else(|| {
            let message = format!("what cells show cannot be read from `{}`", source.file.value);
            Diagnostic::error(Code::BadCell, source.file.span, message)
                .with_hint("open it in a spreadsheet program and save it as `.xlsx`")
        })?;
        Ok(Sheet { name, range, shown })
    }
}

/// What to do about a workbook that is too large.
const HINT: &str = "export the sheet as CSV";

/// What to do about a workbook whose cells stand where no program has room for them.
const BROKEN_HINT: &str = "the file is damaged: open it in a spreadsheet program and save it again, or export the sheet as CSV";

/// Refuses cells beyond the last row or column that a spreadsheet program has.
fn check_reach(rows: usize, columns: usize, source: &Source) -> Result<(), Diagnostic> {
    SHEET_ROWS.check(rows, source.file.span, BROKEN_HINT)?;
    SHEET_COLUMNS.check(columns, source.file.span, BROKEN_HINT)
}

/// Reports a workbook of which a part is not what was written.
fn damaged(part: &str, source: &Source) -> Diagnostic {
    let message =
        format!("`{}` cannot be read as a workbook (`{part}` in it is damaged)", source.file.value);
    Diagnostic::error(Code::BadCell, source.file.span, message)
        .with_hint("get the file again from where it comes, or save it again")
}

fn broken(error: &calamine::Error, source: &Source) -> Diagnostic {
    let message = format!("`{}` cannot be read as a workbook ({error})", source.file.value);
    Diagnostic::error(Code::BadCell, source.file.span, message)
        .with_hint("open it in a spreadsheet program and save it again")
}

/// Returns which cells of a sheet are filled, of the formats whose cells say themselves where they stand: two of them
/// can be as far from each other as a sheet is wide and high.
///
/// What cannot be read is reported where the sheet is.
fn filled<R: Read + Seek>(book: &mut Sheets<R>, sheet: &str) -> Filled {
    let mut filled = Filled::default();
    match book {
        Sheets::Xlsx(book) => {
            let Ok(mut cells) = book.worksheet_cells_reader(sheet) else { return filled };
            while let Ok(Some(cell)) = cells.next_cell() {
                filled.add(&cell);
            }
        }
        Sheets::Xlsb(book) => {
            let Ok(mut cells) = book.worksheet_cells_reader(sheet) else { return filled };
            while let Ok(Some(cell)) = cells.next_cell() {
                filled.add(&cell);
            }
        }
        Sheets::Xls(_) | Sheets::Ods(_) => {}
    }
    filled
}

/// The rectangle around filled cells.
#[derive(Default)]
struct Filled(Option<Cells>);

impl Filled {
    /// Adds a cell, unless it only has a style.
    fn add(&mut self, cell: &Cell<DataRef<'_>>) {
        if matches!(cell.get_value(), DataRef::Empty) {
            return;
        }
        let (row, column) = cell.get_position();
        let ((top, left), (bottom, right)) = self.0.unwrap_or(((row, column), (row, column)));
        self.0 = Some(((top.min(row), left.min(column)), (bottom.max(row), right.max(column))));
    }

    /// Returns the last row and the last column, from one.
    fn reach(&self) -> (usize, usize) {
        self.0.map_or((0, 0), |(_, (row, column))| (row as usize + 1, column as usize + 1))
    }

    fn area(&self) -> usize {
        let Some(((top, left), (bottom, right))) = self.0 else { return 0 };
        ((bottom - top) as usize + 1).saturating_mul((right - left) as usize + 1)
    }
}

fn no_sheet(name: &Spanned<ecow::EcoString>, names: &[String]) -> Diagnostic {
    let known: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    let hint = did_you_mean(&name.value, names.iter().map(String::as_str))
        .unwrap_or_else(|| format!("its sheets are {}", known.join(", ")));
    let message = format!("the workbook has no sheet `{}`", name.value);
    Diagnostic::error(Code::BadValue, name.span, message).with_hint(hint)
}

/// The first and the last cell of a range, each by row and column from zero.
type Cells = ((u32, u32), (u32, u32));

/// Reads a range such as `A4:F20`.
fn cells(range: &Spanned<ecow::EcoString>) -> Result<Cells, Diagnostic> {
    self::range(&range.value).ok_or_else(|| {
        let message = format!("`{}` is not a range of cells", range.value);
        Diagnostic::error(Code::BadValue, range.span, message)
            .with_hint("write the first and the last cell, such as `A4:F20`")
    })
}

fn range(text: &str) -> Option<Cells> {
    let (from, to) = text.split_once(':')?;
    Some((cell(from)?, cell(to)?))
}

fn cell(name: &str) -> Option<Position> {
    let name = name.trim().to_ascii_uppercase();
    let split = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at(split);
    let mut column: u32 = 0;
    for letter in letters.bytes() {
        let value = letter.checked_sub(b'A').filter(|value| *value < 26)?;
        column = column.checked_mul(26)?.checked_add(u32::from(value) + 1)?;
    }
    let row: u32 = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

fn csv(sheet: &Sheet, cut: Option<Cells>, source: &Source) -> String {
    let Some((from, to)) = sheet.area(cut) else { return String::new() };
    let passes_over = source.hidden == Some(HiddenCells::Skipped);
    let repeats = source.merged == Some(Merged::Repeated);
    let merged = if repeats { unsaid::merged_rows(sheet, cut, source) } else { Vec::new() };
    let mut text = "\n".repeat(from.0 as usize);
    for row in from.0..=to.0 {
        if passes_over && sheet.shown.hides_row(row) {
            text.push('\n');
            continue;
        }
        let mut writer = writer(source);
        let fields = (from.1..=to.1).map(|column| {
            if passes_over && sheet.shown.hides_column(column) {
                return String::new();
            }
            let own = (row, column);
            let first = merged.iter().find(|cells| unsaid::is_in(own, **cells));
            in_line(&sheet.field(first.map_or(own, |(first, _)| *first))).into_owned()
        });
        // Writing to memory does not fail.
        let _ = writer.write_record(fields);
        let line = writer.into_inner().unwrap_or_default();
        text.push_str(&String::from_utf8_lossy(&line));
    }
    text
}

impl Sheet {
    /// Returns the cells that are read: those of the sheet, or those of the range.
    fn area(&self, cut: Option<Cells>) -> Option<Cells> {
        let first = self.range.start()?;
        let last = self.range.end().unwrap_or_default();
        let (from, to) = cut.unwrap_or((first, last));
        Some((from, (to.0.min(last.0), to.1)))
    }

    fn value(&self, at: Position) -> &Data {
        self.range.get_value(at).unwrap_or(&Data::Empty)
    }

    /// Returns what a cell says, as a file of text would have it.
    fn field(&self, at: Position) -> String {
        let show = self.shown.cells.get(&at);
        if let Some(Show::Text(text)) = show {
            return text.to_string();
        }
        let number =
            |number: String| show.map_or(number.clone(), |show| show.number(&number).into());
        match self.value(at) {
            Data::Empty => String::new(),
            Data::Int(value) => number(value.to_string()),
            Data::Float(value) => number(float(*value)),
            Data::DateTimeIso(text) => iso_date(text, show.and_then(Show::date)).to_owned(),
            Data::String(text) | Data::DurationIso(text) => text.clone(),
            Data::Bool(boolean) => boolean.to_string(),
            Data::DateTime(time) => date(time, show.and_then(Show::date)),
            Data::Error(error) => error.to_string(),
        }
    }
}

/// Returns a writer of rows as the author reads them.
pub(super) fn writer(source: &Source) -> csv::Writer<Vec<u8>> {
    let (delimiter, quote) = (source.delimiter, source.quote);
    csv::WriterBuilder::new().delimiter(delimiter).quote(quote).from_writer(Vec::new())
}

/// Returns a field without line breaks: a row is a line, so that places are those of the file.
pub(super) fn in_line(field: &str) -> Cow<'_, str> {
    if field.contains(['\r', '\n']) {
        field.replace(['\r', '\n'], " ").into()
    } else {
        field.into()
    }
}

/// Writes a number with the digits that a spreadsheet shows.
fn float(number: f64) -> String {
    let shortest = number.to_string();
    if shortest.bytes().filter(u8::is_ascii_digit).count() <= DIGITS {
        return shortest;
    }
    let rounded = format!("{number:.*e}", DIGITS - 1);
    rust_decimal::Decimal::from_scientific(&rounded)
        .map_or(shortest, |decimal| decimal.normalize().to_string())
}

/// Returns the parts of a date that a cell shows; the time of midnight is none.
fn iso_date(text: &str, parts: Option<DateParts>) -> &str {
    let end = match parts {
        Some(DateParts::Year) => text.find('-'),
        Some(DateParts::Month) => text.rfind('-'),
        Some(DateParts::Day) | None => text.find("T00:00:00"),
    };
    end.map_or(text, |end| &text[..end])
}

/// Writes a day as ISO has it, or those of its parts that a cell shows; a time of the day as a number, which no column
/// takes for a date.
fn date(time: &ExcelDateTime, parts: Option<DateParts>) -> String {
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    if !time.is_datetime() || time.as_f64() < 1.0 {
        return float(time.as_f64());
    }
    match parts {
        Some(DateParts::Year) => format!("{year:04}"),
        Some(DateParts::Month) => format!("{year:04}-{month:02}"),
        Some(DateParts::Day) | None => format!("{year:04}-{month:02}-{day:02}"),
    }
}
