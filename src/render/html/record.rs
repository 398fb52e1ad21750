//! Entries of registers: number, title, facts in one line, and evidence.

use super::part::{RecordNode, RowNode};
use super::{Writer, escaped};
use crate::render::context::Html;
use crate::tree::{Inlines, Record, RecordRow, plain_text};

impl<'a> Writer<'a> {
    pub(super) fn record(&mut self, record: &'a Record) {
        let outer = self.hold_notes();
        let node = RecordNode {
            id: &record.id,
            register: &record.register,
            name: name(record),
            noun: escaped(&record.noun),
            number: escaped(&record.number),
            title: self.piece(|writer| match &record.link {
                _ if record.title.is_empty() => {}
                Some(target) => writer.link(target, "", &record.title),
                None => writer.inlines(&record.title),
            }),
            facts: record.facts.iter().map(|fact| self.record_part(fact)).collect(),
            summary: self.piece(|writer| writer.inlines(&record.summary)),
            rows: record.rows.iter().map(|row| self.record_row(row)).collect(),
        };
        self.notes = outer;
        self.part("parts/record.html", &node);
        self.write_waiting_notes();
    }

    fn record_row(&mut self, row: &'a RecordRow) -> RowNode<'a> {
        let lines = row.lines.iter().map(|line| self.record_part(line)).collect();
        RowNode { part: &row.part, term: escaped(&row.term), lines }
    }

    fn record_part(&mut self, content: &'a Inlines) -> Html {
        self.piece(|writer| writer.inlines(content))
    }
}

/// Names a record to those who listen to the page.
fn name(record: &Record) -> String {
    let title = plain_text(&record.title);
    let parts = [record.noun.as_str(), record.number.as_str(), title.as_str()];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}
