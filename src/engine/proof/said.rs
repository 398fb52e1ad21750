//! Where what was found stands in the sources.

use std::collections::BTreeMap;

use super::index::{PART, Set};
use super::leak::Secrets;
use super::texts::Run;
use super::units;
use crate::base::span::Span;

/// Stretches that were found, each with the audience that may not have it, and the first file that says it.
pub(super) type Said = BTreeMap<(Vec<u8>, usize), String>;

impl Secrets<'_> {
    /// Returns the places of what was found, each with the first audience and file, of what is for `wanted` readers.
    pub(super) fn places<'f>(
        &self,
        found: &'f Said,
        wanted: &dyn Fn(&Set) -> bool,
    ) -> BTreeMap<Span, (usize, &'f str)> {
        let mut places = BTreeMap::new();
        if found.is_empty() {
            return places;
        }
        let mut look = |run: Run<'_>| {
            let withheld = (0..run.readers.len()).filter(|at| !run.readers[*at]);
            for audience in withheld.filter(|_| wanted(run.readers)) {
                if let Some(path) = said(&run, audience, found) {
                    let here = (audience, path);
                    let first = places.entry(run.span).or_insert(here);
                    *first = here.min(*first);
                }
            }
        };
        for (text, readers) in self.manuscripts() {
            self.runs((text, &readers), false, &mut look);
        }
        self.restricted(&mut look);
        places
    }
}

/// How many letters and digits of a text must be found, or all of it: names in a row and titles that
/// the program makes of data may have a single stretch in common with it.
const TELLING: usize = 24;

/// How many if there are bound numbers among them, which bring some of their own: "US$15 billion" in one sentence
/// and the first words of the next are in common by chance.
const TELLING_WITH_NUMBERS: usize = 36;

/// Returns the first file that says a text, or enough of it, to an audience.
fn said<'f>(run: &Run<'_>, audience: usize, found: &'f Said) -> Option<&'f str> {
    let (mut covered, mut end, mut first): (usize, usize, Option<&str>) = (0, 0, None);
    let mut is_whole = true;
    units::each(run.text, run.is_bound, &mut |unit, start| {
        let Some(path) = found.get(&(unit.to_vec(), audience)) else {
            is_whole &= unit.len() < PART;
            return;
        };
        covered += if unit.len() < PART { TELLING } else { start + PART - start.max(end) };
        end = end.max(start + PART);
        first = Some(first.map_or(path.as_str(), |first| first.min(path)));
    });
    let least = if run.is_bound { TELLING_WITH_NUMBERS } else { TELLING };
    first.filter(|_| is_whole || covered >= least)
}
