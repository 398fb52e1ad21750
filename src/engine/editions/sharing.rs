//! Which editions share a file, and how each such file is made.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::PoisonError;

use super::{Bound, Production, Text};
use crate::base::diagnostic::Problems;
use crate::engine::claims::Maker;
use crate::engine::commit::CommitError;
use crate::plan::Edition;
use crate::render::format::{Content, EditionSource, OfferedFile, Render, Rendering};
use crate::render::site::{Rendered, Share, Summary};

/// A file to make that editions may share.
pub(super) struct Part {
    /// Its format, by its place among those that are shared.
    format: usize,
    /// Which of the text's editions it is made for.
    place: usize,
    content: Content,
}

/// A file that is made, with those beside it.
pub(super) struct MadePart {
    format: usize,
    /// The edition that it is made for, by its number in the plan.
    pub(super) maker: usize,
    pub(super) downloads: Result<Vec<OfferedFile>, CommitError>,
    pub(super) problems: Problems,
}

/// For each edition, by its number in the plan, the edition that its file is made for.
pub(super) type Makers = BTreeMap<usize, usize>;

impl Production<'_> {
    /// Finds the editions of a text whose files would have the same content, so that each is made once.
    pub(super) fn share(&self, text: &mut Text<'_>) {
        for (number, format) in self.renderers.formats.shared.iter().enumerate() {
            let (makers, parts) = self.share_format(text, (number, &**format));
            text.makers.push(makers);
            text.parts.extend(parts);
        }
    }

    /// Makes each file for the default audience's edition, if it is among those that share it: all readers are
    /// given its address and citation.
    fn share_format(
        &self,
        text: &Text<'_>,
        (number, format): (usize, &dyn Render),
    ) -> (Makers, Vec<Part>) {
        let mut contents: Vec<_> =
            text.bound.iter().map(|bound| self.content(bound, format)).collect();
        let mut of_default = HashMap::new();
        let mut own = BTreeSet::new();
        let mut makers = Makers::new();
        for (bound, content) in text.bound.iter().zip(&contents) {
            let Some(content) = content else { continue };
            let index = bound.edition.index;
            if bound.edition.site.is_default() {
                of_default.insert(content.hash, index);
            }
            let maker = of_default.get(&content.hash).copied().unwrap_or(index);
            if !own.insert(maker) {
                self.steps.finish(1);
            }
            makers.insert(index, maker);
        }
        for bound in text.bound.iter().filter(|bound| bound.edition.is_fallback()) {
            let original = self.build.session.plan.original(bound.edition);
            let maker = original.and_then(|original| makers.get(&original.index).copied());
            makers.extend(maker.map(|maker| (bound.edition.index, maker)));
        }
        let mut parts = Vec::new();
        for (place, bound) in text.bound.iter().enumerate() {
            let is_wanted = self.build.only.is_none_or(|only| {
                format.address(bound.edition).is_some_and(|address| address == only)
            });
            if is_wanted && own.contains(&bound.edition.index) {
                let content = contents[place].take();
                parts.extend(content.map(|content| Part { format: number, place, content }));
            }
        }
        (makers, parts)
    }

    /// Returns all that the file of an edition is made of; none if it has none of its own.
    fn content(&self, bound: &Bound<'_>, format: &dyn Render) -> Option<Content> {
        format.address(bound.edition).filter(|_| !bound.problems.has_errors())?;
        format.content(&self.source(bound, &Summary::default())?)
    }

    /// Returns what an edition is rendered from; none if its language has no words.
    fn source<'s>(
        &'s self,
        bound: &'s Bound<'_>,
        summary: &'s Summary,
    ) -> Option<EditionSource<'s>> {
        Some(EditionSource {
            pages: &self.renderers.sites[bound.edition.site.index],
            edition: bound.edition,
            document: bound.document.as_ref()?,
            summary,
            share: Share::Alone,
            content: None,
            sharers: &[],
        })
    }

    /// Makes and writes a file that editions may share.
    pub(super) fn make_part(&self, text: &Text<'_>, part: &Part) {
        let bound = &text.bound[part.place];
        let index = bound.edition.index;
        let format = &self.renderers.formats.shared[part.format];
        let sharers = text.makers[part.format].iter().filter(|(_, maker)| **maker == index);
        let sharers: Vec<_> =
            sharers.map(|(sharer, _)| &self.build.session.plan.editions[*sharer]).collect();
        let none = Summary::default();
        let rendering = self.source(bound, &none).map(|source| {
            let content = Some(&part.content);
            format.render(&EditionSource { content, sharers: &sharers, ..source })
        });
        let mut problems = Problems::default();
        let mut made = Summary::default();
        let put =
            self.put_all(bound.edition, rendering.unwrap_or_default(), &mut made, &mut problems);
        text.sets.lock().unwrap_or_else(PoisonError::into_inner).push(MadePart {
            format: part.format,
            maker: index,
            downloads: put.map(|_| made.downloads),
            problems: problems.of_profile(bound.edition.subject.entity()),
        });
        self.steps.finish(1);
    }

    /// Writes what was rendered of an edition, and adds to its summary what pages offer; returns what editions
    /// that read alike may take.
    pub(super) fn put_all(
        &self,
        edition: &Edition<'_>,
        rendering: Rendering,
        summary: &mut Summary,
        problems: &mut Problems,
    ) -> Result<Option<Rendered>, CommitError> {
        problems.extend(rendering.problems);
        for file in rendering.files {
            let maker = Maker::Manuscript(edition.manuscript.file, Some(edition.index));
            if let Some(text) = &file.text {
                self.build.look_at_text(&file.path, text, &maker);
            }
            let alias = edition.alias_at(&file.path);
            let maker = alias.map_or(maker, |span| Maker::Alias(span, Some(edition.index)));
            self.build.put(&file.path, &file.bytes, maker, problems)?;
            summary.listing = file.listing.or(summary.listing.take());
            summary.downloads.extend(file.download);
        }
        Ok(rendering.kept)
    }
}

/// Returns the shared files that pages of an edition, by its number in the plan, offer.
pub(super) fn downloads(makers: &[Makers], sets: &[MadePart], edition: usize) -> Vec<OfferedFile> {
    let makers = makers.iter().enumerate();
    let own = makers.filter_map(|(format, makers)| Some((format, makers.get(&edition)?)));
    let sets = own.filter_map(|(format, maker)| {
        sets.iter().find(|set| set.format == format && set.maker == *maker)
    });
    sets.filter_map(|set| set.downloads.as_ref().ok()).flatten().cloned().collect()
}
