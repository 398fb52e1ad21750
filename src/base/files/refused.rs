//! Files that are not read, and why.

use std::path::{Path, PathBuf};

use super::FOLDERS;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;

pub(super) fn no_publication(root: &Path) -> Diagnostic {
    let folder = root.display();
    if root.join("quipu.yaml").symlink_metadata().is_ok() {
        let message = format!("`quipu.yaml` in `{folder}` is not a file");
        return Diagnostic::error_at_path(Code::NoPublication, "quipu.yaml", message).with_hint(
            "move it away, and write the settings of the publication into a file of this name",
        );
    }
    Diagnostic::error_at_path(Code::NoPublication, "quipu.yaml", format!("no `quipu.yaml` in `{folder}`"))
        .with_hint("give the folder of the publication: `quipu build path/to/publication`")
        .with_hint("or create a `quipu.yaml` with `title: {en: My publication}` and `languages: [en]`, and a first brief in `content/briefs/`")
}

/// Returns the path of a file to read; none if the entry is a folder.
pub(super) fn check_entry(
    root: &Path,
    entry: &walkdir::DirEntry,
) -> Result<Option<PathBuf>, Diagnostic> {
    let path = entry.path();
    if entry.path_is_symlink() && leads_outside(root, path) {
        return Err(linked(root, path));
    }
    check_name(root, path)?;
    if path.is_file() {
        return Ok(Some(path.to_owned()));
    }
    if path.is_dir() {
        return Ok(None);
    }
    let name = relative(root, path);
    let message = format!("`{name}` is neither a file nor a folder");
    Err(Diagnostic::error_at_path(Code::UnexpectedFile, name, message).with_hint("delete it"))
}

pub(super) fn unreadable(name: &str, error: &std::io::Error) -> Diagnostic {
    let message = format!("`{name}` cannot be read ({error})");
    Diagnostic::error_at_path(Code::Unreadable, name, message).with_hint(
        "give the user who builds permission to read it; if it was being changed, build again",
    )
}

/// Refuses names that no address can hold, or that two files could share.
pub(super) fn check_name(root: &Path, path: &Path) -> Result<(), Diagnostic> {
    let name = path.file_name().unwrap_or_default();
    let unusable = match name.to_str() {
        None => Some("bytes that are not UTF-8"),
        Some(name) if name.contains(char::is_control) => Some("a control character"),
        Some(name) if is_device(name) => return Err(device(&relative(root, path))),
        Some(_) => None,
    };
    let Some(what) = unusable else { return Ok(()) };
    let shown = relative(root, path).replace(char::is_control, "\u{FFFD}");
    let message = format!("the name `{shown}` contains {what}");
    Err(Diagnostic::error_at_path(Code::UnusableName, shown, message)
        .with_hint("use letters, digits, spaces, dashes and dots"))
}

/// Whether Windows takes a name for that of a device, whatever its extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    match stem.as_str() {
        "con" | "prn" | "aux" | "nul" => true,
        _ => {
            let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
            number.is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']))
        }
    }
}

fn device(name: &str) -> Diagnostic {
    let message = format!("Windows has no files named like `{name}`, which is a device there");
    Diagnostic::error_at_path(Code::UnusableName, name, message)
        .with_hint("rename it: whoever copies the site or the sources there could not open it")
}

/// Whether `path` leads to anything but a file in the folders of the publication, none of whose
/// names begins with a dot: those hold what is not to be published, such as a repository's secrets.
pub(super) fn leads_outside(root: &Path, path: &Path) -> bool {
    let (Ok(root), Ok(target)) = (root.canonicalize(), path.canonicalize()) else { return true };
    let Ok(below) = target.strip_prefix(&root) else { return true };
    let mut parts = below.iter();
    let is_ours = match parts.clone().next() {
        Some(first) => FOLDERS.iter().any(|folder| first == *folder) || below == "quipu.yaml",
        None => false,
    };
    let is_hidden = parts.any(|part| part.as_encoded_bytes().starts_with(b"."));
    !is_ours || is_hidden || !target.is_file()
}

pub(super) fn linked(root: &Path, path: &Path) -> Diagnostic {
    let name = relative(root, path);
    let message = format!("`{name}` is a link that leads out of the publication, or to a folder");
    Diagnostic::error_at_path(Code::LeadsOutside, name, message)
        .with_hint("put a copy of the file in its place")
}

/// Reports a file that holds a folder's place, so that what is in the folder would be read as its languages.
pub(super) fn like_a_text(name: &str) -> Diagnostic {
    let message = format!("`{name}` is a folder, but has the name of a text");
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Diagnostic::error_at_path(Code::UnexpectedFile, name, message).with_hint(format!(
        "rename it to `{stem}`, or move what is in it into the folder around it"
    ))
}

/// Reports a second file whose name is the same as that of another, but for the bytes of its accents.
pub(super) fn same_name(name: &str) -> Diagnostic {
    let message =
        format!("two files have the name `{name}`: letters with accents are written in two ways");
    Diagnostic::error_at_path(Code::DuplicateAddress, name, message)
        .with_hint("rename or delete one of the two")
}

/// Reports a file in another encoding; `place` is where its first byte is that is none of UTF-8.
pub(super) fn not_utf8(name: &str, bytes: &[u8], place: Span) -> Diagnostic {
    let place = Span { end: place.start + 3, ..place };
    if bytes.starts_with(&[0x1F, 0x8B]) {
        let message = "the file is compressed with gzip, and is no text";
        let hint = format!("unpack it, for example with `gunzip < {name} > unpacked`");
        return Diagnostic::error(Code::NotUtf8, place, message).with_hint(hint);
    }
    let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let encoding = if is_utf16 { "UTF-16" } else { "WINDOWS-1252" };
    let hint = format!("convert it, for example with `iconv -f {encoding} -t UTF-8 {name}`");
    Diagnostic::error(
        Code::NotUtf8,
        place,
        "the file is not UTF-8: these bytes are not a character",
    )
    .with_hint(hint)
}

/// Returns the path of a file below the root, with forward slashes on every system.
pub(super) fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
