//! ZIP archives, as office programs write and read them.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// No part of a document that people edit is longer when unpacked; a file that says so is an
/// attack.
const LARGEST_PART: u64 = 64 << 20;

/// The most bytes that all parts of an archive may have together.
const LARGEST_ARCHIVE: u64 = 256 * 1024 * 1024;

/// No document has more parts.
const MOST_PARTS: usize = 4096;

/// An archive that is being written.
#[derive(Debug, Default)]
pub struct Archive {
    parts: Vec<(String, Vec<u8>, CompressionMethod)>,
}

impl Archive {
    /// Adds a part, which is compressed.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.parts.push((path.into(), bytes.into(), CompressionMethod::Deflated));
    }

    /// Adds a part uncompressed: pictures, and parts that programs read before they unpack.
    pub fn add_stored(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.parts.push((path.into(), bytes.into(), CompressionMethod::Stored));
    }

    /// Returns the bytes of the archive.
    ///
    /// # Errors
    /// Returns the reason for which a part cannot be packed, such as a path too long.
    pub fn finish(self) -> Result<Vec<u8>, ArchiveError> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, bytes, method) in self.parts {
            let options = SimpleFileOptions::default()
                .compression_method(method)
                .last_modified_time(DateTime::default())
                .unix_permissions(0o644);
            writer.start_file(path, options).map_err(ArchiveError::new)?;
            writer.write_all(&bytes).map_err(ArchiveError::new)?;
        }
        Ok(writer.finish().map_err(ArchiveError::new)?.into_inner())
    }
}

/// Reads the parts of an archive, by their paths.
///
/// # Errors
/// Returns what is wrong with bytes that are no archive, or one beyond all measure.
pub fn read(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, ArchiveError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(ArchiveError::new)?;
    if archive.len() > MOST_PARTS {
        return Err(ArchiveError(format!("it has {} parts", archive.len())));
    }
    let mut parts = BTreeMap::new();
    let mut left = LARGEST_ARCHIVE;
    for number in 0..archive.len() {
        let part = archive.by_index(number).map_err(ArchiveError::new)?;
        let name = part.name().to_owned();
        let mut bytes = Vec::new();
        // The length that a part states for itself is not to be trusted.
        let most = LARGEST_PART.min(left);
        let read = part.take(most + 1).read_to_end(&mut bytes).map_err(ArchiveError::new)? as u64;
        if read > LARGEST_PART {
            return Err(ArchiveError(format!("`{name}` is larger than 64 MB")));
        }
        left = left
            .checked_sub(read)
            .ok_or_else(|| ArchiveError("its parts are larger than 256 MB together".to_owned()))?;
        parts.insert(name, bytes);
    }
    Ok(parts)
}

/// Why an archive cannot be written or read.
#[derive(Debug)]
pub struct ArchiveError(String);

impl ArchiveError {
    fn new(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ArchiveError {}
