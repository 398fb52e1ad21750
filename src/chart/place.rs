//! Placing labels so that no two overlap.

use super::geometry::{Area, Point};
use super::scale::real;
use super::scene::{Colour, ThemeToken};

/// A label on a line: where its middle should be, and how long it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct WantedLabel {
    /// Where its middle should be.
    pub(super) centre: f64,
    /// How much room it takes.
    pub(super) length: f64,
}

/// Labels that touch and move as one.
struct Run {
    start: f64,
    length: f64,
    /// The sum of the places where its members would have it start.
    wanted_places: f64,
    members: Vec<usize>,
}

impl Run {
    fn settle(&mut self, low: f64, high: f64) {
        let wanted = self.wanted_places / real(self.members.len());
        self.start = wanted.min(high - self.length).max(low);
    }
}

/// Returns the middles of labels moved apart: none overlap, their order is kept, they
/// stay between `low` and `high` if there is room, and the sum of squared moves is least.
///
/// Labels that meet become a run, which settles at the mean of its wanted places; runs that
/// meet become one.
pub(super) fn spread(wanted_places: &[WantedLabel], (low, high): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted_places.len()).collect();
    order.sort_by(|&one, &other| wanted_places[one].centre.total_cmp(&wanted_places[other].centre));
    let mut runs: Vec<Run> = Vec::new();
    for index in order {
        let WantedLabel { centre, length } = wanted_places[index];
        let start = centre - length / 2.0;
        let mut run = Run { start, length, wanted_places: start, members: vec![index] };
        run.settle(low, high);
        while let Some(before) = runs.pop() {
            if before.start + before.length <= run.start {
                runs.push(before);
                break;
            }
            run = join(before, run);
            run.settle(low, high);
        }
        runs.push(run);
    }
    let mut centres = vec![0.0; wanted_places.len()];
    for run in runs {
        let mut start = run.start;
        for index in run.members {
            centres[index] = start + wanted_places[index].length / 2.0;
            start += wanted_places[index].length;
        }
    }
    centres
}

fn join(mut before: Run, run: Run) -> Run {
    before.wanted_places += run.wanted_places - real(run.members.len()) * before.length;
    before.length += run.length;
    before.members.extend(run.members);
    before
}

/// What it costs a label to leave its bounds: as much as covering two other labels.
const OUTSIDE: f64 = 200.0;

/// What it costs a label to cover another one, which could not be read then: as much as a dozen marks.
const ON_TEXT: f64 = 100.0;

/// What it costs a label to cover a bar or cross a line.
const ON_MARK: f64 = 8.0;

/// Where labels may stand, and what they must stay clear of.
#[derive(Debug)]
pub(super) struct Obstacles {
    /// Where they may stand.
    pub(super) plot: Area,
    /// Other labels, which must not be covered.
    pub(super) texts: Vec<Area>,
    /// Bars, which should not be covered.
    pub(super) areas: Vec<Area>,
    /// Lines, which should not be covered.
    pub(super) segments: Vec<(Point, Point)>,
    /// The colour of what is below marks.
    pub(super) below: Colour,
}

impl Obstacles {
    /// Creates a plot without obstacles.
    pub(super) fn new(plot: Area) -> Self {
        let below = ThemeToken::Paper.into();
        Self { plot, texts: Vec::new(), areas: Vec::new(), segments: Vec::new(), below }
    }

    /// Whether a label there covers nothing, and stays within the bounds.
    pub(super) fn are_clear_of(&self, label: &Area, bounds: &Area) -> bool {
        bounds.contains(label)
            && !self.texts.iter().chain(&self.areas).any(|other| label.overlaps(other))
            && !self.segments.iter().any(|(from, to)| label.is_crossed(*from, *to))
    }

    /// How bad it is to put a label there: outside or on another label is impossible, on a mark is
    /// bad.
    pub(super) fn cost(&self, label: &Area, bounds: &Area) -> f64 {
        let outside = if bounds.contains(label) { 0.0 } else { OUTSIDE };
        let texts = self.texts.iter().filter(|other| label.overlaps(other)).count();
        let areas = self.areas.iter().filter(|other| label.overlaps(other)).count();
        let crossed = self.segments.iter().filter(|(from, to)| label.is_crossed(*from, *to));
        outside + ON_TEXT * real(texts) + ON_MARK * real(areas + crossed.count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn test(wanted_places: &[(f64, f64)], ends: (f64, f64), expected: &[f64]) {
        let wanted_places: Vec<WantedLabel> =
            wanted_places.iter().map(|&(centre, length)| WantedLabel { centre, length }).collect();
        assert_eq!(spread(&wanted_places, ends), expected, "for {wanted_places:?}");
    }

    #[test]
    fn labels_move_apart_as_little_as_possible() {
        test(&[], (0.0, 100.0), &[]);
        test(&[(50.0, 10.0)], (0.0, 100.0), &[50.0]);
        test(&[(20.0, 10.0), (50.0, 10.0)], (0.0, 100.0), &[20.0, 50.0]);
        test(&[(50.0, 10.0), (50.0, 10.0)], (0.0, 100.0), &[45.0, 55.0]);
        test(&[(52.0, 10.0), (50.0, 10.0)], (0.0, 100.0), &[56.0, 46.0]);
        test(&[(50.0, 10.0), (52.0, 20.0), (54.0, 10.0)], (0.0, 100.0), &[37.0, 52.0, 67.0]);
    }

    #[test]
    fn labels_stay_inside() {
        test(&[(2.0, 10.0), (4.0, 10.0)], (0.0, 100.0), &[5.0, 15.0]);
        test(&[(99.0, 10.0), (98.0, 10.0)], (0.0, 100.0), &[95.0, 85.0]);
    }

    #[test]
    fn crowded_labels_never_overlap() {
        let wanted_places: Vec<WantedLabel> = (0..12_u32)
            .map(|index| WantedLabel { centre: f64::from(index * index % 7), length: 9.0 })
            .collect();
        let mut centres = spread(&wanted_places, (0.0, 108.0));
        centres.sort_by(f64::total_cmp);
        assert!(centres.windows(2).all(|pair| pair[1] - pair[0] >= 9.0 - 1e-9), "{centres:?}");
    }
}
