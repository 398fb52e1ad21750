//! What a stage returns: its result, together with what is wrong.

use super::Problems;

/// What was made, and the problems that were found on the way.
#[derive(Debug, Clone, Default)]
#[must_use = "problems help nobody until they are reported"]
pub struct Checked<T> {
    /// What was made; it may have holes where there are errors.
    pub value: T,
    /// What is wrong.
    pub problems: Problems,
}

impl<T> Checked<T> {
    /// Returns the value, and adds the problems to those of other stages.
    pub fn report(self, problems: &mut Problems) -> T {
        problems.extend(self.problems);
        self.value
    }
}
