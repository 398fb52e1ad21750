//! Figures, tables, charts and equations: their numbers, and what their cells cite.

use ecow::{EcoString, eco_format};

use super::{Label, Walk};
use crate::base::span::{Span, Spanned};
use crate::bind::panels::parts_of_group;
use crate::data::dataset::{Cell, Dataset, Value};
use crate::markup::{
    Attributes, Block, BlockKind, ChartBlock, Cite, DrawingBlock, Equation, Inline, Picture,
    TableBlock,
};
use crate::publication::localized::Localized;
use crate::tree::FigureForm;

/// Whether a div is a table that is written as a list.
pub(in crate::bind) fn is_list_table(attributes: &Attributes) -> bool {
    attributes.classes.first().is_some_and(|class| class.value == "list-table")
}

/// Returns the caption of a table that is written as a list, which stands before the list.
pub(in crate::bind) fn list_caption(inner: &[Block]) -> Option<&[Inline]> {
    let [Block { kind: BlockKind::Paragraph(caption), .. }, _, ..] = inner else { return None };
    Some(caption)
}

/// Whether a div is a figure of several pictures, by its id.
pub(in crate::bind) fn is_figure_group(attributes: &Attributes) -> bool {
    attributes.id.as_ref().is_some_and(|id| id.value.starts_with("fig-"))
        && attributes.classes.iter().all(|class| class.value == "side-by-side")
}

/// Whether a picture is numbered: it has an id, or a caption besides its alternative text.
pub(in crate::bind) fn is_figure(picture: &Picture) -> bool {
    picture.attributes.id.is_some() || picture.attributes.value("alt").is_some()
}

impl<'a> Walk<'a, '_> {
    pub(super) fn figure(&mut self, form: FigureForm, id: Option<&Spanned<EcoString>>, span: Span) {
        let index = usize::from(form == FigureForm::Table);
        let (letter, counters) = match &mut self.appendix {
            Some(appendix) => (appendix.letter.as_str(), &mut appendix.figures),
            None => ("", &mut self.figures),
        };
        counters[index] += 1;
        let number = eco_format!("{letter}{}", counters[index]);
        self.collected.figures += 1;
        self.collected.numbers.insert(span, number.clone());
        if let Some(id) = id {
            self.define(&id.value, id.span, Label::Figure(form, number));
        }
    }

    /// A group of pictures has one number, and its pictures have letters behind it.
    pub(super) fn figure_group(&mut self, attributes: &Attributes, inner: &'a [Block], span: Span) {
        self.figure(FigureForm::Figure, attributes.id.as_ref(), span);
        let number = self.collected.numbers.get(&span).cloned().unwrap_or_default();
        let mut letters = 'a'..='z';
        for block in parts_of_group(inner) {
            let BlockKind::Picture(picture) = &block.kind else {
                self.block(block);
                continue;
            };
            let Some(letter) = letters.next() else { continue };
            self.collected.numbers.insert(block.span, eco_format!("({letter})"));
            if let Some(id) = &picture.attributes.id {
                let label = Label::Figure(FigureForm::Figure, eco_format!("{number}{letter}"));
                self.define(&id.value, id.span, label);
            }
            self.inlines(&picture.caption);
        }
    }

    pub(super) fn equation(&mut self, equation: &Equation, span: Span) {
        let Some(id) = &equation.attributes.id else { return };
        let (letter, counter) = match &mut self.appendix {
            Some(appendix) => (appendix.letter.as_str(), &mut appendix.equations),
            None => ("", &mut self.equations),
        };
        *counter += 1;
        let number = eco_format!("{letter}{counter}");
        self.collected.numbers.insert(span, number.clone());
        self.define(&id.value, id.span, Label::Equation(number));
    }

    pub(super) fn picture(&mut self, picture: &'a Picture, span: Span) {
        if is_figure(picture) {
            self.figure(FigureForm::Figure, picture.attributes.id.as_ref(), span);
        }
        self.inlines(&picture.caption);
    }

    pub(super) fn chart(&mut self, chart: &'a ChartBlock, span: Span) {
        self.exhibit(FigureForm::Figure, &chart.table, span);
        self.inlines(&chart.subtitle);
        chart.alt.iter().for_each(|alt| self.inlines(alt));
        chart.annotations.iter().for_each(|annotation| self.inlines(&annotation.text));
        for reference in &chart.references {
            self.inlines(&reference.label);
            self.collected.origins.evaluate(&reference.value, self.data());
        }
    }

    pub(super) fn drawing(&mut self, drawing: &'a DrawingBlock) {
        self.inlines(&drawing.alt);
        self.inlines(&drawing.caption);
        let data = self.data();
        let Some(dataset) = data.datasets.get(&drawing.data.value) else { return };
        let rows = drawing.rows.as_ref().map(|rows| {
            let selecting = data.selecting(dataset);
            let columns = drawing.columns.as_ref().map(|columns| selecting.columns(columns));
            selecting.rows(rows, &columns.unwrap_or_else(|| Ok(Vec::new())).unwrap_or_default())
        });
        for row in rows.unwrap_or_else(|| Ok((0..dataset.rows.len()).collect())).unwrap_or_default()
        {
            self.collected.origins.note(dataset, row);
        }
    }

    /// Collects from a table drawn from a dataset, or the one behind a chart.
    pub(super) fn exhibit(&mut self, form: FigureForm, table: &'a TableBlock, span: Span) {
        self.figure(form, table.id.as_ref(), span);
        self.inlines(&table.title);
        self.inlines(&table.note);
        let Some(dataset) = self.resources.publication.datasets.get(&table.data.value) else {
            return;
        };
        if let Some(source) = &dataset.source {
            let locator = source.locator.as_ref();
            let locator = locator.map(|text| text.text(&self.edition.language.tag));
            let key = Spanned::new(source.key.value.clone(), table.data.span);
            let locator = locator.unwrap_or_default();
            self.cite(span, vec![Cite { locator, ..Cite::of(key) }]);
        }
        self.cells(table, dataset);
    }

    /// Looks at the cells that a table shows: cites the works that they name, and reports texts
    /// that the edition's language lacks.
    pub(super) fn cells(&mut self, table: &TableBlock, dataset: &'a Dataset) {
        let selecting = self.data().selecting(dataset);
        let columns = table.columns.as_ref().map(|columns| selecting.columns(columns));
        let Ok(columns) = columns.unwrap_or_else(|| Ok((0..dataset.columns.len()).collect()))
        else {
            return;
        };
        for &column in &columns {
            if let Some(title) = &dataset.columns[column].title {
                self.check_text(title);
            }
        }
        let rows = table.rows.as_ref().map(|rows| selecting.rows(rows, &columns));
        let Ok(rows) = rows.unwrap_or_else(|| Ok((0..dataset.rows.len()).collect())) else {
            return;
        };
        for &row in &rows {
            self.collected.origins.note(dataset, row);
            for &column in &columns {
                self.collected.origins.note_cell(dataset, (row, column), self.data());
                self.cell(&dataset.rows[row].cells[column]);
                self.written(dataset, (row, column));
            }
        }
    }

    /// Collects from the lines of Markdown that a cell of a register was made of.
    fn written(&mut self, dataset: &Dataset, place: (usize, usize)) {
        let register = self.resources.publication.registers.get(&dataset.id);
        let written = register.and_then(|register| register.written(dataset, place));
        if let Some((_, value)) = written.filter(|(_, value)| value.is_composed()) {
            self.value(value);
        }
    }

    pub(super) fn cell(&mut self, cell: &'a Cell) {
        if let Value::Source(key) = &cell.value {
            let key = Spanned::new(key.clone(), cell.span);
            self.cite(cell.span, vec![Cite::of(key)]);
        }
        self.plain(&cell.value);
    }

    pub(super) fn plain(&mut self, value: &'a Value) {
        match value {
            Value::Text(text) => self.check_text(text),
            Value::Entity(id) => {
                if let Some(entity) = self.resources.publication.entities.get(id) {
                    self.check_text(&entity.name);
                }
            }
            Value::Missing
            | Value::Number(_)
            | Value::Date(_)
            | Value::Boolean(_)
            | Value::Source(_) => {}
        }
    }

    pub(super) fn check_text(&mut self, text: &Localized) {
        if let Err(diagnostic) = text.check([self.edition.language.tag.as_str()]) {
            self.problems.push(diagnostic);
        }
    }
}
