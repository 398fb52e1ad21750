//! The text of a paragraph of Word, as Markdown.

use super::block::Writer;
use super::element::Element;
use crate::tools::import::todo;

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

/// Pieces of text; neighbours with the same formatting are joined.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pieces: Vec<(RunProperties, String)>,
    /// Marks after the paragraph: comments and changes.
    pub remarks: Vec<String>,
}

impl Pieces {
    fn push(&mut self, look: RunProperties, text: &str) {
        match self.pieces.last_mut() {
            Some((last, piece)) if *last == look => piece.push_str(text),
            _ => self.pieces.push((look, text.to_owned())),
        }
    }

    /// Writes the pieces with their marks, next to words rather than spaces.
    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        for (look, text) in &self.pieces {
            let words = text.trim();
            if words.is_empty() {
                out.push_str(text);
                continue;
            }
            let marks = [
                (look.bold, "**"),
                (look.italic, "*"),
                (look.struck, "~~"),
                (look.raised, "^"),
                (look.lowered, "~"),
            ];
            let open: String = marks.iter().filter(|(on, _)| *on).map(|(_, mark)| *mark).collect();
            let close: String =
                marks.iter().rev().filter(|(on, _)| *on).map(|(_, mark)| *mark).collect();
            let start = text.len() - text.trim_start().len();
            out.push_str(&text[..start]);
            out.push_str(&open);
            out.push_str(words);
            out.push_str(&close);
            out.push_str(&text[start + words.len()..]);
        }
        out
    }
}

/// Writes text in a form in which none of it is a mark.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(
            character,
            '*' | '_' | '`' | '[' | ']' | '<' | '{' | '\\' | '^' | '~' | '$' | '|' | '#'
        ) {
            out.push('\\');
        }
        out.push(character);
    }
    out
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
        for element in run.elements() {
            match element.name.as_str() {
                "t" => pieces.push(look, &escaped(&element.text())),
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
        let mut inner = Pieces::default();
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
