//! What holds the parts of the file together: relationships and properties.

use std::fmt::Write as _;

use super::parts::{OFFICE, PACKAGE};
use super::{NAMESPACE, Writer};
use crate::render::office::Xml;

pub(super) fn item_properties() -> Vec<u8> {
    let mut xml = Xml::document();
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    let id = "{8E6B4F0C-9C0F-5B0A-9A53-5155495055A1}";
    xml.open("ds:datastoreItem", &[("ds:itemID", id), ("xmlns:ds", namespace)]);
    xml.open("ds:schemaRefs", &[]);
    xml.empty("ds:schemaRef", &[("ds:uri", NAMESPACE)]);
    xml.finish()
}

pub(super) fn item_relationships() -> Vec<u8> {
    let relation =
        ("rProperties".to_owned(), "customXmlProps".to_owned(), "itemProps1.xml".to_owned());
    relationships(&[relation], &[])
}

pub(super) fn relationships(
    relations: &[(String, String, String)],
    links: &[(String, String)],
) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))]);
    for (id, kind, target) in relations {
        let kind = format!("{OFFICE}/{kind}");
        xml.empty("Relationship", &[("Id", id), ("Type", &kind), ("Target", target)]);
    }
    for (id, url) in links {
        let kind = format!("{OFFICE}/hyperlink");
        let attributes =
            [("Id", id.as_str()), ("Type", &kind), ("Target", url), ("TargetMode", "External")];
        xml.empty("Relationship", &attributes);
    }
    xml.finish()
}

pub(super) fn package_relationships() -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))]);
    let core = format!("{PACKAGE}/relationships/metadata/core-properties");
    let relations = [
        ("rDocument", format!("{OFFICE}/officeDocument"), "word/document.xml"),
        ("rCore", core, "docProps/core.xml"),
        ("rApp", format!("{OFFICE}/extended-properties"), "docProps/app.xml"),
    ];
    for (id, kind, target) in &relations {
        xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
    }
    xml.finish()
}

pub(super) fn core_properties(writer: &Writer<'_>) -> Vec<u8> {
    let document = writer.source.document;
    let mut xml = Xml::document();
    let core = format!("{PACKAGE}/metadata/core-properties");
    let namespaces = [
        ("xmlns:cp", core.as_str()),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.open("cp:coreProperties", &namespaces);
    xml.leaf("dc:title", &[], &document.title_text);
    xml.leaf("dc:subject", &[], &document.finding_text);
    xml.leaf("dc:creator", &[], &document.authors.join("; "));
    xml.leaf("cp:keywords", &[], &document.tags.join("; "));
    xml.leaf("dc:identifier", &[], &writer.version());
    xml.leaf("dc:language", &[], &document.language);
    let kind = [("xsi:type", "dcterms:W3CDTF")];
    let updated = document.updated.as_ref().unwrap_or(&document.date);
    for (element, date) in [("dcterms:created", &document.date), ("dcterms:modified", updated)] {
        xml.leaf(element, &kind, &format!("{}T00:00:00Z", date.iso));
    }
    xml.finish()
}

pub(super) fn app_properties() -> Vec<u8> {
    let mut xml = Xml::document();
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    xml.open("Properties", &[("xmlns", namespace)]);
    let mut name = String::from("Quipu");
    let _ = write!(name, " {}", env!("CARGO_PKG_VERSION"));
    xml.leaf("Application", &[], &name);
    xml.finish()
}
