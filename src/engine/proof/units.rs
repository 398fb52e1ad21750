//! The stretches of a text that are looked for.

use super::index::{PART, SHORT};
use super::normal;

/// How many digits a stretch may have: dates and amounts are alike in many texts.
const DIGITS: usize = 4;

/// How many words of three letters or more a short sentence has at least.
const WORDS: usize = 3;

/// Calls `each` with the letters and digits of all stretches of a text that are looked for, and where
/// among those of the text they begin: stretches of [`PART`] bytes that begin a word or end the text,
/// and its short sentences.
pub(super) fn each(text: &str, each: &mut dyn FnMut(&[u8], usize)) {
    let (letters, words) = words(text);
    if letters.len() >= PART {
        let last = letters.len() - PART;
        let starts = words.iter().copied().take_while(|start| *start < last).chain([last]);
        for start in starts {
            let part = &letters[start..start + PART];
            if digits(part) <= DIGITS {
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
            // Hyphens and soft hyphens stand inside words, and outputs may leave them out.
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
        super::each(text, &mut |unit, _| units.push(String::from_utf8_lossy(unit).into_owned()));
        units
    }

    #[test]
    fn stretches_begin_words() {
        assert_eq!(
            units("The closed committee wins"),
            ["theclosedcommitteewi", "eclosedcommitteewins"]
        );
    }
}
