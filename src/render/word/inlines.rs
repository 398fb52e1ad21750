//! Runs of text: how inline nodes look in Word.

use ecow::EcoString;

use super::names::bookmark;
use super::{AtomKind, Piece, Printed, Voice, Writer};
use crate::base::span::Span;
use crate::render::office::Xml;
use crate::tree::{Block, Inline, Line, Target, lines};

/// How a run looks.
#[expect(clippy::struct_excessive_bools, reason = "Word has a switch for each")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RunProperties {
    pub bold: bool,
    pub italic: bool,
    pub strike: bool,
    pub small_caps: bool,
    pub code: bool,
    pub link: bool,
    /// Whether what is strong is the number of a key figure.
    pub key: bool,
    pub shift: Shift,
}

/// Whether a run is raised or lowered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Shift {
    #[default]
    None,
    Raised,
    Lowered,
}

impl Writer<'_> {
    /// Writes inline nodes as runs.
    pub(super) fn inlines(&mut self, inlines: &[Inline], look: RunProperties) {
        for inline in inlines {
            self.inline(inline, look);
        }
    }

    fn inline(&mut self, inline: &Inline, look: RunProperties) {
        match inline {
            Inline::Text { text, origin } => self.text(text, *origin, look),
            Inline::Code { text } => self.text(text, None, RunProperties { code: true, ..look }),
            Inline::Emphasis { content } => {
                self.inlines(content, RunProperties { italic: !look.italic, ..look });
            }
            Inline::Strong { content } => {
                self.inlines(content, RunProperties { bold: true, ..look });
            }
            Inline::Strikethrough { content } => {
                self.inlines(content, RunProperties { strike: true, ..look });
            }
            Inline::Subscript { content } => {
                self.inlines(content, RunProperties { shift: Shift::Lowered, ..look });
            }
            Inline::Superscript { content } => {
                self.inlines(content, RunProperties { shift: Shift::Raised, ..look });
            }
            Inline::SmallCaps { content } => {
                self.inlines(content, RunProperties { small_caps: true, ..look });
            }
            Inline::Span { content, lang, dir, .. } => {
                self.spoken((lang, dir), |writer| writer.inlines(content, look));
            }
            Inline::Formula { formula } => self.formula(formula),
            Inline::Link { target, content, title } => self.link(target, title, content, look),
            Inline::Image(image) => self.inline_picture(image),
            Inline::Number { text, entry } => self.number(text, *entry, look),
            Inline::Citation { content } => self.citation(content, look),
            Inline::Reference { id, text } => self.reference(id, text, look),
            Inline::Term { id, text, .. } => self.term(id, text, look),
            Inline::Flow { blocks } => self.flow(blocks, look),
            Inline::Note { number, blocks } => self.note(*number, blocks),
            Inline::NoteReference { number } => self.note_reference(*number),
            Inline::LineBreak => {
                self.piece("\n", None, look);
                self.xml.open("w:r", &[]);
                self.xml.empty("w:br", &[]);
                self.xml.close();
            }
            // Only pages have HTML.
            Inline::RawHtml { .. } => {}
        }
    }

    /// Writes blocks within a paragraph, each on a line of its own.
    fn flow(&mut self, blocks: &[Block], look: RunProperties) {
        let mut is_first = true;
        for line in lines(blocks) {
            if let Line::Text(content) = line {
                if !is_first {
                    self.inline(&Inline::LineBreak, look);
                }
                is_first = false;
                self.inlines(content, look);
            }
        }
    }

    fn text(&mut self, text: &EcoString, origin: Option<Span>, look: RunProperties) {
        self.piece(text, origin, look);
        self.unremembered(text, look);
    }

    /// Remembers what was printed of a paragraph.
    fn piece(&mut self, text: &str, origin: Option<Span>, look: RunProperties) {
        if self.in_atom || text.is_empty() {
            return;
        }
        let l = (look.bold, look.italic);
        let piece = Piece::Text { t: text.to_owned(), s: None, l };
        self.pieces.push(Printed { piece, origin });
    }

    fn link(&mut self, target: &Target, title: &str, content: &[Inline], look: RunProperties) {
        let look = RunProperties { link: true, ..look };
        let (attribute, value) = match target {
            Target::Anchor { id } => ("w:anchor", bookmark(id)),
            Target::External { url } => ("r:id", self.link_id(url)),
            Target::Page { path, fragment } | Target::Shared { path, fragment } => {
                let base = &self.source.publication.settings.base_url;
                // Without an address of its own, the publication has none that a file could lead to.
                if base.is_empty() {
                    self.inlines(content, RunProperties { link: false, ..look });
                    return;
                }
                let fragment =
                    if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
                let is_own = matches!(target, Target::Page { .. });
                let site = if is_own { self.source.site } else { "" };
                ("r:id", self.link_id(&format!("{base}{site}{path}{fragment}").into()))
            }
        };
        let mut attributes = vec![(attribute, value.as_str()), ("w:history", "1")];
        if !title.is_empty() {
            attributes.push(("w:tooltip", title));
        }
        self.xml.open("w:hyperlink", &attributes);
        self.inlines(content, look);
        self.xml.close();
    }

    /// Returns the relationship of an address. Those of footnotes stand in a part of their own,
    /// which has the same relationships.
    fn link_id(&mut self, url: &EcoString) -> String {
        let known = self.links.iter().position(|link| link == url);
        let number = known.unwrap_or_else(|| {
            self.links.push(url.clone());
            self.links.len() - 1
        });
        format!("rLink{number}")
    }

    /// Writes a run of text that no author wrote.
    pub(super) fn run(&mut self, text: &str, look: RunProperties) {
        self.piece(text, None, look);
        self.unremembered(text, look);
    }

    /// Writes a run of text that is remembered elsewhere, or that Word computes.
    fn unremembered(&mut self, text: &str, look: RunProperties) {
        let style = match look {
            RunProperties { link: true, .. } => Some("Hyperlink"),
            RunProperties { key: true, bold: true, .. } => Some("Key Figure Number"),
            _ => None,
        };
        let style = style.map(|name| self.house.id(name).to_owned());
        let code = self.house.code_font.clone();
        let style = style.as_deref();
        let letters = Letters { look, style, code: &code, voice: &self.voice };
        letters.write(text, &mut self.xml);
    }

    /// Writes what is in another language, or runs in another direction.
    pub(super) fn spoken(
        &mut self,
        (lang, dir): (&EcoString, &EcoString),
        write: impl FnOnce(&mut Self),
    ) {
        let voice = self.voice.with(lang, dir);
        let outer = std::mem::replace(&mut self.voice, voice);
        write(self);
        self.voice = outer;
    }

    /// Writes a field: what Word computes, and what it shows until then.
    pub(super) fn field(&mut self, instruction: &str, shown: &str, look: RunProperties) {
        for (kind, text) in [("begin", None), ("separate", Some(instruction))] {
            if let Some(instruction) = text {
                self.xml.open("w:r", &[]);
                let space = [("xml:space", "preserve")];
                self.xml.leaf("w:instrText", &space, &format!(" {instruction} "));
                self.xml.close();
            }
            self.field_mark(kind);
        }
        self.unremembered(shown, look);
        self.field_mark("end");
    }

    /// Writes a mark of a field: where it begins, where its result begins, and where that ends.
    pub(super) fn field_mark(&mut self, kind: &str) {
        self.xml.open("w:r", &[]);
        self.xml.empty("w:fldChar", &[("w:fldCharType", kind)]);
        self.xml.close();
    }

    fn citation(&mut self, content: &[Inline], look: RunProperties) {
        let keys: Vec<_> = content.iter().filter_map(cited).collect();
        let text = whole_text(content);
        self.atom(AtomKind::Citation, (&text, &keys.join("; ")), |writer| {
            writer.inlines(content, look);
        });
    }

    fn term(&mut self, id: &str, text: &EcoString, look: RunProperties) {
        let anchor = bookmark(id);
        let has_entry = self.source.document.glossary.iter().any(|entry| entry.id == id);
        self.atom(AtomKind::Term, (text, id), |writer| {
            if has_entry {
                writer.xml.open("w:hyperlink", &[("w:anchor", &anchor), ("w:history", "1")]);
            }
            writer.run(text, look);
            if has_entry {
                writer.xml.close();
            }
        });
    }

    /// Writes a cross-reference as a field: the number of a heading, or the label of a figure.
    fn reference(&mut self, id: &EcoString, text: &EcoString, look: RunProperties) {
        let outline = self.source.document.outline.iter().find(|entry| entry.id == *id);
        let number = outline.map(|entry| entry.number.clone()).filter(|number| !number.is_empty());
        let target = bookmark(id);
        self.atom(AtomKind::Reference, (text, id), |writer| match number {
            Some(number) if text.contains(number.as_str()) => {
                let (before, after) = text.split_once(number.as_str()).unwrap_or((text, ""));
                writer.run(before, look);
                writer.field(&format!("REF {target} \\r \\h"), &number, look);
                writer.run(after, look);
            }
            // The title of a heading without number, or the place of an entry: only a link.
            Some(_) => writer.anchored(&target, text, look),
            None if outline.is_some() => writer.anchored(&target, text, look),
            None => writer.anchored_or_label(id, text, look),
        });
    }

    fn anchored(&mut self, target: &str, text: &str, look: RunProperties) {
        self.xml.open("w:hyperlink", &[("w:anchor", target), ("w:history", "1")]);
        self.run(text, look);
        self.xml.close();
    }

    /// The label of a figure is a bookmark of its own where it reads as the reference does.
    fn anchored_or_label(&mut self, id: &str, text: &str, look: RunProperties) {
        let target = bookmark(id);
        if self.labels().iter().any(|(label_id, label)| *label_id == id && *label == text) {
            self.field(&format!("REF {target} \\h"), text, look);
        } else {
            self.anchored(&target, text, look);
        }
    }
}

/// How the letters of a run are set.
struct Letters<'l> {
    look: RunProperties,
    /// The id of their style, if they have one.
    style: Option<&'l str>,
    /// The font of code.
    code: &'l str,
    voice: &'l Voice,
}

impl Letters<'_> {
    /// Writes a run.
    fn write(&self, text: &str, xml: &mut Xml) {
        let Self { look, style, code, voice } = self;
        if text.is_empty() {
            return;
        }
        xml.open("w:r", &[]);
        xml.open("w:rPr", &[]);
        if let Some(style) = style {
            xml.empty("w:rStyle", &[("w:val", style)]);
        }
        if look.code {
            xml.empty("w:rFonts", &[("w:ascii", code), ("w:hAnsi", code), ("w:cs", code)]);
        }
        let marks = [
            (look.bold, "w:b"),
            // Arabic and Hebrew have switches of their own.
            (look.bold, "w:bCs"),
            (look.italic, "w:i"),
            (look.italic, "w:iCs"),
            (look.small_caps, "w:smallCaps"),
            (look.strike, "w:strike"),
            (look.code, "w:noProof"),
        ];
        for (_, mark) in marks.iter().filter(|(is_set, _)| *is_set) {
            xml.empty(mark, &[]);
        }
        match look.shift {
            Shift::None => {}
            Shift::Raised => xml.empty("w:vertAlign", &[("w:val", "superscript")]),
            Shift::Lowered => xml.empty("w:vertAlign", &[("w:val", "subscript")]),
        }
        voice.write(xml);
        xml.close();
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                xml.empty("w:br", &[]);
            }
            xml.leaf("w:t", &[("xml:space", "preserve")], line);
        }
        xml.close();
    }
}

/// Returns the key of the work that a part of a citation links to.
fn cited(inline: &Inline) -> Option<&str> {
    let Inline::Link { target: Target::Anchor { id }, .. } = inline else { return None };
    Some(id.rsplit_once("source-").map_or(id.as_str(), |(_, key)| key))
}

/// Returns all text of inline nodes, in the order in which a reader meets it.
pub(super) fn whole_text(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Citation { content } => whole_text(content),
            other => crate::tree::plain_text(std::slice::from_ref(other)).to_string(),
        })
        .collect()
}
