//! Figures and tables.

use crate::chart::svg_for_page;
use crate::language::Word;
use crate::render::figure_data::FOLDER;
use crate::tree::{
    Align, Block, Chart, Column, Figure, FigureData, FigureForm, Inline, Inlines, Table,
};

use super::Writer;
use crate::escape::{push_attribute, push_path, push_text};

/// The number of columns from which a table may grow beyond the measure.
const WIDE_FROM: usize = 7;

/// What names a table to those who cannot see where it stands.
pub(super) enum Name<'a> {
    /// The element with the id `q-<id>`.
    TitleOf(&'a str),
    /// A label such as *Table 3*, which names a place to go to.
    Label(&'a str),
    /// Any table: nobody would go to it by name.
    Common(&'a str),
}

impl<'a> Writer<'a> {
    pub(super) fn figure(&mut self, figure: &'a Figure) {
        let class = match (&figure.body, figure.form) {
            (Block::Table(table), _) if table.columns.len() >= WIDE_FROM => {
                "figure table-figure wide"
            }
            (Block::Table(_), _) | (_, FigureForm::Table) => "figure table-figure",
            (Block::Chart(_), _) => "figure chart-figure",
            (_, FigureForm::Figure) => "figure",
        };
        self.open_with_id("figure", class, &figure.id);
        self.out.push('\n');
        let outer = self.hold_notes();
        self.caption(figure);
        self.figure_body(figure);
        self.figure_foot(figure);
        self.notes = outer;
        self.out.push_str("</figure>\n");
        self.write_waiting_notes();
    }

    fn figure_body(&mut self, figure: &'a Figure) {
        match &figure.body {
            Block::Table(table) if figure.id.is_empty() => {
                self.table(table, &Name::Label(&figure.label));
            }
            Block::Table(table) => self.table(table, &Name::TitleOf(&figure.id)),
            Block::Chart(chart) if figure.id.is_empty() => {
                self.chart(chart, &Name::Label(&figure.label));
            }
            Block::Chart(chart) => self.chart(chart, &Name::TitleOf(&figure.id)),
            other => self.block(other),
        }
    }

    fn caption(&mut self, figure: &'a Figure) {
        self.out.push_str("<figcaption>\n<p class=\"figure-title\"");
        if !figure.id.is_empty() {
            self.out.push_str(" id=\"q-");
            push_attribute(&mut self.out, &figure.id);
            self.out.push('"');
        }
        self.out.push_str("><span class=\"figure-label\">");
        push_text(&mut self.out, &figure.label);
        self.out.push_str("</span> ");
        self.inlines(&figure.title);
        self.out.push_str("</p>\n");
        if !figure.subtitle.is_empty() {
            self.out.push_str("<p class=\"figure-subtitle\">");
            self.inlines(&figure.subtitle);
            self.out.push_str("</p>\n");
        }
        self.out.push_str("</figcaption>\n");
    }

    fn figure_foot(&mut self, figure: &'a Figure) {
        if figure.note.is_empty() && figure.source.is_empty() && figure.data.is_none() {
            return;
        }
        let words = self.words;
        self.out.push_str("<div class=\"figure-foot\">\n");
        self.foot_line("figure-note", &words.get(Word::FigureNote), &figure.note);
        self.foot_line("figure-source", &words.get(Word::FigureSource), &figure.source);
        if let Some(data) = &figure.data {
            self.data_line(figure, data);
        }
        self.out.push_str("</div>\n");
    }

    /// Writes the dataset that a figure shows, and the files with what it shows of it.
    fn data_line(&mut self, figure: &'a Figure, data: &'a FigureData) {
        let words = self.words;
        self.out.push_str("<p class=\"figure-data\"><span class=\"term\">");
        push_text(&mut self.out, &words.get(Word::FigureData));
        self.out.push_str("</span> ");
        match &data.page {
            Some(page) => self.link_text(page, &data.title),
            None => push_text(&mut self.out, &data.title),
        }
        let mut files = vec![("CSV", "csv", "text/csv"), ("JSON", "json", "application/json")];
        if let Block::Chart(_) = figure.body {
            files.push(("SVG", "svg", "image/svg+xml"));
        }
        for (name, extension, media_type) in files {
            self.write(format_args!(" · <a type=\"{media_type}\" href=\"{FOLDER}"));
            push_path(&mut self.out, &data.file);
            self.write(format_args!(".{extension}\">{name}<span class=\"visually-hidden\">: "));
            push_text(&mut self.out, &figure.label);
            self.out.push_str("</span></a>");
        }
        self.out.push_str("</p>\n");
    }

    fn foot_line(&mut self, class: &str, term: &str, content: &'a [Inline]) {
        if content.is_empty() {
            return;
        }
        self.open("p", class);
        self.out.push_str("<span class=\"term\">");
        push_text(&mut self.out, term);
        self.out.push_str("</span> ");
        self.inlines(content);
        self.out.push_str("</p>\n");
    }

    /// Writes a chart in both its layouts, of which the style sheet shows the one that fits,
    /// and the table behind it.
    pub(super) fn chart(&mut self, chart: &'a Chart, name: &Name<'_>) {
        let drawings = self.document.map_or(&[][..], |document| &document.drawings);
        if let Some(drawing) = drawings.get(chart.drawing) {
            let prefix = format!("q-chart-{}", chart.drawing + 1);
            self.out.push_str("<div class=\"chart\">\n");
            for scene in [&drawing.wide, &drawing.narrow] {
                self.out.push_str(&svg_for_page(scene, &prefix));
                self.out.push('\n');
            }
            self.out.push_str("</div>\n");
        }
        let words = self.words;
        self.out.push_str("<details class=\"chart-data\">\n<summary>");
        push_text(&mut self.out, &words.get(Word::ChartTable));
        self.out.push_str("</summary>\n");
        self.table(&chart.table, name);
        self.out.push_str("</details>\n");
    }

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
    fn table(&mut self, table: &'a Table, name: &Name<'_>) {
        self.out.push_str("<div class=\"scroll\" tabindex=\"0\"");
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
        self.out.push_str(">\n");
        self.table_head(&table.columns);
        self.out.push_str("<tbody>\n");
        for row in &table.rows {
            self.table_row(table, row);
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

    fn table_head(&mut self, columns: &'a [Column]) {
        if columns.iter().all(|column| column.head.is_empty() && column.unit.is_empty()) {
            return;
        }
        self.out.push_str("<thead>\n<tr>");
        for column in columns {
            // A head that says nothing heads nothing.
            if column.head.is_empty() && column.unit.is_empty() {
                self.out.push_str("<td></td>");
                continue;
            }
            self.out.push_str("<th scope=\"col\"");
            self.align(column.align);
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

    fn table_row(&mut self, table: &'a Table, row: &'a [Inlines]) {
        self.out.push_str("<tr>");
        for (index, cell) in row.iter().enumerate() {
            let align = table.columns.get(index).map_or(Align::Start, |column| column.align);
            let names_row = index == 0 && table.row_heads && !cell.is_empty();
            self.out.push_str(if names_row { "<th scope=\"row\"" } else { "<td" });
            self.align(align);
            self.inlines(cell);
            self.out.push_str(if names_row { "</th>" } else { "</td>" });
        }
        self.out.push_str("</tr>\n");
    }

    /// Ends the tag of a cell with how it is set.
    fn align(&mut self, align: Align) {
        self.out.push_str(match align {
            Align::Start => ">",
            Align::Center => " class=\"center\">",
            Align::End => " class=\"end\">",
            Align::Number => " class=\"number\">",
        });
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
