//! Paragraphs and what is made of them.

use ecow::EcoString;

use super::inlines::RunProperties;
use super::names::bookmark;
use super::sent::{Line, LineKind};
use super::{Writer, line_mark};
use crate::tree::{Align, Block, Definition, Inline, Record, Tone};

/// Twentieths of a point by which each level of a list stands in.
const INDENT: u32 = 360;

/// How a paragraph is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form<'a> {
    /// The name of its style.
    pub style: &'static str,
    /// Where it stands.
    pub context: Context,
    /// The number of its list, where it begins an item.
    pub item: Option<usize>,
    /// How it is aligned; as its style says if none.
    pub align: Option<Align>,
    /// The anchor that it is the target of.
    pub anchor: Option<&'a str>,
    /// The level in the outline at which it is numbered; 0 if it is not.
    pub numbered: u8,
    /// Whether it stays on the page of the next one.
    pub keep_next: bool,
    /// Whether it begins a footnote, with its mark.
    pub begins_note: bool,
    /// How all of it looks.
    pub look: RunProperties,
    /// What stands before the text: the box of a task.
    pub prefix: &'static str,
}

impl Form<'_> {
    /// Returns the form of a plain paragraph of a style.
    pub(super) fn of(style: &'static str) -> Self {
        Self {
            style,
            context: Context::default(),
            item: None,
            align: None,
            anchor: None,
            numbered: 0,
            keep_next: false,
            begins_note: false,
            look: RunProperties::default(),
            prefix: "",
        }
    }
}

/// Where blocks stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    /// How many lists and definitions they stand in.
    pub depth: u32,
    /// The kind of remark that they are part of.
    pub frame: Option<Tone>,
    /// Whether they are quoted.
    pub quoted: bool,
}

impl Writer<'_> {
    /// Writes blocks.
    pub(super) fn blocks(&mut self, blocks: &[Block], context: Context) {
        for block in blocks {
            self.block(block, context);
        }
    }

    /// Writes one block.
    pub(super) fn block(&mut self, block: &Block, context: Context) {
        match block {
            Block::Heading { level, id, number, content } => {
                self.heading((*level, id), number, content);
            }
            Block::Paragraph { content } => self.paragraph(Form::text(context), content),
            Block::List { start, items, .. } => {
                let list = self.lists.len();
                self.lists.push(*start);
                for item in items {
                    self.item(list, item.task, &item.blocks, context);
                }
            }
            Block::Definitions { items } => self.definitions(items, context),
            Block::Quote { blocks, attribution } => {
                let quoted = Context { quoted: true, ..context };
                self.blocks(blocks, quoted);
                if !attribution.is_empty() {
                    self.paragraph_of(Form::text(quoted), |writer| {
                        writer.run("— ", RunProperties::default());
                        writer.inlines(attribution, RunProperties::default());
                    });
                }
            }
            Block::Details { summary, blocks } => {
                let look = RunProperties { bold: true, ..RunProperties::default() };
                self.paragraph(Form { look, keep_next: true, ..Form::text(context) }, summary);
                self.blocks(blocks, context);
            }
            Block::Code { text, .. } => self.code(text, context),
            Block::Rule => self.rule(),
            Block::Formula { id, number, content } => self.equation(id, number, content, context),
            Block::Figure(figure) => self.figure(figure),
            Block::Table(table) | Block::Comparison(table) => self.table(table, ""),
            Block::Chart(chart) => self.chart(chart),
            Block::Image(image) => self.picture(image),
            Block::Callout { tone, title, blocks } => {
                self.callout(title, *tone, context);
                self.blocks(blocks, Context { frame: Some(*tone), ..context });
            }
            Block::SourcesDiffer { title, claims } => {
                self.callout(title, Tone::Important, context);
                let inner = Context { frame: Some(Tone::Important), ..context };
                for blocks in claims {
                    self.blocks(blocks, inner);
                }
            }
            Block::Record(record) => self.record(record, context),
            Block::KeyFigure { blocks } => self.key_figure(blocks, context),
            Block::Group { id, lang, dir, blocks, .. } => {
                self.target(id);
                self.spoken((lang, dir), |writer| writer.blocks(blocks, context));
            }
            Block::Own { title, attributes, blocks, .. } => {
                if !title.is_empty() {
                    let look = RunProperties { bold: true, ..RunProperties::default() };
                    self.paragraph(Form { look, keep_next: true, ..Form::text(context) }, title);
                }
                self.blocks(blocks, context);
                for value in attributes.values().flatten() {
                    let text = [Inline::text(value.to_string())];
                    self.paragraph(Form::text(context), &text);
                }
            }
            // Only pages have HTML.
            Block::RawHtml { print, .. } => self.blocks(print, context),
        }
    }

    pub(super) fn definitions(&mut self, items: &[Definition], context: Context) {
        for item in items {
            let form = Form {
                look: RunProperties { bold: true, ..RunProperties::default() },
                keep_next: true,
                ..Form::text(context)
            };
            self.paragraph(form, &item.term);
            let inner = Context { depth: context.depth + 1, ..context };
            item.definitions.iter().for_each(|blocks| self.blocks(blocks, inner));
        }
    }

    pub(super) fn heading(&mut self, (level, id): (u8, &str), number: &str, content: &[Inline]) {
        let style = heading_style(level);
        // Word counts numbers; the letters of appendices are text.
        let is_counted = number.starts_with(|character: char| character.is_ascii_digit());
        let numbered = if is_counted { level } else { 0 };
        let form = Form { anchor: Some(id), numbered, ..Form::of(style) };
        if is_counted || number.is_empty() {
            return self.paragraph(form, content);
        }
        let named: Vec<_> = std::iter::once(Inline::text(format!("{number} ")))
            .chain(content.iter().cloned())
            .collect();
        self.paragraph(form, &named);
    }

    fn item(&mut self, list: usize, task: Option<bool>, blocks: &[Block], context: Context) {
        let inner = Context { depth: context.depth + 1, ..context };
        let prefix = match task {
            None => "",
            Some(true) => "☒ ",
            Some(false) => "☐ ",
        };
        for (number, block) in blocks.iter().enumerate() {
            match block {
                Block::Paragraph { content } if number == 0 => {
                    let form = Form {
                        item: Some(list),
                        prefix,
                        context: inner,
                        ..Form::of("List Paragraph")
                    };
                    self.paragraph(form, content);
                }
                other => self.block(other, inner),
            }
        }
    }

    fn code(&mut self, text: &str, context: Context) {
        let content = [Inline::text(text.trim_end())];
        self.paragraph(Form { context, ..Form::of("Code Block") }, &content);
    }

    fn rule(&mut self) {
        self.xml.open("w:p", &[]);
        self.xml.open("w:pPr", &[]);
        self.xml.open("w:pBdr", &[]);
        let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "1"), ("w:color", "808080")];
        self.xml.empty("w:bottom", &line);
        self.xml.close();
        self.xml.close();
        self.xml.close();
    }

    fn callout(&mut self, title: &[Inline], tone: Tone, context: Context) {
        let context = Context { frame: Some(tone), ..context };
        let form = Form { context, keep_next: true, ..Form::of("Callout Title") };
        self.paragraph(form, title);
    }

    fn key_figure(&mut self, blocks: &[Block], context: Context) {
        for (number, block) in blocks.iter().enumerate() {
            match block {
                Block::Paragraph { content } if number == 0 => {
                    let look = RunProperties { key: true, ..RunProperties::default() };
                    let form = Form { context, look, ..Form::of("Key Figure") };
                    self.paragraph(form, content);
                }
                other => self.block(other, context),
            }
        }
    }

    /// Writes an entry of a register.
    fn record(&mut self, record: &Record, context: Context) {
        let label = format!("{} {}", record.noun, record.number);
        let mut title = vec![Inline::text(label.trim())];
        if !record.title.is_empty() {
            title.push(Inline::text(self.source.words.colon()));
            title.extend(record.title.iter().cloned());
        }
        let form =
            Form { context, keep_next: true, anchor: Some(&record.id), ..Form::of("Record Title") };
        self.paragraph(form, &title);
        if !record.facts.is_empty() {
            let facts = record.facts.join(&Inline::text(" · "));
            self.paragraph(Form { keep_next: true, ..Form::text(context) }, &facts);
        }
        if !record.summary.is_empty() {
            self.paragraph(Form::text(context), &record.summary);
        }
        for row in &record.rows {
            for line in &row.lines {
                let term = vec![Inline::text(format!("{}: ", row.term))];
                let mut content = vec![Inline::Strong { content: term }];
                content.extend(line.iter().cloned());
                self.paragraph(Form::text(context), &content);
            }
        }
    }

    /// Writes a bookmark that stands between paragraphs.
    pub(super) fn target(&mut self, id: &str) {
        if id.is_empty() {
            return;
        }
        let number = self.next_id();
        self.xml.empty("w:bookmarkStart", &[("w:id", &number), ("w:name", &bookmark(id))]);
        self.xml.empty("w:bookmarkEnd", &[("w:id", &number)]);
    }

    /// Writes a paragraph, and remembers what it prints.
    pub(super) fn paragraph(&mut self, form: Form<'_>, content: &[Inline]) {
        self.paragraph_of(form, |writer| writer.inlines(content, form.look));
    }

    /// Writes a paragraph whose runs are those that `content` writes.
    pub(super) fn paragraph_of(&mut self, form: Form<'_>, content: impl FnOnce(&mut Self)) {
        let line = self.sent.lines.len();
        // Its place is kept: footnotes have lines of their own, which come after it.
        self.sent.lines.push(Line {
            kind: LineKind::Program,
            style: form.style.to_owned(),
            is_note: self.in_note,
            file: String::new(),
            lead: String::new(),
            start: 0,
            text: String::new(),
            pieces: Vec::new(),
        });
        self.xml.open("w:p", &[]);
        self.properties(&form);
        // Without a record there is nothing that a bookmark could lead to.
        let mark = self.source.files.map(|_| self.next_id());
        if let Some(mark) = &mark {
            let name = line_mark(line);
            self.xml.empty("w:bookmarkStart", &[("w:id", mark), ("w:name", &name)]);
        }
        let anchor = form.anchor.filter(|anchor| !anchor.is_empty()).map(|anchor| {
            let id = self.next_id();
            self.xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &bookmark(anchor))]);
            id
        });
        let outer = std::mem::take(&mut self.pieces);
        let around = std::mem::take(&mut self.xml);
        if form.begins_note {
            self.note_mark();
        }
        if !form.prefix.is_empty() {
            self.run(form.prefix, form.look);
        }
        content(self);
        let pieces = std::mem::replace(&mut self.pieces, outer);
        let inner = std::mem::replace(&mut self.xml, around);
        self.remember(line, pieces);
        let remarks = self.margin(line);
        self.remarked(&remarks, &inner);
        for id in [anchor, mark].into_iter().flatten() {
            self.xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
        }
        self.xml.close();
    }

    /// Writes how a paragraph is set, in the order that the format wants.
    fn properties(&mut self, form: &Form<'_>) {
        let style = self.house.id(form.style).to_owned();
        self.xml.open("w:pPr", &[]);
        self.xml.empty("w:pStyle", &[("w:val", &style)]);
        if form.keep_next {
            self.xml.empty("w:keepNext", &[]);
        }
        let level = form.context.depth.saturating_sub(1).min(8).to_string();
        let list = form.item.map(|list| (super::lists::list_number(list), level));
        let outline =
            (form.numbered > 0).then(|| ("1".to_owned(), (form.numbered - 1).min(8).to_string()));
        if let Some((number, level)) = list.clone().or(outline) {
            self.xml.open("w:numPr", &[]);
            self.xml.empty("w:ilvl", &[("w:val", &level)]);
            self.xml.empty("w:numId", &[("w:val", &number)]);
            self.xml.close();
        }
        if let Some(tone) = form.context.frame {
            let colour = self.house.tone(tone).to_owned();
            self.xml.open("w:pBdr", &[]);
            let line =
                [("w:val", "single"), ("w:sz", "18"), ("w:space", "8"), ("w:color", &colour)];
            let side = if self.voice.is_from_right() { "w:right" } else { "w:left" };
            self.xml.empty(side, &line);
            self.xml.close();
        }
        if self.voice.is_from_right() {
            self.xml.empty("w:bidi", &[]);
        }
        let quote = u32::from(form.context.quoted) + u32::from(form.context.frame.is_some());
        let indent = (form.context.depth + quote) * INDENT;
        if list.is_none() && indent > 0 {
            self.xml.empty("w:ind", &[("w:left", &indent.to_string())]);
        }
        if let Some(align) = form.align.and_then(alignment) {
            self.xml.empty("w:jc", &[("w:val", align)]);
        }
        self.xml.close();
    }

    fn note_mark(&mut self) {
        let style = self.house.id("footnote reference").to_owned();
        self.xml.open("w:r", &[]);
        self.xml.open("w:rPr", &[]);
        self.xml.empty("w:rStyle", &[("w:val", &style)]);
        self.xml.close();
        self.xml.empty("w:footnoteRef", &[]);
        self.xml.close();
        self.run(" ", RunProperties::default());
    }
}

impl Form<'_> {
    /// Returns the form of running text.
    pub(super) fn text(context: Context) -> Self {
        let style = if context.quoted { "Quote" } else { "Normal" };
        Self { context, ..Form::of(style) }
    }
}

fn heading_style(level: u8) -> &'static str {
    match level {
        1 => "heading 1",
        2 => "heading 2",
        3 => "heading 3",
        4 => "heading 4",
        5 => "heading 5",
        _ => "heading 6",
    }
}

/// Returns the name of an alignment; none for that of the style.
pub(super) fn alignment(align: Align) -> Option<&'static str> {
    match align {
        Align::Start => None,
        Align::Center => Some("center"),
        Align::End | Align::Number => Some("right"),
    }
}

/// Returns what a label reads before and after its number, and the number; none without one.
pub(super) fn numbered_label(label: &EcoString) -> Option<(&str, &str, &str)> {
    let start = label.find(|c: char| c.is_ascii_digit())?;
    let digits = label[start..].find(|c: char| !c.is_ascii_digit());
    let end = digits.map_or(label.len(), |length| start + length);
    let rest = &label[end..];
    // `3.2` is no number that Word counts.
    (!rest.starts_with('.')).then(|| (&label[..start], &label[start..end], rest))
}
