//! The measures that charts of several forms share, in em of their labels. What only one form has stands in its
//! own file, with its reason.

use super::typeface::LEADING;

/// Grid lines, ticks, and the borders of what has no line of its own: seen, and behind everything else.
pub(super) const HAIRLINE: f64 = 0.06;

/// A line at a value to compare with, and a circle of a key: above the grid, below the data.
pub(super) const REFERENCE_LINE: f64 = 0.07;

/// The line of zero: the heaviest that is not data.
pub(super) const ZERO_LINE: f64 = 0.08;

/// The gap between the swatches of a key, just wide enough to be seen between two dark ones.
pub(super) const SWATCH_GAP: f64 = 0.08;

/// The paper around a mark or between the parts of a stack, so that two of one colour are told apart.
pub(super) const RIM: f64 = 0.1;

/// The line of a series that is highlighted: twice as heavy as the line of zero.
pub(super) const SERIES_LINE: f64 = 0.17;

/// The line of a series that is context.
pub(super) const CONTEXT_LINE: f64 = 0.11;

/// The broken outline of a bar whose value was inferred: with less, its dashes look like dirt.
pub(super) const INFERRED_BAR: f64 = 0.11;

/// The outline of a cell or circle whose value was inferred, which is shorter than that of a bar.
pub(super) const INFERRED_MARK: f64 = 0.12;

/// The outline of a dot whose value was inferred: the smallest mark has the heaviest one.
pub(super) const INFERRED_DOT: f64 = 0.14;

/// The border of a region whose value was inferred: regions touch, so it is the finest.
pub(super) const INFERRED_REGION: f64 = 0.09;

/// The radius of a dot without its rim.
pub(super) const DOT: f64 = 0.36;

/// The radius of a hollow dot, which with its outline is as large as a filled one.
pub(super) const HOLLOW_DOT: f64 = 0.31;

/// The radius within which a pointer finds a value: about that of a fingertip's centre.
pub(super) const TARGET: f64 = 0.6;

/// The height of the swatches of a key: that of capital letters.
pub(super) const SWATCH: f64 = 0.7;

/// Between a mark and the label beside it: more than the space between two words, so that the mark is no sign
/// of the text.
pub(super) const LABEL_GAP: f64 = 0.4;

/// Between two names side by side: two spaces, with less they read as one name.
pub(super) const NAME_GAP: f64 = 0.5;

/// Between a mark and the middle of the line of text above or below it: half a line and a little.
pub(super) const HALF_LINE: f64 = 0.7;

/// The length of ticks, and how far lines reach beyond the marks that they belong to.
pub(super) const TICK: f64 = 0.3;

/// Between things that belong together and must not touch: a tick and its number, a line and the name that it leads
/// to, the last row and what follows.
pub(super) const NARROW_GAP: f64 = 0.2;

/// Below a key: less than between two of its lines, since its last line has the space of a line below it.
pub(super) const BELOW_KEY: f64 = 0.3;

/// Between the swatches of a key and the bounds below them, so that letters do not touch them.
pub(super) const BELOW_SWATCH: f64 = 0.15;

/// Between the last class of a key and the swatch of what is missing, which is no class: the width of a swatch.
pub(super) const BEFORE_MISSING: f64 = 1.2;

/// From the top of a line of text to its middle.
pub(super) const LINE_MIDDLE: f64 = LEADING / 2.0;

/// A value beyond the end of its bar, from the bar to where remarks may stand: its middle, and as much as a gap
/// beyond it.
pub(super) const VALUE_BEYOND_BAR: f64 = HALF_LINE + LABEL_GAP;

/// Between the plot and the names below it: a tick and the gap of a label.
pub(super) const BELOW_AXIS: f64 = 0.55;

/// A line of labels with the space below it, above what they name.
pub(super) const LABEL_LINE: f64 = 1.5;

/// The least height of a plot that is read along its lines, whatever its width.
pub(super) const LEAST_PLOT: f64 = 16.0;
