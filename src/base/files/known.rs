//! Reading again: what has not changed since the last time is not read anew.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use blake3::Hash;

use super::read::Content;
use crate::base::platform::{self, Mark};

/// How old a change must be when a file is read, so that its mark tells it from the next: systems count the
/// time of changes in steps of some milliseconds.
const SETTLED: Duration = Duration::from_millis(100);

/// A file as it was read the last time.
#[derive(Debug)]
struct Kept {
    mark: Mark,
    content: Content,
    hash: Hash,
}

/// The files of a publication as they were read the last time.
#[derive(Debug, Default)]
pub(crate) struct Known(Mutex<HashMap<PathBuf, Kept>>);

impl Known {
    fn files(&self) -> MutexGuard<'_, HashMap<PathBuf, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the content of a file and its hash: as it is known, or else as `read` reads it. What cannot be
    /// read has no hash.
    ///
    /// # Errors
    /// Returns the system's reason.
    pub(super) fn content(
        &self,
        path: &Path,
        read: impl FnOnce() -> io::Result<Content>,
    ) -> (io::Result<Content>, Option<Hash>) {
        let mark = platform::mark(path).ok();
        if let Some(kept) = self.files().get(path)
            && mark == Some(kept.mark)
        {
            return (Ok(kept.content.clone()), Some(kept.hash));
        }
        let content = match read() {
            Ok(content) => content,
            Err(error) => return (Err(error), None),
        };
        let hash = match &content {
            Content::Text(text) => Some(blake3::hash(text.as_bytes())),
            Content::Asset(bytes) => Some(blake3::hash(bytes)),
            Content::Foreign(bytes, _) => Some(blake3::hash(bytes)),
            Content::Refused(_) => None,
        };
        let is_settled = |mark: &Mark| mark.is_before(SystemTime::now() - SETTLED);
        if let (Some(mark), Some(hash)) = (mark.filter(is_settled), hash) {
            let content = content.clone();
            self.files().insert(path.to_owned(), Kept { mark, content, hash });
        }
        (Ok(content), hash)
    }

    /// Forgets all files but these.
    pub(super) fn keep(&self, paths: &[PathBuf]) {
        let paths: BTreeSet<_> = paths.iter().collect();
        self.files().retain(|path, _| paths.contains(path));
    }
}
