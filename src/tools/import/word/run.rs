//! The text of a paragraph of Word, as Markdown.

use super::block::Writer;
use super::element::Element;
use crate::tools::import::{html, literal, todo};

/// The formatting of a piece of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "marks are independent of each other")]
struct RunProperties {
    bold: bool,
    italic: bool,
    struck: bool,
    raised: bool,
    lowered: bool,
}

/// A piece of text.
#[derive(Debug)]
struct Piece {
    look: RunProperties,
    /// Whether it is text of the document, rather than Markdown.
    is_text: bool,
    text: String,
}

/// Pieces of text; neighbours with the same formatting are joined.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    all: Vec<Piece>,
    /// Whether they are the words of a link.
    in_link: bool,
    /// Marks after the paragraph: comments and changes.
    pub remarks: Vec<String>,
}

impl Pieces {
    fn push(&mut self, look: RunProperties, markdown: &str) {
        self.add(look, false, markdown);
    }

    fn push_text(&mut self, look: RunProperties, text: &str) {
        self.add(look, true, text);
    }

    fn add(&mut self, look: RunProperties, is_text: bool, text: &str) {
        match self.all.last_mut() {
            Some(last) if last.look == look && last.is_text == is_text => last.text.push_str(text),
            _ => self.all.push(Piece { look, is_text, text: text.to_owned() }),
        }
    }

    /// Writes the pieces with their marks, next to words rather than spaces.
    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        for Piece { look, is_text, text } in &self.all {
            let text = match (is_text, self.in_link) {
                (true, true) => literal::escaped(text).replace(']', "&#93;"),
                (true, false) => literal::escaped(text),
                (false, _) => text.clone(),
            };
            let words = text.trim();
            let start = text.len() - text.trim_start().len();
            let end = start + words.len();
            out.push_str(&text[..start]);
            let looks = [
                (look.lowered, "sub"),
                (look.raised, "sup"),
                (look.struck, "s"),
                (look.italic, "i"),
                (look.bold, "b"),
            ];
            let before = out.chars().next_back();
            let looks = looks.into_iter().filter(|(on, _)| *on && !words.is_empty());
            let written = looks.filter_map(|(_, name)| html::look(name));
            let written = written.fold(words.to_owned(), |words, look| look.around(&words, before));
            out.push_str(&written);
            out.push_str(&text[end..]);
        }
        out
    }
}

impl Writer<'_> {
    /// Gathers the text of a paragraph, or of a part of one.
    pub(super) fn pieces(&self, parent: &Element, is_plain: bool, pieces: &mut Pieces) {
        for element in parent.elements() {
            match element.name.as_str() {
                "r" => self.run(element, is_plain, pieces),
                "hyperlink" => self.hyperlink(element, pieces),
                "ins" | "moveTo" => {
                    self.pieces(element, is_plain, pieces);
                    pieces.remarks.push(change("inserted", element, &element.text()));
                }
                "del" | "moveFrom" => {
                    pieces.remarks.push(change("deleted", element, &element.text()));
                }
                "smartTag" | "sdt" | "sdtContent" | "fldSimple" | "dir" | "bdo" => {
                    self.pieces(element, is_plain, pieces);
                }
                "oMath" | "oMathPara" => {
                    let text = todo::inline("a Word formula", &element.text());
                    pieces.push(RunProperties::default(), &text);
                }
                _ => {}
            }
        }
    }

    fn run(&self, run: &Element, is_plain: bool, pieces: &mut Pieces) {
        let look = run.child("rPr").filter(|_| !is_plain).map(look).unwrap_or_default();
        let properties = run.child("rPr");
        if properties.is_some_and(|properties| properties.is_on("vanish")) {
            let text = run.elements().filter(|element| element.name == "t").map(Element::text);
            pieces.remarks.push(html::hidden(&text.collect::<String>()));
            return;
        }
        for element in run.elements() {
            match element.name.as_str() {
                "t" => pieces.push_text(look, &element.text()),
                "sym" => {
                    if let Some(sign) = sign(element) {
                        pieces.push_text(look, &String::from(sign));
                        continue;
                    }
                    let code = element.attribute("char").unwrap_or_default();
                    let font = element.attribute("font").unwrap_or_default();
                    let sign = todo::inline("a sign of a font", &format!("{font} {code}"));
                    pieces.push(RunProperties::default(), &sign);
                }
                "tab" => pieces.push(look, " "),
                "noBreakHyphen" => pieces.push(look, "\u{2011}"),
                "br" | "cr" if element.attribute("type").is_none() => {
                    pieces.push(RunProperties::default(), if is_plain { " " } else { "\\\n" });
                }
                "footnoteReference" | "endnoteReference" => {
                    let kind = if element.name.starts_with("foot") { "" } else { "end" };
                    let id = element.attribute("id").unwrap_or_default();
                    pieces.push(RunProperties::default(), &format!("[^{kind}{id}]"));
                }
                "commentReference" => pieces.remarks.extend(self.remark(element.attribute("id"))),
                "drawing" | "pict" | "object" => {
                    if let Some(picture) = self.picture(element) {
                        pieces.push(RunProperties::default(), &picture);
                    }
                }
                "AlternateContent" => {
                    let choice = element.child("Choice").and_then(|choice| choice.find("drawing"));
                    let picture = choice.and_then(|drawing| self.picture(drawing));
                    pieces.push(RunProperties::default(), &picture.unwrap_or_default());
                }
                _ => {}
            }
        }
    }

    fn hyperlink(&self, link: &Element, pieces: &mut Pieces) {
        let target = link.attribute("id").and_then(|id| self.package.target(id));
        let mut inner = Pieces { in_link: target.is_some(), ..Pieces::default() };
        self.pieces(link, false, &mut inner);
        let text = inner.write();
        match target {
            Some(target) => pieces.push(RunProperties::default(), &format!("[{text}](<{target}>)")),
            None => pieces.push(RunProperties::default(), &text),
        }
        pieces.remarks.extend(inner.remarks);
    }

    /// Writes a picture, with the description that its author gave it.
    fn picture(&self, drawing: &Element) -> Option<String> {
        let id = drawing.find("blip").and_then(|blip| blip.attribute("embed"));
        let id = id.or_else(|| drawing.find("imagedata")?.attribute("id"))?;
        let file = self.package.target(id)?.rsplit('/').next()?;
        let properties = drawing.find("docPr");
        let alt =
            properties.and_then(|properties| properties.attribute("descr")).unwrap_or_default();
        let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "'");
        let alt = if alt.is_empty() { String::new() } else { format!("{{alt=\"{alt}\"}}") };
        Some(format!("![](<{}-media/{file}>){alt}", self.name))
    }

    /// Returns a comment.
    fn remark(&self, id: Option<&str>) -> Option<String> {
        let comments = self.comments.as_ref()?;
        let comment = comments.elements().find(|comment| comment.attribute("id") == id)?;
        let author = comment.attribute("author").unwrap_or("somebody");
        Some(todo::mark(&format!("a comment by {author}: {}", comment.text())))
    }
}

fn change(what: &str, element: &Element, text: &str) -> String {
    let author = element.attribute("author").unwrap_or("somebody");
    todo::mark(&format!("a tracked change, {what} by {author}: {text}"))
}

/// Returns a sign of the font Symbol, which has an order of its own.
fn sign(element: &Element) -> Option<char> {
    const SIGNS: [(u32, char); 24] = [
        (0xA3, '≤'),
        (0xB3, '≥'),
        (0xB1, '±'),
        (0xB4, '×'),
        (0xB8, '÷'),
        (0xB9, '≠'),
        (0xBB, '≈'),
        (0xB0, '°'),
        (0xB7, '•'),
        (0xAE, '→'),
        (0xAC, '←'),
        (0xA5, '∞'),
        (0xD6, '√'),
        (0xE5, '∑'),
        (0xD7, '⋅'),
        (0x2D, '−'),
        (0x44, 'Δ'),
        (0x61, 'α'),
        (0x62, 'β'),
        (0x64, 'δ'),
        (0x6D, 'μ'),
        (0x70, 'π'),
        (0x73, 'σ'),
        (0x57, 'Ω'),
    ];
    let code = u32::from_str_radix(element.attribute("char")?, 16).ok()?;
    if !(0xF000..=0xF0FF).contains(&code) {
        return char::from_u32(code);
    }
    let is_symbol = element.attribute("font") == Some("Symbol");
    let found = SIGNS.iter().find(|(own, _)| *own == code - 0xF000).filter(|_| is_symbol);
    found.map(|(_, sign)| *sign)
}

fn look(properties: &Element) -> RunProperties {
    let position = properties.value("vertAlign").unwrap_or_default();
    RunProperties {
        bold: properties.is_on("b"),
        italic: properties.is_on("i"),
        struck: properties.is_on("strike"),
        raised: position == "superscript",
        lowered: position == "subscript",
    }
}
