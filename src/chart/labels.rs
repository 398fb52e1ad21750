//! Names of series: beside the end of their marks, or as a key above bars.

use super::geometry::{Area, Point};
use super::measures;
use super::model::{ChartError, Emphasis, Form, Series, ValueOrigin};
use super::place::{WantedLabel, spread};
use super::scene::{Anchor, Colour, Dash, GroupRole, Shape, Stroke, ThemeToken};
use super::sketch::{Block, Marker, Palette, Sketch};
use super::typeface::{LEADING, Weight};

/// The part of the width that names at the right may take.
const NAME_SHARE: f64 = 0.22;

/// The same on a phone, where less would break nearly every name.
const NAME_SHARE_NARROW: f64 = 0.28;

/// The distance between marks and their names, in em.
const GAP: f64 = 0.75;

/// The distance between marks and their names with a little at the edge of the drawing, in em: letters may overhang.
const GAP_WITH_EDGE: f64 = GAP + 0.1;

/// How far names may reach above and below their plot together, in em: a line of text, and a little.
const OVERHANG: f64 = 1.4;

/// How far names that were moved apart may reach above their plot, and as far below it, in em.
const SPREAD_OVERHANG: f64 = 0.8;

/// A name that is moved further than this, in em, is joined to its mark: beside a mark of another it would mislead.
const MOVED: f64 = 0.5;

/// A name further from its mark than this, in em, is joined to it.
const FAR: f64 = 1.0;

/// From a mark to the line that joins its name to it, in em: the length of a tick.
const LINE_AWAY: f64 = measures::TICK;

/// The height of a line of a key, in em: more than lines of text, so that names of two lines stay together.
const KEY_LINE: f64 = 1.4;

/// Between two entries of a key, in em: much more than between a swatch and its name.
const ENTRY_GAP: f64 = 1.5;

/// From the middle of the last line of a key to what follows, in em.
const KEY_END: f64 = 1.3;

/// The name of a series and its place.
pub(super) struct Name {
    /// The name, measured.
    pub(super) block: Block,
    /// Its colour.
    pub(super) colour: Colour,
    /// The end of the mark.
    pub(super) from: Point,
    /// Whether it may be left out if there is not room for all.
    pub(super) emphasis: Emphasis,
}

/// Breaks and measures the name of a series.
pub(super) fn block(sketch: &Sketch<'_>, series: &Series, text: &str) -> Block {
    let layout = sketch.setting.layout;
    let width = layout.width * if layout.is_roomy() { NAME_SHARE } else { NAME_SHARE_NARROW };
    let weight = match series.emphasis {
        Emphasis::Highlight => Weight::Semibold,
        Emphasis::Context => Weight::Regular,
    };
    sketch.block(text, weight, width)
}

/// Returns the room that names take at the right of a plot.
pub(super) fn gutter<'a>(sketch: &Sketch<'_>, blocks: impl Iterator<Item = &'a Block>) -> f64 {
    let width = blocks.map(|block| block.width).fold(0.0, f64::max);
    if width > 0.0 { width + sketch.em(GAP_WITH_EDGE) } else { sketch.em(measures::NAME_GAP) }
}

/// The most series that may each have a name; more would be a tangle.
const MOST: usize = 24;

/// Returns the height at which the names of all series that are not context have room.
///
/// # Errors
/// There are more than anybody reads.
pub(super) fn least_height(sketch: &Sketch<'_>, blocks: &[Block]) -> Result<f64, ChartError> {
    let series = &sketch.chart.series;
    let named =
        series.iter().zip(blocks).filter(|(series, _)| series.emphasis == Emphasis::Highlight);
    let heights: Vec<f64> = named.map(|(_, block)| block.height).collect();
    if heights.len() > MOST {
        return Err(ChartError::TooManyNames { found: heights.len(), most: MOST });
    }
    // Names may stand a little above and below the plot.
    Ok(heights.iter().sum::<f64>() - sketch.em(OVERHANG))
}

/// Draws names at the right of `plot`, moved apart where they meet; those that had to
/// move far, or whose mark ends early, are joined to it by a line.
///
/// Names of context give way, the last first, if there is no room for all.
pub(super) fn draw_names(sketch: &mut Sketch<'_>, mut names: Vec<Name>, plot: &Area) {
    let overhang = sketch.em(SPREAD_OVERHANG);
    let room = (plot.top - overhang, plot.bottom + overhang);
    while names.iter().map(|name| name.block.height).sum::<f64>() > room.1 - room.0 {
        let context = names.iter().rposition(|name| name.emphasis == Emphasis::Context);
        let Some(index) = context else { break };
        names.remove(index);
    }
    let wanted = |name: &Name| WantedLabel { centre: name.from.y, length: name.block.height };
    let centres = spread(&names.iter().map(wanted).collect::<Vec<_>>(), room);
    let x = plot.right + sketch.em(GAP);
    let mut lines = Vec::new();
    let mut texts = Vec::new();
    for (name, centre) in names.iter().zip(centres) {
        let to = Point::new(x - sketch.em(measures::NARROW_GAP), centre);
        let from = Point::new(name.from.x + sketch.em(LINE_AWAY), name.from.y);
        if (to.y - from.y).abs() > sketch.em(MOVED) || to.x - from.x > sketch.em(FAR) {
            // Points, since an unbroken line would read as data.
            let stroke = Stroke { dash: Dash::Dotted, ..sketch.hairline(ThemeToken::Muted) };
            lines.push(Shape::Line { from, to, stroke });
        }
        texts.push(name.block.centred(Point::new(x, centre), Anchor::Start, name.colour));
    }
    sketch.add(GroupRole::Grid, lines);
    sketch.add(GroupRole::Label, texts);
}

/// Names the series without any value below a drawing of `height`, so that none vanishes; returns
/// the new height. Rows and keys already name theirs.
pub(super) fn draw_absent(sketch: &mut Sketch<'_>, height: f64) -> f64 {
    let chart = sketch.chart;
    let names_all = match chart.form {
        Form::Line | Form::Area | Form::Slope | Form::Multiples(_) => false,
        Form::Bar { .. } | Form::Dot | Form::HeatMap | Form::Timeline | Form::Map(_) => true,
    };
    let is_empty = |series: &&Series| series.points.iter().all(|datum| datum.value.is_none());
    let mut bottom = height;
    for series in chart.series.iter().filter(|series| !names_all && is_empty(series)) {
        let text = format!("{}: {}", series.name, chart.absent);
        let block = sketch.block(&text, Weight::Regular, sketch.width());
        let at = Point::new(0.0, bottom + sketch.em(measures::LABEL_GAP));
        bottom = at.y + block.height;
        sketch.add(GroupRole::Label, vec![block.hung(at, Anchor::Start, ThemeToken::Muted.into())]);
    }
    bottom
}

/// The swatch of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Swatch {
    /// For bars and areas.
    Square,
    /// For dots.
    Dot,
}

/// Draws a key in lines from `top`, the series in order; returns where it ends.
pub(super) fn draw_key(
    sketch: &mut Sketch<'_>,
    palettes: &[Palette],
    swatch: Swatch,
    top: f64,
) -> f64 {
    let (side, gap) = (sketch.em(measures::SWATCH), sketch.em(measures::LABEL_GAP));
    let mut at = Point::new(0.0, top + sketch.em(measures::LINE_MIDDLE));
    let mut shapes = Vec::new();
    let chart = sketch.chart;
    let several = chart.series.len() > 2;
    for (index, (series, palette)) in chart.series.iter().zip(palettes).enumerate() {
        let block = sketch.block(&series.name, Weight::Semibold, sketch.width() - side - gap);
        if at.x > 0.0 && at.x + side + gap + block.width > sketch.width() {
            at = Point::new(0.0, at.y + sketch.em(KEY_LINE));
        }
        let middle = Point::new(at.x + side / 2.0, at.y);
        shapes.push(match swatch {
            Swatch::Square => square(middle, side, *palette),
            Swatch::Dot => {
                let series = if several { index } else { 0 };
                sketch.marker(
                    middle,
                    Marker { series, colour: palette.line, origin: ValueOrigin::Given },
                )
            }
        });
        let text = Point::new(at.x + side + gap, at.y + (block.height - sketch.em(LEADING)) / 2.0);
        shapes.push(block.centred(text, Anchor::Start, palette.text));
        at.x += side + gap + block.width + sketch.em(ENTRY_GAP);
        at.y += block.height - sketch.em(LEADING);
    }
    sketch.add(GroupRole::Label, shapes);
    at.y + sketch.em(KEY_END)
}

fn square(middle: Point, side: f64, palette: Palette) -> Shape {
    let area = Area::between(middle, middle).grown(side / 2.0);
    Shape::Rectangle { area, fill: Some(palette.fill), stroke: None }
}
