//! A workbook as XLSX.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Table, TableColumn,
    TableStyle, Url, Worksheet, XlsxError,
};

use super::{NOT_AVAILABLE, Sheet, SheetCell, Workbook, WorkbookError, binary, lines};

/// The beginnings of formulas, in programs that read text as if it were typed.
const FORMULA_SIGNS: &[char] = &['=', '+', '-', '@', '\t', '\r'];

/// Returns the bytes of a workbook.
///
/// # Errors
/// Returns the reason for which the format cannot hold it, such as more than 1,048,576 rows.
pub fn write(workbook: &Workbook) -> Result<Vec<u8>, WorkbookError> {
    let mut file = rust_xlsxwriter::Workbook::new();
    let day = workbook.day;
    let created = ExcelDateTime::from_ymd(
        u16::try_from(day.year())?,
        u8::try_from(day.month())?,
        u8::try_from(day.day())?,
    )?;
    let properties = DocProperties::new()
        .set_title(workbook.title.as_str())
        .set_subject(workbook.description.as_str())
        .set_author(workbook.publisher.as_str())
        .set_company(workbook.publisher.as_str())
        .set_creation_datetime(&created);
    file.set_properties(&properties);
    let styles = Styles::new();
    cover(file.add_worksheet(), workbook, &styles)?;
    contents(file.add_worksheet(), workbook, &styles)?;
    notes(file.add_worksheet(), workbook, &styles)?;
    for sheet in &workbook.sheets {
        table(file.add_worksheet(), sheet, workbook, &styles)?;
        file.define_name(sheet.range.as_str(), &range(sheet))?;
    }
    Ok(file.save_to_buffer()?)
}

/// How cells look.
struct Styles {
    title: Format,
    head: Format,
    label: Format,
    text: Format,
    quoted: Format,
    link: Format,
    mark: Format,
}

impl Styles {
    fn new() -> Self {
        let text = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        Self {
            title: Format::new().set_bold().set_font_size(15),
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Bottom)
                .set_border_bottom(FormatBorder::Thin),
            label: Format::new().set_bold().set_align(FormatAlign::Top),
            quoted: text.clone().set_quote_prefix(),
            link: Format::new().set_hyperlink(),
            mark: text.clone().set_align(FormatAlign::Right),
            text,
        }
    }

    /// Texts that look like formulas are marked as texts, so that editing the cell keeps them.
    fn of(&self, text: &str) -> &Format {
        if text.starts_with(FORMULA_SIGNS) { &self.quoted } else { &self.text }
    }
}

fn cover(page: &mut Worksheet, workbook: &Workbook, styles: &Styles) -> Result<(), XlsxError> {
    page.set_name(workbook.labels.cover.as_str())?;
    page.set_column_width(0, 28)?.set_column_width(1, 80)?;
    page.set_print_fit_to_pages(1, 0);
    page.write_string_with_format(0, 0, workbook.title.as_str(), &styles.title)?;
    let mut row = 1;
    if !workbook.description.is_empty() {
        page.merge_range(1, 0, 1, 1, &workbook.description, styles.of(&workbook.description))?;
        set_height(page, 1, lines(&workbook.description, 108))?;
        row = 2;
    }
    facts(page, row, &workbook.facts, styles)
}

fn facts(
    page: &mut Worksheet,
    first: u32,
    facts: &[(ecow::EcoString, ecow::EcoString)],
    styles: &Styles,
) -> Result<(), XlsxError> {
    for (row, (label, text)) in (first..).zip(facts) {
        page.write_string_with_format(row, 0, label.as_str(), &styles.label)?;
        page.write_string_with_format(row, 1, text.as_str(), styles.of(text))?;
    }
    Ok(())
}

fn contents(page: &mut Worksheet, workbook: &Workbook, styles: &Styles) -> Result<(), XlsxError> {
    let labels = &workbook.labels;
    page.set_name(labels.contents.as_str())?;
    page.set_column_width(0, 34)?.set_column_width(1, 80)?;
    page.set_print_fit_to_pages(1, 0);
    page.write_string_with_format(0, 0, labels.contents.as_str(), &styles.title)?;
    page.write_string_with_format(1, 0, labels.sheet.as_str(), &styles.head)?;
    page.write_string_with_format(1, 1, labels.title.as_str(), &styles.head)?;
    page.set_freeze_panes(2, 0)?;
    let own = [(&labels.notes, &labels.notes)];
    let tables = workbook.sheets.iter().map(|sheet| (&sheet.name, &sheet.title));
    for (row, (name, title)) in (2..).zip(own.into_iter().chain(tables)) {
        let link = Url::new(format!("internal:'{}'!A1", name.replace("'", "''")));
        page.write_url_with_format(row, 0, link.set_text(name.as_str()), &styles.link)?;
        page.write_string_with_format(row, 1, title.as_str(), styles.of(title))?;
        set_height(page, row, lines(title, 80))?;
    }
    Ok(())
}

fn notes(page: &mut Worksheet, workbook: &Workbook, styles: &Styles) -> Result<(), XlsxError> {
    let labels = &workbook.labels;
    page.set_name(labels.notes.as_str())?;
    page.set_column_width(0, 34)?.set_column_width(1, 22)?.set_column_width(2, 80)?;
    page.set_landscape().set_print_fit_to_pages(1, 0);
    page.write_string_with_format(0, 0, labels.notes.as_str(), &styles.title)?;
    let heads = [&labels.sheet, &labels.mark, &labels.meaning];
    for (column, head) in (0..).zip(heads) {
        page.write_string_with_format(1, column, head.as_str(), &styles.head)?;
    }
    page.set_freeze_panes(2, 0)?;
    let mut row = 2;
    for (mark, meaning) in &workbook.marks {
        page.write_string_with_format(row, 1, mark.as_str(), &styles.text)?;
        page.write_string_with_format(row, 2, meaning.as_str(), &styles.text)?;
        row += 1;
    }
    for sheet in &workbook.sheets {
        for (label, text) in &sheet.notes {
            page.write_string_with_format(row, 0, sheet.name.as_str(), &styles.text)?;
            page.write_string_with_format(row, 1, label.as_str(), &styles.text)?;
            page.write_string_with_format(row, 2, text.as_str(), styles.of(text))?;
            set_height(page, row, lines(text, 80))?;
            row += 1;
        }
    }
    Ok(())
}

fn table(
    page: &mut Worksheet,
    sheet: &Sheet,
    workbook: &Workbook,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    page.set_name(sheet.name.as_str())?;
    page.set_landscape().set_print_fit_to_pages(1, 0);
    page.write_string_with_format(0, 0, sheet.title.as_str(), &styles.title)?;
    page.write_string(1, 0, workbook.labels.one_table.as_str())?;
    for (row, (label, text)) in (2..).zip(&sheet.facts) {
        page.write_string(row, 0, format!("{label}: {text}"))?;
    }
    let head = u32::try_from(sheet.head_row())?;
    let last = head + u32::try_from(sheet.rows.len())?;
    let columns = u16::try_from(sheet.columns.len())?;
    let mut described = Vec::new();
    for (number, column) in (0..).zip(&sheet.columns) {
        page.set_column_width(number, u32::try_from(column.width)?)?;
        let head = TableColumn::new().set_header(column.head.as_str());
        described.push(head.set_header_format(&styles.head));
    }
    // A table without rows has no range that programs could read.
    if !sheet.rows.is_empty() && columns > 0 {
        let table = Table::new()
            .set_name(format!("table_{}", sheet.range.trim_start_matches("data_")))
            .set_columns(&described)
            .set_style(TableStyle::None);
        page.add_table(head, 0, last, columns - 1, &table)?;
    }
    page.set_freeze_panes(head + 1, 1)?;
    page.set_repeat_rows(head, head)?;
    set_height(page, head, sheet.head_lines())?;
    let mut numbers = Numbers::default();
    for (row, cells) in (head + 1..).zip(&sheet.rows) {
        let mut writer = RowWriter { page, row, styles, numbers: &mut numbers };
        for (column, cell) in (0..).zip(cells) {
            writer.cell(column, cell)?;
        }
        set_height(page, row, sheet.row_lines(cells))?;
    }
    Ok(())
}

/// Makes room for several lines, which not every program does itself.
fn set_height(page: &mut Worksheet, row: u32, lines: usize) -> Result<(), XlsxError> {
    if lines > 1 {
        page.set_row_height(row, u32::try_from(lines).unwrap_or(1).saturating_mul(15).min(409))?;
    }
    Ok(())
}

/// The formats of numbers, by the number of decimals.
#[derive(Default)]
struct Numbers(std::collections::BTreeMap<u32, Format>);

impl Numbers {
    fn format(&mut self, decimals: u32) -> &Format {
        self.0.entry(decimals).or_insert_with(|| {
            let pattern = match decimals {
                0 => "#,##0".to_owned(),
                _ => format!("#,##0.{}", "0".repeat(decimals as usize)),
            };
            Format::new().set_num_format(pattern).set_align(FormatAlign::Top)
        })
    }
}

/// Writes the cells of a row.
struct RowWriter<'w> {
    page: &'w mut Worksheet,
    row: u32,
    styles: &'w Styles,
    numbers: &'w mut Numbers,
}

impl RowWriter<'_> {
    fn cell(&mut self, column: u16, cell: &SheetCell) -> Result<(), WorkbookError> {
        let Self { page, row, styles, .. } = self;
        let row = *row;
        match cell {
            SheetCell::NotAvailable => {
                page.write_string_with_format(row, column, NOT_AVAILABLE, &styles.mark)?;
            }
            SheetCell::Number(number) => self.number(column, *number)?,
            SheetCell::Year(year) => {
                let format = Format::new().set_num_format("0").set_align(FormatAlign::Top);
                page.write_number_with_format(
                    row,
                    column,
                    binary(*year).unwrap_or_default(),
                    &format,
                )?;
            }
            SheetCell::Day(day) => {
                let format = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top);
                let moment = u16::try_from(day.year()).ok().and_then(|year| {
                    let (month, day) =
                        (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
                    ExcelDateTime::from_ymd(year, month, day).ok()
                });
                match moment {
                    Some(moment) => page.write_with_format(row, column, &moment, &format)?,
                    // The format has no days before 1900.
                    None => {
                        page.write_string_with_format(row, column, day.to_string(), &styles.text)?
                    }
                };
            }
            SheetCell::Text(text) => {
                page.write_string_with_format(row, column, text.as_str(), styles.of(text))?;
            }
            SheetCell::Boolean(boolean) => {
                page.write_boolean_with_format(row, column, *boolean, &styles.text)?;
            }
        }
        Ok(())
    }

    /// Writes a number with the decimals of its source, or as text where it would lose digits.
    fn number(&mut self, column: u16, number: Decimal) -> Result<(), XlsxError> {
        let Self { page, row, styles, numbers } = self;
        let row = *row;
        match binary(number) {
            Some(binary) => {
                let format = numbers.format(number.scale());
                page.write_number_with_format(row, column, binary, format)?;
            }
            None => {
                page.write_string_with_format(row, column, number.to_string(), &styles.quoted)?;
            }
        }
        Ok(())
    }
}

/// Returns the cells of a table in the notation of formulas.
fn range(sheet: &Sheet) -> String {
    let first = sheet.head_row() + 1;
    let last = sheet.head_row() + 1 + sheet.rows.len();
    let column = column_name(sheet.columns.len().saturating_sub(1));
    format!("='{}'!$A${first}:${column}${last}", sheet.name.replace("'", "''"))
}

/// Returns the letters of a column, given its number from 0.
pub(super) fn column_name(mut number: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + u8::try_from(number % 26).unwrap_or_default());
        if number < 26 {
            break;
        }
        number = number / 26 - 1;
    }
    letters.reverse();
    String::from_utf8_lossy(&letters).into_owned()
}
