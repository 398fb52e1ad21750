//! Atlases: the outlines of countries and other regions, in degrees.

use std::fmt;

/// The regions that a map can show.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Atlas {
    /// The regions, in the order of their file; each code once.
    pub regions: Vec<Region>,
}

/// A closed line, as longitudes and latitudes in degrees; the last point joins the first.
pub type Ring = Vec<[f64; 2]>;

/// A country or other part of the world.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Region {
    /// What data call it, such as `PE`; none if they cannot.
    pub code: Option<String>,
    /// Its outlines; lakes and holes are rings like any other.
    pub rings: Vec<Ring>,
    /// Where it lies if it has no outline, in degrees.
    pub point: Option<[f64; 2]>,
}

impl Atlas {
    /// Returns the place of the region of a code.
    pub fn find(&self, code: &str) -> Option<usize> {
        self.regions.iter().position(|region| region.code.as_deref() == Some(code))
    }

    /// Returns the codes of all regions.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.regions.iter().filter_map(|region| region.code.as_deref())
    }

    /// Adds a region; one whose code is there already becomes a part of it.
    pub(super) fn add(&mut self, region: Region) {
        let known = region.code.as_deref().and_then(|code| self.find(code));
        match known {
            Some(index) => {
                self.regions[index].rings.extend(region.rings);
                let point = self.regions[index].point.or(region.point);
                self.regions[index].point = point;
            }
            None => self.regions.push(region),
        }
    }
}

/// Why a file is no atlas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AtlasError {
    /// It is no JSON.
    NotJson {
        /// What is wrong, and where.
        message: String,
    },
    /// It is JSON of another kind.
    NotShapes,
    /// A part of it does not hold what its kind asks for.
    Broken,
    /// It has no region.
    Empty,
    /// Its coordinates are not degrees.
    NotDegrees,
    /// No region has the property that is to be its code.
    NoCode {
        /// The property.
        property: String,
        /// Those that there are.
        found: Vec<String>,
    },
}

impl fmt::Display for AtlasError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { message } => write!(formatter, "is not valid JSON ({message})"),
            Self::NotShapes => write!(formatter, "is neither GeoJSON nor TopoJSON"),
            Self::Broken => write!(formatter, "refers to an outline that it does not contain"),
            Self::Empty => write!(formatter, "has no region"),
            Self::NotDegrees => {
                write!(formatter, "has coordinates that are not degrees of longitude and latitude")
            }
            Self::NoCode { property, .. } => {
                write!(formatter, "has no region with the property `{property}`")
            }
        }
    }
}

impl std::error::Error for AtlasError {}
