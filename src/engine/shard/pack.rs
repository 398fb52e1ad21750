//! Packs: the files of many editions as one object, so that a store holds hundreds of objects, not millions.

use std::collections::BTreeMap;

use super::record::{File, Packed};
use crate::base::files::Bytes;
use crate::base::span::FileId;
use crate::tools::publish::{ObjectStorage, PublishError};

/// Packs files and adds the pack to the store, under the hash of its bytes.
pub(super) fn send(
    store: &ObjectStorage,
    files: Vec<(String, FileId, Bytes)>,
) -> Result<Packed, PublishError> {
    let mut bytes = Vec::with_capacity(files.iter().map(|(_, _, bytes)| bytes.len()).sum());
    let mut held = BTreeMap::new();
    for (path, manuscript, file) in files {
        let hash = blake3::hash(&file).to_hex().to_string();
        held.insert(path, File { hash, manuscript, start: bytes.len(), length: file.len() });
        bytes.extend_from_slice(&file);
    }
    let hash = blake3::hash(&bytes).to_hex().to_string();
    store.add(&key(&hash), &bytes)?;
    Ok(Packed { pack: hash, files: held })
}

/// Returns the bytes of a pack.
///
/// # Errors
/// Says that it is not there, or was changed.
pub(super) fn fetch(store: &ObjectStorage, packed: &Packed) -> Result<Vec<u8>, PublishError> {
    let bytes = store.read(&key(&packed.pack))?;
    let is_whole = |bytes: &Vec<u8>| blake3::hash(bytes).to_hex().as_str() == packed.pack;
    bytes.filter(is_whole).ok_or_else(|| {
        PublishError::new(format!("the pack `{}` is not in the store, or is damaged", packed.pack))
            .with_hint(
                "delete it and the record that names it, and run the task of its shard again",
            )
    })
}

fn key(hash: &str) -> String {
    format!("packs/{hash}")
}
