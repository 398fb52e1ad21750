//! Texts that are parts of several others: a passage in one is withheld only if it is withheld wherever it is included.

use std::collections::{BTreeMap, BTreeSet};

use super::secrets::{Edits, EditsOfFile, edited};
use crate::base::files::{Files, Reading};
use crate::base::span::FileId;
use crate::publication::manuscript::Manuscript;

/// The places where files are included, by their paths.
#[derive(Debug, Default)]
pub(super) struct Places(BTreeMap<String, Place>);

#[derive(Debug, Default)]
struct Place {
    /// Whether a text that stays includes it.
    stays: bool,
    /// How many places of such texts show it: what stands in code includes nothing.
    count: usize,
    /// Edits of it, and how many of the places ask for each.
    edits: BTreeMap<(u32, u32), (String, usize)>,
}

impl Places {
    /// Adds what a text includes, with what is to be changed there; `shown` are the files that it shows something of.
    pub(super) fn add(
        &mut self,
        text: &Manuscript,
        (mut edits, shown): (Edits, &BTreeSet<FileId>),
        files: &Files,
    ) {
        for file in &text.included {
            let place = self.place(*file, files);
            place.stays = true;
            place.count += usize::from(shown.contains(file));
            for (at, other) in edits.remove(file).unwrap_or_default() {
                place.edits.entry(at).or_insert((other, 0)).1 += 1;
            }
        }
    }

    /// Adds what a text includes that is taken away.
    pub(super) fn remove(&mut self, text: &Manuscript, files: &Files) {
        for file in &text.included {
            self.place(*file, files);
        }
    }

    fn place(&mut self, file: FileId, files: &Files) -> &mut Place {
        self.0.entry(files.get(file).path.to_string()).or_default()
    }

    /// Makes the edits that all places ask for, and removes what no text includes any more; returns how many.
    pub(super) fn vary(self, varied: &mut Reading) -> usize {
        let mut made = 0;
        for (path, Place { stays, count, edits }) in self.0 {
            let Some(file) = varied.texts.find(&path) else { continue };
            if !stays {
                varied.texts.remove(file);
                made += 1;
                continue;
            }
            let of_all = edits.into_iter().filter(|(_, (_, asked))| *asked == count);
            let edits: EditsOfFile = of_all.map(|(at, (other, _))| (at, other)).collect();
            made += edits.len();
            let text = edited(&varied.texts.get(file).text, &edits);
            varied.texts.set(file, text);
        }
        made
    }
}
