//! Which source claims each file of the output: no two may have the same address.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use crate::base::diagnostic::{Code, Diagnostic, Place};
use crate::base::span::{FileId, Span};
use crate::plan::routes;

/// What a file of the output is made from.
#[derive(Debug, Clone)]
pub(super) enum Maker {
    /// The manuscript of which it is a page, and the edition that it is made for, by its number in the plan; none if
    /// another machine made it, or an earlier build.
    Manuscript(FileId, Option<usize>),
    /// An address that a manuscript had, from which readers are sent on, where its front matter names it; and the
    /// edition, as above.
    Alias(Span, Option<usize>),
    /// The author's file of which it is a copy, by its path.
    Copied(String),
    /// All of the publication, such as the front page.
    Program,
}

impl Maker {
    /// Returns the edition that a file is made for, by its number in the plan, if this build makes it.
    pub(super) fn edition(&self) -> Option<usize> {
        match self {
            Self::Manuscript(_, edition) | Self::Alias(_, edition) => *edition,
            Self::Copied(_) | Self::Program => None,
        }
    }
}

/// The files of the output so far, by their paths in small letters: some systems tell no others apart.
#[derive(Debug, Default)]
pub(crate) struct Claims(Mutex<BTreeMap<String, ClaimedFile>>);

/// A file of the output.
#[derive(Debug)]
struct ClaimedFile {
    path: String,
    maker: Maker,
}

impl Claims {
    /// Claims the file at `path`, which is relative and has forward slashes.
    ///
    /// # Errors
    /// Reports a path at which there is another file already.
    pub(super) fn claim(&self, path: &str, maker: Maker) -> Result<(), Diagnostic> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, other)) = rival(&taken, path) {
            return Err(conflict((path, &maker), (at, other)));
        }
        taken.insert(path.to_lowercase(), ClaimedFile { path: path.to_owned(), maker });
        Ok(())
    }

    /// Returns the paths of the pages so far.
    pub(super) fn pages(&self) -> BTreeSet<String> {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let paths = taken.values().map(|claim| &claim.path);
        paths.filter(|path| path.strip_suffix(".html").is_some()).cloned().collect()
    }

    /// Returns the paths of all files so far.
    pub(super) fn paths(&self) -> BTreeSet<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }

    /// Returns a file in `folder`, which ends in a slash, if there is one so far.
    pub(super) fn below(&self, folder: &str) -> Option<String> {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = folder.to_lowercase();
        let (found, claim) = taken.range(folder.clone()..).next()?;
        found.starts_with(&folder).then(|| claim.path.clone())
    }

    /// Returns the text that the file at `path` is made from, if it is made from one.
    pub(super) fn manuscript(&self, path: &str) -> Option<FileId> {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match taken.get(&path.to_lowercase()).map(|claim| &claim.maker)? {
            Maker::Manuscript(file, _) => Some(*file),
            Maker::Alias(span, _) => Some(span.file),
            Maker::Copied(_) | Maker::Program => None,
        }
    }
}

/// Returns the file that stands where `path` should: at the path itself, at one that web servers
/// take for the same address, at a folder above it, or below it.
fn rival<'t>(taken: &'t BTreeMap<String, ClaimedFile>, path: &str) -> Option<(&'t str, &'t Maker)> {
    let path = path.to_lowercase();
    let folders = path.match_indices('/').map(|(end, _)| path[..end].to_owned());
    let below = format!("{path}/");
    let inside = taken.range(below.clone()..).next().filter(|(other, _)| other.starts_with(&below));
    [path.clone()]
        .into_iter()
        .chain(twin(&path))
        .chain(folders)
        .find_map(|path| taken.get(&path))
        .or(inside.map(|(_, claim)| claim))
        .map(|claim| (claim.path.as_str(), &claim.maker))
}

/// Returns the other file of the same address: `about.html` and `about/index.html` are both `/about`.
fn twin(path: &str) -> Option<String> {
    if let Some(folder) = path.strip_suffix("/index.html") {
        return Some(format!("{folder}.html"));
    }
    path.strip_suffix(".html").map(|page| format!("{page}/index.html"))
}

fn conflict((path, maker): (&str, &Maker), (at, other): (&str, &Maker)) -> Diagnostic {
    let names = [routes::PAGE, routes::MARKDOWN];
    // A page and its text as Markdown have one address, which is reported once.
    let address = names.iter().find_map(|name| path.strip_suffix(name)).unwrap_or(path);
    if let (Maker::Alias(span, _), _) | (_, Maker::Alias(span, _)) = (maker, other) {
        let message = "Quipu makes a page or file of this address";
        return Diagnostic::error(Code::BadAlias, *span, message)
            .with_hint("delete it from the list");
    }
    let (message, hint) = match (maker, other) {
        (Maker::Copied(own), Maker::Copied(other)) => (
            format!("`{own}` and `{other}` have the same address, `/{address}`"),
            "rename one of them",
        ),
        (Maker::Copied(own), _) | (_, Maker::Copied(own)) => (
            format!("`{own}` has the address of a file that Quipu makes, `/{at}`"),
            "rename or delete it; to change how Quipu's own files look, use `templates/` (`quipu templates doc`)",
        ),
        (Maker::Program, Maker::Program) => (
            format!("two pages have the address `/{address}`"),
            "tags that differ only in case or punctuation share a page: spell them alike",
        ),
        _ => (
            format!("this page has the address of one that Quipu makes, `/{address}`"),
            "rename the file: its name is its address",
        ),
    };
    let (place, related) = match (place(maker), place(other)) {
        (Some(own), other) => (own, other),
        (None, other) => (other.unwrap_or(Place::Path("content".to_owned())), None),
    };
    let diagnostic = match place {
        Place::Text(span) => Diagnostic::error(Code::DuplicateAddress, span, message),
        Place::Path(path) => Diagnostic::error_at_path(Code::DuplicateAddress, path, message),
    };
    match related {
        Some(Place::Text(span)) => diagnostic.with_related(span, "made from this file"),
        _ => diagnostic,
    }
    .with_hint(hint)
}

fn place(maker: &Maker) -> Option<Place> {
    match maker {
        Maker::Manuscript(file, _) => Some(Place::Text(Span::start_of(*file))),
        Maker::Alias(span, _) => Some(Place::Text(*span)),
        Maker::Copied(path) => Some(Place::Path(path.clone())),
        Maker::Program => None,
    }
}
