//! Editions, text by text: bound, set, rendered, written.
//!
//! ```text
//! text ──begin──> its editions, bound once ──part──> each PDF ──finish──> pages and files beside them
//! ```
//!
//! All editions of a text, in all languages and for all audiences, are in memory together, since they share
//! PDFs and what pages say; those of other texts are not.

mod formats;
mod gather;
mod limits;
mod page;
mod pdf;
mod restore;
mod sharing;
mod threads;

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use typst::comemo;

use super::{AudienceRenderer, Build};
use crate::base::diagnostic::{Checked, Problems};
use crate::base::reads::{self, NotedReads};
use crate::engine::commit::CommitError;
use crate::engine::kept::{FoundText, KeptTexts, Reasons};
use crate::plan::{Artefact, Edition};
use crate::render::site::{SitePages, Summary};
use crate::tree::Document;
pub(super) use formats::{Formats, is_set};
use gather::Finished;
pub(super) use limits::figures;
use sharing::{MadePart, Makers, Part};
use threads::{Work, work_on, work_on_one};

/// For how many clearings Typst's memory keeps what is not used, where one PDF is set again and again.
const REMEMBERED_OF_ONE: usize = 4;

/// What editions are made with.
#[derive(Clone, Copy)]
pub(super) struct Renderers<'a> {
    pub audiences: &'a [AudienceRenderer<'a>],
    pub sites: &'a [SitePages<'a>],
    pub formats: &'a Formats<'a>,
    /// What the store has of texts; none if nothing is kept.
    pub kept: Option<&'a KeptTexts<'a>>,
}

/// An edition and its document.
struct Bound<'b> {
    edition: &'b Edition<'b>,
    /// None if its language has no words.
    document: Option<Document>,
    /// What is wrong with it.
    problems: Problems,
}

/// The editions of one text, being made.
struct Text<'b> {
    bound: Vec<Bound<'b>>,
    /// The files to make that editions may share.
    parts: Vec<Part>,
    /// For each format whose files editions share, the edition for which the file of each is made.
    makers: Vec<Makers>,
    /// The shared files that are made.
    sets: Mutex<Vec<MadePart>>,
    /// What was read of texts so far.
    reads: Mutex<NotedReads>,
    /// The text as an earlier build made it, or else why it is made again.
    found: Result<FoundText, Reasons>,
}

impl Text<'_> {
    /// Does a step of the work on it.
    fn step<T>(&self, work: impl FnOnce() -> T) -> T {
        let (result, reads) = reads::noting(work);
        self.reads.lock().unwrap_or_else(PoisonError::into_inner).extend(reads);
        result
    }
}

/// Counts finished steps.
struct Steps<'a> {
    done: AtomicUsize,
    all: usize,
    report: &'a (dyn Fn(usize, usize) + Sync),
}

impl Steps<'_> {
    fn finish(&self, count: usize) {
        let done = self.done.fetch_add(count, Ordering::Relaxed) + count;
        (self.report)(done, self.all);
    }
}

/// Makes the editions of texts.
struct Production<'m> {
    build: &'m Build<'m>,
    renderers: Renderers<'m>,
    steps: Steps<'m>,
}

impl<'m> Work for Production<'m> {
    type Input = Vec<&'m Edition<'m>>;
    type Begun = Text<'m>;
    type Output = Vec<Finished>;

    fn begin(&self, editions: &Self::Input) -> (Text<'m>, usize) {
        let (parts, makers) = (Vec::new(), Vec::new());
        let (sets, reads, bound) = (Mutex::default(), Mutex::default(), Vec::new());
        let found = match self.renderers.kept {
            Some(kept) => kept.find(editions),
            None => Err(Reasons::new()),
        };
        let mut text = Text { bound, parts, makers, sets, reads, found };
        if text.found.is_ok() {
            return (text, 0);
        }
        let bind = |&edition: &&'m Edition<'m>| {
            let Checked { value: document, problems } = self.build.session.document(edition);
            Bound { edition, document, problems }
        };
        // Nothing is begun once the build is over, which is reported after all texts are given up.
        let wanted = editions.iter().take_while(|_| !(self.build.is_over)());
        let ((), reads) = reads::noting(|| {
            text.bound = wanted.map(bind).collect();
            self.share(&mut text);
        });
        text.reads = Mutex::new(reads);
        let parts = text.parts.len();
        (text, parts)
    }

    fn part(&self, text: &Text<'m>, part: usize) {
        text.step(|| self.make_part(text, &text.parts[part]));
    }

    fn finish(&self, text: Text<'m>) -> Vec<Finished> {
        match text.found {
            Ok(found) => self.restore(&found),
            Err(_) => self.make_pages(text),
        }
    }
}

impl Build<'_> {
    /// Makes editions, by their numbers; returns what is known of each, in this order.
    pub(super) fn make_editions(
        &self,
        indices: &[usize],
        renderers: Renderers<'_>,
        problems: &mut Problems,
    ) -> Result<Vec<Summary>, CommitError> {
        let editions = indices.iter().map(|&index| &self.session.plan.editions[index]);
        let texts = gather::by_text(editions, self.files);
        let shared = renderers.formats.shared();
        let chosen: HashSet<_> = indices.iter().collect();
        let is_wanted = |artefact: &Artefact<'_>| {
            chosen.contains(&artefact.edition.index)
                && self.only.is_none_or(|only| artefact.address == only)
        };
        let wanted = self.session.plan.artefacts(&shared).filter(is_wanted).count();
        let steps =
            Steps { done: AtomicUsize::new(0), all: indices.len() + wanted, report: self.progress };
        let production = Production { build: self, renderers, steps };
        let finished = if renderers.formats.are_set {
            let finished = work_on(&production, &texts);
            // One PDF is likely to be set again soon.
            comemo::evict(if self.only.is_some() { REMEMBERED_OF_ONE } else { 0 });
            finished
        } else {
            texts.par_iter().map(|text| work_on_one(&production, text)).collect()
        };
        if (self.is_over)() {
            return Err(CommitError::over());
        }
        self.gather(indices, finished.into_iter().flatten().collect(), problems)
    }
}
