//! Collecting what a document shows of registers.

use super::{Label, Resources, Walk};
use crate::base::span::{Span, Spanned};
use crate::bind::records::reference_text;
use crate::data::dataset::SourceReference;
use crate::data::register::{Entry, Found, Line, Register, Remark, Value};
use crate::markup::{Cite, EntryBlock, RegisterBlock};
use crate::tree::FigureForm;

impl<'a> Walk<'a, '_> {
    pub(super) fn register_view(&mut self, view: &'a RegisterBlock, span: Span) {
        self.figure(FigureForm::Table, view.id.as_ref(), span);
        self.inlines(&view.title);
        self.inlines(&view.note);
        let publication = self.resources.publication;
        let Some(register) = publication.registers.get(&view.register.value) else { return };
        if let Some(source) = &register.source {
            self.source(source, span);
        }
        let Ok(entries) = register.select(view) else { return };
        let names = view.kind.fields();
        let mut fields: Vec<_> =
            names.into_iter().filter_map(|name| register.field(&name.value)).collect();
        fields.push(register.layout.label);
        let dataset = publication.datasets.get(&register.id);
        for entry in entries {
            for &field in &fields {
                self.value(&entry.values[field]);
            }
            let row = dataset.and_then(|dataset| Some((dataset, dataset.row(&entry.id)?)));
            if let Some((dataset, row)) = row {
                self.collected.origins.note(dataset, row);
            }
        }
    }

    pub(super) fn record_block(&mut self, block: &'a EntryBlock, span: Span) {
        let Some(found) = self.resources.publication.registers.entry(&block.entry.value) else {
            return;
        };
        // A report may join briefs that show the same entry; references lead to the first.
        if !self.collected.entry_at.contains_key(&found.entry.anchor) {
            self.collected.entry_at.insert(found.entry.anchor.clone(), span);
            let tag = &self.edition.language.tag;
            let Resources { publication, words, .. } = self.resources;
            let text = reference_text(found, &publication.entities, words, tag);
            self.define(&found.entry.anchor, block.entry.span, Label::Title(text));
        }
        self.check_languages(found);
        found.entry.values.iter().for_each(|value| self.value(value));
        self.entry_sources(found.register, found.entry);
    }

    fn check_languages(&mut self, found: Found<'a>) {
        let Found { register, entry } = found;
        self.check_text(&register.noun);
        for (field, value) in register.fields.iter().zip(&entry.values) {
            if value.is_missing() {
                continue;
            }
            if let Some(title) = &field.column.title {
                self.check_text(title);
            }
            field.choices.iter().for_each(|choice| self.check_text(&choice.title));
        }
    }

    fn entry_sources(&mut self, register: &'a Register, entry: &'a Entry) {
        for source in &entry.sources {
            self.source(source, source.key.span);
        }
        if let Some(source) = register.source.as_ref().filter(|_| entry.sources.is_empty()) {
            self.source(source, entry.span);
        }
    }

    pub(super) fn value(&mut self, value: &'a Value) {
        match value {
            Value::Plain(value) => self.plain(value),
            Value::Line(line) => self.line(line),
            Value::Source(source) => self.source(source, source.key.span),
            Value::List(values) => values.iter().for_each(|value| self.value(value)),
            Value::Remark(remark) => self.remark(remark),
            Value::Choice(_) | Value::Reference(_) => {}
        }
    }

    fn line(&mut self, line: &'a Line) {
        self.check_text(&line.text);
        self.inlines(line.inlines(&self.edition.language.tag));
    }

    fn remark(&mut self, remark: &'a Remark) {
        if let Some(line) = &remark.text {
            self.line(line);
        }
        if let Some(source) = &remark.source {
            self.source(source, source.key.span);
        }
    }

    /// Cites a work as part of a sentence, at a place of its own.
    fn source(&mut self, source: &SourceReference, span: Span) {
        let locator = source.locator.as_ref();
        let locator = locator.map(|text| text.text(&self.edition.language.tag));
        let key = Spanned::new(source.key.value.clone(), source.key.span);
        self.cite(span, vec![Cite { locator: locator.unwrap_or_default(), ..Cite::of(key) }]);
    }
}
