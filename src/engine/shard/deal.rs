//! Assigning the editions to shards by their cost, in the same way on every machine.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::Shard;
use crate::base::files::Files;
use crate::engine::editions;
use crate::plan::{Edition, Plan};

/// How much more an edition costs that has a file which is set.
const SET: u64 = 20;

/// What an edition costs besides its text, in bytes of text.
const BASE: u64 = 2_000;

/// How many editions are made before their files leave the memory.
const BATCH: usize = 96;

/// Returns the editions of a shard in batches, by their numbers in the plan.
///
/// All audiences and languages of a text stay together: they share PDFs, and are compared.
pub(super) fn batches(plan: &Plan<'_>, files: &Files, shard: Shard) -> Vec<Vec<usize>> {
    let works = works(plan, files);
    let mut batches: Vec<Vec<usize>> = Vec::new();
    for work in dealt(&works, shard) {
        match batches.last_mut().filter(|batch| batch.len() < BATCH) {
            Some(batch) => batch.extend(&works[work].editions),
            None => batches.push(works[work].editions.clone()),
        }
    }
    // A build goes through the plan from its beginning to its end.
    for batch in &mut batches {
        batch.sort_unstable();
    }
    batches
}

/// All editions of a text, or of one profile of it.
struct Work {
    cost: u64,
    editions: Vec<usize>,
}

fn works(plan: &Plan<'_>, files: &Files) -> Vec<Work> {
    let mut numbers = HashMap::new();
    let mut works: Vec<Work> = Vec::new();
    for edition in &plan.editions {
        let number = *numbers.entry(edition.work()).or_insert_with(|| {
            works.push(Work { cost: 0, editions: Vec::new() });
            works.len() - 1
        });
        works[number].cost += cost(edition, files);
        works[number].editions.push(edition.index);
    }
    works
}

fn cost(edition: &Edition<'_>, files: &Files) -> u64 {
    let texts = edition.chapters.iter().copied().chain([edition.manuscript]);
    let bytes: usize = texts.map(|text| files.get(text.file).text.len()).sum();
    let times = if editions::is_set(edition) { SET } else { 1 };
    (BASE + bytes as u64) * times
}

/// Returns the works of a shard, in the order of the plan: the most expensive are dealt first, each to the
/// shard that has least.
fn dealt(works: &[Work], shard: Shard) -> Vec<usize> {
    let mut order: Vec<_> = (0..works.len()).collect();
    order.sort_by_key(|&work| (Reverse(works[work].cost), work));
    let mut loads: BTreeSet<_> = (1..=shard.count).map(|number| (0, number)).collect();
    let mut dealt = Vec::new();
    for work in order {
        let Some((load, number)) = loads.pop_first() else { break };
        loads.insert((load + works[work].cost, number));
        if number == shard.number {
            dealt.push(work);
        }
    }
    dealt.sort_unstable();
    dealt
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dealt_to(costs: &[u64], count: usize) -> Vec<Vec<usize>> {
        let works: Vec<_> = costs.iter().map(|&cost| Work { cost, editions: Vec::new() }).collect();
        (1..=count).map(|number| dealt(&works, Shard { number, count })).collect()
    }

    #[test]
    fn each_work_is_dealt_once_and_by_its_cost() {
        assert_eq!(dealt_to(&[9, 1, 1, 1, 5, 1], 2), [vec![0], vec![1, 2, 3, 4, 5]]);
        assert_eq!(dealt_to(&[1, 1, 1], 2), [vec![0, 2], vec![1]]);
        assert_eq!(dealt_to(&[1], 3), [vec![0], vec![], vec![]]);
    }
}
