//! The house style: the styles of a theme, or those of a reference file.
//!
//! `templates/reference.docx`, or that of an audience, is a document of the house: its styles,
//! colours, fonts, page, headers and footers are taken over, its text is not. Styles are found by
//! the names that Word gives them in English, whatever they are called in the Word that wrote it.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::styles::{self, Style, StyleValues};
use super::{Source, WriteError};
use crate::publication::audience::Paper;
use crate::render::office::{self, attribute};
use crate::tree::Tone;

/// The name of the file, in any layer of a theme.
const REFERENCE: &str = "reference.docx";

/// The margins of a page, 2.5 cm, in twentieths of a point.
const MARGIN: u32 = 1418;

/// What documents look like.
pub(super) struct House {
    /// The text of the part with the styles, without the languages of its defaults.
    pub styles: Styles,
    /// The size of the page, its margins and columns, as XML.
    pub page: String,
    /// The width of the text, in twentieths of a point.
    pub text_width: u32,
    /// The font of code.
    pub code_font: String,
    /// Further parts of the reference file, by path: colours, fonts, headers and footers.
    pub parts: BTreeMap<String, Vec<u8>>,
    /// The headers and footers of the reference file: element, kind, path.
    pub margins: Vec<(String, String, String)>,
    ids: BTreeMap<String, String>,
    tones: [String; 5],
}

/// Where the styles come from.
pub(super) enum Styles {
    /// From the theme; the XML of all of them.
    Theme(Box<StyleValues>, String),
    /// From a reference file, with those added that it lacks.
    Reference(String),
}

impl House {
    /// Reads the reference file of a theme, or the theme itself.
    pub(super) fn read(source: Source<'_>) -> Result<Self, WriteError> {
        let Source { theme, publication, paper, .. } = source;
        let text_width = width(paper) - 2 * MARGIN;
        let looks = StyleValues::new(theme, text_width);
        let all = styles::all(&looks);
        let tones = [Tone::Note, Tone::Tip, Tone::Important, Tone::Warning, Tone::Caution]
            .map(|tone| styles::tone_colour(theme, tone));
        let code_font = looks.code_font.clone();
        let layers = theme.layers.iter();
        let mut assets =
            layers.filter_map(|layer| publication.assets.get(&format!("{layer}{REFERENCE}")));
        let mut house = Self {
            styles: Styles::Reference(String::new()),
            page: page(paper),
            text_width,
            code_font,
            parts: BTreeMap::new(),
            margins: Vec::new(),
            ids: all.iter().map(|style| (style.name.to_owned(), style.id.to_owned())).collect(),
            tones,
        };
        if let Some(bytes) = assets.next() {
            // What the file lacks is added in its own font, not in the theme's.
            house.take(bytes, &styles::all(&looks.without_fonts()))?;
        } else {
            let xml = all.iter().map(|style| house.style(style)).collect();
            house.styles = Styles::Theme(Box::new(looks), xml);
        }
        Ok(house)
    }

    /// Returns the id of the style with this name.
    pub(super) fn id(&self, name: &str) -> &str {
        self.ids.get(name).map_or("", String::as_str)
    }

    /// Returns the colour of a kind of remark.
    pub(super) fn tone(&self, tone: Tone) -> &str {
        let [note, tip, important, warning, caution] = &self.tones;
        match tone {
            Tone::Note => note,
            Tone::Tip => tip,
            Tone::Important => important,
            Tone::Warning => warning,
            Tone::Caution => caution,
        }
    }

    fn style(&self, style: &Style) -> String {
        style.xml(self.id(style.name), |name| self.id(name).to_owned())
    }

    /// Takes over what a reference file looks like.
    fn take(&mut self, bytes: &[u8], all: &[Style]) -> Result<(), WriteError> {
        let mut parts = office::read(bytes)
            .map_err(|error| format!("`{REFERENCE}` cannot be read ({error})"))?;
        let text = |parts: &BTreeMap<String, Vec<u8>>, path: &str| {
            let bytes = parts.get(path).cloned().unwrap_or_default();
            String::from_utf8(bytes).map_err(|_| format!("`{path}` of `{REFERENCE}` is not text"))
        };
        let styles = text(&parts, "word/styles.xml")?;
        for (name, id) in office::style_names(&styles)? {
            // Word capitalises some of its names and not others.
            let wanted = self.ids.keys().find(|known| known.eq_ignore_ascii_case(&name)).cloned();
            if let Some(wanted) = wanted {
                self.ids.insert(wanted, id);
            }
        }
        let had = office::style_names(&styles)?;
        let lacks =
            |style: &&Style| !had.iter().any(|(name, _)| name.eq_ignore_ascii_case(style.name));
        let added: String = all.iter().filter(lacks).map(|style| self.style(style)).collect();
        self.styles =
            Styles::Reference(styles.replacen("</w:styles>", &format!("{added}</w:styles>"), 1));
        let document = text(&parts, "word/document.xml")?;
        let relationships = text(&parts, "word/_rels/document.xml.rels")?;
        self.take_page(&document, &relationships)?;
        let kept = |path: &str| {
            path.starts_with("word/theme/")
                || path == "word/fontTable.xml"
                || path.starts_with("word/fonts/")
                || path.starts_with("word/media/")
                || [
                    "word/header",
                    "word/footer",
                    "word/_rels/header",
                    "word/_rels/footer",
                    "word/_rels/fontTable",
                ]
                .iter()
                .any(|start| path.starts_with(start))
        };
        parts.retain(|path, _| kept(path));
        self.parts = parts;
        Ok(())
    }

    /// Takes over the page of the last section, with its headers and footers.
    fn take_page(&mut self, document: &str, relationships: &str) -> Result<(), WriteError> {
        let targets = targets(relationships)?;
        let mut reader = Reader::from_str(document);
        let mut page = String::new();
        let mut margins = Vec::new();
        let (mut width, mut sides) = (None, 0);
        loop {
            match reader.read_event()? {
                Event::Eof => break,
                Event::Start(start) if start.name().as_ref() == b"w:sectPr" => {
                    page.clear();
                    margins.clear();
                }
                Event::Empty(element) => match element.name().as_ref() {
                    b"w:pgSz" => {
                        width =
                            attribute(&element, "w:w").and_then(|text| text.parse::<u32>().ok());
                        page.push_str(&raw(&element));
                    }
                    b"w:pgMar" => {
                        let side = |name| attribute(&element, name)?.parse::<u32>().ok();
                        sides = side("w:left").unwrap_or(0) + side("w:right").unwrap_or(0);
                        page.push_str(&raw(&element));
                    }
                    b"w:cols" | b"w:docGrid" => page.push_str(&raw(&element)),
                    name @ (b"w:headerReference" | b"w:footerReference") => {
                        let target = attribute(&element, "r:id").and_then(|id| targets.get(&id));
                        let kind = attribute(&element, "w:type").unwrap_or_default();
                        if let Some(target) = target {
                            let name = String::from_utf8_lossy(name).into_owned();
                            margins.push((name, kind, target.clone()));
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        if !page.is_empty() {
            self.page = page;
            self.text_width =
                width.map_or(self.text_width, |width| width.saturating_sub(sides)).max(1000);
        }
        self.margins = margins;
        Ok(())
    }
}

/// Returns the width of a paper, in twentieths of a point.
fn width(paper: Paper) -> u32 {
    match paper {
        Paper::A4 => 11_906,
        Paper::Letter => 12_240,
    }
}

/// Returns the size of a page and its margins.
fn page(paper: Paper) -> String {
    let height = match paper {
        Paper::A4 => 16_838,
        Paper::Letter => 15_840,
    };
    format!(
        "<w:pgSz w:w=\"{}\" w:h=\"{height}\"/><w:pgMar w:top=\"{MARGIN}\" w:right=\"{MARGIN}\" \
         w:bottom=\"{MARGIN}\" w:left=\"{MARGIN}\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/>",
        width(paper)
    )
}

/// Returns an element as it was written.
fn raw(element: &BytesStart<'_>) -> String {
    format!("<{}/>", String::from_utf8_lossy(element))
}

/// Returns the parts that relationships lead to, by id.
fn targets(relationships: &str) -> Result<BTreeMap<String, String>, WriteError> {
    let mut reader = Reader::from_str(relationships);
    let mut found = BTreeMap::new();
    loop {
        match reader.read_event()? {
            Event::Eof => return Ok(found),
            Event::Empty(element) if element.name().as_ref() == b"Relationship" => {
                if let (Some(id), Some(target)) =
                    (attribute(&element, "Id"), attribute(&element, "Target"))
                {
                    found.insert(id, target);
                }
            }
            _ => {}
        }
    }
}
