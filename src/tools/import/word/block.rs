//! Word paragraphs as blocks of Markdown.

use std::fmt::Write as _;

use super::element::Element;
use super::package::{Package, Style};
use super::run::Pieces;

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
}

/// A block that is written.
#[derive(Debug)]
struct Block {
    style: Style,
    /// Whether it is an item of a list.
    is_item: bool,
    text: String,
}

impl<'a> Writer<'a> {
    /// Begins to write a document.
    pub(super) fn new(package: &'a Package, name: &'a str) -> Self {
        let comments = package.xml("word/comments.xml");
        Self { package, name, title: None, subtitle: None, comments, blocks: Vec::new() }
    }

    /// Writes the paragraphs and tables of a body.
    pub(super) fn blocks(&mut self, body: &Element) {
        for element in body.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element),
                "tbl" => {
                    let text = self.table(element);
                    self.push(Style::Text, false, text);
                }
                "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" => self.blocks(element),
                _ => {}
            }
        }
    }

    fn push(&mut self, style: Style, is_item: bool, text: String) {
        if !text.trim().is_empty() {
            self.blocks.push(Block { style, is_item, text });
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
        let list = properties.and_then(|properties| properties.child("numPr"));
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
                self.push(style, false, text);
            }
            (Style::Quote, _) => {
                self.push(style, false, format!("> {}", text.replace('\n', "\n> ")));
            }
            (Style::Code, _) => self.push(style, false, paragraph.text()),
            (Style::Caption, _) => self.caption(&text),
            (_, Some(list)) => {
                let level = list.value("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
                let is_numbered =
                    self.package.is_numbered(list.value("numId").unwrap_or_default(), level);
                let mark = if is_numbered { "1." } else { "-" };
                let margin = "    ".repeat(level);
                let text = text.replace('\n', &format!("\n{margin}    "));
                self.push(
                    style,
                    true,
                    if text.is_empty() { text } else { format!("{margin}{mark} {text}") },
                );
            }
            _ => self.push(style, false, guarded(&text)),
        }
        self.push(Style::Text, false, remarks);
    }

    /// Joins a caption with the picture or table next to it.
    fn caption(&mut self, text: &str) {
        let words = without_number(text);
        let Some(last) = self.blocks.last_mut() else {
            return self.push(Style::Text, false, text.to_owned());
        };
        if let Some(rest) = last.text.strip_prefix("![](") {
            last.text = format!("![{words}]({rest}");
        } else if last.text.starts_with('|') {
            last.text = format!("{}\n\n: {words}", last.text);
        } else {
            // It may be above a table, which takes it from here.
            self.push(Style::Caption, false, words.to_owned());
        }
    }

    /// Returns the text of the document, with its notes.
    pub(super) fn finish(mut self) -> String {
        self.notes("word/footnotes.xml", "footnote", "");
        self.notes("word/endnotes.xml", "endnote", "end");
        let mut out = String::new();
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
                    let is_close = block.is_item && next.is_some_and(|next| next.is_item);
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
                    pieces.write().trim().to_owned()
                });
            let text =
                paragraphs.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n    ");
            self.push(Style::Text, false, format!("[^{kind}{id}]: {text}"));
        }
    }
}

/// Keeps a paragraph from being read as a list, a quotation or a heading.
fn guarded(text: &str) -> String {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = digits.len() < text.len() && digits.starts_with(". ");
    if is_number {
        return format!("{}\\{digits}", &text[..text.len() - digits.len()]);
    }
    let is_mark = text.starts_with(['>', '+', ':']) || text.starts_with("- ");
    if is_mark { format!("\\{text}") } else { text.to_owned() }
}

/// Returns a caption without the number that Word counts, such as "Figure 3: ".
fn without_number(text: &str) -> &str {
    let Some((label, rest)) = text.split_once(char::is_whitespace) else { return text };
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let is_label = label.chars().all(char::is_alphabetic) && digits.len() < rest.len();
    if is_label { digits.trim_start_matches([':', '.', ' ', '–', '—']) } else { text }
}
