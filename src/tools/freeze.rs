//! `quipu release`: what is published now is frozen under a name, and stays readable at an address of its own.
//!
//! ```text
//! files ──> build, audit, confidential ──> what readers get ──> releases/NAME.yaml, releases/objects/
//! ```

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::base::diagnostic::{Code, Diagnostic, Place, Problems};
use crate::base::files::{self, Files, Reading};
use crate::base::span::Span;
use crate::engine::commit;
use crate::engine::inspect::projected;
use crate::engine::load::{Failure, refused};
use crate::engine::run::{BuildOptions, Output};
use crate::projection::{Drafts, Shelf};
use crate::publication::Publication;
use crate::publication::bundle;
use crate::publication::life;
use crate::publication::manuscript::Stage;
use crate::publication::release::{self, Release};
use crate::tools::release::preflight;
use crate::tree::Form;

/// Files of `content/` that say nothing to readers.
const FOR_EDITORS: [&str; 3] = ["content/audit.yaml", "content/translations.yaml", bundle::PATH];

/// The folders of texts, below `content/`.
const TEXTS: [&str; 4] = ["briefs/", "reports/", "pages/", "includes/"];

/// What stands in a release for a text that did not come out, and that another names.
const KEPT_BACK: &str =
    "---\ntitle: Not released\nfinding: Not released.\ndate: 2000-01-01\ndraft: true\n---\n";

/// The same for a report, which has a list of chapters.
const REPORT_KEPT_BACK: &str = "---\ntitle: Not released\nfinding: Not released.\ndate: 2000-01-01\ndraft: true\nbriefs: []\n---\n";

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
/// Refuses a name that is none or is taken, drafts, a publication that could not be published, one of whose approved
/// texts was changed since, and one whose files change meanwhile; returns the first I/O error.
pub fn freeze(
    options: &BuildOptions,
    name: &str,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Frozen, Failure> {
    if !release::is_name(name) {
        return Err(Failure::Refused(vec![bad_name(name)], Files::default()));
    }
    if options.drafts == Drafts::Shown {
        return Err(Failure::Refused(vec![with_drafts()], Files::default()));
    }
    let io = |error| Failure::Io(options.root.clone(), error);
    let read = || files::read(&options.root).map_err(io);
    let before = read()?;
    if before.texts.find(&release::manifest(name)).is_some() {
        return Err(Failure::Refused(vec![taken(name)], before.texts));
    }
    let options = BuildOptions { output: Output::Nowhere, ..options.clone() };
    let built = preflight(&options, progress)?;
    // What is frozen is what was examined.
    let reading = read()?;
    if let Some(path) = changed(&before, &reading) {
        return Err(Failure::Refused(vec![changed_meanwhile(&path)], reading.texts));
    }
    let (publication, mut problems) = options.load_read(reading)?;
    unapproved(&publication, &options, &mut problems);
    let shelves = projected(&publication, Drafts::Hidden, &mut problems);
    if problems.has_errors() {
        return Err(refused(problems, publication.files));
    }
    let contents = contents(&publication, &shelves, options.time.at);
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
fn contents<'p>(publication: &'p Publication, shelves: &[Shelf], at: Timestamp) -> Contents<'p> {
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
    let named = publication.named(&|text| text.stage == Stage::Published);
    for text in kept_back.into_iter().filter(|text| named.contains(text.id.as_str())) {
        let stub = if text.form == Form::Report { REPORT_KEPT_BACK } else { KEPT_BACK };
        contents.insert(&files.get(text.file).path, Cow::Borrowed(stub.as_bytes()));
    }
    let held: Vec<_> = publication.held_data(at).map(|(_, name)| &name.value).collect();
    if !held.is_empty() {
        contents.insert(bundle::PATH, Cow::Owned(bundle::held_for_ever(&held).into_bytes()));
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

/// Reports texts that are missing from the release because someone changed them after they were approved.
fn unapproved(publication: &Publication, options: &BuildOptions, problems: &mut Problems) {
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

/// Returns the first file that is not as it was when it was examined.
fn changed(examined: &Reading, found: &Reading) -> Option<String> {
    let [examined, found] = [examined, found].map(Reading::hashes);
    let mut paths = examined.keys().chain(found.keys());
    paths.find(|path| examined.get(*path) != found.get(*path)).cloned()
}

fn changed_meanwhile(path: &str) -> Diagnostic {
    let message = "the file was changed while the publication was examined";
    Diagnostic::error_at_path(Code::BadRelease, path, message)
        .with_hint("run `quipu release` again, and change nothing until it is done")
}

fn with_drafts() -> Diagnostic {
    let message = "drafts cannot be released";
    Diagnostic::error_at_path(Code::BadRelease, "releases", message)
        .with_hint("run `quipu release` without `--drafts`: drafts are left out of it")
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
