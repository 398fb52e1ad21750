//! Figures and tables.

use crate::chart::svg_for_page;
use crate::language::Word;
use crate::render::figure_data::FOLDER;
use crate::tree::{Block, Chart, Figure, FigureData, FigureForm, Inline, Table, plain_text};

use super::table::{Name, WIDE_FROM};
use super::{Notes, Writer};
use crate::escape::{push_attribute, push_path, push_text};

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
            self.write(format_args!("\u{a0}· <a type=\"{media_type}\" href=\"{FOLDER}"));
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
