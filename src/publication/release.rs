//! Releases: what was published together under a name, as `quipu release` froze it.
//!
//! ```text
//! releases/2026-11.yaml       the files of the release, by the hashes of what they hold
//! releases/objects/3f/a9…     what they hold, once for all releases
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ecow::EcoString;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::Files;
use crate::base::span::Span;
use crate::base::yaml::{self, Mapping, Node, Value, wrong_type};

/// The folder of releases, below the publication's root, with a slash at its end.
pub const FOLDER: &str = "releases/";

/// The folder of what their files hold, with a slash at its end.
pub const OBJECTS: &str = "releases/objects/";

/// The most letters that the name of a release has.
const LONGEST: usize = 64;

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
    begins && name.len() <= LONGEST && name.bytes().all(is_plain) && name != "objects"
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
        let node = yaml::parse(files, Span::new(id, 0, file.text.len()));
        let Some(node) = problems.keep(node) else { continue };
        releases.extend(Release::read(name.into(), &node, problems));
    }
    releases.sort_by(|one, other| (one.released, &one.name).cmp(&(other.released, &other.name)));
    releases
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
        let bad = ["", ".git", "a/b", "..", "a b", "objects", "é"].iter().any(|name| is_name(name));
        assert!(good && !bad);
    }
}
