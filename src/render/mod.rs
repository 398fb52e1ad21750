//! Rendering: finished documents become pages and PDFs.

pub mod card;
pub mod context;
pub mod epub;
pub mod feed;
pub mod figure_data;
pub mod html;
mod layered;
pub mod ledger;
pub mod markdown;
pub mod pdf;
mod pdf_text;
pub mod raster;
pub mod search;
pub mod site;
pub mod sitemap;
pub mod summary;
pub mod templates;
pub mod watch;

/// The program and its version, for the metadata of pages and feeds.
const GENERATOR: &str = concat!("Quipu ", env!("CARGO_PKG_VERSION"));
