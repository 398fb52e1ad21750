//! The HTML of a text, found by the Markdown parser and changed in place.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use regex::Regex;

use super::edits::Edits;
use super::html::{self, Place};
use super::{markdown, todo};

/// What looks like a tag and is none, as in `<WRAP center 60%>`.
static NO_TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^<[A-Za-z][A-Za-z0-9]*(?:\s[^<>\n]*)?>").ok());

/// A text whose tags are converted.
struct Reading<'t> {
    text: &'t str,
    edits: Edits,
    inline: html::Inline,
    place: Place,
    /// A block of HTML that is being read: where it is, and what it says.
    block: Option<(Range<usize>, String)>,
    /// Whether the next text is within code.
    in_code: bool,
}

/// Turns HTML into Markdown.
pub(super) fn without(text: &str) -> String {
    let place = Place { block: 0..0, in_row: false, in_heading: false, emphasis: (false, false) };
    let (edits, inline) = (Edits::default(), html::Inline::default());
    let mut reading = Reading { text, edits, inline, place, block: None, in_code: false };
    for (event, range) in Parser::new_ext(text, markdown::flags()).into_offset_iter() {
        reading.event(event, range);
    }
    reading.edits.apply(text)
}

impl Reading<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Html(part) => {
                if let Some((_, html)) = &mut self.block {
                    html.push_str(&part);
                }
            }
            Event::InlineHtml(source) if !source.starts_with("<!--") => {
                for (range, change) in self.inline.tag(self.text, range, &self.place) {
                    self.edits.put(range, change);
                }
            }
            Event::Text(part) => {
                self.inline.text(&part);
                self.no_tag(&range);
            }
            Event::Code(part) => self.inline.text(&part),
            Event::SoftBreak | Event::HardBreak => self.inline.text(" "),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::HtmlBlock => self.block = Some((range, String::new())),
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::Strong => self.place.emphasis.0 = true,
            Tag::Emphasis => self.place.emphasis.1 = true,
            Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::Heading { .. } => {
                self.finish();
                self.place.in_row = matches!(tag, Tag::TableCell);
                self.place.in_heading = matches!(tag, Tag::Heading { .. });
                self.place.block = range;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::HtmlBlock => self.end_block(),
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::Strong => self.place.emphasis.0 = false,
            TagEnd::Emphasis => self.place.emphasis.1 = false,
            TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_) => {
                self.finish();
                self.place.in_row = false;
                self.place.in_heading = false;
            }
            _ => {}
        }
    }

    /// Closes what is open at the end of a block.
    fn finish(&mut self) {
        for (range, change) in self.inline.end(self.text, &self.place.block) {
            self.edits.put(range, change);
        }
    }

    /// Writes a block of HTML as Markdown, with the marks of the list or quotation around it.
    fn end_block(&mut self) {
        let Some((range, html)) = self.block.take() else { return };
        if html.trim_start().starts_with("<!--") && html.trim_end().ends_with("-->") {
            return;
        }
        let line = self.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let margin = self.text[line..range.start].chars();
        let margin: String = margin.map(|c| if c == '>' { c } else { ' ' }).collect();
        let written = html::block(&html);
        let mut lines = written.lines();
        let mut out = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            out.push('\n');
            out.push_str(format!("{margin}{line}").trim_end());
        }
        // An empty line keeps what follows from being read as a part of it.
        out.extend(["\n", margin.trim_end(), "\n"]);
        self.edits.put(range, out);
    }

    /// Lists what looks like a tag of another language and would be printed.
    fn no_tag(&mut self, range: &Range<usize>) {
        let rest = &self.text[range.start..];
        if self.in_code || !rest.starts_with('<') || self.text[..range.start].ends_with('\\') {
            return;
        }
        let found = LazyLock::force(&NO_TAG).as_ref().and_then(|regex| regex.find(rest));
        if let Some(found) = found {
            let end = range.start + found.end();
            let change = todo::inline("a tag of another language", found.as_str());
            self.edits.put(range.start..end, change);
        }
    }
}
