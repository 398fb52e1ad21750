//! Whether headings have the same ids in each language, so that links to a section lead to it in all of them.

use ecow::EcoString;

use super::Side;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::markup::Attributes;

/// Reports ids of headings that only one of two languages has.
pub(super) fn compare(original: &Side<'_>, translation: &Side<'_>, problems: &mut Problems) {
    // An id that stands twice is reported where it does, and another one is missing because of it.
    if [original, translation].into_iter().any(has_double) {
        return;
    }
    let are_paired = original.headings.len() == translation.headings.len();
    for (place, id) in lacking(translation, original) {
        let other = original.headings.get(place).filter(|_| are_paired);
        match other.and_then(|other| other.attributes.id.as_ref()) {
            Some(other) if !has(translation, &other.value) => problems.push(renamed(id, other)),
            _ if translation.headings[place].is_restricted => {}
            _ => problems.push(lack(id, translation, original)),
        }
    }
    for (place, id) in lacking(original, translation) {
        let other = translation.headings.get(place).filter(|_| are_paired);
        let is_told = other
            .and_then(|other| other.attributes.id.as_ref())
            .is_some_and(|other| !has(original, &other.value));
        if !is_told && !original.headings[place].is_restricted {
            problems.push(lack(id, original, translation));
        }
    }
}

/// Returns the ids of `side` that `other` lacks, with the places of their headings in the order of headings.
fn lacking<'s>(
    side: &'s Side<'_>,
    other: &'s Side<'_>,
) -> impl Iterator<Item = (usize, &'s Spanned<EcoString>)> {
    let ids = side.headings.iter().map(|heading| heading.attributes.id.as_ref());
    let ids = ids.enumerate().filter_map(|(place, id)| Some((place, id?)));
    ids.filter(|(_, id)| !has(other, &id.value))
}

fn has_double(side: &Side<'_>) -> bool {
    let mut ids: Vec<_> =
        side.headings.iter().filter_map(|it| Some(&it.attributes.id.as_ref()?.value)).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    ids.len() < all
}

fn has(side: &Side<'_>, id: &EcoString) -> bool {
    let is_it = |attributes: &Attributes| attributes.id.as_ref().is_some_and(|it| it.value == *id);
    side.headings.iter().any(|heading| is_it(heading.attributes))
}

fn renamed(own: &Spanned<EcoString>, original: &Spanned<EcoString>) -> Diagnostic {
    let message =
        format!("this heading is `{}` here, and `{}` in the original", own.value, original.value);
    Diagnostic::error(Code::LanguagesDisagree, own.span, message)
        .lacking(original.value.as_str())
        .with_related(original.span, "the other id")
        .with_hint(format!(
            "write `{{#{}}}`, or delete the id here: a translation takes it from the original",
            original.value
        ))
}

fn lack(id: &Spanned<EcoString>, side: &Side<'_>, other: &Side<'_>) -> Diagnostic {
    let message = format!("the language `{}` has no heading `{}`", other.text.language, id.value);
    Diagnostic::error(Code::LanguagesDisagree, id.span, message)
        .lacking(id.value.as_str())
        .with_related(Span::start_of(other.text.file), "the file that lacks it")
        .with_hint(format!("give the heading there the same id: `{{#{}}}`", id.value))
        .with_hint(format!(
            "if only this language has the section, put it between `::: {{only=\"{}\"}}` and `:::`",
            side.text.language
        ))
}
