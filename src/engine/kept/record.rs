//! What is put into the output for each text, while it is made.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use super::looks::Looks;
use super::text::MadeFile;
use crate::engine::proof::FoundStretch;
use crate::engine::store::Store;
use crate::plan::Edition;

/// A file that was made, or the text of one whose bytes do not show it.
#[derive(Debug, Clone)]
pub(super) struct Put {
    pub(super) edition: usize,
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    /// The text, if it is one; such a file has no bytes.
    pub(super) text: Option<String>,
    /// What the guard found in it.
    found: Vec<FoundStretch>,
}

impl From<&Put> for MadeFile {
    fn from(put: &Put) -> Self {
        Self { edition: put.edition, path: put.path.clone(), length: put.bytes.len() }
    }
}

/// Files that were made again, and what had changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remade {
    /// The files, by their paths below the output folder.
    pub files: Vec<String>,
    /// What they were made of that has changed: paths of files, and what else they depend on.
    pub changed: BTreeSet<String>,
}

/// What a build makes of each text.
#[derive(Debug)]
pub(crate) struct Recording<'r> {
    /// The hashes of the files that it reads, by their paths.
    pub(super) read: &'r BTreeMap<String, String>,
    /// What the guard finds in files that belong to no text.
    pub(in crate::engine) looks: Looks,
    files: Mutex<HashMap<usize, Vec<Put>>>,
    remade: Mutex<Vec<Remade>>,
}

impl<'r> Recording<'r> {
    /// Begins with nothing.
    pub(in crate::engine) fn new(read: &'r BTreeMap<String, String>, looks: Looks) -> Self {
        Self { read, looks, files: Mutex::default(), remade: Mutex::default() }
    }

    /// Adds a file of an edition, by its number in the plan.
    pub(crate) fn add(&self, edition: usize, path: &str, bytes: &[u8], found: Vec<FoundStretch>) {
        let (path, bytes) = (path.to_owned(), bytes.to_vec());
        self.push(Put { edition, path, bytes, text: None, found });
    }

    /// Adds what a file says whose bytes do not show it.
    pub(crate) fn add_text(
        &self,
        edition: usize,
        path: &str,
        text: &str,
        found: Vec<FoundStretch>,
    ) {
        let (path, text) = (path.to_owned(), Some(text.to_owned()));
        self.push(Put { edition, path, bytes: Vec::new(), text, found });
    }

    fn push(&self, put: Put) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.entry(put.edition).or_default().push(put);
    }

    /// Takes the files of editions, and what the guard found in them.
    pub(super) fn take(&self, editions: &[&Edition<'_>]) -> (Vec<Put>, Vec<FoundStretch>) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken: Vec<_> =
            editions.iter().filter_map(|edition| files.remove(&edition.index)).flatten().collect();
        let found = taken.iter_mut().flat_map(|put| std::mem::take(&mut put.found)).collect();
        (taken, found)
    }

    /// Notes why files were made.
    pub(super) fn note(&self, files: &[Put], changed: BTreeSet<String>) {
        let files = files.iter().filter(|put| put.text.is_none()).map(|put| put.path.clone());
        let remade = Remade { files: files.collect(), changed };
        self.remade.lock().unwrap_or_else(PoisonError::into_inner).push(remade);
    }

    /// Returns which files of texts were made again, in the order of their paths, and keeps what was found in the others.
    pub(crate) fn into_remade(self, store: &Store) -> Vec<Remade> {
        self.looks.keep(store);
        let mut remade = self.remade.into_inner().unwrap_or_else(PoisonError::into_inner);
        for made in &mut remade {
            made.files.sort();
        }
        remade.sort();
        remade
    }
}
