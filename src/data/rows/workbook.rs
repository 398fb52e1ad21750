//! Sheets of workbooks, from Excel and others, as text with one line for each row.

use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Range, Reader, open_workbook_auto_from_rs};

use super::source::Source;
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::Spanned;

/// Excel's numbers have at most this many digits; further ones are noise from their binary form.
const DIGITS: usize = 15;

/// Returns the sheet that `source` names as CSV, its first row in the first line. Rows and columns
/// outside of the range are empty.
///
/// # Errors
/// Reports a file that is no workbook, a sheet that it does not have, and a range that is none.
pub(crate) fn text(bytes: &[u8], source: &Source) -> Result<String, Diagnostic> {
    let broken = |error: calamine::Error| {
        let message = format!("`{}` cannot be read as a workbook ({error})", source.file.value);
        Diagnostic::error(Code::BadCell, source.file.span, message)
            .with_hint("open it in a spreadsheet program and save it again")
    };
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let names = workbook.sheet_names();
    let sheet = match &source.sheet {
        None => names.first().cloned().unwrap_or_default(),
        Some(name) if names.iter().any(|known| *known == name.value) => name.value.to_string(),
        Some(name) => return Err(no_sheet(name, &names)),
    };
    let range = workbook.worksheet_range(&sheet).map_err(broken)?;
    let cut = source.range.as_ref().map(cells).transpose()?;
    Ok(csv(&range, cut, source))
}

/// Returns the names of the sheets of a workbook; none if it is none.
pub(crate) fn sheets(bytes: &[u8]) -> Vec<String> {
    open_workbook_auto_from_rs(Cursor::new(bytes))
        .map(|workbook| workbook.sheet_names())
        .unwrap_or_default()
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
    let ends = range.value.split_once(':').and_then(|(from, to)| Some((cell(from)?, cell(to)?)));
    ends.ok_or_else(|| {
        let message = format!("`{}` is not a range of cells", range.value);
        Diagnostic::error(Code::BadValue, range.span, message)
            .with_hint("write the first and the last cell, such as `A4:F20`")
    })
}

fn cell(name: &str) -> Option<(u32, u32)> {
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

fn csv(range: &Range<Data>, cut: Option<Cells>, source: &Source) -> String {
    let Some((first_row, first_column)) = range.start() else { return String::new() };
    let last = range.end().unwrap_or_default();
    let (from, to) = cut.unwrap_or(((first_row, first_column), last));
    let mut text = "\n".repeat(from.0 as usize);
    for row in from.0..=to.0.min(last.0) {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(source.delimiter)
            .quote(source.quote)
            .from_writer(Vec::new());
        let fields = (from.1..=to.1).map(|column| {
            let cell = range.get_value((row, column)).unwrap_or(&Data::Empty);
            // A row is a line, so that places are those of the sheet.
            field(cell).replace(['\r', '\n'], " ")
        });
        // Writing to memory does not fail.
        let _ = writer.write_record(fields);
        let line = writer.into_inner().unwrap_or_default();
        text.push_str(&String::from_utf8_lossy(&line));
    }
    text
}

fn field(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => float(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(boolean) => boolean.to_string(),
        Data::DateTime(time) => date(time),
        Data::Error(error) => error.to_string(),
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

/// Writes a day as ISO has it; a time of the day as a number, which no column takes for a date.
fn date(time: &ExcelDateTime) -> String {
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    if time.is_datetime() && time.as_f64() >= 1.0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        float(time.as_f64())
    }
}
