//! Spaces at which no line may break: "p. 4", "Table 1", "US$ 5", "10 %".

use ecow::EcoString;

use crate::language::{Word, Words};
use crate::tree::Inline;

/// What stays in one line with what stands before it.
const CLOSING: [char; 3] = ['%', '‰', '°'];

/// The words of a language that stay on one line with the number after them.
#[derive(Debug)]
pub(super) struct Unbroken(Vec<String>);

impl Unbroken {
    pub(super) fn new(words: &Words) -> Self {
        let list = words.get(Word::UnbrokenBeforeNumbers);
        Self(list.split([',', '،', '、']).map(|word| word.trim().to_owned()).collect())
    }

    /// Returns a text whose lines do not break where they should not.
    pub(super) fn text(&self, text: &EcoString) -> EcoString {
        let joins = |(at, _): &(usize, &str)| {
            let mut after = text[at + 1..].chars();
            let next = after.next();
            let closes = next.is_some_and(|next| CLOSING.contains(&next))
                && text[..*at].ends_with(|c: char| c.is_ascii_digit());
            closes || (next.is_some_and(|next| next.is_ascii_digit()) && self.ends(&text[..*at]))
        };
        let places: Vec<_> = text.match_indices(' ').filter(joins).map(|(at, _)| at).collect();
        if places.is_empty() {
            return text.clone();
        }
        let mut out = EcoString::with_capacity(text.len() + places.len());
        let mut done = 0;
        for at in places {
            out.push_str(&text[done..at]);
            out.push('\u{a0}');
            done = at + 1;
        }
        out.push_str(&text[done..]);
        out
    }

    /// Keeps the end of a line with the number that is added to it.
    pub(super) fn before_number(&self, line: &mut [Inline]) {
        if let Some(Inline::Text { text, .. }) = line.last_mut()
            && let Some(before) = text.strip_suffix(' ').filter(|before| self.ends(before))
        {
            *text = format!("{before}\u{a0}").into();
        }
    }

    /// Does for the parts of a citation or a reference what [`Self::text`] does for a text.
    pub(super) fn within(&self, line: &mut [Inline]) {
        for inline in line {
            match inline {
                Inline::Text { text, .. } => *text = self.text(text),
                Inline::Link { content, .. }
                | Inline::Emphasis { content }
                | Inline::Strong { content }
                | Inline::Superscript { content }
                | Inline::Subscript { content }
                | Inline::SmallCaps { content } => self.within(content),
                Inline::Code { .. }
                | Inline::Strikethrough { .. }
                | Inline::Formula { .. }
                | Inline::Image(_)
                | Inline::Number { .. }
                | Inline::Citation { .. }
                | Inline::Reference { .. }
                | Inline::Term { .. }
                | Inline::Note { .. }
                | Inline::NoteReference { .. }
                | Inline::Flow { .. }
                | Inline::Span { .. }
                | Inline::LineBreak
                | Inline::RawHtml { .. } => {}
            }
        }
    }

    fn ends(&self, text: &str) -> bool {
        let start = text.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '¿'));
        let skipped = |at: usize| text[at..].chars().next().map_or(0, char::len_utf8);
        let word = &text[start.map_or(0, |at| at + skipped(at))..];
        !word.is_empty() && self.0.iter().any(|known| known == word)
    }
}
