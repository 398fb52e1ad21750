//! A draft of the alternative text of a chart: its values in the order in which they are read.

use crate::chart::{Chart, Datum, Position, Series};

/// For how many series and events a draft has room.
const ROOM: usize = 4;

/// Drafts what can be seen in a chart. It names values and no trend, so it needs an author who
/// says what they mean.
pub(super) fn draft(chart: &Chart, number: &dyn Fn(f64, usize) -> String) -> String {
    let print = |value: f64| number(value, chart.decimals);
    let series = chart.series.iter().take(ROOM).filter_map(|series| sentence(series, &print));
    let events =
        chart.events.iter().take(ROOM).map(|event| format!("{}: {}.", event.date, event.text));
    series.chain(events).collect::<Vec<_>>().join(" ").replace('"', "'")
}

/// Says the first and last value of a series, and between them the least and the largest.
fn sentence(series: &Series, print: &dyn Fn(f64) -> String) -> Option<String> {
    let known: Vec<(&Datum, f64)> =
        series.points.iter().filter_map(|datum| Some((datum, datum.value?))).collect();
    let value = |(_, value): &&(&Datum, f64)| *value;
    let least = known.iter().min_by(|one, other| value(one).total_cmp(&value(other)))?;
    let largest = known.iter().max_by(|one, other| value(one).total_cmp(&value(other)))?;
    let mut said: Vec<&(&Datum, f64)> = vec![known.first()?, least, largest, known.last()?];
    said.sort_by_key(|(datum, _)| series.points.iter().position(|other| other == *datum));
    said.dedup();
    let said: Vec<_> = said
        .into_iter()
        .map(|(datum, value)| format!("{} ({})", print(*value), name(&datum.at)))
        .collect();
    Some(format!("{}: {}.", series.name, said.join(", ")))
}

fn name(position: &Position) -> String {
    match position {
        Position::Year(year) => format!("{year:.0}"),
        Position::Moment(_, name) | Position::Category(name) => name.clone(),
    }
}
