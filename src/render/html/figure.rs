//! Figures and tables.

use crate::chart::svg_for_page;
use crate::language::Word;
use crate::plan::routes::FIGURE_DATA;
use crate::tree::{Block, Chart, Figure, FigureData, FigureForm, Inline, Table, plain_text};

use super::part::FigureNode;
use super::table::{Name, WIDE_FROM};
use super::{Notes, Writer, escaped};
use crate::base::escape::{push_attribute, push_path, push_text};

impl<'a> Writer<'a> {
    pub(super) fn figure(&mut self, figure: &'a Figure) {
        let (holds, wide) = match (&figure.body, figure.form) {
            (Block::Table(table), _) => ("table", table.columns.len() >= WIDE_FROM),
            (_, FigureForm::Table) => ("table", false),
            (Block::Chart(_), _) => ("chart", false),
            (_, FigureForm::Figure) => ("picture", false),
        };
        let outer = self.hold_notes();
        let node = FigureNode {
            id: &figure.id,
            page: self.document_way,
            holds,
            wide,
            label: escaped(&figure.label),
            title: self.piece(|writer| writer.inlines(&figure.title)),
            subtitle: self.piece(|writer| writer.inlines(&figure.subtitle)),
            body: self.piece(|writer| writer.figure_body(figure)),
            note: self.piece(|writer| writer.inlines(&figure.note)),
            source: self.piece(|writer| writer.inlines(&figure.source)),
            data: self.piece(|writer| {
                if let Some(data) = &figure.data {
                    writer.data_line(figure, data);
                }
            }),
        };
        self.notes = outer;
        self.part("parts/figure.html", &node);
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

    /// Writes the dataset that a figure shows, and the files with what it shows of it.
    fn data_line(&mut self, figure: &'a Figure, data: &'a FigureData) {
        let words = self.words;
        match &data.page {
            Some(page) => self.link_text(page, &data.title),
            None => push_text(&mut self.out, &data.title),
        }
        let mut files = vec![("CSV", "csv", "text/csv"), ("JSON", "json", "application/json")];
        if let Block::Chart(_) = figure.body {
            files.push(("SVG", "svg", "image/svg+xml"));
        }
        // A closed dataset has no title for readers.
        let mut separator = if data.title.is_empty() { "" } else { "\u{a0}· " };
        for (name, extension, media_type) in files {
            self.out.push_str(std::mem::replace(&mut separator, "\u{a0}· "));
            self.write(format_args!("<a type=\"{media_type}\" href=\"{FIGURE_DATA}"));
            push_path(&mut self.out, &data.file);
            self.write(format_args!(".{extension}\">{name}<span class=\"visually-hidden\">: "));
            push_text(&mut self.out, &figure.label);
            self.out.push_str("</span></a>");
        }
        // The page of the figure itself drops notes, and needs no way to itself.
        if figure.has_page() && self.notes != Notes::Dropped {
            self.out.push_str("\u{a0}· <a href=\"");
            push_path(&mut self.out, &data.file);
            self.out.push_str(".html\">");
            push_text(&mut self.out, &words.get(Word::FigureShare));
            self.out.push_str("<span class=\"visually-hidden\">: ");
            push_text(&mut self.out, &figure.label);
            self.out.push_str("</span></a>");
        }
    }

    /// Writes a chart in both its layouts, of which the style sheet shows the one that fits,
    /// followed by its table.
    pub(super) fn chart(&mut self, chart: &'a Chart, name: &Name<'_>) {
        let drawings = self.document.map_or(&[][..], |document| &document.drawings);
        if let Some(drawing) = drawings.get(chart.drawing) {
            let prefix = format!("q-chart-{}", chart.drawing + 1);
            self.out.push_str("<div class=\"chart\">\n");
            self.out.push_str(&svg_for_page(&[&drawing.wide, &drawing.narrow], &prefix));
            self.out.push_str("\n</div>\n");
        }
        let words = self.words;
        self.out.push_str("<details class=\"chart-data\">\n<summary>");
        push_text(&mut self.out, &words.get(Word::ChartTable));
        self.out.push_str("</summary>\n");
        self.table(&chart.table, name);
        self.out.push_str("</details>\n");
    }

    /// Writes a table with a box in front of each row, and one that hides the rows whose boxes are empty;
    /// the style sheet does that, without a script.
    pub(super) fn comparison(&mut self, table: &'a Table) {
        self.out.push_str(
            "<div class=\"comparison\">\n<p class=\"compare\"><label><input type=\"checkbox\"> ",
        );
        push_text(&mut self.out, &self.words.get(Word::CompareChosen));
        self.out.push_str("</label></p>\n");
        self.choosing = true;
        self.unnumbered_table(table);
        self.choosing = false;
        self.out.push_str("</div>\n");
    }

    /// Writes the box that chooses a row.
    pub(super) fn row_box(&mut self, head: &[Inline]) {
        let name = plain_text(head);
        self.out.push_str("<input type=\"checkbox\" aria-label=\"");
        push_attribute(&mut self.out, &self.words.get(Word::ChooseRow { name: &name }));
        self.out.push_str("\"> ");
    }
}
