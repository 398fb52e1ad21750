//! What a text found, if it does not say so itself: its first sentence that can stand alone.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::literal::{self, Sign};
use super::markdown;

/// The most signs of a finding.
const LONGEST: usize = 300;

/// The fewest signs behind which a full stop ends a sentence rather than an abbreviation.
const SHORTEST: usize = 20;

/// Returns the first sentence of a converted text, in Quipu's Markdown; none if the paragraphs begin with
/// sentences that mean nothing without their place: with references, formulas or something left to do.
pub(super) fn of(body: &str) -> Option<String> {
    paragraphs(body).find_map(sentence)
}

/// Returns the paragraphs that stand in nothing else and begin with a word.
fn paragraphs(body: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    // A div below a paragraph is no definition of it.
    let flags = markdown::flags() - Options::ENABLE_DEFINITION_LIST;
    Parser::new_ext(body, flags)
        .into_offset_iter()
        .filter_map(move |(event, range)| match event {
            Event::Start(Tag::Paragraph) if depth == 0 => Some(&body[range]),
            Event::Start(Tag::Item | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => {
                depth += 1;
                None
            }
            Event::End(TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition) => {
                depth -= 1;
                None
            }
            _ => None,
        })
        // The mark that ends a div belongs to the paragraph before it; a colon begins a definition.
        .map(|paragraph| paragraph.split("\n:::").next().unwrap_or(paragraph))
        .filter(|paragraph| {
            let begins = |c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '«' | '„');
            paragraph.starts_with(begins) && !paragraph.contains("\n: ")
        })
}

/// Stands for something that means nothing without its place.
const BOUND: char = '\u{E000}';

/// Returns the first sentence of a paragraph, if it can stand alone.
fn sentence(paragraph: &str) -> Option<String> {
    let paragraph = paragraph.replace("\\\n", " ");
    let paragraph = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let signs = literal::signs(&marked(&without_citations(&paragraph)));
    let end = end(&signs);
    let text: String = signs[..end].iter().map(|(character, _)| character).collect();
    let is_bound =
        text.contains(BOUND) || ["]{", "^[", "{{"].iter().any(|mark| text.contains(mark));
    if is_bound || text.trim().is_empty() {
        return None;
    }
    let Some(cut) = cut(&signs[..end]) else { return Some(literal::written(&signs[..end])) };
    Some(format!("{} …", literal::written(&signs[..cut]).trim_end()))
}

/// Puts a sign in the place of references, formulas and values that are left to do.
fn marked(paragraph: &str) -> String {
    let mut out = String::with_capacity(paragraph.len());
    for (at, character) in paragraph.char_indices() {
        let (before, rest) = (&paragraph[..at], &paragraph[at..]);
        let next = rest[character.len_utf8()..].chars().next().unwrap_or(' ');
        let is_bound = match character {
            '@' => next.is_alphanumeric() && !before.ends_with(char::is_alphanumeric),
            '$' => !next.is_ascii_digit() && next != ' ',
            '<' => rest.starts_with("<!-- TODO") && before.ends_with('`'),
            _ => false,
        };
        if is_bound && !before.ends_with('\\') {
            out.push(BOUND);
        }
        out.push(character);
    }
    out
}

/// Returns where the first sentence ends: "p. 4" continues one.
fn end(signs: &[Sign]) -> usize {
    let at = |index: usize| signs.get(index).map_or(' ', |(character, _)| *character);
    let ends = (SHORTEST..signs.len())
        .find(|&index| at(index) == '.' && at(index + 1) == ' ' && at(index + 2).is_uppercase());
    ends.map_or(signs.len(), |index| index + 1)
}

/// Returns the end of the last word that fits, if the sentence is too long.
fn cut(signs: &[Sign]) -> Option<usize> {
    let fitting = signs.get(..LONGEST).filter(|_| signs.len() > LONGEST)?;
    fitting.iter().rposition(|(character, _)| *character == ' ').or(Some(LONGEST))
}

/// Returns a sentence without citations in brackets, and without the space before them.
fn without_citations(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let close = rest[open..].find(']').map_or(rest.len(), |close| open + close + 1);
        let mut words = rest[open + 1..close].split([' ', ';']);
        if words.any(|word| word.starts_with('@') || word.starts_with("-@")) {
            out.push_str(rest[..open].trim_end());
        } else {
            out.push_str(&rest[..close]);
        }
        rest = &rest[close..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn sentences_stand_alone() {
        for (body, expected) in [
            (
                "Share <5% of {all} in 2\\*3\\*4 [p]. Then",
                Some("Share \\<5% of \\{all} in 2\\*3\\*4 \\[p]."),
            ),
            ("See @sec-b in detail.\n\nBees fly.", Some("Bees fly.")),
            ("- one\n\n> two\n\n::: x\nthree", None),
            ("Wear a *veil* [@moor2019, p. 4]. Always.", Some("Wear a veil. Always.")),
            (
                "It grew by p. 4, and no more than that. So.",
                Some("It grew by p. 4, and no more than that."),
            ),
        ] {
            assert_eq!(of(body).as_deref(), expected, "{body}");
        }
        let long = "1,250 ".repeat(60);
        let found = of(&long).unwrap_or_default();
        assert!(found.ends_with("1,250 …") && found.len() < 310, "{found}");
    }
}
