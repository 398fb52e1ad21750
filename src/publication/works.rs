//! Reading the briefs, reports and pages of a publication.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;
use jiff::civil::Date;
use rayon::prelude::*;

use super::{Work, agreement, life, parts};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::publication::life::{Approval, WritingStatus};
use crate::publication::load::stem;
use crate::publication::manuscript::{Manuscript, ManuscriptRole, Written};
use crate::publication::memory::{Key, ReadTexts, View};
use crate::publication::settings::Settings;
use crate::tree::Form;

/// The folders of manuscripts, with the form of their texts.
pub(super) fn folders() -> [(String, Form); 3] {
    Form::WRITTEN.map(|form| (format!("content/{}", form.folder()), form))
}

/// What texts are read with.
#[derive(Clone, Copy)]
pub(super) struct Texts<'t> {
    pub(super) files: &'t Files,
    pub(super) settings: &'t Settings,
    /// What references to entries of registers begin with.
    pub(super) prefixes: &'t [EcoString],
}

/// Reads all texts, but for those that are as they were the last time.
pub(super) fn read_works(
    texts: Texts<'_>,
    (memory, key): (&View, &Key),
    problems: &mut Problems,
) -> BTreeMap<(Form, EcoString), Work> {
    let found: Vec<_> = find_texts(texts, problems).into_iter().collect();
    let known = memory.texts();
    let read = |(name, files): &((Form, EcoString), Vec<(ManuscriptRole<'_>, FileId)>)| {
        let hash = key.text(texts, files.iter().map(|(_, file)| *file));
        let kept = hash.and_then(|hash| known.get(&hash)).map(Arc::clone);
        let text = kept.unwrap_or_else(|| {
            let mut problems = Problems::default();
            let work = read_work(files, (texts.files, texts.settings), &mut problems);
            Arc::new((work, problems))
        });
        (name.clone(), hash, text)
    };
    let mut works = BTreeMap::new();
    let mut kept = ReadTexts::new();
    for (name, hash, text) in found.par_iter().map(read).collect::<Vec<_>>() {
        problems.extend(text.1.clone());
        if !text.0.manuscripts.is_empty() {
            works.insert(name, text.0.clone());
        }
        kept.extend(hash.map(|hash| (hash, text)));
    }
    memory.keep_texts(kept);
    date_drafts(&mut works, problems);
    works
}

/// Finds the files of each text.
fn find_texts<'t>(
    Texts { files, settings, prefixes }: Texts<'t>,
    problems: &mut Problems,
) -> BTreeMap<(Form, EcoString), Vec<(ManuscriptRole<'t>, FileId)>> {
    let mut texts: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let parts = files.inclusions.files_of_profiles();
    for (folder, form) in &folders() {
        let (folder, form) = (folder.as_str(), *form);
        for (id, file) in files.in_folder(folder).filter(|(id, _)| !parts.contains(id)) {
            let Some(stem) = stem(file, folder, ".md") else { continue };
            if let Some(undeclared) = undeclared_language(id, stem, settings) {
                problems.push(undeclared);
                continue;
            }
            let (name, language) = split_language(stem, settings);
            let raw_html = settings.raw_html;
            let (extra, original) = (settings.extra.as_slice(), None);
            let role =
                ManuscriptRole { form, id: name, language, raw_html, prefixes, original, extra };
            texts.entry((form, EcoString::from(name))).or_default().push((role, id));
        }
    }
    texts
}

/// Reads a text in all its languages: first the original, which completes the translations.
pub(super) fn read_work(
    texts: &[(ManuscriptRole<'_>, FileId)],
    (files, settings): (&Files, &Settings),
    problems: &mut Problems,
) -> Work {
    let first = &settings.languages[0].tag;
    let is_original = |role: &ManuscriptRole<'_>| role.language.tag == *first;
    let original = texts.iter().find(|(role, _)| is_original(role));
    let has_original = original.is_some();
    let original =
        original.and_then(|(role, file)| Manuscript::read(*role, *file, files, problems));
    if has_original && original.is_none() {
        // A translation without its original is incomplete.
        return Work { manuscripts: BTreeMap::new() };
    }
    let mut versions = Vec::new();
    for (role, file) in texts.iter().filter(|(role, _)| !is_original(role)) {
        let role = ManuscriptRole { original: original.as_ref(), ..*role };
        versions.extend(Manuscript::read(role, *file, files, problems));
    }
    versions.extend(original);
    parts::join(&mut versions, (files, settings), problems);
    for version in &versions {
        agreement::check_only(version, settings, problems);
    }
    if let [translations @ .., original] = &versions[..]
        && has_original
    {
        for translation in translations {
            agreement::check(original, translation, settings, problems);
        }
    }
    let manuscript = |version: Written| {
        let manuscript = version.manuscript;
        (manuscript.language.clone(), Arc::new(manuscript))
    };
    Work { manuscripts: versions.into_iter().map(manuscript).collect() }
}

/// Gives drafts without a date the newest date of the others, because no clock is read.
pub(super) fn date_drafts(works: &mut BTreeMap<(Form, EcoString), Work>, problems: &mut Problems) {
    let texts = works.values().flat_map(|work| work.manuscripts.values());
    let newest = texts.map(|text| text.updated.map_or(text.date, |day| day.max(text.date))).max();
    let undated = works.values_mut().flat_map(|work| work.manuscripts.values_mut());
    let is_undated = |text: &&mut Arc<Manuscript>| {
        text.life.status == WritingStatus::Draft && text.date == Date::default()
    };
    for text in undated.filter(is_undated) {
        let Some(newest) = newest.filter(|day| *day != Date::default()) else {
            let message = "no text of the publication has a date";
            problems.push(
                Diagnostic::error(Code::MissingKey, Span::start_of(text.file), message)
                    .with_hint("add `date: YYYY-MM-DD` to its front matter"),
            );
            continue;
        };
        Arc::make_mut(text).date = newest;
    }
}

/// Records who approved the texts that wait for their time.
pub(super) fn approve(
    works: &mut BTreeMap<(Form, EcoString), Work>,
    files: &Files,
    problems: &mut Problems,
) {
    let approvals = life::read_approvals(files, problems);
    for manuscript in works.values_mut().flat_map(|work| work.manuscripts.values_mut()) {
        if manuscript.life.status == WritingStatus::Approved {
            let place = Span::start_of(manuscript.file);
            let found = life::approved_by(place, files, &approvals, problems);
            Arc::make_mut(manuscript).life.approved_by = found;
        }
    }
    for Approval { text, .. } in &approvals {
        if files.find(&text.value).is_none() {
            let message = format!("there is no text `{}`", text.value);
            problems.push(
                Diagnostic::error(Code::BadValue, text.span, message)
                    .with_hint("delete the line, or write the path that the text has now"),
            );
        }
    }
}

/// Reports a file such as `finance.fr.md` of a publication that has no French.
pub(super) fn undeclared_language(
    file: FileId,
    stem: &str,
    settings: &Settings,
) -> Option<Diagnostic> {
    let (name, tag) = stem.rsplit_once('.')?;
    if settings.language(tag).is_some() {
        return None;
    }
    let message = format!("the publication has no language `{tag}`");
    let declared = did_you_mean(tag, settings.tags());
    let hint = declared.unwrap_or_else(|| {
        format!(
            "add `{tag}` to `languages:` in `quipu.yaml`, or rename the file to `{}.md`",
            name.replace('.', "-")
        )
    });
    Some(Diagnostic::error(Code::BadLanguage, Span::start_of(file), message).with_hint(hint))
}

/// Splits `finance.es-419` into the id and the language; the first language needs no tag.
pub(super) fn split_language<'a>(
    stem: &'a str,
    settings: &'a Settings,
) -> (&'a str, &'a crate::language::Language) {
    let tagged = stem.rsplit_once('.');
    let tagged = tagged.and_then(|(id, tag)| settings.language(tag).map(|language| (id, language)));
    tagged.unwrap_or((stem, &settings.languages[0]))
}
