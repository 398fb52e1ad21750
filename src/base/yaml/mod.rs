//! YAML files, read into typed values with all their mistakes reported at once.
//!
//! [`parse`] turns text into a tree of [`Node`]s that know their place; a
//! [`Mapping`] takes the keys of one mapping apart, reports what is missing or
//! of the wrong type, and, when it is [finished](Mapping::finish), what nobody
//! asked for. Derived deserialisers stop at their first error and lose places
//! in enums, which is why the values are not read by them.

mod advice;
mod deep;
pub(crate) mod elsewhere;
mod inherit;
mod node;
mod raw;
mod reader;

pub use inherit::{Holding, Shape, inherit};
pub use node::{Key, Node, Value, parse, parse_text};
pub use reader::{
    Mapping, boolean, crowded_list, is_empty_sign, list, markdown, names, quoted_list,
    spanned_text, text, unprintable, unprintable_in, wrong_type,
};
