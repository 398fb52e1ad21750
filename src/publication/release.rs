//! Releases: what was published together under a name, as `quipu release` froze it.
//!
//! ```text
//! releases/2026-11.yaml       the files of the release, by the hashes of what they hold
//! releases/objects/3f/a9…     what they hold, once for all releases
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use ecow::EcoString;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::{self, Bytes, Files};
use crate::base::yaml::{self, Mapping, Node, Value, wrong_type};

/// The folder of releases, below the publication's root, with a slash at its end.
pub const FOLDER: &str = "releases/";

/// The folder of what their files hold, with a slash at its end.
pub const OBJECTS: &str = "releases/objects/";

/// The most letters that the name of a release has.
const LONGEST: usize = 64;

/// What there is besides releases, in their folder or on the site.
const OURS: [&str; 3] = ["objects", "index", "index.html"];

/// What was published together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its name, which is also that of its folder on the site.
    pub name: EcoString,
    /// When it was made.
    pub released: Timestamp,
    /// The BLAKE3 hashes of its files, by their paths below the publication's root.
    pub files: BTreeMap<String, String>,
}

/// Whether a release can have this name: it becomes a folder and a part of addresses.
pub fn is_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let begins = name.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric());
    let is_ours = OURS.iter().any(|ours| name.eq_ignore_ascii_case(ours));
    begins
        && name.len() <= LONGEST
        && name.bytes().all(is_plain)
        && !name.ends_with('.')
        && !is_ours
}

/// Returns where the manifest of a release stands, below the publication's root.
pub fn manifest(name: &str) -> String {
    format!("{FOLDER}{name}.yaml")
}

/// Returns where what has this hash stands, below the publication's root.
pub fn object(hash: &str) -> String {
    let (start, rest) = hash.split_at_checked(2).unwrap_or((hash, ""));
    format!("{OBJECTS}{start}/{rest}")
}

impl Release {
    /// Returns the day on which it was made, in UTC.
    pub fn date(&self) -> Date {
        self.released.to_zoned(TimeZone::UTC).date()
    }

    /// Returns the manifest as a file.
    pub fn yaml(&self) -> String {
        let mut out = String::from(
            "# Written by `quipu release`: what was published, by the hashes of its files. Do not edit.\n",
        );
        let _ = writeln!(out, "released: {}\nfiles:", self.released);
        for (path, hash) in &self.files {
            let path = serde_json::to_string(path).unwrap_or_default();
            let _ = writeln!(out, "  {path}: \"{hash}\"");
        }
        out
    }

    fn read(name: EcoString, node: &Node, problems: &mut Problems) -> Option<Self> {
        let mut mapping = problems.keep(Mapping::new(node))?;
        let released = mapping.required("released", problems, moment);
        let files = mapping.required("files", problems, hashes);
        mapping.finish(problems);
        Some(Self { name, released: released?, files: files? })
    }
}

/// Reads the releases of a publication, the oldest first.
pub fn read_all(files: &Files, problems: &mut Problems) -> Vec<Release> {
    let mut releases = Vec::new();
    for (id, file) in files.below(FOLDER) {
        let name = file.path.strip_prefix(FOLDER).and_then(|name| name.strip_suffix(".yaml"));
        let Some(name) = name else { continue };
        if !is_name(name) {
            let message = format!("`{name}` cannot be the name of a release");
            problems.push(
                Diagnostic::error_at_path(Code::BrokenRelease, &*file.path, message)
                    .with_hint("give the file the name that `quipu release` gave it"),
            );
            continue;
        }
        let node = yaml::parse(files, files.whole(id));
        let Some(node) = problems.keep(node) else { continue };
        releases.extend(Release::read(name.into(), &node, problems));
    }
    releases.sort_by(|one, other| (one.released, &one.name).cmp(&(other.released, &other.name)));
    releases
}

/// What the files of releases hold as it stands on the disk: read and hashed once for all of them.
#[derive(Debug, Default)]
pub struct Objects(BTreeMap<String, Object>);

#[derive(Debug)]
struct Object {
    bytes: Bytes,
    /// The hash of the bytes, which is another one than that of a release if they are damaged.
    hash: String,
}

impl Objects {
    /// Reads what the files of some releases in `root` hold; what is missing is left out.
    pub fn read<'r>(root: &Path, releases: impl IntoIterator<Item = &'r Release>) -> Self {
        let releases = releases.into_iter();
        let hashes: BTreeSet<_> = releases.flat_map(|release| release.files.values()).collect();
        let read = |known: &String| {
            let bytes = files::bytes(&root.join(object(known))).ok()?;
            let hash = blake3::hash(&bytes).to_hex().to_string();
            Some((known.clone(), Object { bytes: bytes.into(), hash }))
        };
        Self(hashes.into_par_iter().filter_map(read).collect())
    }

    /// Returns what has this hash; none if it is missing or damaged.
    pub fn get(&self, hash: &str) -> Option<&Bytes> {
        self.0.get(hash).filter(|object| object.hash == hash).map(|object| &object.bytes)
    }

    /// Returns the hashes of all of it, by the paths below the publication's root.
    pub fn hashes(&self) -> impl Iterator<Item = (String, String)> {
        self.0.iter().map(|(known, Object { hash, .. })| (object(known), hash.clone()))
    }
}

fn moment(node: &Node) -> Result<Timestamp, Diagnostic> {
    yaml::text(node)?.parse().map_err(|_| {
        Diagnostic::error(Code::BadDate, node.span, "this is not a point in time")
            .with_hint("restore the file from version control: only `quipu release` writes it")
    })
}

fn hashes(node: &Node) -> Result<BTreeMap<String, String>, Diagnostic> {
    let hint = "restore the file from version control: only `quipu release` writes it";
    let Value::Mapping(entries) = &node.value else {
        return Err(wrong_type(node, "a mapping from paths to hashes", hint));
    };
    let entry = |(key, value): &(yaml::Key, Node)| {
        let hash = yaml::text(value)?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_hash = is_hash && !key.name.split('/').any(|part| matches!(part, "" | "." | ".."));
        if !is_hash {
            return Err(wrong_type(value, "the hash of a file", hint));
        }
        Ok((key.name.clone(), hash.to_string()))
    };
    entries.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parts_of_addresses() {
        let good = ["2026-11", "v1.2", "Budget_2027"].iter().all(|name| is_name(name));
        let bad = ["", ".git", "a/b", "..", "a b", "objects", "é", "index", "Index.html", "a."]
            .iter()
            .any(|name| is_name(name));
        assert!(good && !bad);
    }
}
