//! From Markdown events to blocks.

mod blocks;
mod fence;
pub(super) mod include;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use ecow::EcoString;
use pulldown_cmark::{CodeBlockKind, CowStr, Event};
use pulldown_cmark::{Options as Flags, Parser as EventParser, Tag, TagEnd};

use super::mask::{Mask, mask, restored};
use super::original::{self, Drawn, Original};
use super::{Block, BlockKind, Body, Footnote, Inline};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::Files;
use crate::base::limits::LINE_BYTES;
use crate::base::span::{Span, Spanned, TextPlace};
use crate::language::Quotes;

/// What the parser needs to know of the publication.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// The quotation marks of the text's language.
    pub quotes: &'a Quotes,
    /// Whether HTML is allowed.
    pub raw_html: RawHtml,
    /// The prefixes of cross-references to entries of registers, such as `rec-`.
    pub prefixes: &'a [EcoString],
    /// The original of this text, if it is a translation.
    pub original: Option<Original<'a>>,
    /// The files, of which some are parts of others; none where no text can be included.
    pub files: Option<&'a Files>,
}

/// Whether a publication lets HTML through to its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawHtml {
    /// It is a mistake.
    Refused,
    /// It reaches the page, and is missing in the PDF.
    Allowed,
}

/// Parses the Markdown in `text`, which is at `span`.
pub fn body(text: &str, span: Span, options: &Options<'_>, problems: &mut Problems) -> Body {
    body_and_drawn(text, span, options, problems).0
}

/// Parses the Markdown in `text`, which is at `span`; returns its blocks of YAML as well.
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
    let length = text.value.len();
    if let Err(found) = LINE_BYTES.check(length, text.span, "say the rest in the text") {
        problems.push(found);
        return Vec::new();
    }
    let mut parser = Parser::new(&text.value, text.span, options, problems);
    parser.is_line = true;
    if parser.refuse_depth() {
        return Vec::new();
    }
    let blocks = parser.blocks(Until::End);
    let notes: Vec<_> = parser.footnotes.values().map(|note| note.span).collect();
    for span in notes {
        problems.push(
            Diagnostic::error(Code::UnknownFootnote, span, "a note is not possible in this line")
                .with_hint("titles and other single lines also appear in lists and on covers: put the note into the text"),
        );
    }
    if let Ok([Block { kind: BlockKind::Paragraph(content), .. }]) = <[Block; 1]>::try_from(blocks)
    {
        content
    } else {
        let message = "expected one line of text, found a list, a heading or several paragraphs";
        problems.push(Diagnostic::error(Code::BadValue, text.span, message).with_hint(
            "write a single sentence; put it in quotes if it begins with `#`, `-` or a number",
        ));
        Vec::new()
    }
}

/// The flags are listed one by one, because `all()` includes the older kind of footnotes.
pub(super) fn flags() -> Flags {
    Flags::ENABLE_TABLES
        | Flags::ENABLE_FOOTNOTES
        | Flags::ENABLE_STRIKETHROUGH
        | Flags::ENABLE_TASKLISTS
        | Flags::ENABLE_SMART_PUNCTUATION
        | Flags::ENABLE_GFM
        | Flags::ENABLE_DEFINITION_LIST
}

/// Returns `event` with the author's text in place of hidden parts in code and labels.
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

/// How deep blocks may be nested; Typst refuses about eleven levels.
const MAX_BLOCKS: usize = 8;

/// How deep inline elements may be nested.
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
    /// At the tag that closes `<details>`.
    Details,
}

pub(super) struct Parser<'a, 'p> {
    pub(super) text: &'a str,
    pub(super) base: TextPlace,
    pub(super) events: Vec<(Event<'static>, Range<usize>)>,
    pub(super) at: usize,
    pub(super) masks: Vec<Mask>,
    /// The events that open brackets in the sentence, with those that close them.
    pub(super) brackets: HashMap<usize, usize>,
    /// Hidden parts before this offset have been read.
    pub(super) consumed: usize,
    /// How deep the line stands that includes this text; 0 if none does.
    outer_depth: usize,
    /// The event after which the last div was closed; a line closes one div only.
    last_close: Option<usize>,
    /// How many single quotation marks are open in the current block.
    pub(super) open_singles: usize,
    /// How many double ones.
    pub(super) open_doubles: usize,
    /// The text before this offset in its paragraph was refused as a whole.
    pub(super) refused_until: usize,
    /// Whether the lines of the paragraph are those of a line block, `| line`.
    pub(super) in_line_block: bool,
    /// Whether the text is a single line, such as a title, in which notes are not allowed.
    pub(super) is_line: bool,
    /// How many links are open.
    pub(super) open_links: usize,
    /// How many texts with attributes are open.
    pub(super) open_spans: usize,
    pub(super) options: &'a Options<'a>,
    pub(super) footnotes: Footnotes,
    /// The labels of the footnotes that have a definition.
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
            base: TextPlace::new(text, base),
            events,
            at: 0,
            masks,
            brackets,
            consumed: 0,
            outer_depth: 0,
            last_close: None,
            open_singles: 0,
            open_doubles: 0,
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
        let mut nesting = Nesting { blocks: self.outer_depth, ..Nesting::default() };
        let too_deep = self.events.iter().find(|(event, range)| {
            nesting.step(self, event, range);
            nesting.blocks + nesting.divs > MAX_BLOCKS || nesting.inlines > MAX_INLINES
        });
        let Some(range) = too_deep.map(|(_, range)| range.clone()) else { return false };
        self.report_depth(&range);
        true
    }

    /// Returns how many blocks are open around the event that comes next.
    fn depth(&self) -> usize {
        let mut nesting = Nesting { blocks: self.outer_depth, ..Nesting::default() };
        for (event, range) in &self.events[..self.at] {
            nesting.step(self, event, range);
        }
        nesting.blocks + nesting.divs
    }

    pub(super) fn report_depth(&mut self, range: &Range<usize>) {
        self.report(
            Code::TooDeep,
            &self.first_line(range),
            "this is nested too deeply",
            "take the inner part out, or make it a section of its own",
        );
    }

    /// Returns the part of `range` on its first line.
    pub(super) fn first_line(&self, range: &Range<usize>) -> Range<usize> {
        let end = self.text[range.clone()].find('\n').map_or(range.end, |end| range.start + end);
        range.start..end
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

    pub(super) fn blocks(&mut self, until: Until) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.get(self.at) {
            let range = range.clone();
            (self.open_singles, self.open_doubles) = (0, 0);
            match event {
                Event::End(_) => {
                    // The enclosing element ends; a div inside it cannot continue.
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
                    self.refuse_ruled_table(&range);
                    blocks.push(Block { span: self.span(&range), kind: BlockKind::Rule });
                }
                // The items of a tight list contain their text without a paragraph around it.
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
}

/// Releases the capacity that a list kept for growing. Thousands of manuscripts are held at once,
/// and most of their lists have one item.
pub(super) fn without_reserve<T>(mut list: Vec<T>) -> Vec<T> {
    list.shrink_to_fit();
    list
}

/// Whether `tag` begins an element that contains blocks.
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

/// How deep a place is nested.
#[derive(Debug, Default)]
struct Nesting {
    blocks: usize,
    inlines: usize,
    divs: usize,
}

impl Nesting {
    fn step(&mut self, parser: &Parser<'_, '_>, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) if is_container(tag) => self.blocks += 1,
            Event::Start(tag) if !is_block(tag) => self.inlines += 1,
            Event::End(tag) if is_container_end(*tag) => {
                self.blocks = self.blocks.saturating_sub(1);
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => self.inlines = 0,
            Event::End(tag) if is_inline_end(*tag) => self.inlines = self.inlines.saturating_sub(1),
            Event::Html(_) => match parser.fence_in(range).map(|mask| parser.opens_div(&mask)) {
                Some(true) => self.divs += 1,
                Some(false) => self.divs = self.divs.saturating_sub(1),
                None => {
                    let html = &parser.text[range.clone()];
                    self.divs += usize::from(html.trim_start().starts_with("<details"));
                    self.divs = self.divs.saturating_sub(html.matches("</details>").count());
                }
            },
            _ => {}
        }
    }
}
