//! What print shows of HTML: its text, stress, links, lists and tables. Pages get the HTML itself.

use ecow::EcoString;

use super::Binder;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::base::stray;
use crate::markup::html::{Token, characters, tokens};
use crate::tree::{Align, Block, Column, Inline, Inlines, ListItem, Table, Target};

/// The elements that paper cannot show.
const LOST: &[&str] = &[
    "audio", "button", "canvas", "embed", "form", "iframe", "img", "input", "map", "math",
    "object", "picture", "select", "svg", "textarea", "video",
];

/// The elements whose text is for programs.
const SILENT: &[&str] = &["head", "noscript", "script", "style", "template", "title"];

/// The elements within a line of text.
const PHRASES: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "br",
];

impl Binder<'_, '_> {
    /// Composes HTML, with what print shows in its place; reports what it cannot show.
    pub(super) fn raw_html(&mut self, html: &EcoString, span: Span) -> Block {
        let mut reader = Reader::new(html);
        let mut print = reader.blocks();
        // An end without a beginning ends nothing.
        while reader.at < reader.tokens.len() {
            reader.at += 1;
            print.extend(reader.blocks());
        }
        if let Some(element) = reader.lost {
            self.warn_of_lost(element, span);
        }
        self.refuse_audiences(&reader.tokens, span);
        Block::RawHtml { html: html.clone(), print }
    }

    /// Reports an element in a line that print cannot show.
    pub(super) fn check_lost(&mut self, html: &str, span: Span) {
        let tokens = tokens(html);
        if let Some(element) = tokens.iter().find_map(lost) {
            self.warn_of_lost(element, span);
        }
        self.refuse_audiences(&tokens, span);
    }

    /// Reports tags that name audiences: what they enclose would reach all readers.
    fn refuse_audiences(&mut self, tokens: &[Token<'_>], span: Span) {
        let names = |token: &Token<'_>| {
            let Token::Open { attributes, .. } = token else { return false };
            attributes.split_whitespace().any(stray::is_audience)
        };
        if tokens.iter().any(names) {
            let message = "a tag of HTML cannot name audiences";
            self.problems.push(
                Diagnostic::error(Code::StrayAttributes, span, message).with_hint(
                    "put what it encloses between `::: {audience=\"…\"}` and `:::`, or in `[…]{audience=\"…\"}`",
                ),
            );
        }
    }

    fn warn_of_lost(&mut self, element: &str, span: Span) {
        let line = Span { end: span.end.min(span.start + 1), ..span };
        let message = format!("pages show this `<{element}>`, and PDFs and books do not");
        self.problems.push(Diagnostic::warning(Code::RawHtml, line, message).with_hint(
            "a picture is `![Caption](../images/file.png){alt=\"…\"}`, a video `::: {.video}`; say in words what else is lost",
        ));
    }
}

/// Returns the element of a tag if print cannot show it.
fn lost(token: &Token<'_>) -> Option<&'static str> {
    let Token::Open { name, .. } = token else { return None };
    LOST.iter().copied().find(|lost| lost == name)
}

/// Reads HTML as blocks.
struct Reader<'h> {
    tokens: Vec<Token<'h>>,
    at: usize,
    /// The first element that print cannot show.
    lost: Option<&'static str>,
    /// How many elements are open.
    depth: usize,
}

/// How deep elements are read; the text of those that stand deeper is read as that of the last.
const MAX_DEPTH: usize = 12;

impl<'h> Reader<'h> {
    fn new(html: &'h str) -> Self {
        Self { tokens: tokens(html), at: 0, lost: None, depth: 0 }
    }

    /// Reads blocks up to the end of the element around them.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut line = Inlines::new();
        while let Some(token) = self.tokens.get(self.at) {
            self.lost = self.lost.or(lost(token));
            match token {
                Token::Open { name, .. } if SILENT.contains(&name.as_str()) => self.skip(),
                Token::Open { name, .. } if !PHRASES.contains(&name.as_str()) => {
                    end_paragraph(&mut line, &mut blocks);
                    let name = name.clone();
                    self.at += 1;
                    match name.as_str() {
                        _ if self.depth >= MAX_DEPTH => {}
                        "table" => blocks.extend(self.table()),
                        "ul" | "ol" => blocks.extend(self.list(&name)),
                        "hr" => blocks.push(Block::Rule),
                        _ => {}
                    }
                }
                Token::Close { name } if !PHRASES.contains(&name.as_str()) => {
                    end_paragraph(&mut line, &mut blocks);
                    if matches!(name.as_str(), "td" | "th" | "li") {
                        return blocks;
                    }
                    self.at += 1;
                }
                _ => self.phrase(&mut line),
            }
        }
        end_paragraph(&mut line, &mut blocks);
        blocks
    }

    /// Passes over an element and all in it.
    fn skip(&mut self) {
        let Some(Token::Open { name: opened, .. }) = self.tokens.get(self.at) else { return };
        let is_end = |token: &Token<'_>| matches!(token, Token::Close { name } if name == opened);
        let length = self.tokens[self.at..].iter().position(is_end);
        self.at = length.map_or(self.tokens.len(), |length| self.at + length + 1);
    }

    /// Reads a text, or an element within a line.
    fn phrase(&mut self, line: &mut Inlines) {
        let Some(token) = self.tokens.get(self.at) else { return };
        self.at += 1;
        match token {
            Token::Text(text) => push_text(text, line),
            Token::Open { name, .. } if name == "br" => line.push(Inline::LineBreak),
            Token::Open { .. } if self.depth >= MAX_DEPTH => {}
            Token::Open { name, attributes, .. } => {
                self.depth += 1;
                let (name, attributes) = (name.clone(), *attributes);
                let mut content = Inlines::new();
                while let Some(token) = self.tokens.get(self.at) {
                    match token {
                        Token::Close { name: closed } if *closed == name => {
                            self.at += 1;
                            break;
                        }
                        Token::Open { name, .. } | Token::Close { name }
                            if !PHRASES.contains(&name.as_str()) =>
                        {
                            break;
                        }
                        _ => self.phrase(&mut content),
                    }
                }
                self.depth -= 1;
                line.push(phrase(&name, attributes, content));
            }
            Token::Comment(_) | Token::Close { .. } => {}
        }
    }

    /// Reads the rows of a table; its first row is its head.
    fn table(&mut self) -> Option<Block> {
        let mut rows: Vec<Vec<Inlines>> = Vec::new();
        while let Some(token) = self.tokens.get(self.at) {
            self.at += 1;
            match token {
                Token::Open { name, .. } if name == "tr" => rows.push(Vec::new()),
                Token::Open { name, .. } if name == "td" || name == "th" => {
                    let cell = self.cell();
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                }
                Token::Close { name } if name == "table" => break,
                Token::Text(_) | Token::Comment(_) | Token::Open { .. } | Token::Close { .. } => {}
            }
        }
        let width = rows.iter().map(Vec::len).max()?;
        for row in &mut rows {
            row.resize(width, Inlines::new());
        }
        let mut rows = rows.into_iter();
        let columns = rows.next()?.into_iter();
        let columns = columns.map(|head| Column::named(head, Align::Start)).collect();
        Some(Block::Table(Table { columns, rows: rows.collect(), ..Table::default() }))
    }

    /// Reads what a cell holds: a line, or blocks.
    fn cell(&mut self) -> Inlines {
        self.depth += 1;
        let blocks = self.blocks();
        self.depth -= 1;
        match <[Block; 1]>::try_from(blocks) {
            Ok([Block::Paragraph { content }]) => content,
            Ok([block]) => vec![Inline::Flow { blocks: vec![block] }],
            Err(blocks) if blocks.is_empty() => Inlines::new(),
            Err(blocks) => vec![Inline::Flow { blocks }],
        }
    }

    fn list(&mut self, element: &str) -> Option<Block> {
        let mut items = Vec::new();
        while let Some(token) = self.tokens.get(self.at) {
            self.at += 1;
            match token {
                Token::Open { name, .. } if name == "li" => {
                    self.depth += 1;
                    items.push(ListItem { task: None, blocks: self.blocks() });
                    self.depth -= 1;
                }
                Token::Close { name } if name == element => break,
                Token::Text(_) | Token::Comment(_) | Token::Open { .. } | Token::Close { .. } => {}
            }
        }
        let start = (element == "ol").then_some(1);
        (!items.is_empty()).then_some(Block::List { start, tight: true, items })
    }
}

/// Returns an element within a line.
fn phrase(name: &str, attributes: &str, content: Inlines) -> Inline {
    match name {
        "b" | "strong" => Inline::Strong { content },
        "i" | "em" | "cite" | "dfn" | "var" => Inline::Emphasis { content },
        "s" | "del" => Inline::Strikethrough { content },
        "sub" => Inline::Subscript { content },
        "sup" => Inline::Superscript { content },
        "a" => match href(attributes) {
            Some(url) => Inline::link(Target::External { url }, content),
            None => Inline::plain(content),
        },
        _ => Inline::plain(content),
    }
}

/// Returns the address of a link, if it leads outside the publication.
fn href(attributes: &str) -> Option<EcoString> {
    let rest = attributes.split_once("href=")?.1;
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let url = rest[1..].split(quote).next()?;
    let is_outside =
        ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme));
    is_outside.then(|| characters(url))
}

fn push_text(text: &str, line: &mut Inlines) {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.starts_with(char::is_whitespace) && !line.is_empty() {
        words.insert(0, ' ');
    }
    if text.ends_with(char::is_whitespace) && !words.trim().is_empty() {
        words.push(' ');
    }
    if !words.is_empty() {
        line.push(Inline::text(characters(&words)));
    }
}

fn end_paragraph(line: &mut Inlines, blocks: &mut Vec<Block>) {
    let content = std::mem::take(line);
    let is_blank = |inline: &Inline| {
        let is_space = matches!(inline, Inline::Text { text, .. } if text.trim().is_empty());
        is_space || matches!(inline, Inline::LineBreak)
    };
    if !content.iter().all(is_blank) {
        blocks.push(Block::Paragraph { content });
    }
}
