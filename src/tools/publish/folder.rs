//! Publishing to a folder: releases side by side, and a link to the live one.
//!
//! ```text
//! live/current -> releases/<release>     what the web server shows
//! live/releases/<release>/               a release, whole
//! live/releases/<release>.json           its manifest
//! ```

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::release::{BuiltSite, Manifest, TargetChanges};
use super::{Outcome, PublishError, foreign, nothing_before, nothing_live, read_below};
use crate::base::platform;

/// What the web server shows.
pub(super) const CURRENT: &str = "current";
/// Where the releases are.
pub(super) const RELEASES: &str = "releases";
/// The beginning of the names of folders with an unfinished release.
pub(super) const INCOMING: &str = ".incoming-";

/// A folder that holds releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// The folder.
    pub path: PathBuf,
    /// How many releases are kept, the live one among them.
    pub keep: usize,
}

impl Folder {
    fn current(&self) -> PathBuf {
        self.path.join(CURRENT)
    }

    fn releases(&self) -> PathBuf {
        self.path.join(RELEASES)
    }

    fn release(&self, name: &str) -> PathBuf {
        self.releases().join(name)
    }

    fn manifest(&self, name: &str) -> PathBuf {
        self.releases().join(format!("{name}.json"))
    }

    pub(super) fn live(&self) -> Result<Option<Manifest>, PublishError> {
        let shown = platform::shown(&self.current());
        let shown = shown.map_err(|error| PublishError::io(&self.current(), &error))?;
        let Some(name) = shown else {
            let is_there = self.current().symlink_metadata().is_ok();
            return if is_there {
                Err(foreign(&self.current().display().to_string()))
            } else {
                Ok(None)
            };
        };
        let bytes = read_below(&self.releases(), &format!("{name}.json"))?;
        let bytes = bytes.ok_or_else(|| foreign(&self.current().display().to_string()))?;
        Manifest::parse(&bytes).map(Some)
    }

    pub(super) fn publish(&self, release: &BuiltSite) -> Result<Outcome, PublishError> {
        fs::create_dir_all(self.releases()).map_err(|error| at(&self.releases(), &error))?;
        let _lock = self.lock()?;
        let live = self.live()?;
        let changes = TargetChanges::between(live.as_ref(), &release.manifest);
        let name = release.manifest.release.clone();
        if live.as_ref().is_some_and(|live| live.release == name) {
            let put = self.repair(release)?;
            let unchanged = release.manifest.files.len() - put.len();
            return Ok(Outcome {
                release: name,
                changes: TargetChanges { put, unchanged, ..changes },
            });
        }
        self.remove_abandoned()?;
        let stage = tempfile::Builder::new().prefix(INCOMING).tempdir_in(self.releases());
        let stage = stage.map_err(|error| at(&self.releases(), &error))?;
        let before = live.as_ref().map(|live| self.release(&live.release));
        for path in release.manifest.files.keys() {
            put(release, path, stage.path(), before.as_deref())?;
        }
        platform::open_to_readers(stage.path()).map_err(|error| at(stage.path(), &error))?;
        self.settle(stage.path(), release, live)?;
        self.prune(&name)?;
        Ok(Outcome { release: name, changes })
    }

    /// Restores the files of the live release that someone changed; returns their paths.
    fn repair(&self, release: &BuiltSite) -> Result<Vec<String>, PublishError> {
        let folder = self.release(&release.manifest.release);
        let differing = release.manifest.differing(|path| read_below(&folder, path))?;
        for path in &differing {
            let file = folder.join(path);
            let parent = file.parent().unwrap_or(&folder);
            fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
            let replaced = crate::engine::commit::replace(&file, &release.bytes(path)?);
            replaced.map_err(|error| at(&file, &error))?;
        }
        Ok(differing)
    }

    /// Gives the finished stage its name and its manifest, and makes it live.
    fn settle(
        &self,
        stage: &Path,
        release: &BuiltSite,
        live: Option<Manifest>,
    ) -> Result<(), PublishError> {
        let name = &release.manifest.release;
        let folder = self.release(name);
        if folder.exists() {
            // Left from an earlier publish of the same release, which is not live.
            fs::remove_dir_all(&folder).map_err(|error| at(&folder, &error))?;
        }
        fs::rename(stage, &folder).map_err(|error| at(&folder, &error))?;
        let previous = live.map(|live| live.release);
        let manifest = Manifest { previous, ..release.manifest.clone() };
        let path = self.manifest(name);
        crate::engine::commit::replace(&path, &manifest.json())
            .map_err(|error| at(&path, &error))?;
        self.show(name)
    }

    fn show(&self, name: &str) -> Result<(), PublishError> {
        let shown = platform::show(&self.current(), Path::new(RELEASES), name);
        shown.map_err(|error| at(&self.current(), &error))
    }

    pub(super) fn roll_back(&self) -> Result<String, PublishError> {
        self.live()?.ok_or_else(nothing_live)?;
        let _lock = self.lock()?;
        let live = self.live()?.ok_or_else(nothing_live)?;
        let name = live.previous.ok_or_else(nothing_before)?;
        let bytes = read_below(&self.releases(), &format!("{name}.json"))?;
        let before = Manifest::parse(&bytes.ok_or_else(nothing_before)?)?;
        let differing = before.differing(|path| read_below(&self.release(&name), path))?;
        if let Some(path) = differing.first() {
            return Err(PublishError::new(format!("`{path}` of the release `{name}` was changed"))
                .with_hint("publish it again from its texts and data"));
        }
        self.show(&name)?;
        Ok(name)
    }

    pub(super) fn differing(&self, live: &Manifest) -> Result<Vec<String>, PublishError> {
        live.differing(|path| read_below(&self.current(), path))
    }

    /// Prevents other publishes to the same folder until the file is closed.
    fn lock(&self) -> Result<File, PublishError> {
        let path = self.path.join(".quipu-lock");
        let file = File::create(&path).map_err(|error| at(&path, &error))?;
        match file.try_lock() {
            Err(fs::TryLockError::WouldBlock) => {
                Err(PublishError::new("another publish is in progress there")
                    .with_hint("wait until it has finished"))
            }
            // Some network file systems have no locks; there, the user must take care to run one
            // publish at a time.
            _ => Ok(file),
        }
    }

    fn remove_abandoned(&self) -> Result<(), PublishError> {
        for path in self.entries()? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(INCOMING) {
                fs::remove_dir_all(&path).map_err(|error| at(&path, &error))?;
            }
        }
        Ok(())
    }

    /// Removes the releases that are older than those to keep.
    fn prune(&self, live: &str) -> Result<(), PublishError> {
        let mut kept = BTreeSet::new();
        let mut next = Some(live.to_owned());
        while let Some(name) = next.filter(|name| kept.len() < self.keep && !kept.contains(name)) {
            let bytes = read_below(&self.releases(), &format!("{name}.json"))?;
            next = bytes.and_then(|bytes| Manifest::parse(&bytes).ok()?.previous);
            kept.insert(name);
        }
        for path in self.entries()? {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if kept.contains(&stem) {
                continue;
            }
            let removed =
                if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(|error| at(&path, &error))?;
        }
        Ok(())
    }

    fn entries(&self) -> Result<Vec<PathBuf>, PublishError> {
        let entries = fs::read_dir(self.releases()).and_then(|entries| {
            entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()
        });
        entries.map_err(|error| at(&self.releases(), &error))
    }
}

/// Puts a file into a stage: as a link to the file of the previous release, if that has the same
/// bytes.
fn put(
    release: &BuiltSite,
    path: &str,
    stage: &Path,
    before: Option<&Path>,
) -> Result<(), PublishError> {
    let bytes = release.bytes(path)?;
    let staged = stage.join(path);
    let parent = staged.parent().unwrap_or(stage);
    fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
    if let Some(before) = before
        && read_below(before, path)?.as_ref() == Some(&bytes)
        && fs::hard_link(before.join(path), &staged).is_ok()
    {
        return Ok(());
    }
    let written = File::create(&staged).and_then(|mut file| {
        io::Write::write_all(&mut file, &bytes)?;
        // It is made live only after it is on the disk.
        file.sync_all()
    });
    written.map_err(|error| at(&staged, &error))
}

fn at(path: &Path, error: &io::Error) -> PublishError {
    PublishError::io(path, error)
}
