//! Tables: as wide as their words need, with sticky headers, and as cards on narrow screens.
//!
//! The style sheet does all of it. What it cannot know stands in classes and attributes: how long
//! the texts of a column are, and the head of each cell, which a card prints before it.

use crate::language::Word;
use crate::tree::{
    Align, Column, Document, Form, HeadGroup, Inline, Inlines, Table, TableKind, plain_text,
};

use super::Writer;
use crate::base::escape::{push_attribute, push_text};

/// The number of columns from which a table may grow beyond the measure.
pub(super) const WIDE_FROM: usize = 7;

/// The number of rows from which a table scrolls in a box of its own, so that its head stays.
const TALL_FROM: usize = 25;

/// The number of rows from which records can be filtered and sorted.
const EXPLORED_FROM: usize = 8;

/// The number of columns from which those of a text can.
const EXPLORED_COLUMNS: usize = 5;

/// The number of characters from which a text needs room, and from which it needs much.
const LONG_FROM: [usize; 2] = [24, 60];

/// The number of columns of numbers that a card can hold.
const FEW_NUMBERS: usize = 3;

/// The width of a phone's screen, in em of tables.
const SCREEN: usize = 22;

/// What names a table to those who cannot see where it stands.
pub(super) enum Name<'a> {
    /// The element with the id `q-<id>`.
    TitleOf(&'a str),
    /// A label such as *Table 3*, which names a place to go to.
    Label(&'a str),
    /// Any table: nobody would go to it by name.
    Common(&'a str),
}

/// How long the texts of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Short,
    Middling,
    Long,
}

impl Reach {
    fn of(table: &Table, index: usize) -> Self {
        if table.columns[index].align == Align::Number {
            return Self::Short;
        }
        let cells = table.rows.iter().filter_map(|row| row.get(index));
        let lines = cells.flat_map(|cell| cell.split(|it| matches!(it, Inline::LineBreak)));
        let longest = lines.map(|line| plain_text(line).chars().count()).max().unwrap_or(0);
        match LONG_FROM.map(|from| longest >= from) {
            [_, true] => Self::Long,
            [true, false] => Self::Middling,
            [false, false] => Self::Short,
        }
    }

    /// Returns about how wide the column is where it is narrow, in em.
    fn room(self) -> usize {
        match self {
            Self::Short => 5,
            Self::Middling => 8,
            Self::Long => 13,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Short => "",
            Self::Middling => "middling",
            Self::Long => "long",
        }
    }
}

/// How a table is laid out.
struct Arrangement<'a> {
    /// How long the texts of each column are.
    reaches: Vec<Reach>,
    /// Whether narrow screens show each row as a card, in which cells have these heads.
    heads: Option<Vec<String>>,
    table: &'a Table,
}

impl<'a> Arrangement<'a> {
    /// Arranges a table; `comma` stands between the heads over a column and its own.
    fn of(table: &'a Table, comma: &str) -> Self {
        let reaches: Vec<_> =
            (0..table.columns.len()).map(|index| Reach::of(table, index)).collect();
        let is_number = |column: &&Column| matches!(column.align, Align::Number | Align::End);
        let numbers = table.columns.iter().filter(is_number).count();
        let room = reaches.iter().map(|reach| reach.room()).sum::<usize>();
        // Numbers are compared down their columns, so a table of numbers stays one and scrolls.
        let is_crowded = table.columns.len() > 2 && numbers <= FEW_NUMBERS && room > SCREEN;
        let is_merged = !table.spans.is_empty();
        let is_stacked = table.kind == TableKind::Matrix || is_crowded && !is_merged;
        let head = |(index, column): (usize, &Column)| {
            let groups = table.groups_of(index).map(|group| plain_text(&group.head));
            let own = [plain_text(&column.head), column.unit.clone()];
            let parts = groups.chain(own).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(comma)
        };
        let heads = is_stacked.then(|| table.columns.iter().enumerate().map(head).collect());
        Self { reaches, heads, table }
    }
}

impl<'a> Writer<'a> {
    pub(super) fn unnumbered_table(&mut self, table: &'a Table) {
        let outer = self.hold_notes();
        let words = self.words;
        self.out.push_str("<div class=\"bare-table\">\n");
        self.table(table, &Name::Common(&words.get(Word::Table)));
        self.out.push_str("</div>\n");
        self.notes = outer;
        self.write_waiting_notes();
    }

    /// Writes a table in a box of its own, which scrolls where the table is wider
    /// than the page and can be reached by keyboard for it.
    pub(super) fn table(&mut self, table: &'a Table, name: &Name<'_>) {
        let arrangement = Arrangement::of(table, self.words.comma());
        self.out.push_str("<div class=\"scroll");
        self.out.push_str(if table.rows.len() >= TALL_FROM { " tall\"" } else { "\"" });
        if self.is_explored(table) {
            self.out.push_str(" data-explore");
        }
        self.out.push_str(" tabindex=\"0\"");
        match name {
            Name::TitleOf(id) => {
                self.out.push_str(" role=\"region\"");
                self.labelled_by_title(id);
                self.out.push_str(">\n<table");
                self.labelled_by_title(id);
            }
            Name::Label(label) => self.labelled(" role=\"region\"", label),
            Name::Common(label) => self.labelled(" role=\"group\"", label),
        }
        if arrangement.heads.is_some() {
            self.out.push_str(" class=\"stacked\"");
        }
        self.out.push_str(">\n");
        self.table_head(&arrangement);
        self.out.push_str("<tbody>\n");
        for (number, row) in table.rows.iter().enumerate() {
            self.table_row(&arrangement, number, row);
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn labelled_by_title(&mut self, id: &str) {
        self.out.push_str(" aria-labelledby=\"q-");
        push_attribute(&mut self.out, id);
        self.out.push('"');
    }

    fn labelled(&mut self, role: &str, label: &str) {
        self.out.push_str(role);
        self.out.push_str(" aria-label=\"");
        push_attribute(&mut self.out, label);
        self.out.push_str("\">\n<table");
    }

    /// Whether readers can filter and sort a table: it has a record in each row, and enough of
    /// them that one would look for some.
    fn is_explored(&self, table: &Table) -> bool {
        let is_list =
            |document: &Document| matches!(document.form, Form::Register | Form::Profiles);
        let in_text = self.document.is_some_and(|document| !is_list(document));
        let wide = !in_text || table.columns.len() >= EXPLORED_COLUMNS;
        table.kind == TableKind::Records && wide && table.rows.len() >= EXPLORED_FROM
    }

    fn table_head(&mut self, arrangement: &Arrangement<'a>) {
        let columns = &arrangement.table.columns;
        let groups = &arrangement.table.groups;
        let is_silent = |column: &Column| column.head.is_empty() && column.unit.is_empty();
        if columns.iter().all(is_silent) && groups.is_empty() {
            return;
        }
        self.out.push_str("<thead>\n");
        for row in groups {
            self.group_row(row);
        }
        if columns.iter().all(is_silent) {
            self.out.push_str("</thead>\n");
            return;
        }
        self.out.push_str("<tr>");
        for (column, reach) in columns.iter().zip(&arrangement.reaches) {
            // A head that says nothing heads nothing.
            if column.head.is_empty() && column.unit.is_empty() {
                self.out.push_str("<td></td>");
                continue;
            }
            self.out.push_str("<th scope=\"col\"");
            self.classes([align_class(column.align), reach.class()]);
            self.out.push('>');
            self.inlines(&column.head);
            if !column.unit.is_empty() {
                self.out.push_str(" <span class=\"unit\">");
                push_text(&mut self.out, &column.unit);
                self.out.push_str("</span>");
            }
            self.out.push_str("</th>");
        }
        self.out.push_str("</tr>\n</thead>\n");
    }

    /// Writes heads over several columns.
    fn group_row(&mut self, row: &'a [HeadGroup]) {
        self.out.push_str("<tr class=\"groups\">");
        for group in row {
            let element = if group.head.is_empty() { "td" } else { "th" };
            self.write(format_args!("<{element}"));
            if group.columns > 1 {
                self.write(format_args!(" colspan=\"{}\"", group.columns));
            }
            if !group.head.is_empty() {
                let scope = if group.columns > 1 { "colgroup" } else { "col" };
                self.write(format_args!(" scope=\"{scope}\""));
            }
            self.out.push('>');
            self.inlines(&group.head);
            self.close(element);
        }
        self.out.push_str("</tr>\n");
    }

    fn table_row(&mut self, arrangement: &Arrangement<'_>, number: usize, row: &'a [Inlines]) {
        let table = arrangement.table;
        self.out.push_str("<tr>");
        for (index, cell) in row.iter().enumerate() {
            let Some((rows, columns)) = table.extent(number, index) else { continue };
            let align = table.columns.get(index).map_or(Align::Start, |column| column.align);
            let names_row = index == 0 && table.row_heads && !cell.is_empty();
            self.out.push_str(if names_row { "<th scope=\"row\"" } else { "<td" });
            self.classes([align_class(align), ""]);
            for (name, count) in [("rowspan", rows), ("colspan", columns)] {
                if count > 1 {
                    self.write(format_args!(" {name}=\"{count}\""));
                }
            }
            let head = arrangement.heads.as_ref().and_then(|heads| heads.get(index));
            if let Some(head) = head.filter(|_| index > 0 && !cell.is_empty()) {
                self.out.push_str(" data-head=\"");
                push_attribute(&mut self.out, head);
                self.out.push('"');
            }
            self.out.push('>');
            if names_row && self.choosing {
                self.row_box(cell);
            }
            self.inlines(cell);
            self.out.push_str(if names_row { "</th>" } else { "</td>" });
        }
        self.out.push_str("</tr>\n");
    }

    /// Writes those of `classes` that are not empty.
    fn classes(&mut self, classes: [&str; 2]) {
        let classes: Vec<_> = classes.into_iter().filter(|class| !class.is_empty()).collect();
        if !classes.is_empty() {
            self.write(format_args!(" class=\"{}\"", classes.join(" ")));
        }
    }

    /// Writes a table at a place that can only hold phrases.
    pub(super) fn phrase_table(&mut self, table: &'a Table) {
        self.out.push_str("<span class=\"line\" role=\"table\">");
        let heads = table.columns.iter().map(|column| &column.head[..]);
        self.phrase_row("columnheader", heads);
        for row in &table.rows {
            self.phrase_row("cell", row.iter().map(|cell| &cell[..]));
        }
        self.out.push_str("</span>");
    }

    fn phrase_row(&mut self, role: &str, cells: impl Iterator<Item = &'a [Inline]>) {
        self.out.push_str("<span class=\"item\" role=\"row\">");
        for cell in cells {
            self.write(format_args!("<span role=\"{role}\">"));
            self.inlines(cell);
            self.out.push_str("</span> ");
        }
        self.out.push_str("</span>");
    }
}

/// Returns the class of a cell that is not set as text is.
fn align_class(align: Align) -> &'static str {
    match align {
        Align::Start => "",
        Align::Center => "center",
        Align::End => "end",
        Align::Number => "number",
    }
}
