//! Numbers and outlines as SVG writes them.

use std::fmt::Write as _;

use super::geometry::Point;
use super::scene::Step;

/// An outline with more steps than these is written by the way from point to point, which takes
/// half the letters.
const LONG: usize = 64;

/// How many parts of a unit are written: two decimals, which are finer than any screen.
const PARTS: f64 = 100.0;

/// Writes an outline.
pub(super) fn path_data(steps: &[Step]) -> String {
    if steps.len() > LONG {
        return long_path_data(steps);
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

/// Writes a path by the way from point to point, in whole hundredths, so that no rounding adds up.
fn long_path_data(steps: &[Step]) -> String {
    let mut data = String::new();
    let (mut x, mut y) = (0.0, 0.0);
    let mut start = (0.0, 0.0);
    // Steps of one kind in a row need its letter once.
    let mut is_line = false;
    let round = |point: &Point| ((point.x * PARTS).round(), (point.y * PARTS).round());
    for step in steps {
        match step {
            Step::Move(to) => {
                let _ = write!(data, "M{} {}", number(to.x), number(to.y));
                (x, y) = round(to);
                start = (x, y);
            }
            Step::Line(to) => {
                let (next_x, next_y) = round(to);
                let (across, down) = ((next_x - x) / PARTS, (next_y - y) / PARTS);
                data.push_str(if is_line { gap(across) } else { "l" });
                let _ = write!(data, "{}{}{}", short(across), gap(down), short(down));
                (x, y) = (next_x, next_y);
            }
            Step::Curve(one, two, to) => {
                let all =
                    [one, two, to].map(|point| format!("{} {}", number(point.x), number(point.y)));
                let _ = write!(data, "C{}", all.join(" "));
                (x, y) = round(to);
            }
            Step::Close => {
                data.push('Z');
                (x, y) = start;
            }
        }
        is_line = matches!(step, Step::Line(_));
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
        assert_eq!(long_path_data(&back), "M0 0l-.5 .25 .5-.25");
    }
}
