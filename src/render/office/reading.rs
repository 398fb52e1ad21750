//! What all readers of XML need.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart};

/// Returns the value of an attribute, if the element has it.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    Some(found.unescape_value().ok()?.into_owned())
}

/// Returns the text that an entity or a character reference stands for.
pub(crate) fn entity(name: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(character)) = name.resolve_char_ref() {
        return Some(character.to_string());
    }
    resolve_predefined_entity(&name.decode().ok()?).map(str::to_owned)
}
