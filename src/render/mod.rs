//! Rendering: finished documents become pages and PDFs.

pub mod context;
pub mod figure_data;
pub mod html;
pub mod ledger;
pub mod pdf;
mod pdf_text;
pub mod site;
pub mod templates;
pub mod watch;
