//! Citations in text whose signs are as wide as its characters.

use crate::tree::{Inline, Inlines};

/// Gives a citation the brackets, commas and semicolons of Chinese and Japanese text. What it names keeps
/// its own, as do commas between names and years in Latin letters.
pub(super) fn full(content: Inlines) -> Inlines {
    let wide = |inline: Inline| match inline {
        Inline::Text { text, .. } => Inline::text(around(&text)),
        Inline::Link { content, target, title } => {
            let content = content.into_iter().map(|inline| match inline {
                Inline::Text { text, .. } => Inline::text(within(&text)),
                other => other,
            });
            Inline::Link { content: content.collect(), target, title }
        }
        other => other,
    };
    content.into_iter().map(wide).collect()
}

/// Returns what stands around and between works with full-width signs.
fn around(text: &str) -> String {
    let signs = [(" (", "（"), ("(", "（"), (")", "）"), ("; ", "；"), (", ", "，")];
    signs.iter().fold(text.to_owned(), |text, (narrow, wide)| text.replace(narrow, wide))
}

/// Returns a work as the text names it, with full-width signs around its year and before a place in it.
fn within(text: &str) -> String {
    let mut parts = text.split(", ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(if part.starts_with(is_ideographic) { "，" } else { ", " });
        out.push_str(part);
    }
    let bracketed = out.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
    match bracketed {
        Some((name, year)) if year.starts_with(|first: char| first.is_ascii_digit()) => {
            format!("{name}（{year}）")
        }
        _ => out,
    }
}

fn is_ideographic(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_wide_around_works_and_not_in_them() {
        assert_eq!(around("("), "（");
        assert_eq!(around("; "), "；");
        assert_eq!(within("Xu (2019)"), "Xu（2019）");
        assert_eq!(within("Creutzfeldt 2018, 附录"), "Creutzfeldt 2018，附录");
        assert_eq!(within("Maddison, Xu (2019, 附录)"), "Maddison, Xu（2019，附录）");
        assert_eq!(within("A plan (second) 2019"), "A plan (second) 2019");
    }
}
