//! Hashes in the addresses of the files that pages load, so that no browser shows a new page with
//! an old style sheet.

use std::collections::BTreeMap;

use super::STYLESHEET;
use crate::base::files::Bytes;

/// The hashes of files, by file name.
pub type Stamps = BTreeMap<String, String>;

/// Returns the hashes of the files that pages load, and writes those of fonts and pictures into the
/// style sheet.
pub fn stamp(statics: &mut BTreeMap<String, Bytes>) -> Stamps {
    let mut stamps: Stamps =
        statics.iter().map(|(name, bytes)| (name.clone(), mark(bytes))).collect();
    if let Some(sheet) = statics.get_mut(STYLESHEET) {
        let mut text = String::from_utf8_lossy(sheet).into_owned();
        for (name, stamp) in &stamps {
            for quote in ["\"", "'", ""] {
                let address = format!("url({quote}{name}{quote})");
                text = text.replace(&address, &format!("url({quote}{name}?v={stamp}{quote})"));
            }
        }
        *sheet = Bytes::from(text.into_bytes());
        stamps.insert(STYLESHEET.to_owned(), mark(sheet));
    }
    stamps
}

fn mark(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..8].to_owned()
}
