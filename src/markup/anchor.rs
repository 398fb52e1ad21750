//! Anchors of headings: the id that the author gave, or one made from the text.

use std::collections::{BTreeMap, BTreeSet};

use ecow::{EcoString, eco_format};

use super::{Attributes, Block, BlockKind, Body, Inline, plain_text};
use crate::base::span::Spanned;

/// Gives every heading its anchor; anchors made from the same text are distinguished by a number.
pub(crate) fn assign(body: &mut Body) {
    let mut taken = Taken::default();
    let lists = std::iter::once(&mut body.blocks);
    let mut lists: Vec<_> =
        lists.chain(body.footnotes.values_mut().map(|note| &mut note.blocks)).collect();
    // The ids that authors gave come first; anchors made from text avoid them.
    for blocks in &mut lists {
        for_each_heading(blocks, &mut |attributes, anchor, _| {
            if let Some(id) = &attributes.id {
                *anchor = id.value.clone();
                taken.anchors.insert(anchor.clone());
            }
        });
    }
    for blocks in lists {
        for_each_heading(blocks, &mut |attributes, anchor, content| {
            if attributes.id.is_none() {
                *anchor = taken.free(unreserved(slug(&plain_text(content))));
                taken.anchors.insert(anchor.clone());
            }
        });
    }
}

/// The anchors given so far.
#[derive(Default)]
struct Taken {
    anchors: BTreeSet<EcoString>,
    /// For numbered anchors, the number to try next.
    next: BTreeMap<String, usize>,
}

impl Taken {
    /// Returns `slug`, or `slug` with a number if it is taken.
    fn free(&mut self, slug: String) -> EcoString {
        if !self.anchors.contains(slug.as_str()) {
            return slug.into();
        }
        let next = self.next.entry(slug.clone()).or_insert(2);
        loop {
            let anchor = eco_format!("{slug}-{next}");
            *next += 1;
            if !self.anchors.contains(&anchor) {
                return anchor;
            }
        }
    }
}

fn for_each_heading(
    blocks: &mut [Block],
    act: &mut impl FnMut(&Attributes, &mut EcoString, &[Inline]),
) {
    for block in blocks {
        if let BlockKind::Heading { attributes, anchor, content, .. } = &mut block.kind {
            act(attributes, anchor, content);
        }
        for inner in block.children_mut() {
            for_each_heading(inner, act);
        }
    }
}

/// Whether pages use `id` for something that is not the author's: notes, sources, numbers, the page
/// itself.
pub fn is_reserved(id: &str) -> bool {
    let numbered = |prefix: &str| {
        id.strip_prefix(prefix)
            .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    id == "main"
        || ["q-", "quipu-", "source-"].iter().any(|prefix| id.starts_with(prefix))
        || ["note-", "call-", "n-", "fn-"].into_iter().any(numbered)
}

/// Returns `slug`, or another slug if pages use it themselves.
pub fn unreserved(slug: String) -> String {
    if is_reserved(&slug) { format!("section-{slug}") } else { slug }
}

/// Returns the letters and digits of `text` in lower case, with dashes between words.
pub fn slug(text: &str) -> String {
    let words: Vec<_> = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() { "section".to_owned() } else { words.join("-") }
}

/// Returns what links may point to in `blocks`: headings, figures, tables and divs with an id.
pub fn anchors(blocks: &[Block]) -> BTreeSet<EcoString> {
    let mut anchors = BTreeSet::new();
    let mut pending: Vec<&Block> = blocks.iter().collect();
    while let Some(block) = pending.pop() {
        if let BlockKind::Heading { anchor, .. } = &block.kind {
            anchors.insert(anchor.clone());
        }
        anchors.extend(block.id().map(|id| id.value.clone()));
        pending.extend(block.children().into_iter().flatten());
    }
    anchors
}

impl Block {
    /// Returns the id that the author gave to the block.
    pub fn id(&self) -> Option<&Spanned<EcoString>> {
        match &self.kind {
            BlockKind::Heading { attributes, .. } | BlockKind::Div(attributes, _) => {
                attributes.id.as_ref()
            }
            BlockKind::Table(table) => table.attributes.id.as_ref(),
            BlockKind::Picture(picture) => picture.attributes.id.as_ref(),
            BlockKind::DataTable(table) => table.id.as_ref(),
            BlockKind::Chart(chart) => chart.table.id.as_ref(),
            BlockKind::Register(view) => view.id.as_ref(),
            BlockKind::Formula(equation) => equation.attributes.id.as_ref(),
            BlockKind::Paragraph(_)
            | BlockKind::List { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::RawHtml(_)
            | BlockKind::Entry(_) => None,
        }
    }
}
