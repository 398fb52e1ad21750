//! Reading the folder of registers, and checking what points from one to another.

use ecow::EcoString;
use rayon::prelude::*;

use super::schema::{self, Context};
use super::{Pointer, Register, Registers, Remark, Value};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::base::span::{FileId, Span, Spanned};
use crate::base::yaml::{self, Mapping, Node};
use crate::markup::{Inline, InlineKind};
use crate::publication::entity::Entities;
use crate::publication::settings::Settings;

/// The folder of registers.
const FOLDER: &str = "content/registers";

/// The prefixes that other things have.
pub(crate) const TAKEN: &[&str] = &["sec", "fig", "tbl", "source", "note", "call", "q", "chapter"];

/// A register's file, parsed, with what the others need to know of it.
struct Draft {
    id: EcoString,
    file: FileId,
    node: Node,
    prefix: Option<Spanned<EcoString>>,
}

/// What reading needs beside the files.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The text files.
    pub files: &'a Files,
    /// The entities.
    pub entities: &'a Entities,
    /// The publication's languages.
    pub settings: &'a Settings,
}

/// Reads all registers.
pub fn read(setting: Setting<'_>, problems: &mut Problems) -> Registers {
    let drafts = drafts(setting.files, problems);
    let prefixes = prefixes(&drafts, problems);
    let mut registers = Registers::default();
    let read = |draft: &Draft| {
        let mut found = Problems::default();
        let context = Context { setting, prefixes: &prefixes, file: draft.file };
        let register = draft
            .prefix
            .clone()
            .and_then(|prefix| schema::read((&draft.id, prefix), &draft.node, context, &mut found));
        (register, found)
    };
    for (register, found) in drafts.par_iter().map(read).collect::<Vec<_>>() {
        problems.extend(found);
        if let Some(register) = register {
            registers.add(register);
        }
    }
    check(&registers, problems);
    super::count::fill(&mut registers, problems);
    registers
}

fn drafts(files: &Files, problems: &mut Problems) -> Vec<Draft> {
    let named = files.in_folder(FOLDER).filter_map(|(file, text)| {
        let below = text.path.strip_prefix(FOLDER)?.strip_prefix('/')?;
        Some((file, below.strip_suffix(".yaml")?, Span::new(file, 0, text.text.len())))
    });
    let draft = |&(file, id, whole): &(FileId, &str, Span)| {
        let mut found = Problems::default();
        let draft = found.keep(yaml::parse(files, whole)).map(|node| {
            let prefix = Mapping::new(&node).map(|mapping| read_prefix(mapping, &mut found));
            let prefix = found.keep(prefix).flatten();
            Draft { id: id.into(), file, node, prefix }
        });
        (draft, found)
    };
    let named: Vec<_> = named.collect();
    let mut drafts = Vec::new();
    for (draft, found) in named.par_iter().map(draft).collect::<Vec<_>>() {
        problems.extend(found);
        drafts.extend(draft);
    }
    drafts
}

fn read_prefix(mut mapping: Mapping<'_>, problems: &mut Problems) -> Option<Spanned<EcoString>> {
    let prefix = mapping.required("prefix", problems, yaml::spanned_text)?;
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if prefix.value.chars().all(is_name) && !TAKEN.contains(&prefix.value.as_str()) {
        return Some(prefix);
    }
    let message = format!("`{}` cannot be a prefix", prefix.value);
    let hint = format!("write a few lower-case letters, other than {}", TAKEN.join(", "));
    problems.push(Diagnostic::error(Code::BadValue, prefix.span, message).with_hint(hint));
    None
}

/// Returns what cross-references to entries begin with, such as `rec-`.
fn prefixes(drafts: &[Draft], problems: &mut Problems) -> Vec<EcoString> {
    let mut prefixes: Vec<&Spanned<EcoString>> = Vec::new();
    for prefix in drafts.iter().filter_map(|draft| draft.prefix.as_ref()) {
        match prefixes.iter().find(|first| first.value == prefix.value) {
            None => prefixes.push(prefix),
            Some(first) => problems.push(
                Diagnostic::error(
                    Code::DuplicatePrefix,
                    prefix.span,
                    format!("two registers have the prefix `{}`", prefix.value),
                )
                .with_related(first.span, "first used here")
                .with_hint("choose another for one of them"),
            ),
        }
    }
    prefixes.iter().map(|prefix| ecow::eco_format!("{}-", prefix.value)).collect()
}

impl Registers {
    fn add(&mut self, register: Register) {
        for (number, entry) in register.entries.iter().enumerate() {
            self.by_anchor.insert(entry.anchor.clone(), (register.id.clone(), number));
        }
        self.by_id.insert(register.id.clone(), register);
    }

    /// Returns what the cross-references to entries begin with, such as `rec-`.
    pub fn prefixes(&self) -> Vec<EcoString> {
        self.by_id
            .values()
            .map(|register| ecow::eco_format!("{}-", register.prefix.value))
            .collect()
    }

    /// Returns the anchor of the entry that a value of a reference field names, by id or anchor.
    pub(crate) fn anchor_in(&self, register: &str, name: &str) -> Option<&EcoString> {
        let entries = &self.get(register)?.entries;
        let found = entries.iter().find(|entry| entry.id == name || entry.anchor == name);
        found.map(|entry| &entry.anchor)
    }
}

/// Reports what points from one register to nothing in another.
fn check(registers: &Registers, problems: &mut Problems) {
    for register in registers.iter() {
        for field in &register.fields {
            if let Some(target) = &field.target {
                problems.keep(registers.find(target));
            }
        }
        for entry in &register.entries {
            for (field, value) in register.fields.iter().zip(&entry.values) {
                if let Some(target) = &field.target {
                    check_references(registers, &target.value, value, problems);
                }
            }
            entry.remarks().for_each(|remark| check_remark(registers, remark, problems));
            // An entry of a register whose fields cannot be read has no values.
            if let Some(Value::Line(label)) = entry.values.get(register.layout.label) {
                let unnamed = label.parsed.values().find_map(|line| left_out_of_names(line));
                problems.extend(unnamed);
            }
        }
    }
}

/// Reports what the name of an entry cannot say, since links, lists and titles have it as plain text.
fn left_out_of_names(line: &[Inline]) -> Option<Diagnostic> {
    line.iter().find_map(|inline| {
        let what = match &inline.kind {
            InlineKind::Number(_) => "bound numbers",
            InlineKind::Citation(_) => "citations",
            kind => return left_out_of_names(kind.content()),
        };
        let message = format!("the name of an entry cannot have {what}");
        let hint = "write it into another field, or make another one the name: `block: {label: …}`";
        Some(Diagnostic::error(Code::BadCell, inline.span, message).with_hint(hint))
    })
}

fn check_references(registers: &Registers, target: &str, value: &Value, problems: &mut Problems) {
    match value {
        Value::List(values) => {
            for value in values {
                check_references(registers, target, value, problems);
            }
        }
        Value::Reference(name) => {
            let Some(register) = registers.get(target) else { return };
            if registers.anchor_in(target, &name.value).is_some() {
                return;
            }
            let known = register.entries.iter().map(|entry| entry.id.as_str());
            let hint = did_you_mean(&name.value, known)
                .unwrap_or_else(|| format!("write the id of an entry of `{target}`"));
            let message = format!("`{target}` has no entry `{}`", name.value);
            problems
                .push(Diagnostic::error(Code::UnknownEntry, name.span, message).with_hint(hint));
        }
        _ => {}
    }
}

fn check_remark(registers: &Registers, remark: &Remark, problems: &mut Problems) {
    for pointer in &remark.at {
        if let Pointer::Entry(anchor) = pointer {
            problems.keep(registers.find_entry(anchor));
        }
    }
}
