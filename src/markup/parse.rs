//! From Markdown events to blocks.

use std::ops::Range;

use ecow::EcoString;
use pulldown_cmark::{
    Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, LinkType,
};
use pulldown_cmark::{HeadingLevel, Options as Flags, Parser as EventParser, Tag, TagEnd};

use super::citation::{self, Manner};
use super::inline::Run;
use super::mask::{Mask, MaskKind, mask};
use super::{
    Attributes, Block, BlockKind, Body, Definition, Footnote, Inline, InlineKind, Item, Picture,
    Table, attributes, table,
};
use crate::data::expression;
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::language::Quotes;
use crate::span::{Span, Spanned};
use crate::tree::{Align, Tone};
use crate::yaml;

/// What the parser needs to know of the publication.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// The quotation marks of the text's language.
    pub quotes: &'a Quotes,
    /// Whether HTML is allowed.
    pub raw_html: RawHtml,
}

/// Whether a publication lets HTML through to its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawHtml {
    /// It is a mistake.
    Refused,
    /// It reaches the page, and is missing from the PDF.
    Allowed,
}

/// Parses the Markdown in `text`, which stands at `span`.
pub fn body(text: &str, span: Span, options: &Options<'_>, problems: &mut Problems) -> Body {
    let mut parser = Parser::new(text, span, options, problems);
    let mut blocks = parser.blocks(Until::End);
    let footnotes = std::mem::take(&mut parser.footnotes);
    super::anchor::assign(&mut blocks);
    Body { blocks, footnotes }
}

/// Parses one line of Markdown, such as a title.
pub fn line(
    text: &Spanned<EcoString>,
    options: &Options<'_>,
    problems: &mut Problems,
) -> Vec<Inline> {
    let mut parser = Parser::new(&text.value, text.span, options, problems);
    let blocks = parser.blocks(Until::End);
    match <[Block; 1]>::try_from(blocks) {
        Ok([Block { kind: BlockKind::Paragraph(content), .. }]) => content,
        _ => {
            let message =
                "expected one line of text, found a list, a heading or several paragraphs";
            problems.push(Diagnostic::error(Code::BadValue, text.span, message).with_hint(
                "write a single sentence; quote it if it begins with `#`, `-` or a number",
            ));
            Vec::new()
        }
    }
}

/// The flags are listed one by one, since `all()` brings the older kind of footnotes.
fn flags() -> Flags {
    Flags::ENABLE_TABLES
        | Flags::ENABLE_FOOTNOTES
        | Flags::ENABLE_STRIKETHROUGH
        | Flags::ENABLE_TASKLISTS
        | Flags::ENABLE_SMART_PUNCTUATION
        | Flags::ENABLE_HEADING_ATTRIBUTES
        | Flags::ENABLE_GFM
        | Flags::ENABLE_DEFINITION_LIST
}

/// Where a run of blocks ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    /// At the end of the text.
    End,
    /// At the end of an enclosing element.
    Tag(TagEnd),
    /// At the line that closes a div.
    Fence,
}

struct Parser<'a, 'p> {
    text: &'a str,
    base: Span,
    events: Vec<(Event<'static>, Range<usize>)>,
    at: usize,
    masks: Vec<Mask>,
    /// Hidden parts before this offset have been read.
    consumed: usize,
    options: &'a Options<'a>,
    footnotes: std::collections::BTreeMap<EcoString, Footnote>,
    problems: &'p mut Problems,
}

impl<'a, 'p> Parser<'a, 'p> {
    fn new(
        text: &'a str,
        base: Span,
        options: &'a Options<'a>,
        problems: &'p mut Problems,
    ) -> Self {
        let (masked, masks) = mask(text);
        // Every bracketed text is delivered as a link, to be told apart here:
        // a citation, text with attributes, or brackets in the sentence.
        let mut keep = |_: BrokenLink<'_>| Some((CowStr::Borrowed(""), CowStr::Borrowed("")));
        let parser = EventParser::new_with_broken_link_callback(&masked, flags(), Some(&mut keep));
        let events = parser.into_offset_iter().map(|(event, range)| (event.into_static(), range));
        let events = events.collect();
        let footnotes = std::collections::BTreeMap::new();
        Self { text, base, events, at: 0, masks, consumed: 0, options, footnotes, problems }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        self.base.slice(range.start, range.end)
    }

    fn report(&mut self, code: Code, range: &Range<usize>, message: impl Into<String>, hint: &str) {
        let diagnostic = Diagnostic::error(code, self.span(range), message).with_hint(hint);
        self.problems.push(diagnostic);
    }

    /// Returns the hidden part that begins at `offset`.
    fn mask_at(&self, offset: usize) -> Option<Mask> {
        let index = self.masks.partition_point(|mask| mask.range.start < offset);
        self.masks.get(index).filter(|mask| mask.range.start == offset).cloned()
    }

    fn peek(&self) -> Option<&(Event<'static>, Range<usize>)> {
        self.events.get(self.at)
    }

    /// Skips the events up to and including `end`.
    fn skip_to(&mut self, end: TagEnd) {
        while let Some((event, _)) = self.events.get(self.at) {
            let found = *event == Event::End(end);
            self.at += 1;
            if found {
                return;
            }
        }
    }

    fn blocks(&mut self, until: Until) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.peek() {
            let range = range.clone();
            match event {
                Event::End(_) => {
                    // The enclosing element ends; a div inside it cannot go on.
                    if let Until::Tag(_) = until {
                        self.at += 1;
                    }
                    return blocks;
                }
                Event::Start(Tag::HtmlBlock) => {
                    if self.html_block(until, &mut blocks) {
                        return blocks;
                    }
                }
                Event::Start(tag) if is_block(tag) => {
                    let tag = tag.clone();
                    self.at += 1;
                    self.block(tag, &range, &mut blocks);
                }
                Event::Rule => {
                    self.at += 1;
                    blocks.push(Block { span: self.span(&range), kind: BlockKind::Rule });
                }
                // The items of a tight list hold their text without a paragraph around it.
                _ => {
                    let content = self.inlines(None);
                    blocks.push(Block {
                        span: self.span(&range),
                        kind: BlockKind::Paragraph(content),
                    });
                }
            }
        }
        blocks
    }

    /// Reads a line of a fenced div, or HTML; returns whether it closes the div being read.
    fn html_block(&mut self, until: Until, blocks: &mut Vec<Block>) -> bool {
        let Some((_, range)) = self.peek().cloned() else { return true };
        let fence = self.events.get(self.at + 1).and_then(|(_, html)| self.fence_in(html));
        self.skip_to(TagEnd::HtmlBlock);
        let Some(mask) = fence else {
            self.raw_block(&range, blocks);
            return false;
        };
        let info = self.text[mask.range.clone()]
            .trim_start_matches(':')
            .trim()
            .trim_end_matches(':')
            .trim();
        if !info.is_empty() {
            let attributes = self.div_attributes(info, &mask);
            self.div(attributes, &mask.range, blocks);
            return false;
        }
        if until == Until::Fence {
            return true;
        }
        self.report(
            Code::StrayDivEnd,
            &mask.range,
            "this closes a fenced div, and none is open",
            "delete the line, or open a div with `::: {…}` above it",
        );
        false
    }

    fn fence_in(&self, html: &Range<usize>) -> Option<Mask> {
        let index = self.masks.partition_point(|mask| mask.range.start < html.start);
        self.masks
            .get(index)
            .filter(|mask| mask.kind == MaskKind::Fence && mask.range.start < html.end)
            .cloned()
    }

    fn div_attributes(&mut self, info: &str, mask: &Mask) -> Attributes {
        let offset = self.text[mask.range.clone()].find(info).unwrap_or(0) + mask.range.start;
        let range = offset..offset + info.len();
        if info.starts_with('{') {
            return self.attributes(&range);
        }
        // `::: warning` is short for `::: {.warning}`.
        let class = Spanned::new(info.into(), self.span(&range));
        Attributes { classes: vec![class], ..Attributes::default() }
    }

    fn attributes(&mut self, range: &Range<usize>) -> Attributes {
        let parsed = attributes::parse(&self.text[range.clone()], self.span(range));
        self.problems.keep(parsed).unwrap_or_default()
    }

    fn div(&mut self, attributes: Attributes, opening: &Range<usize>, blocks: &mut Vec<Block>) {
        let start = self.at;
        let inner = self.blocks(Until::Fence);
        let closed = self.at > start
            && matches!(&self.events[self.at - 1].0, Event::End(TagEnd::HtmlBlock))
            && self.closes_div();
        if !closed {
            self.report(
                Code::UnclosedDiv,
                opening,
                "this fenced div is not closed",
                "add a line `:::` after its last line, at the same indentation",
            );
        }
        let span = self.span(opening);
        blocks.push(Block { span, kind: BlockKind::Div(attributes, inner) });
    }

    /// Whether the HTML block that was read last is a closing fence.
    fn closes_div(&self) -> bool {
        let (_, range) = &self.events[self.at - 1];
        self.fence_in(range).is_some_and(|mask| {
            self.text[mask.range].trim().chars().all(|character| character == ':')
        })
    }

    fn raw_block(&mut self, range: &Range<usize>, blocks: &mut Vec<Block>) {
        let html = &self.text[range.clone()];
        if is_comment(html) {
            return;
        }
        match self.options.raw_html {
            RawHtml::Allowed => {
                blocks.push(Block { span: self.span(range), kind: BlockKind::RawHtml(html.into()) })
            }
            RawHtml::Refused => self.refuse_html(range),
        }
    }

    fn refuse_html(&mut self, range: &Range<usize>) {
        let end = self.text[range.clone()].find('\n').map_or(range.end, |line| range.start + line);
        self.report(Code::RawHtml, &(range.start..end), "raw HTML reaches the page and not the PDF", "use Markdown, a fenced div or an attribute; write `\\<` for a less-than sign; or set `raw_html: true` in `quipu.yaml`");
    }

    fn block(&mut self, tag: Tag<'static>, range: &Range<usize>, blocks: &mut Vec<Block>) {
        let span = self.span(range);
        let kind = match tag {
            Tag::Paragraph => return self.paragraph(span, blocks),
            Tag::Heading { level, id, classes, .. } => self.heading(level, id, classes, span),
            Tag::BlockQuote(kind) => {
                let inner = self.blocks(Until::Tag(TagEnd::BlockQuote(kind)));
                match kind {
                    Some(kind) => BlockKind::Alert(tone(kind), inner),
                    None => BlockKind::Quote(inner),
                }
            }
            Tag::CodeBlock(kind) => return self.code(&kind, range, blocks),
            Tag::List(start) => self.list(start),
            Tag::FootnoteDefinition(label) => return self.footnote(&label, span),
            Tag::DefinitionList => self.definitions(),
            Tag::Table(aligns) => self.table(&aligns),
            _ => return,
        };
        blocks.push(Block { span, kind });
    }

    fn paragraph(&mut self, span: Span, blocks: &mut Vec<Block>) {
        let mut content = self.inlines(Some(TagEnd::Paragraph));
        if self.caption(&mut content, blocks) || content.is_empty() {
            return;
        }
        self.refuse_trailing_attributes(&mut content);
        let picture = <[Inline; 1]>::try_from(content);
        let kind = match picture {
            Ok([Inline { kind: InlineKind::Image(picture), .. }]) => BlockKind::Picture(picture),
            Ok([inline]) => BlockKind::Paragraph(vec![inline]),
            Err(content) => BlockKind::Paragraph(content),
        };
        blocks.push(Block { span, kind });
    }

    /// Gives a paragraph `: Caption {#tbl-id}` to the table before it; returns whether it is one.
    fn caption(&mut self, content: &mut Vec<Inline>, blocks: &mut [Block]) -> bool {
        let Some(Block { kind: BlockKind::Table(table), .. }) = blocks.last_mut() else {
            return false;
        };
        let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first_mut() else {
            return false;
        };
        let Some(rest) = text.strip_prefix(": ").map(EcoString::from) else { return false };
        *text = rest;
        if let Some(attributes) = trailing_attributes(content) {
            table.attributes = *attributes;
        }
        trim_end(content);
        table.caption = std::mem::take(content);
        true
    }

    fn refuse_trailing_attributes(&mut self, content: &mut Vec<Inline>) {
        let Some(span) = content.last().map(|inline| inline.span) else { return };
        if trailing_attributes(content).is_some() {
            self.problems.push(
                Diagnostic::error(Code::BadAttributes, span, "these attributes belong to nothing")
                    .with_hint("attributes follow a heading, an image, `[text]`, `:::` or the caption of a table"),
            );
        }
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr<'static>>,
        classes: Vec<CowStr<'static>>,
        span: Span,
    ) -> BlockKind {
        let content = self.inlines(Some(TagEnd::Heading(level)));
        let named = |name: &CowStr<'static>| Spanned::new(EcoString::from(name.as_ref()), span);
        let attributes = Attributes {
            id: id.as_ref().map(named),
            classes: classes.iter().map(named).collect(),
            values: Vec::new(),
        };
        BlockKind::Heading { level: level as u8, attributes, anchor: EcoString::new(), content }
    }

    fn list(&mut self, start: Option<u64>) -> BlockKind {
        let mut items = Vec::new();
        let mut tight = true;
        while let Some((Event::Start(Tag::Item), _)) = self.peek() {
            self.at += 1;
            let task = match self.peek() {
                Some((Event::TaskListMarker(done), _)) => Some(*done),
                _ => None,
            };
            self.at += usize::from(task.is_some());
            tight &= !matches!(self.peek(), Some((Event::Start(Tag::Paragraph), _)));
            items.push(Item { task, blocks: self.blocks(Until::Tag(TagEnd::Item)) });
        }
        self.skip_to(TagEnd::List(start.is_some()));
        BlockKind::List { start, tight, items }
    }

    fn footnote(&mut self, label: &str, span: Span) {
        let blocks = self.blocks(Until::Tag(TagEnd::FootnoteDefinition));
        let label = EcoString::from(label);
        if let Some(first) = self.footnotes.get(&label) {
            let message = format!("the footnote `{label}` is defined twice");
            let diagnostic = Diagnostic::error(Code::DuplicateId, span, message)
                .with_related(first.span, "first defined here")
                .with_hint("give one of them another name");
            self.problems.push(diagnostic);
            return;
        }
        self.footnotes.insert(label, Footnote { span, blocks });
    }

    fn definitions(&mut self) -> BlockKind {
        let mut definitions: Vec<Definition> = Vec::new();
        loop {
            match self.peek() {
                Some((Event::Start(Tag::DefinitionListTitle), _)) => {
                    self.at += 1;
                    let term = self.inlines(Some(TagEnd::DefinitionListTitle));
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

    fn table(&mut self, alignments: &[Alignment]) -> BlockKind {
        let aligns = alignments.iter().map(align).collect();
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some((event, _)) = self.peek() {
            let event = event.clone();
            self.at += 1;
            match event {
                Event::Start(Tag::TableHead) => head = self.cells(),
                Event::Start(Tag::TableRow) => {
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

    fn cells(&mut self) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some((Event::Start(Tag::TableCell), _)) = self.peek() {
            self.at += 1;
            cells.push(self.inlines(Some(TagEnd::TableCell)));
        }
        cells
    }

    fn code(
        &mut self,
        kind: &CodeBlockKind<'static>,
        range: &Range<usize>,
        blocks: &mut Vec<Block>,
    ) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.trim(),
            CodeBlockKind::Indented => "",
        };
        let mut text = String::new();
        let mut lines = Vec::new();
        while let Some((Event::Text(_), line)) = self.peek() {
            lines.push((text.len(), line.start));
            text.push_str(&self.text[line.clone()]);
            self.at += 1;
        }
        self.skip_to(TagEnd::CodeBlock);
        let span = self.span(range);
        if info == "table" {
            let at = lines.first().map_or(range.start, |(_, start)| *start);
            let body = self.base.slice(at, at + text.len());
            if let Some(table) = self.table_block(&text, body) {
                blocks.push(Block { span, kind: BlockKind::DataTable(Box::new(table)) });
            }
            return;
        }
        let language = info.split_whitespace().next().unwrap_or_default().into();
        let text = text.strip_suffix('\n').unwrap_or(&text).into();
        blocks.push(Block { span, kind: BlockKind::Code { language, text } });
    }

    fn table_block(&mut self, text: &str, span: Span) -> Option<table::TableBlock> {
        let node = self.problems.keep(yaml::parse_text(text, span))?;
        table::read(&node, self.options, self.problems)
    }

    /// Reads inline events up to and including `end`, or up to the next block if there is none.
    fn inlines(&mut self, end: Option<TagEnd>) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut run = Run::default();
        while let Some((event, range)) = self.peek().cloned() {
            if let Event::End(found) = &event {
                self.at += usize::from(Some(*found) == end);
                break;
            }
            if end.is_none() && is_block_event(&event) {
                break;
            }
            self.at += 1;
            match event {
                Event::Text(text) => self.text_event(&text, &range, &mut run, &mut out),
                Event::SoftBreak => self.soft_break(&range, &mut run),
                other => {
                    run.flush(self.base, &mut out);
                    self.inline(other, &range, &mut out);
                }
            }
        }
        run.flush(self.base, &mut out);
        out
    }

    /// A line break in the source is a space, except between characters that take none.
    fn soft_break(&mut self, range: &Range<usize>, run: &mut Run) {
        let next = self.text[range.end..].chars().next();
        let wide = |character: Option<char>| character.is_some_and(is_unspaced);
        if !(wide(run.last_char()) && wide(next)) {
            run.push(" ", range.start, range.end);
        }
    }

    fn text_event(
        &mut self,
        text: &str,
        range: &Range<usize>,
        run: &mut Run,
        out: &mut Vec<Inline>,
    ) {
        let mut at = range.start.max(self.consumed.min(range.end));
        let verbatim = text.len() == range.len();
        while let Some(mask) = self.next_mask(at, range.end) {
            run.push(&self.text[at..mask.range.start], at, mask.range.start);
            run.flush(self.base, out);
            self.hidden(&mask, out);
            at = mask.range.end.min(range.end);
            self.consumed = mask.range.end;
        }
        if at >= range.end {
            return;
        }
        if verbatim {
            run.push(&text[at - range.start..], at, range.end);
        } else {
            let typographic = self.typographic(text, range, run.last_char());
            run.push(typographic, range.start, range.end);
        }
    }

    fn next_mask(&self, at: usize, end: usize) -> Option<Mask> {
        let index = self.masks.partition_point(|mask| mask.range.start < at);
        self.masks.get(index).filter(|mask| mask.range.start < end).cloned()
    }

    /// Returns the language's quotation marks for the straight ones that the author typed.
    fn typographic<'t>(
        &'t self,
        text: &'t str,
        range: &Range<usize>,
        before: Option<char>,
    ) -> &'t str {
        let typed = &self.text[range.clone()];
        let after = self.text[range.end..].chars().next();
        let inside_word =
            before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        match (typed, text) {
            ("\"", "“") => &self.options.quotes.double_open,
            ("\"", "”") => &self.options.quotes.double_close,
            ("'", "‘") => &self.options.quotes.single_open,
            ("'", "’") if !inside_word => &self.options.quotes.single_close,
            _ => text,
        }
    }

    /// Adds what a mask hides in the text.
    fn hidden(&mut self, mask: &Mask, out: &mut Vec<Inline>) {
        let span = self.span(&mask.range);
        match mask.kind {
            MaskKind::Number => {
                let parsed = expression::parse(&self.text[mask.range.clone()], span);
                if let Some(binding) = self.problems.keep(parsed) {
                    out.push(Inline { span, kind: InlineKind::Number(Box::new(binding)) });
                }
            }
            MaskKind::OpenNumber => self.report(
                Code::ExpressionSyntax,
                &mask.range,
                "this bound number is not closed",
                "end it with `}}`; in code, put it between backticks",
            ),
            MaskKind::Attributes => {
                let attributes = self.attributes(&mask.range);
                out.push(Inline { span, kind: InlineKind::Span(Box::new(attributes), Vec::new()) });
            }
            MaskKind::Fence => {}
        }
    }

    fn inline(&mut self, event: Event<'static>, range: &Range<usize>, out: &mut Vec<Inline>) {
        let span = self.span(range);
        let kind = match event {
            Event::Start(Tag::Emphasis) => {
                InlineKind::Emphasis(self.inlines(Some(TagEnd::Emphasis)))
            }
            Event::Start(Tag::Strong) => InlineKind::Strong(self.inlines(Some(TagEnd::Strong))),
            Event::Start(Tag::Strikethrough) => self.struck(range),
            Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                return self.link(link_type, &dest_url, &id, range, out);
            }
            Event::Start(Tag::Image { dest_url, .. }) => self.image(&dest_url, range),
            Event::Code(code) => InlineKind::Code(self.code_span(&code, range)),
            Event::FootnoteReference(label) => {
                // The note follows the word; a space before its mark is a slip of typing.
                trim_end(out);
                InlineKind::Footnote(label.as_ref().into())
            }
            Event::HardBreak => InlineKind::LineBreak,
            Event::InlineHtml(_) | Event::Html(_) => return self.inline_html(range, out),
            _ => return,
        };
        out.push(Inline { span, kind });
    }

    /// Two tildes strike; one lowers.
    fn struck(&mut self, range: &Range<usize>) -> InlineKind {
        let content = self.inlines(Some(TagEnd::Strikethrough));
        if self.text[range.clone()].starts_with("~~") {
            InlineKind::Strikethrough(content)
        } else {
            InlineKind::Subscript(content)
        }
    }

    fn code_span(&self, code: &str, range: &Range<usize>) -> EcoString {
        let hides = self.next_mask(range.start, range.end).is_some();
        if !hides {
            return code.into();
        }
        let inner = self.text[range.clone()].trim_matches('`').replace('\n', " ");
        let padded = inner.starts_with(' ') && inner.ends_with(' ') && inner.len() > 2;
        if padded { inner[1..inner.len() - 1].into() } else { inner.into() }
    }

    fn inline_html(&mut self, range: &Range<usize>, out: &mut Vec<Inline>) {
        let html = &self.text[range.clone()];
        if is_comment(html) {
            return;
        }
        match self.options.raw_html {
            RawHtml::Allowed => {
                out.push(Inline { span: self.span(range), kind: InlineKind::RawHtml(html.into()) })
            }
            RawHtml::Refused => self.refuse_html(range),
        }
    }

    fn image(&mut self, path: &str, range: &Range<usize>) -> InlineKind {
        let caption = self.inlines(Some(TagEnd::Image));
        let attributes = self.attributes_behind(range.end);
        let path = Spanned::new(path.into(), self.span(range));
        InlineKind::Image(Box::new(Picture { path, caption, attributes }))
    }

    /// Reads the attributes that stand right behind an element.
    fn attributes_behind(&mut self, end: usize) -> Attributes {
        let Some(mask) = self.mask_at(end).filter(|mask| mask.kind == MaskKind::Attributes) else {
            return Attributes::default();
        };
        self.consumed = mask.range.end;
        self.attributes(&mask.range)
    }

    fn link(
        &mut self,
        link_type: LinkType,
        url: &str,
        id: &str,
        range: &Range<usize>,
        out: &mut Vec<Inline>,
    ) {
        let span = self.span(range);
        match link_type {
            LinkType::ShortcutUnknown => self.bracketed(range, out),
            LinkType::ReferenceUnknown | LinkType::CollapsedUnknown => {
                self.report(
                    Code::BrokenLink,
                    range,
                    format!("no link is defined as `[{id}]`"),
                    &format!("write `[text](address)`, or add a line `[{id}]: address`"),
                );
                self.skip_to(TagEnd::Link);
            }
            LinkType::Email => {
                let content = self.inlines(Some(TagEnd::Link));
                let url = format!("mailto:{url}").into();
                out.push(Inline { span, kind: InlineKind::Link(url, content) });
            }
            _ => {
                let content = self.inlines(Some(TagEnd::Link));
                out.push(Inline { span, kind: InlineKind::Link(url.into(), content) });
            }
        }
    }

    /// Reads `[…]`: a citation, a footnote that is not defined, text with attributes, or brackets.
    fn bracketed(&mut self, range: &Range<usize>, out: &mut Vec<Inline>) {
        let span = self.span(range);
        let inner = &self.text[range.start + 1..range.end - 1];
        if let Some(label) = inner.strip_prefix('^') {
            self.skip_to(TagEnd::Link);
            self.report(
                Code::UnknownFootnote,
                range,
                format!("the footnote `{label}` has no text"),
                &format!("add a line `[^{label}]: Text.` to this file"),
            );
            return;
        }
        let inner_span = self.span(&(range.start + 1..range.end - 1));
        if let Some(cites) = citation::parse(inner, inner_span) {
            self.skip_to(TagEnd::Link);
            out.push(Inline { span, kind: InlineKind::Citation(cites.into()) });
            return;
        }
        if locates(out, inner) {
            self.skip_to(TagEnd::Link);
            return;
        }
        let content = self.inlines(Some(TagEnd::Link));
        let attributes = self.attributes_behind(range.end);
        if attributes.is_empty() {
            let bracket = |text: &str| Inline { span, kind: InlineKind::Text(text.into()) };
            out.push(bracket("["));
            out.extend(content);
            out.push(bracket("]"));
        } else {
            out.push(Inline { span, kind: InlineKind::Span(Box::new(attributes), content) });
        }
    }
}

/// Gives `[p. 4]` to the citation that it follows, as in `@xu-2019 [p. 4]`.
fn locates(out: &mut Vec<Inline>, locator: &str) -> bool {
    let Some((space, rest)) = out.split_last_mut() else { return false };
    if !matches!(&space.kind, InlineKind::Text(text) if text == " ") {
        return false;
    }
    let Some(Inline { kind: InlineKind::Citation(cites), .. }) = rest.last_mut() else {
        return false;
    };
    let [cite] = &mut **cites else { return false };
    if cite.manner != Manner::Narrative || !cite.locator.is_empty() {
        return false;
    }
    cite.locator = locator.into();
    out.pop();
    true
}

/// Takes attributes off the end of a paragraph.
fn trailing_attributes(content: &mut Vec<Inline>) -> Option<Box<Attributes>> {
    let last = content
        .pop_if(|inline| matches!(&inline.kind, InlineKind::Span(_, inner) if inner.is_empty()))?;
    match last.kind {
        InlineKind::Span(attributes, _) => Some(attributes),
        _ => None,
    }
}

fn trim_end(content: &mut Vec<Inline>) {
    let Some(Inline { kind: InlineKind::Text(text), .. }) = content.last_mut() else { return };
    *text = text.trim_end().into();
    if text.is_empty() {
        content.pop();
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

fn is_block_event(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_block(tag),
        Event::Rule => true,
        _ => false,
    }
}

fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.ends_with("-->")
}

/// Whether lines break around `character` without a space: Chinese and Japanese script.
fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

fn align(alignment: &Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
    }
}

fn tone(kind: BlockQuoteKind) -> Tone {
    match kind {
        BlockQuoteKind::Note => Tone::Note,
        BlockQuoteKind::Tip => Tone::Tip,
        BlockQuoteKind::Important => Tone::Important,
        BlockQuoteKind::Warning => Tone::Warning,
        BlockQuoteKind::Caution => Tone::Caution,
    }
}
