//! Imports: each folder of `tests/import` has a project of another program, and the publication that it becomes.

use std::path::{Path, PathBuf};

use quipu::{Pdfs, Request, import};
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::case::{self, Texts};

/// Returns the folders of the projects.
pub(crate) fn projects() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut projects: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    projects.sort();
    projects
}

/// Imports a project, which tries the pages and PDFs, and compares what it becomes.
///
/// # Errors
/// Says what was refused, which texts do not build, or which files differ and how.
pub(crate) fn check(folder: &Path) -> Result<(), String> {
    let home = TempDir::new().unwrap();
    let to = home.path().join("publication");
    let project = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let from = project.filter(|path| path.file_name().is_some_and(|name| name != "expected")).min();
    let from = from.ok_or("there is no project")?;
    let today = jiff::civil::date(2026, 11, 20);
    let request = Request { from: &from, to: &to, today, pdfs: Pdfs::Made };
    let report = import(&request).map_err(|refusal| refusal.to_string())?;
    if !report.unbuilt.is_empty() {
        return Err(format!("texts that do not build: {:?}", report.unbuilt));
    }
    case::compare(&folder.join("expected"), &written(&to))
}

/// Reads the files that the import wrote; of pictures and other files only the names.
fn written(root: &Path) -> Texts {
    let mut texts = Texts::new();
    for entry in WalkDir::new(root).into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            let name =
                entry.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            let text = String::from_utf8(std::fs::read(entry.path()).unwrap());
            let is_copy = name.contains("/images/") || name.contains("/static/");
            let text = text.ok().filter(|_| !is_copy).unwrap_or_default();
            texts.insert(name, text);
        }
    }
    texts
}
