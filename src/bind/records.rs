//! Composing entries of registers: references to them, their values, and the block of one.

use ecow::{EcoString, eco_format};
use rust_decimal::Decimal;

use super::{Binder, Resources};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::data::dataset::{self, ColumnKind};
use crate::data::evaluate::{Computed, Quantity};
use crate::data::print;
use crate::data::register::{
    Entry, Field, FieldKind, Found, Layout, Pages, Pointer, Remark, Value,
};
use crate::language::{Word, Words, count_words};
use crate::markup::{EntryBlock, EntryPlace, RegisterBlock};
use crate::publication::date;
use crate::publication::entity::Entities;
use crate::tree::{Block, Form, Inline, Inlines, Record, RecordRow, Target, plain_text};

/// Returns what a cross-reference to an entry prints: its number, or else its label.
pub(super) fn reference_text(
    found: Found<'_>,
    entities: &Entities,
    words: &Words,
    tag: &str,
) -> EcoString {
    let Found { register, entry } = found;
    let number = register.layout.number.map(|field| &entry.values[field]);
    let number = match number {
        Some(Value::Plain(value @ (dataset::Value::Number(_) | dataset::Value::Text(_)))) => {
            value.text(entities, tag)
        }
        _ => return label_text(found, entities, tag),
    };
    let noun = register.noun.text(tag);
    words.get(Word::ReferenceEntry { noun: &noun, number: &number }).into()
}

/// Returns the label of an entry as plain text.
pub(super) fn label_text(found: Found<'_>, entities: &Entities, tag: &str) -> EcoString {
    match &found.entry.values[found.register.layout.label] {
        Value::Line(line) => crate::markup::plain_text(line.inlines(tag)).into(),
        _ => found.label(entities).text(tag),
    }
}

impl<'a> Binder<'a, '_> {
    /// Composes a cross-reference to an entry; none if there is no such entry.
    pub(super) fn entry_reference(&mut self, anchor: &str) -> Option<Inline> {
        let found = self.resources.publication.registers.entry(anchor)?;
        let Resources { publication, words, .. } = self.resources;
        let text = reference_text(found, &publication.entities, words, &self.language().tag);
        Some(self.entry_link(found, text))
    }

    /// Returns the label of an entry as plain text.
    pub(super) fn label_text(&self, found: Found<'_>) -> EcoString {
        label_text(found, &self.resources.publication.entities, &self.language().tag)
    }

    /// Composes a link to an entry: to its block in this document, or else to its page.
    pub(super) fn entry_link(&self, found: Found<'a>, text: EcoString) -> Inline {
        let anchor = &found.entry.anchor;
        if self.collected.entry_at.contains_key(anchor) {
            return Inline::Reference { id: anchor.clone(), text };
        }
        let content = vec![Inline::text(text)];
        match self.entry_target(found) {
            Some(target) => Inline::link(target, content),
            None => Inline::plain(content),
        }
    }

    fn entry_target(&self, found: Found<'a>) -> Option<Target> {
        let Found { register, entry } = found;
        let (form, id, fragment) = match register.pages {
            Pages::EntryEach => {
                (Form::Entry, eco_format!("{}/{}", register.id, entry.anchor), EcoString::new())
            }
            Pages::RegisterOnly => (Form::Register, register.id.clone(), entry.anchor.clone()),
        };
        let page = self.resources.plan.nearest(self.edition.site, form, &id)?;
        Some(self.edition.site.target(page, fragment))
    }

    /// Composes a value for readers.
    pub(super) fn entry_value(&mut self, field: &'a Field, value: &'a Value) -> Inlines {
        let tag = &self.language().tag;
        let text = match value {
            Value::Plain(dataset::Value::Number(number)) => self.quantity(field, *number),
            Value::Plain(dataset::Value::Missing) => self.printer().plain(&dataset::Value::Missing),
            Value::Plain(value) => {
                self.printer().marked(self.printer().plain(value), field.column.status())
            }
            Value::Line(line) => return self.inlines(line.inlines(tag)),
            Value::Choice(number) => field.choices[*number].title.text(tag),
            Value::Remark(remark) => return self.remark(remark),
            Value::Source(source) => {
                return self.formatted_citation(source.key.span).unwrap_or_default();
            }
            Value::Reference(name) => return self.field_reference(field, name),
            Value::List(values) => {
                let parts = values.iter().map(|value| self.entry_value(field, value)).collect();
                return joined(parts, self.locale.words.semicolon());
            }
        };
        self.words += count_words(&text);
        vec![Inline::text(text)]
    }

    /// Prints a number with its unit.
    fn quantity(&mut self, field: &Field, number: Decimal) -> EcoString {
        let quantity = Computed::Quantity(Quantity {
            number,
            measure: field.column.measure.clone(),
            decimals: number.scale(),
            is_year: field.column.kind == ColumnKind::Year,
        });
        let entities = &self.resources.publication.entities;
        let printed = print::print(&quantity, &[], entities, self.locale);
        let text = self.problems.keep(printed).unwrap_or_default();
        self.printer().marked(text, field.column.status())
    }

    fn field_reference(&self, field: &Field, name: &Spanned<EcoString>) -> Inlines {
        let registers = &self.resources.publication.registers;
        let target = field.target.as_ref().map(|target| target.value.as_str()).unwrap_or_default();
        let anchor = registers.anchor_in(target, &name.value);
        let Some(found) = anchor.and_then(|anchor| registers.entry(anchor)) else {
            return Vec::new();
        };
        let label = self.label_text(found);
        vec![self.entry_link(found, label)]
    }

    /// Composes the block of one entry.
    pub(super) fn record_block(&mut self, block: &'a EntryBlock, span: Span) -> Option<Block> {
        let found = self.resources.publication.registers.find_entry(&block.entry);
        let found = self.problems.keep(found)?;
        let Found { register, entry } = found;
        let layout = &register.layout;
        let own_page = block.place == EntryPlace::OwnPage;
        let is_first = self.collected.entry_at.get(&entry.anchor) == Some(&span);
        let mut part = |field| self.entry_value(&register.fields[field], &entry.values[field]);
        let known = |field: &usize| !entry.values[*field].is_missing();
        let title = Some(layout.label).filter(|_| !own_page).map(&mut part);
        let summary = layout.summary.filter(known).filter(|_| !own_page).map(&mut part);
        let number = layout.number.filter(known).map(|field| plain_text(&part(field)));
        let facts = layout.facts.iter().copied().filter(known).map(part).collect();
        Some(Block::Record(Box::new(Record {
            id: if is_first { entry.anchor.clone() } else { EcoString::new() },
            register: register.id.clone(),
            noun: register.noun.text(&self.language().tag),
            number: number.unwrap_or_default(),
            title: title.unwrap_or_default(),
            summary: summary.unwrap_or_default(),
            facts,
            rows: self.record_rows(found),
            link: if own_page { None } else { self.entry_target(found) },
        })))
    }

    /// Composes what the head of an entry's block does not show.
    fn record_rows(&mut self, found: Found<'a>) -> Vec<RecordRow> {
        let register = found.register;
        let Layout { label, number, summary, facts, hidden } = &register.layout;
        let apart = [label].into_iter().chain(number).chain(summary).chain(facts).chain(hidden);
        let apart: Vec<_> = apart.collect();
        let fields = (0..register.fields.len()).filter(|field| !apart.contains(&field));
        let mut rows: Vec<_> = fields.filter_map(|field| self.field_row(found, field)).collect();
        rows.extend(self.sources_row(found));
        rows
    }

    fn field_row(&mut self, found: Found<'a>, number: usize) -> Option<RecordRow> {
        let field = &found.register.fields[number];
        let values = found.entry.values[number].each();
        let lines = values.iter().map(|value| self.entry_value(field, value));
        // Evidence that has no edition in this language leaves nothing.
        let lines: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
        if lines.is_empty() {
            return None;
        }
        let term = field.column.title_in(&self.language().tag);
        let part = match field.kind {
            FieldKind::Remark => field.column.name.clone(),
            FieldKind::Plain(_) | FieldKind::Line | FieldKind::Choice | FieldKind::Reference => {
                "field".into()
            }
        };
        Some(RecordRow { part, term, lines })
    }

    /// Composes a remark: its date, what it says, the work that says so, what it points to.
    fn remark(&mut self, remark: &'a Remark) -> Inlines {
        let mut out = Vec::new();
        if let Some(day) = &remark.date {
            out.push(Inline::text(eco_format!("{}: ", date::format(day, self.language()))));
        }
        if let Some(line) = &remark.text {
            out.extend(self.inlines(line.inlines(&self.language().tag)));
        }
        let pointers = remark.at.iter().filter_map(|pointer| self.pointer(pointer)).collect();
        let source = remark.source.as_ref();
        let source = source.and_then(|source| self.formatted_citation(source.key.span));
        let parts: Vec<_> = [joined(pointers, SEPARATOR), source.unwrap_or_default()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        if remark.text.is_some() && !parts.is_empty() {
            out.push(Inline::text(SEPARATOR));
        }
        out.extend(joined(parts, SEPARATOR));
        out
    }

    fn pointer(&mut self, pointer: &'a Pointer) -> Option<Inlines> {
        match pointer {
            Pointer::Entry(anchor) => {
                let found = self.resources.publication.registers.entry(&anchor.value)?;
                let label = self.label_text(found);
                Some(vec![self.entry_link(found, label)])
            }
            Pointer::Number(binding) => {
                let number = self.number(binding)?;
                let cell = self.ledger.last().and_then(|entry| entry.cells.first());
                let datasets = &self.resources.publication.datasets;
                // Readers are not told the title of a closed dataset.
                let Some(dataset) = cell.and_then(|cell| datasets.get(&cell.dataset)) else {
                    return Some(vec![number]);
                };
                let title = dataset.title.text(&self.language().tag);
                Some(vec![Inline::text(eco_format!("{title}: ")), number])
            }
            Pointer::Brief(id) => self.brief_link(id),
        }
    }

    /// Composes a link to a brief; none if this audience has no edition of it.
    fn brief_link(&mut self, id: &Spanned<EcoString>) -> Option<Inlines> {
        let works = &self.resources.publication.works;
        let is_there = works.contains_key(&(Form::Brief, id.value.clone()));
        if !is_there && self.resources.publication.is_released() {
            return None;
        }
        if !is_there {
            let briefs = works.keys().filter(|(form, _)| *form == Form::Brief);
            let hint = did_you_mean(&id.value, briefs.map(|(_, id)| id.as_str()))
                .unwrap_or_else(|| format!("add `content/briefs/{}.md`", id.value));
            let message = format!("no brief has the id `{}`", id.value);
            self.problems
                .push(Diagnostic::error(Code::UnknownBrief, id.span, message).with_hint(hint));
            return None;
        }
        let edition = self.resources.plan.nearest(self.edition.site, Form::Brief, &id.value)?;
        let title = crate::markup::plain_text(&edition.manuscript.title);
        let target = self.edition.site.target(edition, EcoString::new());
        Some(vec![Inline::link(target, vec![Inline::text(title)])])
    }

    fn sources_row(&mut self, found: Found<'a>) -> Option<RecordRow> {
        let Found { register, entry } = found;
        let places: Vec<_> = match (&entry.sources[..], &register.source) {
            ([], Some(_)) => vec![entry.span],
            (sources, _) => sources.iter().map(|source| source.key.span).collect(),
        };
        let works = places.into_iter().filter_map(|span| self.formatted_citation(span)).collect();
        let line = joined(works, self.locale.words.semicolon());
        if line.is_empty() {
            return None;
        }
        let term = self.locale.words.get(Word::EntrySources).into();
        Some(RecordRow { part: "sources".into(), term, lines: vec![line] })
    }

    /// Returns the register that a view shows, and its entries.
    pub(super) fn viewed(
        &mut self,
        view: &RegisterBlock,
    ) -> Option<(&'a crate::data::register::Register, Vec<&'a Entry>)> {
        let register = self.resources.publication.registers.find(&view.register);
        let register = self.problems.keep(register)?;
        let entries = self.problems.keep(register.select(view))?;
        Some((register, entries))
    }
}

/// Stands between what a remark says and what it points to; it is of no language.
const SEPARATOR: &str = " · ";

/// Joins lines to one.
fn joined(parts: Vec<Inlines>, separator: &str) -> Inlines {
    let mut out = Vec::new();
    for part in parts {
        if !out.is_empty() {
            out.push(Inline::text(separator));
        }
        out.extend(part);
    }
    out
}
