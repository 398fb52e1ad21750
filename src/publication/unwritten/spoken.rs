//! Whether a short line is one that a translation would change.
//!
//! Names, numbers, titles of works and code are the same in two languages. What shows that a line is not one of them
//! are words in lower case, or, in scripts without, letters that the other language is not written with.

use crate::language::count_words;
use crate::markup::{Inline, InlineKind};

/// Languages that share many words, so that a short line may be the same in both.
const RELATED: &[&[&str]] = &[
    &["es", "pt", "gl", "ca", "it", "fr", "ro", "oc"],
    &["de", "nl", "af", "lb"],
    &["da", "nb", "nn", "no", "sv"],
    &["ru", "uk", "be", "bg", "mk", "sr"],
    &["cs", "sk", "pl"],
    &["hr", "bs", "sl"],
    &["zh", "ja", "yue"],
    &["ar", "fa", "ur"],
    &["id", "ms"],
    &["hi", "mr", "ne"],
];

/// Words in lower case within names: "Universidad de los Andes", "Bank of England", "Ludwig van Beethoven".
const PARTICLES: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
    "al", "con", "de", "del", "e", "el", "en", "la", "las", "lo", "los", "para", "por", "y", "au",
    "aux", "des", "du", "et", "le", "les", "pour", "sur", "da", "das", "do", "dos", "di", "der",
    "den", "die", "für", "und", "van", "von", "zu", "zur", "och", "og", "i", "w", "z", "vs",
];

/// How many words in lower case make a line one of a language.
const PLAIN_WORDS: usize = 2;

/// How many it takes between languages that share many words.
const PLAIN_WORDS_OF_RELATED: usize = 5;

/// How many letters of a script without lower case say as much as a word.
const LETTERS_OF_A_WORD: usize = 2;

/// How many words of such a script may be a name.
const WORDS_OF_A_NAME: usize = 5;

/// Tells what is said in a language from names, for a pair of languages.
#[derive(Debug, Clone)]
pub(super) struct Spoken {
    /// The tag of the original.
    pub original: String,
    are_related: bool,
}

impl Spoken {
    /// Returns what tells the two languages `tags` apart, the original's first.
    pub(super) fn between(tags: (&str, &str)) -> Self {
        let base = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
        let (one, other) = (base(tags.0), base(tags.1));
        let has = |group: &&[&str], tag: &str| group.contains(&tag);
        let are_related =
            RELATED.iter().any(|group| has(group, one.as_str()) && has(group, other.as_str()));
        Self { original: tags.0.to_owned(), are_related }
    }

    /// Whether a line says something in words of its language.
    pub(super) fn is_sentence(&self, line: &str) -> bool {
        let least = if self.are_related { PLAIN_WORDS_OF_RELATED } else { PLAIN_WORDS };
        let is_plain = |word: &&str| {
            let begins_small = word.starts_with(char::is_lowercase);
            begins_small && word.chars().count() > 1 && !PARTICLES.contains(word)
        };
        if words(line).filter(is_plain).count() >= least {
            return true;
        }
        let is_caseless = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
        let letters: String =
            line.chars().filter(|c| is_caseless(*c) || c.is_whitespace()).collect();
        let spaced = letters.split_whitespace().count();
        let said = spaced.max(count_words(&letters) / LETTERS_OF_A_WORD);
        let is_ended = line.trim_end().ends_with(['.', '!', '?', '。', '！', '？', '؟', '।']);
        !self.are_related && said > if is_ended { PLAIN_WORDS } else { WORDS_OF_A_NAME }
    }
}

/// Returns the words of a line: neither addresses nor numbers with their units.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let is_mark = |c: char| !c.is_alphanumeric();
    let trimmed = line.split_whitespace().map(move |word| word.trim_matches(is_mark));
    trimmed.filter(|word| {
        !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || matches!(c, '’' | '\'' | '-'))
    })
}

/// Returns what a line says in the language of its text: without code, emphasis (which titles of works have), quotations
/// and spans in a language of their own.
pub(super) fn words_of(line: &[Inline]) -> String {
    let mut text = String::new();
    add(line, &mut text);
    let (mut said, mut open) = (String::new(), None);
    for sign in text.chars() {
        match (open, sign) {
            (None, '“') => open = Some('”'),
            (None, '«') => open = Some('»'),
            (None, '"') => open = Some('"'),
            (None, '「') => open = Some('」'),
            (None, '《') => open = Some('》'),
            (Some(close), _) if close == sign => open = None,
            (Some(_), _) => {}
            (None, _) => said.push(sign),
        }
    }
    said
}

fn add(line: &[Inline], text: &mut String) {
    for inline in line {
        match &inline.kind {
            InlineKind::Text(run) => text.push_str(run),
            InlineKind::Span(span) if span.attributes.value("lang").is_some() => {}
            InlineKind::Strong(content) | InlineKind::Strikethrough(content) => add(content, text),
            InlineKind::Span(span) => add(&span.content, text),
            InlineKind::Link(link) => add(&link.content, text),
            InlineKind::LineBreak
            | InlineKind::Code(_)
            | InlineKind::Emphasis(_)
            | InlineKind::Subscript(_)
            | InlineKind::Superscript(_)
            | InlineKind::Formula(_)
            | InlineKind::Image(_)
            | InlineKind::Number(_)
            | InlineKind::Citation(_)
            | InlineKind::Reference(_)
            | InlineKind::Footnote(_)
            | InlineKind::RawHtml(_) => text.push(' '),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Spoken;

    #[test]
    fn names_and_numbers_are_the_same_in_two_languages() {
        let english = Spoken::between(("en", "es-419"));
        for line in
            ["Nobody reads it.", "The pier closed.", "landings by port", "Landings fell again."]
        {
            assert!(english.is_sentence(line), "{line}");
        }
        let names = [
            "Universidad de los Andes",
            "Bank of England",
            "The New York Times",
            "Engraulis ringens",
            "12 km, 3.5 t and 4 %",
            "info@example.org, https://example.org/one/two",
            "Ana Pérez and Luis Ortiz",
            "Total",
            "COVID-19",
        ];
        for line in names {
            assert!(!english.is_sentence(line), "{line}");
        }
        assert!(!Spoken::between(("es-419", "pt-BR")).is_sentence("Valor total exportado"));
        let chinese = Spoken::between(("zh-Hans", "en"));
        assert!(chinese.is_sentence("捕捞量再次下降。"));
        assert!(!chinese.is_sentence("中国人民银行"));
    }
}
