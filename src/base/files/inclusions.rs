//! Texts that are parts of other texts.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use crate::base::span::{FileId, Span};

/// What stands where a text includes another: each has a number of its own wherever it is included,
/// so that no two places of a document are the same.
#[derive(Debug, Clone, Default)]
pub struct Inclusions {
    by_place: BTreeMap<(FileId, u32), Inclusion>,
    /// What profiles of a text have of their own, by the file of the text.
    of_profiles: BTreeMap<FileId, Vec<OfProfile>>,
    /// All files of profiles, refused ones too.
    files_of_profiles: BTreeSet<FileId>,
}

/// A file with what one profile of a text has of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfProfile {
    /// The id of the entity.
    pub entity: EcoString,
    /// The file.
    pub file: FileId,
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

    /// Notes that a file holds what one profile of a text has of its own.
    pub fn add_of_profile(&mut self, text: FileId, own: OfProfile) {
        self.files_of_profiles.insert(own.file);
        self.of_profiles.entry(text).or_default().push(own);
    }

    /// Notes that a file is of a profile, and was refused.
    pub fn add_refused(&mut self, file: FileId) {
        self.files_of_profiles.insert(file);
    }

    /// Returns what profiles of a text have of their own.
    pub fn of_profiles(&self, text: FileId) -> &[OfProfile] {
        self.of_profiles.get(&text).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the files that hold what one profile of a text has of its own.
    pub fn files_of_profiles(&self) -> &BTreeSet<FileId> {
        &self.files_of_profiles
    }

    /// Returns the texts that a file includes, those that these include, and what profiles have of
    /// their own, in order.
    pub fn of(&self, file: FileId) -> Vec<FileId> {
        let mut texts = Vec::new();
        for own in self.of_profiles(file) {
            texts.push(own.file);
            texts.extend(self.of(own.file));
        }
        for (_, inclusion) in self.by_place.range((file, 0)..=(file, u32::MAX)) {
            if let Inclusion::Text(text) = inclusion {
                texts.push(*text);
                texts.extend(self.of(*text));
            }
        }
        texts
    }
}
