//! The files of a project that another program publishes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::word;
use crate::base::files;
use crate::tools::scaffold::Refusal;

/// A folder, or a single file treated as a folder.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    paths: BTreeSet<String>,
    /// Files made from others: the text and the pictures of a Word document.
    made: BTreeMap<String, Vec<u8>>,
    /// Word documents that cannot be read, and why.
    damaged: Vec<(String, String)>,
}

impl Folder {
    /// Lists the files below `root`.
    ///
    /// # Errors
    /// Refuses what is not there, and passes on the system's refusal.
    pub(super) fn open(root: &Path) -> Result<Self, Refusal> {
        if root.is_file() {
            let name = root.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let root = root.parent().unwrap_or(Path::new("")).to_owned();
            return Ok(Self::new(root, BTreeSet::from([name])).unpacked());
        }
        if !root.is_dir() {
            let message = format!("there is no folder or file `{}`", root.display());
            return Err(Refusal::misuse(message, "name the folder of the project to import"));
        }
        let paths = files::foreign(root).map_err(|error| Refusal::Io(root.into(), error))?;
        let paths = paths.into_iter().collect();
        Ok(Self::new(root.to_owned(), paths).unpacked())
    }

    fn new(root: PathBuf, paths: BTreeSet<String>) -> Self {
        Self { root, paths, made: BTreeMap::new(), damaged: Vec::new() }
    }

    /// Replaces each Word document by its text and its pictures.
    fn unpacked(mut self) -> Self {
        let is_word =
            |path: &&String| super::has_extension(path, &["docx"]) && !path.contains("~$");
        let documents: Vec<String> = self.paths.iter().filter(is_word).cloned().collect();
        for path in documents {
            let (folder, file) =
                path.rsplit_once('/').map_or(("", path.as_str()), |(folder, file)| (folder, file));
            let name = &file[..file.len() - ".docx".len()];
            let bytes = self.bytes(&path).ok_or("the system refuses it".to_owned());
            let (text, pictures) = match bytes.and_then(|bytes| word::read(name, &bytes)) {
                Ok(document) => document,
                Err(reason) => {
                    self.damaged.push((path, reason));
                    continue;
                }
            };
            let mut add = |name: String, bytes: Vec<u8>| {
                let path = super::links::join(folder, &name);
                self.paths.insert(path.clone());
                self.made.insert(path, bytes);
            };
            add(format!("{name}.md"), text.into_bytes());
            for (name, bytes) in pictures {
                add(name, bytes);
            }
            self.paths.remove(&path);
        }
        self
    }

    /// Whether all texts come from Word documents.
    pub(super) fn is_of_word(&self) -> bool {
        let mut texts = self.paths.iter().filter(|path| super::is_text(path)).peekable();
        texts.peek().is_some() && texts.all(|path| self.made.contains_key(path))
    }

    /// Returns the Word documents that cannot be read, and why.
    pub(super) fn damaged(&self) -> &[(String, String)] {
        &self.damaged
    }

    /// Whether the text at `path` comes from a Word document.
    pub(super) fn is_made(&self, path: &str) -> bool {
        self.made.contains_key(path)
    }

    /// Returns the paths of all files, below the root, in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// Whether there is a file at `path`; hidden ones are found too.
    pub(super) fn contains(&self, path: &str) -> bool {
        self.paths.contains(path) || self.root.join(path).is_file()
    }

    /// Returns the path of the first of these files that exists.
    pub(super) fn first<'p>(&self, paths: &[&'p str]) -> Option<&'p str> {
        paths.iter().copied().find(|path| self.contains(path))
    }

    /// Returns the name of the folder, as a title to begin with.
    pub(super) fn name(&self) -> String {
        let root = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
        root.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Returns the bytes of a file, if it can be read.
    pub(super) fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        let made = self.made.get(path).cloned();
        made.or_else(|| files::foreign_bytes(&self.root.join(path)).ok())
    }

    /// Returns the text of a file with uniform line ends: of UTF-8, of UTF-16, or of Windows-1252.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        let text = decoded(&self.bytes(path)?);
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        Some(text.replace("\r\n", "\n").replace('\r', "\n"))
    }
}

/// Reads bytes in the encoding that they seem to have.
fn decoded(bytes: &[u8]) -> String {
    let zeros =
        |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let most = bytes.len() / 4;
    let encoding = match bytes {
        [0xFF, 0xFE, ..] => encoding_rs::UTF_16LE,
        [0xFE, 0xFF, ..] => encoding_rs::UTF_16BE,
        // Half of the bytes of Latin letters in UTF-16 are zero.
        _ if bytes.len() > 3 && zeros(1) > most => encoding_rs::UTF_16LE,
        _ if bytes.len() > 3 && zeros(0) > most => encoding_rs::UTF_16BE,
        _ if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        _ => encoding_rs::WINDOWS_1252,
    };
    encoding.decode(bytes).0.into_owned()
}
