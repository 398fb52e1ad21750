//! What the files of office programs have in common: a ZIP archive of XML parts.
//!
//! ```text
//! sheet::{xlsx, ods}, word ──> Xml ──> Archive ──> bytes        review <── read <── bytes
//! ```
//!
//! The same parts give the same bytes: entries have no clock, and stand in the order in which
//! they were added.

mod archive;
mod reading;
mod xml;

pub use archive::{Archive, ArchiveError, read};
pub(crate) use reading::{attribute, entity, style_names};
pub use xml::Xml;
