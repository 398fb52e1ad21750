//! The tables of Word, as tables of Markdown.

use super::block::Writer;
use super::element::Element;
use super::list::Mark;
use super::run::Pieces;
use crate::tools::import::{rows, todo};

impl Writer<'_> {
    /// Writes a table; cells that span others leave those empty.
    pub(super) fn table(&self, table: &Element) -> String {
        let rows = inside(table, "tr").into_iter().map(|row| {
            inside(row, "tc").into_iter().flat_map(|cell| self.cell(cell)).collect::<Vec<_>>()
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
        let mut parts = Vec::new();
        self.parts(cell, &mut parts);
        let text = parts.join("<br>");
        let mut cells = vec![String::new(); span];
        if !is_continued {
            cells[0] = text;
        }
        cells
    }

    /// Gathers the paragraphs of a cell; a table in it is left to do.
    fn parts(&self, cell: &Element, parts: &mut Vec<String>) {
        for element in cell.elements() {
            match element.name.as_str() {
                "p" => {
                    let mut pieces = Pieces::default();
                    self.pieces(element, false, &mut pieces);
                    let text = pieces.write().trim().replace("\\\n", "<br>");
                    let mark = self.package.list(element.child("pPr"));
                    let mark = mark.map(|(list, level)| self.package.lists.next(&list, level));
                    let mark = match mark.filter(|_| !text.is_empty()) {
                        None => String::new(),
                        Some(Mark::Dot) => "• ".to_owned(),
                        Some(Mark::Number(number) | Mark::Other(number)) => format!("{number}. "),
                    };
                    let text = format!("{mark}{text}{}", pieces.remarks.concat());
                    parts.extend((!text.is_empty()).then_some(text));
                }
                "tbl" => {
                    let text: Vec<String> =
                        inside(element, "tr").into_iter().map(Element::text).collect();
                    parts.push(todo::inline("a table in a cell of a table", &text.join(" / ")));
                }
                "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" => {
                    self.parts(element, parts);
                }
                _ => {}
            }
        }
    }
}

/// Returns the elements of a name, also those in controls and insertions.
fn inside<'e>(parent: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    for element in parent.elements() {
        match element.name.as_str() {
            "sdt" | "sdtContent" | "ins" | "customXml" => found.extend(inside(element, name)),
            other if other == name => found.push(element),
            _ => {}
        }
    }
    found
}
