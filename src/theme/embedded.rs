//! The themes that are part of the program.

use crate::base::files::Bytes;

use crate::base::files::{Reading, TEXT_EXTENSIONS, TextFile};

/// The files of the themes, in the order of their paths.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));

/// Adds the embedded files, except those that the publication has itself.
///
/// A publication that has `themes/default/html/base.html` replaces that one file.
pub fn add_to(reading: &mut Reading) {
    for &(path, bytes) in FILES {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        let text = std::str::from_utf8(bytes).ok().filter(|_| TEXT_EXTENSIONS.contains(&extension));
        match text {
            Some(text) if reading.texts.find(path).is_none() => _ = reading.texts.add(path, text),
            None if !reading.assets.contains_key(path) => {
                _ = reading.assets.insert(path.to_owned(), Bytes::Embedded(bytes));
            }
            Some(_) | None => {}
        }
    }
}

/// Whether the program contains exactly this file.
pub fn is_built_in(file: &TextFile) -> bool {
    FILES.iter().any(|&(path, bytes)| *path == *file.path && bytes == file.text.as_bytes())
}
