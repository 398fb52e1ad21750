//! PDFs: which editions share one, and how each is set.

use std::collections::{BTreeSet, HashMap};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use typst::comemo;

use super::limits::too_long_summary;
use super::{Bound, Production, Text};
use crate::base::diagnostic::Problems;
use crate::base::span::FileId;
use crate::engine::claims::Maker;
use crate::engine::commit::CommitError;
use crate::engine::{Build, Pdfs};
use crate::plan::Edition;
use crate::render::pdf::{Content, Context, PdfRenderer, PdfSettings};
use crate::render::site::PdfSummary;
use crate::render::summary::{self, Picture};
use crate::tree::Document;

/// After how many documents Typst's memory of old ones is cleared. Ages count for the whole
/// process, so one place clears; the other threads go on setting meanwhile.
const CLEARED_AFTER: usize = 24;

/// How many clearings outlives what was not used again.
const REMEMBERED: usize = 2;

/// A PDF to set.
pub(super) struct Setting {
    /// Which of the text's editions it is set for.
    place: usize,
    content: Content,
    /// Whether it has a summary: if one of the editions that share it is for an audience that gets
    /// summaries.
    wants_summary: bool,
}

/// A PDF that is set.
pub(super) struct Set {
    /// The edition that it is set for, by its number in the plan.
    pub(super) maker: usize,
    pub(super) pdf: Result<Option<PdfSummary>, CommitError>,
    pub(super) problems: Problems,
}

/// A document that is printed.
#[derive(Clone, Copy)]
struct Print<'p> {
    edition: &'p Edition<'p>,
    document: &'p Document,
    renderer: &'p PdfRenderer,
    settings: &'p PdfSettings<'p>,
}

impl Build<'_> {
    /// Whether an edition has a PDF of its own in this build. What stands in for a translation is the original,
    /// and so is its PDF.
    pub(super) fn has_own_pdf(&self, edition: &Edition<'_>) -> bool {
        self.pdfs != Pdfs::Skipped && edition.has_pdf() && !edition.is_fallback()
    }
}

impl Production<'_> {
    /// Finds the editions of a text whose PDFs would have the same content, so that each is made once: by
    /// the default audience's edition, whose address and citation all readers are given.
    pub(super) fn share(&self, text: &mut Text<'_>) {
        let contents = text.bound.iter().map(|bound| self.content(bound));
        let mut contents: Vec<_> = contents.collect();
        let mut of_default = HashMap::new();
        let mut makers = BTreeSet::new();
        for (bound, content) in text.bound.iter().zip(&contents) {
            let Some(content) = content else { continue };
            let index = bound.edition.index;
            if bound.edition.site.is_default() {
                of_default.insert(content.hash, index);
            }
            let maker = of_default.get(&content.hash).copied().unwrap_or(index);
            if !makers.insert(maker) {
                self.steps.finish(1);
            }
            text.makers.insert(index, maker);
        }
        let plan = &self.build.session.plan;
        for bound in text.bound.iter().filter(|bound| bound.edition.is_fallback()) {
            let original = plan.original(bound.edition).map(|original| original.index);
            let maker = original.and_then(|index| text.makers.get(&index).copied());
            text.makers.extend(maker.map(|maker| (bound.edition.index, maker)));
        }
        for (place, bound) in text.bound.iter().enumerate() {
            let index = bound.edition.index;
            let address = bound.edition.pdf_address();
            let is_wanted = self.build.only_pdf.is_none_or(|only| only == address);
            let (true, true, Some(content)) =
                (makers.contains(&index), is_wanted, contents[place].take())
            else {
                continue;
            };
            let sharers = text.makers.iter().filter(|(_, maker)| **maker == index);
            let wants_summary = sharers
                .map(|(sharer, _)| &plan.editions[*sharer])
                .any(|edition| edition.site.audience.summaries);
            text.settings.push(Setting { place, content, wants_summary });
        }
    }

    /// Returns all that the PDF of an edition is made of, but for the lines that name the edition; none if it
    /// has no PDF of its own.
    fn content(&self, bound: &Bound<'_>) -> Option<Content> {
        let Bound { edition, document, problems } = bound;
        let renderer = self.workshop.presses[edition.site.shelved].pdf.as_ref()?;
        let has_own = self.build.has_own_pdf(edition) && !problems.has_errors();
        // A title that cannot be read was reported, and leaves a document that cannot be set.
        let document =
            document.as_ref().filter(|document| has_own && !document.title.is_empty())?;
        let words = self.workshop.sites[edition.site.index].plain_words();
        Some(renderer.content(document, words, edition))
    }

    /// Sets and writes a PDF.
    pub(super) fn set_pdf(&self, text: &Text<'_>, setting: &Setting) {
        let edition = text.bound[setting.place].edition;
        let mut problems = Problems::default();
        let pdf = self.pdf(&text.bound[setting.place], setting, &mut problems);
        let problems = problems.of_profile(edition.subject.entity());
        text.sets.lock().unwrap_or_else(PoisonError::into_inner).push(Set {
            maker: edition.index,
            pdf,
            problems,
        });
        self.steps.finish(1);
        if self.set.fetch_add(1, Ordering::Relaxed) % CLEARED_AFTER == CLEARED_AFTER - 1 {
            comemo::evict(REMEMBERED);
        }
    }

    fn pdf(
        &self,
        bound: &Bound<'_>,
        setting: &Setting,
        problems: &mut Problems,
    ) -> Result<Option<PdfSummary>, CommitError> {
        let edition = bound.edition;
        let renderer = self.workshop.presses[edition.site.shelved].pdf.as_ref();
        let Some((renderer, document)) = renderer.zip(bound.document.as_ref()) else {
            return Ok(None);
        };
        let texts = self.workshop.sites[edition.site.index].pdf_texts(edition, document);
        let print = Print { edition, document, renderer, settings: &texts.settings() };
        if self.build.pdfs == Pdfs::Described {
            return self.describe(print, &setting.content, problems).map(Some);
        }
        let chapters = edition.chapters.iter().map(|chapter| chapter.file);
        let manuscripts: Vec<_> = [edition.manuscript.file].into_iter().chain(chapters).collect();
        let context = self.context(edition, &manuscripts);
        let job = renderer.job(document, &setting.content, print.settings, context);
        let pdf = match self.build.store.pdf(job) {
            Ok(pdf) => pdf,
            Err(diagnostics) => {
                problems.extend(diagnostics);
                return Ok(None);
            }
        };
        let address = edition.pdf_address();
        // The bytes are compressed.
        self.build.guard.look_at_text(&address, &pdf.text);
        let maker = Maker::Manuscript(edition.manuscript.file);
        self.build.put(&address, &pdf.bytes, maker, problems)?;
        let summary = if setting.wants_summary { self.summary(print, problems)? } else { None };
        let (pages, bytes, summary) = (pdf.pages, pdf.bytes.len(), summary.map(Box::new));
        Ok(Some(PdfSummary { address, pages, bytes, summary }))
    }

    fn context<'c>(&'c self, edition: &'c Edition<'_>, manuscripts: &'c [FileId]) -> Context<'c> {
        Context { files: self.build.files, manuscripts, audience: &edition.site.audience.id }
    }

    /// Sets the summary of a document: on as many pages as it may have, without its figure if that does not
    /// fit.
    fn summary(
        &self,
        print: Print<'_>,
        problems: &mut Problems,
    ) -> Result<Option<PdfSummary>, CommitError> {
        let Print { edition, document, renderer, settings } = print;
        let Some(most) = summary::most_pages(document.form) else { return Ok(None) };
        let words = self.workshop.sites[edition.site.index].plain_words();
        let settings = PdfSettings { form: "summary", ..settings.clone() };
        let manuscripts = [edition.manuscript.file];
        let context = self.context(edition, &manuscripts);
        for picture in [Picture::First, Picture::None] {
            let short = summary::of(document, &edition.address, picture);
            let content = renderer.content(&short, words, edition);
            let job = renderer.job(&short, &content, &settings, context);
            let pdf = match self.build.store.pdf(job) {
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
            self.build.guard.look_at_text(&address, &pdf.text);
            let maker = Maker::Manuscript(edition.manuscript.file);
            self.build.put(&address, &pdf.bytes, maker, problems)?;
            let (pages, bytes) = (pdf.pages, pdf.bytes.len());
            return Ok(Some(PdfSummary { address, pages, bytes, summary: None }));
        }
        Ok(None)
    }

    /// Puts a hash of all that the PDF of an edition would be made of in its place.
    fn describe(
        &self,
        print: Print<'_>,
        content: &Content,
        problems: &mut Problems,
    ) -> Result<PdfSummary, CommitError> {
        let settings = serde_json::to_string(print.settings).unwrap_or_default();
        let address = print.edition.pdf_address();
        let maker = Maker::Manuscript(print.edition.manuscript.file);
        let text = format!("{}{settings}", content.hash.to_hex());
        self.build.put(&address, text.as_bytes(), maker, problems)?;
        Ok(PdfSummary { address, pages: 1, bytes: 1, summary: None })
    }
}
