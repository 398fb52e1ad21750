//! Texts that nobody has written: published lines of a scaffold, and translations in the words of
//! their original.

use std::collections::HashSet;

use super::Publication;
use super::manuscript::{Manuscript, Stage};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Span;
use crate::tree::Form;

/// The lines that `quipu new` writes into texts to be written over.
pub const SCAFFOLD: &[&str] = &[
    "Say in one sentence what was found.",
    "Begin with what the reader must know.",
    "A heading states a finding",
    "The first thing to remember.",
    "This text opens the report: why it was written, and what the chapters answer.",
    "Your finding",
    "What it shows",
];

/// A paragraph of fewer words may well be the same in two languages.
const WORDS: usize = 8;

/// A part of a text file that readers see, and where it begins.
struct Part<'a> {
    text: &'a str,
    start: usize,
}

impl Publication {
    /// Warns of published texts that still have lines of their scaffold, and of translations that have
    /// paragraphs of their original.
    pub fn check_unwritten(&self, problems: &mut Problems) {
        let default = self.settings.languages.first().map(|language| &language.tag);
        let texts = self
            .works
            .iter()
            .filter(|((form, _), _)| matches!(form, Form::Brief | Form::Report | Form::Page));
        for (_, work) in texts {
            let original = default.and_then(|tag| work.manuscripts.get(tag));
            for manuscript in work.manuscripts.values() {
                if manuscript.stage != Stage::Published {
                    continue;
                }
                let found = self.scaffold(manuscript).or_else(|| {
                    let original = original.filter(|original| differs(original, manuscript))?;
                    self.untranslated(original, manuscript)
                });
                problems.extend(found);
            }
        }
    }

    fn scaffold(&self, manuscript: &Manuscript) -> Option<Diagnostic> {
        let text = &self.files.get(manuscript.file).text;
        let lines = seen(text);
        let is_left = |part: &&Part<'_>| SCAFFOLD.contains(&bare(part.text));
        let first = lines.iter().find(is_left)?;
        let count = lines.iter().filter(is_left).count();
        let message = match count {
            1 => "this line is that of the scaffold, and is published".to_owned(),
            count => {
                let others = count - 1;
                format!("this line and {others} more are those of the scaffold, and are published")
            }
        };
        let span = Span::new(manuscript.file, first.start, first.start + first.text.len());
        Some(
            Diagnostic::warning(Code::Unwritten, span, message)
                .with_hint("write over it, or keep the text back: `draft: true`"),
        )
    }

    fn untranslated(&self, original: &Manuscript, translation: &Manuscript) -> Option<Diagnostic> {
        let theirs = &self.files.get(original.file).text;
        let theirs = seen(theirs);
        let theirs: HashSet<_> = theirs.iter().map(|part| bare(part.text)).collect();
        let text = &self.files.get(translation.file).text;
        let lines = seen(text);
        // A term may be the title of a work, which stays as it is.
        let is_term =
            |part: &&Part<'_>| text[part.start + part.text.len()..].trim_start().starts_with(": ");
        let prose = lines.iter().filter(|part| is_prose(part.text) && !is_term(part));
        let long: Vec<_> = prose.collect();
        let mut same = long.iter().filter(|part| theirs.contains(bare(part.text)));
        let first = same.next()?;
        let count = 1 + same.count();
        let message = match count {
            1 => "this is in the words of the original".to_owned(),
            count => {
                let others = count - 1;
                format!("this and {others} more paragraphs are in the words of the original")
            }
        };
        let span = Span::new(translation.file, first.start, first.start + first.text.len());
        Some(
            Diagnostic::warning(Code::Unwritten, span, message)
                .with_hint("translate it, or keep the translation back: `draft: true`"),
        )
    }
}

/// Whether two texts are in languages that differ in more than their region.
fn differs(one: &Manuscript, other: &Manuscript) -> bool {
    let language = |manuscript: &Manuscript| {
        manuscript.language.split('-').next().unwrap_or_default().to_owned()
    };
    language(one) != language(other)
}

/// Returns the lines of a text that readers see: without comments, YAML that holds no words, and code.
fn seen(text: &str) -> Vec<Part<'_>> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut is_comment, mut is_code) = (false, false);
    for line in text.split_inclusive('\n') {
        let written = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        start += line.len();
        if let Some(kind) = written.strip_prefix("```") {
            let is_block = ["chart", "table", "register", "entry"].contains(&kind.trim());
            is_code = !is_code && !kind.is_empty() && !is_block;
        }
        is_comment |= written.starts_with("<!--");
        // One sign begins a note in YAML, several a heading.
        let is_note = written.starts_with('#') && !written.starts_with("##");
        if !is_comment && !is_code && !is_note && !written.is_empty() {
            parts.push(Part { text: written, start: at });
        }
        if is_comment && written.contains("-->") {
            is_comment = false;
        }
    }
    parts
}

/// Returns the words of a line: without its key, its signs and its attributes.
fn bare(line: &str) -> &str {
    let line = line.trim_start_matches(['#', '-', '>', ' ']);
    let line = ["finding: ", "title: ", "alt: ", "text: "]
        .iter()
        .find_map(|key| line.strip_prefix(key))
        .unwrap_or(line);
    let line = line.split(" {#").next().unwrap_or(line);
    line.trim().trim_matches(['"', '\''])
}

/// Whether a line is a sentence of the author, in words that a translation would change.
fn is_prose(line: &str) -> bool {
    let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let starts = |signs: &[&str]| signs.iter().any(|sign| line.starts_with(sign));
    !starts(&[">", "|", "![", "{{", ":::", "[^", "http"])
        && !line.contains(": {")
        && line.split_whitespace().filter(is_word).count() >= WORDS
}
