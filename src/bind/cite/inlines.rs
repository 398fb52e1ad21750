//! What the CSL engine returns, as inline nodes of the tree.

use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatted};

use super::anchor;
use crate::markup::{self, Cite, Manner};
use crate::publication::sources::DOLLAR_STAND_IN;
use crate::tree::{self, Inline, Inlines, Target};

/// Returns formatted text; `cites` are the works of the citation, if it is one.
pub(super) fn inlines(children: &ElemChildren, cites: &[Cite]) -> Inlines {
    let mut out = Vec::new();
    for child in &children.0 {
        inline(child, cites, &mut out);
    }
    out
}

fn inline(child: &ElemChild, cites: &[Cite], out: &mut Inlines) {
    match child {
        ElemChild::Text(formatted) => push(formatted, out),
        ElemChild::Elem(element) => match element.meta {
            Some(ElemMeta::Entry(index)) => cited(&element.children, index, cites, out),
            _ => inlines(&element.children, cites).into_iter().for_each(|inline| add(inline, out)),
        },
        ElemChild::Markup(text) => out.push(Inline::text(text.as_str())),
        ElemChild::Link { text, url } => {
            let mut content = Vec::new();
            push(text, &mut content);
            let url = url.replace(&percent_encoded(DOLLAR_STAND_IN), "$").into();
            let target = Target::External { url };
            out.push(Inline::link(target, content));
        }
        ElemChild::Transparent { .. } => {}
    }
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase()
}

/// Returns what an address has in place of a character beyond ASCII.
fn percent_encoded(character: char) -> String {
    let mut bytes = [0; 4];
    let hex = |byte: u8| ['%', hex_digit(byte >> 4), hex_digit(byte & 15)];
    character.encode_utf8(&mut bytes).bytes().flat_map(hex).collect()
}

/// Adds one work of a citation: what the author put before it, and a link to the bibliography.
fn cited(children: &ElemChildren, index: usize, cites: &[Cite], out: &mut Inlines) {
    let mut content = inlines(children, cites);
    let Some(cite) = cites.get(index) else {
        out.extend(content);
        return;
    };
    // The style prints no place beside a year alone.
    if cite.manner == Manner::YearOnly && !cite.locator.is_empty() {
        content.push(Inline::text(format!(", {}", markup::dashed(&cite.locator))));
    }
    if !cite.prefix.is_empty() {
        out.push(Inline::text(format!("{} ", cite.prefix)));
    }
    let target = Target::Anchor { id: anchor(&cite.key.value) };
    out.push(Inline::link(target, content));
}

fn push(formatted: &Formatted, out: &mut Inlines) {
    let format = &formatted.formatting;
    let mut inline = Inline::text(formatted.text.replace(DOLLAR_STAND_IN, "$"));
    if format.font_style == FontStyle::Italic {
        inline = Inline::Emphasis { content: vec![inline] };
    }
    if format.font_weight == FontWeight::Bold {
        inline = Inline::Strong { content: vec![inline] };
    }
    if format.font_variant == FontVariant::SmallCaps {
        inline = Inline::SmallCaps { content: vec![inline] };
    }
    match format.vertical_align {
        VerticalAlign::Sup => out.push(Inline::Superscript { content: vec![inline] }),
        VerticalAlign::Sub => out.push(Inline::Subscript { content: vec![inline] }),
        VerticalAlign::None | VerticalAlign::Baseline => add(inline, out),
    }
}

/// Adds an inline node; pieces of text that look alike are one text. A title that ends with a
/// question or an exclamation has no full stop after it.
fn add(mut inline: Inline, out: &mut Inlines) {
    if let Inline::Text { text, .. } = &mut inline
        && let Some(last) = out.last()
        && tree::plain_text(std::slice::from_ref(last)).ends_with(['?', '!'])
        && let Some(rest) = text.strip_prefix('.')
    {
        if rest.is_empty() {
            return;
        }
        *text = rest.into();
    }
    match (out.last_mut(), inline) {
        (Some(Inline::Text { text: last, .. }), Inline::Text { text, .. }) => last.push_str(&text),
        (_, inline) => out.push(inline),
    }
    if let Some(Inline::Text { text, .. }) = out.last_mut() {
        for (stopped, title) in STOPPED {
            if text.contains(stopped) {
                *text = text.replace(stopped, title);
            }
        }
    }
}

/// The ends of titles in quotation marks, where styles put a full stop that does not belong there.
const STOPPED: &[(&str, &str)] =
    &[("?.”", "?”"), ("!.”", "!”"), ("?.’", "?’"), ("!.’", "!’"), ("?.»", "?»"), ("!.»", "!»")];
