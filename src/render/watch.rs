//! Which PDFs are being made, and since when.
//!
//! Typst templates are programs, and Typst has no way to stop one. So each PDF in the making is
//! written down here, and the program ends itself if one takes too long: [`overdue`] says
//! which. The output is untouched then, since it is exchanged at the end.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

static RUNNING: Mutex<(u64, BTreeMap<u64, RunningWork>)> = Mutex::new((0, BTreeMap::new()));

/// A PDF in the making.
#[derive(Debug, Clone)]
pub struct RunningWork {
    /// The id of the text.
    pub edition: String,
    /// The publication's own templates that take part.
    pub templates: Vec<String>,
    /// When it began.
    since: Instant,
}

/// Held while a PDF is made.
#[derive(Debug)]
#[must_use = "the work ends when this is dropped"]
pub(super) struct Entry(u64);

/// Writes down that a PDF of `edition` is made with `templates`.
pub(super) fn begin(edition: &str, templates: &[String]) -> Entry {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    running.0 += 1;
    let number = running.0;
    let work = RunningWork {
        edition: edition.to_owned(),
        templates: templates.to_vec(),
        since: Instant::now(),
    };
    running.1.insert(number, work);
    Entry(number)
}

impl Drop for Entry {
    fn drop(&mut self) {
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).1.remove(&self.0);
    }
}

/// Returns the PDF that has been in progress for longest, if that is longer than `limit`.
pub fn overdue(limit: Duration) -> Option<RunningWork> {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let oldest = running.1.values().min_by_key(|work| work.since)?;
    (oldest.since.elapsed() >= limit).then(|| oldest.clone())
}
