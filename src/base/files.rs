//! The files of a publication, each read once.
//!
//! [`read()`] is the only function of the program that reads the user's files. It
//! walks the folders that a publication may have, follows nothing that leads
//! out of them, and hands texts and binary assets on in the order of their paths.

#![expect(clippy::disallowed_methods, reason = "this module alone reads files")]

mod inclusions;
mod known;
mod read;
mod refused;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use ecow::EcoString;

use crate::base::diagnostic::Diagnostic;
use crate::base::span::{FileId, Span};
pub use inclusions::{Inclusion, Inclusions, OfProfile};
pub(crate) use known::Known;
pub use read::{
    Foreign, Reading, bytes, digest, first_entry, foreign, foreign_bytes, publication_around, read,
};
pub(crate) use read::{read_again, read_over};

/// The largest text file, in bytes.
const MAX_TEXT: u64 = 1 << 30;

/// The folders that belong to a publication. Quipu reads no other folder.
const FOLDERS: &[&str] = &["content", "templates", "themes", "fonts"];

/// Returns the folders that are read, so that nothing is written into them.
pub fn folders(root: &Path) -> Vec<PathBuf> {
    FOLDERS.iter().chain([&RELEASES]).map(|folder| root.join(folder)).collect()
}

/// The folder of earlier releases, of which only the manifests are read with the publication.
const RELEASES: &str = "releases";

/// The extensions of files that are read as text.
pub(crate) const TEXT_EXTENSIONS: &[&str] =
    &["md", "yaml", "yml", "csv", "html", "xml", "typ", "css", "ftl", "csl", "svg", "txt", "js"];

/// A text file.
#[derive(Debug, Clone)]
pub struct TextFile {
    /// The path below the publication's root, with forward slashes.
    pub path: Arc<str>,
    /// The text, without a byte order mark.
    pub text: Cow<'static, str>,
    lines: OnceLock<Box<[u32]>>,
}

impl TextFile {
    /// Returns the line and column of a byte offset, both from 1; columns count characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let lines = self.lines();
        let line = lines.partition_point(|&start| start as usize <= offset).max(1);
        let start = lines.get(line - 1).map_or(0, |&start| start as usize);
        let before = self.text.get(start..offset).or(self.text.get(start..)).unwrap_or_default();
        (line, before.chars().count() + 1)
    }

    /// Returns where the first line that `span` touches begins, and where its last line ends.
    pub fn lines_around(&self, span: Span) -> (usize, usize) {
        let lines = self.lines();
        // The end of the text belongs to its last line, not to an empty line after it.
        let length = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let end = if self.text.ends_with('\n') { length - 1 } else { length };
        let line = |offset: u32| lines.partition_point(|&start| start <= offset.min(end));
        let start = lines.get(line(span.start).max(1) - 1).map_or(0, |&start| start as usize);
        let last = span.end.saturating_sub(1).max(span.start);
        let end = lines.get(line(last)).map_or(self.text.len(), |&start| start as usize);
        (start, end)
    }

    /// Returns where each line begins; computed on first use.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let after = |(at, _): (usize, _)| u32::try_from(at + 1).unwrap_or(u32::MAX);
            std::iter::once(0).chain(self.text.match_indices('\n').map(after)).collect()
        })
    }
}

/// What is left of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remainder {
    /// Its path and its text.
    Whole,
    /// Its path.
    Path,
    /// Neither.
    Nothing,
}

/// Returns the path below the publication's root of the target of a link to `path` in the file at
/// `from`; none if it leads out of `content/`. A path with a leading slash starts at `content/`.
pub(crate) fn target(from: &str, path: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> =
        if path.starts_with('/') { vec!["content"] } else { folder.split('/').collect() };
    for part in path.trim_start_matches('/').split('/') {
        match part {
            "." | "" => {}
            ".." => _ = parts.pop(),
            name => parts.push(name),
        }
    }
    (parts.first() == Some(&"content")).then(|| parts.join("/"))
}

/// All text files of a publication and its theme, by number.
#[derive(Debug, Clone, Default)]
pub struct Files {
    texts: Vec<TextFile>,
    by_path: BTreeMap<Arc<str>, FileId>,
    /// Why files that exist cannot be read as text.
    unusable: BTreeMap<String, Diagnostic>,
    /// What is hidden from the readers of YAML.
    hidden: Arc<Hidden>,
    /// Which texts are parts of others.
    pub(crate) inclusions: Arc<Inclusions>,
}

/// What is hidden when YAML files are read: the parts that an audience may not have, and the keys
/// that say so.
#[derive(Debug, Default)]
pub struct Hidden {
    /// The places of list items and of mapping keys.
    pub items: BTreeSet<Span>,
    /// The names of the hidden columns and fields, by file.
    pub names: BTreeMap<FileId, Vec<EcoString>>,
}

impl Files {
    /// Adds a file and returns its number.
    pub fn add(&mut self, path: &str, text: impl Into<Cow<'static, str>>) -> FileId {
        let id = FileId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        let path: Arc<str> = path.into();
        self.by_path.insert(Arc::clone(&path), id);
        self.texts.push(TextFile { path, text: text.into(), lines: OnceLock::new() });
        id
    }

    /// Hides parts of YAML files when they are read.
    pub(crate) fn hide(&mut self, hidden: Hidden) {
        self.hidden = Arc::new(hidden);
    }

    /// Returns what is hidden when YAML files are read.
    pub(crate) fn hidden(&self) -> &Hidden {
        &self.hidden
    }

    /// Returns the hidden columns or fields of a YAML file.
    pub(crate) fn hidden_names(&self, file: FileId) -> &[EcoString] {
        self.hidden.names.get(&file).map_or(&[], Vec::as_slice)
    }

    /// Replaces the text of a file.
    pub(crate) fn set(&mut self, id: FileId, text: String) {
        if let Some(file) = self.texts.get_mut(id.0 as usize) {
            file.text = text.into();
            file.lines = OnceLock::new();
        }
    }

    /// Removes a file; the others keep their numbers.
    pub(crate) fn remove(&mut self, id: FileId) {
        if let Some(file) = self.texts.get_mut(id.0 as usize) {
            self.by_path.remove(&file.path);
            *file = TextFile { path: "".into(), text: "".into(), lines: OnceLock::new() };
        }
    }

    /// Adds a file once more, under another number: nothing finds it by its path.
    pub(crate) fn add_copy(&mut self, id: FileId) -> FileId {
        let TextFile { path, text, .. } = self.get(id);
        let (path, text) = (path.to_string(), text.to_string());
        self.add_aside(&path, text)
    }

    /// Adds the text of a file that nothing may read, so that problems in it can be shown.
    fn add_aside(&mut self, path: &str, text: String) -> FileId {
        let id = FileId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        let (path, text, lines) = (path.into(), text.into(), OnceLock::new());
        self.texts.push(TextFile { path, text, lines });
        id
    }

    /// Returns these files under the same numbers, each with the text that `kept` leaves of it.
    pub(crate) fn kept(&self, kept: impl Fn(FileId, &str) -> Remainder) -> Self {
        let mut files = Self::default();
        for (index, file) in self.texts.iter().enumerate() {
            let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
            let (path, text) = match kept(id, &file.path) {
                Remainder::Whole => (Arc::clone(&file.path), file.text.clone()),
                Remainder::Path => (Arc::clone(&file.path), Cow::Borrowed("")),
                Remainder::Nothing => (Arc::from(""), Cow::Borrowed("")),
            };
            // Such files cannot be found by a path.
            if !path.is_empty() && self.find(&path) == Some(id) {
                files.by_path.insert(Arc::clone(&path), id);
            }
            files.texts.push(TextFile { path, text, lines: OnceLock::new() });
        }
        files
    }

    /// Notes why the file at `path` cannot be read.
    pub(crate) fn refuse(&mut self, path: &str, diagnostic: Diagnostic) {
        self.unusable.insert(path.to_owned(), diagnostic);
    }

    /// Returns why the file at `path`, which exists, cannot be read.
    pub(crate) fn unusable(&self, path: &str) -> Option<&Diagnostic> {
        self.unusable.get(path)
    }

    /// Returns the file with the number `id`.
    pub fn get(&self, id: FileId) -> &TextFile {
        &self.texts[id.0 as usize]
    }

    /// Returns all files in the order of their numbers, those that nothing may read among them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &TextFile> {
        self.texts.iter()
    }

    /// Returns the place of all that a file holds.
    pub fn whole(&self, file: FileId) -> Span {
        Span::new(file, 0, self.get(file).text.len())
    }

    /// Returns the text that `span` covers.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range()).unwrap_or_default()
    }

    /// Returns the number of the file at `path`.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// Returns the numbers and files whose path begins with `prefix`, in the order of their paths.
    pub fn below<'a, 'p>(
        &'a self,
        prefix: &'p str,
    ) -> impl Iterator<Item = (FileId, &'a TextFile)> + use<'a, 'p> {
        self.by_path
            .range::<str, _>((std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded))
            .take_while(move |(path, _)| path.starts_with(prefix))
            .map(|(_, &id)| (id, self.get(id)))
    }

    /// Returns the numbers and files that lie directly in `folder` or below it.
    pub fn in_folder<'a, 'p>(
        &'a self,
        folder: &'p str,
    ) -> impl Iterator<Item = (FileId, &'a TextFile)> + use<'a, 'p> {
        self.below(folder)
            .filter(move |(_, file)| file.path.as_bytes().get(folder.len()) == Some(&b'/'))
    }
}

/// A file that is copied or handed on as it is: a picture, a font. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Bytes {
    /// Part of the program.
    Embedded(&'static [u8]),
    /// Read or made.
    Shared(Arc<[u8]>),
}

impl Default for Bytes {
    fn default() -> Self {
        Self::Embedded(&[])
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Bytes {}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Shared(bytes.into())
    }
}
