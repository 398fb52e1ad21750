//! Word documents: their styles become structure, and what was remarked in them stays as remarks.
//!
//! A document becomes the Markdown that an author would have written, next to its pictures; the rest of
//! the import treats that as it treats any other text.

mod block;
mod element;
mod list;
mod package;
mod run;
mod table;

use std::collections::BTreeMap;

use super::literal;
use super::matter::quoted;
use element::Element;
use package::Package;

/// A text, and pictures by their paths beside it.
type Read = (String, BTreeMap<String, Vec<u8>>);

/// Reads a document; returns its text, and its pictures by their paths beside it.
///
/// `name` is the name of the file, without extension.
///
/// # Errors
/// Says why the file is no Word document, or which part of it is damaged.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Read, String> {
    let package = Package::open(bytes)?;
    let document = package.xml("word/document.xml");
    let document = document.ok_or("it has no part `word/document.xml`")?;
    let body = document.find("body").ok_or("its part `word/document.xml` has no text")?;
    let mut writer = block::Writer::new(&package, name);
    writer.blocks(body);
    let text = format!("{}{}", front(&package, &writer), writer.finish());
    Ok((text, package.pictures(name)))
}

/// Returns the front matter: the title is the paragraph of that style, or the document's property.
fn front(package: &Package, writer: &block::Writer<'_>) -> String {
    let core = package.xml("docProps/core.xml");
    let property = |name: &str| {
        let text = core.as_ref().and_then(|core| core.find(name)).map(Element::text);
        text.filter(|text| !text.trim().is_empty())
    };
    let words = |name: &str| property(name).map(|text| literal::escaped(text.trim()));
    let title = writer.title.clone().or_else(|| words("title"));
    let date = property("modified").or_else(|| property("created"));
    let keys = [
        ("title", title),
        ("subtitle", writer.subtitle.clone().or_else(|| words("subject"))),
        ("author", property("creator")),
        ("date", date),
        ("keywords", property("keywords")),
    ];
    let lines =
        keys.into_iter().filter_map(|(key, value)| Some(format!("{key}: {}\n", quoted(&value?))));
    format!("---\n{}---\n\n", lines.collect::<String>())
}
