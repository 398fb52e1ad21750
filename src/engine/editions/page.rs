//! What each edition of a text has of its own: its page, and the files beside it.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use ecow::EcoString;

use super::gather::Finished;
use super::limits::check_budget;
use super::sharing::downloads;
use super::{Bound, Production, Text};
use crate::data::register::mentions;
use crate::engine::commit::CommitError;
use crate::engine::proof::{self, Claim};
use crate::plan::Edition;
use crate::render::format::{EditionSource, OfferedFile, Rendering};
use crate::render::site::{Rendered, Share, SitePages, Summary};
use crate::tree::Document;

/// What was rendered of the editions of one text in one language, for those to come.
struct RenderedEditions {
    /// How many are to come.
    waiting: usize,
    rendered: Vec<(usize, Rendered)>,
    /// Whether two of them do not read alike.
    differ: bool,
}

impl RenderedEditions {
    fn alike(&self, pages: &SitePages<'_>, document: &Document) -> Option<&Rendered> {
        let rendered = self.rendered.iter().map(|(_, rendered)| rendered);
        rendered.into_iter().find(|rendered| rendered.is_alike(pages, document))
    }
}

impl Production<'_> {
    /// Renders and writes the pages of a text's editions.
    pub(super) fn pages(&self, text: Text<'_>) -> Vec<Finished> {
        let Text { bound, makers, sets, .. } = text;
        let sets = sets.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut finished = Vec::with_capacity(bound.len());
        for bound in by_language(bound) {
            let mut others =
                RenderedEditions { waiting: bound.len(), rendered: Vec::new(), differ: false };
            let first = finished.len();
            for bound in bound {
                let downloads = downloads(&makers, &sets, bound.edition.index);
                finished.push(self.page(bound, downloads, &mut others));
                self.steps.finish(1);
            }
            // What stands alone, or reads like all others, disagrees with nobody.
            let differing = others.rendered.iter().filter(|_| others.differ);
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
                if let Err(error) = set.downloads {
                    own.summary = Err(error);
                }
            }
        }
        finished
    }

    fn page(
        &self,
        mut bound: Bound<'_>,
        downloads: Vec<OfferedFile>,
        others: &mut RenderedEditions,
    ) -> Finished {
        let mut claims = Vec::new();
        let summary = match &bound.document {
            Some(document) => {
                let entries = entries(bound.edition);
                let mut summary = Summary { entries, ..Summary::new(document, downloads) };
                self.render(&mut bound, &mut summary, others).map(|own| {
                    claims = own;
                    summary
                })
            }
            None => Ok(Summary::default()),
        };
        let Bound { edition, problems, .. } = bound;
        let problems = problems.of_profile(edition.subject.entity());
        Finished { index: edition.index, summary, claims, problems }
    }

    /// Renders and writes the files that an edition has of its own; returns what it says that others might say
    /// differently.
    fn render(
        &self,
        bound: &mut Bound<'_>,
        summary: &mut Summary,
        others: &mut RenderedEditions,
    ) -> Result<Vec<Claim>, CommitError> {
        let Bound { edition, document: Some(document), problems } = bound else {
            return Ok(Vec::new());
        };
        let edition: &Edition<'_> = edition;
        if edition.subject.is_entity() {
            summary.facts.forget_texts();
        }
        // A document with holes is not worth rendering.
        if problems.has_errors() {
            return Ok(Vec::new());
        }
        check_budget(edition, summary, problems);
        if let Some(only) = self.build.only {
            let source = self.own_source((edition, document), &*summary, Share::Alone);
            let rendering = self.only(only, &source);
            self.put_all(edition, rendering, summary, problems)?;
            return Ok(Vec::new());
        }
        let pages = &self.renderers.sites[edition.site.index];
        others.waiting -= 1;
        let alike = others.alike(pages, document);
        let differs = alike.is_none() && !others.rendered.is_empty();
        let is_last = differs && others.waiting == 0;
        let claims = if is_last { proof::claims(document) } else { Vec::new() };
        let share = match alike {
            Some(rendered) => Share::With(rendered),
            None if others.waiting > 0 => Share::Keep,
            None => Share::Alone,
        };
        summary.card = self.build.edition_card(edition, document, self.renderers, problems)?;
        let mut kept = None;
        for format in &self.renderers.formats.own {
            let source = self.own_source((edition, document), &*summary, share);
            let rendering = format.render(&source);
            kept = kept.or(self.put_all(edition, rendering, summary, problems)?);
        }
        others.differ |= differs;
        others.rendered.extend(kept.map(|rendered| (edition.index, rendered)));
        Ok(claims)
    }
}

impl Production<'_> {
    /// Renders the one file that is wanted, if it is one that an edition has of its own.
    fn only(&self, path: &str, source: &EditionSource<'_>) -> Rendering {
        let mut own = self.renderers.formats.own.iter();
        let is_wanted = |address: EcoString| address == path;
        let wanted = own.find(|format| format.address(source.edition).is_some_and(is_wanted));
        wanted.map(|format| format.render(source)).unwrap_or_default()
    }

    /// Returns what the files are rendered from that an edition has of its own.
    fn own_source<'s>(
        &'s self,
        (edition, document): (&'s Edition<'_>, &'s Document),
        summary: &'s Summary,
        share: Share<'s>,
    ) -> EditionSource<'s> {
        let pages = &self.renderers.sites[edition.site.index];
        let (content, sharers) = (None, &[][..]);
        EditionSource { pages, edition, document, summary, share, content, sharers }
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
