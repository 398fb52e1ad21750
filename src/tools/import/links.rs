//! The links of a project: their targets in the publication.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::library::{Document, Library};
use crate::markup::slug;

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// To this address or file.
    To(String),
    /// To a page that does not have the section.
    Page(String),
    /// To a draft, which readers do not get.
    Draft,
    /// To something that does not exist.
    Nowhere,
}

/// The files that texts show or link to, with their new paths.
#[derive(Debug, Default)]
pub(super) struct Media {
    files: RefCell<BTreeMap<String, String>>,
}

impl Media {
    /// Returns the path below `content/` that a file gets.
    fn take(&self, from: &str, below: &str, folder: &str) -> String {
        let key = format!("{folder}\n{from}");
        let mut files = self.files.borrow_mut();
        if let Some(to) = files.get(&key) {
            return to.clone();
        }
        let below = below.trim_start_matches("files/").trim_start_matches("images/");
        let (stem, extension) = below.rsplit_once('.').unwrap_or((below, ""));
        let parts = stem.split('/').map(slug).filter(|part| !part.is_empty());
        let stem = format!("{folder}/{}", parts.collect::<Vec<_>>().join("/"));
        let extension = extension.to_lowercase();
        let is_free = |to: &String| !files.values().any(|other| other == to);
        let first = format!("{stem}.{extension}");
        let numbered = (2..).map(|number| format!("{stem}-{number}.{extension}"));
        let to = std::iter::once(first.clone()).chain(numbered).find(is_free).unwrap_or(first);
        files.insert(key, to.clone());
        to
    }

    /// Returns the files as pairs: their paths in the project, and below `content/`.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        let files = self.files.borrow();
        let pair = |(key, to): (&String, &String)| {
            let from = key.split_once('\n').map_or("", |(_, from)| from);
            (from.to_owned(), to.clone())
        };
        files.iter().map(pair).collect()
    }
}

/// A text whose links are followed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Links<'a> {
    /// All texts.
    pub library: &'a Library<'a>,
    /// The text.
    pub document: &'a Document,
    /// The file whose lines are read: the text's own, or one that it includes.
    pub file: &'a str,
    /// What has to be copied.
    pub media: &'a Media,
}

impl Links<'_> {
    /// Returns the target of a link.
    pub(super) fn link(&self, target: &str) -> Way {
        let target = target.trim();
        if let Some(fragment) = target.strip_prefix('#') {
            return self.section(self.document, "", fragment);
        }
        let Some(local) = self.local(target) else {
            let target = if target.starts_with("//") {
                format!("https:{target}")
            } else {
                target.to_owned()
            };
            return if target.starts_with("javascript:") { Way::Nowhere } else { Way::To(target) };
        };
        let (path, fragment) = local.split_once('#').unwrap_or((&local, ""));
        let path = decode(path.split('?').next().unwrap_or(path));
        let path = path.as_str();
        if path.is_empty() {
            return self.section(self.document, "", fragment);
        }
        if let Some(index) = self.text_at(path) {
            let document = &self.library.documents[index];
            if document.to == self.document.to {
                return self.section(document, "", fragment);
            }
            if self.is_hidden(document) {
                return Way::Draft;
            }
            return self.section(document, &self.written(&document.to), fragment);
        }
        if let Some(file) = self.file_at(path) {
            return Way::To(format!("/{}", self.take(&file, "static/files")));
        }
        // MyST lets a link name a label.
        let label = self.library.labels.get(path).filter(|_| fragment.is_empty());
        label.map_or(Way::Nowhere, |label| {
            let document = &self.library.documents[label.document];
            let anchor =
                label.anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
            if self.is_hidden(document) {
                return Way::Draft;
            }
            let is_here = document.to == self.document.to;
            if is_here && anchor.is_empty() {
                return Way::Page(String::new());
            }
            let page = if is_here { String::new() } else { self.written(&document.to) };
            Way::To(format!("{page}{anchor}"))
        })
    }

    /// Whether readers of the text do not get another one.
    fn is_hidden(&self, other: &Document) -> bool {
        other.matter.draft && !self.document.matter.draft
    }

    /// Returns the path of a picture as Quipu expects it, if the project has the file.
    pub(super) fn picture(&self, target: &str) -> Option<String> {
        let local = self.local(target.trim())?;
        let path = decode(local.split(['?', '#']).next().unwrap_or(&local));
        let file = self.file_at(&path)?;
        Some(format!("/{}", self.take(&file, "images")))
    }

    /// Schedules a file for copying, and returns its path below `content/`.
    fn take(&self, file: &str, folder: &str) -> String {
        let roots = self.library.project.statics.iter().filter(|root| !root.is_empty());
        let below =
            roots.filter_map(|root| file.strip_prefix(root.as_str())).min_by_key(|rest| rest.len());
        self.media.take(file, below.unwrap_or(file), folder)
    }

    /// Whether an address leads to another site.
    pub(super) fn is_remote(&self, target: &str) -> bool {
        self.local(target.trim()).is_none()
    }

    /// Returns the part of an address below the root of the project's site; none if it is
    /// elsewhere.
    fn local(&self, target: &str) -> Option<String> {
        if let Some(address) = &self.library.project.address {
            let base = address.trim_end_matches('/');
            if let Some(rest) = target.strip_prefix(base).filter(|rest| rest.starts_with('/')) {
                // A page that the project does not have may still be on its site.
                let known = self.text_at(&decode(rest.split(['#', '?']).next().unwrap_or(rest)));
                return known.map(|_| rest.to_owned());
            }
        }
        let scheme = target.split(['/', '?', '#']).next().unwrap_or_default();
        (!scheme.contains(':') && !target.starts_with("//")).then(|| target.to_owned())
    }

    fn text_at(&self, path: &str) -> Option<usize> {
        let content = &self.library.project.content;
        if let Some(rest) = path.strip_prefix("@/") {
            return self.library.at(&format!("{content}{rest}"));
        }
        if path.starts_with('/') {
            return self.library.at(path);
        }
        let folder = self.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = self.library.at(&join(folder, path));
        // Pages with clean addresses are folders, so that `../other/` is a sibling page.
        let own = super::outline::stem(self.file);
        beside.or_else(|| self.library.at(&join(own, path))).or_else(|| self.library.at(path))
    }

    fn file_at(&self, path: &str) -> Option<String> {
        let folder = self.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let own = super::outline::stem(self.file);
        let statics = self.library.project.statics.iter();
        let beside = [join(folder, path), join(own, path)];
        let beside = if path.starts_with('/') { Vec::new() } else { beside.to_vec() };
        let mut candidates =
            beside.into_iter().chain(statics.map(|root| join(root, path.trim_start_matches('/'))));
        candidates.find(|path| self.library.folder.contains(path) && path.contains('.'))
    }

    /// Returns the target for a section of a text whose path is written as `path`.
    fn section(&self, document: &Document, path: &str, fragment: &str) -> Way {
        if fragment.is_empty() || fragment == "top" {
            return if path.is_empty() {
                Way::Page(String::new())
            } else {
                Way::To(path.to_owned())
            };
        }
        let fragment = decode(fragment);
        let key = key(&fragment);
        let unnumbered = fragment.trim_end_matches(|c: char| c.is_ascii_digit());
        let unnumbered = self::key(unnumbered);
        let headings = &document.headings;
        let named = headings.iter().find(|heading| heading.names.contains(&fragment));
        let alike = || headings.iter().find(|heading| self::key(&heading.text) == key);
        let counted =
            || headings.iter().filter(|heading| self::key(&heading.text) == unnumbered).nth(1);
        if let Some(heading) = named.or_else(alike).or_else(counted) {
            return Way::To(format!("{path}#{}", heading.anchor));
        }
        let label = self.library.labels.get(&fragment);
        let label = label.filter(|label| self.library.documents[label.document].to == document.to);
        match label.and_then(|label| label.anchor.as_ref()) {
            Some(anchor) => Way::To(format!("{path}#{anchor}")),
            None => Way::Page(path.to_owned()),
        }
    }

    /// Returns a path below the root as it is written in the text.
    pub(super) fn written(&self, to: &str) -> String {
        let from: Vec<&str> = self.document.to.split('/').collect();
        let to: Vec<&str> = to.split('/').collect();
        let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let shared = shared.min(from.len() - 1).min(to.len() - 1);
        let up = std::iter::repeat_n("..", from.len() - 1 - shared);
        up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
    }
}

/// Returns what all ways of making an address from a heading have in common: its letters and
/// digits.
fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Joins a folder and a path that may go up.
pub(super) fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// Decodes what addresses write as `%20`.
pub(super) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(code) = code.filter(|_| first == b'%') {
            bytes.push(code);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
