//! Points, areas and whether they meet. All lengths are units of the view box;
//! y grows downwards.

/// A point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The distance from the left edge.
    pub x: f64,
    /// The distance from the top edge.
    pub y: f64,
}

impl Point {
    /// Creates a point.
    pub(super) fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

/// A rectangle whose sides are parallel to the axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// The left side.
    pub left: f64,
    /// The upper side.
    pub top: f64,
    /// The right side, at least `left`.
    pub right: f64,
    /// The lower side, at least `top`.
    pub bottom: f64,
}

impl Area {
    /// Creates the area between two opposite corners.
    pub(super) fn between(one: Point, other: Point) -> Self {
        Self {
            left: one.x.min(other.x),
            top: one.y.min(other.y),
            right: one.x.max(other.x),
            bottom: one.y.max(other.y),
        }
    }

    /// Returns the width.
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Returns the height.
    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Returns the point in the middle.
    pub(super) fn centre(&self) -> Point {
        Point::new(f64::midpoint(self.left, self.right), f64::midpoint(self.top, self.bottom))
    }

    /// Returns the area that is larger by `margin` on each side.
    pub(super) fn grown(&self, margin: f64) -> Self {
        Self {
            left: self.left - margin,
            top: self.top - margin,
            right: self.right + margin,
            bottom: self.bottom + margin,
        }
    }

    /// Whether the two areas share more than a side.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether `inner` lies within this area.
    pub(super) fn contains(&self, inner: &Self) -> bool {
        self.left <= inner.left
            && inner.right <= self.right
            && self.top <= inner.top
            && inner.bottom <= self.bottom
    }

    /// Whether the segment from `from` to `to` runs through the area.
    ///
    /// # Source
    /// Y.-D. Liang and B. A. Barsky (1984), *ACM Transactions on Graphics* 3(1), 1–22.
    pub(super) fn is_crossed(&self, from: Point, to: Point) -> bool {
        let (across, down) = (to.x - from.x, to.y - from.y);
        let sides = [
            (-across, from.x - self.left),
            (across, self.right - from.x),
            (-down, from.y - self.top),
            (down, self.bottom - from.y),
        ];
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for (pace, room) in sides {
            if pace < 0.0 {
                enter = enter.max(room / pace);
            } else if pace > 0.0 {
                leave = leave.min(room / pace);
            } else if room < 0.0 {
                return false;
            }
        }
        enter < leave
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_meet_areas() {
        #[track_caller]
        fn test(from: (f64, f64), to: (f64, f64), expected: bool) {
            let area = Area::between(Point::new(0.0, 0.0), Point::new(10.0, 10.0));
            let crossed = area.is_crossed(Point::new(from.0, from.1), Point::new(to.0, to.1));
            assert_eq!(crossed, expected, "from {from:?} to {to:?}");
        }

        test((-5.0, 5.0), (15.0, 5.0), true);
        test((2.0, 2.0), (3.0, 3.0), true);
        test((-5.0, 0.0), (5.0, 15.0), true);
        test((-5.0, 8.0), (5.0, 18.0), false);
        test((-5.0, 11.0), (15.0, 11.0), false);
        test((12.0, 0.0), (12.0, 10.0), false);
    }
}
