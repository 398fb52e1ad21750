//! Writing a release: what its files hold, then its manifest, which makes it one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{CommitError, Lock, at};
use crate::base::platform;
use crate::publication::release::{FOLDER, OBJECTS, Release, manifest, object};

/// What the names of unfinished files begin with.
const UNFINISHED: &str = ".unfinished-";

/// Adds a release to the publication in `root`. `contents` are the bytes of its files by their hashes.
/// What no release needs, as killed processes leave it, is removed.
///
/// # Errors
/// Returns a name that is taken, another process that makes a release, or what the system refused. There is then no
/// such release, and nothing of it.
pub(crate) fn freeze(
    root: &Path,
    release: &Release,
    contents: &BTreeMap<&str, &[u8]>,
) -> Result<usize, CommitError> {
    let objects = root.join(OBJECTS);
    fs::create_dir_all(&objects).map_err(|error| at(&objects, error))?;
    let folder = root.join(FOLDER);
    let lock = Lock::take(folder.join(".lock"), &folder);
    let lock = lock.inspect_err(|_| remove_empty(&folder))?;
    let manifest = root.join(manifest(&release.name));
    let mut new = Vec::new();
    let made =
        sweep(&folder, &objects).and_then(|()| put_all(root, contents, &mut new)).and_then(|()| {
            write(&manifest, release.yaml().as_bytes()).map_err(|error| at(&manifest, error))
        });
    if made.is_err() {
        for path in &new {
            // What cannot be removed now is removed with the next release.
            let _ = fs::remove_file(path);
        }
    }
    drop(lock);
    if made.is_err() {
        remove_empty(&folder);
    }
    made.map(|()| new.len())
}

/// Writes what is not there yet, and notes it.
fn put_all(
    root: &Path,
    contents: &BTreeMap<&str, &[u8]>,
    new: &mut Vec<PathBuf>,
) -> Result<(), CommitError> {
    for (hash, bytes) in contents {
        let path = root.join(object(hash));
        if fs::read(&path).is_ok_and(|known| known == *bytes) {
            continue;
        }
        let folder = path.parent().unwrap_or(root);
        fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
        // A damaged one is replaced.
        let _ = fs::remove_file(&path);
        new.push(path.clone());
        write(&path, bytes).map_err(|error| at(&path, error))?;
    }
    Ok(())
}

/// Writes a file that must not be there yet, in one step, so that it outlives a power cut.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    platform::open_to_readers(file.path())?;
    file.persist_noclobber(path)?;
    Ok(())
}

/// Removes unfinished files, and the objects that no release needs. The lock is held, so no other process is making one.
fn sweep(folder: &Path, objects: &Path) -> Result<(), CommitError> {
    let mut needed = BTreeSet::new();
    for path in files(folder, 1)? {
        if path.extension().is_some_and(|end| end == "yaml") {
            let manifest = fs::read_to_string(&path).map_err(|error| at(&path, error))?;
            let words = manifest.split(|c: char| !c.is_ascii_hexdigit());
            needed.extend(words.filter(|word| word.len() == HASH).map(str::to_owned));
        } else if name(&path).starts_with(UNFINISHED) {
            remove(&path)?;
        }
    }
    for path in files(objects, usize::MAX)? {
        let hash = path.parent().map(name).unwrap_or_default() + &name(&path);
        let is_unneeded = hash.len() == HASH && !needed.contains(&hash);
        if is_unneeded || name(&path).starts_with(UNFINISHED) {
            remove(&path)?;
        }
    }
    Ok(())
}

/// The length of a hash in a manifest.
const HASH: usize = 64;

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Returns the files in a folder.
fn files(folder: &Path, depth: usize) -> Result<Vec<PathBuf>, CommitError> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).max_depth(depth) {
        let entry = entry.map_err(|error| at(folder, error.into()))?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn remove(path: &Path) -> Result<(), CommitError> {
    fs::remove_file(path).map_err(|error| at(path, error))
}

/// Removes the folders of releases that are empty.
fn remove_empty(folder: &Path) {
    for entry in WalkDir::new(folder).contents_first(true).into_iter().flatten() {
        if entry.file_type().is_dir() {
            // One that holds anything stays.
            let _ = fs::remove_dir(entry.path());
        }
    }
}
