//! XML as a tree.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// How deep elements may stand in each other, far deeper than programs write them; it guards the stack.
const DEPTH: usize = 256;

/// An element; names are without prefixes, which programs choose as they like.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
    /// What is inside.
    pub nodes: Vec<Node>,
}

/// The contents of an element.
#[derive(Debug)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
}

impl Element {
    /// Reads XML; none if it is not well-formed.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::from_reader(bytes);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().ok()? {
                Event::Start(_) if open.len() > DEPTH => return None,
                Event::Start(start) => open.push(Self::of(&start)),
                Event::Empty(start) => push(&mut open, Node::Element(Self::of(&start))),
                Event::End(_) => {
                    let done = open.pop()?;
                    push(&mut open, Node::Element(done));
                }
                Event::Text(text) => {
                    let text = text.decode().ok()?.into_owned();
                    push(&mut open, Node::Text(text));
                }
                Event::CData(text) => {
                    let text = String::from_utf8_lossy(&text).into_owned();
                    push(&mut open, Node::Text(text));
                }
                Event::GeneralRef(reference) => {
                    let name = reference.decode().ok()?;
                    let text = quick_xml::escape::unescape(&format!("&{name};")).ok()?.into_owned();
                    push(&mut open, Node::Text(text));
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        let root = open.pop().filter(|_| open.is_empty())?;
        root.nodes.into_iter().find_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    fn of(start: &BytesStart<'_>) -> Self {
        let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
        let attributes = start.attributes().flatten().map(|attribute| {
            let key = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
            let value = attribute.unescape_value().map(std::borrow::Cow::into_owned);
            (key, value.unwrap_or_default())
        });
        Self { name, attributes: attributes.collect(), nodes: Vec::new() }
    }

    /// Returns the elements inside.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the first element inside of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// Returns the first element of this name at any depth.
    pub(super) fn find(&self, name: &str) -> Option<&Self> {
        self.elements().find_map(|element| {
            if element.name == name { Some(element) } else { element.find(name) }
        })
    }

    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Returns the value of a child element that only has a value: `<w:pStyle w:val="Title"/>`.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// Whether the child element of this name switches something on.
    pub(super) fn is_on(&self, name: &str) -> bool {
        let value = self.child(name).map(|element| element.attribute("val").unwrap_or("true"));
        value.is_some_and(|value| !matches!(value, "0" | "false" | "none" | "off"))
    }

    /// Returns all text inside.
    pub(super) fn text(&self) -> String {
        let parts = self.nodes.iter().map(|node| match node {
            Node::Element(element) => element.text(),
            Node::Text(text) => text.clone(),
        });
        parts.collect()
    }
}

fn push(open: &mut [Element], node: Node) {
    if let Some(outer) = open.last_mut() {
        outer.nodes.push(node);
    }
}
