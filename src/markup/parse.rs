//! From Markdown events to blocks.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use ecow::EcoString;
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event};
use pulldown_cmark::{HeadingLevel, Options as Flags, Parser as EventParser, Tag, TagEnd};

use super::events::trim_end;
use super::mask::{Mask, MaskKind, is_masked, mask, restored};
use super::original::{self, Drawn, Original};
use super::{
    Attributes, Block, BlockKind, Body, Definition, Footnote, Inline, InlineKind, Item, Table,
    attributes, chart, register, table,
};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::base::yaml;
use crate::language::Quotes;
use crate::tree::{Align, Tone};

/// What the parser needs to know of the publication.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// The quotation marks of the text's language.
    pub quotes: &'a Quotes,
    /// Whether HTML is allowed.
    pub raw_html: RawHtml,
    /// What cross-references to entries of registers begin with, such as `rec-`.
    pub prefixes: &'a [EcoString],
    /// The text that this is a translation of.
    pub original: Option<Original<'a>>,
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
    body_and_drawn(text, span, options, problems).0
}

/// Parses the Markdown in `text`, which stands at `span`; returns its blocks of YAML as well.
pub fn body_and_drawn(
    text: &str,
    span: Span,
    options: &Options<'_>,
    problems: &mut Problems,
) -> (Body, Vec<Drawn>) {
    if problems.keep(super::bounds::check_length(text, span)).is_none() {
        return Default::default();
    }
    let mut parser = Parser::new(text, span, options, problems);
    if parser.refuse_depth() || parser.refuse_size() {
        return Default::default();
    }
    let mut blocks = parser.blocks(Until::End);
    let mut footnotes = std::mem::take(&mut parser.footnotes);
    let drawn = std::mem::take(&mut parser.drawn);
    if let Some(original) = options.original {
        original::complete(&mut blocks, original, problems);
    }
    super::bounds::cut_chains(&mut footnotes, problems);
    let mut body = Body { blocks, footnotes };
    super::anchor::assign(&mut body);
    (body, drawn)
}

/// Parses one line of Markdown, such as a title.
pub fn line(
    text: &Spanned<EcoString>,
    options: &Options<'_>,
    problems: &mut Problems,
) -> Vec<Inline> {
    let mut parser = Parser::new(&text.value, text.span, options, problems);
    parser.is_line = true;
    if parser.refuse_depth() {
        return Vec::new();
    }
    let blocks = parser.blocks(Until::End);
    let notes: Vec<_> = parser.footnotes.values().map(|note| note.span).collect();
    for span in notes {
        problems.push(
            Diagnostic::error(Code::UnknownFootnote, span, "a note cannot stand in this line")
                .with_hint("titles and other lines stand in lists and on covers: put the note into the text"),
        );
    }
    if let Ok([Block { kind: BlockKind::Paragraph(content), .. }]) = <[Block; 1]>::try_from(blocks)
    {
        content
    } else {
        let message = "expected one line of text, found a list, a heading or several paragraphs";
        problems.push(
            Diagnostic::error(Code::BadValue, text.span, message).with_hint(
                "write a single sentence; quote it if it begins with `#`, `-` or a number",
            ),
        );
        Vec::new()
    }
}

/// The flags are listed one by one, since `all()` brings the older kind of footnotes.
pub(super) fn flags() -> Flags {
    Flags::ENABLE_TABLES
        | Flags::ENABLE_FOOTNOTES
        | Flags::ENABLE_STRIKETHROUGH
        | Flags::ENABLE_TASKLISTS
        | Flags::ENABLE_SMART_PUNCTUATION
        | Flags::ENABLE_GFM
        | Flags::ENABLE_DEFINITION_LIST
}

/// Returns `event` with the author's text for what is hidden in code and labels.
fn unmasked(
    event: Event<'static>,
    range: &Range<usize>,
    text: &str,
    masks: &[Mask],
) -> Event<'static> {
    let restore = |masked: CowStr<'static>| match restored(&masked, range, text, masks) {
        Some(text) => CowStr::from(text),
        None => masked,
    };
    match event {
        Event::Code(code) => Event::Code(restore(code)),
        Event::FootnoteReference(label) => Event::FootnoteReference(restore(label)),
        Event::Start(Tag::FootnoteDefinition(label)) => {
            Event::Start(Tag::FootnoteDefinition(restore(label)))
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(restore(info))))
        }
        event => event,
    }
}

/// How deep blocks may stand in each other; Typst refuses about eleven.
const MAX_BLOCKS: usize = 8;

/// How deep inline elements may stand in each other.
pub(super) const MAX_INLINES: usize = 16;

/// Footnotes by their labels.
pub(super) type Footnotes = std::collections::BTreeMap<EcoString, Footnote>;

/// Where a run of blocks or of inline nodes ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// At the end of the text.
    End,
    /// Before the next block.
    Block,
    /// Before the event of this number.
    Event(usize),
    /// At the end of an enclosing element.
    Tag(TagEnd),
    /// At the line that closes a div.
    Fence,
}

pub(super) struct Parser<'a, 'p> {
    pub(super) text: &'a str,
    pub(super) base: Span,
    pub(super) events: Vec<(Event<'static>, Range<usize>)>,
    pub(super) at: usize,
    pub(super) masks: Vec<Mask>,
    /// The events that open brackets in the sentence, with those that close them.
    pub(super) brackets: HashMap<usize, usize>,
    /// Hidden parts before this offset have been read.
    pub(super) consumed: usize,
    /// Behind which event the last div was closed; one line closes one div.
    last_close: Option<usize>,
    /// How many single quotation marks are open in the block that is being read.
    pub(super) open_singles: usize,
    /// What stands before this offset in its paragraph was refused as a whole.
    pub(super) refused_until: usize,
    /// Whether the lines of the paragraph are those of a poem or an address, `| line`.
    pub(super) in_line_block: bool,
    /// Whether the text is one line, such as a title, in which no note can stand.
    pub(super) is_line: bool,
    /// How many links are open.
    pub(super) open_links: usize,
    /// How many texts with attributes are open.
    pub(super) open_spans: usize,
    pub(super) options: &'a Options<'a>,
    pub(super) footnotes: Footnotes,
    /// The labels of the footnotes that have a text of their own.
    pub(super) defined: BTreeSet<EcoString>,
    /// The blocks of YAML, as they are written.
    drawn: Vec<Drawn>,
    pub(super) problems: &'p mut Problems,
}

impl<'a, 'p> Parser<'a, 'p> {
    fn new(
        text: &'a str,
        base: Span,
        options: &'a Options<'a>,
        problems: &'p mut Problems,
    ) -> Self {
        let (masked, masks) = mask(text);
        let parser = EventParser::new_ext(&masked, flags());
        let events = parser.into_offset_iter().map(|(event, range)| {
            let event = unmasked(event.into_static(), &range, text, &masks);
            (event, range)
        });
        let events: Vec<_> = events.collect();
        let brackets = super::brackets::pairs(text, &events);
        let footnotes = Footnotes::new();
        let defined = events.iter().filter_map(|(event, _)| match event {
            Event::Start(Tag::FootnoteDefinition(label)) => Some(EcoString::from(label.as_ref())),
            _ => None,
        });
        let defined = defined.collect();
        Self {
            text,
            base,
            events,
            at: 0,
            masks,
            brackets,
            consumed: 0,
            last_close: None,
            open_singles: 0,
            refused_until: 0,
            in_line_block: false,
            is_line: false,
            open_links: 0,
            open_spans: 0,
            options,
            footnotes,
            defined,
            drawn: Vec::new(),
            problems,
        }
    }

    /// Reports the first place that is nested too deeply; returns whether there is one.
    ///
    /// Everything after this walks the tree by recursion, so this guards the stack as well.
    fn refuse_depth(&mut self) -> bool {
        let (mut blocks, mut inlines, mut divs) = (0_usize, 0_usize, 0_usize);
        let too_deep = self.events.iter().find(|(event, range)| {
            match event {
                Event::Start(tag) if is_container(tag) => blocks += 1,
                Event::Start(tag) if !is_block(tag) => inlines += 1,
                Event::End(tag) if is_container_end(*tag) => blocks = blocks.saturating_sub(1),
                Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => inlines = 0,
                Event::End(tag) if is_inline_end(*tag) => inlines = inlines.saturating_sub(1),
                Event::Html(_) => match self.fence_in(range).map(|mask| self.opens_div(&mask)) {
                    Some(true) => divs += 1,
                    Some(false) => divs = divs.saturating_sub(1),
                    None => {}
                },
                _ => {}
            }
            blocks + divs > MAX_BLOCKS || inlines > MAX_INLINES
        });
        let Some(range) = too_deep.map(|(_, range)| range.clone()) else { return false };
        self.report_depth(&range);
        true
    }

    pub(super) fn report_depth(&mut self, range: &Range<usize>) {
        self.report(
            Code::TooDeep,
            &self.first_line(range),
            "this is nested too deeply",
            "take the inner part out, or make it a section of its own",
        );
    }

    /// Returns the part of `range` that stands on its first line.
    pub(super) fn first_line(&self, range: &Range<usize>) -> Range<usize> {
        let end = self.text[range.clone()].find('\n').map_or(range.end, |end| range.start + end);
        range.start..end
    }

    fn opens_div(&self, mask: &Mask) -> bool {
        self.text[mask.range.clone()].trim().contains(|character| character != ':')
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.base.slice(range.start, range.end)
    }

    pub(super) fn report(
        &mut self,
        code: Code,
        range: &Range<usize>,
        message: impl Into<String>,
        hint: &str,
    ) {
        let diagnostic = Diagnostic::error(code, self.span(range), message).with_hint(hint);
        self.problems.push(diagnostic);
    }

    /// Returns the hidden part that begins at `offset`.
    pub(super) fn mask_at(&self, offset: usize) -> Option<Mask> {
        let index = self.masks.partition_point(|mask| mask.range.start < offset);
        self.masks.get(index).filter(|mask| mask.range.start == offset).cloned()
    }

    /// Returns the hidden parts that begin in `range`.
    pub(super) fn masks_in(&self, range: &Range<usize>) -> impl Iterator<Item = &Mask> {
        let first = self.masks.partition_point(|mask| mask.range.start < range.start);
        let end = range.end;
        self.masks[first..].iter().take_while(move |mask| mask.range.start < end)
    }

    pub(super) fn peek(&self) -> Option<&(Event<'static>, Range<usize>)> {
        self.events.get(self.at)
    }

    /// Skips the events up to and including `end`.
    pub(super) fn skip_to(&mut self, end: TagEnd) {
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
        while let Some((event, range)) = self.events.get(self.at) {
            let range = range.clone();
            self.open_singles = 0;
            match event {
                Event::End(_) => {
                    // The enclosing element ends; a div inside it cannot go on.
                    if let Until::Tag(_) = until {
                        self.at += 1;
                    }
                    break;
                }
                Event::Start(Tag::HtmlBlock) => {
                    if self.html_block(until, &mut blocks) {
                        break;
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
                    let content = self.inlines(Until::Block);
                    let span = self.span(&range);
                    if let Some(content) = self.apart(content, span, &mut blocks) {
                        blocks.push(Block { span, kind: BlockKind::Paragraph(content) });
                    }
                }
            }
        }
        without_reserve(blocks)
    }

    /// Reads a line of a fenced div, or HTML; returns whether it closes the div being read.
    fn html_block(&mut self, until: Until, blocks: &mut Vec<Block>) -> bool {
        let Some((_, range)) = self.peek().cloned() else { return true };
        // A fence in a comment is part of the comment.
        let begins = |mask: &Mask| self.text[range.start..mask.range.start].trim().is_empty();
        let fence = self.fence_in(&range).filter(begins);
        let first = self.at;
        self.skip_to(TagEnd::HtmlBlock);
        let Some(mask) = fence else {
            // The lines, without the marks of quotations around them.
            let lines = self.events[first..self.at].iter();
            let lines = lines.filter(|(event, _)| matches!(event, Event::Html(_) | Event::Text(_)));
            let html: String = lines.map(|(_, line)| &self.text[line.clone()]).collect();
            self.raw_block(&html, &range, blocks);
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
        if self.is_foreign_div(info, &range) {
            return Attributes::default();
        }
        if info.starts_with('{') {
            return self.attributes(&range);
        }
        // `::: warning` is short for `::: {.warning}`.
        let class = Spanned::new(info.into(), self.span(&range));
        Attributes { classes: vec![class], ..Attributes::default() }
    }

    pub(super) fn attributes(&mut self, range: &Range<usize>) -> Attributes {
        let parsed = attributes::parse(&self.text[range.clone()], self.span(range));
        let parsed = self.problems.keep(parsed).unwrap_or_default();
        super::restrict::check(&parsed, self.problems);
        parsed
    }

    fn div(&mut self, attributes: Attributes, opening: &Range<usize>, blocks: &mut Vec<Block>) {
        let start = self.at;
        let inner = self.blocks(Until::Fence);
        let closed = self.at > start
            && matches!(&self.events[self.at - 1].0, Event::End(TagEnd::HtmlBlock))
            && self.closes_div()
            && self.last_close.replace(self.at) != Some(self.at);
        if !closed {
            self.report(
                Code::UnclosedDiv,
                opening,
                "this fenced div is not closed",
                "add a line `:::` after its last line, at the same indentation",
            );
        }
        let span = self.span(opening);
        blocks.push(Block { span, kind: BlockKind::Div(Box::new(attributes), inner) });
    }

    /// Whether the HTML block that was read last is a closing fence.
    fn closes_div(&self) -> bool {
        let (_, range) = &self.events[self.at - 1];
        self.fence_in(range).is_some_and(|mask| {
            self.text[mask.range].trim().chars().all(|character| character == ':')
        })
    }

    fn raw_block(&mut self, html: &str, range: &Range<usize>, blocks: &mut Vec<Block>) {
        if is_comment(html) {
            return;
        }
        self.refuse_number_in_html(range);
        match self.options.raw_html {
            RawHtml::Allowed => {
                self.refuse_in_html(range);
                blocks
                    .push(Block { span: self.span(range), kind: BlockKind::RawHtml(html.into()) });
            }
            RawHtml::Refused => self.refuse_html(range),
        }
    }

    pub(super) fn refuse_html(&mut self, range: &Range<usize>) {
        self.report(Code::RawHtml, &self.first_line(range), "raw HTML reaches the page and not the PDF", "use Markdown, a fenced div or an attribute; write `\\<` for a less-than sign; or set `raw_html: true` in `quipu.yaml`");
    }

    fn block(&mut self, tag: Tag<'static>, range: &Range<usize>, blocks: &mut Vec<Block>) {
        // A block ends with its text: the line end after it is not worth underlining.
        let end = range.start + self.text[range.clone()].trim_end().len();
        let span = self.span(&(range.start..end));
        let kind = match tag {
            Tag::Paragraph => return self.paragraph(span, blocks),
            Tag::Heading { level, .. } => self.heading(level, span),
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
        let first = self.peek().map_or(self.text.len(), |(_, range)| range.start);
        self.in_line_block = self.text[first..].starts_with("| ");
        let mut content = self.inlines(Until::Tag(TagEnd::Paragraph));
        self.in_line_block = false;
        if Self::caption(&mut content, blocks) || content.is_empty() {
            return;
        }
        self.refuse_trailing_attributes(&mut content);
        let Some(content) = self.apart(content, span, blocks) else { return };
        let picture = <[Inline; 1]>::try_from(content);
        let kind = match picture {
            Ok([Inline { kind: InlineKind::Image(picture), .. }]) => BlockKind::Picture(picture),
            Ok([inline]) => BlockKind::Paragraph(vec![inline]),
            Err(content) => BlockKind::Paragraph(content),
        };
        blocks.push(Block { span, kind });
    }

    /// Gives a paragraph `: Caption {#tbl-id}` to the table before it; returns whether it is one.
    fn caption(content: &mut Vec<Inline>, blocks: &mut [Block]) -> bool {
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

    fn refuse_trailing_attributes(&mut self, content: &mut Vec<Inline>) {
        let Some(span) = content.last().map(|inline| inline.span) else { return };
        if trailing_attributes(content).is_some() {
            self.problems.push(
                Diagnostic::error(Code::BadAttributes, span, "these attributes belong to nothing")
                    .with_hint("attributes follow a heading, an image, `[text]`, `:::` or the caption of a table"),
            );
        }
    }

    /// A heading that some audiences do not see would leave its section without one.
    fn refuse_heading_attributes(&mut self, span: Span) {
        self.problems.push(
            Diagnostic::error(
                Code::UnknownDiv,
                span,
                "a heading has an id, may be `.unnumbered`, and has no other attribute",
            )
            .with_hint("put the section between `::: {audience=\"…\"}` and `:::`"),
        );
    }

    fn heading(&mut self, level: HeadingLevel, span: Span) -> BlockKind {
        let mut content = self.inlines(Until::Tag(TagEnd::Heading(level)));
        let attributes = Box::new(trailing_attributes(&mut content).unwrap_or_default());
        trim_end(&mut content);
        let is_known = |class: &Spanned<EcoString>| class.value == attributes::UNNUMBERED;
        if !attributes.classes.iter().all(is_known) || !attributes.values.is_empty() {
            self.refuse_heading_attributes(span);
        }
        BlockKind::Heading { level: level as u8, attributes, anchor: EcoString::new(), content }
    }

    fn list(&mut self, start: Option<u64>) -> BlockKind {
        let mut items = Vec::new();
        let mut tight = true;
        while let Some((Event::Start(Tag::Item), _)) = self.peek() {
            self.at += 1;
            // The marker of a loose item stands in its first paragraph, where it is skipped.
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

    /// Whether the item that begins holds a paragraph of its own, which only those of loose lists do.
    fn item_has_paragraph(&self) -> bool {
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

    fn table(&mut self, alignments: &[Alignment]) -> BlockKind {
        let aligns = alignments.iter().copied().map(align).collect();
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some((event, range)) = self.peek().cloned() {
            self.at += 1;
            match event {
                Event::Start(Tag::TableHead) => head = self.cells(),
                Event::Start(Tag::TableRow) => {
                    self.refuse_excess(&range, alignments.len());
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
            cells.push(self.inlines(Until::Tag(TagEnd::TableCell)));
        }
        without_reserve(cells)
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
        while let Some((Event::Text(typed), line)) = self.peek() {
            lines.push((text.len(), line.start));
            // The parser takes the indentation of what the code stands in off its tabs.
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
        if info.contains('{') {
            return self.refuse_info(range);
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
    fn drawn_block(
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

    fn block_of(&mut self, kind: &str, node: &yaml::Node) -> Option<BlockKind> {
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

/// Gives back the room that a list kept for growing. Thousands of manuscripts are held
/// at once, and most lists in them have one item.
pub(super) fn without_reserve<T>(mut list: Vec<T>) -> Vec<T> {
    list.shrink_to_fit();
    list
}

/// Takes attributes off the end of a paragraph.
fn trailing_attributes(content: &mut Vec<Inline>) -> Option<Attributes> {
    let last = content.pop_if(
        |inline| matches!(&inline.kind, InlineKind::Span(span) if span.content.is_empty()),
    )?;
    match last.kind {
        InlineKind::Span(span) => Some(span.attributes),
        _ => None,
    }
}

/// Whether `tag` begins an element that holds blocks.
fn is_container(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::BlockQuote(_) | Tag::Item | Tag::FootnoteDefinition(_) | Tag::DefinitionListDefinition
    )
}

fn is_container_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionListDefinition
    )
}

pub(super) fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

pub(super) fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

pub(super) fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.ends_with("-->")
}

fn align(alignment: Alignment) -> Align {
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
