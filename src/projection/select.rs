//! The one rule of who sees what of a text: blocks and spans whose condition does not admit an
//! audience are not in its manuscript, nor is anything that only they referred to.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ecow::EcoString;

use crate::base::span::{Span, Spanned};
use crate::markup::visit::{Calls, Visit, walk_block};
use crate::markup::{
    Attributes, Block, BlockKind, Inline, InlineKind, assign_anchors, says_nothing,
};
use crate::publication::audience::Condition;
use crate::publication::manuscript::Manuscript;

/// Manuscripts as audiences may have them, kept from one projection to the next by programs that project again and again.
#[derive(Debug, Default)]
pub struct Selections(Mutex<HashMap<usize, KeptSelection>>);

/// A manuscript, and what audiences may have of it; none for those who may have all.
#[derive(Debug)]
struct KeptSelection {
    /// Held, so that no other comes to stand at its address.
    whole: Arc<Manuscript>,
    parts: HashMap<EcoString, Option<Arc<Manuscript>>>,
}

impl Selections {
    fn kept(&self) -> MutexGuard<'_, HashMap<usize, KeptSelection>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets the manuscripts that nobody else has any more.
    pub(super) fn clear(&self) {
        self.kept().retain(|_, selected| Arc::strong_count(&selected.whole) > 1);
    }

    /// Returns a manuscript as `audience` may have it.
    pub(super) fn select(&self, whole: &Arc<Manuscript>, audience: &EcoString) -> Arc<Manuscript> {
        let address = Arc::as_ptr(whole).addr();
        let known = self.kept().get(&address).and_then(|one| one.parts.get(audience).cloned());
        if let Some(part) = known {
            return part.unwrap_or_else(|| Arc::clone(whole));
        }
        let part = select(whole, audience);
        let other = Some(Arc::clone(&part)).filter(|part| !Arc::ptr_eq(part, whole));
        let new = || KeptSelection { whole: Arc::clone(whole), parts: HashMap::new() };
        self.kept().entry(address).or_insert_with(new).parts.insert(audience.clone(), other);
        part
    }
}

/// Returns a manuscript as `audience` may have it: the same one, if nothing in it is conditional.
fn select(manuscript: &Arc<Manuscript>, audience: &str) -> Arc<Manuscript> {
    let mut conditions = Conditions { audience, found: false };
    manuscript.visit(&mut conditions);
    if !conditions.found {
        return Arc::clone(manuscript);
    }
    let mut selected = Manuscript::clone(manuscript);
    let called = called(&selected);
    let mut selection =
        Selection { audience, withheld: BTreeMap::new(), taken: 0, emptied: BTreeSet::new() };
    // A note of which nothing is left is called nowhere.
    for (label, footnote) in &mut selected.body.footnotes {
        let before = selection.taken;
        selection.blocks(&mut footnote.blocks);
        if selection.taken > before && footnote.blocks.is_empty() {
            selection.emptied.insert(label.clone());
        }
    }
    let index = selected.profile.iter_mut();
    let index = index.flat_map(|profile| profile.lines_mut());
    for line in [&mut selected.title, &mut selected.finding].into_iter().chain(index) {
        selection.inlines(line);
    }
    selected.key_messages.retain_mut(|line| selection.leaves(line));
    selected.about.retain(|line| selection.leaves(line));
    if let Some(drawing) = &mut selected.drawing {
        selection.inlines(&mut drawing.alt);
        selection.inlines(&mut drawing.caption);
    }
    if let Some(profile) = &mut selected.profile {
        selection.blocks(&mut profile.chart);
    }
    selection.blocks(&mut selected.body.blocks);
    *selected.withheld = selection.withheld;
    let still_called = self::called(&selected);
    // What nothing called before is the author's slip, and is reported as that.
    selected
        .body
        .footnotes
        .retain(|label, _| still_called.contains(label) || !called.contains(label));
    // Anchors are made of what this audience reads, and of nothing else.
    assign_anchors(&mut selected.body);
    Arc::new(selected)
}

fn admits(attributes: &Attributes, audience: &str) -> bool {
    Condition::of_attributes(attributes).admits(audience)
}

/// A search for anything that `audience` may not have.
struct Conditions<'n> {
    audience: &'n str,
    found: bool,
}

impl<'a> Visit<'a> for Conditions<'_> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Div(attributes, _) = &block.kind {
            self.found |= !admits(attributes, self.audience)
                || attributes.when.is_some() && !attributes.when_for.admits(self.audience);
        }
        if !self.found {
            walk_block(self, block);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Span(span) = &inline.kind {
            self.found |= !admits(&span.attributes, self.audience);
        }
        if !self.found {
            self.inlines(inline.kind.content());
        }
    }
}

/// Takes away what `audience` may not have.
struct Selection<'n> {
    audience: &'n str,
    withheld: BTreeMap<EcoString, Span>,
    /// How much was taken away so far.
    taken: usize,
    /// The footnotes of which nothing is left.
    emptied: BTreeSet<EcoString>,
}

impl Selection<'_> {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        blocks.retain(|block| {
            let is_kept = if let BlockKind::Div(attributes, _) = &block.kind {
                admits(attributes, self.audience)
            } else {
                true
            };
            if !is_kept {
                Ids(&mut self.withheld).block(block);
                self.taken += 1;
            }
            is_kept
        });
        self.unwrap(blocks);
        blocks.retain_mut(|block| {
            let before = self.taken;
            self.block(block);
            self.taken == before || !is_empty(block)
        });
    }

    /// Takes away conditions that decide for other audiences only, with the divs that were there for nothing else.
    fn unwrap(&mut self, blocks: &mut Vec<Block>) {
        let mut at = 0;
        while let Some(block) = blocks.get_mut(at) {
            if let BlockKind::Div(attributes, inner) = &mut block.kind
                && attributes.when.is_some()
                && !attributes.when_for.admits(self.audience)
            {
                attributes.when = None;
                if attributes.is_empty() {
                    let inner = std::mem::take(inner);
                    blocks.splice(at..=at, inner);
                    continue;
                }
            }
            at += 1;
        }
    }

    fn block(&mut self, block: &mut Block) {
        match &mut block.kind {
            BlockKind::Div(attributes, _) => attributes.when_for = Condition::All,
            BlockKind::List { items, .. } => {
                return items.retain_mut(|item| {
                    let before = self.taken;
                    self.blocks(&mut item.blocks);
                    self.taken == before || !item.blocks.is_empty()
                });
            }
            BlockKind::Definitions(items) => {
                return items.retain_mut(|item| {
                    item.definitions.retain_mut(|blocks| {
                        let before = self.taken;
                        self.blocks(blocks);
                        self.taken == before || !blocks.is_empty()
                    });
                    self.leaves(&mut item.term) || !item.definitions.is_empty()
                });
            }
            BlockKind::Table(table) => table.rows.retain_mut(|row| self.leaves_any(row)),
            BlockKind::DataTable(table) => {
                table.heads.retain_mut(|head| self.leaves(&mut head.text));
            }
            BlockKind::Chart(chart) => {
                chart.annotations.retain_mut(|annotation| self.leaves(&mut annotation.text));
                chart.references.retain_mut(|reference| self.leaves(&mut reference.label));
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::Register(_)
            | BlockKind::Entry(_)
            | BlockKind::Formula(_)
            | BlockKind::Picture(_)
            | BlockKind::RawHtml(_) => {}
        }
        block.edit_children(&mut |inner| self.blocks(inner));
        block.edit_lines(&mut |line| self.inlines(line));
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        let all = inlines.len();
        inlines.retain_mut(|inline| {
            if let InlineKind::Span(span) = &inline.kind
                && !admits(&span.attributes, self.audience)
            {
                return false;
            }
            if let InlineKind::Footnote(label) = &inline.kind {
                return !self.emptied.contains(label);
            }
            let before = self.taken;
            inline.kind.edit_content(&mut |inner| self.inlines(inner));
            self.taken == before || !says_nothing(std::slice::from_ref(inline))
        });
        if inlines.len() < all {
            self.taken += 1;
            close_gaps(inlines);
        }
    }

    /// Whether something is left of a line, or nothing was taken away of it.
    fn leaves(&mut self, line: &mut Vec<Inline>) -> bool {
        let before = self.taken;
        self.inlines(line);
        self.taken == before || !says_nothing(line)
    }

    /// Whether something is left of one of some lines, or nothing was taken away of them.
    fn leaves_any(&mut self, lines: &mut [Vec<Inline>]) -> bool {
        let before = self.taken;
        for line in lines.iter_mut() {
            self.inlines(line);
        }
        self.taken == before || !lines.iter().all(|line| says_nothing(line))
    }
}

/// Whether nothing is left of a block of which something was taken away. What has a title, a number or words of its own
/// stays.
fn is_empty(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(content) => says_nothing(content),
        BlockKind::List { items, .. } => items.is_empty(),
        BlockKind::Definitions(items) => items.is_empty(),
        BlockKind::Quote(blocks) | BlockKind::Alert(_, blocks) => blocks.is_empty(),
        BlockKind::Div(attributes, blocks) => {
            let is_condition = |(name, _): &(Spanned<EcoString>, _)| name.value == "when";
            let has_name = attributes.id.is_some() || !attributes.classes.is_empty();
            blocks.is_empty() && !has_name && attributes.values.iter().all(is_condition)
        }
        BlockKind::Heading { .. }
        | BlockKind::Code { .. }
        | BlockKind::Rule
        | BlockKind::Table(_)
        | BlockKind::DataTable(_)
        | BlockKind::Chart(_)
        | BlockKind::Register(_)
        | BlockKind::Entry(_)
        | BlockKind::Formula(_)
        | BlockKind::Picture(_)
        | BlockKind::RawHtml(_) => false,
    }
}

/// Takes away the spaces that tell where something stood: at both ends of a line, and the second of two.
fn close_gaps(inlines: &mut Vec<Inline>) {
    let mut after_space = true;
    for inline in inlines.iter_mut() {
        if let InlineKind::Text(text) = &mut inline.kind {
            if after_space && text.starts_with(' ') {
                *text = text.trim_start_matches(' ').into();
            }
            after_space = text.ends_with(' ') || after_space && text.is_empty();
        } else {
            after_space = false;
        }
    }
    if let Some(InlineKind::Text(text)) = inlines.last_mut().map(|last| &mut last.kind) {
        *text = text.trim_end_matches(' ').into();
    }
    // What stood between two runs of text may not be seen in where one ends.
    let mut joined: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines.drain(..) {
        if let InlineKind::Text(text) = &inline.kind {
            if text.is_empty() {
                continue;
            }
            if let Some(Inline { kind: InlineKind::Text(run), span }) = joined.last_mut() {
                run.push_str(text);
                span.end = inline.span.end;
                continue;
            }
        }
        joined.push(inline);
    }
    *inlines = joined;
}

/// The ids of blocks.
struct Ids<'i>(&'i mut BTreeMap<EcoString, Span>);

impl<'a> Visit<'a> for Ids<'_> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Heading { anchor, .. } = &block.kind {
            self.0.insert(anchor.clone(), block.span);
        }
        if let Some(id) = block.id() {
            self.0.insert(id.value.clone(), id.span);
        }
        walk_block(self, block);
    }
}

/// Returns the labels of the footnotes that the text calls, or a footnote that it calls.
fn called(manuscript: &Manuscript) -> BTreeSet<EcoString> {
    let mut called: BTreeSet<EcoString> = BTreeSet::new();
    let mut calls = Calls::default();
    let index = manuscript.profile.iter().flat_map(|profile| profile.lines());
    let lines = [&manuscript.title, &manuscript.finding].into_iter().chain(index);
    for line in lines.chain(&manuscript.key_messages).chain(manuscript.about.lines()) {
        calls.inlines(line);
    }
    calls.blocks(&manuscript.body.blocks);
    while let Some(label) = calls.labels.difference(&called).next().cloned() {
        if let Some(footnote) = manuscript.body.footnotes.get(&label) {
            calls.blocks(&footnote.blocks);
        }
        called.insert(label);
    }
    called
}
