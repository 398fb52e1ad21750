//! Charts: resolved data in, SVG out.
//!
//! ```text
//! Chart ──draw──> Scene ──svg_for_page───> inline SVG with custom properties
//!                      ├──svg_for_print──> SVG with colours, for PDFs
//!                      └──plate, svg_alone──> a complete figure as SVG, for downloads
//! ```
//!
//! A chart is drawn once for each [`ChartLayout`]; the scene names the theme's tokens, never
//! colours. Text is measured in the font that it will be set in. Positions come from
//! plain arithmetic, so the same data give the same bytes on every platform. This module
//! reads no file and knows nothing of the rest of the program.
//!
//! # Examples
//! ```no_run
//! # fn example(font: &[u8]) -> Result<String, quipu::chart::ChartError> {
//! use quipu::chart::{self, Chart, Datum, Form, ChartLayout, Position, Series, ChartSetting, Typeface};
//!
//! let flows = [(2014.0, Some(45.07)), (2015.0, Some(-177.76)), (2016.0, None)];
//! let flows = flows.map(|(year, value)| Datum::new(Position::Year(year), value));
//! let chart = Chart {
//!     unit: "US$ million".into(),
//!     title: "China's investment flows to Peru".into(),
//!     description: "A line that falls below zero in 2015.".into(),
//!     ..Chart::new(Form::Line, vec![Series::new("Peru", flows.into())])
//! };
//! let typeface = Typeface::find([font].into_iter(), &["Quipu Sans".to_owned()]);
//! let number = |value: f64, decimals: usize| format!("{value:.decimals$}");
//! let signs = [": ", ", "];
//! let setting =
//!     ChartSetting { layout: ChartLayout::WIDE, typeface: &typeface, number: &number, signs };
//! let svg = chart::svg_for_page(&[&chart::draw(&chart, &setting)?], "peru");
//! # Ok(svg)
//! # }
//! ```
//!
//! Start reading at [`draw`]; the form decides which file draws.

mod area;
mod bar;
mod cord;
mod dot;
mod frame;
mod geometry;
mod heat;
mod horizontal;
mod labels;
mod line;
mod map;
mod measures;
mod model;
mod multiples;
mod note;
mod outline;
mod page;
mod path;
mod pieces;
mod place;
mod plate;
mod repeated;
mod rows;
mod scale;
mod scene;
mod sketch;
mod slope;
mod svg;
#[cfg(test)]
mod tests;
mod timeline;
mod typeface;

pub use cord::{Cord, Quipu, draw_quipu};
pub use geometry::{Area, Point};
pub use map::{Atlas, AtlasError, Classing, Extent, Map, Region, Ring, Symbol};
pub use model::{
    Annotation, Arrangement, Baseline, Chart, ChartError, Datum, Direction, Emphasis, Event, Form,
    Panel, Position, ReferenceLine, Series, ValueOrigin, Values,
};
pub use page::svg_for_page;
pub use plate::{Plate, plate};
pub use scene::{
    Anchor, Colour, Dash, Ground, Group, GroupRole, Scene, Shape, Step, Stroke, Text, ThemeToken,
};
pub use sketch::{ChartLayout, ChartSetting};
pub use svg::{svg_alone, svg_for_print};
pub use typeface::{Typeface, Weight};

use sketch::Sketch;

/// Draws a chart for a layout.
///
/// # Errors
/// The chart has nothing to draw, or its data do not suit its form.
pub fn draw(chart: &Chart, setting: &ChartSetting<'_>) -> Result<Scene, ChartError> {
    check(chart)?;
    let mut sketch = Sketch::new(chart, setting);
    let height = match chart.form {
        Form::Line => line::draw(&mut sketch),
        Form::Area => area::draw(&mut sketch),
        Form::Bar { direction, arrangement } => bar::draw(&mut sketch, direction, arrangement),
        Form::Slope => slope::draw(&mut sketch),
        Form::Dot => dot::draw(&mut sketch),
        Form::HeatMap => heat::draw(&mut sketch),
        Form::Timeline => timeline::draw(&mut sketch),
        Form::Multiples(panel) => multiples::draw(&mut sketch, panel),
        Form::Map(symbol) => map::draw(&mut sketch, symbol),
    }?;
    let height = note::draw_unplaced(&mut sketch, height);
    let height = labels::draw_absent(&mut sketch, height);
    Ok(Scene {
        layout: setting.layout.name,
        width: setting.layout.width,
        height,
        size: setting.layout.size,
        title: chart.title.clone(),
        description: chart.description.clone(),
        groups: sketch.groups,
    })
}

/// Checks that all numbers are finite.
fn check(chart: &Chart) -> Result<(), ChartError> {
    let is_finite = |point: &Datum| {
        let year = match point.at {
            Position::Year(year) | Position::Moment(year, _) => year,
            Position::Category(_) => 0.0,
        };
        point.value.unwrap_or(0.0).is_finite() && year.is_finite()
    };
    let series = chart.series.iter().find(|series| !series.points.iter().all(is_finite));
    let event = chart
        .events
        .iter()
        .find(|event| !event.start.is_finite() || !event.end.unwrap_or(0.0).is_finite());
    let reference = chart.references.iter().find(|reference| !reference.value.is_finite());
    let name = (series.map(|series| &series.name))
        .or(event.map(|event| &event.text))
        .or(reference.map(|reference| &reference.label));
    name.map_or(Ok(()), |name| Err(ChartError::NotFinite { name: name.clone() }))
}
