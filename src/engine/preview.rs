//! Outputs for those who write: first the pages that they look at, then all others.
//!
//! ```text
//! files ──load again──> project ──> the pages that are looked at ──> shown
//!                                └─> one PDF, if it is asked for
//!                                └─> all files, which tell what is wrong elsewhere
//! ```
//!
//! Pages are made of the projection of their audience, as in a build; what proves it, the search for leaks, is part
//! of making all files.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::run::{self, BuildOptions, Built, Run};
use super::session::{Presentations, Purpose, Session};
use super::{Build, Claims, Editions, Pdfs, Preparations, Sink};
use crate::base::diagnostic::Problems;
use crate::base::files::Bytes;
use crate::engine::commit::CommitError;
use crate::engine::inspect::projected_again;
use crate::engine::load::{Failure, refused};
use crate::engine::proof::{Guard, Secrets};
use crate::engine::store::Store;
use crate::plan::{Edition, routes};
use crate::projection::{Selections, Shelf};
use crate::publication::{self, Publication};

/// What is kept from one time to the next.
#[derive(Debug, Default)]
pub(crate) struct PreviewMemory {
    /// What was loaded.
    pub(crate) publication: publication::Memory,
    prepared: (Presentations, Preparations),
    selections: Selections,
}

/// Files, by their paths; those of a restricted audience below a folder with its name behind a tilde.
pub(crate) type MadeFiles = BTreeMap<String, Bytes>;

/// A publication that is made again and again.
#[derive(Clone, Copy)]
pub(crate) struct Preview<'p> {
    /// What is made, into memory.
    pub(crate) options: &'p BuildOptions,
    /// What is kept from the time before, and for the next.
    pub(crate) memory: &'p PreviewMemory,
}

/// A publication that is loaded and projected.
struct Ready {
    publication: Publication,
    shelves: Vec<Shelf>,
    problems: Problems,
}

impl Preview<'_> {
    fn load(&self) -> Result<Ready, Failure> {
        let options = self.options;
        let (publication, mut problems) = options.load_again(&self.memory.publication)?;
        options.check(&publication, &mut problems);
        let selections = &self.memory.selections;
        let shelves = projected_again(&publication, options.drafts, selections, &mut problems);
        Ok(Ready { publication, shelves, problems })
    }

    /// Makes the pages of texts at `paths`, and what all pages load.
    ///
    /// # Errors
    /// Returns what is wrong with the publication before its texts are bound, or with these pages.
    pub(crate) fn pages(&self, paths: &[String]) -> Result<MadeFiles, Failure> {
        let made = self.part(Pdfs::Skipped, None, |edition, folder| {
            paths.iter().any(|path| {
                let page =
                    path.strip_prefix(folder).and_then(|path| path.strip_suffix(routes::PAGE));
                page == Some(&edition.address)
            })
        });
        made.map(|(files, _)| files)
    }

    /// Makes the PDF or the book at `path`, and counts its pages if it has any; none if there is no such edition.
    ///
    /// # Errors
    /// Returns what is wrong with the publication before its texts are bound, or with this edition.
    pub(crate) fn pdf(&self, path: &str) -> Result<Option<(Bytes, Option<usize>)>, Failure> {
        let address = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let address = format!("{address}/");
        let name = match path.strip_prefix('~').and_then(|rest| rest.split_once('/')) {
            Some((_, name)) => name,
            None => path,
        };
        let (mut made, pages) = self.part(Pdfs::Made, Some(name), |edition, folder| {
            address.strip_prefix(folder) == Some(&edition.address) && edition.form().is_dated()
        })?;
        Ok(made.remove(path).map(|bytes| (bytes, pages)))
    }

    /// Makes the editions that are wanted, and counts the pages of a file to print among them; `is_wanted` is told the
    /// folder of their output.
    fn part(
        &self,
        pdfs: Pdfs,
        only: Option<&str>,
        is_wanted: impl Fn(&Edition<'_>, &str) -> bool,
    ) -> Result<(MadeFiles, Option<usize>), Failure> {
        let Ready { publication, shelves, mut problems } = self.load()?;
        if problems.has_errors() {
            return Err(refused(problems, publication.files));
        }
        let store = Store::of(&self.options.root, &self.options.results);
        let (mut made, mut pages) = (MadeFiles::new(), None);
        for shelf in &shelves {
            let folder = run::folder_in_memory(shelf);
            let Some(session) =
                Session::again(shelf, Purpose::Preview, &self.memory.prepared.0, &mut problems)
            else {
                continue;
            };
            let wanted = session.plan.editions.iter();
            let wanted = wanted.filter(|edition| is_wanted(edition, &folder));
            let wanted: Vec<_> = wanted.map(|edition| edition.index).collect();
            if wanted.is_empty() {
                continue;
            }
            let sink = Sink::Memory(Mutex::default());
            let build = Build {
                recording: None,
                session: &session,
                preparations: &self.memory.prepared.1,
                files: &publication.files,
                base_url: &publication.settings.base_url,
                pdfs,
                only,
                sink: &sink,
                store: &store,
                editions: Editions::Part,
                claims: Claims::default(),
                guard: &Guard::idle(),
                release: None,
                releases: &[],
                progress: &|_, _| (),
                is_over: &|| false,
            };
            match build.run_part(&wanted, &mut problems) {
                Ok(counted) => pages = pages.or(counted),
                Err(error) => return Err(Failure::of(error, publication.files)),
            }
            let files = sink.into_memory().into_iter();
            made.extend(files.map(|(path, bytes)| (format!("{folder}{path}"), bytes)));
        }
        store.close(&mut problems);
        drop(shelves);
        if problems.has_errors() {
            return Err(refused(problems, publication.files));
        }
        Ok((made, pages))
    }

    /// Makes all files; `is_over` says when they are no longer needed.
    ///
    /// # Errors
    /// Returns all mistakes, or that it was over.
    pub(crate) fn whole(&self, is_over: &(dyn Fn() -> bool + Sync)) -> Result<Built, Failure> {
        let Ready { publication, shelves, mut problems } = self.load()?;
        let store = Store::of(&self.options.root, &self.options.results);
        let secrets = Secrets::new(&publication, self.options.drafts);
        let run = Run {
            options: self.options,
            secrets: &secrets,
            store: &store,
            // Previews are of what is written now.
            earlier: &[],
            progress: &|_, _| (),
            prepared: &self.memory.prepared,
            purpose: Purpose::Preview,
            is_over,
            read: None,
        };
        let outputs = run::make_all(run, &shelves, &mut problems);
        drop(shelves);
        match outputs {
            Ok(Some(outputs)) => run::finish(outputs, problems.into_sorted(), publication.files),
            Ok(None) => Err(refused(problems, publication.files)),
            Err(error) => Err(Failure::of(error, publication.files)),
        }
    }
}

impl Build<'_> {
    /// Makes some editions, by their numbers, and what their pages load; returns how many pages the longest has that is
    /// printed.
    fn run_part(
        &self,
        editions: &[usize],
        problems: &mut Problems,
    ) -> Result<Option<usize>, CommitError> {
        self.with_renderers(problems, |renderers, problems| {
            let made = self.make_editions(editions, renderers, problems)?;
            let printed = made.iter().filter_map(|summary| summary.print()?.pages);
            let pages = printed.max();
            for audience in renderers.audiences {
                for (name, bytes) in audience.statics {
                    self.sink.put(&format!("{}{name}", audience.folder), bytes)?;
                }
            }
            Ok(pages)
        })
    }
}
