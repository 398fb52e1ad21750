//! The walk over parsed texts that gathers what their readers see.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{ATOM, Atom, Part, SeenLine};
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::markup::visit::Visit;
use crate::markup::{AttributedText, Attributes, Block, BlockKind, Inline, InlineKind};
use crate::publication::audience::Condition;
use crate::publication::manuscript::Manuscript;
use crate::render::word::align;
use crate::render::word::sent::LineKind;

/// Returns the passages of manuscripts, by their files.
pub(super) fn passages<'a>(
    manuscripts: impl IntoIterator<Item = &'a Manuscript>,
    files: &Files,
    audience: &str,
) -> BTreeMap<FileId, Vec<SeenLine>> {
    let mut gathering = Gathering { files, audience, found: BTreeMap::new() };
    for manuscript in manuscripts {
        manuscript.visit(&mut gathering);
    }
    gathering.found
}

/// A walk over manuscripts that gathers passages.
struct Gathering<'g> {
    files: &'g Files,
    audience: &'g str,
    found: BTreeMap<FileId, Vec<SeenLine>>,
}

impl<'a> Visit<'a> for Gathering<'_> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Div(attributes, _) = &block.kind
            && !Condition::of_attributes(attributes).admits(self.audience)
        {
            return;
        }
        let kind = kind(&block.kind);
        let is_whole = matches!(kind, LineKind::Paragraph | LineKind::Heading);
        for line in block.lines() {
            self.line(kind, is_whole.then_some(block.span), line);
        }
        for blocks in block.children() {
            self.blocks(blocks);
        }
    }

    /// Lines that stand in no block are those of the front matter.
    fn inlines(&mut self, line: &'a [Inline]) {
        self.line(LineKind::Yaml, None, line);
    }
}

impl Gathering<'_> {
    /// Adds a line; `place` is that of its block, if it has one of its own.
    fn line(&mut self, kind: LineKind, place: Option<Span>, line: &[Inline]) {
        let Some((first, last)) = line.first().zip(line.last()) else { return };
        let file = first.span.file;
        let text = &*self.files.get(file).text;
        let place = place.unwrap_or(Span { end: last.span.end, ..first.span });
        let start = place.start as usize;
        let written = text.get(place.range()).unwrap_or_default().trim_end();
        let is_quoted = kind == LineKind::Yaml && written.starts_with(['"', '\'']);
        let end = start + written.len() + usize::from(is_quoted);
        let mut reading = Reading {
            text,
            audience: self.audience,
            at: start,
            is_cut: false,
            passage: SeenLine {
                kind,
                place: Span::new(file, start, end),
                lead: lead(text, start),
                text: String::new(),
                parts: Vec::new(),
                atoms: Vec::new(),
                others: Vec::new(),
                remarks: Vec::new(),
                shift: usize::from(is_quoted),
            },
        };
        reading.inlines(line);
        reading.finish(end);
        if !reading.passage.text.trim().is_empty() {
            self.found.entry(file).or_default().push(reading.passage);
        }
    }
}

/// Returns the marks of items and quotations before a block on its line; nothing if anything else stands there.
fn lead(text: &str, start: usize) -> String {
    let line = text.get(..start).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    let is_mark = |c: char| " \t-*+>.)[]xX".contains(c) || c.is_ascii_digit();
    if line.chars().all(is_mark) { line.to_owned() } else { String::new() }
}

/// Returns what the text of a block is.
fn kind(block: &BlockKind) -> LineKind {
    match block {
        BlockKind::Heading { .. } => LineKind::Heading,
        BlockKind::Paragraph(_) => LineKind::Paragraph,
        BlockKind::Table(_) | BlockKind::Picture(_) | BlockKind::Definitions(_) => LineKind::Table,
        BlockKind::DataTable(_)
        | BlockKind::Chart(_)
        | BlockKind::Register(_)
        | BlockKind::Entry(_)
        | BlockKind::List { .. }
        | BlockKind::Quote(_)
        | BlockKind::Alert(..)
        | BlockKind::Code { .. }
        | BlockKind::Rule
        | BlockKind::Formula(_)
        | BlockKind::Div(..)
        | BlockKind::RawHtml(_) => LineKind::Yaml,
    }
}

/// The reading of one line.
struct Reading<'r> {
    text: &'r str,
    audience: &'r str,
    /// The end of what was read last.
    at: usize,
    /// Whether words for some stand behind it.
    is_cut: bool,
    passage: SeenLine,
}

impl Reading<'_> {
    fn inlines(&mut self, line: &[Inline]) {
        for inline in line {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        let shift = self.passage.shift;
        let place = inline.span.start as usize + shift..inline.span.end as usize + shift;
        match &inline.kind {
            InlineKind::Text(text) => self.words(text, place),
            InlineKind::Code(_) | InlineKind::LineBreak => self.keep(place),
            InlineKind::Number(_)
            | InlineKind::Citation(_)
            | InlineKind::Reference(_)
            | InlineKind::Footnote(_) => self.atom(inline.span, place),
            InlineKind::Formula(equation) => {
                let end = self.end(&equation.attributes, place.end);
                self.atom(inline.span, place.start..end);
            }
            InlineKind::Image(picture) => {
                let end = self.end(&picture.attributes, place.end);
                self.atom(inline.span, place.start..end);
            }
            InlineKind::Span(span) => self.span(span, inline.span, place),
            InlineKind::RawHtml(_) => {}
            InlineKind::Emphasis(_)
            | InlineKind::Strong(_)
            | InlineKind::Strikethrough(_)
            | InlineKind::Subscript(_)
            | InlineKind::Superscript(_)
            | InlineKind::Link(_) => self.inlines(inline.kind.content()),
        }
    }

    fn span(&mut self, span: &AttributedText, node: Span, place: Range<usize>) {
        let AttributedText { attributes, content } = span;
        let whole = place.start..self.end(attributes, place.end);
        let is_theirs = Condition::of_attributes(attributes).admits(self.audience);
        if !is_theirs || attributes.when.is_some() {
            self.passage.others.push(whole);
            self.is_cut = true;
            return;
        }
        let start = self.passage.text.len();
        self.inlines(content);
        if attributes.value("comment").is_some() || attributes.holds.is_some() {
            self.passage.remarks.push(place.end..whole.end);
        }
        if attributes.value("term").is_some() {
            let first = self.passage.parts.iter().find(|part| part.seen.end > start);
            let seen = first.map_or(start, |part| part.seen.start.max(start));
            let seen = seen..self.passage.text.len();
            self.passage.atoms.push(Atom { span: node, seen, written: whole });
        }
    }

    /// Returns the end of attributes that stand at `at`; they are behind the place of what has them.
    fn end(&self, attributes: &Attributes, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        if !rest.starts_with('{') {
            return at;
        }
        let ids = attributes.id.iter().chain(&attributes.classes).map(|named| named.span.end);
        let values = attributes.values.iter().map(|(_, value)| value.span.end);
        let last = ids.chain(values).max().map_or(at, |end| (end as usize).max(at));
        let rest = self.text.get(last..).unwrap_or_default();
        rest.find('}').map_or(at, |brace| last + brace + 1)
    }

    /// Reads words, if each of their letters stands in the file.
    fn words(&mut self, text: &str, place: Range<usize>) {
        let Some(written) = self.text.get(place.clone()) else { return };
        if align(text, written).is_none() {
            return;
        }
        let follows_space = self.passage.text.is_empty() || self.passage.text.ends_with(' ');
        // Of two spaces that words for others stood between, readers see one.
        let blank = if self.is_cut && follows_space {
            written.len() - written.trim_start_matches(' ').len()
        } else {
            0
        };
        if blank < written.len() {
            self.keep(place.start + blank..place.end);
        }
    }

    /// Adds a part that stands in the file as its readers see it.
    fn keep(&mut self, place: Range<usize>) {
        self.gap(place.start);
        self.add(place.clone());
        self.at = self.at.max(place.end);
        self.is_cut = false;
    }

    fn atom(&mut self, span: Span, place: Range<usize>) {
        self.gap(place.start);
        let start = self.passage.text.len();
        self.passage.text.push(ATOM);
        let seen = start..self.passage.text.len();
        self.at = self.at.max(place.end);
        self.is_cut = false;
        let part = Part { seen: seen.clone(), written: place.clone(), is_text: false };
        self.passage.parts.push(part);
        self.passage.atoms.push(Atom { span, seen, written: place });
    }

    fn add(&mut self, place: Range<usize>) {
        let Some(written) = self.text.get(place.clone()).filter(|text| !text.is_empty()) else {
            return;
        };
        let start = self.passage.text.len();
        self.passage.text.push_str(written);
        let seen = start..self.passage.text.len();
        self.passage.parts.push(Part { seen, written: place, is_text: true });
    }

    /// Reads what stands between two parts: marks of emphasis, and spaces unless words for others stand among them.
    fn gap(&mut self, until: usize) {
        let (start, gap) = (self.at, self.text.get(self.at..until).unwrap_or_default());
        if gap.contains("<!--") {
            self.passage.remarks.push(start..until);
        }
        let has_spaces = !self.is_cut && !self.passage.parts.is_empty();
        let is_mark = |c: char| "*_~^".contains(c) || has_spaces && c.is_whitespace();
        let head = if self.passage.parts.is_empty() {
            0
        } else {
            gap.len() - gap.trim_start_matches(is_mark).len()
        };
        let tail = gap[head..].len() - gap[head..].trim_end_matches(is_mark).len();
        self.add(start..start + head);
        self.add(until.saturating_sub(tail).max(start)..until);
    }

    /// Reads what stands behind the last part: marks that close.
    fn finish(&mut self, end: usize) {
        let rest = self.text.get(self.at..end).unwrap_or_default();
        if rest.contains("<!--") {
            self.passage.remarks.push(self.at..end);
        }
        let marks = rest.len() - rest.trim_start_matches(['*', '_', '~', '^']).len();
        if !self.passage.parts.is_empty() {
            self.add(self.at..self.at + marks);
        }
        if self.is_cut {
            self.close();
        }
    }

    /// Takes the space off the end that stood before words for others.
    fn close(&mut self) {
        let length = self.passage.text.trim_end_matches(' ').len();
        self.passage.text.truncate(length);
        for part in self.passage.parts.iter_mut().filter(|part| part.seen.end > length) {
            let gone = part.seen.end - part.seen.start.max(length);
            part.seen.end -= gone;
            part.written.end -= gone.min(part.written.len());
        }
    }
}
