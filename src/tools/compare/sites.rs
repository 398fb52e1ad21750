//! The sites that are compared: in a folder, or made in memory.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use walkdir::WalkDir;

use super::{HEAD, PAGE, Site, TEXT, is_compared, is_earlier};
use crate::base::diagnostic::Problems;
use crate::base::files::{Bytes, Files};
use crate::engine::load::{Failure, refused};
use crate::engine::proof::Secrets;
use crate::engine::run::{BuildOptions, Run, build, finish, make_all};
use crate::engine::session::Presentations;
use crate::engine::store::Store;
use crate::engine::{Preparations, earlier};
use crate::projection::{self, Drafts};
use crate::publication::{Publication, release};

/// Makes what is compared of the site of the publication as it is now; `options` are those of a build into memory,
/// without PDFs.
///
/// # Errors
/// Returns the mistakes for which it cannot be built.
pub fn made(options: &BuildOptions) -> Result<Site, Failure> {
    Ok(compared(build(options, &|_, _| ())?.files_in_memory))
}

/// Returns what is compared of the files of a site.
fn compared(files: BTreeMap<String, Bytes>) -> Site {
    let name_of = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let is_wanted = |path: &str| !is_earlier(path) && is_compared(&name_of(path));
    let files = files.into_iter().filter(|(path, _)| is_wanted(path));
    files.map(|(path, bytes)| (path, bytes.to_vec())).collect()
}

/// Makes what is compared of the site of a release, as its readers got it; `options` are those of [`made`].
///
/// # Errors
/// Returns a name that no release has, or the mistakes for which it cannot be built.
pub fn released(options: &BuildOptions, name: &str, today: &Publication) -> Result<Site, Failure> {
    let failed = |problems| refused(problems, today.files.clone());
    let mut problems = Problems::default();
    let release = match earlier::as_it_was(&options.root, name, today, &mut problems) {
        Ok(Some(release)) => release,
        Ok(None) => return Err(failed(problems)),
        Err(unknown) => return Err(Failure::Refused(vec![unknown], today.files.clone())),
    };
    let shelves = projection::project(&release, Drafts::Hidden);
    let secrets = Secrets::new(&release, Drafts::Hidden);
    let prepared = (Presentations::default(), Preparations::default());
    let unused = Store::unused();
    let run = Run::of(options, &secrets, &unused, &prepared);
    match make_all(run, &shelves, &mut problems) {
        Ok(Some(outputs)) => {
            Ok(compared(finish(outputs, Vec::new(), Files::default())?.files_in_memory))
        }
        Ok(None) => Err(failed(problems)),
        Err(error) => Err(Failure::of(error, today.files.clone())),
    }
}

/// Whether `name` is that of a release of the publication at `root`, and no folder.
pub fn is_release(root: &Path, name: &str) -> bool {
    !Path::new(name).is_dir()
        && release::is_name(name)
        && root.join(release::manifest(name)).is_file()
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
