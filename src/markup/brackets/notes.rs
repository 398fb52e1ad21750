//! Brackets that call a note, or are one.

use ecow::eco_format;
use pulldown_cmark::Event;

use super::Brackets;
use crate::base::diagnostic::{Code, did_you_mean};
use crate::base::span::Spanned;
use crate::markup::events::trim_end;
use crate::markup::inline::Run;
use crate::markup::parse::Parser;
use crate::markup::{Block, BlockKind, Footnote, Inline, InlineKind, Picture};

impl Parser<'_, '_> {
    /// Reads the call of a footnote, or reports that it calls none.
    pub(super) fn note_call(
        &mut self,
        label: &str,
        brackets: &Brackets,
        run: &mut Run,
        out: &mut Vec<Inline>,
    ) {
        // Before brackets, the parser takes the call of a note for the text of a link.
        if self.defined.contains(label) {
            self.flush(run, out);
            trim_end(out);
            let span = self.span(&brackets.outer);
            out.push(Inline { span, kind: InlineKind::Footnote(label.into()) });
            self.at = brackets.close + 1;
            return;
        }
        let (message, hint) = if self.lacks_colon(label) {
            // The text of the note is reported, and not each of its calls.
            if !self.begins_text(label, brackets.outer.start) {
                self.at = brackets.close + 1;
                return;
            }
            let hint = format!("write the colon: `[^{label}]: Text.`");
            (format!("the text of the footnote `{label}` has no colon before it"), hint)
        } else if let Some(key) = label.strip_prefix('@') {
            let hint = format!("write `[@{key}]`, or `^[@{key}]` for a note");
            ("a citation has no caret".to_owned(), hint)
        } else if self.is_line {
            let hint = "titles and other single lines also appear in lists and on covers: put the note into the text";
            ("a note is not possible in this line".to_owned(), hint.to_owned())
        } else {
            // A note that is called elsewhere is not the one that is meant.
            let uncalled = self
                .defined
                .iter()
                .map(|label| &**label)
                .filter(|label| self.text.matches(&format!("[^{label}]")).nth(1).is_none());
            let near = did_you_mean(label, uncalled);
            let hint =
                near.unwrap_or_else(|| format!("add a line `[^{label}]: Text.` to this file"));
            (format!("the footnote `{label}` has no text"), hint)
        };
        self.report(Code::UnknownFootnote, &brackets.outer, message, &hint);
        self.at = brackets.close + 1;
    }

    /// Whether the text of a note is in the file without the colon that makes it one: `[^1] Text.`
    fn lacks_colon(&self, label: &str) -> bool {
        let mark = format!("[^{label}] ");
        self.text.lines().any(|line| line.starts_with(&mark))
    }

    /// Whether `[^label] ` begins the line at `start`.
    fn begins_text(&self, label: &str, start: usize) -> bool {
        let is_line = self.text[..start].is_empty() || self.text[..start].ends_with('\n');
        is_line && self.text[start..].starts_with(&format!("[^{label}] "))
    }

    /// Reports the call of a note whose name contains spaces; returns whether it is one.
    pub(super) fn is_spaced_note(&mut self, brackets: &Brackets) -> bool {
        let inner = &self.text[brackets.inner.clone()];
        let Some(label) = inner.strip_prefix('^').filter(|label| is_spaced_label(label)) else {
            return false;
        };
        let name = label.split_whitespace().collect::<Vec<_>>().join("-");
        let hint = format!("write hyphens, `[^{name}]`, here and where the note stands");
        let message = "the name of a footnote contains no spaces";
        self.report(Code::UnknownFootnote, &brackets.outer, message, &hint);
        self.at = brackets.close + 1;
        true
    }

    /// Reads a note that is written where it is called, `^[text]`.
    pub(super) fn inline_note(&mut self, brackets: &Brackets, out: &mut Vec<Inline>) {
        trim_end(out);
        let span = self.span(&brackets.outer);
        let content = self.bracketed_content(brackets);
        // Labels that authors write contain no space.
        let label = eco_format!("note at {}", brackets.outer.start);
        let blocks = vec![Block { span, kind: BlockKind::Paragraph(content) }];
        self.footnotes.insert(label.clone(), Footnote { span, blocks });
        out.push(Inline { span, kind: InlineKind::Footnote(label) });
    }

    /// Reads an image whose caption calls notes, which the Markdown parser does not take for one.
    pub(super) fn noted_image(
        &mut self,
        brackets: &Brackets,
        run: &mut Run,
        out: &mut Vec<Inline>,
    ) -> bool {
        let mut inside = self.events[self.at..brackets.close].iter();
        let has_note = inside.any(|(event, _)| matches!(event, Event::FootnoteReference(_)));
        let text = self.text;
        let behind = text[brackets.outer.end..].strip_prefix('(').filter(|_| has_note);
        let Some((address, _)) = behind.and_then(|behind| behind.split_once(')')) else {
            return false;
        };
        if address.is_empty() || address.contains(['\n', '(', '<', '\u{2}']) {
            return false;
        }
        let (path, title) = match address.split_once(char::is_whitespace) {
            Some((path, title)) => (path, title.trim().trim_matches(['"', '\''])),
            None => (address, ""),
        };
        self.flush(run, out);
        let end = brackets.outer.end + "()".len() + address.len();
        let caption = self.bracketed_content(brackets);
        let span = self.span(&(brackets.outer.start..end));
        let attributes = self.attributes_behind(end);
        self.consumed = self.consumed.max(end);
        let path = Spanned::new(path.into(), span);
        let picture = Picture { path, title: title.into(), caption, attributes };
        out.push(Inline { span, kind: InlineKind::Image(Box::new(picture)) });
        true
    }
}

/// Whether `label` can name a footnote.
pub(super) fn is_label(label: &str) -> bool {
    !label.is_empty() && !label.contains(|c: char| c == '[' || c.is_whitespace())
}

/// Whether `label` would name a footnote if it contained no spaces.
fn is_spaced_label(label: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    label.trim().contains(char::is_alphanumeric)
        && label.contains(' ')
        && label.chars().all(is_name)
}
