//! Editions, one by one: bound, set, rendered, written.
//!
//! A build with PDFs binds each edition more than once. Binding takes a hundredth
//! of the time of setting, and keeping thousands of documents would take the
//! memory of the machine.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

use ecow::EcoString;
use rayon::prelude::*;
use typst::comemo;

use super::{Build, EditionFigures, Maker, Pdfs, Press};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::data::register::mentions;
use crate::engine::commit::CommitError;
use crate::engine::proof::{self, Claim};
use crate::plan::{Edition, Plan};
use crate::publication::manuscript::Manuscript;
use crate::render::figure_data;
use crate::render::ledger::{self, Location};
use crate::render::pdf::{Context, PdfSettings};
use crate::render::site::{Output, PdfSummary, Rendered, Share, SitePages, Summary};
use crate::render::summary::{self, Picture};
use crate::tree::{Document, Form};

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

/// The editions that have a PDF of their own, and those that share it.
#[derive(Debug, Default)]
struct Sharing {
    /// For each edition with a PDF, the edition that makes it.
    maker: BTreeMap<usize, usize>,
    /// The editions that make one.
    makers: BTreeSet<usize>,
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

/// Returns the editions of each text in each language of sites, in the order of the plan.
fn groups<'e, 'a: 'e>(
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
    fn wants_summary(&self, maker: usize, plan: &Plan<'_>) -> bool {
        let sharers = self.maker.iter().filter(|(_, own)| **own == maker);
        sharers
            .map(|(index, _)| &plan.editions[*index])
            .any(|edition| edition.site.audience.summaries)
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

    /// Finds the editions of a text whose PDFs would have the same content, so that each is made once: by
    /// the default audience's edition, whose address and citation all readers are given.
    fn sharing(
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
    fn pdf_key(
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
            renderer.content_hash(&document, words, edition.site.audience)
        });
        (key, found)
    }

    /// Sets and writes the PDFs; returns what is known of the PDF of each edition.
    fn set_pdfs(
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
                let message = format!("no book for e-readers can be made ({reason})");
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

    fn pdf(
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
}

impl Build<'_> {
    /// Sets the summary of a document: on as many pages as it may have, without its figure if that does not
    /// fit.
    fn summary(
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
    fn describe(
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

/// Reports a summary that does not fit its pages.
fn too_long_summary(edition: &Edition<'_>, (pages, most): (usize, usize)) -> Diagnostic {
    let language = &edition.site.language.tag;
    let message = format!(
        "the summary in `{language}` has {pages} pages, {} more than it may have",
        pages - most
    );
    Diagnostic::error(Code::OverBudget, Span::start_of(edition.manuscript.file), message).with_hint(
        "shorten its finding and key messages, or set `summaries: false` for the audience",
    )
}

/// Maps `items` on as many threads as the pool has, but not on those of the pool: Typst works
/// on them too, and one that waits for it would begin the next item on top of its stack.
fn on_threads_of_their_own<T: Sync, R: Send>(items: &[T], map: impl Fn(&T) -> R + Sync) -> Vec<R> {
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

/// Returns the limits of an edition with what it uses of them: what is counted, limit, use.
fn limits(edition: &Edition<'_>, summary: &Summary) -> Vec<(&'static str, Spanned<usize>, usize)> {
    let budget = edition.site.audience.budgets.get(&edition.form()).copied().unwrap_or_default();
    let pages = summary.pdf.as_ref().map(|pdf| pdf.pages);
    let words = budget.max_words.map(|limit| ("words", limit, summary.words));
    let pages = budget.max_pages.zip(pages).map(|(limit, pages)| ("pages", limit, pages));
    words.into_iter().chain(pages).collect()
}

/// Returns an edition in numbers.
pub(super) fn figures(edition: &Edition<'_>, summary: &Summary) -> EditionFigures {
    let form = match edition.form() {
        Form::Report => "report",
        Form::Brief => "brief",
        Form::Page => "page",
        Form::Register => "register",
        Form::Entry => "entry",
        Form::Profiles => "profiles",
    };
    let entity = edition.subject.entity().map(|id| format!("/{id}")).unwrap_or_default();
    let names = edition.subject.entity().map(|id| {
        let name = edition.site.projection.entities.name(id);
        std::iter::once(id).chain(name.all()).map(ToString::to_string).collect()
    });
    let limits = limits(edition, summary);
    let used = limits.iter().map(|(_, limit, used)| used * 100 / limit.value.max(1));
    EditionFigures {
        work: format!("{form} {}{entity}", edition.manuscript.id),
        entity: names.unwrap_or_default(),
        audience: edition.site.audience.id.to_string(),
        language: edition.site.language.tag.to_string(),
        words: summary.words,
        pages: summary.pdf.as_ref().map(|pdf| pdf.pages),
        numbers: summary.numbers,
        figures: summary.figures,
        entries: summary.entries,
        budget_used: used.max(),
    }
}

/// Reports an edition that is longer than its audience allows.
fn check_budget(edition: &Edition<'_>, summary: &Summary, problems: &mut Problems) {
    let (id, tag) = (&edition.site.audience.id, &edition.site.language.tag);
    for (what, limit, used) in limits(edition, summary) {
        if used <= limit.value {
            continue;
        }
        let (over, allowed) = (used - limit.value, limit.value);
        let message = format!(
            "the edition for `{id}` in `{tag}` has {used} {what}, {over} more than its budget of {allowed}"
        );
        let start = Span::start_of(edition.manuscript.file);
        problems.push(
            Diagnostic::error(Code::OverBudget, start, message)
                .with_related(limit.span, "the budget is set here")
                .with_hint("shorten it, hide blocks with `not-audience`, or raise the budget"),
        );
    }
}
