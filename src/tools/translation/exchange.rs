//! Translations in the formats of translation software, block by block.
//!
//! ```text
//! Publication ──parcels──> [Parcel] ──> xliff, po ──> (translators) ──> [Answer] ──take──> Markdown
//! ```
//!
//! A block is what `content/translations.yaml` records the hash of. A block whose original did not
//! change since it was translated goes out with its translation; of one that changed, the old
//! translation goes along as a proposal.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::private::{Recipients, Remarks};
use super::{TranslationRecord, blocks, pairs, record};
use crate::base::diagnostic::Problems;
use crate::base::files::Files;
use crate::base::span::Span;
use crate::publication::Publication;
use crate::publication::manuscript::Manuscript;

/// The translatable content of a text, for one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// The file of the original, such as `content/briefs/finance.md`.
    pub original: String,
    /// The file of the translation, whether it is there or not.
    pub translation: String,
    /// The language of the original.
    pub source_language: String,
    /// The language of the translation.
    pub target_language: String,
    /// The blocks, in file order.
    pub units: Vec<TranslationUnit>,
}

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranslationUnit {
    /// Its number among the blocks of the original, from 0.
    pub number: usize,
    /// The hash of the original, as the record of translations has it.
    pub hash: String,
    /// The original, in Markdown.
    pub source: String,
    /// Its translation, in Markdown; empty if there is none.
    pub target: String,
    /// Whether the translation is up to date.
    pub state: State,
    /// The line of the original, from 1.
    pub line: usize,
}

/// How far a block is translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is not.
    New,
    /// It is, and the original changed since.
    Stale,
    /// It is.
    Done,
}

/// Returns the translatable content for a language.
///
/// Without those that translators do not get; with all if it is for nobody else.
pub fn parcels(
    publication: &Publication,
    (tag, shared): (&str, Option<&Recipients<'_>>),
    problems: &mut Problems,
) -> Vec<Parcel> {
    let record = TranslationRecord::read(&publication.files, problems);
    let wanted = pairs(publication).filter(|(_, _, language)| *language == tag);
    wanted
        .map(|(original, translation, _)| Parcel {
            target_language: tag.to_owned(),
            translation: translation_path(
                &publication.files.get(original.file).path,
                original,
                tag,
            ),
            ..parcel(original, translation, shared, (&record, &publication.files))
        })
        .filter(|parcel| !parcel.units.is_empty())
        .collect()
}

/// Returns what is translated of a text, without the language that it is translated into.
fn parcel(
    original: &Manuscript,
    translation: Option<&Manuscript>,
    shared: Option<&Recipients<'_>>,
    (record, files): (&TranslationRecord, &Files),
) -> Parcel {
    let withheld = shared.map(|shared| shared.withheld(original));
    let remarks = [Some(original), translation];
    let remarks = remarks.map(|text| text.map(|text| Remarks::of(text, files)));
    let sent = |remarks: &Option<Remarks<'_>>, span: Span| {
        let stretch = stretch(&files.get(span.file).text, span);
        remarks.as_ref().map(|remarks| remarks.without(span.file, stretch)).unwrap_or_default()
    };
    let path = files.get(original.file).path.to_string();
    let matched = Matched::new(original, translation, record, files);
    let blocks = blocks(original, files).into_iter().zip(&matched.places).enumerate();
    let is_sent = |block: Span| withheld.as_ref().is_none_or(|withheld| !withheld.has(block));
    let units = blocks.filter(|(_, ((span, _), _))| is_sent(*span));
    let units = units.map(|(number, ((span, text), place))| {
        let (target, state) = match place {
            None => (String::new(), State::New),
            Some((at, state)) => (sent(&remarks[1], matched.translated[*at].0), *state),
        };
        let (line, _) = files.get(span.file).line_column(span.start as usize);
        let (hash, source) = (record::hash(text), sent(&remarks[0], span));
        TranslationUnit { number, hash, source, target, state, line }
    });
    Parcel {
        translation: String::new(),
        original: path,
        source_language: original.language.to_string(),
        target_language: String::new(),
        units: units.collect(),
    }
}

/// Returns the bytes of a block in its file, without the spaces around it. The place of a text in
/// quotes counts the quote that opens it.
pub(super) fn stretch(text: &str, span: Span) -> Range<usize> {
    let range = span.range();
    let block = text.get(range.clone()).unwrap_or_default();
    let start = range.start + block.len() - block.trim_start().len();
    let range = start..start + block.trim().len();
    let quote = text.get(range.start..).and_then(|rest| rest.chars().next());
    let is_quoted = quote.is_some_and(|quote| {
        matches!(quote, '"' | '\'')
            && text.get(range.end + 1..).is_some_and(|rest| rest.starts_with(quote))
            && text.is_char_boundary(range.start + 1)
    });
    if is_quoted { range.start + 1..range.end + 1 } else { range }
}

/// Returns where the translation of a file stands: `finance.es-419.md` beside `finance.md`.
fn translation_path(path: &str, original: &Manuscript, tag: &str) -> String {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let stem = stem.strip_suffix(&format!(".{}", original.language)).unwrap_or(stem);
    format!("{stem}.{tag}.md")
}

/// Which block of a translation belongs to which of the original.
pub(super) struct Matched<'a> {
    /// The blocks of the translation.
    pub translated: Vec<(Span, &'a str)>,
    /// For each block of the original, the number of its translation.
    pub places: Vec<Option<(usize, State)>>,
}

impl<'a> Matched<'a> {
    /// Matches the blocks of a text by the record of what they were translated from.
    pub(super) fn new(
        original: &Manuscript,
        translation: Option<&Manuscript>,
        record: &TranslationRecord,
        files: &'a Files,
    ) -> Self {
        let hashes: Vec<_> =
            blocks(original, files).iter().map(|(_, text)| record::hash(text)).collect();
        let translated = translation.map(|text| blocks(text, files)).unwrap_or_default();
        let path = translation.map(|text| &*files.get(text.file).path).unwrap_or_default();
        let recorded: Vec<_> =
            record.get(path).unwrap_or_default().iter().map(|block| block.hash.clone()).collect();
        let mut places = vec![None; hashes.len()];
        if recorded.len() == translated.len() {
            for change in capture_diff_slices(Algorithm::Myers, &recorded, &hashes) {
                let (old, new) = (change.old_range(), change.new_range());
                let state = match change.tag() {
                    DiffTag::Equal => State::Done,
                    // There are as many blocks as before: each is the same one, in other words.
                    DiffTag::Replace if old.len() == new.len() => State::Stale,
                    DiffTag::Replace | DiffTag::Delete | DiffTag::Insert => continue,
                };
                for (at, place) in old.zip(&mut places[new]) {
                    *place = Some((at, state));
                }
            }
        } else if translated.len() == hashes.len() {
            // There is no record of what it was made from, but it has the same blocks.
            for (at, place) in places.iter_mut().enumerate() {
                *place = Some((at, State::Stale));
            }
        }
        Self { translated, places }
    }
}
