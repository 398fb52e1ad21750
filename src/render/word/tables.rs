//! Tables: their heads repeat on each page, and are known as heads to screen readers.

use super::Writer;
use super::blocks::Form;
use super::inlines::{RunProperties, whole_text};
use crate::tree::{Align, HeadGroup, Inline, Table};

/// No column counts as narrower or wider than so many letters.
const LEAST_LETTERS: u32 = 5;
const MOST_LETTERS: u32 = 40;

/// The width of a letter, and of the space between two columns, in twentieths of a point.
const LETTER: u32 = 110;
const BETWEEN: u32 = 360;

/// The width of the text in fiftieths of a per cent.
const WHOLE: u32 = 5000;

impl Writer<'_> {
    /// Writes a table; `title` is what screen readers say of it, if anything.
    pub(super) fn table(&mut self, table: &Table, title: &str) {
        let style = self.house.id("Quipu Table").to_owned();
        self.xml.open("w:tbl", &[]);
        self.xml.open("w:tblPr", &[]);
        self.xml.empty("w:tblStyle", &[("w:val", &style)]);
        if self.source.language.direction == "rtl" {
            self.xml.empty("w:bidiVisual", &[]);
        }
        let widths = widths(table, self.house.text_width);
        let (width, unit) = match &widths {
            Widths::Text(_) => (WHOLE, "pct"),
            Widths::Own(widths) => (widths.iter().sum(), "dxa"),
        };
        self.xml.empty("w:tblW", &[("w:w", &width.to_string()), ("w:type", unit)]);
        let first_column = if table.row_heads { "1" } else { "0" };
        let look = [
            ("w:val", "0420"),
            ("w:firstRow", "1"),
            ("w:lastRow", "0"),
            ("w:firstColumn", first_column),
            ("w:lastColumn", "0"),
            ("w:noHBand", "0"),
            ("w:noVBand", "1"),
        ];
        self.xml.empty("w:tblLook", &look);
        if !title.is_empty() {
            self.xml.empty("w:tblCaption", &[("w:val", title)]);
        }
        self.xml.close();
        self.xml.open("w:tblGrid", &[]);
        for width in widths.columns() {
            self.xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
        }
        self.xml.close();
        for groups in &table.groups {
            self.group_row(groups);
        }
        self.head(table);
        for (number, row) in table.rows.iter().enumerate() {
            self.row(table, number, row);
        }
        self.xml.close();
        // Two tables without a paragraph between them would be one. It is as low as can be, and stays with the
        // table's note.
        self.xml.open("w:p", &[]);
        self.xml.open("w:pPr", &[]);
        self.xml.empty("w:keepNext", &[]);
        let low = [("w:before", "0"), ("w:after", "0"), ("w:line", "120"), ("w:lineRule", "exact")];
        self.xml.empty("w:spacing", &low);
        self.xml.close();
        self.xml.close();
    }

    fn group_row(&mut self, groups: &[HeadGroup]) {
        self.xml.open("w:tr", &[]);
        self.xml.open("w:trPr", &[]);
        self.xml.empty("w:cantSplit", &[]);
        self.xml.empty("w:tblHeader", &[]);
        self.xml.close();
        for group in groups {
            let look = RunProperties { bold: true, ..RunProperties::default() };
            let form = Form { align: Some(Align::Start), look, ..Form::of("Table Text") };
            self.spanning_cell((group.columns, None), form, &group.head);
        }
        self.xml.close();
    }

    fn head(&mut self, table: &Table) {
        self.xml.open("w:tr", &[]);
        self.xml.open("w:trPr", &[]);
        self.xml.empty("w:cantSplit", &[]);
        self.xml.empty("w:tblHeader", &[]);
        self.xml.close();
        for column in &table.columns {
            let look = RunProperties { bold: true, ..RunProperties::default() };
            let mut head = column.head.clone();
            if !column.unit.is_empty() {
                head.push(Inline::text(format!(" ({})", column.unit)));
            }
            self.cell(&head, (column.align, look));
        }
        self.xml.close();
    }

    fn row(&mut self, table: &Table, row: usize, cells: &[Vec<Inline>]) {
        self.xml.open("w:tr", &[]);
        self.xml.open("w:trPr", &[]);
        self.xml.empty("w:cantSplit", &[]);
        self.xml.close();
        for (number, column) in table.columns.iter().enumerate() {
            let empty = Vec::new();
            let cell = cells.get(number).unwrap_or(&empty);
            let bold = table.row_heads && number == 0;
            let look = RunProperties { bold, ..RunProperties::default() };
            let form = Form { align: Some(column.align), look, ..Form::of("Table Text") };
            match table.extent(row, number) {
                Some((1, columns)) => self.spanning_cell((columns, None), form, cell),
                Some((_, columns)) => {
                    self.spanning_cell((columns, Some("restart")), form, cell);
                }
                // Word wants a cell for each row that another reaches into.
                None => {
                    if let Some(columns) = table.reaching_down(row, number) {
                        self.spanning_cell((columns, Some("continue")), form, &[]);
                    }
                }
            }
        }
        self.xml.close();
    }

    fn cell(&mut self, content: &[Inline], (align, look): (Align, RunProperties)) {
        let form = Form { align: Some(align), look, ..Form::of("Table Text") };
        self.spanning_cell((1, None), form, content);
    }

    /// Writes a cell over some columns, which may begin a merge of rows or go on with one.
    fn spanning_cell(
        &mut self,
        (columns, merge): (usize, Option<&str>),
        form: Form<'_>,
        content: &[Inline],
    ) {
        self.xml.open("w:tc", &[]);
        self.xml.open("w:tcPr", &[]);
        self.xml.empty("w:tcW", &[("w:w", "0"), ("w:type", "auto")]);
        if columns > 1 {
            self.xml.empty("w:gridSpan", &[("w:val", &columns.to_string())]);
        }
        if let Some(merge) = merge {
            self.xml.empty("w:vMerge", &[("w:val", merge)]);
        }
        self.xml.close();
        self.paragraph(form, content);
        self.xml.close();
    }
}

/// How wide the columns of a table are, in twentieths of a point.
enum Widths {
    /// Together as wide as the text.
    Text(Vec<u32>),
    /// As wide as they need to be: figures of a small table stand close to what they are of.
    Own(Vec<u32>),
}

impl Widths {
    fn columns(&self) -> &[u32] {
        match self {
            Self::Text(widths) | Self::Own(widths) => widths,
        }
    }
}

/// Returns how wide the columns of a table are, by the lengths of their texts.
fn widths(table: &Table, whole: u32) -> Widths {
    let length = |inlines: &[Inline]| {
        u32::try_from(whole_text(inlines).chars().count()).unwrap_or(MOST_LETTERS)
    };
    let word = |inlines: &[Inline]| {
        let text = whole_text(inlines);
        let longest = text.split_whitespace().map(|word| word.chars().count()).max();
        u32::try_from(longest.unwrap_or_default()).unwrap_or(MOST_LETTERS)
    };
    let column = |(number, column): (usize, &crate::tree::Column)| {
        let cells = table.rows.iter().filter_map(|row| row.get(number));
        let longest = cells.map(|cell| length(cell)).max().unwrap_or_default();
        // Heads break between words.
        longest.max(word(&column.head)).clamp(LEAST_LETTERS, MOST_LETTERS)
    };
    let letters: Vec<_> = table.columns.iter().enumerate().map(column).collect();
    let all = letters.iter().sum::<u32>().max(1);
    let own: Vec<_> = letters.iter().map(|letters| letters * LETTER + BETWEEN).collect();
    if own.iter().sum::<u32>() * 5 < whole * 3 {
        return Widths::Own(own);
    }
    Widths::Text(letters.into_iter().map(|letters| whole * letters / all).collect())
}
