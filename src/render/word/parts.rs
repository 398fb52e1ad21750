//! The parts of the file other than its text, and the archive that contains them all.

use super::house::Styles;
use super::{
    AUTHOR, NAMESPACE, SENT_PART, WriteError, Writer, fonts, lists, package, styles, theme,
};
use crate::render::office::{Archive, Xml};

/// The namespace of text.
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// What the kinds of relationship begin with.
pub(super) const OFFICE: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// What the namespaces of packages begin with.
pub(super) const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// The style of the line that says how sensitive an edition is.
const SENSITIVITY: &str = "Sensitivity";

/// Namespaces of parts with text.
const NAMESPACES: &[(&str, &str)] = &[
    ("xmlns:w", MAIN),
    ("xmlns:r", OFFICE),
    ("xmlns:m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
    ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
];

/// Packs a written document.
pub(super) fn pack(mut writer: Writer<'_>) -> Result<Vec<u8>, WriteError> {
    let body = std::mem::take(&mut writer.xml);
    let mut archive = Archive::default();
    let mut parts = Parts::default();
    parts.add("word/document.xml", &format!("{WORD}document.main+xml"), document(&writer, &body));
    parts.relate("styles", "styles.xml");
    parts.add("word/styles.xml", &format!("{WORD}styles+xml"), style_sheet(&writer));
    parts.relate("settings", "settings.xml");
    parts.add("word/settings.xml", &format!("{WORD}settings+xml"), settings(&writer));
    parts.relate("numbering", "numbering.xml");
    parts.add("word/numbering.xml", &format!("{WORD}numbering+xml"), lists::numbering(&writer));
    parts.relate("footnotes", "footnotes.xml");
    parts.add("word/footnotes.xml", &format!("{WORD}footnotes+xml"), footnotes(&writer));
    if !writer.comments.is_empty() {
        parts.relate("comments", "comments.xml");
        parts.add("word/comments.xml", &format!("{WORD}comments+xml"), comments(&writer));
    }
    margins(&writer, &mut parts);
    for (number, (bytes, extension)) in std::mem::take(&mut writer.pictures).into_iter().enumerate()
    {
        let name = format!("media/quipu-{number}.{extension}");
        parts.relate_as(&format!("rPicture{number}"), "image", &name);
        parts.binary(&format!("word/{name}"), bytes);
    }
    if writer.source.files.is_some() {
        record(&writer, &mut parts)?;
    }
    let links = writer.links.iter().enumerate();
    let links: Vec<_> =
        links.map(|(number, url)| (format!("rLink{number}"), url.to_string())).collect();
    let core = package::core_properties(&writer);
    archive.add("[Content_Types].xml", parts.content_types());
    archive.add("_rels/.rels", package::package_relationships());
    archive.add("docProps/core.xml", core);
    archive.add("docProps/app.xml", package::app_properties());
    archive.add("word/_rels/document.xml.rels", package::relationships(&parts.relations, &links));
    archive.add(
        "word/_rels/footnotes.xml.rels",
        package::relationships(&note_relations(&parts), &links),
    );
    for (path, bytes) in parts.files {
        archive.add(path, bytes);
    }
    Ok(archive.finish()?)
}

/// Pictures of footnotes are found by the relationships of their part.
fn note_relations(parts: &Parts) -> Vec<(String, String, String)> {
    parts.relations.iter().filter(|(_, kind, _)| kind == "image").cloned().collect()
}

/// The parts gathered so far.
#[derive(Default)]
struct Parts {
    files: Vec<(String, Vec<u8>)>,
    types: Vec<(String, String)>,
    /// The relationships of the text: id, kind, target.
    relations: Vec<(String, String, String)>,
}

impl Parts {
    fn add(&mut self, path: &str, kind: &str, bytes: Vec<u8>) {
        self.types.push((format!("/{path}"), kind.to_owned()));
        self.files.push((path.to_owned(), bytes));
    }

    fn binary(&mut self, path: &str, bytes: Vec<u8>) {
        self.files.push((path.to_owned(), bytes));
    }

    fn relate(&mut self, kind: &str, target: &str) {
        let id = format!("rPart{}", self.relations.len());
        self.relate_as(&id, kind, target);
    }

    fn relate_as(&mut self, id: &str, kind: &str, target: &str) {
        self.relations.push((id.to_owned(), kind.to_owned(), target.to_owned()));
    }

    fn content_types(&self) -> Vec<u8> {
        let mut xml = Xml::document();
        xml.open("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))]);
        let defaults = [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
            ("jpeg", "image/jpeg"),
            ("jpg", "image/jpeg"),
            ("gif", "image/gif"),
            ("emf", "image/x-emf"),
            ("odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont"),
        ];
        for (extension, kind) in defaults {
            xml.empty("Default", &[("Extension", extension), ("ContentType", kind)]);
        }
        let properties = [
            ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
            (
                "/docProps/app.xml",
                "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            ),
        ];
        let own = self.types.iter().map(|(path, kind)| (path.as_str(), kind.as_str()));
        for (path, kind) in own.chain(properties) {
            xml.empty("Override", &[("PartName", path), ("ContentType", kind)]);
        }
        xml.finish()
    }
}

fn document(writer: &Writer<'_>, body: &Xml) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("w:document", NAMESPACES);
    xml.open("w:body", &[]);
    xml.append(body);
    xml.append(&section(writer));
    xml.finish()
}

/// Writes the page: headers and footers, size, margins, numbers of lines.
fn section(writer: &Writer<'_>) -> Xml {
    let mut xml = Xml::default();
    xml.open("w:sectPr", &[]);
    let own = [("w:headerReference", "rHeader"), ("w:footerReference", "rFooter")];
    for (element, id) in own {
        if needs(writer, element) {
            xml.empty(element, &[("w:type", "default"), ("r:id", id)]);
        }
    }
    for (number, (element, kind, _)) in writer.house.margins.iter().enumerate() {
        xml.empty(element, &[("w:type", kind), ("r:id", &format!("rHouse{number}"))]);
    }
    let (page, rest) = split_page(&writer.house.page);
    xml.raw(page);
    if writer.source.review.is_some() {
        xml.empty("w:lnNumType", &[("w:countBy", "5"), ("w:restart", "continuous")]);
    }
    xml.raw(rest);
    xml.close();
    xml
}

/// Splits the elements of a page where the format wants the numbers of lines.
fn split_page(page: &str) -> (&str, &str) {
    let at = page.find("<w:cols").or_else(|| page.find("<w:docGrid")).unwrap_or(page.len());
    page.split_at(at)
}

fn style_sheet(writer: &Writer<'_>) -> Vec<u8> {
    match &writer.house.styles {
        Styles::Reference(text) => text.clone().into_bytes(),
        Styles::Theme(looks, all) => {
            let defaults = styles::defaults(looks, &writer.source.language.tag);
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
                 <w:styles xmlns:w=\"{MAIN}\">{defaults}{all}</w:styles>"
            )
            .into_bytes()
        }
    }
}

fn settings(writer: &Writer<'_>) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("w:settings", &[("xmlns:w", MAIN)]);
    xml.empty("w:embedTrueTypeFonts", &[]);
    // What reviewers change is marked, even if they forget to ask for it.
    if writer.source.review.is_some() {
        xml.empty("w:trackRevisions", &[]);
    }
    xml.empty("w:defaultTabStop", &[("w:val", "720")]);
    xml.open("w:footnotePr", &[]);
    for id in ["-1", "0"] {
        xml.empty("w:footnote", &[("w:id", id)]);
    }
    xml.close();
    xml.open("w:compat", &[]);
    let mode = [
        ("w:name", "compatibilityMode"),
        ("w:uri", "http://schemas.microsoft.com/office/word"),
        ("w:val", "15"),
    ];
    xml.empty("w:compatSetting", &mode);
    xml.close();
    xml.empty("w:themeFontLang", &[("w:val", &writer.source.language.tag)]);
    xml.finish()
}

fn footnotes(writer: &Writer<'_>) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("w:footnotes", NAMESPACES);
    for (id, kind, line) in [
        ("-1", "separator", "w:separator"),
        ("0", "continuationSeparator", "w:continuationSeparator"),
    ] {
        xml.open("w:footnote", &[("w:type", kind), ("w:id", id)]);
        xml.open("w:p", &[]);
        xml.open("w:r", &[]);
        xml.empty(line, &[]);
        xml.close();
        xml.close();
        xml.close();
    }
    for note in &writer.notes {
        xml.append(note);
    }
    xml.finish()
}

fn comments(writer: &Writer<'_>) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("w:comments", NAMESPACES);
    let date = format!("{}T00:00:00Z", writer.source.document.date.iso);
    for (id, text) in writer.comments.iter().enumerate() {
        let id = id.to_string();
        let attributes =
            [("w:id", id.as_str()), ("w:author", AUTHOR), ("w:date", &date), ("w:initials", "Q")];
        xml.open("w:comment", &attributes);
        xml.open("w:p", &[]);
        xml.open("w:r", &[]);
        xml.leaf("w:t", &[("xml:space", "preserve")], text);
        xml.close();
        xml.close();
        xml.close();
    }
    xml.finish()
}

/// Writes the house's headers and footers, or the program's: the title above, the page below.
fn margins(writer: &Writer<'_>, parts: &mut Parts) {
    for (number, (element, _, target)) in writer.house.margins.iter().enumerate() {
        let kind = if element == "w:headerReference" { "header" } else { "footer" };
        parts.relate_as(&format!("rHouse{number}"), kind, target);
        parts.types.push((format!("/word/{target}"), format!("{WORD}{kind}+xml")));
    }
    for (path, bytes) in &writer.house.parts {
        if path == "word/theme/theme1.xml" {
            let kind = "application/vnd.openxmlformats-officedocument.theme+xml";
            parts.types.push((format!("/{path}"), kind.to_owned()));
            parts.relate("theme", path.trim_start_matches("word/"));
        }
        if path == "word/fontTable.xml" {
            parts.types.push((format!("/{path}"), format!("{WORD}fontTable+xml")));
            parts.relate("fontTable", "fontTable.xml");
        }
        let is_header = path.starts_with("word/header");
        let bytes = if is_header { marked(writer, bytes) } else { bytes.clone() };
        parts.binary(path, bytes);
    }
    if let Styles::Theme(looks, _) = &writer.house.styles {
        let kind = "application/vnd.openxmlformats-officedocument.theme+xml";
        parts.relate("theme", "theme/theme1.xml");
        parts.add("word/theme/theme1.xml", kind, theme::part(writer.source.theme, looks));
        let (table, embedded) = fonts::table(looks, writer.source.painter, NAMESPACES);
        parts.relate("fontTable", "fontTable.xml");
        parts.add("word/fontTable.xml", &format!("{WORD}fontTable+xml"), table);
        let relations: Vec<_> = embedded
            .iter()
            .map(|font| (font.relationship.clone(), "font".to_owned(), font.path.clone()))
            .collect();
        parts.binary("word/_rels/fontTable.xml.rels", package::relationships(&relations, &[]));
        for font in embedded {
            parts.binary(&format!("word/{}", font.path), font.bytes);
        }
    }
    if needs(writer, "w:headerReference") {
        parts.relate_as("rHeader", "header", "quipu-header.xml");
        parts.add("word/quipu-header.xml", &format!("{WORD}header+xml"), header(writer));
    }
    if needs(writer, "w:footerReference") {
        parts.relate_as("rFooter", "footer", "quipu-footer.xml");
        parts.add("word/quipu-footer.xml", &format!("{WORD}footer+xml"), footer(writer));
    }
}

/// Whether headers or footers are the program's: the house has none, or none that says how sensitive an edition is.
fn needs(writer: &Writer<'_>, element: &str) -> bool {
    let margins = &writer.house.margins;
    let is_default = |(of, kind, _): &(String, String, String)| of == element && kind == "default";
    let must_mark = element == "w:headerReference" && !writer.source.mark.is_empty();
    margins.is_empty() || (must_mark && !margins.iter().any(is_default))
}

fn header(writer: &Writer<'_>) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("w:hdr", NAMESPACES);
    let title = &writer.source.publication.settings.title.text(&writer.source.language.tag);
    let text = format!("{title} · {}", writer.source.document.title_text);
    xml.append(&mark_line(writer));
    open_paragraph(&mut xml, (writer, "header"));
    xml.open("w:r", &[]);
    xml.leaf("w:t", &[("xml:space", "preserve")], &text);
    xml.finish()
}

/// Writes how sensitive the edition is as a line of a header; nothing if it is not.
fn mark_line(writer: &Writer<'_>) -> Xml {
    let mut xml = Xml::default();
    if writer.source.mark.is_empty() {
        return xml;
    }
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.empty("w:pStyle", &[("w:val", writer.house.id(SENSITIVITY))]);
    direction(&mut xml, writer);
    xml.close();
    xml.open("w:r", &[]);
    xml.leaf("w:t", &[("xml:space", "preserve")], writer.source.mark);
    xml.close();
    xml.close();
    xml
}

/// Returns a header of the house with the line that says how sensitive the edition is.
fn marked(writer: &Writer<'_>, header: &[u8]) -> Vec<u8> {
    let line = String::from_utf8(mark_line(writer).finish()).unwrap_or_default();
    let text = String::from_utf8_lossy(header);
    // The line stands first: nothing pushes it off the page.
    let start = text.find("<w:hdr").and_then(|at| Some(at + text[at..].find('>')? + 1));
    match start.filter(|_| !line.is_empty()) {
        Some(at) => format!("{}{line}{}", &text[..at], &text[at..]).into_bytes(),
        None => header.to_owned(),
    }
}

fn direction(xml: &mut Xml, writer: &Writer<'_>) {
    if writer.source.language.direction == "rtl" {
        xml.empty("w:bidi", &[]);
    }
}

fn footer(writer: &Writer<'_>) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("w:ftr", NAMESPACES);
    open_paragraph(&mut xml, (writer, "footer"));
    for (before, instruction) in [("", " PAGE "), (" / ", " NUMPAGES ")] {
        if !before.is_empty() {
            xml.open("w:r", &[]);
            xml.leaf("w:t", &[("xml:space", "preserve")], before);
            xml.close();
        }
        xml.open("w:fldSimple", &[("w:instr", instruction)]);
        xml.open("w:r", &[]);
        xml.leaf("w:t", &[], "1");
        xml.close();
        xml.close();
    }
    xml.finish()
}

fn open_paragraph(xml: &mut Xml, (writer, style): (&Writer<'_>, &str)) {
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.empty("w:pStyle", &[("w:val", writer.house.id(style))]);
    direction(xml, writer);
    xml.close();
}

/// Adds the record of what was sent.
fn record(writer: &Writer<'_>, parts: &mut Parts) -> Result<(), WriteError> {
    parts.relate("customXml", "../customXml/item1.xml");
    parts.add(SENT_PART, "application/xml", sent(writer)?);
    parts.binary("customXml/itemProps1.xml", package::item_properties());
    parts.binary("customXml/_rels/item1.xml.rels", package::item_relationships());
    parts.types.push((
        "/customXml/itemProps1.xml".to_owned(),
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml".to_owned(),
    ));
    Ok(())
}

fn sent(writer: &Writer<'_>) -> Result<Vec<u8>, WriteError> {
    let json = serde_json::to_string(&writer.sent)?;
    let mut xml = Xml::document();
    xml.leaf("sent", &[("xmlns", NAMESPACE)], &json);
    Ok(xml.finish())
}
