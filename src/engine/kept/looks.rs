//! What the guard found in files that belong to no text: lists, data, what pages load.
//!
//! Such files are made in each build, and most of them as they were. What has the same bytes under the same path, where the
//! same is looked for, has the same in it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use blake3::Hash;

use crate::base::digest::{Digest, PROGRAM};
use crate::engine::proof::{FoundStretch, Guard};
use crate::engine::store::Store;

/// The kind of object.
const KIND: &str = "look";

/// Files by their paths: the hash of the bytes, and what was found in them.
type Found = BTreeMap<String, (String, Vec<FoundStretch>)>;

/// What was found in the files of an output, by the last build and by this one.
#[derive(Debug)]
pub(in crate::engine) struct Looks {
    key: Hash,
    known: Found,
    found: Mutex<Found>,
}

impl Looks {
    /// Reads what is known of an output, which is looked through for `looked_for`; `output` tells it from others.
    pub(in crate::engine) fn of(store: &Store, output: &str, looked_for: &str) -> Self {
        let key = Digest::default().part(PROGRAM).part(output).part(looked_for).hash();
        let known = store.with_head(KIND, &key).map(|(known, _)| known).unwrap_or_default();
        Self { key, known, found: Mutex::default() }
    }

    /// Has the guard look at a file, unless it has looked at the same before.
    pub(in crate::engine) fn look(&self, guard: &Guard<'_>, path: &str, bytes: &[u8]) {
        let hash = blake3::hash(bytes).to_hex().to_string();
        let known = self.known.get(path).filter(|(known, _)| *known == hash);
        let found = match known {
            Some((_, found)) => {
                guard.note(found);
                found.clone()
            }
            None => guard.look(path, bytes),
        };
        let mut all = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(path.to_owned(), (hash, found));
    }

    /// Keeps what was found for later builds.
    pub(in crate::engine) fn keep(self, store: &Store) {
        let found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        if found != self.known {
            store.keep_with_head(KIND, &self.key, &found, &[]);
        }
    }
}
