//! Fenced divs and raw HTML between blocks.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::Event;
use pulldown_cmark::TagEnd;
use regex::Regex;

use super::{Parser, RawHtml, Until, is_comment};
use crate::base::diagnostic::Code;
use crate::base::span::Spanned;
use crate::base::stray;
use crate::markup::foreign;
use crate::markup::mask::{Mask, MaskKind};
use crate::markup::{
    Attributes, Block, BlockKind, Inline, InlineKind, attributes, element, restrict,
};

/// What Markdown reads as a tag that opens an element.
static IS_TAG: LazyLock<Regex> = LazyLock::new(|| {
    let value = r#"\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)"#;
    let tag = format!(r"(?s)^<[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][\w.:-]*(?:{value})?)*\s*/?>");
    Regex::new(&tag).expect("the pattern is ours")
});

/// How far before a closing tag its opening tag is looked for, in bytes.
const LONGEST_ELEMENT: usize = 10_000;

impl Parser<'_, '_> {
    pub(super) fn opens_div(&self, mask: &Mask) -> bool {
        self.text[mask.range.clone()].trim().contains(|character| character != ':')
    }

    /// Reads a line of a fenced div, or HTML; returns whether it closes the div being read.
    pub(super) fn html_block(&mut self, until: Until, blocks: &mut Vec<Block>) -> bool {
        let Some((_, range)) = self.peek().cloned() else { return true };
        // A fence in a comment is part of the comment.
        let begins = |mask: &Mask| self.text[range.start..mask.range.start].trim().is_empty();
        let fence = self.fence_in(&range).filter(begins);
        let first = self.at;
        self.skip_to(TagEnd::HtmlBlock);
        if let Some(mask) = self.delimiter_in(&range) {
            if mask.kind == MaskKind::Delimiter {
                self.refuse_delimiter(&mask);
            }
            return false;
        }
        let Some(mask) = fence else {
            // The lines, without the quotation marks before them.
            let lines = self.events[first..self.at].iter();
            let lines = lines.filter(|(event, _)| matches!(event, Event::Html(_) | Event::Text(_)));
            let html: String = lines.map(|(_, line)| &self.text[line.clone()]).collect();
            if until == Until::Details && element::closes_details(&html) {
                return true;
            }
            if self.is_details(&html, &range, blocks) || self.is_html_image(&html, &range, blocks) {
                return false;
            }
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

    pub(super) fn fence_in(&self, html: &Range<usize>) -> Option<Mask> {
        let index = self.masks.partition_point(|mask| mask.range.start < html.start);
        self.masks
            .get(index)
            .filter(|mask| mask.kind == MaskKind::Fence && mask.range.start < html.end)
            .cloned()
    }

    fn delimiter_in(&self, html: &Range<usize>) -> Option<Mask> {
        let is_one =
            |mask: &&Mask| matches!(mask.kind, MaskKind::Delimiter | MaskKind::DelimiterEnd);
        self.masks_in(html).next().filter(is_one).cloned()
    }

    pub(super) fn div_attributes(&mut self, info: &str, mask: &Mask) -> Attributes {
        let offset = self.text[mask.range.clone()].find(info).unwrap_or(0) + mask.range.start;
        let range = offset..offset + info.len();
        if self.is_foreign_div(info, &range) {
            return Attributes::default();
        }
        if info.starts_with('{') {
            let mut attributes = self.attributes(&range);
            self.read_title(&mut attributes);
            return attributes;
        }
        // `::: warning` is short for `::: {.warning}`.
        let class = Spanned::new(info.into(), self.span(&range));
        Attributes { classes: vec![class], ..Attributes::default() }
    }

    /// Reads the title of a div as a line of text. What would begin a list or a heading is a number or a
    /// sign in it.
    pub(in crate::markup) fn read_title(&mut self, attributes: &mut Attributes) {
        let Some(title) = attributes.value("title") else { return };
        let first = title.value.split_whitespace().next().unwrap_or_default();
        let is_marker = first.trim_start_matches(|c: char| c.is_ascii_digit()).len() <= 1
            && first.ends_with(['.', ')', '-', '+', '*'])
            || first.starts_with(['>', '|'])
            || first.trim_matches(['#', ':']).is_empty();
        // Parts for some readers only were refused.
        let is_refused = stray::find(&title.value).is_some();
        attributes.title = if is_marker || is_refused || title.value.trim().is_empty() {
            vec![Inline { span: title.span, kind: InlineKind::Text(title.value.clone()) }]
        } else {
            super::line(title, self.options, self.problems)
        };
    }

    pub(in crate::markup) fn attributes(&mut self, range: &Range<usize>) -> Attributes {
        let parsed = attributes::parse(&self.text[range.clone()], self.span(range));
        let parsed = self.problems.keep(parsed).unwrap_or_default();
        restrict::check(&parsed, self.problems);
        parsed
    }

    pub(super) fn div(
        &mut self,
        attributes: Attributes,
        opening: &Range<usize>,
        blocks: &mut Vec<Block>,
    ) {
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

    /// Whether the last HTML block is a closing fence.
    pub(super) fn closes_div(&self) -> bool {
        let (_, range) = &self.events[self.at - 1];
        self.fence_in(range).is_some_and(|mask| {
            self.text[mask.range].trim().chars().all(|character| character == ':')
        })
    }

    pub(super) fn raw_block(&mut self, html: &str, range: &Range<usize>, blocks: &mut Vec<Block>) {
        if is_comment(html) {
            self.refuse_in_comment(html, range);
            return;
        }
        if html.trim_start().starts_with("<!--") && !html.contains("-->") {
            self.report(
                Code::UnclosedListing,
                &self.first_line(range),
                "this comment is not closed, so that all that follows belongs to it",
                "write `-->` where it ends",
            );
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

    pub(in crate::markup) fn refuse_html(&mut self, range: &Range<usize>) {
        let tag = self.text[range.clone()].trim_start();
        // `<<name>>` refers to a place.
        let is_reference =
            self.text[..range.start].ends_with('<') && self.text[range.end..].starts_with('>');
        if is_reference {
            let place = range.start - 1..range.end + 1;
            let hint = "write `@sec-name`, `[text](#sec-name)`, or `\\<` for the sign itself";
            let span = self.span(&place);
            let name = "a reference, or a target, of another program";
            self.problems.push(foreign::refusal(span, name, hint));
            return;
        }
        if tag.starts_with("</")
            && let Some(opening) = self.opening(tag, range.start)
        {
            // An element is reported where it is opened, if that was read as HTML.
            if !IS_TAG.is_match(&self.text[opening.clone()]) {
                let hint = "write it in Markdown; `\\<` is the sign itself";
                let span = self.span(&opening);
                self.problems.push(foreign::refusal(span, "a tag of another program", hint));
            }
            return;
        }
        // In the double quotes of YAML, a backslash has a meaning of its own.
        let sign = if self.is_line { "&lt;" } else { "\\<" };
        let any = format!(
            "use Markdown, a fenced div or an attribute; write `{sign}` for a less-than sign; or set `raw_html: true` in `quipu.yaml`"
        );
        let hint = foreign::html_hint(tag).map_or(any, str::to_owned);
        self.report(
            Code::RawHtml,
            &self.first_line(range),
            "raw HTML would reach the page but not the PDF",
            &hint,
        );
    }

    /// Returns what opens the element that the tag at `at` closes, if it stands before it.
    fn opening(&self, tag: &str, at: usize) -> Option<Range<usize>> {
        let name = tag.trim_start_matches("</");
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let opening = format!("<{}", &name[..end]);
        // Elements are short; a text of nothing but closing tags is read in linear time.
        let nearest = at.saturating_sub(LONGEST_ELEMENT);
        let from = (nearest..=at).find(|at| self.text.is_char_boundary(*at)).unwrap_or(at);
        let mut starts = self.text[from..at].rmatch_indices(&*opening);
        let start = from
            + starts.find_map(|(start, _)| {
                let behind = &self.text[from + start + opening.len()..];
                (!behind.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(start)
            })?;
        let length = self.text[start..at].find('>').map_or(opening.len(), |end| end + 1);
        Some(start..start + length)
    }
}
