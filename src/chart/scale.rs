//! Scales and round ticks, in plain arithmetic: the same on every platform.

use super::model::{Chart, ChartError, Position, Series};

/// The base of round numbers, as readers count.
pub(super) const TEN: f64 = 10.0;

/// The distances of ticks, times a power of ten: readers can divide these in their heads.
const FACTORS: [f64; 3] = [1.0, 2.0, 5.0];

/// By so much of a step, or of its own size, a value may differ from a tick and still be on it: arithmetic rounds at the
/// sixteenth digit, and no source gives nine.
const ROUNDING: f64 = 1e-9;

/// A straight mapping from values to lengths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// The values at both ends.
    pub(super) domain: (f64, f64),
    /// Where those ends are.
    pub(super) range: (f64, f64),
    /// Whether equal ratios of values are equal lengths, instead of equal differences; both ends are
    /// above zero then.
    pub(super) of_ratios: bool,
}

impl Scale {
    /// Returns where `value` is.
    pub(super) fn at(&self, value: f64) -> f64 {
        let (low, high) = self.domain;
        let (start, end) = self.range;
        if self.of_ratios {
            return start + libm::log(value / low) / libm::log(high / low) * (end - start);
        }
        start + (value - low) / (high - low) * (end - start)
    }

    /// Whether `value` lies between the ends.
    pub(super) fn covers(&self, value: f64) -> bool {
        self.domain.0 <= value && value <= self.domain.1
    }
}

/// Round values at equal distances.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ticks {
    /// The values, ascending; at least two.
    pub(super) values: Vec<f64>,
    /// How many decimals they need.
    pub(super) decimals: usize,
}

/// The finest distance of ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grain {
    /// One, for data that are whole numbers.
    Whole,
    /// As fine as the data need.
    Fine,
}

impl Ticks {
    /// Returns the finest ticks at distances of 1, 2 or 5 times a power of ten that
    /// enclose `low` and `high` in at most `most` steps.
    pub(super) fn enclosing((low, high): (f64, f64), most: usize, grain: Grain) -> Self {
        let high = if high > low { high } else { low + 1.0 };
        let most = real(most.max(1));
        let mut power = match grain {
            Grain::Whole => 0,
            Grain::Fine => power_below((high - low) / most),
        };
        loop {
            for factor in FACTORS {
                let step = Step { factor, power };
                // A value that differs from a tick only by rounding must not add a tick.
                let first = (low / step.size() + ROUNDING).floor();
                let last = (high / step.size() - ROUNDING).ceil();
                if last - first <= most {
                    return step.ticks(first, last);
                }
            }
            power += 1;
        }
    }

    /// Returns ticks at equal ratios that enclose `low` and `high`, both above zero: the powers of ten, or
    /// 1, 2 and 5 times these where there are few, or every second or third power where there are many.
    pub(super) fn of_ratios((low, high): (f64, f64), most: usize) -> Self {
        let high = if high > low { high } else { low * TEN };
        let first = power_below(low * (1.0 + ROUNDING));
        let last = power_below(high * (1.0 - ROUNDING)) + 1;
        let decades = usize::try_from(last - first).unwrap_or(1).max(1);
        let factors: &[f64] = if decades * 3 <= most { &FACTORS } else { &FACTORS[..1] };
        let stride = decades.div_ceil(most.max(1));
        let mut values = Vec::new();
        for power in (first..=last).step_by(stride) {
            let ten = Step { factor: 1.0, power };
            values.extend(factors.iter().map(|factor| ten.times(*factor)));
        }
        while values.last().is_some_and(|value| *value < high) {
            let power = power_below(values.last().copied().unwrap_or(high));
            values.push(
                Step { factor: 1.0, power: power + i32::try_from(stride).unwrap_or(1) }.times(1.0),
            );
        }
        // Beyond the nearest ones, ticks outside of the data say nothing.
        let from = values.iter().rposition(|value| *value <= low * (1.0 + ROUNDING)).unwrap_or(0);
        let to = values.iter().position(|value| *value >= high * (1.0 - ROUNDING));
        let to = to.unwrap_or(values.len() - 1);
        let values = values[from..=to.max(from)].to_vec();
        Self { values, decimals: usize::try_from(-first).unwrap_or(0) }
    }

    /// Returns the first and the last tick.
    pub(super) fn ends(&self) -> (f64, f64) {
        let first = self.values.first().copied().unwrap_or(0.0);
        (first, self.values.last().copied().unwrap_or(first + 1.0))
    }
}

/// The distance of two ticks: `factor` times ten to the `power`.
#[derive(Clone, Copy)]
struct Step {
    factor: f64,
    power: i32,
}

impl Step {
    fn size(self) -> f64 {
        self.times(1.0)
    }

    /// Returns the nearest number to `count` steps: one rounding, never a sum of many.
    fn times(self, count: f64) -> f64 {
        let whole = count * self.factor;
        let ten = ten_to(self.power.unsigned_abs());
        if self.power < 0 { whole / ten } else { whole * ten }
    }

    fn ticks(self, first: f64, last: f64) -> Ticks {
        let mut values = Vec::new();
        let mut count = first;
        while count <= last {
            // Adding zero makes a negative zero positive.
            values.push(self.times(count) + 0.0);
            count += 1.0;
        }
        Ticks { values, decimals: usize::try_from(-self.power).unwrap_or(0) }
    }
}

/// Returns ten to the `power`, exactly up to 22.
fn ten_to(power: u32) -> f64 {
    (0..power).fold(1.0, |product, _| product * TEN)
}

/// Returns the largest power of ten that is at most `value`, within ±300.
fn power_below(value: f64) -> i32 {
    let mut power = 0;
    let mut ten = 1.0;
    while ten * TEN <= value && power < 300 {
        ten *= TEN;
        power += 1;
    }
    while ten > value && power > -300 {
        ten /= TEN;
        power -= 1;
    }
    power
}

/// Converts a count; no chart has enough things for the conversion to lose one.
pub(super) fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The axis of positions: years at their distances, or names one after the other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Domain {
    /// The positions in order: coordinate and name.
    pub(super) stops: Vec<(f64, String)>,
    /// What they are.
    pub(super) kind: Kind,
    /// The years of the stops, if these are scattered.
    scattered: Vec<f64>,
}

/// What positions are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Years: any of them may be left without label.
    Years,
    /// Years far apart, one after the other: all of them need their label.
    Scattered,
    /// Names: all of them need their label.
    Names,
}

/// The longest run of years that gets a stop for each.
const LONGEST_RUN: f64 = 400.0;

impl Domain {
    /// Gathers the positions of all series.
    pub(super) fn of(series: &[Series]) -> Result<Self, ChartError> {
        let positions = || series.iter().flat_map(|series| &series.points).map(|it| &it.at);
        let mut years = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        for position in positions() {
            match position {
                Position::Year(year) | Position::Moment(year, _) => years.push(*year),
                Position::Category(name) if names.contains(&name.as_str()) => {}
                Position::Category(name) => names.push(name),
            }
        }
        match (years.is_empty(), names.is_empty()) {
            (true, true) => Err(ChartError::Empty),
            (false, false) => Err(ChartError::MixedPositions),
            (false, true) => Ok(Self::of_years(years)),
            (true, false) => {
                let stops = names.iter().enumerate();
                let stops = stops.map(|(index, name)| (real(index), (*name).to_owned()));
                Ok(Self { stops: stops.collect(), kind: Kind::Names, scattered: Vec::new() })
            }
        }
    }

    /// Every year of the run has a stop, so that a missing one leaves its gap.
    fn of_years(mut years: Vec<f64>) -> Self {
        years.sort_by(f64::total_cmp);
        years.dedup();
        let low = years.first().copied().unwrap_or(0.0).floor();
        let high = years.last().copied().unwrap_or(low).ceil();
        if high - low <= LONGEST_RUN {
            years.clear();
            let mut year = low;
            while year <= high {
                years.push(year);
                year += 1.0;
            }
        }
        let stops = years.into_iter().map(|year| (year, year_name(year))).collect();
        Self { stops, kind: Kind::Years, scattered: Vec::new() }
    }

    /// Gathers the positions of bars. Years of which fewer than half have a bar stand one after the other: at their
    /// distances, a bar for 1990 and one for 2023 would have the width of a year each, and nothing between them.
    pub(super) fn of_bars(series: &[Series]) -> Result<Self, ChartError> {
        let domain = Self::of(series)?;
        let positions = series.iter().flat_map(|series| &series.points).map(|it| &it.at);
        let years = positions.filter_map(|position| match position {
            Position::Year(year) => Some(*year),
            Position::Moment(..) | Position::Category(_) => None,
        });
        let mut years: Vec<_> = years.collect();
        years.sort_by(f64::total_cmp);
        years.dedup();
        if domain.kind != Kind::Years || years.len() < 2 || years.len() * 2 >= domain.len() {
            return Ok(domain);
        }
        let stops = years.iter().enumerate().map(|(place, year)| (real(place), year_name(*year)));
        Ok(Self { stops: stops.collect(), kind: Kind::Scattered, scattered: years })
    }

    /// Returns the coordinates between scattered years that follow each other at a distance which the others do not
    /// have.
    pub(super) fn breaks(&self) -> impl Iterator<Item = f64> {
        let distances: Vec<_> = self.scattered.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let is_even = distances.windows(2).all(|pair| pair[0].total_cmp(&pair[1]).is_eq());
        let is_break = move |distance: f64| !is_even && distance > 1.0;
        let places = distances.into_iter().enumerate();
        let breaks = places.filter(move |(_, distance)| is_break(*distance));
        breaks.map(|(place, _)| real(place) + 0.5)
    }

    /// Returns the place of a year among the scattered ones, between its neighbours if it is none of them.
    fn place(&self, year: f64) -> f64 {
        let later = self.scattered.partition_point(|known| *known < year);
        let at = |index: usize| self.scattered.get(index).copied();
        match (later.checked_sub(1).and_then(at), at(later)) {
            (Some(before), Some(after)) => real(later) - (after - year) / (after - before),
            (None, Some(after)) => (year - after).max(-0.5),
            (_, None) => real(later) - 0.5,
        }
    }

    /// Returns the coordinate of a position.
    pub(super) fn coordinate(&self, position: &Position) -> Option<f64> {
        match position {
            Position::Year(year) | Position::Moment(year, _) if self.kind == Kind::Scattered => {
                Some(self.place(*year))
            }
            Position::Year(year) | Position::Moment(year, _) => Some(*year),
            Position::Category(name) => {
                self.stops.iter().find(|(_, stop)| stop == name).map(|(at, _)| *at)
            }
        }
    }

    /// Returns the first and the last coordinate.
    pub(super) fn ends(&self) -> (f64, f64) {
        let first = self.stops.first().map_or(0.0, |stop| stop.0);
        (first, self.stops.last().map_or(first, |stop| stop.0))
    }

    /// Returns how many stops there are.
    pub(super) fn len(&self) -> usize {
        self.stops.len()
    }
}

/// Years have no grouping and no decimals in any language.
pub(super) fn year_name(year: f64) -> String {
    format!("{:.0}", year.floor())
}

/// Returns the least and greatest of `values`; none if there are none.
pub(super) fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |extent, value| match extent {
        None => Some((value, value)),
        Some((low, high)) => Some((value.min(low), value.max(high))),
    })
}

/// Whether all values of a chart are whole numbers.
pub(super) fn grain(chart: &Chart) -> Grain {
    let mut values =
        chart.series.iter().flat_map(|series| &series.points).filter_map(|point| point.value);
    if values.all(|value| value.floor() >= value) { Grain::Whole } else { Grain::Fine }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        #[track_caller]
        fn test(ends: (f64, f64), most: usize, expected: &[f64]) {
            let ticks = Ticks::enclosing(ends, most, Grain::Fine);
            assert_eq!(ticks.values, expected, "for {ends:?} in {most} steps");
        }

        test((0.0, 27_227.05), 6, &[0.0, 5e3, 1e4, 1.5e4, 2e4, 2.5e4, 3e4]);
        test((-177.76, 216.96), 5, &[-200.0, -100.0, 0.0, 100.0, 200.0, 300.0]);
        test((0.0, 0.3), 3, &[0.0, 0.1, 0.2, 0.3]);
        test((49.7, 98.7), 5, &[40.0, 60.0, 80.0, 100.0]);
        test((-1.38, 3.65), 6, &[-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0]);
        test((5.0, 5.0), 4, &[5.0, 5.5, 6.0]);
        test((0.0, 0.0), 4, &[0.0, 0.5, 1.0]);
    }

    #[test]
    fn ticks_of_counts_are_whole() {
        let ticks = Ticks::enclosing((0.0, 2.0), 8, Grain::Whole);
        assert_eq!(ticks, Ticks { values: vec![0.0, 1.0, 2.0], decimals: 0 });
        let ticks = Ticks::enclosing((0.0, 0.25), 5, Grain::Fine);
        assert_eq!(ticks.decimals, 2);
    }

    #[test]
    fn a_missing_year_has_a_stop() {
        let point = |year| crate::chart::Datum::new(Position::Year(year), Some(1.0));
        let domain = Domain::of(&[Series::new("a", vec![point(2007.0), point(2010.0)])]);
        assert_eq!(domain.map(|domain| domain.len()), Ok(4));
    }
}
