//! What an edition says of changes after it came out.

use std::cmp::Reverse;

use ecow::EcoString;

use super::date_text;
use crate::language::{Word, Words};
use crate::plan::Edition;
use crate::publication::correction::{Correction, Kind};
use crate::tree::CorrectionNote;

/// Returns what an edition says of changes, the latest first; `words` are those of its language. `chapters` are the
/// titles of its chapters: what was changed in those is told, too.
pub(super) fn notes(
    edition: &Edition<'_>,
    words: &Words,
    chapters: &[EcoString],
) -> Vec<CorrectionNote> {
    let chapters: Vec<_> = edition.chapters.iter().zip(chapters).collect();
    let title = |it: &Correction| {
        let (form, id) = &it.text.value;
        if (edition.manuscript.form, &edition.manuscript.id) == (*form, id) {
            return Some(EcoString::new());
        }
        let found = chapters.iter().find(|(text, _)| (text.form, &text.id) == (*form, id));
        found.map(|(_, title)| (*title).clone())
    };
    let own = edition.corrections().filter_map(|it| Some((it, title(it)?)));
    let mut own: Vec<_> = own.collect();
    // Entries of one day stand in the order in which they were made.
    own.reverse();
    own.sort_by_key(|(it, _)| Reverse(it.date));
    let language = edition.site.language;
    own.into_iter()
        .map(|(it, of)| CorrectionNote {
            kind: it.kind.id(),
            label: label(it, words),
            date: date_text(it.date, language),
            of,
            what: it.what.text(&edition.language.tag),
        })
        .collect()
}

/// Returns what readers call a kind of change.
fn label(correction: &Correction, words: &Words) -> EcoString {
    let word = match correction.kind {
        Kind::Update => Word::CorrectionUpdate,
        Kind::Correction => Word::CorrectionCorrection,
        Kind::Retraction => Word::CorrectionRetraction,
    };
    (&*words.get(word)).into()
}
