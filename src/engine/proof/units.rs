//! The stretches of a text that are looked for.

use super::index::{PART, SHORT};
use super::normal;

/// How many digits a stretch may have: dates and amounts are alike in many texts.
const DIGITS: usize = 4;

/// How many it may have if some are of bound numbers: what stands around them tells.
const BOUND_DIGITS: usize = 12;

/// How many digits a number has at least that is looked for by itself.
pub(super) const AMOUNT: usize = 6;

/// How many digits of such a number are not zeros at its end: round numbers are alike in many texts.
const SIGNIFICANT: usize = 5;

/// How many words of three letters or more a short sentence has at least.
const WORDS: usize = 3;

/// Calls `each` with the letters and digits of all stretches of a text that are looked for, and where
/// among those of the text they begin: stretches of [`PART`] bytes that begin a word or end the text,
/// its short sentences, and its long numbers, unless they are bound to data (`is_bound`): others may
/// compute the same.
pub(super) fn each(text: &str, is_bound: bool, each: &mut dyn FnMut(&[u8], usize)) {
    let (letters, words) = words(text);
    let most = if is_bound { BOUND_DIGITS } else { DIGITS };
    if letters.len() >= PART {
        let last = letters.len() - PART;
        let starts = words.iter().copied().take_while(|start| *start < last).chain([last]);
        for start in starts {
            let part = &letters[start..start + PART];
            if digits(part) <= most {
                each(part, start);
            }
        }
    }
    for sentence in text.split_inclusive(is_end) {
        let letters = normal::plain(sentence);
        if (SHORT..PART).contains(&letters.len()) && is_telling(sentence, &letters) {
            each(&letters, 0);
        }
    }
    if !is_bound {
        amounts(text, each);
    }
}

/// Calls `each` with the digits of the long numbers of a text.
pub(super) fn amounts(text: &str, each: &mut dyn FnMut(&[u8], usize)) {
    for number in text.split(|c: char| !c.is_ascii_digit() && !is_separator(c)) {
        let groups: Vec<_> = number.split(is_separator).filter(|group| !group.is_empty()).collect();
        let Some((first, rest)) = groups.split_first() else { continue };
        // The last group may be decimals; years in a row are no number.
        let is_grouped = rest.iter().rev().skip(1).all(|group| group.len() == 3);
        let is_years = rest.len() == 1 && first.len() == 4 && rest[0].len() == 4;
        let digits = groups.concat();
        let significant = digits.trim_start_matches('0').trim_end_matches('0').len();
        let is_long = (AMOUNT..PART).contains(&digits.len()) && significant >= SIGNIFICANT;
        if is_grouped && !is_years && is_long && !is_day(&digits) {
            each(digits.as_bytes(), 0);
        }
    }
}

/// Whether a character occurs inside numbers, between thousands or before decimals.
fn is_separator(character: char) -> bool {
    matches!(character, '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// Whether digits are those of a day, such as 20260102.
fn is_day(digits: &str) -> bool {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse().ok());
    let is_year = digits.starts_with("19") || digits.starts_with("20");
    let month: u32 = part(4, 6).unwrap_or(0);
    digits.len() == 8 && is_year && (1..=12).contains(&month)
}

/// Returns the letters and digits of a text, and where each word begins in them; every character of
/// a script without spaces does.
fn words(text: &str) -> (Vec<u8>, Vec<usize>) {
    let (mut letters, mut starts) = (Vec::with_capacity(text.len()), Vec::new());
    let mut in_word = false;
    for character in text.chars() {
        let start = letters.len();
        let mut encoded = [0; 4];
        normal::add(character.encode_utf8(&mut encoded), &mut letters);
        if letters.len() > start {
            if !in_word || is_unspaced(character) {
                starts.push(start);
            }
            in_word = true;
        } else {
            // Hyphens and soft hyphens occur inside words, and outputs may leave them out.
            in_word &= !character.is_whitespace();
        }
    }
    (letters, starts)
}

/// Whether a short sentence says something that others do not say by chance.
fn is_telling(sentence: &str, letters: &[u8]) -> bool {
    let long = sentence
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 3);
    let unspaced = sentence.chars().filter(|c| is_unspaced(*c)).count();
    digits(letters) <= DIGITS && (long.count() >= WORDS || unspaced >= WORDS)
}

fn digits(letters: &[u8]) -> usize {
    letters.iter().filter(|byte| byte.is_ascii_digit()).count()
}

fn is_end(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | ';' | ':' | '…' | '。' | '！' | '？' | '；' | '：' | '\n')
}

fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    fn units(text: &str) -> Vec<String> {
        let mut units = Vec::new();
        super::each(text, false, &mut |unit, _| {
            units.push(String::from_utf8_lossy(unit).into_owned());
        });
        units
    }

    #[test]
    fn stretches_begin_words() {
        assert_eq!(
            units("The closed committee wins"),
            ["theclosedcommitteewi", "eclosedcommitteewins"]
        );
    }

    #[test]
    fn long_numbers_are_looked_for_by_themselves() {
        assert_eq!(units("731,977 and 1\u{202f}234\u{202f}567.5"), ["731977", "12345675"]);
        let other = "12,345 of 2015, 2016; 2015,2016; 2,000,000 on 20260102, 3.5.2026";
        let is_number = |unit: &String| unit.bytes().all(|byte| byte.is_ascii_digit());
        assert!(!units(other).iter().any(is_number));
    }
}
