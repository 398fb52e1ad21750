//! What everything else uses: places, files, problems, limits, and YAML as a tree with places.

pub(crate) mod address;
pub(crate) mod colour;
pub mod diagnostic;
pub mod digest;
pub(crate) mod escape;
pub mod files;
pub(crate) mod html_tags;
pub mod limits;
pub mod platform;
pub(crate) mod reads;
pub mod span;
pub mod stray;
pub mod yaml;
