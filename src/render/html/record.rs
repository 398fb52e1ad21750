//! Entries of registers: number, title, facts in one line, and what rests on what.

use super::Writer;
use crate::escape::push_text;
use crate::tree::{Inlines, Record, RecordRow, plain_text};

impl<'a> Writer<'a> {
    pub(super) fn record(&mut self, record: &'a Record) {
        self.out.push_str("<div role=\"group\" aria-label=\"");
        crate::escape::push_attribute(&mut self.out, &name(record));
        self.out.push_str("\" class=\"record record-");
        crate::escape::push_attribute(&mut self.out, &record.register);
        self.out.push('"');
        self.id_attribute(&record.id);
        self.out.push_str(">\n");
        let outer = self.hold_notes();
        self.record_head(record);
        if !record.rows.is_empty() {
            self.out.push_str("<dl class=\"record-rows\">\n");
            record.rows.iter().for_each(|row| self.record_row(row));
            self.out.push_str("</dl>\n");
        }
        self.notes = outer;
        self.out.push_str("</div>\n");
        self.write_waiting_notes();
    }

    fn record_head(&mut self, record: &'a Record) {
        self.out.push_str("<p class=\"record-kind\"><span class=\"record-noun\">");
        push_text(&mut self.out, &record.noun);
        self.out.push_str("</span>");
        if !record.number.is_empty() {
            self.out.push_str(" <span class=\"record-number\">");
            push_text(&mut self.out, &record.number);
            self.out.push_str("</span>");
        }
        self.out.push_str("</p>\n");
        if !record.title.is_empty() {
            self.out.push_str("<p class=\"record-title\">");
            match &record.link {
                Some(target) => self.link(target, "", &record.title),
                None => self.inlines(&record.title),
            }
            self.out.push_str("</p>\n");
        }
        if !record.facts.is_empty() {
            self.out.push_str("<p class=\"record-facts\">");
            for (index, fact) in record.facts.iter().enumerate() {
                if index > 0 {
                    self.out.push_str(" <span class=\"record-dot\">·</span> ");
                }
                self.record_part("span", fact);
            }
            self.out.push_str("</p>\n");
        }
        if !record.summary.is_empty() {
            self.out.push_str("<p class=\"record-summary\">");
            self.inlines(&record.summary);
            self.out.push_str("</p>\n");
        }
    }

    fn record_row(&mut self, row: &'a RecordRow) {
        self.out.push_str("<div class=\"record-");
        crate::escape::push_attribute(&mut self.out, &row.part);
        self.out.push_str("\"><dt>");
        push_text(&mut self.out, &row.term);
        self.out.push_str("</dt>");
        row.lines.iter().for_each(|line| self.record_part("dd", line));
        self.out.push_str("</div>\n");
    }

    fn record_part(&mut self, element: &str, content: &'a Inlines) {
        self.open(element, "");
        self.inlines(content);
        self.close(element);
    }
}

/// Names a record to those who hear the page.
fn name(record: &Record) -> String {
    let title = plain_text(&record.title);
    let parts = [record.noun.as_str(), record.number.as_str(), title.as_str()];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}
