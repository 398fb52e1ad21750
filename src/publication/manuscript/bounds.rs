//! The limits of a front matter.

use crate::base::diagnostic::Diagnostic;
use crate::base::limits::{FRONT_ENTRIES, NAMES_BYTES, TITLE_BYTES};
use crate::base::yaml::{Node, Value};

/// Refuses front matter with a title or a list that is too long.
///
/// # Errors
/// Reports the first.
pub(super) fn check(node: &Node) -> Result<(), Diagnostic> {
    const FEWER: &str = "name the most important only";
    let Value::Mapping(entries) = &node.value else { return Ok(()) };
    for (key, value) in entries {
        match (key.name.as_str(), &value.value) {
            ("title" | "short_title", Value::Text(text)) => {
                TITLE_BYTES.check(text.len(), value.span, "say the rest in `finding`")?;
            }
            (name, Value::List(items)) => {
                FRONT_ENTRIES.check(items.len(), key.span, FEWER)?;
                if let "authors" | "tags" = name {
                    NAMES_BYTES.check(length(items), key.span, FEWER)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Returns the bytes of a list of names, as one text with commas; entries that refer to others count as what they are.
fn length(items: &[Node]) -> usize {
    let texts = items.iter().map(|item| match &item.value {
        Value::Text(text) => text.len() + ", ".len(),
        _ => 0,
    });
    texts.sum()
}
