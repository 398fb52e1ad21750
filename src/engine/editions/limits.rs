//! How long editions are, compared with how long they may be.

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::engine::EditionFigures;
use crate::plan::Edition;
use crate::render::site::Summary;

/// Reports a summary that does not fit its pages.
pub(super) fn too_long_summary(edition: &Edition<'_>, (pages, most): (usize, usize)) -> Diagnostic {
    let language = &edition.site.language.tag;
    let message =
        format!("the summary in `{language}` has {pages} pages, {} too many", pages - most);
    Diagnostic::error(Code::OverBudget, Span::start_of(edition.manuscript.file), message).with_hint(
        "shorten its finding and key messages, or set `summaries: false` for the audience",
    )
}

/// Returns the limits of an edition with what it uses of them: what is counted, limit, use.
pub(super) fn limits(
    edition: &Edition<'_>,
    summary: &Summary,
) -> Vec<(&'static str, Spanned<usize>, usize)> {
    let budget = edition.site.audience.budgets.get(&edition.form()).copied().unwrap_or_default();
    let pages = summary.print().and_then(|print| print.pages);
    let words = budget.max_words.map(|limit| ("words", limit, summary.words));
    let pages = budget.max_pages.zip(pages).map(|(limit, pages)| ("pages", limit, pages));
    words.into_iter().chain(pages).collect()
}

/// Returns an edition in numbers.
pub(in crate::engine) fn figures(edition: &Edition<'_>, summary: &Summary) -> EditionFigures {
    let form = edition.form().name();
    let entity = edition.subject.entity().map(|id| format!("/{id}")).unwrap_or_default();
    let names = edition.subject.entity().map(|id| {
        let name = edition.site.projection.entities.name(id);
        std::iter::once(id).chain(name.all()).map(ToString::to_string).collect()
    });
    let limits = limits(edition, summary);
    let used = limits.iter().map(|(_, limit, used)| used * 100 / limit.value.max(1));
    EditionFigures {
        work: format!("{form} {}{entity}", edition.manuscript.id),
        entity: names.unwrap_or_default(),
        audience: edition.site.audience.id.to_string(),
        language: edition.site.language.tag.to_string(),
        words: summary.words,
        pages: summary.print().and_then(|print| print.pages),
        numbers: summary.numbers,
        figures: summary.figures,
        entries: summary.entries,
        budget_used: used.max(),
    }
}

/// Reports an edition that is longer than its audience allows.
pub(super) fn check_budget(edition: &Edition<'_>, summary: &Summary, problems: &mut Problems) {
    let (id, tag) = (&edition.site.audience.id, &edition.site.language.tag);
    for (what, limit, used) in limits(edition, summary) {
        if used <= limit.value {
            continue;
        }
        let (over, allowed) = (used - limit.value, limit.value);
        let message = format!(
            "the edition for `{id}` in `{tag}` has {used} {what}, {over} over its budget of {allowed}"
        );
        let start = Span::start_of(edition.manuscript.file);
        problems.push(
            Diagnostic::error(Code::OverBudget, start, message)
                .with_related(limit.span, "the budget is set here")
                .with_hint("shorten it, hide blocks with `not-audience`, or raise the budget"),
        );
    }
}
