//! Texts as earlier builds made them: taken again as long as nothing has changed that they were made of.
//!
//! ```text
//! ground   all that is not noted when it is read: files, front matter, addresses, titles, what is found in all texts
//! reads    the parts that were read for a text, noted where they are read (`base::reads`): bodies, datasets, sources, values
//! ```
//!
//! A text is made of the ground, and of the parts that it reads: its own body, those of its chapters, those that it links
//! into, the datasets that its numbers are from, the works that it cites.
//! What is not noted belongs to the ground, all of it: it may only make a build slower to think that more was read.

mod ground;
mod looks;
mod noted;
mod record;
mod text;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use crate::base::diagnostic::{Diagnostic, Problems, kept};
use crate::base::digest::{Digest, PROGRAM};
use crate::base::reads::NotedReads;
use crate::engine::Build;
use crate::engine::proof::{self, Claim};
use crate::engine::store::Store;
use crate::plan::Edition;
use crate::render::site::{Library, SitePages, Summary};
use ground::{CommonGround, without_derived};
pub(super) use looks::Looks;
pub(crate) use record::{Recording, Remade};
pub(super) use text::{KeptText, MadeFile};

/// The texts that the store has of one output.
pub(super) struct KeptTexts<'k> {
    store: &'k Store,
    recording: &'k Recording<'k>,
    ground: CommonGround,
    /// What a text is looked up by, besides its name: the audiences of the output and its address.
    output: String,
    /// A hash of what the guard looks for.
    pub(super) looked_for: String,
    /// Whether fonts of the machine are as they were.
    fonts: Mutex<HashMap<String, bool>>,
    /// What differs from the grounds of earlier builds, by their hashes.
    changes: Mutex<HashMap<String, Reasons>>,
}

/// An edition that is made, with what is known of it, what is wrong with it, and what it says.
#[derive(Clone, Copy)]
pub(super) struct MadeEdition<'m> {
    pub(super) edition: &'m Edition<'m>,
    pub(super) summary: &'m Summary,
    pub(super) problems: &'m Problems,
    pub(super) claims: &'m [Claim],
}

/// A text that is made.
pub(super) struct MadeText<'m> {
    /// Its editions.
    pub(super) editions: Vec<MadeEdition<'m>>,
    /// What was read.
    pub(super) reads: NotedReads,
}

/// Why a text is made again: what has changed of all that it was made of.
pub(super) type Reasons = BTreeSet<String>;

/// A text as an earlier build made it, with the bytes of its files.
pub(super) type FoundText = (KeptText, Vec<u8>);

impl<'k> KeptTexts<'k> {
    /// Prepares what texts of a build are looked up by.
    pub(super) fn new(
        build: &Build<'k>,
        (library, sites): (Library<'_>, &[SitePages<'_>]),
        recording: &'k Recording<'k>,
    ) -> Self {
        let audiences = build.session.plan.sites.iter().map(|site| &*site.audience.id);
        Self {
            store: build.store,
            recording,
            ground: CommonGround::new(library, sites, (recording.read, build.files)),
            output: format!(
                "{:?} {} {}",
                audiences.collect::<BTreeSet<_>>(),
                build.base_url,
                build.release.map(|release| release.name).unwrap_or_default()
            ),
            looked_for: build.guard.looked_for(),
            fonts: Mutex::default(),
            changes: Mutex::default(),
        }
    }

    fn key(&self, editions: &[&Edition<'_>]) -> blake3::Hash {
        let work = editions.first().map(|edition| format!("{:?}", edition.work()));
        Digest::default().part(PROGRAM).part(&self.output).part(work.unwrap_or_default()).hash()
    }

    /// Returns a text as an earlier build made it, with the bytes of its files, if it would be made the same; else why it
    /// would not.
    pub(super) fn find(&self, editions: &[&Edition<'_>]) -> Result<FoundText, Reasons> {
        let found = KeptText::read(self.store, &self.key(editions));
        let (text, bytes) =
            found.ok_or_else(|| Reasons::from(["nothing is kept of it".to_owned()]))?;
        let mut changed = Reasons::new();
        if text.ground != self.ground.hash {
            changed.extend(self.changed_since(&text.ground));
        }
        for (part, hash) in &text.reads {
            if self.ground.noted.hash(part) != hash {
                changed.insert(part.clone());
            }
        }
        if !text.fonts.iter().all(|fonts| self.has_fonts(fonts)) {
            changed.insert("fonts of this machine".to_owned());
        }
        if changed.is_empty() { Ok((text, bytes)) } else { Err(without_derived(changed)) }
    }

    /// Returns what differs from an earlier ground.
    fn changed_since(&self, hash: &str) -> Reasons {
        let mut known = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        let find = || match text::ground(self.store, hash) {
            Some(parts) => self.ground.changed(&parts),
            None => Reasons::from(["something that all texts are made of".to_owned()]),
        };
        known.entry(hash.to_owned()).or_insert_with(find).clone()
    }

    fn has_fonts(&self, fonts: &str) -> bool {
        let mut known = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry(fonts.to_owned()).or_insert_with(|| text::has_fonts(self.store, fonts))
    }

    /// Keeps a text for later builds, unless it has mistakes; `why` says why it was made.
    pub(super) fn keep(&self, text: MadeText<'_>, why: Reasons) {
        let editions: Vec<_> = text.editions.iter().map(|made| made.edition).collect();
        let (files, found) = self.recording.take(&editions);
        self.recording.note(&files, why);
        let has_errors = text.editions.iter().any(|made| made.problems.has_errors());
        if has_errors || disagree(&text) || !self.are_places_known(&text) {
            return;
        }
        let Some(reads) = self.ground.noted.of(&text.reads) else { return };
        let texts =
            files.iter().filter_map(|file| file.text.clone().map(|text| (file.path.clone(), text)));
        let warnings = text.editions.iter().map(|made| (made.edition.index, kept(made.problems)));
        let record = KeptText {
            ground: self.ground.hash.clone(),
            reads,
            fonts: text.reads.fonts,
            looked_for: self.looked_for.clone(),
            found,
            summaries: text
                .editions
                .iter()
                .map(|made| (made.edition.index, made.summary.clone()))
                .collect(),
            texts: texts.collect(),
            files: files.iter().filter(|file| file.text.is_none()).map(MadeFile::from).collect(),
            warnings: warnings.collect(),
        };
        let bytes: Vec<&[u8]> = files.iter().map(|file| &*file.bytes).collect();
        text::keep_ground(self.store, &self.ground.hash, &self.ground.parts);
        record.keep(self.store, &self.key(&editions), &bytes);
    }
}

impl KeptTexts<'_> {
    /// Whether all problems of a text are in files whose changes are noticed: files of the ground, or files that were
    /// read as a whole.
    fn are_places_known(&self, text: &MadeText<'_>) -> bool {
        let problems = text.editions.iter().flat_map(|made| made.problems.iter());
        let mut files = problems.flat_map(Diagnostic::files);
        files.all(|file| self.ground.noted.is_known(file, &text.reads))
    }
}

/// Whether the editions of a text state different numbers.
fn disagree(text: &MadeText<'_>) -> bool {
    let claims = text.editions.iter().map(|made| (made.edition, made.claims.to_vec()));
    let mut problems = Problems::default();
    proof::disagreements(&claims.collect::<Vec<_>>(), &mut problems);
    problems.iter().next().is_some()
}
