//! One block of each kind.

use std::ops::Range;

use ecow::EcoString;
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event};
use pulldown_cmark::{HeadingLevel, Tag, TagEnd};

use super::{Parser, Until, without_reserve};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::base::yaml;
use crate::markup::events::trim_end;
use crate::markup::mask::{is_escaped, is_masked};
use crate::markup::original::Drawn;
use crate::markup::{
    Attributes, Block, BlockKind, Definition, Footnote, Inline, InlineKind, Item, Table,
    attributes, chart, register, table,
};
use crate::tree::{Align, Tone};

/// Whether a paragraph is the mark of an empty cell, `[]{colspan=2}`.
fn is_merged_cell(content: &[Inline]) -> bool {
    matches!(content, [Inline { kind: InlineKind::Span(span), .. }] if span.attributes.is_reach())
}

/// Removes attributes from the end of a paragraph.
pub(super) fn trailing_attributes(content: &mut Vec<Inline>) -> Option<Attributes> {
    let last = content.pop_if(
        |inline| matches!(&inline.kind, InlineKind::Span(span) if span.content.is_empty()),
    )?;
    if let InlineKind::Span(span) = last.kind { Some(span.attributes) } else { None }
}

pub(super) fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
    }
}

pub(super) fn tone(kind: BlockQuoteKind) -> Tone {
    match kind {
        BlockQuoteKind::Note => Tone::Note,
        BlockQuoteKind::Tip => Tone::Tip,
        BlockQuoteKind::Important => Tone::Important,
        BlockQuoteKind::Warning => Tone::Warning,
        BlockQuoteKind::Caution => Tone::Caution,
    }
}

impl Parser<'_, '_> {
    pub(super) fn block(
        &mut self,
        tag: Tag<'static>,
        range: &Range<usize>,
        blocks: &mut Vec<Block>,
    ) {
        // A block ends with its text: the line end after it is not worth underlining.
        let end = range.start + self.text[range.clone()].trim_end().len();
        let span = self.span(&(range.start..end));
        let kind = match tag {
            Tag::Paragraph if self.is_include(range) => return self.include(range, blocks),
            Tag::Paragraph => return self.paragraph(span, blocks),
            Tag::Heading { level, .. } if self.is_item_of_wiki(range) => {
                BlockKind::Paragraph(self.inlines(Until::Tag(TagEnd::Heading(level))))
            }
            Tag::Heading { level, .. } => self.heading(level, span),
            Tag::BlockQuote(kind) => {
                self.refuse_prompt(range);
                let inner = self.blocks(Until::Tag(TagEnd::BlockQuote(kind)));
                match kind {
                    Some(kind) => BlockKind::Alert(tone(kind), inner),
                    None => BlockKind::Quote(inner),
                }
            }
            Tag::CodeBlock(kind) => return self.code(&kind, range, blocks),
            Tag::List(start) => {
                self.refuse_year(start, range.start);
                if self.text[range.clone()].trim() == "+" {
                    self.report(
                        Code::ForeignSyntax,
                        &(range.start..range.start + 1),
                        "this is a line of AsciiDoc",
                        "delete it: a paragraph belongs to an item if it is indented like the text of the item",
                    );
                }
                self.list(start)
            }
            Tag::FootnoteDefinition(label) => return self.footnote(&label, span),
            Tag::DefinitionList => self.definitions(),
            Tag::Table(aligns) => {
                self.refuse_title_before_table(blocks);
                self.table(&aligns)
            }
            _ => return,
        };
        blocks.push(Block { span, kind });
    }

    pub(super) fn paragraph(&mut self, span: Span, blocks: &mut Vec<Block>) {
        let first = self.peek().map_or(self.text.len(), |(_, range)| range.start);
        self.in_line_block = self.text[first..].starts_with("| ");
        let mut content = self.inlines(Until::Tag(TagEnd::Paragraph));
        self.in_line_block = false;
        let is_foreign = self.refuse_table_title(&content, first, blocks);
        if Self::caption(&mut content, blocks) || content.is_empty() {
            return;
        }
        if !is_foreign {
            self.refuse_colon(&content);
        }
        if is_foreign {
            trailing_attributes(&mut content);
        } else if !is_merged_cell(&content) {
            self.refuse_trailing_attributes(&mut content);
        }
        let Some(content) = self.apart(content, span, blocks) else { return };
        let picture = <[Inline; 1]>::try_from(content);
        let kind = match picture {
            Ok([Inline { kind: InlineKind::Image(picture), .. }]) => BlockKind::Picture(picture),
            Ok([inline]) => BlockKind::Paragraph(vec![inline]),
            Err(content) => BlockKind::Paragraph(content),
        };
        blocks.push(Block { span, kind });
    }

    /// Adds a paragraph `: Caption {#tbl-id}` to the table before it; returns whether it is one.
    pub(super) fn caption(content: &mut Vec<Inline>, blocks: &mut [Block]) -> bool {
        let Some(Block { kind: BlockKind::Table(table), .. }) = blocks.last_mut() else {
            return false;
        };
        let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first_mut() else {
            return false;
        };
        let Some(rest) = text.strip_prefix(": ").map(EcoString::from) else { return false };
        *text = rest;
        if let Some(attributes) = trailing_attributes(content) {
            table.attributes = attributes;
        }
        trim_end(content);
        table.caption = std::mem::take(content);
        true
    }

    /// Reports a paragraph that begins with a colon, which is neither the caption of a table nor a meaning.
    fn refuse_colon(&mut self, content: &[Inline]) {
        let Some(Inline { span, kind: InlineKind::Text(text) }) = content.first() else { return };
        let start = (span.start - self.base.slice(0, 0).start) as usize;
        let is_colon = text.starts_with(':') && !is_escaped(self.text, start);
        if is_colon && text[1..].starts_with(' ') {
            let message = "this is neither the caption of a table nor the meaning of a term";
            self.problems.push(Diagnostic::error(Code::ForeignSyntax, *span, message).with_hint(
                "a caption follows its table after an empty line, and a meaning the line of its term; a picture has its caption in the brackets, `![Caption](…)`; `\\:` is the sign itself",
            ));
        }
    }

    /// Reports a paragraph `Table: Caption {#tbl-id}` behind a table; returns whether it is one.
    fn refuse_table_title(&mut self, content: &[Inline], start: usize, blocks: &[Block]) -> bool {
        let is_behind = matches!(blocks.last(), Some(Block { kind: BlockKind::Table(_), .. }));
        let is_title = is_behind && title_of_table(content).is_some();
        if is_title {
            let written = self.text[start..].split("\n\n").next().unwrap_or_default();
            let title = written.strip_prefix("Table: ").unwrap_or(written);
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            self.report_table_title(content[0].span, &title);
        }
        is_title
    }

    /// Reports a paragraph `Table: Caption` before a table, the last of `blocks`.
    fn refuse_title_before_table(&mut self, blocks: &[Block]) {
        let [before @ .., Block { kind: BlockKind::Paragraph(content), .. }] = blocks else {
            return;
        };
        // Behind another table, it was reported already.
        let is_behind = matches!(before.last(), Some(Block { kind: BlockKind::Table(_), .. }));
        if !is_behind && let Some(title) = title_of_table(content) {
            self.report_table_title(content[0].span, title);
        }
    }

    fn report_table_title(&mut self, span: Span, title: &str) {
        let hint = format!("write `: {title}` in a paragraph of its own behind the table");
        self.problems.push(
            Diagnostic::error(Code::ForeignSyntax, span, "this is a caption of Pandoc")
                .with_hint(hint),
        );
    }

    pub(super) fn refuse_trailing_attributes(&mut self, content: &mut Vec<Inline>) {
        let Some(span) = content.last().map(|inline| inline.span) else { return };
        if trailing_attributes(content).is_some() {
            if self.is_crowded_heading(content, span) {
                return;
            }
            self.problems.push(
                Diagnostic::error(Code::BadAttributes, span, "these attributes apply to nothing")
                    .with_hint("attributes follow a heading, an image, `[text]`, `:::` or the caption of a table"),
            );
        }
    }

    /// Reports `##Heading {#id}`, which lacks the space that makes it a heading.
    fn is_crowded_heading(&mut self, content: &[Inline], attributes: Span) -> bool {
        let Some(Inline { span, kind: InlineKind::Text(text) }) = content.first() else {
            return false;
        };
        let (signs, words) = text.split_at(text.len() - text.trim_start_matches('#').len());
        let words = words.trim_end();
        if signs.is_empty() || signs.len() > 6 || words.starts_with(' ') {
            return false;
        }
        let message = "this is no heading, and its attributes apply to nothing";
        self.problems.push(
            Diagnostic::error(Code::BadAttributes, Span { end: attributes.end, ..*span }, message)
                .with_hint(format!("put a space after the signs: `{signs} {words}`")),
        );
        true
    }

    /// A heading hidden from some audiences would leave its section without one.
    pub(super) fn refuse_heading_attributes(&mut self, attributes: &Attributes, span: Span) {
        let is_looks = attributes.values.is_empty();
        let known = [attributes::UNNUMBERED, attributes::APPENDIX];
        let mut classes = attributes.classes.iter().filter(|class| !known.contains(&&*class.value));
        let near = classes.find_map(|class| did_you_mean(&class.value, known));
        let hint = if let Some(near) = near {
            near.replacen('`', "`.", 1)
        } else if is_looks {
            "delete the class: how headings look is a matter of the theme".to_owned()
        } else {
            "put the section between `::: {audience=\"…\"}` and `:::`; delete attributes that readers do not need".to_owned()
        };
        self.problems.push(
            Diagnostic::error(
                Code::UnknownDiv,
                span,
                "a heading can have an id and the class `.unnumbered`, or `.appendix` at level 2, but no other attributes",
            )
            .with_hint(hint),
        );
    }

    /// Reports an id without its sign at the end of a heading, `{sec-rules}`, and reads it as one, so that
    /// references to it are no mistakes.
    fn unmarked_id(&mut self, content: &mut [Inline]) -> Option<Attributes> {
        let Some(Inline { span, kind: InlineKind::Text(text) }) = content.last_mut() else {
            return None;
        };
        let (words, id) = text.strip_suffix('}')?.rsplit_once('{')?;
        let is_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        if !id.contains('-') || !id.chars().all(is_id) {
            return None;
        }
        let id = Spanned::new(EcoString::from(id), *span);
        *text = words.trim_end().into();
        let message = format!("`{{{}}}` is not an id: its `#` is missing", id.value);
        self.problems.push(
            Diagnostic::error(Code::BadAttributes, id.span, message)
                .with_hint(format!("write `{{#{}}}`", id.value)),
        );
        Some(Attributes { id: Some(id), ..Attributes::default() })
    }

    pub(super) fn heading(&mut self, level: HeadingLevel, span: Span) -> BlockKind {
        let mut content = self.inlines(Until::Tag(TagEnd::Heading(level)));
        let attributes = Box::new(trailing_attributes(&mut content).unwrap_or_default());
        trim_end(&mut content);
        let attributes = Box::new(self.unmarked_id(&mut content).unwrap_or(*attributes));
        let is_known = |class: &Spanned<EcoString>| {
            class.value == attributes::UNNUMBERED
                || class.value == attributes::APPENDIX && level == HeadingLevel::H2
        };
        if !attributes.classes.iter().all(is_known) || !attributes.values.is_empty() {
            self.refuse_heading_attributes(&attributes, span);
        }
        BlockKind::Heading { level: level as u8, attributes, anchor: EcoString::new(), content }
    }

    /// Reports a sentence that begins with a year and a full stop, which Markdown reads as the number
    /// of an item.
    fn refuse_year(&mut self, start: Option<u64>, at: usize) {
        let Some(year) = start.filter(|number| (1000..=2999).contains(number)) else { return };
        let text = self.text[at..].lines().next().unwrap_or_default().trim_start();
        let sign = text.chars().find(|c| !c.is_ascii_digit()).unwrap_or('.');
        let message = format!("`{year}{sign}` begins a numbered list here");
        let start = at + self.text[at..].find(char::is_numeric).unwrap_or(0);
        self.report(
            Code::ForeignSyntax,
            &(start..start + year.to_string().len() + 1),
            message,
            &format!("write `{year}\\{sign}` if a sentence begins or goes on here"),
        );
    }

    pub(super) fn list(&mut self, start: Option<u64>) -> BlockKind {
        let mut items = Vec::new();
        let mut tight = true;
        while let Some((Event::Start(Tag::Item), _)) = self.peek() {
            self.at += 1;
            // The marker of a loose item is in its first paragraph, where it is skipped.
            let task = match self.events.get(self.at..self.at + 2) {
                Some([(Event::TaskListMarker(done), _), _]) => Some(*done),
                Some([(Event::Start(Tag::Paragraph), _), (Event::TaskListMarker(done), _)]) => {
                    Some(*done)
                }
                _ => None,
            };
            self.at += usize::from(matches!(self.peek(), Some((Event::TaskListMarker(_), _))));
            tight &= !self.item_has_paragraph();
            items.push(Item { task, blocks: self.blocks(Until::Tag(TagEnd::Item)) });
        }
        self.skip_to(TagEnd::List(start.is_some()));
        BlockKind::List { start, tight, items: without_reserve(items) }
    }

    /// Whether the item that begins contains a paragraph of its own, as only items of loose lists
    /// do.
    pub(super) fn item_has_paragraph(&self) -> bool {
        let mut depth = 0_usize;
        for (event, _) in &self.events[self.at..] {
            match event {
                Event::Start(Tag::Paragraph) if depth == 0 => return true,
                Event::End(_) if depth == 0 => return false,
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        false
    }

    pub(super) fn footnote(&mut self, label: &str, span: Span) {
        let blocks = self.blocks(Until::Tag(TagEnd::FootnoteDefinition));
        self.add_footnote(EcoString::from(label), Footnote { span, blocks });
    }

    pub(super) fn add_footnote(&mut self, label: EcoString, note: Footnote) {
        if let Some(first) = self.footnotes.get(&label) {
            let message = format!("the footnote `{label}` is defined twice");
            let diagnostic = Diagnostic::error(Code::DuplicateId, note.span, message)
                .with_related(first.span, "first defined here")
                .with_hint("give one of them another name");
            self.problems.push(diagnostic);
            return;
        }
        self.footnotes.insert(label, note);
    }

    pub(super) fn definitions(&mut self) -> BlockKind {
        let mut definitions: Vec<Definition> = Vec::new();
        loop {
            match self.peek() {
                Some((Event::Start(Tag::DefinitionListTitle), _)) => {
                    self.at += 1;
                    let term = self.inlines(Until::Tag(TagEnd::DefinitionListTitle));
                    definitions.push(Definition { term, definitions: Vec::new() });
                }
                Some((Event::Start(Tag::DefinitionListDefinition), _)) => {
                    self.at += 1;
                    let blocks = self.blocks(Until::Tag(TagEnd::DefinitionListDefinition));
                    if let Some(last) = definitions.last_mut() {
                        last.definitions.push(blocks);
                    }
                }
                _ => break,
            }
        }
        self.skip_to(TagEnd::DefinitionList);
        BlockKind::Definitions(definitions)
    }

    pub(super) fn table(&mut self, alignments: &[Alignment]) -> BlockKind {
        let aligns = alignments.iter().copied().map(align).collect();
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some((event, range)) = self.peek().cloned() {
            self.at += 1;
            match event {
                Event::Start(Tag::TableHead) => head = self.cells(),
                Event::Start(Tag::TableRow) => {
                    self.check_length(&range, alignments.len());
                    let cells = self.cells();
                    rows.push(cells);
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let (caption, attributes) = (Vec::new(), Attributes::default());
        BlockKind::Table(Box::new(Table { aligns, head, rows, caption, attributes }))
    }

    pub(super) fn cells(&mut self) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some((Event::Start(Tag::TableCell), range)) = self.peek().cloned() {
            self.at += 1;
            self.refuse_merged_cell(&range);
            cells.push(self.inlines(Until::Tag(TagEnd::TableCell)));
        }
        without_reserve(cells)
    }

    pub(super) fn code(
        &mut self,
        kind: &CodeBlockKind<'static>,
        range: &Range<usize>,
        blocks: &mut Vec<Block>,
    ) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.trim(),
            CodeBlockKind::Indented => "",
        };
        if !is_masked(info) {
            self.problems.extend(yaml::unprintable(info, self.span(&self.first_line(range))));
        }
        let mut text = String::new();
        let mut lines = Vec::new();
        while let Some((Event::Text(typed), line)) = self.peek() {
            lines.push((text.len(), line.start));
            // The parser removes the indentation of the enclosing block from the tabs of the code.
            text.push_str(if is_masked(typed) { &self.text[line.clone()] } else { typed });
            self.at += 1;
        }
        self.skip_to(TagEnd::CodeBlock);
        let span = self.span(range);
        match kind {
            CodeBlockKind::Indented if self.is_indented_div(range) => return,
            CodeBlockKind::Fenced(_) if self.is_unclosed_listing(range) => return,
            CodeBlockKind::Indented | CodeBlockKind::Fenced(_) => {}
        }
        if self.is_foreign_block(info, range) {
            return;
        }
        if info.contains(['{', '=']) {
            return self.refuse_info(info, range);
        }
        if matches!(info, "table" | "chart" | "register" | "entry") {
            let at = lines.first().map_or(range.start, |(_, start)| *start);
            let body = self.base.slice(at, at + text.len());
            let kind = self.drawn_block(info, &text, (body, span));
            blocks.extend(kind.map(|kind| Block { span, kind }));
            return;
        }
        let language: EcoString = info.split_whitespace().next().unwrap_or_default().into();
        self.refuse_in_code(&language, range);
        let text = text.strip_suffix('\n').unwrap_or(&text).into();
        blocks.push(Block { span, kind: BlockKind::Code { language, text } });
    }

    /// Reads a fenced block whose body is YAML.
    pub(super) fn drawn_block(
        &mut self,
        info: &str,
        text: &str,
        (body, whole): (Span, Span),
    ) -> Option<BlockKind> {
        let Some(node) = self.problems.keep(yaml::parse_text(text, body)) else {
            self.drawn.push(Drawn::unreadable(info, text, whole));
            return None;
        };
        let mut drawn = Drawn::read(info, node, whole, self.problems);
        let node = match self.options.original {
            Some(original) => drawn.joined(original, self.problems),
            None => Some(drawn.node.clone()),
        };
        let block = node.and_then(|node| self.block_of(info, &node));
        drawn.is_readable = block.is_some();
        self.drawn.push(drawn);
        block
    }

    pub(super) fn block_of(&mut self, kind: &str, node: &yaml::Node) -> Option<BlockKind> {
        match kind {
            "chart" => chart::read(node, self.options, self.problems),
            "register" => register::read(node, self.options, self.problems)
                .map(|view| BlockKind::Register(Box::new(view))),
            "entry" => register::read_entry(node, self.problems)
                .map(|entry| BlockKind::Entry(Box::new(entry))),
            _ => table::read(node, self.options, self.problems)
                .map(|table| BlockKind::DataTable(Box::new(table))),
        }
    }
}

/// Returns the caption in a paragraph `Table: Caption`.
fn title_of_table(content: &[Inline]) -> Option<&str> {
    let InlineKind::Text(text) = &content.first()?.kind else { return None };
    text.strip_prefix("Table: ").map(str::trim)
}
