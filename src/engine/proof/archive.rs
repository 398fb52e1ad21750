//! Files inside ZIP archives, such as Word and Excel files.

use std::io::{Cursor, Read};

/// What every archive begins with.
const MAGIC: &[u8] = b"PK\x03\x04";

/// How many bytes are read of one archive at most, unpacked.
const MOST: u64 = 64 << 20;

/// Calls `each` with the names and contents of the files in an archive; never if it is not an
/// archive or cannot be read.
pub(super) fn each(bytes: &[u8], each: &mut dyn FnMut(&str, &[u8])) {
    if !bytes.starts_with(MAGIC) {
        return;
    }
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return };
    let mut left = MOST;
    for index in 0..archive.len() {
        let Ok(file) = archive.by_index(index) else { continue };
        let name = file.name().to_owned();
        let mut content = Vec::new();
        // What can be unpacked before a fault is looked at.
        file.take(left).read_to_end(&mut content).ok();
        left = left.saturating_sub(content.len() as u64);
        each(&name, &content);
    }
}
