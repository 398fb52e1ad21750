//! A drawing that is shared by itself includes what surrounds it on its page: title, subtitle,
//! notes, source, licence and address.

use super::geometry::{Area, Point};
use super::scene::{Anchor, Ground, Group, GroupRole, Scene, Shape, Step, Text, ThemeToken};
use super::typeface::{LEADING, Typeface, Weight};

/// The texts around a drawing; empty ones are left out.
#[derive(Debug, Clone, Default)]
pub struct Plate {
    /// What it is called, such as `Figure 2`.
    pub label: String,
    /// What it shows.
    pub title: String,
    /// What is measured, in which unit.
    pub subtitle: String,
    /// Notes and the source, each with its term.
    pub remarks: Vec<String>,
    /// Who publishes it, under which licence, at which address.
    pub imprint: Vec<String>,
}

/// A text of a plate: its size in em of the drawing, weight and colour.
#[derive(Clone, Copy)]
struct Style {
    size: f64,
    weight: Weight,
    colour: ThemeToken,
}

/// The label of a figure: a little smaller than the labels inside it.
const LABEL: Style = Style { size: 0.95, weight: Weight::Semibold, colour: ThemeToken::Muted };

/// The title: the largest text, since it is what is read when the figure is shared.
const TITLE: Style = Style { size: 1.3, weight: Weight::Semibold, colour: ThemeToken::Ink };

/// What is measured: as large as the labels of the drawing.
const SUBTITLE: Style = Style { size: 1.0, weight: Weight::Regular, colour: ThemeToken::Muted };

/// Notes, source and imprint: the smallest text.
const REMARK: Style = Style { size: 0.85, weight: Weight::Regular, colour: ThemeToken::Muted };

/// The margin around everything, in em: more than any space inside it.
const MARGIN: f64 = 1.5;

/// The margin at the bottom, as a part of the others: the last line brings the space of its leading.
const BOTTOM_SHARE: f64 = 0.8;

/// Between title and subtitle, in em, which are read as one.
const BELOW_TITLE: f64 = 0.15;

/// Above and below the drawing, in em.
const AROUND_DRAWING: f64 = 0.9;

/// Between notes and imprint, in em.
const ABOVE_IMPRINT: f64 = 0.5;

/// From the top of a line to its baseline, by its size: the ascent of common fonts.
const BASELINE: f64 = 0.95;

/// Sets a drawing between its texts, on paper with a margin.
#[must_use]
pub fn plate(scene: &Scene, plate: &Plate, typeface: &Typeface) -> Scene {
    let em = scene.size;
    let margin = MARGIN * em;
    let mut page =
        Page { typeface, em, left: margin, width: scene.width, y: margin, groups: vec![] };
    page.text(&plate.label, LABEL);
    page.text(&plate.title, TITLE);
    page.gap(BELOW_TITLE);
    page.text(&plate.subtitle, SUBTITLE);
    page.gap(AROUND_DRAWING);
    page.draw(scene);
    page.gap(AROUND_DRAWING);
    for remark in &plate.remarks {
        page.text(remark, REMARK);
    }
    page.gap(ABOVE_IMPRINT);
    for line in &plate.imprint {
        page.text(line, REMARK);
    }
    let (width, height) = (scene.width + 2.0 * margin, page.y + margin * BOTTOM_SHARE);
    let area = Area { left: 0.0, top: 0.0, right: width, bottom: height };
    let paper = Shape::Rectangle { area, fill: Some(ThemeToken::Paper.into()), stroke: None };
    let ground = Group { role: GroupRole::Grid, reading: String::new(), shapes: vec![paper] };
    let groups = [ground].into_iter().chain(page.groups).collect();
    Scene { layout: "alone", width, height, groups, ..scene.clone() }
}

/// A plate being filled from top to bottom.
struct Page<'a> {
    typeface: &'a Typeface,
    em: f64,
    left: f64,
    width: f64,
    y: f64,
    groups: Vec<Group>,
}

impl Page<'_> {
    fn gap(&mut self, ems: f64) {
        self.y += ems * self.em;
    }

    fn text(&mut self, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        let size = style.size * self.em;
        let lines = self.typeface.wrap(text, style.weight, self.width / size);
        let height = super::scale::real(lines.len()) * size * LEADING;
        let at = Point::new(self.left, self.y + size * BASELINE);
        let (anchor, colour) = (Anchor::Start, style.colour.into());
        let (weight, ground) = (style.weight, Ground::Clear);
        let shape = Shape::Text(Text { at, lines, anchor, size, weight, colour, ground });
        self.groups.push(Group {
            role: GroupRole::Label,
            reading: String::new(),
            shapes: vec![shape],
        });
        self.y += height;
    }

    fn draw(&mut self, scene: &Scene) {
        let by = Point::new(self.left, self.y);
        let drawn = scene.groups.iter().filter(|group| group.role != GroupRole::Target);
        self.groups.extend(drawn.map(|group| Group {
            shapes: group.shapes.iter().map(|shape| moved(shape, by)).collect(),
            ..group.clone()
        }));
        self.y += scene.height;
    }
}

/// Returns a shape at another place.
fn moved(shape: &Shape, by: Point) -> Shape {
    let shift = |at: Point| Point::new(at.x + by.x, at.y + by.y);
    match shape.clone() {
        Shape::Line { from, to, stroke } => {
            Shape::Line { from: shift(from), to: shift(to), stroke }
        }
        Shape::Path { steps, fill, stroke } => {
            let step = |step: Step| match step {
                Step::Move(to) => Step::Move(shift(to)),
                Step::Line(to) => Step::Line(shift(to)),
                Step::Curve(one, two, to) => Step::Curve(shift(one), shift(two), shift(to)),
                Step::Close => Step::Close,
            };
            Shape::Path { steps: steps.into_iter().map(step).collect(), fill, stroke }
        }
        Shape::Rectangle { area, fill, stroke } => {
            let Area { left, top, right, bottom } = area;
            let (one, other) = (shift(Point::new(left, top)), shift(Point::new(right, bottom)));
            Shape::Rectangle { area: Area::between(one, other), fill, stroke }
        }
        Shape::Circle { centre, radius, fill, stroke } => {
            Shape::Circle { centre: shift(centre), radius, fill, stroke }
        }
        Shape::Text(text) => Shape::Text(Text { at: shift(text.at), ..text }),
    }
}
