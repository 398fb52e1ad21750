//! What is kept of a publication from one load to the next, for programs that load it again and again.
//!
//! All but the texts stands as long as no other file changes; a text stands as long as its files do, and the settings.
//! Places name files by their numbers, so a file that comes or goes has everything read anew.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use blake3::Hash;
use ecow::EcoString;

use super::ground::Ground;
use super::works::Texts;
use super::{Work, picture};
use crate::base::diagnostic::Problems;
use crate::base::digest::Digest;
use crate::base::files::{Bytes, Files, Known, Reading};
use crate::base::span::FileId;
use crate::tree::Form;

/// What is kept of a publication.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// Its files.
    pub(crate) files: Known,
    /// Its pictures.
    pictures: Mutex<Option<Pictures>>,
    /// What was read of it, for nobody in particular and for each audience that has a view of its own.
    views: Mutex<BTreeMap<Option<EcoString>, Arc<View>>>,
}

/// What is wrong with pictures, by their paths.
type Faults = Arc<BTreeMap<String, picture::Fault>>;

/// What was found about pictures.
#[derive(Debug)]
struct Pictures {
    /// The hash of all of them.
    of: Hash,
    faults: Faults,
    /// Those that are published with other bytes.
    written: picture::Rewritten,
}

impl Memory {
    /// Puts the bytes in place with which pictures are published; returns what is wrong with them.
    pub(super) fn pictures(&self, reading: &mut Reading) -> Faults {
        let mut digest = Digest::default();
        for (path, hash) in reading.known.iter().filter(|(path, _)| picture::is_picture(path)) {
            digest.part(path).part(hash.as_bytes());
        }
        let of = digest.hash();
        let mut known = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        let is_kept = !reading.known.is_empty();
        if let Some(pictures) = known.as_ref().filter(|known| is_kept && known.of == of) {
            for (path, bytes) in &pictures.written {
                reading.replace(path, bytes.clone());
            }
            return Arc::clone(&pictures.faults);
        }
        let (faults, written) = picture::examine(reading);
        for (path, bytes) in &written {
            reading.replace(path, bytes.clone());
        }
        let faults = Arc::new(faults);
        if is_kept {
            *known = Some(Pictures { of, faults: Arc::clone(&faults), written });
        }
        faults
    }

    /// Returns what is kept of the view of an audience.
    pub(super) fn view(&self, audience: Option<&str>) -> Arc<View> {
        let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(views.entry(audience.map(EcoString::from)).or_default())
    }
}

/// A text in all its languages, and what is wrong with it.
pub(super) type ReadText = (Work, Problems);

/// Texts, by the hashes of what they were read from.
pub(super) type ReadTexts = HashMap<Hash, Arc<ReadText>>;

/// What is kept of one view of a publication.
#[derive(Debug, Default)]
pub(super) struct View {
    ground: Mutex<Option<(Hash, Arc<Ground>)>>,
    texts: Mutex<Arc<ReadTexts>>,
}

impl View {
    fn held(&self) -> MutexGuard<'_, Option<(Hash, Arc<Ground>)>> {
        self.ground.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns all but the texts, if nothing of it has changed.
    pub(super) fn ground(&self, key: &Key) -> Option<Arc<Ground>> {
        let held = self.held();
        let (of, ground) = held.as_ref()?;
        (key.ground == Some(*of)).then(|| Arc::clone(ground))
    }

    pub(super) fn keep_ground(&self, key: &Key, ground: &Arc<Ground>) {
        if let Some(hash) = key.ground {
            *self.held() = Some((hash, Arc::clone(ground)));
        }
    }

    /// Returns the texts that were read the last time.
    pub(super) fn texts(&self) -> Arc<ReadTexts> {
        Arc::clone(&self.texts.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn keep_texts(&self, texts: ReadTexts) {
        *self.texts.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(texts);
    }
}

/// What is read, by its hashes.
#[derive(Debug)]
pub(super) struct Key {
    /// The hash of all files but the texts, in the order of their numbers; none if one is not known.
    pub(super) ground: Option<Hash>,
    /// The hashes of the files, by their paths.
    known: BTreeMap<String, Hash>,
}

impl Key {
    pub(super) fn of(
        files: &Files,
        assets: &BTreeMap<String, Bytes>,
        known: BTreeMap<String, Hash>,
    ) -> Self {
        if known.is_empty() {
            return Self { ground: None, known };
        }
        let mut digest = Digest::default();
        let texts = files.all().map(|file| &*file.path);
        for path in texts.chain(assets.keys().map(String::as_str)) {
            digest.part(path);
            // Those of the program are the same each time.
            if let Some(hash) = known.get(path).filter(|_| !is_text(path)) {
                digest.part(hash.as_bytes());
            }
        }
        Self { ground: Some(digest.hash()), known }
    }

    /// Returns the hash of what a text is read from: its files, the settings, and what references to registers
    /// begin with; none if nothing is kept.
    pub(super) fn text(&self, texts: Texts<'_>, of: impl Iterator<Item = FileId>) -> Option<Hash> {
        let mut digest = Digest::default();
        digest.part(self.known.get("quipu.yaml")?.as_bytes());
        texts.prefixes.iter().for_each(|prefix| _ = digest.part(prefix));
        digest.part([]);
        let inclusions = &texts.files.inclusions;
        let own = |id| inclusions.of_profiles(id).iter().map(|own| own.file);
        for id in of.flat_map(|id| std::iter::once(id).chain(own(id))) {
            let path = &*texts.files.get(id).path;
            digest.part(id.0.to_le_bytes()).part(path).part(self.known.get(path)?.as_bytes());
            if texts.files.get(id).text.contains("{{<") {
                let others =
                    self.known.iter().filter(|(path, _)| path.strip_suffix(".md").is_some());
                others.for_each(|(path, hash)| _ = digest.part(path).part(hash.as_bytes()));
            }
        }
        Some(digest.hash())
    }
}

/// Whether a path is that of a brief, report or page.
fn is_text(path: &str) -> bool {
    let folder = path.strip_prefix("content/").and_then(|below| Some(below.split_once('/')?.0));
    path.strip_suffix(".md").is_some() && folder.is_some_and(|it| Form::of_folder(it).is_some())
}
