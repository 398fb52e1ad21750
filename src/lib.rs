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
//! Start reading at [`build`].

pub mod audience;
pub mod bind;
mod build;
pub mod cite;
pub mod commit;
pub mod data;
pub mod date;
pub mod diagnostic;
pub mod entity;
pub mod files;
pub mod language;
pub mod localized;
pub mod manuscript;
pub mod markup;
pub mod plan;
pub mod publication;
pub mod render;
pub mod settings;
pub mod sources;
pub mod span;
pub mod theme;
pub mod tree;
pub mod yaml;

use std::path::PathBuf;

use crate::build::{Build, Sink};
pub use crate::build::{Pdfs, Totals};
use crate::commit::{Changes, CommitError, Stage};
use crate::diagnostic::{Diagnostic, Problems};
use crate::files::Files;
pub use crate::plan::Drafts;

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
    pub totals: Totals,
    /// What changed in the output folder.
    pub changes: Changes,
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

/// Builds a publication: loads it, plans its editions, binds and renders them, and commits the files.
///
/// `progress` is told how many editions are finished, and how many there are.
///
/// # Errors
/// Returns all mistakes of the input, or the first I/O error. The output folder
/// is then as it was.
pub fn build(
    options: &Options,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Built, Failure> {
    let mut problems = Problems::default();
    let mut reading =
        files::read(&options.root).map_err(|error| Failure::Io(options.root.clone(), error))?;
    theme::add_embedded(&mut reading);
    let publication = match publication::load(reading, &mut problems) {
        Ok(publication) => publication,
        Err(unloadable) => return Err(Failure::Refused(problems.into_sorted(), unloadable.files)),
    };
    let plan = plan::plan(&publication, options.drafts, &mut problems);
    let made = make(options, &publication, &plan, &mut problems, progress);
    drop(plan);
    let diagnostics = problems.into_sorted();
    match made {
        Err(CommitError::Io { path, error }) => Err(Failure::Io(path, error)),
        Err(CommitError::Refused(diagnostic)) => {
            Err(Failure::Refused(vec![diagnostic], publication.files))
        }
        Ok(None) => Err(Failure::Refused(diagnostics, publication.files)),
        Ok(Some((totals, changes))) => {
            Ok(Built { totals, changes, warnings: diagnostics, files: publication.files })
        }
    }
}

/// Binds, renders and commits; returns nothing if the input has mistakes.
fn make(
    options: &Options,
    publication: &publication::Publication,
    plan: &plan::Plan<'_>,
    problems: &mut Problems,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Option<(Totals, Changes)>, CommitError> {
    let sink = match &options.output {
        Output::Folder(folder) => Sink::Stage(Stage::open(folder)?),
        Output::Nowhere => Sink::Nowhere,
    };
    let done = std::sync::atomic::AtomicUsize::new(0);
    let base_url = options.base_url.as_deref().map(settings::with_slash);
    let build = Build {
        publication,
        plan,
        base_url: base_url.as_deref().unwrap_or(&publication.settings.base_url),
        pdfs: options.pdfs,
        sink: &sink,
        progress: &|| {
            let finished = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
            progress(finished, plan.editions.len());
        },
    };
    let totals = build.run(problems)?;
    if problems.has_errors() {
        return Ok(None);
    }
    let changes = match sink {
        Sink::Stage(stage) => stage.publish()?,
        Sink::Nowhere => Changes::default(),
    };
    Ok(Some((totals, changes)))
}
