//! The commands `quipu translations …`, from the folder of a publication to what they answer.

use std::path::Path;

use crate::base::diagnostic::Diagnostic;
use crate::base::files::{self, Files};
use crate::engine::commit;
use crate::engine::load::{Failure, load_all, refused};
use crate::tools::{review, translation};

/// Compares the translations of a publication with their originals.
///
/// # Errors
/// Returns the mistakes of a publication of which nothing can be made, or the first I/O error.
pub fn translations(root: &Path) -> Result<(Vec<Diagnostic>, Files), Failure> {
    let (publication, mut problems) = load_all(root)?;
    translation::check(&publication, &mut problems);
    Ok((problems.into_sorted(), publication.files))
}

/// Records that translations are up to date: those at `paths`, or all if there are none.
///
/// # Errors
/// Returns paths that are no translations, other mistakes, or the first I/O error.
pub fn accept_translations(root: &Path, paths: &[String]) -> Result<(), Failure> {
    let (publication, mut problems) = load_all(root)?;
    let record = translation::accept(&publication, paths, &mut problems);
    if problems.has_errors() {
        return Err(refused(problems, publication.files));
    }
    let path = root.join(translation::PATH);
    commit::replace(&path, record.as_bytes()).map_err(|error| Failure::Io(path, error))
}

/// Makes the files for translators, one for each language besides the first, or for one language; with what only a
/// restricted audience reads, if it is named.
///
/// # Errors
/// Returns a language that the publication does not have, the mistakes of a publication of which
/// nothing can be made, or the first I/O error.
pub fn export_translations(
    root: &Path,
    (language, audience): (Option<&str>, Option<&str>),
    format: translation::Format,
) -> Result<Vec<(String, files::Bytes)>, Failure> {
    let (publication, mut problems) = load_all(root)?;
    let made = translation::export(&publication, (language, audience), format, &mut problems);
    if problems.has_errors() {
        return Err(refused(problems, publication.files));
    }
    Ok(made)
}

/// Takes back what translators made, as the new texts of files, by their paths.
///
/// # Errors
/// Returns files that are none of ours, the mistakes of a publication of which nothing can be made,
/// or the first I/O error.
pub fn import_translations(root: &Path, copies: &[review::Copy]) -> Result<Taken, Failure> {
    let (publication, mut problems) = load_all(root)?;
    let answers = translation::answers(copies, &mut problems);
    if problems.has_errors() {
        return Err(refused(problems, publication.files));
    }
    let written = translation::take(&publication, &answers, &mut problems);
    Ok(Taken { written, warnings: problems.into_sorted(), files: publication.files })
}

/// What translators sent back.
#[derive(Debug)]
pub struct Taken {
    /// The files that change, by their paths, with their new texts.
    pub written: std::collections::BTreeMap<String, String>,
    /// What could not be taken.
    pub warnings: Vec<Diagnostic>,
    /// The texts that the warnings point into.
    pub files: Files,
}
