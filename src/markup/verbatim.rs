//! What the Markdown parser does not treat as text: code, addresses and HTML.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser as EventParser, Tag, TagEnd};

use super::parse::{flags, is_block, is_inline_end};

/// The parts of a text in which Quipu's own syntax means nothing.
#[derive(Debug, Default)]
pub(super) struct Verbatim {
    /// The blocks of code and HTML, in order.
    blocks: Vec<Range<usize>>,
    /// The blocks of both, and code, addresses and HTML within lines, in order.
    parts: Vec<Range<usize>>,
    /// The beginnings and ends of paragraphs, items, rows of tables and other blocks, in order.
    bounds: Vec<usize>,
}

impl Verbatim {
    /// Asks the Markdown parser about `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self::default();
        // For each open link and image, the end of its text, as far as it was read.
        let mut links: Vec<usize> = Vec::new();
        let events = EventParser::new_ext(text, flags()).into_offset_iter();
        found
            .parts
            .extend(events.reference_definitions().iter().map(|(_, link)| link.span.clone()));
        for (event, range) in events {
            if let Event::End(TagEnd::Link | TagEnd::Image) = event {
                found.parts.extend(links.pop().map(|text_end| text_end..range.end));
            }
            if let Some(text_end) = links.last_mut() {
                *text_end = range.end.max(*text_end);
            }
            match event {
                Event::Start(Tag::Link {
                    link_type: LinkType::Autolink | LinkType::Email, ..
                }) => {
                    links.push(range.end);
                    found.parts.push(range);
                }
                Event::Start(Tag::Link { .. }) => links.push(range.start + "[".len()),
                Event::Start(Tag::Image { .. }) => links.push(range.start + "![".len()),
                event => found.add(&event, range),
            }
        }
        found.parts.extend(found.blocks.iter().cloned());
        found.parts.sort_unstable_by_key(|part| part.start);
        found.bounds.sort_unstable();
        found
    }

    fn add(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Code(_) | Event::InlineHtml(_) => self.parts.push(range),
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                self.bounds.push(range.start);
                self.blocks.push(range);
            }
            Event::Start(Tag::TableCell) | Event::End(TagEnd::TableCell) => {}
            Event::Start(tag) if is_block(tag) => self.bounds.push(range.start),
            Event::End(tag) if !is_inline_end(*tag) => self.bounds.push(range.end),
            Event::Rule => self.bounds.push(range.start),
            _ => {}
        }
    }

    /// Returns the part that contains the byte `at`.
    pub(super) fn part(&self, at: usize) -> Option<&Range<usize>> {
        holding(&self.parts, at)
    }

    /// Whether the byte `at` is in a block of code or HTML.
    pub(super) fn is_in_block(&self, at: usize) -> bool {
        holding(&self.blocks, at).is_some()
    }

    /// Returns the end of the paragraph, row or heading that contains the byte `at`.
    pub(super) fn text_end(&self, at: usize) -> Option<usize> {
        self.bounds.get(self.bounds.partition_point(|bound| *bound <= at)).copied()
    }
}

fn holding(parts: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let before = parts.partition_point(|part| part.start <= at);
    parts[..before].last().filter(|part| part.contains(&at))
}
