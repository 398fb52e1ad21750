//! Editions, one by one: bound, set, rendered, written.
//!
//! A build with PDFs binds each edition more than once. Binding takes a hundredth
//! of the time of setting, and keeping thousands of documents would take the
//! memory of the machine.

mod limits;
mod sets;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};

use ecow::EcoString;
use rayon::prelude::*;

use super::{Build, Maker, Pdfs, Press};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Span;
use crate::data::register::mentions;
use crate::engine::commit::CommitError;
use crate::engine::proof::{self, Claim};
use crate::plan::Edition;
use crate::render::figure_data;
use crate::render::ledger::{self, Location};
use crate::render::pdf::PdfSettings;
use crate::render::site::{Output, PdfSummary, Rendered, Share, SitePages, Summary};
use crate::tree::Document;
use limits::check_budget;
pub(super) use limits::figures;
use sets::{Sharing, groups};

/// After how many documents Typst's memory of old ones is cleared. Ages count for the whole
/// process, so one place clears; the other threads go on setting meanwhile.
const CLEARED_AFTER: usize = 24;

/// How many clearings outlives what was not used again.
const REMEMBERED: usize = 2;

/// What editions are made with.
#[derive(Clone, Copy)]
pub(super) struct Workshop<'a> {
    pub presses: &'a [Press<'a>],
    pub sites: &'a [SitePages<'a>],
}

/// What was rendered of the editions of one text in one language, for those to come.
struct Desk {
    /// How many are to come.
    waiting: usize,
    rendered: Vec<(usize, Rendered)>,
    /// Whether two of them do not read alike.
    differ: bool,
}

impl Desk {
    fn alike(&self, pages: &SitePages<'_>, document: &Document) -> Option<&Rendered> {
        let rendered = self.rendered.iter().map(|(_, rendered)| rendered);
        rendered.into_iter().find(|rendered| rendered.is_alike(pages, document))
    }
}

/// A document that is printed.
struct Print<'a> {
    edition: &'a Edition<'a>,
    document: &'a Document,
    settings: PdfSettings<'a>,
}

/// Counts finished steps.
struct Steps<'a> {
    done: AtomicUsize,
    all: usize,
    report: &'a (dyn Fn(usize, usize) + Sync),
}

impl Steps<'_> {
    fn finish_one(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        (self.report)(done, self.all);
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
        let sharing = match self.pdfs {
            Pdfs::Made | Pdfs::Described => self.sharing(indices, workshop, problems),
            Pdfs::Skipped => Sharing::default(),
        };
        let steps = Steps {
            done: AtomicUsize::new(0),
            all: indices.len() + sharing.makers.len(),
            report: self.progress,
        };
        let pdfs = self.set_pdfs(workshop, &sharing, &steps, problems)?;
        self.render_pages((indices, workshop), &pdfs, &steps, problems)
    }

    /// Renders and writes the pages of editions.
    fn render_pages(
        &self,
        (indices, workshop): (&[usize], Workshop<'_>),
        pdfs: &BTreeMap<usize, PdfSummary>,
        steps: &Steps<'_>,
        problems: &mut Problems,
    ) -> Result<Vec<Summary>, CommitError> {
        let editions = &self.session.plan.editions;
        let finish = |edition: &Edition<'_>, desk: &mut Desk| {
            let mut found = Problems::default();
            let pdf = pdfs.get(&edition.index).cloned();
            let mut claims = Vec::new();
            let summary = self.page(edition, (pdf, &mut claims), (workshop, desk), &mut found);
            steps.finish_one();
            (summary, (edition.index, claims), found.of_profile(edition.subject.entity()))
        };
        let groups = groups(indices.iter().map(|&index| &editions[index]));
        let finish_group = |group: &Vec<&Edition<'_>>| {
            let mut desk = Desk { waiting: group.len(), rendered: Vec::new(), differ: false };
            let mut finished: Vec<_> =
                group.iter().map(|edition| finish(edition, &mut desk)).collect();
            // What stands alone, or reads like all others, disagrees with nobody.
            let differing = desk.rendered.iter().filter(|_| desk.differ);
            for (index, rendered) in differing {
                let own = finished.iter_mut().find(|(_, (own, _), _)| own == index);
                if let Some((_, (_, claims), _)) = own {
                    *claims = proof::claims(rendered.document());
                }
            }
            finished
        };
        let finished: Vec<_> = groups.par_iter().map(finish_group).collect();
        let mut finished: Vec<_> = finished.into_iter().flatten().collect();
        let places: HashMap<_, _> =
            indices.iter().zip(0..).map(|(&index, place)| (index, place)).collect();
        finished.sort_by_key(|(_, (index, _), _): &(_, (usize, _), _)| {
            places.get(index).copied().unwrap_or(0_usize)
        });
        let mut summaries = Vec::with_capacity(indices.len());
        let mut claims = Vec::new();
        for (summary, (index, said), found) in finished {
            problems.extend(found);
            summaries.push(summary?);
            claims.push((&editions[index], said));
        }
        proof::disagreements(&claims, problems);
        Ok(summaries)
    }

    fn page(
        &self,
        edition: &Edition<'_>,
        (pdf, claims): (Option<PdfSummary>, &mut Vec<Claim>),
        (workshop, desk): (Workshop<'_>, &mut Desk),
        problems: &mut Problems,
    ) -> Result<Summary, CommitError> {
        let Some(document) = self.session.document(edition, problems) else {
            return Ok(Summary::default());
        };
        let entries = Self::entries(edition);
        let mut summary = Summary { entries, ..Summary::new(&document, pdf) };
        if edition.subject.is_entity() {
            summary.forget_texts();
        }
        // A document with holes is not worth rendering.
        if problems.has_errors() {
            return Ok(summary);
        }
        check_budget(edition, &summary, problems);
        let pages = &workshop.sites[edition.site.index];
        desk.waiting -= 1;
        let alike = desk.alike(pages, &document);
        let differs = alike.is_none() && !desk.rendered.is_empty();
        if differs && desk.waiting == 0 {
            *claims = proof::claims(&document);
        }
        let share = match alike {
            Some(rendered) => Share::With(rendered),
            None if desk.waiting > 0 => Share::Keep,
            None => Share::Alone,
        };
        summary.card = self.edition_card(edition, &document, workshop, problems)?;
        summary.epub = self.epub(edition, &document, workshop, problems)?;
        let maker = || Maker::Manuscript(edition.manuscript.file);
        let page = pages.document(edition, &document, (&summary, share));
        desk.differ |= differs;
        if let Some((Output { path, text, listing }, rendered)) = problems.keep(page) {
            desk.rendered.extend(rendered.map(|rendered| (edition.index, rendered)));
            summary.listing = listing;
            self.put(&path, text.as_bytes(), maker(), problems)?;
        }
        for path in self.session.plan.redirects(edition) {
            let text = pages.redirect(edition, &path);
            self.put(&path, text.as_bytes(), maker(), problems)?;
        }
        let references = pages.edition_references(edition, &document, &summary);
        for Output { path, text, .. } in
            [vec![pages.markdown(edition, &document)], references].concat()
        {
            self.put(&path, text.as_bytes(), maker(), problems)?;
        }
        let location = Location {
            base_url: self.base_url,
            address: &edition.address,
            audience: &edition.site.audience.id,
        };
        if let Some(text) = ledger::render(&document, location, &edition.site.projection.files) {
            let path = format!("{}{}", edition.address, ledger::FILE_NAME);
            self.put(&path, text.as_bytes(), maker(), problems)?;
        }
        let dress = pages.dress(&document);
        for file in figure_data::render(&document, &dress, location) {
            self.put(&file.path, file.text.as_bytes(), maker(), problems)?;
        }
        for page in problems.keep(pages.figures(edition, &document)).into_iter().flatten() {
            self.put(&page.path, page.text.as_bytes(), maker(), problems)?;
        }
        Ok(summary)
    }

    /// Returns how many entries of registers an edition speaks of.
    fn entries(edition: &Edition<'_>) -> usize {
        let registers = &edition.site.projection.registers;
        let texts = [edition.manuscript].into_iter().chain(edition.chapters.iter().copied());
        let entries = texts.flat_map(|text| mentions::of(text, registers));
        entries.collect::<BTreeSet<_>>().len()
    }

    /// Makes the book of a report, with the PDFs; returns its path and how many bytes it has.
    fn epub(
        &self,
        edition: &Edition<'_>,
        document: &Document,
        workshop: Workshop<'_>,
        problems: &mut Problems,
    ) -> Result<Option<(EcoString, usize)>, CommitError> {
        let address = edition.epub_address().filter(|_| self.pdfs != Pdfs::Skipped);
        let Some(address) = address else { return Ok(None) };
        let pages = &workshop.sites[edition.site.index];
        let book = match pages.epub(edition, document) {
            Ok(book) => book,
            Err(reason) => {
                let message = format!("the EPUB cannot be made ({reason})");
                let place = Span::start_of(edition.manuscript.file);
                problems.push(Diagnostic::error(Code::UnexpectedFile, place, message));
                return Ok(None);
            }
        };
        // The bytes are compressed.
        self.guard.look_at_text(&address, &book.text);
        let maker = Maker::Manuscript(edition.manuscript.file);
        self.put(&address, &book.bytes, maker, problems)?;
        Ok(Some((address, book.bytes.len())))
    }
}

impl Build<'_> {}
