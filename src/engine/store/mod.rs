//! The store: results of earlier builds, by hashes of all that they were made of.
//!
//! ```text
//! .quipu/store/pdf/3f/9a…    a PDF, by the hash of its document, templates, fonts, words and program
//! .quipu/store/text/77/03…   a text in all its editions, by its name; it says what it was made of
//! .quipu/store/build/c0/1e…  what a build of an output read and wrote, by what it was asked for
//! ```
//!
//! Nothing in it is ever right or wrong for a publication: a result is taken if it is of exactly what would be
//! made now, and made otherwise. So the folder may be deleted at any time, carried from one machine to another,
//! and shared by builds that run at once. An object is written aside and renamed, and holds a checksum
//! of its key and its bytes: what is damaged, cut off or in another's place counts as if it were not there.
//!
//! A store that cannot be used stops no build.

#![expect(
    clippy::disallowed_methods,
    reason = "what the program keeps for itself, and when it was used last"
)]

mod objects;
mod pdfs;
mod record;

use std::collections::HashMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use blake3::Hash;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::digest::{Digest, PROGRAM};
use crate::base::files::Bytes;
use crate::base::platform;
use crate::engine::commit;
use crate::publication::picture::{self, PrintPictures};
use crate::render::pdf::MachineFonts;
pub(crate) use record::{BuildRecord, BuildRequest, Finished, hashes};

/// The folder of the program's own files, below the publication's root.
pub const OURS: &str = ".quipu";

/// What version control leaves out there: what is built for targets, and the store.
const IGNORED: &str = "/.gitignore\n/site*/\n/store/\n";

/// The folder of the store, in that folder.
const STORE: &str = "store";

/// How many bytes may stay in a store when a build ends; what was used longest ago goes first.
pub const MOST_BYTES: u64 = 1 << 30;

/// Whether results of earlier builds are used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Results {
    /// They are, and those of this build are kept.
    Kept,
    /// They are, with those of the publication in this folder.
    KeptFor(PathBuf),
    /// All is made anew, and nothing kept.
    Fresh,
}

/// The results of earlier builds of one publication.
#[derive(Debug)]
pub(crate) struct Store {
    /// Its folder; none if results are not kept.
    folder: Option<PathBuf>,
    /// Whether something was added.
    has_grown: AtomicBool,
    /// The fonts of the machine that served.
    fonts: Mutex<Option<MachineFonts>>,
    /// The pictures that printed works have otherwise than they are, by the hashes of what they are.
    printed: Mutex<HashMap<Hash, Arc<OnceLock<Bytes>>>>,
    /// Why it cannot be written to, once that is known.
    refusal: Mutex<Option<io::Error>>,
}

impl Store {
    /// Returns the store of the publication in `root`.
    pub(crate) fn of(root: &Path, results: &Results) -> Self {
        let folder = match results {
            Results::Kept => Some(root.join(OURS).join(STORE)),
            Results::KeptFor(root) => Some(root.join(OURS).join(STORE)),
            Results::Fresh => None,
        };
        Self {
            folder,
            has_grown: AtomicBool::new(false),
            fonts: Mutex::default(),
            printed: Mutex::default(),
            refusal: Mutex::default(),
        }
    }

    /// Returns a store that is empty and stays empty.
    pub(crate) fn unused() -> Self {
        Self::of(Path::new(""), &Results::Fresh)
    }

    /// Returns an object that was kept, if it is whole.
    fn get(&self, kind: &str, key: &Hash) -> Option<Vec<u8>> {
        let path = objects::path(self.folder.as_ref()?, kind, key);
        let object = objects::open(fs::read(&path).ok()?, kind, key)?;
        // Where the date cannot be set, it is that of writing.
        let _ = File::options()
            .append(true)
            .open(&path)
            .and_then(|file| file.set_modified(SystemTime::now()));
        Some(object)
    }

    /// Returns a picture, made of what `digest` holds and by this program: that of an earlier build if there
    /// is one, or what `make` makes.
    pub(crate) fn picture(
        &self,
        digest: &mut Digest,
        make: impl FnOnce() -> Option<Vec<u8>>,
    ) -> Option<Vec<u8>> {
        const KIND: &str = "picture";
        if self.folder.is_none() {
            return make();
        }
        let key = digest.part(PROGRAM).hash();
        self.get(KIND, &key).or_else(|| {
            let made = make()?;
            self.put(KIND, &key, &made);
            Some(made)
        })
    }

    /// Keeps an object in the place of the one that was there.
    fn put(&self, kind: &str, key: &Hash, object: &[u8]) {
        let Some(folder) = &self.folder else { return };
        let mut refusal = self.refusal.lock().unwrap_or_else(PoisonError::into_inner);
        if refusal.is_some() {
            return;
        }
        if !self.has_grown.swap(true, Ordering::Relaxed) {
            *refusal = prepare(folder).err();
        }
        drop(refusal);
        let path = objects::path(folder, kind, key);
        let sealed = objects::seal(object, kind, key);
        let parent = path.parent().unwrap_or(folder);
        let written = fs::create_dir_all(parent).and_then(|()| commit::replace(&path, &sealed));
        if let Err(error) = written {
            let mut refusal = self.refusal.lock().unwrap_or_else(PoisonError::into_inner);
            refusal.get_or_insert(error);
        }
    }

    /// Returns an object that was kept with a head, if it is whole.
    pub(crate) fn with_head<H: DeserializeOwned>(
        &self,
        kind: &str,
        key: &Hash,
    ) -> Option<(H, Vec<u8>)> {
        objects::head(self.get(kind, key)?)
    }

    /// Keeps an object of a head and bytes.
    pub(crate) fn keep_with_head(
        &self,
        kind: &str,
        key: &Hash,
        head: &impl Serialize,
        bytes: &[&[u8]],
    ) {
        if self.folder.is_some() {
            self.put(kind, key, &objects::with_head(head, bytes));
        }
    }

    /// Whether there is an object, whole or not.
    pub(crate) fn has(&self, kind: &str, key: &Hash) -> bool {
        self.folder.as_ref().is_some_and(|folder| objects::path(folder, kind, key).is_file())
    }

    /// Ends the work of a build: what is too much goes, and what hindered it is reported.
    pub(crate) fn close(&self, problems: &mut Problems) {
        let Some(folder) = &self.folder else { return };
        if self.has_grown.load(Ordering::Relaxed) {
            objects::prune(folder, MOST_BYTES);
        }
        let refusal = self.refusal.lock().unwrap_or_else(PoisonError::into_inner).take();
        problems.extend(refusal.map(|error| useless(&error)));
    }
}

/// Each is made once, whatever asks for it.
impl PrintPictures for Store {
    fn printed(&self, bytes: &Bytes) -> Bytes {
        if !picture::is_made_for_print(bytes) {
            return bytes.clone();
        }
        let mut digest = Digest::default();
        digest.part("print").part(bytes);
        let mut known = self.printed.lock().unwrap_or_else(PoisonError::into_inner);
        let cell = Arc::clone(known.entry(digest.hash()).or_default());
        drop(known);
        let make = || {
            // What stays as it is has no bytes of its own.
            let make = || Some(picture::for_print(bytes).unwrap_or_default());
            let made = self.picture(&mut digest, make).filter(|made| !made.is_empty());
            made.map_or_else(|| bytes.clone(), Bytes::from)
        };
        cell.get_or_init(make).clone()
    }
}

/// Makes the folder of a store, for its owner alone: it holds what the publication's files hold.
fn prepare(folder: &Path) -> io::Result<()> {
    let ours = folder.parent().unwrap_or(folder);
    add_ours(ours)?;
    if !folder.is_dir() {
        fs::create_dir(folder)?;
        platform::close_to_others(folder)?;
    }
    let mark = folder.join(objects::MARK);
    if mark.is_file() { Ok(()) } else { commit::replace(&mark, objects::MARK_TEXT.as_bytes()) }
}

/// Makes the folder of the program's own files, which version control leaves out.
///
/// # Errors
/// Returns the system's reason.
pub fn add_ours(ours: &Path) -> io::Result<()> {
    let path = ours.join(".gitignore");
    if fs::read(&path).is_ok_and(|text| text == IGNORED.as_bytes()) {
        return Ok(());
    }
    fs::create_dir_all(ours)?;
    commit::replace(&path, Bytes::Embedded(IGNORED.as_bytes()).as_ref())
}

fn useless(error: &io::Error) -> Diagnostic {
    let message = format!("results cannot be kept for later builds ({error})");
    Diagnostic::error_at_path(Code::UselessStore, format!("{OURS}/{STORE}"), message)
        .into_warning()
        .with_hint("make room, or let the user who builds write there; `--fresh` keeps nothing and says nothing")
}
