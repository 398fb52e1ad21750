//! Words and what is between them: the units in which two versions are compared.

use super::docx::{Paragraph, PartKind, TrackedChange};
use crate::render::word::{AtomKind, Line, Piece, Sent};

/// A unit of text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Token {
    /// A word, a space or a sign.
    Text(String),
    /// A locked content control, by its number.
    Atom(usize),
    /// A call of a footnote.
    Note,
    /// The end of a paragraph.
    Break,
}

/// A token of what was sent, with its place.
#[derive(Debug, Clone)]
pub(super) struct Old {
    pub token: Token,
    /// Its units, characters and atoms, counted through the line.
    pub units: std::ops::Range<usize>,
    /// Whether it is bold, and italic.
    pub look: (bool, bool),
}

/// A token of what came back.
#[derive(Debug, Clone)]
pub(super) struct New {
    pub token: Token,
    /// Who inserted it, if tracking was on.
    pub author: Option<String>,
    /// Whether it is bold, and italic.
    pub look: (bool, bool),
}

/// Splits a text into words, spaces and signs.
pub(super) fn words(text: &str) -> Vec<&str> {
    let class = |c: char| match c {
        c if c.is_alphanumeric() => 0,
        '\n' => 3,
        c if c.is_whitespace() => 1,
        _ => 2,
    };
    let mut words = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        let class = class(c);
        let is_new = last.is_some_and(|last| last != class || class >= 2);
        if is_new {
            words.push(&text[start..at]);
            start = at;
        }
        last = Some(class);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// Returns the tokens of a line as it was sent.
pub(super) fn sent(line: &Line, sent: &Sent) -> Vec<Old> {
    let mut tokens: Vec<Old> = Vec::new();
    let mut at = 0;
    for content in &line.pieces {
        match content {
            Piece::Text { t, l, .. } => {
                for word in words(t) {
                    let units = at..at + word.chars().count();
                    at = units.end;
                    push(&mut tokens, word, (units, *l));
                }
            }
            Piece::Atom { a } => {
                let is_note = sent.atoms.get(*a).is_some_and(is_plain_note);
                let token = if is_note { Token::Note } else { Token::Atom(*a) };
                tokens.push(Old { token, units: at..at + 1, look: (false, false) });
                at += 1;
            }
        }
    }
    tokens
}

/// Adds a word, or joins it to the one before it, of which it is a part.
fn push(tokens: &mut Vec<Old>, word: &str, (units, own): (std::ops::Range<usize>, (bool, bool))) {
    if let Some(Old { token: Token::Text(last), units: before, look }) = tokens.last_mut()
        && joins(last, word)
    {
        last.push_str(word);
        before.end = units.end;
        *look = (look.0 && own.0, look.1 && own.1);
        return;
    }
    tokens.push(Old { token: Token::Text(word.to_owned()), units, look: own });
}

/// Whether an atom is a note that is called here first, which has no content control.
fn is_plain_note(atom: &crate::render::word::Atom) -> bool {
    atom.kind == AtomKind::Note && !atom.is_repeated
}

/// Returns the tokens of paragraphs as they came back, with a break between two of them.
pub(super) fn returned(paragraphs: &[&Paragraph]) -> Vec<New> {
    let mut tokens: Vec<New> = Vec::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        if number > 0 {
            tokens.push(New { token: Token::Break, author: None, look: (false, false) });
        }
        tokens.extend(paragraph.parts.iter().flat_map(|part| {
            let author = match &part.change {
                TrackedChange::None => None,
                TrackedChange::Inserted(author) => Some(author.clone()),
                TrackedChange::Deleted(_) => return Vec::new(),
            };
            let new = |token, look| New { token, author: author.clone(), look };
            match &part.kind {
                PartKind::Text { text, bold, italic } => words(text)
                    .into_iter()
                    .map(|word| new(Token::Text(word.to_owned()), (*bold, *italic)))
                    .collect(),
                PartKind::Atom { number, .. } => {
                    vec![new(Token::Atom(*number), (false, false))]
                }
                PartKind::Note => vec![new(Token::Note, (false, false))],
                PartKind::CommentStart(_) | PartKind::Comment(_) => Vec::new(),
            }
        }));
    }
    merge_words(tokens)
}

/// Restores controls that a program removed while keeping their text: each at the first place after
/// the previous control where its text occurs.
pub(super) fn recover(tokens: &mut Vec<New>, line: &Line, sent: &Sent) {
    let mut from = 0;
    for piece in &line.pieces {
        let Piece::Atom { a } = piece else { continue };
        let token = Token::Atom(*a);
        if let Some(at) = tokens.iter().position(|new| new.token == token) {
            from = at + 1;
            continue;
        }
        let Some(atom) = sent.atoms.get(*a).filter(|atom| !is_plain_note(atom)) else { continue };
        let wanted: Vec<_> = words(&atom.text).into_iter().map(str::to_owned).collect();
        let reads = |window: &[New]| {
            window.iter().zip(&wanted).all(|(new, word)| {
                matches!(&new.token, Token::Text(text) if text == word
                    || (text.trim().is_empty() && word.trim().is_empty()))
            })
        };
        let rest = tokens.get(from..).unwrap_or_default();
        let found = rest.windows(wanted.len().max(1)).position(reads);
        if let Some(found) = found.filter(|_| !wanted.is_empty()) {
            let start = from + found;
            let (author, look) = (tokens[start].author.clone(), (false, false));
            tokens.splice(start..start + wanted.len(), [New { token, author, look }]);
            from = start + 1;
        }
    }
}

/// Joins pieces of a word that was split into several runs.
fn merge_words(tokens: Vec<New>) -> Vec<New> {
    let mut merged: Vec<New> = Vec::with_capacity(tokens.len());
    for token in tokens {
        if let Token::Text(text) = &token.token
            && let Some(New { token: Token::Text(last), author, look, .. }) = merged.last_mut()
            && joins(last, text)
        {
            last.push_str(text);
            if author.is_none() {
                author.clone_from(&token.author);
            }
            // Letters typed at a bold word are bold as well; spaces beside one are not.
            let (one, other) = (*look, token.look);
            *look = if last.trim().is_empty() {
                (one.0 && other.0, one.1 && other.1)
            } else {
                (one.0 || other.0, one.1 || other.1)
            };
            continue;
        }
        merged.push(token);
    }
    merged
}

fn joins(last: &str, next: &str) -> bool {
    let is_word = |text: &str| text.chars().all(char::is_alphanumeric);
    let is_space = |text: &str| text.chars().all(|c| c.is_whitespace() && c != '\n');
    (is_word(last) && is_word(next)) || (is_space(last) && is_space(next))
}

/// Returns tokens as people read them.
pub(super) fn show<'t>(tokens: impl Iterator<Item = &'t Token>, sent: &Sent) -> String {
    let mut out = String::new();
    for token in tokens {
        match token {
            Token::Text(text) => out.push_str(text),
            Token::Atom(number) => {
                out.push_str(sent.atoms.get(*number).map_or("", |atom| atom.text.as_str()));
            }
            Token::Note => out.push_str("[note]"),
            Token::Break => out.push('¶'),
        }
    }
    out
}
