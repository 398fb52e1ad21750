//! The pages of registers, as generated manuscripts:
//!
//! A register's page and the pages of its entries go the way of every other page:
//! they are planned, bound, checked and rendered like a brief.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::{Entry, Found, Line, Pages, Register, Registers, Value};
use crate::base::reads::Noted;
use crate::base::span::{Span, Spanned};
use crate::data::dataset;
use crate::language::Language;
use crate::markup::{Block, BlockKind, Body, EntryBlock, EntryPlace, Inline, InlineKind, Item};
use crate::publication::Work;
use crate::publication::audience::Condition;
use crate::publication::entity::Entities;
use crate::publication::life::Life;
use crate::publication::localized::Localized;
use crate::publication::manuscript::{About, Manuscript, Stage};
use crate::publication::settings::Settings;
use crate::tree::Form;

impl Registers {
    /// Returns the works that the registers make: a page each, and one per entry where they
    /// ask for it.
    pub fn works(
        &self,
        settings: &Settings,
        entities: &Entities,
    ) -> BTreeMap<(Form, EcoString), Work> {
        let mut works = BTreeMap::new();
        for register in self.iter() {
            let page = |language: &Language| register_page(register, language);
            works.insert((Form::Register, register.id.clone()), work(settings, register, page));
            if register.pages == Pages::RegisterOnly {
                continue;
            }
            for entry in &register.entries {
                let found = Found { register, entry };
                let page = |language: &Language| entry_page(found, entities, language);
                let id = eco_format!("{}/{}", register.id, entry.anchor);
                works.insert((Form::Entry, id), work(settings, register, page));
            }
        }
        works
    }
}

fn work(settings: &Settings, register: &Register, page: impl Fn(&Language) -> Manuscript) -> Work {
    // A language that the register lacks has no page of it.
    let languages =
        settings.languages.iter().filter(|language| register.title.get(&language.tag).is_some());
    let manuscripts = languages.map(|language| (language.tag.clone(), Arc::new(page(language))));
    Work { manuscripts: manuscripts.collect() }
}

fn manuscript(form: Form, register: &Register, language: &Language) -> Manuscript {
    Manuscript {
        form,
        id: register.id.clone(),
        language: language.tag.clone(),
        file: register.file,
        included: Vec::new(),
        title: Vec::new(),
        finding: Vec::new(),
        only: Vec::new(),
        authors: Vec::new(),
        date: register.date,
        updated: None,
        doi: None,
        short_title: None,
        isbn: None,
        aliases: Vec::new(),
        extra: BTreeMap::new(),
        tags: Vec::new(),
        audience: Condition::default(),
        life: Life::default(),
        stage: Stage::Published,
        draft: None,
        standalone: None,
        withheld: Noted::new(register.file, BTreeMap::new()),
        key_messages: Vec::new(),
        about: About::default(),
        drawing: None,
        briefs: Vec::new(),
        appendices: Vec::new(),
        lists: Vec::new(),
        profile: None,
        body: Noted::new(register.file, Body::default()),
    }
}

fn register_page(register: &Register, language: &Language) -> Manuscript {
    let tag = language.tag.as_str();
    let span = Span::start_of(register.file);
    let view = |(span, block)| Block { span, kind: BlockKind::Register(Box::new(block)) };
    let listing = register.listing().map(|block| (span, block));
    let views = register.views.iter().map(|view| (view.span, view.block(register, tag)));
    let views = listing.into_iter().chain(views).map(view);
    let entries = register.entries.iter().filter(|_| register.pages == Pages::RegisterOnly);
    let entries = entries.map(|entry| entry_block(entry, EntryPlace::AmidText));
    let notes = notes(register, tag);
    Manuscript {
        title: vec![text(register.title.text(tag), span)],
        finding: line(register.summary.as_ref(), tag),
        body: body(register, views.chain(entries).chain(notes).collect()),
        ..manuscript(Form::Register, register, language)
    }
}

fn body(register: &Register, blocks: Vec<Block>) -> Noted<Body> {
    Noted::new(register.file, Body { blocks, ..Body::default() })
}

fn notes(register: &Register, tag: &str) -> Vec<Block> {
    if register.notes.is_empty() {
        return Vec::new();
    }
    let span = Span::start_of(register.file);
    let block = |kind| Block { span, kind };
    let items = register.notes.iter().map(|note| Item {
        task: None,
        blocks: vec![block(BlockKind::Paragraph(note.inlines(tag).to_vec()))],
    });
    let items = items.collect();
    vec![block(BlockKind::Rule), block(BlockKind::List { start: None, tight: true, items })]
}

fn entry_page(found: Found<'_>, entities: &Entities, language: &Language) -> Manuscript {
    let Found { register, entry } = found;
    let tag = language.tag.as_str();
    let summary = register.layout.summary.map(|field| &entry.values[field]);
    Manuscript {
        id: eco_format!("{}/{}", register.id, entry.anchor),
        title: label_line(found, entities, tag),
        finding: summary.map(|value| value_line(value, entry, tag)).unwrap_or_default(),
        body: body(register, vec![entry_block(entry, EntryPlace::OwnPage)]),
        ..manuscript(Form::Entry, register, language)
    }
}

fn entry_block(entry: &Entry, place: EntryPlace) -> Block {
    let name = Spanned::new(entry.anchor.clone(), entry.span);
    Block { span: entry.span, kind: BlockKind::Entry(Box::new(EntryBlock { entry: name, place })) }
}

fn label_line(found: Found<'_>, entities: &Entities, tag: &str) -> Vec<Inline> {
    match &found.entry.values[found.register.layout.label] {
        Value::Line(line) => line.inlines(tag).to_vec(),
        _ => vec![text(found.label(entities).text(tag), found.entry.span)],
    }
}

fn line(line: Option<&Line>, tag: &str) -> Vec<Inline> {
    line.map(|line| line.inlines(tag).to_vec()).unwrap_or_default()
}

/// Returns a value that sums up an entry; the id if it is no text.
fn value_line(value: &Value, entry: &Entry, tag: &str) -> Vec<Inline> {
    match value {
        Value::Line(line) => line.inlines(tag).to_vec(),
        Value::Plain(dataset::Value::Text(localized)) => {
            vec![text(localized.text(tag), entry.span)]
        }
        Value::Plain(dataset::Value::Missing) => Vec::new(),
        _ => vec![text(entry.id.clone(), entry.span)],
    }
}

fn text(text: EcoString, span: Span) -> Inline {
    Inline { span, kind: InlineKind::Text(text) }
}

/// Returns the texts of a register that readers see, for checking their languages.
pub(crate) fn texts(register: &Register) -> Vec<&Localized> {
    let mut texts = vec![&register.title, &register.noun];
    texts.extend(&register.licence);
    texts.extend(register.summary.iter().chain(&register.notes).map(|line| &line.text));
    for view in &register.views {
        texts.push(&view.title.text);
        texts.extend(view.note.as_ref().map(|note| &note.text));
    }
    for field in &register.fields {
        texts.extend(&field.column.title);
        texts.extend(field.choices.iter().map(|choice| &choice.title));
    }
    for entry in &register.entries {
        entry.values.iter().for_each(|value| value_texts(value, &mut texts));
        texts.extend(entry.remarks().filter_map(|remark| Some(&remark.text.as_ref()?.text)));
    }
    texts
}

fn value_texts<'a>(value: &'a Value, texts: &mut Vec<&'a Localized>) {
    match value {
        Value::Plain(dataset::Value::Text(text)) => texts.push(text),
        Value::Line(line) => texts.push(&line.text),
        Value::List(values) => values.iter().for_each(|value| value_texts(value, texts)),
        _ => {}
    }
}
