//! Places in a cited work, such as `p. 4`.

use hayagriva::citationberg::taxonomy::Locator;

/// The labels that the citation style prints in the reader's language.
const LABELS: &[(&[&str], Locator)] = &[
    (&["p.", "pp.", "p", "pág.", "págs.", "pag.", "pags.", "第"], Locator::Page),
    (&["ch.", "chap.", "cap."], Locator::Chapter),
    (&["sec.", "§"], Locator::Section),
    (&["fig.", "figs."], Locator::Figure),
    (&["vol."], Locator::Volume),
    (&["para.", "¶"], Locator::Paragraph),
    (&["n."], Locator::Note),
    (&["l.", "ll."], Locator::Line),
];

/// Whether `text` is a label whose number is missing.
pub(super) fn is_label(text: &str) -> bool {
    LABELS.iter().any(|(labels, _)| labels.contains(&text))
}

/// Reads a locator: a known label and its number, or any other text as it is.
pub fn locator(text: &str) -> Option<(Locator, String)> {
    if text.is_empty() {
        return None;
    }
    let labelled = split(text).and_then(|(label, number)| {
        let known = LABELS.iter().find(|(labels, _)| labels.contains(&label))?;
        // The style takes each Roman number for one page, and numbers with words for one, too.
        let is_numbers = number.contains(char::is_numeric) && !has_word(number);
        is_numbers.then(|| (known.1, dashed(number)))
    });
    Some(labelled.unwrap_or_else(|| (Locator::Custom, dashed(text))))
}

/// Whether there are words among the numbers, as in `3-5, my emphasis`.
fn has_word(number: &str) -> bool {
    const SHORT: usize = 3;
    let is_roman = |word: &str| word.bytes().all(|byte| b"ivxlcdmIVXLCDM".contains(&byte));
    let mut words = number.split(|c: char| !c.is_alphabetic());
    words.any(|word| word.is_ascii() && word.len() >= SHORT && !is_roman(word))
}

/// Splits `p. 4`, and `p.4`, into label and number.
fn split(text: &str) -> Option<(&str, &str)> {
    let (label, number) = match text.split_once([' ', '\u{A0}']) {
        Some((label, number)) if !label.ends_with(char::is_numeric) => (label, number),
        _ => text.split_at(text.find(|c: char| c.is_numeric())?),
    };
    Some((label, number.trim()))
}

/// Writes ranges with a dash, whether the author typed one hyphen or two.
pub fn dashed(number: &str) -> String {
    number.replace("--", "–").replace('-', "\u{2013}")
}
