//! Which texts, datasets, sources and values a result was made from, noted where they are read.
//!
//! A result that is kept for later stands as long as what it read. A list of that, written by hand, would be wrong one day;
//! so what must be noted is [`Noted`], which nothing can read without a note, or is behind functions that note it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::{Deref, DerefMut};

use ecow::EcoString;

use crate::base::span::FileId;

/// What files have many of, each read by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A work that can be cited, by its key.
    Source,
    /// A named value.
    Value,
    /// The title and the finding of an edition, by its number in the plan.
    Title,
    /// The texts that have to do with an edition, by its number in the plan.
    Related,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NotedReads {
    /// The files of the texts and datasets of which something was read.
    pub(crate) files: BTreeSet<FileId>,
    /// What was asked for by name, whether it was there or not.
    pub(crate) named: BTreeSet<(Kind, EcoString)>,
    /// The fonts of the machine, as JSON.
    pub(crate) fonts: BTreeSet<String>,
}

impl NotedReads {
    /// Adds what else was read.
    pub(crate) fn extend(&mut self, other: Self) {
        self.files.extend(other.files);
        self.named.extend(other.named);
        self.fonts.extend(other.fonts);
    }
}

thread_local! {
    /// What the work of this thread reads. Never part of an output; it only decides how long a kept text stands.
    static READS: RefCell<Option<NotedReads>> = const { RefCell::new(None) };
}

/// Does `work` on this thread, and returns what it read. Work inside it that is noted by itself is left out: a thread that
/// waits may be given work of others.
pub(crate) fn noting<T>(work: impl FnOnce() -> T) -> (T, NotedReads) {
    let outer = READS.replace(Some(NotedReads::default()));
    let result = work();
    let reads = READS.replace(outer).unwrap_or_default();
    (result, reads)
}

/// Notes that something of a file was read.
fn note(file: FileId) {
    READS.with_borrow_mut(|reads| {
        if let Some(reads) = reads {
            reads.files.insert(file);
        }
    });
}

/// Notes that something was asked for by name.
pub(crate) fn note_named(kind: Kind, name: &EcoString) {
    READS.with_borrow_mut(|reads| {
        if let Some(reads) = reads {
            reads.named.insert((kind, name.clone()));
        }
    });
}

/// Notes which fonts of the machine served.
pub(crate) fn note_fonts(fonts: impl FnOnce() -> String) {
    READS.with_borrow_mut(|reads| {
        if let Some(reads) = reads {
            reads.fonts.insert(fonts());
        }
    });
}

/// A part of a text, or a dataset; who reads it is noted to read its file.
#[derive(Clone)]
pub struct Noted<T> {
    file: FileId,
    part: T,
}

/// Says nothing of the part: a hash of what this writes is one of all the rest.
impl<T> fmt::Debug for Noted<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Noted").field("file", &self.file).finish_non_exhaustive()
    }
}

impl<T> Noted<T> {
    /// Makes a part of what is in a file.
    pub fn new(file: FileId, part: T) -> Self {
        Self { file, part }
    }

    /// Returns the file, which is not read by that.
    pub(crate) fn file(&self) -> FileId {
        self.file
    }
}

impl<T> Deref for Noted<T> {
    type Target = T;

    fn deref(&self) -> &T {
        note(self.file);
        &self.part
    }
}

impl<T> DerefMut for Noted<T> {
    fn deref_mut(&mut self) -> &mut T {
        note(self.file);
        &mut self.part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_noted_once_and_by_whom() {
        let texts = [1, 2, 3].map(|number| Noted::new(FileId(number), number));
        let (sum, reads) = noting(|| {
            let (inner, _) = noting(|| *texts[2]);
            *texts[0] + *texts[0] + *texts[1] + inner
        });
        assert_eq!(sum, 7);
        assert_eq!(reads.files.into_iter().collect::<Vec<_>>(), [FileId(1), FileId(2)]);
        let ((), reads) = noting(|| ());
        assert_eq!(reads, NotedReads::default());
    }
}
