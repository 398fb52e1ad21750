//! What elements of HTML mean.

use crate::tools::import::attributes::{Attributes, HIDDEN};

/// Elements without a meaning of their own: their contents stay.
const PLAIN: &[&str] = &[
    "span", "font", "small", "big", "u", "ins", "mark", "picture", "source", "label", "wbr",
    "time", "nobr", "track", "bdi", "cite", "data", "head", "body", "progress", "html", "rb",
    "ruby", "tbody", "thead", "tfoot", "col", "colgroup",
];

/// Elements that are paragraphs, or stand between them.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "center",
    "figure",
    "main",
    "header",
    "footer",
    "nav",
    "aside",
    "details",
    "figcaption",
    "address",
    "hgroup",
    "summary",
    "dl",
    "dt",
    "dd",
    "caption",
    "button",
    "fieldset",
    "legend",
    "noscript",
    "li",
    "ul",
    "ol",
    "table",
    "tr",
    "td",
    "th",
    "hr",
    "pre",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

/// An element that changes how its words look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tools::import) struct Look {
    /// What Markdown writes around them.
    pub mark: &'static str,
    /// The element of Quipu's Markdown for words around which the marks would not be read.
    pub element: &'static str,
}

/// Returns how an element looks, if it is one that changes looks.
pub(in crate::tools::import) fn look(name: &str) -> Option<Look> {
    let (mark, element) = match name {
        "b" | "strong" | "summary" | "dt" | "legend" => ("**", "strong"),
        "i" | "em" | "dfn" | "var" => ("*", "em"),
        "s" | "del" | "strike" => ("~~", "del"),
        "sub" => ("~", "sub"),
        "sup" => ("^", "sup"),
        _ => return None,
    };
    Some(Look { mark, element })
}

impl Look {
    /// Whether its marks around `words`, behind and before these signs, are read as marks.
    pub(super) fn fits(self, words: &str, before: Option<char>, behind: Option<char>) -> bool {
        let is_edge = |c: Option<char>| c.is_none_or(|c| !matches!(c, '*' | '_' | '~' | '^'));
        let is_shift = self.mark == "~" || self.mark == "^";
        let is_simple = if is_shift {
            words.chars().all(char::is_alphanumeric)
        } else {
            !words.contains(['*', '~', '\n']) && !words.contains("<!--")
        };
        let alphanumeric = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        is_simple
            && alphanumeric(words.chars().next())
            && alphanumeric(words.chars().next_back())
            && is_edge(before)
            && is_edge(behind)
    }

    /// Writes words in this look.
    pub(in crate::tools::import) fn around(self, words: &str, before: Option<char>) -> String {
        let Self { mark, element } = self;
        if self.fits(words, before, None) {
            format!("{mark}{words}{mark}")
        } else {
            format!("<{element}>{words}</{element}>")
        }
    }
}

/// Whether an element is code.
pub(super) fn is_code(name: &str) -> bool {
    ["code", "kbd", "samp", "tt"].contains(&name)
}

/// Whether an element begins a line of its own.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Whether Markdown has something for an element, or needs nothing for it.
pub(in crate::tools::import) fn is_known(name: &str) -> bool {
    let other = ["a", "abbr", "br", "q", "rt", "rp", "img", "iframe", "embed", "video", "audio"];
    PLAIN.contains(&name)
        || is_block(name)
        || look(name).is_some()
        || is_code(name)
        || other.contains(&name)
}

/// Whether browsers do not show an element.
pub(in crate::tools::import) fn is_hidden(name: &str, attributes: &[(String, String)]) -> bool {
    let value = |key: &str| attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value);
    let has = |key: &str| value(key).is_some();
    let style = value("style").map(|style| style.to_lowercase().replace(' ', ""));
    let is_styled = style.is_some_and(|style| {
        ["display:none", "visibility:hidden", "visibility:collapse"]
            .iter()
            .any(|hidden| style.contains(hidden))
    });
    let classes = value("class").map(String::as_str).unwrap_or_default();
    let is_class = classes.split_whitespace().any(|class| HIDDEN.contains(&class));
    let is_closed = (name == "dialog" && !has("open")) || name == "template" || name == "datalist";
    has("hidden") || has("popover") || is_styled || is_class || is_closed
}

/// Returns the attributes of a tag, with their names in lower case; those without a value have an empty one.
pub(in crate::tools::import) fn attributes_of(written: &str) -> Vec<(String, String)> {
    // Commas separate the attributes of other programs.
    let read = Attributes::read(&written.replace('\n', " ").replace(',', "\u{1}"));
    let bare = read.classes.into_iter().map(|name| (name, String::new()));
    let values = read.values.into_iter().chain(bare);
    values.map(|(key, value)| (key.to_lowercase(), value.replace('\u{1}', ","))).collect()
}

/// Returns the way to a page, film or recording that is embedded, and the words of a link to it.
pub(super) fn embedded(attributes: &[(String, String)]) -> Option<(String, String)> {
    let value = |key: &str| {
        let found = attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.trim());
        found.filter(|value| !value.is_empty())
    };
    let src = value("src").or_else(|| value("data-src"))?;
    Some((src.to_owned(), value("title").unwrap_or(src).to_owned()))
}
