//! Horizontal bars: a row for each position, values beyond the ends of their bars.

use super::bar;
use super::geometry::{Area, Point};
use super::labels::{self, Swatch};
use super::measures;
use super::model::{Arrangement, Chart, ChartError, Position, Series};
use super::pieces::{self, Piece};
use super::place::{WantedLabel, spread};
use super::rows::{self, Plan, Rows};
use super::scale::{Domain, Scale, real};
use super::scene::{Anchor, Dash, GroupRole, Shape, Stroke, ThemeToken};
use super::sketch::{Palette, Sketch, palettes};
use super::typeface::Weight;

/// The height of a lane with a bar, in em: a line of text, and a little.
const LANE: f64 = 1.3;

/// The height of a lane in a group, in em: their values are set as close as lines can be.
const GROUP_LANE: f64 = 1.05;

/// Between rows of one bar, in em: less than half a bar, so that the column reads as one list.
const ROW_GAP: f64 = 0.55;

/// Between groups of bars, in em: most of a bar, so that no bar is counted to the next group.
const GROUP_GAP: f64 = 0.8;

/// Half the height of a bar, as a part of its lane: the rest is paper between bars.
const HALF_BAR: f64 = 0.46;

/// What stays free at the right where no value needs room, in em, so that the line of zero lies within the drawing.
const FREE_END: f64 = 0.1;

/// From the end of a bar to its value, in em.
const VALUE_AWAY: f64 = 0.35;

/// Between the labels of two references, in em: twice the gap of a label.
const REFERENCE_GAP: f64 = 2.0 * measures::LABEL_GAP;

/// Draws horizontal bars; returns the height.
pub(super) fn draw(sketch: &mut Sketch<'_>, arrangement: Arrangement) -> Result<f64, ChartError> {
    let chart = sketch.chart;
    let domain = Domain::of_bars(&chart.series)?;
    let palettes = palettes(&chart.series);
    let pieces = pieces::of(chart, &domain, arrangement);
    let extent = pieces::reach(chart, &pieces)?;
    let mut top = rows::draw_unit(sketch);
    if chart.series.len() > 1 {
        bar::check_key(chart, &palettes)?;
        top = labels::draw_key(sketch, &palettes, Swatch::Square, top)
            + sketch.em(measures::LABEL_GAP);
    }
    // Labels of references stand in a line above the first row.
    if !chart.references.is_empty() {
        top += sketch.em(measures::LABEL_LINE);
    }
    let grouped = arrangement == Arrangement::Grouped;
    let lanes = if grouped { real(chart.series.len()) } else { 1.0 };
    let lane = sketch.em(if lanes > 1.0 { GROUP_LANE } else { LANE });
    let names: Vec<&str> = domain.stops.iter().map(|(_, name)| name.as_str()).collect();
    let gap = sketch.em(if lanes > 1.0 { GROUP_GAP } else { ROW_GAP });
    let rows = Rows::new(sketch, &Plan { names: &names, top, marks: lane * lanes, gap });
    let along = Reach { pieces: &pieces, extent }.scale(sketch, &rows);
    let bars = HorizontalBars { domain, rows, along, lane, grouped };
    for piece in &pieces {
        bars.draw(sketch, piece, piece.palette(&palettes));
    }
    if !grouped {
        bars.draw_totals(sketch, &pieces);
    }
    bars.rows.draw_names(sketch);
    bars.draw_zero(sketch);
    bars.draw_references(sketch);
    Ok(bars.rows.bottom + sketch.em(measures::TICK))
}

/// All bars, and what they reach.
struct Reach<'a> {
    pieces: &'a [Piece<'a>],
    /// The least and the greatest value, zero included.
    extent: (f64, f64),
}

impl Reach<'_> {
    /// Returns the scale along the rows, with room for values beyond both ends.
    fn scale(&self, sketch: &Sketch<'_>, rows: &Rows) -> Scale {
        let (low, high) = self.extent;
        // A stack may end with its sum or with the word for a missing part.
        let word = sketch.line(&sketch.chart.missing, Weight::Regular).width;
        let sum = |value: f64| sketch.line(&sketch.value(value), Weight::Semibold).width;
        let is_missing = self.pieces.iter().any(|piece| piece.datum.value.is_none());
        let beyond = |side: f64| if is_missing && side >= 0.0 { word } else { 0.0 };
        let room = |side: f64, end: f64| {
            let values = self.pieces.iter().filter_map(|piece| piece.datum.value);
            let values = values.filter(|value| (*value >= 0.0) == (side >= 0.0));
            let widest = values.chain([end]).map(sum).fold(0.0, f64::max);
            widest.max(beyond(side * (high + low))) + sketch.em(measures::NAME_GAP)
        };
        let left = rows.left + if low < 0.0 { room(-1.0, low) } else { 0.0 };
        let end = if high > 0.0 || is_missing { room(1.0, high) } else { sketch.em(FREE_END) };
        let right = sketch.width() - end;
        let high = if high > low { high } else { low + 1.0 };
        Scale { domain: (low, high), range: (left, right), of_ratios: false }
    }
}

/// Horizontal bars, planned.
struct HorizontalBars {
    domain: Domain,
    rows: Rows,
    along: Scale,
    lane: f64,
    grouped: bool,
}

impl HorizontalBars {
    fn row(&self, piece: &Piece<'_>) -> usize {
        let stop = |(at, _): &(f64, String)| at.total_cmp(&piece.coordinate).is_eq();
        self.domain.stops.iter().position(stop).unwrap_or(0)
    }

    fn lane_middle(&self, piece: &Piece<'_>) -> f64 {
        self.rows.marks(self.row(piece)).0 + self.lane * (real(piece.lane) + 0.5)
    }

    fn draw(&self, sketch: &mut Sketch<'_>, piece: &Piece<'_>, palette: Palette) {
        let middle = self.lane_middle(piece);
        let Some(((start, end), value)) = piece.reach.zip(piece.datum.value) else {
            if self.grouped {
                self.draw_missing(sketch, 0.0, middle);
            }
            return;
        };
        let half = self.lane * HALF_BAR;
        let area = Area::between(
            Point::new(self.along.at(start), middle - half),
            Point::new(self.along.at(end), middle + half),
        );
        let mut shapes = bar::bar(sketch, area, palette, piece.datum);
        if !self.grouped && !shapes.is_empty() {
            let from = Point::new(area.right, area.top);
            let to = Point::new(area.right, area.bottom);
            let stroke = Stroke::solid(ThemeToken::Paper.into(), sketch.em(measures::RIM));
            shapes.push(Shape::Line { from, to, stroke });
        }
        let series = sketch.chart.series.get(piece.series).map_or("", |series| &series.name);
        let reading = sketch.reading([series, &bar::position_name(&piece.datum.at)], value);
        sketch.mark(reading, shapes);
        // The sum beyond the end says the value of a part that is all of its stack.
        if self.grouped || !is_alone(sketch.chart, &piece.datum.at) {
            self.draw_value(sketch, area, value, palette);
        }
    }

    /// Draws a value beyond the end of its bar, or in it if others follow.
    fn draw_value(&self, sketch: &mut Sketch<'_>, area: Area, value: f64, palette: Palette) {
        let block = sketch.line(&sketch.value(value), Weight::Regular);
        let text = if self.grouped {
            let (x, anchor) = beyond(sketch, area, value);
            Some(block.centred(Point::new(x, area.centre().y), anchor, ThemeToken::Ink.into()))
        } else {
            let fits = block.width + sketch.em(measures::LABEL_GAP) <= area.width();
            fits.then(|| block.centred(area.centre(), Anchor::Middle, palette.on_fill))
        };
        sketch.add(GroupRole::Label, text.into_iter().collect());
    }

    /// Says that a value is missing, beyond `end` on the side where there is more room.
    fn draw_missing(&self, sketch: &mut Sketch<'_>, end: f64, middle: f64) {
        let word = sketch.line(&sketch.chart.missing, Weight::Regular);
        let (low, high) = self.along.domain;
        let (side, anchor) = if high >= -low { (1.0, Anchor::Start) } else { (-1.0, Anchor::End) };
        let away = side * measures::LABEL_GAP;
        let at = Point::new(self.along.at(end) + sketch.em(away), middle);
        sketch.add(GroupRole::Label, vec![word.centred(at, anchor, ThemeToken::Muted.into())]);
    }

    /// Draws the sum of each stack beyond its end, or says that a part is missing.
    fn draw_totals(&self, sketch: &mut Sketch<'_>, pieces: &[Piece<'_>]) {
        for (coordinate, _) in &self.domain.stops {
            let here = |piece: &&Piece<'_>| piece.coordinate.total_cmp(coordinate).is_eq();
            let parts: Vec<&Piece<'_>> = pieces.iter().filter(here).collect();
            let Some(first) = parts.first() else { continue };
            let middle = self.lane_middle(first);
            let values = || parts.iter().filter_map(|piece| piece.datum.value);
            let (low, high) = self.along.domain;
            if parts.iter().any(|piece| piece.datum.value.is_none()) {
                let is_right = high >= -low;
                let end: f64 = values().filter(|value| (*value > 0.0) == is_right).sum();
                self.draw_missing(sketch, end, middle);
                continue;
            }
            // Where parts lie on both sides of zero, no end of the bar is the sum.
            if parts.len() > 1 && values().all(|value| value >= 0.0) {
                let sum: f64 = values().sum();
                let block = sketch.line(&sketch.value(sum), Weight::Semibold);
                let at = Point::new(self.along.at(sum) + sketch.em(measures::LABEL_GAP), middle);
                let text = block.centred(at, Anchor::Start, ThemeToken::Ink.into());
                sketch.add(GroupRole::Label, vec![text]);
            }
        }
    }

    fn draw_zero(&self, sketch: &mut Sketch<'_>) {
        let (x, reach) = (self.along.at(0.0), sketch.em(measures::NARROW_GAP));
        let line = |(top, bottom): (f64, f64)| Shape::Line {
            from: Point::new(x, top - reach),
            to: Point::new(x, bottom + reach),
            stroke: sketch.zero_stroke(),
        };
        let rows = 0..self.domain.len();
        let lines = if self.rows.left > 0.0 {
            vec![line((self.rows.marks(0).0, self.rows.bottom))]
        } else {
            // Names stand between the rows, where a line would run through them.
            rows.map(|row| line(self.rows.marks(row))).collect()
        };
        sketch.add(GroupRole::Axis, lines);
    }

    /// Draws lines at values to compare with, their labels above the rows.
    fn draw_references(&self, sketch: &mut Sketch<'_>) {
        let references = &sketch.chart.references;
        let block = |label: &str| sketch.line(label, Weight::Regular);
        let blocks: Vec<_> = references.iter().map(|it| block(&it.label)).collect();
        let wanted_places: Vec<WantedLabel> = (references.iter().zip(&blocks))
            .map(|(reference, block)| WantedLabel {
                centre: self.along.at(reference.value),
                length: block.width + sketch.em(REFERENCE_GAP),
            })
            .collect();
        // The gap of the last label may lie outside.
        let right = sketch.width() + sketch.em(measures::LABEL_GAP);
        let centres = spread(&wanted_places, (0.0, right));
        let (colour, width) = (ThemeToken::Muted.into(), sketch.em(measures::REFERENCE_LINE));
        let stroke = Stroke { colour, width, dash: Dash::Dashed };
        let mut shapes = Vec::new();
        for ((wanted, block), x) in wanted_places.iter().zip(&blocks).zip(centres) {
            let top = self.rows.top - sketch.em(measures::NARROW_GAP);
            let from = Point::new(wanted.centre, top);
            let to = Point::new(wanted.centre, self.rows.bottom);
            shapes.push(Shape::Line { from, to, stroke });
            let at = Point::new(x, top - sketch.em(measures::HALF_LINE));
            shapes.push(block.centred(at, Anchor::Middle, colour));
        }
        sketch.add(GroupRole::Note, shapes);
    }
}

/// Returns where the value of a horizontal bar stands: beyond its end.
fn beyond(sketch: &Sketch<'_>, area: Area, value: f64) -> (f64, Anchor) {
    if value < 0.0 {
        (area.left - sketch.em(VALUE_AWAY), Anchor::End)
    } else {
        (area.right + sketch.em(VALUE_AWAY), Anchor::Start)
    }
}

/// Whether only one series has a value other than zero at a position.
fn is_alone(chart: &Chart, at: &Position) -> bool {
    let here = |series: &Series| series.points.iter().find(|datum| datum.at == *at)?.value;
    chart.series.iter().filter_map(here).filter(|value| value.abs() > 0.0).count() == 1
}
