//! A store: objects by their keys, each written once, for several machines that share their work.
//!
//! A folder that they all share, or S3-compatible storage. Nothing in it is ever replaced: an object is added
//! on condition that there is none at its key, so a task that runs twice does no harm.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::s3::{Bucket, GOES_ON, Session};
use super::{PublishError, read_below};
use crate::base::platform;

/// The name of files that are being written.
const UNFINISHED: &str = ".unfinished-";

/// A place for objects.
#[derive(Debug)]
pub struct ObjectStorage(Place);

#[derive(Debug)]
enum Place {
    Folder(PathBuf),
    S3(Box<Session>),
}

/// What of the environment addresses of storage leave open.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// The address of the storage; that of AWS if there is none.
    pub endpoint: Option<String>,
    /// The region.
    pub region: Option<String>,
}

impl ObjectStorage {
    /// Opens the store at `address`: a folder, `file:///folder`, or `s3://bucket/prefix`, to which
    /// `?endpoint=…&region=…` may be added.
    ///
    /// # Errors
    /// Says what is wrong with the address, or which credentials are missing.
    pub fn open(address: &str, defaults: &Defaults) -> Result<Self, PublishError> {
        let Some((scheme, rest)) = address.split_once("://") else {
            return Ok(Self(Place::Folder(address.into())));
        };
        match scheme {
            "file" => Ok(Self(Place::Folder(rest.into()))),
            "s3" => {
                let bucket = bucket(rest, defaults).ok_or_else(|| unreadable(address))?;
                Ok(Self(Place::S3(Box::new(bucket.session()?))))
            }
            _ => Err(unreadable(address)),
        }
    }

    /// Returns an object; nothing if there is none.
    ///
    /// # Errors
    /// Says why the store cannot be read.
    pub fn read(&self, key: &str) -> Result<Option<Vec<u8>>, PublishError> {
        match &self.0 {
            Place::Folder(folder) => read_below(folder, key),
            Place::S3(session) => Ok(session.get(key)?.map(|(bytes, _)| bytes)),
        }
        .map_err(again)
    }

    /// Adds an object if there is none at `key`; returns whether there was none.
    ///
    /// # Errors
    /// Says why the store cannot be written.
    pub fn add(&self, key: &str, bytes: &[u8]) -> Result<bool, PublishError> {
        match &self.0 {
            Place::Folder(folder) => {
                let path = folder.join(key);
                add_file(&path, bytes).map_err(|error| PublishError::io(&path, &error))
            }
            Place::S3(session) => session.add(key, bytes),
        }
        .map_err(again)
    }

    /// Returns the keys that begin with `prefix`, which ends with a slash, in order.
    ///
    /// # Errors
    /// Says why the store cannot be read.
    pub fn list(&self, prefix: &str) -> Result<Vec<String>, PublishError> {
        match &self.0 {
            Place::Folder(folder) => Ok(files_below(folder, prefix)),
            Place::S3(session) => Ok(session.list(prefix)?.into_keys().collect()),
        }
        .map_err(again)
    }
}

/// Writes a file whole, if there is none: a link to a finished file is made in one step, or not.
fn add_file(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    if path.exists() {
        return Ok(false);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    file.write_all(bytes)?;
    // Other machines may read it as other users.
    platform::open_to_readers(file.path())?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.error),
    }
}

fn files_below(folder: &Path, prefix: &str) -> Vec<String> {
    let files = WalkDir::new(folder.join(prefix)).into_iter().filter_map(Result::ok);
    let key = |entry: walkdir::DirEntry| {
        let below = entry.path().strip_prefix(folder).ok()?;
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        let is_object = entry.file_type().is_file()
            && !entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        is_object.then(|| parts.join("/"))
    };
    let mut keys: Vec<_> = files.filter_map(key).collect();
    keys.sort();
    keys
}

/// Reads `bucket/prefix?endpoint=…&region=…`.
fn bucket(address: &str, defaults: &Defaults) -> Option<Bucket> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let (name, prefix) = path.split_once('/').unwrap_or((path, ""));
    let (mut endpoint, mut region) = (defaults.endpoint.clone(), defaults.region.clone());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=')? {
            ("endpoint", value) => endpoint = Some(value.to_owned()),
            ("region", value) => region = Some(value.to_owned()),
            _ => return None,
        }
    }
    let region = region.unwrap_or_else(|| "us-east-1".to_owned());
    let prefix = prefix.trim_matches('/');
    let named = Bucket {
        name: name.to_owned(),
        prefix: if prefix.is_empty() { String::new() } else { format!("{prefix}/") },
        endpoint: endpoint.unwrap_or_else(|| format!("https://s3.{region}.amazonaws.com/")),
        region,
    };
    (!name.is_empty()).then_some(named)
}

fn unreadable(address: &str) -> PublishError {
    PublishError::new(format!("`{address}` is not an address of a store"))
        .with_hint("write a folder, or `s3://bucket/prefix`; for storage other than AWS, add `?endpoint=https://…`")
}

/// Says what to do when a store failed: what is in it stays true.
fn again(error: PublishError) -> PublishError {
    if error.hint.as_deref().is_some_and(|hint| hint != GOES_ON) {
        return error;
    }
    error.with_hint("run the task again: what is already in the store is not sent twice")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]

    use super::*;

    #[test]
    fn an_object_is_written_once() {
        let folder = tempfile::tempdir().unwrap();
        let store =
            ObjectStorage::open(&folder.path().to_string_lossy(), &Defaults::default()).unwrap();
        assert!(store.add("runs/a/1.json", b"one").unwrap());
        assert!(!store.add("runs/a/1.json", b"two").unwrap());
        assert_eq!(store.read("runs/a/1.json").unwrap().unwrap(), b"one");
        assert_eq!(store.read("runs/a/2.json").unwrap(), None);
        assert_eq!(store.list("runs/").unwrap(), ["runs/a/1.json"]);
    }

    #[test]
    fn addresses_of_storage_are_read() {
        let defaults = Defaults { endpoint: None, region: Some("eu-west-1".to_owned()) };
        let named = bucket("works/nightly/", &defaults).unwrap();
        assert_eq!((&*named.name, &*named.prefix), ("works", "nightly/"));
        assert_eq!(named.endpoint, "https://s3.eu-west-1.amazonaws.com/");
        let named = bucket("works?endpoint=http://127.0.0.1:8333&region=x", &defaults).unwrap();
        assert_eq!((&*named.endpoint, &*named.region), ("http://127.0.0.1:8333", "x"));
        assert!(bucket("works?profile=x", &defaults).is_none());
    }
}
