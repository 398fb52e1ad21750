//! A release: a built site, its manifest, and what changes on a target.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::PublishError;
use crate::engine::commit;

/// The file on a target that says what is live there.
pub const MANIFEST: &str = ".quipu-release.json";

/// What is live on a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The release: a hash of all that it consists of.
    pub release: String,
    /// The release that was live before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// The hashes of the files, by their paths.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// Describes `files`, given as hashes by path.
    pub fn new(files: BTreeMap<String, String>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for (path, hash) in &files {
            hasher.update(path.as_bytes()).update(&[0]).update(hash.as_bytes()).update(&[0]);
        }
        let release = hasher.finalize().to_hex()[..16].to_owned();
        Self { release, previous: None, files }
    }

    /// Reads a manifest as a target has it.
    ///
    /// # Errors
    /// Says that it is none.
    pub fn parse(bytes: &[u8]) -> Result<Self, PublishError> {
        let unreadable = |reason: &str| {
            PublishError::new(format!("the target's manifest cannot be read ({reason})"))
                .with_hint("someone changed it: publish to another place, or delete what is there")
        };
        let manifest: Self =
            serde_json::from_slice(bytes).map_err(|error| unreadable(&error.to_string()))?;
        // Names of releases are used as names of folders, and in shell commands.
        let is_name = |name: &String| name.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_name(&manifest.release) && manifest.previous.iter().all(is_name) {
            Ok(manifest)
        } else {
            Err(unreadable("it contains an invalid release name"))
        }
    }

    /// Returns the manifest as a file.
    pub fn json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).unwrap_or_default();
        json.push(b'\n');
        json
    }

    /// Returns the paths whose bytes, as `read` finds them, are not those of the release.
    ///
    /// # Errors
    /// Returns the first error of `read`, which returns nothing for a file that is not there.
    pub fn differing(
        &self,
        mut read: impl FnMut(&str) -> Result<Option<Vec<u8>>, PublishError>,
    ) -> Result<Vec<String>, PublishError> {
        let mut differing = Vec::new();
        for (path, hash) in &self.files {
            let found = read(path)?.map(|bytes| blake3::hash(&bytes).to_hex().to_string());
            if found.as_ref() != Some(hash) {
                differing.push(path.clone());
            }
        }
        Ok(differing)
    }
}

/// A built site.
#[derive(Debug)]
pub struct BuiltSite {
    /// The folder that holds it.
    pub folder: PathBuf,
    /// What it consists of.
    pub manifest: Manifest,
}

impl BuiltSite {
    /// Reads the site that a build left in `folder`.
    ///
    /// # Errors
    /// Says that no build left one.
    pub fn read(folder: &Path) -> Result<Self, PublishError> {
        let Some(files) = commit::files_of(folder) else {
            return Err(PublishError::new(format!("there is no build in `{}`", folder.display())));
        };
        Ok(Self { folder: folder.to_owned(), manifest: Manifest::new(files) })
    }

    /// Returns the bytes of a file.
    ///
    /// # Errors
    /// Returns the system's reason.
    pub fn bytes(&self, path: &str) -> Result<Vec<u8>, PublishError> {
        let path = self.folder.join(path);
        fs::read(&path).map_err(|error| PublishError::io(&path, &error))
    }
}

/// The changes on a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TargetChanges {
    /// What is written, in this order.
    pub put: Vec<String>,
    /// What is removed after everything else.
    pub remove: Vec<String>,
    /// How many files stay as they are.
    pub unchanged: usize,
}

impl TargetChanges {
    /// Compares the live release with a new one.
    pub fn between(live: Option<&Manifest>, next: &Manifest) -> Self {
        let before = live.map(|live| &live.files);
        let stays =
            |path: &str, hash: &String| before.is_some_and(|before| before.get(path) == Some(hash));
        let mut put: Vec<_> = next
            .files
            .iter()
            .filter(|(path, hash)| !stays(path, hash))
            .map(|(path, _)| path.clone())
            .collect();
        put.sort_by_key(|path| (FileRole::of(path), path.clone()));
        let gone = before.into_iter().flatten().map(|(path, _)| path);
        let remove: Vec<_> = gone.filter(|path| !next.files.contains_key(*path)).cloned().collect();
        Self { unchanged: next.files.len() - put.len(), put, remove }
    }
}

/// The role of a file for readers, which decides the order of upload: nothing is shown before what
/// it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileRole {
    /// Styles, fonts, pictures.
    Asset,
    /// PDFs, data, and whatever pages link to.
    Attachment,
    /// A page.
    Page,
    /// Files that announce pages: feeds, sitemaps, the search index.
    Feed,
}

impl FileRole {
    /// Returns the role of the file at `path`.
    pub fn of(path: &str) -> Self {
        let extension = path.rsplit('.').next().unwrap_or_default();
        match extension {
            "css" | "js" | "woff2" | "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" => Self::Asset,
            "html" => Self::Page,
            "xml" | "rss" | "atom" => Self::Feed,
            _ if path == "robots.txt" => Self::Feed,
            _ => Self::Attachment,
        }
    }
}

/// Returns the media type of the file at `path`, by its extension.
pub fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" | "rss" | "atom" => "application/xml",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "pdf" => "application/pdf",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

/// Returns how long browsers may keep the file at `path` without asking.
///
/// A file with a hash in its name never changes; any other is asked for again after a minute.
pub fn cache_control(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_hash = |part: &str| {
        part.len() >= 8
            && part.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
    };
    if name.split(['.', '-']).skip(1).any(is_hash) {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=60, must-revalidate"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        Manifest::new(files.iter().map(|(path, hash)| ((*path).into(), (*hash).into())).collect())
    }

    #[test]
    fn pages_go_out_behind_what_they_need() {
        let live = manifest(&[("index.html", "1"), ("old.html", "1"), ("q.css", "1")]);
        let next = manifest(&[
            ("feed.xml", "2"),
            ("index.html", "2"),
            ("a/a.pdf", "2"),
            ("q.css", "1"),
            ("z.woff2", "2"),
        ]);
        let changes = TargetChanges::between(Some(&live), &next);
        assert_eq!(changes.put, ["z.woff2", "a/a.pdf", "index.html", "feed.xml"]);
        assert_eq!(changes.remove, ["old.html"]);
        assert_eq!(changes.unchanged, 1);
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_good() {
        assert!(cache_control("assets/quipu.0123abcd.css").contains("immutable"));
        assert!(!cache_control("assets/quipu.css").contains("immutable"));
        assert!(!cache_control("briefs/deadbeef/index.html").contains("immutable"));
    }
}
