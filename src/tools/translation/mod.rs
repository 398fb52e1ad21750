//! Translations: which are missing, which are out of date, and where they differ.
//!
//! A translation is next to its original, `finance.es-419.md` next to `finance.md`. What the
//! original said when it was translated is recorded in `content/translations.yaml`, block by block;
//! a block that says something else today makes the translation out of date. Dates would not do: a
//! corrected comma in one paragraph must not put the other forty in doubt.

mod codes;
mod content;
pub mod docx;
mod exchange;
mod format;
pub mod po;
mod private;
mod record;
pub mod run;
mod take;
pub mod xliff;

use std::collections::BTreeMap;

use ecow::EcoString;
use similar::{DiffTag, TextDiff};

pub use exchange::parcels;
pub use format::{Format, answers, export};
pub use record::{PATH, TranslationRecord};
pub use take::{Answer, take};

use crate::base::diagnostic::{Code, Diagnostic, Problems, Severity};
use crate::base::files::Files;
use crate::base::span::Span;
use crate::markup::{Block, BlockKind};
use crate::publication::Publication;
use crate::publication::manuscript::Manuscript;
use crate::publication::settings::Translations;
use crate::tree::Form;

use content::Content;

/// Whether the publication's settings do not allow a finding: where they allow missing
/// translations, these are only listed.
pub fn is_due(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error || finding.code != Code::MissingTranslation
}

/// Reports translations that are missing, stale, or differ from their originals in their
/// numbers, citations or references.
pub fn check(publication: &Publication, problems: &mut Problems) {
    let record = TranslationRecord::read(&publication.files, problems);
    for (original, translation, tag) in pairs(publication) {
        let Some(translation) = translation else {
            problems.push(missing(original, tag, publication.settings.translations));
            continue;
        };
        problems.extend(outdated(original, translation, &record, &publication.files));
        check_content(original, translation, problems);
    }
}

/// Records that the translations at `paths` (all of them if there are none) are up to date.
///
/// Returns the new text of the record.
///
/// # Errors
/// Reports paths that are no translations.
pub fn accept(publication: &Publication, paths: &[String], problems: &mut Problems) -> String {
    let mut record = TranslationRecord::read(&publication.files, problems);
    let files = &publication.files;
    let mut wanted: Vec<_> = paths.iter().collect();
    for (original, translation, _) in pairs(publication) {
        let Some(translation) = translation else { continue };
        let path = &files.get(translation.file).path;
        let is_wanted =
            paths.is_empty() || paths.iter().any(|wanted| path.ends_with(wanted.as_str()));
        if is_wanted {
            wanted.retain(|wanted| !path.ends_with(wanted.as_str()));
            let blocks = blocks(original, files);
            record.set(path, blocks.iter().map(|(_, text)| *text));
        }
    }
    for path in wanted {
        let message = format!("`{path}` is not a translation");
        problems.push(
            Diagnostic::error_at_path(Code::BrokenLink, path.as_str(), message)
                .with_hint("name a file such as `content/briefs/finance.es-419.md`"),
        );
    }
    record.write()
}

/// Returns each original with each language that it should have, and the translation if there is one.
fn pairs(
    publication: &Publication,
) -> impl Iterator<Item = (&Manuscript, Option<&Manuscript>, &str)> {
    let tags = publication.settings.tags();
    let first = tags.clone().next().unwrap_or_default();
    // Registers hold their languages side by side in one file.
    let is_written = |form: Form| !matches!(form, Form::Register | Form::Entry);
    let works = publication.works.iter().filter(move |((form, _), _)| is_written(*form));
    works.flat_map(move |(_, work)| {
        let others = tags.clone().skip(1);
        let others = others.filter(|tag| work.is_meant_for(tag) || work.manuscript(tag).is_some());
        others.filter_map(move |tag| Some((work.manuscript(first)?, work.manuscript(tag), tag)))
    })
}

fn missing(original: &Manuscript, tag: &str, policy: Translations) -> Diagnostic {
    let name = original.id.rsplit('/').next().unwrap_or_default();
    let message = format!("there is no `{tag}` version of this file");
    let report = match policy {
        Translations::Complete => Diagnostic::error,
        Translations::Partial | Translations::Fallback => Diagnostic::warning,
    };
    report(Code::MissingTranslation, Span::start_of(original.file), message)
        .with_hint(format!("add `{name}.{tag}.md` beside it"))
}

/// Returns the parts of a manuscript that are translated one by one, with their places.
fn blocks<'a>(manuscript: &Manuscript, files: &'a Files) -> Vec<(Span, &'a str)> {
    let lines =
        [&manuscript.title, &manuscript.finding].into_iter().chain(&manuscript.key_messages);
    let lines = lines.chain(manuscript.about.lines()).filter_map(|line| {
        let (first, last) = (line.first()?, line.last()?);
        Some(Span { end: last.span.end, ..first.span })
    });
    let body = &manuscript.body;
    let spans = lines
        .chain(leaves(&body.blocks))
        .chain(body.footnotes.values().map(|footnote| footnote.span));
    // A comment leaves a block without text.
    spans.map(|span| (span, files.text(span).trim())).filter(|(_, text)| !text.is_empty()).collect()
}

/// Returns the places of blocks; a div's own is the line that opens it, so those inside follow.
fn leaves(blocks: &[Block]) -> Vec<Span> {
    let own = |block: &Block| {
        let inner =
            if let BlockKind::Div(_, inner) = &block.kind { leaves(inner) } else { Vec::new() };
        [vec![block.span], inner].concat()
    };
    blocks.iter().flat_map(own).collect()
}

/// Returns what changed in an original since it was translated.
fn outdated(
    original: &Manuscript,
    translation: &Manuscript,
    record: &TranslationRecord,
    files: &Files,
) -> Vec<Diagnostic> {
    let path = &files.get(translation.file).path;
    let Some(translated) = record.get(path) else {
        let message = format!("there is no record of what `{path}` was translated from");
        let hint = format!("if it is up to date, run `quipu translations --accept {path}`");
        let start = Span::start_of(translation.file);
        return vec![Diagnostic::warning(Code::StaleTranslation, start, message).with_hint(hint)];
    };
    let current = blocks(original, files);
    let hashes: Vec<_> = current.iter().map(|(_, text)| record::hash(text)).collect();
    let old: Vec<_> = translated.iter().map(|block| block.hash.as_str()).collect();
    let new: Vec<_> = hashes.iter().map(String::as_str).collect();
    let diff = TextDiff::from_slices(&old, &new);
    let changes = diff.ops().iter().filter(|change| change.tag() != DiffTag::Equal);
    let told = changes.map(|change| {
        let before: Vec<_> =
            translated[change.old_range()].iter().map(|block| block.text.as_str()).collect();
        let after = &current[change.new_range()];
        stale(&before.join("\n\n"), after, (original, path))
    });
    told.collect()
}

/// Reports a stretch of the original that changed, with what changed in it.
fn stale(
    before: &str,
    after: &[(Span, &str)],
    (original, path): (&Manuscript, &str),
) -> Diagnostic {
    let place = match (after.first(), after.last()) {
        (Some((first, _)), Some((last, _))) => Span { end: last.end, ..*first },
        _ => Span::start_of(original.file),
    };
    let texts: Vec<_> = after.iter().map(|(_, text)| *text).collect();
    let message = match (before.is_empty(), texts.is_empty()) {
        (true, _) => format!("`{path}` was translated before this was written"),
        (_, true) => format!("a block was deleted here since `{path}` was translated"),
        _ => format!("this changed since `{path}` was translated"),
    };
    let first_line = texts.first().and_then(|text| text.lines().next());
    let first_line = first_line.map_or(place, |line| place.slice(0, line.len()));
    Diagnostic::warning(Code::StaleTranslation, first_line, message)
        .with_hint(format!("what changed: {}", word_diff(before, &texts.join("\n\n"))))
        .with_hint(format!(
            "once the translation says the same, run `quipu translations --accept {path}`"
        ))
}

/// Marks what was removed as `[-so-]` and what was added as `{+so+}`, and leaves out what stayed
/// the same.
fn word_diff(before: &str, after: &str) -> String {
    let diff = TextDiff::from_words(before, after);
    let mut out = String::new();
    for group in diff.grouped_ops(4) {
        if !out.is_empty() {
            out.push_str(" … ");
        }
        for stretch in &group {
            let old = diff.old_slices()[stretch.old_range()].concat();
            let new = diff.new_slices()[stretch.new_range()].concat();
            match stretch.tag() {
                DiffTag::Equal => out.push_str(&new),
                DiffTag::Delete => out.extend(["[-", &old, "-]"]),
                DiffTag::Insert => out.extend(["{+", &new, "+}"]),
                DiffTag::Replace => out.extend(["[-", &old, "-]{+", &new, "+}"]),
            }
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reports numbers, citations and references that one of the two has and the other lacks.
fn check_content(original: &Manuscript, translation: &Manuscript, problems: &mut Problems) {
    let (wanted, found) = (Content::of(original), Content::of(translation));
    let kinds = [
        ("number", &wanted.numbers, &found.numbers),
        ("citation", &wanted.citations, &found.citations),
        ("reference", &wanted.references, &found.references),
    ];
    for (kind, wanted, found) in kinds {
        let wanted = Side { manuscript: original, things: wanted };
        differences(kind, wanted, Side { manuscript: translation, things: found }, problems);
    }
}

/// The items of one kind in a text, each with the places where it occurs.
type Things = BTreeMap<EcoString, Vec<Span>>;

/// A text, and the items of one kind in it.
#[derive(Clone, Copy)]
struct Side<'s> {
    manuscript: &'s Manuscript,
    things: &'s Things,
}

fn differences(kind: &str, wanted: Side<'_>, found: Side<'_>, problems: &mut Problems) {
    let (original, wanted) = (wanted.manuscript, wanted.things);
    let (translation, found) = (found.manuscript, found.things);
    let count = |things: &Things, thing: &EcoString| things.get(thing).map_or(0, Vec::len);
    for (thing, places) in
        wanted.iter().filter(|(thing, places)| count(found, thing) < places.len())
    {
        let (many, few) = (places.len(), count(found, thing));
        let message = format!(
            "the {kind} `{thing}` appears {many}× in the original but {few}× in this translation"
        );
        let at = found.get(thing).and_then(|places| places.last().copied());
        problems.push(
            Diagnostic::warning(
                Code::TranslationDiffers,
                at.unwrap_or(Span::start_of(translation.file)),
                message,
            )
            .with_related(places[few.min(many - 1)], "the original has it here"),
        );
    }
    for (thing, places) in
        found.iter().filter(|(thing, places)| count(wanted, thing) < places.len())
    {
        let (many, few) = (places.len(), count(wanted, thing));
        let message = format!(
            "the {kind} `{thing}` appears {many}× in this translation but {few}× in the original"
        );
        problems.push(
            Diagnostic::warning(Code::TranslationDiffers, places[few.min(many - 1)], message)
                .with_related(Span::start_of(original.file), "the original is this file"),
        );
    }
}
