//! Terms: their first use in the text, and the glossary at its end.

use crate::tree::GlossaryEntry;

use super::{HtmlRenderer, Links, Writer};
use crate::base::escape::{push_path, push_text};

impl HtmlRenderer<'_> {
    /// Renders the terms of a document with their definitions; empty if there are none.
    pub fn glossary(&self, entries: &[GlossaryEntry]) -> String {
        if entries.is_empty() {
            return String::new();
        }
        let mut writer = Writer::new(*self, entries.len() * 400);
        writer.out.push_str("<dl class=\"glossary\">\n");
        for entry in entries {
            writer.glossary_entry(entry);
        }
        writer.out.push_str("</dl>\n");
        writer.out
    }
}

impl<'a> Writer<'a> {
    fn glossary_entry(&mut self, entry: &'a GlossaryEntry) {
        self.open_with_id("dt", "", &entry.id);
        self.out.push_str("<dfn>");
        push_text(&mut self.out, &entry.term);
        self.out.push_str("</dfn>");
        if !entry.abbreviation.is_empty() {
            self.out.push_str(" · ");
            self.abbreviation(&entry.abbreviation);
        }
        self.out.push_str("</dt>\n<dd>");
        push_text(&mut self.out, &entry.definition);
        if !entry.source.is_empty() {
            self.out.push_str(" <span class=\"citation\">");
            self.inlines(&entry.source);
            self.out.push_str("</span>");
        }
        self.out.push_str("</dd>\n");
    }

    /// Writes the first use of a term, which leads to its definition.
    pub(super) fn term_use(&mut self, id: &str, text: &str, abbreviation: &str) {
        let is_live = self.links == Links::Live;
        if is_live {
            self.out.push_str("<a class=\"glossed\" href=\"");
            self.out.push_str(self.document_way);
            self.out.push('#');
            push_path(&mut self.out, id);
            self.out.push_str("\">");
        }
        match text.rsplit_once(abbreviation).filter(|_| !abbreviation.is_empty()) {
            Some((before, after)) => {
                push_text(&mut self.out, before);
                self.abbreviation(abbreviation);
                push_text(&mut self.out, after);
            }
            None => push_text(&mut self.out, text),
        }
        if is_live {
            self.out.push_str("</a>");
        }
    }

    fn abbreviation(&mut self, text: &str) {
        self.out.push_str("<abbr>");
        push_text(&mut self.out, text);
        self.out.push_str("</abbr>");
    }
}
