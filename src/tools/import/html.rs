//! HTML in Markdown, as Markdown where there is an equivalent.

use std::fmt::Write as _;

use super::attributes::Attributes;
use super::{rows, todo};
use crate::markup::html::{Token, tokens};

/// Elements without a meaning of their own: their contents stay.
const PLAIN: &[&str] = &[
    "span", "font", "small", "big", "u", "ins", "mark", "abbr", "picture", "source", "label",
    "wbr", "time", "nobr", "thead", "tbody", "tfoot", "colgroup", "col", "track", "bdi", "bdo",
    "cite", "data", "a", "head", "body", "progress", "html",
];

/// Elements that are paragraphs.
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
    "noscript",
];

/// Returns the marks for an inline element, if Markdown has some.
fn marks(name: &str, attributes: &[(String, String)]) -> Option<(String, String)> {
    let same = |mark: &str| Some((mark.to_owned(), mark.to_owned()));
    let value = |key: &str| {
        attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    };
    match name {
        "b" | "strong" | "summary" | "dt" => same("**"),
        "i" | "em" | "dfn" | "var" => same("*"),
        "code" | "kbd" | "samp" | "tt" => same("`"),
        "s" | "del" | "strike" => same("~~"),
        "sub" => same("~"),
        "sup" => same("^"),
        "q" => Some(("“".to_owned(), "”".to_owned())),
        "a" => value("href").map(|href| ("[".to_owned(), format!("](<{}>)", href.trim()))),
        "img" => {
            let alt = value("alt").unwrap_or_default().replace(['[', ']'], "");
            value("src").map(|src| (format!("![{alt}](<{}>)", src.trim()), String::new()))
        }
        "iframe" | "embed" => {
            let title = value("title").unwrap_or("Film").to_owned();
            value("src").map(|src| (format!("[{title}](<{}>)", src.trim()), String::new()))
        }
        "video" | "audio" => Some(match value("src") {
            Some(src) => (format!("[Film](<{}>)", src.trim()), String::new()),
            None => (String::new(), String::new()),
        }),
        _ => None,
    }
}

/// Converts the tags within lines of text, one after the other.
#[derive(Debug, Default)]
pub(super) struct Inline {
    open: Vec<(String, String)>,
}

impl Inline {
    /// Converts one tag; in a table row (`in_row`) a line break would break more than the line.
    pub(super) fn tag(&mut self, source: &str, in_row: bool) -> String {
        let Some(token) = tokens(source).into_iter().next() else { return String::new() };
        match token {
            Token::Text(text) | Token::Comment(text) => text.to_owned(),
            Token::Close { name } => match self.open.iter().rposition(|(open, _)| *open == name) {
                Some(at) => self.open.remove(at).1,
                None => String::new(),
            },
            Token::Open { name, .. } if name == "br" => {
                if in_row {
                    " ".to_owned()
                } else {
                    "\\\n".to_owned()
                }
            }
            Token::Open { name, attributes, source } => {
                let known = PLAIN.contains(&name.as_str())
                    || BLOCKS.contains(&name.as_str())
                    || ["ul", "ol", "li", "hr", "td", "tr", "th"].contains(&name.as_str());
                match marks(&name, &attributes_of(attributes)) {
                    Some((before, after)) => {
                        if !after.is_empty() && !source.ends_with("/>") {
                            self.open.push((name, after));
                        }
                        before
                    }
                    None if known => String::new(),
                    None => todo::inline(&format!("the element `{name}`"), source),
                }
            }
        }
    }
}

/// An open element, and what has been written of its contents.
#[derive(Debug, Default)]
struct Frame {
    name: String,
    after: String,
    text: String,
    rows: Vec<Vec<String>>,
}

/// Translates a block of HTML.
pub(super) fn block(html: &str) -> String {
    let lower = html.to_lowercase();
    let foreign = ["<script", "<style", "<form", "<input", "<svg", "<math", "<object"];
    if let Some(name) = foreign.iter().find(|name| lower.contains(**name)) {
        let source: Vec<&str> = html.trim_end().lines().collect();
        return todo::block(&format!("the element `{}`", &name[1..]), &source).join("\n") + "\n";
    }
    let mut blocks = Blocks { frames: vec![Frame::default()], lists: Vec::new() };
    for token in tokens(html) {
        match token {
            Token::Text(text) => blocks.write_text(text),
            Token::Comment(text) => blocks.push(&format!("\n{text}\n")),
            Token::Open { name, attributes, source } => {
                blocks.open(&name, &attributes_of(attributes), source);
            }
            Token::Close { name } => blocks.close(&name),
        }
    }
    blocks.end()
}

/// A block of HTML that is being written as Markdown.
struct Blocks {
    /// The open elements, from the outermost, which is the whole.
    frames: Vec<Frame>,
    /// The open lists: the number of the last item; none if they are not numbered.
    lists: Vec<Option<usize>>,
}

impl Blocks {
    fn push(&mut self, text: &str) {
        if let Some(frame) = self.frames.last_mut() {
            frame.text.push_str(text);
        }
    }

    fn write_text(&mut self, text: &str) {
        let is_verbatim = self.frames.iter().any(|frame| frame.name == "pre");
        let Some(frame) = self.frames.last_mut() else { return };
        if is_verbatim {
            frame.text.push_str(text);
            return;
        }
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let leads = text.starts_with(char::is_whitespace)
            && !frame.text.ends_with(['\n', ' '])
            && !frame.text.is_empty();
        if leads {
            frame.text.push(' ');
        }
        frame.text.push_str(&words);
        if !words.is_empty() && text.ends_with(char::is_whitespace) {
            frame.text.push(' ');
        }
    }

    fn open(&mut self, name: &str, attributes: &[(String, String)], source: &str) {
        let is_empty = source.ends_with("/>")
            || ["br", "hr", "img", "source", "wbr", "col", "track", "embed"].contains(&name);
        let (mut before, mut after) = self.around(name, attributes, source);
        if BLOCKS.contains(&name) {
            before = format!("\n\n{before}");
            after.push_str("\n\n");
        }
        if is_empty
            || (marks(name, attributes).is_some_and(|(_, close)| close.is_empty()) && name == "img")
        {
            self.push(&before);
            self.push(&after);
            return;
        }
        self.push(&before);
        self.frames.push(Frame { name: name.to_owned(), after, ..Frame::default() });
    }

    /// Returns what Markdown writes before and after the contents of an element.
    fn around(
        &mut self,
        name: &str,
        attributes: &[(String, String)],
        source: &str,
    ) -> (String, String) {
        let mut before = String::new();
        let mut after = String::new();
        match name {
            "br" => before.push_str(if self.frames.iter().any(|frame| frame.name == "table") {
                " "
            } else {
                "\\\n"
            }),
            "hr" => before.push_str("\n\n---\n\n"),
            "ul" => self.lists.push(None),
            "ol" => self.lists.push(Some(0)),
            "li" => before = item(&mut self.lists),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name[1..].parse().unwrap_or(2);
                (before, after) = (format!("\n\n{} ", "#".repeat(level)), "\n\n".to_owned());
            }
            _ => match marks(name, attributes) {
                Some((open, close)) => (before, after) = (open, close),
                None if is_known(name) => {}
                None => {
                    before = format!(
                        "\n\n{}\n\n",
                        todo::inline(&format!("the element `{name}`"), source)
                    );
                }
            },
        }
        (before, after)
    }

    fn close(&mut self, name: &str) {
        let Some(at) =
            self.frames.iter().rposition(|frame| frame.name == name).filter(|&at| at > 0)
        else {
            return;
        };
        while self.frames.len() > at {
            let Some(frame) = self.frames.pop() else { return };
            self.finish(frame);
        }
    }

    /// Writes the contents of an element into the one around it.
    fn finish(&mut self, frame: Frame) {
        let Some(outer) = self.frames.last_mut() else { return };
        match frame.name.as_str() {
            "td" | "th" => {
                let text = tidy(&frame.text).replace('\n', " ").replace('|', "\\|");
                outer.rows.push(vec![text.trim().to_owned()]);
                outer.rows.extend(frame.rows);
            }
            "tr" => outer.rows.push(frame.rows.into_iter().flatten().collect()),
            "table" => {
                let lines = rows::write(&frame.rows);
                let _ = write!(outer.text, "\n{}\n{}\n\n", frame.text.trim(), lines.join("\n"));
            }
            "pre" => {
                let code = frame.text.trim_matches(['\n', '`']);
                let code: Vec<&str> = code.lines().collect();
                let code = super::fence::listing("", &code).join("\n");
                let _ = write!(outer.text, "\n\n{code}\n\n");
            }
            "blockquote" => {
                let text = tidy(&frame.text);
                let lines: Vec<_> = text
                    .trim()
                    .lines()
                    .map(|line| format!("> {line}").trim_end().to_owned())
                    .collect();
                let _ = write!(outer.text, "\n\n{}\n\n", lines.join("\n"));
            }
            name => {
                if name == "ul" || name == "ol" {
                    self.lists.pop();
                }
                // A mark is next to the word, not next to a space.
                let is_marked = !frame.after.is_empty() && !frame.after.starts_with('\n');
                let text = if is_marked { frame.text.trim() } else { frame.text.as_str() };
                let space = if is_marked && frame.text.ends_with(' ') { " " } else { "" };
                outer.text.push_str(text);
                outer.text.push_str(&frame.after);
                outer.text.push_str(space);
                outer.rows.extend(frame.rows);
                if (name == "ul" || name == "ol") && self.lists.is_empty() {
                    outer.text.push_str("\n\n");
                }
            }
        }
    }

    /// Closes what is still open; returns the whole.
    fn end(mut self) -> String {
        while self.frames.len() > 1 {
            let Some(frame) = self.frames.pop() else { break };
            self.finish(frame);
        }
        let text = self.frames.pop().map(|frame| frame.text).unwrap_or_default();
        tidy(&text)
    }
}

fn is_known(name: &str) -> bool {
    let shaped = ["table", "tr", "td", "th", "pre", "blockquote"];
    PLAIN.contains(&name) || BLOCKS.contains(&name) || shaped.contains(&name)
}

fn item(lists: &mut [Option<usize>]) -> String {
    let margin = "    ".repeat(lists.len().saturating_sub(1));
    match lists.last_mut() {
        Some(Some(number)) => {
            *number += 1;
            format!("\n{margin}{number}. ")
        }
        _ => format!("\n{margin}- "),
    }
}

/// Removes spaces at the ends of lines, and all but one of several empty lines.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        let line = if line
            .trim_start()
            .starts_with(['-', '1', '2', '3', '4', '5', '6', '7', '8', '9', '`'])
        {
            line
        } else {
            line.trim_start()
        };
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    let text = lines.join("\n");
    if text.is_empty() { text } else { format!("{text}\n") }
}

/// Returns the attributes of a tag, with their names in lower case.
fn attributes_of(written: &str) -> Vec<(String, String)> {
    // Commas separate the attributes of other programs.
    let read = Attributes::read(&written.replace('\n', " ").replace(", ", "\u{1}"));
    let values = read.values.into_iter();
    values.map(|(key, value)| (key.to_lowercase(), value.replace('\u{1}', ", "))).collect()
}
