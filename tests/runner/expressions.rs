//! The arithmetic of bound numbers, against arithmetic done another way.

/// The tests, by name.
pub(crate) const TESTS: &[(&str, fn())] = &[];
