//! The elements of HTML that mean what Markdown can say: they reach pages and PDFs alike.

use pulldown_cmark::Event;

use super::InlineKind;
use super::parse::{Parser, Until, is_block, is_inline_end};

/// The elements that hold text.
const ELEMENTS: &[&str] = &["sub", "sup", "em", "i", "strong", "b", "s", "del"];

impl Parser<'_, '_> {
    /// Reads the element that `tag` opens, up to the tag that closes it.
    pub(super) fn known_element(&mut self, tag: &str) -> Option<InlineKind> {
        let name = tag.strip_prefix('<')?.strip_suffix('>')?.trim_end_matches('/').trim_end();
        let name = name.to_ascii_lowercase();
        if name == "br" {
            return Some(InlineKind::LineBreak);
        }
        let close = self.closing_tag(ELEMENTS.iter().find(|known| **known == name)?)?;
        if self.open_spans == super::parse::MAX_INLINES {
            return None;
        }
        self.open_spans += 1;
        let content = self.inlines(Until::Event(close)).into_boxed_slice();
        self.open_spans -= 1;
        self.at = close + 1;
        Some(match name.as_str() {
            "sub" => InlineKind::Subscript(content),
            "sup" => InlineKind::Superscript(content),
            "em" | "i" => InlineKind::Emphasis(content),
            "strong" | "b" => InlineKind::Strong(content),
            _ => InlineKind::Strikethrough(content),
        })
    }

    /// Returns the number of the event that closes the element `name`, in the same text.
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
                    if depth == 0 && tag == name {
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
}
