//! What other pages tell of a document.

use ecow::EcoString;
use serde::{Deserialize, Serialize};

use super::{Block, Document, Line, lines, plain_text};

/// A section: anchor, heading, text.
pub type Section = (EcoString, EcoString, String);

/// What other pages tell of a document: it outlives the document itself.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Facts {
    /// The keys of the works that it cites.
    pub cited: Vec<EcoString>,
    /// The datasets that it is based on.
    pub datasets: Vec<EcoString>,
    /// Its sections; those of a report's chapters are found in the briefs.
    pub sections: Vec<Section>,
}

impl Facts {
    /// Gathers what other pages tell of a document.
    pub fn of(document: &Document) -> Self {
        Self {
            cited: document.bibliography.iter().map(|entry| entry.key.clone()).collect(),
            datasets: document.annex.iter().map(|used| used.dataset.clone()).collect(),
            sections: sections(document),
        }
    }

    /// Forgets what the sections say, but for their headings: a thousand profiles say much the same, and
    /// what tells them apart stands above their sections.
    pub fn forget_texts(&mut self) {
        self.sections.retain(|(_, heading, _)| !heading.is_empty());
        self.sections.iter_mut().for_each(|(_, _, text)| *text = String::new());
    }
}

fn sections(document: &Document) -> Vec<Section> {
    let mut sections: Vec<Section> = vec![Section::default()];
    for block in &document.body {
        if let Block::Heading { id, content, .. } = block {
            sections.push((id.clone(), plain_text(content), String::new()));
            continue;
        }
        let Some((_, _, text)) = sections.last_mut() else { continue };
        for line in lines(std::slice::from_ref(block)) {
            if let Line::Text(content) = line {
                let line = plain_text(content);
                if !line.is_empty() {
                    text.push_str(if text.is_empty() { "" } else { " " });
                    text.push_str(&line);
                }
            }
        }
    }
    sections.retain(|(_, heading, text)| !heading.is_empty() || !text.is_empty());
    sections
}
