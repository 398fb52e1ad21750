//! The way of each file into the output: a look at it, its address, a record for later builds, the sink.

use super::claims::Maker;
use super::{Build, Editions};
use crate::base::diagnostic::Problems;
use crate::engine::commit::CommitError;

impl Build<'_> {
    /// Puts a file at `path` if no other is there, after a look at it.
    pub(super) fn put(
        &self,
        path: &str,
        bytes: &[u8],
        maker: Maker,
        problems: &mut Problems,
    ) -> Result<(), CommitError> {
        if matches!((self.editions, &maker), (Editions::Part, Maker::Program)) {
            return Ok(());
        }
        match (self.recording, maker.edition()) {
            (Some(recording), Some(edition)) => {
                recording.add(edition, path, bytes, self.guard.look(path, bytes));
            }
            (Some(recording), None) => recording.looks.look(self.guard, path, bytes),
            (None, _) => _ = self.guard.look(path, bytes),
        }
        self.put_known(path, bytes, maker, problems)
    }

    /// Puts a file at `path` if no other is there, without a look at it.
    pub(super) fn put_known(
        &self,
        path: &str,
        bytes: &[u8],
        maker: Maker,
        problems: &mut Problems,
    ) -> Result<(), CommitError> {
        match problems.keep(self.claims.claim(path, maker)) {
            Some(()) => match self.release {
                Some(release) => self.sink.put(&format!("{}{path}", release.folder()), bytes),
                None => self.sink.put(path, bytes),
            },
            None => Ok(()),
        }
    }

    /// Looks at what a file says whose bytes do not show it.
    pub(super) fn look_at_text(&self, path: &str, text: &str, maker: &Maker) {
        let found = self.guard.look_at_text(path, text);
        if let (Some(recording), Some(edition)) = (self.recording, maker.edition()) {
            recording.add_text(edition, path, text, found);
        }
    }
}
