//! Datasets, and the language of bound numbers.
//!
//! A [`Dataset`] is read once, and makes its own [`checks`]; an [`expression`] is parsed
//! where the author wrote it; [`evaluate`] joins the two into a value with a measure, and
//! [`mod@print`] writes that value for the readers of one language.

pub mod checks;
mod currency;
pub mod dataset;
pub mod derive;
mod describe;
pub mod dimensions;
pub mod evaluate;
pub mod expression;
pub mod formats;
pub mod lineage;
pub mod measure;
pub(crate) mod names;
pub mod origin;
pub mod print;
mod quotes;
pub mod register;
pub(crate) mod rows;
pub mod select;
pub mod status;
pub mod table;
pub mod values;
pub mod vintage;

pub use dataset::Dataset;
