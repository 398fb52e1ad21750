//! Maps: regions tinted by class, or circles in proportion to values.

mod atlas;
mod circles;
mod classes;
mod equal_earth;
mod hatch;
mod labels;
mod model;
mod read;
mod sheet;
mod view;

pub use atlas::{Atlas, AtlasError, Region, Ring};
pub use model::{Classing, Extent, Map, Symbol};

use classes::{Classes, Filling, MISSING};
use sheet::{Outline, Sheet};

use super::bar::position_name;
use super::geometry::Point;
use super::measures;
use super::model::{ChartError, Datum, Emphasis, ValueOrigin};
use super::rows;
use super::scene::{Colour, Dash, GroupRole, Shape, Stroke, ThemeToken};
use super::sketch::Sketch;

/// How strong the tint of land is that the data say nothing of, in per cent.
const LAND: u8 = 75;

/// The smallest outline that can be seen, by the length of the side of a square, in em; smaller
/// regions become dots.
const VISIBLE: f64 = 0.45;

/// The smallest island of land that the data say nothing of, by the length of the side of a square,
/// in steps of the raster: all layouts have the same islands.
const SPECK: f64 = 4.5;

/// The radius of the dot of a small region, in em.
const DOT: f64 = 0.4;

/// How thick the borders are between regions that the data say nothing of, in em: finer than those of regions that have
/// a value.
const LAND_BORDER: f64 = 0.05;

/// Half the side of the square in a dot that is hatched, by the dot's radius: its corners lie within the dot.
const HATCHED: f64 = 0.6;

/// A value and what can be seen of its region.
struct Mark<'a> {
    datum: &'a Datum,
    outline: Outline,
}

/// Draws a map; returns its height.
pub(super) fn draw(sketch: &mut Sketch<'_>, symbol: Symbol) -> Result<f64, ChartError> {
    let chart = sketch.chart;
    let map = chart.map.as_ref().ok_or(ChartError::Empty)?;
    let points = chart.series.first().map(|series| series.points.as_slice()).unwrap_or_default();
    let mut regions = Vec::new();
    for code in &map.codes {
        let region = map.atlas.find(code);
        regions.push(region.ok_or_else(|| ChartError::NoRegion { code: code.clone() })?);
    }
    let values: Vec<f64> = points.iter().filter_map(|datum| datum.value).collect();
    let classes = Classes::of(&values, &map.classing)?;
    let mut top = rows::draw_unit(sketch);
    let missing = points.iter().any(|datum| datum.value.is_none());
    if symbol == Symbol::Area {
        top = classes.draw_key(sketch, top, missing);
    }
    let sheet = Sheet::new(sketch, (map, &regions), top);
    draw_land(sketch, &sheet, &regions);
    let outline = |region: &usize| sheet.outline(&map.atlas.regions[*region]);
    let marks: Vec<Mark<'_>> = points
        .iter()
        .zip(&regions)
        .map(|(datum, region)| Mark { datum, outline: outline(region) })
        .collect();
    for mark in &marks {
        draw_region(sketch, (mark, symbol), &classes);
    }
    match symbol {
        Symbol::Area => {
            for mark in &marks {
                if is_small(sketch, mark) {
                    draw_dot(sketch, mark, &classes);
                }
            }
            labels::draw(sketch, &sheet, (&marks, &[]));
            Ok(sheet.bottom())
        }
        Symbol::Circle => {
            let circles = circles::draw(sketch, &marks);
            labels::draw(sketch, &sheet, (&marks, &circles));
            let bottom = sheet.bottom();
            Ok(circles::draw_key(sketch, &values, (bottom, missing)))
        }
    }
}

/// Whether a region is too small to show its filling.
fn is_small(sketch: &Sketch<'_>, mark: &Mark<'_>) -> bool {
    let side = sketch.em(VISIBLE);
    mark.outline.whole < side * side && mark.outline.place.is_some()
}

/// Draws the regions that the data say nothing of as one outline.
fn draw_land(sketch: &mut Sketch<'_>, sheet: &Sheet<'_>, shown: &[usize]) {
    let regions = sheet.atlas().regions.iter().enumerate();
    let others = regions.filter(|(index, _)| !shown.contains(index));
    let speck = sheet.raster() * SPECK;
    let rings = others.flat_map(|(_, region)| sheet.outline(region).rings);
    let (cut, whole): (Vec<_>, Vec<_>) =
        rings.filter(|ring| ring.doubled_area() > speck * speck).partition(sheet::Loop::has_edge);
    let land = Some(Colour::tint(ThemeToken::Grid, LAND));
    let stroke = Some(Stroke::solid(ThemeToken::Paper.into(), sketch.em(LAND_BORDER)));
    let [whole, cut] = [whole, cut].map(|rings| Outline { rings, ..Outline::default() });
    let shapes = vec![
        Shape::Path { steps: whole.steps(), fill: land, stroke },
        Shape::Path { steps: cut.steps(), fill: land, stroke: None },
        Shape::Path { steps: cut.borders(), fill: None, stroke },
    ];
    let has_steps = |shape: &Shape| !matches!(shape, Shape::Path { steps, .. } if steps.is_empty());
    sketch.add(GroupRole::Grid, shapes.into_iter().filter(has_steps).collect());
}

/// Draws the outline of a region that has a row.
fn draw_region(sketch: &mut Sketch<'_>, (mark, symbol): (&Mark<'_>, Symbol), classes: &Classes) {
    if mark.outline.rings.is_empty() {
        return;
    }
    let filling = match symbol {
        Symbol::Area => filling(mark.datum, classes),
        Symbol::Circle if mark.datum.value.is_none() => MISSING,
        Symbol::Circle => Filling { colour: Colour::tint(ThemeToken::Grid, 100), hatch: None },
    };
    let (steps, fill) = (mark.outline.steps(), Some(filling.colour));
    let rings: Vec<Vec<Point>> = mark.outline.rings.iter().map(sheet::Loop::points).collect();
    let stroke = edge(sketch, mark, filling);
    let lines = hatch::lines(sketch, &rings, filling.hatch);
    let is_cut = mark.outline.rings.iter().any(sheet::Loop::has_edge);
    let mut shapes = Vec::new();
    if is_cut || lines.is_some() {
        shapes.push(Shape::Path { steps, fill, stroke: None });
        shapes.extend(lines);
        let steps = mark.outline.borders();
        shapes.push(Shape::Path { steps, fill: None, stroke: Some(stroke) });
    } else {
        shapes.push(Shape::Path { steps, fill, stroke: Some(stroke) });
    }
    let reading = reading(sketch, mark, classes);
    sketch.mark(reading, shapes);
}

/// Returns how the border of a region is drawn: what was inferred has a broken one.
fn edge(sketch: &Sketch<'_>, mark: &Mark<'_>, filling: Filling) -> Stroke {
    let is_paper = filling.colour.token == ThemeToken::Paper;
    match mark.datum.origin {
        ValueOrigin::Inferred => Stroke {
            colour: ThemeToken::Ink.into(),
            width: sketch.em(measures::INFERRED_REGION),
            dash: Dash::Dashed,
        },
        ValueOrigin::Given if is_paper => {
            Stroke::solid(ThemeToken::Rest.into(), sketch.em(measures::HAIRLINE))
        }
        ValueOrigin::Given => {
            Stroke::solid(ThemeToken::Paper.into(), sketch.em(measures::HAIRLINE))
        }
    }
}

fn draw_dot(sketch: &mut Sketch<'_>, mark: &Mark<'_>, classes: &Classes) {
    let Some(centre) = mark.outline.place else { return };
    let filling = filling(mark.datum, classes);
    let rim = match mark.datum.origin {
        ValueOrigin::Given => Stroke::solid(ThemeToken::Ink.into(), sketch.em(measures::HAIRLINE)),
        ValueOrigin::Inferred => Stroke {
            colour: ThemeToken::Ink.into(),
            width: sketch.em(measures::INFERRED_REGION),
            dash: Dash::Dashed,
        },
    };
    let radius = sketch.em(DOT);
    let circle = Shape::Circle { centre, radius, fill: Some(filling.colour), stroke: Some(rim) };
    let mut shapes = vec![circle];
    let corners =
        [(-HATCHED, -HATCHED), (HATCHED, -HATCHED), (HATCHED, HATCHED), (-HATCHED, HATCHED)];
    let square = corners.map(|(x, y)| Point::new(centre.x + x * radius, centre.y + y * radius));
    shapes.extend(hatch::lines(sketch, &[square.to_vec()], filling.hatch));
    let reading = reading(sketch, mark, classes);
    sketch.mark(reading, shapes);
}

fn filling(datum: &Datum, classes: &Classes) -> Filling {
    match (datum.value, datum.emphasis) {
        (None, _) => MISSING,
        (Some(value), Emphasis::Highlight) => classes.filling(value),
        (Some(value), Emphasis::Context) => {
            let filling = classes.filling(value);
            let colour = Colour { token: ThemeToken::Rest, ..filling.colour };
            Filling { colour, ..filling }
        }
    }
}

/// Says a region and its value in words.
fn reading(sketch: &Sketch<'_>, mark: &Mark<'_>, classes: &Classes) -> String {
    let name = position_name(&mark.datum.at);
    match mark.datum.value {
        None => format!("{name}: {}", sketch.chart.absent),
        Some(value) => match classes.name(value) {
            Some(class) => format!("{name}: {class}"),
            None => sketch.reading([&name, ""], value),
        },
    }
}
