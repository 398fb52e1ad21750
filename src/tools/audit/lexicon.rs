//! What the audit knows about a language: its number words, and which of them are not numbers.
//!
//! The words stand in the theme's word files: `number-word-0` and so on, which bound
//! numbers use as well, and the lists `audit-…`, which the audit alone reads. Names of
//! months and the sign of decimals are Unicode's.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::scan::Token;
use crate::data::measure::Scale;
use crate::language::{Language, Word, Words};

/// The messages that name the parts of a document; each takes a number.
const REFERENCES: &[Word<'static>] = &[
    Word::LabelFigure { number: "" },
    Word::LabelTable { number: "" },
    Word::ReferenceFigure { number: "" },
    Word::ReferenceTable { number: "" },
    Word::ReferenceSection { number: "" },
    Word::ReferenceChapter { number: "" },
    Word::ReferencePage { number: "" },
    Word::ReferenceNote { number: "" },
];

/// The lists that the audit reads from a word file, commas between their items.
pub(super) const LISTS: &[&str] = &[
    "audit-number-words",
    "audit-no-numbers",
    "audit-labels",
    "audit-ordinals",
    "audit-parts",
    "audit-measures",
    "audit-claims",
    "audit-no-claims",
    "audit-tables",
    "audit-figures",
    "audit-lists",
    "audit-texts",
];

/// Words and phrases, each phrase as its words.
pub(super) type Phrases = Vec<Vec<String>>;

/// What the audit knows of a language.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// Words for whole numbers.
    pub numbers: BTreeMap<String, Decimal>,
    /// Further words that say how many: "dozen", "thousand".
    pub amounts: BTreeSet<String>,
    /// Phrases for quantities: "a third of".
    pub amount_phrases: Phrases,
    /// Words and phrases that contain a number word but are not numbers: "one another".
    pub no_numbers: Phrases,
    /// Words before numbers of pages, tables, articles.
    labels: BTreeSet<String>,
    /// The ends of ordinals: "th", "º".
    pub ordinals: BTreeSet<String>,
    /// The names of the months.
    pub months: BTreeSet<String>,
    /// The words that make up currency signs and codes.
    pub currencies: BTreeSet<String>,
    /// Currency signs and codes as they are printed.
    pub currency_signs: Vec<String>,
    /// Ordinary prose spells out whole numbers below this.
    pub spelled_below: Decimal,
    /// What connects a part and the whole: "of", "out of".
    pub parts: Phrases,
    /// Words after a number that make it a measure: "per", "times".
    pub measures: BTreeSet<String>,
    /// Words that claim a direction, an order, a majority, a first or a last.
    pub claims: Phrases,
    /// Phrases that contain such a word but claim nothing: "first of all".
    pub no_claims: Phrases,
    /// Phrases that point to a table of the same text: "the table below".
    pub tables: Phrases,
    /// Phrases that point to a chart, a map or a picture of the same text.
    pub figures: Phrases,
    /// Phrases that point to a list of the same text.
    pub lists: Phrases,
    /// Phrases that point to another text of the same report: "the last brief".
    pub texts: Phrases,
    /// What datasets say about themselves if their values are computed.
    pub computed: Phrases,
    /// The words for a thousand, a million and so on, the largest first.
    pub scales: Vec<(Vec<String>, Decimal)>,
    /// How words are separated in a line.
    pub spacing: Spacing,
    /// The sign between whole numbers and decimals.
    decimal_sign: String,
}

/// How words are separated in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spacing {
    /// Apart.
    Spaced,
    /// Without spaces between them, as in Chinese: each character counts as a word.
    Unspaced,
}

impl Lexicon {
    pub(super) fn new(language: &Language, words: &Words) -> Self {
        let spacing = if language.is_ideographic() { Spacing::Unspaced } else { Spacing::Spaced };
        let phrases = |text: &str| {
            let items = text.split(['，', '、', ',']).map(|item| split(item, spacing));
            items.filter(|words| !words.is_empty()).collect::<Phrases>()
        };
        let list = |id: &str| phrases(&words.find(id, &[]).unwrap_or_default().to_lowercase());
        let single = |id: &str| list(id).into_iter().map(|words| words.concat());
        let references = REFERENCES.iter().map(|reference| words.get(*reference));
        let references = references.flat_map(|text| split(&text.to_lowercase(), spacing));
        // These keep their capitals: "Order 5" names one, "order 500 buses" counts.
        let labels = phrases(&words.find("audit-labels", &[]).unwrap_or_default());
        let labels = labels.into_iter().map(|words| words.concat());
        let (amounts, amount_phrases): (Phrases, Phrases) =
            list("audit-number-words").into_iter().partition(|words| words.len() == 1);
        Self {
            numbers: numbers(words),
            amounts: amounts.into_iter().flatten().collect(),
            amount_phrases,
            no_numbers: list("audit-no-numbers"),
            labels: references.chain(labels).collect(),
            ordinals: single("audit-ordinals").collect(),
            spelled_below: words.get(Word::NumberSpelledBelow).parse().unwrap_or_default(),
            parts: list("audit-parts"),
            measures: single("audit-measures").collect(),
            claims: list("audit-claims"),
            no_claims: list("audit-no-claims"),
            tables: list("audit-tables"),
            figures: list("audit-figures"),
            lists: list("audit-lists"),
            texts: list("audit-texts"),
            computed: list("audit-computed"),
            months: language.month_names().into_iter().collect(),
            currencies: currencies(words),
            currency_signs: currency_signs(words),
            scales: scales(words, spacing),
            spacing,
            decimal_sign: language.decimal_sign(),
        }
    }

    /// Whether a text says that values are computed.
    pub(super) fn tells_of_computing(&self, text: &str) -> bool {
        let words = split(&text.to_lowercase(), self.spacing);
        let stands = |phrase: &Vec<String>| words.windows(phrase.len()).any(|part| part == phrase);
        self.computed.iter().any(stands)
    }

    /// Whether a word names what a number behind it is the number of; those with capitals only if it has them too.
    pub(super) fn is_label(&self, token: &Token<'_>) -> bool {
        self.labels.contains(&token.word) || self.labels.contains(token.text)
    }

    /// Whether a word, in lower case, says how many.
    pub(super) fn counts(&self, word: &str) -> bool {
        self.numbers.contains_key(word) || self.amounts.contains(word)
    }

    /// Returns the number that digits or a word of this language write.
    pub(super) fn parse(&self, text: &str) -> Option<Decimal> {
        if let Some(number) = self.numbers.get(&text.to_lowercase()) {
            return Some(*number);
        }
        let sign = |c: char| self.decimal_sign.contains(c).then_some('.');
        let digits =
            text.chars().filter_map(|c| if c.is_ascii_digit() { Some(c) } else { sign(c) });
        digits.collect::<String>().parse().ok()
    }
}

/// Returns the words of a text.
pub(super) fn split(text: &str, spacing: Spacing) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut joins = false;
    for character in text.chars() {
        let is_word = character.is_alphabetic();
        let stands_alone = spacing == Spacing::Unspaced && !character.is_ascii();
        match words.last_mut().filter(|_| joins && !stands_alone) {
            Some(word) if is_word => word.push(character),
            _ if is_word => words.push(character.into()),
            _ => {}
        }
        joins = is_word && !stands_alone;
    }
    words
}

fn numbers(words: &Words) -> BTreeMap<String, Decimal> {
    const PREFIX: &str = "number-word-";
    let number = |id: &str| {
        let number = id.strip_prefix(PREFIX)?.parse().ok()?;
        Some((words.find(id, &[])?.to_lowercase(), number))
    };
    words.ids(PREFIX).filter_map(number).collect()
}

fn currency_signs(words: &Words) -> Vec<String> {
    const PREFIX: &str = "currency-";
    let codes = words.ids(PREFIX).map(|id| id[PREFIX.len()..].to_uppercase());
    let signs = words.ids(PREFIX).filter_map(|id| words.find(id, &[]));
    codes.chain(signs.map(|sign| sign.trim().to_owned())).collect()
}

fn currencies(words: &Words) -> BTreeSet<String> {
    let signs = currency_signs(words);
    signs.iter().flat_map(|sign| split(sign, Spacing::Spaced)).collect()
}

fn scales(words: &Words, spacing: Spacing) -> Vec<(Vec<String>, Decimal)> {
    const FORMS: [&str; 5] = ["other", "one", "two", "few", "many"];
    let number = "";
    // "mil millones" is more than "mil", so the largest come first.
    let scales = FORMS.into_iter().flat_map(|form| {
        [
            (Word::NumberTrillion { number, form }, Scale::Trillion),
            (Word::NumberBillion { number, form }, Scale::Billion),
            (Word::NumberMillion { number, form }, Scale::Million),
            (Word::NumberThousand { number, form }, Scale::Thousand),
        ]
    });
    let word = |(word, scale): (Word<'_>, Scale)| {
        (split(&words.get(word).to_lowercase(), spacing), scale.factor())
    };
    let mut scales: Vec<_> = scales.map(word).filter(|(words, _)| !words.is_empty()).collect();
    scales.sort_by(|(_, one), (_, other)| other.cmp(one));
    scales.dedup();
    scales
}
