//! Numbers in prose that are not data: dates, pages, names.

use super::lexicon::Spacing;
use super::passage::PassageKind;
use super::scan::{Scan, Token, TokenKind};

/// The numbers that are read as years.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

/// How many tokens may stand between a day and its month: "17 y el 23 de noviembre".
const REACH: usize = 7;

/// How many tokens may stand from a part to its whole: "two out of the four".
const REACH_OF_PARTS: usize = 5;

/// The longest word that may join two numbers of one kind, in letters: "and", "a", "del".
const JOINING: usize = 3;

impl Scan<'_> {
    /// Whether the run of tokens `start..end` is not a number of data.
    pub(super) fn is_exempt(&self, start: usize, end: usize) -> bool {
        let digits = self.tokens[start].kind == TokenKind::Digits;
        let alone = end == start + 1;
        if digits && alone {
            return self.is_year(start)
                || self.is_day(start)
                || self.is_named(start)
                || self.is_ordinal(start)
                || self.is_labelled(start)
                || self.is_mark(start)
                || self.is_time(start)
                || self.is_code(start)
                || self.is_in_address(start);
        }
        let is_scale_of_bound =
            self.get(start.checked_sub(1)).is_some_and(|before| before.kind == TokenKind::Object);
        let is_word = || {
            self.is_proper(start)
                || self.is_labelled(start)
                || self.is_ordinal(end - 1)
                || self.is_small_count(start, end)
                || self.is_unit(start, end)
        };
        !digits && (is_scale_of_bound || is_word())
    }

    fn value(&self, at: usize) -> Option<u32> {
        self.tokens[at].text.parse().ok()
    }

    fn before(&self, at: usize) -> Option<&Token<'_>> {
        self.get(at.checked_sub(1))
    }

    /// Returns the token before `at` if there is no space between.
    fn touching_before(&self, at: usize) -> Option<&Token<'_>> {
        let index = at.checked_sub(1)?;
        self.tokens.get(index).filter(|_| self.touch(index, at))
    }

    fn touching_after(&self, at: usize) -> Option<&Token<'_>> {
        self.tokens.get(at + 1).filter(|_| self.touch(at, at + 1))
    }

    /// A year, or the end of a range of years such as "2015–16".
    fn is_year(&self, at: usize) -> bool {
        let is_year = |at: usize| {
            self.tokens[at].text.len() == 4
                && self.value(at).is_some_and(|value| YEARS.contains(&value))
        };
        if is_year(at) {
            return !self.is_amount(at);
        }
        let after_dash =
            self.touching_before(at).is_some_and(|sign| is_dash(sign) || sign.text == "/");
        let first = at.checked_sub(2).filter(|&first| after_dash && self.touch(first, first + 1));
        self.tokens[at].text.len() == 2 && first.is_some_and(is_year)
    }

    /// Whether digits have a currency or a percentage sign next to them.
    fn is_amount(&self, at: usize) -> bool {
        let is_sign = |token: &Token<'_>| matches!(token.text, "$" | "€" | "£" | "¥");
        let is_currency =
            |token: &Token<'_>| is_sign(token) || self.lexicon.currencies.contains(token.text);
        self.before(at).is_some_and(is_currency)
            || self
                .tokens
                .get(at + 1)
                .is_some_and(|next| matches!(next.text, "%" | "‰") || is_sign(next))
    }

    /// A day next to its month, or one of several days: "14 and 15 June".
    fn is_day(&self, at: usize) -> bool {
        if !self.value(at).is_some_and(|value| (1..=31).contains(&value)) {
            return false;
        }
        let date_sign = |token: &Token<'_>| token.text.starts_with(['年', '月', '日', '号']);
        if self.touching_after(at).is_some_and(date_sign) {
            return true;
        }
        let joins = |token: &&Token<'_>| match token.kind {
            TokenKind::Digits => token.text.len() <= 2,
            TokenKind::Word => {
                token.word.chars().count() <= JOINING || self.lexicon.ordinals.contains(&token.word)
            }
            TokenKind::Sign => is_dash(token) || matches!(token.text, "," | "º" | "ª"),
            TokenKind::Object => false,
        };
        let is_month = |token: &Token<'_>| self.lexicon.months.contains(&token.word);
        let mut ahead = self.tokens[at + 1..].iter().take(REACH);
        if ahead.find(|token| !joins(token) || is_month(token)).is_some_and(is_month) {
            return true;
        }
        // "June 14", but not "in June 14 projects".
        let counts_something = self.tokens.get(at + 1).is_some_and(|next| {
            next.kind == TokenKind::Word && next.word.chars().count() > JOINING
        });
        let mut behind = self.tokens[..at].iter().rev().take(REACH);
        let month = behind.find(|token| !joins(token) || is_month(token));
        !counts_something && month.is_some_and(is_month)
    }

    /// Part of a name: "G20", "COVID-19", "5G".
    fn is_named(&self, at: usize) -> bool {
        let is_letters = |token: &Token<'_>| {
            let foreign = self.lexicon.spacing == Spacing::Spaced || token.text.is_ascii();
            token.kind == TokenKind::Word && foreign
        };
        let in_front = self.touching_before(at);
        if in_front
            .is_some_and(|token| is_letters(token) && !self.lexicon.currencies.contains(token.text))
        {
            return true;
        }
        let hyphenated = in_front.is_some_and(is_dash)
            && self
                .touching_before(at - 1)
                .is_some_and(|name| is_letters(name) && name.text.starts_with(char::is_uppercase));
        let unit = self.touching_after(at);
        let capital = unit.is_some_and(|unit| {
            is_letters(unit)
                && unit.text.chars().count() <= 2
                && unit.text.chars().all(char::is_uppercase)
        });
        hyphenated || capital
    }

    /// "14th", "3.º", "1990s", "twenty-first".
    fn is_ordinal(&self, at: usize) -> bool {
        let is_ordinal = |token: &Token<'_>| {
            let word = if token.word.is_empty() { token.text } else { &token.word };
            self.lexicon.ordinals.contains(word)
        };
        let next = self.touching_after(at);
        let behind_sign = next.is_some_and(|sign| sign.text == "." || is_dash(sign))
            && self.touching_after(at + 1).is_some_and(is_ordinal);
        behind_sign || next.is_some_and(is_ordinal)
    }

    /// The number of a page, a table, an article, or one of several: "pp. 12–15 and 18".
    fn is_labelled(&self, at: usize) -> bool {
        let mut index = at;
        let (mut has_words, mut has_digits) = (false, false);
        while let Some(before) = index.checked_sub(1) {
            let token = &self.tokens[before];
            if self.lexicon.is_label(token) {
                // Words join numbers, "12 and 15", but "the form has 12 pages" labels none.
                return has_digits || !has_words;
            }
            let is_number = self.lexicon.numbers.contains_key(&token.word);
            has_digits |= is_number || token.kind == TokenKind::Digits;
            has_words |= !is_number && token.kind == TokenKind::Word;
            let joins = match token.kind {
                TokenKind::Digits => true,
                TokenKind::Word => token.word.chars().count() <= JOINING,
                TokenKind::Sign => is_dash(token) || matches!(token.text, "," | "." | "&" | "º"),
                TokenKind::Object => false,
            };
            if !joins || at - before > REACH {
                return false;
            }
            index = before;
        }
        false
    }

    /// The label of an item, such as "(2)", or the number before a heading.
    fn is_mark(&self, at: usize) -> bool {
        let before = self.touching_before(at).map(|token| token.text);
        let after = self.touching_after(at).map(|token| token.text);
        let is_short = self.tokens[at].text.len() <= 2;
        let in_brackets = before == Some("(") && after == Some(")") && is_short;
        let opens_item = at == 0 && is_short && matches!(after, Some("." | ")"));
        in_brackets || opens_item || (at == 0 && self.kind == PassageKind::Heading && is_short)
    }

    /// "#123", "HTTP/2", "24/7", "1-800-555-0100": numbers that count nothing.
    fn is_code(&self, at: usize) -> bool {
        let is_digits = |token: &Token<'_>| token.kind == TokenKind::Digits;
        let is_slash = |token: Option<&Token<'_>>| token.is_some_and(|token| token.text == "/");
        if self.touching_before(at).is_some_and(|sign| sign.text == "#") {
            return true;
        }
        let before = at.checked_sub(2).filter(|_| is_slash(self.touching_before(at)));
        let before = before.filter(|&first| self.touch(first, first + 1));
        let is_acronym = |token: &Token<'_>| {
            token.text.len() > 1 && token.text.bytes().all(|byte| byte.is_ascii_uppercase())
        };
        let always = |first: usize| self.tokens[first].text == "24" && self.tokens[at].text == "7";
        let is_around_the_clock = self.tokens[at].text == "24"
            && is_slash(self.touching_after(at))
            && self.tokens.get(at + 2).is_some_and(|token| token.text == "7");
        if before.is_some_and(|first| is_acronym(&self.tokens[first]) || always(first)) {
            return true;
        }
        // Three groups or more, joined by hyphens, are a telephone number or the like.
        let joins = |sign: usize| self.touch(sign - 1, sign) && is_dash(&self.tokens[sign]);
        let mut groups = 1;
        let mut first = at;
        while first > 1
            && joins(first - 1)
            && self.touch(first - 1, first)
            && is_digits(&self.tokens[first - 2])
        {
            groups += 1;
            first -= 2;
        }
        let mut last = at;
        while last + 2 < self.tokens.len()
            && joins(last + 1)
            && self.touch(last + 1, last + 2)
            && is_digits(&self.tokens[last + 2])
        {
            groups += 1;
            last += 2;
        }
        is_around_the_clock || groups > 2
    }

    /// "11:30", "10 am".
    fn is_time(&self, at: usize) -> bool {
        let is_digits = |token: &Token<'_>| token.kind == TokenKind::Digits;
        let is_colon = |token: Option<&Token<'_>>| token.is_some_and(|token| token.text == ":");
        let after =
            is_colon(self.touching_after(at)) && self.touching_after(at + 1).is_some_and(is_digits);
        let before = is_colon(self.touching_before(at))
            && self.touching_before(at - 1).is_some_and(is_digits);
        let half = |next: &Token<'_>| matches!(&*next.word, "am" | "pm");
        after || before || self.tokens.get(at + 1).is_some_and(half)
    }

    /// Part of an address: a URL, a DOI, an e-mail address.
    fn is_in_address(&self, at: usize) -> bool {
        let range = &self.tokens[at].range;
        let before = self.text[..range.start].rsplit(char::is_whitespace).next();
        let start = range.start - before.map_or(0, str::len);
        let end = self.text[range.end..].find(char::is_whitespace);
        let end = end.map_or(self.text.len(), |at| range.end + at);
        let Some(word) = self.text.get(start..end) else { return false };
        let word = word.trim_start_matches(['(', '<', '[']);
        let is_doi = word.starts_with("10.") && word.contains('/');
        is_doi
            || word.contains("://")
            || word.contains("www.")
            || word.contains('@')
            || word.to_lowercase().starts_with("doi:")
    }

    /// A small number of things, spelt out as in ordinary prose: "two remedies".
    ///
    /// As a part of others it makes a claim, "one of two"; with a measure it is one, "two per cent".
    fn is_small_count(&self, start: usize, end: usize) -> bool {
        let is_small = |at: usize| {
            let number = self.lexicon.numbers.get(&self.tokens[at].word);
            number.is_some_and(|number| *number < self.lexicon.spelled_below)
        };
        let next = self.tokens.get(end).filter(|next| next.kind == TokenKind::Word);
        let is_measured = next.is_some_and(|next| self.lexicon.measures.contains(&next.word))
            || self.tokens.get(end).is_some_and(|next| matches!(next.text, "%" | "‰"));
        end == start + 1 && is_small(start) && !is_measured && !self.is_part(start)
    }

    /// Whether a number at `at` is part of another, or another is part of it: "one of the two".
    fn is_part(&self, at: usize) -> bool {
        let ahead = self.phrase_around(at).filter(|&whole| whole > at);
        ahead.into_iter().any(|whole| self.says_how_many(whole) && self.is_part_of(at))
            || self.has_part(at)
    }

    /// Whether another number is a part of that at `at`.
    pub(super) fn has_part(&self, at: usize) -> bool {
        let behind = self.phrase_around(at).filter(|&part| part < at);
        behind.into_iter().any(|part| self.says_how_many(part) && self.is_part_of(part))
    }

    /// Returns the tokens around another one, up to the next sign.
    fn phrase_around(&self, at: usize) -> impl Iterator<Item = usize> {
        let is_word = |index: &usize| self.tokens[*index].kind != TokenKind::Sign;
        let reach = REACH_OF_PARTS;
        let ahead = (at + 1..self.tokens.len()).take(reach).take_while(is_word);
        let behind = (0..at).rev().take(reach).take_while(is_word);
        behind.chain(ahead).collect::<Vec<_>>().into_iter()
    }

    /// Whether "of" or the like directly follows a token.
    fn is_part_of(&self, at: usize) -> bool {
        self.lexicon.parts.iter().any(|phrase| self.matches(phrase, at + 1).is_some())
    }

    /// Whether a token is a number, bound or typed.
    fn says_how_many(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| match token.kind {
            TokenKind::Object => true,
            TokenKind::Digits => !self.is_year(at),
            TokenKind::Word => self.lexicon.numbers.contains_key(&token.word),
            TokenKind::Sign => false,
        })
    }

    /// A scale with a currency but no number: the unit "US$ million".
    fn is_unit(&self, start: usize, end: usize) -> bool {
        let is_scale = |token: &Token<'_>| {
            self.lexicon.scales.iter().any(|(words, _)| words.contains(&token.word))
        };
        if !self.tokens[start..end].iter().all(is_scale) {
            return false;
        }
        let joins = |at: usize| {
            self.tokens.get(at).is_some_and(|token| {
                token.kind == TokenKind::Word && token.word.chars().count() < JOINING
            })
        };
        // "miles de millones de US$" is a scale of two words.
        let mut end = end;
        while joins(end) && self.tokens.get(end + 1).is_some_and(is_scale) {
            end += 2;
        }
        let signs = &self.lexicon.currency_signs;
        let before = self.text[..self.tokens[start].range.start].trim_end();
        let is_joining = |token: &&Token<'_>| {
            token.kind == TokenKind::Word && token.word.chars().count() < JOINING
        };
        let behind = self
            .tokens
            .get(end)
            .filter(is_joining)
            .map_or(self.tokens[end - 1].range.end, |joining| joining.range.end);
        let behind =
            [self.tokens[end - 1].range.end, behind].map(|at| self.text[at..].trim_start());
        signs.iter().any(|sign| {
            before.ends_with(sign.as_str())
                || behind.iter().any(|text| text.starts_with(sign.as_str()))
        })
    }

    /// A number word that is part of a name: "the Five-Year Plan".
    fn is_proper(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let capital = token.text.starts_with(char::is_uppercase);
        let opens = self.before(at).is_none_or(|before| {
            before.kind == TokenKind::Sign
                && !matches!(before.text, "," | ";" | "-" | "–" | ")" | "’" | "'")
        });
        capital && !opens
    }
}

fn is_dash(token: &Token<'_>) -> bool {
    matches!(token.text, "-" | "–" | "—" | "‑" | "−")
}
