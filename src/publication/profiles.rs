//! Deciding which entities a text has profiles for: one answer for all its languages.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::{Work, parts};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::{Files, OfProfile};
use crate::base::span::{Span, Spanned};
use crate::data::evaluate::Data;
use crate::publication::manuscript::Manuscript;
use crate::publication::profile::{Scope, names_this};
use crate::tree::Form;

/// Applies the entities that one file of a text names to all its languages; reports languages that
/// contradict each other, and profiles whose texts are all the same.
pub(super) fn settle(
    works: &mut BTreeMap<(Form, EcoString), Work>,
    (data, files): (Data<'_>, &Files),
    problems: &mut Problems,
) {
    for work in works.values_mut() {
        if work.manuscripts.values().all(|text| text.profile.is_none()) {
            continue;
        }
        let entities: Arc<[EcoString]> = agreed(work, data, problems).into();
        let like = work.manuscripts.values().find_map(|text| text.profile.as_ref()?.like.clone());
        for manuscript in work.manuscripts.values_mut() {
            check(manuscript, problems);
            let own = files.inclusions.of_profiles(manuscript.file).iter();
            let withheld = parts::withheld(files);
            for own in own.filter(|own| !withheld.contains(&own.entity)) {
                problems.extend(without_profile(own, &entities, data));
            }
            if let Some(profile) = &mut Arc::make_mut(manuscript).profile {
                profile.entities = Arc::clone(&entities);
                profile.like.clone_from(&like);
            }
        }
    }
}

/// Returns the entities of a text, as its languages have them.
fn agreed(work: &Work, data: Data<'_>, problems: &mut Problems) -> Vec<EcoString> {
    let mut found: Option<(&Scope, Vec<EcoString>)> = None;
    for (text, scope) in scopes(work) {
        let entities = match scope.entities(data, text.date) {
            Ok(entities) => entities,
            Err(reported) => {
                problems.extend(reported);
                continue;
            }
        };
        match &found {
            None => found = Some((scope, entities)),
            Some((_, first)) if *first == entities => {}
            Some((first, _)) => {
                let message = "the languages of this text have profiles of different entities";
                problems.push(
                    Diagnostic::error(Code::BadValue, scope.span, message)
                        .with_related(first.span, "this language names others")
                        .with_hint("write it in one language's file only, where it applies to all"),
                );
            }
        }
    }
    if scopes(work).next().is_none() {
        let texts = work.manuscripts.values();
        problems.extend(texts.map(|text| {
            let message = "`index` is given without `for`, in all languages of this text";
            Diagnostic::error(Code::MissingKey, Span::start_of(text.file), message)
                .with_hint("add `for: …`, with the entities for which to make editions")
        }));
    }
    found.map(|(_, entities)| entities).unwrap_or_default()
}

fn scopes(work: &Work) -> impl Iterator<Item = (&Manuscript, &Scope)> {
    let texts = work.manuscripts.values().map(Arc::as_ref);
    texts.filter_map(|text| Some((text, text.profile.as_ref()?.scope.as_ref()?)))
}

/// Reports a file of an entity that the text has no profile of.
fn without_profile(own: &OfProfile, entities: &[EcoString], data: Data<'_>) -> Option<Diagnostic> {
    let start = Span::start_of(own.file);
    let id = data.entity(&Spanned::new(own.entity.clone(), start)).ok();
    if entities.is_empty() || id.is_some_and(|id| entities.contains(id)) {
        return None;
    }
    let message = format!("the text of this folder has no profile of `{}`", own.entity);
    let hint = did_you_mean(&own.entity, entities.iter().map(EcoString::as_str)).unwrap_or_else(|| {
        "name the file as one of the entities of `for:`; a text of its own begins with front matter".to_owned()
    });
    Some(Diagnostic::error(Code::UnknownEntity, start, message).with_hint(hint))
}

/// Reports a language without a title for the list of profiles, and one in which all profiles have
/// the same title.
fn check(text: &Manuscript, problems: &mut Problems) {
    let profile = text.profile.as_ref();
    if profile.is_none_or(|profile| profile.title.is_empty()) {
        let place = profile.and_then(|profile| Some(profile.scope.as_ref()?.span));
        let place = place.unwrap_or(Span::start_of(text.file));
        let message = "the page that lists the profiles has no title here";
        problems.push(
            Diagnostic::error(Code::MissingKey, place, message)
                .with_hint("add `index: {title: …, finding: …}` to the front matter"),
        );
    }
    if let (Some(first), Some(last)) = (text.title.first(), text.title.last())
        && !names_this(&text.title)
    {
        let place = Span { end: last.span.end, ..first.span };
        let message = "all profiles have this title";
        problems.push(
            Diagnostic::error(Code::SameTitles, place, message)
                .with_hint("name the entity in it: `title: \"{{ @this }} …\"`"),
        );
    }
}
