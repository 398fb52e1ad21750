//! Committing: the one stage that writes.
//!
//! ```text
//! load ──> plan ──> bind ──> render ──> COMMIT
//! ```
//!
//! A build writes into a folder beside its output and then exchanges the two, so
//! readers of the output see the old site or the new one, and a build that fails
//! or is killed leaves the old one as it was. Files whose bytes did not change
//! are linked from the old output instead of being written again: they keep
//! their dates. What the new build does not make is not linked, and thus gone.

#![expect(clippy::disallowed_methods, reason = "this module alone writes files")]

mod lock;
mod refused;
mod release;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::base::diagnostic::Diagnostic;
use crate::base::files::Bytes;
use crate::base::platform;
use lock::{Lock, NewFolders};
use refused::{among_sources, around_sources, linked, names, refuse_foreign};
pub(crate) use release::freeze;

/// The file that marks a folder as Quipu's and lists what Quipu put there.
pub(crate) const MANIFEST: &str = ".quipu.json";

/// Why an output folder cannot be written.
#[derive(Debug)]
pub enum CommitError {
    /// The folder holds files that are not Quipu's.
    Refused(Diagnostic),
    /// The system refused.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        error: io::Error,
    },
}

impl CommitError {
    /// Returns the error of a build whose files are no longer needed.
    pub(crate) fn over() -> Self {
        Self::Io { path: PathBuf::new(), error: io::ErrorKind::Interrupted.into() }
    }
}

/// What a finished build changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BuildChanges {
    /// How many files were written.
    pub written: usize,
    /// How many files stayed as they were.
    pub unchanged: usize,
    /// How many files of the last build are gone.
    pub removed: usize,
}

impl BuildChanges {
    /// Adds the changes of another folder.
    pub(crate) fn add(&mut self, other: Self) {
        self.written += other.written;
        self.unchanged += other.unchanged;
        self.removed += other.removed;
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    /// The hashes of the files, by the hashes of their paths: everybody can read the manifest, which must
    /// not list what else is there.
    files: BTreeMap<String, String>,
}

/// Returns the name of a file in the manifest.
fn key(path: &str) -> String {
    blake3::hash(path.as_bytes()).to_hex().to_string()
}

/// What becomes of a file of the last build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// It was not there.
    Added,
    /// It has other bytes.
    Changed,
    /// It is no longer made.
    Removed,
}

/// An output folder in the making.
#[derive(Debug)]
pub struct StagedOutput {
    target: PathBuf,
    folder: TempDir,
    /// Held until the build ends, so that no other build writes the same output.
    _lock: Lock,
    /// Dropped after the folder and the lock, which are in them.
    _parents: NewFolders,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<String, String>,
    folders: HashSet<PathBuf>,
    written: usize,
}

impl StagedOutput {
    /// Opens a stage beside `target`, which must not lie in one of the folders in `sources`.
    ///
    /// # Errors
    /// Refuses a target among the sources, one that holds files that an earlier build did not
    /// put there, and one to which another build is writing.
    pub fn open(target: &Path, sources: &[PathBuf]) -> Result<Self, CommitError> {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        if sources.iter().any(|source| absolute(target).starts_with(absolute(source))) {
            return Err(CommitError::Refused(among_sources(target)));
        }
        if sources.iter().any(|source| absolute(source).starts_with(absolute(target))) {
            return Err(CommitError::Refused(around_sources(target)));
        }
        if target.is_symlink() {
            return Err(CommitError::Refused(linked(target)));
        }
        let (parent, prefix) = beside(target);
        let parents = NewFolders::create(&parent)?;
        let lock = Lock::take(parent.join(format!("{prefix}lock")), target)?;
        refuse_foreign(target)?;
        remove_abandoned(&parent, &prefix)?;
        let folder = tempfile::Builder::new().prefix(&prefix).tempdir_in(&parent);
        let folder = folder.map_err(|error| at(&parent, error))?;
        Ok(Self {
            target: target.to_owned(),
            folder,
            _parents: parents,
            _lock: lock,
            state: Mutex::default(),
        })
    }

    /// Puts a file at `path`, which is relative and has forward slashes.
    ///
    /// # Errors
    /// Returns the path and the system's reason.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), CommitError> {
        let staged = self.folder.path().join(path);
        self.create_parent(&staged)?;
        let published = self.target.join(path);
        let linked = has_bytes(&published, bytes) && fs::hard_link(&published, &staged).is_ok();
        if !linked {
            fs::write(&staged, bytes).map_err(|error| at(&staged, error))?;
        }
        let hash = blake3::hash(bytes).to_hex().to_string();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.written += usize::from(!linked);
        state.files.insert(path.to_owned(), hash);
        Ok(())
    }

    fn create_parent(&self, staged: &Path) -> Result<(), CommitError> {
        let Some(parent) = staged.parent() else { return Ok(()) };
        // Held until the folder exists, so that no other thread writes into it earlier.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.folders.insert(parent.to_owned()) {
            fs::create_dir_all(parent).map_err(|error| at(parent, error))?;
        }
        Ok(())
    }

    /// Returns the files that differ from those of the last build, by path; none if there was no
    /// build before.
    pub fn moved(&self) -> Option<Vec<(String, Movement)>> {
        let before = read_manifest(&self.target)?.files;
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let published = names(&self.target).ok()?.into_iter().filter(|name| name != MANIFEST);
        let paths: BTreeSet<_> = published.chain(state.files.keys().cloned()).collect();
        let movement = |path: &str| match (before.get(&key(path)), state.files.get(path)) {
            (None, _) => Some(Movement::Added),
            (_, None) => Some(Movement::Removed),
            (before, after) => (before != after).then_some(Movement::Changed),
        };
        let moved = |path: String| movement(&path).map(|movement| (path, movement));
        Some(paths.into_iter().filter_map(moved).collect())
    }

    /// Returns the bytes of a file as the last build made it.
    pub fn published(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.target.join(path)).ok()
    }

    /// Exchanges the stage for the published folder.
    ///
    /// # Errors
    /// Returns the path and the system's reason; the published folder is then as it was.
    pub fn publish(self) -> Result<BuildChanges, CommitError> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let before = read_manifest(&self.target).map(|manifest| manifest.files).unwrap_or_default();
        let (written, unchanged) = (state.written, state.files.len() - state.written);
        let files = state.files.into_iter().map(|(path, hash)| (key(&path), hash));
        let manifest = Manifest { files: files.collect() };
        let removed = before.keys().filter(|key| !manifest.files.contains_key(*key)).count();
        let changes = BuildChanges { written, unchanged, removed };
        let path = self.folder.path().join(MANIFEST);
        let json = serde_json::to_vec_pretty(&manifest).map_err(|error| at(&path, error.into()))?;
        fs::write(&path, json).map_err(|error| at(&path, error))?;
        let folder = self.folder.path();
        platform::open_to_readers(folder).map_err(|error| at(folder, error))?;
        exchange(self.folder.path(), &self.target)?;
        // What is in the stage's place now is the old output, or nothing.
        Ok(changes)
    }
}

/// Returns the hashes of the files that a build left in `folder`, by their paths; none if no build did.
pub fn files_of(folder: &Path) -> Option<BTreeMap<String, String>> {
    let known = read_manifest(folder)?.files;
    let hash = |path: String| known.get(&key(&path)).cloned().map(|hash| (path, hash));
    Some(names(folder).ok()?.into_iter().filter_map(hash).collect())
}

/// Replaces one file of the user's in one step, or makes it.
///
/// # Errors
/// Returns the system's reason; the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    platform::open_to_readers(file.path())?;
    file.persist(path)?;
    Ok(())
}

/// Writes files that are the program's own into `folder`, in place of those that it had.
///
/// # Errors
/// Returns the first path that the system refuses.
pub fn refresh(folder: &Path, files: &[(String, Bytes)]) -> Result<(), CommitError> {
    fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        replace(&path, bytes).map_err(|error| at(&path, error))?;
    }
    Ok(())
}

/// Adds files to the publication in `root`, by their paths below it. None is replaced.
///
/// # Errors
/// Returns the first path that is taken, before anything is written, or that the system refuses.
pub fn add(root: &Path, files: &[(String, Bytes)]) -> Result<(), CommitError> {
    for (path, _) in files {
        let path = root.join(path);
        if path.symlink_metadata().is_ok() {
            return Err(at(&path, io::ErrorKind::AlreadyExists.into()));
        }
    }
    for (path, bytes) in files {
        let path = root.join(path);
        let parent = path.parent().unwrap_or(root);
        fs::create_dir_all(parent).map_err(|error| at(parent, error))?;
        // Somebody may have made the file in the meantime; that one is not replaced either.
        let file = File::create_new(&path).and_then(|mut file| file.write_all(bytes));
        file.map_err(|error| at(&path, error))?;
    }
    Ok(())
}

/// Puts `stage` in the place of `target`, in one step where the system can.
fn exchange(stage: &Path, target: &Path) -> Result<(), CommitError> {
    if !target.exists() {
        return fs::rename(stage, target).map_err(|error| at(target, error));
    }
    if exchange_at_once(stage, target) {
        return Ok(());
    }
    let aside = stage.with_extension("old");
    fs::rename(target, &aside).map_err(|error| at(target, error))?;
    if let Err(error) = fs::rename(stage, target) {
        // Put the old site back; if even that fails, both folders still exist.
        let _ = fs::rename(&aside, target);
        return Err(at(target, error));
    }
    fs::remove_dir_all(&aside).map_err(|error| at(&aside, error))
}

#[cfg(target_os = "linux")]
fn exchange_at_once(stage: &Path, target: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, stage, CWD, target, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange_at_once(_: &Path, _: &Path) -> bool {
    false
}

fn at(path: &Path, error: io::Error) -> CommitError {
    CommitError::Io { path: path.to_owned(), error }
}

/// Returns the folder that holds `target`, and how the names of its stages begin.
fn beside(target: &Path) -> (PathBuf, String) {
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    (parent.unwrap_or(Path::new(".")).to_owned(), format!(".{name}.quipu-"))
}

/// Removes the stages of builds that were killed. The lock says that none is alive.
fn remove_abandoned(parent: &Path, prefix: &str) -> Result<(), CommitError> {
    for entry in fs::read_dir(parent).map_err(|error| at(parent, error))? {
        let path = entry.map_err(|error| at(parent, error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(prefix) && path.is_dir() {
            fs::remove_dir_all(&path).map_err(|error| at(&path, error))?;
        }
    }
    Ok(())
}

fn has_bytes(path: &Path, bytes: &[u8]) -> bool {
    let same_length = fs::metadata(path).is_ok_and(|metadata| {
        metadata.is_file()
            && usize::try_from(metadata.len()).is_ok_and(|length| length == bytes.len())
    });
    same_length && fs::read(path).is_ok_and(|published| published == bytes)
}

fn read_manifest(target: &Path) -> Option<Manifest> {
    serde_json::from_slice(&fs::read(target.join(MANIFEST)).ok()?).ok()
}
