//! Keys that one mapping lacks: one mistake, such as an empty file, however many there are.

use crate::base::diagnostic::{Code, Diagnostic};

/// Joins the keys that one mapping lacks into one message.
pub(super) fn joined(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut out: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for found in diagnostics {
        let is_missing = |found: &Diagnostic| {
            found.code == Code::MissingKey && found.message.ends_with("` is missing")
        };
        let first = out.iter_mut().rev().take_while(|other| other.place == found.place);
        let first = first.into_iter().find(|other| {
            is_missing(&found)
                && other.code == Code::MissingKey
                && (is_missing(other) || other.message.ends_with("` are missing"))
        });
        let Some(first) = first else {
            out.push(found);
            continue;
        };
        let names = |message: &str| -> Vec<String> {
            message.split('`').skip(1).step_by(2).map(|name| format!("`{name}`")).collect()
        };
        let keys = [names(&first.message), names(&found.message)].concat();
        first.message = format!("the keys {} are missing", keys.join(", "));
        first.more += found.more;
        first.hints.extend(found.hints);
        first.hints.dedup();
    }
    out
}
