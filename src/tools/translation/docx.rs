//! Parcels as a Word document: a table of blocks, each original beside its translation.

use serde::{Deserialize, Serialize};

use super::exchange::{Parcel, State};
use super::take::Answer;
use crate::render::office::{Archive, ArchiveError, Xml};
use crate::tools::review::docx::{self, PartKind};

/// The XML namespace of the part that says which row is which block.
const NAMESPACE: &str = "urn:quipu:translation:1";

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A row of the table.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Row {
    original: String,
    language: String,
    number: usize,
    hash: String,
}

/// Returns parcels as the bytes of a document.
///
/// # Errors
/// Returns the reason for which it cannot be packed.
pub fn write(parcels: &[Parcel]) -> Result<Vec<u8>, ArchiveError> {
    let mut archive = Archive::default();
    archive.add("[Content_Types].xml", content_types());
    archive.add("_rels/.rels", relationships("officeDocument", "word/document.xml"));
    archive
        .add("word/_rels/document.xml.rels", relationships("customXml", "../customXml/item1.xml"));
    archive.add("word/document.xml", document(parcels));
    archive.add("customXml/item1.xml", record(parcels));
    archive.finish()
}

fn content_types() -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))]);
    let relationships = "application/vnd.openxmlformats-package.relationships+xml";
    let main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    for (extension, kind) in [("rels", relationships), ("xml", "application/xml")] {
        xml.empty("Default", &[("Extension", extension), ("ContentType", kind)]);
    }
    xml.empty("Override", &[("PartName", "/word/document.xml"), ("ContentType", main)]);
    xml.finish()
}

fn relationships(kind: &str, target: &str) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))]);
    let kind = format!("{OFFICE}/{kind}");
    xml.empty("Relationship", &[("Id", "rId1"), ("Type", &kind), ("Target", target)]);
    xml.finish()
}

fn document(parcels: &[Parcel]) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("w:document", &[("xmlns:w", MAIN)]);
    xml.open("w:body", &[]);
    xml.open("w:tbl", &[]);
    xml.open("w:tblPr", &[]);
    xml.empty("w:tblW", &[("w:w", "5000"), ("w:type", "pct")]);
    xml.open("w:tblBorders", &[]);
    for edge in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
        let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "A0A0A0")];
        xml.empty(edge, &line);
    }
    xml.close();
    xml.close();
    xml.open("w:tblGrid", &[]);
    for width in ["1600", "4600", "4600"] {
        xml.empty("w:gridCol", &[("w:w", width)]);
    }
    xml.close();
    let mut cells = 0;
    for parcel in parcels {
        for unit in &parcel.units {
            let mark = match unit.state {
                State::New => "",
                State::Stale => " *",
                State::Done => " ✓",
            };
            let name = format!("{}:{}{mark}", parcel.original, unit.line);
            xml.open("w:tr", &[]);
            let languages = [None, Some(&parcel.source_language), Some(&parcel.target_language)];
            for (text, language) in [&name, &unit.source, &unit.target].into_iter().zip(languages) {
                cell(&mut xml, text, (cells, language.map(String::as_str)));
                cells += 1;
            }
            xml.close();
        }
    }
    xml.close();
    xml.empty("w:p", &[]);
    xml.open("w:sectPr", &[]);
    xml.empty("w:pgSz", &[("w:w", "16838"), ("w:h", "11906"), ("w:orient", "landscape")]);
    xml.finish()
}

fn cell(xml: &mut Xml, text: &str, (number, language): (usize, Option<&str>)) {
    xml.open("w:tc", &[]);
    xml.open("w:p", &[]);
    let (id, name) = (number.to_string(), crate::render::word::line_mark(number));
    xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)]);
    for (at, line) in text.split('\n').enumerate() {
        xml.open("w:r", &[]);
        if let Some(language) = language {
            xml.open("w:rPr", &[]);
            xml.empty("w:lang", &[("w:val", language)]);
            xml.close();
        }
        if at > 0 {
            xml.empty("w:br", &[]);
        }
        xml.leaf("w:t", &[("xml:space", "preserve")], line);
        xml.close();
    }
    xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
    xml.close();
    xml.close();
}

fn record(parcels: &[Parcel]) -> Vec<u8> {
    let rows: Vec<_> = parcels
        .iter()
        .flat_map(|parcel| {
            parcel.units.iter().map(|unit| Row {
                original: parcel.original.clone(),
                language: parcel.target_language.clone(),
                number: unit.number,
                hash: unit.hash.clone(),
            })
        })
        .collect();
    let mut xml = Xml::document();
    let json = serde_json::to_string(&rows).unwrap_or_default();
    xml.leaf("translation", &[("xmlns", NAMESPACE)], &json);
    xml.finish()
}

/// Reads the answers of a document.
///
/// # Errors
/// Returns what is wrong with a file that is no Word document, or none of ours.
pub fn read(bytes: &[u8]) -> Result<Vec<Answer>, String> {
    let parts = docx::open(bytes)?;
    let rows: Vec<Row> = parts
        .record(NAMESPACE)
        .and_then(|json| serde_json::from_str(&json).ok())
        .ok_or("it is not a document from `quipu translations export`")?;
    let mut targets = vec![Vec::new(); rows.len()];
    let mut cell = None;
    for paragraph in parts.paragraphs()? {
        cell = paragraph.lines.last().copied().or(cell);
        let Some(cell) = cell.filter(|cell| cell % 3 == 2) else { continue };
        let kept = paragraph.parts.iter().filter(|part| !part.is_deleted());
        let text: String = kept
            .map(|part| match &part.kind {
                PartKind::Text { text, .. } | PartKind::Atom { text, .. } => text.as_str(),
                PartKind::Note | PartKind::CommentStart(_) | PartKind::Comment(_) => "",
            })
            .collect();
        if let Some(target) = targets.get_mut(cell / 3) {
            target.push(text);
        }
    }
    let answers = rows.into_iter().zip(targets).map(|(row, target)| Answer {
        original: row.original,
        language: row.language,
        number: row.number,
        hash: row.hash,
        target: target.join("\n").trim().to_owned(),
    });
    Ok(answers.collect())
}
