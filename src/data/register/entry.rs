//! Reading the entries of a register by its schema.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use super::schema::{Context, RESERVED};
use super::{Entry, Field, FieldKind, Many, Pointer, Register, Remark, Required, Value};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::base::yaml::{self, Key, Mapping, Node};
use crate::data::dataset::{self, ColumnKind, read_source, scalar};
use crate::data::expression;
use crate::publication::date;

/// Reads all entries.
pub(super) fn read_all(
    node: &Node,
    register: &Register,
    context: Context<'_>,
    problems: &mut Problems,
) -> Vec<Entry> {
    let yaml::Value::List(items) = &node.value else {
        problems.push(yaml::wrong_type(node, "a list of entries", "write `- {id: …, …}`"));
        return Vec::new();
    };
    let reader = Reader { register, context };
    let mut entries = Vec::new();
    let mut spans: BTreeMap<EcoString, Span> = BTreeMap::new();
    for item in items {
        let Some(entry) = reader.entry(item, problems) else { continue };
        if let Some(first) = spans.insert(entry.anchor.clone(), entry.span) {
            let message = format!("two entries have the id `{}`", entry.id);
            problems.push(
                Diagnostic::error(Code::DuplicateRow, entry.span, message)
                    .with_related(first, "first used here")
                    .with_hint("change one of them"),
            );
        } else {
            entries.push(entry);
        }
    }
    entries
}

struct Reader<'a> {
    register: &'a Register,
    context: Context<'a>,
}

impl Reader<'_> {
    fn entry(&self, node: &Node, problems: &mut Problems) -> Option<Entry> {
        let mut mapping = problems.keep(Mapping::new(node))?;
        let id = mapping.required("id", problems, identifier);
        let sources =
            mapping.get("sources").map(|node| each(node, |item| read_source(item, problems)));
        let values = self.values(mapping.entries(), node.span, problems);
        let id = id?;
        Some(Entry {
            anchor: anchor(&self.register.prefix.value, &id.value),
            id: id.value,
            span: id.span,
            values,
            sources: sources.unwrap_or_default(),
        })
    }

    fn values(&self, entries: &[(Key, Node)], span: Span, problems: &mut Problems) -> Vec<Value> {
        let fields = &self.register.fields;
        let mut values = vec![Value::MISSING; fields.len()];
        for (key, node) in entries {
            match self.register.field(&key.name) {
                Some(field) => values[field] = self.value(&fields[field], node, problems),
                None if RESERVED.contains(&key.name.as_str()) => {}
                None => problems.push(self.unknown_field(key)),
            }
        }
        for (field, value) in fields.iter().zip(&values) {
            if field.required == Required::Yes && value.is_missing() {
                let has_key = entries.iter().any(|(key, node)| {
                    key.name == field.column.name.as_str() && node.value != yaml::Value::Null
                });
                // What stands there and cannot be read was reported.
                if !has_key {
                    problems.push(missing(field, span));
                }
            }
        }
        values
    }

    fn unknown_field(&self, key: &Key) -> Diagnostic {
        let known = self.register.fields.iter().map(|field| field.column.name.as_str());
        let hint = did_you_mean(&key.name, known.chain(RESERVED.iter().copied()))
            .unwrap_or_else(|| format!("add `{}: {{type: …}}` to `fields:`", key.name));
        let message = format!("`{}` is not a field of `{}`", key.name, self.register.id);
        Diagnostic::error(Code::UnknownColumn, key.span, message).with_hint(hint)
    }

    fn value(&self, field: &Field, node: &Node, problems: &mut Problems) -> Value {
        if node.value == yaml::Value::Null {
            return Value::MISSING;
        }
        if field.many == Many::Yes {
            let values = each(node, |item| self.single(field, item, problems));
            return if values.is_empty() { Value::MISSING } else { Value::List(values) };
        }
        self.single(field, node, problems).unwrap_or(Value::MISSING)
    }

    fn single(&self, field: &Field, node: &Node, problems: &mut Problems) -> Option<Value> {
        let value = match field.kind {
            FieldKind::Line => return self.context.line(node, problems).map(Value::Line),
            FieldKind::Remark => {
                return self.remark(node, problems).map(|remark| Value::Remark(Box::new(remark)));
            }
            FieldKind::Plain(ColumnKind::Source) => {
                return read_source(node, problems).map(Value::Source);
            }
            FieldKind::Plain(kind) => {
                let read = scalar::of_yaml(kind, node, self.context.setting.entities);
                // An item of a list that says nothing is none.
                match problems.keep(read)? {
                    dataset::Value::Missing => return None,
                    value => Ok(Value::Plain(value)),
                }
            }
            FieldKind::Choice => choice(field, node),
            FieldKind::Reference => yaml::spanned_text(node).map(Value::Reference),
        };
        problems.keep(value)
    }

    /// Reads `rec-x`, `data[row, column]`, or a mapping with a text of its own.
    fn remark(&self, node: &Node, problems: &mut Problems) -> Option<Remark> {
        let span = node.span;
        if !matches!(node.value, yaml::Value::Mapping(_)) {
            let at = vec![problems.keep(pointer(node))?];
            return Some(Remark { span, date: None, text: None, at, source: None });
        }
        let mut mapping = problems.keep(Mapping::new(node))?;
        let date = mapping.get("date").and_then(|node| problems.keep(day_text(node)));
        let text = mapping.get("text").and_then(|node| self.context.line(node, problems));
        let at = mapping.get("at").map(|node| yaml::list(node, problems, pointer));
        let source = mapping.get("source").and_then(|node| read_source(node, problems));
        mapping.finish(problems);
        let at = at.unwrap_or_default();
        if text.is_none() && at.is_empty() {
            let message = "this remark has neither a text nor a place";
            problems.push(
                Diagnostic::error(Code::MissingKey, span, message)
                    .with_hint("add `text: …`, `at: …` or both"),
            );
            return None;
        }
        Some(Remark { span, date, text, at, source })
    }
}

/// Reads the items of a list; a single value counts as a list of one.
fn each<T>(node: &Node, mut read: impl FnMut(&Node) -> Option<T>) -> Vec<T> {
    match &node.value {
        yaml::Value::List(items) => items.iter().filter_map(read).collect(),
        _ => read(node).into_iter().collect(),
    }
}

/// Returns what references and addresses call the entry `id`.
fn anchor(prefix: &str, id: &str) -> EcoString {
    let has_prefix = id.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('-'));
    if has_prefix { id.into() } else { eco_format!("{prefix}-{}", id.to_lowercase()) }
}

/// Reads an id, which becomes part of an address.
fn identifier(node: &Node) -> Result<Spanned<EcoString>, Diagnostic> {
    let id = yaml::spanned_text(node)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if id.value.chars().all(is_plain) && !id.value.starts_with('-') && !id.value.ends_with('-') {
        return Ok(id);
    }
    let message = format!("`{}` cannot be part of an address", id.value);
    Err(Diagnostic::error(Code::BadEntryId, id.span, message)
        .with_hint("write unaccented letters, digits and dashes, such as `list-bonds`"))
}

fn missing(field: &Field, span: Span) -> Diagnostic {
    let at = Span { end: span.start, ..span };
    let message = format!("this entry lacks `{}`, which its register requires", field.column.name);
    Diagnostic::error(Code::MissingKey, at, message)
        .with_hint(format!("add a line `{}: …`", field.column.name))
}

fn choice(field: &Field, node: &Node) -> Result<Value, Diagnostic> {
    let text = yaml::text(node)?;
    let found = field.choices.iter().position(|choice| choice.id == text);
    found.map(Value::Choice).ok_or_else(|| {
        let known = || field.choices.iter().map(|choice| choice.id.as_str());
        let all: Vec<_> = known().map(|id| format!("`{id}`")).collect();
        let hint =
            did_you_mean(&text, known()).unwrap_or_else(|| format!("write {}", all.join(", ")));
        let message = format!("`{text}` is not one of the choices of `{}`", field.column.name);
        Diagnostic::error(Code::BadValue, node.span, message).with_hint(hint)
    })
}

fn day_text(node: &Node) -> Result<EcoString, Diagnostic> {
    let text = yaml::text(node)?;
    date::check(&text, node.span)?;
    Ok(text)
}

/// Reads what a remark points to.
fn pointer(node: &Node) -> Result<Pointer, Diagnostic> {
    let text = yaml::spanned_text(node)?;
    if text.value.contains('[') {
        let braced = format!("{{{{{}}}}}", text.value);
        let binding = expression::parse(&braced, text.span)?;
        return Ok(Pointer::Number(Box::new(binding)));
    }
    if text.value.contains('/') {
        let id = text.value.strip_prefix("briefs/").unwrap_or(&text.value);
        return Ok(Pointer::Brief(Spanned::new(id.into(), text.span)));
    }
    let anchor = text.value.strip_prefix('@').unwrap_or(&text.value);
    Ok(Pointer::Entry(Spanned::new(anchor.into(), text.span)))
}
