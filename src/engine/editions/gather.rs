//! Which editions are made together, and what comes of all of them.

use std::collections::HashMap;

use crate::base::diagnostic::Problems;
use crate::base::files::Files;
use crate::engine::Build;
use crate::engine::commit::CommitError;
use crate::engine::proof::{self, Claim};
use crate::plan::Edition;
use crate::render::site::Summary;

/// A finished edition.
pub(super) struct Finished {
    /// Its number in the plan.
    pub(super) index: usize,
    pub(super) summary: Result<Summary, CommitError>,
    /// What it says that others might say differently.
    pub(super) claims: Vec<Claim>,
    pub(super) problems: Problems,
}

/// Returns the editions of each text, the longest texts first, so that no thread is left with a long one
/// at the end.
pub(super) fn by_text<'e, 'a: 'e>(
    editions: impl Iterator<Item = &'e Edition<'a>>,
    files: &Files,
) -> Vec<Vec<&'e Edition<'a>>> {
    let mut texts = together(editions, Edition::work);
    let length = |edition: &&Edition<'_>| {
        let texts = [edition.manuscript].into_iter().chain(edition.chapters.iter().copied());
        texts.map(|text| files.get(text.file).text.len()).sum::<usize>()
    };
    texts.sort_by_cached_key(|editions| {
        std::cmp::Reverse(editions.iter().map(length).sum::<usize>())
    });
    texts
}

/// Returns the editions that have the same key, in the order in which the keys come first.
pub(super) fn together<'e, 'a: 'e, K: std::hash::Hash + Eq>(
    editions: impl Iterator<Item = &'e Edition<'a>>,
    key: impl Fn(&'e Edition<'a>) -> K,
) -> Vec<Vec<&'e Edition<'a>>> {
    let mut numbers = HashMap::new();
    let mut groups: Vec<Vec<_>> = Vec::new();
    for edition in editions {
        let number = *numbers.entry(key(edition)).or_insert(groups.len());
        if number == groups.len() {
            groups.push(Vec::new());
        }
        groups[number].push(edition);
    }
    groups
}

impl Build<'_> {
    /// Returns what is known of each edition, in the order of `indices`.
    pub(super) fn gather(
        &self,
        indices: &[usize],
        mut finished: Vec<Finished>,
        problems: &mut Problems,
    ) -> Result<Vec<Summary>, CommitError> {
        let places: HashMap<_, _> =
            indices.iter().zip(0..).map(|(&index, place)| (index, place)).collect();
        finished.sort_by_key(|edition| places.get(&edition.index).copied().unwrap_or(0_usize));
        let mut summaries = Vec::with_capacity(indices.len());
        let mut claims = Vec::new();
        for edition in finished {
            problems.extend(edition.problems);
            summaries.push(edition.summary?);
            claims.push((&self.session.plan.editions[edition.index], edition.claims));
        }
        proof::disagreements(&claims, problems);
        Ok(summaries)
    }
}
