//! Evidence that readers may not have.

use std::collections::BTreeSet;

use ecow::EcoString;

use super::{Entry, Pointer, Registers, Remark, Value};

impl Registers {
    /// Takes out what points to the briefs that are withheld, and remarks that say nothing else; returns the ids of
    /// the registers that had such.
    pub fn withhold(&mut self, is_withheld: &dyn Fn(&EcoString) -> bool) -> BTreeSet<EcoString> {
        let registers = self.by_id.iter_mut();
        let mut changed = BTreeSet::new();
        for (id, register) in
            registers.filter(|(_, it)| it.entries.iter().any(|it| names(it, is_withheld)))
        {
            for value in register.entries.iter_mut().flat_map(|entry| &mut entry.values) {
                withhold(value, is_withheld);
            }
            changed.insert(id.clone());
        }
        changed
    }

    /// Whether something points to a brief that is withheld.
    pub fn names_withheld(&self, is_withheld: &dyn Fn(&EcoString) -> bool) -> bool {
        self.iter().flat_map(|register| &register.entries).any(|entry| names(entry, is_withheld))
    }
}

fn names(entry: &Entry, is_withheld: &dyn Fn(&EcoString) -> bool) -> bool {
    let mut pointers = entry.remarks().flat_map(|remark| &remark.at);
    pointers.any(|pointer| points_to(pointer, is_withheld))
}

fn points_to(pointer: &Pointer, is_withheld: &dyn Fn(&EcoString) -> bool) -> bool {
    match pointer {
        Pointer::Brief(id) => is_withheld(&id.value),
        Pointer::Entry(_) | Pointer::Number(_) => false,
    }
}

fn withhold(value: &mut Value, is_withheld: &dyn Fn(&EcoString) -> bool) {
    match value {
        Value::Remark(remark) => {
            if !is_left(remark, is_withheld) {
                *value = Value::MISSING;
            }
        }
        Value::List(values) => {
            values.retain_mut(|value| {
                withhold(value, is_withheld);
                !value.is_missing()
            });
        }
        Value::Plain(_)
        | Value::Line(_)
        | Value::Choice(_)
        | Value::Source(_)
        | Value::Reference(_) => {}
    }
}

/// Takes out of a remark what points to briefs that are withheld; whether something is left of it. The day of such
/// evidence says that there is some.
fn is_left(remark: &mut Remark, is_withheld: &dyn Fn(&EcoString) -> bool) -> bool {
    let before = remark.at.len();
    remark.at.retain(|pointer| !points_to(pointer, is_withheld));
    let is_less = remark.at.len() < before;
    !is_less || !remark.at.is_empty() || remark.text.is_some() || remark.source.is_some()
}
