//! The pages of a text's editions, and the files beside them.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use ecow::EcoString;

use super::gather::Finished;
use super::limits::check_budget;
use super::{Bound, Production, Text};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Span;
use crate::data::register::mentions;
use crate::engine::Pdfs;
use crate::engine::claims::Maker;
use crate::engine::commit::CommitError;
use crate::engine::proof::{self, Claim};
use crate::plan::Edition;
use crate::plan::routes;
use crate::render::figure_data;
use crate::render::ledger::{self, Location};
use crate::render::site::{Output, PdfSummary, Rendered, Share, SitePages, Summary};
use crate::tree::Document;

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

/// What a page is made from.
struct PageSource<'l> {
    edition: &'l Edition<'l>,
    document: &'l Document,
    /// The PDF of the edition, if it has one.
    pdf: Option<PdfSummary>,
}

impl Production<'_> {
    /// Renders and writes the pages of a text's editions.
    pub(super) fn pages(&self, text: Text<'_>) -> Vec<Finished> {
        let Text { bound, makers, sets, .. } = text;
        let sets = sets.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut finished = Vec::with_capacity(bound.len());
        for bound in by_language(bound) {
            let mut desk = Desk { waiting: bound.len(), rendered: Vec::new(), differ: false };
            let first = finished.len();
            for bound in bound {
                let maker = makers.get(&bound.edition.index);
                let set = sets.iter().find(|set| Some(&set.maker) == maker);
                let pdf = set.and_then(|set| set.pdf.as_ref().ok()?.clone());
                finished.push(self.page(bound, pdf, &mut desk));
                self.steps.finish(1);
            }
            // What stands alone, or reads like all others, disagrees with nobody.
            let differing = desk.rendered.iter().filter(|_| desk.differ);
            for (index, rendered) in differing {
                let own = finished[first..].iter_mut().find(|own| own.index == *index);
                if let Some(own) = own {
                    own.claims = proof::claims(rendered.document());
                }
            }
        }
        for set in sets {
            let own = finished.iter_mut().find(|own| own.index == set.maker);
            if let Some(own) = own {
                own.problems.extend(set.problems);
                if let Err(error) = set.pdf {
                    own.summary = Err(error);
                }
            }
        }
        finished
    }

    fn page(&self, bound: Bound<'_>, pdf: Option<PdfSummary>, desk: &mut Desk) -> Finished {
        let Bound { edition, document, mut problems } = bound;
        let mut claims = Vec::new();
        let summary = match &document {
            Some(document) => {
                let source = PageSource { edition, document, pdf };
                self.render(source, desk, &mut claims, &mut problems)
            }
            None => Ok(Summary::default()),
        };
        let problems = problems.of_profile(edition.subject.entity());
        Finished { index: edition.index, summary, claims, problems }
    }

    fn render(
        &self,
        source: PageSource<'_>,
        desk: &mut Desk,
        claims: &mut Vec<Claim>,
        problems: &mut Problems,
    ) -> Result<Summary, CommitError> {
        let PageSource { edition, document, pdf } = source;
        let entries = entries(edition);
        let mut summary = Summary { entries, ..Summary::new(document, pdf) };
        if edition.subject.is_entity() {
            summary.forget_texts();
        }
        // A document with holes is not worth rendering.
        if problems.has_errors() {
            return Ok(summary);
        }
        check_budget(edition, &summary, problems);
        let pages = &self.workshop.sites[edition.site.index];
        desk.waiting -= 1;
        let alike = desk.alike(pages, document);
        let differs = alike.is_none() && !desk.rendered.is_empty();
        if differs && desk.waiting == 0 {
            *claims = proof::claims(document);
        }
        let share = match alike {
            Some(rendered) => Share::With(rendered),
            None if desk.waiting > 0 => Share::Keep,
            None => Share::Alone,
        };
        summary.card = self.build.edition_card(edition, document, self.workshop, problems)?;
        summary.epub = self.epub(edition, document, problems)?;
        if edition.is_front() {
            // It stands among lists of all other texts, so its page is made with theirs.
            desk.differ |= differs;
            self.beside(edition, document, &summary, problems)?;
            return Ok(summary);
        }
        let page = pages.document(edition, document, (&summary, share));
        desk.differ |= differs;
        if let Some((Output { path, text, listing }, rendered)) = problems.keep(page) {
            desk.rendered.extend(rendered.map(|rendered| (edition.index, rendered)));
            summary.listing = listing;
            let maker = Maker::Manuscript(edition.manuscript.file);
            self.build.put(&path, text.as_bytes(), maker, problems)?;
        }
        self.beside(edition, document, &summary, problems)?;
        Ok(summary)
    }

    /// Writes the files beside a page.
    fn beside(
        &self,
        edition: &Edition<'_>,
        document: &Document,
        summary: &Summary,
        problems: &mut Problems,
    ) -> Result<(), CommitError> {
        let pages = &self.workshop.sites[edition.site.index];
        let location = Location {
            base_url: self.build.base_url,
            address: &edition.address,
            audience: &edition.site.audience.id,
        };
        let maker = || Maker::Manuscript(edition.manuscript.file);
        let put = |path: &str, text: &str, problems: &mut Problems| {
            self.build.put(path, text.as_bytes(), maker(), problems)
        };
        for path in self.build.session.plan.redirects(edition) {
            put(&path, &pages.redirect(edition, &path), problems)?;
        }
        let markdown = pages.markdown(edition, document);
        put(&markdown.path, &markdown.text, problems)?;
        for Output { path, text, .. } in pages.edition_references(edition, document, summary) {
            put(&path, &text, problems)?;
        }
        if let Some(text) = ledger::render(document, location, &edition.site.projection.files) {
            put(&format!("{}{}", edition.address, routes::NUMBERS), &text, problems)?;
        }
        let dress = pages.dress(document);
        for file in figure_data::render(document, &dress, location) {
            put(&file.path, &file.text, problems)?;
        }
        for page in problems.keep(pages.figures(edition, document)).into_iter().flatten() {
            put(&page.path, &page.text, problems)?;
        }
        Ok(())
    }

    /// Makes the book of a report, with the PDFs; returns its path and how many bytes it has.
    fn epub(
        &self,
        edition: &Edition<'_>,
        document: &Document,
        problems: &mut Problems,
    ) -> Result<Option<(EcoString, usize)>, CommitError> {
        let address = edition.epub_address().filter(|_| self.build.pdfs != Pdfs::Skipped);
        let Some(address) = address else { return Ok(None) };
        let pages = &self.workshop.sites[edition.site.index];
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
        self.build.guard.look_at_text(&address, &book.text);
        let maker = Maker::Manuscript(edition.manuscript.file);
        self.build.put(&address, &book.bytes, maker, problems)?;
        Ok(Some((address, book.bytes.len())))
    }
}

/// Returns the editions of each language of sites, in the order in which the languages come first.
fn by_language(bound: Vec<Bound<'_>>) -> Vec<Vec<Bound<'_>>> {
    let mut languages: Vec<Vec<Bound<'_>>> = Vec::new();
    for bound in bound {
        let tag = &bound.edition.site.language.tag;
        match languages.iter_mut().find(|known| known[0].edition.site.language.tag == *tag) {
            Some(known) => known.push(bound),
            None => languages.push(vec![bound]),
        }
    }
    languages
}

/// Returns how many entries of registers an edition speaks of.
fn entries(edition: &Edition<'_>) -> usize {
    let registers = &edition.site.projection.registers;
    let texts = [edition.manuscript].into_iter().chain(edition.chapters.iter().copied());
    let entries = texts.flat_map(|text| mentions::of(text, registers));
    entries.collect::<BTreeSet<_>>().len()
}
