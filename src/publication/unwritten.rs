//! Texts that nobody has written: published lines of a scaffold, and translations in the words of
//! their original.

mod spoken;

use std::collections::HashSet;

use spoken::Spoken;

use super::Publication;
use super::manuscript::{Manuscript, Stage};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Span;
use crate::language::count_words;
use crate::markup::visit::{Visit, walk_block};
use crate::markup::{Block, BlockKind, Inline, plain_text};
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

/// How many characters of Chinese or Japanese say as much as a word.
const CHARACTERS_OF_A_WORD: usize = 2;

/// A line of a text that readers see: a title, a heading, a paragraph.
struct Line {
    text: String,
    /// Its words without code, emphasis, quotations and what has a language of its own.
    spoken: String,
    span: Span,
}

/// Gathers what the author of a text wrote in words of their own: neither quotations nor tables, and no terms, which may
/// be titles of works.
#[derive(Default)]
struct Lines(Vec<Line>);

impl Lines {
    fn of(manuscript: &Manuscript) -> Self {
        let mut lines = Self::default();
        let front = [&manuscript.title, &manuscript.finding].into_iter();
        let front = front.chain(&manuscript.key_messages).chain(manuscript.about.lines());
        let drawing = manuscript.drawing.iter().flat_map(|it| [&it.alt, &it.caption]);
        front.chain(drawing).for_each(|line| lines.add(line));
        lines.blocks(&manuscript.body.blocks);
        // A translation takes from its original what it does not have itself.
        let is_own = |file| manuscript.file == file || manuscript.included.contains(&file);
        lines.0.retain(|line| is_own(line.span.file));
        lines
    }

    fn add(&mut self, line: &[Inline]) {
        let ([first, ..], [.., last]) = (line, line) else { return };
        let text = plain_text(line).split_whitespace().collect::<Vec<_>>().join(" ");
        let (start, end) = (first.span.start as usize, last.span.end as usize);
        let span = Span::new(first.span.file, start, end.max(start));
        self.0.push(Line { text, spoken: spoken::words_of(line), span });
    }
}

impl<'a> Visit<'a> for Lines {
    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Quote(_)
            | BlockKind::Table(_)
            | BlockKind::Code { .. }
            | BlockKind::RawHtml(_)
            | BlockKind::Rule
            | BlockKind::Formula(_) => {}
            BlockKind::Definitions(items) => {
                items.iter().flat_map(|item| &item.definitions).for_each(|it| self.blocks(it));
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::List { .. }
            | BlockKind::Alert(..)
            | BlockKind::DataTable(_)
            | BlockKind::Chart(_)
            | BlockKind::Register(_)
            | BlockKind::Entry(_)
            | BlockKind::Picture(_)
            | BlockKind::Div(..) => walk_block(self, block),
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        self.add(inlines);
    }
}

impl Publication {
    /// Warns of published texts that still have lines of their scaffold, and of translations that have
    /// paragraphs of their original.
    pub fn check_unwritten(&self, problems: &mut Problems) {
        let default = self.settings.languages.first().map(|language| &language.tag);
        let texts = self.works.iter().filter(|((form, _), _)| Form::WRITTEN.contains(form));
        for (_, work) in texts {
            let original = default.and_then(|tag| work.manuscripts.get(tag));
            for manuscript in work.manuscripts.values() {
                if manuscript.stage != Stage::Published {
                    continue;
                }
                let lines = Lines::of(manuscript);
                let found = scaffold(&lines).or_else(|| {
                    let original = original.filter(|original| differs(original, manuscript))?;
                    let languages = (&*original.language, &*manuscript.language);
                    untranslated(&Lines::of(original), &lines, &Spoken::between(languages))
                });
                problems.extend(found);
            }
        }
    }
}

fn scaffold(Lines(lines): &Lines) -> Option<Diagnostic> {
    let mut left = lines.iter().filter(|line| SCAFFOLD.contains(&line.text.as_str()));
    let first = left.next()?;
    let message = match left.count() {
        0 => "this line is that of the scaffold, and is published".to_owned(),
        others => {
            format!("this line and {others} more are those of the scaffold, and are published")
        }
    };
    Some(
        Diagnostic::warning(Code::Unwritten, first.span, message)
            .with_hint("write over it, or keep the text back: `draft: true`"),
    )
}

fn untranslated(
    Lines(original): &Lines,
    Lines(translation): &Lines,
    spoken: &Spoken,
) -> Option<Diagnostic> {
    let theirs: HashSet<_> = original.iter().map(|line| line.text.as_str()).collect();
    let is_same = |line: &&Line| {
        let is_long = words(&line.text) >= WORDS;
        (is_long || spoken.is_sentence(&line.spoken)) && theirs.contains(line.text.as_str())
    };
    let mut same = translation.iter().filter(is_same);
    let first = same.next()?;
    let message = match same.count() {
        0 => "this is in the words of the original".to_owned(),
        others => format!("this and {others} more paragraphs are in the words of the original"),
    };
    Some(
        Diagnostic::warning(Code::Unwritten, first.span, message)
            .with_hint("translate it, or keep the translation back: `draft: true`")
            .with_hint(format!(
                "if it is meant to stay in that language, say so: `[…]{{lang={}}}`",
                spoken.original
            )),
    )
}

/// Whether two texts are in languages that differ in more than their region.
fn differs(one: &Manuscript, other: &Manuscript) -> bool {
    let language = |manuscript: &Manuscript| {
        manuscript.language.split('-').next().unwrap_or_default().to_owned()
    };
    language(one) != language(other)
}

/// Returns how many words a line has that a translation would change: neither numbers nor single letters.
fn words(line: &str) -> usize {
    let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let letters: String = line.chars().filter(|c| c.is_alphabetic() || c.is_whitespace()).collect();
    let spaced = line.split_whitespace().filter(is_word).count();
    spaced.max(count_words(&letters) / CHARACTERS_OF_A_WORD)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_that_a_translation_would_change() {
        assert_eq!(words("In 2016, 4 members had a share of 12.5 %"), 5);
        assert_eq!(words("2016 2017 2018 2019 2020 2021 2022 2023 2024 2025 2026"), 0);
        assert_eq!(words("太平洋联盟的贸易在过去十年里几乎没有增长。"), 10);
    }
}
