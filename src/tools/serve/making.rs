//! Making what browsers get: first what they show, then everything.

use std::sync::{Arc, PoisonError};
use std::time::Instant;

use rayon::ThreadPoolBuilder;

use super::{Bytes, MadeFiles, Notice, Server, Shown, describe};
use crate::engine::load::Failure;
use crate::engine::preview::Preview;
use crate::engine::run::Built;
use crate::plan::routes;

type Tell<'t> = &'t (dyn Fn(Notice<'_>) + Sync);

impl Server {
    /// Calls `make` with what makes the publication as it is now.
    fn with_preview<T>(&self, make: impl FnOnce(Preview<'_>) -> T) -> T {
        let options = self.options();
        make(Preview { options: &options, memory: &self.memory })
    }

    /// Makes the pages that are looked at, at each change, until the program ends.
    pub(super) fn keep_looking(&self, tell: Tell<'_>) {
        loop {
            let shown = self.wait_until(|shown| shown.looked < self.saved());
            let (viewed, saved) = (shown.viewed.clone(), self.saved());
            drop(shown);
            let begun = Instant::now();
            let made = self.with_preview(|preview| preview.pages(&viewed));
            let mut shown = self.shown();
            shown.looked = saved;
            match made {
                Ok(files) => {
                    show(&mut shown, saved, files);
                    if !viewed.is_empty() {
                        tell(Notice::Made(begun.elapsed()));
                    }
                }
                Err(failure) => shown.problems = describe(failure),
            }
            shown.news += 1;
            drop(shown);
            self.changed.notify_all();
        }
    }

    /// Makes all files behind the pages that are looked at, until the program ends. What is not finished when the next
    /// change comes is given up.
    pub(super) fn keep_making(&self, tell: Tell<'_>) {
        // The pages that are looked at do not wait for these threads.
        let pool = ThreadPoolBuilder::new().build();
        let mut done = 0;
        loop {
            let shown = self.wait_until(|shown| shown.looked != done);
            done = shown.looked;
            drop(shown);
            let is_over = || self.saved() != done;
            let make = || self.with_preview(|preview| preview.whole(&is_over));
            let made = match &pool {
                Ok(pool) => pool.install(make),
                Err(_) => make(),
            };
            if !is_over() {
                self.finish(done, made, tell);
            }
        }
    }

    fn finish(&self, saved: u64, made: Result<Built, Failure>, tell: Tell<'_>) {
        let mut shown = self.shown();
        match made {
            Ok(built) => {
                let files = Arc::new(built.files_in_memory);
                let differs = differs(&shown, &files);
                shown.version += u64::from(differs);
                shown.files = files;
                shown.ahead.clear();
                shown.warnings = built.warnings.len();
                shown.problems.clear();
            }
            Err(failure) => {
                shown.problems = describe(failure);
                tell(Notice::Refused(&shown.problems));
            }
        }
        shown.whole = saved;
        shown.news += 1;
        drop(shown);
        self.changed.notify_all();
    }

    /// Returns the file at `path`, made of the texts as they are if it is the page of one; else that of the last good
    /// files, for which the first request waits.
    pub(super) fn file(&self, path: &str) -> Option<Bytes> {
        let saved = self.saved();
        let mut shown = self.shown();
        let is_page = path.ends_with(routes::PAGE);
        let is_viewed = shown.viewed.iter().any(|viewed| viewed == path);
        if is_page {
            shown.view(path);
        }
        let known = shown.file(path).map(|(of, bytes)| (of, bytes.clone()));
        let is_new = known.as_ref().is_some_and(|(of, _)| *of == saved) || shown.whole == saved;
        drop(shown);
        if is_new {
            return known.map(|(_, bytes)| bytes);
        }
        // A page that is looked at is being made already.
        if is_page && is_viewed {
            let shown = self.wait_until(|shown| shown.looked >= saved);
            if let Some((_, bytes)) = shown.file(path).filter(|(of, _)| *of >= saved) {
                return Some(bytes.clone());
            }
        }
        if is_page
            && let Ok(files) = self.with_preview(|preview| preview.pages(&[path.to_owned()]))
            && let Some(bytes) = files.get(path).cloned()
        {
            show(&mut self.shown(), saved, files);
            return Some(bytes);
        }
        if let Some((_, bytes)) = known {
            return Some(bytes);
        }
        let shown = self.wait_until(|shown| shown.whole > 0);
        shown.file(path).map(|(_, bytes)| bytes.clone())
    }

    /// Makes the PDF or the book at `path`; none if there is no such edition, or if it has mistakes.
    pub(super) fn pdf(&self, path: &str) -> Option<Bytes> {
        let (bytes, pages) = self.with_preview(|preview| preview.pdf(path)).ok()??;
        if let Some(pages) = pages {
            let mut known = self.pdf_pages.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(path.to_owned(), pages);
        }
        Some(bytes)
    }

    /// Returns how many pages the PDF beside a page has, once it was made.
    pub(super) fn pdf_pages(&self, page: &str) -> Option<usize> {
        let name = page.trim_end_matches('/').rsplit('/').next()?;
        let known = self.pdf_pages.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&format!("{page}{name}.pdf")).copied()
    }
}

/// Shows files that were made of a change.
fn show(shown: &mut Shown, saved: u64, files: MadeFiles) {
    let mut differs = false;
    for (path, bytes) in files {
        // What is of a later change stays.
        if shown.file(&path).is_none_or(|(of, _)| of <= saved) {
            differs |= shown.take(path, saved, bytes);
        }
    }
    shown.version += u64::from(differs);
}

/// Whether files differ from what is shown.
fn differs(shown: &Shown, files: &MadeFiles) -> bool {
    let is_gone = |path: &String| !files.contains_key(path);
    shown.files.keys().any(is_gone)
        || shown.ahead.keys().any(is_gone)
        || files
            .iter()
            .any(|(path, bytes)| shown.file(path).is_none_or(|(_, known)| known != bytes))
}
