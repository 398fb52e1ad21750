//! Folders that no build writes to, and why.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use super::{CommitError, MANIFEST, at, key, read_manifest};
use crate::base::diagnostic::{Code, Diagnostic};

/// Refuses a folder in which there is anything that a build did not put there.
pub(super) fn refuse_foreign(target: &Path) -> Result<(), CommitError> {
    if !target.exists() {
        return Ok(());
    }
    if !target.is_dir() {
        return Err(CommitError::Refused(no_folder(target)));
    }
    let known = read_manifest(target).map(|manifest| manifest.files).unwrap_or_default();
    let is_ours = |name: &String| name == MANIFEST || known.contains_key(&key(name));
    match names(target)?.into_iter().find(|name| !is_ours(name)) {
        Some(name) => Err(CommitError::Refused(foreign(target, &name))),
        None => Ok(()),
    }
}

/// Returns why a file, or what stands for a device, is no output.
fn no_folder(target: &Path) -> Diagnostic {
    let path = target.display();
    let message = format!("`{path}` is not a folder, and a site is one");
    Diagnostic::error_at_path(Code::ForeignOutput, path.to_string(), message)
        .with_hint("name a folder with `--out`, such as `--out public`, or move the file away")
}

/// Returns the paths of all files below `target`; if it is a file itself, one that is empty.
pub(super) fn names(target: &Path) -> Result<Vec<String>, CommitError> {
    let mut names = Vec::new();
    for entry in WalkDir::new(target).sort_by_file_name() {
        let entry = entry.map_err(|error| at(target, error.into()))?;
        let below = entry.path().strip_prefix(target).unwrap_or(entry.path());
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        if !entry.file_type().is_dir() {
            names.push(parts.join("/"));
        }
    }
    Ok(names)
}

/// Returns why a folder among the sources is no output.
pub(super) fn among_sources(target: &Path) -> Diagnostic {
    let path = target.display();
    let message = format!("`{path}` lies in a source folder of the publication");
    Diagnostic::error_at_path(Code::ForeignOutput, path.to_string(), message)
        .with_hint("name another folder with `--out`, such as `--out public`")
}

/// Returns why a folder with the sources in it is no output.
pub(super) fn around_sources(target: &Path) -> Diagnostic {
    let path = target.display();
    let message = format!("`{path}` holds the publication itself, which a build would replace");
    Diagnostic::error_at_path(Code::ForeignOutput, path.to_string(), message)
        .with_hint("name a folder of its own with `--out`, such as `--out public`")
}

/// Returns why a link is no output.
pub(super) fn linked(target: &Path) -> Diagnostic {
    let path = target.display();
    let message = format!("`{path}` is a symbolic link, which a build would replace");
    let leads = fs::read_link(target).unwrap_or_default();
    Diagnostic::error_at_path(Code::ForeignOutput, path.to_string(), message)
        .with_hint(format!("name the folder that it leads to: `--out {}`", leads.display()))
}

/// Returns why a folder with a file of others is no output.
fn foreign(target: &Path, name: &str) -> Diagnostic {
    let path = target.display();
    let message = format!("`{path}` contains `{name}`, which no build of this publication made");
    Diagnostic::error_at_path(Code::ForeignOutput, path.to_string(), message)
        .with_hint("name another folder with `--out`, or move the file away; files of the site belong in `content/static/`")
}
