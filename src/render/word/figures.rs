//! Numbered figures and tables: title, body, note, source.

use super::Writer;
use super::blocks::{Form, numbered_label};
use super::inlines::RunProperties;
use super::names::bookmark;
use super::pictures::Fit;
use crate::language::Word;
use crate::tree::{Block, Chart, Figure, FigureForm, Image, Inline, plain_text};

/// Returns the name of the sequence in which Word numbers figures or tables.
pub(super) fn sequence(form: FigureForm) -> &'static str {
    match form {
        FigureForm::Figure => "Figure",
        FigureForm::Table => "Table",
    }
}

impl Writer<'_> {
    /// Writes a numbered figure or table.
    pub(super) fn figure(&mut self, figure: &Figure) {
        self.caption(figure);
        if !figure.subtitle.is_empty() {
            self.paragraph(Form { keep_next: true, ..Form::of("Source Note") }, &figure.subtitle);
        }
        match &figure.body {
            Block::Table(table) => {
                let colon = self.source.words.colon();
                let title = format!("{}{colon}{}", figure.label, plain_text(&figure.title));
                self.table(table, &title);
            }
            other => self.block(other, super::blocks::Context::default()),
        }
        for (word, text) in [(Word::FigureNote, &figure.note), (Word::FigureSource, &figure.source)]
        {
            if text.is_empty() {
                continue;
            }
            let (name, space) = self.source.words.before_text(word);
            let label = format!("{name}{space}");
            self.paragraph_of(Form::of("Source Note"), |writer| {
                writer.run(&label, RunProperties { bold: true, ..RunProperties::default() });
                writer.inlines(text, RunProperties::default());
            });
        }
    }

    /// Writes the label, whose number Word counts, and the title.
    fn caption(&mut self, figure: &Figure) {
        let sequence = sequence(figure.form);
        let form = Form { keep_next: true, ..Form::of("caption") };
        let label = figure.label.clone();
        self.paragraph_of(form, |writer| {
            let look = RunProperties { bold: true, ..RunProperties::default() };
            let mark = (!figure.id.is_empty()).then(|| writer.next_id());
            if let Some(mark) = &mark {
                let name = bookmark(&figure.id);
                writer.xml.empty("w:bookmarkStart", &[("w:id", mark), ("w:name", &name)]);
            }
            match numbered_label(&label) {
                Some((before, number, after)) => {
                    writer.run(before, look);
                    writer.field(&format!("SEQ {sequence} \\* ARABIC"), number, look);
                    writer.run(after, look);
                }
                None => writer.run(&label, look),
            }
            if let Some(mark) = &mark {
                writer.xml.empty("w:bookmarkEnd", &[("w:id", mark)]);
            }
            if !figure.title.is_empty() {
                writer.run(". ", look);
                writer.inlines(&figure.title, RunProperties::default());
            }
        });
    }

    /// Returns the anchor and the label of each numbered figure and table.
    pub(super) fn labels(&self) -> Vec<(&str, &str)> {
        self.labels.iter().map(|(id, label)| (id.as_str(), label.as_str())).collect()
    }

    /// Writes a chart as a picture, and its remarks, which are in the picture too, as its words.
    pub(super) fn chart(&mut self, chart: &Chart) {
        let scene = self.source.document.drawings.get(chart.drawing);
        let alt = plain_text(&chart.alt);
        match scene.and_then(|drawing| self.source.painter.draw(drawing, self.source.theme)) {
            Some(picture) => self.picture_paragraph(picture, &alt),
            // Who cannot be shown the chart gets its values.
            None => self.table(&chart.table, &alt),
        }
    }

    /// Writes a picture in a paragraph of its own.
    pub(super) fn picture(&mut self, image: &Image) {
        match self.load(&image.path) {
            Some(picture) => self.picture_paragraph(picture, &image.alt),
            None => self.paragraph(Form::of("Normal"), &[Inline::text(image.alt.clone())]),
        }
    }

    fn picture_paragraph(&mut self, picture: super::pictures::Picture, alt: &str) {
        let form = Form { keep_next: true, ..Form::of("Normal") };
        self.paragraph_of(form, |writer| writer.drawing(picture, alt, Fit::Text));
    }
}
