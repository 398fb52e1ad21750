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
                let gap = if down < 0.0 { "" } else { " " };
                let _ = write!(data, "l{}{gap}{}", number(across), number(down));
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
    }
    data
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
        let ways = data.split('l').skip(1).map(|way| way.split_once(' ').unwrap_or_default());
        let across: f64 = ways.map(|(x, _)| x.parse::<f64>().unwrap_or_default()).sum();
        assert!((across - 33.0).abs() < 1e-9, "{across}");
    }
}
