//! Figures, charts, pictures, tables and records of a book.

use super::Writer;
use crate::base::escape::{push_attribute, push_path, push_text};
use crate::language::Word;
use crate::render::epub::chart_path;
use crate::tree::{Align, Block, Chart, Figure, Image, Inline, Record, Table, plain_text};

pub(super) fn align(align: Align) -> &'static str {
    match align {
        Align::Start => "",
        Align::Center => "center",
        Align::End | Align::Number => "number",
    }
}

impl<'a> Writer<'a, '_> {
    pub(super) fn figure(&mut self, figure: &'a Figure) {
        self.out.push_str("<figure");
        self.id(&figure.id);
        self.out.push_str(">\n<figcaption>\n<p class=\"figure-title\"><span class=\"label\">");
        push_text(&mut self.out, &figure.label);
        self.out.push_str("</span> ");
        self.inlines(&figure.title);
        self.out.push_str("</p>\n");
        self.line("p", "subtitle", &figure.subtitle);
        self.out.push_str("</figcaption>\n");
        self.nesting += 1;
        match &figure.body {
            Block::Table(table) => self.table(table, &figure.label),
            Block::Chart(chart) => self.chart(chart, &figure.label),
            other => self.block(other),
        }
        self.nesting -= 1;
        self.term_line(Word::FigureNote, &figure.note);
        self.term_line(Word::FigureSource, &figure.source);
        self.out.push_str("</figure>\n");
    }

    pub(super) fn term_line(&mut self, word: Word<'_>, content: &'a [Inline]) {
        if content.is_empty() {
            return;
        }
        self.out.push_str("<p class=\"foot\"><strong>");
        let (name, space) = self.source.words.before_text(word);
        push_text(&mut self.out, &name);
        self.out.push_str("</strong>");
        self.out.push_str(space);
        self.inlines(content);
        self.out.push_str("</p>\n");
    }

    /// Writes a chart, followed by its contents in words and numbers.
    pub(super) fn chart(&mut self, chart: &'a Chart, label: &str) {
        self.out.push_str("<div class=\"chart\">");
        self.chart_picture(chart.drawing, &chart.alt);
        self.out.push_str("</div>\n<details>\n<summary>");
        push_text(&mut self.out, &self.source.words.get(Word::ChartTable));
        self.out.push_str("</summary>\n");
        self.table(&chart.table, label);
        self.out.push_str("</details>\n");
    }

    /// Writes the picture of a chart, or of the cover.
    pub(in crate::render::epub) fn chart_picture(&mut self, drawing: usize, alt: &[Inline]) {
        self.places.charts.insert(drawing);
        self.out.push_str("<img src=\"");
        self.out.push_str(&chart_path(drawing));
        self.out.push('"');
        self.attribute("alt", &plain_text(alt));
        self.out.push_str("/>");
    }

    /// Writes a picture; one that the publication does not hold is its words.
    pub(in crate::render::epub) fn image(&mut self, image: &Image) {
        let known = self.places.pictures.contains_key(image.path.as_str());
        if !known && let Some(bytes) = (self.source.picture)(&image.path) {
            // What is PNG may be JPEG in print.
            let is_renamed = image.path.ends_with(".png") && bytes.starts_with(&[0xFF, 0xD8]);
            let path = format!("{}{}", image.path, if is_renamed { ".jpg" } else { "" });
            self.places.pictures.insert(image.path.to_string(), (path, bytes));
        }
        let Some((path, _)) = self.places.pictures.get(image.path.as_str()) else {
            push_text(&mut self.out, &image.alt);
            return;
        };
        self.out.push_str("<img src=\"");
        push_path(&mut self.out, path);
        self.out.push_str("\" alt=\"");
        push_attribute(&mut self.out, &image.alt);
        self.out.push_str("\"/>");
    }

    pub(super) fn table(&mut self, table: &'a Table, label: &str) {
        self.out.push_str("<table");
        self.attribute("aria-label", label);
        self.out.push_str(">\n<thead>\n");
        for row in &table.groups {
            self.out.push_str("<tr>");
            for group in row {
                let element = if group.head.is_empty() { "td" } else { "th" };
                self.out.push('<');
                self.out.push_str(element);
                self.attribute("colspan", &group.columns.to_string());
                self.out.push('>');
                self.inlines(&group.head);
                self.close(element);
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("<tr>");
        for column in &table.columns {
            self.out.push_str("<th scope=\"col\"");
            self.attribute("class", align(column.align));
            self.out.push('>');
            self.inlines(&column.head);
            if !column.unit.is_empty() {
                self.out.push_str(" <span class=\"unit\">");
                push_text(&mut self.out, &column.unit);
                self.out.push_str("</span>");
            }
            self.out.push_str("</th>");
        }
        self.out.push_str("</tr>\n</thead>\n<tbody>\n");
        for (number, row) in table.rows.iter().enumerate() {
            self.out.push_str("<tr>");
            for (index, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                let Some((rows, columns)) = table.extent(number, index) else { continue };
                let is_head = index == 0 && table.row_heads;
                self.out.push_str(if is_head { "<th scope=\"row\"" } else { "<td" });
                self.attribute("class", align(column.align));
                for (name, count) in [("rowspan", rows), ("colspan", columns)] {
                    if count > 1 {
                        self.attribute(name, &count.to_string());
                    }
                }
                self.out.push('>');
                self.inlines(cell);
                self.close(if is_head { "th" } else { "td" });
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table>\n");
    }

    pub(super) fn record(&mut self, record: &'a Record) {
        self.out.push_str("<div class=\"record\"");
        self.id(&record.id);
        self.out.push_str(">\n");
        let name = format!("{} {}", record.noun, record.number);
        self.element("p", "kind", name.trim());
        if !record.title.is_empty() {
            self.out.push_str("<p class=\"record-title\">");
            match &record.link {
                Some(target) => self.link(target, &record.title),
                None => self.inlines(&record.title),
            }
            self.out.push_str("</p>\n");
        }
        for fact in &record.facts {
            self.line("p", "fact", fact);
        }
        self.line("p", "", &record.summary);
        if !record.rows.is_empty() {
            self.out.push_str("<dl>\n");
            for row in &record.rows {
                self.element("dt", "", &row.term);
                row.lines.iter().for_each(|line| self.line("dd", "", line));
            }
            self.out.push_str("</dl>\n");
        }
        self.out.push_str("</div>\n");
    }
}
