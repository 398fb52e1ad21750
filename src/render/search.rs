//! What the search of a site finds: titles, findings, sections, figures, data.
//!
//! The index is a script that pages from a disk can load as well as those from a server. It is read by
//! `search.js` of the theme, which knows the names of the fields.

use ecow::EcoString;
use serde::Serialize;

use crate::tree::{Document, Line, Section, lines, plain_text};

/// How many bytes the texts of all sections of an index may have. Beyond, sections are found by their
/// headings alone, since readers load the index as a whole.
pub const MOST_TEXT: usize = 6_000_000;

/// A page that can be found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SearchEntry {
    /// Its address below the root.
    #[serde(rename = "u")]
    pub address: EcoString,
    /// What it is: `report`, `brief`, `page`, `register`, `entry`, `dataset`, `entity`.
    #[serde(rename = "k")]
    pub kind: &'static str,
    /// Its title.
    #[serde(rename = "t")]
    pub title: EcoString,
    /// What it found, or what it is of.
    #[serde(rename = "f", skip_serializing_if = "EcoString::is_empty")]
    pub finding: EcoString,
    /// The year of publication; none for what is not dated.
    #[serde(rename = "y", skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// Its subjects.
    #[serde(rename = "g", skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<EcoString>,
    /// The reports that it is part of, by their titles.
    #[serde(rename = "r", skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<EcoString>,
    /// Its sections: anchor, heading, text. The text before the first heading has neither.
    #[serde(rename = "s", skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// Its figures and tables: anchor, label, title.
    #[serde(rename = "x", skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<(EcoString, EcoString, EcoString)>,
}

/// Returns the figures and tables of a document, but for those of its chapters.
pub fn figures(document: &Document) -> Vec<(EcoString, EcoString, EcoString)> {
    let found = lines(&document.body).into_iter().filter_map(|line| match line {
        Line::Figure(figure) if !figure.id.is_empty() => {
            Some((figure.id.clone(), figure.label.clone(), plain_text(&figure.title)))
        }
        Line::Figure(_) | Line::Text(_) | Line::Table(_) | Line::List => None,
    });
    found.collect()
}

/// Renders an index.
pub fn render(mut entries: Vec<SearchEntry>) -> String {
    let texts = entries.iter().flat_map(|entry| &entry.sections);
    if texts.map(|(_, _, text)| text.len()).sum::<usize>() > MOST_TEXT {
        for (_, _, text) in entries.iter_mut().flat_map(|entry| &mut entry.sections) {
            text.clear();
        }
    }
    // Records of texts and numbers can always be serialised. Each is on a line, so that versions
    // are easy to compare.
    let lines: Vec<_> =
        entries.iter().map(|entry| serde_json::to_string(entry).unwrap_or_default()).collect();
    format!("window.quipuIndex = [\n{}\n];\n", lines.join(",\n"))
}
