//! Parity: editions that say the same say it with the same numbers.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use ecow::EcoString;

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::plan::Edition;
use crate::span::Span;
use crate::tree::{Document, EntryForm, Inline, LedgerEntry, Line};

/// The fewest words beside numbers that make a sentence, rather than a cell or a label.
const LEAST_WORDS: usize = 3;

/// A line of an edition that has numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The hash of its words.
    words: u64,
    numbers: Vec<Stated>,
}

/// A number as a line states it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stated {
    text: EcoString,
    /// What it was computed from, however it is rounded.
    expression: EcoString,
    span: Span,
}

impl Stated {
    fn agrees(&self, other: &Self) -> bool {
        self.expression == other.expression || self.text == other.text
    }
}

impl Claim {
    fn agrees(&self, other: &Self) -> bool {
        let pairs = self.numbers.iter().zip(&other.numbers);
        self.numbers.len() == other.numbers.len() && pairs.into_iter().all(|(a, b)| a.agrees(b))
    }
}

/// Returns the lines of a document that have numbers.
pub(crate) fn claims(document: &Document) -> Vec<Claim> {
    if document.ledger.is_empty() {
        return Vec::new();
    }
    let claim = |line: Line<'_>| match line {
        Line::Text(inlines) => claim(inlines, &document.ledger),
        Line::Figure(_) => None,
    };
    document.lines().into_iter().filter_map(claim).collect()
}

fn claim(line: &[Inline], ledger: &[LedgerEntry]) -> Option<Claim> {
    let mut said = Said { ledger, words: String::new(), numbers: Vec::new() };
    said.inlines(line);
    let words: Vec<_> = said.words.split(|c: char| !c.is_alphanumeric() && c != '\0').collect();
    let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let spoken = words.iter().filter(|word| !word.contains('\0')).count();
    if said.numbers.is_empty() || spoken < LEAST_WORDS {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    Some(Claim { words: hasher.finish(), numbers: said.numbers })
}

/// What a line says: its words, with a mark where each number stands.
struct Said<'l> {
    ledger: &'l [LedgerEntry],
    words: String,
    numbers: Vec<Stated>,
}

impl Said<'_> {
    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text { text, .. } | Inline::Code { text } => self.words.push_str(text),
            Inline::Number { entry, .. } => self.number(*entry),
            // Audiences may read a term in full or in short.
            Inline::Term { text, abbreviation, .. } => {
                self.words.push_str(if abbreviation.is_empty() { text } else { abbreviation });
            }
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Strikethrough { content }
            | Inline::Subscript { content }
            | Inline::Superscript { content }
            | Inline::SmallCaps { content }
            | Inline::Span { content, .. }
            | Inline::Link { content, .. } => self.inlines(content),
            // These differ between editions: how works are cited, how figures are numbered.
            Inline::Citation { .. }
            | Inline::Reference { .. }
            | Inline::Note { .. }
            | Inline::NoteReference { .. }
            | Inline::Image(_)
            | Inline::LineBreak
            | Inline::RawHtml { .. } => self.words.push(' '),
        }
    }

    fn number(&mut self, entry: usize) {
        let Some(entry) = self.ledger.get(entry) else { return };
        if entry.form != EntryForm::Number {
            self.words.push_str(&entry.text);
            return;
        }
        self.words.push_str(" \0 ");
        let expression = entry.expression.split('|').next().unwrap_or_default();
        self.numbers.push(Stated {
            text: entry.text.clone(),
            expression: expression.split_whitespace().collect::<String>().into(),
            span: entry.span,
        });
    }
}

/// Reports lines that editions of one work in one language say in the same words with different
/// numbers. A line that an edition has and another lacks is a selection, and no contradiction.
pub(crate) fn disagreements(editions: &[(&Edition<'_>, Vec<Claim>)], problems: &mut Problems) {
    let mut works: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (edition, claims) in editions.iter().filter(|(_, claims)| !claims.is_empty()) {
        let manuscript = edition.manuscript;
        let work = (manuscript.form, &manuscript.id, &edition.language.tag);
        works.entry(work).or_default().push((&edition.site.audience.id, by_words(claims)));
    }
    for editions in works.values() {
        let Some(((audience, first), others)) = editions.split_first() else { continue };
        for (other, second) in others {
            compare((audience, first), (other, second), problems);
        }
    }
}

type ByWords<'c> = HashMap<u64, Vec<&'c Claim>>;

fn by_words(claims: &[Claim]) -> ByWords<'_> {
    let mut map = ByWords::new();
    for claim in claims {
        map.entry(claim.words).or_default().push(claim);
    }
    map
}

fn compare(
    (one, first): (&EcoString, &ByWords<'_>),
    (other, second): (&EcoString, &ByWords<'_>),
    problems: &mut Problems,
) {
    let lonely = |claims: &[&Claim], among: &[&Claim]| {
        claims.iter().copied().find(|claim| !among.iter().any(|it| it.agrees(claim))).cloned()
    };
    #[expect(clippy::iter_over_hash_type, reason = "problems are sorted before they are printed")]
    for (words, claims) in first {
        let Some(others) = second.get(words) else { continue };
        let Some((mine, theirs)) = lonely(claims, others).zip(lonely(others, claims)) else {
            continue;
        };
        let differing = mine.numbers.iter().zip(&theirs.numbers).find(|(a, b)| !a.agrees(b));
        if let Some((mine, theirs)) = differing {
            problems.push(disagreement((one, mine), (other, theirs)));
        }
    }
}

fn disagreement(
    (one, mine): (&EcoString, &Stated),
    (other, theirs): (&EcoString, &Stated),
) -> Diagnostic {
    let message = format!(
        "`{one}` reads {} where `{other}` reads {}, in the same sentence",
        mine.text, theirs.text
    );
    Diagnostic::error(Code::NumbersDisagree, mine.span, message)
        .with_related(theirs.span, "the other number is here")
        .with_hint("give both the same number, or say in the sentence what is different")
}
