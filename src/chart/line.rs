//! Lines: a stroke for each series, broken where values are missing.

use super::bar::position_name;
use super::frame::{Axis, Frame, Numbers, Plan, Spacing, with_zero};
use super::geometry::{Area, Point};
use super::labels::{self, Name};
use super::measures;
use super::model::{Baseline, ChartError, Datum, Emphasis, Position, Series, ValueOrigin, Values};
use super::note;
use super::place::Obstacles;
use super::scale::{Domain, extent};
use super::scene::{Dash, GroupRole, Shape, Step, Stroke, ThemeToken};
use super::sketch::{Palette, Sketch, palettes};

/// A flat line has its value, divided by this, above and below it.
const FLAT_ROOM: f64 = 10.0;

/// The rim of paper around a line that is highlighted, by the width of the line: a little more than half of it on each
/// side.
const RIM: f64 = 2.2;

/// Draws a line chart; returns its height.
pub(super) fn draw(sketch: &mut Sketch<'_>) -> Result<f64, ChartError> {
    let chart = sketch.chart;
    let domain = Domain::of(&chart.series)?;
    let palettes = palettes(&chart.series);
    let blocks: Vec<_> = chart.series.iter().map(|series| end_block(sketch, series)).collect();
    let extent = value_extent(sketch)?;
    let least = labels::least_height(sketch, &blocks)?;
    let right = labels::gutter(sketch, blocks.iter());
    let sides = (0.0, sketch.width());
    let (spacing, axis) = (Spacing::Ends, Axis::Grid);
    let plan = Plan { extent, least, top: 0.0, right, spacing, axis, sides };
    let frame = Frame::new(sketch, domain, &plan);
    frame.draw_grid(sketch, Numbers::Shown);
    frame.draw_unit(sketch);
    frame.draw_zero(sketch);
    frame.draw_names(sketch, Spacing::Ends);
    for (series, palette) in in_drawing_order(&chart.series, &palettes) {
        draw_series(sketch, &frame, series, palette);
    }
    let mut names = Vec::new();
    for ((series, palette), block) in chart.series.iter().zip(&palettes).zip(blocks) {
        let Some(&(from, _)) = points(&frame, series).last() else { continue };
        let (colour, emphasis) = (palette.text, series.emphasis);
        names.push(Name { block, colour, from, emphasis });
    }
    labels::draw_names(sketch, names, &frame.plot);
    draw_notes(sketch, &frame);
    Ok(frame.bottom(sketch))
}

fn draw_notes(sketch: &mut Sketch<'_>, frame: &Frame) {
    let series = &sketch.chart.series;
    let mut obstacles = Obstacles::new(frame.plot);
    let segments = series.iter().flat_map(|series| segments(frame, series));
    obstacles.segments.extend(segments.map(|(from, to, _)| (from, to)));
    note::draw_references(sketch, frame, &mut obstacles);
    let find = |index: usize, at: &Position| {
        let datum = series.get(index)?.points.iter().find(|point| &point.at == at)?;
        place(frame, datum).map(|at| Area::between(at, at))
    };
    note::draw_annotations(sketch, frame, &mut obstacles, &find);
}

/// Returns series with the highlighted ones in front.
pub(super) fn in_drawing_order<'a>(
    series: &'a [Series],
    palettes: &'a [Palette],
) -> impl Iterator<Item = (&'a Series, Palette)> {
    let of = move |emphasis| {
        // The first series is the most important one, so it comes last.
        series
            .iter()
            .zip(palettes.iter().copied())
            .rev()
            .filter(move |(series, _)| series.emphasis == emphasis)
    };
    of(Emphasis::Context).chain(of(Emphasis::Highlight))
}

/// Returns the extent of all values and references, with zero if it is near or asked for.
pub(super) fn value_extent(sketch: &Sketch<'_>) -> Result<(f64, f64), ChartError> {
    let chart = sketch.chart;
    let values = chart.series.iter().flat_map(|series| &series.points);
    let values = values.filter_map(|point| point.value);
    let references = chart.references.iter().map(|reference| reference.value);
    let (low, high) = extent(values.chain(references)).ok_or(ChartError::Empty)?;
    // A flat line shows its height above zero, or is in the middle.
    let is_flat = high <= low;
    let is_near = is_flat || low <= high / 2.0 && high >= low / 2.0;
    Ok(match chart.baseline {
        Baseline::Data if is_flat => {
            let room = if low == 0.0 { 1.0 } else { low.abs() / FLAT_ROOM };
            (low - room, high + room)
        }
        Baseline::Zero => with_zero((low, high)),
        Baseline::Auto if is_near => with_zero((low, high)),
        Baseline::Auto | Baseline::Data | Baseline::Ratios => (low, high),
    })
}

fn end_block(sketch: &Sketch<'_>, series: &Series) -> super::sketch::Block {
    let last = series.points.iter().rev().find_map(|point| point.value);
    let text = match (sketch.chart.values, last) {
        (Values::Last, Some(value)) => format!("{} {}", series.name, sketch.value(value)),
        _ => series.name.clone(),
    };
    labels::block(sketch, series, &text)
}

/// Returns where a value is; none if it is missing.
pub(super) fn place(frame: &Frame, point: &Datum) -> Option<Point> {
    let x = frame.across.at(frame.domain.coordinate(&point.at)?);
    Some(Point::new(x, frame.up.at(point.value?)))
}

/// Returns the places of all values that are not missing.
pub(super) fn points<'a>(frame: &Frame, series: &'a Series) -> Vec<(Point, &'a Datum)> {
    series.points.iter().filter_map(|point| Some((place(frame, point)?, point))).collect()
}

/// Returns the segments between neighbours that both have a value, with their pattern:
/// one that starts or ends at an inferred value is dashed.
fn segments(frame: &Frame, series: &Series) -> Vec<(Point, Point, Dash)> {
    let mut segments = Vec::new();
    for pair in series.points.windows(2) {
        let (Some(from), Some(to)) = (place(frame, &pair[0]), place(frame, &pair[1])) else {
            continue;
        };
        let inferred = pair.iter().any(|point| point.origin == ValueOrigin::Inferred);
        segments.push((from, to, if inferred { Dash::Dashed } else { Dash::Solid }));
    }
    segments
}

/// Joins segments that continue each other in the same pattern.
fn strokes(segments: &[(Point, Point, Dash)]) -> Vec<(Vec<Step>, Dash)> {
    let mut strokes: Vec<(Vec<Step>, Dash)> = Vec::new();
    for &(from, to, dash) in segments {
        match strokes.last_mut() {
            Some((steps, last)) if *last == dash && steps.last() == Some(&Step::Line(from)) => {
                steps.push(Step::Line(to));
            }
            _ => strokes.push((vec![Step::Move(from), Step::Line(to)], dash)),
        }
    }
    strokes
}

/// Draws the line of a series, and where its values are found.
pub(super) fn draw_series(
    sketch: &mut Sketch<'_>,
    frame: &Frame,
    series: &Series,
    palette: Palette,
) {
    draw_stroke(sketch, frame, series, palette);
    for (at, datum) in points(frame, series) {
        let Some(value) = datum.value else { continue };
        let reading = sketch.reading([&series.name, &position_name(&datum.at)], value);
        sketch.target(reading, at);
    }
}

/// Draws the line of a series with its hollow and lone marks.
pub(super) fn draw_stroke(
    sketch: &mut Sketch<'_>,
    frame: &Frame,
    series: &Series,
    palette: Palette,
) {
    let highlighted = series.emphasis == Emphasis::Highlight;
    let width = sketch.em(if highlighted { measures::SERIES_LINE } else { measures::CONTEXT_LINE });
    let segments = segments(frame, series);
    let path = |steps, stroke| Shape::Path { steps, fill: None, stroke: Some(stroke) };
    let mut shapes = Vec::new();
    for (steps, dash) in strokes(&segments) {
        if highlighted {
            // A rim of paper tells which line is in front where two cross.
            let rim = Stroke::solid(ThemeToken::Paper.into(), width * RIM);
            shapes.push(path(steps.clone(), rim));
        }
        shapes.push(path(steps, Stroke { colour: palette.line, width, dash }));
    }
    let points = points(frame, series);
    let last = points.last().map(|(at, _)| *at);
    for &(at, datum) in &points {
        let alone = !segments.iter().any(|&(from, to, _)| from == at || to == at);
        let ends = highlighted && last == Some(at);
        if alone || ends || datum.origin == ValueOrigin::Inferred {
            shapes.push(sketch.dot(at, palette.line, datum.origin));
        }
    }
    sketch.add(GroupRole::Mark, shapes);
}
