//! Lists: how headings are numbered, and one list of Word's for each of the text.

use super::Writer;
use super::parts::MAIN;
use crate::render::office::Xml;

/// The lists of bullets and of headings come before those of the text.
const FIRST_LIST: usize = 2;

/// Returns the number of a list of the text, by its place.
pub(super) fn list_number(list: usize) -> String {
    (list + FIRST_LIST).to_string()
}

/// Writes the lists: headings first, then one for each list of the text.
pub(super) fn numbering(writer: &Writer<'_>) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("w:numbering", &[("xmlns:w", MAIN)]);
    abstract_list(&mut xml, "0", |level| (heading_pattern(level), "decimal", 0, "1".to_owned()));
    abstract_list(&mut xml, "1", |level| {
        let sign = ["•", "–", "▪"][level % 3];
        (sign.to_owned(), "bullet", level + 1, "1".to_owned())
    });
    for (number, start) in writer.lists.iter().enumerate() {
        let Some(start) = start else { continue };
        let id = (number + FIRST_LIST).to_string();
        abstract_list(&mut xml, &id, |level| {
            let kind = ["decimal", "lowerLetter", "lowerRoman"][level % 3];
            let first = if level == 0 { *start } else { 1 };
            (format!("%{}.", level + 1), kind, level + 1, first.to_string())
        });
    }
    list(&mut xml, "1", "0");
    for (number, start) in writer.lists.iter().enumerate() {
        let id = list_number(number);
        let of = if start.is_some() { id.clone() } else { "1".to_owned() };
        list(&mut xml, &id, &of);
    }
    xml.finish()
}

fn heading_pattern(level: usize) -> String {
    (1..=level + 1).map(|level| format!("%{level}")).collect::<Vec<_>>().join(".")
}

fn abstract_list(
    xml: &mut Xml,
    id: &str,
    level: impl Fn(usize) -> (String, &'static str, usize, String),
) {
    xml.open("w:abstractNum", &[("w:abstractNumId", id)]);
    xml.empty("w:multiLevelType", &[("w:val", "multilevel")]);
    for number in 0..9 {
        let (text, format, depth, start) = level(number);
        xml.open("w:lvl", &[("w:ilvl", &number.to_string())]);
        xml.empty("w:start", &[("w:val", &start)]);
        xml.empty("w:numFmt", &[("w:val", format)]);
        if depth == 0 {
            xml.empty("w:suff", &[("w:val", "space")]);
        }
        xml.empty("w:lvlText", &[("w:val", &text)]);
        xml.empty("w:lvlJc", &[("w:val", "left")]);
        xml.open("w:pPr", &[]);
        let indent = (depth * 360).to_string();
        let hanging = if depth == 0 { "0" } else { "360" };
        xml.empty("w:ind", &[("w:left", &indent), ("w:hanging", hanging)]);
        xml.close();
        xml.close();
    }
    xml.close();
}

fn list(xml: &mut Xml, id: &str, of: &str) {
    xml.open("w:num", &[("w:numId", id)]);
    xml.empty("w:abstractNumId", &[("w:val", of)]);
    xml.close();
}
