//! What datasets and registers share as tables: how a cell is printed, and the files they are
//! taken along in.
//!
//! ```text
//! Dataset, Register ──> Printer ──> a cell for readers: pages, PDFs, charts
//!                  └──> Export ───> CSV and JSON: of datasets, registers and figures
//! ```
//!
//! Whatever prints a cell does it here, so that what must be said of a value is said everywhere.

mod export;
mod print;

pub use export::{Export, Heading, document, work};
pub use print::Printer;
