//! Tags within a line of Markdown.

use std::ops::Range;

use super::elements::{
    Look, attributes_of, embedded, is_block, is_code, is_hidden, is_known, look,
};
use crate::markup::html::{Token, tokens};
use crate::tools::import::{literal, todo};

/// Changes of a text, in the order in which they were found; one within another is left out.
pub(in crate::tools::import) type Changes = Vec<(Range<usize>, String)>;

/// Where a line stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tools::import) struct Place {
    /// The block that it belongs to.
    pub block: Range<usize>,
    /// Whether it is a row of a table.
    pub in_row: bool,
    /// Whether it is a heading.
    pub in_heading: bool,
    /// Whether emphasis of this kind is open in the Markdown around it: strong, emphasis.
    pub emphasis: (bool, bool),
}

/// What a tag opens.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
}

/// An open element.
#[derive(Debug)]
struct Opened {
    name: String,
    /// Its tag.
    tag: Range<usize>,
    role: Role,
    /// What was read inside, as plain text.
    text: String,
}

/// What an element becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Role {
    /// Nothing around its contents.
    Plain,
    /// Words with another look.
    Look(Look),
    /// Code.
    Code,
    /// Marks, of which this is the closing one.
    Marks(String),
    /// An element that Quipu's Markdown has too.
    Kept,
    /// Nothing that readers see.
    Hidden,
}

/// Converts the tags of one text, one after the other.
#[derive(Debug, Default)]
pub(in crate::tools::import) struct Inline {
    open: Vec<Opened>,
}

impl Inline {
    /// Takes note of text between the tags.
    pub(in crate::tools::import) fn text(&mut self, text: &str) {
        for opened in &mut self.open {
            opened.text.push_str(text);
        }
    }

    /// Converts the tag at `range` of `text`.
    pub(in crate::tools::import) fn tag(
        &mut self,
        text: &str,
        range: Range<usize>,
        place: &Place,
    ) -> Changes {
        let source = &text[range.clone()];
        let Some(token) = tokens(source).into_iter().next() else { return Vec::new() };
        match token {
            Token::Text(_) | Token::Comment(_) => Vec::new(),
            Token::Close { name } => self.close(text, &name, range, place),
            Token::Open { name, .. } if name == "br" => {
                vec![(range.clone(), line_break(text, &range, place))]
            }
            Token::Open { name, attributes, .. } => {
                let element = Element { name, attributes: attributes_of(attributes) };
                self.open(text, &element, range, place)
            }
        }
    }

    fn open(
        &mut self,
        text: &str,
        element: &Element,
        range: Range<usize>,
        place: &Place,
    ) -> Changes {
        let Element { name, attributes } = element;
        let name = name.as_str();
        let source = &text[range.clone()];
        let value = |key: &str| {
            attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.trim())
        };
        let (written, role) = match name {
            _ if is_hidden(name, attributes) => (None, Role::Hidden),
            "img" => (value("src").map(|src| picture(value("alt"), src)), Role::Plain),
            "iframe" | "embed" | "video" | "audio" => {
                let link = embedded(attributes)
                    .map(|(src, words)| format!("[{}](<{src}>)", literal::link(&words)));
                (Some(link.unwrap_or_default()), Role::Plain)
            }
            "a" => match value("href") {
                Some(href) => (Some("[".to_owned()), Role::Marks(format!("](<{href}>)"))),
                None => (Some(String::new()), Role::Plain),
            },
            "q" => (Some("“".to_owned()), Role::Marks("”".to_owned())),
            "rt" => (Some(" (".to_owned()), Role::Marks(")".to_owned())),
            "abbr" if value("title").is_some() => (Some(source.to_owned()), Role::Kept),
            _ if is_code(name) => (None, Role::Code),
            _ if is_block(name) => (Some(line_break(text, &range, place)), Role::Plain),
            _ => match look(name) {
                Some(look) => (None, Role::Look(look)),
                None if is_known(name) => (Some(String::new()), Role::Plain),
                None => (Some(todo::inline(&format!("the element `{name}`"), source)), Role::Plain),
            },
        };
        let is_void =
            source.ends_with("/>") || ["img", "hr", "wbr", "embed", "source"].contains(&name);
        if !is_void {
            let name = name.to_owned();
            self.open.push(Opened { name, tag: range.clone(), role, text: String::new() });
        }
        written.map(|written| (range, written)).into_iter().collect()
    }

    fn close(&mut self, text: &str, name: &str, range: Range<usize>, place: &Place) -> Changes {
        let Some(at) = self.open.iter().rposition(|opened| opened.name == name) else {
            let written = match name {
                _ if is_block(name) => line_break(text, &range, place),
                _ if is_known(name) => String::new(),
                _ => todo::inline(&format!("the element `{name}`"), &text[range.clone()]),
            };
            return vec![(range, written)];
        };
        let opened = self.open.remove(at);
        let whole = opened.tag.start..range.end;
        match opened.role {
            Role::Plain if is_block(name) => vec![(range.clone(), line_break(text, &range, place))],
            Role::Plain if is_known(name) => vec![(range, String::new())],
            Role::Plain => vec![(range.clone(), format!("`{}`", &text[range]))],
            Role::Kept => Vec::new(),
            Role::Marks(after) => vec![(range, after)],
            Role::Code => vec![(whole, literal::code(&opened.text, place.in_row))],
            Role::Hidden => vec![(whole, hidden(&opened.text))],
            Role::Look(look) => {
                let words = &text[opened.tag.end..range.start];
                let before = text[..opened.tag.start].chars().next_back();
                let behind = text[range.end..].chars().next();
                let is_inside = match look.mark {
                    "**" => place.emphasis.0,
                    "*" => place.emphasis.1,
                    _ => false,
                };
                let fits = !is_inside && look.fits(words, before, behind) && !words.contains('<');
                let (opening, closing) = if fits {
                    (look.mark.to_owned(), look.mark.to_owned())
                } else {
                    (format!("<{}>", look.element), format!("</{}>", look.element))
                };
                vec![(opened.tag, opening), (range, closing)]
            }
        }
    }

    /// Closes what is open at the end of a block.
    pub(in crate::tools::import) fn end(&mut self, text: &str, block: &Range<usize>) -> Changes {
        let end = block.start + text[block.clone()].trim_end().len();
        let ended = std::mem::take(&mut self.open).into_iter().map(|opened| match opened.role {
            Role::Hidden => (opened.tag.start..end.max(opened.tag.end), hidden(&opened.text)),
            Role::Marks(after) => (end..end, after),
            Role::Plain => (end..end, String::new()),
            Role::Look(_) | Role::Code | Role::Kept => (opened.tag, String::new()),
        });
        ended.collect()
    }
}

/// Returns the mark for text that browsers do not show.
pub(in crate::tools::import) fn hidden(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    todo::mark(&format!("text that was hidden: {text}"))
}

/// Writes a picture.
pub(super) fn picture(alt: Option<&str>, src: &str) -> String {
    format!("![{}](<{src}>)", literal::escaped(alt.unwrap_or_default()).replace(']', "&#93;"))
}

/// Returns what separates the words before and behind a tag; nothing at the edges of a block.
fn line_break(text: &str, range: &Range<usize>, place: &Place) -> String {
    let start = place.block.start.min(range.start);
    let end = place.block.end.max(range.end).min(text.len());
    let before = text[start..range.start].trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_edge = before.is_empty() || text[range.end..end].trim().is_empty();
    let is_in_container = !text[..start].is_empty() && !text[..start].ends_with('\n');
    match () {
        () if place.in_heading => " ".to_owned(),
        () if is_edge => String::new(),
        () if place.in_row || is_in_container => "<br>".to_owned(),
        () if text[range.end..].starts_with('\n') => "\\".to_owned(),
        () => "\\\n".to_owned(),
    }
}
