//! Embedded fonts, so that a document looks the same where they are not installed.

use resvg::usvg::fontdb::{Family, Query, Stretch, Style, Weight};

use super::styles::StyleValues;
use crate::render::office::Xml;
use crate::render::painter::Painter;

/// A font file for the archive, in the disguise that Word wants.
pub(super) struct Embedded {
    /// The name of the part below `word/`.
    pub path: String,
    /// The relationship of the table of fonts to it.
    pub relationship: String,
    /// The bytes, of which the first 32 are disguised.
    pub bytes: Vec<u8>,
}

/// The cuts that Word knows, by the elements that name them.
const CUTS: &[(&str, Weight, Style)] = &[
    ("w:embedRegular", Weight::NORMAL, Style::Normal),
    ("w:embedBold", Weight::BOLD, Style::Normal),
    ("w:embedItalic", Weight::NORMAL, Style::Italic),
    ("w:embedBoldItalic", Weight::BOLD, Style::Italic),
];

/// Writes the table of fonts, and returns the files that it names.
pub(super) fn table(
    looks: &StyleValues,
    painter: &Painter,
    namespaces: &[(&str, &str)],
) -> (Vec<u8>, Vec<Embedded>) {
    let mut xml = Xml::document();
    xml.open("w:fonts", namespaces);
    let mut embedded: Vec<Embedded> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    let fallbacks = [
        (looks.text_font.as_str(), "Georgia", "roman"),
        (looks.display_font.as_str(), "Georgia", "roman"),
        (looks.label_font.as_str(), "Arial", "swiss"),
        (looks.code_font.as_str(), "Consolas", "modern"),
    ];
    for (name, fallback, family) in fallbacks {
        if names.contains(&name) {
            continue;
        }
        names.push(name);
        xml.open("w:font", &[("w:name", name)]);
        xml.empty("w:altName", &[("w:val", fallback)]);
        xml.empty("w:family", &[("w:val", family)]);
        for (element, weight, style) in CUTS {
            let Some(bytes) = painter.font(name, *weight, *style) else { continue };
            let number = embedded.len() + 1;
            let key = guid(&bytes);
            let relationship = format!("rFont{number}");
            xml.empty(element, &[("r:id", &relationship), ("w:fontKey", &key)]);
            embedded.push(Embedded {
                path: format!("fonts/quipu-{number}.odttf"),
                relationship,
                bytes: disguise(bytes, &key),
            });
        }
        xml.close();
    }
    (xml.finish(), embedded)
}

impl Painter {
    /// Returns the file of a cut, if its makers allow it to go along.
    fn font(&self, family: &str, weight: Weight, style: Style) -> Option<Vec<u8>> {
        let query =
            Query { families: &[Family::Name(family)], weight, stretch: Stretch::Normal, style };
        let id = self.fonts().query(&query)?;
        let face = self.fonts().face(id)?;
        // The nearest cut will do on screen; what is embedded under a name must be that cut.
        if face.weight != weight || face.style != style {
            return None;
        }
        self.fonts().with_face_data(id, |bytes, _| allowed(bytes).then(|| bytes.to_vec()))?
    }
}

/// Whether the makers of a font let it be embedded in documents that are edited.
fn allowed(bytes: &[u8]) -> bool {
    use ttf_parser::Permissions;
    let face = ttf_parser::Face::parse(bytes, 0).ok();
    matches!(
        face.and_then(|face| face.permissions()),
        Some(Permissions::Installable | Permissions::Editable)
    )
}

/// Returns the key of a font: the same for the same file.
fn guid(bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex().to_uppercase();
    format!(
        "{{{}-{}-{}-{}-{}}}",
        &hash[..8],
        &hash[8..12],
        &hash[12..16],
        &hash[16..20],
        &hash[20..32]
    )
}

/// Mixes the first 32 bytes with the key, as part 4 of ISO/IEC 29500 describes.
fn disguise(mut bytes: Vec<u8>, key: &str) -> Vec<u8> {
    let digits: String = key.chars().filter(char::is_ascii_hexdigit).collect();
    let octets =
        (0..16).filter_map(|at| u8::from_str_radix(digits.get(at * 2..at * 2 + 2)?, 16).ok());
    let mut octets: Vec<_> = octets.collect();
    octets.reverse();
    for (byte, octet) in bytes.iter_mut().take(32).zip(octets.iter().cycle()) {
        *byte ^= octet;
    }
    bytes
}
