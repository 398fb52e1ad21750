//! Objects as files: where they lie, how they are sealed, and which go when there are too many.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use blake3::Hash;
use serde::Serialize;
use serde::de::DeserializeOwned;
use walkdir::WalkDir;

use crate::base::digest::Digest;

/// How every object begins: the form in which it is written.
const FORM: &[u8; 8] = b"quipu-1\n";

/// How many bytes of a checksum follow that.
const CHECKSUM: usize = blake3::OUT_LEN;

/// The age from which a file that is being written counts as left behind.
const ABANDONED: Duration = Duration::from_hours(1);

/// The file by which programs that copy folders know that they may leave this one out.
pub(super) const MARK: &str = "CACHEDIR.TAG";

/// What stands in it: its first line is prescribed.
pub(super) const MARK_TEXT: &str = "Signature: 8a477f597d28d172789f06886806bc55
# Results of earlier builds by Quipu. The folder may be deleted at any time.
";

/// Returns where an object lies.
pub(super) fn path(folder: &Path, kind: &str, key: &Hash) -> PathBuf {
    let name = key.to_hex();
    let (first, rest) = name.split_at(2);
    folder.join(kind).join(first).join(rest)
}

fn checksum(object: &[u8], kind: &str, key: &Hash) -> Hash {
    Digest::default().part(kind).part(key.as_bytes()).part(object).hash()
}

/// Returns an object as it is written.
pub(super) fn seal(object: &[u8], kind: &str, key: &Hash) -> Vec<u8> {
    [FORM, &checksum(object, kind, key).as_bytes()[..], object].concat()
}

/// Returns the object in a file; none if it is damaged, or that of another key.
pub(super) fn open(mut file: Vec<u8>, kind: &str, key: &Hash) -> Option<Vec<u8>> {
    let rest = file.strip_prefix(FORM)?;
    let (written, object) = rest.split_at_checked(CHECKSUM)?;
    if checksum(object, kind, key).as_bytes() != written {
        return None;
    }
    file.drain(..FORM.len() + CHECKSUM);
    Some(file)
}

/// Returns an object of a head and bytes: the length of the head, the head as JSON, the bytes.
pub(super) fn with_head(head: &impl Serialize, bytes: &[&[u8]]) -> Vec<u8> {
    let head = serde_json::to_vec(head).unwrap_or_default();
    let length = (head.len() as u64).to_le_bytes();
    [&[&length[..], &head], bytes].concat().concat()
}

/// Returns the head of an object and the bytes behind it; none if it cannot be read.
pub(super) fn head<H: DeserializeOwned>(mut object: Vec<u8>) -> Option<(H, Vec<u8>)> {
    let (length, rest) = object.split_first_chunk()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let head = serde_json::from_slice(rest.get(..length)?).ok()?;
    object.drain(..size_of::<u64>() + length);
    Some((head, object))
}

/// A file of the store.
struct Kept {
    used: SystemTime,
    path: PathBuf,
    bytes: u64,
}

/// Removes what was used longest ago until no more than `most` bytes are left, and what killed builds left
/// behind. What another build removed meanwhile is gone all the same.
pub(super) fn prune(folder: &Path, most: u64) {
    let entries = WalkDir::new(folder).min_depth(2).into_iter().filter_map(Result::ok);
    let kept = entries.filter(|entry| entry.file_type().is_file()).filter_map(|entry| {
        let metadata = entry.metadata().ok()?;
        let used = metadata.modified().ok()?;
        Some(Kept { used, path: entry.into_path(), bytes: metadata.len() })
    });
    let mut kept: Vec<_> = kept.collect();
    kept.sort_by(|one, other| (one.used, &one.path).cmp(&(other.used, &other.path)));
    let mut bytes: u64 = kept.iter().map(|file| file.bytes).sum();
    for file in kept {
        let is_unfinished = !is_name(&file.path);
        let is_abandoned = is_unfinished && file.used.elapsed().is_ok_and(|age| age > ABANDONED);
        if is_abandoned || bytes > most && !is_unfinished {
            // A file that stays is tried again at the end of a later build.
            let _ = fs::remove_file(&file.path);
            bytes -= file.bytes;
        }
    }
}

/// Whether the name of a file is one of an object.
fn is_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    !name.starts_with(b".")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]

    use super::*;

    #[test]
    fn what_is_damaged_is_not_there() {
        let key = blake3::hash(b"what it is made of");
        let sealed = seal(b"a result", "pdf", &key);
        assert_eq!(open(sealed.clone(), "pdf", &key).unwrap(), b"a result");
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert_eq!(open(damaged, "pdf", &key), None, "a bit of byte {at}");
            assert_eq!(open(sealed[..at].to_vec(), "pdf", &key), None, "cut off at {at}");
        }
        assert_eq!(open(sealed.clone(), "pdf", &blake3::hash(b"else")), None);
        assert_eq!(open(sealed, "card", &key), None);
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let folder = tempfile::tempdir().unwrap();
        let keys = [b"1", b"2", b"3"].map(|name| blake3::hash(name));
        for (age, key) in keys.iter().enumerate() {
            let path = path(folder.path(), "pdf", key);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, [0; 100]).unwrap();
            let used = SystemTime::now() - Duration::from_secs(100 * age as u64);
            fs::File::options().append(true).open(&path).unwrap().set_modified(used).unwrap();
        }
        prune(folder.path(), 250);
        let there = keys.map(|key| path(folder.path(), "pdf", &key).exists());
        assert_eq!(there, [true, true, false]);
    }
}
