//! Texts as the store has them: all their files for all readers of an output.

use std::collections::{BTreeMap, BTreeSet};

use blake3::Hash;
use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Kept;
use crate::engine::proof::FoundStretch;
use crate::engine::store::Store;
use crate::render::pdf::MachineFonts;
use crate::render::site::Summary;

/// The kinds of object.
const TEXT: &str = "text";
const GROUND: &str = "ground";

/// What is kept of a text before the bytes of its files.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::engine) struct KeptText {
    /// The hash of all that texts are made of and that is not noted when it is read.
    pub ground: String,
    /// The hashes of the parts that were read, by what they are: the paths of files, or names such as `source oecd-2026`.
    pub reads: BTreeMap<String, String>,
    /// The fonts of the machine that served.
    pub fonts: BTreeSet<String>,
    /// A hash of what was looked for in its files, so that nobody gets what is not for them.
    pub looked_for: String,
    /// What of that was found.
    pub found: Vec<FoundStretch>,
    /// What is known of each edition, by its number in the plan.
    pub summaries: Vec<(usize, Summary)>,
    /// What files say whose bytes do not show it, by their paths.
    pub texts: Vec<(String, String)>,
    /// The files, in the order of their bytes.
    pub files: Vec<MadeFile>,
    /// What someone should look at in each edition.
    pub warnings: Vec<(usize, Vec<Kept>)>,
}

/// A file of a text.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::engine) struct MadeFile {
    /// The edition that it is made for, by its number in the plan.
    pub edition: usize,
    /// Its path below the root.
    pub path: String,
    /// How many bytes it has.
    pub length: usize,
}

impl KeptText {
    /// Returns the text of a key, and the bytes of its files, one after another.
    pub(super) fn read(store: &Store, key: &Hash) -> Option<(Self, Vec<u8>)> {
        let (text, bytes): (Self, Vec<u8>) = store.with_head(TEXT, key)?;
        let length: usize = text.files.iter().map(|file| file.length).sum();
        (length == bytes.len()).then_some((text, bytes))
    }

    /// Keeps the text with the bytes of its files.
    pub(super) fn keep(&self, store: &Store, key: &Hash, bytes: &[&[u8]]) {
        store.keep_with_head(TEXT, key, self, bytes);
    }
}

/// Returns the parts of what all texts are made of, by the hash of them.
pub(super) fn ground(store: &Store, hash: &str) -> Option<BTreeMap<String, String>> {
    store.with_head(GROUND, &Hash::from_hex(hash).ok()?).map(|(parts, _)| parts)
}

/// Keeps the parts of what all texts are made of, once in a build.
pub(super) fn keep_ground(store: &Store, hash: &str, parts: &BTreeMap<String, String>) {
    let Ok(key) = Hash::from_hex(hash) else { return };
    if !store.has(GROUND, &key) {
        store.keep_with_head(GROUND, &key, parts, &[]);
    }
}

/// Whether fonts of the machine are as they were, as [`reads::note_fonts`] wrote them; those that are count as
/// having served this build.
///
/// [`reads::note_fonts`]: crate::base::reads::note_fonts
pub(super) fn has_fonts(store: &Store, fonts: &str) -> bool {
    let Ok(fonts) = serde_json::from_str::<MachineFonts>(fonts) else { return false };
    let stand = fonts.stand();
    if stand {
        store.add_fonts(fonts);
    }
    stand
}
