//! Finding numbers in prose: digits and words.
//!
//! A passage is cut into words, runs of digits and signs. Each run of digits and each
//! run of number words is a find, unless `exempt` recognises it as something else: a
//! date, a page, a name.

use std::ops::Range;

use super::lexicon::{Lexicon, Phrases, Spacing};
use super::passage::{OBJECT, Passage, PassageKind};

/// A piece of a passage.
#[derive(Debug)]
pub(super) struct Token<'t> {
    pub kind: TokenKind,
    /// The text as written.
    pub text: &'t str,
    /// A word in lower case; empty for other tokens.
    pub word: String,
    pub range: Range<usize>,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Letters.
    Word,
    /// Digits, including the signs between them.
    Digits,
    /// The placeholder in a passage for a bound number, code or a reference.
    Object,
    /// Any other character but spaces.
    Sign,
}

/// A passage in pieces.
pub(super) struct Scan<'t> {
    pub text: &'t str,
    pub kind: PassageKind,
    pub tokens: Vec<Token<'t>>,
    pub lexicon: &'t Lexicon,
}

/// Returns where a passage has typed numbers.
pub(super) fn numbers(passage: &Passage, lexicon: &Lexicon) -> Vec<Range<usize>> {
    let scan = Scan {
        text: &passage.text,
        kind: passage.kind,
        tokens: tokens(&passage.text, lexicon.spacing),
        lexicon,
    };
    let counts = scan.counting();
    let mut found = Vec::new();
    let mut at = 0;
    while at < scan.tokens.len() {
        let end = scan.run(at, &counts);
        if end > at && !scan.is_exempt(at, end) {
            found.push(scan.tokens[at].range.start..scan.tokens[end - 1].range.end);
        }
        at = end.max(at + 1);
    }
    found
}

/// Returns where a passage has words that claim a direction, an order, a majority, a first or a
/// last.
pub(super) fn claims(passage: &Passage, lexicon: &Lexicon) -> Vec<Range<usize>> {
    phrases(passage, lexicon, &lexicon.claims, &lexicon.no_claims)
}

/// Returns where one of the phrases `wanted` stands outside those that are `harmless`.
pub(super) fn phrases(
    passage: &Passage,
    lexicon: &Lexicon,
    wanted: &Phrases,
    harmless: &Phrases,
) -> Vec<Range<usize>> {
    let scan = Scan {
        text: &passage.text,
        kind: passage.kind,
        tokens: tokens(&passage.text, lexicon.spacing),
        lexicon,
    };
    let ends = |phrases: &[Vec<String>], at: usize| {
        phrases.iter().filter_map(|phrase| scan.matches(phrase, at)).max()
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < scan.tokens.len() {
        let harmless = ends(harmless, at);
        let claim = ends(wanted, at).filter(|_| harmless.is_none());
        if let Some(end) = claim {
            found.push(scan.tokens[at].range.start..scan.tokens[end - 1].range.end);
        }
        at = harmless.or(claim).unwrap_or(at + 1);
    }
    found
}

impl Scan<'_> {
    /// Returns the token at an index, which may be out of bounds.
    pub(super) fn get(&self, index: Option<usize>) -> Option<&Token<'_>> {
        self.tokens.get(index?)
    }

    /// Whether there is no space between two tokens.
    pub(super) fn touch(&self, left: usize, right: usize) -> bool {
        match (self.tokens.get(left), self.tokens.get(right)) {
            (Some(left), Some(right)) => left.range.end == right.range.start,
            _ => false,
        }
    }

    /// Whether the words of `phrase` stand at `at`, with nothing but hyphens between them.
    pub(super) fn matches(&self, phrase: &[String], at: usize) -> Option<usize> {
        let mut index = at;
        for (count, word) in phrase.iter().enumerate() {
            if count > 0 && self.tokens.get(index).is_some_and(|token| token.text == "-") {
                index += 1;
            }
            if self.tokens.get(index)?.word != *word {
                return None;
            }
            index += 1;
        }
        Some(index)
    }

    /// Returns for each token whether it is a quantity.
    fn counting(&self) -> Vec<bool> {
        let lexicon = self.lexicon;
        let is_number = |token: &Token<'_>| match token.kind {
            TokenKind::Digits => true,
            TokenKind::Word => lexicon.counts(&token.word),
            TokenKind::Object | TokenKind::Sign => false,
        };
        let mut counts: Vec<_> = self.tokens.iter().map(is_number).collect();
        let mut mark = |phrases: &[Vec<String>], value: bool| {
            for at in 0..self.tokens.len() {
                for end in phrases.iter().filter_map(|phrase| self.matches(phrase, at)) {
                    counts[at..end].fill(value);
                }
            }
        };
        mark(&lexicon.amount_phrases, true);
        mark(&lexicon.no_numbers, false);
        // "The two" is not a number, but "one of the two" is a claim.
        let is_whole = |at: &usize| {
            self.lexicon.numbers.contains_key(&self.tokens[*at].word) && self.has_part(*at)
        };
        for at in (0..self.tokens.len()).filter(is_whole) {
            counts[at] = true;
        }
        counts
    }

    /// Returns the end of the run of numbers that begins at `at`; `at` itself if there is none.
    fn run(&self, at: usize, counts: &[bool]) -> usize {
        let mut end = at;
        while counts.get(end) == Some(&true) {
            end += 1;
            let is_joined = self.tokens.get(end).is_some_and(|sign| sign.text == "-")
                && counts.get(end + 1) == Some(&true)
                && self.tokens[end + 1].kind == TokenKind::Word;
            end += usize::from(is_joined);
            // Digits begin a number of their own, and so do words like "two" behind digits: "in 2016 two banks".
            let begins = |next: &Token<'_>| match next.kind {
                TokenKind::Digits => true,
                TokenKind::Word => {
                    self.tokens[end - 1].kind == TokenKind::Digits
                        && self.lexicon.numbers.contains_key(&next.word)
                }
                TokenKind::Object | TokenKind::Sign => false,
            };
            if self.tokens.get(end).is_some_and(begins) {
                break;
            }
        }
        let is_one_character = end == at + 1 && self.tokens[at].kind == TokenKind::Word;
        // A single Chinese character is part of too many words.
        if self.lexicon.spacing == Spacing::Unspaced && is_one_character { at } else { end }
    }
}

fn tokens(text: &str, spacing: Spacing) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        if character.is_whitespace() {
            continue;
        }
        let kind = kind(character);
        let mut end = start + character.len_utf8();
        let stands_alone = spacing == Spacing::Unspaced && !character.is_ascii();
        while let Some(&(at, next)) = characters.peek() {
            if !continues(kind, next, &text[at..]) || (kind == TokenKind::Word && stands_alone) {
                break;
            }
            end = at + next.len_utf8();
            characters.next();
        }
        let piece = &text[start..end];
        let word = if kind == TokenKind::Word { piece.to_lowercase() } else { String::new() };
        tokens.push(Token { kind, text: piece, word, range: start..end });
    }
    tokens
}

fn kind(character: char) -> TokenKind {
    match character {
        OBJECT => TokenKind::Object,
        _ if character.is_numeric() && !is_han(character) => TokenKind::Digits,
        _ if character.is_alphabetic() || is_han(character) => TokenKind::Word,
        _ => TokenKind::Sign,
    }
}

/// Chinese numerals are letters to the audit: the word file lists them.
fn is_han(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
        && character.is_alphanumeric()
}

/// Whether a token continues with `next`, which begins `rest`.
fn continues(token: TokenKind, next: char, rest: &str) -> bool {
    match token {
        TokenKind::Word => kind(next) == TokenKind::Word,
        TokenKind::Digits => {
            let before_digit = || rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
            let is_separator = matches!(next, '.' | ',' | '\'' | '’' | '\u{A0}' | '\u{202F}');
            kind(next) == TokenKind::Digits || (is_separator && before_digit())
        }
        TokenKind::Object | TokenKind::Sign => false,
    }
}
