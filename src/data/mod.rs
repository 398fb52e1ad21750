//! Datasets, and the language of bound numbers.
//!
//! A [`Dataset`] is read once; an [`expression`] is parsed where the author
//! wrote it; [`evaluate`] joins the two into a value with a measure, and
//! [`mod@print`] writes that value for the readers of one language.

pub mod dataset;
pub mod evaluate;
pub mod expression;
mod formats;
pub mod measure;
pub mod print;
mod quotes;

pub use dataset::Dataset;
