//! Texts that are parts of other texts.

use std::collections::BTreeMap;

use crate::base::span::{FileId, Span};

/// What stands where a text includes another: each has a number of its own wherever it is included,
/// so that no two places of a document are the same.
#[derive(Debug, Clone, Default)]
pub struct Inclusions {
    by_place: BTreeMap<(FileId, u32), Inclusion>,
}

/// What a line that includes a text leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inclusion {
    /// The text, under a number of its own.
    Text(FileId),
    /// No such file is there.
    Missing(String),
    /// The file is there, but not in this language.
    Untranslated(String),
    /// The file is no part of texts: a brief, a picture, a file outside.
    NoPart(String),
    /// The file includes itself, directly or by others.
    Circle(String),
    /// Too many are included already.
    TooMany,
}

impl Inclusions {
    /// Notes what the line at a byte of a file leads to.
    pub fn add(&mut self, (file, at): (FileId, usize), inclusion: Inclusion) {
        self.by_place.insert((file, Span::new(file, at, at).start), inclusion);
    }

    /// Returns what the line that begins at `place` leads to.
    pub fn at(&self, place: Span) -> Option<&Inclusion> {
        self.by_place.get(&(place.file, place.start))
    }

    /// Returns the texts that a file includes, and those that these include, in order.
    pub fn of(&self, file: FileId) -> Vec<FileId> {
        let mut texts = Vec::new();
        for (_, inclusion) in self.by_place.range((file, 0)..=(file, u32::MAX)) {
            if let Inclusion::Text(text) = inclusion {
                texts.push(*text);
                texts.extend(self.of(*text));
            }
        }
        texts
    }
}
