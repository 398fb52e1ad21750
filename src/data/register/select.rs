//! Which entries a view shows, and by what their values are told apart.

use std::collections::BTreeSet;

use ecow::EcoString;

use super::{Entry, Field, Register, Value};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::Spanned;
use crate::data::dataset;
use crate::markup::{Filter, RegisterBlock};

impl Register {
    /// Returns the entries that a view shows, in its order.
    ///
    /// # Errors
    /// Reports an entry or a field that is not there, and a filter that no entry passes.
    pub fn select(&self, view: &RegisterBlock) -> Result<Vec<&Entry>, Diagnostic> {
        let mut entries = if view.entries.is_empty() {
            self.entries.iter().collect()
        } else {
            view.entries.iter().map(|name| self.named(name)).collect::<Result<Vec<_>, _>>()?
        };
        for filter in &view.filters {
            let field = self.find_field(&filter.field)?;
            self.check_filter(filter, field)?;
            entries
                .retain(|entry| passes(filter, &keys(&self.fields[field], &entry.values[field])));
        }
        Ok(entries)
    }

    fn named(&self, name: &Spanned<EcoString>) -> Result<&Entry, Diagnostic> {
        let is_it = |entry: &&Entry| entry.id == name.value || entry.anchor == name.value;
        self.entries.iter().find(is_it).ok_or_else(|| {
            let known = self.entries.iter().map(|entry| entry.id.as_str());
            let hint = did_you_mean(&name.value, known)
                .unwrap_or_else(|| format!("write the ids of entries of `{}`", self.id));
            let message = format!("`{}` has no entry `{}`", self.id, name.value);
            Diagnostic::error(Code::UnknownEntry, name.span, message).with_hint(hint)
        })
    }

    /// Reports a value that a filter asks for and no entry has.
    fn check_filter(&self, filter: &Filter, number: usize) -> Result<(), Diagnostic> {
        let field = &self.fields[number];
        let mut known: BTreeSet<_> =
            self.entries.iter().flat_map(|entry| keys(field, &entry.values[number])).collect();
        known.extend(field.choices.iter().map(|choice| choice.id.clone()));
        match filter.values.iter().find(|value| !known.contains(&value.value)) {
            None => Ok(()),
            Some(value) => {
                let hint = did_you_mean(&value.value, known.iter().map(EcoString::as_str))
                    .unwrap_or_else(|| format!("write a value of `{}`", field.column.name));
                let message = format!(
                    "no entry of `{}` has `{}` in `{}`",
                    self.id, value.value, field.column.name
                );
                Err(Diagnostic::error(Code::BadValue, value.span, message).with_hint(hint))
            }
        }
    }
}

fn passes(filter: &Filter, keys: &[EcoString]) -> bool {
    filter.values.iter().any(|value| keys.contains(&value.value))
}

/// Returns by what a value is told apart: the ids of choices, entities and entries, the text
/// of anything else; nothing if it is missing.
pub(crate) fn keys(field: &Field, value: &Value) -> Vec<EcoString> {
    match value {
        Value::List(values) => values.iter().flat_map(|value| keys(field, value)).collect(),
        Value::Plain(value) => match value {
            dataset::Value::Missing => Vec::new(),
            dataset::Value::Text(text) => text.all().next().cloned().into_iter().collect(),
            dataset::Value::Entity(key)
            | dataset::Value::Date(key)
            | dataset::Value::Source(key) => {
                vec![key.clone()]
            }
            dataset::Value::Number(number) => vec![number.to_string().into()],
            dataset::Value::Boolean(boolean) => {
                vec![if *boolean { "true" } else { "false" }.into()]
            }
        },
        // Remarks are told, not selected by.
        Value::Remark(_) => Vec::new(),
        Value::Line(line) => line.text.all().next().cloned().into_iter().collect(),
        Value::Choice(number) => vec![field.choices[*number].id.clone()],
        Value::Source(source) => vec![source.key.value.clone()],
        Value::Reference(name) => vec![name.value.clone()],
    }
}
