//! What single profiles have of their own: blocks in files such as `content/briefs/basin/parana.md`,
//! which stand in the text `content/briefs/basin.md` for that entity alone.
//!
//! A div says where its blocks stand: `replaces`, `before` or `after` an id of the text. What is
//! outside such divs follows the text. Joined to the text, they are blocks that depend on the
//! entity, as those that say `when="@this = @parana"` are.

use std::collections::{BTreeMap, BTreeSet};

use ecow::{EcoString, eco_format};

use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::base::span::{Span, Spanned};
use crate::data::expression::{Binding, Expression, Relation, THIS};
use crate::markup::{Attributes, Block, BlockKind, Body, Footnote};
use crate::publication::audience::Condition;
use crate::publication::entity;
use crate::publication::manuscript::{Part, Written};
use crate::publication::settings::{Settings, Translations};

/// The attributes that say where blocks of a profile stand.
const PLACES: [&str; 3] = [REPLACES, BEFORE, "after"];
const REPLACES: &str = "replaces";
const BEFORE: &str = "before";

/// Joins what profiles have of their own to the versions of their text. What one language lacks is
/// reported, and left out of all.
pub(super) fn join(
    versions: &mut [Written],
    (files, settings): (&Files, &Settings),
    problems: &mut Problems,
) {
    let incomplete = incomplete(versions, (files, settings), problems);
    let withheld = withheld(files);
    for version in versions {
        for part in std::mem::take(&mut version.parts) {
            if !incomplete.contains(&part.entity) && !withheld.contains(&part.entity) {
                join_one(version, part, problems);
            }
        }
    }
}

/// Returns the names of the entities that are for others: they have no profiles here.
pub(super) fn withheld(files: &Files) -> &[EcoString] {
    files.find(entity::PATH).map_or(&[], |file| files.hidden_names(file))
}

/// Returns the entities for which a language lacks what others have, and reports it.
fn incomplete(
    versions: &[Written],
    (files, settings): (&Files, &Settings),
    problems: &mut Problems,
) -> BTreeSet<EcoString> {
    let mut found = BTreeSet::new();
    if settings.translations != Translations::Complete {
        return found;
    }
    for part in versions.iter().flat_map(|version| &version.parts) {
        let lacks =
            |version: &&Written| version.parts.iter().all(|other| other.entity != part.entity);
        let Some(version) = versions.iter().find(lacks) else { continue };
        if !found.insert(part.entity.clone()) {
            continue;
        }
        let tag = &version.manuscript.language;
        let stem = files.get(version.manuscript.file).path.strip_suffix(".md").unwrap_or_default();
        let is_tagged = stem.strip_suffix(&**tag).is_some_and(|rest| rest.ends_with('.'));
        let tagged = if is_tagged { eco_format!(".{tag}") } else { EcoString::new() };
        let message = format!("there is no `{tag}` version of this file");
        problems.push(
            Diagnostic::error(Code::MissingTranslation, Span::start_of(part.file), message)
                .with_hint(format!("add `{}{tagged}.md` beside it", part.entity)),
        );
    }
    found
}

fn join_one(version: &mut Written, part: Part, problems: &mut Problems) {
    let body = &mut version.manuscript.body;
    let (mut additions, mut last) = (Vec::new(), Vec::new());
    for mut block in part.body.blocks {
        let BlockKind::Div(attributes, inner) = &mut block.kind else {
            last.push(block);
            continue;
        };
        let Some(place) = Place::take(attributes, problems) else {
            last.push(block);
            continue;
        };
        let readers = Condition::of_attributes(attributes);
        // What remains of the div, such as a class, applies to its blocks.
        let blocks = if attributes.is_empty() { std::mem::take(inner) } else { vec![block] };
        additions.push(Addition { entity: &part.entity, place, readers, blocks });
    }
    // What stands beside a block finds it before another addition replaces it.
    additions.sort_by_key(|addition| addition.place.replaces());
    for addition in additions {
        match addition.stand(&mut body.blocks) {
            Stood::There(lost) => problems.extend(lost.map(replaced_too)),
            Stood::Nowhere(Addition { place, blocks, entity, .. }) => {
                problems.push(unknown(&place.target, (&body.blocks, entity)));
                // Kept, so that nothing in them is reported as unused.
                last.extend(blocks);
            }
        }
    }
    if let Some(first) = last.first() {
        let span = first.span;
        body.blocks.push(only_if(&part.entity, (Relation::Equal, span), last));
    }
    add_footnotes(body, part.body.footnotes, problems);
    version.drawn.extend(part.drawn);
}

fn add_footnotes(
    body: &mut Body,
    footnotes: BTreeMap<EcoString, Footnote>,
    problems: &mut Problems,
) {
    for (label, note) in footnotes {
        if let Some(first) = body.footnotes.get(&label) {
            let message = format!("the footnote `{label}` is defined twice");
            problems.push(
                Diagnostic::error(Code::DuplicateId, note.span, message)
                    .with_related(first.span, "first defined here")
                    .with_hint("give one of them another name"),
            );
            continue;
        }
        body.footnotes.insert(label, note);
    }
}

/// Where blocks stand.
struct Place {
    /// Which of [`PLACES`].
    relation: Spanned<EcoString>,
    /// The id in the text.
    target: Spanned<EcoString>,
}

impl Place {
    /// Whether the blocks stand instead of something.
    fn replaces(&self) -> bool {
        self.relation.value == REPLACES
    }

    /// Takes the place from the attributes of a div; none if they name none.
    fn take(attributes: &mut Attributes, problems: &mut Problems) -> Option<Self> {
        let is_place = |(name, _): &(Spanned<EcoString>, _)| PLACES.contains(&&*name.value);
        let (places, others) =
            std::mem::take(&mut attributes.values).into_iter().partition(is_place);
        attributes.values = others;
        let mut places: Vec<(Spanned<EcoString>, Spanned<EcoString>)> = places;
        if let [first, second, ..] = &places[..] {
            let message = format!("`{}` says already where these blocks stand", first.0.value);
            problems.push(
                Diagnostic::error(Code::BadAttributes, second.0.span, message)
                    .with_hint("keep one of the two"),
            );
            places.truncate(1);
        }
        let (relation, target) = places.pop()?;
        let id = target.value.trim_start_matches(['#', '@']).into();
        Some(Self { relation, target: Spanned::new(id, target.span) })
    }
}

/// Blocks of one profile, and where they stand.
struct Addition<'a> {
    entity: &'a EcoString,
    place: Place,
    /// Who may read them.
    readers: Condition,
    blocks: Vec<Block>,
}

/// What came of an addition.
enum Stood<'a> {
    /// It stands in the text. What the entity has of its own inside what it replaces, if anything,
    /// is here.
    There(Option<Span>),
    /// The text has no such id.
    Nowhere(Addition<'a>),
}

impl<'a> Addition<'a> {
    /// Puts the blocks where they stand.
    fn stand(self, blocks: &mut Vec<Block>) -> Stood<'a> {
        let is_target =
            |block: &Block| block.id().is_some_and(|id| id.value == self.place.target.value);
        if let Some(at) = blocks.iter().position(is_target) {
            return Stood::There(self.stand_at(at, blocks));
        }
        let entity = self.entity;
        let mut stood = Some(Stood::Nowhere(self));
        for block in blocks.iter_mut().filter(|block| !is_of_another(block, entity)) {
            block.edit_children(&mut |inner| {
                stood = match stood.take() {
                    Some(Stood::Nowhere(addition)) => Some(addition.stand(inner)),
                    there => there,
                };
            });
        }
        stood.unwrap_or(Stood::There(None))
    }

    fn stand_at(self, at: usize, blocks: &mut Vec<Block>) -> Option<Span> {
        let Self { entity, place: Place { relation, target }, readers, blocks: own } = self;
        let own = only_if(entity, (Relation::Equal, target.span), own);
        let end = end_of(blocks, at);
        if relation.value != REPLACES {
            blocks.insert(if relation.value == BEFORE { at } else { end }, own);
            return None;
        }
        // A heading stays, with the id.
        let is_heading = matches!(blocks[at].kind, BlockKind::Heading { .. });
        let first = if is_heading { at + 1 } else { at };
        let own = for_same_readers(&blocks[at], own);
        let replaced: Vec<_> = blocks.drain(first..end).collect();
        let lost = addition_in(&replaced, entity);
        let mut others = only_if(entity, (Relation::Unequal, relation.span), replaced);
        // Who may not read the blocks of the profile reads what all others read.
        if let BlockKind::Div(attributes, _) = &mut others.kind {
            attributes.when_for = readers;
        }
        blocks.splice(first..first, [others, own]);
        lost
    }
}

/// Returns what stands instead of a div that only some may read as what only they may read as well.
fn for_same_readers(replaced: &Block, own: Block) -> Block {
    let BlockKind::Div(attributes, _) = &replaced.kind else { return own };
    let is_condition =
        |(name, _): &&(Spanned<EcoString>, _)| ["audience", "not-audience"].contains(&&*name.value);
    let values: Vec<_> = attributes.values.iter().filter(is_condition).cloned().collect();
    if values.is_empty() {
        return own;
    }
    let attributes = Attributes { values, ..Attributes::default() };
    Block { span: own.span, kind: BlockKind::Div(Box::new(attributes), vec![own]) }
}

/// Whether a block is shown only in the profile of another entity.
fn is_of_another(block: &Block, entity: &EcoString) -> bool {
    let BlockKind::Div(attributes, _) = &block.kind else { return false };
    attributes.when.as_ref().is_some_and(|when| {
        let is_of_one = when.text.starts_with(&*condition(&EcoString::new(), Relation::Equal));
        is_of_one && when.text != condition(entity, Relation::Equal)
    })
}

/// Returns the place of what the entity has of its own in these blocks, if there is anything.
fn addition_in(blocks: &[Block], entity: &EcoString) -> Option<Span> {
    let own = condition(entity, Relation::Equal);
    let is_own = |block: &Block| {
        let BlockKind::Div(attributes, _) = &block.kind else { return false };
        attributes.when.as_ref().is_some_and(|when| when.text == own)
    };
    let inside =
        |block: &Block| block.children().into_iter().find_map(|inner| addition_in(inner, entity));
    blocks.iter().find_map(|block| if is_own(block) { Some(block.span) } else { inside(block) })
}

fn replaced_too(place: Span) -> Diagnostic {
    let message = "another block of this file replaces the part of the text in which this stands";
    Diagnostic::error(Code::BadAttributes, place, message)
        .with_hint("write it into the block that replaces that part")
}

/// Returns where the block at `at` ends: a heading with its section.
fn end_of(blocks: &[Block], at: usize) -> usize {
    let BlockKind::Heading { level, .. } = &blocks[at].kind else { return at + 1 };
    let closes = |block: &Block| matches!(&block.kind, BlockKind::Heading { level: other, .. } if other <= level);
    let rest = &blocks[at + 1..];
    rest.iter().position(closes).map_or(blocks.len(), |next| at + 1 + next)
}

/// Returns a div that only the profile of the entity shows, or that all others show.
fn only_if(entity: &EcoString, (relation, span): (Relation, Span), blocks: Vec<Block>) -> Block {
    let side = |name: &str| Box::new(Expression::Entity(Spanned::new(name.into(), span)));
    let expression = Expression::Comparison { relation, left: side(THIS), right: side(entity) };
    let text = condition(entity, relation);
    let when = Some(Box::new(Binding { expression, formats: Vec::new(), text, span }));
    let attributes = Attributes { when, ..Attributes::default() };
    Block { span, kind: BlockKind::Div(Box::new(attributes), blocks) }
}

/// Returns the condition as an author would write it.
fn condition(entity: &EcoString, relation: Relation) -> EcoString {
    let sign = if relation == Relation::Equal { "=" } else { "!=" };
    eco_format!("@{THIS} {sign} @{entity}")
}

fn unknown(target: &Spanned<EcoString>, (blocks, entity): (&[Block], &EcoString)) -> Diagnostic {
    let mut ids = Vec::new();
    collect_ids(blocks, entity, &mut ids);
    let message = format!("the text has no block with the id `{}`", target.value);
    let hint = did_you_mean(&target.value, ids.iter().map(|id| &***id)).unwrap_or_else(|| {
        format!("give the block an id in the text: `## Heading {{#{}}}`", target.value)
    });
    Diagnostic::error(Code::UnknownReference, target.span, message).with_hint(hint)
}

fn collect_ids<'a>(blocks: &'a [Block], entity: &EcoString, ids: &mut Vec<&'a EcoString>) {
    for block in blocks.iter().filter(|block| !is_of_another(block, entity)) {
        ids.extend(block.id().map(|id| &id.value));
        for inner in block.children() {
            collect_ids(inner, entity, ids);
        }
    }
}
