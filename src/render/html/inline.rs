//! Inlines.

use crate::formula::mathml;
use crate::publication::picture;
use crate::tree::{Image, Inline, Target};

use super::note::WaitingNote;
use super::{Links, Notes, Writer};
use crate::base::escape::{push_attribute, push_path, push_text, push_url};

/// Whether there is a link in `inlines`.
pub(super) fn has_link(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Link { .. } | Inline::Reference { .. } | Inline::Term { .. } => true,
        Inline::Emphasis { content }
        | Inline::Strong { content }
        | Inline::Strikethrough { content }
        | Inline::Subscript { content }
        | Inline::Superscript { content }
        | Inline::SmallCaps { content }
        | Inline::Citation { content }
        | Inline::Span { content, .. } => has_link(content),
        Inline::Text { .. }
        | Inline::Code { .. }
        | Inline::Formula { .. }
        | Inline::Image(_)
        | Inline::Number { .. }
        | Inline::Note { .. }
        | Inline::Flow { .. }
        | Inline::NoteReference { .. }
        | Inline::LineBreak
        | Inline::RawHtml { .. } => false,
    })
}

impl<'a> Writer<'a> {
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text { text, .. } => push_text(&mut self.out, text),
            Inline::Emphasis { content } => self.enclosed("<em>", content, "</em>"),
            Inline::Strong { content } => self.enclosed("<strong>", content, "</strong>"),
            Inline::Strikethrough { content } => self.enclosed("<s>", content, "</s>"),
            Inline::Subscript { content } => self.enclosed("<sub>", content, "</sub>"),
            Inline::Superscript { content } => self.enclosed("<sup>", content, "</sup>"),
            Inline::SmallCaps { content } => {
                self.enclosed("<span class=\"small-caps\">", content, "</span>");
            }
            Inline::Code { text } => {
                self.out.push_str("<code>");
                push_text(&mut self.out, text);
                self.out.push_str("</code>");
            }
            Inline::Formula { formula } => self.out.push_str(&mathml(formula, false)),
            Inline::Link { target, title, content } => self.link(target, title, content),
            Inline::Image(image) => self.image(image),
            Inline::Number { text, entry } => self.number(text, *entry),
            Inline::Citation { content } => {
                self.enclosed("<span class=\"citation\">", content, "</span>");
            }
            Inline::Reference { id, text } => self.reference(id, text),
            Inline::Term { id, text, abbreviation } => self.term_use(id, text, abbreviation),
            Inline::Note { number, blocks } => {
                self.note(WaitingNote { number: *number, blocks });
            }
            Inline::NoteReference { number } => self.note_call_again(*number),
            Inline::Span { classes, title, lang, dir, content } => {
                let element = if title.is_empty() { "span" } else { "abbr" };
                self.write(format_args!("<{element}"));
                self.class_attribute(classes);
                self.language_attributes(lang, dir);
                if !title.is_empty() {
                    self.out.push_str(" title=\"");
                    push_attribute(&mut self.out, title);
                    self.out.push('"');
                }
                self.out.push('>');
                self.inlines(content);
                self.close(element);
            }
            Inline::Flow { blocks } => self.blocks(blocks),
            Inline::LineBreak => self.out.push_str("<br>\n"),
            Inline::RawHtml { html } => self.out.push_str(html),
        }
    }

    fn enclosed(&mut self, open: &str, content: &'a [Inline], close: &str) {
        self.out.push_str(open);
        self.inlines(content);
        self.out.push_str(close);
    }

    /// Writes the language and the direction of the element whose tag is open.
    pub(super) fn language_attributes(&mut self, lang: &str, dir: &str) {
        for (name, value) in [("lang", lang), ("dir", dir)] {
            if !value.is_empty() {
                self.write(format_args!(" {name}=\""));
                push_attribute(&mut self.out, value);
                self.out.push('"');
            }
        }
    }

    fn reference(&mut self, id: &str, text: &str) {
        if self.links == Links::Inert {
            push_text(&mut self.out, text);
            return;
        }
        self.out.push_str("<a class=\"reference\" href=\"");
        self.out.push_str(self.document_way);
        self.out.push('#');
        push_path(&mut self.out, id);
        self.out.push_str("\">");
        push_text(&mut self.out, text);
        self.out.push_str("</a>");
    }

    pub(super) fn link(&mut self, target: &Target, title: &str, content: &'a [Inline]) {
        if self.links == Links::Inert {
            self.inlines(content);
            return;
        }
        self.out.push_str("<a href=\"");
        self.address(target);
        self.title(title);
        // Pages open in the same tab, so the address gives no handle to its opener
        // and `noopener` would say nothing.
        self.out.push_str(match target {
            Target::External { url } if url.starts_with("http") => "\" rel=\"external\">",
            _ => "\">",
        });
        self.end_of_link(content);
    }

    /// Writes a link that says a plain text.
    pub(super) fn link_text(&mut self, target: &Target, text: &str) {
        self.out.push_str("<a href=\"");
        self.address(target);
        self.out.push_str("\">");
        push_text(&mut self.out, text);
        self.out.push_str("</a>");
    }

    /// Writes what the open link says and closes it.
    ///
    /// HTML forbids a link in a link, so notes are called behind it.
    pub(super) fn end_of_link(&mut self, content: &'a [Inline]) {
        let outer = (self.links, self.notes);
        let earlier = self.waiting.len();
        (self.links, self.notes) = (Links::Inert, Notes::Uncalled);
        self.inlines(content);
        self.out.push_str("</a>");
        (self.links, self.notes) = outer;
        for note in self.waiting.split_off(earlier) {
            self.note(note);
        }
    }

    /// Writes a title into the tag whose last attribute is open.
    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str("\" title=\"");
            push_attribute(&mut self.out, title);
        }
    }

    fn address(&mut self, target: &Target) {
        match target {
            Target::External { url } => push_url(&mut self.out, url),
            Target::Anchor { id } => {
                self.out.push_str(self.document_way);
                self.out.push('#');
                push_path(&mut self.out, id);
            }
            Target::Page { path, fragment } => self.below(self.roots.site, path, fragment),
            Target::Shared { path, fragment } => {
                let root = self.publication_root();
                self.below(root, path, fragment);
            }
        }
    }

    fn publication_root(&self) -> &'a str {
        if let Some(is_used) = self.is_root_used {
            is_used.set(true);
        }
        self.roots.publication
    }

    fn below(&mut self, root: &str, path: &str, fragment: &str) {
        if path.is_empty() && root.is_empty() {
            // An empty address would be this very page, with its fragment.
            self.out.push_str("./");
        }
        self.out.push_str(root);
        push_path(&mut self.out, path);
        if !fragment.is_empty() {
            self.out.push('#');
            push_path(&mut self.out, fragment);
        }
    }

    pub(super) fn image(&mut self, image: &Image) {
        let copies = picture::copies(&image.path, image.size, image.is_photograph);
        // A browser that does not know the format of the copies takes the original.
        let is_other = copies.first().is_some_and(|copy| copy.media_type != "image/jpeg");
        if is_other {
            self.out.push_str("<picture><source type=\"image/webp\"");
            self.copies(image, &copies);
            self.out.push('>');
        }
        self.out.push_str("<img src=\"");
        self.picture_path(image, &image.path);
        self.out.push('"');
        if !is_other {
            self.copies(image, &copies);
        }
        if let Some((width, height)) = image.size {
            self.write(format_args!(" width=\"{width}\" height=\"{height}\""));
        }
        self.out.push_str(" alt=\"");
        push_attribute(&mut self.out, &image.alt);
        self.title(&image.title);
        if let Some(width) = image.width {
            // The policy of pages allows no style between their lines, so widths are classes.
            let step = (width.saturating_add(2) / 5 * 5).clamp(5, 100);
            self.write(format_args!("\" class=\"w-{step}"));
        }
        self.out.push_str("\" loading=\"lazy\" decoding=\"async\">");
        if is_other {
            self.out.push_str("</picture>");
        }
    }

    /// Writes which narrower copies of a picture there are, and how wide a page shows it.
    fn copies(&mut self, image: &Image, copies: &[picture::NarrowCopy]) {
        for (index, copy) in copies.iter().enumerate() {
            self.out.push_str(if index == 0 { " srcset=\"" } else { ", " });
            self.picture_path(image, &copy.path);
            self.write(format_args!(" {}w", copy.width));
        }
        if !copies.is_empty() {
            self.out.push_str("\" sizes=\"(width < 40rem) 100vw, 36rem\"");
        }
    }

    fn picture_path(&mut self, image: &Image, path: &str) {
        let root = self.publication_root();
        self.out.push_str(root);
        push_path(&mut self.out, &image.folder);
        push_path(&mut self.out, path);
    }
}
