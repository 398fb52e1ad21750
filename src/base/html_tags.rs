//! The tags of HTML in pages and in their templates, each with its place.
//!
//! A template is HTML with tags of Tera between and within those of HTML, which are passed over: in
//! `<li{% if current %} class="current"{% endif %}>` there is one tag. In a page, they are text.

use std::ops::Range;

/// What a text with tags is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HtmlSource {
    /// A finished page, or a part of one.
    Page,
    /// A template of Tera.
    Template,
}

/// A tag, such as `<div class="frame">`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HtmlTag {
    /// The name of the element, in lower case; empty if a tag of Tera makes it.
    pub(crate) name: String,
    /// What it does.
    pub(crate) kind: TagKind,
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// Its attributes, in their order.
    pub(crate) attributes: Vec<HtmlAttribute>,
    /// What is wrong with it.
    pub(crate) flaw: Option<TagFlaw>,
}

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TagKind {
    /// It opens an element.
    Open,
    /// It closes one: `</div>`.
    Close,
    /// It opens one and has a slash at its end: `<path/>`.
    SelfClosed,
}

/// An attribute, by where its name and its value stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HtmlAttribute {
    /// The name.
    pub(crate) name: Range<usize>,
    /// The value, without quotation marks; none if it has none.
    pub(crate) value: Option<Range<usize>>,
}

/// Why a tag reaches further than its author meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TagFlaw {
    /// It lacks its `>`.
    Unfinished,
    /// The quotation mark of a value, which stands here, is not closed.
    OpenQuote(usize),
}

/// Elements whose contents are text and not markup.
const TEXT_ONLY: [&str; 4] = ["script", "style", "textarea", "title"];

/// Returns the tags of a page or of a template, in their order.
pub(crate) fn tags(text: &str, source: HtmlSource) -> Vec<HtmlTag> {
    let reader = TagReader { text, source };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['<', '{']) {
        at += next;
        let rest = &text[at..];
        if let Some(length) = reader.tera_tag(at) {
            at += length;
        } else if let Some(comment) = rest.strip_prefix("<!--") {
            at += comment.find("-->").map_or(rest.len(), |end| end + "<!--".len() + "-->".len());
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            at += rest.find('>').map_or(rest.len(), |end| end + 1);
        } else if let Some(tag) = reader.tag(at) {
            at = tag.range.end;
            if tag.kind == TagKind::Open && TEXT_ONLY.contains(&tag.name.as_str()) {
                at += end_of_text(&text[at..], &tag.name);
            }
            found.push(tag);
        } else {
            at += 1;
        }
    }
    found
}

/// Returns where the end tag of an element that holds text stands.
fn end_of_text(text: &str, name: &str) -> usize {
    let mut ends = text.match_indices("</").map(|(at, _)| at);
    let is_end = |at: &usize| {
        let rest = &text.as_bytes()[at + 2..];
        rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    };
    ends.find(is_end).unwrap_or(text.len())
}

/// Reads tags.
struct TagReader<'t> {
    text: &'t str,
    source: HtmlSource,
}

impl TagReader<'_> {
    /// Returns the length of the tag of Tera that begins at an offset.
    fn tera_tag(&self, at: usize) -> Option<usize> {
        let text = &self.text[at..];
        if self.source == HtmlSource::Page || !text.starts_with('{') {
            return None;
        }
        let pairs = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
        let (_, close) = pairs.into_iter().find(|(open, _)| text.starts_with(open))?;
        Some(text.find(close).map_or(text.len(), |end| end + close.len()))
    }

    /// Reads the tag that begins at a `<`; none if that is text.
    fn tag(&self, start: usize) -> Option<HtmlTag> {
        let text = self.text;
        let rest = &text[start + 1..];
        let (is_close, rest) = match rest.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let is_made = rest.starts_with("{{");
        if !is_made && !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '{' | '<'));
        let length = length.unwrap_or(rest.len());
        let name = rest[..length].to_ascii_lowercase();
        let at = text.len() - rest.len() + length;
        let mut tag = HtmlTag {
            name: if rest[length..].starts_with("{{") { String::new() } else { name },
            kind: if is_close { TagKind::Close } else { TagKind::Open },
            range: start..text.len(),
            attributes: Vec::new(),
            flaw: None,
        };
        self.attributes(at, &mut tag);
        Some(tag)
    }

    /// Reads the attributes of a tag from `at` to its end.
    fn attributes(&self, mut at: usize, tag: &mut HtmlTag) {
        let text = self.text;
        while let Some(character) = text[at..].chars().next() {
            let rest = &text[at..];
            if let Some(length) = self.tera_tag(at) {
                at += length;
            } else if character == '>' {
                tag.range.end = at + 1;
                return;
            } else if character == '<' {
                tag.range.end = at;
                tag.flaw.get_or_insert(TagFlaw::Unfinished);
                return;
            } else if rest.starts_with("/>") {
                if tag.kind == TagKind::Open {
                    tag.kind = TagKind::SelfClosed;
                }
                at += 1;
            } else if matches!(character, '"' | '\'') && text[..at].ends_with('=') {
                // The name of the attribute is made by a tag of Tera.
                at = (self.end_of_value(at + 1, Some(character)) + 1).min(text.len());
            } else if character.is_whitespace() || matches!(character, '/' | '=' | '"' | '\'') {
                at += 1;
            } else {
                at = self.attribute(at, tag);
            }
        }
        tag.flaw.get_or_insert(TagFlaw::Unfinished);
    }

    /// Reads the attribute that begins at `start`; returns where it ends.
    fn attribute(&self, start: usize, tag: &mut HtmlTag) -> usize {
        let text = self.text;
        let is_end = |c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '{' | '<');
        let length = text[start..].find(is_end).unwrap_or(text.len() - start).max(1);
        let name = start..start + length;
        let spaces = |at: usize| text[at..].len() - text[at..].trim_start().len();
        let mut at = name.end + spaces(name.end);
        if !text[at..].starts_with('=') {
            tag.attributes.push(HtmlAttribute { name: name.clone(), value: None });
            return name.end;
        }
        at += 1;
        at += spaces(at);
        let mark = text[at..].chars().next().filter(|mark| matches!(mark, '"' | '\''));
        let begin = at + usize::from(mark.is_some());
        let end = self.end_of_value(begin, mark);
        if mark.is_some() && (end == text.len() || is_torn(&text[name.clone()], &text[begin..end]))
        {
            tag.flaw.get_or_insert(TagFlaw::OpenQuote(at));
        }
        tag.attributes.push(HtmlAttribute { name, value: Some(begin..end) });
        (end + usize::from(mark.is_some())).min(text.len())
    }

    /// Returns where a value ends: at its mark, or without one at the next space or `>`.
    fn end_of_value(&self, begin: usize, mark: Option<char>) -> usize {
        let text = self.text;
        let mut at = begin;
        while let Some(character) = text[at..].chars().next() {
            if let Some(length) = self.tera_tag(at) {
                at += length;
                continue;
            }
            let is_end = match mark {
                Some(mark) => character == mark,
                None => character.is_whitespace() || character == '>',
            };
            if is_end {
                return at;
            }
            at += character.len_utf8();
        }
        text.len()
    }
}

/// Whether a value has run on into other tags, because its quotation mark is not closed.
fn is_torn(name: &str, value: &str) -> bool {
    let holds_markup = name.eq_ignore_ascii_case("srcdoc") || name.starts_with("data-");
    let tag = value.find('>').map(|end| &value[end..]);
    !holds_markup && !value.starts_with("data:") && tag.is_some_and(|rest| rest.contains('<'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_with_tags_of_tera() {
        #[track_caller]
        fn test(text: &str, expected: &[&str]) {
            let found = tags(text, HtmlSource::Template);
            let found: Vec<_> = found.iter().map(|tag| &text[tag.range.clone()]).collect();
            assert_eq!(found, expected, "for {text:?}");
        }

        test("<p>a < b</p>", &["<p>", "</p>"]);
        test(
            "<li{% if a > b %} class=\"c\"{% endif %}>",
            &["<li{% if a > b %} class=\"c\"{% endif %}>"],
        );
        test("<a href=\"{{ words[\"x\"] }}\">", &["<a href=\"{{ words[\"x\"] }}\">"]);
        test("{# <p> #}<!-- <b> -->{{ <files items={x} /> }}<br/>", &["<br/>"]);
        test("<script>if (a<b) {}</script><i>", &["<script>", "</script>", "<i>"]);
        test("<h{{ level }} id=x>", &["<h{{ level }} id=x>"]);
    }

    #[test]
    fn tags_that_reach_too_far() {
        #[track_caller]
        fn test(text: &str, expected: Option<&TagFlaw>) {
            assert_eq!(tags(text, HtmlSource::Template)[0].flaw.as_ref(), expected, "for {text:?}");
        }

        test("<div class=\"a\"\n<p>x</p>", Some(&TagFlaw::Unfinished));
        test("<div class=\"a>\n<p class=\"b\">", Some(&TagFlaw::OpenQuote(11)));
        test("<a title=\"a > b\">", None);
        test("<iframe srcdoc=\"<p>x</p>\">", None);
    }
}
