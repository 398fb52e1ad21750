//! Reading the files below a folder; what cannot be read is a problem.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use icu::normalizer::ComposingNormalizerBorrowed;
use jiff::Timestamp;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::known::Known;
use super::refused::{
    check_entry, leads_outside, like_a_text, linked, no_publication, not_utf8, relative, same_name,
    unreadable,
};
use super::{Bytes, FOLDERS, Files, MAX_TEXT, RELEASES, TEXT_EXTENSIONS};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{FileId, Span};

/// What [`read`] found.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The text files.
    pub texts: Files,
    /// All other files, by their paths below the root.
    pub assets: BTreeMap<String, Bytes>,
    /// Tabular files that are not UTF-8, by their paths below the root.
    pub foreign: BTreeMap<String, Foreign>,
    /// The files that could not be read.
    pub problems: Problems,
    /// The hashes of the files, by their paths, if they are read again and again and all could be read; else
    /// nothing.
    pub known: BTreeMap<String, blake3::Hash>,
    /// The moment for which the publication is read: data that come out later are for nobody yet. None if all
    /// is looked at.
    pub at: Option<Timestamp>,
}

impl Reading {
    /// Returns the hashes of all files, by their paths.
    pub(crate) fn hashes(&self) -> BTreeMap<String, blake3::Hash> {
        let texts = self.texts.below("").map(|(_, file)| (&*file.path, file.text.as_bytes()));
        let assets = self.assets.iter().map(|(path, bytes)| (path.as_str(), &**bytes));
        let foreign = self.foreign.iter().map(|(path, file)| (path.as_str(), &*file.bytes));
        let all: Vec<_> = texts.chain(assets).chain(foreign).collect();
        all.par_iter().map(|(path, bytes)| ((*path).to_owned(), blake3::hash(bytes))).collect()
    }

    /// Replaces the bytes of the file at `path` below the root.
    pub(crate) fn replace(&mut self, path: &str, bytes: impl Into<Bytes>) {
        let bytes = bytes.into();
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        if !is_text(path, extension) {
            self.assets.insert(path.to_owned(), bytes);
            return;
        }
        self.foreign.remove(path);
        match String::from_utf8(bytes.to_vec()) {
            Ok(text) => {
                let text = text.trim_start_matches('\u{FEFF}').to_owned();
                match self.texts.find(path) {
                    Some(known) => self.texts.set(known, text),
                    None => _ = self.texts.add(path, text),
                }
            }
            Err(error) => {
                if let Some(known) = self.texts.find(path) {
                    self.texts.remove(known);
                }
                let valid = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let file = self.texts.add_aside(path, text);
                self.foreign.insert(path.to_owned(), Foreign { bytes, valid, file });
            }
        }
    }
}

/// A text in another encoding.
#[derive(Debug, Clone)]
pub struct Foreign {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The offset of the first byte that is not UTF-8.
    pub valid: usize,
    /// As much of the text as can be read, to show the place of the problem.
    pub file: FileId,
}

/// Reads the publication whose `quipu.yaml` lies in `root`.
///
/// # Errors
/// Returns the I/O error if the folder cannot be listed or a file cannot be
/// opened. Files that break the rules of a publication (a link that leads out,
/// a text that is not UTF-8) are problems of the [`Reading`] instead.
pub fn read(root: &Path) -> std::io::Result<Reading> {
    Ok(read_over(root, &BTreeMap::new()))
}

/// Reads a publication as [`read`] does, except for files that someone is editing: their texts are
/// given, by their paths below the root.
pub(crate) fn read_over(root: &Path, open: &BTreeMap<String, String>) -> Reading {
    read_with(root, open, None)
}

/// Reads a publication as [`read`] does, but for files that are as they were the last time.
pub(crate) fn read_again(root: &Path, known: &Known) -> Reading {
    read_with(root, &BTreeMap::new(), Some(known))
}

fn read_with(root: &Path, open: &BTreeMap<String, String>, known: Option<&Known>) -> Reading {
    let mut reading = Reading::default();
    let mut paths = Vec::new();
    let settings = root.join("quipu.yaml");
    if settings.is_file() && leads_outside(root, &settings) {
        reading.problems.push(linked(root, &settings));
    } else if settings.is_file() {
        paths.push(settings);
    } else {
        reading.problems.push(no_publication(root));
    }
    for folder in FOLDERS.iter().map(|folder| root.join(folder)).filter(|path| path.exists()) {
        list(root, &folder, &mut paths, &mut reading.problems);
    }
    manifests(root, &mut paths, &mut reading.problems);
    paths.sort();

    let content = |path: &PathBuf| {
        let text = open.get(&relative(root, path));
        let read = || match text {
            Some(text) => Ok(Content::text(text.trim_start_matches('\u{FEFF}').to_owned())),
            None => load(root, path),
        };
        known.map_or_else(|| (read(), None), |known| known.content(path, read))
    };
    let contents: Vec<_> = paths.par_iter().map(content).collect();
    if let Some(known) = known {
        known.keep(&paths);
    }
    let mut is_known = known.is_some();
    let mut names = BTreeSet::new();
    for (path, (content, hash)) in paths.iter().zip(contents) {
        let name = composed(relative(root, path));
        is_known &= hash.is_some();
        if !names.insert(name.clone()) {
            reading.problems.push(same_name(&name));
            continue;
        }
        reading.known.extend(hash.map(|hash| (name.clone(), hash)));
        let content = content.unwrap_or_else(|error| Content::Refused(unreadable(&name, &error)));
        match content {
            Content::Text(text) => _ = reading.texts.add(&name, text),
            Content::Asset(bytes) => _ = reading.assets.insert(name, bytes),
            Content::Foreign(bytes, valid) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let file = reading.texts.add_aside(&name, text);
                if name.starts_with("content/data/") {
                    reading.foreign.insert(name, Foreign { bytes, valid, file });
                    continue;
                }
                reading.problems.push(not_utf8(&name, &bytes, Span::new(file, valid, valid)));
            }
            Content::Refused(diagnostic) => reading.problems.push(diagnostic),
        }
    }
    if !is_known {
        reading.known.clear();
    }
    reading
}

/// Lists the manifests of earlier releases. What they consist of is read when they are made again.
fn manifests(root: &Path, paths: &mut Vec<PathBuf>, problems: &mut Problems) {
    let folder = root.join(RELEASES);
    if !folder.exists() {
        return;
    }
    for entry in WalkDir::new(&folder).min_depth(1).max_depth(1).follow_root_links(false) {
        match entry {
            Ok(entry) if entry.path().extension().is_some_and(|end| end == "yaml") => {
                paths.extend(problems.keep(check_entry(root, &entry)).flatten());
            }
            Ok(_) => {}
            Err(error) => {
                let name = relative(root, error.path().unwrap_or(&folder));
                problems.push(unreadable(&name, &error.into()));
            }
        }
    }
}

/// Returns a text in Unicode's NFC, in which a letter and its accents are one character. Text that
/// looks the same is then the same, whichever system or program it was typed on.
fn composed(text: String) -> String {
    if text.is_ascii() {
        return text;
    }
    match ComposingNormalizerBorrowed::new_nfc().normalize(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(other) => other,
    }
}

/// Returns a hash of all files of the publication whose `quipu.yaml` lies in `root`, with their paths.
///
/// # Errors
/// Returns the I/O error if the folder cannot be listed.
pub fn digest(root: &Path) -> std::io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    for (path, hash) in read(root)?.hashes() {
        hasher.update(&path.len().to_le_bytes()).update(path.as_bytes()).update(hash.as_bytes());
    }
    Ok(hasher.finalize())
}

/// Reads one file outside of the publication, such as a reviewed document.
///
/// # Errors
/// Returns the system's reason.
pub fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// Returns a file or folder in `folder`, if there is one; a Git repository does not count.
///
/// # Errors
/// Returns the I/O error if there is a folder that cannot be listed, or a file in its place.
pub fn first_entry(folder: &Path) -> std::io::Result<Option<String>> {
    if !folder.exists() {
        return Ok(None);
    }
    let names = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name()));
    let names: Vec<_> = names.collect::<std::io::Result<_>>()?;
    let names = names.iter().map(|name| name.to_string_lossy().into_owned());
    Ok(names.filter(|name| name != ".git").min())
}

/// Returns the publication that a folder, which need not exist, lies in, if it lies in one of the folders that are
/// read.
pub fn publication_around(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    let root = folder.ancestors().skip(1).find(|path| path.join("quipu.yaml").is_file())?;
    let first = folder.strip_prefix(root).ok()?.iter().next()?;
    FOLDERS.iter().any(|known| first == *known).then(|| root.to_owned())
}

/// Returns the paths of all files below `root`, in order: for folders that are not a publication.
///
/// Hidden files, links and what package managers install are left out.
///
/// # Errors
/// Returns the I/O error of a folder that cannot be listed.
pub fn foreign(root: &Path) -> std::io::Result<Vec<String>> {
    let left_out = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().as_encoded_bytes();
        entry.depth() > 0 && (name.starts_with(b".") || name == b"node_modules")
    };
    let walk = WalkDir::new(root).into_iter().filter_entry(|entry| !left_out(entry));
    let mut paths = Vec::new();
    for entry in walk {
        let entry = entry?;
        if entry.file_type().is_file() {
            paths.push(relative(root, entry.path()));
        }
    }
    paths.sort();
    Ok(paths)
}

/// Returns the bytes of a file in a folder that is not a publication.
///
/// # Errors
/// Returns the I/O error.
pub fn foreign_bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    fs::read(path)
}

/// What a file holds.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// Its letters and their accents are one character each.
    Text(String),
    Asset(Bytes),
    /// Bytes in another encoding, and the offset of the first that is not UTF-8.
    Foreign(Vec<u8>, usize),
    Refused(Diagnostic),
}

impl Content {
    fn text(text: String) -> Self {
        Self::Text(composed(text))
    }
}

/// Lists the files below `folder`, refusing links that lead out of `root`.
pub(super) fn list(root: &Path, folder: &Path, paths: &mut Vec<PathBuf>, problems: &mut Problems) {
    // What is published as it is may be hidden, as `.nojekyll` and `.well-known/` are.
    let published = root.join("content/static");
    let hidden = |entry: &walkdir::DirEntry| {
        entry.file_name().as_encoded_bytes().starts_with(b".")
            && (!entry.path().starts_with(&published) || entry.file_name() == ".DS_Store")
    };
    let mut walk = WalkDir::new(folder)
        .follow_root_links(false)
        .into_iter()
        .filter_entry(|entry| !hidden(entry));
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if is_like_a_text(&entry) && !entry.path().starts_with(&published) => {
                problems.push(like_a_text(&relative(root, entry.path())));
                walk.skip_current_dir();
            }
            Ok(entry) => paths.extend(problems.keep(check_entry(root, &entry)).flatten()),
            Err(error) => {
                let name = relative(root, error.path().unwrap_or(folder));
                problems.push(unreadable(&name, &error.into()));
            }
        }
    }
}

/// Whether a folder has the name of a text, whose language the names in it would be taken for.
fn is_like_a_text(entry: &walkdir::DirEntry) -> bool {
    let extension = entry.path().extension().unwrap_or_default();
    entry.file_type().is_dir() && (extension == "md" || extension == "yaml")
}

pub(super) fn load(root: &Path, path: &Path) -> std::io::Result<Content> {
    let name = relative(root, path);
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if !is_text(&name, extension) {
        return fs::read(path).map(|bytes| Content::Asset(bytes.into()));
    }
    if fs::metadata(path)?.len() > MAX_TEXT {
        let message = format!("`{name}` is larger than 1 GiB");
        return Ok(Content::Refused(Diagnostic::error_at_path(Code::TooLarge, name, message)));
    }
    match String::from_utf8(fs::read(path)?) {
        Ok(text) => Ok(Content::text(match text.strip_prefix('\u{FEFF}') {
            Some(rest) => rest.to_owned(),
            None => text,
        })),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            Ok(Content::Foreign(error.into_bytes(), valid))
        }
    }
}

/// Whether a file is read as text, by its folder and extension.
pub(super) fn is_text(name: &str, extension: &str) -> bool {
    const ROWS: &[&str] = &["json", "tsv", "tab"];
    !name.starts_with("content/static/")
        && (TEXT_EXTENSIONS.contains(&extension)
            || name.starts_with("content/data/") && extension == "CSV"
            || name == "content/sources.bib"
            || name == "content/sources.json"
            || name.starts_with("content/data/") && ROWS.contains(&extension))
}
