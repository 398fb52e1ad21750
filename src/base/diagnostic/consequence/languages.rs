//! What follows from mistakes in the file of another language.

use super::{Scene, context};
use crate::base::diagnostic::{Code, Place};

impl Scene<'_> {
    /// The mistake in the file of the other language at the place that a disagreement names: in the
    /// same block, or on the same line.
    pub(super) fn related(&self, index: usize) -> Option<usize> {
        let own = &self.actors[index];
        let places = own.diagnostic.related.iter().map(|(span, _)| span);
        places.into_iter().find_map(|span| {
            let file = self.files.get(span.file);
            let there = context(&file.text, span.range().start);
            // The beginning of a file stands for the whole file.
            let is_whole = span.range().start == 0;
            self.actors.iter().position(|other| {
                is_of_structure(other.diagnostic.code)
                    && *other.path == *file.path
                    && (is_whole || other.range == there)
            })
        })
    }

    /// The mistake on the line of the disagreement itself, in a row of the table that it is about, or, if the other
    /// language lacks what stands here, in its file.
    pub(super) fn beside(&self, index: usize) -> Option<usize> {
        let own = &self.actors[index];
        let stem = |path: &str| path.split('.').next().map(str::to_owned);
        let place = match own.diagnostic.place {
            Place::Text(span) => Some(span.range()),
            Place::Path(_) => None,
        };
        self.actors.iter().position(|other| {
            let is_same_line = other.path == own.path && other.range == own.range;
            let is_row = other.diagnostic.code == Code::RaggedRow
                && other.path == own.path
                && place.as_ref().is_some_and(|place| place.contains(&other.range.start));
            let is_sibling = other.path != own.path && stem(other.path) == stem(own.path);
            is_row
                || is_of_structure(other.diagnostic.code)
                    && (is_same_line
                        || is_sibling && own.diagnostic.code == Code::UnclearRestriction)
        })
    }

    /// Where a block has lost its original, the other missing blocks of its text are counted with
    /// it.
    pub(super) fn first_disagreement(&self, index: usize) -> Option<usize> {
        let own = &self.actors[index];
        let stem = |path: &str| path.split('.').next().map(str::to_owned);
        // Blocks without an id can only be counted.
        let is_counted = own.diagnostic.lacks.as_ref().is_some_and(|name| name.is_empty());
        let first = self.actors.iter().position(|other| {
            other.diagnostic.code == Code::LanguagesDisagree
                && other.diagnostic.lacks.as_ref().is_some_and(|id| !id.is_empty())
                && stem(other.path) == stem(own.path)
        });
        first.filter(|_| is_counted && own.context.trim_start().starts_with("```"))
    }

    /// A block of a translation lacks what it would take from its original, because the original
    /// has no such block.
    pub(super) fn lost_original(&self, index: usize) -> Option<usize> {
        let own = &self.actors[index];
        self.actors.iter().position(|other| {
            // The block whose id differs is the other one.
            let mut related = other.diagnostic.related.iter();
            other.diagnostic.code == Code::LanguagesDisagree
                && (other.path == own.path && other.range == own.range
                    || related.any(|(span, _)| {
                        *self.files.get(span.file).path == *own.path
                            && own.range.contains(&span.range().start)
                    }))
        })
    }

    /// A translation lacks a key that its original lacks too, and from which it would take it.
    pub(super) fn lacks_too(&self, index: usize, key: &str) -> Option<usize> {
        let original = original(self.actors[index].path)?;
        self.actors.iter().position(|other| {
            other.diagnostic.code == Code::MissingKey
                && *other.path == *original
                && other.diagnostic.lacks.as_ref().is_some_and(|name| name.as_str() == key)
        })
    }

    /// A chart or picture of a translation has no alternative text, and none of its original has one: that is
    /// written first, and then translated.
    pub(super) fn without_alt_too(&self, index: usize) -> Option<usize> {
        let original = original(self.actors[index].path)?;
        let is_alike = |other: &&super::Actor<'_>| {
            other.diagnostic.code == Code::MissingAlt && *other.path == *original
        };
        self.actors.iter().position(|other| is_alike(&other))
    }

    /// A text without front matter does not exist for the other texts of its kind.
    pub(super) fn sibling(&self, path: &str) -> Option<usize> {
        let stem = |path: &str| path.split('.').next().map(str::to_owned);
        self.actors.iter().position(|other| {
            other.diagnostic.code == Code::NoFrontMatter && stem(other.path) == stem(path)
        })
    }
}

/// Returns the path of the original of a translation; none for an original.
fn original(path: &str) -> Option<String> {
    let (stem, tag) = path.split_once('.').filter(|(_, rest)| rest.contains('.'))?;
    let extension = tag.rsplit('.').next().unwrap_or_default();
    Some(format!("{stem}.{extension}"))
}

/// Whether a mistake can make a text appear to consist of other parts than it does.
fn is_of_structure(code: Code) -> bool {
    matches!(
        code,
        Code::YamlSyntax
            | Code::DuplicateKey
            | Code::WrongType
            | Code::NoFrontMatter
            | Code::TooComplex
            | Code::BadAttributes
            | Code::UnknownDiv
            | Code::UnknownAudience
            | Code::UnclosedDiv
            | Code::StrayDivEnd
            | Code::UnclosedListing
            | Code::ForeignSyntax
            | Code::UnknownKey
            | Code::BadValue
    )
}
