//! Quipu turns YAML data and Markdown briefs into a policy website and print-grade PDFs,
//! one edition for each audience and language, with every figure traceable to its cell and source.
//!
//! ```text
//! files ──load──> Publication ──project──> Projection ──plan──> [Edition] ──bind──> Document
//!                                                      ──render──> files ──commit──> public/
//! ```
//!
//! Each stage has a module that says what goes in, what comes out and what holds
//! then; `docs/architecture.md` walks through them. The library prints nothing and
//! reads no clock: what a build depends on stands in [`Options`].
//!
//! Start reading at [`build()`].

pub mod base;
pub mod bind;
pub mod chart;
pub mod data;
pub mod engine;
pub mod formula;
pub mod language;
pub mod markup;
pub mod plan;
pub mod projection;
pub mod publication;
pub mod render;
pub mod theme;
pub mod tools;
pub mod tree;

pub use crate::data::vintage::Stale;
pub use crate::engine::load::{Failure, load};
pub use crate::engine::run::{Built, Options, Output, build};
pub use crate::engine::store::Results;
pub use crate::engine::{EditionFigures, Made, Pdfs};
pub use crate::projection::Drafts;
pub use crate::tools::approval::approve;
pub use crate::tools::audit::run::{audit, released};
pub use crate::tools::release::{Unpublished, Way, publish};
pub use crate::tools::revision::run::data_difference;
pub use crate::tools::trace::run::trace;
pub use crate::tools::translation::run::{
    Taken, accept_translations, export_translations, import_translations, translations,
};
