//! The parts of an edition: its opening text and its chapters, and what an audience gets of each.

use ecow::{EcoString, eco_format};

use crate::markup::{Block, BlockKind};
use crate::plan::Edition;
use crate::publication::audience::{Audience, Condition, Sections};
use crate::publication::manuscript::Manuscript;
use crate::tree::Form;

/// The part of an edition that is being walked: the opening text, or a chapter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) manuscript: &'a Manuscript,
    /// The place of the chapter, from 1; 0 for the opening text.
    pub(super) chapter: usize,
    /// Whether it is an appendix.
    pub(super) is_appendix: bool,
    /// Its number among the chapters, or among the appendices, from 1.
    ordinal: usize,
}

impl<'a> Part<'a> {
    pub(super) fn opening(manuscript: &'a Manuscript) -> Self {
        Self { manuscript, chapter: 0, is_appendix: false, ordinal: 0 }
    }

    pub(super) fn chapters<'e>(edition: &'e Edition<'a>) -> impl Iterator<Item = Part<'a>> + 'e {
        let appendices = &edition.manuscript.appendices;
        let mut ordinals = [0; 2];
        let part = move |(index, &manuscript): (usize, &&'a Manuscript)| {
            let is_appendix = appendices.contains(&manuscript.id);
            let ordinal = &mut ordinals[usize::from(is_appendix)];
            *ordinal += 1;
            Part { manuscript, chapter: index + 1, is_appendix, ordinal: *ordinal }
        };
        edition.chapters.iter().enumerate().map(part)
    }

    /// Returns the number of a chapter, or the letter of an appendix; none of the opening text.
    pub(super) fn number(&self) -> Option<EcoString> {
        match self.chapter {
            0 => None,
            _ if self.is_appendix => Some(letters(self.ordinal)),
            _ => Some(eco_format!("{}", self.ordinal)),
        }
    }

    /// Returns the name of the chapter's file as a part of anchors.
    pub(super) fn name(&self) -> String {
        crate::plan::clean(self.manuscript.id.rsplit('/').next().unwrap_or_default())
    }

    /// Returns the anchor of the chapter itself.
    pub(super) fn anchor(&self) -> EcoString {
        eco_format!("chapter-{}", self.name())
    }

    /// Returns the anchor that a heading of this part has in the document. Anchors made of a
    /// heading's text may recur in other chapters, so they are told apart by the chapter's name.
    pub(super) fn heading_anchor(&self, anchor: &EcoString, is_explicit: Explicit) -> EcoString {
        if self.chapter == 0 || is_explicit == Explicit::Yes {
            return anchor.clone();
        }
        eco_format!("{}-{anchor}", self.name())
    }
}

/// Returns the letters that stand for a number from 1: A to Z, then AA.
pub(super) fn letters(number: usize) -> EcoString {
    let mut letters = Vec::new();
    let mut rest = number;
    while let Some(index) = rest.checked_sub(1) {
        letters.push(char::from(b'A' + u8::try_from(index % 26).unwrap_or_default()));
        rest = index / 26;
    }
    letters.into_iter().rev().collect()
}

/// Whether the author gave an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Explicit {
    Yes,
    No,
}

/// Returns the blocks of a part's text that an audience gets, and those that its file leaves out.
///
/// An audience of `sections: opening` gets a brief up to its first heading, and of the rest what
/// is meant for this audience by name.
pub(crate) fn selection<'a>(
    manuscript: &'a Manuscript,
    audience: &Audience,
) -> (Vec<&'a Block>, Vec<&'a Block>) {
    let all = audience.sections == Sections::All || manuscript.form != Form::Brief;
    let mut opening = true;
    let (mut selected, mut left_out) = (Vec::new(), Vec::new());
    for block in &manuscript.body.blocks {
        opening &= !matches!(block.kind, BlockKind::Heading { .. });
        if all || opening {
            selected.push(block);
        } else if !select_by_name(block, audience, &mut selected) {
            left_out.push(block);
        }
    }
    (selected, left_out)
}

/// Selects what is meant for an audience by name: the block, or blocks of a div that is nothing but
/// for readers of its own. Returns whether it is the block itself.
fn select_by_name<'a>(
    block: &'a Block,
    audience: &Audience,
    selected: &mut Vec<&'a Block>,
) -> bool {
    let BlockKind::Div(attributes, inner) = &block.kind else { return false };
    if let Condition::Only(names) = Condition::of_attributes(attributes)
        && names.iter().any(|name| name.value == audience.id)
    {
        selected.push(block);
        return true;
    }
    if attributes.classes.is_empty() && attributes.when.is_none() {
        for block in inner {
            select_by_name(block, audience, selected);
        }
    }
    false
}

/// Returns the level that a heading of the source has below the document's title.
pub(super) fn tree_level(level: u8, part: Part<'_>) -> u8 {
    let below_title = level.saturating_sub(1).max(1);
    if part.chapter > 0 { below_title + 1 } else { below_title }
}

/// Whether a document of this form numbers the headings of its own text.
pub(super) fn numbers_headings(form: Form, part: Part<'_>) -> bool {
    match form {
        Form::Brief => true,
        Form::Report => part.chapter > 0,
        Form::Page | Form::Register | Form::Entry | Form::Profiles => false,
    }
}
