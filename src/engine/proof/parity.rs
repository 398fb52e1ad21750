//! Parity: editions that say the same say it with the same numbers.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Span;
use crate::markup::visit::{Visit, walk_block};
use crate::markup::{self, Attributes, BlockKind, InlineKind};
use crate::plan::Edition;
use crate::tree::{Block, Document, EntryForm, Inline, LedgerEntry, Line, Table, lines};

/// The fewest words besides numbers that make a sentence, rather than a label or an item.
const LEAST_WORDS: usize = 3;

/// A sentence of an edition that has numbers, or a cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The hash of its words.
    words: u64,
    numbers: Vec<Stated>,
}

/// A number as a sentence states it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stated {
    text: EcoString,
    /// Stands for what it was computed from, however it is rounded: the expression, and its cells,
    /// of which an audience may lack some.
    basis: u64,
    span: Span,
}

impl Stated {
    fn agrees(&self, other: &Self) -> bool {
        self.basis == other.basis || self.text == other.text
    }
}

impl Claim {
    fn agrees(&self, other: &Self) -> bool {
        let pairs = self.numbers.iter().zip(&other.numbers);
        self.numbers.len() == other.numbers.len() && pairs.into_iter().all(|(a, b)| a.agrees(b))
    }
}

/// Returns the sentences of a document that have numbers, and the cells of its tables.
pub(crate) fn claims(document: &Document) -> Vec<Claim> {
    if document.ledger.is_empty() {
        return Vec::new();
    }
    let mut search = Search { ledger: &document.ledger, before: 0, found: Vec::new() };
    search.lines(document.lines());
    search.found
}

/// A search for sentences with numbers.
struct Search<'l> {
    ledger: &'l [LedgerEntry],
    /// The hash of the last line that says something by itself, such as that before a list.
    before: u64,
    found: Vec<Claim>,
}

impl Search<'_> {
    fn lines(&mut self, lines: Vec<Line<'_>>) {
        for line in lines {
            match line {
                Line::Text(inlines) => self.line(inlines),
                Line::Table(table) => self.table(table),
                Line::Figure(_) | Line::List => {}
            }
        }
    }

    /// Reads a line sentence by sentence, and the notes that it calls after it.
    fn line(&mut self, line: &[Inline]) {
        let said = Said::of(line, self.ledger);
        let mut numbers = said.numbers.iter();
        for sentence in sentences(&said.words) {
            let count = sentence.matches(MARK).count();
            let stated: Vec<_> = numbers.by_ref().take(count).cloned().collect();
            let words = words(sentence);
            let spoken = words.iter().filter(|word| !word.contains(MARK)).count();
            match (stated.is_empty(), spoken) {
                (_, 0) => {}
                // Such as an item of a list: what it says depends on what stands before it.
                (false, 1..LEAST_WORDS) => self.claim(&(self.before, words), stated),
                (false, _) => self.claim(&words, stated),
                (true, _) => self.before = hash(&words),
            }
        }
        for blocks in said.notes {
            self.lines(crate::tree::lines(blocks));
        }
    }

    /// Reads a table: a cell says something of what its row and its column are called.
    fn table(&mut self, table: &Table) {
        for row in &table.rows {
            let Some((head, cells)) = row.split_first() else { continue };
            let head = Said::of(head, self.ledger).words;
            for (column, cell) in table.columns.iter().skip(1).zip(cells) {
                let cell = Said::of(cell, self.ledger);
                if !cell.numbers.is_empty() {
                    let column = Said::of(&column.head, self.ledger).words;
                    self.claim(&(words(&head), words(&column), words(&cell.words)), cell.numbers);
                }
            }
        }
    }

    fn claim(&mut self, words: &impl Hash, numbers: Vec<Stated>) {
        self.found.push(Claim { words: hash(words), numbers });
    }
}

/// The placeholder for a number in the words.
const MARK: char = '\0';

/// Returns the sentences of a line, each with the sign that ends it.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let is_end = |(at, sign): &(usize, char)| match sign {
            '.' | '!' | '?' | ';' | '…' => {
                rest[at + sign.len_utf8()..].starts_with(char::is_whitespace)
            }
            '。' | '！' | '？' | '；' => true,
            _ => false,
        };
        let end = rest.char_indices().find(is_end);
        let end = end.map_or(rest.len(), |(at, sign)| at + sign.len_utf8());
        let sentence = &rest[..end];
        rest = &rest[end..];
        Some(sentence)
    })
}

fn words(sentence: &str) -> Vec<&str> {
    let words = sentence.split(|c: char| !c.is_alphanumeric() && c != MARK);
    words.filter(|word| !word.is_empty()).collect()
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// What a line says: its words, with a mark where each number stands.
struct Said<'l> {
    ledger: &'l [LedgerEntry],
    words: String,
    numbers: Vec<Stated>,
    notes: Vec<&'l [Block]>,
}

impl<'l> Said<'l> {
    fn of(line: &'l [Inline], ledger: &'l [LedgerEntry]) -> Self {
        let mut said =
            Self { ledger, words: String::new(), numbers: Vec::new(), notes: Vec::new() };
        said.inlines(line);
        said
    }

    fn inlines(&mut self, inlines: &'l [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'l Inline) {
        match inline {
            Inline::Text { text, .. } | Inline::Code { text } => self.words.push_str(text),
            Inline::Number { entry, .. } => self.number(*entry),
            Inline::Formula { formula } => self.words.push_str(&formula.tex),
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
            Inline::Note { blocks, .. } => {
                self.words.push(' ');
                self.notes.push(blocks);
            }
            Inline::Flow { blocks } => {
                for line in lines(blocks) {
                    if let Line::Text(content) = line {
                        self.inlines(content);
                    }
                }
            }
            // These differ between editions: how works are cited, how figures are numbered.
            Inline::Citation { .. }
            | Inline::Reference { .. }
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
        self.words.extend([' ', MARK, ' ']);
        self.numbers.push(Stated {
            text: entry.text.clone(),
            basis: entry.basis,
            span: entry.span,
        });
    }
}

/// Reports sentences that editions of one work in one language say in the same words with different
/// numbers, unless one of them says that it `differs`. A sentence that an edition has and another
/// lacks is a selection, and no contradiction.
pub(crate) fn disagreements(editions: &[(&Edition<'_>, Vec<Claim>)], problems: &mut Problems) {
    let mut works: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (edition, claims) in editions.iter().filter(|(_, claims)| !claims.is_empty()) {
        let manuscript = edition.manuscript;
        let entity = edition.subject.entity();
        let work = (manuscript.form, &manuscript.id, entity, &edition.language.tag);
        works.entry(work).or_default().push((*edition, by_words(claims)));
    }
    for editions in works.values() {
        let Some(((edition, first), others)) = editions.split_first() else { continue };
        for (other, second) in others {
            for (mine, theirs) in differing(first, second) {
                if !is_meant(edition, mine) && !is_meant(other, theirs) {
                    let (one, other) = (&edition.site.audience.id, &other.site.audience.id);
                    problems.push(disagreement((one, mine), (other, theirs)));
                }
            }
        }
    }
}

/// Whether an author says that a number is another one in other editions.
fn is_meant(edition: &Edition<'_>, number: &Stated) -> bool {
    let mut search = Differing { span: number.span, within: false, found: false };
    let texts = [edition.manuscript].into_iter().chain(edition.chapters.iter().copied());
    texts.for_each(|text| text.visit(&mut search));
    search.found
}

/// A search for the number at a place in parts that have the attribute `differs`.
struct Differing {
    span: Span,
    within: bool,
    found: bool,
}

impl Differing {
    fn inside(&mut self, attributes: &Attributes, walk: impl FnOnce(&mut Self)) {
        let outer = self.within;
        self.within |= attributes.value("differs").is_some();
        walk(self);
        self.within = outer;
    }
}

impl<'a> Visit<'a> for Differing {
    fn block(&mut self, block: &'a markup::Block) {
        match &block.kind {
            BlockKind::Div(attributes, _) => {
                self.inside(attributes, |search| walk_block(search, block));
            }
            BlockKind::Table(table) => {
                self.inside(&table.attributes, |search| walk_block(search, block));
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::List { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::DataTable(_)
            | BlockKind::Chart(_)
            | BlockKind::Register(_)
            | BlockKind::Entry(_)
            | BlockKind::Formula(_)
            | BlockKind::Picture(_)
            | BlockKind::RawHtml(_) => walk_block(self, block),
        }
    }

    fn inline(&mut self, inline: &'a markup::Inline) {
        self.found |= self.within && inline.span == self.span;
        if let InlineKind::Span(span) = &inline.kind {
            self.inside(&span.attributes, |search| search.inlines(&span.content));
        } else {
            self.inlines(inline.kind.content());
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

/// Returns the numbers that two editions state differently in the same words.
fn differing<'c>(first: &ByWords<'c>, second: &ByWords<'c>) -> Vec<(&'c Stated, &'c Stated)> {
    let lonely = |claims: &[&'c Claim], among: &[&'c Claim]| {
        claims.iter().copied().find(|claim| !among.iter().any(|it| it.agrees(claim)))
    };
    let mut found = Vec::new();
    #[expect(clippy::iter_over_hash_type, reason = "problems are sorted before they are printed")]
    for (words, claims) in first {
        let Some(others) = second.get(words) else { continue };
        let Some((mine, theirs)) = lonely(claims, others).zip(lonely(others, claims)) else {
            continue;
        };
        found.extend(mine.numbers.iter().zip(&theirs.numbers).find(|(a, b)| !a.agrees(b)));
    }
    found
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
        .with_hint("give both the same number, or explain the difference with `[…]{differs=\"reason\"}`, on the sentence or on a div")
}
