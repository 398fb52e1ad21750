//! Returned translations become Markdown files.

use std::collections::BTreeMap;

use super::codes::codes;
use super::exchange::{Matched, Parcel, parcels, stretch};
use super::{TranslationRecord, blocks, pairs};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::Files;
use crate::base::span::Span;
use crate::publication::Publication;
use crate::publication::manuscript::Manuscript;

/// A block as a translator sent it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The file of the original.
    pub original: String,
    /// The language of the translation.
    pub language: String,
    /// The number of the block, from 0.
    pub number: usize,
    /// The hash of the block when it went out.
    pub hash: String,
    /// The translation, in Markdown; empty if there is none.
    pub target: String,
}

/// Returns the files that answers change, by their paths, with their new texts. Blocks that changed
/// since they went out, and files that are not translated whole, are reported and left as they are.
pub fn take(
    publication: &Publication,
    answers: &[Answer],
    problems: &mut Problems,
) -> BTreeMap<String, String> {
    let mut by_file: BTreeMap<(&str, &str), Vec<&Answer>> = BTreeMap::new();
    for answer in answers {
        by_file.entry((&answer.original, &answer.language)).or_default().push(answer);
    }
    let mut written = BTreeMap::new();
    for ((original, language), answers) in by_file {
        let parcels = parcels(publication, (language, None), problems);
        let Some(parcel) = parcels.into_iter().find(|parcel| parcel.original == original) else {
            problems.push(unknown(original, language));
            continue;
        };
        let taking = Taking { publication, parcel: &parcel };
        written
            .extend(taking.file(&answers, problems).map(|text| (parcel.translation.clone(), text)));
    }
    written
}

fn unknown(original: &str, language: &str) -> Diagnostic {
    let message = format!("`{original}` cannot be translated into `{language}`");
    Diagnostic::error_at_path(Code::BrokenLink, original, message)
        .with_hint("give files that `quipu translations export` made from this publication")
}

struct Taking<'a> {
    publication: &'a Publication,
    parcel: &'a Parcel,
}

impl Taking<'_> {
    /// Returns the new text of a translation; none if nothing changes, or if it is incomplete.
    fn file(&self, answers: &[&Answer], problems: &mut Problems) -> Option<String> {
        let files = &self.publication.files;
        let (original, translation, _) = pairs(self.publication).find(|(original, _, tag)| {
            *files.get(original.file).path == *self.parcel.original
                && *tag == self.parcel.target_language
        })?;
        let mut targets: BTreeMap<usize, &str> = BTreeMap::new();
        for answer in answers.iter().filter(|answer| !answer.target.trim().is_empty()) {
            match self.parcel.units.get(answer.number) {
                Some(unit) if unit.hash == answer.hash => {
                    if has_all(&unit.source, &answer.target) {
                        targets.insert(answer.number, answer.target.trim());
                    } else {
                        problems.push(self.altered(original, answer));
                    }
                }
                _ => problems.push(self.outdated(original, answer)),
            }
        }
        match translation {
            Some(translation) => self.renewed(original, translation, &targets, problems),
            None => self.begun(original, &targets, problems),
        }
    }

    /// Reports a translation that lacks a bound number, or has another.
    fn altered(&self, original: &Manuscript, answer: &Answer) -> Diagnostic {
        let span = self.place(original, answer);
        let message = "the translation has different bound numbers from this".to_owned();
        Diagnostic::warning(Code::TranslationDiffers, span, message)
            .with_hint("have the block translated again: text in braces must stay as it is")
    }

    /// Returns the first line of a block of the original.
    fn place(&self, original: &Manuscript, answer: &Answer) -> Span {
        let files = &self.publication.files;
        let place = blocks(original, files).get(answer.number).map(|(span, _)| *span);
        let span = place.unwrap_or(Span::start_of(original.file));
        let first = files.text(span).lines().next().unwrap_or_default();
        span.slice(0, first.len())
    }

    fn outdated(&self, original: &Manuscript, answer: &Answer) -> Diagnostic {
        let span = self.place(original, answer);
        let message = "this changed since it was sent to the translator".to_owned();
        Diagnostic::warning(Code::StaleTranslation, span, message)
            .with_hint("send it again: `quipu translations export`")
    }

    /// Begins a translation: the original, with its blocks in the other language.
    fn begun(
        &self,
        original: &Manuscript,
        targets: &BTreeMap<usize, &str>,
        problems: &mut Problems,
    ) -> Option<String> {
        let files = &self.publication.files;
        let blocks = blocks(original, files);
        if targets.is_empty() {
            return None;
        }
        let missing = blocks.len() - targets.len();
        if missing > 0 {
            let message =
                format!("{missing} of {} blocks of this text are not translated", blocks.len());
            problems.push(
                Diagnostic::warning(
                    Code::MissingTranslation,
                    Span::start_of(original.file),
                    message,
                )
                .with_hint("a new file is made once all of them are"),
            );
            return None;
        }
        let changes = blocks.iter().zip(targets.values()).map(|((span, _), text)| (*span, *text));
        Some(replaced(files, original, changes))
    }

    /// Updates a translation in the blocks whose texts changed.
    fn renewed(
        &self,
        original: &Manuscript,
        translation: &Manuscript,
        targets: &BTreeMap<usize, &str>,
        problems: &mut Problems,
    ) -> Option<String> {
        let files = &self.publication.files;
        // Mistakes of the record were reported when the parcel was made.
        let record = TranslationRecord::read(files, &mut Problems::default());
        let matched = Matched::new(original, Some(translation), &record, files);
        let mut changes = Vec::new();
        let mut added: BTreeMap<usize, String> = BTreeMap::new();
        let mut last = None;
        for (number, place) in matched.places.iter().enumerate() {
            match (place, targets.get(&number)) {
                // What came back as it went out keeps the remarks in it.
                (Some((at, _)), Some(text)) if self.sent(number) != *text => {
                    changes.push((matched.translated[*at].0, *text));
                }
                (None, Some(text)) => match last {
                    Some(span) => add(&mut added, span, text),
                    None => problems.push(self.homeless(original, number)),
                },
                _ => {}
            }
            last = place.map(|(at, _)| matched.translated[at].0).or(last);
        }
        if changes.is_empty() && added.is_empty() {
            return None;
        }
        Some(insert(added, &changes, files, translation))
    }

    /// Returns the translation of a block as it goes out.
    fn sent(&self, number: usize) -> &str {
        self.parcel.units.get(number).map_or("", |unit| unit.target.trim())
    }

    fn homeless(&self, original: &Manuscript, number: usize) -> Diagnostic {
        let files = &self.publication.files;
        let place = blocks(original, files).get(number).map(|(span, _)| *span);
        let message = format!(
            "`{}` has no block after which this could be inserted",
            self.parcel.translation
        );
        Diagnostic::warning(
            Code::StaleTranslation,
            place.unwrap_or(Span::start_of(original.file)),
            message,
        )
        .with_hint("write its translation there by hand")
    }
}

/// Whether a translation has the bound numbers of its original, in whatever order and format.
fn has_all(source: &str, target: &str) -> bool {
    let sorted = |text| {
        let numbers = codes(text).into_iter().filter_map(|code| code.strip_prefix("{{"));
        let expression = |number: &str| {
            let expression = number.trim_end_matches('}').split('|').next().unwrap_or_default();
            expression.split_whitespace().collect::<String>()
        };
        let mut numbers: Vec<_> = numbers.map(expression).collect();
        numbers.sort_unstable();
        numbers
    };
    sorted(source) == sorted(target)
}

/// Adds a block behind another.
fn add(added: &mut BTreeMap<usize, String>, behind: Span, text: &str) {
    let place = added.entry(behind.end as usize).or_default();
    place.push_str("\n\n");
    place.push_str(text);
}

/// Returns the text of a manuscript with some of its stretches replaced.
fn replaced<'t>(
    files: &Files,
    manuscript: &Manuscript,
    changes: impl Iterator<Item = (Span, &'t str)>,
) -> String {
    let text = &*files.get(manuscript.file).text;
    let body = body_start(text);
    let mut changes: Vec<_> = changes.collect();
    changes.sort_by_key(|(span, _)| span.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, target) in changes {
        let range = stretch(text, span);
        out.push_str(&text[at..range.start]);
        if range.start < body {
            out.push_str(&yaml(text, range.start, target));
        } else {
            out.push_str(target);
        }
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Returns the first byte behind the front matter.
fn body_start(text: &str) -> usize {
    text.get(3..).and_then(|rest| rest.find("\n---")).map_or(0, |at| at + 7)
}

/// Writes a text of front matter in the same style as the one that it replaces.
fn yaml(file: &str, start: usize, text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    match file[..start].chars().next_back() {
        Some('"') => json[1..json.len() - 1].to_owned(),
        Some('\'') => text.replace('\'', "''"),
        _ => {
            let is_plain = !text.contains(": ")
                && !text.contains(" #")
                && !text.ends_with(':')
                && !text.starts_with(|c: char| "!&*-?|>@`%\"'[]{},#:".contains(c));
            if is_plain { text.to_owned() } else { json }
        }
    }
}

/// Returns a text of which some blocks are replaced, with new blocks by their places before that.
fn insert(
    added: BTreeMap<usize, String>,
    changes: &[(Span, &str)],
    files: &Files,
    manuscript: &Manuscript,
) -> String {
    let old = files.get(manuscript.file).text.len();
    let mut out = replaced(files, manuscript, changes.iter().copied());
    for (place, text) in added.into_iter().rev() {
        let before = changes.iter().copied().filter(|(span, _)| span.end as usize <= place);
        let head = replaced(files, manuscript, before);
        let at = head.len() - (old - place);
        out.insert_str(at, &text);
    }
    out
}
