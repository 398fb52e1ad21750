//! Finished HTML, and parts that are written once for many pages.

use std::marker::PhantomData;

use serde::{Serialize, Serializer};

/// Markup. Templates print it as it is and escape all other text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Returns the markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Html {
    fn from(markup: String) -> Self {
        Self(markup)
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The mark survives only on the way into a template; elsewhere this is a string.
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

/// A part of the context that is made once and then shared by many pages.
///
/// A template engine needs a value of its own for all that it is given. For what ten
/// thousand pages have in common, one such value will do.
#[derive(Debug, Clone)]
pub struct Shared<T> {
    value: tera::Value,
    part: PhantomData<T>,
}

impl<T: Serialize> Shared<T> {
    /// Prepares `part` for sharing.
    ///
    /// # Errors
    /// Fails if `part` cannot be a value of the template engine, which the types of
    /// this module always can.
    pub fn new(part: &T) -> tera::TeraResult<Self> {
        let value = tera::Value::try_from_serializable(part)?;
        Ok(Self { value, part: PhantomData })
    }

    /// Returns it as the template engine has it.
    pub fn value(&self) -> tera::Value {
        self.value.clone()
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
