//! Differences between operating systems: the only module that asks which system it runs on.
//!
//! Each function has a way for Unix and a portable one beside it.

#![expect(clippy::disallowed_methods, reason = "the system is asked through its files")]

use std::collections::BTreeSet;
use std::fs;
use std::io;
#[cfg(unix)]
use std::io::ErrorKind::{InvalidInput, NotFound};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Returns how much memory the program uses, in bytes, if the system says so.
#[cfg(target_os = "linux")]
pub fn resident_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let held = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = held.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// Returns how much memory the program uses, in bytes, if the system says so.
#[cfg(not(target_os = "linux"))]
pub fn resident_memory() -> Option<u64> {
    None
}

/// By what a file is told from what it was before, without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    length: u64,
    modified: SystemTime,
    /// Its number and the time of the last change of anything about it, where the system says so: a date can be set.
    system: Option<(u64, i64, i64)>,
}

impl Mark {
    /// Whether its last change was before a moment.
    pub fn is_before(&self, moment: SystemTime) -> bool {
        let since = |seconds: i64, nanoseconds: i64| {
            let (seconds, nanoseconds) = (u64::try_from(seconds), u32::try_from(nanoseconds));
            let since = Duration::new(seconds.unwrap_or_default(), nanoseconds.unwrap_or_default());
            SystemTime::UNIX_EPOCH + since
        };
        let changed = self.system.map(|(_, seconds, nanoseconds)| since(seconds, nanoseconds));
        self.modified < moment && changed.is_none_or(|changed| changed < moment)
    }
}

/// Returns the mark of a file.
///
/// # Errors
/// Returns the system's reason.
pub fn mark(path: &Path) -> io::Result<Mark> {
    let metadata = fs::metadata(path)?;
    let (length, modified) = (metadata.len(), metadata.modified()?);
    Ok(Mark { length, modified, system: system_mark(&metadata) })
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
fn system_mark(metadata: &fs::Metadata) -> Option<(u64, i64, i64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.ino(), metadata.ctime(), metadata.ctime_nsec()))
}

#[cfg(not(unix))]
fn system_mark(_: &fs::Metadata) -> Option<(u64, i64, i64)> {
    None
}

/// Returns the files of the installed fonts of a family, with their names.
pub fn installed_fonts(family: &str) -> Vec<(String, Vec<u8>)> {
    let fonts = typst_kit::fonts::system().filter(|(_, info)| info.family == family);
    let paths: BTreeSet<_> = fonts.map(|(font, _)| font.path).collect();
    let read = |path: &Path| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some((name, fs::read(path).ok()?))
    };
    paths.iter().filter_map(|path| read(path)).collect()
}

/// Lets others read a file or folder that only its owner can read, as temporary ones are: web
/// servers read sites, and other machines read stores.
///
/// # Errors
/// Returns the system's reason.
pub fn open_to_readers(path: &Path) -> io::Result<()> {
    allow(path, if path.is_dir() { 0o755 } else { 0o644 })
}

/// Makes a folder accessible to its owner only.
///
/// # Errors
/// Returns the system's reason.
pub fn close_to_others(folder: &Path) -> io::Result<()> {
    allow(folder, 0o700)
}

#[cfg(unix)]
fn allow(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// On other systems, files and folders inherit their permissions.
#[cfg(not(unix))]
fn allow(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

/// Returns the release that `current` shows; none if it shows none that Quipu made.
///
/// # Errors
/// Returns the system's reason.
#[cfg(unix)]
pub fn shown(current: &Path) -> io::Result<Option<String>> {
    match fs::read_link(current) {
        Ok(target) => Ok(target.file_name().map(|name| name.to_string_lossy().into_owned())),
        // Missing, or not a link.
        Err(error) if matches!(error.kind(), NotFound | InvalidInput) => Ok(None),
        Err(error) => Err(error),
    }
}

/// As on Unix, but recorded in a file beside the folder.
///
/// # Errors
/// Returns the system's reason.
#[cfg(not(unix))]
pub fn shown(current: &Path) -> io::Result<Option<String>> {
    by_renaming::shown(current)
}

/// Makes `current` show the folder `name` of `releases`, which is beside it, in one step.
///
/// # Errors
/// Returns the system's reason; `current` then shows what it did.
#[cfg(unix)]
pub fn show(current: &Path, releases: &Path, name: &str) -> io::Result<()> {
    let next = current.with_extension("next");
    match fs::remove_file(&next) {
        Err(error) if error.kind() != NotFound => return Err(error),
        _ => {}
    }
    std::os::unix::fs::symlink(releases.join(name), &next)?;
    fs::rename(&next, current)
}

/// As on Unix, but in two steps: on other systems, few users may create links to folders.
///
/// # Errors
/// Returns the system's reason; `current` then shows what it did.
#[cfg(not(unix))]
pub fn show(current: &Path, releases: &Path, name: &str) -> io::Result<()> {
    by_renaming::show(current, releases, name)
}

/// A folder that replaces another by renaming, and holds hard links to its files.
#[cfg(any(test, not(unix)))]
mod by_renaming {
    use std::fs;
    use std::io;
    use std::path::Path;

    use walkdir::WalkDir;

    pub(super) fn shown(current: &Path) -> io::Result<Option<String>> {
        match fs::read_to_string(current.with_extension("name")) {
            Ok(name) => Ok(Some(name)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) fn show(current: &Path, releases: &Path, name: &str) -> io::Result<()> {
        let (next, last) = (current.with_extension("next"), current.with_extension("last"));
        let release = current.with_file_name(releases).join(name);
        remove(&next)?;
        for entry in WalkDir::new(&release) {
            let entry = entry?;
            let below = entry.path().strip_prefix(&release).unwrap_or(entry.path());
            if entry.file_type().is_dir() {
                fs::create_dir_all(next.join(below))?;
            } else if fs::hard_link(entry.path(), next.join(below)).is_err() {
                fs::copy(entry.path(), next.join(below))?;
            }
        }
        remove(&last)?;
        if current.exists() {
            fs::rename(current, &last)?;
        }
        if let Err(error) = fs::rename(&next, current) {
            let _ = fs::rename(&last, current);
            return Err(error);
        }
        fs::write(current.with_extension("name"), name)?;
        remove(&last)
    }

    fn remove(folder: &Path) -> io::Result<()> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    type Show = fn(&Path, &Path, &str) -> io::Result<()>;
    type Shown = fn(&Path) -> io::Result<Option<String>>;

    fn switches(show: Show, shown: Shown) {
        let folder = tempfile::TempDir::new().unwrap();
        let current = folder.path().join("current");
        assert_eq!(shown(&current).unwrap(), None);
        for name in ["one", "two", "one"] {
            let release = folder.path().join("releases").join(name);
            fs::create_dir_all(release.join("a")).unwrap();
            fs::write(release.join("a/index.html"), name).unwrap();
            show(&current, Path::new("releases"), name).unwrap();
            assert_eq!(shown(&current).unwrap().as_deref(), Some(name));
            assert_eq!(fs::read_to_string(current.join("a/index.html")).unwrap(), name);
        }
        let left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap()).collect();
        assert!(left.iter().all(|entry| !entry.path().ends_with("current.next")), "{left:?}");
    }

    #[test]
    fn by_the_way_of_this_system() {
        switches(show, shown);
    }

    #[test]
    fn by_renaming() {
        switches(super::by_renaming::show, super::by_renaming::shown);
    }
}
