//! How long a text is, in words.

/// Returns how many words a text has. Languages that write no spaces count their characters, as their
/// readers do: a page takes as long as one of so many words.
pub fn count_words(text: &str) -> usize {
    text.split_whitespace().map(|part| unspaced(part) + usize::from(has_word(part))).sum()
}

/// Returns how many characters of a part are words of their own.
fn unspaced(part: &str) -> usize {
    part.chars().filter(|&character| is_unspaced(character)).count()
}

/// Whether a part has a word beside such characters, and their punctuation.
fn has_word(part: &str) -> bool {
    let is_plain = unspaced(part) == 0;
    is_plain || part.chars().any(|c| c.is_alphanumeric() && !is_unspaced(c))
}

/// Whether a character is Han, Hiragana or Katakana.
fn is_unspaced(character: char) -> bool {
    matches!(
        character,
        '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{30FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::count_words;

    #[test]
    fn characters_are_words_where_no_spaces_are() {
        #[track_caller]
        fn test(text: &str, expected: usize) {
            assert_eq!(count_words(text), expected, "{text}");
        }

        test("", 0);
        test("Peru has 4 cranes – four.", 6);
        test("中国投资：资金流向了别处", 11);
        test("2016年，两家智库向APEC提出了建议。", 12);
        test("港口 Puerto 港", 4);
    }
}
