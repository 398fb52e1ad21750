//! What a build holds while it writes: its lock, and the folders that it made.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{CommitError, at};

/// A file beside the output that one build at a time holds. It is removed when that build ends; one
/// that a killed build left behind is not locked, and serves the next.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock at `path`, for the output at `target`.
    pub(super) fn take(path: PathBuf, target: &Path) -> Result<Self, CommitError> {
        let busy = || {
            let error =
                io::Error::new(io::ErrorKind::ResourceBusy, "another build is writing here");
            at(target, error)
        };
        let file = File::create(&path).map_err(|error| at(&path, error))?;
        // Files on some network file systems cannot be locked; there, one build at a time is up to
        // the user.
        if let Err(fs::TryLockError::WouldBlock) = file.try_lock() {
            return Err(busy());
        }
        // The build that held the lock may have removed the file between the two steps above.
        if !path.exists() {
            return Err(busy());
        }
        Ok(Self { path, _file: file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Folders that were made for the output, the innermost first; those that stay empty are removed.
#[derive(Debug)]
pub(super) struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    /// Creates a folder, with those around it that are missing.
    pub(super) fn create(folder: &Path) -> Result<Self, CommitError> {
        let missing = folder
            .ancestors()
            .take_while(|path| !path.as_os_str().is_empty() && path.symlink_metadata().is_err());
        let new = Self(missing.map(Path::to_owned).collect());
        fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
        Ok(new)
    }
}

impl Drop for NewFolders {
    fn drop(&mut self) {
        for folder in &self.0 {
            // One that holds the site stays.
            let _ = fs::remove_dir(folder);
        }
    }
}
