//! What is wrong with the lists of a publication: reports, chapters, translations.

use std::collections::BTreeMap;

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::projection::{Drafts, Shelf};
use crate::publication::manuscript::{Manuscript, Stage};
use crate::publication::settings::Translations;
use crate::publication::{Publication, Work};
use crate::tree::Form;

/// Returns what is wrong with the lists of reports.
pub fn check(publication: &Publication, drafts: Drafts) -> Problems {
    let checks: [fn(&Publication) -> Problems; 5] =
        [check_briefs, check_reports, check_profiles, check_translations, check_chapters];
    let mut problems = Problems::default();
    for check in checks {
        problems.extend(check(publication));
    }
    if drafts == Drafts::Hidden {
        problems.extend(check_drafts(publication));
    }
    problems
}

/// Returns what is wrong with a publication that is otherwise sound: that there is nothing to publish, or nothing
/// for an audience or in a language.
pub fn check_content(publication: &Publication, shelves: &[Shelf]) -> Problems {
    let mut projections = shelves.iter().flat_map(|shelf| &shelf.projections);
    if projections.any(|projection| !projection.works.is_empty()) {
        return check_empty(publication, shelves);
    }
    let mut problems = Problems::default();
    problems.push(no_content(publication));
    problems
}

/// Reports editions of the publication with no text at all, of an audience or in a language.
fn check_empty(publication: &Publication, shelves: &[Shelf]) -> Problems {
    let mut problems = Problems::default();
    for projection in shelves.iter().flat_map(|shelf| &shelf.projections) {
        let id = &projection.audience.id;
        if projection.works.is_empty() {
            let message = format!("the audience `{id}` gets no text");
            let diagnostic = match projection.audience.span {
                Some(span) => Diagnostic::error(Code::NoContent, span, message),
                None => Diagnostic::error_at_path(Code::NoContent, "content", message),
            };
            problems.push(diagnostic.with_hint(format!(
                "name it in the `audience:` of a text, or delete `content/audiences/{id}.yaml`"
            )));
            continue;
        }
        if publication.settings.translations == Translations::Fallback {
            continue;
        }
        for tag in publication.settings.tags() {
            if projection.works.values().any(|work| work.manuscripts.contains_key(tag)) {
                continue;
            }
            let message = format!("the audience `{id}` gets no text in `{tag}`");
            problems.push(
                Diagnostic::error_at_path(Code::NoContent, "quipu.yaml", message).with_hint(
                    format!(
                        "translate a text, or take `{tag}` out of `languages:` until there is one"
                    ),
                ),
            );
        }
    }
    problems
}

/// Reports a publication of which there is nothing to publish.
fn no_content(publication: &Publication) -> Diagnostic {
    let has_works = !publication.works.is_empty();
    let (message, hint) = if has_works {
        (
            "no brief, report or page is published",
            "all of them are drafts or have no audience: build with `--drafts`, or delete `draft: true`",
        )
    } else {
        ("the publication has no brief, report or page", "create one: `quipu new brief first`")
    };
    let diagnostic = Diagnostic::error_at_path(Code::NoContent, "content", message).with_hint(hint);
    if has_works { diagnostic.into_warning() } else { diagnostic }
}

fn check_briefs(publication: &Publication) -> Problems {
    let mut problems = Problems::default();
    let reports = publication.works.values().flat_map(|work| work.manuscripts.values());
    for report in reports.clone() {
        let mut seen = BTreeMap::new();
        for brief in &report.briefs {
            let Some(first) = seen.insert(&brief.value, brief.span) else { continue };
            let message = format!("the brief `{}` is listed twice", brief.value);
            problems.push(
                Diagnostic::error(Code::DuplicateId, brief.span, message)
                    .with_related(first, "first listed here")
                    .with_hint(
                        "a brief can be a chapter of a report only once: delete one of the two",
                    ),
            );
        }
    }
    let listed = reports.flat_map(|report| &report.briefs);
    let chosen = publication
        .audiences
        .iter()
        .flat_map(|audience| audience.chapters.values().flat_map(|chosen| &chosen.value));
    for brief in listed.chain(chosen) {
        // A brief that is there and cannot be read was reported.
        let file = publication.files.find(&format!("content/briefs/{}.md", brief.value));
        if publication.works.contains_key(&(Form::Brief, brief.value.clone())) || file.is_some() {
            continue;
        }
        let briefs = publication.works.keys().filter(|(form, _)| *form == Form::Brief);
        let wanted = brief.value.trim_start_matches("content/").trim_start_matches("briefs/");
        let is_report = publication.works.contains_key(&(Form::Report, brief.value.clone()));
        let report = is_report.then(|| {
            format!(
                "`content/reports/{}.md` is a report, and no chapter of another: list its briefs here",
                brief.value
            )
        });
        let hint = report
            .or_else(|| did_you_mean(wanted, briefs.map(|(_, id)| id.as_str())))
            .unwrap_or_else(|| format!("add `content/briefs/{}.md`", brief.value));
        let message = format!("no brief has the id `{}`", brief.value);
        problems.push(
            Diagnostic::error(Code::UnknownBrief, brief.span, message)
                .lacking(brief.value.as_str())
                .with_hint(hint),
        );
    }
    problems
}

/// Reports selections of reports that do not exist.
fn check_reports(publication: &Publication) -> Problems {
    let mut problems = Problems::default();
    let chosen =
        publication.audiences.iter().flat_map(|audience| audience.reports.iter().flatten());
    let shortened: Vec<_> = publication
        .audiences
        .iter()
        .flat_map(|audience| &audience.chapters)
        .map(|(id, chosen)| Spanned::new(id.clone(), chosen.span))
        .collect();
    for report in chosen.chain(&publication.settings.reports).chain(&shortened) {
        if publication.works.contains_key(&(Form::Report, report.value.clone())) {
            continue;
        }
        let reports = publication.works.keys().filter(|(form, _)| *form == Form::Report);
        let hint = did_you_mean(&report.value, reports.map(|(_, id)| id.as_str()))
            .unwrap_or_else(|| format!("add `content/reports/{}.md`", report.value));
        let message = format!("no report has the id `{}`", report.value);
        problems.push(Diagnostic::error(Code::UnknownBrief, report.span, message).with_hint(hint));
    }
    problems
}

/// Says which chapters a report lacks while they are drafts.
fn check_drafts(publication: &Publication) -> Problems {
    let mut problems = Problems::default();
    let is_draft = |id: &EcoString| {
        let work = publication.works.get(&(Form::Brief, id.clone()));
        work.and_then(Work::any).filter(|brief| brief.stage == Stage::Draft)
    };
    let texts = publication.works.values().flat_map(|work| work.manuscripts.values());
    for report in texts.filter(|report| report.stage == Stage::Published) {
        for chapter in &report.briefs {
            let Some(draft) = is_draft(&chapter.value) else { continue };
            let message =
                format!("the report is built without `{}`, which is a draft", chapter.value);
            problems.push(
                Diagnostic::error(Code::DraftChapter, chapter.span, message)
                    .with_related(Span::start_of(draft.file), "the draft")
                    .with_hint("delete `draft: true` or `status: draft` there, or the chapter here until it is ready")
                    .into_warning(),
            );
        }
    }
    problems
}

/// Says which chapters a report lacks in a language, unless they say themselves that they do.
fn check_chapters(publication: &Publication) -> Problems {
    let mut problems = Problems::default();
    if publication.settings.translations != Translations::Partial {
        return problems;
    }
    for report in publication.works.values().flat_map(|work| work.manuscripts.values()) {
        let tag = &report.language;
        for chapter in &report.briefs {
            let work = publication.works.get(&(Form::Brief, chapter.value.clone()));
            let lacks = |work: &&Work| work.manuscript(tag).is_none() && work.is_meant_for(tag);
            let Some(brief) = work.filter(lacks).and_then(Work::any) else { continue };
            let message = format!("the report in `{tag}` is built without `{}`", chapter.value);
            problems.push(
                Diagnostic::warning(Code::MissingTranslation, Span::start_of(report.file), message)
                    .with_related(
                        Span::start_of(brief.file),
                        format!("there is no `{tag}` version of this file"),
                    )
                    .with_hint(format!(
                        "translate it, or write `only: {}` in its front matter",
                        brief.language
                    )),
            );
        }
    }
    problems
}

fn check_translations(publication: &Publication) -> Problems {
    let mut problems = Problems::default();
    if publication.settings.translations != Translations::Complete {
        return problems;
    }
    for work in publication.works.values() {
        for tag in publication.settings.tags() {
            let lacks = !work.manuscripts.contains_key(tag) && work.is_meant_for(tag);
            let Some(manuscript) = work.any().filter(|_| lacks) else { continue };
            let name = manuscript.id.rsplit('/').next().unwrap_or_default();
            let span = Span::start_of(manuscript.file);
            problems.push(
                Diagnostic::error(Code::MissingTranslation, span, format!("there is no `{tag}` version of this file"))
                    .with_hint(format!("`quipu new translation {}` begins `{name}.{tag}.md` beside it; or set `translations:` in `quipu.yaml` to `partial` or `fallback`", manuscript.id)),
            );
        }
    }
    problems
}

/// Reports chapters with an edition for each of several entities in reports that are one for all.
fn check_profiles(publication: &Publication) -> Problems {
    let mut problems = Problems::default();
    let reports = publication.works.values().flat_map(|work| work.manuscripts.values());
    for report in reports.filter(|report| report.profile.is_none()) {
        for chapter in &report.briefs {
            let work = publication.works.get(&(Form::Brief, chapter.value.clone()));
            let Some(brief) = work.and_then(Work::any) else { continue };
            let Some(scope) = scope_of(brief) else { continue };
            let message = format!(
                "`{}` has an edition for each of several entities, but this report has only one",
                chapter.value
            );
            problems.push(
                Diagnostic::error(Code::MixedProfiles, chapter.span, message)
                    .with_related(scope, "the brief declares it here")
                    .with_hint("add `for:` to the report as well, or delete the chapter"),
            );
        }
    }
    problems
}

fn scope_of(manuscript: &Manuscript) -> Option<Span> {
    let profile = manuscript.profile.as_ref()?;
    let scope = profile.scope.as_ref().map(|scope| scope.span);
    Some(scope.unwrap_or(Span::start_of(manuscript.file)))
}
