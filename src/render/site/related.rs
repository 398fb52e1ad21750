//! Related texts: they cite the same works, use the same data, have the same topics.

use std::collections::{BTreeMap, HashMap};

use ecow::{EcoString, eco_format};

use crate::plan::{Edition, Plan, Site};
use crate::projection::Uses;
use crate::tree::Form;

/// How many related texts a page names.
const SHOWN: usize = 4;

/// What more texts than this have in common says nothing of any two of them.
const COMMON: usize = 40;

/// The texts related to each brief of a site, by the number of its edition, the nearest first.
pub(super) type Related<'a> = HashMap<usize, Vec<&'a Edition<'a>>>;

/// Finds the texts related to each brief of a site. What few texts share counts for more.
pub(super) fn find<'a>(plan: &'a Plan<'a>, site: Site<'_>) -> Related<'a> {
    let briefs: Vec<_> = plan
        .editions
        .iter()
        .filter(|edition| edition.site.index == site.index)
        .filter(|edition| edition.manuscript.form == Form::Brief && !edition.subject.is_entity())
        .collect();
    let mut holders: BTreeMap<EcoString, Vec<usize>> = BTreeMap::new();
    for (place, brief) in briefs.iter().enumerate() {
        for key in keys(brief) {
            holders.entry(key).or_default().push(place);
        }
    }
    let mut weights: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); briefs.len()];
    for holders in holders.values().filter(|holders| (2..=COMMON).contains(&holders.len())) {
        #[expect(clippy::cast_precision_loss, reason = "no more than `COMMON`")]
        let weight = 1.0 / holders.len() as f64;
        for &one in holders {
            for &other in holders.iter().filter(|other| **other != one) {
                *weights[one].entry(other).or_default() += weight;
            }
        }
    }
    let nearest = |(place, weights): (usize, BTreeMap<usize, f64>)| {
        let mut others: Vec<_> = weights.into_iter().collect();
        others.sort_by(|(one, own), (other, its)| its.total_cmp(own).then(one.cmp(other)));
        let texts = others.into_iter().take(SHOWN).map(|(other, _)| briefs[other]);
        (briefs[place].index, texts.collect())
    };
    weights.into_iter().enumerate().map(nearest).collect()
}

/// Returns what a brief has in common with others: sources, datasets, subjects.
fn keys(brief: &Edition<'_>) -> Vec<EcoString> {
    let uses = Uses::of(brief.manuscript);
    let sources = uses.sources.iter().map(|key| eco_format!("source {key}"));
    let datasets = uses.datasets.iter().map(|name| eco_format!("data {name}"));
    let topics = brief.manuscript.tags.iter().map(|tag| eco_format!("topic {tag}"));
    sources.chain(datasets).chain(topics).collect()
}
