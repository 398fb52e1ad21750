//! Texts from the store, and into it.

use std::sync::PoisonError;

use super::gather::Finished;
use super::{Production, Text};
use crate::base::diagnostic::Problems;
use crate::base::reads;
use crate::engine::claims::Maker;
use crate::engine::commit::CommitError;
use crate::engine::kept::{FoundText, MadeEdition, MadeFile, MadeText, Reasons};
use crate::plan::Edition;

impl<'m> Production<'m> {
    /// Renders and writes the pages of a text's editions, and keeps the text for later builds.
    pub(super) fn make_pages(&self, mut text: Text<'m>) -> Vec<Finished> {
        let why = std::mem::replace(&mut text.found, Err(Reasons::new())).err().unwrap_or_default();
        let mut read = std::mem::take(text.reads.get_mut().unwrap_or_else(PoisonError::into_inner));
        let (finished, of_pages) = reads::noting(|| self.pages(text));
        read.extend(of_pages);
        if let Some(kept) = self.renderers.kept
            && !(self.build.is_over)()
        {
            let editions: Option<Vec<_>> = finished.iter().map(|own| self.made(own)).collect();
            if let Some(editions) = editions {
                kept.keep(MadeText { editions, reads: read }, why);
            }
        }
        finished
    }

    /// Returns an edition with what comes of it; none if a file of it could not be written.
    fn made<'f>(&'f self, finished: &'f Finished) -> Option<MadeEdition<'f>> {
        let edition = &self.build.session.plan.editions[finished.index];
        let (problems, claims) = (&finished.problems, &finished.claims);
        let summary = finished.summary.as_ref().ok()?;
        Some(MadeEdition { edition, summary, problems, claims })
    }

    /// Writes the files of a text as an earlier build made them.
    pub(super) fn restore(&self, (text, bytes): &FoundText) -> Vec<Finished> {
        let mut finished: Vec<_> = text
            .summaries
            .iter()
            .map(|(index, summary)| Finished {
                index: *index,
                summary: Ok(summary.clone()),
                claims: Vec::new(),
                problems: Problems::default(),
            })
            .collect();
        let looked_for = self.renderers.kept.map(|kept| &kept.looked_for);
        let is_looked_at = Some(&text.looked_for) == looked_for;
        let mut start = 0;
        for file in &text.files {
            let end = start + file.length;
            let own = finished.iter_mut().find(|own| own.index == file.edition);
            let bytes = bytes.get(start..end).unwrap_or_default();
            start = end;
            let Some(own) = own else { continue };
            let put = self.put_again(file, bytes, is_looked_at, &mut own.problems);
            if let Err(error) = put {
                own.summary = Err(error);
            }
        }
        if is_looked_at {
            self.build.guard.note(&text.found);
        }
        for (path, text) in text.texts.iter().filter(|_| !is_looked_at) {
            self.build.guard.look_at_text(path, text);
        }
        for (index, warnings) in &text.warnings {
            if let Some(own) = finished.iter_mut().find(|own| own.index == *index) {
                for warning in warnings {
                    warning.clone().report(&mut own.problems);
                }
            }
        }
        self.steps.finish(self.steps_of(&finished));
        finished
    }

    fn put_again(
        &self,
        file: &MadeFile,
        bytes: &[u8],
        is_looked_at: bool,
        problems: &mut Problems,
    ) -> Result<(), CommitError> {
        let edition = &self.build.session.plan.editions[file.edition];
        let path = &file.path;
        let maker = match edition.alias_at(path) {
            Some(span) => Maker::Alias(span, None),
            None => Maker::Manuscript(edition.manuscript.file, None),
        };
        if is_looked_at {
            self.build.put_known(path, bytes, maker, problems)
        } else {
            self.build.put(path, bytes, maker, problems)
        }
    }

    /// Returns how many steps it is to make editions: their pages, and the files that they may share.
    fn steps_of(&self, finished: &[Finished]) -> usize {
        let editions = finished.iter().map(|own| &self.build.session.plan.editions[own.index]);
        let shared = |edition: &Edition<'_>| {
            let formats = self.renderers.formats.shared.iter();
            formats.filter(|format| format.address(edition).is_some()).count()
        };
        editions.map(|edition| 1 + shared(edition)).sum()
    }
}
