//! The sentence around a number, as readers see it.

use std::collections::HashMap;

use ecow::{EcoString, eco_format};

use crate::tools::audit::sentences;
use crate::tree::{Document, Inline, LedgerEntry, LedgerPlace, Line, lines, plain_text};

/// Where the numbers of a document are in its text.
pub(crate) struct Sentences<'r> {
    /// Replacements for some of the numbers, by their places in the ledger.
    replaced: &'r HashMap<usize, EcoString>,
    /// The sentence of each number, by its place in the ledger.
    by_number: HashMap<usize, EcoString>,
    /// The titles of figures, by their labels.
    titles: HashMap<EcoString, EcoString>,
}

impl<'r> Sentences<'r> {
    /// Reads a document with other texts in place of some of its numbers.
    pub(crate) fn with(document: &Document, replaced: &'r HashMap<usize, EcoString>) -> Self {
        let mut found = Self { replaced, by_number: HashMap::new(), titles: HashMap::new() };
        found.add(&document.lines());
        found
    }

    /// Returns the sentence of an entry; for a figure, its label and title.
    pub(crate) fn around(&self, number: usize, entry: &LedgerEntry) -> EcoString {
        match &entry.place {
            LedgerPlace::Text => self.by_number.get(&number).cloned().unwrap_or_default(),
            LedgerPlace::Figure { label, .. } => {
                let title = self.titles.get(label).cloned().unwrap_or_default();
                eco_format!("{label}: {title}")
            }
        }
    }

    fn add(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            match line {
                Line::Text(inlines) => self.text(inlines),
                Line::Figure(figure) => {
                    self.titles.insert(figure.label.clone(), plain_text(&figure.title));
                }
                Line::Table(_) | Line::List => {}
            }
        }
    }

    fn text(&mut self, inlines: &[Inline]) {
        let mut text = String::new();
        let mut numbers = Vec::new();
        self.flatten(inlines, &mut text, &mut numbers);
        if numbers.is_empty() {
            return;
        }
        let sentences = sentences(&text);
        for (number, at) in numbers {
            let sentence = sentences.iter().find(|sentence| sentence.contains(&at)).cloned();
            let sentence = sentence.map_or("", |range| text[range].trim());
            self.by_number.insert(number, sentence.into());
        }
    }

    /// Writes inlines as text, and records where numbers begin.
    fn flatten(
        &mut self,
        inlines: &[Inline],
        text: &mut String,
        numbers: &mut Vec<(usize, usize)>,
    ) {
        for inline in inlines {
            match inline {
                Inline::Number { text: number, entry } => {
                    numbers.push((*entry, text.len()));
                    text.push_str(self.replaced.get(entry).unwrap_or(number));
                }
                Inline::Note { blocks, .. } | Inline::Flow { blocks } => self.add(&lines(blocks)),
                Inline::Emphasis { content }
                | Inline::Strong { content }
                | Inline::Strikethrough { content }
                | Inline::Subscript { content }
                | Inline::Superscript { content }
                | Inline::SmallCaps { content }
                | Inline::Span { content, .. }
                | Inline::Citation { content }
                | Inline::Link { content, .. } => self.flatten(content, text, numbers),
                Inline::Text { .. }
                | Inline::Code { .. }
                | Inline::Formula { .. }
                | Inline::Image(_)
                | Inline::Reference { .. }
                | Inline::Term { .. }
                | Inline::NoteReference { .. }
                | Inline::LineBreak
                | Inline::RawHtml { .. } => {
                    text.push_str(&plain_text(std::slice::from_ref(inline)));
                }
            }
        }
    }
}
