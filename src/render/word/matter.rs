//! What stands around the text: title, contents, remarks for reviewers, and what ends a document.

use ecow::{EcoString, eco_format};

use super::Writer;
use super::blocks::{Context, Form};
use super::figures::sequence;
use super::inlines::RunProperties;
use super::names::bookmark;
use crate::language::Word;
use crate::render::list_word;
use crate::render::office::Xml;
use crate::tree::{Block, Document, Inline, Inlines};

impl Writer<'_> {
    /// Writes the whole text.
    pub(super) fn document(&mut self) {
        let document = self.source.document;
        self.labels = labels(document);
        self.title(document);
        if self.source.review.is_some() {
            self.cover_note();
        }
        self.key_messages(&document.key_messages);
        self.contents(document);
        self.exhibits(document);
        self.blocks(&document.body, Context::default());
        for chapter in &document.chapters {
            self.heading((1, &chapter.id), &chapter.number, &chapter.title);
            if !chapter.finding.is_empty() {
                self.paragraph(Form::of("Finding"), &chapter.finding);
            }
            self.blocks(&chapter.body, Context::default());
        }
        self.glossary(document);
        self.bibliography(document);
        self.data(document);
        if !document.about.is_empty() {
            self.end_heading(Word::AboutText);
            self.definitions(&document.about, Context::default());
        }
    }

    /// Writes the lists of figures and tables that a report asks for, which Word brings up to date as it does the contents.
    fn exhibits(&mut self, document: &Document) {
        for form in &document.lists {
            let figures = document.listed(*form);
            if figures.is_empty() {
                continue;
            }
            let word = self.word(list_word(*form));
            self.paragraph(Form::of("TOC Heading"), &[Inline::text(word)]);
            let instruction = format!(" TOC \\h \\z \\c \"{}\" ", sequence(*form));
            let entries: Vec<_> = figures
                .iter()
                .map(|figure| {
                    let title = crate::tree::plain_text(&figure.title);
                    let text = format!("{} {title}", figure.label);
                    ("toc 1", figure.id.as_str(), text)
                })
                .collect();
            self.listed(&instruction, &entries);
        }
    }

    /// Writes the entries of a list that Word can make: style, anchor, text. Their pages are known once Word has
    /// counted them.
    fn listed(&mut self, instruction: &str, entries: &[(&'static str, &str, String)]) {
        let last = entries.len() - 1;
        for (number, (style, anchor, text)) in entries.iter().enumerate() {
            self.paragraph_of(Form::of(style), |writer| {
                if number == 0 {
                    writer.list_begins(instruction);
                }
                if anchor.is_empty() {
                    writer.run(text, RunProperties::default());
                } else {
                    let target = bookmark(anchor);
                    let link = [("w:anchor", target.as_str()), ("w:history", "1")];
                    writer.xml.open("w:hyperlink", &link);
                    writer.run(text, RunProperties::default());
                    writer.xml.close();
                }
                if number == last {
                    writer.field_mark("end");
                }
            });
        }
    }

    fn title(&mut self, document: &Document) {
        self.paragraph(Form::of("Title"), &document.title);
        if !document.finding.is_empty() {
            self.paragraph(Form::of("Finding"), &document.finding);
        }
        let mut lines: Vec<EcoString> = Vec::new();
        if !document.authors.is_empty() {
            let authors = document.authors.iter().map(EcoString::as_str);
            lines.push(self.source.language.list(authors).into());
        }
        lines.push(document.date.text.clone());
        let colon = self.source.words.colon();
        if let Some(updated) = &document.updated {
            lines.push(eco_format!("{}{colon}{}", self.word(Word::UpdatedOn), updated.text));
        }
        if let Some(version) = &document.version {
            lines.push(eco_format!("{}{colon}{version}", self.word(Word::Version)));
        }
        let notes = document.corrections.iter();
        lines.extend(notes.map(crate::tree::CorrectionNote::line));
        for line in lines {
            self.paragraph(Form::of("Subtitle"), &[Inline::text(line)]);
        }
    }

    fn key_messages(&mut self, messages: &[Inlines]) {
        if messages.is_empty() {
            return;
        }
        let title = [Inline::text(self.word(Word::KeyMessages))];
        self.paragraph(Form { keep_next: true, ..Form::of("Callout Title") }, &title);
        let list = self.lists.len();
        self.lists.push(None);
        for message in messages {
            let context = Context { depth: 1, ..Context::default() };
            self.paragraph(
                Form { item: Some(list), context, ..Form::of("List Paragraph") },
                message,
            );
        }
    }

    /// Writes a table of contents, which Word brings up to date when the file is opened.
    fn contents(&mut self, document: &Document) {
        let entries: Vec<_> = document.outline.iter().filter(|entry| entry.level <= 3).collect();
        if entries.len() < 3 {
            return;
        }
        self.xml.open("w:sdt", &[]);
        self.xml.open("w:sdtPr", &[]);
        let id = self.next_id();
        self.xml.empty("w:id", &[("w:val", &id)]);
        self.xml.open("w:docPartObj", &[]);
        self.xml.empty("w:docPartGallery", &[("w:val", "Table of Contents")]);
        self.xml.empty("w:docPartUnique", &[]);
        self.xml.close();
        self.xml.close();
        self.xml.open("w:sdtContent", &[]);
        self.paragraph(Form::of("TOC Heading"), &[Inline::text(self.word(Word::Contents))]);
        let entries: Vec<_> = entries
            .iter()
            .map(|entry| {
                let style = match entry.level {
                    1 => "toc 1",
                    2 => "toc 2",
                    _ => "toc 3",
                };
                let title = crate::tree::plain_text(&entry.title);
                (style, entry.id.as_str(), format!("{} {title}", entry.number).trim().to_owned())
            })
            .collect();
        self.listed(" TOC \\o \"1-3\" \\h \\z \\u ", &entries);
        self.xml.close();
        self.xml.close();
    }

    fn list_begins(&mut self, instruction: &str) {
        self.xml.open("w:r", &[]);
        self.xml.empty("w:fldChar", &[("w:fldCharType", "begin"), ("w:dirty", "true")]);
        self.xml.close();
        self.xml.open("w:r", &[]);
        let space = [("xml:space", "preserve")];
        self.xml.leaf("w:instrText", &space, instruction);
        self.xml.close();
        self.field_mark("separate");
    }

    /// Writes what reviewers should know: which version this is, and what they can change.
    fn cover_note(&mut self) {
        let date = self.source.document.updated.as_ref().unwrap_or(&self.source.document.date);
        let version = self.version();
        let word = Word::ReviewVersion { version: &version, date: &date.text };
        let lines = [
            self.source.words.get(word).into_owned(),
            self.word(Word::ReviewNumbers),
            self.word(Word::ReviewHow),
        ];
        let context = Context { frame: Some(crate::tree::Tone::Important), ..Context::default() };
        let title = [Inline::text(self.word(Word::ReviewTitle))];
        self.paragraph(Form { context, keep_next: true, ..Form::of("Callout Title") }, &title);
        for line in lines {
            // Dates of some languages end in a stop.
            let line = line.replace("..", ".");
            self.paragraph(Form { context, ..Form::of("Normal") }, &[Inline::text(line)]);
        }
    }

    /// Returns what tells two versions of a text apart.
    pub(super) fn version(&self) -> String {
        let publication = self.source.publication;
        let mut hasher = blake3::Hasher::new();
        let json = serde_json::to_vec(self.source.document).unwrap_or_default();
        hasher.update(publication.settings.base_url.as_bytes()).update(&json);
        hasher.finalize().to_hex()[..12].to_owned()
    }

    /// Returns the numbers of the remarks in the margin of a line.
    pub(super) fn margin(&mut self, line: usize) -> Vec<String> {
        let (Some(remarks), Some(block)) = (self.source.review, self.places.get(&line)) else {
            return Vec::new();
        };
        let texts = remarks
            .iter()
            .filter(|remark| remark.span.file == block.file)
            .filter(|remark| (block.start..=block.end).contains(&remark.span.start))
            .filter(|remark| self.seen.at(*block).is_none_or(|own| !own.hides(remark.span)))
            .map(|remark| remark.text.clone());
        let mut numbers = Vec::new();
        for text in texts {
            // A paragraph is printed once; a remark on a file belongs to the first that shows it.
            if !self.comments.contains(&text) {
                numbers.push(self.comments.len().to_string());
                self.comments.push(text);
            }
        }
        numbers
    }

    /// Writes what a paragraph holds, between the marks of the remarks on it.
    pub(super) fn remarked(&mut self, remarks: &[String], content: &Xml) {
        for id in remarks {
            self.xml.empty("w:commentRangeStart", &[("w:id", id)]);
        }
        self.xml.append(content);
        for id in remarks {
            self.xml.empty("w:commentRangeEnd", &[("w:id", id)]);
            self.xml.open("w:r", &[]);
            self.xml.empty("w:commentReference", &[("w:id", id)]);
            self.xml.close();
        }
    }

    fn glossary(&mut self, document: &Document) {
        if document.glossary.is_empty() {
            return;
        }
        self.end_heading(Word::Glossary);
        for entry in &document.glossary {
            let term = if entry.abbreviation.is_empty() {
                entry.term.clone()
            } else {
                eco_format!("{} ({})", entry.term, entry.abbreviation)
            };
            let form = Form { anchor: Some(&entry.id), ..Form::of("Normal") };
            self.paragraph_of(form, |writer| {
                writer.run(
                    &format!("{term}: "),
                    RunProperties { bold: true, ..RunProperties::default() },
                );
                writer.run(&entry.definition, RunProperties::default());
                if !entry.source.is_empty() {
                    writer.run(" ", RunProperties::default());
                    writer.inlines(&entry.source, RunProperties::default());
                }
            });
        }
    }

    fn bibliography(&mut self, document: &Document) {
        if document.bibliography.is_empty() {
            return;
        }
        self.end_heading(Word::Bibliography);
        for entry in &document.bibliography {
            let form = Form { anchor: Some(&entry.id), ..Form::of("Bibliography") };
            self.paragraph(form, &entry.content);
        }
    }

    /// Writes the values of charts, which a picture does not give away.
    fn data(&mut self, document: &Document) {
        let charts = charts(document);
        if charts.is_empty() {
            return;
        }
        self.end_heading(Word::Data);
        for (label, title, table) in charts {
            let text = format!("{label}. {title}");
            let form = Form { keep_next: true, ..Form::of("Source Note") };
            self.paragraph(form, &[Inline::text(text.as_str())]);
            self.table(table, &text);
        }
    }

    fn end_heading(&mut self, word: Word<'_>) {
        let title = [Inline::text(self.word(word))];
        self.paragraph(Form::of("heading 1"), &title);
    }
}

/// Visits all blocks of a document, those inside others included.
fn visit<'d>(document: &'d Document, each: &mut dyn FnMut(&'d Block)) {
    let parts = document.chapters.iter().map(|chapter| &chapter.body);
    for blocks in [&document.body].into_iter().chain(parts) {
        walk(blocks, each);
    }
}

fn walk<'d>(blocks: &'d [Block], each: &mut dyn FnMut(&'d Block)) {
    for block in blocks {
        each(block);
        match block {
            Block::Quote { blocks, .. }
            | Block::Details { blocks, .. }
            | Block::Callout { blocks, .. }
            | Block::KeyFigure { blocks }
            | Block::Own { blocks, .. }
            | Block::Group { blocks, .. } => walk(blocks, each),
            Block::SourcesDiffer { claims, .. } => {
                for blocks in claims {
                    walk(blocks, each);
                }
            }
            Block::List { items, .. } => items.iter().for_each(|item| walk(&item.blocks, each)),
            Block::Definitions { items } => {
                let definitions = items.iter().flat_map(|item| &item.definitions);
                definitions.for_each(|blocks| walk(blocks, each));
            }
            Block::Heading { .. }
            | Block::Paragraph { .. }
            | Block::Code { .. }
            | Block::Rule
            | Block::Formula { .. }
            | Block::Figure(_)
            | Block::Table(_)
            | Block::Comparison(_)
            | Block::Chart(_)
            | Block::Image(_)
            | Block::Record(_)
            | Block::RawHtml { .. } => {}
        }
    }
}

/// Returns the anchor and label of each figure that has an anchor.
fn labels(document: &Document) -> Vec<(EcoString, EcoString)> {
    let mut labels = Vec::new();
    visit(document, &mut |block| {
        if let Block::Figure(figure) = block
            && !figure.id.is_empty()
        {
            labels.push((figure.id.clone(), figure.label.clone()));
        }
    });
    labels
}

/// Returns the charts of a document: label, title, values.
fn charts(document: &Document) -> Vec<(&str, EcoString, &crate::tree::Table)> {
    let mut charts = Vec::new();
    visit(document, &mut |block| {
        if let Block::Figure(figure) = block
            && let Block::Chart(chart) = &figure.body
        {
            charts.push((
                figure.label.as_str(),
                crate::tree::plain_text(&figure.title),
                &chart.table,
            ));
        }
    });
    charts
}
