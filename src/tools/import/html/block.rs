//! A block of HTML, read as browsers read it and written as Markdown.

use std::fmt::Write as _;

use html5ever::serialize::{SerializeOpts, TraversalScope, serialize};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom, SerializableHandle};

use super::elements::{embedded, is_block, is_code, is_hidden, is_known, look};
use super::inline::{hidden, picture};
use super::table;
use crate::tools::import::inline::code_span;
use crate::tools::import::{fence, literal, todo};

/// Elements that do something, or that are a language of their own.
const FOREIGN: [&str; 11] = [
    "script", "style", "form", "input", "select", "textarea", "svg", "math", "object", "canvas",
    "meter",
];

/// Translates a block of HTML.
pub(in crate::tools::import) fn block(html: &str) -> String {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    if let Some(name) = FOREIGN.iter().find(|name| first(&dom.document, name).is_some()) {
        let source: Vec<&str> = html.trim_end().lines().collect();
        return todo::block(&format!("the element `{name}`"), &source).join("\n") + "\n";
    }
    let lower = html.to_lowercase();
    let is_markdown = ["markdown=", "markdown>"].iter().any(|mark| lower.contains(mark));
    let mut flow = Flow { is_markdown, ..Flow::default() };
    flow.node(&dom.document);
    let blocks = flow.end();
    if blocks.is_empty() { String::new() } else { blocks.join("\n\n") + "\n" }
}

/// The name and attributes of an element.
pub(super) fn element(node: &Handle) -> Option<(String, Vec<(String, String)>)> {
    let NodeData::Element { name, attrs, .. } = &node.data else { return None };
    let attributes = attrs.borrow();
    let pair = |attribute: &html5ever::Attribute| {
        (attribute.name.local.to_string(), attribute.value.to_string())
    };
    Some((name.local.to_string(), attributes.iter().map(pair).collect()))
}

/// Returns the first element of this name in a node, at any depth.
pub(super) fn first(node: &Handle, wanted: &str) -> Option<Handle> {
    node.children.borrow().iter().find_map(|child| {
        let is_wanted = element(child).is_some_and(|(name, _)| name == wanted);
        if is_wanted { Some(child.clone()) } else { first(child, wanted) }
    })
}

/// Returns all text in a node.
pub(super) fn text(node: &Handle) -> String {
    if let NodeData::Text { contents } = &node.data {
        return contents.borrow().to_string();
    }
    let inner = template(node);
    let inner = inner.as_ref().unwrap_or(node);
    inner.children.borrow().iter().map(text).collect()
}

fn template(node: &Handle) -> Option<Handle> {
    let NodeData::Element { template_contents, .. } = &node.data else { return None };
    template_contents.borrow().clone()
}

/// Returns an element as HTML.
pub(super) fn source(node: &Handle) -> String {
    let mut bytes = Vec::new();
    let traversal_scope = TraversalScope::IncludeNode;
    let options = SerializeOpts { traversal_scope, ..SerializeOpts::default() };
    let written = serialize(&mut bytes, &SerializableHandle::from(node.clone()), options);
    written.map(|()| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// Blocks that are written one after the other.
#[derive(Debug, Default)]
pub(super) struct Flow {
    blocks: Vec<String>,
    /// The paragraph that is open.
    line: String,
    /// Whether the text is Markdown, rather than text in which no sign is a mark.
    is_markdown: bool,
}

impl Flow {
    /// Writes the contents of an element, as blocks of their own.
    pub(super) fn inside(&self, node: &Handle) -> Vec<String> {
        let mut flow = Self { is_markdown: self.is_markdown, ..Self::default() };
        flow.children(node);
        flow.end()
    }

    fn end(mut self) -> Vec<String> {
        self.end_line();
        self.blocks
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim().trim_end_matches('\\').trim_end();
        if !line.is_empty() {
            self.blocks.push(literal::guarded(line));
        }
    }

    fn push_block(&mut self, block: String) {
        self.end_line();
        self.blocks.push(block);
    }

    fn children(&mut self, node: &Handle) {
        for child in node.children.borrow().iter() {
            self.node(child);
        }
    }

    fn node(&mut self, node: &Handle) {
        match &node.data {
            NodeData::Text { contents } => self.text(&contents.borrow()),
            NodeData::Comment { contents } => {
                let comment = format!("<!--{contents}-->");
                if self.line.is_empty() && !contents.starts_with(" TODO import: ") {
                    self.push_block(comment);
                } else {
                    self.line.push_str(&comment.replace('\n', " "));
                }
            }
            NodeData::Element { .. } => self.element(node),
            NodeData::Document => self.children(node),
            NodeData::Doctype { .. } | NodeData::ProcessingInstruction { .. } => {}
        }
    }

    /// Writes text, with its spaces as browsers show them.
    fn text(&mut self, text: &str) {
        let mut spaced = String::with_capacity(text.len());
        for character in text.chars() {
            if !character.is_ascii_whitespace() {
                spaced.push(character);
                continue;
            }
            let last = spaced.chars().next_back().or(self.line.chars().next_back());
            if last.is_some_and(|last| !last.is_ascii_whitespace()) {
                spaced.push(' ');
            }
        }
        if self.is_markdown {
            self.line.push_str(&spaced);
            return;
        }
        // What was converted before, line by line, is Markdown already: code and escapes.
        let mut rest = spaced.as_str();
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '`' => code_span(rest).map(|(length, _)| length),
                '\\' => rest[1..].chars().next().map(|next| 1 + next.len_utf8()),
                _ => None,
            };
            if let Some(length) = length {
                self.line.push_str(&rest[..length]);
                rest = &rest[length..];
                continue;
            }
            match first {
                '*' | '_' | '~' | '^' => self.line.extend(['\\', first]),
                '<' => self.line.push_str("&lt;"),
                '&' => self.line.push_str(if rest.contains(';') { "&amp;" } else { "&" }),
                other => self.line.push(other),
            }
            rest = &rest[first.len_utf8()..];
        }
    }

    fn element(&mut self, node: &Handle) {
        let Some((name, attributes)) = element(node) else { return };
        let value = |key: &str| {
            attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
        };
        if is_hidden(&name, &attributes) {
            self.line.push_str(&hidden(&text(node)));
            return;
        }
        match name.as_str() {
            "br" => {
                self.line.truncate(self.line.trim_end().len());
                self.line.push_str("\\\n");
            }
            "hr" => self.push_block("---".to_owned()),
            "ul" | "ol" => {
                let list = self.list(node, name == "ol");
                self.push_block(list);
            }
            "table" => {
                let table = table::write(self, node);
                self.push_block(table.join("\n").trim().to_owned());
            }
            "pre" => {
                let code = text(node);
                let code: Vec<&str> = code.trim_matches('\n').lines().collect();
                self.push_block(fence::listing("", &code).join("\n"));
            }
            "blockquote" => {
                let inner = self.inside(node).join("\n\n");
                let lines = inner.lines().map(|line| format!("> {line}").trim_end().to_owned());
                self.push_block(lines.collect::<Vec<_>>().join("\n"));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name[1..].parse().unwrap_or(2);
                let words = self.inside(node).join(" ").replace("\\\n", " ");
                self.push_block(format!("{} {words}", "#".repeat(level)));
            }
            "img" => {
                let picture = value("src").map(|src| picture(value("alt"), src.trim()));
                let picture = picture
                    .unwrap_or_else(|| todo::inline("a picture without a file", &source(node)));
                self.line.push_str(&picture);
            }
            "iframe" | "embed" | "video" | "audio" => self.embedded(node, &attributes),
            "rt" => {
                let words = self.inside(node).join(" ");
                let _ = write!(self.line, " ({words})");
            }
            "rp" => {}
            "abbr" if value("title").is_some() => {
                let title = literal::attribute(value("title").unwrap_or_default());
                let words = self.inside(node).join(" ");
                let _ = write!(self.line, "<abbr title=\"{title}\">{words}</abbr>");
            }
            name if is_code(name) => self.line.push_str(&literal::code(&text(node), false)),
            "q" => {
                let words = self.inside(node).join(" ");
                let _ = write!(self.line, "“{words}”");
            }
            "a" if value("href").is_some() => self.link(node, value("href").unwrap_or_default()),
            name => self.words(node, name),
        }
    }

    /// Writes an element whose contents stay: with marks around them, as blocks, or with its tag as it was.
    fn words(&mut self, node: &Handle, name: &str) {
        if let Some(look) = look(name) {
            let is_line = is_block(name);
            if is_line {
                self.end_line();
            }
            let (leads, trails) = edges(&text(node));
            let blocks = self.inside(node);
            match blocks.as_slice() {
                [] => {}
                [words] => {
                    let space = if leads && !self.line.is_empty() { " " } else { "" };
                    self.line.push_str(space);
                    let words = look.around(words, self.line.chars().next_back());
                    self.line.push_str(&words);
                    self.line.push_str(if trails { " " } else { "" });
                }
                _ => blocks.into_iter().for_each(|block| self.push_block(block)),
            }
            if is_line {
                self.end_line();
            }
            return;
        }
        if is_block(name) {
            self.end_line();
            self.children(node);
            self.end_line();
            return;
        }
        if !is_known(name) {
            let source = source(node);
            let tag = source.find('>').map_or(source.as_str(), |end| &source[..=end]);
            self.line.push_str(&todo::inline(&format!("the element `{name}`"), tag));
        }
        self.children(node);
    }

    fn link(&mut self, node: &Handle, href: &str) {
        let (leads, trails) = edges(&text(node));
        let words = self.inside(node).join(" ");
        let space = if leads && !self.line.is_empty() { " " } else { "" };
        let link = format!("{space}[{words}](<{}>)", href.trim());
        self.line.push_str(&link);
        self.line.push_str(if trails { " " } else { "" });
    }

    fn embedded(&mut self, node: &Handle, attributes: &[(String, String)]) {
        let inner = first(node, "source").and_then(|source| element(&source));
        let found = embedded(attributes).or_else(|| embedded(&inner?.1));
        match found {
            Some((src, words)) => {
                let _ = write!(self.line, "[{}](<{src}>)", literal::link(&words));
            }
            None => self.line.push_str(&todo::inline("a film without a file", &source(node))),
        }
    }

    fn list(&self, list: &Handle, is_ordered: bool) -> String {
        let number = |node: &Handle, key: &str| {
            let (_, attributes) = element(node)?;
            let (_, value) = attributes.into_iter().find(|(name, _)| name == key)?;
            value.trim().parse::<u32>().ok()
        };
        let is_counted = |(name, value): &(String, String)| {
            name == "reversed"
                || (name == "type" && matches!(value.as_str(), "a" | "A" | "i" | "I"))
        };
        let mut out = String::new();
        let others = element(list).is_some_and(|(_, attributes)| attributes.iter().any(is_counted));
        if is_ordered && others {
            out = todo::mark("a list that counts otherwise: backwards, or with letters") + "\n\n";
        }
        let mut next = number(list, "start").unwrap_or(1);
        let mut is_first = true;
        for item in list.children.borrow().iter() {
            let blocks = if element(item).is_some_and(|(name, _)| name == "li") {
                self.inside(item)
            } else {
                let mut flow = Self { is_markdown: self.is_markdown, ..Self::default() };
                flow.node(item);
                flow.end()
            };
            let is_item = element(item).is_some_and(|(name, _)| name == "li");
            if blocks.is_empty() && !is_item {
                continue;
            }
            let own = number(item, "value").unwrap_or(next);
            if is_ordered && own != next && !is_first {
                // A list that goes on with another number is another list.
                out.push_str("\n<!-- -->\n\n");
            }
            let mark = if is_ordered { format!("{own}. ") } else { "- ".to_owned() };
            out.push_str(&item_of(&mark, &blocks));
            next = own + 1;
            is_first = false;
        }
        out.trim_end().to_owned()
    }
}

/// Whether text begins and ends with a space.
fn edges(text: &str) -> (bool, bool) {
    (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace))
}

/// Writes an item of a list; a list directly behind its words stays close to them.
pub(super) fn item_of(mark: &str, blocks: &[String]) -> String {
    let is_list = |block: &String| block.starts_with("- ") || block.starts_with("1. ");
    let mut text = String::new();
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            text.push_str(if is_list(block) && blocks.len() == 2 { "\n" } else { "\n\n" });
        }
        text.push_str(block);
    }
    let margin = " ".repeat(mark.len());
    let mut out = String::new();
    for (index, line) in text.lines().enumerate() {
        out.push_str(match index {
            0 => mark,
            _ if line.is_empty() => "",
            _ => &margin,
        });
        out.push_str(line);
        out.push('\n');
    }
    if out.is_empty() { format!("{}\n", mark.trim_end()) } else { out }
}
