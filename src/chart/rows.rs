//! Rows: a name on the left, and marks that run to the right, for horizontal bars, dots and heat
//! maps.

use super::geometry::Point;
use super::scene::{Anchor, GroupRole, ThemeToken};
use super::sketch::{Block, Sketch};
use super::typeface::Weight;

/// The part of the width that names beside their rows may take.
const NAME_SHARE: f64 = 0.36;

/// The same on a phone, where marks need most of the width.
const NAME_SHARE_NARROW: f64 = 0.32;

/// Between the names and the marks beside them, in em.
const NAME_GAP: f64 = 0.7;

/// Between a name and the marks below it, in em: close, so that it does not belong to the row above.
const BELOW_NAME: f64 = 0.1;

/// The room of the unit above all rows, in em: a line of text, and the gap of a label.
const UNIT_ROOM: f64 = 1.6;

/// Rows with their names, from top to bottom.
pub(super) struct Rows {
    /// Where marks begin.
    pub(super) left: f64,
    /// Where the first row begins.
    pub(super) top: f64,
    /// Where the last row ends.
    pub(super) bottom: f64,
    list: Vec<Row>,
}

struct Row {
    name: Block,
    at: Point,
    /// Where the marks of the row lie, between top and bottom.
    marks: (f64, f64),
}

/// What rows must hold.
#[derive(Clone, Copy)]
pub(super) struct Plan<'a> {
    /// The names, from top to bottom.
    pub(super) names: &'a [&'a str],
    /// Where the first row may begin.
    pub(super) top: f64,
    /// The height of the marks of a row.
    pub(super) marks: f64,
    /// The space between rows.
    pub(super) gap: f64,
}

impl Rows {
    /// Places names beside their rows, or above them where they would take too much of
    /// the width.
    pub(super) fn new(sketch: &Sketch<'_>, plan: &Plan<'_>) -> Self {
        let roomy = sketch.setting.layout.is_roomy();
        let widest = sketch.width() * if roomy { NAME_SHARE } else { NAME_SHARE_NARROW };
        let wrap = |width: f64| {
            let block = |name: &&str| sketch.block(name, Weight::Regular, width);
            plan.names.iter().map(block).collect::<Vec<_>>()
        };
        let beside = wrap(widest);
        let lines = if roomy { 3 } else { 2 };
        if beside.iter().all(|name| name.width <= widest && name.lines.len() <= lines) {
            Self::beside(sketch, plan, beside)
        } else {
            Self::above(sketch, plan, wrap(sketch.width()))
        }
    }

    fn beside(sketch: &Sketch<'_>, plan: &Plan<'_>, names: Vec<Block>) -> Self {
        let widest = names.iter().map(|name| name.width).fold(0.0, f64::max);
        let left = widest + sketch.em(NAME_GAP);
        let mut y = plan.top;
        let mut list = Vec::new();
        for name in names {
            let height = plan.marks.max(name.height);
            let middle = y + height / 2.0;
            let marks = (middle - plan.marks / 2.0, middle + plan.marks / 2.0);
            list.push(Row { at: Point::new(0.0, middle), name, marks });
            y += height + plan.gap;
        }
        Self { left, top: plan.top, bottom: y - plan.gap, list }
    }

    fn above(sketch: &Sketch<'_>, plan: &Plan<'_>, names: Vec<Block>) -> Self {
        let mut y = plan.top;
        let mut list = Vec::new();
        for name in names {
            let top = y + name.height + sketch.em(BELOW_NAME);
            list.push(Row {
                at: Point::new(0.0, y + name.height / 2.0),
                name,
                marks: (top, top + plan.marks),
            });
            y = top + plan.marks + plan.gap;
        }
        Self { left: 0.0, top: plan.top, bottom: y - plan.gap, list }
    }

    /// Returns the top and bottom of a row's marks.
    pub(super) fn marks(&self, row: usize) -> (f64, f64) {
        self.list.get(row).map_or((self.top, self.bottom), |row| row.marks)
    }

    /// Returns the middle of a row's marks.
    pub(super) fn middle(&self, row: usize) -> f64 {
        let (top, bottom) = self.marks(row);
        f64::midpoint(top, bottom)
    }

    /// Draws the names.
    pub(super) fn draw_names(&self, sketch: &mut Sketch<'_>) {
        let name = |row: &Row| row.name.centred(row.at, Anchor::Start, ThemeToken::Ink.into());
        let names = self.list.iter().map(name).collect();
        sketch.add(GroupRole::Axis, names);
    }
}

/// Draws the unit in a line of its own; returns where it ends.
pub(super) fn draw_unit(sketch: &mut Sketch<'_>) -> f64 {
    if sketch.chart.unit.is_empty() {
        return 0.0;
    }
    let unit = sketch.line(&sketch.chart.unit, Weight::Regular);
    let text = unit.hung(Point::new(0.0, 0.0), Anchor::Start, ThemeToken::Muted.into());
    sketch.add(GroupRole::Axis, vec![text]);
    sketch.em(UNIT_ROOM)
}
