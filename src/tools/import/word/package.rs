//! The parts of a Word document.

use std::collections::BTreeMap;

use super::element::Element;
use super::list::Lists;
use crate::render::office;

/// The parts that are read as XML.
const PARTS: [&str; 7] = [
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
    "word/comments.xml",
    "word/_rels/document.xml.rels",
];

/// The role of a paragraph with a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// The title of the document.
    Title,
    /// What stands under it.
    Subtitle,
    /// A heading of a level, from 1.
    Heading(usize),
    /// A quotation.
    Quote,
    /// The caption of a picture or table.
    Caption,
    /// A line of a listing.
    Code,
    /// A line of a table of contents, which Quipu makes itself.
    Contents,
    /// Any other text.
    Text,
}

/// A Word document.
#[derive(Debug)]
pub(super) struct Package {
    parts: BTreeMap<String, Vec<u8>>,
    /// The roles of styles, by id.
    styles: BTreeMap<String, Style>,
    /// The targets of relations, by id.
    relations: BTreeMap<String, String>,
    /// Its lists.
    pub lists: Lists,
    /// The lists of styles, by id: the list and the level.
    listed: BTreeMap<String, (String, usize)>,
}

impl Package {
    /// Opens a document.
    ///
    /// # Errors
    /// Says why the bytes are no document, or which part is damaged.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, String> {
        let parts = office::read(bytes).map_err(|error| error.to_string())?;
        for path in PARTS {
            if parts.get(path).is_some_and(|part| Element::read(part).is_none()) {
                return Err(format!("its part `{path}` is damaged"));
            }
        }
        let mut package = Self {
            parts,
            styles: BTreeMap::new(),
            relations: BTreeMap::new(),
            lists: Lists::default(),
            listed: BTreeMap::new(),
        };
        if let Some(xml) = package.xml("word/styles.xml") {
            package.styles = styles(&xml);
            package.listed = listed(&xml);
        }
        let relations = package.xml("word/_rels/document.xml.rels");
        let relations = relations.iter().flat_map(Element::elements).filter_map(|relation| {
            Some((relation.attribute("Id")?.to_owned(), relation.attribute("Target")?.to_owned()))
        });
        package.relations = relations.collect();
        let numbering = package.xml("word/numbering.xml");
        package.lists = numbering.map(|xml| Lists::read(&xml)).unwrap_or_default();
        Ok(package)
    }

    /// Returns a part as XML.
    pub(super) fn xml(&self, path: &str) -> Option<Element> {
        Element::read(self.parts.get(path)?)
    }

    /// Returns the role of a paragraph with the style `id`.
    pub(super) fn style(&self, id: Option<&str>) -> Style {
        id.and_then(|id| self.styles.get(id)).copied().unwrap_or(Style::Text)
    }

    /// Returns the target of a relation: an address, or a part.
    pub(super) fn target(&self, id: &str) -> Option<&str> {
        self.relations.get(id).map(String::as_str)
    }

    /// Returns the list and the level of a paragraph with these properties.
    pub(super) fn list(&self, properties: Option<&Element>) -> Option<(String, usize)> {
        let properties = properties?;
        let of_style = properties.value("pStyle").and_then(|id| self.listed.get(id)).cloned();
        let Some(own) = properties.child("numPr") else { return of_style };
        let level = own.value("ilvl").and_then(|level| level.parse().ok());
        let list = own.value("numId").map(str::to_owned);
        let (of_list, of_level) = of_style.unzip();
        let list = list.or(of_list).filter(|list| list != "0")?;
        Some((list, level.or(of_level).unwrap_or(0)))
    }

    /// Returns the pictures by the paths that they get beside the text.
    pub(super) fn pictures(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        let media = self.parts.iter().filter_map(|(path, bytes)| {
            let file = path.strip_prefix("word/media/")?;
            Some((format!("{name}-media/{file}"), bytes.clone()))
        });
        media.collect()
    }
}

/// Returns the roles of the styles, from their names and from the styles that they are based on.
fn styles(xml: &Element) -> BTreeMap<String, Style> {
    let all = xml.elements().filter(|style| style.name == "style");
    let all: BTreeMap<&str, &Element> =
        all.filter_map(|style| Some((style.attribute("styleId")?, style))).collect();
    let mut styles = BTreeMap::new();
    for &id in all.keys() {
        let mut next = Some(id);
        // A chain of styles that does not end is cut.
        for _ in 0..8 {
            let Some(style) = next.and_then(|id| all.get(id)) else { break };
            let name = style.value("name").unwrap_or(id).to_lowercase();
            let known = named(&name).or_else(|| outline(style));
            if let Some(known) = known {
                styles.insert(id.to_owned(), known);
                break;
            }
            next = style.value("basedOn");
        }
    }
    styles
}

fn named(name: &str) -> Option<Style> {
    Some(match name {
        "title" => Style::Title,
        "subtitle" => Style::Subtitle,
        "quote" | "intense quote" | "block text" | "quotations" => Style::Quote,
        "caption" | "image caption" | "table caption" => Style::Caption,
        "source code" | "code" | "html preformatted" | "preformatted text" => Style::Code,
        _ if name.starts_with("toc ") || name == "toc heading" => Style::Contents,
        _ => {
            let level = name.strip_prefix("heading ")?.parse().ok()?;
            Style::Heading(level)
        }
    })
}

fn outline(style: &Element) -> Option<Style> {
    let level: usize = style.child("pPr")?.value("outlineLvl")?.parse().ok()?;
    (level < 9).then_some(Style::Heading(level + 1))
}

/// Returns the lists of styles, from themselves and from the styles that they are based on.
fn listed(xml: &Element) -> BTreeMap<String, (String, usize)> {
    let all = xml.elements().filter(|style| style.name == "style");
    let all: BTreeMap<&str, &Element> =
        all.filter_map(|style| Some((style.attribute("styleId")?, style))).collect();
    let mut listed = BTreeMap::new();
    for &id in all.keys() {
        let mut next = Some(id);
        for _ in 0..8 {
            let Some(style) = next.and_then(|id| all.get(id)) else { break };
            let list = style.child("pPr").and_then(|properties| properties.child("numPr"));
            if let Some(list) = list {
                let level = list.value("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
                let number = list.value("numId").filter(|number| *number != "0");
                listed.extend(number.map(|number| (id.to_owned(), (number.to_owned(), level))));
                break;
            }
            next = style.value("basedOn");
        }
    }
    listed
}
