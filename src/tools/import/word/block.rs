//! Word paragraphs as blocks of Markdown.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::element::Element;
use super::list::Mark;
use super::package::{Package, Style};
use super::run::Pieces;
use crate::tools::import::literal::guarded;
use crate::tools::import::todo;

/// Writes a document, block by block.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    /// The document.
    pub package: &'a Package,
    /// The name of its file.
    pub name: &'a str,
    /// The title, if a paragraph has that style.
    pub title: Option<String>,
    /// What stands under it.
    pub subtitle: Option<String>,
    /// The remarks of readers.
    pub comments: Option<Element>,
    blocks: Vec<Block>,
    /// The lists that are known to count with letters.
    lettered: BTreeSet<String>,
    /// What was remarked on the whole.
    remarks: Vec<String>,
}

/// A block that is written.
#[derive(Debug)]
struct Block {
    style: Style,
    /// The level and the number of an item of a list.
    item: Option<(usize, Option<u32>)>,
    text: String,
}

impl<'a> Writer<'a> {
    /// Begins to write a document.
    pub(super) fn new(package: &'a Package, name: &'a str) -> Self {
        let comments = package.xml("word/comments.xml");
        let (blocks, lettered, remarks) = (Vec::new(), BTreeSet::new(), Vec::new());
        Self { package, name, title: None, subtitle: None, comments, blocks, lettered, remarks }
    }

    /// Writes the paragraphs and tables of a body.
    pub(super) fn blocks(&mut self, body: &Element) {
        for element in body.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element),
                "tbl" => {
                    let text = self.table(element);
                    self.push(Style::Text, text);
                }
                "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" => self.blocks(element),
                _ => {}
            }
        }
    }

    fn push(&mut self, style: Style, text: String) {
        if !text.trim().is_empty() {
            self.blocks.push(Block { style, item: None, text });
        }
    }

    /// Writes an item of a list with its number; a list that does not go on counting is another list.
    fn item(&mut self, (list, level): &(String, usize), text: &str) {
        let mark = self.package.lists.next(list, *level);
        if text.is_empty() {
            return;
        }
        let last = self.blocks.last().and_then(|block| block.item);
        let level = (*level).min(last.map_or(0, |(level, _)| level + 1));
        let number = match mark {
            Mark::Dot => None,
            Mark::Number(number) | Mark::Other(number) => Some(number),
        };
        let is_next = last.is_none_or(|(before, other)| {
            before != level || number == other.map(|other| other + 1) || number == other
        });
        if !is_next {
            self.push(Style::Text, "<!-- -->".to_owned());
        }
        let margin = "    ".repeat(level);
        let written = number.map_or("-".to_owned(), |number| format!("{number}."));
        let inside = format!("\n{margin}    ");
        let text = format!("{margin}{written} {}", guarded(text).replace('\n', &inside));
        self.blocks.push(Block { style: Style::Text, item: Some((level, number)), text });
        if matches!(mark, Mark::Other(_)) && self.lettered.insert(list.clone()) {
            self.remarks.push(todo::mark("a list that counts with letters or Roman numerals"));
        }
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let properties = paragraph.child("pPr");
        let style =
            self.package.style(properties.and_then(|properties| properties.value("pStyle")));
        let is_plain =
            matches!(style, Style::Title | Style::Subtitle | Style::Heading(_) | Style::Code);
        let mut pieces = Pieces::default();
        self.pieces(paragraph, is_plain, &mut pieces);
        let text = pieces.write().trim().to_owned();
        let remarks = pieces.remarks.join(" ");
        let list = self.package.list(properties);
        match (style, list) {
            (Style::Contents, _) => {}
            (Style::Title, _) if self.title.is_none() => self.title = Some(text),
            (Style::Subtitle, _) if self.subtitle.is_none() => self.subtitle = Some(text),
            (Style::Heading(level), _) => {
                let text = if text.is_empty() {
                    text
                } else {
                    format!("{} {text}", "#".repeat(level.min(6)))
                };
                self.push(style, text);
            }
            (Style::Quote, _) => {
                self.push(style, format!("> {}", text.replace('\n', "\n> ")));
            }
            (Style::Code, _) => self.push(style, paragraph.text()),
            (Style::Caption, _) => self.caption(&text),
            (_, Some(list)) => self.item(&list, &text),
            _ => self.push(style, guarded(&text)),
        }
        self.push(Style::Text, remarks);
        let mut boxes = Vec::new();
        text_boxes(paragraph, &mut boxes);
        for text_box in boxes {
            self.blocks(text_box);
        }
    }

    /// Joins a caption with the picture or table next to it.
    fn caption(&mut self, text: &str) {
        let words = without_number(text);
        let Some(last) = self.blocks.last_mut() else {
            return self.push(Style::Text, text.to_owned());
        };
        if let Some(rest) = last.text.strip_prefix("![](") {
            let words =
                if words.contains("](") { words.to_owned() } else { words.replace(']', "&#93;") };
            last.text = format!("![{words}]({rest}");
        } else if last.text.starts_with('|') {
            last.text = format!("{}\n\n: {words}", last.text);
        } else {
            // It may be above a table, which takes it from here.
            self.push(Style::Caption, words.to_owned());
        }
    }

    /// Returns the text of the document, with its notes.
    pub(super) fn finish(mut self) -> String {
        self.notes("word/footnotes.xml", "footnote", "");
        self.notes("word/endnotes.xml", "endnote", "end");
        let mut out = String::new();
        let remarks = std::mem::take(&mut self.remarks);
        for remark in remarks {
            self.push(Style::Text, remark);
        }
        let mut blocks = self.blocks.into_iter().peekable();
        while let Some(block) = blocks.next() {
            let next = blocks.peek();
            match block.style {
                Style::Code => {
                    let mut code = vec![block.text];
                    while let Some(line) = blocks.next_if(|next| next.style == Style::Code) {
                        code.push(line.text);
                    }
                    let code: Vec<&str> = code.iter().map(String::as_str).collect();
                    out.push_str(&crate::tools::import::fence::listing("", &code).join("\n"));
                    out.push_str("\n\n");
                }
                Style::Caption => {
                    let table = blocks.next_if(|next| next.text.starts_with('|'));
                    let table =
                        table.map(|table| format!("{}\n\n: ", table.text)).unwrap_or_default();
                    let _ = write!(out, "{table}{}\n\n", block.text);
                }
                _ => {
                    out.push_str(&block.text);
                    let is_close =
                        block.item.is_some() && next.is_some_and(|next| next.item.is_some());
                    out.push_str(if is_close { "\n" } else { "\n\n" });
                }
            }
        }
        out
    }

    fn notes(&mut self, path: &str, name: &str, kind: &str) {
        let Some(notes) = self.package.xml(path) else { return };
        for note in
            notes.elements().filter(|note| note.name == name && note.attribute("type").is_none())
        {
            let id = note.attribute("id").unwrap_or_default();
            let paragraphs =
                note.elements().filter(|element| element.name == "p").map(|paragraph| {
                    let mut pieces = Pieces::default();
                    self.pieces(paragraph, false, &mut pieces);
                    guarded(pieces.write().trim())
                });
            let text =
                paragraphs.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n    ");
            self.push(Style::Text, format!("[^{kind}{id}]: {text}"));
        }
    }
}

/// Collects the text boxes of a paragraph; what older programs would show in their place repeats them.
fn text_boxes<'e>(element: &'e Element, found: &mut Vec<&'e Element>) {
    for child in element.elements() {
        match child.name.as_str() {
            "txbxContent" => found.push(child),
            "Fallback" | "del" | "moveFrom" => {}
            _ => text_boxes(child, found),
        }
    }
}

/// Returns a caption without the number that Word counts, such as "Figure 3: ".
fn without_number(text: &str) -> &str {
    let Some((label, rest)) = text.split_once(char::is_whitespace) else { return text };
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let is_label = label.chars().all(char::is_alphabetic) && digits.len() < rest.len();
    if is_label { digits.trim_start_matches([':', '.', ' ', '–', '—']) } else { text }
}
