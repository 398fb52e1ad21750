//! How old data are: `review_by:` in the file of a dataset, against today.
//!
//! There is no clock. Today is the day that the user names, or else the newest day that the
//! publication itself names: a text of this year must not rest on data that should have been
//! reviewed last year.

use jiff::civil::Date;

use super::Dataset;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::publication::date;

/// The day that counts as today, and its origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Today {
    /// The user does.
    Named(Date),
    /// It is the newest date of a text of the publication.
    Newest(Date),
}

/// What to do about data that are overdue for review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stale {
    /// A warning.
    #[default]
    Warned,
    /// An error.
    Denied,
}

/// Returns the diagnostic for a dataset that should have been reviewed by now.
pub fn check(dataset: &Dataset, today: Today, stale: Stale) -> Option<Diagnostic> {
    let review_by = dataset.review_by.as_ref()?;
    let (_, last) = date::period(&review_by.value)?;
    let (day, why) = match today {
        Today::Named(day) => (day, "today is"),
        Today::Newest(day) => (day, "the newest text is dated"),
    };
    if day <= last {
        return None;
    }
    let message =
        format!("`{}` was due for review by {}, and {why} {day}", dataset.id, review_by.value);
    let found = Diagnostic::error(Code::StaleData, review_by.span, message)
        .with_hint("look for newer data, then write the date of the next review");
    Some(match stale {
        Stale::Warned => found.into_warning(),
        Stale::Denied => found,
    })
}
