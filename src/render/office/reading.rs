//! What all readers of XML need.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

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

/// Returns the name and the id of each style of a Word document.
///
/// # Errors
/// Returns what is wrong with the XML.
pub(crate) fn style_names(styles: &str) -> Result<Vec<(String, String)>, quick_xml::Error> {
    let mut reader = Reader::from_str(styles);
    let mut found = Vec::new();
    let mut id = None;
    loop {
        match reader.read_event()? {
            Event::Eof => return Ok(found),
            Event::Start(start) if start.name().as_ref() == b"w:style" => {
                id = attribute(&start, "w:styleId");
            }
            Event::Empty(element) if element.name().as_ref() == b"w:name" => {
                if let (Some(name), Some(id)) = (attribute(&element, "w:val"), id.take()) {
                    found.push((name, id));
                }
            }
            _ => {}
        }
    }
}
