//! The passages of a page or of a file of a book: HTML as browsers read it, XHTML as e-readers do.

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::passage::{Kind, Passage, Passages};

/// Elements that have nothing to read, or that lead elsewhere.
const UNREAD: [&str; 10] = [
    "head", "script", "style", "template", "nav", "math", "button", "select", "datalist",
    "noscript",
];

/// Elements that are part of a line.
const INLINE: [&str; 27] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time",
];

/// Returns the passages of a page, and the files that it offers instead of itself, by their addresses.
pub(super) fn of_page(bytes: &[u8]) -> (Vec<Passage>, Vec<String>) {
    let text = String::from_utf8_lossy(bytes);
    let dom =
        html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(&*text);
    let mut offered = Vec::new();
    offers(&dom.document, &mut offered);
    (read(&dom), offered)
}

/// Adds the addresses of PDFs and books that are linked to.
fn offers(handle: &Handle, found: &mut Vec<String>) {
    let is_file = |kind: String| kind == "application/pdf" || kind == "application/epub+zip";
    if is_element(handle, "a") && attribute(handle, "type").is_some_and(is_file) {
        found.extend(attribute(handle, "href").filter(|href| !found.contains(href)));
    }
    handle.children.borrow().iter().for_each(|child| offers(child, found));
}

/// Returns the passages of a file of a book.
pub(super) fn of_book_file(bytes: &[u8]) -> Vec<Passage> {
    let text = String::from_utf8_lossy(bytes);
    read(
        &xml5ever::driver::parse_document(
            RcDom::default(),
            xml5ever::driver::XmlParseOpts::default(),
        )
        .one(&*text),
    )
}

fn read(dom: &RcDom) -> Vec<Passage> {
    let mut passages = Passages::default();
    node(&dom.document, Kind::Text, &mut passages);
    passages.finish()
}

/// Adds a node that stands in a passage of a kind.
fn node(handle: &Handle, kind: Kind, passages: &mut Passages) {
    match &handle.data {
        NodeData::Text { contents } => passages.push(&contents.borrow()),
        NodeData::Element { name, .. } => element(handle, &name.local, (kind, passages)),
        NodeData::Document => children(handle, kind, passages),
        NodeData::Doctype { .. }
        | NodeData::Comment { .. }
        | NodeData::ProcessingInstruction { .. } => {}
    }
}

fn children(handle: &Handle, kind: Kind, passages: &mut Passages) {
    for child in handle.children.borrow().iter() {
        node(child, kind, passages);
    }
}

fn element(handle: &Handle, name: &str, (kind, passages): (Kind, &mut Passages)) {
    let role = attribute(handle, "role").unwrap_or_default();
    if UNREAD.contains(&name)
        || attribute(handle, "hidden").is_some()
        || attribute(handle, "popover").is_some()
    {
        return;
    }
    match (name, &*role) {
        // Its labels are drawn; what it says is in its description.
        ("svg", _) => {
            let children = handle.children.borrow();
            let description = children.iter().find(|child| is_element(child, "desc"));
            passages.beside(Kind::Text, |passages| {
                if let Some(child) = description {
                    self::children(child, Kind::Text, passages);
                }
            });
        }
        ("img", _) => {
            let text = attribute(handle, "alt").unwrap_or_default();
            passages.beside(Kind::Text, |passages| passages.push(&text));
        }
        (_, "doc-noteref" | "doc-backlink") => {}
        (_, "doc-footnote" | "doc-endnote") => {
            passages.beside(Kind::Note, |passages| children(handle, Kind::Note, passages));
        }
        ("br", _) => passages.push(" "),
        ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", _) => block(handle, Kind::Heading, passages),
        ("figcaption" | "caption", _) => block(handle, Kind::Caption, passages),
        ("td" | "th", _) => cell(handle, kind, passages),
        (name, _) if INLINE.contains(&name) => children(handle, kind, passages),
        _ => block(handle, kind, passages),
    }
}

/// Adds a block, which ends the passage before it.
fn block(handle: &Handle, kind: Kind, passages: &mut Passages) {
    passages.end(kind);
    children(handle, kind, passages);
    passages.end(kind);
}

/// Adds a cell, whose blocks are read in one go.
fn cell(handle: &Handle, kind: Kind, passages: &mut Passages) {
    passages.end(kind);
    passages.whole(Kind::Cell, |inside| children(handle, Kind::Cell, inside));
}

fn is_element(handle: &Handle, wanted: &str) -> bool {
    matches!(&handle.data, NodeData::Element { name, .. } if &*name.local == wanted)
}

/// Returns the value of an attribute.
fn attribute(handle: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &handle.data else { return None };
    let attributes = attrs.borrow();
    let found = attributes.iter().find(|attribute| &*attribute.name.local == wanted)?;
    Some(found.value.to_string())
}
