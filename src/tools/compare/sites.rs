//! The sites that are compared: in a folder, or made in memory.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use walkdir::WalkDir;

use super::{HEAD, PAGE, Site, TEXT, is_compared, is_earlier};
use crate::base::diagnostic::Problems;
use crate::base::files::{Bytes, Files};
use crate::engine::load::{Failure, load, refused};
use crate::engine::proof::Secrets;
use crate::engine::run::{Options, Output, Run, build, finish, make_all};
use crate::engine::session::Presentations;
use crate::engine::store::Store;
use crate::engine::{Pdfs, Preparations, earlier};
use crate::projection::{self, Drafts};

/// Makes what is compared of the site of a release, or of the publication as it is now, without a name.
///
/// # Errors
/// Returns a name that no release has, or the mistakes for which it cannot be built.
pub fn made(options: &Options, name: Option<&str>) -> Result<Site, Failure> {
    let options = Options { output: Output::Memory, pdfs: Pdfs::Skipped, ..options.clone() };
    let files = match name {
        Some(name) => released(&options, name)?,
        None => build(&options, &|_, _| ())?.files_in_memory,
    };
    let name_of = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let is_wanted = |path: &str| !is_earlier(path) && is_compared(&name_of(path));
    let files = files.into_iter().filter(|(path, _)| is_wanted(path));
    Ok(files.map(|(path, bytes)| (path, bytes.to_vec())).collect())
}

/// Makes the pages of a release as its readers got them.
fn released(options: &Options, name: &str) -> Result<BTreeMap<String, Bytes>, Failure> {
    let (today, _) = load(&options.root)?;
    let mut problems = Problems::default();
    let release = match earlier::as_it_was(&options.root, name, &today, &mut problems) {
        Ok(Some(release)) => release,
        Ok(None) => return Err(refused(problems, today.files)),
        Err(unknown) => return Err(Failure::Refused(vec![unknown], today.files)),
    };
    let shelves = projection::project(&release, Drafts::Hidden);
    let secrets = Secrets::new(&release, Drafts::Hidden);
    let prepared = (Presentations::default(), Preparations::default());
    let unused = Store::unused();
    let run = Run::of(options, (&secrets, &unused), &prepared, &|_, _| ());
    match make_all(run, &shelves, &mut problems) {
        Ok(Some(outputs)) => Ok(finish(outputs, Vec::new(), Files::default())?.files_in_memory),
        Ok(None) => Err(refused(problems, today.files)),
        Err(error) => Err(Failure::of(error, today.files)),
    }
}

/// Reads the files of a site in a folder that are compared.
///
/// # Errors
/// Returns a folder that holds no site, or the first that cannot be read.
#[expect(clippy::disallowed_methods, reason = "these are files of a site, not of a publication")]
pub fn read(folder: &Path) -> io::Result<Site> {
    let mut site = Site::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy();
        if !entry.file_type().is_file() || !is_compared(&name) {
            continue;
        }
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts = below.components().map(|part| part.as_os_str().to_string_lossy());
        let path = parts.collect::<Vec<_>>().join("/");
        if is_earlier(&path) {
            continue;
        }
        let mut bytes = std::fs::read(entry.path())?;
        if name == PAGE {
            bytes.truncate(HEAD);
        }
        site.insert(path, bytes);
    }
    if !site.keys().any(|path| path.ends_with(TEXT)) {
        let message = "it has no page with an `index.md`; name the folder of a built site";
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    Ok(site)
}
