//! Numbers and outlines as SVG writes them.

use std::fmt::Write as _;

use super::geometry::Point;
use super::scale::real;
use super::scene::Step;

/// An outline with more steps than these is written by the way from point to point, which takes
/// half the letters.
const LONG: usize = 64;

/// How many parts of a unit are written in print: two decimals.
const PARTS: f64 = 100.0;

/// The same on pages, where a unit is about a pixel: one decimal, a fifth of what a fine screen shows.
const PAGE_PARTS: f64 = 10.0;

/// Writes an outline.
pub(super) fn path_data(steps: &[Step]) -> String {
    if steps.len() > LONG {
        return relative_data(steps, (PARTS, PARTS));
    }
    let pair = |point: &Point| format!("{} {}", number(point.x), number(point.y));
    let mut data = String::new();
    for step in steps {
        let _ = match step {
            Step::Move(to) => write!(data, "M{}", pair(to)),
            Step::Line(to) => write!(data, "L{}", pair(to)),
            Step::Curve(one, two, to) => {
                write!(data, "C{} {} {}", pair(one), pair(two), pair(to))
            }
            Step::Close => write!(data, "Z"),
        };
    }
    data
}

/// An outline as pages have it.
pub(super) struct PageOutline {
    /// Its data.
    pub(super) data: String,
    /// By how much they are to be scaled, if not by one.
    pub(super) scale: Option<f64>,
}

/// Writes an outline for a page. A long one whose points all lie on a coarser raster, as those of maps do, is
/// written in whole steps of that.
pub(super) fn page_outline(steps: &[Step]) -> PageOutline {
    let raster = if steps.len() > LONG { raster(steps) } else { 1 };
    if raster <= 1 {
        let data = relative_data(steps, (PAGE_PARTS, PAGE_PARTS));
        return PageOutline { data, scale: None };
    }
    let scale = real(raster) / PAGE_PARTS;
    PageOutline { data: relative_data(steps, (1.0 / scale, 1.0)), scale: Some(scale) }
}

/// Returns how many parts of a page's unit the raster has that all points lie on.
fn raster(steps: &[Step]) -> usize {
    /// By how much of a part a point may lie beside the raster: arithmetic rounds.
    const BESIDE: f64 = 1e-6;
    let mut common = 0_usize;
    for step in steps {
        let point = match step {
            Step::Move(point) | Step::Line(point) => point,
            Step::Curve(..) => return 1,
            Step::Close => continue,
        };
        for value in [point.x, point.y] {
            let parts = value.abs() * PAGE_PARTS;
            if (parts - parts.round()).abs() > BESIDE {
                return 1;
            }
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "no drawing is so wide"
            )]
            let mut rest = parts.round() as usize;
            // The greatest common divisor, by Euclid.
            while rest > 0 {
                (common, rest) = (rest, common % rest);
            }
        }
    }
    common
}

/// Writes an outline by the way from point to point, so that no rounding adds up: `parts` of a unit are told apart,
/// and `written` of them are one in the data.
fn relative_data(steps: &[Step], (parts, written): (f64, f64)) -> String {
    let mut data = String::new();
    let (mut x, mut y) = (0.0, 0.0);
    let mut start = (0.0, 0.0);
    // Steps of one kind in a row need its letter once.
    let mut letter = ' ';
    let round = |point: &Point| ((point.x * parts).round(), (point.y * parts).round());
    let pair = |point: &Point| {
        let (x, y) = round(point);
        format!("{} {}", number(x / written), number(y / written))
    };
    for step in steps {
        match step {
            Step::Move(to) => {
                let _ = write!(data, "M{}", pair(to));
                (x, y) = round(to);
                (start, letter) = ((x, y), 'M');
            }
            Step::Line(to) => {
                let (next_x, next_y) = round(to);
                let (across, down) = ((next_x - x) / written, (next_y - y) / written);
                let (next, values) = match (across, down) {
                    (_, 0.0) => ('h', vec![across]),
                    (0.0, _) => ('v', vec![down]),
                    _ => ('l', vec![across, down]),
                };
                for (index, value) in values.into_iter().enumerate() {
                    if index == 0 && next != letter {
                        data.push(next);
                    } else {
                        data.push_str(gap(value));
                    }
                    data.push_str(&short(value));
                }
                (x, y) = (next_x, next_y);
                letter = next;
            }
            Step::Curve(one, two, to) => {
                let _ = write!(data, "C{} {} {}", pair(one), pair(two), pair(to));
                (x, y) = round(to);
                letter = 'C';
            }
            Step::Close => {
                data.push('Z');
                (x, y) = start;
                letter = 'Z';
            }
        }
    }
    data
}

/// Returns what keeps a number apart from the one before it: its sign, if it has one.
fn gap(value: f64) -> &'static str {
    if value < 0.0 { "" } else { " " }
}

/// Writes a number without the zero before its point.
fn short(value: f64) -> String {
    number(value).replacen("0.", ".", usize::from(value.abs() < 1.0))
}

/// Writes a coordinate of a page.
pub(super) fn tenth(value: f64) -> String {
    number((value * PAGE_PARTS).round() / PAGE_PARTS)
}

/// Writes a coordinate with at most two decimals.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short() {
        #[track_caller]
        fn test(value: f64, expected: &str) {
            assert_eq!(number(value), expected);
        }

        test(720.0, "720");
        test(1.0 / 3.0, "0.33");
        test(-0.001, "0");
        test(10.5, "10.5");
        test(-100.0, "-100");
    }

    #[test]
    fn long_outlines_end_where_they_should() {
        let at = |count: u32| Point::new(f64::from(count) / 3.0, f64::from(count) / 7.0);
        let steps: Vec<Step> = (0..100)
            .map(|count| if count == 0 { Step::Move(at(0)) } else { Step::Line(at(count)) })
            .collect();
        let data = path_data(&steps);
        let (_, ways) = data.split_once('l').unwrap_or_default();
        let ways = ways.split(' ').map(|way| way.parse::<f64>().unwrap_or(f64::NAN));
        let across: f64 = ways.step_by(2).sum();
        assert!((across - 33.0).abs() < 1e-9, "{across}");
        let back = [Step::Move(at(0)), Step::Line(Point::new(-0.5, 0.25)), Step::Line(at(0))];
        assert_eq!(relative_data(&back, (PARTS, PARTS)), "M0 0l-.5 .25 .5-.25");
    }

    #[test]
    fn outlines_on_a_raster_are_written_in_its_steps() {
        let at = |count: u32| Point::new(f64::from(count) * 0.4, f64::from(count * count) * 0.4);
        let mut steps: Vec<Step> = (1..100).map(|count| Step::Line(at(count))).collect();
        steps.insert(0, Step::Move(at(0)));
        let PageOutline { data, scale } = page_outline(&steps);
        assert_eq!(scale, Some(0.4));
        assert!(data.starts_with("M0 0l1 1 1 3 1 5"), "{data}");
        steps.push(Step::Line(Point::new(0.1, 0.0)));
        assert_eq!(page_outline(&steps).scale, None);
    }
}
