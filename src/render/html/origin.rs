//! Where numbers come from: the mark at each number, the card that it opens, and the annex.
//!
//! A number stays plain text in its sentence, so that it can be selected, copied, found
//! and read aloud like the rest. A button without text lies over it and opens a card,
//! which stands at the end of the text: the browser's own popover, which Escape or a
//! click elsewhere closes, and which needs no script. Hovering shows the same in brief
//! as the browser's own tooltip. Tooltips of our own would have to close on Escape
//! while the pointer rests on them, and without script they cannot.
//!
//! Numbers of one expression share a card.

use crate::language::Word;
use crate::tree::{
    CellName, DatasetUse, Document, EntryForm, LedgerEntry, LedgerPlace, Target, number_anchor,
    plain_text,
};

use super::{HtmlRenderer, Links, Notes, Writer};
use crate::base::escape::{push_attribute, push_text};

/// How many cells a card names; of more it names the first ones and the last.
const NAMED_CELLS: usize = 6;

impl HtmlRenderer<'_> {
    /// Renders the annex: the datasets that the numbers are based on; empty if there are none.
    pub fn annex(&self, document: &Document) -> String {
        let mut writer = Writer::new(*self, document.annex.len() * 800);
        for dataset in document.annex.iter().filter(|dataset| dataset.is_listed()) {
            writer.dataset(dataset);
        }
        writer.out
    }
}

impl<'a> Writer<'a> {
    /// Writes a number that is bound to data. In a label it is text, since it stands in full
    /// where the label leads.
    pub(super) fn number(&mut self, text: &str, number: usize) {
        if self.notes == Notes::Dropped {
            push_text(&mut self.out, text);
            return;
        }
        let entry = self.document.and_then(|document| document.ledger.get(number));
        let is_number = entry.is_none_or(|entry| entry.form == EntryForm::Number);
        let class = if is_number { "number" } else { "bound" };
        self.write(format_args!("<span class=\"{class}\" id=\"{}\"", number_anchor(number)));
        if let Some((document, entry)) = self.document.zip(entry) {
            self.out.push_str(" title=\"");
            push_attribute(&mut self.out, &summary(entry, document));
            self.out.push('"');
        }
        self.out.push('>');
        push_text(&mut self.out, text);
        if let Some(entry) = entry.filter(|_| is_number && self.links == Links::Live) {
            self.write(format_args!("<button popovertarget=\"{}\"", card(entry)));
            self.out.push_str(" aria-label=\"");
            push_attribute(&mut self.out, &self.words.get(Word::NumberSource));
            self.out.push_str("\"></button>");
        }
        self.out.push_str("</span>");
    }

    /// Writes the cards that the numbers of a document open.
    pub(super) fn cards(&mut self, document: &'a Document) {
        let opens = |entry: &&LedgerEntry| {
            entry.place == LedgerPlace::Text && entry.form == EntryForm::Number
        };
        let mut written = std::collections::BTreeSet::new();
        for entry in document.ledger.iter().filter(opens) {
            if written.is_empty() {
                self.out.push_str("<div class=\"origins\">\n");
            }
            if written.insert(entry.first) {
                self.card(entry, document);
            }
        }
        if !written.is_empty() {
            self.out.push_str("</div>\n");
        }
    }

    fn card(&mut self, entry: &'a LedgerEntry, document: &'a Document) {
        self.write(format_args!("<div class=\"origin\" id=\"{}\" popover>\n", card(entry)));
        for dataset in entry.datasets.iter().filter_map(|&index| document.annex.get(index)) {
            self.card_dataset(entry, dataset);
        }
        let words = self.words;
        self.out.push_str("<dl>\n");
        if !entry.expression.is_empty() {
            self.term(&words.get(Word::NumberExpression), |writer| {
                writer.code_text(&entry.expression);
            });
        }
        if entry.cells.len() > 1 || !entry.expression.starts_with(&entry.first_cell()) {
            self.term(&words.get(Word::NumberCells), |writer| writer.cells(&entry.cells));
        }
        self.text_term(&words.get(Word::NumberUnit), &entry.unit);
        self.texts(&words.get(Word::NumberRemarks), &entry.remarks);
        self.out.push_str("</dl>\n</div>\n");
    }

    /// Writes a dataset that a number is based on: its title, and what of its sources applies.
    fn card_dataset(&mut self, entry: &LedgerEntry, dataset: &'a DatasetUse) {
        let annexed = Target::Anchor { id: dataset.id.clone() };
        self.out.push_str("<p class=\"origin-title\">");
        self.link_text(dataset.page.as_ref().unwrap_or(&annexed), &dataset.title);
        self.out.push_str("</p>\n");
        let is_empty = entry.sources.is_empty() && dataset.as_of.text.is_empty();
        if !is_empty {
            self.out.push_str("<dl>\n");
            self.sources_of(dataset, |key| entry.sources.contains(key));
            self.text_term(&self.words.get(Word::DatasetAsOf), &dataset.as_of.text);
            self.out.push_str("</dl>\n");
        }
    }

    fn cells(&mut self, cells: &[CellName]) {
        let shown = if cells.len() > NAMED_CELLS { NAMED_CELLS / 2 } else { cells.len() };
        for (index, cell) in cells[..shown].iter().enumerate() {
            self.out.push_str(if index > 0 { ", " } else { "" });
            self.code_text(&cell.to_string());
        }
        if let Some(last) = cells[shown..].last() {
            self.out.push_str(" … ");
            self.code_text(&last.to_string());
            self.write(format_args!(" ({})", cells.len()));
        }
    }

    fn dataset(&mut self, dataset: &'a DatasetUse) {
        let words = self.words;
        self.open_with_id("section", "dataset", &dataset.id);
        self.out.push_str("\n<h3>");
        match &dataset.page {
            Some(page) => self.link_text(page, &dataset.title),
            None => push_text(&mut self.out, &dataset.title),
        }
        self.out.push_str("</h3>\n<dl>\n");
        self.sources_of(dataset, |_| true);
        self.text_term(&words.get(Word::DatasetAsOf), &dataset.as_of.text);
        self.text_term(&words.get(Word::DatasetReviewBy), &dataset.review_by.text);
        self.text_term(&words.get(Word::DatasetLicence), &dataset.licence);
        self.texts(&words.get(Word::DatasetInferred), &dataset.inferred);
        self.texts(&words.get(Word::DatasetTransformations), &dataset.transformations);
        self.texts(&words.get(Word::DatasetCaveats), &dataset.caveats);
        self.texts(&words.get(Word::DatasetDiscrepancies), &dataset.discrepancies);
        self.texts(&words.get(Word::DatasetNotes), &dataset.notes);
        if !dataset.numbers.is_empty() || !dataset.figures.is_empty() {
            self.term(&words.get(Word::DatasetNumbers), |writer| writer.resting(dataset));
        }
        self.out.push_str("</dl>\n</section>\n");
    }

    /// Writes the numbers, figures and tables that rest on a dataset.
    fn resting(&mut self, dataset: &'a DatasetUse) {
        let mut first = true;
        let mut separator = |writer: &mut Self| {
            writer.out.push_str(if std::mem::take(&mut first) { "" } else { " · " });
        };
        for number in &dataset.numbers {
            separator(self);
            self.write(format_args!("<a href=\"#{}\">", number_anchor(number.entry)));
            push_text(&mut self.out, &number.text);
            self.out.push_str("</a>");
            if !number.remarks.is_empty() {
                self.out.push_str(" (");
                push_text(&mut self.out, &number.remarks.join(self.words.semicolon()));
                self.out.push(')');
            }
        }
        for figure in &dataset.figures {
            separator(self);
            self.inlines(std::slice::from_ref(figure));
        }
    }

    fn sources_of(
        &mut self,
        dataset: &'a DatasetUse,
        is_wanted: impl Fn(&ecow::EcoString) -> bool,
    ) {
        let mut term = self.words.get(Word::DatasetSource);
        for source in dataset.sources.iter().filter(|source| is_wanted(&source.key)) {
            self.term(&std::mem::take(&mut term), |writer| writer.inlines(&source.content));
        }
    }

    fn text_term(&mut self, term: &str, text: &str) {
        if !text.is_empty() {
            self.term(term, |writer| push_text(&mut writer.out, text));
        }
    }

    /// Writes a term and all that is said under it; nothing if nothing is.
    fn texts(&mut self, term: &str, texts: &[ecow::EcoString]) {
        for (index, text) in texts.iter().enumerate() {
            self.text_term(if index == 0 { term } else { "" }, text);
        }
    }

    /// Writes a term and what belongs to it; what has no term of its own joins the one before.
    fn term(&mut self, term: &str, describe: impl FnOnce(&mut Self)) {
        if !term.is_empty() {
            self.out.push_str("<dt>");
            push_text(&mut self.out, term);
            self.out.push_str("</dt>");
        }
        self.out.push_str("<dd>");
        describe(self);
        self.out.push_str("</dd>\n");
    }

    /// Writes an expression or a cell, which is in no language.
    fn code_text(&mut self, text: &str) {
        self.out.push_str("<code lang=\"zxx\">");
        push_text(&mut self.out, text);
        self.out.push_str("</code>");
    }
}

/// Returns the anchor of the card that an entry opens.
fn card(entry: &LedgerEntry) -> String {
    format!("q-o-{}", entry.first + 1)
}

/// Returns what a number is based on in a few lines, for the browser's tooltip.
fn summary(entry: &LedgerEntry, document: &Document) -> String {
    let mut lines = Vec::new();
    for dataset in entry.datasets.iter().filter_map(|&index| document.annex.get(index)) {
        lines.push(dataset.title.to_string());
        let sources = dataset.sources.iter().filter(|source| entry.sources.contains(&source.key));
        let sources = sources.map(|source| plain_text(&source.content).to_string());
        let as_of = Some(dataset.as_of.text.to_string()).filter(|text| !text.is_empty());
        lines.push(sources.chain(as_of).collect::<Vec<_>>().join(" · "));
    }
    lines.push(entry.expression.to_string());
    lines.push(entry.unit.to_string());
    lines.extend(entry.remarks.iter().map(ToString::to_string));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}
