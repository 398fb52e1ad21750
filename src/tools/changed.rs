//! `quipu check --changed REV`: what is wrong now and was not at a revision of the git repository.
//!
//! ```text
//! files ───────────────> problems ──┐
//! files at the revision ─> problems ┴──> those that are new
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::publish::{PublishError, run, text};
use crate::base::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::base::files::Files;
use crate::engine::load::Failure;
use crate::engine::run::{BuildOptions, Output, build};
use crate::engine::store::Results;

/// What a change brought.
#[derive(Debug)]
pub struct Brought {
    /// The problems that were not there before, in the order of the files.
    pub new: Vec<Diagnostic>,
    /// How many there were before and are still there.
    pub old: usize,
    /// The texts that the problems point into.
    pub files: Files,
}

impl Brought {
    /// Whether any of them stops a build.
    pub fn has_errors(&self) -> bool {
        self.new.iter().any(|problem| problem.severity == Severity::Error)
    }
}

/// Why the effect of a change cannot be determined.
#[derive(Debug)]
pub enum NotKnown {
    /// The repository refused.
    Git(PublishError),
    /// The system refused.
    Build(Failure),
}

/// Checks the publication that `options` name, and what it was at `revision`. Nothing is written but
/// results for later builds.
///
/// # Errors
/// Says why the revision cannot be read, or what the system refused.
pub fn changed(
    options: &BuildOptions,
    revision: &str,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Brought, NotKnown> {
    let options = BuildOptions { output: Output::Nowhere, ..options.clone() };
    let (folder, before) = at(&options.root, revision).map_err(NotKnown::Git)?;
    let results = match options.results {
        Results::Kept => Results::KeptFor(options.root.clone()),
        Results::KeptFor(_) | Results::Fresh => options.results.clone(),
    };
    let (old, old_files) =
        problems(&BuildOptions { root: before, results, ..options.clone() }, progress)?;
    drop(folder);
    let (new, files) = problems(&options, progress)?;
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for problem in &old {
        *known.entry(name(problem, &old_files)).or_default() += 1;
    }
    let all = new.len();
    let is_new = |problem: &Diagnostic| {
        let Some(count) = known.get_mut(&name(problem, &files)) else { return true };
        let is_new = *count == 0;
        *count = count.saturating_sub(1);
        is_new
    };
    let new: Vec<_> = new.into_iter().filter(is_new).collect();
    Ok(Brought { old: all - new.len(), new, files })
}

/// Returns all that is wrong with a publication, with its texts.
fn problems(
    options: &BuildOptions,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<(Vec<Diagnostic>, Files), NotKnown> {
    match build(options, progress) {
        Ok(built) => Ok((built.warnings, built.files)),
        Err(Failure::Refused(found, files)) => Ok((found, files)),
        Err(failure @ Failure::Io(..)) => Err(NotKnown::Build(failure)),
    }
}

/// Returns what identifies a problem when lines have moved: its kind, file, message and text.
fn name(problem: &Diagnostic, files: &Files) -> (Code, String, String, String) {
    let (path, text) = match &problem.place {
        Place::Text(span) => (files.get(span.file).path.to_string(), files.text(*span).to_owned()),
        Place::Path(path) => (path.clone(), String::new()),
    };
    (problem.code, path, problem.message.clone(), text)
}

/// Writes the publication as it was at a revision into a folder for the time of the comparison; returns
/// both.
fn at(root: &Path, revision: &str) -> Result<(TempDir, PathBuf), PublishError> {
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(root).args(arguments);
        command
    };
    let commit = format!("{revision}^{{commit}}");
    let commit = text(&mut git(&["rev-parse", "--verify", "--end-of-options", &commit]))
        .map_err(|error| unknown(revision, &error))?;
    let prefix = text(&mut git(&["rev-parse", "--show-prefix"]))?;
    let folder = TempDir::new().map_err(|error| PublishError::io(root, &error))?;
    // A separate index, so that the user's stays as it is.
    let index = folder.path().join("index");
    let tree = folder.path().join("tree");
    let at = format!("--prefix={}/", tree.display());
    for arguments in [&["read-tree", commit.as_str()][..], &["checkout-index", "--all", &at]] {
        run(git(arguments).env("GIT_INDEX_FILE", &index), &[])?;
    }
    let before = tree.join(prefix);
    Ok((folder, before))
}

fn unknown(revision: &str, error: &PublishError) -> PublishError {
    PublishError::new(format!("`{revision}` cannot be compared with ({})", error.message))
        .with_hint("name a branch, a tag or a commit of this repository: `--changed origin/main`; CI fetches them with `fetch-depth: 0`")
}
