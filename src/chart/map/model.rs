//! What a map needs besides the values of its only series.

use std::sync::Arc;

use super::atlas::Atlas;

/// What a map shows besides values.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// The outlines of all regions.
    pub atlas: Arc<Atlas>,
    /// The code of the region of each point of the only series, in their order.
    pub codes: Vec<String>,
    /// Which part of the world is seen.
    pub extent: Extent,
    /// The meridian in the middle, in degrees; chosen from the extent if none.
    pub middle: Option<f64>,
    /// How values become classes.
    pub classing: Classing,
}

/// How a map shows values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    /// Regions are tinted by class.
    Area,
    /// A circle stands in each region, its area in proportion to the value.
    Circle,
}

/// Which part of the world a map shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Extent {
    /// All of it but Antarctica.
    World,
    /// The regions of the data, and a little around them.
    Places,
    /// Between degrees of longitude and latitude.
    Box {
        /// The western meridian; greater than the eastern one if the antimeridian lies between.
        west: f64,
        /// The southern parallel.
        south: f64,
        /// The eastern meridian.
        east: f64,
        /// The northern parallel.
        north: f64,
    },
}

/// How values become classes.
#[derive(Debug, Clone, PartialEq)]
pub enum Classing {
    /// Classes with the same number of regions each, as far as values differ.
    Quantiles(usize),
    /// At most so many classes of the same width, with round bounds.
    Equal(usize),
    /// Classes that begin at these values, ascending.
    Breaks(Vec<f64>),
    /// Values are numbers of these names, counted from 0.
    Named(Vec<String>),
}
