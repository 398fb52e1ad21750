//! Inline Markdown: escaped text, emphasis, links, references to notes.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::render::Roots;
use crate::tree::{self, Block, Image, Inline, Target, lines};

/// What an address may not hold between the brackets of a link; what is encoded already stays.
const ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'(')
    .add(b')')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The other characters that a path of files may not hold.
const PATH: &AsciiSet = &ADDRESS.add(b'%').add(b'?').add(b'#').add(b'[').add(b']');

/// A line as it is written.
pub(super) struct Line<'a> {
    roots: Roots<'a>,
    pub(super) out: String,
    /// The notes that it calls for the first time.
    pub(super) notes: Vec<(u32, &'a [Block])>,
    /// The character behind what is being written; none at the end.
    after: Option<char>,
}

impl<'a> Line<'a> {
    pub(super) fn new(roots: Roots<'a>) -> Self {
        Self { roots, out: String::new(), notes: Vec::new(), after: None }
    }

    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        for (index, inline) in inlines.iter().enumerate() {
            let next = inlines.get(index + 1).map(std::slice::from_ref);
            self.after = next.and_then(|next| tree::plain_text(next).chars().next());
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text { text, .. }
            | Inline::Number { text, .. }
            | Inline::Reference { text, .. }
            | Inline::Term { text, .. } => self.out.push_str(&self::text(text)),
            Inline::Emphasis { content } => self.stressed(content, "*", "em"),
            Inline::Strong { content } => self.stressed(content, "**", "strong"),
            Inline::Strikethrough { content } => self.stressed(content, "~~", "del"),
            Inline::Subscript { content } => self.element(content, "sub"),
            Inline::Superscript { content } => self.element(content, "sup"),
            Inline::SmallCaps { content }
            | Inline::Span { content, .. }
            | Inline::Citation { content }
            | Inline::Link { target: Target::Anchor { .. }, content, .. } => self.inlines(content),
            Inline::Code { text } => self.code(text),
            Inline::Formula { formula } => {
                let _ = write!(self.out, "${}$", formula.tex);
            }
            Inline::Link { target, title, content } => {
                let inner = self.inner(content);
                self.out.push_str(&link(self.roots, (target, title), &inner));
            }
            Inline::Image(image) => self.out.push_str(&self::image(self.roots, image)),
            Inline::Note { number, blocks } => {
                self.notes.push((*number, blocks));
                let _ = write!(self.out, "[^{number}]");
            }
            Inline::NoteReference { number } => {
                let _ = write!(self.out, "[^{number}]");
            }
            // A cell of Markdown is one line.
            Inline::Flow { blocks } => {
                let texts = lines(blocks).into_iter().filter_map(|line| match line {
                    tree::Line::Text(content) => Some(self.inner(content)),
                    tree::Line::Figure(_) | tree::Line::Table(_) | tree::Line::List => None,
                });
                let texts: Vec<_> = texts.collect();
                self.out.push_str(&texts.join("<br>"));
            }
            Inline::LineBreak => self.out.push_str("  \n"),
            Inline::RawHtml { .. } => {}
        }
    }

    fn inner(&mut self, content: &'a [Inline]) -> String {
        let outer = std::mem::take(&mut self.out);
        self.inlines(content);
        std::mem::replace(&mut self.out, outer)
    }

    /// Writes stress. Marks beside a quotation mark or a space are no stress for `CommonMark`; an element is.
    fn stressed(&mut self, content: &'a [Inline], mark: &str, element: &str) {
        let (before, after) = (self.out.chars().next_back(), self.after);
        let inner = self.inner(content);
        // As CommonMark has it: a mark beside punctuation needs a space or punctuation on its other side.
        let is_apart =
            |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (first, last) = (inner.chars().next(), inner.chars().next_back());
        let opens =
            is_word(first) || first.is_some_and(|c| "(“«¿¡".contains(c)) && is_apart(before);
        let closes =
            is_word(last) || last.is_some_and(|c| ".,;:!?)”»…".contains(c)) && is_apart(after);
        if opens && closes {
            let _ = write!(self.out, "{mark}{inner}{mark}");
        } else if !inner.is_empty() {
            let _ = write!(self.out, "<{element}>{inner}</{element}>");
        }
    }

    fn element(&mut self, content: &'a [Inline], element: &str) {
        let inner = self.inner(content);
        let _ = write!(self.out, "<{element}>{inner}</{element}>");
    }

    fn code(&mut self, text: &str) {
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest + 1);
        let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        let _ = write!(self.out, "{fence}{space}{text}{space}{fence}");
    }
}

/// Writes a link.
pub(super) fn link(roots: Roots<'_>, (target, title): (&Target, &str), text: &str) -> String {
    let below = |root, path, fragment: &str| {
        let hash = if fragment.is_empty() { "" } else { "#" };
        format!("{}{}{hash}{}", address(root), self::path(path), self::path(fragment))
    };
    let address = match target {
        Target::External { url } => address(url),
        Target::Anchor { .. } => return text.to_owned(),
        Target::Page { path, fragment } => below(roots.site, path, fragment),
        Target::Shared { path, fragment } => below(roots.publication, path, fragment),
    };
    format!("[{text}]({address}{})", self::title(title))
}

/// Writes a picture.
pub(super) fn image(roots: Roots<'_>, image: &Image) -> String {
    let Image { path, folder, alt, title, .. } = image;
    format!(
        "![{}]({}{}{}{})",
        text(alt),
        address(roots.publication),
        self::path(folder),
        self::path(path),
        self::title(title)
    )
}

/// Returns what browsers add to a link or picture, in quotes; empty if nothing.
fn title(title: &str) -> String {
    if title.is_empty() {
        return String::new();
    }
    format!(" \"{}\"", text(title).replace('"', "\\\""))
}

/// Returns an address as it may stand between the brackets of a link.
pub(super) fn address(url: &str) -> String {
    utf8_percent_encode(url, ADDRESS).to_string()
}

fn path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// Returns a text in which nothing reads as markup.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '&' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push(' '),
            _ => out.push(character),
        }
    }
    out
}

/// Keeps a paragraph from beginning as a heading, a list or a rule would.
pub(super) fn guarded(line: String) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    if line.starts_with(['#', '+', '-', '=']) {
        return format!("\\{line}");
    }
    if digits > 0 && line[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_as_itself() {
        assert_eq!(text("a_b [c] <d> 5*3 | &amp;"), "a\\_b \\[c\\] \\<d\\> 5\\*3 \\| \\&amp;");
        assert_eq!(guarded("1. May".to_owned()), "1\\. May");
        assert_eq!(guarded("2016 was".to_owned()), "2016 was");
        assert_eq!(guarded("- a dash".to_owned()), "\\- a dash");
    }

    #[test]
    fn stress_beside_signs_is_an_element() {
        let stress = |before: &str, text: &str| {
            let stressed = Inline::Emphasis { content: vec![Inline::text(text)] };
            let inlines = [Inline::text(before), stressed, Inline::text(" on")];
            let mut line = Line::new(Roots { publication: "", site: "" });
            line.inlines(&inlines);
            line.out
        };
        assert_eq!(stress("a ", "word"), "a *word* on");
        assert_eq!(stress("a ", "“word”"), "a *“word”* on");
        assert_eq!(stress("a", "“word”"), "a<em>“word”</em> on");
    }
}
