//! Which PDFs and pages are being made, and since when.
//!
//! Templates are programs, and neither Typst nor Tera has a way to stop one. So each PDF and page in the making is
//! written down here, and the program ends itself if one takes too long: [`overdue`] says
//! which. The output is untouched then, since it is exchanged at the end.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

static RUNNING: Mutex<(u64, BTreeMap<u64, RunningWork>)> = Mutex::new((0, BTreeMap::new()));

/// What is being made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Product {
    /// The PDF of the text with this id.
    Pdf(String),
    /// A page, from the template of this name.
    Page(String),
}

/// A PDF or a page in the making.
#[derive(Debug, Clone)]
pub struct RunningWork {
    /// What it is.
    pub product: Product,
    /// The publication's own templates that take part.
    pub templates: Vec<String>,
    /// When it began.
    since: Instant,
}

/// Held while a PDF or a page is made.
#[derive(Debug)]
#[must_use = "the work ends when this is dropped"]
pub(super) struct Entry(u64);

/// Writes down that something is made with `templates`.
pub(super) fn begin(product: Product, templates: &[String]) -> Entry {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    running.0 += 1;
    let number = running.0;
    let work = RunningWork { product, templates: templates.to_vec(), since: Instant::now() };
    running.1.insert(number, work);
    Entry(number)
}

impl Drop for Entry {
    fn drop(&mut self) {
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).1.remove(&self.0);
    }
}

/// Returns what has been in progress for longest, if that is longer than `limit`.
pub fn overdue(limit: Duration) -> Option<RunningWork> {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let oldest = running.1.values().min_by_key(|work| work.since)?;
    (oldest.since.elapsed() >= limit).then(|| oldest.clone())
}
