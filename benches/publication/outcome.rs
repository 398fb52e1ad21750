//! What may fail here fails as a whole: a bench has nobody to recover for.

/// A result whose error is only printed.
pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
