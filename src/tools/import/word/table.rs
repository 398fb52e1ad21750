//! The tables of Word, as tables of Markdown.

use super::block::Writer;
use super::element::Element;
use super::run::Pieces;
use crate::tools::import::rows;

impl Writer<'_> {
    /// Writes a table; cells that span others leave those empty.
    pub(super) fn table(&self, table: &Element) -> String {
        let rows = table.elements().filter(|row| row.name == "tr").map(|row| {
            let cells = row.elements().filter(|cell| cell.name == "tc");
            cells.flat_map(|cell| self.cell(cell)).collect::<Vec<_>>()
        });
        let rows: Vec<_> = rows.collect();
        if rows.is_empty() {
            String::new()
        } else {
            rows::write(&rows).join("\n").trim().to_owned()
        }
    }

    fn cell(&self, cell: &Element) -> Vec<String> {
        let properties = cell.child("tcPr");
        let merge = properties.and_then(|properties| properties.child("vMerge"));
        let is_continued = merge.is_some_and(|merge| merge.attribute("val") != Some("restart"));
        let span = properties.and_then(|properties| properties.value("gridSpan"));
        let span = span.and_then(|span| span.parse::<usize>().ok()).unwrap_or(1).clamp(1, 64);
        let paragraphs = cell.elements().filter(|element| element.name == "p").map(|paragraph| {
            let mut pieces = Pieces::default();
            self.pieces(paragraph, false, &mut pieces);
            let remarks = pieces.remarks.concat();
            format!("{}{remarks}", pieces.write().trim().replace("\\\n", " "))
        });
        let text = paragraphs.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
        let mut cells = vec![String::new(); span];
        if !is_continued {
            cells[0] = text;
        }
        cells
    }
}
