//! Outlines that a page draws more than once: with and without their rim, filled and as a border, or in
//! another layout at another size. Each is written once, and used elsewhere.

use super::geometry::Point;
use super::scene::{Scene, Shape, Step};

/// From how many steps on an outline is worth an identifier.
const LONG: usize = 10;

/// How far a point may lie beside where it would be in a copy, in units: arithmetic rounds.
const BESIDE: f64 = 1e-6;

/// How an outline is placed in the drawing that uses it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placement {
    /// By how much it is scaled.
    pub(super) scale: f64,
    /// By how much it is moved then.
    pub(super) offset: Point,
}

/// What is to be written for an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Writing {
    /// The outline itself.
    Plain,
    /// The outline with the identifier of this number, for those that use it.
    Named(usize),
    /// A use of that with this number.
    Use(usize, Placement),
}

/// Which outline another one copies, and where the copy is; none if it copies none.
type Original = Option<(usize, Placement)>;

/// The long outlines of scenes, in the order in which they are written.
pub(super) struct Outlines<'s> {
    /// The steps of each, and which earlier one it copies.
    known: Vec<(&'s [Step], Original)>,
}

impl<'s> Outlines<'s> {
    /// Gathers the outlines of scenes.
    pub(super) fn of(scenes: &[&'s Scene]) -> Self {
        let groups = scenes.iter().flat_map(|scene| &scene.groups);
        let shapes = groups.flat_map(|group| &group.shapes);
        let long = shapes.filter_map(|shape| match shape {
            Shape::Path { steps, .. } if steps.len() >= LONG => Some(steps.as_slice()),
            _ => None,
        });
        let mut known: Vec<(&[Step], Original)> = Vec::new();
        for steps in long {
            let originals = known.iter().enumerate().filter(|(_, (_, copied))| copied.is_none());
            let copied = originals
                .filter(|(_, (original, _))| original.len() == steps.len())
                .find_map(|(index, (original, _))| Some((index, placement(original, steps)?)));
            known.push((steps, copied));
        }
        Self { known }
    }

    /// Returns what is to be written for the outline of these steps.
    pub(super) fn writing(&self, steps: &[Step]) -> Writing {
        let is_it = |(known, _): &(&[Step], _)| std::ptr::eq(*known, steps);
        let Some(index) = self.known.iter().position(is_it) else { return Writing::Plain };
        if let Some((original, placement)) = self.known[index].1 {
            return Writing::Use(original, placement);
        }
        let is_copy = |copied: &Original| copied.is_some_and(|(original, _)| original == index);
        let is_used = self.known.iter().any(|(_, copied)| is_copy(copied));
        if is_used { Writing::Named(index) } else { Writing::Plain }
    }
}

/// Returns where the copy of an outline is, if `steps` are one of `original`.
fn placement(original: &[Step], steps: &[Step]) -> Option<Placement> {
    let points = |steps: &[Step]| -> Vec<Point> { steps.iter().flat_map(of_step).collect() };
    let (ours, theirs) = (points(original), points(steps));
    let (first, there) = (*ours.first()?, *theirs.first()?);
    let width = |points: &[Point], first: Point| {
        points.iter().map(|point| point.x - first.x).fold(0.0, f64::max)
    };
    let (own, other) = (width(&ours, first), width(&theirs, there));
    if ours.len() != theirs.len() || own <= 0.0 || other <= 0.0 {
        return None;
    }
    let scale = if (other - own).abs() < BESIDE { 1.0 } else { other / own };
    let offset = Point::new(there.x - first.x * scale, there.y - first.y * scale);
    let is_there = |(one, copy): (&Point, &Point)| {
        (one.x * scale + offset.x - copy.x).abs() < BESIDE
            && (one.y * scale + offset.y - copy.y).abs() < BESIDE
    };
    let is_same_kind =
        |(one, copy): (&Step, &Step)| std::mem::discriminant(one) == std::mem::discriminant(copy);
    let is_copy =
        original.iter().zip(steps).all(is_same_kind) && ours.iter().zip(&theirs).all(is_there);
    is_copy.then_some(Placement { scale, offset })
}

fn of_step(step: &Step) -> Vec<Point> {
    match step {
        Step::Move(to) | Step::Line(to) => vec![*to],
        Step::Curve(one, two, to) => vec![*one, *two, *to],
        Step::Close => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_found_at_another_size() {
        let outline = |scale: f64, y: f64| -> Vec<Step> {
            let at = |count: u32| {
                let (x, down) = (f64::from(count * 7 % 12), f64::from(count * 5 % 7));
                Point::new(x * scale, y + down * scale)
            };
            (0..12)
                .map(|count| if count == 0 { Step::Move(at(0)) } else { Step::Line(at(count)) })
                .collect()
        };
        let found = placement(&outline(1.0, 40.0), &outline(0.6, 10.0));
        let Some(Placement { scale, offset }) = found else { panic!("no copy was found") };
        assert!((scale - 0.6).abs() < BESIDE && (offset.y + 14.0).abs() < BESIDE, "{found:?}");
        let mut other = outline(0.6, 10.0);
        other[5] = Step::Line(Point::new(0.0, 0.0));
        assert_eq!(placement(&outline(1.0, 40.0), &other), None);
    }
}
