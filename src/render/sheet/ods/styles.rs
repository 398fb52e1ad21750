//! The styles of cells and columns.

use std::collections::BTreeSet;

use super::LIST_WIDTHS;
use crate::render::office::Xml;
use crate::render::sheet::{SheetCell, Workbook};

/// How the styles of cells differ from plain text.
const STYLES: &[(&str, &[(&str, &str)])] = &[
    ("title", &[("fo:font-weight", "bold"), ("fo:font-size", "15pt")]),
    ("head", &[("fo:font-weight", "bold")]),
    ("label", &[("fo:font-weight", "bold")]),
    ("mark", &[]),
    ("text", &[]),
];

/// Writes the styles of cells: of texts, and of numbers and days as they are printed.
pub(super) fn cell_styles(xml: &mut Xml, workbook: &Workbook) {
    for (name, text) in STYLES {
        open_cell_style(xml, name, None);
        match *name {
            "title" => {}
            "head" => xml.empty(
                "style:table-cell-properties",
                &[("fo:wrap-option", "wrap"), ("fo:border-bottom", "0.5pt solid #000000")],
            ),
            _ => xml.empty(
                "style:table-cell-properties",
                &[("fo:wrap-option", "wrap"), ("style:vertical-align", "top")],
            ),
        }
        if *name == "mark" {
            xml.empty("style:paragraph-properties", &[("fo:text-align", "end")]);
        }
        if !text.is_empty() {
            xml.empty("style:text-properties", text);
        }
        xml.close();
    }
    for decimals in decimals(workbook) {
        let (name, places) = (format!("n{decimals}"), decimals.to_string());
        xml.open("number:number-style", &[("style:name", &name)]);
        let attributes = [
            ("number:decimal-places", places.as_str()),
            ("number:min-decimal-places", &places),
            ("number:min-integer-digits", "1"),
            ("number:grouping", "true"),
        ];
        xml.empty("number:number", &attributes);
        xml.close();
        data_style(xml, &format!("number{decimals}"), &name);
    }
    xml.open("number:number-style", &[("style:name", "y")]);
    let attributes = [("number:decimal-places", "0"), ("number:min-integer-digits", "1")];
    xml.empty("number:number", &attributes);
    xml.close();
    data_style(xml, "year", "y");
    xml.open("number:date-style", &[("style:name", "d")]);
    xml.empty("number:year", &[("number:style", "long")]);
    xml.leaf("number:text", &[], "-");
    xml.empty("number:month", &[("number:style", "long")]);
    xml.leaf("number:text", &[], "-");
    xml.empty("number:day", &[("number:style", "long")]);
    xml.close();
    data_style(xml, "day", "d");
}

/// Writes a style of cells whose values are printed as `format` says.
fn data_style(xml: &mut Xml, name: &str, format: &str) {
    open_cell_style(xml, name, Some(format));
    xml.empty("style:table-cell-properties", &[("style:vertical-align", "top")]);
    xml.close();
}

fn open_cell_style(xml: &mut Xml, name: &str, format: Option<&str>) {
    let mut attributes = vec![("style:name", name), ("style:family", "table-cell")];
    attributes.extend(format.map(|format| ("style:data-style-name", format)));
    xml.open("style:style", &attributes);
}

/// Returns how many decimals the numbers of a workbook have.
fn decimals(workbook: &Workbook) -> BTreeSet<u32> {
    let cells = workbook.sheets.iter().flat_map(|sheet| sheet.rows.iter().flatten());
    let scales = cells.filter_map(|cell| match cell {
        SheetCell::Number(number) => Some(number.scale()),
        SheetCell::NotAvailable
        | SheetCell::Year(_)
        | SheetCell::Day(_)
        | SheetCell::Text(_)
        | SheetCell::Boolean(_) => None,
    });
    scales.collect()
}

/// Writes a style for each width that a column has.
pub(super) fn column_styles(xml: &mut Xml, workbook: &Workbook) {
    let columns = workbook.sheets.iter().flat_map(|sheet| &sheet.columns);
    let widths: BTreeSet<_> =
        columns.map(|column| column.width).chain(LIST_WIDTHS.iter().copied()).collect();
    for width in widths {
        let attributes =
            [("style:name", format!("w{width}")), ("style:family", "table-column".into())];
        xml.open(
            "style:style",
            &attributes.each_ref().map(|(name, value)| (*name, value.as_str())),
        );
        // A letter is about two millimetres wide.
        let width = format!("{}mm", width * 2 + 2);
        xml.empty("style:table-column-properties", &[("style:column-width", &width)]);
        xml.close();
    }
}
