//! Heat maps: a tinted cell for each value. Series are rows, positions are columns.

use super::bar::position_name;
use super::frame::Positions;
use super::geometry::{Area, Point};
use super::measures;
use super::model::{ChartError, Datum, ValueOrigin, Values};
use super::rows::{self, Plan, Rows};
use super::scale::{Domain, Grain, Kind, Scale, TEN, Ticks, extent, grain, real};
use super::scene::{Anchor, Colour, Dash, GroupRole, Shape, Stroke, ThemeToken};
use super::sketch::{Block, Sketch};
use super::typeface::Weight;

/// How strong the tints of values above zero are, in per cent, from low to high. Between
/// 50 and 78 neither ink nor paper is readable on them in both light and dark.
const TINTS: [u8; 6] = [8, 20, 34, 50, 78, 100];

/// How strong the tint of values below zero is, in per cent.
const NEGATIVE: u8 = 30;

/// Above this strength, text on a tint is paper, not ink; in per cent.
const DARK: u8 = 64;

/// If the largest value of a table is this many times the median, its classes grow by powers,
/// because equal ones would put nearly all cells into the first.
const SKEWED: f64 = 12.0;

/// The height of a row, in em: a line of text, and a quarter of an em above and below.
const ROW: f64 = 1.7;

/// The paper between cells, in em.
const CELL_GAP: f64 = 0.14;

/// The room between the names of columns and the first row, in em.
const BELOW_HEADS: f64 = 0.3;

/// How much of that room lies below the names, in em; the rest lies above them.
const HEADS_LIFT: f64 = 0.1;

/// The bounds of classes below their swatches, in em: a line of text, and the space above the names of columns.
const BOUNDS_ROOM: f64 = 1.9;

/// From the mark of missing values to the word that explains it, in em.
const WORD_AWAY: f64 = 0.7;

/// The radius of the mark of a missing value, in em: a small dot, which is no tint.
const VOID_RADIUS: f64 = 0.11;

/// Where powers begin: no smaller values have classes of their own.
const LEAST_BOUND: f64 = 1e-9;

/// Draws a heat map; returns its height.
pub(super) fn draw(sketch: &mut Sketch<'_>) -> Result<f64, ChartError> {
    let chart = sketch.chart;
    let domain = Domain::of(&chart.series)?;
    let classes = Classes::of(sketch)?;
    let below_unit = rows::draw_unit(sketch);
    let top = classes.draw_key(sketch, below_unit);
    let rows: Vec<&str> = chart.series.iter().map(|series| series.name.as_str()).collect();
    let (marks, gap) = (sketch.em(ROW), sketch.em(CELL_GAP));
    let mut plan = Plan { names: &rows, top, marks, gap };
    let (first, last) = domain.ends();
    let range = (Rows::new(sketch, &plan).left, sketch.width());
    let across = Scale { domain: (first - 0.5, last + 0.5), range, of_ratios: false };
    let heads = heads(sketch, &domain, &across);
    plan.top +=
        heads.iter().map(|(_, head)| head.height).fold(0.0, f64::max) + sketch.em(BELOW_HEADS);
    let rows = Rows::new(sketch, &plan);
    let map = Map { heads, domain, rows, across, classes };
    map.draw_heads(sketch, plan.top - sketch.em(HEADS_LIFT));
    map.rows.draw_names(sketch);
    let labelled = chart.values != Values::None && map.values_fit(sketch);
    for (row, series) in chart.series.iter().enumerate() {
        for (coordinate, _) in &map.domain.stops {
            let at = |point: &&Datum| map.domain.coordinate(&point.at) == Some(*coordinate);
            let datum = series.points.iter().find(at);
            let cell = Cell { row, coordinate: *coordinate, datum, labelled };
            map.draw_cell(sketch, &cell);
        }
    }
    Ok(map.rows.bottom + sketch.em(measures::NARROW_GAP))
}

/// The classes of values, each with its tint.
struct Classes {
    /// The lower bounds of all classes above zero but the first, ascending.
    breaks: Vec<f64>,
    /// How many decimals they need.
    decimals: usize,
    has_negative: bool,
    has_missing: bool,
}

impl Classes {
    fn of(sketch: &Sketch<'_>) -> Result<Self, ChartError> {
        let points = || sketch.chart.series.iter().flat_map(|series| &series.points);
        let mut values: Vec<f64> = points().filter_map(|point| point.value).collect();
        let (low, high) = extent(values.iter().copied()).ok_or(ChartError::Empty)?;
        let has_missing = points().any(|point| point.value.is_none());
        values.retain(|value| *value > 0.0);
        values.sort_by(f64::total_cmp);
        let median = values.get(values.len() / 2).copied().unwrap_or(1.0);
        let (breaks, decimals) = if high > median * SKEWED {
            powers(high)
        } else {
            let start = if low > high / 2.0 { low } else { 0.0 };
            let ticks = Ticks::enclosing((start, high), TINTS.len(), grain(sketch.chart));
            let inner = 1..ticks.values.len().saturating_sub(1);
            (ticks.values.get(inner).unwrap_or_default().to_vec(), ticks.decimals)
        };
        Ok(Self { breaks, decimals, has_negative: low < 0.0, has_missing })
    }

    /// Returns the tint of a value: negative ones have the second series' colour.
    fn tint(&self, value: f64) -> Colour {
        if value < 0.0 {
            return Colour::tint(ThemeToken::Series2, NEGATIVE);
        }
        let class = self.breaks.iter().filter(|lower| value >= **lower).count();
        self.class_tint(class)
    }

    /// The strongest class always has the strongest tint.
    fn class_tint(&self, class: usize) -> Colour {
        let skip = TINTS.len().saturating_sub(self.breaks.len() + 1);
        let index = if class == 0 { 0 } else { class + skip };
        let strength = TINTS.get(index.min(TINTS.len() - 1)).copied().unwrap_or(100);
        Colour::tint(ThemeToken::Series1, strength)
    }

    /// Draws a swatch for each class, with the bounds between them; returns the bottom.
    fn draw_key(&self, sketch: &mut Sketch<'_>, top: f64) -> f64 {
        let number = |value: f64, decimals: usize| {
            sketch.line(&(sketch.setting.number)(value, decimals), Weight::Regular)
        };
        let classes = (0..=self.breaks.len()).map(|class| self.class_tint(class));
        let bounds = self.breaks.iter().map(|bound| number(*bound, self.decimals));
        let (mut tints, mut bounds): (Vec<_>, Vec<_>) = (classes.collect(), bounds.collect());
        if self.has_negative {
            tints.insert(0, Colour::tint(ThemeToken::Series2, NEGATIVE));
            bounds.insert(0, number(0.0, 0));
        }
        let widest = bounds.iter().map(|block| block.width).fold(sketch.em(2.0), f64::max);
        let (pitch, height) = (widest + sketch.em(measures::NAME_GAP), sketch.em(measures::SWATCH));
        let label_top = top + height + sketch.em(measures::BELOW_SWATCH);
        let mut shapes = Vec::new();
        let mut x = 0.0;
        for (index, tint) in tints.into_iter().enumerate() {
            let right = x + pitch - sketch.em(measures::SWATCH_GAP);
            let area = Area { left: x, top, right, bottom: top + height };
            shapes.push(Shape::Rectangle { area, fill: Some(tint), stroke: None });
            x += pitch;
            if let Some(bound) = bounds.get(index) {
                let at = Point::new(x, label_top);
                shapes.push(bound.hung(at, Anchor::Middle, ThemeToken::Muted.into()));
            }
        }
        let void = Point::new(x + sketch.em(measures::BEFORE_MISSING), top + height / 2.0);
        shapes.extend(self.missing_key(sketch, void));
        sketch.add(GroupRole::Label, shapes);
        label_top + sketch.em(BOUNDS_ROOM)
    }

    /// Explains the mark of missing values, if there are any and there is room.
    fn missing_key(&self, sketch: &Sketch<'_>, at: Point) -> Vec<Shape> {
        let word = sketch.line(&sketch.chart.missing, Weight::Regular);
        let start = Point::new(at.x + sketch.em(WORD_AWAY), at.y);
        if !self.has_missing || start.x + word.width > sketch.width() {
            return Vec::new();
        }
        let word = word.centred(start, Anchor::Start, ThemeToken::Muted.into());
        vec![void_mark(sketch, at), word]
    }
}

/// Returns classes at powers of ten, or at 1 and 3 times them if they are few.
fn powers(high: f64) -> (Vec<f64>, usize) {
    let mut bounds = Vec::new();
    let mut bound = LEAST_BOUND;
    while bound < high {
        bounds.push(bound);
        bound *= TEN;
    }
    // The bounds just below the maximum say the most.
    let keep = bounds.len().saturating_sub(TINTS.len() - 1);
    let decimals = Ticks::enclosing((0.0, bounds[keep]), 1, Grain::Fine).decimals;
    let round = |bound: &f64| {
        let ticks = Ticks::enclosing((0.0, *bound), 1, Grain::Fine);
        ticks.values.last().copied().unwrap_or(*bound)
    };
    (bounds[keep..].iter().map(round).collect(), decimals)
}

/// The mark of a cell without value.
fn void_mark(sketch: &Sketch<'_>, at: Point) -> Shape {
    let radius = sketch.em(VOID_RADIUS);
    Shape::Circle { centre: at, radius, fill: Some(ThemeToken::Rest.into()), stroke: None }
}

/// Returns the names of columns, measured; years that do not fit in their columns are
/// written by their last two digits.
fn heads(sketch: &Sketch<'_>, domain: &Domain, across: &Scale) -> Vec<(f64, Block)> {
    let positions = Positions { domain, across, sides: (0.0, sketch.width()) };
    let all = positions.names(sketch);
    if all.len() == domain.len() || domain.kind == Kind::Names {
        return all;
    }
    let mut short = domain.clone();
    for (_, name) in &mut short.stops {
        name.drain(..name.len().saturating_sub(2));
    }
    Positions { domain: &short, ..positions }.names(sketch)
}

/// A heat map, planned.
struct Map {
    heads: Vec<(f64, Block)>,
    domain: Domain,
    rows: Rows,
    across: Scale,
    classes: Classes,
}

/// A cell, by row and column.
struct Cell<'a> {
    row: usize,
    coordinate: f64,
    datum: Option<&'a Datum>,
    labelled: bool,
}

impl Map {
    fn slot(&self) -> f64 {
        (self.across.range.1 - self.across.range.0) / real(self.domain.len())
    }

    fn draw_heads(&self, sketch: &mut Sketch<'_>, bottom: f64) {
        let text = |(x, block): &(f64, Block)| {
            let at = Point::new(*x, bottom - block.height);
            block.hung(at, Anchor::Middle, ThemeToken::Muted.into())
        };
        let texts = self.heads.iter().map(text).collect();
        sketch.add(GroupRole::Axis, texts);
    }

    fn values_fit(&self, sketch: &Sketch<'_>) -> bool {
        let points = sketch.chart.series.iter().flat_map(|series| &series.points);
        let width = |value: f64| sketch.line(&sketch.value(value), Weight::Regular).width;
        let widest = points.filter_map(|point| point.value).map(width).fold(0.0, f64::max);
        widest + sketch.em(measures::LABEL_GAP) <= self.slot()
    }

    fn draw_cell(&self, sketch: &mut Sketch<'_>, cell: &Cell<'_>) {
        let x = self.across.at(cell.coordinate);
        let (half, (top, bottom)) = (self.slot() / 2.0, self.rows.marks(cell.row));
        let area = Area { left: x - half, top, right: x + half, bottom };
        let area = Area { right: area.right - sketch.em(CELL_GAP), ..area };
        let known = cell.datum.and_then(|datum| Some((datum, datum.value?)));
        let Some((datum, value)) = known else {
            let mark = void_mark(sketch, area.centre());
            return sketch.add(GroupRole::Mark, vec![mark]);
        };
        let tint = self.classes.tint(value);
        let (shape, fill) = match datum.origin {
            ValueOrigin::Given => (Shape::Rectangle { area, fill: Some(tint), stroke: None }, tint),
            ValueOrigin::Inferred => (hollow(sketch, area, tint), ThemeToken::Paper.into()),
        };
        let dark = fill.strength > DARK && fill.token != ThemeToken::Paper;
        let colour = if dark { ThemeToken::Paper } else { ThemeToken::Ink };
        let series = &sketch.chart.series[cell.row].name;
        let reading = sketch.reading([series, &position_name(&datum.at)], value);
        let text = match (cell.labelled, value < 0.0) {
            (true, _) => sketch.value(value),
            // Even without its value, a cell below zero shows its sign.
            (false, true) => "\u{2212}".to_owned(),
            (false, false) => String::new(),
        };
        let block = sketch.line(&text, Weight::Regular);
        let label = block.centred(area.centre(), Anchor::Middle, colour.into());
        let shapes = if text.is_empty() { vec![shape] } else { vec![shape, label] };
        sketch.mark(reading, shapes);
    }
}

/// The cell of an inferred value: a frame of its tint.
fn hollow(sketch: &Sketch<'_>, area: Area, tint: Colour) -> Shape {
    let width = sketch.em(measures::INFERRED_MARK);
    let colour = Colour::tint(tint.token, tint.strength.max(50));
    Shape::Rectangle {
        area: area.grown(-width / 2.0),
        fill: Some(ThemeToken::Paper.into()),
        stroke: Some(Stroke { colour, width, dash: Dash::Dashed }),
    }
}
