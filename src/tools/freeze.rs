//! `quipu release`: what is published now is frozen under a name, and stays readable at an address of its own.
//!
//! ```text
//! files ──> build, audit, confidential ──> what readers get ──> releases/NAME.yaml, releases/objects/
//! ```

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::base::diagnostic::{Code, Diagnostic, Place, Problems};
use crate::base::files::{self, Files};
use crate::base::span::Span;
use crate::engine::commit;
use crate::engine::inspect::projected;
use crate::engine::load::{Failure, load_reading, refused};
use crate::engine::run::{Options, Output};
use crate::projection::{Drafts, Shelf};
use crate::publication::Publication;
use crate::publication::life;
use crate::publication::manuscript::{Manuscript, Stage};
use crate::publication::release::{self, Release};
use crate::tools::release::preflight;
use crate::tree::Form;

/// Files of `content/` that say nothing to readers.
const FOR_EDITORS: [&str; 2] = ["content/audit.yaml", "content/translations.yaml"];

/// The folders of texts, below `content/`.
const TEXTS: [&str; 4] = ["briefs/", "reports/", "pages/", "includes/"];

/// What stands in a release for a text that did not come out, and that a list names.
const KEPT_BACK: &str =
    "---\ntitle: Not released\nfinding: Not released.\ndate: 2000-01-01\ndraft: true\n---\n";

/// The folder of pictures.
const PICTURES: &str = "content/images/";

/// A release that was made.
#[derive(Debug)]
pub struct Frozen {
    /// The release.
    pub release: Release,
    /// How many of its files no earlier release had.
    pub new: usize,
    /// What someone should look at.
    pub warnings: Vec<Diagnostic>,
    /// The texts that the warnings point into.
    pub files: Files,
}

/// Freezes what the publication shows its readers now as the release `name`.
///
/// # Errors
/// Refuses a name that is none or is taken, a publication that could not be published, and one of whose approved texts
/// was changed since; returns the first I/O error.
pub fn freeze(
    options: &Options,
    name: &str,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Frozen, Failure> {
    if !release::is_name(name) {
        return Err(Failure::Refused(vec![bad_name(name)], Files::default()));
    }
    let reading = files::read(&options.root);
    let reading = reading.map_err(|error| Failure::Io(options.root.clone(), error))?;
    if reading.texts.find(&release::manifest(name)).is_some() {
        return Err(Failure::Refused(vec![taken(name)], reading.texts));
    }
    let options = Options { output: Output::Nowhere, drafts: Drafts::Hidden, ..options.clone() };
    let built = preflight(&options, progress)?;
    let (mut publication, mut problems) = load_reading(reading)?;
    publication.settle(options.time);
    unapproved(&publication, &options, &mut problems);
    let shelves = projected(&publication, Drafts::Hidden, &mut problems);
    if problems.has_errors() {
        return Err(refused(problems, publication.files));
    }
    let contents = contents(&publication, &shelves);
    let hashed: BTreeMap<_, _> = contents
        .iter()
        .map(|(path, bytes)| ((*path).to_owned(), blake3::hash(bytes).to_hex().to_string()))
        .collect();
    let release = Release { name: name.into(), released: second(options.time.now), files: hashed };
    let by_hash = release
        .files
        .iter()
        .filter_map(|(path, hash)| Some((hash.as_str(), &**contents.get(path.as_str())?)));
    let new = commit::freeze(&options.root, &release, &by_hash.collect());
    let new = new.map_err(|error| Failure::of(error, Files::default()))?;
    Ok(Frozen { release, new, warnings: built.warnings, files: built.files })
}

/// Returns a moment without the parts of its second.
fn second(moment: Timestamp) -> Timestamp {
    Timestamp::from_second(moment.as_second()).unwrap_or(moment)
}

/// The files of a release, by their paths.
type Contents<'p> = BTreeMap<&'p str, Cow<'p, [u8]>>;

/// Returns the files that make what readers get.
fn contents<'p>(publication: &'p Publication, shelves: &[Shelf]) -> Contents<'p> {
    let files = &publication.files;
    let is_written = |form| !matches!(form, Form::Register | Form::Entry);
    let texts = publication.works.values().flat_map(|work| work.manuscripts.values());
    let (out, kept_back): (Vec<_>, Vec<_>) =
        texts.filter(|text| is_written(text.form)).partition(|text| text.stage == Stage::Published);
    let manuscripts: BTreeSet<_> = out
        .iter()
        .flat_map(|text| text.included.iter().copied().chain([text.file]))
        .map(|file| &*files.get(file).path)
        .collect();
    let is_shown = |path: &str| {
        let mut projections = shelves.iter().flat_map(|shelf| &shelf.projections);
        projections.any(|it| it.assets.contains_key(path) || it.files.find(path).is_some())
    };
    let is_frozen = |path: &str| {
        let is_text = path
            .strip_prefix("content/")
            .is_some_and(|below| TEXTS.iter().any(|folder| below.starts_with(folder)));
        let is_ours = path == "quipu.yaml" || path.starts_with("content/");
        is_ours
            && !FOR_EDITORS.contains(&path)
            && (!is_text || manuscripts.contains(path))
            && (!path.starts_with(PICTURES) || is_shown(path))
    };
    let texts = files.below("").map(|(_, file)| (&*file.path, file.text.as_bytes()));
    let assets = publication.assets.iter().map(|(path, bytes)| (path.as_str(), &**bytes));
    let frozen = texts.chain(assets).filter(|(path, _)| is_frozen(path));
    let mut contents: Contents<'_> =
        frozen.map(|(path, bytes)| (path, Cow::Borrowed(bytes))).collect();
    let listed = listed(publication, &out);
    for text in kept_back.into_iter().filter(|text| listed.contains(text.id.as_str())) {
        contents.insert(&files.get(text.file).path, Cow::Borrowed(KEPT_BACK.as_bytes()));
    }
    // What was signed is a part of the release if it came out.
    let signed = life::read_approvals(files, &mut Problems::default());
    let signed: Vec<_> =
        signed.into_iter().filter(|it| manuscripts.contains(&*it.text.value)).collect();
    contents.remove(life::APPROVALS);
    if !signed.is_empty() {
        let file = life::approvals_file(&signed).into_bytes();
        contents.insert(life::APPROVALS, Cow::Owned(file));
    }
    contents
}

/// Returns the ids of the texts that lists name: of chapters, and of reports.
fn listed<'p>(publication: &'p Publication, out: &[&'p Arc<Manuscript>]) -> BTreeSet<&'p str> {
    let chapters = out.iter().copied().flat_map(|text| &text.briefs);
    let reports = publication.settings.reports.iter();
    let chosen =
        publication.audiences.iter().flat_map(|audience| audience.reports.iter().flatten());
    chapters.chain(reports).chain(chosen).map(|id| id.value.as_str()).collect()
}

/// Reports texts that are missing from the release because someone changed them after they were approved.
fn unapproved(publication: &Publication, options: &Options, problems: &mut Problems) {
    let texts = publication.works.values().flat_map(|work| work.manuscripts.values());
    let waits = |text: &Span| {
        texts.clone().any(|manuscript| {
            let time = manuscript.life.publish_at.as_ref();
            let is_later = time.is_some_and(|time| time.timestamp() > options.time.now);
            manuscript.file == text.file && is_later
        })
    };
    let lapsed: Vec<_> = problems
        .iter()
        .filter(|problem| problem.code == Code::Unapproved)
        .filter_map(|problem| match problem.place {
            Place::Text(span) => Some((span, problem.clone())),
            Place::Path(_) => None,
        })
        .filter(|(span, _)| !waits(span))
        .collect();
    for (span, problem) in lapsed {
        let message = format!("{}, so the release would lack it", problem.message);
        let mut error = Diagnostic::error(Code::Unapproved, span, message);
        error.hints = problem.hints;
        problems.push(error);
    }
}

fn bad_name(name: &str) -> Diagnostic {
    let message = format!("`{name}` cannot be the name of a release");
    Diagnostic::error_at_path(Code::BadRelease, "releases", message).with_hint(
        "use letters, digits, `-`, `_` and `.`, such as `2026-11`: it becomes a part of addresses",
    )
}

fn taken(name: &str) -> Diagnostic {
    let message = format!("there is already a release `{name}`");
    Diagnostic::error_at_path(Code::BadRelease, release::manifest(name), message)
        .with_hint("choose another name: what was released is never changed")
}
