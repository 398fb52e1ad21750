//! The HTML elements that mean something that Markdown can express: they reach pages and PDFs
//! alike.

use std::ops::Range;

use ecow::EcoString;
use pulldown_cmark::{Event, TagEnd};

use super::html::characters;
use super::parse::{Parser, Until, is_block, is_inline_end};
use super::{
    Attributes, Block, BlockKind, Inline, InlineKind, Link, Picture, attributes, plain_text,
};
use crate::base::diagnostic::Code;
use crate::base::span::Spanned;

/// The elements that contain text.
const ELEMENTS: &[&str] = &[
    "sub", "sup", "em", "i", "strong", "b", "s", "del", "cite", "dfn", "var", "kbd", "samp",
    "code", "abbr",
];

/// The classes of a div that pages show on request.
const DETAILS: &str = "details";

/// The parts of an opening tag.
struct Opening<'t> {
    name: String,
    /// The text after the name, without the slash at its end.
    attributes: &'t str,
}

fn opening(tag: &str) -> Option<Opening<'_>> {
    let inner = tag.strip_prefix('<')?.strip_suffix('>')?.trim_end_matches('/').trim_end();
    let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
    let attributes = inner[end..].trim();
    Some(Opening { name: inner[..end].to_ascii_lowercase(), attributes })
}

impl Parser<'_, '_> {
    /// Reads the element that `tag` opens, up to its closing tag.
    pub(super) fn known_element(&mut self, tag: &str, range: &Range<usize>) -> Option<InlineKind> {
        let Opening { name, attributes } = opening(tag)?;
        if name == "br" {
            return Some(InlineKind::LineBreak);
        }
        match name.as_str() {
            "a" => return self.html_link(attributes, range),
            "img" => return self.html_image(attributes, range).map(InlineKind::Image),
            _ => {}
        }
        let title = if name == "abbr" { Some(self.title(attributes, range)?) } else { None };
        if title.is_none() && !attributes.is_empty() {
            return None;
        }
        let close = self.closing_tag(ELEMENTS.iter().find(|known| **known == name)?)?;
        if self.open_spans == super::parse::MAX_INLINES {
            return None;
        }
        self.open_spans += 1;
        let content = self.inlines(Until::Event(close)).into_boxed_slice();
        self.open_spans -= 1;
        self.at = close + 1;
        if let Some(title) = title {
            let values = vec![title];
            let attributes = Attributes { values, ..Attributes::default() };
            return Some(super::brackets::attributed(attributes, content.into_vec()));
        }
        Some(match name.as_str() {
            "sub" => InlineKind::Subscript(content),
            "sup" => InlineKind::Superscript(content),
            "em" | "i" | "cite" | "dfn" | "var" => InlineKind::Emphasis(content),
            "strong" | "b" => InlineKind::Strong(content),
            "kbd" | "samp" | "code" => InlineKind::Code(plain_text(&content).into()),
            _ => InlineKind::Strikethrough(content),
        })
    }

    /// Returns the values of the attributes of a tag, if all attributes are among `names`.
    fn values(
        &self,
        text: &str,
        names: &[&str],
        range: &Range<usize>,
    ) -> Option<Vec<(EcoString, EcoString)>> {
        let parsed = attributes::parse(text, self.span(range)).ok()?;
        let is_known = parsed.values.iter().all(|(name, _)| names.contains(&name.value.as_str()));
        let is_plain = parsed.id.is_none() && parsed.classes.is_empty();
        let values = parsed.values.into_iter();
        let values = values.map(|(name, value)| (name.value, characters(&value.value)));
        (is_known && is_plain).then(|| values.collect())
    }

    /// Reads a link, `<a href="…">text</a>`.
    fn html_link(&mut self, attributes: &str, range: &Range<usize>) -> Option<InlineKind> {
        let values = self.values(attributes, &["href", "title", "target", "rel"], range)?;
        let target = value_of(&values, "href")?;
        let close = self.closing_tag("a")?;
        if self.open_links > 0 || self.open_spans == super::parse::MAX_INLINES {
            return None;
        }
        self.open_links += 1;
        self.open_spans += 1;
        let content = self.inlines(Until::Event(close));
        self.open_spans -= 1;
        self.open_links -= 1;
        self.at = close + 1;
        let title = value_of(&values, "title").unwrap_or_default();
        Some(InlineKind::Link(Box::new(Link { target, title, content })))
    }

    /// Reads an image, `<img src="…" alt="…">`.
    pub(super) fn html_image(
        &mut self,
        attributes: &str,
        range: &Range<usize>,
    ) -> Option<Box<Picture>> {
        let values = self.values(attributes, &["src", "alt", "title", "width", "height"], range)?;
        let span = self.span(range);
        let path = Spanned::new(value_of(&values, "src")?, span);
        let alt = value_of(&values, "alt").unwrap_or_default();
        let caption = vec![Inline { span, kind: InlineKind::Text(alt) }];
        let title = value_of(&values, "title").unwrap_or_default();
        Some(Box::new(Picture { path, title, caption, attributes: Attributes::default() }))
    }

    /// Reads an image, or line breaks, that form a block of HTML on their own.
    pub(super) fn is_html_image(
        &mut self,
        html: &str,
        range: &Range<usize>,
        blocks: &mut Vec<Block>,
    ) -> bool {
        let tag = html.trim();
        let is_break = |part: &str| matches!(part, "<br" | "<br/" | "<br /");
        if tag.split_terminator('>').all(|part| is_break(part.trim())) {
            return !tag.is_empty();
        }
        let Some(Opening { name, attributes }) = opening(tag) else { return false };
        if name != "img" || tag.matches('<').count() > 1 {
            return false;
        }
        let Some(picture) = self.html_image(attributes, range) else { return false };
        blocks.push(Block { span: self.span(range), kind: BlockKind::Picture(picture) });
        true
    }

    /// Returns the text that an abbreviation stands for, `title="…"`, which is its only attribute.
    fn title(
        &self,
        text: &str,
        range: &Range<usize>,
    ) -> Option<(Spanned<EcoString>, Spanned<EcoString>)> {
        let parsed = attributes::parse(text, self.span(range)).ok()?;
        match <[_; 1]>::try_from(parsed.values) {
            Ok([(name, value)]) if name.value == "title" => Some((
                Spanned::new(name.value, self.span(range)),
                Spanned::new(characters(&value.value), self.span(range)),
            )),
            _ => None,
        }
    }

    /// Returns the number of the event that closes the element `name`, within the same text.
    fn closing_tag(&self, name: &str) -> Option<usize> {
        let (mut depth, mut nested) = (0_usize, 0_usize);
        for (index, (event, range)) in self.events.iter().enumerate().skip(self.at) {
            match event {
                Event::InlineHtml(_) => {
                    let tag = self.text[range.clone()].to_ascii_lowercase();
                    let tag = tag.trim_start_matches('<').trim_end_matches('>').trim();
                    if depth == 0 && nested == 0 && tag.strip_prefix('/') == Some(name) {
                        return Some(index);
                    }
                    if depth == 0 && tag.split_whitespace().next() == Some(name) {
                        nested += 1;
                    } else if depth == 0 && tag.strip_prefix('/') == Some(name) {
                        nested -= 1;
                    }
                }
                Event::Start(tag) if is_block(tag) => return None,
                Event::Start(_) => depth += 1,
                Event::End(tag) if !is_inline_end(*tag) || depth == 0 => return None,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// Reads `<details>` up to `</details>`, which `html`, at `range`, begins; returns whether it
    /// does.
    pub(super) fn is_details(
        &mut self,
        html: &str,
        range: &Range<usize>,
        blocks: &mut Vec<Block>,
    ) -> bool {
        let Some((title, rest)) = summary(html) else { return false };
        let span = self.span(&self.first_line(range));
        let title = Spanned::new(title, span);
        let mut attributes = Attributes {
            classes: vec![Spanned::new(DETAILS.into(), span)],
            values: vec![(Spanned::new("title".into(), span), title)],
            ..Attributes::default()
        };
        self.read_title(&mut attributes);
        let inner = match closed(rest) {
            Some(text) if text.contains('<') => return false,
            Some(text) => {
                let kind = InlineKind::Text(characters(text));
                vec![Block { span, kind: BlockKind::Paragraph(vec![Inline { span, kind }]) }]
            }
            None if rest.trim().is_empty() => self.details_text(range),
            None => return false,
        };
        blocks.push(Block { span, kind: BlockKind::Div(Box::new(attributes), inner) });
        true
    }

    fn details_text(&mut self, range: &Range<usize>) -> Vec<Block> {
        let start = self.at;
        let inner = self.blocks(Until::Details);
        let is_closed = self.at > start
            && matches!(&self.events[self.at - 1].0, Event::End(TagEnd::HtmlBlock))
            && closes_details(&self.text[self.events[self.at - 1].1.clone()]);
        if !is_closed {
            self.report(
                Code::RawHtml,
                &self.first_line(range),
                "these details are not closed",
                "write `</details>` on a line of its own below their text, with an empty line before it",
            );
        }
        inner
    }
}

fn value_of(values: &[(EcoString, EcoString)], name: &str) -> Option<EcoString> {
    values.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
}

/// Whether a block of HTML ends a `<details>` element.
pub(super) fn closes_details(html: &str) -> bool {
    html.trim().eq_ignore_ascii_case("</details>")
}

/// Returns the title in `<details><summary>…</summary>`, and the text after it.
fn summary(html: &str) -> Option<(EcoString, &str)> {
    let rest = html.trim_start();
    let tag = rest.get(..rest.find('>')? + 1)?;
    let inner = tag.strip_prefix('<')?.strip_suffix('>')?;
    // No other attribute is allowed: text meant for some readers would reach all.
    let mut words = inner.split_whitespace();
    let is_details = words.next()?.eq_ignore_ascii_case(DETAILS)
        && words.all(|word| matches!(word, "open" | "open=\"\""));
    let rest = rest[tag.len()..].trim_start();
    let rest = rest.strip_prefix("<summary>").filter(|_| is_details)?;
    let (title, rest) = rest.split_once("</summary>")?;
    Some((characters(&without_tags(title)), rest))
}

/// Returns the text before `</details>`, if the text ends with it.
fn closed(text: &str) -> Option<&str> {
    text.trim().strip_suffix("</details>").map(str::trim)
}

/// Returns text without its tags: a title is a line without markup.
fn without_tags(html: &str) -> String {
    let mut is_tag = false;
    let is_text = |character: &char| {
        let was_tag = is_tag;
        is_tag = *character == '<' || is_tag && *character != '>';
        !was_tag && *character != '<'
    };
    html.chars()
        .filter(is_text)
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
