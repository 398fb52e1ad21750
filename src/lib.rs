//! Quipu turns YAML data and Markdown briefs into a policy website and print-grade PDFs,
//! one edition for each audience and language, with every figure traceable to its cell and source.
//!
//! ```text
//! files ──load──> Publication ──plan──> [Edition] ──bind──> Document ──render──> files ──commit──> public/
//! ```
//!
//! Each stage has a module that says what goes in, what comes out and what holds
//! then; `docs/architecture.md` walks through them. The library prints nothing and
//! reads no clock: what a build depends on stands in [`Options`].
//!
//! Start reading at [`build()`].

pub mod audience;
pub mod audit;
pub mod bind;
pub mod bound;
mod build;
pub mod catalogue;
pub mod chart;
pub mod cite;
pub mod commit;
pub mod data;
pub mod date;
pub mod diagnostic;
pub mod entity;
pub mod explain;
pub mod export;
pub mod files;
pub mod glossary;
pub mod import;
pub mod language;
pub mod localized;
pub mod manuscript;
pub mod markup;
pub mod office;
pub mod picture;
pub mod plan;
mod proof;
pub mod publication;
pub mod register;
pub mod render;
pub mod scaffold;
pub mod schema;
pub mod settings;
pub mod sheet;
pub mod sources;
pub mod span;
pub mod stray;
pub mod table;
pub mod theme;
pub mod trace;
pub mod translation;
pub mod tree;
pub mod waiver;
pub mod yaml;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::build::{Build, Sink};
pub use crate::build::{EditionFigures, Made, Pdfs};
use crate::commit::{Changes, CommitError, Stage};
pub use crate::data::vintage::Stale;
use crate::diagnostic::{Diagnostic, Problems};
use crate::explain::{Explain, Explanation};
use crate::files::Files;
pub use crate::plan::Drafts;
use crate::proof::Guard;
use crate::publication::Publication;

/// What a build depends on beside the files of the publication.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder that holds `quipu.yaml`.
    pub root: PathBuf,
    /// Whether files are written, and where.
    pub output: Output,
    /// The address of the site's root, in place of the publication's own.
    pub base_url: Option<String>,
    /// Whether drafts are built.
    pub drafts: Drafts,
    /// Whether PDFs are made.
    pub pdfs: Pdfs,
    /// Whether the build says what it changed.
    pub explain: Explain,
    /// The day that counts as today, in place of the newest day of the publication's texts.
    pub today: Option<Date>,
    /// What becomes of data that are past their review.
    pub stale: Stale,
}

/// Where a build writes.
#[derive(Debug, Clone)]
pub enum Output {
    /// Into this folder.
    Folder(PathBuf),
    /// Nowhere: everything is made and checked.
    Nowhere,
}

/// A finished build.
#[derive(Debug)]
pub struct Built {
    /// What was made.
    pub made: Made,
    /// What changed in the output folder.
    pub changes: Changes,
    /// What moved for readers, if that was asked for; none if no build was before this one.
    pub explanation: Option<Explanation>,
    /// What somebody should look at.
    pub warnings: Vec<Diagnostic>,
    /// The texts that the warnings point into.
    pub files: Files,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum Failure {
    /// The input has mistakes; all that were found, in file order, and the texts that they are in.
    Refused(Vec<Diagnostic>, Files),
    /// The system refused.
    Io(PathBuf, std::io::Error),
}

/// Loads the publication in `root`, with the problems found so far.
///
/// # Errors
/// Returns the mistakes of a publication of which nothing can be made, or the first I/O error.
pub fn load(root: &Path) -> Result<(Publication, Problems), Failure> {
    let mut problems = Problems::default();
    let mut reading = files::read(root).map_err(|error| Failure::Io(root.to_owned(), error))?;
    theme::add_embedded(&mut reading);
    match publication::load(reading, &mut problems) {
        Ok(publication) => {
            theme::refuse_strays(&publication, &mut problems);
            Ok((publication, problems))
        }
        Err(unloadable) => Err(refused(problems, unloadable.files)),
    }
}

/// Refuses a publication, with what follows from other mistakes left out.
fn refused(problems: Problems, files: Files) -> Failure {
    Failure::Refused(diagnostic::sift(problems.into_sorted(), &files), files)
}

/// Compares the translations of a publication with their originals.
///
/// # Errors
/// Returns the mistakes of a publication of which nothing can be made, or the first I/O error.
pub fn translations(root: &Path) -> Result<(Vec<Diagnostic>, Files), Failure> {
    let (publication, mut problems) = load(root)?;
    translation::check(&publication, &mut problems);
    Ok((problems.into_sorted(), publication.files))
}

/// Records that translations are up to date: those at `paths`, or all if there are none.
///
/// # Errors
/// Returns paths that are no translations, other mistakes, or the first I/O error.
pub fn accept_translations(root: &Path, paths: &[String]) -> Result<(), Failure> {
    let (publication, mut problems) = load(root)?;
    let record = translation::accept(&publication, paths, &mut problems);
    if problems.has_errors() {
        return Err(refused(problems, publication.files));
    }
    let path = root.join(translation::PATH);
    commit::replace(&path, record.as_bytes()).map_err(|error| Failure::Io(path, error))
}

/// Looks for numbers that nobody can trace, sources that nothing cites and data that nothing uses.
///
/// # Errors
/// Returns the mistakes for which the publication cannot be built, or the first I/O error.
pub fn audit(root: &Path) -> Result<(audit::Audit, Files), Failure> {
    let (publication, mut problems) = load(root)?;
    let plan = plan::plan(&publication, Drafts::Shown, &mut problems);
    let voices = bound::Voices::new(&publication, &mut problems);
    audit::check_words(&publication, &voices, &mut problems);
    let editions = voices.bind(&plan, &publication, &mut problems);
    let documents: Vec<_> = editions.iter().map(|(_, document)| document).collect();
    let audit = audit::audit(&publication, &voices, &documents);
    drop(plan);
    if problems.has_errors() {
        return Err(refused(problems, publication.files));
    }
    Ok((audit, publication.files))
}

/// Finds where cells are used, or what a printed number rests on.
///
/// # Errors
/// Returns a query that cannot be read, the mistakes for which the publication cannot be built,
/// or the first I/O error.
pub fn trace(root: &Path, query: &str) -> Result<(trace::Trace, Files), Failure> {
    let (mut publication, mut problems) = load(root)?;
    let query = problems.keep(trace::query(query, &mut publication));
    let plan = plan::plan(&publication, Drafts::Shown, &mut problems);
    let voices = bound::Voices::new(&publication, &mut problems);
    let editions = voices.bind(&plan, &publication, &mut problems);
    let found = query.map(|query| trace::trace(query, &publication, &editions));
    drop(editions);
    drop(plan);
    match found {
        Some(trace) if !problems.has_errors() => Ok((trace, publication.files)),
        _ => Err(refused(problems, publication.files)),
    }
}

/// Builds a publication: loads it, plans its editions, binds and renders them, and commits the files.
///
/// `progress` is told how many pages and PDFs are finished, and how many there will be.
///
/// # Errors
/// Returns all mistakes of the input, or the first I/O error. The output folder
/// is then as it was.
pub fn build(
    options: &Options,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Built, Failure> {
    let (publication, mut problems) = load(&options.root)?;
    publication.check_vintage(options.today, options.stale, &mut problems);
    let plan = plan::plan(&publication, options.drafts, &mut problems);
    let made = make(options, &publication, &plan, &mut problems, progress);
    drop(plan);
    match made {
        Err(CommitError::Io { path, error }) => Err(Failure::Io(path, error)),
        Err(CommitError::Refused(diagnostic)) => {
            Err(Failure::Refused(vec![diagnostic], publication.files))
        }
        Ok(None) => Err(refused(problems, publication.files)),
        Ok(Some((made, changes, explanation))) => {
            let files = publication.files;
            Ok(Built { made, changes, explanation, warnings: problems.into_sorted(), files })
        }
    }
}

/// Binds, renders and commits; returns nothing if the input has mistakes.
fn make(
    options: &Options,
    publication: &Publication,
    plan: &plan::Plan<'_>,
    problems: &mut Problems,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Option<(Made, Changes, Option<Explanation>)>, CommitError> {
    let sink = match &options.output {
        Output::Folder(folder) => Sink::Stage(Stage::open(folder, &files::folders(&options.root))?),
        Output::Nowhere => Sink::Nowhere,
    };
    // Proving costs time that a preview, a build of pages alone, would rather save.
    let guard = match (&options.output, options.pdfs) {
        (Output::Folder(_), Pdfs::Skipped) => Guard::idle(),
        _ => Guard::new(publication, plan),
    };
    let base_url = options.base_url.as_deref().map(settings::with_slash);
    let build = Build {
        publication,
        plan,
        base_url: base_url.as_deref().unwrap_or(&publication.settings.base_url),
        pdfs: options.pdfs,
        sink: &sink,
        claims: build::Claims::default(),
        guard: &guard,
        progress,
    };
    let made = build.run(problems)?;
    guard.report(problems);
    if problems.has_errors() {
        return Ok(None);
    }
    let Sink::Stage(stage) = sink else {
        return Ok(Some((made, Changes::default(), None)));
    };
    let explanation = match options.explain {
        Explain::Asked => explain::explain(&stage, plan, publication),
        Explain::Unasked => None,
    };
    Ok(Some((made, stage.publish()?, explanation)))
}
