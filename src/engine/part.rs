//! A part of the editions, in batches, for builds that several machines share.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use super::{Build, Maker, Sink};
use crate::base::diagnostic::Problems;
use crate::base::files::Bytes;
use crate::base::span::FileId;
use crate::engine::commit::CommitError;
use crate::render::site::Summary;

/// A batch of finished editions.
pub(crate) struct Batch<'b> {
    /// The editions, by their numbers in the plan.
    pub editions: &'b [usize],
    /// What is known of each.
    pub summaries: Vec<Summary>,
    /// Their files: path, the text that they are made from, bytes; in the order of their paths.
    pub files: Vec<(String, FileId, Bytes)>,
}

impl Build<'_> {
    /// Makes editions batch by batch, into memory, and hands each batch to `take` until it returns false.
    /// Files that need all editions are not made.
    ///
    /// # Errors
    /// Returns the first file that the system refused to write.
    pub(crate) fn run_batches(
        &self,
        batches: &[Vec<usize>],
        take: &mut dyn FnMut(Batch<'_>, &Problems) -> bool,
        problems: &mut Problems,
    ) -> Result<(), CommitError> {
        self.with_renderers(problems, |renderers, problems| {
            for editions in batches {
                let summaries = self.make_editions(editions, renderers, problems)?;
                let files = self.sink.take_memory().into_iter();
                let files = files.filter_map(|(path, bytes)| {
                    let text = self.claims.manuscript(&path)?;
                    Some((path, text, bytes))
                });
                let batch = Batch { editions, summaries, files: files.collect() };
                if !take(batch, problems) {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Puts a file that was made elsewhere, from the text `manuscript`, and was searched for leaks there.
    ///
    /// # Errors
    /// Returns the file if the system refused to write it.
    pub(crate) fn put_made(
        &self,
        (path, manuscript): (&str, FileId),
        bytes: &[u8],
        problems: &mut Problems,
    ) -> Result<(), CommitError> {
        self.put_known(path, bytes, Maker::Manuscript(manuscript, None), problems)
    }
}

impl Sink {
    /// Takes the files that were made in memory so far.
    fn take_memory(&self) -> BTreeMap<String, Bytes> {
        match self {
            Self::Memory(files) => {
                std::mem::take(&mut *files.lock().unwrap_or_else(PoisonError::into_inner))
            }
            Self::Stage(_) | Self::Hashes(_) | Self::Nowhere => BTreeMap::new(),
        }
    }
}
