//! The abbreviations of a BibTeX file, `@string{…}`. Whoever expands them expects that they end.

use std::collections::HashMap;

use biblatex::{Pair, RawBibliography, RawChunk};

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{FileId, Span};
use crate::publication::restricted::bibliography::BibEntry;

/// How many bytes an abbreviation may stand for.
const LONGEST: usize = 10_000;

/// Returns the text of the abbreviations among `entries`, and reports those that cannot be expanded.
pub(super) fn read(entries: &[BibEntry<'_>], file: FileId, problems: &mut Problems) -> String {
    let mut text = String::new();
    for (entry, fault) in checked(entries) {
        let Some((message, hint)) = fault else {
            text.push_str(entry.text);
            text.push('\n');
            continue;
        };
        let span = Span::new(file, entry.start, entry.start + entry.key.len());
        problems.push(Diagnostic::error(Code::BadSource, span, message).with_hint(hint));
    }
    text
}

/// Why an abbreviation stands for nothing, and what to do.
type Fault = (String, &'static str);

/// Returns the abbreviations among `entries`, with what is wrong with each.
pub(super) fn checked<'b, 't>(
    entries: &'b [BibEntry<'t>],
) -> Vec<(&'b BibEntry<'t>, Option<Fault>)> {
    let strings: Vec<_> =
        entries.iter().filter(|entry| entry.kind.eq_ignore_ascii_case("string")).collect();
    let mut lengths = HashMap::new();
    let mut fault = |entry: &BibEntry<'t>| {
        // What cannot be parsed is reported with the first entry.
        let read = RawBibliography::parse(entry.text).map(|read| read.abbreviations);
        let is_defined = |name: &str| strings.iter().any(|other| other.key == name);
        read.unwrap_or_default().iter().find_map(|pair| {
            let length = length(pair, &lengths, &is_defined);
            let fault = length.as_ref().err().cloned();
            lengths.insert(pair.key.v, length.unwrap_or_default());
            fault
        })
    };
    strings.iter().map(|entry| (*entry, fault(entry))).collect()
}

/// Returns how many bytes an abbreviation stands for, or why it stands for none, and what to do.
fn length(
    Pair { key, value }: &Pair<'_>,
    lengths: &HashMap<&str, usize>,
    is_defined: &dyn Fn(&str) -> bool,
) -> Result<usize, Fault> {
    let (name, mut length) = (key.v, 0_usize);
    for chunk in &value.v {
        length += match chunk.v {
            RawChunk::Normal(text) => text.len(),
            RawChunk::Abbreviation(other) => match lengths.get(other) {
                Some(_) if lengths.contains_key(name) => {
                    let message = format!("the abbreviation `{name}` is defined twice");
                    return Err((message, "give one of them another name"));
                }
                Some(length) => *length,
                None if is_defined(other) => {
                    let message =
                        format!("the abbreviation `{name}` uses `{other}`, which stands below it");
                    let hint = "define it above; an abbreviation cannot stand for itself";
                    return Err((message, hint));
                }
                None => 0,
            },
        };
    }
    if length > LONGEST {
        let message = format!("the abbreviation `{name}` stands for more than 10,000 bytes");
        return Err((message, "write what it stands for where it is used"));
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publication::restricted::bibliography::entries;

    fn messages(text: &str) -> Vec<String> {
        let mut problems = Problems::default();
        let entries: Vec<_> = entries(text).collect();
        read(&entries, FileId(0), &mut problems);
        problems.into_sorted().into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn abbreviations_that_never_end_are_reported() {
        let fine = "@string{a = \"Acta\"}\n@string{b = a # \" Borealia\"}\n@string{a = \"Acta\"}\n@string{m = jan}\n";
        assert_eq!(messages(fine), [""; 0]);
        assert_eq!(messages("@string{a = a}\n").len(), 1);
        assert_eq!(messages("@string{a = b}\n@string{b = a}\n").len(), 1);
        assert_eq!(messages("@string{a = \"x\"}\n@string{b = a}\n@string{a = b}\n").len(), 1);
        let level = |level| {
            let parts = vec![format!("a{}", level - 1); 8].join(" # ");
            format!("@string{{a{level} = {parts}}}\n")
        };
        let bomb = (1..12).map(level).collect::<Vec<_>>().concat();
        assert!(!messages(&format!("@string{{a0 = \"xxxxxxxx\"}}\n{bomb}")).is_empty());
    }
}
