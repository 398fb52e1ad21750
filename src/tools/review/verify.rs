//! Checks that Markdown reads as the document does: what a proposal would write is parsed and
//! compared.

use std::cmp::Reverse;
use std::ops::Range;

use super::changes::Stretch;
use super::docx::Paragraph;
use super::token::{self, Token};
use crate::base::diagnostic::Problems;
use crate::base::files::Files;
use crate::base::span::Span;
use crate::language::Language;
use crate::markup::{self, Block, Inline, InlineKind, Options, RawHtml};
use crate::render::word::{ATOM, Line, LineKind, Sent};

/// Whether the Markdown that `stretches` make of a line reads as `paragraphs` do. Lines whose
/// Markdown says more than was printed, such as words for other audiences, are only parsed.
pub(super) fn reads_alike(
    (line, sent): (&Line, &Sent),
    stretches: &[Stretch],
    paragraphs: &[&Paragraph],
) -> bool {
    if !matches!(line.kind, LineKind::Paragraph | LineKind::Heading) {
        return true;
    }
    let Ok(language) = sent.language.parse::<Language>() else { return true };
    let Some(before) = read(&line.text, &language) else { return true };
    let Some(after) = read(&written(line, stretches), &language) else { return false };
    let sent_tokens = token::sent(line, sent);
    if before != plain(sent_tokens.iter().map(|old| &old.token)) {
        return true;
    }
    let mut wanted = token::returned(paragraphs);
    token::recover(&mut wanted, line, sent);
    after == plain(wanted.iter().map(|new| &new.token))
}

/// Whether Markdown that begins at a byte of its file says the same with some edits, such as marks around words.
pub(super) fn says_the_same(
    (text, start): (&str, usize),
    sent: &Sent,
    edits: &[(Range<usize>, String)],
) -> bool {
    let Ok(language) = sent.language.parse::<Language>() else { return false };
    let before = read(text, &language);
    let edits = edits.iter().map(|(range, text)| (range.clone(), text.as_str()));
    before.is_some() && before == read(&edited((text, start), edits), &language)
}

/// Returns the Markdown of a line with all stretches written that can be.
fn written(line: &Line, stretches: &[Stretch]) -> String {
    let edits = stretches.iter().filter_map(|stretch| stretch.edits.as_ref().ok()).flatten();
    let edits = edits.map(|edit| (edit.range.clone(), edit.text.as_str()));
    edited((&line.text, line.start), edits)
}

/// Returns Markdown that begins at a byte of its file with edits, whose places are those of the file.
fn edited<'e>(
    (text, start): (&str, usize),
    edits: impl Iterator<Item = (Range<usize>, &'e str)>,
) -> String {
    let mut edits: Vec<_> = edits.collect();
    edits.sort_by_key(|(range, _)| Reverse((range.start, range.end)));
    let mut text = text.to_owned();
    for (range, replacement) in edits {
        let range = range.start.saturating_sub(start)..range.end.saturating_sub(start);
        if text.get(range.clone()).is_some() {
            text.replace_range(range, replacement);
        }
    }
    text
}

/// Returns what Markdown prints, in the form of [`plain`]; none if it has mistakes.
fn read(markdown: &str, language: &Language) -> Option<String> {
    let mut files = Files::default();
    let file = files.add("line.md", markdown.to_owned());
    let options = Options {
        quotes: &language.quotes,
        raw_html: RawHtml::Refused,
        prefixes: &[],
        original: None,
        files: None,
    };
    let mut problems = Problems::default();
    let span = Span::new(file, 0, markdown.len());
    let body = markup::body(markdown, span, &options, &mut problems);
    let mut out = String::new();
    blocks(&body.blocks, &mut out);
    (!problems.has_errors()).then(|| normal(&out))
}

fn blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        for line in block.lines() {
            inlines(line, out);
        }
        out.push('¶');
        for inner in block.children() {
            self::blocks(inner, out);
        }
    }
}

fn inlines(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::LineBreak => out.push(' '),
            InlineKind::Number(_)
            | InlineKind::Formula(_)
            | InlineKind::Citation(_)
            | InlineKind::Reference(_)
            | InlineKind::Footnote(_)
            | InlineKind::Image(_) => out.push(ATOM),
            InlineKind::RawHtml(_) => {}
            InlineKind::Emphasis(_)
            | InlineKind::Strong(_)
            | InlineKind::Strikethrough(_)
            | InlineKind::Subscript(_)
            | InlineKind::Superscript(_)
            | InlineKind::Link(_)
            | InlineKind::Span(_) => self::inlines(inline.kind.content(), out),
        }
    }
}

/// Returns tokens as one text.
fn plain<'t>(tokens: impl Iterator<Item = &'t Token>) -> String {
    let mut out = String::new();
    for token in tokens {
        match token {
            Token::Text(text) => out.push_str(text),
            Token::Atom(_) | Token::Note => out.push(ATOM),
            Token::Break => out.push('¶'),
        }
    }
    normal(&out)
}

/// Makes texts comparable by removing what typography changes: quotes, spaces, the space before a
/// note.
fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' => out.push('"'),
            '‘' | '’' | '‚' | '‹' | '›' => out.push('\''),
            c if c.is_whitespace() => {}
            '¶' => {
                if !out.is_empty() && !out.ends_with('¶') {
                    out.push('¶');
                }
            }
            c => out.push(c),
        }
    }
    out.trim_end_matches('¶').to_owned()
}
