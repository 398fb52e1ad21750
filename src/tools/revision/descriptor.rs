//! The descriptor of a dataset whose raw file was downloaded again.

use crate::base::span::Span;
use crate::data::origin::Origin;

/// Returns the text of a descriptor with the date and hash of its raw file. Missing keys are added
/// after the address.
pub fn renewed(text: &str, origin: &Origin, (day, hash): (&str, &str)) -> String {
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    let mut added = String::new();
    let at = |span: Span| (span.start as usize, span.end as usize);
    for (place, name, value) in
        [(&origin.retrieved, "retrieved", day), (&origin.hash, "hash", hash)]
    {
        match place {
            Some(known) => {
                let (start, end) = at(known.span);
                edits.push((start, end, value.to_owned()));
            }
            None => added.push_str(&separated(text, origin, name, value)),
        }
    }
    if !added.is_empty() {
        let (_, end) = at(origin.url.span);
        edits.push((end, end, added));
    }
    // From the end, so that offsets stay valid.
    edits.sort_by_key(|(start, ..)| std::cmp::Reverse(*start));
    let mut text = text.to_owned();
    for (start, end, value) in edits {
        text.replace_range(start..end, &value);
    }
    text
}

/// Returns a key as it follows the address: on the same line in braces, else on one of its own.
fn separated(text: &str, origin: &Origin, name: &str, value: &str) -> String {
    let start = origin.url.span.start as usize;
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[line..start];
    if before.contains('{') {
        return format!(", {name}: {value}");
    }
    let indent: String = before.chars().take_while(|c| *c == ' ').collect();
    format!("\n{indent}{name}: {value}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::{FileId, Spanned};

    fn at(text: &str, part: &str) -> Spanned<ecow::EcoString> {
        let start = text.find(part).unwrap_or_default();
        Spanned::new(part.into(), Span::new(FileId(0), start, start + part.len()))
    }

    #[test]
    fn keys_are_replaced_or_added() {
        let text = "source:\n  url: https://a.org/x\n  retrieved: 2025-01-01\nkey: a\n";
        let origin = Origin {
            url: at(text, "https://a.org/x"),
            retrieved: Some(at(text, "2025-01-01")),
            hash: None,
            file: None,
        };
        assert_eq!(
            renewed(text, &origin, ("2026-02-03", "sha256:0")),
            "source:\n  url: https://a.org/x\n  hash: sha256:0\n  retrieved: 2026-02-03\nkey: a\n"
        );
        let text = "source: {url: https://a.org/x}\n";
        let origin =
            Origin { url: at(text, "https://a.org/x"), retrieved: None, hash: None, file: None };
        assert_eq!(
            renewed(text, &origin, ("2026-02-03", "sha256:0")),
            "source: {url: https://a.org/x, retrieved: 2026-02-03, hash: sha256:0}\n"
        );
    }
}
