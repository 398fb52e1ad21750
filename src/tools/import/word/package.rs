//! The parts of a Word document.

use std::collections::BTreeMap;

use super::element::Element;
use crate::render::office;

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
    /// The formats of numbered lists, by number and level.
    numbered: BTreeMap<(String, usize), bool>,
}

impl Package {
    /// Opens a document; none if the bytes are not one.
    pub(super) fn open(bytes: &[u8]) -> Option<Self> {
        let parts = office::read(bytes).ok()?;
        let mut package = Self {
            parts,
            styles: BTreeMap::new(),
            relations: BTreeMap::new(),
            numbered: BTreeMap::new(),
        };
        package.styles = package.xml("word/styles.xml").map(|xml| styles(&xml)).unwrap_or_default();
        let relations = package.xml("word/_rels/document.xml.rels");
        let relations = relations.iter().flat_map(Element::elements).filter_map(|relation| {
            Some((relation.attribute("Id")?.to_owned(), relation.attribute("Target")?.to_owned()))
        });
        package.relations = relations.collect();
        let numbering = package.xml("word/numbering.xml");
        package.numbered = numbering.map(|xml| numbered(&xml)).unwrap_or_default();
        Some(package)
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

    /// Whether a list is numbered on a level.
    pub(super) fn is_numbered(&self, list: &str, level: usize) -> bool {
        self.numbered.get(&(list.to_owned(), level)).copied().unwrap_or(false)
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

/// Returns which levels of which lists are numbered.
fn numbered(xml: &Element) -> BTreeMap<(String, usize), bool> {
    let of_name = |name: &'static str| xml.elements().filter(move |element| element.name == name);
    let mut numbered = BTreeMap::new();
    for list in of_name("num") {
        let (Some(id), Some(kind)) = (list.attribute("numId"), list.value("abstractNumId")) else {
            continue;
        };
        let kind =
            of_name("abstractNum").find(|other| other.attribute("abstractNumId") == Some(kind));
        for level in
            kind.into_iter().flat_map(Element::elements).filter(|level| level.name == "lvl")
        {
            let format = level.value("numFmt").unwrap_or("bullet");
            let depth = level.attribute("ilvl").and_then(|depth| depth.parse().ok()).unwrap_or(0);
            numbered.insert((id.to_owned(), depth), !matches!(format, "bullet" | "none"));
        }
    }
    numbered
}
