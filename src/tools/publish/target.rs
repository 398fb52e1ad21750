//! `publish:` in `quipu.yaml`: the targets by their names.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use ecow::EcoString;

use super::folder::Folder;
use super::git::GitBranch;
use super::rsync::Server;
use super::s3::Bucket;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files;
use crate::base::span::Spanned;
use crate::base::yaml::{self, Mapping, Node};
use crate::data::measure::one_of;
use crate::publication::settings::base_url;

/// How many releases are kept if `keep:` does not say it.
const KEPT: usize = 5;

/// A place to publish to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishTarget {
    /// Where it is.
    pub place: Place,
    /// The address of the site there, if it is another than the publication's.
    pub base_url: Option<EcoString>,
    /// Whether drafts may go there.
    pub is_preview: bool,
    /// The restricted audience whose output goes there; the open output if there is none.
    pub audience: Option<Spanned<EcoString>>,
}

/// Where a target is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder of this machine, or one that is mounted here.
    Folder(Folder),
    /// Storage that speaks S3.
    S3(Bucket),
    /// A branch of a git repository.
    Git(GitBranch),
    /// A server, by rsync over SSH.
    Rsync(Server),
}

/// The kinds of places, by the words for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Folder,
    S3,
    Git,
    Rsync,
}

/// Reads the targets.
///
/// # Errors
/// Reports a node that is no mapping; mistakes of single targets are added to `problems`.
pub fn read_all(
    node: &Node,
    problems: &mut Problems,
) -> Result<BTreeMap<EcoString, PublishTarget>, Diagnostic> {
    let mut targets = BTreeMap::new();
    for (key, node) in Mapping::new(node)?.entries() {
        let target = read(node, problems);
        targets.extend(target.map(|target| (key.name.as_str().into(), target)));
    }
    Ok(targets)
}

fn read(node: &Node, problems: &mut Problems) -> Option<PublishTarget> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let kinds =
        [("folder", Kind::Folder), ("s3", Kind::S3), ("git", Kind::Git), ("rsync", Kind::Rsync)];
    let kind = mapping.required("to", problems, |node| one_of(node, &kinds));
    let base_url = mapping.optional("base_url", problems, base_url);
    let is_preview = mapping.optional("preview", problems, yaml::boolean).unwrap_or(false);
    let audience = mapping.stated("audience", problems, yaml::spanned_text);
    let place = match kind? {
        Kind::Folder => read_folder(&mut mapping, problems).map(Place::Folder),
        Kind::S3 => read_bucket(&mut mapping, problems).map(Place::S3),
        Kind::Git => read_branch(&mut mapping, problems).map(Place::Git),
        Kind::Rsync => read_server(&mut mapping, problems).map(Place::Rsync),
    };
    mapping.finish(problems);
    Some(PublishTarget { place: place?, base_url, is_preview, audience })
}

fn read_folder(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Folder> {
    let keep = read_keep(mapping, problems);
    let path = mapping.required("path", problems, folder_path)?;
    Some(Folder { path, keep })
}

/// Reads where a site is put: not into the publication itself, nor among the files that it is made of.
fn folder_path(node: &Node) -> Result<PathBuf, Diagnostic> {
    let path = PathBuf::from(yaml::text(node)?.as_str());
    let mut parts = path.components().filter(|part| !matches!(part, Component::CurDir));
    let is_own = match parts.next() {
        None => true,
        Some(Component::Normal(first)) => {
            files::folders(Path::new("")).iter().any(|folder| folder == Path::new(first))
        }
        Some(_) => false,
    };
    if is_own {
        let message = format!("`{}` holds the publication itself, not a site", path.display());
        return Err(Diagnostic::error(Code::BadValue, node.span, message)
            .with_hint("name a folder of its own, such as `path: ../site`"));
    }
    Ok(path)
}

fn read_bucket(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Bucket> {
    let region = mapping.optional("region", problems, yaml::text);
    let region = region.map_or_else(|| "us-east-1".to_owned(), |region| region.to_string());
    let endpoint = mapping.optional("endpoint", problems, base_url);
    let prefix = mapping.optional("prefix", problems, yaml::text).unwrap_or_default();
    let prefix = prefix.trim_matches('/');
    let name = mapping.required("bucket", problems, yaml::text)?;
    Some(Bucket {
        name: name.into(),
        prefix: if prefix.is_empty() { String::new() } else { format!("{prefix}/") },
        endpoint: match endpoint {
            Some(endpoint) => endpoint.into(),
            None => format!("https://s3.{region}.amazonaws.com/"),
        },
        region,
    })
}

fn read_branch(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<GitBranch> {
    let name = mapping.optional("branch", problems, word);
    let remote = mapping.required("remote", problems, without_password)?;
    let name = name.map_or_else(|| "gh-pages".to_owned(), Into::into);
    Some(GitBranch { remote: remote.into(), name })
}

fn read_server(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Server> {
    let keep = read_keep(mapping, problems);
    let port = mapping.optional("port", problems, number);
    let path = mapping.required("path", problems, word);
    let address = mapping.required("address", problems, word)?;
    let port = port.map(|port| u16::try_from(port).unwrap_or(22));
    let path = path?.trim_end_matches('/').to_owned();
    Some(Server { address: address.into(), path, port, keep })
}

fn read_keep(mapping: &mut Mapping<'_>, problems: &mut Problems) -> usize {
    mapping.optional("keep", problems, number).map_or(KEPT, |keep| keep.max(1))
}

fn number(node: &Node) -> Result<usize, Diagnostic> {
    yaml::text(node)?.parse().ok().filter(|number| (1..=65_535).contains(number)).ok_or_else(|| {
        Diagnostic::error(Code::BadValue, node.span, "this is not a number from 1 to 65535")
            .with_hint("write a number, such as `5`")
    })
}

/// Reads a text that becomes a word of a command line.
fn word(node: &Node) -> Result<EcoString, Diagnostic> {
    let text = yaml::text(node)?;
    let is_usable = |c: char| c.is_alphanumeric() || "/._-@~+[]:".contains(c);
    if text.starts_with('-') || !text.chars().all(is_usable) {
        let message = format!("`{text}` has characters with a special meaning for shells");
        return Err(Diagnostic::error(Code::BadValue, node.span, message)
            .with_hint("use letters, digits, and the characters `/`, `.`, `_`, `-`, `@`"));
    }
    Ok(text)
}

/// Reads the address of a repository, which anybody may read who can read `quipu.yaml`.
fn without_password(node: &Node) -> Result<EcoString, Diagnostic> {
    let text = yaml::text(node)?;
    let authority = text.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or(rest));
    if authority.is_some_and(|authority| authority.contains(':') && authority.contains('@')) {
        return Err(Diagnostic::error(
            Code::BadValue,
            node.span,
            "the address contains a password",
        )
        .with_hint("remove it: use a git credential helper, or an SSH key"));
    }
    if text.starts_with('-') {
        return Err(Diagnostic::error(Code::BadValue, node.span, "this is not an address")
            .with_hint("write the address of the repository, as for `git clone`"));
    }
    Ok(text)
}

/// Returns the target `name` of a publication's settings.
///
/// # Errors
/// Says which targets there are.
pub fn find<'a>(
    targets: &'a BTreeMap<EcoString, PublishTarget>,
    name: &str,
) -> Result<&'a PublishTarget, String> {
    targets.get(name).ok_or_else(|| {
        if targets.is_empty() {
            return "`quipu.yaml` has no targets under `publish:`; `docs/publishing.md` shows how to write one".to_owned();
        }
        let names: Vec<_> = targets.keys().map(|name| format!("`{name}`")).collect();
        format!("no target is named `{name}`; there are {}", names.join(", "))
    })
}

impl PublishTarget {
    /// Returns the target with paths on this machine taken from `root`.
    #[must_use]
    pub fn below(&self, root: &Path) -> Self {
        let place = match &self.place {
            Place::Folder(folder) => {
                Place::Folder(Folder { path: root.join(&folder.path), keep: folder.keep })
            }
            Place::Git(branch) => {
                let path = root.join(&branch.remote);
                let is_path = !branch.remote.contains(':') && path.exists();
                let remote = path.canonicalize().ok().filter(|_| is_path);
                let remote = remote.map(|path| path.to_string_lossy().into_owned());
                Place::Git(GitBranch {
                    remote: remote.unwrap_or_else(|| branch.remote.clone()),
                    name: branch.name.clone(),
                })
            }
            other @ (Place::S3(_) | Place::Rsync(_)) => other.clone(),
        };
        Self { place, ..self.clone() }
    }
}
