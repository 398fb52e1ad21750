//! Publishing: sending a built site to where readers find it.
//!
//! ```text
//! build ──> Release ──> target: folder, S3-compatible storage, git branch, server by rsync
//! ```
//!
//! A folder, a branch and a server change from one release to the next in one step. Storage has
//! no such step: there, files go out in an order in which no page lacks what it needs, and the
//! manifest is written at the end. A manifest on the target says what is live, so that the
//! next publish sends only what changed, and a reader can prove what was published.
//!
//! Credentials come from the environment, and from nowhere else.

#![expect(
    clippy::disallowed_methods,
    reason = "targets lie outside the publication and its output"
)]

mod command;
mod folder;
mod git;
mod release;
mod rsync;
mod s3;
mod store;
mod target;

use std::fmt;
use std::io;
use std::path::Path;

pub(crate) use command::{run, text};
pub use release::{BuiltSite, Manifest, TargetChanges};
pub use store::{Defaults, ObjectStorage};
pub use target::{Place, PublishTarget, find, read_all};

/// Why a target is unchanged, or has only a part of the release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishError {
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl PublishError {
    /// Creates an error without a hint.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    /// Adds what to do.
    pub(crate) fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// Creates the error for a file or folder that the system refused.
    pub(crate) fn io(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("failed to use `{}` ({error})", path.display()))
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

/// What a publish did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The release that is live now.
    pub release: String,
    /// What changed on the target.
    pub changes: TargetChanges,
}

impl PublishTarget {
    /// Returns what is live; nothing if nothing was ever published there.
    ///
    /// # Errors
    /// Says why the target cannot be read, or that something else is there.
    pub fn live(&self) -> Result<Option<Manifest>, PublishError> {
        match &self.place {
            Place::Folder(folder) => folder.live(),
            Place::S3(bucket) => bucket.live(),
            Place::Git(branch) => branch.live(),
            Place::Rsync(server) => server.live(),
        }
    }

    /// Returns what publishing `release` would change.
    ///
    /// # Errors
    /// As [`PublishTarget::live`].
    pub fn compare(&self, release: &BuiltSite) -> Result<Outcome, PublishError> {
        let changes = TargetChanges::between(self.live()?.as_ref(), &release.manifest);
        Ok(Outcome { release: release.manifest.release.clone(), changes })
    }

    /// Makes `release` what readers see.
    ///
    /// # Errors
    /// Says what failed. Readers then see the release from before; on storage, each page as it
    /// was or as it is to be, and the next publish goes on from there.
    pub fn publish(&self, release: &BuiltSite) -> Result<Outcome, PublishError> {
        match &self.place {
            Place::Folder(folder) => folder.publish(release),
            Place::S3(bucket) => bucket.publish(release),
            Place::Git(branch) => branch.publish(release),
            Place::Rsync(server) => server.publish(release),
        }
    }

    /// Goes back to the release that was live before, and returns its name.
    ///
    /// # Errors
    /// Says why that cannot be.
    pub fn roll_back(&self) -> Result<String, PublishError> {
        match &self.place {
            Place::Folder(folder) => folder.roll_back(),
            Place::S3(_) => Err(PublishError::new("storage keeps only the latest release")
                .with_hint(
                    "go back to the earlier texts and data in version control, and publish again",
                )),
            Place::Git(branch) => branch.roll_back(),
            Place::Rsync(server) => server.roll_back(),
        }
    }

    /// Reads everything back; returns what is live and the paths that are not as published.
    ///
    /// # Errors
    /// Says why the target cannot be read, or that nothing is published there.
    pub fn verify(&self) -> Result<(Manifest, Vec<String>), PublishError> {
        let live = self.live()?.ok_or_else(nothing_live)?;
        let differing = match &self.place {
            Place::Folder(folder) => folder.differing(&live),
            Place::S3(bucket) => bucket.differing(&live),
            Place::Git(branch) => branch.differing(&live),
            Place::Rsync(server) => server.differing(&live),
        }?;
        Ok((live, differing))
    }
}

fn nothing_live() -> PublishError {
    PublishError::new("nothing is published there")
}

fn nothing_before() -> PublishError {
    PublishError::new("no release was live before this one")
        .with_hint("`keep:` sets how many releases a target keeps")
}

fn foreign(what: &str) -> PublishError {
    PublishError::new(format!("{what} contains files that Quipu did not put there"))
        .with_hint("name an empty place in `quipu.yaml`, or move the files away")
}

fn overtaken() -> PublishError {
    PublishError::new("someone else published there in the meantime")
        .with_hint("check what is live, then publish again")
}

/// Reads a file below `folder`; none if it does not exist.
fn read_below(folder: &Path, path: &str) -> Result<Option<Vec<u8>>, PublishError> {
    let path = folder.join(path);
    match std::fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(PublishError::io(&path, &error)),
    }
}
