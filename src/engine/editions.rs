//! Editions, text by text: bound, set, rendered, written.
//!
//! ```text
//! text ──begin──> its editions, bound once ──part──> each PDF ──finish──> pages and files beside them
//! ```
//!
//! All editions of a text, in all languages and for all audiences, are in memory together, since they share
//! PDFs and what pages say; those of other texts are not.

mod gather;
mod limits;
mod page;
mod sets;
mod threads;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use typst::comemo;

use super::{Build, Pdfs, Press};
use crate::base::diagnostic::Problems;
use crate::engine::commit::CommitError;
use crate::plan::Edition;
use crate::render::site::{SitePages, Summary};
use crate::tree::Document;
use gather::Finished;
pub(super) use limits::figures;
use sets::{Set, Setting};
use threads::{Work, work_on, work_on_one};

/// What editions are made with.
#[derive(Clone, Copy)]
pub(super) struct Workshop<'a> {
    pub presses: &'a [Press<'a>],
    pub sites: &'a [SitePages<'a>],
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
    /// The PDFs to set.
    settings: Vec<Setting>,
    /// For each edition with a PDF, by their numbers in the plan, the edition that it is set for.
    makers: BTreeMap<usize, usize>,
    /// The PDFs that are set.
    sets: Mutex<Vec<Set>>,
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
    workshop: Workshop<'m>,
    steps: Steps<'m>,
    /// How many PDFs are set.
    set: AtomicUsize,
}

impl<'m> Work for Production<'m> {
    type Input = Vec<&'m Edition<'m>>;
    type Begun = Text<'m>;
    type Output = Vec<Finished>;

    fn begin(&self, editions: &Self::Input) -> (Text<'m>, usize) {
        let bind = |&edition: &&'m Edition<'m>| {
            let mut problems = Problems::default();
            let document = self.build.session.document(edition, &mut problems);
            Bound { edition, document, problems }
        };
        let bound: Vec<_> = editions.iter().map(bind).collect();
        let mut text =
            Text { bound, settings: Vec::new(), makers: BTreeMap::new(), sets: Mutex::default() };
        if self.build.pdfs != Pdfs::Skipped {
            self.share(&mut text);
        }
        let parts = text.settings.len();
        (text, parts)
    }

    fn part(&self, text: &Text<'m>, part: usize) {
        self.set_pdf(text, &text.settings[part]);
    }

    fn finish(&self, text: Text<'m>) -> Vec<Finished> {
        self.pages(text)
    }
}

impl Build<'_> {
    /// Makes editions, by their numbers; returns what is known of each, in this order.
    pub(super) fn make_editions(
        &self,
        indices: &[usize],
        workshop: Workshop<'_>,
        problems: &mut Problems,
    ) -> Result<Vec<Summary>, CommitError> {
        let editions = indices.iter().map(|&index| &self.session.plan.editions[index]);
        let texts = gather::by_text(editions, self.files);
        let wanted = texts.iter().flatten().filter(|edition| self.has_own_pdf(edition)).count();
        let steps =
            Steps { done: AtomicUsize::new(0), all: indices.len() + wanted, report: self.progress };
        let production = Production { build: self, workshop, steps, set: AtomicUsize::new(0) };
        let finished = if self.pdfs == Pdfs::Made {
            let finished = work_on(&production, &texts);
            comemo::evict(0);
            finished
        } else {
            texts.par_iter().map(|text| work_on_one(&production, text)).collect()
        };
        self.gather(indices, finished.into_iter().flatten().collect(), problems)
    }
}
