//! A workbook as ODS, the open format of spreadsheets.
//!
//! <https://docs.oasis-open.org/office/OpenDocument/v1.3/>

mod styles;

use self::styles::{cell_styles, column_styles};
use super::xlsx::column_name;
use super::{NOT_AVAILABLE, Sheet, SheetCell, Workbook, WorkbookError, binary};
use crate::render::office::{Archive, Xml};

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

const NAMESPACES: &[(&str, &str)] = &[
    ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
    ("xmlns:number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
    ("xmlns:meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
    ("xmlns:config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
    ("office:version", "1.3"),
];

/// Returns the bytes of a workbook.
///
/// # Errors
/// Returns the reason for which it cannot be packed.
pub fn write(workbook: &Workbook) -> Result<Vec<u8>, WorkbookError> {
    let mut archive = Archive::default();
    // Programs recognise the format by the first bytes of the archive.
    archive.add_stored("mimetype", MEDIA_TYPE);
    archive.add("META-INF/manifest.xml", manifest());
    archive.add("meta.xml", metadata(workbook));
    archive.add("settings.xml", settings(workbook));
    archive.add("styles.xml", styles(workbook));
    archive.add("content.xml", content(workbook));
    Ok(archive.finish()?)
}

fn manifest() -> Vec<u8> {
    let mut xml = Xml::document();
    let namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
    xml.open("manifest:manifest", &[("xmlns:manifest", namespace), ("manifest:version", "1.3")]);
    let parts = ["content.xml", "styles.xml", "meta.xml", "settings.xml"];
    for (path, kind) in [("/", MEDIA_TYPE)].into_iter().chain(parts.map(|part| (part, "text/xml")))
    {
        let attributes = [("manifest:full-path", path), ("manifest:media-type", kind)];
        xml.empty("manifest:file-entry", &attributes);
    }
    xml.finish()
}

fn metadata(workbook: &Workbook) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("office:document-meta", NAMESPACES);
    xml.open("office:meta", &[]);
    xml.leaf("dc:title", &[], &workbook.title);
    xml.leaf("dc:description", &[], &workbook.description);
    xml.leaf("dc:creator", &[], &workbook.publisher);
    xml.leaf("dc:language", &[], &workbook.language);
    xml.leaf("meta:creation-date", &[], &format!("{}T00:00:00", workbook.day));
    xml.leaf("meta:generator", &[], "Quipu");
    xml.finish()
}

/// Freezes the head of each table, and the first column.
fn settings(workbook: &Workbook) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("office:document-settings", NAMESPACES);
    xml.open("office:settings", &[]);
    xml.open("config:config-item-set", &[("config:name", "ooo:view-settings")]);
    xml.open("config:config-item-map-indexed", &[("config:name", "Views")]);
    xml.open("config:config-item-map-entry", &[]);
    xml.open("config:config-item-map-named", &[("config:name", "Tables")]);
    let labels = &workbook.labels;
    let lists = [&labels.contents, &labels.notes].map(|name| (name, (0, 2)));
    let tables = workbook.sheets.iter().map(|sheet| (&sheet.name, (1, sheet.head_row() + 1)));
    for (name, frozen) in lists.into_iter().chain(tables) {
        xml.open("config:config-item-map-entry", &[("config:name", name)]);
        freeze(&mut xml, frozen);
        xml.close();
    }
    xml.finish()
}

fn freeze(xml: &mut Xml, (columns, rows): (usize, usize)) {
    // 2 says that panes are frozen, and not merely split.
    let mode = |count| if count > 0 { 2 } else { 0 };
    let items = [
        ("HorizontalSplitMode", mode(columns)),
        ("VerticalSplitMode", mode(rows)),
        ("HorizontalSplitPosition", columns),
        ("VerticalSplitPosition", rows),
        ("PositionRight", columns),
        ("PositionBottom", rows),
    ];
    for (name, value) in items {
        let kind = if name.ends_with("Mode") { "short" } else { "int" };
        let attributes = [("config:name", name), ("config:type", kind)];
        xml.leaf("config:config-item", &attributes, &value.to_string());
    }
}

/// The styles of the whole document: the language of the text.
fn styles(workbook: &Workbook) -> Vec<u8> {
    let (language, country) =
        workbook.language.split_once('-').unwrap_or((workbook.language.as_str(), "none"));
    // The format has no regions of several countries, such as 419.
    let country = if country.len() == 2 { country } else { "none" };
    let mut xml = Xml::document();
    xml.open("office:document-styles", NAMESPACES);
    xml.open("office:styles", &[]);
    xml.open("style:default-style", &[("style:family", "table-cell")]);
    xml.empty("style:text-properties", &[("fo:language", language), ("fo:country", country)]);
    xml.close();
    xml.close();
    xml.open("office:automatic-styles", &[]);
    xml.open("style:page-layout", &[("style:name", "page")]);
    // As many pages as the rows need, each as wide as the table.
    let layout = [
        ("style:print-orientation", "landscape"),
        ("fo:page-width", "297mm"),
        ("fo:page-height", "210mm"),
        ("style:scale-to-X", "1"),
        ("style:scale-to-Y", "0"),
    ];
    xml.empty("style:page-layout-properties", &layout);
    xml.close();
    xml.close();
    xml.open("office:master-styles", &[]);
    let page = [("style:name", "Default"), ("style:page-layout-name", "page")];
    xml.empty("style:master-page", &page);
    xml.finish()
}

fn content(workbook: &Workbook) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("office:document-content", NAMESPACES);
    xml.open("office:automatic-styles", &[]);
    cell_styles(&mut xml, workbook);
    column_styles(&mut xml, workbook);
    xml.close();
    xml.open("office:body", &[]);
    xml.open("office:spreadsheet", &[]);
    cover(&mut xml, workbook);
    contents(&mut xml, workbook);
    notes(&mut xml, workbook);
    for sheet in &workbook.sheets {
        table(&mut xml, sheet, workbook);
    }
    xml.open("table:named-expressions", &[]);
    for sheet in &workbook.sheets {
        let base = format!("{}.$A$1", quoted(&sheet.name));
        let range = range(sheet);
        let attributes = [
            ("table:name", sheet.range.as_str()),
            ("table:base-cell-address", base.as_str()),
            ("table:cell-range-address", range.as_str()),
        ];
        xml.empty("table:named-range", &attributes);
    }
    xml.finish()
}

/// The columns of the sheets that the program adds, in letters.
const LIST_WIDTHS: &[usize] = &[22, 34, 80];

fn open_sheet(xml: &mut Xml, name: &str, widths: &[usize]) {
    xml.open("table:table", &[("table:name", name)]);
    for width in widths {
        xml.empty("table:table-column", &[("table:style-name", &format!("w{width}"))]);
    }
}

fn row<'a>(xml: &mut Xml, cells: impl IntoIterator<Item = (&'a str, &'a str)>) {
    xml.open("table:table-row", &[]);
    for (style, text) in cells {
        text_cell(xml, style, text);
    }
    xml.close();
}

fn text_cell(xml: &mut Xml, style: &str, text: &str) {
    if text.is_empty() {
        xml.empty("table:table-cell", &[]);
        return;
    }
    let attributes = [("table:style-name", style), ("office:value-type", "string")];
    xml.open("table:table-cell", &attributes);
    for line in text.split('\n') {
        xml.leaf("text:p", &[], line);
    }
    xml.close();
}

fn cover(xml: &mut Xml, workbook: &Workbook) {
    open_sheet(xml, &workbook.labels.cover, &[34, 80]);
    row(xml, [("title", workbook.title.as_str())]);
    if !workbook.description.is_empty() {
        row(xml, [("text", ""), ("text", workbook.description.as_str())]);
    }
    for (label, text) in &workbook.facts {
        row(xml, [("label", label.as_str()), ("text", text.as_str())]);
    }
    xml.close();
}

fn contents(xml: &mut Xml, workbook: &Workbook) {
    let labels = &workbook.labels;
    open_sheet(xml, &labels.contents, &[34, 80]);
    row(xml, [("title", labels.contents.as_str())]);
    row(xml, [("head", labels.sheet.as_str()), ("head", labels.title.as_str())]);
    let own = [(&labels.notes, &labels.notes)];
    let tables = workbook.sheets.iter().map(|sheet| (&sheet.name, &sheet.title));
    for (name, title) in own.into_iter().chain(tables) {
        xml.open("table:table-row", &[]);
        let attributes = [("table:style-name", "text"), ("office:value-type", "string")];
        xml.open("table:table-cell", &attributes);
        xml.open("text:p", &[]);
        let address = format!("#{}.A1", quoted(name));
        xml.leaf("text:a", &[("xlink:type", "simple"), ("xlink:href", &address)], name);
        xml.close();
        xml.close();
        text_cell(xml, "text", title);
        xml.close();
    }
    xml.close();
}

fn notes(xml: &mut Xml, workbook: &Workbook) {
    let labels = &workbook.labels;
    open_sheet(xml, &labels.notes, &[34, 22, 80]);
    row(xml, [("title", labels.notes.as_str())]);
    row(xml, [&labels.sheet, &labels.mark, &labels.meaning].map(|head| ("head", head.as_str())));
    for (mark, meaning) in &workbook.marks {
        row(xml, ["", mark, meaning].map(|text| ("text", text)));
    }
    for sheet in &workbook.sheets {
        for (label, text) in &sheet.notes {
            row(xml, [&sheet.name, label, text].map(|text| ("text", text.as_str())));
        }
    }
    xml.close();
}

fn table(xml: &mut Xml, sheet: &Sheet, workbook: &Workbook) {
    let widths: Vec<_> = sheet.columns.iter().map(|column| column.width).collect();
    open_sheet(xml, &sheet.name, &widths);
    row(xml, [("title", sheet.title.as_str())]);
    // Not "text", which would be broken to the width of the first column.
    row(xml, [("Default", workbook.labels.one_table.as_str())]);
    for (label, text) in &sheet.facts {
        row(xml, [("Default", format!("{label}: {text}").as_str())]);
    }
    xml.open("table:table-header-rows", &[]);
    row(xml, sheet.columns.iter().map(|column| ("head", column.head.as_str())));
    xml.close();
    for cells in &sheet.rows {
        xml.open("table:table-row", &[]);
        for cell in cells {
            write_cell(xml, cell);
        }
        xml.close();
    }
    xml.close();
}

fn write_cell(xml: &mut Xml, cell: &SheetCell) {
    match cell {
        SheetCell::NotAvailable => text_cell(xml, "mark", NOT_AVAILABLE),
        SheetCell::Text(text) => text_cell(xml, "text", text),
        SheetCell::Number(number) if binary(*number).is_some() => {
            let style = format!("number{}", number.scale());
            value_cell(xml, &style, "float", &number.to_string());
        }
        // A number with more digits than spreadsheet programs compute with would lose some.
        SheetCell::Number(number) => text_cell(xml, "text", &number.to_string()),
        SheetCell::Year(year) => value_cell(xml, "year", "float", &year.to_string()),
        SheetCell::Day(day) => value_cell(xml, "day", "date", &day.to_string()),
        SheetCell::Boolean(boolean) => {
            value_cell(xml, "text", "boolean", &boolean.to_string());
        }
    }
}

/// Writes a cell of a type, as the format calls it: `float`, `date` or `boolean`.
fn value_cell(xml: &mut Xml, style: &str, kind: &str, value: &str) {
    let attribute = match kind {
        "float" => "office:value".to_owned(),
        kind => format!("office:{kind}-value"),
    };
    let attributes =
        [("table:style-name", style), ("office:value-type", kind), (&attribute, value)];
    xml.open("table:table-cell", &attributes);
    xml.leaf("text:p", &[], value);
    xml.close();
}

fn range(sheet: &Sheet) -> String {
    let first = sheet.head_row() + 1;
    let last = first + sheet.rows.len();
    let column = column_name(sheet.columns.len().saturating_sub(1));
    format!("{}.$A${first}:.${column}${last}", quoted(&sheet.name))
}

fn quoted(name: &str) -> String {
    format!("$'{}'", name.replace('\'', "''"))
}
