//! PDFs: which editions share one, and how each is set.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

use rayon::prelude::*;
use typst::comemo;

use super::{CLEARED_AFTER, Print, REMEMBERED, Steps, Workshop};
use crate::base::diagnostic::Problems;
use crate::engine::commit::CommitError;
use crate::engine::editions::limits::too_long_summary;
use crate::engine::{Build, Maker, Pdfs};
use crate::plan::{Edition, Plan};
use crate::publication::manuscript::Manuscript;
use crate::render::pdf::{Context, PdfSettings};
use crate::render::site::PdfSummary;
use crate::render::summary::{self, Picture};

/// The editions that have a PDF of their own, and those that share it.
#[derive(Debug, Default)]
pub(super) struct Sharing {
    /// For each edition with a PDF, the edition that makes it.
    pub(super) maker: BTreeMap<usize, usize>,
    /// The editions that make one.
    pub(super) makers: BTreeSet<usize>,
}

/// Returns the editions of each text in each language of sites, in the order of the plan.
pub(super) fn groups<'e, 'a: 'e>(
    editions: impl Iterator<Item = &'e Edition<'a>>,
) -> Vec<Vec<&'e Edition<'a>>> {
    let mut numbers = HashMap::new();
    let mut groups: Vec<Vec<_>> = Vec::new();
    for edition in editions {
        let Manuscript { form, id, .. } = edition.manuscript;
        let group = (*form, id, edition.subject, &edition.site.language.tag);
        let number = *numbers.entry(group).or_insert(groups.len());
        if number == groups.len() {
            groups.push(Vec::new());
        }
        groups[number].push(edition);
    }
    groups
}

impl Sharing {
    /// Whether the PDF of a maker has a summary: if one of those that share it is for an audience that
    /// gets summaries.
    pub(super) fn wants_summary(&self, maker: usize, plan: &Plan<'_>) -> bool {
        let sharers = self.maker.iter().filter(|(_, own)| **own == maker);
        sharers
            .map(|(index, _)| &plan.editions[*index])
            .any(|edition| edition.site.audience.summaries)
    }
}

/// Maps `items` on as many threads as the pool has, but not on those of the pool: Typst works
/// on them too, and one that waits for it would begin the next item on top of its stack.
pub(super) fn on_threads_of_their_own<T: Sync, R: Send>(
    items: &[T],
    map: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let take = || items.get(next.fetch_add(1, Ordering::Relaxed));
        std::iter::from_fn(take).map(&map).collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        let threads: Vec<_> =
            (0..rayon::current_num_threads()).map(|_| scope.spawn(work)).collect();
        let results = threads.into_iter().map(ScopedJoinHandle::join);
        results.flat_map(|results| results.unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

impl Build<'_> {
    /// Finds the editions of a text whose PDFs would have the same content, so that each is made once: by
    /// the default audience's edition, whose address and citation all readers are given.
    pub(super) fn sharing(
        &self,
        indices: &[usize],
        workshop: Workshop<'_>,
        problems: &mut Problems,
    ) -> Sharing {
        let plan = &self.session.plan;
        let keys: Vec<_> = indices
            .par_iter()
            .map(|&index| self.pdf_key(&plan.editions[index], workshop))
            .collect();
        let mut of_default = HashMap::new();
        let mut sharing = Sharing::default();
        for (&index, (key, found)) in indices.iter().zip(keys) {
            let edition = &plan.editions[index];
            problems.extend(found);
            let Some(key) = key else { continue };
            let key = (edition.work(), key);
            if edition.site.is_default() {
                of_default.insert(key, index);
            }
            let maker = of_default.get(&key).copied().unwrap_or(index);
            sharing.makers.insert(maker);
            sharing.maker.insert(index, maker);
        }
        for &index in indices {
            let edition = &plan.editions[index];
            if edition.is_fallback() {
                let original = plan.original(edition).map(|original| original.index);
                let maker = original.and_then(|index| sharing.maker.get(&index).copied());
                sharing.maker.extend(maker.map(|maker| (index, maker)));
            }
        }
        sharing
    }

    /// Returns a hash of all that the PDF of an edition is made of, but for the lines that name the
    /// edition; none if it has no PDF of its own.
    pub(super) fn pdf_key(
        &self,
        edition: &Edition<'_>,
        workshop: Workshop<'_>,
    ) -> (Option<blake3::Hash>, Problems) {
        let mut found = Problems::default();
        let document = self.session.document(edition, &mut found);
        let renderer = workshop.presses[edition.site.shelved].pdf.as_ref();
        // What stands in for a translation is the original, and so is its PDF.
        let has_own = edition.has_pdf() && !edition.is_fallback() && !found.has_errors();
        // A title that cannot be read was reported, and leaves a document that cannot be set.
        let document = document.filter(|document| has_own && !document.title.is_empty());
        let key = renderer.zip(document).map(|(renderer, document)| {
            let words = workshop.sites[edition.site.index].plain_words();
            renderer.content_hash(&document, words, edition)
        });
        (key, found)
    }

    /// Sets and writes the PDFs; returns what is known of the PDF of each edition.
    pub(super) fn set_pdfs(
        &self,
        workshop: Workshop<'_>,
        sharing: &Sharing,
        steps: &Steps<'_>,
        problems: &mut Problems,
    ) -> Result<BTreeMap<usize, PdfSummary>, CommitError> {
        let is_wanted = |index: &usize| {
            let address = self.session.plan.editions[*index].pdf_address();
            self.only_pdf.is_none_or(|only| only == address)
        };
        let makers: Vec<_> = sharing.makers.iter().copied().filter(is_wanted).collect();
        let finished = AtomicUsize::new(0);
        let set = |&index: &usize| {
            let mut found = Problems::default();
            let edition = &self.session.plan.editions[index];
            let pdf = self.pdf(
                (edition, sharing.wants_summary(index, &self.session.plan)),
                workshop,
                &mut found,
            );
            steps.finish_one();
            if finished.fetch_add(1, Ordering::Relaxed) % CLEARED_AFTER == CLEARED_AFTER - 1 {
                comemo::evict(REMEMBERED);
            }
            (index, pdf, found.of_profile(edition.subject.entity()))
        };
        let mut made = BTreeMap::new();
        for (index, pdf, found) in on_threads_of_their_own(&makers, set) {
            problems.extend(found);
            made.extend(pdf?.map(|pdf| (index, pdf)));
        }
        comemo::evict(0);
        let of_edition =
            |(&index, maker): (&usize, &usize)| Some((index, made.get(maker)?.clone()));
        Ok(sharing.maker.iter().filter_map(of_edition).collect())
    }

    pub(super) fn pdf(
        &self,
        (edition, wants_summary): (&Edition<'_>, bool),
        workshop: Workshop<'_>,
        problems: &mut Problems,
    ) -> Result<Option<PdfSummary>, CommitError> {
        let press = &workshop.presses[edition.site.shelved];
        let document = self.session.document(edition, &mut Problems::default());
        let Some((renderer, document)) = press.pdf.as_ref().zip(document) else { return Ok(None) };
        let chapters = edition.chapters.iter().map(|chapter| chapter.file);
        let manuscripts: Vec<_> = [edition.manuscript.file].into_iter().chain(chapters).collect();
        let context = Context {
            files: self.files,
            manuscripts: &manuscripts,
            audience: &edition.site.audience.id,
        };
        let pages = &workshop.sites[edition.site.index];
        let texts = pages.pdf_texts(edition, &document);
        if self.pdfs == Pdfs::Described {
            return self.describe(edition, workshop, &texts.settings(), problems).map(Some);
        }
        match renderer.render(&document, &texts.settings(), pages.plain_words(), context) {
            Ok(pdf) => {
                let address = edition.pdf_address();
                // The bytes are compressed.
                self.guard.look_at_text(&address, &pdf.text);
                let maker = Maker::Manuscript(edition.manuscript.file);
                self.put(&address, &pdf.bytes, maker, problems)?;
                let summary = if wants_summary {
                    let print = Print { edition, document: &document, settings: texts.settings() };
                    self.summary(print, workshop, problems)?
                } else {
                    None
                };
                let (pages, bytes, summary) = (pdf.pages, pdf.bytes.len(), summary.map(Box::new));
                Ok(Some(PdfSummary { address, pages, bytes, summary }))
            }
            Err(diagnostics) => {
                problems.extend(diagnostics);
                Ok(None)
            }
        }
    }

    /// Sets the summary of a document: on as many pages as it may have, without its figure if that does not
    /// fit.
    pub(super) fn summary(
        &self,
        print: Print<'_>,
        workshop: Workshop<'_>,
        problems: &mut Problems,
    ) -> Result<Option<PdfSummary>, CommitError> {
        let Print { edition, document, settings } = print;
        let press = &workshop.presses[edition.site.shelved];
        let Some((renderer, most)) = press.pdf.as_ref().zip(summary::most_pages(document.form))
        else {
            return Ok(None);
        };
        let words = workshop.sites[edition.site.index].plain_words();
        let settings = PdfSettings { form: "summary", ..settings };
        let manuscripts = [edition.manuscript.file];
        let context = Context {
            files: self.files,
            manuscripts: &manuscripts,
            audience: &edition.site.audience.id,
        };
        for picture in [Picture::First, Picture::None] {
            let short = summary::of(document, &edition.address, picture);
            let pdf = match renderer.render(&short, &settings, words, context) {
                Ok(pdf) => pdf,
                Err(found) => {
                    problems.extend(found);
                    return Ok(None);
                }
            };
            if pdf.pages > most && picture == Picture::First {
                continue;
            }
            if pdf.pages > most {
                problems.push(too_long_summary(edition, (pdf.pages, most)));
            }
            let address = edition.summary_address();
            self.guard.look_at_text(&address, &pdf.text);
            let maker = Maker::Manuscript(edition.manuscript.file);
            self.put(&address, &pdf.bytes, maker, problems)?;
            let (pages, bytes) = (pdf.pages, pdf.bytes.len());
            return Ok(Some(PdfSummary { address, pages, bytes, summary: None }));
        }
        Ok(None)
    }

    /// Puts a hash of all that the PDF of an edition would be made of in its place.
    pub(super) fn describe(
        &self,
        edition: &Edition<'_>,
        workshop: Workshop<'_>,
        settings: &PdfSettings<'_>,
        problems: &mut Problems,
    ) -> Result<PdfSummary, CommitError> {
        let (key, _) = self.pdf_key(edition, workshop);
        let key = key.map(|key| key.to_hex().to_string()).unwrap_or_default();
        let settings = serde_json::to_string(settings).unwrap_or_default();
        let address = edition.pdf_address();
        let maker = Maker::Manuscript(edition.manuscript.file);
        self.put(&address, format!("{key}{settings}").as_bytes(), maker, problems)?;
        Ok(PdfSummary { address, pages: 1, bytes: 1, summary: None })
    }
}
