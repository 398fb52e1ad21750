//! Dots: the values of each position on one line, for comparing a few series.

use super::bar::position_name;
use super::frame::Axis;
use super::geometry::{Area, Point};
use super::labels::{self, Swatch};
use super::line::value_extent;
use super::measures;
use super::model::{ChartError, Datum, Emphasis, Values};
use super::rows::{self, Plan, Rows};
use super::scale::{Domain, Scale, Ticks, grain, real};
use super::scene::{Anchor, GroupRole, Shape, Stroke, ThemeToken};
use super::sketch::{Block, CONTEXT, Marker, Palette, Sketch, palettes, rimmed};
use super::typeface::{LEADING, Weight};

/// The height of a row, in em: a line of text.
const ROW: f64 = LEADING;

/// Between two rows, in em: a line of sight from the name to the dots must not slip into the next row.
const ROW_GAP: f64 = 0.45;

/// From a dot to its value, in em: the radius of the dot, and a little less than the gap of a label.
const VALUE_AWAY: f64 = 0.6;

/// The room of values beyond the outermost dots, besides their width, in em.
const VALUE_ROOM: f64 = 0.9;

/// Between the numbers of neighbouring ticks, in em: with less they read as one number.
const NUMBERS_APART: f64 = 0.6;

/// What names of series above the first row keep free around them, and how far they may leave the drawing, in em.
const HEAD_MARGIN: f64 = 0.2;

/// The ticks below the rows with their numbers, in em.
const BELOW_ROWS: f64 = 1.8;

/// The line from the least to the greatest dot of a row, in em: twice a hairline, since its length is what is read.
const SPAN_LINE: f64 = 2.0 * measures::HAIRLINE;

/// A dot: its series, its value and where it is.
struct Dot<'a> {
    series: usize,
    datum: &'a Datum,
    value: f64,
    at: Point,
}

/// Draws a dot chart; returns its height.
pub(super) fn draw(sketch: &mut Sketch<'_>) -> Result<f64, ChartError> {
    let chart = sketch.chart;
    let domain = Domain::of(&chart.series)?;
    let palettes = palettes(&chart.series);
    // The outer two values of a row have room beside their dots.
    let few = chart.values != Values::None && chart.series.len() <= 2;
    let axis = if few { Axis::Labels } else { Axis::Grid };
    let names: Vec<&str> = domain.stops.iter().map(|(_, name)| name.as_str()).collect();
    let plan = Plan { names: &names, top: 0.0, marks: sketch.em(ROW), gap: sketch.em(ROW_GAP) };
    let top = rows::draw_unit(sketch);
    let several = chart.series.len() > 1;
    let heads = if several { sketch.em(measures::LABEL_LINE) } else { 0.0 };
    let mut rows = Rows::new(sketch, &Plan { top: top + heads, ..plan });
    let (along, ticks) = along(sketch, rows.left, axis)?;
    let mut dots = dots(sketch, &domain, &rows, &along);
    if let Some(shapes) = heads_above(sketch, &dots, &palettes, top) {
        sketch.add(GroupRole::Label, shapes);
    } else {
        super::bar::check_key(sketch.chart, &palettes)?;
        let top =
            labels::draw_key(sketch, &palettes, Swatch::Dot, top) + sketch.em(measures::BELOW_KEY);
        rows = Rows::new(sketch, &Plan { top, ..plan });
        dots = self::dots(sketch, &domain, &rows, &along);
    }
    rows.draw_names(sketch);
    let bottom = draw_grid(sketch, &rows, &along, ticks.as_ref());
    draw_guides(sketch, &dots, rows.left);
    for row in &dots {
        draw_row(sketch, row, &palettes, axis);
    }
    draw_missing(sketch, &dots, &rows, &along);
    Ok(bottom)
}

/// Returns the scale along the rows, with room for labels beyond its ends, and its ticks if values
/// are read from them.
fn along(sketch: &Sketch<'_>, left: f64, axis: Axis) -> Result<(Scale, Option<Ticks>), ChartError> {
    let (low, high) = value_extent(sketch)?;
    let right = sketch.width();
    if axis == Axis::Labels {
        let points = sketch.chart.series.iter().flat_map(|series| &series.points);
        let width = |value: f64| sketch.line(&sketch.value(value), Weight::Regular).width;
        let widest = points.filter_map(|it| it.value).map(width).fold(0.0, f64::max);
        let room = widest + sketch.em(VALUE_ROOM);
        let high = if high > low { high } else { low + 1.0 };
        let range = (left + room, right - room);
        return Ok((Scale { domain: (low, high), range, of_ratios: false }, None));
    }
    // As many ticks as there is room for their numbers.
    let mut most = 6;
    loop {
        let ticks = Ticks::enclosing((low, high), most, grain(sketch.chart));
        let widest = number_blocks(sketch, &ticks).iter().map(|it| it.width).fold(0.0, f64::max);
        let range = (left + widest / 2.0, right - widest / 2.0);
        let pitch = (range.1 - range.0) / real(ticks.values.len() - 1);
        if pitch >= widest + sketch.em(NUMBERS_APART) || most == 1 {
            return Ok((Scale { domain: ticks.ends(), range, of_ratios: false }, Some(ticks)));
        }
        most -= 1;
    }
}

fn number_blocks(sketch: &Sketch<'_>, ticks: &Ticks) -> Vec<Block> {
    let number = |value: &f64| (sketch.setting.number)(*value, ticks.decimals);
    ticks.values.iter().map(|value| sketch.line(&number(value), Weight::Regular)).collect()
}

/// Returns the dots of each row, by value.
fn dots<'a>(sketch: &Sketch<'a>, domain: &Domain, rows: &Rows, along: &Scale) -> Vec<Vec<Dot<'a>>> {
    let mut all: Vec<Vec<Dot<'a>>> = Vec::new();
    for (row, (coordinate, _)) in domain.stops.iter().enumerate() {
        let mut dots = Vec::new();
        for (series, points) in sketch.chart.series.iter().map(|it| &it.points).enumerate() {
            let here = |point: &&Datum| domain.coordinate(&point.at) == Some(*coordinate);
            let Some(datum) = points.iter().find(here) else { continue };
            let Some(value) = datum.value else { continue };
            let at = Point::new(along.at(value), rows.middle(row));
            dots.push(Dot { series, datum, value, at });
        }
        dots.sort_by(|one, other| one.value.total_cmp(&other.value));
        all.push(dots);
    }
    all
}

/// Returns the names of the series above the dots of the first row, if they have room;
/// none if a key must name them.
fn heads_above(
    sketch: &Sketch<'_>,
    dots: &[Vec<Dot<'_>>],
    palettes: &[Palette],
    top: f64,
) -> Option<Vec<Shape>> {
    let chart = sketch.chart;
    if chart.series.len() < 2 {
        return Some(Vec::new());
    }
    let first = dots.first().filter(|row| row.len() == chart.series.len())?;
    let mut shapes = Vec::new();
    let mut taken: Vec<Area> = Vec::new();
    for (place, dot) in first.iter().enumerate() {
        let block = sketch.line(&chart.series.get(dot.series)?.name, Weight::Semibold);
        // Outer names grow outwards, so that close dots keep theirs apart.
        let (x, anchor) = match place {
            0 => (dot.at.x + sketch.em(measures::LABEL_GAP), Anchor::End),
            _ if place + 1 == first.len() => {
                (dot.at.x - sketch.em(measures::LABEL_GAP), Anchor::Start)
            }
            _ => (dot.at.x, Anchor::Middle),
        };
        let at = Point::new(x, top + sketch.em(measures::LINE_MIDDLE));
        let margin = sketch.em(HEAD_MARGIN);
        let area = block.area(at, anchor).grown(margin);
        if area.left < -margin || area.right > sketch.width() + margin {
            return None;
        }
        if taken.iter().any(|other| other.overlaps(&area)) {
            return None;
        }
        taken.push(area);
        shapes.push(block.centred(at, anchor, palettes.get(dot.series)?.text));
    }
    Some(shapes)
}

/// Draws a hairline for each row, and the axis if dots have no labels; returns the bottom.
fn draw_grid(sketch: &mut Sketch<'_>, rows: &Rows, along: &Scale, ticks: Option<&Ticks>) -> f64 {
    let Some(ticks) = ticks else { return draw_zero(sketch, rows, along) };
    let (mut lines, mut texts) = (Vec::new(), Vec::new());
    for (&value, block) in ticks.values.iter().zip(number_blocks(sketch, ticks)) {
        let x = along.at(value);
        let (from, to) =
            (Point::new(x, rows.top), Point::new(x, rows.bottom + sketch.em(measures::TICK)));
        let is_zero = value.abs() < f64::EPSILON;
        let stroke = if is_zero { sketch.zero_stroke() } else { sketch.hairline(ThemeToken::Grid) };
        lines.push(Shape::Line { from, to, stroke });
        let at = Point::new(x, to.y + sketch.em(measures::NARROW_GAP));
        texts.push(block.hung(at, Anchor::Middle, ThemeToken::Muted.into()));
    }
    sketch.add(GroupRole::Grid, lines);
    sketch.add(GroupRole::Axis, texts);
    rows.bottom + sketch.em(BELOW_ROWS)
}

/// Draws the line of zero if the rows cross or reach it, where values are printed beside their
/// dots; returns the bottom.
fn draw_zero(sketch: &mut Sketch<'_>, rows: &Rows, along: &Scale) -> f64 {
    let (low, high) = along.domain;
    if low > 0.0 || high < 0.0 {
        return rows.bottom + sketch.em(measures::NARROW_GAP);
    }
    let x = along.at(0.0);
    let (from, to) =
        (Point::new(x, rows.top), Point::new(x, rows.bottom + sketch.em(measures::TICK)));
    let line = Shape::Line { from, to, stroke: sketch.zero_stroke() };
    let number = sketch.line(&(sketch.setting.number)(0.0, 0), Weight::Regular);
    let at = Point::new(x, to.y + sketch.em(measures::NARROW_GAP));
    let text = number.hung(at, Anchor::Middle, ThemeToken::Muted.into());
    sketch.add(GroupRole::Grid, vec![line]);
    sketch.add(GroupRole::Axis, vec![text]);
    rows.bottom + sketch.em(BELOW_ROWS)
}

/// Draws a light line from each name to its first dot.
fn draw_guides(sketch: &mut Sketch<'_>, dots: &[Vec<Dot<'_>>], left: f64) {
    let stroke = sketch.hairline(ThemeToken::Grid);
    let guide = |dot: &Dot<'_>| {
        let from = Point::new(left, dot.at.y);
        Shape::Line { from, to: dot.at, stroke }
    };
    let guides = dots.iter().filter_map(|row| row.first()).map(guide).collect();
    sketch.add(GroupRole::Grid, guides);
}

fn draw_row(sketch: &mut Sketch<'_>, dots: &[Dot<'_>], palettes: &[Palette], axis: Axis) {
    if let [first, .., last] = dots {
        let stroke = Stroke::solid(ThemeToken::Rest.into(), sketch.em(SPAN_LINE));
        let line = Shape::Line { from: first.at, to: last.at, stroke };
        sketch.add(GroupRole::Mark, vec![line]);
    }
    let shapes_differ = sketch.chart.series.len() > 2;
    for (place, dot) in dots.iter().enumerate() {
        let own = palettes.get(dot.series).copied().unwrap_or(CONTEXT);
        let palette = match dot.datum.emphasis {
            Emphasis::Highlight => own,
            Emphasis::Context => CONTEXT,
        };
        let series = if shapes_differ { dot.series } else { 0 };
        let marker = Marker { series, colour: palette.line, origin: dot.datum.origin };
        let series = sketch.chart.series.get(dot.series).map_or("", |series| &series.name);
        let reading = sketch.reading([series, &position_name(&dot.datum.at)], dot.value);
        sketch.mark(reading, vec![sketch.marker(dot.at, marker)]);
        if axis == Axis::Labels {
            let block = sketch.line(&sketch.value(dot.value), Weight::Regular);
            let is_first = place == 0 && dots.len() > 1;
            let (side, anchor) =
                if is_first { (-VALUE_AWAY, Anchor::End) } else { (VALUE_AWAY, Anchor::Start) };
            let at = Point::new(dot.at.x + sketch.em(side), dot.at.y);
            let text = rimmed(block.centred(at, anchor, ThemeToken::Ink.into()));
            sketch.add(GroupRole::Label, vec![text]);
        }
    }
}

/// Says where a row has no value at all.
fn draw_missing(sketch: &mut Sketch<'_>, dots: &[Vec<Dot<'_>>], rows: &Rows, along: &Scale) {
    let empty = dots.iter().enumerate().filter(|(_, row)| row.is_empty());
    let word = sketch.line(&sketch.chart.missing, Weight::Regular);
    let text = |(row, _): (usize, &Vec<Dot<'_>>)| {
        let at = Point::new(along.range.0, rows.middle(row));
        word.centred(at, Anchor::Start, ThemeToken::Muted.into())
    };
    let texts = empty.map(text).collect();
    sketch.add(GroupRole::Label, texts);
}
