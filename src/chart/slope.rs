//! Slopes: two columns of values, and a line between them for each series.

use super::bar::position_name;
use super::geometry::Point;
use super::line::{in_drawing_order, value_extent};
use super::measures;
use super::model::{ChartError, Datum, Emphasis, Series, ValueOrigin};
use super::place::{WantedLabel, spread};
use super::scale::{Domain, Scale, extent};
use super::scene::{Anchor, Colour, Dash, GroupRole, Shape, Stroke, ThemeToken};
use super::sketch::{Block, Palette, Sketch, palettes, rimmed};
use super::typeface::Weight;

/// From a column to the labels beside it, in em: the radius of a dot, and twice the space between words.
const LABEL_AWAY: f64 = 0.8;

/// Where the line from a dot to a label that had to move begins, as a part of that distance: outside of the dot.
const LEADER_START: f64 = 0.45;

/// Where that line ends, as a part of that distance.
const LEADER_END: f64 = 0.9;

/// A label that is moved further than this, in em, is joined to its dot.
const MOVED: f64 = 0.3;

/// How far labels may reach above and below their column, in em: half a line of text.
const OVERHANG: f64 = measures::LINE_MIDDLE;

/// The part of all labels' height that the columns have at least: labels stand on two sides, and may overhang.
const LABELS_SHARE: f64 = 0.65;

/// Between the heads of the columns and the columns, in em.
const BELOW_HEADS: f64 = 1.0;

/// How far the lines of the columns reach above them, in em.
const COLUMN_ABOVE: f64 = 0.5;

/// What stays free below the columns, in em: half of the lowest label, and a little.
const BELOW: f64 = 0.9;

/// The part of the width that labels of a column may take: a third is left for the lines.
const LABEL_SHARE: f64 = 0.32;

/// The part of the width that the head of a column may take: less than half.
const HEAD_SHARE: f64 = 0.44;

/// What the heads keep free at the middle of the drawing, each, in em.
const HEAD_GAP: f64 = 0.3;

/// How thick the line of a series is that is highlighted, in em: a little less than that of lines over time, since
/// more of them cross.
const LINE: f64 = 0.15;

/// How thick the line of a series is that is context, in em.
const CONTEXT_LINE: f64 = 0.1;

/// The label at one end of a slope.
struct End {
    block: Block,
    colour: Colour,
    y: f64,
}

/// Where the two columns are.
struct Columns {
    /// The coordinates of both, and where they stand.
    at: [f64; 2],
    x: [f64; 2],
    up: Scale,
    domain: Domain,
}

/// Draws a slope chart; returns its height.
pub(super) fn draw(sketch: &mut Sketch<'_>) -> Result<f64, ChartError> {
    let chart = sketch.chart;
    let domain = Domain::of(&chart.series)?;
    let used = used_positions(&chart.series, &domain);
    let Ok(at) = <[f64; 2]>::try_from(used.as_slice()) else {
        return Err(ChartError::SlopePositions { found: used.len() });
    };
    let palettes = palettes(&chart.series);
    let blocks = at.map(|at| end_blocks(sketch, &domain, at));
    let [left, right] = [0, 1].map(|side: usize| {
        let blocks = blocks[side].iter().flatten();
        blocks.map(|block| block.width).fold(0.0, f64::max) + sketch.em(LABEL_AWAY)
    });
    let heads = at.map(|at| head(sketch, &domain, at));
    let top = heads.iter().map(|head| head.height).fold(0.0, f64::max) + sketch.em(BELOW_HEADS);
    let labels: f64 = blocks[1].iter().chain(&blocks[0]).flatten().map(|it| it.height).sum();
    let height = sketch.em(measures::LEAST_PLOT).max(labels * LABELS_SHARE);
    let up = Scale { domain: value_range(sketch)?, range: (top + height, top), of_ratios: false };
    let columns = Columns { at, x: [left, sketch.width() - right], up, domain };
    columns.draw_heads(sketch, &heads);
    columns.draw_zero(sketch);
    for (series, palette) in in_drawing_order(&chart.series, &palettes) {
        columns.draw_series(sketch, series, palette);
    }
    for (side, blocks) in blocks.iter().enumerate() {
        let ends = columns.ends(sketch, blocks, &palettes, side);
        columns.draw_ends(sketch, &ends, side);
    }
    Ok(top + height + sketch.em(BELOW))
}

fn value_range(sketch: &Sketch<'_>) -> Result<(f64, f64), ChartError> {
    let (low, high) = value_extent(sketch)?;
    let values = sketch.chart.series.iter().flat_map(|series| &series.points);
    // Slopes are read from their labels, so the range need not hold zero.
    let (least, most) = extent(values.filter_map(|it| it.value)).unwrap_or((low, high));
    Ok(if most > least { (least, most) } else { (least - 1.0, most + 1.0) })
}

/// Returns the coordinates that series have points at, in order.
fn used_positions(series: &[Series], domain: &Domain) -> Vec<f64> {
    let points = series.iter().flat_map(|series| &series.points);
    let mut used: Vec<f64> = points.filter_map(|it| domain.coordinate(&it.at)).collect();
    used.sort_by(f64::total_cmp);
    used.dedup();
    used
}

fn datum<'a>(series: &'a Series, domain: &Domain, at: f64) -> Option<&'a Datum> {
    series.points.iter().find(|it| domain.coordinate(&it.at) == Some(at))
}

/// Returns the label of each series at a column; none where its value is missing.
fn end_blocks(sketch: &Sketch<'_>, domain: &Domain, at: f64) -> Vec<Option<Block>> {
    let is_left = at <= domain.ends().0;
    let width = sketch.width() * LABEL_SHARE;
    let block = |series: &Series| {
        let value = sketch.value(datum(series, domain, at)?.value?);
        let text = if is_left {
            format!("{}\u{2002}{value}", series.name)
        } else {
            format!("{value}\u{2002}{}", series.name)
        };
        let weight = match series.emphasis {
            Emphasis::Highlight => Weight::Semibold,
            Emphasis::Context => Weight::Regular,
        };
        Some(sketch.block(&text, weight, width))
    };
    sketch.chart.series.iter().map(block).collect()
}

/// Returns the name of a column, measured.
fn head(sketch: &Sketch<'_>, domain: &Domain, at: f64) -> Block {
    let name = domain.stops.iter().find(|stop| stop.0.total_cmp(&at).is_eq());
    let name = name.map_or("", |(_, name)| name.as_str());
    sketch.block(name, Weight::Regular, sketch.width() * HEAD_SHARE)
}

impl Columns {
    fn place(&self, series: &Series, side: usize) -> Option<(Point, f64)> {
        let value = datum(series, &self.domain, self.at[side])?.value?;
        Some((Point::new(self.x[side], self.up.at(value)), value))
    }

    fn draw_heads(&self, sketch: &mut Sketch<'_>, heads: &[Block; 2]) {
        let (mut lines, mut texts) = (Vec::new(), Vec::new());
        let (bottom, top) = self.up.range;
        // Each head keeps to its half.
        let (middle, gap) = (sketch.width() / 2.0, sketch.em(HEAD_GAP));
        let halves = [(0.0, middle - gap), (middle + gap, sketch.width())];
        for ((head, x), (left, right)) in heads.iter().zip(self.x).zip(halves) {
            let half = head.width / 2.0;
            let at = Point::new(x.min(right - half).max(left + half), 0.0);
            texts.push(head.hung(at, Anchor::Middle, ThemeToken::Muted.into()));
            let (from, to) = (Point::new(x, top - sketch.em(COLUMN_ABOVE)), Point::new(x, bottom));
            lines.push(Shape::Line { from, to, stroke: sketch.hairline(ThemeToken::Rest) });
        }
        sketch.add(GroupRole::Grid, lines);
        sketch.add(GroupRole::Axis, texts);
    }

    /// Draws the line of zero where values lie on both sides of it.
    fn draw_zero(&self, sketch: &mut Sketch<'_>) {
        let (low, high) = self.up.domain;
        if low >= 0.0 || high <= 0.0 {
            return;
        }
        let ends = self.x.map(|x| Point::new(x, self.up.at(0.0)));
        let stroke = sketch.zero_stroke();
        let number = sketch.line(&(sketch.setting.number)(0.0, 0), Weight::Regular);
        let middle = Point::new(f64::midpoint(ends[0].x, ends[1].x), ends[0].y);
        let text = rimmed(number.centred(middle, Anchor::Middle, ThemeToken::Muted.into()));
        let [from, to] = ends;
        sketch.add(GroupRole::Axis, vec![Shape::Line { from, to, stroke }, text]);
    }

    fn draw_series(&self, sketch: &mut Sketch<'_>, series: &Series, palette: Palette) {
        let highlighted = series.emphasis == Emphasis::Highlight;
        let width = sketch.em(if highlighted { LINE } else { CONTEXT_LINE });
        let origins = self.at.map(|at| datum(series, &self.domain, at).map(|it| it.origin));
        if let (Some((from, _)), Some((to, _))) = (self.place(series, 0), self.place(series, 1)) {
            let inferred = origins.contains(&Some(ValueOrigin::Inferred));
            let dash = if inferred { Dash::Dashed } else { Dash::Solid };
            let stroke = Stroke { colour: palette.line, width, dash };
            sketch.add(GroupRole::Mark, vec![Shape::Line { from, to, stroke }]);
        }
        for side in [0, 1] {
            let Some((at, value)) = self.place(series, side) else { continue };
            let Some(datum) = datum(series, &self.domain, self.at[side]) else { continue };
            let reading = sketch.reading([&series.name, &position_name(&datum.at)], value);
            let dot = sketch.dot(at, palette.line, datum.origin);
            sketch.mark(reading, vec![dot]);
        }
    }

    fn ends(
        &self,
        sketch: &Sketch<'_>,
        blocks: &[Option<Block>],
        palettes: &[Palette],
        side: usize,
    ) -> Vec<End> {
        let series = sketch.chart.series.iter().zip(palettes).zip(blocks);
        let end = |((series, palette), block): ((&Series, &Palette), &Option<Block>)| {
            let (at, _) = self.place(series, side)?;
            Some(End { block: block.clone()?, colour: palette.text, y: at.y })
        };
        series.filter_map(end).collect()
    }

    /// Draws labels beside a column, moved apart where they meet.
    fn draw_ends(&self, sketch: &mut Sketch<'_>, ends: &[End], side: usize) {
        let (anchor, away) =
            if side == 0 { (Anchor::End, -LABEL_AWAY) } else { (Anchor::Start, LABEL_AWAY) };
        let (x, away) = (self.x[side], sketch.em(away));
        let (bottom, top) = self.up.range;
        let room = (top - sketch.em(OVERHANG), bottom + sketch.em(OVERHANG));
        let wanted = |end: &End| WantedLabel { centre: end.y, length: end.block.height };
        let centres = spread(&ends.iter().map(wanted).collect::<Vec<_>>(), room);
        let (mut lines, mut texts) = (Vec::new(), Vec::new());
        for (end, centre) in ends.iter().zip(centres) {
            texts.push(end.block.centred(Point::new(x + away, centre), anchor, end.colour));
            if (centre - end.y).abs() > sketch.em(MOVED) {
                let from = Point::new(x + away * LEADER_START, end.y);
                let to = Point::new(x + away * LEADER_END, centre);
                lines.push(Shape::Line { from, to, stroke: sketch.hairline(ThemeToken::Rest) });
            }
        }
        sketch.add(GroupRole::Grid, lines);
        sketch.add(GroupRole::Label, texts);
    }
}
