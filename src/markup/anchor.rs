//! Anchors of headings: the id that the author gave, or one made of the text.

use std::collections::BTreeSet;

use ecow::EcoString;

use super::{Block, BlockKind, plain_text};
use crate::span::Spanned;

/// Gives every heading its anchor; those made of the same text are told apart by a number.
pub(crate) fn assign(blocks: &mut [Block]) {
    let mut taken = BTreeSet::new();
    assign_in(blocks, &mut taken);
}

fn assign_in(blocks: &mut [Block], taken: &mut BTreeSet<EcoString>) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Heading { attributes, anchor, content, .. } => {
                *anchor = match &attributes.id {
                    Some(id) => id.value.clone(),
                    None => free(&unreserved(slug(&plain_text(content))), taken),
                };
                taken.insert(anchor.clone());
            }
            BlockKind::Div(_, inner) | BlockKind::Quote(inner) | BlockKind::Alert(_, inner) => {
                assign_in(inner, taken);
            }
            _ => {}
        }
    }
}

/// Whether pages use `id` for what is not the author's: notes, sources, numbers, the page itself.
pub fn is_reserved(id: &str) -> bool {
    let numbered = |prefix: &str| {
        id.strip_prefix(prefix)
            .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    id == "main"
        || ["q-", "quipu-", "source-"].iter().any(|prefix| id.starts_with(prefix))
        || ["note-", "call-", "n-", "fn-"].into_iter().any(numbered)
}

fn unreserved(slug: String) -> String {
    if is_reserved(&slug) { format!("section-{slug}") } else { slug }
}

fn free(slug: &str, taken: &BTreeSet<EcoString>) -> EcoString {
    let numbered = (2..).map(|number| format!("{slug}-{number}").into());
    std::iter::once(EcoString::from(slug))
        .chain(numbered)
        .find(|anchor| !taken.contains(anchor))
        .unwrap_or_default()
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
            _ => None,
        }
    }
}
