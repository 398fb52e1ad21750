//! HTML in Markdown, as Markdown where there is an equivalent.
//!
//! Blocks are read as browsers read them ([`block()`]); tags within a line are changed in place ([`Inline`]).

mod block;
mod elements;
mod inline;
mod table;

pub(super) use block::block;
pub(super) use elements::{attributes_of, is_hidden, is_known, look};
pub(super) use inline::{Inline, Place, hidden};
