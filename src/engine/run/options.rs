//! What a build is asked for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;

use crate::base::diagnostic::Problems;
use crate::base::files::{self, Reading};
use crate::data::vintage::Stale;
use crate::engine::Pdfs;
use crate::engine::load::{Failure, load_out};
use crate::engine::store::{self, Results};
use crate::projection::Drafts;
use crate::publication::{Memory, Publication, life};
use crate::tools::explain::Explain;

/// What a build depends on besides the files of the publication.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The folder that holds `quipu.yaml`.
    pub root: PathBuf,
    /// Whether files are written, and where.
    pub output: Output,
    /// The address of the site's root, in place of the publication's own.
    pub base_url: Option<String>,
    /// Whether drafts are built.
    pub drafts: Drafts,
    /// Whether PDFs are made.
    pub pdfs: Pdfs,
    /// Whether the build says what it changed.
    pub explain: Explain,
    /// The day that counts as today, in place of the newest day of the publication's texts.
    pub today: Option<Date>,
    /// What becomes of data that are past their review.
    pub stale: Stale,
    /// The time of the build, and the time that it is for.
    pub time: life::Time,
    /// Whether results of earlier builds are used.
    pub results: Results,
}

impl BuildOptions {
    /// Returns what a build is asked for that may have been made before; nothing if it is to be written nowhere,
    /// or made anew in any case.
    pub(super) fn request(&self) -> Option<store::BuildRequest> {
        let Self { base_url, drafts, pdfs, today, stale, .. } = self;
        let Output::Folder(open, named) = &self.output else { return None };
        let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let named: Vec<_> = named.iter().map(|(id, path)| (id, absolute(path))).collect();
        let folders = (absolute(open), named);
        let asked = format!("{folders:?} {base_url:?} {drafts:?} {pdfs:?} {today:?} {stale:?}");
        (self.results == Results::Kept).then(|| store::BuildRequest::new(&asked, self.time))
    }

    /// Loads the publication as its readers have it at the time of the build.
    ///
    /// # Errors
    /// Returns the mistakes of a publication of which nothing can be made, or the first I/O error.
    pub(crate) fn load(&self) -> Result<(Publication, Problems), Failure> {
        self.load_read(files::read_over(&self.root, &BTreeMap::new()))
    }

    /// Loads a publication whose files are read, as [`BuildOptions::load`] does.
    ///
    /// # Errors
    /// As [`BuildOptions::load`].
    pub(crate) fn load_read(&self, reading: Reading) -> Result<(Publication, Problems), Failure> {
        load_out(reading, &Memory::default(), self.drafts, self.time)
    }

    /// Loads as [`BuildOptions::load`] does, and reads nothing anew that has not changed since the last time.
    ///
    /// # Errors
    /// As [`BuildOptions::load`].
    pub(crate) fn load_again(&self, memory: &Memory) -> Result<(Publication, Problems), Failure> {
        load_out(files::read_again(&self.root, &memory.files), memory, self.drafts, self.time)
    }

    /// Reports what an editor should know of a publication at the time of the build.
    pub(crate) fn check(&self, publication: &Publication, problems: &mut Problems) {
        publication.check_bundles(Some(self.time.at), problems);
        publication.check_vintage(self.today, self.stale, problems);
        publication.check_future(self.today, self.time, problems);
        publication.check_unwritten(problems);
    }
}

/// Where a build writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Into this folder, and for each restricted audience into one of its own: that which is named
    /// for it, or else one beside it.
    Folder(PathBuf, BTreeMap<String, PathBuf>),
    /// Nowhere: everything is made and checked.
    Nowhere,
    /// Into memory.
    Memory,
}

impl Output {
    /// Returns the folder of the open output, or of that of a restricted audience.
    pub(crate) fn folder(&self, restricted: Option<&str>) -> Option<PathBuf> {
        let Self::Folder(open, named) = self else { return None };
        let Some(audience) = restricted else { return Some(open.clone()) };
        let beside = || {
            let name = open.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            open.with_file_name(format!("{name}-{audience}"))
        };
        Some(named.get(audience).cloned().unwrap_or_else(beside))
    }
}
