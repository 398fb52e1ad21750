//! Fields that count: how many entries of another register refer to an entry.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;
use rust_decimal::Decimal;

use super::{Field, FieldKind, Registers, Value};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Spanned;
use crate::data::dataset::{self, ColumnKind};

/// Fills in the fields that say what they count.
pub(super) fn fill(registers: &mut Registers, problems: &mut Problems) {
    let mut counted = Vec::new();
    for register in registers.iter() {
        for (index, field) in register.fields.iter().enumerate() {
            let Some(what) = &field.counts else { continue };
            let found = check_kind(field, what).and_then(|()| count(registers, &register.id, what));
            if let Some(counts) = problems.keep(found) {
                counted.push((register.id.clone(), index, counts, what.span));
            }
        }
    }
    for (id, index, counts, span) in counted {
        let Some(register) = registers.by_id.get_mut(&id) else { continue };
        for entry in &mut register.entries {
            if !matches!(entry.values[index], Value::Plain(dataset::Value::Missing)) {
                let message = "this is counted, but also typed";
                problems.push(
                    Diagnostic::error(Code::BadValue, entry.span, message)
                        .with_hint("delete the line with the typed number")
                        .with_related(span, "counted here"),
                );
            }
            let count = counts.get(&entry.id).copied().unwrap_or_default();
            entry.values[index] = Value::Plain(dataset::Value::Number(Decimal::from(count)));
        }
    }
}

fn check_kind(field: &Field, what: &Spanned<EcoString>) -> Result<(), Diagnostic> {
    if field.kind == FieldKind::Plain(ColumnKind::Number) {
        return Ok(());
    }
    let message = format!("`{}` has `counts:`, but is not a number", field.column.name);
    Err(Diagnostic::error(Code::BadValue, what.span, message).with_hint("write `type: number`"))
}

/// Counts the entries that refer to each entry of `register`, by the ids of these; `what` names the
/// other register and its field, `recommendations.barrier`.
fn count(
    registers: &Registers,
    register: &str,
    what: &Spanned<EcoString>,
) -> Result<BTreeMap<EcoString, u64>, Diagnostic> {
    let part = |text: &str| Spanned::new(EcoString::from(text), what.span);
    let Some((other, field)) = what.value.split_once('.') else {
        let message = format!("`{}` is not a field of a register", what.value);
        return Err(Diagnostic::error(Code::BadValue, what.span, message).with_hint(
            "write the register and its field of references, `recommendations.barrier`",
        ));
    };
    let other = registers.find(&part(other))?;
    let index = other.find_field(&part(field))?;
    let leads_here = other.fields[index].target.as_ref().is_some_and(|to| to.value == register);
    if !leads_here {
        let message = format!("`{}` does not refer to entries of `{register}`", what.value);
        return Err(Diagnostic::error(Code::BadValue, what.span, message).with_hint(format!(
            "name a field of `type: list of reference` with `to: {register}`"
        )));
    }
    let mut counts = BTreeMap::new();
    for entry in &other.entries {
        let mut named = BTreeSet::new();
        references(&entry.values[index], &mut named);
        for name in named {
            let known = registers.get(register).into_iter().flat_map(|it| &it.entries);
            let target = known.into_iter().find(|it| it.id == *name || it.anchor == *name);
            if let Some(target) = target {
                *counts.entry(target.id.clone()).or_default() += 1;
            }
        }
    }
    Ok(counts)
}

fn references<'v>(value: &'v Value, names: &mut BTreeSet<&'v EcoString>) {
    match value {
        Value::Reference(name) => _ = names.insert(&name.value),
        Value::List(values) => values.iter().for_each(|value| references(value, names)),
        Value::Plain(_)
        | Value::Line(_)
        | Value::Choice(_)
        | Value::Source(_)
        | Value::Remark(_) => {}
    }
}
