//! Interface words that a publication adds or replaces: one with a misspelt id would change nothing.

use super::{BASE, names};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::base::span::{FileId, Span};

/// Checks a file of words of the publication's own.
pub(super) fn check(id: FileId, files: &Files, problems: &mut Problems) {
    let built_in: Vec<_> = files
        .below(BASE)
        .filter(|(_, file)| file.path.ends_with(".ftl"))
        .flat_map(|(_, file)| file.text.lines().filter_map(names::word))
        .collect();
    for (at, word) in defined(&files.get(id).text) {
        if built_in.contains(&word) {
            continue;
        }
        // Words for units, numbers and the like are found by names that are put together.
        let Some(hint) = did_you_mean(word, built_in.iter().copied()) else { continue };
        if !is_used(word, files) {
            let message = format!("nothing uses the word `{word}`");
            let span = Span::new(id, at, at + word.len());
            problems.push(Diagnostic::error(Code::BadWords, span, message).with_hint(hint));
        }
    }
}

/// Returns the words that a file defines, each with the place of its name.
fn defined(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = start;
        start += line.len();
        Some((at, names::word(line)?))
    })
}

/// Whether a template or another word names a word.
fn is_used(word: &str, files: &Files) -> bool {
    let (quoted, field) = (format!("\"{word}\""), format!("words.{word}"));
    let (placed, spaced) = (format!("{{{word}}}"), format!("{{ {word} }}"));
    let mut texts = ["templates", "themes"].into_iter().flat_map(|folder| files.in_folder(folder));
    texts.any(|(_, file)| {
        [&quoted, &field, &placed, &spaced].iter().any(|name| file.text.contains(name.as_str()))
    })
}
