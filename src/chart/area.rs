//! Areas: they fill the space between values and zero, or between stacked series.

use super::bar::position_name;
use super::frame::{Axis, Frame, Numbers, Plan, Spacing, with_zero};
use super::geometry::{Area, Point};
use super::labels::{self, Name};
use super::measures;
use super::model::{ChartError, Datum, Position, Series, ValueOrigin};
use super::note;
use super::place::Obstacles;
use super::scale::{Domain, extent};
use super::scene::{Colour, Dash, GroupRole, Shape, Stroke, ThemeToken};
use super::sketch::{Palette, Sketch, outline, palettes};

/// A layer of the stack at one position.
#[derive(Clone, Copy)]
struct Slice {
    coordinate: f64,
    low: f64,
    high: f64,
    origin: ValueOrigin,
}

/// A layer: its slices, broken where any series has no value.
type Layer = Vec<Vec<Slice>>;

/// Draws an area chart; returns its height.
pub(super) fn draw(sketch: &mut Sketch<'_>) -> Result<f64, ChartError> {
    let chart = sketch.chart;
    let domain = Domain::of(&chart.series)?;
    let layers = layers(&chart.series, &domain)?;
    let palettes = palettes(&chart.series);
    let slices = || layers.iter().flatten().flatten();
    let values = slices().flat_map(|slice| [slice.low, slice.high]);
    let references = chart.references.iter().map(|reference| reference.value);
    let extent = with_zero(extent(values.chain(references)).ok_or(ChartError::Empty)?);
    let measured = |series: &Series| labels::block(sketch, series, &series.name);
    let blocks: Vec<_> = chart.series.iter().map(measured).collect();
    let least = labels::least_height(sketch, &blocks)?;
    let right = labels::gutter(sketch, blocks.iter());
    let sides = (0.0, sketch.width());
    let (spacing, axis) = (Spacing::Ends, Axis::Grid);
    let plan = Plan { extent, least, top: 0.0, right, spacing, axis, sides };
    let frame = Frame::new(sketch, domain, &plan);
    frame.draw_grid(sketch, Numbers::Shown);
    frame.draw_unit(sketch);
    let mut names = Vec::new();
    let labelled = chart.series.iter().zip(&palettes).zip(blocks);
    for (((series, palette), block), layer) in labelled.zip(&layers) {
        draw_layer(sketch, &frame, layer, *palette);
        draw_targets(sketch, &frame, series, layer);
        let Some(last) = layer.last().and_then(|run| run.last()) else { continue };
        // A lone area is named at its edge, a layer in its middle.
        let alone = chart.series.len() == 1;
        let y = if alone { last.high } else { f64::midpoint(last.low, last.high) };
        let x = frame.across.at(last.coordinate);
        let from = Point::new(x, frame.up.at(y));
        names.push(Name { block, colour: palette.text, from, emphasis: series.emphasis });
    }
    frame.draw_zero(sketch);
    frame.draw_names(sketch, Spacing::Ends);
    labels::draw_names(sketch, names, &frame.plot);
    // The area reaches down from its edge: a remark below that stands on the tint.
    let below = match palettes.as_slice() {
        [alone] => tint(*alone),
        _ => ThemeToken::Paper.into(),
    };
    draw_notes(sketch, &frame, &layers, below);
    Ok(frame.bottom(sketch))
}

/// Stacks the series, the first one lowest.
fn layers(series: &[Series], domain: &Domain) -> Result<Vec<Layer>, ChartError> {
    let Some(first) = series.first() else { return Err(ChartError::Empty) };
    let negative = |series: &&Series| {
        series.points.iter().any(|point| point.value.is_some_and(|value| value < 0.0))
    };
    if let (true, Some(series)) = (series.len() > 1, series.iter().find(negative)) {
        return Err(ChartError::NegativePart { series: series.name.clone() });
    }
    if let Some(gap) = gap(series, domain) {
        return Err(gap);
    }
    let mut layers: Vec<Layer> = vec![vec![Vec::new()]; series.len()];
    for point in &first.points {
        let Some(coordinate) = domain.coordinate(&point.at) else { continue };
        match slices(series, point, coordinate) {
            Some(slices) => {
                for (layer, slice) in layers.iter_mut().zip(slices) {
                    if let Some(run) = layer.last_mut() {
                        run.push(slice);
                    }
                }
            }
            None => layers.iter_mut().for_each(|layer| layer.push(Vec::new())),
        }
    }
    for layer in &mut layers {
        layer.retain(|run| !run.is_empty());
    }
    Ok(layers)
}

/// Returns the first value that could not be drawn, since another series has none at its position.
fn gap(series: &[Series], domain: &Domain) -> Option<ChartError> {
    let value_at = |series: &Series, at: &Position| {
        series.points.iter().find(|point| &point.at == at).and_then(|point| point.value)
    };
    for one in series {
        for point in one.points.iter().filter(|point| point.value.is_some()) {
            let other = series.iter().find(|other| value_at(other, &point.at).is_none());
            if let Some(other) = other {
                let coordinate = domain.coordinate(&point.at);
                let stop = domain.stops.iter().find(|(at, _)| Some(*at) == coordinate);
                return Some(ChartError::Gap {
                    series: one.name.clone(),
                    at: stop.map(|(_, name)| name.clone()).unwrap_or_default(),
                    other: other.name.clone(),
                });
            }
        }
    }
    None
}

/// Returns the slices of all series at a position; none if a value is missing, because a stack
/// without one of its layers would look like a smaller sum.
fn slices(series: &[Series], point: &Datum, coordinate: f64) -> Option<Vec<Slice>> {
    let mut low = 0.0;
    let mut slices = Vec::with_capacity(series.len());
    for series in series {
        let datum = series.points.iter().find(|other| other.at == point.at)?;
        let high = low + datum.value?;
        slices.push(Slice { coordinate, low, high, origin: datum.origin });
        low = high;
    }
    Some(slices)
}

/// Returns where a value is at the position of a slice.
fn place(frame: &Frame, slice: &Slice, value: f64) -> Point {
    Point::new(frame.across.at(slice.coordinate), frame.up.at(value))
}

/// Returns what fills a lone area.
fn tint(palette: Palette) -> Colour {
    Colour::tint(palette.line.token, 30)
}

fn draw_layer(sketch: &mut Sketch<'_>, frame: &Frame, layer: &Layer, palette: Palette) {
    // A lone area has a line above a tint, layers have paper between them.
    let (fill, edge, width) = if sketch.chart.series.len() == 1 {
        (tint(palette), palette.line, sketch.em(measures::SERIES_LINE))
    } else {
        (palette.fill, ThemeToken::Paper.into(), sketch.em(measures::RIM))
    };
    let mut shapes = Vec::new();
    for run in layer {
        let upper = run.iter().map(|slice| place(frame, slice, slice.high));
        let lower = run.iter().rev().map(|slice| place(frame, slice, slice.low));
        let steps = outline(upper.chain(lower));
        shapes.push(Shape::Path { steps, fill: Some(fill), stroke: None });
        shapes.extend(edges(frame, run, Stroke::solid(edge, width)));
        for slice in run.iter().filter(|slice| slice.origin == ValueOrigin::Inferred) {
            let at = place(frame, slice, slice.high);
            shapes.push(sketch.dot(at, palette.line, ValueOrigin::Inferred));
        }
        if let [slice] = run.as_slice() {
            // One position alone has no width.
            let (from, to) = (place(frame, slice, slice.low), place(frame, slice, slice.high));
            let stroke = Stroke::solid(palette.line, sketch.em(measures::SERIES_LINE));
            shapes.push(Shape::Line { from, to, stroke });
        }
    }
    sketch.add(GroupRole::Mark, shapes);
}

/// Returns the upper edge of a layer, dashed from or to a slice that was inferred.
fn edges(frame: &Frame, run: &[Slice], stroke: Stroke) -> Vec<Shape> {
    let edge = |pair: &[Slice]| {
        let inferred = pair.iter().any(|slice| slice.origin == ValueOrigin::Inferred);
        let dash = if inferred { Dash::Dashed } else { Dash::Solid };
        let [from, to] = [0, 1].map(|end| place(frame, &pair[end], pair[end].high));
        Shape::Line { from, to, stroke: Stroke { dash, ..stroke } }
    };
    run.windows(2).map(edge).collect()
}

fn draw_targets(sketch: &mut Sketch<'_>, frame: &Frame, series: &Series, layer: &Layer) {
    for slice in layer.iter().flatten() {
        let at = |datum: &&Datum| frame.domain.coordinate(&datum.at) == Some(slice.coordinate);
        let Some(datum) = series.points.iter().find(at) else { continue };
        let Some(value) = datum.value else { continue };
        let reading = sketch.reading([&series.name, &position_name(&datum.at)], value);
        let centre = Point::new(frame.across.at(slice.coordinate), frame.up.at(slice.high));
        sketch.target(reading, centre);
    }
}

fn draw_notes(sketch: &mut Sketch<'_>, frame: &Frame, layers: &[Layer], below: Colour) {
    let at = |slice: &Slice| Point::new(frame.across.at(slice.coordinate), frame.up.at(slice.high));
    let mut obstacles = Obstacles { below, ..Obstacles::new(frame.plot) };
    for pair in layers.iter().flatten().flat_map(|run| run.windows(2)) {
        obstacles.segments.push((at(&pair[0]), at(&pair[1])));
    }
    note::draw_references(sketch, frame, &mut obstacles);
    let find = |series: usize, position: &Position| {
        let coordinate = frame.domain.coordinate(position)?;
        let slices = layers.get(series)?.iter().flatten();
        slices
            .into_iter()
            .find(|slice| slice.coordinate.total_cmp(&coordinate).is_eq())
            .map(at)
            .map(|at| Area::between(at, at))
    };
    note::draw_annotations(sketch, frame, &mut obstacles, &find);
}
