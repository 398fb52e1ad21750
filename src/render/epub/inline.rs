//! The inlines of a part, as XHTML.

use super::text::Writer;
use crate::base::escape::{push_text, push_url};
use crate::formula::mathml;
use crate::language::Word;
use crate::tree::{Inline, Target};

impl<'a> Writer<'a, '_> {
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    /// Writes inlines without links and notes, for what is read again elsewhere.
    pub(super) fn label(&mut self, inlines: &'a [Inline]) {
        let before = std::mem::replace(&mut self.has_links, false);
        self.inlines(inlines);
        self.has_links = before;
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text { text, .. } | Inline::Number { text, .. } => {
                push_text(&mut self.out, text);
            }
            Inline::Emphasis { content } => self.enclosed("em", content),
            Inline::Strong { content } => self.enclosed("strong", content),
            Inline::Strikethrough { content } => self.enclosed("s", content),
            Inline::Subscript { content } => self.enclosed("sub", content),
            Inline::Superscript { content } => self.enclosed("sup", content),
            Inline::SmallCaps { content } => {
                self.open("span", "small-caps");
                self.inlines(content);
                self.close("span");
            }
            Inline::Code { text } => {
                self.open("code", "");
                push_text(&mut self.out, text);
                self.close("code");
            }
            Inline::Formula { formula } => self.out.push_str(&mathml(formula, false)),
            Inline::Link { target, content, .. } => self.link(target, content),
            Inline::Image(image) => self.image(image),
            Inline::Citation { content } => self.inlines(content),
            Inline::Reference { id, text } => self.anchor_link(id, "", |writer| {
                push_text(&mut writer.out, text);
            }),
            Inline::Term { id, text, .. } => self.anchor_link(id, "glossref", |writer| {
                push_text(&mut writer.out, text);
            }),
            Inline::Note { number, blocks } => {
                if self.has_links {
                    self.notes.push((*number, blocks));
                    self.note_call(*number);
                }
            }
            Inline::NoteReference { number } => {
                if self.has_links {
                    self.note_call(*number);
                }
            }
            Inline::Flow { blocks } => self.nested(blocks),
            Inline::Span { title, lang, dir, content, .. } => {
                let element = if title.is_empty() { "span" } else { "abbr" };
                self.out.push('<');
                self.out.push_str(element);
                self.language(lang, dir);
                self.attribute("title", title);
                self.out.push('>');
                self.inlines(content);
                self.close(element);
            }
            Inline::LineBreak => self.out.push_str("<br/>\n"),
            // Markup for pages only.
            Inline::RawHtml { .. } => {}
        }
    }

    fn enclosed(&mut self, element: &str, content: &'a [Inline]) {
        self.open(element, "");
        self.inlines(content);
        self.close(element);
    }

    fn note_call(&mut self, number: u32) {
        let name = self.source.words.get(Word::Note).to_string();
        let Some(place) = self.place(&format!("note-{number}")) else {
            self.element("sup", "", &number.to_string());
            return;
        };
        self.out.push_str("<sup><a epub:type=\"noteref\" role=\"doc-noteref\" href=\"");
        self.out.push_str(&place);
        self.out.push('"');
        self.attribute("aria-label", &format!("{name} {number}"));
        self.out.push('>');
        self.out.push_str(&number.to_string());
        self.out.push_str("</a></sup>");
    }

    /// Writes a link to an anchor; `kind` is what it is in the vocabulary of EPUB.
    pub(super) fn anchor_link(&mut self, id: &str, kind: &str, write: impl FnOnce(&mut Self)) {
        let place = self.place(id).filter(|_| self.has_links);
        let Some(place) = place else { return write(self) };
        self.out.push_str("<a href=\"");
        self.out.push_str(&place);
        self.out.push('"');
        self.attribute("epub:type", kind);
        if !kind.is_empty() {
            self.attribute("role", &format!("doc-{kind}"));
        }
        self.out.push('>');
        write(self);
        self.close("a");
    }

    /// Writes a link. A page of the publication is reached by its full address; without one, the link is
    /// its text.
    pub(super) fn link(&mut self, target: &'a Target, content: &'a [Inline]) {
        let (site, root) = (self.source.settings.site, self.source.settings.root);
        let url = match target {
            Target::Anchor { id } => {
                return self.anchor_link(id, "", |writer| writer.label_links(content));
            }
            Target::External { url } => url.to_string(),
            Target::Page { path, fragment } if !site.is_empty() => {
                let hash = if fragment.is_empty() { "" } else { "#" };
                format!("{site}{path}{hash}{fragment}")
            }
            Target::Shared { path, fragment } if !root.is_empty() => {
                let hash = if fragment.is_empty() { "" } else { "#" };
                format!("{root}{path}{hash}{fragment}")
            }
            Target::Page { .. } | Target::Shared { .. } => String::new(),
        };
        if url.is_empty() || !self.has_links {
            return self.inlines(content);
        }
        self.out.push_str("<a href=\"");
        push_url(&mut self.out, &url);
        self.out.push_str("\">");
        self.label_links(content);
        self.close("a");
    }

    /// Writes the text of a link, whose notes follow but whose links are text.
    fn label_links(&mut self, content: &'a [Inline]) {
        self.label(content);
    }
}
